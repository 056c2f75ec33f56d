"""The explained no: which rule stands in the way, and what giving it up would bring.

On the toy the routes cost 1928.40 USD in 59.2 h (rail), 2930.50 in 45.05 (mixed) and
3922.50 in 16.05 (road).
"""

from typing import Any

import pytest

from corridors.model.route import Reason, Status
from corridors.model.shipment import Constraints, Mode
from corridors.network.network import Network
from corridors.solvers.find import find_routes
from network_data import Facts
from tests.instances import changed, place, toy_wheat


def reasons(facts: Facts, **rules: Any) -> tuple[Reason, ...]:
    constraints = Constraints(**rules)
    found = find_routes(Network(facts), toy_wheat(), constraints=constraints)
    assert found.status is Status.INFEASIBLE
    assert found.proven
    assert found.routes == ()
    return found.reasons


def test_a_deadline_that_nobody_meets_is_told_with_the_fastest_route(toy: Facts) -> None:
    (reason,) = reasons(toy, max_hours=16.0)
    assert reason.rule == "max-hours"
    assert (reason.cost_usd, reason.transit_h) == pytest.approx((3922.5, 16.05))
    assert "no route takes 16 h or less; the fastest takes" in reason.message


def test_a_budget_that_nobody_keeps_is_told_with_the_cheapest_route(toy: Facts) -> None:
    (reason,) = reasons(toy, max_cost_usd=1900.0)
    assert reason.rule == "max-cost"
    assert (reason.cost_usd, reason.transit_h) == pytest.approx((1928.4, 59.2))
    assert "the cheapest costs 1,928 USD (28 more)" in reason.message


def test_of_a_deadline_and_a_budget_each_is_told_with_what_the_other_allows(toy: Facts) -> None:
    # within 2000 USD the fastest takes 59.2 h; within 20 h the cheapest costs 3922.50
    found = {r.rule: r for r in reasons(toy, max_hours=20.0, max_cost_usd=2000.0)}
    assert found["max-hours"].transit_h == pytest.approx(59.2)
    assert found["max-cost"].cost_usd == pytest.approx(3922.5)


def test_a_crossing_that_must_be_avoided_is_named(toy: Facts) -> None:
    avoid = frozenset({"uz-tj-suvonobod", "uz-tj-andarkhon"})
    found = {r.where: r for r in reasons(toy, avoid=avoid)}
    assert set(found) == avoid
    assert found["uz-tj-suvonobod"].cost_usd == pytest.approx(1928.4)
    assert found["uz-tj-andarkhon"].cost_usd == pytest.approx(2930.5)
    assert all(reason.rule == "avoid" for reason in found.values())


def test_the_cheapest_relaxation_stands_first(toy: Facts) -> None:
    costs = [
        r.cost_usd
        for r in reasons(toy, avoid=frozenset({"uz-tj-suvonobod", "uz-tj-andarkhon"}))
        if r.cost_usd is not None
    ]
    assert costs == sorted(costs)


def test_a_mode_that_leads_nowhere_is_told_with_the_way_by_both(toy: Facts) -> None:
    shut = changed(toy, crossings=[toy.crossings["uz-tj-suvonobod"]._replace(status="closed")])
    reason = reasons(shut, modes=frozenset({Mode.RAIL}))[0]
    assert (reason.rule, reason.where) == ("mode", "rail")
    assert reason.message.startswith("no route by rail alone; without this rule 2,930 USD")


def test_a_place_without_a_station_is_told_so(toy: Facts) -> None:
    facts = changed(toy, places=[place("tj-khujand", "road")], links=[
        toy.links["rail-konibodom-khujand"]._replace(status="closed")])  # fmt: skip
    found = {r.rule: r for r in reasons(facts, modes=frozenset({Mode.RAIL}))}
    assert found["access"].where == "tj-khujand"
    assert "no freight station" in found["access"].message


def test_a_cargo_that_no_wagon_carries_is_told_so(toy: Facts) -> None:
    wheat = toy.commodities["wheat"]
    facts = changed(
        toy,
        commodities=[wheat._replace(vehicle_ids=("tipper",), vehicle_note="no hoppers left")],
    )
    found = {r.rule: r for r in reasons(facts, modes=frozenset({Mode.RAIL}))}
    assert found["cargo"].message == "no rail vehicle of the facts carries wheat (no hoppers left)"


def test_a_via_that_no_route_passes_is_named(toy: Facts) -> None:
    (reason,) = reasons(toy, via=("KZ", "uz-kokand"))
    assert (reason.rule, reason.where) == ("via", "KZ")
    assert reason.cost_usd == pytest.approx(1928.4)


def test_vehicles_that_cannot_go_are_named(toy: Facts) -> None:
    shut = changed(toy, crossings=[toy.crossings["uz-tj-suvonobod"]._replace(status="closed")])
    reason = reasons(shut, vehicles=frozenset({"hopper"}))[0]
    assert (reason.rule, reason.where) == ("vehicle", "hopper")


def test_a_doubtful_crossing_that_alone_leads_there_is_offered(toy: Facts) -> None:
    shut = [row._replace(freight_allowed="unconfirmed") for row in toy.crossings.values()]
    (reason,) = reasons(changed(toy, crossings=shut))
    assert reason.rule == "include-unconfirmed"
    assert reason.cost_usd == pytest.approx(1928.4)


def test_where_nothing_leads_whatever_the_rules_the_answer_says_so(toy: Facts) -> None:
    shut = [row._replace(status="closed") for row in toy.crossings.values()]
    (reason,) = reasons(changed(toy, crossings=shut))
    assert reason == Reason("network", "", "no open way leads there, whatever the rules")
