"""How the hours of a route spread: from the means and worst cases of its stages to P50 and P90.

The stages of a route (waits, handling, hauls) follow each other; each has a mean and a family.
Their sum is worked out on a grid of hours (`corridors.network.spread_grid`), with the closed
hours of posts and terminals and the closed seasons of roads where they meet a stage.

**The family is an assumption.** Waits and hauls are taken as lognormal: never negative, with a
long tail to the right, and fixed by the two figures that are published, mean and worst case.
For the times of road vehicles on links of a network the lognormal law fitted best in [1]_. No
study of the waits of freight at the borders of Central Asia was found that names a family.

**Independence is an assumption** too. [1]_ rejects it for neighbouring links of a road; delays
that come together make the true spread wider than this one.

References
----------
.. [1] S. Arroyo and A. L. Kornhauser, "Modeling Travel Time Distributions on a Road Network",
   Princeton University.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate, islice, takewhile
from typing import NamedTuple

from corridors.model.route import Reliability
from corridors.network.spread_grid import (
    TOTAL,
    Law,
    Piece,
    Tray,
    both,
    certain,
    lognormal,
    total,
)

NEVER_H = 1e6
"""Closed until later than this is closed for good."""
LATE_SIGMAS = 3.3
"""Normal deviations at the end of the grid: five trips in ten thousand end later."""
POINTS_PER_SPREAD = 16
"""Least points of the grid in the middle spread of all stages together."""
MOST_POINTS = 2048
"""Points of a grid with closures; without them there may be twice as many."""
MOST_LATE = 5e-4
"""Share of the trips that a grid of its own may leave beyond its end."""
CLOCK_STEP_H = 0.5
"""Longest step where something closes: the grid must see the hours of a night."""
PER_CENT = 100

Windows = Sequence[tuple[float, float]]
"""Closed hours after the departure, from and to; sorted, apart."""


class Family(StrEnum):
    """The families of laws that the hours of a stage may follow."""

    FIXED = "fixed"
    LOGNORMAL = "lognormal"


class Stage(NamedTuple):
    """A part of a route whose hours spread on their own.

    Attributes
    ----------
    hours
        Mean hours.
    family
        Law of the hours.
    worst_h
        Worst published hours, taken for the quantile ``worst_quantile``; ``None`` where only
        a mean is known.
    cv
        Standard deviation as a share of the mean, used where there is no worst case above
        the mean.
    closed
        Hours after the departure, from and to, in which the stage stands still; sorted, apart.
    gated
        The stage does not stand still: it starts only at a moment from which it finds
        everything open for its mean hours.
    """

    hours: float
    family: Family
    worst_h: float | None
    cv: float
    closed: tuple[tuple[float, float], ...] = ()
    gated: bool = False


class Spread(NamedTuple):
    """The law of the hours of a route.

    Attributes
    ----------
    start, step
        Hours of the first point of the grid, and between two points; ``step`` is 0 where the
        hours are certain.
    cumulative
        Share of trips up to the end of the step around each point.
    late_at
        Mean hours of the few trips beyond the grid; ``inf`` if some never arrive.
    mean
        Mean hours.
    """

    start: float
    step: float
    cumulative: tuple[float, ...]
    late_at: float
    mean: float

    def quantile(self, p: float) -> float:
        """Hours that a share ``p`` of the trips stays within.

        Raises
        ------
        ValueError
            If ``p`` is no share.
        """
        if not 0.0 <= p <= 1.0:
            raise ValueError(f"{p:g} is no share of trips; give one from 0 to 1")
        index = bisect_right(self.cumulative, p)
        if index == len(self.cumulative):
            if index and p <= self.cumulative[-1]:
                return self.start + (index - 0.5) * self.step
            return self.late_at
        before = self.cumulative[index - 1] if index else 0.0
        part = (p - before) / (self.cumulative[index] - before)
        return max(self.start + (index - 0.5 + part) * self.step, 0.0)

    def within(self, hours: float) -> float:
        """Share of the trips that take no more than so many hours."""
        if not self.step:
            return float(hours >= self.start)
        if hours >= self.late_at:
            return 1.0
        position = (hours - self.start) / self.step + 0.5
        if position <= 0.0 or not self.cumulative:
            return 0.0
        if position >= len(self.cumulative):
            return self.cumulative[-1]
        index = int(position)
        before = self.cumulative[index - 1] if index else 0.0
        return before + (position - index) * (self.cumulative[index] - before)


def spread(stages: Iterable[Stage], *, worst_quantile: float) -> Spread:
    """The law of the total hours of stages that follow each other, independently.

    Parameters
    ----------
    stages
        In the order of travel; the first starts at hour 0.
    worst_quantile
        The quantile that worst published cases stand for, above a half and below 1.

    Raises
    ------
    ValueError
        If hours or a spread are negative or no number, or the quantile is out of range.

    Examples
    --------
    >>> road = Stage(10, Family.FIXED, None, 0.0)
    >>> post = Stage(4, Family.FIXED, None, 0.0, closed=((8.0, 20.0),))
    >>> spread([road, post], worst_quantile=0.99).quantile(0.5)
    24.0
    """
    stages = tuple(stages)
    sigmas = [_sigma(stage, worst_quantile) for stage in stages]
    law, free = certain(0.0, 1.0), list[int]()
    since, base, least_end = 0, 0.0, 0.0

    def so_far(number: int) -> tuple[Law, float]:
        """The law before a stage, on a grid that is wide enough for that stage too."""
        spreading = next((n for n in range(since, len(stages)) if sigmas[n]), number)
        last = max(number, spreading) + 1
        step, end = _grid(stages[since:last], sigmas[since:last], base)
        before = law.onto(step, max(end, least_end))
        end = max(end, least_end)
        return total(
            [before, *(_own(stages[n], sigmas[n], before.step, end) for n in free)], end
        ), end

    for number, (stage, sigma) in enumerate(zip(stages, sigmas, strict=True)):
        if not stage.closed or not stage.hours:
            free.append(number)
            continue
        law, end = so_far(number)
        free = []
        closed = _met(stage.closed, law, end)
        if closed and not stage.gated:
            law = _stand_still(law, _own(stage, sigma, law.step, end), closed, end)
            continue
        free.append(number)
        if closed:
            tray = _setting_out(law, stage.hours, closed, end)
            at = tray.together()
            law = tray.law()
            if at is not None and any(sigmas[number:]):
                # Most wait for one opening: what spreads from there on asks for a new grid.
                since, base = number, at
                law, least_end = _regridded(tray, stages[number:], sigmas[number:], at)
    return _read(so_far(len(stages))[0])


def reliability(
    stages: Iterable[Stage],
    *,
    worst_quantile: float,
    deadline_h: float | None,
    basis: tuple[str, ...] = (),
) -> Reliability:
    """P50, P90 and the share of trips on time, with the families they rest on.

    Parameters
    ----------
    stages, worst_quantile
        As for `spread`.
    deadline_h
        Hours from the start to the deadline; ``None`` where there is none.
    basis
        More that the figures rest on, put behind the families.
    """
    stages = tuple(stages)
    law = spread(stages, worst_quantile=worst_quantile)
    families = (_basis(stage, worst_quantile) for stage in stages)
    return Reliability(
        transit_h_p50=law.quantile(0.5),
        transit_h_p90=law.quantile(0.9),
        on_time_probability=None if deadline_h is None else law.within(deadline_h),
        basis=tuple(dict.fromkeys(text for text in (*families, *basis) if text)),
    )


# -- laws of stages ----------------------------------------------------------------------


def _own(stage: Stage, sigma: float, step: float, end: float) -> Law:
    """The law of a stage's hours."""
    if sigma:
        return lognormal(stage.hours, sigma, step, end)
    return certain(stage.hours, step)


