"""The tables of a study as people read them: names and numbers in a language.

A map shows the first columns of a table beside it, a report all of them; both say what the
table of the study says, rounded.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import polars as pl

from corridors.studies.result import Study
from corridors.views.study_flows import flows_of
from corridors.views.study_names import BASELINE, Names, split
from corridors.views.words import Words

MOST_ROWS = 40
MOST_PAIRS = 12
MOST_GROUPS = 5
"""Groups that gain most from a barrier's removal."""
SMALLEST = 0.5
"""Tonnes or dollars up to which nothing has changed."""
NOTHING = "–"


class Row(NamedTuple):
    """A row: what it is about, its cells ready to be read, the features of a map that it means."""

    name: str
    cells: tuple[str, ...]
    keys: tuple[str, ...] = ()


class Table(NamedTuple):
    """A table of a study.

    Attributes
    ----------
    source
        Name of the table of the study that it shows.
    title, hint
        Above it.
    columns
        Headings, that of the names first.
    texts
        Numbers of the cells that are words.
    rows
        As they follow one another.
    left_out
        Rows of the study's table that are not shown.
    """

    source: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    hint: str = ""
    texts: frozenset[int] = frozenset()
    left_out: int = 0


class _Writer:
    """Writes numbers; what is missing is a dash."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def __call__(self, value: float | None, spec: str = ",.0f") -> str:
        return NOTHING if value is None else self.words.number(value, spec)

    def change(self, value: float | None) -> str:
        """A change with its sign; what rounds to none has no sign."""
        if value is not None and abs(value) <= SMALLEST:
            return self(0.0)
        return self(value, "+,.0f")

    def share(self, value: float | None) -> str:
        """A share as a percentage."""
        return NOTHING if value is None else self.words.number(value, ".0%")

    def span(self, low: float | None, high: float | None, spec: str = ",.0f") -> str:
        """Two ends of a range."""
        if low is None or high is None:
            return NOTHING
        return f"{self(low, spec)} – {self(high, spec)}"


# -- barriers -----------------------------------------------------------------------------


def barrier_table(study: Study, names: Names) -> Table:
    """The ledger, by gain."""
    words, write = names.words, _Writer(names.words)
    frame = study.tables["barriers"]
    drawn = frame["top5_share"].null_count() < frame.height
    shown, rows = _met(frame), []
    for row in shown.iter_rows(named=True):
        cells = [
            write(row["gain_usd"]),
            write(row["static_loss_usd"]),
            write(row["exposure_t"]),
            write.span(row["gain_low_usd"], row["gain_high_usd"]),
            write(row["hours_saved_h"]),
        ]
        if drawn:
            cells.append(write.share(row["top5_share"]))
        rows.append(Row(words.say(row["name"]), tuple(cells), barrier_keys(study, names, row)))
    heads = [
        words("Barrier"),
        words("Gain without it, USD a year"),
        words("Loss on the routes of today, USD a year"),
        words("Tonnes that meet it"),
        words("Range of the gain, USD a year"),
        words("Hours that shipments save a year"),
    ]
    if drawn:
        heads.append(words("Among the five greatest in so many draws"))
    return Table(
        "barriers",
        words("What the barriers cost"),
        tuple(heads),
        tuple(rows),
        hint=words(
            "A gain is what shippers have left a year without the barrier, every shipment on the"
            " route that is best then. Gains of several barriers do not add up. Hours below 0: the"
            " best route is then a slower, cheaper one."
        ),
        left_out=frame.height - shown.height,
    )


def _met(ledger: pl.DataFrame) -> pl.DataFrame:
    """Barriers that this freight meets, or would gain without."""
    return ledger.filter((pl.col("exposure_t") > 0) | (pl.col("gain_usd") > 0)).head(MOST_ROWS)


def reform_table(study: Study, names: Names) -> Table:
    """What each barrier is, what would remove it, and how far its figures can be trusted."""
    words = names.words
    frame = study.tables["barriers"]
    shown, rows = _met(frame), []
    for row in shown.iter_rows(named=True):
        cells = (
            names.kind(row["kind"]),
            words.say(row["reform"]) or NOTHING,
            words.say(row["confidence"]),
            ", ".join(split(row["sources"])) or NOTHING,
        )
        rows.append(Row(words.say(row["name"]), cells))
    return Table(
        "barriers",
        words("What would remove the barriers"),
        (
            words("Barrier"), words("Kind"), words("What would remove it"), words("Confidence"),
            words("Sources"),
        ),
        tuple(rows),
        texts=frozenset({0, 1, 2, 3}),
        left_out=frame.height - shown.height,
    )  # fmt: skip


def barrier_keys(study: Study, names: Names, row: dict[str, Any]) -> tuple[str, ...]:
    """The crossings, or else the lines, at which freight meets a barrier."""
    listed = split(row["crossings"])
    if listed:
        return tuple(listed)
    places = set(split(row["place"]))
    used = flows_of(study).select("kind", "id", "mode").unique().sort("kind", "id")
    facts = names.facts
    kind = "crossing" if row["kind"] == "border_wait" else "link"
    found = []
    for of, id, mode in used.iter_rows():
        if of != kind or (row["mode"] and mode != row["mode"]):
            continue
        if kind == "crossing" and id in facts.crossings:
            crossing = facts.crossings[id]
            at = {crossing.country_a, crossing.country_b, crossing.a, crossing.b}
        elif kind == "link" and id in facts.links:
            link = facts.links[id]
            at = {link.country, link.a, link.b}
        else:
            continue
        if at & places:
            found.append(id)
    return tuple(found)


def gainer_table(study: Study, names: Names) -> Table:
    """Who gains: groups of goods and countries, of the barriers with the greatest gains."""
    words, write = names.words, _Writer(names.words)
    ledger = study.tables["barriers"].filter(pl.col("gain_usd") > 0).head(5)
    gains = study.tables["beneficiaries"]
    titles = {
        "origin_country": words("Country of origin"),
        "destination_country": words("Country of destination"),
        "group": words("Goods"),
        "region": words("Place of origin"),
    }
    rows, left = [], 0
    for barrier, name, whole in ledger.select("barrier", "name", "gain_usd").iter_rows():
        for dimension, title in titles.items():
            part = gains.filter(
                (pl.col("barrier") == barrier) & (pl.col("dimension") == dimension)
            ).sort("gain_usd", "name", descending=[True, False])
            left += max(0, part.height - MOST_GROUPS)
            for who, gain in part.head(MOST_GROUPS).select("name", "gain_usd").iter_rows():
                told = names.group(who) if dimension == "group" else names.place(who)
                cells = (title, told, write(gain), write.share(gain / whole))
                rows.append(Row(words.say(name), cells))
    return Table(
        "beneficiaries",
        words("Who gains"),
        (words("Barrier"), words("By"), words("Who"), words("Gain, USD a year"), words("Share")),
        tuple(rows),
        hint=words(
            "Of the five greatest gains; of each kind the first {count}.", count=MOST_GROUPS
        ),
        texts=frozenset({0, 1}),
        left_out=left,
    )


def pair_table(study: Study, names: Names) -> Table | None:
    """Barriers whose gains overlap or reinforce each other most."""
    if "pairs" not in study.tables:
        return None
    words, write = names.words, _Writer(names.words)
    known = dict(study.tables["barriers"].select("barrier", "name").iter_rows())
    frame = study.tables["pairs"]
    shown = frame.filter(pl.col("interaction_usd").abs() >= 1).head(MOST_PAIRS)
    rows = [
        Row(
            words.say(known.get(row["a"], row["a"])),
            (
                words.say(known.get(row["b"], row["b"])),
                write(row["gain_a_usd"]),
                write(row["gain_b_usd"]),
                write(row["gain_both_usd"]),
                write(row["interaction_usd"]),
            ),
        )
        for row in shown.iter_rows(named=True)
    ]
    return Table(
        "pairs",
        words("Barriers that belong together"),
        (
            words("Barrier"), words("Other barrier"), words("Gain without the first, USD"),
            words("Gain without the other, USD"), words("Gain without both, USD"),
            words("More than the sum, USD"),
        ),
        tuple(rows),
        hint=words(
            "Less than the sum: the gains overlap, removing one does part of the other's work."
            " More: each makes the other worth more."
        ),
        texts=frozenset({0}),
        left_out=frame.height - shown.height,
    )  # fmt: skip


def month_table(study: Study, names: Names) -> Table | None:
    """What the barriers cost in each month."""
    if "barriers_by_month" not in study.tables:
        return None
    words, write = names.words, _Writer(names.words)
    known = dict(study.tables["barriers"].select("barrier", "name").iter_rows())
    frame = study.tables["barriers_by_month"]
    shown = [
        id for id in known
        if frame.filter(pl.col("barrier") == id)["gain_usd"].abs().sum() > 0
    ][:5]  # fmt: skip
    rows = []
    for month in sorted(frame["month"].unique().to_list()):
        gains = dict(
            frame.filter(pl.col("month") == month).select("barrier", "gain_usd").iter_rows()
        )
        cells = tuple(write(gains.get(id)) for id in shown)
        rows.append(Row(names.month(month), cells))
    return Table(
        "barriers_by_month",
        words("By month: gain without each barrier, USD"),
        (words("Month"), *(words.say(known[id]) for id in shown)),
        tuple(rows),
        left_out=frame.height - len(rows) * len(shown),
    )


# -- crossings ----------------------------------------------------------------------------


def crossing_table(study: Study, names: Names) -> Table:
    """Tonnes, hours and money at each crossing and direction, all year."""
    words, write = names.words, _Writer(names.words)
    flows = flows_of(study).filter((pl.col("kind") == "crossing") & (pl.col("month") == 0))
    sums = (
        flows.group_by("id", "direction")
        .agg(pl.col("tonnes", "delay_h", "delay_usd").sum())
        .sort("delay_h", "id", "direction", descending=[True, False, False])
    )
    rows = []
    for id, direction, tonnes, hours, usd in sums.iter_rows():
        cells = (
            direction.replace(">", " → "), write(tonnes), write(hours),
            write(hours / tonnes if tonnes else None, ",.1f"), write(usd),
        )  # fmt: skip
        rows.append(Row(names.crossing(id), cells, (id,)))
    return Table(
        "flows",
        words("Where time is lost: border crossings"),
        (
            words("Crossing"), words("Direction"), words("Tonnes a year"),
            words("Hours lost, t-h a year"), words("Mean wait, h"),
            words("Delay cost, USD a year"),
        ),
        tuple(rows[:MOST_ROWS]),
        texts=frozenset({0}),
        left_out=max(0, len(rows) - MOST_ROWS),
    )  # fmt: skip


# -- closures -----------------------------------------------------------------------------


def closure_table(study: Study, names: Names) -> Table:
    """What a day without each thing costs, what cannot be delivered first."""
    words, write = names.words, _Writer(names.words)
    frame = study.tables["closures"]
    used = frame.filter(pl.col("tonnes_affected") > 0)
    rows = []
    for row in used.head(MOST_ROWS).iter_rows(named=True):
        name = names.closure(row["kind"], row["id"], row["name"], row.get("links") or "")
        name = f"{name} ({names.kind(row['kind'])})"
        cells = (
            write(row["undeliverable_t_per_day"]),
            write(row["cost_usd_per_day"]),
            write(row["rerouted_t_per_day"]),
            words.say(row.get("mode") or "") or NOTHING,
            write(row["tonnes_affected"]),
            names.crossings(row["new_crossings"], 3) or NOTHING,
        )
        keys = tuple(split(row.get("links"))) or (row["id"],)
        rows.append(Row(name, cells, keys))
    return Table(
        "closures",
        words("What a closure costs"),
        (
            words("What closes"), words("Without any route, t a day"), words("Cost, USD a day"),
            words("On other routes, t a day"), words("Mode"),
            words("Tonnes a year that use it"), words("Crossings used instead"),
        ),
        tuple(rows),
        hint=words(
            "Each thing is closed alone, everything else stays open. The cost is what shippers pay"
            " more for what finds another route; freight without any route is counted in tonnes."
        ),
        texts=frozenset({3, 5}),
        left_out=frame.height - len(rows),
    )  # fmt: skip


# -- corridors ----------------------------------------------------------------------------


def corridor_table(study: Study, names: Names) -> Table:
    """The corridors by tonnes, with the indicators of CPMM."""
    words, write = names.words, _Writer(names.words)
    frame = study.tables["corridors"]
    rows = []
    for row in frame.head(MOST_ROWS).iter_rows(named=True):
        cells = (
            write(row["tonnes"]), write(row["h_per_crossing"], ",.1f"),
            write(row["usd_per_crossing_20t"]), write(row["usd_per_500km_20t"]),
            write(row["kmh_moving"], ",.1f"), write(row["kmh_with_delay"], ",.1f"),
            write(row["usd_per_t"], ",.2f"), write(row["transit_h"]),
            write(row["border_h"], ",.1f"),
        )  # fmt: skip
        name = names.corridor(row["corridor"], row["crossings"])
        rows.append(Row(name, cells, tuple(split(row["crossings"]))))
    return Table(
        "corridors",
        words("The corridors and their CPMM indicators"),
        (
            words("Corridor"), words("Tonnes a year"), words("Hours at a crossing"),
            words("USD at a crossing, 20 t"), words("USD for 500 km, 20 t"),
            words("km/h in motion"), words("km/h with delays"), words("USD/t"),
            words("Hours in all"), words("Hours at borders"),
        ),
        tuple(rows),
        hint=words("A corridor is a family of routes through the same crossings in this order."),
        left_out=max(0, frame.height - MOST_ROWS),
    )  # fmt: skip


def survey_table(study: Study, names: Names) -> Table:
    """The corridors beside what surveys found in their countries."""
    words, write = names.words, _Writer(names.words)
    frame = study.tables["corridors"]
    rows = []
    for row in frame.head(MOST_ROWS).iter_rows(named=True):
        cells = (
            write(row["usd_per_500km_20t"]), write(row["published_usd_per_500km_20t"]),
            write(row["kmh_moving"], ",.1f"), write(row["published_kmh_moving"], ",.1f"),
            write(row["kmh_with_delay"], ",.1f"), write(row["published_kmh_with_delay"], ",.1f"),
            ", ".join(split(row["published_source"])) or NOTHING,
        )  # fmt: skip
        rows.append(Row(names.corridor(row["corridor"], row["crossings"]), cells))
    return Table(
        "corridors",
        words("Beside the published surveys"),
        (
            words("Corridor"), words("USD for 500 km, 20 t"), words("published"),
            words("km/h in motion"), words("published"), words("km/h with delays"),
            words("published"), words("Sources"),
        ),
        tuple(rows),
        hint=words("Published figures are means of the corridor's countries and modes by km."),
        texts=frozenset({6}),
        left_out=max(0, frame.height - MOST_ROWS),
    )  # fmt: skip


# -- scenarios ----------------------------------------------------------------------------


def scenario_table(study: Study, names: Names) -> Table:
    """Scenarios side by side."""
    words, write = names.words, _Writer(names.words)
    rows = []
    for row in study.tables["compare"].iter_rows(named=True):
        cells = (
            write(row["common_change_usd"]), write(row["total_usd"]),
            write(row["generalised_usd"]), write(row["hours"]), write(row["tonnes"]),
            write(row["undeliverable_t"]),
        )  # fmt: skip
        rows.append(Row(names.scenario(row["scenario"]), cells))
    return Table(
        "compare",
        words("The scenarios side by side"),
        (
            words("Scenario"), words("Change, USD a year"), words("Cost, USD a year"),
            words("With the time of goods, USD a year"), words("Hours of shipments a year"),
            words("Tonnes a year"), words("Without any route, t a year"),
        ),
        tuple(rows),
        hint=words(
            "The change is that of the freight which every scenario delivers, in the measure of"
            " the study, weighed by the tonnes of today."
        ),
    )  # fmt: skip


def difference_table(study: Study, scenario: str, names: Names) -> Table:
    """Tonnes by crossing and direction, as things are and under a scenario."""
    words, write = names.words, _Writer(names.words)
    frame = study.tables["compare_crossings"]
    before = {
        (row["crossing"], row["direction"]): row
        for row in frame.filter(pl.col("scenario") == BASELINE).iter_rows(named=True)
    }
    after = frame.filter(pl.col("scenario") == scenario)
    rows = []
    for row in after.sort(
        pl.col("change_t").abs(), "crossing", "direction", descending=[True, False, False]
    ).iter_rows(named=True):
        key = (row["crossing"], row["direction"])
        was = before[key]["tonnes"] if key in before else row["tonnes"] - row["change_t"]
        was_usd = before[key]["delay_usd"] if key in before else 0.0
        cells = (
            row["direction"].replace(">", " → "), write.change(row["change_t"]), write(was),
            write(row["tonnes"]), write.change(row["delay_usd"] - was_usd),
        )  # fmt: skip
        rows.append(Row(names.crossing(row["crossing"]), cells, (row["crossing"],)))
    return Table(
        "compare_crossings",
        words("Crossings: {scenario}", scenario=names.scenario(scenario)),
        (
            words("Crossing"), words("Direction"), words("Change, t a year"),
            words("As things are, t"), words("Then, t"), words("Change of delay cost, USD"),
        ),
        tuple(rows[:MOST_ROWS]),
        texts=frozenset({0}),
        left_out=max(0, len(rows) - MOST_ROWS),
    )  # fmt: skip


def group_table(study: Study, scenario: str, names: Names) -> Table:
    """Who is met by a scenario: groups of goods, the greatest change first."""
    words, write = names.words, _Writer(names.words)
    frame = study.tables["compare_groups"].filter(pl.col("scenario") == scenario)
    shown = frame.sort(
        pl.col("change_usd").abs(), "group", "direction", descending=[True, False, False]
    ).head(15)
    rows = []
    for row in shown.iter_rows(named=True):
        start, _, end = row["direction"].upper().partition("-")
        way = f"{names.country(start)} → {names.country(end)}"
        cells = (
            way, write.change(row["change_usd"]), write(row["tonnes"]),
            write(row["undeliverable_t"]), write(row["total_usd"]),
        )  # fmt: skip
        rows.append(Row(names.group(row["group"]), cells))
    return Table(
        "compare_groups",
        words("Goods: {scenario}", scenario=names.scenario(scenario)),
        (
            words("Goods"), words("Direction"), words("Change, USD a year"),
            words("Tonnes a year"), words("Without any route, t a year"),
            words("Cost, USD a year"),
        ),
        tuple(rows),
        texts=frozenset({0}),
        left_out=frame.height - shown.height,
    )  # fmt: skip


def undelivered_table(study: Study, names: Names) -> Table | None:
    """What finds no route, the most tonnes first."""
    frame = study.tables.get("undelivered")
    if frame is None or not frame.height:
        return None
    words, write = names.words, _Writer(names.words)
    shown = frame.sort("tonnes", "shipment", descending=[True, False]).head(MOST_PAIRS)
    cargo = names.facts.commodities
    rows = []
    for row in shown.iter_rows(named=True):
        goods = words.cargo(cargo[row["cargo"]]) if row["cargo"] in cargo else row["cargo"]
        way = f"{names.place(row['origin'])} → {names.place(row['destination'])}"
        rows.append(Row(goods, (way, write(row["tonnes"]))))
    return Table(
        "undelivered",
        words("Freight without any route"),
        (words("Goods"), words("From and to"), words("Tonnes a year")),
        tuple(rows),
        hint=words("These tonnes are in none of the figures above."),
        texts=frozenset({0}),
        left_out=frame.height - shown.height,
    )


Maker = Callable[[Study, Names], "Table | None"]
OF_KIND: dict[str, tuple[Maker, ...]] = {
    "barriers": (
        barrier_table,
        reform_table,
        gainer_table,
        pair_table,
        month_table,
        crossing_table,
    ),
    "closures": (closure_table,),
    "corridors": (corridor_table, survey_table, crossing_table),
    "compare": (scenario_table,),
}


def report_tables(study: Study, names: Names) -> list[Table]:
    """Every table of a report, the one of its first page first."""
    tables = [made for make in OF_KIND[study.kind] if (made := make(study, names)) is not None]
    if study.kind == "compare":
        for scenario in study.scenarios:
            tables.append(difference_table(study, scenario, names))
            tables.append(group_table(study, scenario, names))
    lost = undelivered_table(study, names)
    return [*_with_rows(tables), *([lost] if lost else [])]


def _with_rows(tables: Iterable[Table]) -> Iterable[Table]:
    return (table for table in tables if table.rows)
