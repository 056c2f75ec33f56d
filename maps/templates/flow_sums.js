/* Sums of cells under what a reader has chosen, and how numbers are written.

   Cells are [categories, periods, values of the first quantity, of the second, ...]; a choice is
   { category, period }, -1 for all of them. */

function sumCells(cells, choice) {
  const [categories, periods, ...values] = cells;
  const sums = values.map(() => 0);
  for (let i = 0; i < categories.length; i += 1) {
    if (choice.category >= 0 && categories[i] !== choice.category) continue;
    if (choice.period >= 0 && periods[i] !== choice.period) continue;
    for (let k = 0; k < values.length; k += 1) sums[k] += values[k][i];
  }
  return sums;
}

function sumParts(feature, choice) {
  const parts = feature.parts ? feature.parts.map((part) => part.cells) : [feature.cells];
  return parts.map((cells) => sumCells(cells, choice)).reduce(
    (sums, more) => sums.map((sum, k) => sum + more[k]),
  );
}

function measured(measure, sums) {
  if (measure.over === null) return sums[measure.sum];
  return sums[measure.over] ? sums[measure.sum] / sums[measure.over] : 0;
}

/* The largest value of each measure that any feature shows: over all months if one of them is
   chosen, so that size and colour can be compared from month to month. */
function largestOf(features, measures, choice, periodCount) {
  const largest = measures.map(() => 0);
  const choices = choice.period < 0 ? [choice]
    : Array.from({ length: periodCount }, (_, period) => ({ ...choice, period }));
  for (const feature of features) {
    for (const one of choices) {
      const sums = sumParts(feature, one);
      measures.forEach((measure, k) => {
        largest[k] = Math.max(largest[k], measured(measure, sums));
      });
    }
  }
  return largest;
}

/* A number with one or two figures that is not above the value. */
function roundDown(value) {
  if (!(value > 0)) return 0;
  const unit = 10 ** Math.floor(Math.log10(value));
  const steps = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8];
  const step = steps.filter((one) => one * unit <= value * (1 + 1e-9)).pop() || 1;
  return Number((step * unit).toPrecision(3));
}

/* Bounds of the classes of colour; none where there is nothing to tell apart. */
function boundsOf(measure, largest, shares) {
  if (measure.bounds.length) return measure.bounds;
  return largest > 0 ? shares.map((share) => roundDown(largest * share)) : [];
}

function classOf(value, bounds) {
  return bounds.filter((bound) => value >= bound).length;
}

function makeWriter(texts) {
  return (value, decimals) => {
    const [whole, part] = Math.abs(value).toFixed(decimals).split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, texts.thousands_mark);
    const sign = value < 0 && Number(value.toFixed(decimals)) !== 0 ? "−" : "";
    return sign + grouped + (part ? texts.decimal_mark + part : "");
  };
}
