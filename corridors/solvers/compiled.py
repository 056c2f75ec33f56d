"""Dated questions answered by the compiled search: for many departures of one graph.

Building the arrays looks at every move of the shipment, which takes as long as some ten
questions in Python; each question afterwards takes a few milliseconds.
"""

from typing import NamedTuple, Protocol

import numpy as np

from corridors.model.shipment import Objective
from corridors.network.clock import Opening
from corridors.network.graph import END, START, Move, State
from corridors.solvers import kernel
from corridors.solvers.compiling import NONE, Ints
from corridors.solvers.dated import DatedGraph
from corridors.solvers.timed import FINE, TimedSearch, Timing, time_rate
from corridors.units import hour_units

KERNEL_OBJECTIVE = {
    Objective.COST: kernel.BY_COST,
    Objective.TIME: kernel.BY_TIME,
    Objective.GENERALISED: kernel.BY_GENERALISED,
}
_TIE_BITS = 8


class Found(Protocol):
    """A way to the end, whichever search found it: money, clock and moves."""

    @property
    def usd(self) -> int:
        """Solver units x FINE."""

    @property
    def t(self) -> int:
        """Units after the clock's departure."""

    @property
    def co2(self) -> int:
        """CO2e, solver units."""

    def moves(self) -> tuple[Move, ...]:
        """The moves from the start."""


class CompiledLabel(NamedTuple):
    """A way to the end: as `TimedLabel`, with its moves in a row."""

    usd: int
    t: int
    ties: int
    path: tuple[Move, ...]

    def moves(self) -> tuple[Move, ...]:
        """The moves from the start."""
        return self.path

    @property
    def co2(self) -> int:
        """CO2e, solver units."""
        return self.ties >> _TIE_BITS


class CompiledSearch:
    """The questions of `TimedSearch`, with the same answers, from any departure of its clock.

    Questions that it does not know (CO2e) and numbers that 64 bits do not hold are left to
    the search in Python.

    Parameters
    ----------
    dated
        The graph of a shipment from one moment on.

    Attributes
    ----------
    arrays
        What the kernel reads.
    fits
        Whether the numbers of the graph are small enough for it.
    """

    def __init__(self, dated: DatedGraph) -> None:
        self.search: TimedSearch = dated.search
        self._max_hours = dated.graph.max_hours
        builder = _Builder(dated.search)
        self._moves = builder.moves
        self.arrays = builder.arrays()
        self._time_rate = time_rate(dated.graph)
        hours_cost = self._time_rate * max(1, self.search.deadline)
        self.fits = builder.fits and hours_cost < kernel.MOST

    def best(self, objective: Objective, at: int = 0) -> Found | None:
        """The best way to the end by an objective, then by hours, cost and CO2e."""
        if objective not in KERNEL_OBJECTIVE:
            return self.search.best(objective, at)
        labels = self._labels(objective, at, enough=1)
        if labels is None:
            return self.search.best(objective, at)
        return labels[0] if labels else None

    def frontier(self, at: int = 0) -> list[Found]:
        """The ways to the end that no other beats in cost and time, cheapest first."""
        labels = self._labels(Objective.COST, at, enough=0)
        if labels is None:
            return list(self.search.frontier(at))
        front: list[Found] = []
        for label in labels:
            if not front or label.t < front[-1].t:
                front.append(label)
        return front

    def _labels(self, objective: Objective, at: int, *, enough: int) -> list[CompiledLabel] | None:
        """What the kernel finds; ``None`` if its numbers are too large."""
        if not self.fits:
            return None
        search, most = self.search, self._max_hours
        limits = kernel.Limits(
            last=search.deadline if most is None else min(search.deadline, at + hour_units(most)),
            usd=min(search.most_usd, 2 * kernel.MOST),
            changes=NONE if search.most_changes is None else search.most_changes,
            enough=enough,
            time_rate=self._time_rate,
        )
        status, ends, first, path = kernel.search(
            self.arrays, limits, KERNEL_OBJECTIVE[objective], at
        )
        if status == kernel.TOO_LARGE:
            return None
        moves, numbers, begins = self._moves, path.tolist(), first.tolist()
        return [
            CompiledLabel(usd, t, ties, tuple([moves[n] for n in numbers[begins[i]:begins[i + 1]]]))
            for i, (usd, t, ties) in enumerate(ends.tolist())
        ]  # fmt: skip


class _Builder:
    """Numbers the states, moves and openings that lead to the end."""

    def __init__(self, search: TimedSearch) -> None:
        self.moves: list[Move] = []
        self.fits = True
        self._search = search
        self._rows: list[tuple[int, ...]] = []
        self._first: list[int] = [0]
        self._parts: list[tuple[int, int]] = []
        self._openings: dict[int, int] = {}
        self._opening: list[int] = [0]
        self._closed: list[tuple[int, int]] = []
        self._kept: list[Opening] = []
        states: dict[State, int] = {START: 0, END: 1}
        queue = [START, END]
        for state in queue:
            for step in search.steps(state, Objective.GENERALISED) if state != END else ():
                if step.head not in states:
                    states[step.head] = len(states)
                    queue.append(step.head)
                move = step.move
                begin = len(self._parts)
                self._add_parts(step.timing)
                self._rows.append((
                    states[step.head],
                    move.usd * FINE,
                    move.hours,
                    (move.co2 << _TIE_BITS) + move.transshipments,
                    search.rates[move.carriage],
                    step.usd_left * FINE,
                    step.hours_left,
                    step.objective_left * FINE,
                    NONE if step.gate is None else self._number(step.gate),
                    begin,
                    len(self._parts),
                ))  # fmt: skip
                self.moves.append(move)
            self._first.append(len(self._rows))
        largest = max((max(row) for row in self._rows), default=0)
        # A label of at most MOST with one move more, and the bounds beyond it, stay in 63 bits.
        self.fits = largest < kernel.MOST >> 1 and (
            max(search.rates, default=0) * max(1, search.deadline) < kernel.MOST
        )

    def arrays(self) -> kernel.Arrays:
        """The arrays; of zeros where the numbers do not fit."""
        rows = self._rows if self.fits else []
        return kernel.Arrays(
            _table(self._first, ()),
            _table(rows, (kernel.MOVE_COLUMNS,)),
            _table(self._parts, (2,)),
            _table(self._opening, ()),
            _table(self._closed, (2,)),
        )

    def _add_parts(self, timing: Timing) -> None:
        for units, opening in timing:
            number = NONE if opening is None else self._number(opening)
            self._parts.append((units, number))

    def _number(self, opening: Opening) -> int:
        number = self._openings.get(id(opening))
        if number is None:
            number = self._openings[id(opening)] = len(self._openings)
            self._kept.append(opening)  # so that no other takes its id
            self._closed += [(closed.start, closed.end) for closed in opening.closed]
            self._opening.append(len(self._closed))
        return number


def _table(rows: "list[int] | list[tuple[int, ...]] | list[tuple[int, int]]",
           columns: tuple[int, ...]) -> Ints:  # fmt: skip
    return np.array(rows, np.int64).reshape((len(rows), *columns))
