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
from network_data.records import WeightLimit
from tests.instances import changed, place, row, toy_wheat


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


def test_a_budget_and_a_deadline_that_are_fine_alone_tell_what_each_leaves(toy: Facts) -> None:
    found = {r.rule: r.message for r in reasons(toy, max_hours=20.0, max_cost_usd=2000.0)}
    assert found == {
        "max-hours": "no route takes 20 h or less within 2,000 USD; the fastest within 2,000 USD"
        " takes 59.2 h (39.2 h more) at 1,928 USD",
        "max-cost": "no route within 20 h costs 2,000 USD or less; the cheapest within 20 h costs"
        " 3,922 USD (1,922 more) in 16.1 h",
    }


def test_where_one_rule_given_up_is_not_enough_two_are_named(toy: Facts) -> None:
    # 16 h is too short for any route and 1900 USD too little for any
    (reason,) = reasons(toy, max_hours=16.0, max_cost_usd=1900.0)
    assert (reason.rule, reason.cost_usd, reason.transit_h) == ("rules", 1928.4, 59.2)
    assert reason.message == (
        "it is not enough to give up one rule; without both max-hours and max-cost 1,928 USD in"
        " 59.2 h"
    )


def test_the_cheapest_two_rules_are_named_of_three_that_no_route_keeps(toy: Facts) -> None:
    # Without the budget and the wait: the cheapest of all. 16 h alone shuts out every route.
    (reason,) = reasons(toy, max_hours=16.0, max_cost_usd=1900.0, max_border_wait_h=5.0)
    assert "without any of them 1,928 USD in 59.2 h" in reason.message
    (reason,) = reasons(toy, max_cost_usd=1900.0, max_border_wait_h=5.0, max_hours=60.0)
    assert "without both max-cost and max-border-wait 1,928 USD in 59.2 h" in reason.message


def test_a_wait_that_no_crossing_keeps_is_told_with_the_least_that_would_do(toy: Facts) -> None:
    # 20 h at the rail crossing, on the cheapest route; 6 h at the road crossing
    (reason,) = reasons(toy, max_border_wait_h=5.0)
    assert (reason.rule, reason.cost_usd, reason.transit_h) == ("max-border-wait", 1928.4, 59.2)
    assert reason.message.endswith(
        "without this rule 1,928 USD in 59.2 h, waiting 20 h at uz-tj-suvonobod; 6 h would do for"
        " 2,930 USD in 45.0 h"
    )


def test_a_wait_that_nobody_knows_is_told_so(toy: Facts) -> None:
    silent = toy.crossings["uz-tj-suvonobod"]._replace(wait_h_a_to_b=None)
    rules = {"max_border_wait_h": 100.0, "modes": frozenset({Mode.RAIL})}
    found = {r.rule: r for r in reasons(changed(toy, crossings=[silent]), **rules)}
    assert found["max-border-wait"].transit_h == pytest.approx(59.2 - 20)
    assert "waiting an unknown time at uz-tj-suvonobod" in found["max-border-wait"].message
    assert found["mode"].cost_usd == pytest.approx(2930.5)


def test_a_change_of_vehicle_that_cannot_be_spared_is_told(toy: Facts) -> None:
    # neither on rails over the border nor on the road to it
    avoid = frozenset({"uz-tj-suvonobod", "road-andijan-kokand"})
    found = {r.rule: r for r in reasons(toy, max_transshipments=0, avoid=avoid)}
    assert found["max-transshipments"].message == (
        "no route without a change of vehicle; without this rule 2,930 USD in 45.0 h with 1 change"
    )
    assert found["max-transshipments"].cost_usd == pytest.approx(2930.5)


def perishing(toy: Facts, days: float) -> Facts:
    lambs = toy.commodities["wheat"]._replace(
        name="lambs", perishable=True, group="livestock", max_transit_days=days
    )
    return changed(toy, commodities=[lambs])


def test_a_cargo_that_no_route_keeps_fresh_is_told_with_the_fastest(toy: Facts) -> None:
    # 16.05 h by road; half a day is 12 h
    (reason,) = reasons(perishing(toy, 0.5), keep_fresh=True)
    assert (reason.rule, reason.cost_usd, reason.transit_h) == ("keep-fresh", 3922.5, 16.05)
    assert reason.message == (
        "no route takes the 0.5 days (12 h) or less that lambs keeps; the fastest takes 16.1 h"
        " (4.1 h more) at 3,922 USD"
    )


def test_a_budget_is_told_what_keeping_fresh_costs(toy: Facts) -> None:
    # within a day only the road, 3922.50 USD; for 2000 USD only the rail, 59.2 h
    found = {r.rule: r for r in reasons(perishing(toy, 1), keep_fresh=True, max_cost_usd=2000.0)}
    assert found["max-cost"].cost_usd == pytest.approx(3922.5)
    assert "the cheapest within 24 h costs 3,922 USD" in found["max-cost"].message
    assert found["keep-fresh"].transit_h == pytest.approx(59.2)


def test_a_truck_over_the_gross_mass_is_told_with_the_load_that_would_do(toy: Facts) -> None:
    # 20 t on 15 t of tare are 35 t; Tajikistan allows 30 t
    facts = changed(toy, vehicles=[toy.vehicles["tipper"]._replace(tare_t=15.0, axles=5.0)])
    limit = row(WeightLimit, "wl-tj", country="TJ", vehicle="trucks", use="base", gross_t=30.0)
    facts.weight_limits = {limit.id: limit}
    found = {r.rule: r for r in reasons(facts, modes=frozenset({Mode.ROAD}))}
    assert set(found) == {"weight", "mode"}
    assert found["weight"].where == "TJ"
    assert found["weight"].cost_usd == pytest.approx(3922.5)
    assert found["weight"].message == (
        "tipper-tj of 35 t gross is over the 30 t of TJ (wl-tj; 15 t a truck would do); without"
        " this rule 3,922 USD in 16.1 h"
    )


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
