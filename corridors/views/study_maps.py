"""Studies as maps: bottlenecks, closures, before and after."""

from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from corridors.errors import RequestError
from corridors.network.lines import crossing_line, link_line
from corridors.studies.result import Study
from corridors.views import study_flows as flows
from corridors.views.study_names import BASELINE, Names
from corridors.views.study_tables import (
    Table,
    barrier_table,
    closure_table,
    corridor_table,
    difference_table,
    scenario_table,
)
from corridors.views.words import words_in
from maps.flow_map import (
    NO_PERIOD,
    Cells,
    FlowLine,
    FlowMap,
    FlowPart,
    FlowPoint,
    FlowRanking,
    FlowSide,
    Measure,
    RankedRow,
    Scale,
)
from network_data import Facts

SHOWN: Final[dict[str, Sequence[int]]] = {
    "barriers": range(3), "corridors": (0, 1, 2, 3, 5), "closures": range(3), "compare": range(1),
}  # fmt: skip
"""Cells of the main table of each kind that have room beside a map, in every language.

Of a corridor's two speeds it is the one with delays, which are what the map is about.
"""
CROSSING_CELLS: Final = range(4)
"""Those of a crossing, before and after."""


def study_map(study: Study, facts: Facts, lang: str = "en") -> FlowMap:
    """The map that says most of a study of its kind."""
    if study.kind == "closures":
        return closure_map(study, facts, lang)
    if study.kind == "compare":
        return before_after_map(study, study.scenarios, facts, lang)
    return bottleneck_map(study, facts, lang)


def bottleneck_map(study: Study, facts: Facts, lang: str = "en") -> FlowMap:
    """Where freight runs and where it loses time and money, with the ranking of the study."""
    names = Names(facts, words_in(lang))
    words = names.words
    frame = flows.flows_of(study)
    fold = flows.folding([frame])
    drawn = flows.drawn_flows(frame, fold, names, flows.crossing_detail(names))
    corridors = study.kind == "corridors"
    make = corridor_table if corridors else barrier_table
    title = words("Corridors and their freight") if corridors else words("Bottlenecks of freight")
    return FlowMap(
        title=title,
        subtitle=subtitle(study, names),
        rankings=(ranking(make(study, names), SHOWN[study.kind]),),
        categories=flows.group_names(fold, names),
        periods=tuple(names.month(number) for number in fold.months),
        notes=notes(study, names),
        rank_by=0,
        **_common(drawn, names),
    )


def before_after_map(
    study: Study, scenarios: Sequence[str], facts: Facts, lang: str = "en"
) -> FlowMap:
    """As things are and under a scenario, side by side; several can be chosen from."""
    missing = [name for name in scenarios if f"flows_{name}" not in study.tables]
    if missing or not scenarios:
        known = ", ".join(study.scenarios) or "none"
        raise RequestError(
            f"no scenario {', '.join(missing) or 'named'} in this study; there are {known}"
        )
    names = Names(facts, words_in(lang))
    words = names.words
    frames = {name: flows.flows_of(study, name) for name in scenarios}
    fold = flows.folding([flows.flows_of(study), *frames.values()])
    detail = flows.crossing_detail(names)
    base = flows.drawn_flows(flows.flows_of(study), fold, names, detail)
    sides = []
    for name, frame in frames.items():
        drawn = flows.drawn_flows(frame, fold, names)
        sides.append(FlowSide(names.scenario(name), drawn.lines, drawn.points, drawn.totals))
    tables = [ranking(scenario_table(study, names), SHOWN["compare"])]
    for number, name in enumerate(scenarios):
        table = difference_table(study, name, names)
        tables.append(ranking(table, CROSSING_CELLS, side=number))
    return FlowMap(
        title=words("Before and after"),
        subtitle=subtitle(study, names),
        rankings=tuple(tables),
        sides=tuple(sides),
        side_name=names.scenario(BASELINE),
        points_table=False,
        categories=flows.group_names(fold, names),
        periods=tuple(names.month(number) for number in fold.months),
        notes=notes(study, names),
        **_common(base, names),
    )


def _common(drawn: flows.Drawn, names: Names) -> dict[str, Any]:
    """What bottlenecks and before and after share."""
    words = names.words
    return {
        "lines": drawn.lines,
        "points": drawn.points,
        "totals": drawn.totals,
        "line_scale": flows.line_scale(words),
        "point_scale": flows.point_scale(words),
        "total_measures": flows.total_measures(words),
        "category_label": words("Goods"),
        "filters": flows.filters(drawn.lines, names),
        "places": flows.towns(names.facts, words),
        "crossed": _crossed(drawn.lines),
        "facts_version": names.facts.version,
    }


def ranking(table: Table, shown: Sequence[int], side: int | None = None) -> FlowRanking:
    """A table of a study with some of its cells, linked to the map."""
    rows = tuple(
        RankedRow(row.name, tuple(row.cells[at] for at in shown), row.keys) for row in table.rows
    )
    name, *headings = table.columns
    columns = (name, *(headings[at] for at in shown))
    return FlowRanking(table.title, columns, rows, table.hint, side)


