"""The rival that cannot err: every way from start to end, one by one."""

from collections.abc import Iterator
from typing import NamedTuple

from corridors.model.shipment import Objective
from corridors.network.graph import END, START, Move, ShipmentGraph, State
from corridors.solvers.weights import primary_weight


class Total(NamedTuple):
    """What a way takes, in solver units."""

    usd: int
    hours: int
    co2: int
    primary: int = 0


def total(moves: tuple[Move, ...]) -> Total:
    """Add up the moves of a way."""
    return Total(sum(m.usd for m in moves), sum(m.hours for m in moves), sum(m.co2 for m in moves))


def ways(graph: ShipmentGraph) -> Iterator[tuple[Move, ...]]:
    """Every way from start to end that meets no state twice."""
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

    def further(state: State, seen: frozenset[State]) -> Iterator[tuple[Move, ...]]:
        if state == END:
            yield ()
            return
        for move in onward[state]:
            if move.head in useful and move.head not in seen:
                for rest in further(move.head, seen | {move.head}):
                    yield (move, *rest)

    if START in useful:
        yield from further(START, frozenset({START}))


def totals(graph: ShipmentGraph, objective: Objective, *, most: int) -> list[Total] | None:
    """What each way takes; ``None`` if there are more than ``most`` ways."""
    weigh = primary_weight(graph, objective)
    found = []
    for way in ways(graph):
        if len(found) == most:
            return None
        found.append(total(way)._replace(primary=sum(map(weigh, way))))
    return found


def within(
    found: list[Total], max_hours: int | None = None, max_usd: int | None = None
) -> list[Total]:
    """Keep the ways within a deadline and a budget."""
    return [
        t
        for t in found
        if (max_hours is None or t.hours <= max_hours) and (max_usd is None or t.usd <= max_usd)
    ]


def front(found: list[Total]) -> list[tuple[int, int]]:
    """Return (usd, hours) of the ways that no other beats in both, cheapest first."""
    kept: list[tuple[int, int]] = []
    for usd, hours in sorted({(t.usd, t.hours) for t in found}):
        if not kept or hours < kept[-1][1]:
            kept.append((usd, hours))
    return kept
