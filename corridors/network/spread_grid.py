"""Probabilities on a grid of hours: lognormal laws, their sums, and clocks that stand still.

A law of hours is a row of whole numbers on points ``start + k * step``; they and the late part
make up its weight, `TOTAL` for a law of its own. What a point holds is taken to lie evenly in
the step around it; a single point is exact. A lognormal law is laid on the grid by splitting
each probability between the two points beside it, which keeps the mean exactly and widens the
variance by at most a quarter of a squared step. What ends after the limit of the grid is kept
as one late part at its mean.

Sums of independent hours are products of polynomials. The numbers of a row are packed into
one whole number, 64 bits for each, so that one multiplication of two whole numbers convolves
two rows [1]_, without any rounding until the product is scaled back.

References
----------
.. [1] Kronecker substitution; D. Harvey (2009), "Faster polynomial multiplication via
   multipoint Kronecker substitution", *Journal of Symbolic Computation* 44, 1502-1510.
"""

import math
import sys
from array import array
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from operator import add, mul, sub
from typing import NamedTuple

TOTAL_BITS = 31
"""Products of two laws then fit into 64 bits."""
TOTAL = 1 << TOTAL_BITS
"""The weight of a whole law."""
NOISE = TOTAL * 1e-6
"""Late weight that rounding may leave: it has no place of its own."""
TAIL_SIGMAS = 6.3
"""Logarithmic deviations beyond which less than one part of `TOTAL` lies."""
SNAP = 1e-7
"""Parts of a step that count as none."""

_HALF = 1 << (TOTAL_BITS - 1)


