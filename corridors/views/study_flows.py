"""The flows of a study as lines and circles of a map.

Goods are told apart by group, months where the study has them. Where that makes too many cells
for a page, small groups are put together first, then months.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import polars as pl

from corridors.network.lines import Line, crossing_line, link_line
from corridors.studies.result import Study
from corridors.views.batch_flows import sum_by
from corridors.views.study_names import Names
from corridors.views.words import Words
from maps.flow_map import (
    NO_PERIOD,
    Cells,
    FlowFilter,
    FlowLine,
    FlowPart,
    FlowPlace,
    FlowPoint,
    Measure,
    Scale,
)
from maps.styles import WAIT_BOUNDS_H
from network_data import Facts
from network_data.records import Crossing

MOST_CELLS = 60_000
MOST_PLACES = 16
FOLDS = ((40, True), (16, True), (8, True), (8, False), (0, False))
"""Groups that are told apart, and whether months are."""
COUNTRIES = ("KZ", "KG", "TJ", "UZ")
LINE_SUMS = ("tonnes", "border_usd")
POINT_SUMS = ("tonnes", "delay_h", "delay_usd")
TOTAL_SUMS = ("delay_h", "delay_usd")
_KEYS = ("category", "period")
Pairs = tuple[tuple[str, str], ...]
Detail = Callable[[Crossing], Pairs]


class Drawn(NamedTuple):
    """Lines and circles of some flows, and the sums above the tables."""

    lines: tuple[FlowLine, ...]
    points: tuple[FlowPoint, ...]
    totals: Cells


class Folding(NamedTuple):
    """Groups by number (the last one may be that of all others) and months by number."""

    groups: tuple[str, ...]
    others: bool
    months: tuple[int, ...]


def flows_of(study: Study, scenario: str = "") -> pl.DataFrame:
    """The flows of a study, of the baseline or of one of its scenarios.

    Studies written before lines knew what their freight loses at borders have their own delay.
    """
    frame = study.tables[f"flows_{scenario}" if scenario else "flows"]
    if "border_usd" not in frame.columns:
        frame = frame.with_columns(border_usd=pl.col("delay_usd"))
    return frame


def folding(frames: Iterable[pl.DataFrame]) -> Folding:
    """How finely some flows can be told apart on one page."""
    flows = pl.concat([one.select("kind", "id", "group", "month", "tonnes") for one in frames])
    has_months = bool((flows["month"] > 0).any())
    year = flows.filter(pl.col("month") == 0) if not has_months else flows
    ranked = (
        sum_by(year.filter(pl.col("kind") == "crossing"), ("group",), ("tonnes",))
        .sort("tonnes", "group", descending=[True, False])["group"]
        .to_list()
    )
    for most, by_month in FOLDS:
        kept = tuple(ranked[:most])
        months = tuple(range(1, 13)) if has_months and by_month else ()
        fold = Folding(kept, len(ranked) > len(kept), months)
        keys = _folded(flows, fold).select("kind", "id", *_KEYS).unique()
        if keys.height <= MOST_CELLS:
            return fold
    return fold


def _folded(flows: pl.DataFrame, fold: Folding) -> pl.DataFrame:
    """Flows with the numbers of their category and period; each tonne counts once."""
    number = {group: at for at, group in enumerate(fold.groups)}
    month = pl.col("month")
    chosen = flows.filter(month > 0) if fold.months else flows.filter(month == 0)
    if not fold.months and not chosen.height:
        chosen = flows
    period = (month - 1) if fold.months else pl.lit(NO_PERIOD)
    return chosen.with_columns(
        pl.col("group")
        .replace_strict(number, default=len(fold.groups), return_dtype=pl.Int32)
        .alias("category"),
        period.cast(pl.Int32).alias("period"),
    )


def drawn_flows(
    flows: pl.DataFrame, fold: Folding, names: Names, detail: Detail | None = None
) -> Drawn:
    """Lines as wide as tonnes, circles as large as the hours lost.

    Parameters
    ----------
    flows
        Those of a study or of one scenario.
    fold
        How finely they are told apart.
    names
        Facts and language.
    detail
        What the popup of a crossing says beside its sums.
    """
    known = _folded(flows, fold)
    crossed = known.filter(
        (pl.col("kind") == "crossing") & pl.col("id").is_in(list(names.facts.crossings))
    )
    lines = [*_lines(known, names), *_hops(crossed, names)]
    totals = cells(sum_by(crossed, _KEYS, TOTAL_SUMS), TOTAL_SUMS)
    return Drawn(tuple(lines), tuple(_points(crossed, names, detail)), totals)


def cells(frame: pl.DataFrame, sums: Iterable[str]) -> Cells:
    """Sums by category and period as a map holds them."""
    values = tuple(tuple(map(float, frame[name].to_list())) for name in sums)
    return Cells(tuple(frame["category"].to_list()), tuple(frame["period"].to_list()), values)


def _lines(known: pl.DataFrame, names: Names) -> Iterable[FlowLine]:
    facts = names.facts
    links = known.filter((pl.col("kind") == "link") & pl.col("id").is_in(list(facts.links)))
    summed = sum_by(links, ("id", *_KEYS), LINE_SUMS)
    for (id,), part in summed.partition_by("id", as_dict=True).items():
        link = facts.links[str(id)]
        yield line_of(
            f"{names.place(link.a)} – {names.place(link.b)}",
            link.mode,
            (link.country,),
            link_line(facts, link.id, link.a),
            cells(part, LINE_SUMS),
            key=link.id,
        )


def _hops(crossed: pl.DataFrame, names: Names) -> Iterable[FlowLine]:
    """The ways over borders: without them lines would end before their circles."""
    summed = sum_by(crossed, ("id", *_KEYS), LINE_SUMS)
    for (id,), part in summed.partition_by("id", as_dict=True).items():
        row = names.facts.crossings[str(id)]
        shape = crossing_line(names.facts, row.id, row.a)
        countries = (row.country_a, row.country_b)
        yield line_of(
            names.crossing(row.id), row.mode, countries, shape, cells(part, LINE_SUMS)
        )  # fmt: skip


def line_of(
    name: str,
    mode: str,
    countries: tuple[str, ...],
    shape: Line,
    of: Cells,
    *,
    key: str = "",
    flagged: bool = False,
) -> FlowLine:
    """A line of a map; road is dashed."""
    return FlowLine(
        name=name,
        key=key,
        marks={"mode": (mode,), "country": countries},
        points=shape,
        dashed=mode == "road",
        cells=of,
        flagged=flagged,
    )


def _points(crossed: pl.DataFrame, names: Names, detail: Detail | None) -> Iterable[FlowPoint]:
    summed = sum_by(crossed, ("id", "direction", *_KEYS), POINT_SUMS)
    for (id,), rows in summed.partition_by("id", as_dict=True).items():
        row = names.facts.crossings[str(id)]
        parts = tuple(
            FlowPart(str(way).replace(">", " → "), cells(part, POINT_SUMS))
            for (way,), part in rows.partition_by("direction", as_dict=True).items()
        )
        yield FlowPoint(
            name=names.crossing(row.id),
            key=row.id,
            marks={"mode": (row.mode,), "country": (row.country_a, row.country_b)},
            detail=detail(row) if detail else (),
            position=crossing_point(names.facts, row),
            parts=parts,
        )


def crossing_point(facts: Facts, row: Crossing) -> tuple[float, float]:
    """Where a crossing is on the map."""
    line = crossing_line(facts, row.id, row.a)
    return line[len(line) // 2]


# -- what is the same on every map of a study ---------------------------------------------


def line_scale(words: Words) -> Scale:
    """Width by tonnes, colour by what the freight on a line loses at borders."""
    measures = (
        Measure(words("Tonnes a year"), 0),
        Measure(words("Delay cost at borders, USD a year"), 1),
        Measure(words("Delay cost at borders, USD/t"), 1, over=0, decimals=2),
    )
    return Scale(measures, size=0, colours=(1, 2))


def point_scale(words: Words) -> Scale:
    """Size by hours lost, colour by the mean wait."""
    measures = (
        Measure(words("Hours lost, t-h a year"), 1),
        Measure(words("Delay cost, USD a year"), 2),
        Measure(words("Tonnes a year"), 0),
        Measure(words("Mean wait, h"), 1, over=0, decimals=1, bounds=WAIT_BOUNDS_H),
    )
    return Scale(measures, size=0, colours=(3,))


def total_measures(words: Words) -> tuple[Measure, ...]:
    """Figures of all crossings together."""
    return (
        Measure(words("Hours lost at crossings, t-h a year"), 0),
        Measure(words("Delay cost at crossings, USD a year"), 1),
    )


def filters(lines: Iterable[FlowLine], names: Names) -> tuple[FlowFilter, ...]:
    """Choices by mode and by country."""
    words = names.words
    codes = sorted({code for line in lines for code in line.marks["country"]})
    modes = tuple((mode, words.say(mode)) for mode in ("rail", "road"))
    return (
        FlowFilter("mode", words("Mode"), modes),
        FlowFilter("country", words("Country"), tuple((c, names.country(c)) for c in codes)),
    )


def group_names(fold: Folding, names: Names) -> tuple[str, ...]:
    """Categories in words."""
    named = tuple(names.group(group) for group in fold.groups)
    return (*named, names.words("other goods")) if fold.others else named


def towns(facts: Facts, words: Words) -> tuple[FlowPlace, ...]:
    """The largest towns of the four countries, for orientation."""
    cities = [
        row for row in facts.places.values() if row.kind == "city" and row.country in COUNTRIES
    ]
    ranked = sorted(cities, key=lambda row: (-(row.population or 0.0), row.id))
    return tuple(FlowPlace(words.name(row), (row.lat, row.lon)) for row in ranked[:MOST_PLACES])


def crossing_detail(names: Names) -> Detail:
    """What the facts say of a crossing: waits and charges each way, barriers, sources."""
    from corridors.views.network_map import crossing_rows

    def detail(row: Crossing) -> Pairs:
        return crossing_rows(names.facts, row, names.words)

    return detail
