"""What candidates look like: kilometres, ranges, crossings, vehicles, legs; for chosen ones only.

Thousands of candidates share their moves, so a move is written out once.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.model.route import LegKind
from corridors.model.shipment import Mode
from corridors.solvers.many.ends import EndWay
from corridors.solvers.many.frames import leg_digest, path_digest
from corridors.solvers.many.gateways import Ints
from corridors.solvers.many.moves import MoveNames
from corridors.solvers.many.quantities import Floats
from corridors.solvers.many.question import ClassTable, Question
from corridors.solvers.many.steps import LegForm, StepWriter

UNKNOWN = -1
RAIL_KM, ROAD_KM, BORDER_H = range(3)
"""Columns of `Described.sums`."""
Hashes = NDArray[np.uint64]


class Sketch(NamedTuple):
    """What the legs of a move add up to.

    ``low`` and ``high`` are the ends of the range of its money; ``sums`` rail km, road km and
    hours at borders; ``digests`` are the numbers of its legs.
    """

    low: Floats
    high: Floats
    sums: Floats
    crossing: str
    terminal: str
    vehicles: tuple[tuple[str, int], ...]
    legs: tuple[LegForm, ...]
    digests: tuple[int, ...]


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
        low, high, sums, crossing, terminal, tuple(vehicles), legs, tuple(map(leg_digest, legs))
    )


class Ledger:
    """The sketches of moves, with their numbers in arrays: ranges of money, then sums."""

    def __init__(self, size: int) -> None:
        self.sketches: list[Sketch] = []
        self._numbers = np.zeros((0, 2 * size + 3))
        self._of: dict[tuple[int, int], int] = {}

    def number(self, key: tuple[int, int], write: Callable[[], Sketch]) -> int:
        """The number of a sketch, written if it was not before."""
        if key not in self._of:
            self._of[key] = len(self.sketches)
            self.sketches.append(write())
        return self._of[key]

    def totals(self, numbers: list[list[int]]) -> Floats:
        """The sums of some sketches, a row each list."""
        known = len(self._numbers)
        if known < len(self.sketches):
            new = [np.concatenate([s.low, s.high, s.sums]) for s in self.sketches[known:]]
            self._numbers = np.concatenate([self._numbers, new])
        begin = np.cumsum([0, *map(len, numbers[:-1])])
        flat = np.array([number for some in numbers for number in some], np.int64)
        total: Floats = np.add.reduceat(self._numbers[flat], begin, axis=0)
        return total


class Description(NamedTuple):
    """A candidate in words: crossings, terminals, vehicles with their quantity, legs."""

    crossings: str
    terminals: str
    vehicles: tuple[tuple[str, int], ...]
    digest: int


class Described:
    """Candidates of a table that have been chosen.

    Attributes
    ----------
    low, high
        Ends of the range of money, as forms, a row a described candidate.
    sums
        Rail km, road km, hours at borders.
    digests
        Numbers that tell them apart by what they do.
    crossings, terminals
        Their ids in order of travel.
    """

    def __init__(self, question: Question, table: ClassTable) -> None:
        profile = question.profile
        self._allowed = frozenset(
            profile.variants[number].carriage.vehicle.id for number in question.allowed
        )
        size = profile.quantities.size
        self.low, self.high = np.zeros((0, size)), np.zeros((0, size))
        self.sums = np.zeros((0, 3))
        self.digests: Hashes = np.zeros(0, np.uint64)
        self.crossings = pl.Series(dtype=pl.String)
        self.terminals = pl.Series(dtype=pl.String)
        self._vehicles: list[tuple[tuple[str, int], ...]] = []
        self._profile = profile
        self._table = table
        self._writer = StepWriter(profile)
        self._size = size
        self._row: dict[int, int] = {}
        self._numbers: list[list[int]] = []
        self._ledger = Ledger(size)

    def rows(self, candidates: Ints) -> Ints:
        """The rows of some candidates, described now if they were not before."""
        new = [c for c in candidates.tolist() if c not in self._row]
        if new:
            numbers = [self._sketched(candidate) for candidate in new]
            totals, size = self._ledger.totals(numbers), self._size
            self.low = np.concatenate([self.low, totals[:, :size]])
            self.high = np.concatenate([self.high, totals[:, size : 2 * size]])
            self.sums = np.concatenate([self.sums, totals[:, 2 * size :]])
            sketches = self._ledger.sketches
            words = [_words([sketches[number] for number in some]) for some in numbers]
            digests = np.array([each.digest for each in words], np.uint64)
            self.digests = np.concatenate([self.digests, digests])
            self.crossings = self.crossings.append(
                pl.Series([each.crossings for each in words], dtype=pl.String)
            )
            self.terminals = self.terminals.append(
                pl.Series([each.terminals for each in words], dtype=pl.String)
            )
            self._vehicles += [each.vehicles for each in words]
            for candidate, some in zip(new, numbers, strict=True):
                self._row[candidate] = len(self._numbers)
                self._numbers.append(some)
        return np.array([self._row[c] for c in candidates.tolist()], np.int64)

    def vehicles(self, rows: Ints, quantity: Floats) -> pl.Series:
        """The vehicles of described candidates in words, with the numbers of each shipment."""
        texts = np.full(len(rows), "", object)
        patterns: dict[tuple[tuple[str, int], ...], list[int]] = {}
        for at, row in enumerate(rows.tolist()):
            patterns.setdefault(self._vehicles[row], []).append(at)
        for pattern, places in patterns.items():
            some = np.array(places, np.int64)
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

    def range_shifts(self, rows: Ints, quantity: Floats) -> tuple[Floats, Floats]:
        """What the ends of the ranges change where another vehicle of equal merits is named.

        Its hire is the same money, which may be known less or more surely.
        """
        low, high = np.zeros((2, len(rows)))
        factors = self._profile.range_of
        for row in np.unique(rows).tolist():
            for name, _ in self._vehicles[row]:
                if not self._equals(name):
                    continue
                some = np.flatnonzero(rows == row)
                hired = quantity[some] @ sum(
                    (leg.hires[name] for leg in self.legs(row) if name in leg.hires),
                    np.zeros(self._size),
                )
                least, most = factors(name)
                for at, other, usd in zip(
                    some.tolist(), self._names(name, quantity[some]), hired.tolist(), strict=True
                ):
                    if other != name:
                        low[at] += usd * (factors(other)[0] - least)
                        high[at] += usd * (factors(other)[1] - most)
        return low, high

    def named(self, vehicle: str, counted_by: int, amounts: Floats) -> tuple[str, int]:
        """The name and number of a vehicle of a candidate for one shipment."""
        return self._names(vehicle, amounts[None, :])[0], int(amounts[counted_by])

    def _equals(self, name: str) -> list[tuple[str, int, int]]:
        """Types allowed that do as well as another, by id (`Profile.equals`)."""
        return [each for each in self._profile.equals(name) if each[0] in self._allowed]

    def _names(self, name: str, quantity: Floats) -> list[str]:
        """The name of a vehicle for each shipment: of equal types the first by id."""
        names = np.full(len(quantity), name, object)
        for other, count, mine in reversed(self._equals(name)):
            names[quantity[:, count] == quantity[:, mine]] = other
        found: list[str] = names.tolist()
        return found

    def legs(self, row: int) -> list[LegForm]:
        """The legs of a described candidate, in order."""
        sketches = self._ledger.sketches
        return [leg for number in self._numbers[row] for leg in sketches[number].legs]

    def _sketched(self, candidate: int) -> list[int]:
        """The numbers of the sketches of a candidate's moves, in order."""
        tile, inside = self._table.tile_of(candidate)
        first, last = tile.ends[inside].tolist()
        moves = tile.moves[tile.begin[inside] : tile.begin[inside + 1]].tolist()
        details = tile.arcs.detail
        return [
            self._end(tile.origins, first, loading=True),
            *(self._move(tile.arcs, move) for move in moves if details[move] != UNKNOWN),
            self._end(tile.destinations, last, loading=False),
        ]

    def _end(self, ends: MoveNames, move: int, *, loading: bool) -> int:
        def write() -> Sketch:
            block, detail = ends.what(move)
            assert isinstance(detail, EndWay)  # blocks of ends are made of these
            return sketch_of(self._writer.of_end(block, detail, loading=loading), self._size)

        return self._ledger.number((id(ends), move), write)

    def _move(self, arcs: MoveNames, move: int) -> int:
        return self._ledger.number(
            (id(arcs), move),
            lambda: sketch_of(self._writer.of_move(*arcs.what(move)), self._size),
        )


def _words(sketches: list[Sketch]) -> Description:
    vehicles: list[tuple[str, int]] = []
    for sketch in sketches:
        for vehicle in sketch.vehicles:
            if not vehicles or vehicles[-1] != vehicle:
                vehicles.append(vehicle)
    return Description(
        "; ".join(sketch.crossing for sketch in sketches if sketch.crossing),
        "; ".join(sketch.terminal for sketch in sketches if sketch.terminal),
        tuple(vehicles),
        path_digest(number for sketch in sketches for number in sketch.digests),
    )
