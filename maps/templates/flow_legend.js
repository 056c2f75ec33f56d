/* The legend, made of the same table and the same bounds as the drawing. */

function writeLegend(body, { style, texts, lines, points, flag }) {
  const write = (value) => writeShort(value, texts);
  let group = null;
  body.replaceChildren();
  if (lines) {
    addGroup();
    addTitle(texts.legend_width, lines.width);
    const widths = sizeSteps(lines.widthLargest).map((value) => [
      drawSymbol(34, style.widest_px + 2, (svg) => addLine(svg, lines.widthOf(value), style)),
      write(value),
    ]);
    const kinds = lines.kinds.map(({ name, dashed }) => [
      drawSymbol(44, style.widest_px + 2, (svg) => addLine(svg, 6, style, 2, dashed)), name,
    ]);
    addRow([...widths, ...kinds]);
    addTitle(texts.legend_colour, lines.colour);
    addRamp(lines.bounds);
  }
  if (flag) addFlag();
  if (points) {
    addGroup();
    addTitle(texts.legend_size, points.size);
    addRow(sizeSteps(points.sizeLargest).map((value) => {
      const radius = points.radiusOf(value);
      return [
        drawSymbol(2 * radius + 3, 2 * radius + 3, (svg) => addCircle(svg, radius, "#ffffff", style)),
        write(value),
      ];
    }));
    addTitle(texts.legend_fill, points.colour);
    addRamp(points.bounds);
  }

  function addFlag() {
    addGroup();
    const symbol = drawSymbol(34, 16, (svg) => {
      addShape(svg, "path", { d: "M1 8H33", stroke: style.flag, "stroke-width": 6 + 2 * style.flag_px });
      addLine(svg, 6, style);
    });
    symbol.classList.add("flag");
    const line = element("p", "flag-row");
    line.append(symbol, element("span", "", flag));
    group.append(line);
  }

  function addGroup() {
    group = element("div", "legend-group");
    body.append(group);
  }

  function addTitle(template, measure) {
    group.append(element("p", "", template.replace("{measure}", measure.label)));
  }

  function addRow(entries) {
    const list = element("ul", "wait-classes");
    for (const [symbol, text] of entries) {
      const item = element("li", "");
      item.append(symbol, element("span", "", text));
      list.append(item);
    }
    group.append(list);
  }

  /* The colours side by side, each bound under the edge between two of them. */
  function addRamp(bounds) {
    const [box, edge, gap, height] = [52, 14, 9, 12];
    const colours = style.ramp.slice(0, bounds.length + 1);
    const width = edge + gap + colours.length * box + 2;
    const scale = drawSymbol(width, height + 17, (svg) => {
      const swatch = (x, fill, wide) => addShape(svg, "rect", {
        x, y: 1, width: wide, height, fill, stroke: style.edge, "stroke-width": 1,
      });
      const writeAt = (x, text, anchor) => {
        addShape(svg, "text", { x, y: height + 14, "text-anchor": anchor }).textContent = text;
      };
      swatch(1, style.none, edge);
      writeAt(1 + edge / 2, "0", "middle");
      const start = 1 + edge + gap;
      colours.forEach((colour, i) => swatch(start + i * box, colour, box));
      bounds.forEach((bound, i) => writeAt(start + (i + 1) * box, write(bound), "middle"));
    });
    scale.classList.add("ramp");
    scale.firstElementChild.removeAttribute("aria-hidden");
    scale.firstElementChild.setAttribute("role", "img");
    scale.firstElementChild.setAttribute("aria-label", [0, ...bounds].map(write).join(", "));
    group.append(scale);
  }

  /* Two or three round values whose sizes a reader can compare with the map. */
  function sizeSteps(largest) {
    if (!(largest > 0)) return [];
    return [...new Set([largest / 10, largest / 3, largest].map(roundDown))];
  }
}

/* A number in three figures, as the page's language shortens it. */
function writeShort(value, texts) {
  const [unit, template] = value >= 1e6 ? [1e6, texts.millions]
    : value >= 1e3 ? [1e3, texts.thousands] : [1, "{number}"];
  const number = String(Number((value / unit).toPrecision(3)));
  return template.replace("{number}", number.replace(".", texts.decimal_mark));
}

function drawSymbol(width, height, draw) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const frame = { class: "symbol", viewBox: `0 0 ${width} ${height}`, width, height };
  Object.entries(frame).forEach(([name, value]) => svg.setAttribute(name, value));
  svg.setAttribute("aria-hidden", "true");
  draw(svg, width, height);
  const box = element("span", "legend-symbol");
  box.append(svg);
  return box;
}

function addShape(svg, tag, attributes) {
  const shape = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(attributes).forEach(([name, value]) => shape.setAttribute(name, value));
  svg.append(shape);
  return shape;
}

/* Without a class the line shows its width alone. */
function addLine(svg, width, style, rank = null, dashed = false) {
  const [right, height] = svg.getAttribute("viewBox").split(" ").slice(2).map(Number);
  const d = `M1 ${height / 2}H${right - 1}`;
  const colour = rank === null ? style.edge : rank < 0 ? style.none : style.ramp[rank];
  addShape(svg, "path", { d, stroke: style.edge, "stroke-width": width + 1.5 });
  if (dashed) addShape(svg, "path", { d, stroke: style.casing, "stroke-width": width });
  const dash = dashed ? { "stroke-dasharray": dashOf(width, style) } : {};
  addShape(svg, "path", { d, stroke: colour, "stroke-width": width, ...dash });
}

function addCircle(svg, radius, fill, style) {
  const middle = Number(svg.getAttribute("width")) / 2;
  const stroke = { stroke: style.outline, "stroke-width": 1.5 };
  addShape(svg, "circle", { cx: middle, cy: middle, r: radius, fill, ...stroke });
}

function dashOf(width, style) {
  return style.dash.map((times) => Math.max(3, times * width).toFixed(1)).join(" ");
}
