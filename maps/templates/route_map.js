/* Draws the chosen route over the others and keeps panel and map together. */

function startRouteMap(map) {
  const data = JSON.parse(document.getElementById("route-data").textContent);
  const styles = data.styles;
  const radios = [...document.querySelectorAll('input[name="route"]')];
  const details = [...document.querySelectorAll(".route-detail")];
  const showOthers = document.getElementById("show-others");
  const placer = makeLabelPlacer(map);

  for (const [name, level] of [["others", 410], ["lit", 415], ["chosen", 420]]) {
    map.createPane(name).style.zIndex = level;
  }
  const others = L.layerGroup().addTo(map);
  const chosen = L.layerGroup().addTo(map);
  const lit = L.layerGroup().addTo(map);
  const svg = (pane) => L.svg({ pane, padding: 0.5 });
  const renderers = { others: svg("others"), lit: svg("lit"), chosen: svg("chosen") };
  let current = 0;

  function lineOptions(style, pane, extra) {
    return {
      pane,
      renderer: renderers[pane],
      color: style.colour,
      weight: style.size_px,
      dashArray: style.dash || null,
      lineCap: style.dash ? "butt" : "round",
      ...extra,
    };
  }

  function drawOther(route, index) {
    const lines = linesOf(route);
    const thin = lineOptions(styles.other_route, "others", { interactive: false });
    const handle = lineOptions(styles.other_route, "others", { weight: 14, opacity: 0 });
    L.polyline(lines, thin).addTo(others);
    L.polyline(lines, handle)
      .bindTooltip(textTooltip(route.name), { sticky: true, opacity: 1 })
      .on("click", () => choose(index))
      .addTo(others);
  }

  function drawChosen(route) {
    const quiet = { interactive: false };
    L.polyline(linesOf(route), lineOptions(styles.casing, "chosen", quiet)).addTo(chosen);
    for (const line of route.lines) {
      L.polyline(line.points, lineOptions(styles[line.style], "chosen", quiet)).addTo(chosen);
    }
    for (const line of route.lines) {
      L.polyline(line.points, lineOptions(styles.casing, "chosen", { weight: 14, opacity: 0 }))
        .bindTooltip(textTooltip(line.label), { sticky: true, opacity: 1 })
        .addTo(chosen);
    }
    const markers = route.points.map((point) => makeMarker(point).addTo(chosen));
    writeNames(route, markers);
  }

  /* Ends first, then terminals, crossings and other stops, countries last. */
  function writeNames(route, markers) {
    const rank = ["origin", "destination", "transshipment", "crossing", "via"];
    const names = route.points.map((point, i) => ({
      text: point.name,
      position: markers[i].getLatLng(),
      size: markers[i].symbolSize,
      className: `label-${point.kind}`,
      always: END_KINDS.has(point.kind),
      rank: rank.indexOf(point.kind),
    }));
    names.sort((a, b) => a.rank - b.rank);
    placer.set([...names, ...countryLabels()], shownRoutes().flatMap(linesOf));
  }

  function draw() {
    others.clearLayers();
    chosen.clearLayers();
    lit.clearLayers();
    data.routes.forEach((route, i) => {
      if (i !== current && shownRoutes().includes(route)) drawOther(route, i);
    });
    drawChosen(data.routes[current]);
  }

  function shownRoutes() {
    return !showOthers || showOthers.checked ? data.routes : [data.routes[current]];
  }

  function linesOf(route) {
    return route.lines.map((line) => line.points);
  }

  function show() {
    radios.forEach((radio, i) => { radio.checked = i === current; });
    details.forEach((section, i) => { section.hidden = i !== current; });
    bringIntoList(radios[current].closest("label"));
    draw();
  }

  /* Scrolls the list of alternatives, never the page. */
  function bringIntoList(entry) {
    const list = entry.parentElement;
    const [top, bottom] = [entry.offsetTop - list.offsetTop, list.clientHeight];
    if (top < list.scrollTop) list.scrollTop = top;
    const hiddenBelow = top + entry.offsetHeight - (list.scrollTop + bottom);
    if (hiddenBelow > 0) list.scrollTop += hiddenBelow;
  }

  function choose(index) {
    if (index === current) return;
    current = index;
    show();
    if (!map.getBounds().contains(boundsOf([data.routes[index]]))) fit();
    try {
      history.replaceState(null, "", `#${index + 1}`);
    } catch (error) {
      /* A sandboxed frame has no address of its own to keep; the map works without. */
    }
  }

  function boundsOf(routes) {
    const bounds = L.latLngBounds(routes.flatMap(linesOf).flat());
    routes.flatMap((route) => route.points).forEach((point) => bounds.extend(point));
    return bounds;
  }

  function fit() {
    fitBesideLegend(map, boundsOf(shownRoutes()), shownRoutes().flatMap(linesOf));
  }

  function partsOf(leg) {
    const route = data.routes[current];
    return {
      lines: route.lines.filter((line) => line.leg === leg).map((line) => line.points),
      points: route.points.filter((point) => point.leg === leg),
    };
  }

  function light(leg) {
    lit.clearLayers();
    const { lines, points } = partsOf(leg);
    const glow = { pane: "lit", renderer: renderers.lit, interactive: false, color: "#ffd23f" };
    if (lines.length) L.polyline(lines, { ...glow, weight: 18, opacity: 0.8 }).addTo(lit);
    for (const point of points) {
      const ring = { ...glow, radius: 20, stroke: false, fillColor: glow.color, fillOpacity: 0.8 };
      L.circleMarker(point, ring).addTo(lit);
    }
  }

  function zoomTo(leg) {
    const { lines, points } = partsOf(leg);
    const bounds = L.latLngBounds(lines.flat());
    points.forEach((point) => bounds.extend(point));
    if (bounds.isValid()) map.fitBounds(bounds, { padding: [60, 60], maxZoom: 9 });
    light(leg);
  }

  function wireLegs(section) {
    for (const row of section.querySelectorAll("[data-leg]")) {
      const leg = Number(row.dataset.leg);
      row.addEventListener("mouseenter", () => light(leg));
      row.addEventListener("mouseleave", () => lit.clearLayers());
      row.addEventListener("focusin", () => light(leg));
      row.addEventListener("focusout", () => lit.clearLayers());
      row.querySelector("button")?.addEventListener("click", () => zoomTo(leg));
    }
  }

  frameMap(map, { texts: data.texts, credit: data.credit, fit });
  details.forEach(wireLegs);
  radios.forEach((radio, i) => radio.addEventListener("change", () => choose(i)));
  showOthers?.addEventListener("change", draw);

  const asked = Number(location.hash.slice(1)) - 1;
  current = data.routes[asked] ? asked : 0;
  fit();
  show();
}
