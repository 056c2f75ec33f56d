/* Draws weighed lines and circles on one map, names beside them, and what is pointed at.

   A weighed feature is { feature, sums, size }; a look says how wide, how large and in which
   class of colour it is, so that several maps can share it. */

function makeFlowPainter(map, data, write, onPick) {
  const { style, texts } = data;
  const MOST_TRACED = 80; // lines that labels keep off
  const placer = makeLabelPlacer(map);
  map.createPane("lines").style.zIndex = 410;
  map.createPane("circles").style.zIndex = 420;
  map.createPane("lit").style.zIndex = 405;
  const canvas = L.canvas({ pane: "lines", padding: 0.3, tolerance: 4 });
  const circlesOn = L.svg({ pane: "circles", padding: 0.3 });
  const litOn = L.svg({ pane: "lit", padding: 0.3 });
  const lineGroup = L.layerGroup().addTo(map);
  const circleGroup = L.layerGroup().addTo(map);
  const litGroup = L.layerGroup().addTo(map);
  let circles = new Map();
  let drawnLines = new Map();
  markTowns();

  function draw(lines, points, looks, choice) {
    map.closePopup();
    litGroup.clearLayers();
    drawLines(lines, looks.lines, choice);
    drawCircles(points, looks.points, choice);
    writeNames(lines, points, looks.points);
  }

  function drawLines(shown, look, choice) {
    lineGroup.clearLayers();
    drawnLines = new Map();
    const shared = { pane: "lines", renderer: canvas };
    const drawEdge = ({ feature, size: amount }) => {
      const under = { ...shared, color: style.edge, weight: look.widthOf(amount) + 1.5,
        interactive: false };
      if (feature.flagged) {
        const flag = { ...under, color: style.flag, weight: under.weight + 2 * style.flag_px };
        L.polyline(feature.points, flag).addTo(lineGroup);
      }
      L.polyline(feature.points, under).addTo(lineGroup);
      if (!feature.dashed) return;
      const casing = { ...under, color: style.casing, weight: look.widthOf(amount) };
      L.polyline(feature.points, casing).addTo(lineGroup);
    };
    const drawLine = ({ feature, sums, size: amount }) => {
      const weight = look.widthOf(amount);
      const dashes = feature.dashed
        ? { dashArray: dashOf(weight, style), lineCap: "butt" } : { lineCap: "round" };
      const color = look.colourOf(sums);
      const line = L.polyline(feature.points, { ...shared, color, weight, ...dashes });
      const box = () => featureBox(feature, look.measures, choice, write);
      line.bindTooltip(box, { sticky: true, opacity: 1 }).bindPopup(box, { maxWidth: 340 });
      line.on("popupopen", () => { line.closeTooltip(); onPick(feature); }).addTo(lineGroup);
      drawnLines.set(feature, line);
    };
    for (const dashed of [false, true]) { // solid ones below; edges first, so that joints close
      const kind = shown.filter(({ feature }) => feature.dashed === dashed);
      kind.forEach(drawEdge);
      kind.forEach(drawLine); // wide ones first: below
    }
  }

  function drawCircles(shown, look, choice) {
    circleGroup.clearLayers();
    circles = new Map();
    for (const { feature, sums, size: amount } of shown) { // large ones first: below
      const circle = L.circleMarker(feature.at, {
        pane: "circles",
        renderer: circlesOn,
        radius: look.radiusOf(amount),
        color: feature.flagged ? style.flag : style.outline,
        weight: feature.flagged ? style.flag_px : 1.5,
        fillColor: look.colourOf(sums),
        fillOpacity: 0.92,
        className: "flow-circle",
      });
      const popup = { maxWidth: 340, maxHeight: Math.max(180, map.getSize().y - 120) };
      circle.bindPopup(() => featureBox(feature, look.measures, choice, write), popup);
      circle.bindTooltip(() => element("div", "tip tip-name", feature.name), { opacity: 1 });
      circle.on("popupopen", () => { circle.closeTooltip(); onPick(feature); });
      circle.addTo(circleGroup);
      circles.set(feature, circle);
      makeButton(circle, feature.name);
    }
  }

  /* A circle can be reached and opened by keyboard. */
  function makeButton(circle, name) {
    const path = circle.getElement();
    path.setAttribute("tabindex", "0");
    path.setAttribute("role", "button");
    path.setAttribute("aria-label", name);
    path.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      circle.openPopup();
    });
  }

  function light(features) {
    litGroup.clearLayers();
    const glow = { pane: "lit", renderer: litOn, interactive: false };
    for (const feature of features) {
      if (feature.at) {
        L.circleMarker(feature.at, {
          ...glow, radius: style.largest_px + 8, stroke: false, fillColor: "#ffd23f",
          fillOpacity: 0.8,
        }).addTo(litGroup);
      } else {
        const line = drawnLines.get(feature);
        const weight = (line ? line.options.weight : style.thinnest_px) + 12;
        L.polyline(feature.points, { ...glow, color: "#ffd23f", opacity: 0.8, weight })
          .addTo(litGroup);
      }
    }
  }

  /* Tells about the one in the middle of some features that are drawn here. */
  function open(features) {
    const drawn = features.map((one) => circles.get(one) || drawnLines.get(one)).filter(Boolean);
    drawn[Math.floor(drawn.length / 2)]?.openPopup();
  }

  function close() {
    map.closePopup();
  }

  /* Towns first, so that the map can be read; then crossings, countries last. */
  function writeNames(lines, points, look) {
    const towns = data.places.map(([text, lat, lon]) => ({
      text, position: L.latLng(lat, lon), size: 7, className: "label-town", always: false,
    }));
    const crossings = points.map(({ feature, size }) => ({
      text: feature.name, position: L.latLng(feature.at), size: 2 * look.radiusOf(size),
      className: "label-crossing", always: false,
    }));
    const traced = lines.slice(0, MOST_TRACED).map(({ feature }) => feature.points);
    placer.set([...towns, ...crossings, ...countryLabels()], traced);
  }

  function markTowns() {
    for (const [, lat, lon] of data.places) {
      L.circleMarker([lat, lon], {
        pane: "circles", renderer: circlesOn, interactive: false, radius: 3,
        color: "#ffffff", weight: 1.5, fillColor: style.outline, fillOpacity: 1,
      }).addTo(map);
    }
  }

  map.on("popupopen", ({ popup }) => {
    popup.getElement().querySelector(".leaflet-popup-close-button")
      ?.setAttribute("aria-label", texts.close);
  });
  map.on("popupclose", () => onPick(null));
  return { draw, light, open, close };
}
