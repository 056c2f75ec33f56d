"""The flows of a batch as the plain tables that a flow map is drawn from.

The size of the page does not depend on the length of the list: cells beyond a budget are put
together (cargoes with little freight, months to quarters to years), lines beyond another are
left out, and the page says so.
"""

from collections.abc import Iterable
from typing import NamedTuple

import polars as pl

from corridors.batch.run_tables import RunTables
from corridors.network.lines import Line, crossing_line
from corridors.views.batch_flows import Flows, sum_by, sum_flows
from corridors.views.batch_segments import (
    ACCESS,
    Segment,
    cargo_name,
    crossing_name,
    segment,
    split_paths,
)
from corridors.views.words import Words, words_in
from maps.flow_map import (
    NO_PERIOD,
    Cells,
    FlowFilter,
    FlowLine,
    FlowMap,
    FlowPart,
    FlowPlace,
    FlowPoint,
    Measure,
    Scale,
)
from maps.flow_words import period_name
from maps.labels import Labels
from maps.styles import WAIT_BOUNDS_H
from network_data import Facts

MOST_CELLS = 60_000
"""Cells of lines; with two figures each they take about a megabyte."""
MOST_LINES = 3_000
MOST_ACCESSES = 400
"""Straight lines to places off the network: a list of coordinates may have millions."""
MOST_POSITIONS = 40_000
MOST_PLACES = 16

_KEYS = ("category", "period")
_LINE_SUMS = ("tonnes", "delay_usd")
_POINT_SUMS = ("tonnes", "shipments", "tonne_wait_h", "delay_usd")
_TOTAL_SUMS = ("tonnes", "shipments", "cost_usd", "tonne_wait_h", "delay_usd")


class Fold(NamedTuple):
    """How finely cells are told apart: cargoes by name, and periods of so many months."""

    cargoes: int
    months: int


_FOLDS = (Fold(20, 1), Fold(10, 1), Fold(10, 3), Fold(5, 3), Fold(5, 12), Fold(0, 12), Fold(0, 0))
_MOST_PERIODS = 60


class Folded(NamedTuple):
    """Names of categories, periods (``2027-03``, ``2027-Q1``, ``2027``), and what was folded."""

    categories: tuple[str, ...]
    periods: tuple[str, ...]
    months: int
    hidden_cargoes: int


def batch_flow_map(tables: RunTables, facts: Facts, labels: Labels) -> FlowMap:
    """The flow map of a finished run, its words from `labels`."""
    words = words_in(labels.lang)
    flows = sum_flows(tables.best, tables.paths, facts)
    segments = split_paths(tables.paths, facts)
    for fold in _FOLDS:
        folded, groups, crossings = _fold(flows, fold, facts, labels, words)
        by_haul = sum_by(groups.join(segments.path_hauls, on="path"), ("haul", *_KEYS), _LINE_SUMS)
        cells = sum_by(
            by_haul.join(segments.haul_segments, on="haul"), ("segment", *_KEYS), _LINE_SUMS
        )
        if cells.height <= MOST_CELLS and len(folded.periods) <= _MOST_PERIODS:
            break
    lines, left_out = _lines(cells, facts, labels, words)
    names = labels_of_modes(labels)
    totals = sum_by(groups, _KEYS, _TOTAL_SUMS)
    return FlowMap(
        title=labels["flow_title"],
        subtitle=_subtitle(totals, labels),
        lines=lines,
        points=_points(crossings, facts, labels, words),
        line_scale=_line_scale(labels),
        point_scale=_point_scale(labels),
        totals=_cells(totals, _TOTAL_SUMS),
        total_measures=_total_measures(labels),
        categories=folded.categories,
        periods=tuple(period_name(period, labels) for period in folded.periods),
        filters=(
            FlowFilter("mode", labels["flow_mode"], tuple(names.items())),
            FlowFilter("country", labels["flow_country"], _countries(lines, labels)),
        ),
        rank_by=3,
        places=_places(flows, tables.paths, facts, words),
        crossed=tuple(sorted({c for line in lines for c in line.marks["country"]})),
        notes=_notes(totals, folded, left_out, labels),
        facts_version=facts.version,
    )


def labels_of_modes(labels: Labels) -> dict[str, str]:
    """Modes in words."""
    return {"rail": labels["summary_rail"], "road": labels["summary_road"]}