def _sigma(stage: Stage, worst_quantile: float) -> float:
    """Standard deviation of the logarithm of a stage's hours; 0 where they are certain.

    A lognormal law of mean ``m`` has the worst case ``W`` at the normal deviate ``z`` if
    ``sigma^2 / 2 - z sigma + ln(W / m) = 0``; the smaller root is the one that grows with
    ``W``. Beyond ``W = m exp(z^2 / 2)`` no lognormal law reaches it, and the widest at that
    quantile, ``sigma = z``, is taken.
    """
    hours, cv = stage.hours, stage.cv
    if not (math.isfinite(hours) and hours >= 0.0 and math.isfinite(cv) and cv >= 0.0):
        raise ValueError(f"a stage of {hours:g} h with a spread of {cv:g}: neither may be negative")
    z = _deviate(worst_quantile)
    if stage.family is Family.FIXED or not hours:
        return 0.0
    if _has_worst(stage):
        assert stage.worst_h is not None
        room = z * z - 2 * math.log(stage.worst_h / hours)
        return z - math.sqrt(max(room, 0.0))
    return math.sqrt(math.log1p(cv * cv))


def _has_worst(stage: Stage) -> bool:
    return stage.worst_h is not None and stage.worst_h > stage.hours


def _basis(stage: Stage, worst_quantile: float) -> str:
    """What the law of a stage rests on; empty where its hours are certain."""
    if not _sigma(stage, worst_quantile):
        return ""
    if not _has_worst(stage):
        return f"lognormal with a mean alone, spread {stage.cv * PER_CENT:g} % (estimate)"
    assert stage.worst_h is not None
    text = f"lognormal: mean and worst published case (at {worst_quantile * PER_CENT:g} %)"
    if stage.worst_h > stage.hours * math.exp(_deviate(worst_quantile) ** 2 / 2):
        text += ", which is beyond the widest law"
    return text


