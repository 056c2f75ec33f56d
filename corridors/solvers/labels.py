"""Exact label search: best routes by one weight, with limits, or a whole front.

Labels are settled in order of weight so far plus a lower bound of what is left (A*,
Hart, Nilsson & Raphael 1968; for several criteria NAMOA*, Mandow & Perez de la Cruz
2010). With bounds that are consistent the labels of one key are settled in order of
their own weight, so a label is dominated exactly if one settled before it is no worse
in every criterion.
"""

import heapq
from collections.abc import Callable, Hashable, Iterable, Sequence
from operator import add, gt
from typing import NamedTuple

from corridors.model.route import LegKind
from corridors.model.shipment import Objective
from corridors.network.graph import END, START, Move, ShipmentGraph, State
from corridors.network.passages import Passage
from corridors.solvers.bounds import Bounds

Signature = tuple[str, ...]
"""What makes a route another one: the modes of its hauls, its crossings and terminals in order.

``("rail+road", "KZ>UZ>TJ", crossing, terminal, ...)``; the countries follow from the crossings.
"""
UNSIGNED: Signature = ("", "")


Weights = tuple[int, ...]
"""What a label weighs, one integer for each criterion."""
UNLIMITED = 1 << 200
"""Larger than any weight."""


class Label(NamedTuple):
    """A way to a state: what it weighs in every criterion and the move it ends with."""

    weights: Weights
    state: State
    move: Move | None
    before: "Label | None"
    signature: Signature

    def moves(self) -> tuple[Move, ...]:
        """The moves from the start."""
        moves: list[Move] = []
        label: Label | None = self
        while label is not None and label.move is not None:
            moves.append(label.move)
            label = label.before
        return tuple(reversed(moves))


class Criterion(NamedTuple):
    """A quantity that labels carry: its weight of a move, bound, and limit.

    ``of_move`` weighs a move; ``bound`` is the objective whose bound it has (``None``: 0),
    and ``shift`` by how many bits its weight is packed above that. No label over ``limit``
    is kept.
    """

    of_move: Callable[[Move], int]
    bound: Objective | None
    shift: int = 0
    limit: int | None = None


def search(
    graph: ShipmentGraph,
    bounds: Bounds,
    criteria: tuple[Criterion, ...],
    *,
    limit: int | None,
    other_than: Signature | None = None,
) -> list[Label]:
    """Labels at the end that no other dominates, in order of the first criterion.

    Parameters
    ----------
    graph, bounds
        The shipment's moves and lower bounds of them.
    criteria
        The first orders the labels; with the others it decides dominance.
    limit
        Stop after so many labels at the end; ``None`` finds the whole front.
    other_than
        Look for alternatives to a route of this signature: keep the best for every set of
        modes and sequence of crossings and terminals, so that the second best differs from
        the best by more than its wagons or one other road, and is not a better one with
        another terminal or crossing added. Ways back into a country already left are not
        looked at: they are no alternatives that anybody would choose, and there is no end of
        them.
    """
    distinct = other_than is not None
    found = [other_than] if other_than is not None else []
    steps = _Steps(graph, bounds, criteria)
    limits = [c.limit if c.limit is not None else UNLIMITED for c in criteria]
    limited = any(c.limit is not None for c in criteria)
    dominated = _dominated_by_last if len(criteria) <= 2 else _dominated_by_any
    zero = (0,) * len(criteria)
    order = 0
    heap: list[tuple[Weights, int, Weights, State, Move | None, Label | None, Signature]]
    heap = [(zero, order, zero, START, None, None, UNSIGNED)]
    settled: dict[Hashable, list[Weights]] = {}
    none: list[Weights] = []
    ends: list[Label] = []
    while heap and (limit is None or len(ends) < limit):
        estimate, _, weights, state, move, before, signature = heapq.heappop(heap)
        key: Hashable = (state, signature) if distinct else state
        rivals = settled.get(key, none)
        if dominated(weights, rivals):
            continue
        best_ends = none if distinct else settled.get(END, none)
        if dominated(estimate, best_ends):
            continue
        if rivals:
            rivals.append(weights)
        else:
            settled[key] = [weights]
        label = Label(weights, state, move, before, signature)
        if state == END:
            if not is_detour(signature, found):
                ends.append(label)
                if distinct:
                    found.append(signature)
            continue
        for head, added, left, onward in steps.of(state):
            reached = tuple(map(add, weights, added))
            estimate = tuple(map(add, reached, left))
            if limited and any(map(gt, estimate, limits)):
                continue
            head_signature = signature
            head_key: Hashable = head
            if distinct:
                if returns(signature, onward):
                    continue
                head_signature = signed(signature, onward, graph)
                if no_alternative(head_signature, found):
                    continue
                head_key = (head, head_signature)
            elif dominated(estimate, best_ends):
                continue
            if dominated(reached, settled.get(head_key, none)):
                continue
            order += 1
            heapq.heappush(heap, (estimate, order, reached, head, onward, label, head_signature))
    return ends


