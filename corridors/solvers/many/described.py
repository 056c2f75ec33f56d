"""What ways look like: kilometres, ranges, crossings, vehicles, legs; for chosen ones only.

Thousands of ways share their moves, so a move is written out once, and what a way looks like
is added up from its moves in arrays.
"""

from collections.abc import Callable, Hashable, Iterator
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import polars as pl

from corridors.model.route import LegKind
from corridors.model.shipment import Mode
from corridors.solvers.compiling import Bools
from corridors.solvers.many.ends import EndWay
from corridors.solvers.many.frames import Paths, leg_digest, legs_frame, path_digest
from corridors.solvers.many.gateways import Ints
from corridors.solvers.many.moves import MoveNames
from corridors.solvers.many.quantities import Floats
from corridors.solvers.many.question import Names, Question
from corridors.solvers.many.steps import LegForm, StepWriter
from corridors.solvers.many.ways import Chains, Hashes, Shorts, powers, spans

Thing = TypeVar("Thing", bound=Hashable)
UNKNOWN = -1
RAIL_KM, ROAD_KM, BORDER_H = range(3)
"""Columns of `Totals.sums`."""
Vehicles = tuple[tuple[str, int], ...]
"""Vehicles in order of travel, each with the quantity that is its number."""


class Sketch(NamedTuple):
    """What the legs of a move add up to.

    ``low`` and ``high`` are the ends of the range of its money; ``sums`` rail km, road km and
    hours at borders; ``digest`` is the number of its legs together (`path_digest`).
    """

    low: Floats
    high: Floats
    sums: Floats
    crossing: str
    terminal: str
    vehicles: Vehicles
    legs: tuple[LegForm, ...]
    digest: int


def sketch_of(legs: tuple[LegForm, ...], size: int) -> Sketch:
    """The sums and names of some legs."""
    low, high, sums = np.zeros(size), np.zeros(size), np.zeros(3)
    crossing = terminal = ""
    vehicles: list[tuple[str, int]] = []
    for leg in legs:
        low += leg.low
        high += leg.high
        sums[RAIL_KM if leg.mode is Mode.RAIL else ROAD_KM] += leg.km
        if leg.kind is LegKind.CROSSING:
            sums[BORDER_H] += leg.wait_h + leg.moving_h
            crossing = leg.facility
        elif leg.kind is LegKind.TRANSSHIPMENT:
            terminal = leg.facility
        if not vehicles or vehicles[-1][0] != leg.vehicle:
            vehicles.append((leg.vehicle, leg.counted_by))
    return Sketch(
        low, high, sums, crossing, terminal, tuple(vehicles), legs,
        path_digest(map(leg_digest, legs)),
    )  # fmt: skip


class Totals(NamedTuple):
    """What the legs of some ways add up to, a row a way.

    ``low`` and ``high`` are the ends of the range of money, as forms; ``sums`` rail km, road
    km, hours at borders.
    """

    low: Floats
    high: Floats
    sums: Floats


class Numbering(Generic[Thing]):
    """Numbers things as they come, from 0."""

    def __init__(self, *first: Thing) -> None:
        self.known = list(first)
        self._number = {thing: number for number, thing in enumerate(first)}

    def number(self, thing: Thing) -> int:
        """The number of a thing, new or known."""
        if thing not in self._number:
            self._number[thing] = len(self.known)
            self.known.append(thing)
        return self._number[thing]


