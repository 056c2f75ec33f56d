"""Exact label search: best routes by one weight, with limits, or a whole front.

Labels are settled in order of weight so far plus a lower bound of what is left (A*,
Hart, Nilsson & Raphael 1968; for several criteria NAMOA*, Mandow & Perez de la Cruz
2010). With bounds that are consistent the labels of one key are settled in order of
their own weight, so a label is dominated exactly if one settled before it is no worse
in every criterion.
"""

import heapq
from collections.abc import Callable, Hashable
from typing import NamedTuple

from corridors.model.route import LegKind
from corridors.model.shipment import Objective
from corridors.network.graph import END, START, Move, ShipmentGraph, State
from corridors.solvers.bounds import Bounds
from corridors.solvers.weights import LAST_BITS, SECOND_BITS

Signature = tuple[str, ...]
"""What makes a route another one: the modes of its hauls and its crossings in order."""


class Label(NamedTuple):
    """A way to a state: what it weighs in every criterion and the move it ends with."""

    weights: tuple[int, ...]
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

    ``of_move`` weighs a move; ``bound`` is the objective whose bound it has, and ``shift``
    by how many bits its weight is packed above that. No label over ``limit`` is kept.
    """

    of_move: Callable[[Move], int]
    bound: Objective
    shift: int = 0
    limit: int | None = None


PACKED_SHIFT = SECOND_BITS + LAST_BITS


def search(
    graph: ShipmentGraph,
    bounds: Bounds,
    criteria: tuple[Criterion, ...],
    *,
    limit: int | None,
    distinct: bool,
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
    distinct
        Keep the best for every set of modes and sequence of crossings, so that the second
        best differs from the best by more than its wagons or one other terminal.
    """
    left = [bounds.left(criterion.bound) for criterion in criteria]
    shifts = [criterion.shift for criterion in criteria]
    limits = [criterion.limit for criterion in criteria]
    weigh = [criterion.of_move for criterion in criteria]
    start = Label((0,) * len(criteria), START, None, None, ("",))
    order = 0
    heap: list[tuple[tuple[int, ...], int, Label]] = [(start.weights, order, start)]
    settled: dict[Hashable, list[tuple[int, ...]]] = {}
    ends: list[Label] = []
    while heap and (limit is None or len(ends) < limit):
        estimate, _, label = heapq.heappop(heap)
        key: Hashable = (label.state, label.signature) if distinct else label.state
        rivals = settled.setdefault(key, [])
        if _dominated(label.weights, rivals):
            continue
        if not distinct and _dominated(estimate, settled.get(END, ())):
            continue
        rivals.append(label.weights)
        if label.state == END:
            ends.append(label)
            continue
        for move in graph.moves(label.state):
            weights = tuple(
                so_far + of_move(move) for so_far, of_move in zip(label.weights, weigh, strict=True)
            )
            estimates = weights
            if move.head != END:
                if bounds.of(move.head, left[0]) is None:
                    continue
                estimates = tuple(
                    weight + ((bounds.of(move.head, least) or 0) << shift)
                    for weight, least, shift in zip(weights, left, shifts, strict=True)
                )
            if any(
                most is not None and estimate > most
                for estimate, most in zip(estimates, limits, strict=True)
            ):
                continue
            signature = label.signature
            if distinct:
                if move.facility and move.facility in label.signature:
                    continue  # there and back again is no alternative
                signature = _signed(label.signature, move, graph)
            if _dominated(
                weights, settled.get((move.head, signature) if distinct else move.head, ())
            ):
                continue
            order += 1
            heapq.heappush(
                heap, (estimates, order, Label(weights, move.head, move, label, signature))
            )
    return ends


def _signed(signature: Signature, move: Move, graph: ShipmentGraph) -> Signature:
    """The signature after a move."""
    if move.kind is LegKind.CROSSING:
        return (*signature, move.facility)
    if move.kind is LegKind.HAUL:
        modes = {*signature[0].split("+"), graph.carriages[move.carriage].mode} - {""}
        return ("+".join(sorted(modes)), *signature[1:])
    return signature


def _dominated(weights: tuple[int, ...], rivals: "list[tuple[int, ...]] | tuple[()]") -> bool:
    """Whether any rival is no worse in every criterion."""
    for rival in rivals:
        for mine, theirs in zip(weights, rival):  # noqa: B905 - equal lengths, hot loop
            if theirs > mine:
                break
        else:
            return True
    return False
