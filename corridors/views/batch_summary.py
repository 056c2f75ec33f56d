"""A batch run summed up: totals, tables by what planners ask for, and what was rejected."""

from typing import NamedTuple

import polars as pl

from corridors.batch.run_tables import RunTables
from corridors.units import HOURS_PER_DAY
from corridors.views.batch_flows import Flows, sum_by, sum_flows
from corridors.views.batch_segments import cargo_name, crossing_name
from corridors.views.words import Words, words_in
from maps.flow_words import period_name
from maps.labels import Labels
from maps.summary_page import RejectGroup, SummaryPage, SummaryRow, SummaryTable
from network_data import Facts

MOST_ROWS = 25
"""Rows of a table; what is beyond them is one row of others."""
MOST_CROSSINGS = 60
MOST_GROUPS = 20
EXAMPLES = 5
FREQUENT = 5
LONGEST_TEXT = 240
"""Of a cell of a rejected row: a page must not grow with what somebody pasted into a cell."""

_SUMS = ("shipments", "tonnes", "cost_usd", "tonne_h", "delay_usd")
_ALL_SUMS = (*_SUMS, "co2e_t", "tonne_border_h", "rail_tkm", "road_tkm")
_MILLION = 1e6


def batch_summary(tables: RunTables, facts: Facts, labels: Labels) -> SummaryPage:
    """The summary page of a finished run, its words from `labels`."""
    flows = sum_flows(tables.best, tables.paths, facts)
    words = words_in(labels.lang)
    groups = _with_names(flows, facts, labels, words)
    return SummaryPage(
        title=labels["summary_title"],
        subtitle=labels["flow_subtitle"].format(
            tonnes=labels.number(float(groups["tonnes"].sum())),
            shipments=labels.number(tables.counts.answered),
        ),
        figures=_figures(tables, groups, labels),
        tables=(
            _table(groups, "family", labels, hint=labels["summary_by_family_hint"]),
            _crossing_table(flows, facts, labels, words),
            _table(groups, "mode", labels),
            _table(groups, "cargo", labels),
            _table(groups, "month", labels, in_order=True),
        ),
        rejects=_rejects(tables.rejects, labels),
        about=tuple(tables.about.items()),
        notes=(labels["summary_note_mean"], labels["summary_note_delay"]),
    )


def _with_names(flows: Flows, facts: Facts, labels: Labels, words: Words) -> pl.DataFrame:
    """The sums with what they are grouped by in words; a month keeps its key for the order."""
    paths = flows.paths.with_columns(
        _worded("family", flows.paths, {f: _family(f, facts, labels, words) for f in
                                        flows.paths["family"].unique()}),
        _worded("modes", flows.paths, {m: labels[f"summary_{m}"] for m in
                                       ("rail", "road", "rail_road")}).alias("mode"),
    )  # fmt: skip
    groups = flows.groups.join(paths, on="path")
    cargoes = {cargo: cargo_name(facts, cargo, words) for cargo in groups["cargo"].unique()}
    return groups.with_columns(
        _worded("cargo", groups, cargoes),
        (pl.col("tonnes") * pl.col("rail_km")).alias("rail_tkm"),
        (pl.col("tonnes") * pl.col("road_km")).alias("road_tkm"),
    )


def _worded(column: str, frame: pl.DataFrame, words: dict[str, str]) -> pl.Expr:
    if not frame.height:
        return pl.col(column)
    return pl.col(column).replace_strict(words, return_dtype=pl.String)


def _family(family: str, facts: Facts, labels: Labels, words: Words) -> str:
    if not family:
        return labels["summary_no_crossing"]
    return " → ".join(crossing_name(facts, name, words) for name in family.split("; "))


def _figures(
    tables: RunTables, groups: pl.DataFrame, labels: Labels
) -> tuple[tuple[str, str], ...]:
    total = {name: float(groups[name].sum()) for name in _ALL_SUMS}
    tonnes = total["tonnes"] or 1.0
    counts = tables.counts
    return (
        (labels["summary_rows_in"], labels.number(counts.rows)),
        (labels["summary_answered"], labels.number(counts.answered)),
        (labels["summary_rejected"], labels.number(counts.rejected)),
        (labels["flow_tonnes"], labels.number(total["tonnes"])),
        (labels["flow_cost_usd"], labels.number(total["cost_usd"])),
        (labels["flow_cost_usd_per_t"], labels.number(total["cost_usd"] / tonnes, 2)),
        (labels["summary_days"], labels.number(total["tonne_h"] / tonnes / HOURS_PER_DAY, 1)),
        (labels["summary_border_h"], labels.number(total["tonne_border_h"] / tonnes, 1)),
        (labels["flow_delay_usd"], labels.number(total["delay_usd"])),
        (labels["summary_co2e"], labels.number(total["co2e_t"])),
        (labels["summary_rail_tkm"], labels.number(total["rail_tkm"] / _MILLION, 1)),
        (labels["summary_road_tkm"], labels.number(total["road_tkm"] / _MILLION, 1)),
    )


