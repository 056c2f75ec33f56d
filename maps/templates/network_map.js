/* Draws the network that a reader has chosen, finds places in it and tells what things are. */

function startNetworkMap(map) {
  const data = JSON.parse(document.getElementById("network-data").textContent);
  const { styles, texts } = data;
  const shows = [...document.querySelectorAll("[data-show]")];
  const confidences = [...document.querySelectorAll("[data-confidence]")];
  const colours = [...document.querySelectorAll('input[name="colour"]')];
  const POPUP = { minWidth: 260, maxWidth: 360, maxHeight: 340 };
  const placer = makeLabelPlacer(map);
  map.createPane("lines").style.zIndex = 410;
  map.createPane("lit").style.zIndex = 405;
  const canvas = L.canvas({ pane: "lines", padding: 0.3, tolerance: 4 });
  const litOn = L.svg({ pane: "lit", padding: 0.3 });
  const groups = { lines: L.layerGroup().addTo(map), points: L.layerGroup().addTo(map) };
  const lit = L.layerGroup().addTo(map);
  const markers = data.points.map(makePoint);
  const MOST_TRACED = 60; // lines that labels keep off
  const MOST_FOUND = 8;
  const CLOSE = 8;
  let shown = { lines: [], points: [] };

  const ticked = (boxes, key) => new Set(
    boxes.filter((box) => box.checked).map((box) => box.dataset[key]));
  const colour = () => (colours.find((radio) => radio.checked) || colours[0]).value;

  /* What is open is shown by its kind; what is not, only if that is asked for too. */
  function passes(feature, kinds, trusted) {
    return trusted.has(feature.confidence) && (feature.open || kinds.has("unbuilt"))
      && kinds.has(feature.kind || feature.mode);
  }

  function draw() {
    const kinds = ticked(shows, "show");
    const trusted = ticked(confidences, "confidence");
    map.closePopup();
    lit.clearLayers();
    const lines = data.lines.filter((line) => passes(line, kinds, trusted));
    drawLines(lines);
    groups.points.clearLayers();
    const points = data.points.filter((point) => passes(point, kinds, trusted));
    for (const marker of markers) {
      if (passes(marker.feature, kinds, trusted)) marker.addTo(groups.points);
    }
    for (const list of document.querySelectorAll("[data-colour]")) {
      list.hidden = list.dataset.colour !== colour();
    }
    shown = { lines, points };
    writeNames();
  }

  function drawLines(lines) {
    groups.lines.clearLayers();
    const by = colour();
    const rank = (line) => (line.open ? (line.mode === "rail" ? 2 : 1) : 0); // rail on top
    for (const line of [...lines].sort((a, b) => rank(a) - rank(b))) {
      const key = by === "mode" ? line.mode : `network_${line.confidence}`;
      const { colour: color, size_px: weight, dash } = styles[line.open ? key : "network_unbuilt"];
      const look = { color, weight, dashArray: dash || null, lineCap: dash ? "butt" : "round" };
      const drawn = L.polyline(line.points, { pane: "lines", renderer: canvas, ...look });
      drawn.bindTooltip(() => textTooltip(line.name), { sticky: true, opacity: 1 });
      drawn.bindPopup(() => box({ ...line, caption: texts.line, names: [] }), POPUP);
      drawn.on("popupopen", () => drawn.closeTooltip()).addTo(groups.lines);
    }
    markTowns(); // on top of the lines
  }

  function box(feature) {
    const made = pointTooltip(feature);
    made.classList.add("network-tip");
    return made;
  }

  function makePoint(point) {
    const marker = makeMarker(point);
    marker.feature = point;
    marker.unbindTooltip();
    marker.bindTooltip(() => element("div", "tip tip-name", point.name), { opacity: 1 });
    marker.bindPopup(() => box(point), POPUP);
    marker.on("popupopen", () => marker.closeTooltip());
    return marker;
  }

  /* Large towns first, so that the map can be read; then crossings, countries last. */
  function writeNames() {
    const { lines, points } = shown;
    const towns = data.places.filter((place) => place[4]).map(([text, lat, lon]) => ({
      text, position: L.latLng(lat, lon), size: 6, className: "label-town", always: false,
    }));
    const crossings = points
      .filter((point) => point.kind === "crossing" && point.open)
      .map((point) => ({
        text: point.name, position: L.latLng(point), size: sizeOf(point),
        className: "label-crossing", always: false,
      }));
    const traced = lines.slice(0, MOST_TRACED).map((line) => line.points);
    placer.set([...towns, ...(map.getZoom() >= 6 ? crossings : []), ...countryLabels()], traced);
  }

  function sizeOf(point) {
    return markers[data.points.indexOf(point)].symbolSize;
  }

  function light(lat, lon) {
    lit.clearLayers();
    L.circleMarker([lat, lon], {
      pane: "lit", renderer: litOn, interactive: false, radius: 20, stroke: false,
      fillColor: "#ffd23f", fillOpacity: 0.8,
    }).addTo(lit);
  }

  function goTo(lat, lon) {
    map.setView([lat, lon], Math.max(map.getZoom(), CLOSE), { animate: false });
    light(lat, lon);
  }

  /* Letters without their marks, so that "Қостанай" is found by "костанай". */
  const LOOK_ALIKE = { "қ": "к", "ғ": "г", "ң": "н", "ү": "у", "ұ": "у", "ө": "о", "ә": "а",
    "һ": "х", "і": "и", "ҷ": "ч", "ҳ": "х", "ӣ": "и", "ӯ": "у", "ё": "е" };
  const fold = (text) => text.normalize("NFC").toLowerCase()
    .replace(/[қғңүұөәһіҷҳӣӯё]/g, (letter) => LOOK_ALIKE[letter])
    .normalize("NFD").replace(/\p{M}/gu, "");

  function find(text) {
    const asked = fold(text.trim());
    if (!asked) return [];
    const ranked = [];
    for (const place of data.places) {
      const names = [place[0], ...place[3]];
      const at = names.map((name) => fold(name)).map((name) =>
        (name === asked ? 0 : name.startsWith(asked) ? 1 : name.includes(asked) ? 2 : 3));
      const best = Math.min(...at);
      if (best < 3) ranked.push({ place, best, via: names[at.indexOf(best)] });
    }
    ranked.sort((a, b) => a.best - b.best || b.place[4] - a.place[4]
      || (a.place[0] < b.place[0] ? -1 : 1));
    return ranked.slice(0, MOST_FOUND);
  }

  function wireSearch() {
    const form = document.getElementById("search");
    const field = document.getElementById("search-text");
    const list = document.getElementById("search-found");
    const choose = ({ place: [name, lat, lon] }) => {
      field.value = name;
      list.replaceChildren();
      goTo(lat, lon);
    };
    field.addEventListener("input", () => {
      const found = find(field.value);
      list.replaceChildren(...found.map((one) => {
        const button = element("button", "", one.place[0]);
        button.type = "button";
        if (one.via !== one.place[0]) button.append(" ", element("span", "other", one.via));
        button.addEventListener("click", () => choose(one));
        const item = document.createElement("li");
        item.append(button);
        return item;
      }));
      if (field.value.trim() && !found.length) list.append(element("li", "other", texts.nothing));
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const [first] = find(field.value);
      if (first) choose(first);
    });
  }

  function wireRanking() {
    for (const row of document.querySelectorAll("[data-point]")) {
      const index = Number(row.dataset.point);
      const { lat, lon } = data.points[index];
      row.querySelector("button").addEventListener("click", () => {
        goTo(lat, lon);
        if (groups.points.hasLayer(markers[index])) markers[index].openPopup();
      });
      row.addEventListener("mouseenter", () => light(lat, lon));
      row.addEventListener("mouseleave", () => lit.clearLayers());
    }
  }

  function markTowns() {
    for (const [, lat, lon] of data.places.filter((place) => place[4])) {
      L.circleMarker([lat, lon], {
        pane: "lines", renderer: canvas, interactive: false, radius: 3,
        color: "#ffffff", weight: 1.5, fillColor: "#1d2b3a", fillOpacity: 1,
      }).addTo(groups.lines);
    }
  }

  function fit() {
    const near = data.lines.filter((line) => line.open).map((line) => line.points);
    fitBesideLegend(map, L.latLngBounds(near.flat()), near);
  }

  map.on("popupopen", ({ popup }) => {
    const close = popup.getElement().querySelector(".leaflet-popup-close-button");
    if (close) close.setAttribute("aria-label", texts.close);
  });
  frameMap(map, { texts, credit: data.credit, fit });
  fit();
  draw();
  wireSearch();
  wireRanking();
  map.on("zoomend", writeNames);
  [...shows, ...confidences, ...colours].forEach((box) => box.addEventListener("change", draw));
}
