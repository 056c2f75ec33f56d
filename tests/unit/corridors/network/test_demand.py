"""The demand of the facts: seasons, growth towards the targets, what a scenario does to it."""

import pytest

from corridors.errors import RequestError
from corridors.io.scenario_toml import scenario_facts
from corridors.model.scenario import Action, Change, Edit, How, Scenario, Selection
from corridors.network.demand import facts_demand
from corridors.network.scenarios import with_scenario
from network_data import Facts, FactsError

WHEAT = "d-kt-1001-kostanay-khujand"


def test_the_demand_is_that_of_the_base_year(facts: Facts) -> None:
    demand = facts_demand(facts)
    assert (demand.year, len(demand)) == (2024, 882)
    assert demand.value_usd == pytest.approx(1.2e9, rel=1e-6)
    wheat = next(row for row in demand if row.id == WHEAT)
    assert wheat.tonnes_per_year == facts.demand[WHEAT].tonnes_per_year
    assert wheat.value_usd_per_t == pytest.approx(250.0)


def test_months_of_a_row_make_its_year(facts: Facts) -> None:
    """Wheat as published: 12.08 % of the year in October, 6.46 % in July."""
    wheat = next(row for row in facts_demand(facts) if row.id == WHEAT)
    assert sum(wheat.tonnes_in(month) for month in range(1, 13)) == pytest.approx(
        wheat.tonnes_per_year
    )
    assert wheat.tonnes_in(10) == pytest.approx(0.1208 * wheat.tonnes_per_year, rel=1e-3)
    assert wheat.tonnes_in(7) == pytest.approx(0.0646 * wheat.tonnes_per_year, rel=1e-3)


def test_a_heading_has_its_own_season_before_that_of_its_group(facts: Facts) -> None:
    own = {
        int(row.month): row.share
        for row in facts.demand_season.values()
        if row.hs == "2711" and row.direction == "kz-tj"
    }
    gas = next(row for row in facts_demand(facts) if row.cargo == "c-2711-kz-tj")
    assert gas.month_shares == pytest.approx([own[month] for month in range(1, 13)], abs=1e-3)


@pytest.mark.parametrize(("year", "usd"), [(2025, 1_422_757_322), (2027, 2_000_000_000)])
def test_the_years_lead_to_two_billion_dollars(facts: Facts, year: int, usd: float) -> None:
    demand = facts_demand(facts, year)
    assert demand.value_usd == pytest.approx(usd, rel=1e-6)
    assert {row.confidence for row in demand} == {"estimate"}


def test_a_row_grows_with_its_group(facts: Facts) -> None:
    """Milling products of 2027 over those of 2024, as the targets have them, times the row."""
    targets = facts.demand_targets.values()
    milling = [row for row in targets if row.group == "milling" and row.exporter == "KZ"]
    base = sum(row.tonnes or 0.0 for row in milling if row.kind == "base")
    (path,) = (r.tonnes or 0.0 for r in milling if (r.kind, r.year) == ("path_2bn_group", "2027"))
    before = next(r for r in facts_demand(facts) if facts.commodities[r.cargo].group == "milling")
    after = next(row for row in facts_demand(facts, 2027) if row.id == before.id)
    assert after.tonnes_per_year == pytest.approx(before.tonnes_per_year * path / base)


def test_a_year_that_nobody_told_of_is_refused(facts: Facts) -> None:
    with pytest.raises(RequestError, match="the facts have 2024, 2025, 2026, 2027"):
        facts_demand(facts, 2030)


def test_the_85_goods_add_200_million_to_kazakh_exports_alone(facts: Facts) -> None:
    before = facts_demand(facts)
    after = facts_demand(scenario_facts(facts, ["exports-85-goods"]))
    added = {row.id: new.value_usd - row.value_usd for row, new in zip(before, after, strict=True)}
    assert sum(added.values()) == pytest.approx(200e6)
    assert all(usd == 0 for id, usd in added.items() if id.startswith("d-tk"))
    grown = [facts.commodities[facts.demand[id].cargo].group for id, usd in added.items() if usd]
    assert len(set(grown)) == 20


def demand_edit(change: Change, **where: str) -> Scenario:
    conditions = tuple((name, (value,)) for name, value in where.items())
    edit = Edit(Action.CHANGE, selection=Selection("demand", conditions), changes=(change,))
    return Scenario("more").with_edit(edit)


def test_demand_is_scaled_by_what_it_is_of(facts: Facts) -> None:
    """Half as much again of grain to Khujand: tonnes and dollars, and nothing else."""
    more = demand_edit(Change("trade", How.SCALE, 1.5), group="grain", destination="tj-khujand")
    under = with_scenario(facts, more)
    for id, row in facts.demand.items():
        hit = row.destination == "tj-khujand" and facts.commodities[row.cargo].group == "grain"
        factor = 1.5 if hit else 1.0
        assert under.demand[id].tonnes_per_year == pytest.approx(row.tonnes_per_year * factor)
        assert under.demand[id].value_usd == pytest.approx(row.value_usd * factor)
    assert under.demand[WHEAT].source[0] == "scenario-more"


def test_an_amount_is_shared_in_proportion(facts: Facts) -> None:
    more = demand_edit(Change("tonnes_per_year", How.SPREAD, 1000.0), cargo="c-1001-kz-tj")
    under = with_scenario(facts, more)
    rows = [row for row in facts.demand.values() if row.cargo == "c-1001-kz-tj"]
    total = sum(row.tonnes_per_year for row in rows)
    for row in rows:
        share = 1000 * row.tonnes_per_year / total
        assert under.demand[row.id].tonnes_per_year == pytest.approx(row.tonnes_per_year + share)


def test_no_more_is_taken_away_than_there_is(facts: Facts) -> None:
    less = demand_edit(Change("tonnes_per_year", How.SPREAD, -1e9), cargo="c-1001-kz-tj")
    with pytest.raises(FactsError, match="more is taken away than there is"):
        with_scenario(facts, less)