class SketchBook:
    """The sketches of the moves of a question, with their numbers in arrays.

    Attributes
    ----------
    sketches
        All that have been written.
    legs, first_leg
        The legs of all (`legs_frame`), and where those of each begin; one more than there are
        sketches.
    """

    def __init__(self, question: Question) -> None:
        self._writer = StepWriter(question.profile)
        self._size = question.profile.quantities.size
        self._of: list[Shorts] = [np.empty(0, np.int32) for _ in Names._fields]
        self.sketches: list[Sketch] = []
        self.legs = legs_frame([])
        self.first_leg: Ints = np.zeros(1, np.int64)
        self.crossings, self.terminals = Numbering(""), Numbering("")
        self.vehicles: Numbering[Vehicles] = Numbering()
        self.numbers: Floats = np.zeros((0, 2 * self._size + 3))
        self.digests: Hashes = np.zeros(0, np.uint64)
        self.words: Ints = np.zeros((0, 3), np.int64)

    def numbered(self, side: int, names: MoveNames, rows: Shorts) -> Ints:
        """The sketch of each move of a side; -1 for moves that have no leg."""
        if len(self._of[side]) < len(names.block):
            more = np.full(len(names.block) - len(self._of[side]), UNKNOWN, np.int32)
            self._of[side] = np.concatenate([self._of[side], more])
        known = self._of[side]
        for row in np.unique(rows[known[rows] == UNKNOWN]).tolist():
            if names.detail[row] != UNKNOWN:
                known[row] = len(self.sketches)
                self.sketches.append(sketch_of(self._legs(side, names, row), self._size))
        return known[rows].astype(np.int64)

    def _legs(self, side: int, names: MoveNames, row: int) -> tuple[LegForm, ...]:
        block, detail = names.what(row)
        if isinstance(detail, EndWay):
            return self._writer.of_end(block, detail, loading=side == 0)
        return self._writer.of_move(block, detail)

    def update(self) -> None:
        """Bring the arrays up to what has been written."""
        new = self.sketches[len(self.numbers) :]
        if not new:
            return
        numbers = [np.concatenate([s.low, s.high, s.sums]) for s in new]
        words = [
            (
                self.crossings.number(s.crossing), self.terminals.number(s.terminal),
                self.vehicles.number(s.vehicles),
            )
            for s in new
        ]  # fmt: skip
        digests = np.array([s.digest for s in new], np.uint64)
        self.numbers = np.concatenate([self.numbers, numbers])
        self.words = np.concatenate([self.words, np.array(words, np.int64)])
        self.digests = np.concatenate([self.digests, digests])
        self.legs = self.legs.vstack(legs_frame([leg for s in new for leg in s.legs]))
        legs = np.cumsum([len(s.legs) for s in new]) + self.first_leg[-1]
        self.first_leg = np.concatenate([self.first_leg, legs])