class Law(NamedTuple):
    """A law of hours on a grid.

    Attributes
    ----------
    start, step
        Hours of the first point, and between two points.
    counts
        Weights of the points.
    late, late_at
        Weight beyond the grid, and its mean hours.
    """

    start: float
    step: float
    counts: list[int]
    late: float = 0.0
    late_at: float = 0.0

    @property
    def exact(self) -> bool:
        """Whether the hours are certain."""
        return len(self.counts) == 1 and self.late <= 0.0

    @property
    def weight(self) -> float:
        """Weight of all points and of the late part."""
        return sum(self.counts) + self.late

    @property
    def moment(self) -> float:
        """Weight times mean hours of the points."""
        counts = self.counts
        steps: int = sum(map(mul, counts, range(len(counts))))
        return self.start * sum(counts) + self.step * steps

    @property
    def mean(self) -> float:
        """Mean hours, the late part included."""
        late = self.late * self.late_at if self.late > 0.0 else 0.0
        return (self.moment + late) / self.weight

    def onto(self, step: float, end: float) -> "Law":
        """The same law with longer steps and a later end, which the late part may be before."""
        if self.exact or not self.counts:
            return self._replace(step=step)
        law, times = self, round(step / self.step)
        if times > 1:
            counts = self.counts + [0] * (-len(self.counts) % times)
            here = [0] * (len(counts) // times + 1)
            for part in range(times):
                row = counts[part::times]
                here[:-1] = map(add, here[:-1], map((times - part).__mul__, row))
                if part:
                    here[1:] = map(add, here[1:], map(part.__mul__, row))
            half = times // 2
            law = self._replace(step=step, counts=[(count + half) // times for count in here])
        if law.late <= 0.0 or law.late_at > end:
            return law
        tray = Tray(law.start, law.step, end)
        tray.pour(law._replace(late=0.0), [Piece(math.inf, True, 0.0)])
        tray.atoms[law.late_at] = round(law.late)
        return tray.law()

    def finer(self, times: int) -> "Law":
        """The same law with so many points for each."""
        counts = [part for c in self.counts for part in _even(c, times)]
        step = self.step / times
        return self._replace(start=self.start - (self.step - step) / 2, step=step, counts=counts)

    def parted(self, hours: float) -> tuple["Law", "Law"]:
        """The points below some hours, and the rest."""
        cut = min(max(math.ceil((hours - self.start) / self.step), 0), len(self.counts))
        below = self._replace(counts=self.counts[:cut], late=0.0)
        return below, self._replace(start=self.start + cut * self.step, counts=self.counts[cut:])


def certain(hours: float, step: float) -> Law:
    """The law of hours that do not spread."""
    return Law(hours, step, [TOTAL])


@lru_cache(maxsize=512)
def lognormal(mean: float, sigma: float, step: float, end: float) -> Law:
    """A lognormal law of the given mean hours, on the points up to ``end``.

    The weight of a point is the mean of a hat of the width of two steps around it, a second
    difference of ``E min(X, x) = m F(x exp(-sigma^2)) + x (1 - F(x))``.
    """
    mu = math.log(mean) - sigma * sigma / 2
    first = int(math.exp(mu - TAIL_SIGMAS * sigma) / step)
    high = math.exp(mu + TAIL_SIGMAS * sigma)
    last = max(int(min(high, end) / step) + 1, first + 1)
    log, erf, root = math.log, math.erf, sigma * math.sqrt(2)
    half, scale, shift = mean / 2, 1 / root, sigma / math.sqrt(2)
    limited = [min(first - 1, 0) * step] if first <= 1 else []
    if first == 0:
        limited.append(0.0)
    begin = max(first - 1, 1)
    for x in map(mul, range(begin, last + 2), [step] * (last + 2 - begin)):
        d = (log(x) - mu) * scale
        limited.append(half * (1 + erf(d - shift)) + x * (1 - erf(d)) / 2)
    if first == 1:
        limited[0] = 0.0
    unit = TOTAL / step
    counts = [
        max(round((2 * here - before - after) * unit), 0)
        for before, here, after in zip(
            limited, islice(limited, 1, None), islice(limited, 2, None), strict=False
        )
    ]
    law = Law(first * step, step, counts)
    if high <= end:
        counts[counts.index(max(counts))] += TOTAL - sum(counts)
        return _trimmed(law)
    return _trimmed(_with_late(law, TOTAL, mean * TOTAL))


def both(a: Law, b: Law, end: float) -> Law:
    """The law of the sum of two independent numbers of hours, on the points up to ``end``."""
    if b.exact:
        a, b = b, a
    if a.exact and a.counts[0] == TOTAL:
        return b._replace(start=a.start + b.start, late_at=a.start + b.late_at)
    weight = a.weight * b.weight / TOTAL
    if not weight:
        return Law(a.start + b.start, a.step, [])
    counts: list[int] = []
    start = a.start + b.start
    if a.counts and b.counts:
        product = _packed(a.counts) * _packed(b.counts)
        cells = array("Q")
        cells.frombytes(product.to_bytes(8 * (len(a.counts) + len(b.counts) - 1), sys.byteorder))
        room = max(int((end - start) / a.step) + 1, 0)
        counts = [(cell + _HALF) >> TOTAL_BITS for cell in islice(cells, room)]
    return _trimmed(_with_late(Law(start, a.step, counts), weight, weight * (a.mean + b.mean)))


def total(laws: Iterable[Law], end: float) -> Law:
    """The law of the sum of independent numbers of hours, shortest rows first."""
    rows = sorted(laws, key=_length, reverse=True)
    while len(rows) > 1:
        rows.append(both(rows.pop(), rows.pop(), end))
        if len(rows) > 1 and _length(rows[-1]) > _length(rows[-2]):
            rows.sort(key=_length, reverse=True)
    return rows[0]


class Piece(NamedTuple):
    """A stretch of a rising map of hours: those below ``upto`` move by, or to, ``move``."""

    upto: float
    moves: bool
    move: float

    def image(self, hours: float) -> float:
        """Where hours of this stretch go."""
        return hours + self.move if self.moves else self.move


class Tray:
    """A grid that laws are poured onto through a rising map.

    Parameters
    ----------
    start
        A point of the grid; nothing poured lies below it.
    step, end
        Hours between two points; hours after which all is late.

    Attributes
    ----------
    atoms
        Weights that a map has brought to one moment, by moment.
    """

    def __init__(self, start: float, step: float, end: float) -> None:
        self.start = start - 2 * step
        self.step = step
        self.end = end
        self.counts = [0] * (int(max(end - start, 0.0) / step) + 5)
        self.atoms: dict[float, int] = {}
        self.late = 0.0
        self._late_moment = 0.0
        self._flows = False

    def pour(self, law: Law, pieces: Iterable[Piece], share: float = 1.0) -> None:
        """Add a share of a law, each hour of it where the pieces move it."""
        counts = law.counts if share == 1.0 else [int(c * share + 0.5) for c in law.counts]
        step, edge = law.step, law.start - law.step / 2
        low, size = 0.0, len(counts)
        late = law.late * share
        for piece in pieces:
            if low >= size and late <= 0.0:
                break
            high = min(max((piece.upto - edge) / step, 0.0), size)
            if high > low:
                self._pour_piece(counts, low, high, piece, law.start)
                low = high
            if late > 0.0 and law.late_at < piece.upto:
                if piece.moves:
                    self._delay(late, law.late_at + piece.move)
                else:
                    self._gather(piece.move, round(late))
                late = 0.0
        if late > 0.0:
            self._delay(late, math.inf)

    def _pour_piece(
        self, counts: list[int], low: float, high: float, piece: Piece, start: float
    ) -> None:
        """Pour the part of a row between two positions, in cells."""
        first, last = math.ceil(low - SNAP), math.floor(high + SNAP)
        parts: list[tuple[int, float, float]] = []
        if first > last:
            parts.append((last, low, high))
        else:
            if first - low > SNAP:
                parts.append((first - 1, low, first))
            if high - last > SNAP:
                parts.append((last, last, high))
        for cell, from_, to in parts:
            weight = int(counts[cell] * (to - from_) + 0.5)
            centre = start + ((from_ + to) / 2 - 0.5) * self.step
            if weight and piece.moves:
                self._split(centre + piece.move, weight)
            elif weight:
                self._gather(piece.move, weight)
        if first < last:
            whole = counts[first:last]
            if piece.moves:
                self._lay(start + first * self.step + piece.move, whole)
            else:
                self._gather(piece.move, sum(whole))

    def _gather(self, at: float, weight: int) -> None:
        if at > self.end:
            self._delay(weight, at)
        elif weight:
            self.atoms[at] = self.atoms.get(at, 0) + weight

    def _delay(self, weight: float, at: float) -> None:
        if not weight:
            return
        self.late += weight
        self._late_moment += weight * at

    def _split(self, at: float, weight: int) -> None:
        if at > self.end:
            self._delay(weight, at)
            return
        self._flows = True
        position = (at - self.start) / self.step
        index = int(position)
        upper = int(weight * (position - index) + 0.5)
        self.counts[index] += weight - upper
        self.counts[index + 1] += upper

    def _lay(self, at: float, row: list[int]) -> None:
        """Add a row whose first point is at some hours."""
        self._flows = True
        position = (at - self.start) / self.step
        index = int(position + SNAP)
        part = position - index
        if part > SNAP:
            upper = [int(count * part + 0.5) for count in row]
            row = [*map(sub, row, upper), 0]
            row[1:] = map(add, row[1:], upper)
        room = len(self.counts) - index
        if room < len(row):
            for number in range(max(room, 0), len(row)):
                if row[number]:
                    self._delay(row[number], at + (number - part) * self.step)
            row = row[: max(room, 0)]
        self.counts[index : index + len(row)] = map(add, self.counts[index : index + len(row)], row)

    @property
    def certain(self) -> bool:
        """Whether all that was poured came together in one moment."""
        return not self._flows and len(self.atoms) == 1 and self.late <= NOISE

    def together(self) -> float | None:
        """The moment that more than half of a whole law came together in, if there is one."""
        return next((at for at, weight in self.atoms.items() if 2 * weight > TOTAL), None)

    def flow(self) -> Law:
        """What was poured, without the atoms."""
        late_at = self._late_moment / self.late if self.late > 0.0 else 0.0
        return _trimmed(Law(self.start, self.step, self.counts[:], self.late, late_at))

    def law(self) -> Law:
        """All that was poured; exact where it came together in one moment."""
        if self.certain:
            return Law(next(iter(self.atoms)), self.step, [TOTAL])
        for at, weight in self.atoms.items():
            self._split(at, weight)
        self.atoms = {}
        return self.flow()


def _even(count: int, times: int) -> list[int]:
    """A count in nearly equal parts."""
    whole, more = divmod(count, times)
    return [whole + 1] * more + [whole] * (times - more)


def _length(law: Law) -> int:
    return len(law.counts)


def _packed(counts: list[int]) -> int:
    return int.from_bytes(array("Q", counts).tobytes(), sys.byteorder)


def _with_late(law: Law, weight: float, moment: float) -> Law:
    """A law with the rest of a weight, and of its moment, as the late part."""
    late = weight - sum(law.counts)
    if late <= NOISE:
        return law
    end = law.start + len(law.counts) * law.step
    return law._replace(late=late, late_at=max((moment - law.moment) / late, end))


def _trimmed(law: Law) -> Law:
    """A law without empty points at its ends."""
    counts = law.counts
    first, last = 0, len(counts)
    while last and not counts[last - 1]:
        last -= 1
    while first < last and not counts[first]:
        first += 1
    return law._replace(start=law.start + first * law.step, counts=counts[first:last])
