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


class Inside(NamedTuple):
    """Moves that some tonnage of a class may use: which they are, and what they weigh."""

    rows: Ints
    weights: kernel.Labels

    def take(self, which: Ints) -> "Inside":
        """Some of them."""
        money, hours, co2, needs, ties = self.weights
        return Inside(
            self.rows[which],
            kernel.Labels(money[which], hours[which], co2[which], needs[which], ties[which]),
        )


class Search:
    """The moves of a question, asked for a class of tonnages.

    Parameters
    ----------
    between, states
        Moves between gateways by head and tail, and how many states they join.
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
        states: int,
        origins: EndMoves,
        destinations: EndMoves,
        order: Ints,
        each: TonnageClass,
        span: kernel.Span,
        alive: Bools,
    ) -> None:
        self._between, self._states = between, states
        self._origins, self._destinations = origins, destinations
        self._order = order
        self._each, self._span, self._alive = each, span, alive

    def found(self, starts: Ints, ends: Ints) -> Found:
        """The ways between pairs of an origin and a destination that some tonnage may prefer.

        The search grows a tree from each end of that side which has fewer of them; if those
        are the origins, everything is turned round.
        """
        turned = len(np.unique(starts)) < len(np.unique(ends))
        near, far = (starts, ends) if turned else (ends, starts)
        rows, graph = self._graph(turned=turned)
        before, after = (
            self._inside_ends(side, asked)
            for side, asked in ((self._origins, starts), (self._destinations, ends))
        )
        (far_ends, first_far), (near_ends, first_near) = (
            self._ends(side, inside)
            for side, inside in (
                ((self._destinations, after), (self._origins, before))
                if turned
                else ((self._origins, before), (self._destinations, after))
            )
        )
        order = np.lexsort((far, near))
        wanted, begin = np.unique(near[order], return_index=True)
        first, rows_of, begin_moves, moves = kernel.candidates(
            graph, far_ends, first_far, near_ends, first_near, wanted,
            np.append(begin, len(order)).astype(np.int64), far[order],
            self._order[::-1] if turned else self._order, self._span,
        )  # fmt: skip
        if turned:
            rows_of = rows_of[:, ::-1]
            last = begin_moves[:-1] + begin_moves[1:] - 1
            moves = moves[np.repeat(last, np.diff(begin_moves)) - np.arange(len(moves))]
        outer = np.stack([before.rows[rows_of[:, 0]], after.rows[rows_of[:, 1]]], axis=1)
        first_of, last_of = np.empty((2, len(order)), np.int64)
        first_of[order], last_of[order] = first[:-1], first[1:]
        chains = Chains(outer.astype(np.int32), begin_moves, rows[moves].astype(np.int32))
        return Found(first_of, last_of, chains)

    def _graph(self, *, turned: bool) -> tuple[Ints, kernel.Graph]:
        """Which moves the class may use, and these as the kernel reads them."""
        moves, states = self._between, self._states
        usable = self._alive[moves.tail] & self._alive[moves.head]
        inside = self._preferred(moves, np.flatnonzero(usable))
        into, out_of = moves.head[inside.rows], moves.tail[inside.rows]
        if turned:
            into, out_of = out_of, into
        first, order = kernel.grouped(into, states)
        first_out, out = kernel.grouped(out_of[order], states)
        inside = inside.take(order)
        graph = kernel.Graph(first, out_of[order], first_out, out, into[order], *inside.weights)
        return inside.rows, graph

    def _inside_ends(self, ends: EndMoves, asked: Ints) -> Inside:
        """Ways that the class may use of those ends that are asked for."""
        wanted = np.zeros(len(ends.first), bool)
        wanted[asked] = True
        usable = wanted[ends.moves.tail] & self._alive[ends.moves.head]
        return self._preferred(ends.moves, np.flatnonzero(usable))

    def _ends(self, ends: EndMoves, inside: Inside) -> tuple[kernel.Ends, Ints]:
        """Ways of ends as the kernel reads them, and where those of each begin."""
        stops = ends.moves.tail[inside.rows]
        first = np.searchsorted(stops, np.arange(len(ends.first))).astype(np.int64)
        return kernel.Ends(ends.moves.head[inside.rows], *inside.weights), first

    def _preferred(self, moves: Moves, rows: Ints) -> Inside:
        """Of some moves those that a tonnage may use and prefer to others of the same ends."""
        each = self._each
        rows = rows[(moves.needs[rows] & each.never) == 0]
        weights = kernel.Labels(
            each.money(moves.form[rows]), moves.hours[rows], moves.co2[rows],
            moves.needs[rows] & ~each.always, moves.ties[rows],
        )  # fmt: skip
        pairs = moves.tail[rows] * self._states + moves.head[rows]
        kept = kernel.preferred(*weights, pairs, self._span)
        return Inside(rows, weights).take(np.flatnonzero(kept))