class Described:
    """Ways of a question that have been chosen, a row a way.

    Attributes
    ----------
    digests
        Numbers that tell them apart by what they do (`path_digest`).
    """

    def __init__(self, question: Question) -> None:
        profile = question.profile
        self._allowed = frozenset(
            profile.variants[number].carriage.vehicle.id for number in question.allowed
        )
        self.digests: Hashes = np.zeros(0, np.uint64)
        self._question = question
        self._profile = profile
        self._size = profile.quantities.size
        self._book = SketchBook(question)
        self._row: Ints = np.empty(0, np.int64)
        self._begin: Ints = np.zeros(1, np.int64)
        self._sketches: Shorts = np.empty(0, np.int32)
        self._crossings: Numbering[str] = Numbering()
        self._terminals: Numbering[str] = Numbering()
        self._patterns: Numbering[Vehicles] = Numbering()
        self._said: Shorts = np.empty((0, 3), np.int32)

    def rows(self, ways: Ints) -> Ints:
        """The rows of some ways, described now if they were not before."""
        every = self._question.ways
        if len(self._row) < len(every):
            more = np.full(len(every) - len(self._row), UNKNOWN, np.int64)
            self._row = np.concatenate([self._row, more])
        new = np.unique(ways[self._row[ways] == UNKNOWN])
        if len(new):
            self._row[new] = len(self.digests) + np.arange(len(new))
            self._describe(every.chains.take(new))
        return self._row[ways]

    def _describe(self, chains: Chains) -> None:
        begin, flat = self._sketched(chains)
        book = self._book
        book.update()
        crossings, terminals, vehicles = book.words[flat].T
        said = [
            _texts(begin, crossings, book.crossings, self._crossings),
            _texts(begin, terminals, book.terminals, self._terminals),
            self._patterns_of(begin, vehicles),
        ]
        self.digests = np.concatenate([self.digests, self._digests(begin, flat)])
        self._said = np.concatenate([self._said, np.stack(said, axis=1).astype(np.int32)])
        self._sketches = np.concatenate([self._sketches, flat.astype(np.int32)])
        self._begin = np.concatenate([self._begin, self._begin[-1] + begin[1:]])

    def _patterns_of(self, begin: Ints, vehicles: Ints) -> Ints:
        """The pattern of the vehicles of some ways."""
        known = self._book.vehicles.known
        different, which = _sequences(begin, vehicles, np.ones(len(vehicles), bool))
        patterns = [
            self._patterns.number(_vehicles([known[number] for number in row if number != UNKNOWN]))
            for row in different.tolist()
        ]
        return np.array(patterns, np.int64)[which]

    def _flat(self, rows: Ints) -> tuple[Ints, Ints]:
        """Where the sketches of some rows begin in a list, and the list."""
        lengths = np.diff(self._begin)[rows]
        flat = self._sketches[spans(self._begin[rows], lengths)].astype(np.int64)
        return np.cumsum(lengths) - lengths, flat

    def totals(self, rows: Ints) -> Totals:
        """What the legs of some described ways add up to."""
        used, at = np.unique(rows, return_inverse=True)
        begin, flat = self._flat(used)
        totals, size = np.add.reduceat(self._book.numbers[flat], begin)[at], self._size
        return Totals(totals[:, :size], totals[:, size : 2 * size], totals[:, 2 * size :])

    def crossings(self, rows: Ints) -> pl.Series:
        """The crossings of some described ways by id, in order of travel."""
        return pl.Series(self._crossings.known, dtype=pl.String).gather(self._said[rows, 0])

    def terminals(self, rows: Ints) -> pl.Series:
        """The terminals of some described ways by id, in order of travel."""
        return pl.Series(self._terminals.known, dtype=pl.String).gather(self._said[rows, 1])

    def _sketched(self, chains: Chains) -> tuple[Ints, Ints]:
        """The sketches of the moves of some ways in order, and where those of each begin."""
        names, book = self._question.names, self._book
        first = book.numbered(0, names.origins, chains.ends[:, 0])
        inside = book.numbered(1, names.between, chains.moves)
        last = book.numbered(2, names.destinations, chains.ends[:, 1])
        way = np.repeat(np.arange(len(chains)), np.diff(chains.begin))
        has_leg = inside != UNKNOWN
        lengths = np.bincount(way[has_leg], minlength=len(chains)) + 2
        begin = np.concatenate([[0], np.cumsum(lengths)])
        flat = np.empty(begin[-1], np.int64)
        between = np.ones(len(flat), bool)
        between[begin[:-1]] = between[begin[1:] - 1] = False
        flat[begin[:-1]], flat[begin[1:] - 1], flat[between] = first, last, inside[has_leg]
        return begin, flat

    def _digests(self, begin: Ints, flat: Ints) -> Hashes:
        """`path_digest` of the legs of some ways."""
        counted = np.cumsum(np.diff(self._book.first_leg)[flat])
        after = np.repeat(counted[begin[1:] - 1], np.diff(begin)) - counted
        parts = self._book.digests[flat] * powers(int(after.max(initial=0)))[after]
        found: Hashes = np.add.reduceat(parts, begin[:-1])
        return found

    def vehicles(self, rows: Ints, quantity: Floats) -> pl.Series:
        """The vehicles of described ways in words, with the numbers of each shipment."""
        texts = np.full(len(rows), "", object)
        for pattern, some in self._by_pattern(rows):
            counts = [quantity[some, counted_by].astype(np.int64) for _, counted_by in pattern]
            names = [self._names(name, quantity[some]) for name, _ in pattern]
            texts[some] = [
                "; ".join(f"{count} {name}" for count, name in zip(numbers, words, strict=True))
                for numbers, words in zip(
                    zip(*(c.tolist() for c in counts), strict=True),
                    zip(*names, strict=True),
                    strict=True,
                )
            ]
        return pl.Series(texts.tolist(), dtype=pl.String)

    def _by_pattern(self, rows: Ints) -> Iterator[tuple[Vehicles, Ints]]:
        """Which of some rows have the same vehicles in the same order."""
        used, which = np.unique(self._said[rows, 2], return_inverse=True)
        order = np.argsort(which, kind="stable")
        ends = np.cumsum(np.bincount(which, minlength=len(used)))
        for number, some in zip(used.tolist(), np.split(order, ends[:-1]), strict=True):
            yield self._patterns.known[number], some

    def range_shifts(self, rows: Ints, quantity: Floats) -> tuple[Floats, Floats]:
        """What the ends of the ranges change where another vehicle of equal merits is named.

        Its hire is the same money, which may be known less or more surely.
        """
        low, high = np.zeros((2, len(rows)))
        factors = self._profile.range_of
        for pattern, places in self._by_pattern(rows):
            for name, _ in pattern:
                if all(factors(other) == factors(name) for other, _, _ in self._equals(name)):
                    continue
                others = np.array(self._names(name, quantity[places]), object)
                at = places[others != name]
                usd = np.einsum("ij,ij->i", self._hires(name, rows[at]), quantity[at])
                shifts = [
                    np.subtract(factors(other), factors(name)) for other in others[others != name]
                ]
                low[at] += usd * [least for least, _ in shifts]
                high[at] += usd * [most for _, most in shifts]
        return low, high

    def _hires(self, name: str, rows: Ints) -> Floats:
        """What some described ways pay for the hire of a vehicle type, as forms."""
        if not len(rows):
            return np.empty((0, self._size))
        begin, flat = self._flat(rows)
        used, at = np.unique(flat, return_inverse=True)
        nothing = np.zeros(self._size)
        hires = np.array(
            [
                sum((leg.hires.get(name, nothing) for leg in self._book.sketches[n].legs), nothing)
                for n in used.tolist()
            ]
        )
        total: Floats = np.add.reduceat(hires[at], begin)
        return total

    def named(self, vehicle: str, counted_by: int, amounts: Floats) -> tuple[str, int]:
        """The name and number of a vehicle of a way for one shipment."""
        return self._names(vehicle, amounts[None, :])[0], int(amounts[counted_by])

    def _equals(self, name: str) -> list[tuple[str, int, int]]:
        """Types allowed that do as well as another, by id (`Profile.equals`)."""
        return [each for each in self._profile.equals(name) if each[0] in self._allowed]

    def _names(self, name: str, quantity: Floats) -> list[str]:
        """The name of a vehicle for each shipment: of equal types the first by id."""
        equals = self._equals(name)
        if not equals:
            return [name] * len(quantity)
        names = np.full(len(quantity), name, object)
        for other, count, mine in reversed(equals):
            names[quantity[:, count] == quantity[:, mine]] = other
        found: list[str] = names.tolist()
        return found

    def legs(self, row: int) -> list[LegForm]:
        """The legs of a described way, in order."""
        sketches = self._book.sketches
        numbers = self._sketches[self._begin[row] : self._begin[row + 1]].tolist()
        return [leg for number in numbers for leg in sketches[number].legs]

    def having(self, rows: Ints, test: Callable[[LegForm], bool]) -> Bools:
        """Which of some described ways have a leg that passes a test."""
        passes = np.array([any(map(test, s.legs)) for s in self._book.sketches], bool)
        begin, flat = self._flat(rows)
        return np.logical_or.reduceat(passes[flat], begin)

    def paths(self, rows: Ints) -> Paths:
        """What some described ways do."""
        book = self._book
        begin, flat = self._flat(rows)
        legs = np.diff(book.first_leg)[flat]
        counts = np.add.reduceat(legs, begin)
        used, at = np.unique(spans(book.first_leg[flat], legs), return_inverse=True)
        return Paths(self.digests[rows], counts, at, book.legs[used])


