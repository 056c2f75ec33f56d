"""Laws of studies, and that they equal asking every shipment anew on the changed facts."""

import math
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.model.demand import Demand, DemandRow
from corridors.model.scenario import Scenario
from corridors.model.shipment import Objective, Shipment
from corridors.network.network import Network
from corridors.network.scenarios import with_scenario
from corridors.solvers.find import find_routes
from corridors.studies.basis import Basis
from corridors.studies.closures import study_closures
from corridors.studies.compare import compare_scenarios
from corridors.studies.ledger import chosen_barriers, study_barriers
from network_data import Facts
from tests.instances import Case, cases, examples
from tests.property.test_scenario_laws import barred

BY = pytest.mark.parametrize("objective", [Objective.GENERALISED, Objective.COST])
TONNES = (1.0, 20.0, 45.0, 300.0)


def demand_of(facts: Facts) -> Demand:
    """One row for each two places of a network, of various tonnes, one shipment each."""
    stops = [place.id for place in facts.places.values() if "here" not in place.id]
    stops = [stop for stop in stops if "there" not in stop]
    rows = [
        DemandRow(
            f"{a}--{b}", "wheat", a, b, TONNES[number % 4], 500.0 * TONNES[number % 4], "estimate"
        )
        for number, (a, b) in enumerate(permutations(stops, 2))
    ]  # fmt: skip
    return Demand(tuple(rows), 2026, "random")


def asked_anew(facts: Facts, demand: Demand, objective: Objective) -> dict[str, float]:
    """What every row costs, each asked by itself; infinite without a route."""
    network, found = Network(facts), {}
    for row in demand:
        shipment = Shipment(
            row.origin, row.destination, row.cargo, row.tonnes_per_year,
            value_usd_per_t=row.value_usd_per_t,
        )  # fmt: skip
        routes = find_routes(network, shipment, objective=objective, limit=1).routes
        if not routes:
            found[row.id] = math.inf
        elif objective is Objective.COST:
            found[row.id] = routes[0].cost_usd
        else:
            found[row.id] = routes[0].generalised_cost_usd
    return found


def saved(before: dict[str, float], after: dict[str, float]) -> float:
    """Dollars that rows with a route save in all."""
    return sum(usd - after[id] for id, usd in before.items() if usd < math.inf)


@st.composite
def bounded(draw: st.DrawFn) -> Case:
    """A network on which there is something to ask about."""
    case: Case = draw(
        barred().filter(lambda c: len([p for p in c.facts.places if "here" not in p]) > 2)
    )
    return case


@BY
@examples(5)
@given(case=bounded())
def test_the_ledger_equals_asking_every_shipment_without_each_barrier(
    objective: Objective, case: Case
) -> None:
    demand = demand_of(case.facts)
    if not chosen_barriers(case.facts):
        return
    study = study_barriers(Basis(case.facts, demand, objective, lot_t=1e6))
    now = asked_anew(case.facts, demand, objective)
    lost = study.tables["undelivered"]["shipment"].to_list()
    assert lost == [id for id, usd in now.items() if usd == math.inf]
    rows = study.tables["barriers"].rows(named=True)
    for row in rows:
        gone = with_scenario(case.facts, Scenario("gone").remove(row["barrier"]))
        gain = saved(now, asked_anew(gone, demand, objective))
        assert row["gain_usd"] == pytest.approx(gain, abs=0.01 * len(now)), row["barrier"]
    for row in study.tables["pairs"].rows(named=True)[:2]:
        gone = with_scenario(case.facts, Scenario("gone").remove(row["a"], row["b"]))
        gain = saved(now, asked_anew(gone, demand, objective))
        assert row["gain_both_usd"] == pytest.approx(gain, abs=0.01 * len(now)), row


@BY
@examples(10)
@given(case=bounded())
def test_gains_are_no_losses_and_add_up(objective: Objective, case: Case) -> None:
    """Removing never costs, is worth at least the static loss, and every gain is somebody's."""
    if not chosen_barriers(case.facts):
        return
    study = study_barriers(Basis(case.facts, demand_of(case.facts), objective))
    gains = study.tables["beneficiaries"]
    for row in study.tables["barriers"].rows(named=True):
        assert row["gain_usd"] >= 0
        assert row["gain_usd"] >= row["static_loss_usd"] - 0.01
        assert row["gain_low_usd"] - 0.01 <= row["gain_usd"] <= row["gain_high_usd"] + 0.01
        mine = gains.filter(gains["barrier"] == row["barrier"])
        for _, part in mine.group_by("dimension"):
            assert part["gain_usd"].sum() == pytest.approx(row["gain_usd"], abs=1e-6, rel=1e-9)
        assert mine.height or row["gain_usd"] == 0
    for row in study.tables["pairs"].rows(named=True):
        most = max(row["gain_a_usd"], row["gain_b_usd"])
        assert row["gain_both_usd"] >= most - 0.01
        parts = row["gain_a_usd"] + row["gain_b_usd"] + row["interaction_usd"]
        assert row["gain_both_usd"] == pytest.approx(parts, abs=1e-6)


@BY
@examples(5)
@given(case=cases(countries=2, per_country=3, cargo=2))
def test_the_closure_desk_equals_asking_every_shipment_with_each_thing_closed(
    objective: Objective, case: Case
) -> None:
    demand = demand_of(case.facts)
    if not len(demand):
        return
    study = study_closures(Basis(case.facts, demand, objective, lot_t=1e6))
    now = asked_anew(case.facts, demand, objective)
    tonnes = {row.id: row.tonnes_per_year for row in demand}
    for row in study.tables["closures"].rows(named=True):
        closed = row["links"].split("; ") if row["links"] else [row["id"]]
        then = asked_anew(
            with_scenario(case.facts, Scenario("shut").close(*closed)), demand, objective
        )
        gone = [id for id in now if now[id] < math.inf and then[id] == math.inf]
        more = sum(then[id] - now[id] for id in now if then[id] < math.inf and id not in gone)
        assert row["cost_usd_per_day"] * 365 == pytest.approx(more, abs=0.01 * len(now)), row
        assert row["undeliverable_t_per_day"] * 365 == pytest.approx(sum(tonnes[g] for g in gone))
        assert row["single_point"] == bool(gone)
        assert row["cost_usd_per_day"] >= 0
        parts = row["rerouted_t_per_day"] + row["undeliverable_t_per_day"]
        assert parts * 365 == pytest.approx(row["tonnes_affected"])


@examples(4)
@given(case=bounded())
def test_a_scenario_that_changes_nothing_compares_as_equal(case: Case) -> None:
    demand = demand_of(case.facts)
    basis = Basis(case.facts, demand)
    same = Basis(with_scenario(case.facts, Scenario("same")), demand)
    tables = compare_scenarios(basis, [same]).tables
    before, after = tables["compare"].rows(named=True)
    assert after["scenario"] == "same"
    assert {**after, "scenario": ""} == {**before, "scenario": ""}
    assert after["common_change_usd"] == 0
    assert tables["compare_groups"]["change_usd"].abs().sum() == 0
    assert tables["compare_crossings"]["change_t"].abs().sum() == 0
    assert tables["flows"].equals(tables["flows_same"])
