"""The spread of a route agrees with 100,000 trips drawn at random, seeded.

Each trip is walked stage by stage with hours of its own. Three standard errors are allowed: of
a share on time ``sqrt(p (1 - p) / n)``, and of a quantile as many shares to either side of it,
which holds for every law, with gaps and jumps too [1]_.

References
----------
.. [1] H. A. David and H. N. Nagaraja (2003), *Order Statistics*, 3rd ed., sec. 10.2.
"""

import math
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from corridors.network.spread import Family, Stage, spread

TRIPS = 100_000
Q99 = 0.99
ERRORS = 3.0
Trips = np.ndarray[Any, np.dtype[np.float64]]


def sigma_of(stage: Stage) -> float:
    """Solved on its own: the smaller root of sigma^2 / 2 - z sigma + ln(W / m) = 0."""
    if stage.family is Family.FIXED:
        return 0.0
    if stage.worst_h is None or stage.worst_h <= stage.hours:
        return math.sqrt(math.log(1 + stage.cv**2))
    z = NormalDist().inv_cdf(Q99)
    roots = np.roots([0.5, -z, math.log(stage.worst_h / stage.hours)])
    return float(roots.real.min()) if abs(roots.imag).max() < 1e-12 else z


def drawn(stages: list[Stage], seed: int) -> Trips:
    """Total hours of the trips, sorted."""
    random = np.random.default_rng(seed)
    clock = np.zeros(TRIPS)
    for stage in stages:
        sigma = sigma_of(stage)
        mean = math.log(stage.hours) - sigma**2 / 2
        left = random.lognormal(mean, sigma, TRIPS) if sigma else np.full(TRIPS, stage.hours)
        for first, last in stage.closed:
            if stage.gated:
                clock = np.where((clock > first - stage.hours) & (clock < last), last, clock)
            else:
                # Who is not through by the closing goes on at the opening.
                held = (clock < last) & (clock + left > first)
                left = np.where(held, left - np.maximum(first - clock, 0.0), left)
                clock = np.where(held, last, clock)
        clock = clock + left
    clock.sort()
    return clock


def nights(opens: float, hours: float) -> tuple[tuple[float, float], ...]:
    """Closed for so many hours before an hour of each day, for half a year."""
    every_day = ((day * 24 + opens - hours, day * 24 + opens) for day in range(180))
    return tuple(window for window in every_day if window[1] > 0)


def fixed(hours: float) -> Stage:
    return Stage(hours, Family.FIXED, None, 0.0)


def stage(
    hours: float,
    cv: float,
    *closed: tuple[float, float],
    worst: float | None = None,
    gated: bool = False,
) -> Stage:
    return Stage(hours, Family.LOGNORMAL, worst, cv, closed, gated)


WAGONS = [
    stage(24, 0.3), stage(24, 0.3), stage(178.6, 0.25), stage(6.8, 0.6, worst=72.0),
    stage(6.7, 0.6), fixed(0.7), stage(16.3, 0.25), stage(6, 0.6), fixed(1), stage(36, 0.3),
    stage(0.6, 0.15), stage(4, 0.3),
]  # fmt: skip
TRUCKS = [
    stage(6, 0.3), stage(39.5, 0.15), fixed(47), stage(4.6, 0.6), stage(8.3, 0.6, worst=72.0),
    stage(5, 0.6), fixed(0.4), stage(9, 0.15), fixed(11), stage(7.1, 0.6, worst=39.5),
    stage(3.5, 0.15), stage(4, 0.3),
]  # fmt: skip
ROUTES = {
    "one queue with a worst case": [stage(13.5, 0.6, worst=144.0)],
    "one queue with a mean alone": [stage(6, 0.6)],
    "one queue closed at night": [stage(6, 0.6, *nights(22, 10))],
    "wagons": WAGONS,
    "trucks": TRUCKS,
    "many short stages": [stage(1 + number % 5, 0.3) for number in range(40)],
    "wagons, terminals closed at night": [
        one._replace(closed=nights(22 + number % 3, 10)) if number in (0, 9, 11) else one
        for number, one in enumerate(WAGONS)
    ],
    "trucks, posts and yards closed at night": [
        one._replace(closed=nights(23 - number % 4, 9)) if number in (0, 4, 5, 9, 11) else one
        for number, one in enumerate(TRUCKS)
    ],
    "trucks, a post closed for days": [
        one._replace(closed=((100.0, 172.0), (196.0, 220.0))) if number == 4 else one
        for number, one in enumerate(TRUCKS)
    ],
    "trucks, a pass that closes on some": [
        one._replace(closed=((125.0, 131.0), (150.0, 186.0)), gated=True) if number == 7 else one
        for number, one in enumerate(TRUCKS)
    ],
    "trucks, a pass that all wait for": [
        one._replace(closed=((-2000.0, 900.0),), gated=True) if number == 7 else one
        for number, one in enumerate(TRUCKS)
    ],
}


@pytest.mark.parametrize("name", ROUTES)
def test_quantiles_agree_with_drawn_trips(name: str) -> None:
    law = spread(ROUTES[name], worst_quantile=Q99)
    trips = drawn(ROUTES[name], seed=20260101)
    for p in (0.5, 0.9):
        error = ERRORS * math.sqrt(p * (1 - p) / TRIPS)
        low, high = np.quantile(trips, [p - error, p + error])
        assert low <= law.quantile(p) <= high


@pytest.mark.parametrize("name", ROUTES)
def test_shares_on_time_agree_with_drawn_trips(name: str) -> None:
    law = spread(ROUTES[name], worst_quantile=Q99)
    trips = drawn(ROUTES[name], seed=20260101)
    for slack in (1.0, 1.1, 1.3):
        deadline = law.mean * slack
        share = float(np.searchsorted(trips, deadline, side="right")) / TRIPS
        error = math.sqrt(max(share * (1 - share), 1 / TRIPS) / TRIPS)
        assert abs(law.within(deadline) - share) <= ERRORS * error + LATE


LATE = 2e-4
"""Shares above 0.9995 are those of the grid's end: later trips are kept as one late part."""


@pytest.mark.parametrize("name", ROUTES)
def test_means_agree_with_drawn_trips(name: str) -> None:
    law = spread(ROUTES[name], worst_quantile=Q99)
    trips = drawn(ROUTES[name], seed=20260101)
    assert abs(law.mean - trips.mean()) <= ERRORS * trips.std() / math.sqrt(TRIPS) + 0.1 * law.step
