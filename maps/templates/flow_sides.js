/* A second map beside the first: the same ground, moved together. */

function addSecondMap(map, { credit, texts, names }) {
  const frame = element("div", "flow-maps");
  const first = map.getContainer();
  first.replaceWith(frame);
  const captions = names.map((name) => element("p", "map-name", name));
  const second = element("div", "folium-map");
  [first, second].forEach((box, i) => {
    const half = element("div", "flow-half");
    half.append(captions[i], box);
    frame.append(half);
  });
  map.invalidateSize({ animate: false });
  const { minZoom, maxZoom, zoomSnap } = map.options;
  const other = L.map(second, { minZoom, maxZoom, zoomSnap, zoomControl: false });
  other.setView(map.getCenter(), map.getZoom(), { animate: false });
  drawOutlines(other);
  second.setAttribute("role", "region");
  second.setAttribute("aria-label", texts.map);
  other.attributionControl.setPrefix(false).addAttribution(credit);
  moveTogether(map, other);
  return { other, caption: captions[1] };
}

/* Either one follows the other; what follows does not lead back. */
function moveTogether(a, b) {
  let leading = null;
  const lead = (from, to) => () => {
    if (leading && leading !== from) return;
    leading = from;
    to.setView(from.getCenter(), from.getZoom(), { animate: false });
    leading = null;
  };
  for (const event of ["move", "zoomend"]) {
    a.on(event, lead(a, b));
    b.on(event, lead(b, a));
  }
  matchMedia("print").addEventListener("change", () => b.invalidateSize({ animate: false }));
  addEventListener("resize", () => b.invalidateSize({ animate: false }));
}