def _fold(
    flows: Flows, fold: Fold, facts: Facts, labels: Labels, words: Words
) -> tuple[Folded, pl.DataFrame, pl.DataFrame]:
    """The sums with categories and periods for cargoes and months."""
    ids = flows.groups["cargo"].unique().sort().to_list()
    names = pl.DataFrame(
        {"cargo": ids, "name": [cargo_name(facts, cargo, words) for cargo in ids]},
        schema={"cargo": pl.String, "name": pl.String},
    )
    ranked = (
        sum_by(flows.groups.join(names, on="cargo"), ("name",), ("tonnes",))
        .sort("tonnes", "name", descending=[True, False])["name"]
        .to_list()
    )
    kept = ranked if len(ranked) <= fold.cargoes else ranked[: fold.cargoes]
    hidden = len(ranked) - len(kept)
    categories = (*kept, *((labels["flow_other_category"],) if hidden else ()))
    index = {name: number for number, name in enumerate(kept)}
    of_cargo = names.select(
        "cargo",
        pl.col("name").replace_strict(index, default=len(kept), return_dtype=pl.Int32)
        .alias("category"),
    )  # fmt: skip
    months = flows.groups["month"].unique().sort().to_list()
    merged = {month: _period(month, fold.months) for month in months if month}
    periods = tuple(sorted({period for period in merged.values() if period}))
    number = {period: at for at, period in enumerate(periods)}
    of_month = {month: number.get(period, NO_PERIOD) for month, period in merged.items()}
    at = pl.col("month").replace_strict(of_month, default=NO_PERIOD, return_dtype=pl.Int32)
    groups, crossings = (
        frame.join(of_cargo, on="cargo").with_columns(at.alias("period"))
        for frame in (flows.groups, flows.crossings)
    )
    return Folded(categories, periods, fold.months, hidden), groups, crossings


def _period(month: str, length: int) -> str:
    """The period of so many months that a month lies in: ``2027-02`` in ``2027-Q1``."""
    if length == 1:
        return month
    if length == 3:
        return f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}"
    return month[:4] if length else ""


def _cells(frame: pl.DataFrame, sums: Iterable[str]) -> Cells:
    values = tuple(tuple(map(float, frame[name].to_list())) for name in sums)
    return Cells(tuple(frame["category"].to_list()), tuple(frame["period"].to_list()), values)


class LeftOut(NamedTuple):
    """Lines that are not drawn, and the tonnes of the largest of them."""

    lines: int = 0
    most_t: float = 0.0


def _lines(
    cells: pl.DataFrame, facts: Facts, labels: Labels, words: Words
) -> tuple[tuple[FlowLine, ...], LeftOut]:
    """The lines with the most freight, along their geometry."""
    weights = sum_by(cells, ("segment",), ("tonnes",)).sort(
        "tonnes", "segment", descending=[True, False]
    )
    is_access = pl.col("segment").str.starts_with(f"{ACCESS} ")
    candidates = pl.concat([
        weights.filter(~is_access).head(MOST_LINES), weights.filter(is_access).head(MOST_ACCESSES),
    ])  # fmt: skip
    drawn = {
        key: segment(facts, key, words, access_name=labels["flow_access"])
        for key in candidates["segment"].to_list()
    }
    shapes = _thinned({key: one.line for key, one in drawn.items()})
    lines = [
        _line(drawn[str(key)], shapes[str(key)], part)
        for (key,), part in cells.join(candidates.select("segment"), on="segment")
        .sort("segment", *_KEYS)
        .partition_by("segment", as_dict=True)
        .items()
    ]
    missing = weights.join(candidates, on="segment", how="anti")
    if not missing.height:
        return tuple(lines), LeftOut()
    most = missing.select(pl.col("tonnes").max()).item()
    return tuple(lines), LeftOut(missing.height, float(most or 0.0))


def _line(of: Segment, shape: Line, cells: pl.DataFrame) -> FlowLine:
    return FlowLine(
        name=of.name,
        marks={"mode": (of.mode,), "country": of.countries},
        points=shape,
        dashed=of.mode == "road",
        cells=_cells(cells, _LINE_SUMS),
    )


def _thinned(lines: dict[str, Line]) -> dict[str, Line]:
    """Lines with no more positions than a page can hold, as near as can be to the given ones."""
    if sum(map(len, lines.values())) <= MOST_POSITIONS:
        return lines
    import shapely

    shapes = {key: shapely.LineString(line) for key, line in lines.items()}
    tolerance = 0.005
    while sum(len(shape.coords) for shape in shapes.values()) > MOST_POSITIONS and tolerance < 10:
        shapes = {key: shape.simplify(tolerance) for key, shape in shapes.items()}
        tolerance *= 2
    return {key: tuple((x, y) for x, y in shape.coords) for key, shape in shapes.items()}


