/* The ground: countries, seas and borders under everything else.

   SVG rather than a canvas: it is sharp on paper. Beyond the edge of the data the colour of the
   land goes on, so that the edge does not show. */

function drawOutlines(map) {
  const data = JSON.parse(document.getElementById("outline-data").textContent);
  const ground = data.ground;
  const crossed = new Set(data.crossed);

  const pane = map.createPane("outlines");
  pane.style.zIndex = 250;
  pane.style.pointerEvents = "none";
  const shared = {
    pane: "outlines",
    renderer: L.svg({ pane: "outlines", padding: 0.5 }),
    interactive: false,
  };

  if (data.filled) {
    map.getContainer().style.background = ground.land;
    const colours = (code) =>
      code === "water" ? ground.water : crossed.has(code) ? ground.crossed_land : ground.land;
    L.geoJSON(data.outlines, {
      ...shared,
      style: (area) => ({ stroke: false, fillOpacity: 1, fillColor: colours(area.id) }),
    }).addTo(map);
  }
  L.polyline(borderLines(data.outlines), {
    ...shared,
    color: ground.border,
    weight: 1,
  }).addTo(map);
}

/* Rings without the stretches along the edge of the data, which are no borders. */
function borderLines(outlines) {
  const [west, south, east, north] = outlines.bbox;
  const onSameEdge = (a, b) =>
    (a[0] === b[0] && (a[0] === west || a[0] === east)) ||
    (a[1] === b[1] && (a[1] === south || a[1] === north));
  const lines = [];
  for (const area of outlines.features) {
    for (const ring of area.geometry.coordinates.flat()) {
      let line = [];
      for (let i = 0; i < ring.length; i += 1) {
        if (i > 0 && onSameEdge(ring[i - 1], ring[i])) {
          if (line.length > 1) lines.push(line);
          line = [];
        }
        line.push([ring[i][1], ring[i][0]]);
      }
      if (line.length > 1) lines.push(line);
    }
  }
  return lines;
}
