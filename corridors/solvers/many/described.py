"""What ways look like: kilometres, ranges, crossings, vehicles, legs; for chosen ones only.

What a way looks like is added up from its legs in arrays (`corridors.solvers.many.legs`).
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from corridors.solvers.compiling import Bools, Hashes, Shorts
from corridors.solvers.many.columns import Vehicles
from corridors.solvers.many.frames import Paths
from corridors.solvers.many.gateways import Ints
from corridors.solvers.many.legs import UNKNOWN, Numbering
from corridors.solvers.many.quantities import Floats
from corridors.solvers.many.question import Question
from corridors.solvers.many.steps import LegForm
from corridors.solvers.many.sums import add_legs, polynomials
from corridors.solvers.many.ways import Chains, sequence_digests, spans

RAIL_KM, ROAD_KM, BORDER_H = range(3)
"""Columns of `Totals.sums`."""


class Totals(NamedTuple):
    """What the legs of some ways add up to, a row a way.

    ``low`` and ``high`` are the ends of the range of money, as forms; ``sums`` rail km, road
    km, hours at borders.
    """

    low: Floats
    high: Floats
    sums: Floats


class Hired(NamedTuple):
    """The vehicles of some shipments, and what their names change at the ends of the range."""

    vehicles: Vehicles
    low: Floats
    high: Floats


class Described:
    """Ways of a question that have been chosen, a row a way.

    Attributes
    ----------
    question
        The question.
    digests
        Numbers that tell them apart by what they do (`path_digest`).
    """

    def __init__(self, question: Question) -> None:
        profile = question.profile
        self._allowed = frozenset(
            profile.variants[number].carriage.vehicle.id for number in question.allowed
        )
        self.digests: Hashes = np.zeros(0, np.uint64)
        self.question = question
        self._profile = profile
        self._book = question.finds.book
        self._row: Ints = np.empty(0, np.int64)
        self._begin: Ints = np.zeros(1, np.int64)
        self._legs: Shorts = np.empty(0, np.int32)
        self._crossings: Numbering[str] = Numbering()
        self._terminals: Numbering[str] = Numbering()
        self._patterns: Numbering[tuple[int, ...]] = Numbering()
        self._said: Shorts = np.empty((0, 3), np.int32)

    def rows(self, ways: Ints) -> Ints:
        """The rows of some ways, described now if they were not before."""
        every = self.question.ways
        if len(self._row) < len(every):
            more = np.full(len(every) - len(self._row), UNKNOWN, np.int64)
            self._row = np.concatenate([self._row, more])
        new = np.unique(ways[self._row[ways] == UNKNOWN])
        if len(new):
            self._row[new] = len(self.digests) + np.arange(len(new))
            self._describe(every.chains.take(new))
        return self._row[ways]

    def _describe(self, chains: Chains) -> None:
        book = self._book
        begin, flat = book.of_chains(chains)
        crossings, terminals, vehicles = book.words[flat].T
        said = [
            _texts(begin, crossings, book.crossings, self._crossings),
            _texts(begin, terminals, book.terminals, self._terminals),
            self._patterns_of(begin, vehicles),
        ]
        self.digests = np.concatenate([self.digests, self._digests(begin, flat)])
        self._said = np.concatenate([self._said, np.stack(said, axis=1).astype(np.int32)])
        self._legs = np.concatenate([self._legs, flat])
        self._begin = np.concatenate([self._begin, self._begin[-1] + begin[1:]])

    def _patterns_of(self, begin: Ints, vehicles: Ints) -> Ints:
        """The pattern of the vehicles of some ways."""
        changes = np.append(True, vehicles[1:] != vehicles[:-1])
        changes[begin[:-1]] = True
        different, which = _sequences(begin, vehicles, changes)
        patterns = list(map(self._patterns.number, different))
        return np.array(patterns, np.int64)[which]

    def _flat(self, rows: Ints) -> tuple[Ints, Ints]:
        """Where the legs of some rows begin in a list, and the list."""
        lengths = np.diff(self._begin)[rows]
        flat = self._legs[spans(self._begin[rows], lengths)].astype(np.int64)
        return np.cumsum(lengths) - lengths, flat

    def totals(self, rows: Ints) -> Totals:
        """What the legs of some described ways add up to."""
        columns = self._book.columns
        return Totals(
            self._added(rows, columns.low),
            self._added(rows, columns.high),
            self._added(rows, self._book.sums),
        )

    def _added(self, rows: Ints, numbers: Floats) -> Floats:
        """Sums of some numbers of legs over those of some described ways."""
        sums = np.zeros((len(rows), numbers.shape[1]))
        add_legs(self._begin[rows], self._begin[rows + 1], self._legs, numbers, sums)
        return sums

    def crossings(self, rows: Ints, texts: Numbering[str]) -> Ints:
        """The crossings of some described ways by id, in order of travel: numbers of texts."""
        found: Ints = texts.numbers_of(self._crossings)[self._said[rows, 0]]
        return found

    def terminals(self, rows: Ints, texts: Numbering[str]) -> Ints:
        """The terminals of some described ways by id, in order of travel: numbers of texts."""
        found: Ints = texts.numbers_of(self._terminals)[self._said[rows, 1]]
        return found

    def _digests(self, begin: Ints, flat: Shorts) -> Hashes:
        """`path_digest` of the legs of some ways."""
        steps = self._book.columns.digests + np.uint64(1)
        found: Hashes = polynomials(begin, flat, np.ones(len(flat), bool), steps)
        return found

    def hired(self, rows: Ints, quantity: Floats, words: Numbering[str]) -> Hired:
        """The vehicles of described ways with the quantities of each shipment."""
        table = self._patterns_table
        counts, names = np.zeros((2, table.shape[1], len(rows)), np.int64)
        low, high = np.zeros((2, len(rows)))
        for place, vehicles in enumerate(table.T):
            which = vehicles[self._said[rows, 2]]
            for number, some in _by_number(which):
                name, counted_by = self._book.vehicles.known[number]
                counts[place, some] = quantity[some, counted_by]
                options, chosen = self._names(name, quantity[some])
                names[place, some] = np.array([words.number(each) for each in options])[chosen]
                other = np.flatnonzero(chosen)
                if len(other):
                    at = some[other]
                    shifts = self._shifts(name, rows[at], quantity[at], options, chosen[other])
                    low[at] += shifts[0]
                    high[at] += shifts[1]
        return Hired(Vehicles(counts, names), low, high)

    def _shifts(
        self, name: str, rows: Ints, quantity: Floats, options: list[str], chosen: Ints
    ) -> Floats:
        """What the ends of the ranges change where another vehicle of equal merits is named.

        Its hire is the same money, which may be known less or more surely.
        """
        factors = np.array([self._profile.range_of(each) for each in options])
        usd = np.einsum("ij,ij->i", self._hires(name, rows), quantity)
        shifts: Floats = usd * (factors - factors[0])[chosen].T
        return shifts

    @property
    def _patterns_table(self) -> Ints:
        """The vehicles of each pattern by number, one after another, then -1."""
        known = self._patterns.known
        table = np.full((len(known), max(map(len, known), default=0)), UNKNOWN, np.int64)
        for row, pattern in enumerate(known):
            table[row, : len(pattern)] = pattern
        return table

    def _hires(self, name: str, rows: Ints) -> Floats:
        """What some described ways pay for the hire of a vehicle type, as forms."""
        return self._added(rows, self._book.hires_of(name))

    def named(self, vehicle: str, counted_by: int, amounts: Floats) -> tuple[str, int]:
        """The name and number of a vehicle of a way for one shipment."""
        names, which = self._names(vehicle, amounts[None, :])
        return names[which[0]], int(amounts[counted_by])

    def _equals(self, name: str) -> list[tuple[str, int, int]]:
        """Types allowed that do as well as another, by id (`Profile.equals`)."""
        return [each for each in self._profile.equals(name) if each[0] in self._allowed]

    def _names(self, name: str, quantity: Floats) -> tuple[list[str], Ints]:
        """The names that a vehicle may have, and which of them it has for each shipment.

        Of equal types it is the first by id.
        """
        equals = self._equals(name)
        which = np.zeros(len(quantity), np.int64)
        for number, (_, count, mine) in reversed(list(enumerate(equals, 1))):
            which[quantity[:, count] == quantity[:, mine]] = number
        return [name, *(other for other, _, _ in equals)], which

    def legs(self, row: int) -> list[LegForm]:
        """The legs of a described way, in order."""
        numbers = self._legs[self._begin[row] : self._begin[row + 1]].tolist()
        return [self._book.legs[number] for number in numbers]

    def having(self, rows: Ints, test: Callable[[LegForm], bool]) -> Bools:
        """Which of some described ways have a leg that passes a test."""
        passes = np.array(list(map(test, self._book.legs)), bool)
        begin, flat = self._flat(rows)
        return np.logical_or.reduceat(passes[flat], begin)

    def paths(self, rows: Ints) -> Paths:
        """What some described ways do."""
        _, flat = self._flat(rows)
        used, at = distinct(flat, len(self._book.sums))
        counts = np.diff(self._begin)[rows]
        return Paths(self.digests[rows], counts, at, self._book.columns.frame[used])


def distinct(numbers: Ints, size: int) -> tuple[Ints, Ints]:
    """The different ones of numbers below ``size`` in order, and which of them each is."""
    there = np.zeros(size, bool)
    there[numbers] = True
    place = np.cumsum(there) - 1
    return np.flatnonzero(there), place[numbers]


def _by_number(numbers: Ints) -> Iterator[tuple[int, Ints]]:
    """Where each different number stands, `UNKNOWN` left out; they are few and small."""
    order = np.argsort(numbers.astype(np.int16), kind="stable")
    counts = np.bincount(numbers + 1)
    ends = np.cumsum(counts)
    for number in np.flatnonzero(counts[1:]).tolist():
        yield number, order[ends[number] : ends[number + 1]]


def _sequences(begin: Ints, flat: Ints, kept: Bools) -> tuple[list[tuple[int, ...]], Ints]:
    """The different sequences of the numbers that are kept, and which of them each row has."""
    told = sequence_digests(begin, flat, kept)
    _, first, which = np.unique(told, return_index=True, return_inverse=True)
    rows = [slice(begin[row], begin[row + 1]) for row in first.tolist()]
    return [tuple(flat[row][kept[row]].tolist()) for row in rows], which


def _texts(begin: Ints, numbers: Ints, words: Numbering[str], texts: Numbering[str]) -> Ints:
    """The words of each row, one after another, as the number of a text; 0 is no word."""
    different, which = _sequences(begin, numbers, numbers != 0)
    found = [texts.number("; ".join(words.known[number] for number in row)) for row in different]
    return np.array(found, np.int64)[which]