def _points(
    crossings: pl.DataFrame, facts: Facts, labels: Labels, words: Words
) -> tuple[FlowPoint, ...]:
    """Crossings with both directions."""
    cells = sum_by(crossings, ("crossing", "direction", *_KEYS), _POINT_SUMS)
    modes = labels_of_modes(labels)
    points = []
    for (name,), rows in cells.partition_by("crossing", as_dict=True).items():
        row = facts.crossings[str(name)]
        line = crossing_line(facts, row.id, row.a)
        ways = rows.partition_by("direction", as_dict=True).items()
        parts = tuple(
            FlowPart(str(way).replace(">", " → "), _cells(part, _POINT_SUMS))
            for (way,), part in ways
        )
        points.append(
            FlowPoint(
                name=crossing_name(facts, row.id, words),
                marks={"mode": (row.mode,), "country": (row.country_a, row.country_b)},
                detail=((labels["flow_mode"], modes.get(row.mode, row.mode)),),
                position=line[len(line) // 2],
                parts=parts,
            )
        )
    return tuple(points)


def _places(flows: Flows, paths: pl.DataFrame, facts: Facts, words: Words) -> tuple[FlowPlace, ...]:
    """The towns where most tonnes start or end."""
    legs = paths.select("path", "leg", "from", "to").sort("path", "leg")
    ends = pl.concat([
        legs.group_by("path", maintain_order=True).agg(pl.col("from").first().alias("place")),
        legs.group_by("path", maintain_order=True).agg(pl.col("to").last().alias("place")),
    ])  # fmt: skip
    ranked = sum_by(flows.groups.join(ends, on="path"), ("place",), ("tonnes",)).sort(
        "tonnes", "place", descending=[True, False]
    )
    known = [name for name in ranked["place"].to_list() if name in facts.places]
    return tuple(
        FlowPlace(words.place(facts, name), (facts.places[name].lat, facts.places[name].lon))
        for name in known[:MOST_PLACES]
    )


def _countries(lines: tuple[FlowLine, ...], labels: Labels) -> tuple[tuple[str, str], ...]:
    codes = sorted({code for line in lines for code in line.marks["country"]})
    return tuple((code, labels.texts.get(f"country_{code}", code)) for code in codes)


def _line_scale(labels: Labels) -> Scale:
    tonnes, delay, per_tonne = (
        labels[key] for key in ("flow_tonnes", "flow_delay_usd", "flow_delay_usd_per_t")
    )
    measures = (Measure(tonnes, 0), Measure(delay, 1), Measure(per_tonne, 1, over=0, decimals=2))
    return Scale(measures, size=0, colours=(1, 2))


def _point_scale(labels: Labels) -> Scale:
    measures = (
        Measure(labels["flow_tonnes"], 0),
        Measure(labels["flow_shipments"], 1),
        Measure(labels["flow_mean_wait"], 2, over=0, decimals=1, bounds=WAIT_BOUNDS_H),
        Measure(labels["flow_delay_usd"], 3),
    )
    return Scale(measures, size=0, colours=(2,))


def _total_measures(labels: Labels) -> tuple[Measure, ...]:
    return (
        Measure(labels["flow_tonnes"], 0),
        Measure(labels["flow_shipments"], 1),
        Measure(labels["flow_cost_usd"], 2),
        Measure(labels["flow_cost_usd_per_t"], 2, over=0, decimals=2),
        Measure(labels["flow_mean_wait"], 3, over=0, decimals=1),
        Measure(labels["flow_delay_usd"], 4),
    )


def _subtitle(totals: pl.DataFrame, labels: Labels) -> str:
    tonnes, shipments = (float(totals[name].sum()) for name in ("tonnes", "shipments"))
    if not shipments:
        return labels["flow_no_routes"]
    return labels["flow_subtitle"].format(
        tonnes=labels.number(tonnes), shipments=labels.number(shipments)
    )


def _notes(
    totals: pl.DataFrame, folded: Folded, left_out: LeftOut, labels: Labels
) -> tuple[str, ...]:
    notes = [labels[f"flow_note_{key}"] for key in ("delay", "best", "unknown_wait")]
    undated = totals.filter(pl.col("period") == NO_PERIOD)["tonnes"].sum()
    if folded.periods and undated:
        notes.append(labels["flow_note_undated"].format(tonnes=labels.number(float(undated))))
    if folded.hidden_cargoes:
        notes.append(labels["flow_note_folded"].format(count=folded.hidden_cargoes))
    coarser = {3: "quarters", 12: "years", 0: "no_periods"}.get(folded.months)
    if coarser:
        notes.append(labels[f"flow_note_{coarser}"])
    if left_out.lines:
        count, tonnes = labels.number(left_out.lines), labels.number(left_out.most_t)
        notes.append(labels["flow_note_left_out"].format(count=count, tonnes=tonnes))
    return tuple(notes)
