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


class Searched(NamedTuple):
    """Moves that are searched: which of all they are, and they as the kernel reads them.

    Those than which another between the same two is as good for every tonnage are left out.
    """

    which: Ints
    steps: kernel.Steps

    @classmethod
    def of(cls, moves: Moves) -> "Searched":
        """Those of some moves, of which such as join the same two stand in a row."""
        which = kernel.undominated(
            moves.tail, moves.head, moves.form, moves.hours, moves.co2, moves.needs, moves.ties
        )
        form = moves.form[which]
        rows, quantity = np.nonzero(form)
        begin = np.searchsorted(rows, np.arange(len(which) + 1)).astype(np.int64)
        steps = kernel.Steps(
            moves.tail[which], moves.head[which], begin, quantity, form[rows, quantity],
            moves.hours[which], moves.co2[which], moves.needs[which], moves.ties[which],
        )  # fmt: skip
        return cls(which, steps)

    def inside(
        self, leaving: Bools, alive: Bools, use: kernel.Use, span: kernel.Span
    ) -> tuple[Ints, kernel.Labels]:
        """Those that a tonnage may use and prefer, from what may be left to states alive."""
        found: tuple[Ints, kernel.Labels] = kernel.inside(self.steps, leaving, alive, use, span)
        return found


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
        self._between = Searched.of(between)
        self._sides = Searched.of(origins.moves), Searched.of(destinations.moves)
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
        before, after = (
            side.inside(_marked(asked, stops), alive, use, span)
            for side, asked, stops in zip(self._sides, (starts, ends), self._stops, strict=True)
        )
        between = self._between.inside(alive, alive, use, span)
        number = kernel.on_a_way(
            self._between.steps, between[0], *self._states_of(before[0], after[0]), self._states
        )
        origins, destinations = (
            kernel.ends_of(side.steps, *ways, number, stops)
            for side, ways, stops in zip(self._sides, (before, after), self._stops, strict=True)
        )
        turned = len(np.unique(starts)) < len(np.unique(ends))
        tails, heads = self._between.steps.tail, self._between.steps.head
        if turned:
            tails, heads = heads, tails
        graph = kernel.graph_of(tails, heads, *between, number)
        near, far = (starts, ends) if turned else (ends, starts)
        near_side, far_side = (origins, destinations) if turned else (destinations, origins)
        pairs = np.lexsort((far, near))
        wanted, begin = np.unique(near[pairs], return_index=True)
        first, rows, begin_moves, moves = kernel.candidates(
            graph, far_side.ends, far_side.first, near_side.ends, near_side.first, wanted,
            np.append(begin, len(pairs)).astype(np.int64), far[pairs], span,
        )  # fmt: skip
        if turned:
            rows = rows[:, ::-1]
            last = begin_moves[:-1] + begin_moves[1:] - 1
            moves = moves[np.repeat(last, np.diff(begin_moves)) - np.arange(len(moves))]
        outer = [
            side.which[ways.which[of_ends]]
            for side, ways, of_ends in zip(
                self._sides, (origins, destinations), rows.T, strict=True
            )
        ]
        first_of, last_of = np.empty((2, len(pairs)), np.int64)
        first_of[pairs], last_of[pairs] = first[:-1], first[1:]
        chains = Chains(
            np.stack(outer, axis=1).astype(np.int32),
            begin_moves,
            self._between.which[graph.which[moves]].astype(np.int32),
        )
        return Found(first_of, last_of, chains)

    def _states_of(self, before: Ints, after: Ints) -> tuple[Ints, Ints]:
        """The states that some ways of origins, and of destinations, lead to."""
        origins, destinations = self._sides
        return origins.steps.head[before], destinations.steps.head[after]


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
