"""The best of the candidates of shipments, compiled: the last step of a search of many."""

from typing import NamedTuple

import numpy as np

from corridors.solvers.compiling import NONE, Floats, Ints, Shorts, compiled
from corridors.solvers.many.kernel import (
    BY_CO2E,
    BY_GENERALISED,
    BY_TIME,
    CENT,
    EVEN,
    GRAMS,
    SECONDS,
)


class Rows(NamedTuple):
    """Shipments to be priced, a row a shipment.

    Attributes
    ----------
    first, last
        Where its candidates begin and end in ``listed``.
    quantity
        Its quantities.
    held
        Bits of the conditions that its tonnage fulfils.
    hour_usd
        What an hour of its goods costs, dollars.
    most_h, most_usd
        Its deadline and budget; infinite where it has none.
    listed
        Ways, by their number in `Candidates`.
    """

    first: Ints
    last: Ints
    quantity: Floats
    held: Ints
    hour_usd: Floats
    most_h: Floats
    most_usd: Floats
    listed: Shorts


class Candidates(NamedTuple):
    """Ways: dollars per quantity, hours, kg of CO2e per tonne, conditions, ties."""

    form: Floats
    hours: Floats
    co2: Floats
    needs: Ints
    ties: Ints


ANSWERED, NO_ROUTE, TOO_TIGHT, CLOSE = range(4)
"""How a row ended: answered; no candidate; the best breaks the deadline or budget; two ways
are so near each other that their moves must tell them apart."""


@compiled
def choose(rows: Rows, ways: Candidates, objective: int) -> tuple[Ints, Ints]:
    """The best candidate of every row, and how the row ended."""
    count = len(rows.first)
    best = np.full(count, NONE, np.int64)
    usd = np.zeros(count)
    ended = np.full(count, NO_ROUTE, np.int64)
    size_of = ways.form.shape[1]
    for row in range(count):
        tonnes = rows.quantity[row, 1]
        top = (np.inf, np.inf, np.inf)
        for at in range(rows.first[row], rows.last[row]):
            way = rows.listed[at]
            if ways.needs[way] & ~rows.held[row]:
                continue
            worth = 0.0
            for k in range(size_of):
                worth += ways.form[way, k] * rows.quantity[row, k]
            merits = _merits(
                worth, ways.hours[way], ways.co2[way] * tonnes, rows.hour_usd[row], objective
            )
            if _is_before(merits, top) or (
                not _is_before(top, merits) and ways.ties[way] < ways.ties[best[row]]
            ):
                top = merits
                best[row], usd[row] = way, worth
        if best[row] == NONE:
            continue
        chosen = best[row]
        ended[row] = ANSWERED
        if ways.hours[chosen] > rows.most_h[row] - SECONDS or usd[row] > rows.most_usd[row] - CENT:
            ended[row] = TOO_TIGHT
            continue
        for at in range(rows.first[row], rows.last[row]):
            way = rows.listed[at]
            if way == chosen or ways.needs[way] & ~rows.held[row]:
                continue
            worth = 0.0
            for k in range(size_of):
                worth += ways.form[way, k] * rows.quantity[row, k]
            if _is_close(
                worth - usd[row], ways.hours[way] - ways.hours[chosen],
                (ways.co2[way] - ways.co2[chosen]) * tonnes, rows.hour_usd[row], objective,
            ):  # fmt: skip
                ended[row] = CLOSE
                break
    return best, ended


@compiled
def _merits(
    usd: float, hours: float, co2: float, hour_usd: float, objective: int
) -> tuple[float, float, float]:
    """What ways are ordered by, first things first."""
    if objective == BY_TIME:
        return hours, usd, co2
    if objective == BY_CO2E:
        return co2, hours, usd
    if objective == BY_GENERALISED:
        return usd + hour_usd * hours, hours, usd
    return usd, hours, co2


@compiled
def _is_before(a: tuple[float, float, float], b: tuple[float, float, float]) -> bool:
    """Whether merits come before others; what differs by noise is even."""
    for k in range(3):
        if a[k] < b[k] - EVEN:
            return True
        if a[k] > b[k] + EVEN:
            return False
    return False


@compiled
def _is_close(usd: float, hours: float, co2: float, hour_usd: float, objective: int) -> bool:
    """Whether the roundings of moves may turn a difference between a way and the best."""
    noise = 1e-7
    if abs(usd) < noise and abs(hours) < noise and abs(co2) < noise:
        return False
    if objective == BY_TIME:
        return abs(hours) < SECONDS and (abs(hours) > noise or abs(usd) < CENT)
    if objective == BY_CO2E:
        if abs(co2) > noise:
            return abs(co2) < GRAMS
        return abs(hours) < SECONDS and (abs(hours) > noise or abs(usd) < CENT)
    if objective == BY_GENERALISED:
        return abs(usd + hour_usd * hours) < CENT
    return abs(usd) < CENT


@compiled
def fronts(rows: Rows, ways: Candidates) -> tuple[Ints, Ints, Floats]:
    """The candidates of every row that no other beats in cost and hours, cheapest first.

    Returns
    -------
    first, found, usd
        Where those of a row begin, one more than there are rows; the candidates; their
        dollars.
    """
    count = len(rows.first)
    first = np.zeros(count + 1, np.int64)
    found = np.empty(max(16, 4 * count), np.int64)
    usd = np.empty(max(16, 4 * count))
    size_of = ways.form.shape[1]
    total = 0
    for row in range(count):
        number = rows.last[row] - rows.first[row]
        worth = np.full(number, np.inf)
        for i in range(number):
            way = rows.listed[rows.first[row] + i]
            if ways.needs[way] & ~rows.held[row]:
                continue
            worth[i] = 0.0
            for k in range(size_of):
                worth[i] += ways.form[way, k] * rows.quantity[row, k]
        least_h = np.inf
        while True:
            # The cheapest of those that are faster than all before, then the fastest of these.
            best = NONE
            for i in range(number):
                way = rows.listed[rows.first[row] + i]
                hours = ways.hours[way]
                if worth[i] == np.inf or hours >= least_h - EVEN:
                    continue
                if best == NONE:
                    best = i
                    continue
                other = rows.listed[rows.first[row] + best]
                here = (worth[i], hours, ways.co2[way])
                there = (worth[best], ways.hours[other], ways.co2[other])
                if _is_before(here, there) or (
                    not _is_before(there, here) and ways.ties[way] < ways.ties[other]
                ):
                    best = i
            if best == NONE:
                break
            if total == len(found):
                found = np.concatenate((found, np.empty_like(found)))
                usd = np.concatenate((usd, np.empty_like(usd)))
            found[total], usd[total] = rows.listed[rows.first[row] + best], worth[best]
            least_h = ways.hours[found[total]]
            total += 1
        first[row + 1] = total
    return first, found[:total], usd[:total]
