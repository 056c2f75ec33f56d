"""The rivals of the label search: every way one by one, networkx, OR-Tools."""

from collections.abc import Iterator
from typing import NamedTuple

import networkx as nx

from corridors.model.shipment import Objective
from corridors.network.graph import END, START, Move, ShipmentGraph, State
from corridors.solvers.best import frontier, k_best
from corridors.solvers.bounds import Bounds
from corridors.solvers.weights import primary_weight

Way = tuple[Move, ...]


class Answer(NamedTuple):
    """The best of an objective in solver units: its value, and money and hours of the route."""

    value: int
    usd: int
    hours: int


def usd_of(way: Way) -> int:
    """Dollars of a way, solver units."""
    return sum(move.usd for move in way)


def hours_of(way: Way) -> int:
    """Hours of a way, solver units."""
    return sum(move.hours for move in way)


def every_way(graph: ShipmentGraph, *, most: int) -> list[Way] | None:
    """Every way from start to end that meets no state twice; ``None`` if over ``most``."""
    found: list[Way] = []
    for way in _ways(graph):
        if len(found) == most:
            return None
        found.append(way)
    return found


def _ways(graph: ShipmentGraph) -> Iterator[Way]:
    onward = graph.all_moves()
    towards: dict[State, set[State]] = {}
    for tail, moves in onward.items():
        for move in moves:
            towards.setdefault(move.head, set()).add(tail)
    useful, queue = {END}, [END]
    while queue:
        new = towards.get(queue.pop(), set()) - useful
        useful |= new
        queue += new

    def further(state: State, so_far: Way, seen: frozenset[State]) -> Iterator[Way]:
        if state == END:
            yield so_far
            return
        for move in onward[state]:
            if move.head in useful and move.head not in seen:
                yield from further(move.head, (*so_far, move), seen | {move.head})

    if START in useful:
        yield from further(START, (), frozenset({START}))


def answer(graph: ShipmentGraph, objective: Objective, way: Way) -> Answer:
    """What a way is worth by an objective."""
    return Answer(sum(map(primary_weight(graph, objective), way)), usd_of(way), hours_of(way))


def best_of(graph: ShipmentGraph, objective: Objective, ways: list[Way]) -> Answer | None:
    """The best of all ways; of equals the fastest (for time: the cheapest)."""

    def rank(found: Answer) -> tuple[int, ...]:
        then = (found.usd, found.hours) if objective is Objective.TIME else (found.hours, found.usd)
        return (found.value, *then)

    return min((answer(graph, objective, way) for way in ways), key=rank, default=None)


def front_of(ways: list[Way]) -> list[tuple[int, int]]:
    """Return (usd, hours) of the ways that no other beats in both, cheapest first."""
    kept: list[tuple[int, int]] = []
    for usd, hours in sorted({(usd_of(way), hours_of(way)) for way in ways}):
        if not kept or hours < kept[-1][1]:
            kept.append((usd, hours))
    return kept


def searched(graph: ShipmentGraph, objective: Objective) -> Answer | None:
    """The answer of the label search."""
    labels = k_best(graph, Bounds(graph), objective, limit=1)
    return answer(graph, objective, labels[0].moves()) if labels else None


def searched_front(graph: ShipmentGraph) -> list[tuple[int, int]]:
    """The frontier of the label search."""
    ways = [label.moves() for label in frontier(graph, Bounds(graph))]
    return [(usd_of(way), hours_of(way)) for way in ways]


def solved(graph: ShipmentGraph, objective: Objective) -> Answer | None:
    """The answer of OR-Tools, after checking that it is a way and is proven."""
    from corridors.solvers.ortools_model import solve_best

    found = solve_best(graph, objective)
    if found is None:
        return None
    state = START
    for move in found.moves:
        assert move in graph.moves(state), "OR-Tools' moves do not join"
        state = move.head
    assert state == END
    assert found.bound == found.value, "OR-Tools' route is not proven"
    told = Answer(found.value, found.usd, found.hours)
    assert told == answer(graph, objective, found.moves)
    return told


def solved_front(graph: ShipmentGraph) -> list[tuple[int, int]]:
    """The frontier of OR-Tools."""
    from corridors.solvers.ortools_model import solve_frontier

    found = solve_frontier(graph)
    assert all(point.bound == point.value == point.usd for point in found)
    return [(point.usd, point.hours) for point in found]


def digraph(graph: ShipmentGraph, objective: Objective) -> "nx.DiGraph[State]":
    """The moves as a graph, the lightest of those that join the same two states."""
    weigh = primary_weight(graph, objective)
    joined: nx.DiGraph[State] = nx.DiGraph()
    joined.add_nodes_from([START, END])
    for state, moves in graph.all_moves().items():
        for move in moves:
            weight = weigh(move)
            known = joined.get_edge_data(state, move.head, {"weight": weight})["weight"]
            joined.add_edge(state, move.head, weight=min(weight, known))
    return joined
