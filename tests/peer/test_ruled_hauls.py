"""Tariff rules in the search: the oracle agrees, and a rule of 1 changes nothing."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from corridors.model.shipment import Constraints, Objective
from corridors.network.graph import ShipmentGraph
from corridors.network.hauls import Way
from corridors.network.network import Network
from corridors.network.rules_in_force import traffic_of
from corridors.solvers.find import find_frontier, find_routes
from network_data.records import TariffRule
from tests.instances import Case, cases, examples, row
from tests.peer.rivals import searched, searched_front, solved, solved_front

DAY = date(2018, 6, 1)
RULED = Constraints(tariff_day=DAY)
FIGURES: list[dict[str, Any]] = [
    {"coefficient": factor} for factor in (0.01, 0.1, 0.5, 1.5, 9.0)
] + [
    {"rate_value": 1.0, "rate_unit": "USD/t"},
    {"rate_value": 200.0, "rate_unit": "USD/wagon"},
    {"rate_value": 1.0, "rate_unit": "USD/km"},
]  # fmt: skip


@st.composite
def rules(draw: st.DrawFn, case: Case, figures: list[dict[str, Any]]) -> list[TariffRule]:
    """One to six rules for the countries of a case, some of them between its places."""
    facts = case.facts
    points = [
        *[""] * 6,
        *sorted(place.id for place in facts.places.values() if "rail" in place.modes),
    ]
    lands = sorted({place.country for place in facts.places.values()})
    ends = (case.shipment.origin, case.shipment.destination)
    countries = (facts.places[str(ends[0])].country, facts.places[str(ends[1])].country)
    return [
        row(
            TariffRule, f"r{number}", freight_year="2018", applies="route",
            country=(land := draw(st.sampled_from(lands))),
            traffic=traffic_of(land, countries),
            from_point=draw(st.sampled_from(points)),
            to_point=draw(st.sampled_from(points)),
            wagons=draw(st.sampled_from([(), (), ("own",), ("container20", "container40")])),
            km_to=draw(st.sampled_from([None, None, 60])),
            **draw(st.sampled_from(figures)),
        )
        for number in range(draw(st.integers(1, 6)))
    ]  # fmt: skip


def put(case: Case, found: list[TariffRule]) -> None:
    case.facts.tariff_rules = {rule.id: rule for rule in found}


@examples(80)
@given(st.data())
def test_the_oracle_finds_the_same_routes_under_any_rules(data: st.DataObject) -> None:
    case = data.draw(cases())
    put(case, data.draw(rules(case, FIGURES)))
    graph = ShipmentGraph(Network(case.facts), case.shipment, RULED)
    for objective in (Objective.COST, Objective.GENERALISED):
        assert searched(graph, objective) == solved(graph, objective)
    assert searched_front(graph) == solved_front(graph)


@examples(80)
@given(st.data())
def test_the_search_adds_up_what_a_route_writes_out(data: st.DataObject) -> None:
    case = data.draw(cases())
    put(case, data.draw(rules(case, FIGURES)))
    graph = ShipmentGraph(Network(case.facts), case.shipment, RULED)
    haulage, places = graph.book.haulage, case.facts.places
    for (place, index, *_), moves in graph.all_moves().items():
        for way in (move.detail for move in moves):
            if not isinstance(way, Way):
                continue
            carriage, country = graph.carriages[index], places[place].country
            rate = haulage.rate(places[place], carriage)
            assert rate is not None
            step = haulage.step(country, carriage, rate, way)
            assert abs(haulage.amounts(country, carriage, rate, way)[0] - step.usd) < 1e-8
            fixed, per_km = haulage.least(country, carriage, rate)
            assert fixed + per_km * way.km <= step.usd + 1e-8


@examples(80)
@given(st.data())
def test_a_rule_of_coefficient_one_changes_no_answer(data: st.DataObject) -> None:
    case = data.draw(cases())
    put(case, data.draw(rules(case, [{"coefficient": 1.0}])))
    network = Network(case.facts)
    for find in (find_routes, find_frontier):
        ruled = find(network, case.shipment, constraints=RULED)
        assert replace(ruled, constraints=Constraints()) == find(network, case.shipment)