class _Steps:
    """The moves out of each state with their weights and bounds, worked out once."""

    def __init__(
        self, graph: ShipmentGraph, bounds: Bounds, criteria: tuple[Criterion, ...]
    ) -> None:
        self.graph = graph
        self.bounds = bounds
        self.criteria = criteria
        self.left = [bounds.left(c.bound) if c.bound is not None else None for c in criteria]
        self._of: dict[State, list[tuple[State, Weights, Weights, Move]]] = {}
        self._left: dict[State, Weights | None] = {END: (0,) * len(criteria)}

    def of(self, state: State) -> list[tuple[State, Weights, Weights, Move]]:
        """Head, weights, bounds at the head and move, of moves that lead to the end."""
        steps = self._of.get(state)
        if steps is None:
            steps = self._of[state] = []
            weigh = [criterion.of_move for criterion in self.criteria]
            for move in self.graph.moves(state):
                head = move.head
                if head not in self._left:
                    self._left[head] = self._bounds(head)
                bounds = self._left[head]
                if bounds is not None:
                    steps.append((head, tuple([of_move(move) for of_move in weigh]), bounds, move))
        return steps

    def _bounds(self, state: State) -> Weights | None:
        found = []
        for criterion, left in zip(self.criteria, self.left, strict=True):
            least = self.bounds.of(state, left) if left is not None else 0
            if least is None:
                return None
            found.append(least << criterion.shift)
        return tuple(found)


def signed(signature: Signature, move: Move, graph: ShipmentGraph) -> Signature:
    """The signature after a move."""
    modes, countries, *crossings = signature
    if isinstance(move.detail, Passage):
        passage = move.detail
        countries = f"{countries or passage.start_country}>{passage.end_country}"
        return (modes, countries, *crossings, passage.id)
    if move.kind is LegKind.TRANSSHIPMENT:
        return (*signature, move.facility)
    if move.kind is LegKind.HAUL:
        used = {*modes.split("+"), graph.carriages[move.carriage].mode} - {""}
        return ("+".join(sorted(used)), countries, *crossings)
    return signature


def is_detour(signature: Signature, found: Iterable[Signature]) -> bool:
    """Whether a route does all that a better one by the same modes does, and more."""
    used = set(signature[2:])
    return any(other[0] == signature[0] and used.issuperset(other[2:]) for other in found)


def no_alternative(signature: Signature, found: Sequence[Signature]) -> bool:
    """Whether no way onward makes an alternative to routes already found, the best first.

    It is by all modes already and a detour, or changes vehicle over once more often than the
    best: nobody would choose that, and the terminals that it might pass have no end.
    """
    if _changes(signature) > _changes(found[0]) + 1:
        return True
    return "+" in signature[0] and is_detour(signature, found)


def _changes(signature: Signature) -> int:
    """How often the cargo has changed vehicle."""
    return len(signature) - len(UNSIGNED) - signature[1].count(">")


def returns(signature: Signature, move: Move) -> bool:
    """Whether a move leads back into a country that the route has left."""
    return isinstance(move.detail, Passage) and move.detail.end_country in signature[1].split(">")


def _dominated_by_last(weights: Weights, rivals: list[Weights]) -> bool:
    """Whether a rival is no worse, of one or two criteria.

    Rivals are settled in order of the first criterion, and each only if it beats all
    before it in the second: the last one has the least.
    """
    return bool(rivals) and rivals[-1][1:] <= weights[1:]


def _dominated_by_any(weights: Weights, rivals: list[Weights]) -> bool:
    """Whether any rival is no worse in every criterion."""
    return any(not any(map(gt, rival, weights)) for rival in rivals)
