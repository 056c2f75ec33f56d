"""Parametric search: where a restricted optimum draws level with the optimum of all.

Both optima are the least of finitely many straight lines in one figure, hence concave. Between
two values of the figure the restricted one lies above its chord, and the optimum of all below
the lines of the routes found at either end. Where the first lower bound meets the second upper
bound is the nearest value at which they can be level; the optima are asked there, and either
they are level or a new line tightens the bounds. Each step adds a line, so the steps end. (The
breakpoints of a parametric optimum: Eisner & Severance 1976.)
"""

from collections.abc import Callable
from typing import NamedTuple

from corridors.errors import SolverError

MOST_STEPS = 60
"""Far more lines than a figure of a real network has shown."""
EDGE = 1e-9
"""Share of an interval in which a breakpoint counts as its end."""


class Line(NamedTuple):
    """A route as a function of the figure: ``at_zero + slope x value``; and its key."""

    at_zero: float
    slope: float
    key: object = None

    def at(self, value: float) -> float:
        """The objective at a value of the figure."""
        return self.at_zero + self.slope * value


class Sample(NamedTuple):
    """The optima at one value of the figure: of the restricted routes, and of all."""

    value: float
    restricted: Line
    best: Line

    @property
    def gap(self) -> float:
        """By how much the restricted optimum is worse."""
        return self.restricted.at(self.value) - self.best.at(self.value)


Ask = Callable[[float, Line | None], Sample]
"""Solves both at a value; the restricted optimum may be known already."""


def nearest_level(ask: Ask, near: Sample, far: Sample, tolerance: float) -> Sample | None:
    """The sample nearest to ``near`` at which both optima are equal; ``None`` if there is none.

    Parameters
    ----------
    ask
        Solves both at a value between the two samples, or the optimum of all alone where
        the restricted one must be the given line.
    near, far
        Samples at the ends, ``near`` not level.
    tolerance
        Gap that counts as none: the rounding of the solver.

    Raises
    ------
    SolverError
        If it does not end, which would be an error in ``ask``.
    """
    pending = [far]  # what is still to be looked through, the nearest last
    for _ in range(MOST_STEPS):
        end = pending[-1]
        share = _earliest(near, end, tolerance / 10)
        middle = None if share is None else _break(near, end, tolerance / 10)
        if middle is not None:
            pending.append(ask(middle, None))
            continue
        at = end.value if share is None else near.value + share * (end.value - near.value)
        if share is None or at == end.value:
            near = pending.pop()
        else:  # concave and on one line at either end, so on that line in between
            near = ask(at, _through(near, end, tolerance / 10))
        if near.gap <= tolerance:
            return near
        if not pending:
            return None
    raise SolverError("the break-even of a figure was not found: the optima do not settle")


def _earliest(near: Sample, far: Sample, noise: float) -> float | None:
    """Share of the interval before which the optima cannot be level; ``None`` if nowhere."""
    first, last = 0.0, 1.0
    start, end = near.restricted.at(near.value), far.restricted.at(far.value)
    for line in (near.best, far.best):
        above, beyond = start - line.at(near.value), end - line.at(far.value)
        if above > noise:
            if beyond > noise:
                return None
            first = max(first, min(1.0, above / (above - beyond)))
        elif beyond > noise:
            last = min(last, max(0.0, above / (above - beyond)))
    return first if first <= last else None


def _break(near: Sample, far: Sample, noise: float) -> float | None:
    """Where the restricted optimum bends between two samples; ``None`` if it is straight."""
    one, two = near.restricted, far.restricted
    if one.at(far.value) - two.at(far.value) <= noise or one.slope == two.slope:
        return None
    value = (two.at_zero - one.at_zero) / (one.slope - two.slope)
    share = (value - near.value) / (far.value - near.value)
    return value if EDGE < share < 1 - EDGE else None


def _through(near: Sample, far: Sample, noise: float) -> Line | None:
    """The line on which the restricted optimum lies at both ends, if it is one."""
    for line in (near.restricted, far.restricted):
        if all(abs(line.at(s.value) - s.restricted.at(s.value)) <= noise for s in (near, far)):
            return line
    return None
