"""Scenarios side by side: what a demand costs, how it goes, what is left behind."""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from corridors.errors import RequestError
from corridors.studies.basis import Basis
from corridors.studies.consignments import Consignment
from corridors.studies.flows import flow_frame, undelivered_frame
from corridors.studies.measure import measure
from corridors.studies.result import Study
from corridors.studies.ways import Way

BASELINE = "baseline"
FLOWS = "flows"
TOTALS = {
    "scenario": pl.String, "total_usd": pl.Float64, "generalised_usd": pl.Float64,
    "hours": pl.Float64, "tonnes": pl.Float64, "undeliverable_t": pl.Float64,
    "common_usd": pl.Float64, "common_change_usd": pl.Float64,
}  # fmt: skip
GROUPS = {
    "scenario": pl.String, "direction": pl.String, "group": pl.String, "tonnes": pl.Float64,
    "undeliverable_t": pl.Float64, "total_usd": pl.Float64, "hours": pl.Float64,
    "change_usd": pl.Float64,
}  # fmt: skip
CROSSINGS = {
    "scenario": pl.String, "crossing": pl.String, "direction": pl.String, "tonnes": pl.Float64,
    "change_t": pl.Float64, "delay_h": pl.Float64, "delay_usd": pl.Float64,
}  # fmt: skip


class Case(NamedTuple):
    """A scenario (or the baseline): its shipments by id, their ways, and what it is of."""

    name: str
    basis: Basis
    shipments: dict[str, Consignment]
    ways: dict[str, Way | None]
    flows: pl.DataFrame
    lost: pl.DataFrame


def compare_scenarios(baseline: Basis, scenarios: Sequence[Basis]) -> Study:
    """Put scenarios beside the baseline.

    Parameters
    ----------
    baseline
        The demand on the facts as they are.
    scenarios
        The same demand on the facts under each scenario, which may change its tonnes.

    Returns
    -------
    Study
        Tables ``compare``, ``compare_groups``, ``compare_crossings``, ``undelivered``,
        ``flows`` of the baseline and ``flows_NAME`` of each scenario.

    Raises
    ------
    RequestError
        If there is no scenario, or two go by one name.
    """
    names = [scenario_name(each) for each in scenarios]
    if not names:
        raise RequestError("nothing to compare; name a scenario (`corridors scenario list`)")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise RequestError(f"{', '.join(twice)}: named twice; name each scenario once")
    base = _case(BASELINE, baseline)
    cases = [base, *(_case(name, each) for name, each in zip(names, scenarios, strict=True))]
    common = frozenset(
        id
        for id in base.ways
        if all(case.ways.get(id) is not None for case in cases)
    )  # fmt: skip
    tables = {
        "compare": pl.DataFrame(
            [_totals(case, base, common) for case in cases], schema=TOTALS, orient="row"
        ),
        "compare_groups": pl.DataFrame(
            [row for case in cases for row in _groups(case, base)], schema=GROUPS, orient="row"
        ),
        "compare_crossings": pl.DataFrame(
            [row for case in cases for row in _crossings(case, base)],
            schema=CROSSINGS, orient="row",
        ),
        "undelivered": base.lost,
        FLOWS: base.flows,
        **{f"{FLOWS}_{case.name}": case.flows for case in cases[1:]},
    }  # fmt: skip
    return Study("compare", tables, baseline.about(), tuple(names))


def scenario_name(basis: Basis) -> str:
    """The scenarios of a basis as one name."""
    return "_".join(basis.facts.scenarios) or BASELINE


def _case(name: str, basis: Basis) -> Case:
    shipments = basis.shipments
    measured = measure(basis.network, shipments, basis.objective)
    return Case(
        name, basis, {each.id: each for each in shipments},
        {each.id: way for each, way in zip(shipments, measured.ways, strict=True)},
        flow_frame(basis.facts, shipments, measured.ways),
        undelivered_frame(shipments, measured.ways, measured.reasons),
    )  # fmt: skip


def _per_t(case: Case, id: str) -> float:
    """What a tonne of a row of the demand costs, in the measure of the study."""
    way = case.ways[id]
    assert way is not None  # asked of what is delivered only
    return way.measure_usd / case.shipments[id].tonnes


def _totals(case: Case, base: Case, common: frozenset[str]) -> tuple[object, ...]:
    """A row of ``compare``; what all deliver is weighed by the baseline's tonnes."""
    usd = generalised = hours = tonnes = lost = 0.0
    for id, way in case.ways.items():
        shipment = case.shipments[id]
        if way is None:
            lost += shipment.tonnes_per_year
            continue
        usd += way.usd * shipment.number
        generalised += way.generalised_usd * shipment.number
        hours += way.hours * shipment.number
        tonnes += shipment.tonnes_per_year
    here, there = (
        sum(_per_t(each, id) * base.shipments[id].tonnes_per_year for id in sorted(common))
        for each in (case, base)
    )
    return case.name, usd, generalised, hours, tonnes, lost, here, here - there


def _groups(case: Case, base: Case) -> list[tuple[object, ...]]:
    """Rows of ``compare_groups``."""
    commodities = case.basis.facts.commodities
    sums: dict[tuple[str, str], list[float]] = {}
    for id, way in case.ways.items():
        shipment = case.shipments[id]
        cargo = commodities[shipment.cargo]
        total = sums.setdefault((cargo.direction, cargo.group), [0.0] * 5)
        if way is None:
            total[1] += shipment.tonnes_per_year
            continue
        total[0] += shipment.tonnes_per_year
        total[2] += way.usd * shipment.number
        total[3] += way.hours * shipment.number
        if base.ways.get(id) is not None:
            more = _per_t(case, id) - _per_t(base, id)
            total[4] += more * base.shipments[id].tonnes_per_year
    return [(case.name, *key, *total) for key, total in sorted(sums.items())]


def _crossings(case: Case, base: Case) -> list[tuple[object, ...]]:
    """Rows of ``compare_crossings``, those that either uses."""
    here, there = (_by_crossing(each.flows) for each in (case, base))
    nothing = (0.0, 0.0, 0.0)
    rows: list[tuple[object, ...]] = []
    for key in sorted({*here, *there}):
        tonnes, delay_h, delay_usd = here.get(key, nothing)
        rows.append((case.name, *key, tonnes, tonnes - there.get(key, nothing)[0], delay_h,
                     delay_usd))  # fmt: skip
    return rows


def _by_crossing(flows: pl.DataFrame) -> dict[tuple[str, str], tuple[float, float, float]]:
    sums = (
        flows.filter(pl.col("kind") == "crossing")
        .group_by("id", "direction")
        .agg(pl.col("tonnes", "delay_h", "delay_usd").sum())
    )
    return {(row[0], row[1]): (row[2], row[3], row[4]) for row in sums.iter_rows()}