def _table(
    groups: pl.DataFrame, by: str, labels: Labels, *, hint: str = "", in_order: bool = False
) -> SummaryTable:
    """Tonnes, USD, days and delay cost by a column; the most tonnes first, or in its order."""
    sums = sum_by(groups, (by,), _SUMS)
    whole = float(sums["tonnes"].sum())
    rows = []
    for key, shipments, tonnes, cost_usd, tonne_h, delay_usd in _ranked(sums, by, in_order, labels):
        cells = (
            labels.number(shipments),
            labels.number(tonnes),
            labels.number(cost_usd),
            labels.number(cost_usd / tonnes if tonnes else 0.0, 2),
            labels.number(tonne_h / tonnes / HOURS_PER_DAY if tonnes else 0.0, 1),
            labels.number(delay_usd),
        )
        name = _month_name(key, labels) if by == "month" else key
        rows.append(SummaryRow(name, cells, _share(tonnes, whole)))
    heads = ("flow_shipments", "flow_tonnes", "flow_cost_usd", "flow_cost_usd_per_t",
             "summary_mean_days", "flow_delay_usd")  # fmt: skip
    first = {"family": "summary_family", "mode": "flow_mode", "cargo": "flow_category",
             "month": "flow_period"}[by]  # fmt: skip
    return SummaryTable(
        title=labels[f"summary_by_{by}"],
        columns=(labels[first], *(labels[head] for head in heads)),
        rows=tuple(rows),
        bar=labels["summary_share"],
        hint=hint,
    )


def _ranked(
    sums: pl.DataFrame, by: str, in_order: bool, labels: Labels
) -> list[tuple[str, float, float, float, float, float]]:
    """Rows as they stand in a table: the largest, then one for all others."""
    if in_order and sums.height <= MOST_ROWS * 4:
        return list(sums.sort(pl.col(by) == "", by).iter_rows())  # without a date: last
    ranked = sums.sort("tonnes", by, descending=[True, False])
    rows = list(ranked.head(MOST_ROWS).iter_rows())
    rest = ranked.slice(MOST_ROWS)
    if rest.height:
        others = labels["summary_others"].format(count=labels.number(rest.height))
        rows.append((others, *(rest[name].sum() for name in _SUMS)))
    return rows


def _month_name(month: str, labels: Labels) -> str:
    """A month in words; the row of the others has its words already."""
    if not month:
        return labels["summary_no_date"]
    return period_name(month, labels) if month[:4].isdigit() and month[4:5] == "-" else month


def _share(part: float, whole: float) -> float:
    return min(1.0, max(0.0, part / whole)) if whole else 0.0


def _crossing_table(flows: Flows, facts: Facts, labels: Labels, words: Words) -> SummaryTable:
    """Tonnes and waits by crossing and direction; a share is that of all tonnes."""
    sums = ("shipments", "tonnes", "tonne_wait_h", "delay_usd")
    ranked = sum_by(flows.crossings, ("crossing", "direction"), sums).sort(
        "tonnes", "crossing", "direction", descending=[True, False, False]
    )
    rest = ranked.slice(MOST_CROSSINGS)
    rows = [
        (crossing_name(facts, crossing, words), direction.replace(">", " → "), *figures)
        for crossing, direction, *figures in ranked.head(MOST_CROSSINGS).iter_rows()
    ]
    if rest.height:
        others = labels["summary_others"].format(count=labels.number(rest.height))
        rows.append((others, "", *(rest[name].sum() for name in sums)))
    whole = float(flows.groups["tonnes"].sum())
    heads = ("flow_name", "summary_direction", "flow_shipments", "flow_tonnes", "flow_mean_wait",
             "flow_delay_usd")  # fmt: skip
    return SummaryTable(
        title=labels["summary_by_crossing"],
        columns=tuple(labels[head] for head in heads),
        rows=tuple(
            SummaryRow(
                name,
                (
                    direction,
                    labels.number(shipments),
                    labels.number(tonnes),
                    labels.number(wait / tonnes if tonnes else 0.0, 1),
                    labels.number(delay),
                ),
                _share(tonnes, whole),
            )
            for name, direction, shipments, tonnes, wait, delay in rows
        ),
        bar=labels["summary_share"],
    )


class _Kind(NamedTuple):
    code: str
    column: str


def _rejects(rejects: pl.LazyFrame, labels: Labels) -> tuple[RejectGroup, ...]:
    """Rejected rows by reason and column, the most frequent first, with the first of each."""
    kinds = rejects.with_columns(
        pl.col("code").str.split("; ").list.first().alias("kind"),
        pl.col("column").str.split("; ").list.first().alias("at"),
    )
    counted = (
        kinds.group_by("kind", "at").len().collect(engine="streaming")
        .sort("len", "kind", "at", descending=[True, False, False])
        .head(MOST_GROUPS)
    )  # fmt: skip
    return tuple(
        _reject_group(kinds, _Kind(kind or "", at or ""), count, labels)
        for kind, at, count in counted.iter_rows()
    )


def _reject_group(kinds: pl.LazyFrame, of: _Kind, count: int, labels: Labels) -> RejectGroup:
    mine = kinds.filter(
        (pl.col("kind").fill_null("") == of.code) & (pl.col("at").fill_null("") == of.column)
    )
    first = (
        mine.select("row", "column", "value", "reason", "suggestion")
        .bottom_k(EXAMPLES, by="row")
        .collect(engine="streaming")
        .sort("row")
    )
    frequent = (
        mine.filter(pl.col("value").fill_null("") != "")
        .group_by("value")
        .len()
        .filter(pl.col("len") > 1)
        .sort("len", "value", descending=[True, False])
        .head(FREQUENT)
        .collect(engine="streaming")
    )
    title = labels.texts.get(f"reject_{of.code}", of.code)
    return RejectGroup(
        title=f"{title} ({of.column})" if of.column else title,
        count=labels.number(count),
        frequent=", ".join(
            f"{_shortened(value)} ({labels.number(times)})" for value, times in frequent.iter_rows()
        ),
        examples=tuple(
            (labels.number(row), *map(_shortened, (column, value, reason, suggestion)))
            for row, column, value, reason, suggestion in first.iter_rows()
        ),
    )


def _shortened(text: str | None) -> str:
    text = text or ""
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"