def subtitle(study: Study, names: Names) -> str:
    """What demand a study is of."""
    words = names.words
    about = study.about
    if about.get("demand", "").startswith("demand of the facts"):
        demand = words("Demand of the facts, year {year}", year=about.get("year", ""))
    else:
        file = about.get("demand", "").removeprefix("demand of ")
        demand = words("Demand of {file}, year {year}", file=file, year=about.get("year", ""))
    scenario = about.get("scenario", BASELINE)
    if study.kind == "compare" or scenario in ("", BASELINE):
        return demand
    under = names.scenario(scenario.replace(" + ", "_"))
    return words("{demand}; scenario: {scenario}", demand=demand, scenario=under)


def notes(study: Study, names: Names) -> tuple[str, ...]:
    """How to read a map of flows."""
    words = names.words
    told = [
        words(
            "A line is as wide as the tonnes on it in both directions. Its colour is what the"
            " freight that uses it loses at all border crossings on its way: lines show where"
            " delayed freight runs and must not be added up."
        ),
        words(
            "A circle is as large as the hours lost at the crossing: tonnes times hours of"
            " waiting. Delay cost is hire of the vehicles that stand, the time of the goods, and"
            " the charges of the crossing."
        ),
        words(
            "Where a wait is unknown it is not counted; the crossing may be worse than it looks."
        ),
    ]
    if study.kind == "compare":
        told.append(words("What the popup of a crossing says of waits is as things are."))
    return tuple(told)


def _crossed(lines: Sequence[FlowLine]) -> tuple[str, ...]:
    return tuple(sorted({code for line in lines for code in line.marks["country"]}))


# -- closures -----------------------------------------------------------------------------


def closure_map(study: Study, facts: Facts, lang: str = "en") -> FlowMap:
    """What a day without each line, crossing and terminal costs."""
    names = Names(facts, words_in(lang))
    words = names.words
    used = study.tables["closures"].filter(pl.col("tonnes_affected") > 0)
    lines, points = [], []
    for row in used.iter_rows(named=True):
        if row["kind"] in ("crossing", "terminal"):
            points += _closure_points(row, names)
        else:
            lines += _closure_lines(row, names)
    measures = (
        Measure(words("Tonnes a year that use it"), 0),
        Measure(words("Cost of closing, USD a day"), 1),
        Measure(words("Without any route, t a day"), 2, decimals=1),
        Measure(words("On other routes, t a day"), 3),
    )
    nothing = Cells((), (), ())
    return FlowMap(
        title=words("What closures cost"),
        subtitle=subtitle(study, names),
        lines=tuple(lines),
        points=tuple(points),
        line_scale=Scale(measures, size=0, colours=(1, 2)),
        point_scale=Scale(measures, size=0, colours=(1,)),
        totals=nothing,
        total_measures=(),
        categories=("",),
        filters=flows.filters(lines, names),
        rankings=(ranking(closure_table(study, names), SHOWN["closures"]),),
        rank_by=1,
        points_label=words("Crossings and terminals"),
        focus=tuple(point.position for point in points if len(point.marks["country"]) == 2),
        flag_label=words("without it some freight has no route"),
        places=flows.towns(facts, words),
        crossed=_crossed(lines),
        notes=(
            words(
                "Each thing is closed alone, everything else stays open. A line is as wide as the"
                " tonnes that use it; its colour is what shippers pay more on a day without it."
            ),
            words("Freight without any route is counted in tonnes, it has no price here."),
        ),
        facts_version=facts.version,
    )


def _closure_cells(row: dict[str, Any]) -> Cells:
    columns = (
        "tonnes_affected", "cost_usd_per_day", "undeliverable_t_per_day", "rerouted_t_per_day",
    )  # fmt: skip
    return Cells((0,), (NO_PERIOD,), tuple((float(row[name]),) for name in columns))


def _closure_lines(row: dict[str, Any], names: Names) -> list[FlowLine]:
    facts = names.facts
    links = row.get("links") or row["id"]
    name = names.closure(row["kind"], row["id"], row["name"], links)
    return [
        flows.line_of(
            f"{name} ({names.kind(row['kind'])})",
            facts.links[id].mode,
            (facts.links[id].country,),
            link_line(facts, id, facts.links[id].a),
            _closure_cells(row),
            key=id,
            flagged=row["single_point"],
        )
        for id in links.split("; ")
        if id in facts.links
    ]


def _closure_points(row: dict[str, Any], names: Names) -> list[FlowPoint]:
    facts, id = names.facts, row["id"]
    words = names.words
    if id in facts.crossings:
        crossing = facts.crossings[id]
        line = crossing_line(facts, id, crossing.a)
        position = line[len(line) // 2]
        marks = {
            "mode": (crossing.mode,),
            "country": (crossing.country_a, crossing.country_b),
        }
    elif id in facts.terminals:
        place = facts.places[facts.terminals[id].place]
        position = (place.lat, place.lon)
        marks = {"mode": ("rail", "road"), "country": (place.country,)}
    else:
        return []
    instead = names.crossings(row["new_crossings"])
    single = words("yes") if row["single_point"] else words("no")
    return [
        FlowPoint(
            name=f"{names.closure(row['kind'], id, row['name'], '')} ({names.kind(row['kind'])})",
            key=id,
            marks=marks,
            detail=(
                *([(words("Crossings used instead"), instead)] if instead else ()),
                (words("Single point of failure"), single),
            ),
            flagged=row["single_point"],
            position=position,
            parts=(FlowPart("", _closure_cells(row)),),
        )
    ]
