"""Giving up a rule never makes the best route worse, and the explained no keeps its word."""

import math
from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from corridors.model.route import LegKind, Routes
from corridors.model.shipment import Constraints, Mode, Objective
from corridors.network.access import access_of
from corridors.network.network import Network
from corridors.solvers.find import find_routes
from network_data.records import WeightLimit
from tests.instances import Case, cases, changed, examples, row

CENT = 0.01
MINUTE = 1 / 60


@st.composite
def ruled_cases(draw: st.DrawFn) -> tuple[Case, Constraints]:
    """A random network whose cargo may perish and whose trucks may be heavy, with rules."""
    case = draw(cases(countries=3, per_country=2, cargo=3))
    (cargo,) = case.facts.commodities.values()
    fresh = draw(st.sampled_from([None, 0.5, 2.0, 4.0]))
    perishing = cargo._replace(perishable=True, group="livestock", max_transit_days=fresh)
    trucks = [
        vehicle._replace(tare_t=15.0, axles=5.0)
        for vehicle in case.facts.vehicles.values()
        if vehicle.mode == "road"
    ]
    facts = changed(case.facts, commodities=[perishing], vehicles=trucks)
    most_t = draw(st.sampled_from([20.0, 100.0, 100.0]))
    weight = row(WeightLimit, "wl", country="KZ", use="base", vehicle="trucks", gross_t=most_t)
    facts.weight_limits = {weight.id: weight}
    some = st.sampled_from([*facts.crossings, *facts.terminals, *facts.links])
    # One or two rules at a time: of many no single one ever stands in the way alone.
    given = {
        "modes": st.sampled_from([frozenset({Mode.RAIL}), frozenset({Mode.ROAD})]),
        "avoid": st.frozensets(some, min_size=1, max_size=2),
        "max_hours": st.sampled_from([5.0, 20.0, 40.0]),
        "max_cost_usd": st.sampled_from([50.0, 400.0, 2000.0]),
        "max_border_wait_h": st.sampled_from([2.0, 10.0]),
        "max_transshipments": st.sampled_from([0, 0, 1]),
        "keep_fresh": st.just(value=True),
    }
    names = draw(st.lists(st.sampled_from(sorted(given)), max_size=2, unique=True))
    # any rules by name
    rules = Constraints(**{name: draw(given[name]) for name in names})  # type: ignore[arg-type]
    return Case(facts, case.shipment), rules


def relaxed(rules: Constraints) -> Iterator[Constraints]:
    """The rules with one given up, or set a little wider, at a time."""
    yield replace(rules, modes=frozenset(Mode))
    yield replace(rules, avoid=frozenset())
    yield replace(rules, keep_fresh=False)
    yield replace(rules, allow_overweight=True)
    if rules.max_hours is not None:
        yield replace(rules, max_hours=None)
        yield replace(rules, max_hours=rules.max_hours + 20)
    if rules.max_cost_usd is not None:
        yield replace(rules, max_cost_usd=None)
        yield replace(rules, max_cost_usd=rules.max_cost_usd + 500)
    if rules.max_border_wait_h is not None:
        yield replace(rules, max_border_wait_h=None)
        yield replace(rules, max_border_wait_h=rules.max_border_wait_h + 4)
    if rules.max_transshipments is not None:
        yield replace(rules, max_transshipments=None)
        yield replace(rules, max_transshipments=rules.max_transshipments + 1)


def answer(case: Case, rules: Constraints, objective: Objective) -> Routes:
    return find_routes(
        Network(case.facts), case.shipment, objective=objective, limit=1, constraints=rules
    )


def value(found: Routes) -> float:
    """What the best route weighs by its objective; infinite where there is none."""
    if not found.routes:
        return math.inf
    (route,) = found.routes
    return route.cost_usd if found.objective is Objective.COST else route.transit_h


@examples(40)
@given(ruled_cases(), st.sampled_from([Objective.COST, Objective.TIME]))
def test_giving_up_a_rule_never_makes_freight_dearer_or_slower(
    ruled: tuple[Case, Constraints], objective: Objective
) -> None:
    case, rules = ruled
    strict = value(answer(case, rules, objective))
    for looser in relaxed(rules):
        assert value(answer(case, looser, objective)) <= strict + CENT, looser


GIVEN_UP: dict[str, dict[str, object]] = {
    "max-hours": {"max_hours": None},
    "max-cost": {"max_cost_usd": None},
    "max-border-wait": {"max_border_wait_h": None},
    "max-transshipments": {"max_transshipments": None},
    "keep-fresh": {"keep_fresh": False},
    "weight": {"allow_overweight": True},
    "mode": {"modes": frozenset(Mode)},
    "include-unconfirmed": {"include_unconfirmed": True},
}


def without(rules: Constraints, rule: str, where: str) -> Constraints:
    if rule == "avoid":
        return replace(rules, avoid=rules.avoid - {where})
    return replace(rules, **GIVEN_UP[rule])  # type: ignore[arg-type]  # any rule by name


@examples(60)
@given(ruled_cases())
def test_what_a_refusal_promises_is_found_when_the_rule_is_given_up(
    ruled: tuple[Case, Constraints],
) -> None:
    case, rules = ruled
    refused = answer(case, rules, Objective.COST)
    for reason in refused.reasons:
        if reason.cost_usd is None or reason.rule == "rules":
            continue
        assert reason.transit_h is not None
        by_time = reason.rule in ("max-hours", "keep-fresh")
        objective = Objective.TIME if by_time else Objective.COST
        found = answer(case, without(rules, reason.rule, reason.where), objective)
        (route,) = found.routes
        # The solver rounds every step up, to a hundredth of a cent and half a second.
        assert abs(route.cost_usd - reason.cost_usd) <= CENT
        assert abs(route.transit_h - reason.transit_h) <= MINUTE


@examples(40)
@given(ruled_cases())
def test_a_refusal_always_has_a_reason_and_an_answer_none(
    ruled: tuple[Case, Constraints],
) -> None:
    case, rules = ruled
    found = answer(case, rules, Objective.COST)
    assert bool(found.reasons) is (not found.routes)
    assert all(reason.message for reason in found.reasons)


@given(cases(countries=4, per_country=3))
@examples(150)
def test_what_a_route_passes_is_reached_from_where_it_begins(case: Case) -> None:
    network = Network(case.facts)
    kinds = frozenset(kind for terminal in case.facts.terminals.values() for kind in terminal.cargo)
    every = frozenset(Mode)
    reached = {
        place
        for access in access_of(network, case.shipment.origin, None)
        for place in network.reached(access.place, access.mode, every, kinds)
    }
    for route in find_routes(network, case.shipment, limit=3).routes:
        for leg in route.legs:
            if leg.kind is LegKind.CROSSING:
                assert {(leg.start, leg.mode), (leg.end, leg.mode)} <= reached, leg
