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


class Side(NamedTuple):
    """Ways of some ends: which they are, where those of each begin, and what they weigh."""

    rows: Ints
    first: Ints
    ends: kernel.Ends

    def inside(self, useful: Bools, number: Ints) -> "Side":
        """Those that lead to useful states, by the numbers of these."""
        kept = useful[self.ends.state]
        some = np.flatnonzero(kept)
        first = np.concatenate([[0], np.cumsum(kept)])[self.first]
        ends = self.ends
        weights = kernel.Labels(ends.money, ends.hours, ends.co2, ends.needs, ends.ties)
        return Side(
            self.rows[some], first, kernel.Ends(number[ends.state[some]], *_taken(weights, some))
        )


def _taken(weights: kernel.Labels, some: Ints) -> kernel.Labels:
    """What some of the ways weigh."""
    return kernel.Labels(
        weights.money[some], weights.hours[some], weights.co2[some], weights.needs[some],
        weights.ties[some],
    )  # fmt: skip


def _marked(side: Side, states: Bools) -> Bools:
    """The states that the ways of some ends lead to, of as many states as given."""
    marked = np.zeros(len(states), bool)
    marked[side.ends.state] = True
    return marked


class Search:
    """The moves of a question, asked for a class of tonnages.

    Parameters
    ----------
    between
        Moves between gateways by head and tail.
    origins, destinations
        Ways of the ends.
    order
        The states about in the order of their way to the destinations.
    each, span
        The class, and how the kernel sees it.
    alive
        States of the variants that some tonnage of the class may use.
    """

    def __init__(
        self,
        between: Moves,
        origins: EndMoves,
        destinations: EndMoves,
        order: Ints,
        each: TonnageClass,
        span: kernel.Span,
        alive: Bools,
    ) -> None:
        self._between = between
        self._origins, self._destinations = origins, destinations
        self._order = order
        self._use = kernel.Use(each.coordinates, each.always, each.never)
        self._span, self._alive = span, alive

    def found(self, starts: Ints, ends: Ints) -> Found:
        """The ways between pairs of an origin and a destination that some tonnage may prefer.

        The search grows a tree from each end of that side which has fewer of them; if those
        are the origins, everything is turned round.
        """
        turned = len(np.unique(starts)) < len(np.unique(ends))
        near, far = (starts, ends) if turned else (ends, starts)
        rows, weights = self._inside(self._between, self._alive)
        tails, heads = self._between.tail[rows], self._between.head[rows]
        before, after = self._ends(self._origins, starts), self._ends(self._destinations, ends)
        useful = kernel.reached(tails, heads, _marked(before, self._alive))
        useful &= kernel.reached(heads, tails, _marked(after, self._alive))
        some = np.flatnonzero(useful[tails] & useful[heads])
        number = np.cumsum(useful) - 1
        rows, tails, heads = rows[some], number[tails[some]], number[heads[some]]
        order = self._order[useful[self._order]]
        before, after = (side.inside(useful, number) for side in (before, after))
        if turned:
            tails, heads, order = heads, tails, order[::-1]
        by_head, graph = kernel.graph_of(tails, heads, _taken(weights, some), int(useful.sum()))
        rows = rows[by_head]
        far_side, near_side = (after, before) if turned else (before, after)
        pairs = np.lexsort((far, near))
        wanted, begin = np.unique(near[pairs], return_index=True)
        first, rows_of, begin_moves, moves = kernel.candidates(
            graph, far_side.ends, far_side.first, near_side.ends, near_side.first, wanted,
            np.append(begin, len(pairs)).astype(np.int64), far[pairs], number[order], self._span,
        )  # fmt: skip
        if turned:
            rows_of = rows_of[:, ::-1]
            last = begin_moves[:-1] + begin_moves[1:] - 1
            moves = moves[np.repeat(last, np.diff(begin_moves)) - np.arange(len(moves))]
        outer = np.stack([before.rows[rows_of[:, 0]], after.rows[rows_of[:, 1]]], axis=1)
        first_of, last_of = np.empty((2, len(pairs)), np.int64)
        first_of[pairs], last_of[pairs] = first[:-1], first[1:]
        chains = Chains(outer.astype(np.int32), begin_moves, rows[moves].astype(np.int32))
        return Found(first_of, last_of, chains)

    def _inside(self, moves: Moves, leaving: Bools) -> tuple[Ints, kernel.Labels]:
        """Of some moves those that a tonnage may use and prefer to others of the same ends."""
        steps = kernel.Steps(
            moves.tail, moves.head, moves.form, moves.hours, moves.co2, moves.needs, moves.ties
        )
        found: tuple[Ints, kernel.Labels] = kernel.inside(
            steps, leaving, self._alive, self._use, self._span
        )
        return found

    def _ends(self, ends: EndMoves, asked: Ints) -> Side:
        """Ways of those ends that are asked for."""
        stops = len(ends.first) - 1
        leaving = np.zeros(stops, bool)
        leaving[asked] = True
        rows, weights = self._inside(ends.moves, leaving)
        first = np.searchsorted(ends.moves.tail[rows], np.arange(stops + 1)).astype(np.int64)
        return Side(rows, first, kernel.Ends(ends.moves.head[rows], *weights))
