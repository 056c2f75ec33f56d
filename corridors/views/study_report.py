"""A study as a report: findings, a map and a table on one page, then everything else."""

from collections.abc import Iterable

import polars as pl

from corridors.studies.result import Study
from corridors.views.study_findings import findings
from corridors.views.study_flows import flows_of
from corridors.views.study_maps import closure_map, study_map, subtitle
from corridors.views.study_names import BASELINE, Names, split
from corridors.views.study_tables import Table, report_tables
from corridors.views.words import words_in
from maps.report_page import ReportChart, ReportPage, ReportSource, ReportTable
from network_data import Facts

HEAD_ROWS = 5
HEAD_CELLS = {"barriers": 4, "closures": 3, "corridors": 6, "compare": 5}
MOST_USES = 4


def study_report(study: Study, facts: Facts, lang: str = "en") -> ReportPage:
    """The report of a study, in a language."""
    names = Names(facts, words_in(lang))
    tables = report_tables(study, names)
    draw = closure_map if study.kind == "closures" else study_map
    return ReportPage(
        title=_title(study, names),
        subtitle=subtitle(study, names),
        findings=findings(study, names),
        flow_map=draw(study, facts, lang),
        head=_head(tables[0], study.kind, names),
        method=method(study, names),
        tables=tuple(_whole(table, names) for table in tables),
        charts=_charts(study, names),
        sources=tuple(sources(study, names)),
        facts_version=study.about.get("facts_version", facts.version),
    )


def _title(study: Study, names: Names) -> str:
    words = names.words
    match study.kind:
        case "barriers":
            return words("What the barriers between us cost")
        case "closures":
            return words("What happens if something closes")
        case "corridors":
            return words("How the corridors do")
    if len(study.scenarios) == 1:
        return names.scenario(study.scenarios[0])
    return words("Scenarios side by side")


def _head(table: Table, kind: str, names: Names) -> ReportTable:
    """The first rows and cells of the main table, for the first page."""
    cells = HEAD_CELLS[kind]
    rows = tuple((row.name, row.cells[:cells]) for row in table.rows[:HEAD_ROWS])
    return ReportTable(
        table.title,
        table.columns[: cells + 1],
        rows,
        texts=frozenset(at for at in table.texts if at < cells),
        name=f"head-{table.source}",
    )


def _whole(table: Table, names: Names) -> ReportTable:
    words = names.words
    told = words("The whole table: {file}.", file=f"{table.source}.csv")
    if table.left_out:
        told = words(
            "The whole table: {file}, with {count:,} rows that are not shown here.",
            file=f"{table.source}.csv", count=table.left_out,
        )  # fmt: skip
    return ReportTable(
        table.title,
        table.columns,
        tuple((row.name, row.cells) for row in table.rows),
        hint=table.hint,
        texts=table.texts,
        source=told,
        name=table.source,
    )


def method(study: Study, names: Names) -> tuple[str, ...]:
    """How the figures came about."""
    words, about = names.words, study.about
    told = [
        f"{subtitle(study, names)}.",
        words("Shipments: {rule}.", rule=words.say(about.get("shipments", ""))),
        words("Routes are best in, and gains are measured in: {measure}.",
              measure=words.say(about.get("measure", ""))),
        words(
            "Each shipment takes the route that is best for it alone; capacities do not bind. The"
            " search is exact: no route of this network is better at these figures."
        ),
    ]  # fmt: skip
    own = {
        "barriers": words(
            "A barrier is removed from the facts and every shipment is routed anew. The static"
            " loss leaves routes as they are: it is what the barrier costs where freight meets it"
            " today. The range comes from how far the figures of the barrier can be trusted."
        ),
        "closures": words(
            "Crossings, terminals and lines are closed one at a time, and the shipments that use"
            " them are routed anew. Nothing is said of how long repairs take or of queues on the"
            " other routes."
        ),
        "corridors": words(
            "Routes through the same crossings in the same order are one corridor. The four"
            " indicators are those of CAREC's CPMM, sums by sums over all tonnes."
        ),
        "compare": words(
            "Each scenario changes the facts, and every shipment is routed anew. Freight that some"
            " scenario cannot deliver is left out of the change of cost and is told in tonnes."
        ),
    }
    told.append(own[study.kind])
    if study.tables.get("barriers") is not None and "draws" in about:
        told.append(words("Figures were drawn {draws} times within their ranges (seed {seed}).",
                          draws=about["draws"], seed=about.get("seed", "")))  # fmt: skip
    if study.tables.get("barriers_by_month") is not None:
        told.append(words("Each month has its own tonnes and what is open in it."))
    told.append(
        words("Waits and charges that nobody has published are not counted: what is told here is"
              " rather too little than too much.")
    )  # fmt: skip
    return tuple(told)


def _charts(study: Study, names: Names) -> tuple[ReportChart, ...]:
    if study.kind != "corridors" or not study.tables["staircase"].height:
        return ()
    from corridors.views.study_staircase import corridor_stairs_svg

    title = names.words("Time and cost along the corridors with most freight")
    return (ReportChart(title, corridor_stairs_svg(study, names)),)


def sources(study: Study, names: Names) -> Iterable[ReportSource]:
    """Sources behind the figures: of barriers, of crossings in use, of surveys."""
    words, facts = names.words, names.facts
    uses: dict[str, dict[str, None]] = {}
    trust: dict[str, dict[str, None]] = {}

    def add(source: str, use: str, confidence: str) -> None:
        uses.setdefault(source, {})[use] = None
        if confidence:
            trust.setdefault(source, {})[words.say(confidence)] = None

    if "barriers" in study.tables:
        for row in study.tables["barriers"].iter_rows(named=True):
            for source in split(row["sources"]):
                add(source, words.say(row["name"]), row["confidence"])
    for id in _crossings(study):
        crossing = facts.crossings.get(id)
        for source in crossing.source if crossing else ():
            add(source, names.crossing(id), crossing.confidence if crossing else "")
    if "corridors" in study.tables:
        for cell in study.tables["corridors"]["published_source"].unique().sort():
            for source in split(cell):
                add(source, words("surveys of corridors"), "")
    for id in sorted(uses):
        known = facts.sources.get(id)
        told = list(uses[id])
        more = " …" if len(told) > MOST_USES else ""
        publisher = (
            ", ".join(part for part in (known.publisher, known.year) if part) if known else ""
        )
        yield ReportSource(
            id,
            known.title if known else "",
            publisher,
            "; ".join(told[:MOST_USES]) + more,
            ", ".join(trust.get(id, {})),
            known.url if known else "",
        )


def _crossings(study: Study) -> list[str]:
    """Crossings in use, as things are and under every scenario."""
    frames = [flows_of(study), *(flows_of(study, name) for name in _drawn(study))]
    found = pl.concat([
        frame.filter(pl.col("kind") == "crossing").select("id") for frame in frames
    ])  # fmt: skip
    return found["id"].unique().sort().to_list()


def _drawn(study: Study) -> list[str]:
    return [
        name for name in study.scenarios if f"flows_{name}" in study.tables and name != BASELINE
    ]
