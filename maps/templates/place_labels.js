/* Names on the map that do not run into each other.

   Labels are placed one after the other, the most important first. Each tries the places
   around its symbol and takes the one that hides least of the routes; a label without a free
   place in view is left out until the map moves. */

function makeLabelPlacer(map) {
  const GAP = 4;
  const CUT_OFF = 1000;
  const pane = map.createPane("labels");
  pane.style.zIndex = 620;
  pane.style.pointerEvents = "none";
  let labels = [];
  let lines = [];

  function set(newLabels, newLines) {
    pane.replaceChildren();
    lines = newLines;
    labels = newLabels.map((label) => {
      const element = document.createElement("span");
      element.className = `map-label ${label.className}`;
      element.textContent = label.text;
      pane.append(element);
      shrinkToText(element);
      return { ...label, element, width: element.offsetWidth, height: element.offsetHeight };
    });
    place();
  }

  /* A text of several lines leaves its box wider than its longest line. */
  function shrinkToText(element) {
    const text = document.createRange();
    text.selectNodeContents(element);
    element.style.width = `${Math.ceil(text.getBoundingClientRect().width)}px`;
  }

  function place() {
    const anchors = labels.map((label) => map.latLngToLayerPoint(label.position));
    const taken = controlBoxes();
    labels.forEach((label, i) => {
      if (label.size) taken.push(boxAround(anchors[i], label.size, label.size, label));
    });
    const view = visibleBox();
    const traces = tracePoints(map, lines).filter((point) => inside(point, view));
    labels.forEach((label, i) => {
      const penalty = (box) =>
        traces.filter((point) => inside(point, box)).length + (within(box, view) ? 0 : CUT_OFF);
      const best = bestBox(candidates(label, anchors[i]), taken, penalty, label);
      label.element.hidden = !best;
      if (!best) return;
      taken.push(best);
      label.element.style.textAlign = best.align || "center";
      L.DomUtil.setPosition(label.element, L.point(Math.round(best.left), Math.round(best.top)));
    });
  }

  function candidates(label, anchor) {
    const { width, height, size } = label;
    if (!size) return aroundAreaCentre(label, anchor);
    const away = size / 2 + GAP;
    const middle = -height / 2;
    const spots = [
      [away, middle, "left"],
      [-away - width, middle, "right"],
      [away * 0.7, -away * 0.7 - height, "left"],
      [away * 0.7, away * 0.7, "left"],
      [-away * 0.7 - width, -away * 0.7 - height, "right"],
      [-away * 0.7 - width, away * 0.7, "right"],
      [-width / 2, -away - height, "center"],
      [-width / 2, away, "center"],
    ];
    return spots.map(([dx, dy, align]) => ({
      ...boxAt(anchor.x + dx, anchor.y + dy, width, height),
      align,
    }));
  }

  /* A name of an area may leave its place, but not its area. */
  function aroundAreaCentre({ width, height, area }, anchor) {
    const { bounds, polygons } = area;
    const [a, b] = [bounds.getSouthWest(), bounds.getNorthEast()];
    const span = map.latLngToLayerPoint(b).subtract(map.latLngToLayerPoint(a));
    const boxes = [boxAround(anchor, width, height)];
    for (const share of [0.08, 0.16, 0.24]) {
      const [dx, dy] = [span.x * share, span.y * share];
      for (const shift of [[dx, 0], [-dx, 0], [0, dy], [0, -dy]]) {
        const centre = anchor.add(shift);
        const box = boxAround(centre, width, height);
        const ends = [centre, L.point(box.left, centre.y), L.point(box.right, centre.y)];
        if (ends.every((end) => contains(polygons, map.layerPointToLatLng(end)))) boxes.push(box);
      }
    }
    return boxes;
  }

  /* Even-odd rule over all rings of a GeoJSON MultiPolygon. */
  function contains(polygons, { lat, lng }) {
    let within = false;
    for (const ring of polygons.flat()) {
      for (let i = 1; i < ring.length; i += 1) {
        const [[x1, y1], [x2, y2]] = [ring[i - 1], ring[i]];
        if (y1 > lat !== y2 > lat && lng < x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1)) {
          within = !within;
        }
      }
    }
    return within;
  }

  function visibleBox() {
    const size = map.getSize();
    const corner = map.containerPointToLayerPoint([0, 0]);
    return boxAt(corner.x, corner.y, size.x, size.y);
  }

  function controlBoxes() {
    const frame = map.getContainer().getBoundingClientRect();
    const corner = map.containerPointToLayerPoint([-frame.left, -frame.top]);
    return [...map.getContainer().querySelectorAll(".leaflet-control")].map((control) => {
      const { left, top, width, height } = control.getBoundingClientRect();
      return boxAt(left + corner.x, top + corner.y, width, height);
    });
  }

  function bestBox(boxes, taken, penalty, label) {
    let best = null;
    let least = label.always ? Infinity : CUT_OFF;
    for (const box of boxes) {
      if (taken.some((other) => other.owner !== label && overlap(box, other))) continue;
      const harm = penalty(box);
      if (harm < least) [best, least] = [box, harm];
    }
    return best || (label.always ? boxes[0] : null);
  }

  const boxAt = (left, top, width, height, owner) => ({
    left, top, right: left + width, bottom: top + height, owner,
  });
  const boxAround = (centre, width, height, owner) =>
    boxAt(centre.x - width / 2, centre.y - height / 2, width, height, owner);
  const overlap = (a, b) =>
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const within = (a, b) =>
    a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
  const inside = (point, box) =>
    point.x > box.left && point.x < box.right && point.y > box.top && point.y < box.bottom;

  map.on("zoomstart", () => { pane.style.visibility = "hidden"; });
  map.on("moveend viewreset resize", () => {
    pane.style.visibility = "";
    place();
  });
  return { set };
}

/* Points along lines, in the pixels of the map, so close that nothing slips between two. */
function tracePoints(map, lines) {
  const STEP = 8;
  const MOST = 4000;
  const points = [];
  for (const line of lines) {
    const corners = line.map((position) => map.latLngToLayerPoint(position));
    for (let i = 1; i < corners.length; i += 1) {
      const steps = Math.min(MOST, Math.ceil(corners[i].distanceTo(corners[i - 1]) / STEP));
      for (let k = 0; k < steps; k += 1) {
        const share = k / steps;
        points.push({
          x: corners[i - 1].x + share * (corners[i].x - corners[i - 1].x),
          y: corners[i - 1].y + share * (corners[i].y - corners[i - 1].y),
        });
      }
    }
  }
  return points;
}