@lru_cache(maxsize=16)
def _deviate(quantile: float) -> float:
    """The standard normal deviate of a quantile above a half, by bisection."""
    if not 0.5 < quantile < 1.0:
        raise ValueError(
            f"{quantile:g} cannot be the quantile of a worst case: it lies above 0.5 and below 1"
        )
    low, high = 0.0, 40.0
    for _ in range(64):
        middle = (low + high) / 2
        if math.erfc(middle / math.sqrt(2)) / 2 > 1.0 - quantile:
            low = middle
        else:
            high = middle
    return low


# -- the grid ----------------------------------------------------------------------------


def _grid(stages: Sequence[Stage], sigmas: Sequence[float], start: float) -> tuple[float, float]:
    """Step and end of a grid that shows the middle and holds the late trips.

    The middle spread of a lognormal law is half the distance between its 16 % and 84 %
    quantiles. The step is a power of two, so that routes share the laws of equal stages.
    """
    middle = late = fixed = 0.0
    for stage, sigma in zip(stages, sigmas, strict=True):
        if sigma:
            median = stage.hours * math.exp(-sigma * sigma / 2)
            middle += (median * math.sinh(sigma)) ** 2
            late += (median * math.exp(LATE_SIGMAS * sigma) - stage.hours) ** 2
        else:
            fixed += stage.hours
    if not middle:
        return 1.0, math.inf
    # A late trip may be held up anywhere: ahead of all closures, or in a stage that they stretch.
    late = math.sqrt(late)
    end = _end(stages, start + late)
    for number, stage in enumerate(stages):
        if stage.closed and not stage.gated:
            end = max(end, _end(stages, start, number, late))
    step = math.sqrt(middle) / POINTS_PER_SPREAD
    if any(stage.closed for stage in stages):
        step = min(step, CLOCK_STEP_H)
    power = math.floor(math.log2(step))
    most = MOST_POINTS if any(stage.closed for stage in stages) else 2 * MOST_POINTS
    while 2.0**power * most < end - start - fixed:
        power += 1
    # A coarse end lets routes of nearly equal hours share laws.
    block = 2.0**power * 128
    return 2.0**power, math.ceil(end / block) * block


def _end(stages: Sequence[Stage], at: float, slow: int = -1, more: float = 0.0) -> float:
    """When stages of their mean hours end, one of them slower; no closure is for good."""
    for number, stage in enumerate(stages):
        hours = stage.hours + (more if number == slow else 0.0)
        if not hours or not stage.closed:
            at += hours
        elif stage.gated:
            at = _start_for(at, hours, stage.closed, NEVER_H) + hours
        else:
            at = _end_of(at, hours, stage.closed, NEVER_H)
    return at


def _from(closed: Windows, at: float) -> Iterator[tuple[float, float]]:
    """The closures that end after a moment."""
    index = max(bisect_right(closed, (at, math.inf)) - 1, 0)
    return (window for window in islice(closed, index, None) if window[1] > at)


def _start_for(at: float, hours: float, closed: Windows, never: float = math.inf) -> float:
    """The first moment from ``at`` on from which it is open for so many hours."""
    for first, last in _from(closed, at):
        if first >= at + hours:
            break
        if last <= never:
            at = max(at, last)
    return at


def _end_of(at: float, hours: float, closed: Windows, never: float = math.inf) -> float:
    """When so many open hours have run from ``at`` on."""
    for first, last in _from(closed, at):
        if first >= at + hours:
            break
        if last <= never:
            hours -= max(first - at, 0.0)
            at = last
    return at + hours


def _met(closed: Windows, law: Law, end: float) -> list[tuple[float, float]]:
    """The closures that a law that has come so far may meet; for good means for ever."""
    low = law.start - law.step / 2 if law.counts else law.late_at
    return [
        (first, last if last < NEVER_H else math.inf)
        for first, last in takewhile(lambda window: window[0] < end, _from(closed, low))
    ]


