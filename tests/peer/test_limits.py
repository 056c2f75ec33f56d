"""Under each limit the label search, OR-Tools and plain enumeration say the same.

The ways are counted on the network without the limit and sifted by the limit afterwards, so
neither how the search nor how OR-Tools counts is taken for granted.
"""

import pytest
from hypothesis import assume, given

from corridors.model.route import Status
from corridors.model.shipment import Constraints, Mode, Objective, Shipment
from corridors.network.graph import ShipmentGraph
from corridors.network.network import Network
from corridors.network.passages import Passage
from corridors.solvers.find import certified, find_frontier, find_routes
from corridors.units import HOUR_SCALE
from network_data import Facts, load_facts
from tests.instances import (
    Case,
    cases,
    changed,
    examples,
    ferghana_toy,
    link,
    place,
    terminal,
    toy_wheat,
)
from tests.peer.rivals import (
    Way,
    best_of,
    every_way,
    front_of,
    hours_of,
    searched,
    searched_front,
    solved,
    solved_front,
)

MOST_WAYS = 1000


def ways_of(facts: Facts, shipment: Shipment) -> list[Way]:
    ways = every_way(ShipmentGraph(Network(facts), shipment, Constraints()), most=MOST_WAYS)
    assume(ways)
    assert ways
    return ways


def all_agree(facts: Facts, shipment: Shipment, rules: Constraints, kept: list[Way]) -> None:
    """Check that the best by every objective, and the frontier, are those of the ways kept."""
    graph = ShipmentGraph(Network(facts), shipment, rules)
    for objective in Objective:
        best = best_of(graph, objective, kept)
        assert searched(graph, objective) == best
        assert solved(graph, objective) == best
    assert searched_front(graph) == solved_front(graph) == front_of(kept)


def changes(way: Way) -> int:
    return sum(move.transshipments for move in way)


@examples(40)
@given(cases(countries=2, per_country=3, cargo=2))
def test_three_ways_agree_on_routes_with_few_changes_of_vehicle(case: Case) -> None:
    ways = ways_of(case.facts, case.shipment)
    for most in range(max(map(changes, ways)) + 1):
        rules = Constraints(max_transshipments=most)
        kept = [way for way in ways if changes(way) <= most]
        all_agree(case.facts, case.shipment, rules, kept)