def _sequences(begin: Ints, flat: Ints, kept: Bools) -> tuple[Ints, Ints]:
    """The different sequences of numbers, padded with -1, and which of them each row has."""
    row = np.repeat(np.arange(len(begin) - 1), np.diff(begin))[kept]
    counts = np.bincount(row, minlength=len(begin) - 1)
    column = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    table = np.full((len(begin) - 1, int(counts.max(initial=0))), UNKNOWN, np.int64)
    table[row, column] = flat[kept]
    if not table.shape[1]:
        return table[:1], np.zeros(len(table), np.int64)
    different, which = np.unique(table, axis=0, return_inverse=True)
    return different, which.reshape(-1)


def _texts(begin: Ints, numbers: Ints, words: Numbering[str], texts: Numbering[str]) -> Ints:
    """The words of each row, one after another, as the number of a text; 0 is no word."""
    different, which = _sequences(begin, numbers, numbers != 0)
    found = [
        texts.number("; ".join(words.known[number] for number in row if number != UNKNOWN))
        for row in different.tolist()
    ]
    return np.array(found, np.int64)[which]


def _vehicles(parts: list[Vehicles]) -> Vehicles:
    """Vehicles in order of travel, each once while it does not change."""
    vehicles: list[tuple[str, int]] = []
    for vehicle in (vehicle for part in parts for vehicle in part):
        if not vehicles or vehicles[-1] != vehicle:
            vehicles.append(vehicle)
    return tuple(vehicles)