# -- closures ----------------------------------------------------------------------------


def _setting_out(law: Law, hours: float, closed: Windows, end: float) -> Tray:
    """When a stage sets out that has to find everything open for so many hours."""
    tray = Tray(law.start, law.step, law.start if law.exact else end)
    if law.exact:
        tray.atoms[_start_for(law.start, hours, closed)] = TOTAL
        return tray
    blocked: list[tuple[float, float]] = []
    for first, last in closed:
        if blocked and first - hours < blocked[-1][1]:
            blocked[-1] = (blocked[-1][0], last)
        else:
            blocked.append((first - hours, last))
    pieces = []
    for first, last in blocked:
        pieces += [Piece(first, True, 0.0), Piece(last, False, last)]
    tray.pour(law, [*pieces, Piece(math.inf, True, 0.0)])
    return tray


def _regridded(
    tray: Tray, stages: Sequence[Stage], sigmas: Sequence[float], at: float
) -> tuple[Law, float]:
    """What came out of a gate, on a grid for the first stage that spreads then, and its end."""
    if tray.certain:
        return certain(at, 0.0), 0.0
    first = next(number for number, sigma in enumerate(sigmas) if sigma) + 1
    step, end = _grid(stages[:first], sigmas[:first], at)
    flow = tray.flow()
    beyond = flow.late + sum(flow.counts[max(int((end - flow.start) / flow.step), 0) :])
    if any(other > end for other in tray.atoms) or beyond > MOST_LATE * TOTAL:
        end = max(end, tray.end)
    low = min(flow.start - tray.step, at)
    step = max(step, (end - low) / MOST_POINTS)
    times = 2 ** max(math.floor(math.log2(tray.step / step)), 0)
    fine = Tray(low, tray.step / times, end)
    fine.pour(flow.finer(times), [Piece(math.inf, True, 0.0)])
    fine.atoms = tray.atoms
    return fine.law(), end


def _stand_still(law: Law, own: Law, closed: Windows, end: float) -> Law:
    """When a stage ends whose hours run only while it is open.

    The clock is read in open hours, in which the stage is a plain sum, and back. Those who
    come while it is closed all begin at the opening; those of them who end within the width of
    the grid are kept apart, so that it does not bring them back to before the closing.
    """
    if law.exact and own.exact:
        return law._replace(start=_end_of(law.start, own.start, closed))
    forth: list[Piece] = []
    back: list[Piece] = []
    reopened: dict[float, tuple[int, float]] = {}
    shut = 0.0
    for number, (first, last) in enumerate(closed):
        at = first - shut
        forth += [Piece(first, True, -shut), Piece(last, False, at)]
        back.append(Piece(at, True, shut))
        reopened[at] = number + 1, last
        shut += last - first
    forth.append(Piece(math.inf, True, -shut))
    back.append(Piece(math.inf, shut < math.inf, shut))

    if closed[0][0] < law.start - law.step / 2:
        # The first to come find it closed already: nobody ends before it opens.
        back[0] = Piece(back[0].upto, False, closed[0][1])
    lowest = min(law.start, closed[0][0])
    ended = Tray(lowest + own.start, law.step, end)
    if law.exact:
        piece = next(piece for piece in forth if law.start < piece.upto)
        at = piece.image(law.start)
        begun, opened = own._replace(start=at + own.start, late_at=at + own.late_at), back
        if not piece.moves:
            following, opens = reopened[at]
            opened = [Piece(at, False, opens), *back[following:]]
        ended.pour(begun, opened)
        return ended.law()

    begins = Tray(lowest, law.step, end)
    begins.pour(law, forth)
    coming, waiting = begins.flow(), dict(begins.atoms)
    short, long = own.parted(1.5 * own.step)
    ended.pour(both(begins.law(), long, end), back)
    if short.counts:
        ended.pour(both(coming, short, end), back)
        for at, weight in waiting.items():
            following, opens = reopened[at]
            begun = short._replace(start=at + short.start)
            ended.pour(begun, [Piece(at, False, opens), *back[following:]], weight / TOTAL)
    return ended.law()


def _read(law: Law) -> Spread:
    """A law as shares."""
    if law.exact:
        return Spread(law.start, 0.0, (1.0,), law.start, law.start)
    weight = law.weight
    shares = tuple(count / weight for count in accumulate(law.counts))
    late_at = law.late_at if law.late > 0.0 else law.start + (len(shares) - 0.5) * law.step
    return Spread(law.start, law.step, shares, late_at, law.mean)
