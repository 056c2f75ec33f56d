"""Prepares the moves of a class of tonnages for the kernel, and reads what it found."""

from typing import NamedTuple

import numpy as np

from corridors.solvers.compiling import Bools
from corridors.solvers.many import kernel
from corridors.solvers.many.ends import EndMoves
from corridors.solvers.many.gateways import Ints
from corridors.solvers.many.moves import Moves
from corridors.solvers.many.tonnages import TonnageClass
from corridors.solvers.many.ways import Chains


class Found(NamedTuple):
    """Candidates of some pairs: those of each from ``first`` to ``last`` of the ways."""

    first: Ints
    last: Ints
    ways: Chains


def steps_of(moves: Moves) -> kernel.Steps:
    """Moves as the kernel reads them."""
    rows, quantity = np.nonzero(moves.form)
    begin = np.searchsorted(rows, np.arange(len(moves) + 1)).astype(np.int64)
    return kernel.Steps(
        moves.tail, moves.head, begin, quantity, moves.form[rows, quantity], moves.hours,
        moves.co2, moves.needs, moves.ties,
    )  # fmt: skip


class Search:
    """The moves of a question, asked for classes of tonnages.

    Parameters
    ----------
    between
        Moves between gateways by head and tail.
    origins, destinations
        Ways of the ends.
    states
        How many states there are.
    """

    def __init__(
        self, between: Moves, origins: EndMoves, destinations: EndMoves, states: int
    ) -> None:
        self._between = steps_of(between)
        self._origins, self._destinations = steps_of(origins.moves), steps_of(destinations.moves)
        self._stops = len(origins.first) - 1, len(destinations.first) - 1
        self._states = states

    def found(
        self, each: TonnageClass, span: kernel.Span, alive: Bools, starts: Ints, ends: Ints
    ) -> Found:
        """The ways between pairs of an origin and a destination that some tonnage may prefer.

        The search grows a tree from each end of that side which has fewer of them; if those
        are the origins, everything is turned round.

        Parameters
        ----------
        each, span
            The class, and how the kernel sees it.
        alive
            States of the variants that some tonnage of the class may use.
        starts, ends
            The numbers of the origin and the destination of each pair.
        """
        use = kernel.Use(each.coordinates, each.always, each.never)

        def inside(steps: kernel.Steps, leaving: Bools) -> tuple[Ints, kernel.Labels]:
            found: tuple[Ints, kernel.Labels] = kernel.inside(steps, leaving, alive, use, span)
            return found

        turned = len(np.unique(starts)) < len(np.unique(ends))
        near, far = (starts, ends) if turned else (ends, starts)
        rows, weights = inside(self._between, alive)
        outer = [
            (steps, *inside(steps, _marked(asked, stops)), stops)
            for steps, asked, stops in (
                (self._origins, starts, self._stops[0]),
                (self._destinations, ends, self._stops[1]),
            )
        ]
        first_states, last_states = (steps.head[of_ends] for steps, of_ends, _, _ in outer)
        number = kernel.on_a_way(self._between, rows, first_states, last_states, self._states)
        graph = kernel.graph_of(self._between, rows, weights, number, turned)
        before, after = (
            kernel.ends_of(steps, of_ends, weighed, number, stops)
            for steps, of_ends, weighed, stops in outer
        )
        (_, far_first, far_ends), (_, near_first, near_ends) = (
            (after, before) if turned else (before, after)
        )
        pairs = np.lexsort((far, near))
        wanted, begin = np.unique(near[pairs], return_index=True)
        first, rows_of, begin_moves, moves = kernel.candidates(
            graph, far_ends, far_first, near_ends, near_first, wanted,
            np.append(begin, len(pairs)).astype(np.int64), far[pairs], span,
        )  # fmt: skip
        if turned:
            rows_of = rows_of[:, ::-1]
            last = begin_moves[:-1] + begin_moves[1:] - 1
            moves = moves[np.repeat(last, np.diff(begin_moves)) - np.arange(len(moves))]
        chosen = np.stack([before[0][rows_of[:, 0]], after[0][rows_of[:, 1]]], axis=1)
        first_of, last_of = np.empty((2, len(pairs)), np.int64)
        first_of[pairs], last_of[pairs] = first[:-1], first[1:]
        chains = Chains(
            chosen.astype(np.int32), begin_moves, graph.which[moves].astype(np.int32)
        )  # fmt: skip
        return Found(first_of, last_of, chains)


def _marked(numbers: Ints, size: int) -> Bools:
    """Which numbers below ``size`` are among some."""
    marked = np.zeros(size, bool)
    marked[numbers] = True
    return marked


def compile_search() -> None:
    """Search two states with a move between them, so that the kernels are at hand.

    numba takes most of a minute for them when they are first used after an installation, and
    keeps them on disk; processes that need them at once would each compile them.
    """
    nothing, none, size = np.zeros(1), np.zeros(1, np.int64), 2

    def move(tail: int, head: int) -> Moves:
        return Moves(
            np.array([tail], np.int64), np.array([head], np.int64), np.ones((1, size)),
            nothing, nothing, none, none, none, none,
        )  # fmt: skip

    def ends(state: int) -> EndMoves:
        moves = move(0, state)
        return EndMoves(np.arange(2), moves, moves.named([]))

    each = TonnageClass(1.0, 2.0, np.eye(size), 0, 0).narrowed(np.ones(size, bool))
    span = kernel.Span(each.least_t, each.most_t, kernel.BY_COST, 0.0, 0.0, 0)
    found = Search(move(0, 1), ends(0), ends(1), 2).found(
        each, span, np.ones(2, bool), none, none
    )  # fmt: skip
    assert len(found.ways) == 1
