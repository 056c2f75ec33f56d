/* What a line or circle says when it is pointed at. All text enters by textContent. */

function featureBox(feature, measures, choice, write) {
  const box = element("div", "tip flow-tip");
  box.append(element("div", "tip-name", feature.name));
  const sums = sumParts(feature, choice);
  const figures = element("dl", "tip-rows");
  for (const measure of measures) {
    addPair(figures, measure.label, write(measured(measure, sums), measure.decimals));
  }
  box.append(figures);
  if (feature.parts && feature.parts.length > 1) box.append(partTable());
  if (feature.detail.length) {
    const detail = element("dl", "tip-rows tip-detail");
    for (const [name, value] of feature.detail) addPair(detail, name, value);
    box.append(detail);
  }
  return box;

  function addPair(list, name, value) {
    list.append(element("dt", "", name), element("dd", "", value));
  }

  /* One column for each part, such as the two directions of a crossing. */
  function partTable() {
    const table = element("table", "tip-parts");
    const head = table.createTHead().insertRow();
    head.append(element("td", ""));
    feature.parts.forEach((part) => head.append(heading("col", part.label)));
    const body = table.createTBody();
    const partSums = feature.parts.map((part) => sumCells(part.cells, choice));
    for (const measure of measures) {
      const row = body.insertRow();
      row.append(heading("row", measure.label));
      for (const one of partSums) {
        row.append(element("td", "", write(measured(measure, one), measure.decimals)));
      }
    }
    return table;
  }

  function heading(scope, text) {
    const made = element("th", "", text);
    made.scope = scope;
    return made;
  }
}
