"""How sure a ranking is: figures drawn within their ranges, ways priced again, none searched.

What one cause makes uncertain varies together: the hauls of a country and mode, a crossing, a
terminal, the ends in a country, a barrier. Each draw takes a place for every cause between
the low and the high end of its money, the figure of the facts being the likeliest (triangular).
A shipment then chooses among the ways that were best for it today or under some reform; a way
that only an unlikely draw would make best is not among them.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple
from zlib import crc32

import numpy as np

from corridors.model.route import LegKind
from corridors.network.items import confidence_range
from corridors.solvers.many.quantities import Floats
from corridors.studies.ways import Leg, Way
from network_data import Facts
from network_data.records import Barrier

FIRST: Final = 5
"""Ranks that count as the first."""
TAIL: Final = 0.05
"""Share of the draws beyond each end of what is told."""


class Sureness(NamedTuple):
    """What the draws say of a barrier.

    Attributes
    ----------
    top_share
        Share of the draws in which it is among the first five.
    rank_low, rank_high
        Best and worst rank of the middle nine tenths of the draws.
    low_usd, high_usd
        Gains that a twentieth of the draws is below and above.
    """

    top_share: float
    rank_low: int
    rank_high: int
    low_usd: float
    high_usd: float


class Draws:
    """Gains of a year in every draw.

    Parameters
    ----------
    facts
        Whose ranges they are.
    barriers
        What may be removed.
    count, seed
        How many draws; the same seed gives the same.
    """

    def __init__(self, facts: Facts, barriers: Sequence[Barrier], count: int, seed: int) -> None:
        self.count = count
        self._facts = facts
        self._seed = seed
        self._places: dict[str, Floats] = {}
        self._ids = [barrier.id for barrier in barriers]
        self._factors = np.stack([
            _between(self._place(f"barrier {b.id}"), *confidence_range(facts, b))
            for b in barriers
        ]) if barriers else np.zeros((0, count))  # fmt: skip
        self.gains = np.zeros((len(barriers), count))

    def add(self, ways: Sequence[Way], removed: Floats, number: float) -> None:
        """Add the shipments of a row of the demand.

        Parameters
        ----------
        ways
            The ways it may choose from.
        removed
            What each barrier (row) costs on each way (column), dollars of one shipment.
        number
            Shipments.
        """
        usd = np.stack([self._way(way) for way in ways])
        now = usd.min(axis=0)
        for at in np.flatnonzero(removed.any(axis=1)).tolist():
            without = (usd - removed[at][:, None] * self._factors[at]).min(axis=0)
            self.gains[at] += number * (now - without)

    def sureness(self) -> dict[str, Sureness]:
        """What the draws say of each barrier."""
        # Even gains rank by their order in the list, whichever draw it is.
        order = np.argsort(-self.gains, axis=0, kind="stable")
        ranks = np.empty_like(order)
        np.put_along_axis(ranks, order, np.arange(1, len(self._ids) + 1)[:, None], axis=0)
        found = {}
        for at, id in enumerate(self._ids):
            low, high = np.quantile(ranks[at], [TAIL, 1 - TAIL], method="nearest").tolist()
            least, most = np.quantile(self.gains[at], [TAIL, 1 - TAIL]).tolist()
            share = float((ranks[at] <= FIRST).mean())
            found[id] = Sureness(share, int(low), int(high), least, most)
        return found

    def _way(self, way: Way) -> Floats:
        total: Floats = np.zeros(self.count)
        for leg in way.legs:
            place = self._place(_cause(leg))
            spread = np.where(place > 0, leg.high_usd - leg.usd, leg.usd - leg.low_usd)
            total += leg.usd + place * spread
            goods = leg.goods_usd
            if goods and leg.kind is LegKind.CROSSING:
                row = self._facts.crossings[leg.facility]
                total += goods * _between(place, *confidence_range(self._facts, row))
            else:
                total += goods
        return total

    def _place(self, cause: str) -> Floats:
        """Where a cause lies in every draw: -1 its low end, 0 the figure, 1 its high end."""
        if cause not in self._places:
            dice = np.random.default_rng([self._seed & 0xFFFFFFFF, crc32(cause.encode())])
            self._places[cause] = dice.triangular(-1.0, 0.0, 1.0, self.count)
        return self._places[cause]


def _between(place: Floats, low: float, high: float) -> Floats:
    """Factors at places between a low and a high one, 1 in the middle."""
    factors: Floats = np.where(place > 0, 1 + place * (high - 1), 1 + place * (1 - low))
    return factors


def _cause(leg: Leg) -> str:
    """What the money of a leg is made uncertain by."""
    if leg.facility:
        return leg.facility
    return f"{leg.kind.value} {leg.country} {leg.mode}"
