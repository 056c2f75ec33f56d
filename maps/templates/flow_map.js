/* Keeps choices, figures, tables and one or two maps together. */

function startFlowMap(map) {
  const data = JSON.parse(document.getElementById("flow-data").textContent);
  const { style, texts } = data;
  const write = makeWriter(texts);
  const control = (id) => document.getElementById(id);
  const [category, period, lineColour, side] =
    ["category", "period", "line-colour", "side"].map(control);
  const marks = [...document.querySelectorAll("[data-mark]")];
  const table = control("ranking");
  const rankings = [...document.querySelectorAll("[data-ranking]")];
  const sides = [data, ...data.sides];
  const pair = data.sides.length
    ? addSecondMap(map, { ...data, names: [data.side_name, data.sides[0].name] }) : null;
  const painters = (pair ? [map, pair.other] : [map])
    .map((one) => makeFlowPainter(one, data, write, markRows));
  let sortBy = data.rank_by;

  function chosen() {
    return {
      category: category ? Number(category.value) : -1,
      period: period ? Number(period.value) - 1 : -1,
    };
  }

  /* What is drawn: the map itself, and the other side that is chosen. */
  function drawnSides() {
    return pair ? [data, data.sides[side ? Number(side.value) : 0]] : [data];
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
    const drawn = drawnSides();
    if (period) showPeriod(choice.period);
    if (pair) showSide(drawn[1]);
    const looks = { lines: lineLook(choice), points: pointLook(choice) };
    const weighed = drawn.map(({ lines, points }) => ({
      lines: weigh(lines, data.line_scale, choice),
      points: weigh(points, data.point_scale, choice),
    }));
    painters.forEach((painter, i) => painter.draw(weighed[i].lines, weighed[i].points, looks, choice));
    const lines = weighed.flatMap((one) => one.lines);
    writeLegend(control("legend-body"), {
      style, texts,
      lines: lines.length ? { ...looks.lines, kinds: lineKinds(lines) } : null,
      points: weighed.some((one) => one.points.length) ? looks.points : null,
      flag: data.flag_label,
    });
    writeFigures(drawn, choice);
    writeRanking(weighed[0].points);
    linkRows();
  }

  /* How measures become colours and sizes: one scale for every side and month. */
  function look(scale, kind, index, choice) {
    const { measures, size } = scale;
    const among = sides.flatMap((one) => one[kind]).filter(passes);
    const largest = largestOf(among, measures, choice, data.periods.length);
    const bounds = boundsOf(measures[index], largest[index], style.shares);
    const colourOf = (sums) => {
      const value = measured(measures[index], sums);
      return value > 0 ? style.ramp[classOf(value, bounds)] : style.none;
    };
    return { measures, bounds, colourOf, colour: measures[index], most: largest[size],
      sized: measures[size] };
  }

  function lineLook(choice) {
    const index = Number(lineColour ? lineColour.value : data.line_scale.colours[0]);
    const made = look(data.line_scale, "lines", index, choice);
    const widthOf = (value) =>
      Math.max(style.thinnest_px, (style.widest_px * value) / (made.most || 1));
    return { ...made, width: made.sized, widthLargest: made.most, widthOf };
  }

  function pointLook(choice) {
    const made = look(data.point_scale, "points", data.point_scale.colours[0], choice);
    const radiusOf = (value) =>
      Math.max(style.smallest_px, style.largest_px * Math.sqrt(value / (made.most || 1)));
    return { ...made, size: made.sized, sizeLargest: made.most, radiusOf };
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

  function writeFigures(drawn, choice) {
    const sums = drawn.map(({ totals }) => sumCells(totals, choice));
    [...(control("figures")?.querySelectorAll("dd") || [])].forEach((place, i) => {
      const measure = data.total_measures[i];
      place.textContent = sums.map((one) => write(measured(measure, one), measure.decimals))
        .join(" → ");
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
      head.append(button);
      const cells = measures.map((one) => element("td", "", write(measured(one, sums), one.decimals)));
      row.append(head, ...cells);
      row.pointsAt = (other) => other === feature || (other.key && other.key === feature.key);
      linkRow(row, () => [feature]);
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

  /* Rows of the tables that came with the page. */
  function linkRows() {
    rankings.forEach((one) => {
      [...one.tBodies[0].rows].forEach((row, i) => {
        const keys = new Set(data.rankings[Number(one.dataset.ranking)][i]);
        if (!keys.size || row.pointsAt) return;
        row.pointsAt = (feature) => keys.has(feature.key);
        linkRow(row, () => drawnSides().flatMap(({ lines, points }) =>
          [...points, ...lines].filter((feature) => keys.has(feature.key))));
      });
    });
  }

  /* A row shows what it is about: lit while it is pointed at, in the middle when it is chosen. */
  function linkRow(row, features) {
    const show = () => painters.forEach((painter) => painter.light(features()));
    const hide = () => painters.forEach((painter) => painter.light([]));
    row.addEventListener("mouseenter", show);
    row.addEventListener("mouseleave", hide);
    row.addEventListener("focusin", show);
    row.addEventListener("focusout", hide);
    row.querySelector("button").addEventListener("click", () => zoomTo(features()));
  }

  function zoomTo(features) {
    if (!features.length) return;
    const [first] = features;
    const isOne = features.every((one) => one.name === first.name && !one.at === !first.at);
    const bounds = L.latLngBounds(features.flatMap((one) => (one.at ? [one.at] : one.points)));
    if (isOne && first.at) map.setView(first.at, Math.max(map.getZoom(), 7), { animate: false });
    else map.fitBounds(bounds, { padding: [MAP_MARGIN, MAP_MARGIN], maxZoom: 8, animate: false });
    painters.forEach((painter) => painter.close());
    if (isOne) painters.forEach((painter) => painter.open(features));
    painters.forEach((painter) => painter.light(features));
  }

  /* What is chosen on the map, if anything is, is marked in the tables. */
  function markRows(feature) {
    let first = null;
    for (const row of document.querySelectorAll(".ranking tbody tr")) {
      const isIt = Boolean(feature && row.pointsAt && row.pointsAt(feature));
      row.classList.toggle("picked", isIt);
      if (isIt && !first && row.offsetParent) first = row;
    }
    const inside = first && !first.contains(document.activeElement);
    if (inside) first.scrollIntoView({ block: "nearest" });
  }

  function showPeriod(index) {
    const name = index < 0 ? texts.whole : data.periods[index];
    control("period-name").textContent = name;
    period.setAttribute("aria-valuetext", name);
  }

  function showSide(drawn) {
    pair.caption.textContent = drawn.name;
    for (const part of document.querySelectorAll("[data-side]")) {
      part.hidden = data.sides[Number(part.dataset.side)] !== drawn;
    }
  }

  function fit() {
    const lines = drawnSides().flatMap((one) => one.lines).map((line) => line.points);
    const points = drawnSides().flatMap((one) => one.points).map((point) => point.at);
    const bounds = L.latLngBounds([...lines.flat(), ...points]);
    if (bounds.isValid()) fitBesideLegend(map, bounds, lines);
  }

  for (const choice of [category, lineColour, side, ...marks]) {
    choice?.addEventListener("change", draw);
  }
  period?.addEventListener("input", draw);
  table?.querySelectorAll("button[data-measure]").forEach((button) => {
    button.addEventListener("click", () => sortRanking(button));
  });
  if (pair) document.querySelector("#panel .choices").after(control("legend")); // two maps: no room
  frameMap(map, { texts, credit: data.credit, fit });
  fit();
  draw();
  fit();
}
