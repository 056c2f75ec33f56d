"""A sample of the shipped demand: the ledger and the desk equal asking each shipment anew."""

import random

import pytest

from corridors.model.demand import Demand
from corridors.model.scenario import Scenario
from corridors.model.shipment import Objective, Shipment
from corridors.network.demand import facts_demand
from corridors.network.network import Network
from corridors.network.scenarios import with_scenario
from corridors.solvers.find import find_routes
from corridors.studies.basis import Basis
from corridors.studies.closures import study_closures
from corridors.studies.consignments import consignments
from corridors.studies.ledger import study_barriers
from network_data import Facts, load_facts

ROWS = 8
BARRIERS = ("b-base-rail-uz-entry", "b-base-road-fotehobod-in", "b-base-road-uz-out",
            "b-now-police-stops")  # fmt: skip
TOGETHER = ("b-base-rail-uz-entry", "b-base-road-fotehobod-in")
CENTS = 0.005
"""Dollars a shipment: ways that differ by less may be told apart by the roundings of moves."""


@pytest.fixture(scope="module")
def facts() -> Facts:
    return load_facts()


@pytest.fixture(scope="module")
def sample(facts: Facts) -> Demand:
    """Some rows, small and large, of both directions."""
    rows = facts_demand(facts).rows
    return Demand(tuple(random.Random(3).sample(rows, ROWS)), 2024, "a sample")


def year_usd(facts: Facts, sample: Demand) -> tuple[float, float]:
    """Generalised cost of a year, each shipment asked by itself, and tonnes without a route."""
    network, usd, lost = Network(facts), 0.0, 0.0
    for each in consignments(sample):
        shipment = Shipment(each.origin, each.destination, each.cargo, each.tonnes,
                            value_usd_per_t=each.value_usd_per_t)  # fmt: skip
        routes = find_routes(network, shipment, objective=Objective.GENERALISED, limit=1).routes
        if routes:
            usd += routes[0].generalised_cost_usd * each.number
        else:
            lost += each.tonnes_per_year
    return usd, lost


def test_the_ledger_of_a_sample_equals_asking_each_anew(facts: Facts, sample: Demand) -> None:
    study = study_barriers(Basis(facts, sample), barriers=BARRIERS)
    gains = {row["barrier"]: row["gain_usd"] for row in study.tables["barriers"].rows(named=True)}
    now, _ = year_usd(facts, sample)
    slack = CENTS * sum(each.number for each in consignments(sample)) + 1e-6 * now
    for name in BARRIERS:
        then, _ = year_usd(with_scenario(facts, Scenario("gone").remove(name)), sample)
        assert gains[name] == pytest.approx(now - then, abs=slack), name
    assert max(gains.values()) > 10 * slack
    both, _ = year_usd(with_scenario(facts, Scenario("gone").remove(*TOGETHER)), sample)
    for row in study.tables["pairs"].rows(named=True):
        if {row["a"], row["b"]} == set(TOGETHER):
            assert row["gain_both_usd"] == pytest.approx(now - both, abs=slack)
            break
    else:
        pytest.fail("the two barriers are no pair")


def test_the_desk_of_a_sample_equals_asking_each_anew(facts: Facts, sample: Demand) -> None:
    """What costs most of each kind, and what leaves most behind."""
    closures = study_closures(Basis(facts, sample)).tables["closures"]
    now, lost = year_usd(facts, sample)
    slack = CENTS * sum(each.number for each in consignments(sample)) + 1e-6 * now
    chosen = {
        row["kind"]: row for row in closures.rows(named=True)[::-1] if not row["single_point"]
    }
    assert {"crossing", "terminal", "line", "tunnel"} <= chosen.keys()
    for row in chosen.values():
        closed = row["links"].split("; ") if row["links"] else [row["id"]]
        then, left = year_usd(with_scenario(facts, Scenario("shut").close(*closed)), sample)
        assert left == pytest.approx(lost)
        assert row["cost_usd_per_day"] * 365 == pytest.approx(then - now, abs=slack), row["id"]
