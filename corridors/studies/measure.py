"""What shipments cost now and under each of some changes, one shipment of each row.

Everything here is of one shipment; tables multiply by how many there are a year or a month.
"""

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from corridors.model.shipment import Objective
from corridors.network.items import confidence_range
from corridors.network.network import Network
from corridors.solvers.many.quantities import Floats
from corridors.studies.changes import Effects, Reform, without
from corridors.studies.consignments import Consignment
from corridors.studies.draws import Draws
from corridors.studies.market import Case, Found, Market, Shifts, markets
from corridors.studies.ways import Way, Ways
from network_data.records import Barrier

SAME = 1e-6
"""Dollars a shipment that are float noise."""


class Gains(NamedTuple):
    """What a reform does, a number a shipment.

    Attributes
    ----------
    met
        Whether the way of today meets what goes.
    static_usd
        What it costs on the way of today.
    usd, low_usd, high_usd
        What a shipment gains once it may take another way, and if the figures of the barrier
        are at the low and the high end of their range.
    hours
        Hours that the way becomes shorter; a cheaper way may be longer.
    """

    met: Floats
    static_usd: Floats
    usd: Floats
    low_usd: Floats
    high_usd: Floats
    hours: Floats


class Measured(NamedTuple):
    """What a network asks of some shipments.

    Attributes
    ----------
    ways
        The way of each, ``None`` where there is none.
    reasons
        Why nothing leads to or from the ends of some.
    gains
        By barrier.
    together
        What two barriers gain together, by their ids in order.
    """

    ways: list[Way | None]
    reasons: dict[int, str]
    gains: dict[str, Gains]
    together: dict[tuple[str, str], Floats]


def measure(
    network: Network,
    shipments: Sequence[Consignment],
    objective: Objective = Objective.GENERALISED,
    *,
    barriers: Sequence[Barrier] = (),
    pairs: bool = False,
    draws: "tuple[Draws, Sequence[float]] | None" = None,
    each: Callable[[Market, dict[int, Found], dict[int, Way]], None] | None = None,
) -> Measured:
    """Find every way of today, and what is gained without each barrier.

    Parameters
    ----------
    network
        The facts of today.
    shipments
        One of each row.
    objective
        What is best and what gains are measured in.
    barriers
        What may be removed.
    pairs
        Whether to remove every two of them together too.
    draws
        Draws of figures to add to, and the shipments of each row.
    each
        Called for each market with what was found in it, and the ways of its shipments.
    """
    count = len(shipments)
    reforms = [_Reforms.of(network, barrier) for barrier in barriers]
    ways: list[Way | None] = [None] * count
    reasons: dict[int, str] = {}
    gains = {barrier.id: Gains(*np.zeros((6, count))) for barrier in barriers}
    couples = [
        (a, b, without(network, (a.id, b.id))) for a, b in combinations(barriers, 2) if pairs
    ]
    together = {(a.id, b.id): np.zeros(count) for a, b, _ in couples}
    lowest = None
    if reforms:
        most = max(confidence_range(network.facts, barrier)[1] for barrier in barriers)
        lowest = without(network, gains).scaled(max(1.0, most))
    for market, numbers, reason in markets(network, shipments, objective):
        if market is None:
            reasons[numbers[0]] = reason
            continue
        for part in market.parts():
            writer = Ways(part)
            base = part.solve()
            here = {
                inside: writer.way(inside, found) for inside, found in base.items() if found.moves
            }
            for inside, way in here.items():
                ways[numbers[inside]] = way
            if each is not None:
                each(part, base, here)
            if reforms:
                ledger = _Ledger(part, base, lowest)
                ledger.fill(reforms, couples, gains, together)
                if draws is not None:
                    ledger.draw(*draws, reforms)
    return Measured(ways, reasons, gains, together)


class _Reforms(NamedTuple):
    """A barrier removed, and its range.

    A part of a wait is at its low end if less can be taken away; what is added to the waits
    is at its low end if less is added now.
    """

    barrier: Barrier
    removed: Reform
    low: Reform
    high: Reform

    @classmethod
    def of(cls, network: Network, barrier: Barrier) -> "_Reforms":
        removed = without(network, (barrier.id,))
        low, high = confidence_range(network.facts, barrier)
        if barrier.use == "base":
            return cls(barrier, removed, removed.scaled(low), removed.scaled(high))
        return cls(
            barrier, removed, without(network, (barrier.id,), low),
            without(network, (barrier.id,), high),
        )  # fmt: skip


Couple = tuple[Barrier, Barrier, Reform]


