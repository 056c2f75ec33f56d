"""What is sought for a list: which questions it asks, and between which ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from corridors.model.shipment import Stop
from corridors.solvers.many.gateways import Ints
from corridors.solvers.many.rows import cell_of

END_BITS = 24
"""Bits of the number of an end; a class, a destination and an origin are one number."""
ENDS = (1 << END_BITS) - 1
MOST_PARTS = 1_000_000
"""Pairs of ends that are gathered before those are dropped that stand there more than once."""


class Shared(NamedTuple):
    """What the shipments of a question have in common.

    ``cargo`` stands for all that are priced alike (`Terms`); those of shipments with a date,
    which closures may hold for, stand for themselves. ``direction`` is that of their trade
    (``kz-tj``) if it has barriers of its own, else empty; ``domestic`` the country that they do
    not leave, empty for all that cross borders.
    """

    cargo: str
    direction: str
    domestic: str
    mode: str | None
    vehicle: str | None
    dated: bool


class Key(NamedTuple):
    """What tells questions apart.

    ``objective`` is what their candidates are compared by (``kernel.BY_...``), and
    ``hour_usd`` the least and most dollars that an hour of a tonne costs.
    """

    shared: Shared
    objective: int
    hour_usd: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Scope:
    """Between which ends a question's shipments go.

    Attributes
    ----------
    starts, ends
        Countries where they begin and end.
    destinations
        Stops where those of one country end. Their places are added to the gateways, so that
        a haul from an origin may end there without a gateway between.
    """

    starts: frozenset[str]
    ends: frozenset[str]
    destinations: frozenset[Stop] = frozenset()

    def __le__(self, other: "Scope") -> bool:
        return (
            self.starts <= other.starts
            and self.ends <= other.ends
            and self.destinations <= other.destinations
        )

    def __or__(self, other: "Scope") -> "Scope":
        return Scope(
            self.starts | other.starts,
            self.ends | other.ends,
            self.destinations | other.destinations,
        )


class Sought(NamedTuple):
    """Pairs of ends whose candidates are wanted.

    Attributes
    ----------
    key, scope
        Of their question.
    origins, destinations
        The ends.
    pairs
        The class of tonnages, the destination and the origin of each, as one number
        (`pair_numbers`), in order.
    """

    key: Key
    scope: Scope
    origins: list[Stop]
    destinations: list[Stop]
    pairs: Ints


def pair_numbers(classes: Ints, destinations: Ints, origins: Ints) -> Ints:
    """Classes and ends as one number each."""
    return (classes << 2 * END_BITS) | (destinations << END_BITS) | origins


def renumbered(pairs: Ints, origins: Ints, destinations: Ints) -> Ints:
    """Pairs by other numbers of their ends."""
    return pair_numbers(
        pairs >> 2 * END_BITS, destinations[pairs >> END_BITS & ENDS], origins[pairs & ENDS]
    )


def numbers_in(known: dict[Stop, int], stops: Iterable[Stop]) -> Ints:
    """The numbers of some stops, new ones added."""
    return np.array([known.setdefault(stop, len(known)) for stop in stops], np.int64)


class SoughtBook:
    """Gathers what the partitions of a list seek."""

    def __init__(self) -> None:
        self._parts: dict[Key, _Gathered] = {}

    def add(self, sought: Iterable[Sought]) -> None:
        """Add what a partition seeks."""
        for part in sought:
            self._parts.setdefault(part.key, _Gathered(part.scope)).add(part)

    def all(self) -> list[Sought]:
        """What is sought by question, most of it first, in whatever order it was added."""
        found = [gathered.sought(key) for key, gathered in self._parts.items()]
        return sorted(found, key=lambda sought: (-len(sought.pairs), str(sought.key)))


class _Gathered:
    """What the partitions seek of one question."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._origins: dict[Stop, int] = {}
        self._destinations: dict[Stop, int] = {}
        self._pairs: list[Ints] = []

    def add(self, part: Sought) -> None:
        self._scope |= part.scope
        ends = (
            numbers_in(self._origins, part.origins),
            numbers_in(self._destinations, part.destinations),
        )
        self._pairs.append(renumbered(part.pairs, *ends))
        if sum(map(len, self._pairs)) > max(MOST_PARTS, 2 * len(self._pairs[0])):
            self._pairs = [np.unique(np.concatenate(self._pairs))]

    def sought(self, key: Key) -> Sought:
        origins, start = _sorted(self._origins)
        destinations, end = _sorted(self._destinations)
        pairs = np.unique(renumbered(np.concatenate(self._pairs), start, end))
        return Sought(key, self._scope, origins, destinations, pairs)


def _sorted(numbers: dict[Stop, int]) -> tuple[list[Stop], Ints]:
    """Stops in an order that does not depend on their numbers, and the new number of each."""
    stops = sorted(numbers, key=cell_of)
    new = np.empty(len(stops), np.int64)
    new[[numbers[stop] for stop in stops]] = np.arange(len(stops))
    return stops, new
