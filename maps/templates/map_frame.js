/* What stands around every map of ours: buttons, scale, legend, credit, and how it prints. */

const MAP_MARGIN = 44;

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function addControl(map, position, made) {
  const control = L.control({ position });
  control.onAdd = () => made;
  control.addTo(map);
  L.DomEvent.disableClickPropagation(made).disableScrollPropagation(made);
}

/* texts: fit, km, map, zoom_in, zoom_out; fit: what the button does, and the page before it prints. */
function frameMap(map, { texts, credit, fit }) {
  map.getContainer().setAttribute("role", "region");
  map.getContainer().setAttribute("aria-label", texts.map);
  map.attributionControl.setPrefix(false).addAttribution(credit);
  const titles = { zoomInTitle: texts.zoom_in, zoomOutTitle: texts.zoom_out };
  L.control.zoom({ position: "topright", ...titles }).addTo(map);
  const button = element("button", "fit-button", "⤢");
  button.type = "button";
  button.title = texts.fit;
  button.setAttribute("aria-label", texts.fit);
  button.addEventListener("click", fit);
  const bar = element("div", "leaflet-bar");
  bar.append(button);
  addControl(map, "topright", bar);
  scaleIn(texts.km).addTo(map);
  const legend = document.getElementById("legend");
  if (matchMedia("(max-width: 760px)").matches) legend.open = false;
  if (!legend.closest(".panel")) {
    addControl(map, "bottomleft", legend);
    foldBelowPopups(map, legend);
  }
  map.invalidateSize({ animate: false });
  preparePrint(map, fit);
}

/* The legend stands above popups: it folds while one would lie below it. */
function foldBelowPopups(map, legend) {
  let told = null;
  let folded = false;
  const fold = () => {
    if (!told || !legend.open) return;
    const [a, b] = [legend, told.getElement()].map((one) => one.getBoundingClientRect());
    if (a.right < b.left || b.right < a.left || b.bottom < a.top || a.bottom < b.top) return;
    legend.open = false;
    folded = true;
  };
  map.on("popupopen", ({ popup }) => { told = popup; fold(); });
  map.on("moveend", fold); // the map may make room for a popup, and carry it below the legend
  map.on("popupclose", () => {
    if (folded) legend.open = true;
    told = null;
    folded = false;
  });
}

/* A scale that writes its unit in the language of the page; maps of countries need no metres. */
function scaleIn(unit) {
  const Scale = L.Control.Scale.extend({
    _updateMetric(most) {
      const metres = this._getRoundNum(most);
      this._updateScale(this._mScale, `${metres / 1000} ${unit}`, metres / most);
    },
  });
  return new Scale({ position: "bottomright", imperial: false });
}

/* On paper the map has another shape, and what is folded could not be opened. */
function preparePrint(map, fit) {
  matchMedia("print").addEventListener("change", () => {
    map.invalidateSize({ animate: false });
    fit();
  });
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    opened.forEach((folded) => { folded.open = true; });
  });
  addEventListener("afterprint", () => {
    opened.forEach((folded) => { folded.open = false; });
  });
}

/* Shows the bounds. If the open legend then lies on a line: beside it or above it, whichever
   shows more. */
function fitBesideLegend(map, bounds, lines) {
  const legend = document.getElementById("legend");
  const plain = { left: MAP_MARGIN, bottom: MAP_MARGIN };
  fitWithin(plain);
  if (!legend.open || !covers(legend)) return;
  const beside = { ...plain, left: MAP_MARGIN + legend.offsetWidth };
  const above = { ...plain, bottom: MAP_MARGIN + legend.offsetHeight };
  const roomier = zoomWithin(beside) >= zoomWithin(above) ? beside : above;
  const WORTH = 1; // zoom levels: on a small map the lines matter more than the legend
  if (zoomWithin(plain) - zoomWithin(roomier) <= WORTH) fitWithin(roomier);

  function fitWithin({ left, bottom }) {
    map.fitBounds(bounds, {
      paddingTopLeft: [left, MAP_MARGIN],
      paddingBottomRight: [MAP_MARGIN, bottom],
      animate: false,
    });
  }

  function zoomWithin({ left, bottom }) {
    return map.getBoundsZoom(bounds, false, L.point(left + MAP_MARGIN, bottom + MAP_MARGIN));
  }

  function covers(control) {
    const frame = map.getContainer().getBoundingClientRect();
    const box = control.getBoundingClientRect();
    const corner = map.layerPointToContainerPoint([frame.left, frame.top]);
    return tracePoints(map, lines).some(({ x, y }) => {
      const [left, top] = [x + corner.x, y + corner.y];
      return left > box.left && left < box.right && top > box.top && top < box.bottom;
    });
  }
}

/* The names of the countries, for the placer of labels. */
function countryLabels() {
  const ground = JSON.parse(document.getElementById("outline-data").textContent);
  return ground.outlines.features
    .filter((area) => ground.filled && area.id in ground.names)
    .map((area) => ({
      text: ground.names[area.id],
      position: L.latLng(area.properties.label),
      area: { bounds: L.geoJSON(area).getBounds(), polygons: area.geometry.coordinates },
      size: 0,
      className: "label-country",
      always: false,
    }));
}