class _Ledger:
    """Fills in what the shipments of one market gain."""

    def __init__(self, market: Market, base: dict[int, Found], lowest: Reform | None) -> None:
        self.market = market
        self.base = {number: found for number, found in base.items() if found.moves}
        self.lowest = lowest
        self.cases: tuple[Case, ...] = ()
        self._seen: dict[int, dict[tuple[tuple[int, int], ...], Found]] = {
            number: {found.moves: found} for number, found in self.base.items()
        }
        self._added: dict[str, dict[tuple[int, int], tuple[Floats, float]]] = {}
        self.effects = Effects(market, ())

    def _narrow(self, reforms: Sequence[_Reforms]) -> None:
        """Leave out the moves that no reform makes part of a best way."""
        market = self.market
        limits = {number: found.usd for number, found in self.base.items()}
        every = Effects(market)
        for each in reforms:
            if each.barrier.use == "base":
                continue
            dearer = every.of_reform(each.high)
            added = _by_row(dearer) if dearer is not None else {}
            for number, found in self.base.items():
                case = market.case_of[number]
                more = sum(_usd(case, *added[move]) for move in found.moves if move in added)
                limits[number] = max(limits[number], found.usd + more)
        low = every.of_reform(self.lowest) if self.lowest is not None else None
        self.cases = market.near(low, limits)
        self.effects = Effects(market, self.cases)

    def fill(
        self,
        reforms: Sequence[_Reforms],
        couples: Sequence[Couple],
        gains: dict[str, Gains],
        together: dict[tuple[str, str], Floats],
    ) -> None:
        """Write the gains of this market into the arrays of the study."""
        self._narrow(reforms)
        effects: dict[str, Shifts | None] = {}
        for each in reforms:
            effects[each.barrier.id] = self._one(each, gains[each.barrier.id])
        active = {name for name, shifts in effects.items() if shifts is not None}
        numbers = self.market.numbers
        for a, b, reform in couples:
            both = together[a.id, b.id]
            if not {a.id, b.id} <= active:
                for number in self.base:
                    at = numbers[number]
                    both[at] = gains[a.id].usd[at] + gains[b.id].usd[at]
                continue
            shifts = self.effects.of_reform(reform)
            for number, (_, usd) in self._solved(shifts, frozenset(self.base)).items():
                both[numbers[number]] = self._gain(number, usd)

    def _one(self, each: _Reforms, gains: Gains) -> Shifts | None:
        shifts = self.effects.of_reform(each.removed)
        if shifts is None:
            return None
        numbers = self.market.numbers
        added = self._added[each.barrier.id] = _by_row(shifts)
        for number, (found, usd) in self._solved(shifts, frozenset(self.base)).items():
            at = numbers[number]
            case = self.market.case_of[number]
            gains.usd[at] = self._gain(number, usd)
            gains.hours[at] = self._hours(self.base[number], {}) - self._hours(found, added)
            met = [added[move] for move in self.base[number].moves if move in added]
            gains.met[at] = bool(met)
            gains.static_usd[at] = -sum(_usd(case, form, hours) for form, hours in met)
        self._range(each, shifts, gains)
        return shifts

    def _range(self, each: _Reforms, shifts: Shifts, gains: Gains) -> None:
        """Gains at the two ends of what the figures of a barrier may be."""
        numbers = self.market.numbers
        some = frozenset(self.base)
        for reform, into in ((each.low, gains.low_usd), (each.high, gains.high_usd)):
            other = self.effects.of_reform(reform)
            for number, (_, usd) in self._solved(other, some).items():
                at = numbers[number]
                if each.barrier.use == "base":
                    into[at] = self._gain(number, usd)
                else:
                    into[at] = max(0.0, usd - (self.base[number].usd - gains.usd[at]))

    def _solved(
        self, shifts: Shifts | None, wanted: frozenset[int]
    ) -> dict[int, tuple[Found, float]]:
        if shifts is None:
            return {number: (self.base[number], self.base[number].usd) for number in wanted}
        solved = self.market.solve(shifts, wanted, self.cases)
        for number, found in solved.items():
            self._seen[number].setdefault(found.moves, found)
        return {number: (found, found.usd) for number, found in solved.items()}

    def draw(self, draws: Draws, shipments: Sequence[float], reforms: Sequence[_Reforms]) -> None:
        """Add this market to the draws: each shipment chooses among the ways seen for it."""
        writer = Ways(self.market)
        for number, seen in self._seen.items():
            case = self.market.case_of[number]
            removed = np.zeros((len(reforms), len(seen)))
            for at, each in enumerate(reforms):
                added = self._added.get(each.barrier.id, {})
                for column, moves in enumerate(seen):
                    removed[at, column] = -sum(
                        _usd(case, *added[move]) for move in moves if move in added
                    )
            ways = [writer.way(number, found) for found in seen.values()]
            draws.add(ways, removed, shipments[self.market.numbers[number]])

    def _gain(self, number: int, usd: float) -> float:
        gain = self.base[number].usd - usd
        return gain if abs(gain) > SAME else 0.0

    def _hours(self, found: Found, added: dict[tuple[int, int], tuple[Floats, float]]) -> float:
        sides = self.market.sides
        hours = sum(float(sides[side].moves.hours[move]) for side, move in found.moves)
        return hours + sum(added[move][1] for move in found.moves if move in added)


def _by_row(shifts: Shifts) -> dict[tuple[int, int], tuple[Floats, float]]:
    """What is added to each move, by side and move."""
    return {
        (side, row): (shift.form[at], float(shift.hours[at]))
        for side, shift in enumerate(shifts)
        for at, row in enumerate(shift.rows.tolist())
    }


def _usd(case: Case, form: Floats, hours: float) -> float:
    return float(form @ case.quantity) + case.hour_usd * hours
