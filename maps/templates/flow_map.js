/* Draws the flows that a reader has chosen and keeps choices, figures, table and map together. */

function startFlowMap(map) {
  const data = JSON.parse(document.getElementById("flow-data").textContent);
  const { style, texts } = data;
  const write = makeWriter(texts);
  const control = (id) => document.getElementById(id);
  const [category, period, lineColour] = ["category", "period", "line-colour"].map(control);
  const marks = [...document.querySelectorAll("[data-mark]")];
  const table = control("ranking");
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
  const MOST_TRACED = 80; // lines that labels keep off
  let sortBy = data.rank_by;
  let shownLines = [];

  function chosen() {
    return {
      category: category ? Number(category.value) : -1,
      period: period ? Number(period.value) - 1 : -1,
    };
  }

  function passes(feature) {
    return marks.every(
      ({ dataset, value }) => !value || (feature.marks[dataset.mark] || []).includes(value),
    );
  }

  /* The features that are chosen, with their sums; the largest first. */
  function weigh(features, scale, choice) {
    const size = scale.measures[scale.size];
    return features.filter(passes)
      .map((feature) => ({ feature, sums: sumParts(feature, choice) }))
      .map((one) => ({ ...one, size: measured(size, one.sums) }))
      .filter((one) => one.size > 0)
      .sort((a, b) => b.size - a.size);
  }

  function draw() {
    const choice = chosen();
    if (period) showPeriod(choice.period);
    map.closePopup();
    litGroup.clearLayers();
    shownLines = weigh(data.lines, data.line_scale, choice);
    const shownPoints = weigh(data.points, data.point_scale, choice);
    const lines = drawLines(shownLines, choice);
    const points = drawCircles(shownPoints, choice);
    writeLegend(control("legend-body"), { style, texts, lines, points });
    writeFigures(choice);
    writeRanking(shownPoints, choice);
    writeNames(shownPoints, points);
  }

  function drawLines(shown, choice) {
    lineGroup.clearLayers();
    if (!shown.length) return null;
    const { measures, size } = data.line_scale;
    const look = Number(lineColour ? lineColour.value : data.line_scale.colours[0]);
    const among = data.lines.filter(passes);
    const largest = largestOf(among, measures, choice, data.periods.length);
    const bounds = boundsOf(measures[look], largest[look], style.shares);
    const widthOf = (value) =>
      Math.max(style.thinnest_px, (style.widest_px * value) / (largest[size] || 1));
    const shared = { pane: "lines", renderer: canvas };
    const drawEdge = ({ feature, size: amount }) => {
      const under = { ...shared, color: style.edge, weight: widthOf(amount) + 1.5,
        interactive: false };
      L.polyline(feature.points, under).addTo(lineGroup);
      if (!feature.dashed) return;
      const casing = { ...under, color: style.casing, weight: widthOf(amount) };
      L.polyline(feature.points, casing).addTo(lineGroup);
    };
    const drawLine = ({ feature, sums, size: amount }) => {
      const weight = widthOf(amount);
      const value = measured(measures[look], sums);
      const color = value > 0 ? style.ramp[classOf(value, bounds)] : style.none;
      const dashes = feature.dashed
        ? { dashArray: dashOf(weight, style), lineCap: "butt" } : { lineCap: "round" };
      const line = L.polyline(feature.points, { ...shared, color, weight, ...dashes });
      const box = () => featureBox(feature, measures, choice, write);
      line.bindTooltip(box, { sticky: true, opacity: 1 }).bindPopup(box, { maxWidth: 340 });
      line.on("popupopen", () => line.closeTooltip()).addTo(lineGroup);
    };
    for (const dashed of [false, true]) { // solid ones below; edges first, so that joints close
      const kind = shown.filter(({ feature }) => feature.dashed === dashed);
      kind.forEach(drawEdge);
      kind.forEach(drawLine); // wide ones first: below
    }
    return {
      width: measures[size], colour: measures[look], widthLargest: largest[size], widthOf, bounds,
      kinds: lineKinds(shown),
    };
  }

  /* Solid and dashed lines by the names of their marks, if there are both. */
  function lineKinds(shown) {
    for (const choice of marks) {
      const kinds = [...choice.options].filter((option) => option.value).map((option) => ({
        name: option.textContent,
        of: shown.filter(({ feature }) =>
          (feature.marks[choice.dataset.mark] || []).includes(option.value)),
      })).filter(({ of }) => of.length);
      const uniform = kinds.every(({ of }) =>
        of.every(({ feature }) => feature.dashed === of[0].feature.dashed));
      const dashes = new Set(kinds.map(({ of }) => of[0].feature.dashed));
      if (uniform && dashes.size > 1) {
        return kinds.map(({ name, of }) => ({ name, dashed: of[0].feature.dashed }));
      }
    }
    return [];
  }

  function drawCircles(shown, choice) {
    circleGroup.clearLayers();
    if (!shown.length) return null;
    const { measures, size, colours } = data.point_scale;
    const look = colours[0];
    const among = data.points.filter(passes);
    const largest = largestOf(among, measures, choice, data.periods.length);
    const bounds = boundsOf(measures[look], largest[look], style.shares);
    const radiusOf = (value) =>
      Math.max(style.smallest_px, style.largest_px * Math.sqrt(value / (largest[size] || 1)));
    for (const { feature, sums, size: amount } of shown) { // large ones first: below
      const value = measured(measures[look], sums);
      const circle = L.circleMarker(feature.at, {
        pane: "circles",
        renderer: circlesOn,
        radius: radiusOf(amount),
        color: style.outline,
        weight: 1.5,
        fillColor: value > 0 ? style.ramp[classOf(value, bounds)] : style.none,
        fillOpacity: 0.92,
        className: "flow-circle",
      });
      circle.bindPopup(() => featureBox(feature, measures, choice, write), { maxWidth: 340 });
      circle.bindTooltip(() => element("div", "tip tip-name", feature.name), { opacity: 1 });
      circle.on("popupopen", () => circle.closeTooltip()).addTo(circleGroup);
      makeButton(circle, feature.name);
    }
    return {
      size: measures[size], colour: measures[look], sizeLargest: largest[size], radiusOf, bounds,
    };
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

  function writeFigures(choice) {
    const sums = sumCells(data.totals, choice);
    [...control("figures").querySelectorAll("dd")].forEach((place, i) => {
      const measure = data.total_measures[i];
      place.textContent = write(measured(measure, sums), measure.decimals);
    });
  }

  function writeRanking(shown) {
    if (!table) return;
    const { measures } = data.point_scale;
    const by = measures[sortBy];
    const rows = [...shown].sort(
      (a, b) => measured(by, b.sums) - measured(by, a.sums) || (a.feature.name < b.feature.name ? -1 : 1),
    );
    table.tBodies[0].replaceChildren(...rows.map(({ feature, sums }) => {
      const row = document.createElement("tr");
      const head = element("th", "");
      head.scope = "row";
      const button = element("button", "leg-place", feature.name);
      button.type = "button";
      button.addEventListener("click", () => zoomTo(feature));
      head.append(button);
      const cells = measures.map((one) => element("td", "", write(measured(one, sums), one.decimals)));
      row.append(head, ...cells);
      row.addEventListener("mouseenter", () => light(feature));
      row.addEventListener("mouseleave", () => litGroup.clearLayers());
      row.addEventListener("focusin", () => light(feature));
      row.addEventListener("focusout", () => litGroup.clearLayers());
      return row;
    }));
    control("ranking-empty").hidden = rows.length > 0;
  }

  function sortRanking(button) {
    sortBy = Number(button.dataset.measure);
    for (const head of table.tHead.rows[0].cells) head.removeAttribute("aria-sort");
    button.closest("th").setAttribute("aria-sort", "descending");
    writeRanking(weigh(data.points, data.point_scale, chosen()));
  }

  function light(feature) {
    litGroup.clearLayers();
    L.circleMarker(feature.at, {
      pane: "lit", renderer: litOn, interactive: false, radius: style.largest_px + 8,
      stroke: false, fillColor: "#ffd23f", fillOpacity: 0.8,
    }).addTo(litGroup);
  }

  function zoomTo(feature) {
    map.setView(feature.at, Math.max(map.getZoom(), 7), { animate: false });
    circleGroup.eachLayer((circle) => {
      if (circle.getLatLng().equals(feature.at) && circle.getElement()
          && circle.getElement().getAttribute("aria-label") === feature.name) circle.openPopup();
    });
    light(feature);
  }

  /* Towns first, so that the map can be read; then crossings, countries last. */
  function writeNames(shown, points) {
    const towns = data.places.map(([text, lat, lon]) => ({
      text, position: L.latLng(lat, lon), size: 7, className: "label-town", always: false,
    }));
    const crossings = shown.map(({ feature, size }) => ({
      text: feature.name, position: L.latLng(feature.at), size: 2 * points.radiusOf(size),
      className: "label-crossing", always: false,
    }));
    const traced = shownLines.slice(0, MOST_TRACED).map(({ feature }) => feature.points);
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

  function showPeriod(index) {
    const name = index < 0 ? texts.whole : data.periods[index];
    control("period-name").textContent = name;
    period.setAttribute("aria-valuetext", name);
  }

  function fit() {
    const lines = data.lines.map((line) => line.points);
    const bounds = L.latLngBounds([...lines.flat(), ...data.points.map((point) => point.at)]);
    if (bounds.isValid()) fitBesideLegend(map, bounds, lines);
  }

  map.on("popupopen", ({ popup }) => {
    popup.getElement().querySelector(".leaflet-popup-close-button")
      ?.setAttribute("aria-label", texts.close);
  });
  for (const choice of [category, lineColour, ...marks]) choice?.addEventListener("change", draw);
  period?.addEventListener("input", draw);
  table?.querySelectorAll("button[data-measure]").forEach((button) => {
    button.addEventListener("click", () => sortRanking(button));
  });
  frameMap(map, { texts, credit: data.credit, fit });
  fit();
  markTowns();
  draw();
  fit();
}