@examples(15)
@given(cases(countries=2, per_country=3, cargo=2))
def test_three_ways_agree_on_few_changes_in_little_time(case: Case) -> None:
    ways = ways_of(case.facts, case.shipment)
    hours = sorted(map(hours_of, ways))[len(ways) // 2]
    for most in range(max(map(changes, ways)) + 1):
        rules = Constraints(max_transshipments=most, max_hours=hours / HOUR_SCALE)
        kept = [way for way in ways if changes(way) <= most and hours_of(way) <= hours]
        all_agree(case.facts, case.shipment, rules, kept)


def waits(way: Way) -> list[float | None]:
    """The wait of each crossing, as its rows have it: its own, or the known country means."""
    found: list[float | None] = []
    for move in way:
        passage = move.detail
        if isinstance(passage, Passage):
            known = [mean.wait_h for mean in passage.means if mean.wait_h is not None]
            means = sum(known) if known else None
            found.append(means if passage.wait_h is None else passage.wait_h)
    return found


@examples(40)
@given(cases(countries=3, per_country=2, cargo=2))
def test_three_ways_agree_on_routes_that_wait_little_at_borders(case: Case) -> None:
    ways = ways_of(case.facts, case.shipment)
    figures = {wait for way in ways for wait in waits(way) if wait}
    for most in sorted({1.0, *figures}):
        kept = [
            way for way in ways if all(wait is not None and wait <= most for wait in waits(way))
        ]
        all_agree(case.facts, case.shipment, Constraints(max_border_wait_h=most), kept)


@examples(20)
@given(cases(countries=2, per_country=3, cargo=2))
def test_three_ways_agree_on_routes_of_a_cargo_that_keeps_few_days(case: Case) -> None:
    (cargo,) = case.facts.commodities.values()
    lasting = changed(case.facts, commodities=[cargo._replace(perishable=True, group="livestock")])
    ways = ways_of(lasting, case.shipment)
    hours = sorted(map(hours_of, ways))[len(ways) // 2]
    fresh = cargo._replace(
        perishable=True, group="livestock", max_transit_days=hours / HOUR_SCALE / 24
    )
    facts = changed(case.facts, commodities=[fresh])
    kept = [way for way in ways if hours_of(way) <= hours]
    all_agree(facts, case.shipment, Constraints(keep_fresh=True), kept)


# -- by hand --------------------------------------------------------------------------------


def cost_and_hours(facts: Facts, rules: Constraints, *, front: bool = False) -> list[object]:
    network = Network(facts)
    if front:
        answer = find_frontier(network, toy_wheat(), constraints=rules)
    else:
        answer = find_routes(network, toy_wheat(), limit=1, constraints=rules)
    proof = certified(network, answer).certificate
    assert proof is not None
    assert proof.agrees, proof.differences
    return [(round(r.cost_usd, 2), round(r.transit_h, 4)) for r in answer.routes]


def twice_handled() -> Facts:
    """The toy whose only way goes by rail to Kokand, over the road crossing, by rail again.

    The rail crossing is closed, as are the roads from Andijan and to Khujand. A second
    terminal at Patar, like that of Kokand, takes the wheat from Tajik trucks to the rails of
    Patar, 80 km from Khujand. By rail to Kokand, Kokand and its road haul as in
    test_toy_by_hand; then::

        to Kokand   232.0 loading + 452.0 haul                           684.0 USD  22 h
        Kokand      624.0 with documents, 600.0 road haul               1224.0      13
        crossing    200 charge + 15 + 7.5                                222.5       6.05
        Patar       300 handling + 2 x 1 x (12 + 6) h hire               336.0      12 + 6
        rail haul   100 t x (3 + 0.03 x 80) + 8 hire                     548.0       4
        unloading                                                        220.0      10
                                                                        ------      -----
                                                                        3234.5      73.05
    """
    toy = ferghana_toy()
    closed = ("road-andijan-kokand", "road-patar-khujand")
    return changed(
        toy,
        places=[place("tj-patar")],
        links=[
            *(toy.links[name]._replace(status="closed") for name in closed),
            link("rail-patar-khujand", "tj-patar", "tj-khujand", 80),
        ],
        crossings=[toy.crossings["uz-tj-suvonobod"]._replace(status="closed")],
        terminals=[
            terminal(
                "term-patar", "tj-patar", "tj-patar", "grain", handling_usd_per_t=3, handling_h=12
            )
        ],
    )


@pytest.mark.parametrize("front", [False, True])
def test_a_way_that_changes_vehicle_twice_is_kept_by_two_and_not_by_one(front: bool) -> None:
    facts = twice_handled()
    (twice,) = cost_and_hours(facts, Constraints(max_transshipments=2), front=front)
    assert twice == (3234.5, 73.05)
    for most in (0, 1):
        assert cost_and_hours(facts, Constraints(max_transshipments=most), front=front) == []


def test_without_a_change_of_vehicle_the_frontier_has_no_mixed_route() -> None:
    toy = ferghana_toy()
    rail, mixed, road = (1928.4, 59.2), (2930.5, 45.05), (3922.5, 16.05)
    assert cost_and_hours(toy, Constraints(max_transshipments=0), front=True) == [rail, road]
    assert cost_and_hours(toy, Constraints(max_transshipments=1), front=True) == [
        rail, mixed, road,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("most", "expected"),
    [(20, (1928.4, 59.2)), (19.9, (2930.5, 45.05)), (6, (2930.5, 45.05)), (5.9, None)],
)
def test_a_crossing_that_waits_too_long_is_not_used(
    most: float, expected: tuple[float, float] | None
) -> None:
    found = cost_and_hours(ferghana_toy(), Constraints(max_border_wait_h=most))
    assert found == ([expected] if expected else [])


def test_a_cargo_that_must_keep_fresh_takes_the_road() -> None:
    toy = ferghana_toy()
    for days, expected in ((2.5, (1928.4, 59.2)), (2, (2930.5, 45.05)), (0.6, None)):
        lambs = toy.commodities["wheat"]._replace(
            perishable=True, group="livestock", max_transit_days=days
        )
        facts = changed(toy, commodities=[lambs])
        found = cost_and_hours(facts, Constraints(keep_fresh=True))
        assert found == ([expected] if expected else [])
        assert cost_and_hours(facts, Constraints()) == [(1928.4, 59.2)]


# -- the shipped facts ----------------------------------------------------------------------

WHEAT = Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 1340)
BEEF = Shipment("kz-almaty", "tj-dushanbe", "c-0201-kz-tj", 40)


@pytest.mark.parametrize(
    ("shipment", "rules"),
    [
        pytest.param(WHEAT, Constraints(max_transshipments=0), id="no change of vehicle"),
        pytest.param(WHEAT, Constraints(max_transshipments=1), id="one change"),
        pytest.param(WHEAT, Constraints(max_transshipments=1, max_hours=150), id="one, in time"),
        pytest.param(WHEAT, Constraints(max_border_wait_h=12), id="12 h at a border"),
        pytest.param(WHEAT, Constraints(max_border_wait_h=0.1), id="no wait at a border"),
        pytest.param(BEEF, Constraints(keep_fresh=True), id="chilled beef, fresh"),
    ],
)
def test_or_tools_certifies_shipped_answers_under_every_limit(
    shipment: Shipment, rules: Constraints
) -> None:
    network = Network(load_facts())
    for objective in (Objective.COST, Objective.TIME):
        best = find_routes(network, shipment, objective=objective, constraints=rules)
        proof = certified(network, best).certificate
        assert proof is not None
        assert proof.differences == ()
        for route in best.routes:
            if rules.max_transshipments is not None:
                assert len(route.transshipments) <= rules.max_transshipments
            for leg in route.legs:
                if rules.max_border_wait_h is not None and leg.facility in route.crossings:
                    assert leg.wait_h <= rules.max_border_wait_h
            if rules.keep_fresh:
                assert route.transit_h <= 6 * 24
        assert bool(best.reasons) is (best.status is Status.INFEASIBLE)


def test_terminals_can_be_avoided_and_passed() -> None:
    toy = ferghana_toy()
    by_road = Constraints(avoid=frozenset({"uz-tj-suvonobod", "term-kokand"}))
    assert cost_and_hours(toy, by_road) == [(3922.5, 16.05)]
    # Past Kokand's terminal the cheapest goes by rail to it and on by truck; the frontier
    # has no other, since trucks to it and rail from it take 3780.40 USD and 60.2 h.
    through = Constraints(via=("term-kokand",))
    assert cost_and_hours(toy, through, front=True) == [(2930.5, 45.05)]
    by_rail = Constraints(via=("term-kokand",), avoid=frozenset({"uz-tj-andarkhon"}))
    assert cost_and_hours(toy, by_rail) == [(3780.4, 60.2)]


def test_a_terminal_that_must_be_passed_needs_a_change_of_vehicle() -> None:
    toy = ferghana_toy()
    rules = Constraints(via=("term-kokand",), max_transshipments=0)
    answer = find_routes(Network(toy), toy_wheat(), constraints=rules)
    assert {reason.rule for reason in answer.reasons} == {"via", "max-transshipments"}


def test_an_unknown_wait_is_not_taken_for_none() -> None:
    toy = ferghana_toy()
    silent = toy.crossings["uz-tj-andarkhon"]._replace(wait_h_a_to_b=None, wait_h_b_to_a=None)
    facts = changed(toy, crossings=[silent])
    by_road = frozenset({Mode.ROAD})
    assert cost_and_hours(facts, Constraints(modes=by_road)) == [(3922.5, 10.05)]
    assert cost_and_hours(facts, Constraints(modes=by_road, max_border_wait_h=1000)) == []
