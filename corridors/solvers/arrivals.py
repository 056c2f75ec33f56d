"""When a move that is begun at any time is over: arrival functions in pieces.

What waits for something closed is over at a time that depends on when it is begun; over a
span of beginnings that function is made of few pieces, on each of which the move either takes
the same time or is over at the same moment. They are worked out from the closed times alone,
piece by piece, and not by asking `Opening` for one moment after another: the OR-Tools model
of `corridors.solvers.ortools_dated` is to find what the label search finds in another way.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from corridors.network.clock import NEVER, Clock, Closed
from corridors.network.graph import Move
from corridors.network.hauls import Way


class Piece(NamedTuple):
    """For beginnings from ``low`` to ``high`` the end is ``slope x beginning + value``.

    ``slope`` is 1 where the move takes a fixed time and 0 where it is over at a fixed moment.
    """

    low: int
    high: int
    slope: int
    value: int

    def end(self, t: int) -> int:
        """When a move begun at ``t`` is over."""
        return self.slope * t + self.value


Step = Callable[[int, int], Iterator[Piece]]


def arrivals(move: Move, clock: Clock, low: int, high: int, last: int) -> list[Piece]:
    """The ends of a move for all beginnings in a span, as far as they are not after ``last``."""
    pieces = [Piece(low, high, 1, 0)] if low <= high else []
    for step in _steps(move, clock):
        pieces = [after for piece in pieces for after in _after(piece, step)]
    return [kept for piece in pieces if (kept := _by(piece, last)) is not None]


def arrival(move: Move, clock: Clock, t: int) -> int:
    """The end of a move that is begun at ``t``; `NEVER` or later if it never ends."""
    return arrivals(move, clock, t, t, NEVER << 2)[0].end(t)


def may_wait(move: Move, clock: Clock) -> bool:
    """Whether anything that the move keeps to is ever closed."""
    if isinstance(move.detail, Way):
        return bool(move.detail.gates)
    return any(key is not None and clock.opening(key) is not None for _, key in move.timing)


def _steps(move: Move, clock: Clock) -> Iterator[Step]:
    if isinstance(move.detail, Way) and move.detail.gates:
        yield _in_one_piece(clock.gate(move.detail.gates).closed, move.hours)
        return
    if not may_wait(move, clock):
        yield _anyhow(move.hours)
        return
    for units, key in move.timing:
        opening = clock.opening(key) if key is not None else None
        yield _anyhow(units) if opening is None else _in_open_time(opening.closed, units)


def _after(piece: Piece, step: Step) -> Iterator[Piece]:
    """Chain a step to a piece."""
    if piece.slope == 0:
        (only,) = step(piece.value, piece.value)
        yield Piece(piece.low, piece.high, 0, only.end(piece.value))
        return
    by = piece.value
    for low, high, slope, value in step(piece.low + by, piece.high + by):
        yield Piece(low - by, high - by, slope, value + slope * by)


def _by(piece: Piece, last: int) -> Piece | None:
    """The part of a piece that ends by ``last``."""
    if piece.slope == 0:
        return piece if piece.value <= last else None
    high = min(piece.high, last - piece.value)
    return piece._replace(high=high) if high >= piece.low else None


def _anyhow(units: int) -> Step:
    return lambda low, high: iter([Piece(low, high, 1, units)])


def _in_open_time(closed: Sequence[Closed], units: int) -> Step:
    """Hours that stand still while something is closed."""
    if units <= 0:
        return _anyhow(0)

    def over(index: int, t: int) -> int:
        """The end of ``units`` begun at ``t``, when the next closure is ``index``."""
        end = t + units
        while index < len(closed) and closed[index].start < end:
            end += closed[index].end - closed[index].start
            index += 1
        return end

    def pieces(low: int, high: int) -> Iterator[Piece]:
        t, index = low, _next(closed, low)
        while t <= high:
            if index < len(closed) and closed[index].start <= t:
                opens = closed[index].end
                yield Piece(t, min(high, opens - 1), 0, over(index + 1, opens))
                t, index = opens, index + 1
                continue
            # Open until the closure `index`: the later it is begun, the more closures fall
            # into it, and each adds its length.
            until = min(high, closed[index].start - 1) if index < len(closed) else high
            takes, crossed = units, index
            while t <= until:
                if crossed == len(closed):
                    yield Piece(t, until, 1, takes)
                    t = until + 1
                    break
                latest = min(until, closed[crossed].start - takes)
                if latest >= t:
                    yield Piece(t, latest, 1, takes)
                    t = latest + 1
                takes += closed[crossed].end - closed[crossed].start
                crossed += 1

    return pieces


def _in_one_piece(closed: Sequence[Closed], units: int) -> Step:
    """Hours that only begin where nothing closes before they are over."""

    def first(index: int) -> int:
        """The end of ``units`` begun as early as may be after the closure before ``index``."""
        while index < len(closed) and closed[index].start < closed[index - 1].end + units:
            index += 1
        return closed[index - 1].end + units

    def pieces(low: int, high: int) -> Iterator[Piece]:
        t, index = low, _next(closed, low)
        while t <= high:
            if index == len(closed):
                yield Piece(t, high, 1, units)
                return
            start, end = closed[index].start, closed[index].end
            latest = min(high, start - max(units, 1))
            if latest >= t:
                yield Piece(t, latest, 1, units)
                t = latest + 1
            if t <= high and t < end:
                yield Piece(t, min(high, end - 1), 0, first(index + 1))
            t, index = max(t, end), index + 1

    return pieces


def _next(closed: Sequence[Closed], t: int) -> int:
    """The first closure that is not over at ``t``."""
    index = bisect_right([c.start for c in closed], t) - 1
    return index if index >= 0 and closed[index].end > t else index + 1
