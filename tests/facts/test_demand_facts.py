"""The demand tables: what they add up to, and what is found wrong with one's own."""

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from network_data import check_facts, load_facts

OwnTables = Callable[..., Path]
FACTS = load_facts()

WHEAT = "d-kt-1001-kostanay-khujand"
FAULTS = [
    ("no goods", "demand", WHEAT, {"tonnes_per_year": "0"}, "tonnes_per_year", "0 cannot be"),
    ("unknown goods", "demand", WHEAT, {"cargo": "c-1001"}, "cargo", "no 'c-1001'"),
    ("the wrong way", "demand", WHEAT, {"cargo": "c-0813-tj-kz"}, "cargo", "goes tj-kz"),
    ("said twice", "demand", WHEAT, {"id": "d-mine"}, "destination", "add the two up"),
    ("a foreign place", "demand_origins", "do-1001-kz-tj-kostanay", {"place": "tj-khujand"},
     "place", "lies in TJ"),
    ("shares above one", "demand_destinations", "dd-1001-kz-tj-khujand", {"share": "0.9"},
     "share", "add up to 1.64"),
    ("a month of all", "demand_season", "ds-grain-kz-tj-01", {"share": "0.9"}, "share", "add up"),
    ("a month twice", "demand_season", "ds-grain-kz-tj-01", {"month": "2"}, "month",
     "month 1 is missing"),
    ("a thirteenth month", "demand_season", "ds-grain-kz-tj-01", {"month": "13"}, "month",
     "'13' is not allowed"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "id", "changes", "column", "message"),
    [pytest.param(*fault[1:], id=fault[0]) for fault in FAULTS],
)
def test_a_fault_in_a_demand_is_found(
    own_tables: OwnTables, table: str, id: str, changes: dict[str, str], column: str, message: str
) -> None:
    problems = check_facts(own_tables(table, (id, changes)))
    here = [p for p in problems if p.file.startswith(table + ".csv") and p.column == column]
    assert any(message in problem.message for problem in here), [str(p) for p in problems]


def test_goods_without_any_season_are_found(own_tables: OwnTables) -> None:
    """Every fruit from Tajikistan has a season of its own; apricots by the name of nuts none."""
    own_tables("demand", ("d-tk-0813-isfara-almaty", {"cargo": "c-0813-tj-kz"}))
    rows = ("commodities", ("c-0813-tj-kz", {"group": "fruit", "hs": "0811"}))
    problems = check_facts(own_tables(*rows))
    assert any("no season of fruit tj-kz" in p.message for p in problems), problems


def test_the_rows_of_a_cargo_add_up_to_its_total() -> None:
    tonnes: dict[tuple[str, str], float] = defaultdict(float)
    usd: dict[tuple[str, str], float] = defaultdict(float)
    for row in FACTS.demand.values():
        cargo = FACTS.commodities[row.cargo]
        key = (cargo.hs, cargo.direction[:2].upper())
        tonnes[key] += row.tonnes_per_year
        usd[key] += row.value_usd
    totals = [row for row in FACTS.demand_targets.values() if row.kind == "base"]
    assert {(row.hs, row.exporter) for row in totals} == set(tonnes)
    for of_cargo in totals:
        key = (of_cargo.hs, of_cargo.exporter)
        assert tonnes[key] == pytest.approx(of_cargo.tonnes, abs=1.0)
        assert usd[key] == pytest.approx(of_cargo.usd, abs=10.0)


def test_a_row_is_the_total_by_the_shares_of_its_ends() -> None:
    shares = {}
    for table in (FACTS.demand_origins, FACTS.demand_destinations):
        shares.update({(row.cargo, row.place): row.share for row in table.values()})
    totals = {
        (row.hs, row.exporter): row.tonnes or 0.0
        for row in FACTS.demand_targets.values()
        if row.kind == "base"
    }
    for row in FACTS.demand.values():
        cargo = FACTS.commodities[row.cargo]
        total = totals[cargo.hs, cargo.direction[:2].upper()]
        ends = shares[row.cargo, row.origin] * shares[row.cargo, row.destination]
        assert row.tonnes_per_year == pytest.approx(total * ends, abs=0.5), row.id


def test_the_demand_meets_what_was_published_for_2024() -> None:
    """1.2 bn USD of turnover, 1.3 Mt of grain by rail to Tajikistan (statements of 2025)."""
    rows = FACTS.demand.values()
    assert sum(row.value_usd for row in rows) == pytest.approx(1.2e9, rel=1e-6)
    grain = [row for row in rows if FACTS.commodities[row.cargo].group == "grain"]
    assert sum(row.tonnes_per_year for row in grain) == pytest.approx(1.3e6, rel=1e-6)


def test_announced_targets_are_spread_without_a_remainder() -> None:
    targets = FACTS.demand_targets.values()
    items = [row for row in targets if row.kind == "increment_85"]
    assert sum(row.usd or 0.0 for row in items) == pytest.approx(200e6)
    assert sum(row.items or 0.0 for row in items) == 85
    for year in ("2025", "2026", "2027"):
        groups = [r.usd or 0.0 for r in targets if r.kind == "path_2bn_group" and r.year == year]
        (total,) = (
            row.usd for row in targets
            if (row.kind, row.year, row.exporter) == ("path_2bn", year, "both")
        )  # fmt: skip
        assert sum(groups) == pytest.approx(total, rel=1e-6)
    assert total == 2e9


def test_base_barriers_alone_say_whose_side_they_are_part_of() -> None:
    for barrier in FACTS.barriers.values():
        assert (barrier.side != "") == (barrier.use == "base")
