"""On random networks the label search, OR-Tools and plain enumeration say the same."""

from collections.abc import Iterable

from hypothesis import assume, given
from hypothesis import strategies as st

from corridors.model.shipment import Constraints, Objective
from corridors.network.graph import ShipmentGraph
from corridors.network.network import Network
from corridors.units import HOUR_SCALE, USD_SCALE
from tests.instances import Case, cases, examples
from tests.peer.rivals import (
    best_of,
    every_way,
    front_of,
    hours_of,
    searched,
    searched_front,
    solved,
    solved_front,
    usd_of,
)

MOST_WAYS = 1000


def graph_of(case: Case, rules: Constraints | None = None) -> ShipmentGraph:
    return ShipmentGraph(Network(case.facts), case.shipment, rules or Constraints())


def limits(amounts: Iterable[int], scale: int) -> list[float]:
    """Limits that just admit the least, the middle and the most of some amounts."""
    ordered = sorted(set(amounts))
    return [ordered[index] / scale for index in sorted({0, len(ordered) // 2, len(ordered) - 1})]


@examples(60)
@given(cases(countries=3, per_country=2, cargo=2))
def test_three_ways_to_the_best_route_agree(case: Case) -> None:
    graph = graph_of(case)
    ways = every_way(graph, most=MOST_WAYS)
    assume(ways is not None)
    assert ways is not None
    for objective in Objective:
        best = best_of(graph, objective, ways)
        assert searched(graph, objective) == best
        assert solved(graph, objective) == best


@examples(60)
@given(cases(countries=3, per_country=2, cargo=3))
def test_three_ways_to_the_frontier_agree(case: Case) -> None:
    graph = graph_of(case)
    ways = every_way(graph, most=MOST_WAYS)
    assume(ways is not None)
    assert ways is not None
    front = front_of(ways)
    assert searched_front(graph) == front
    assert solved_front(graph) == front


@examples(20)
@given(cases(countries=2, per_country=3, cargo=2))
def test_three_ways_agree_under_a_deadline_and_a_budget(case: Case) -> None:
    ways = every_way(graph_of(case), most=MOST_WAYS)
    assume(ways)
    assert ways
    deadlines = limits(map(hours_of, ways), HOUR_SCALE)
    budgets = limits(map(usd_of, ways), USD_SCALE)
    rules = [
        Constraints(max_hours=deadlines[0]),
        Constraints(max_hours=deadlines[len(deadlines) // 2]),
        Constraints(max_cost_usd=budgets[0]),
        Constraints(max_cost_usd=budgets[len(budgets) // 2]),
        Constraints(max_hours=deadlines[0], max_cost_usd=budgets[0]),
        Constraints(max_hours=deadlines[-1], max_cost_usd=budgets[len(budgets) // 2]),
    ]
    for rule in rules:
        graph = graph_of(case, rule)
        kept = [
            way
            for way in ways
            if (rule.max_hours is None or hours_of(way) <= round(rule.max_hours * HOUR_SCALE))
            and (rule.max_cost_usd is None or usd_of(way) <= round(rule.max_cost_usd * USD_SCALE))
        ]
        for objective in Objective:
            best = best_of(graph, objective, kept)
            assert searched(graph, objective) == best
            assert solved(graph, objective) == best
        assert searched_front(graph) == solved_front(graph) == front_of(kept)


@examples(40)
@given(cases(countries=4, per_country=3, cargo=4))
def test_label_search_and_or_tools_agree_where_ways_are_too_many_to_count(case: Case) -> None:
    graph = graph_of(case)
    for objective in Objective:
        assert searched(graph, objective) == solved(graph, objective)
    assert searched_front(graph) == solved_front(graph)


@examples(30)
@given(cases(countries=3, per_country=2, cargo=2), st.data())
def test_three_ways_agree_on_routes_over_given_places(case: Case, data: st.DataObject) -> None:
    names = [*case.facts.places, *case.facts.crossings, *case.facts.terminals, "UZ"]
    vias = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True))
    graph = graph_of(case, Constraints(via=tuple(vias)))
    ways = every_way(graph, most=MOST_WAYS)
    assume(ways is not None)
    assert ways is not None
    for objective in Objective:
        best = best_of(graph, objective, ways)
        assert searched(graph, objective) == best
        assert solved(graph, objective) == best
    assert searched_front(graph) == solved_front(graph) == front_of(ways)
