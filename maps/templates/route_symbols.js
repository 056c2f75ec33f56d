/* The symbols and tooltips of a route. All text enters by textContent. */

const END_KINDS = new Set(["origin", "destination"]);

function makeMarker(point) {
  const symbol = document.getElementById(`symbol-${point.style}`).content.cloneNode(true);
  const size = Number(symbol.firstElementChild.getAttribute("width"));
  const marker = L.marker(point, {
    icon: L.divIcon({
      html: symbol.firstElementChild,
      className: `point point-${point.kind}`,
      iconSize: [size, size],
    }),
    zIndexOffset: END_KINDS.has(point.kind) ? 0 : -1000 * size, // ends, then small over large
    riseOnHover: true,
    riseOffset: 1e6,
  });
  marker.symbolSize = size;
  const above = { direction: "top", offset: [0, -size / 2], opacity: 1 };
  marker.bindTooltip(pointTooltip(point), above);
  marker.on("add", () => {
    marker.getElement().setAttribute("aria-label", `${point.caption}: ${point.name}`);
  });
  return marker;
}

function pointTooltip(point) {
  const box = element("div", "tip");
  box.append(element("div", "tip-kind", point.caption));
  box.append(element("div", "tip-name", point.name));
  if (point.names.length) box.append(element("div", "tip-names", point.names.join(" · ")));
  if (point.rows.length) {
    const rows = element("dl", "tip-rows");
    for (const [name, value] of point.rows) {
      rows.append(element("dt", "", name), element("dd", "", value));
    }
    box.append(rows);
  }
  return box;
}

function textTooltip(text) {
  return element("div", "tip", text);
}
