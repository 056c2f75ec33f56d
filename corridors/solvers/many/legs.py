"""The legs of the moves that the ways of a question are made of.

Thousands of ways share their legs, so a leg is written once, when the first way is found that
has it, and kept in columns: what the prices came from is not needed any more.
"""

from collections.abc import Hashable, Iterable
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import polars as pl

from corridors.model.route import LegKind
from corridors.model.shipment import Mode
from corridors.solvers.compiling import Hashes, Shorts
from corridors.solvers.many.ends import EndWay
from corridors.solvers.many.frames import leg_digest, legs_frame
from corridors.solvers.many.gateways import Ints
from corridors.solvers.many.moves import MoveNames
from corridors.solvers.many.profile import Profile
from corridors.solvers.many.quantities import Floats
from corridors.solvers.many.steps import LegForm, StepWriter
from corridors.solvers.many.ways import Chains, spans

Thing = TypeVar("Thing", bound=Hashable)
UNKNOWN = -1
SIDES = 3
"""Moves of origins, between gateways, and of destinations."""


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

    def numbers_of(self, other: "Numbering[Thing]") -> Ints:
        """The number of each thing of another numbering."""
        return np.array(list(map(self.number, other.known)), np.int64)

    def numbers(self, things: pl.Series) -> Ints:
        """The numbers of a column of things."""
        distinct = things.unique(maintain_order=True)
        numbers = pl.Series(list(map(self.number, distinct.to_list())), dtype=pl.Int64)
        return things.replace_strict(distinct, numbers, return_dtype=pl.Int64).to_numpy()


class MoveLegs(NamedTuple):
    """Where the legs of some moves begin in the list of legs, and how many; sorted by move."""

    moves: Shorts
    first: Shorts
    lengths: Shorts

    @classmethod
    def none(cls) -> "MoveLegs":
        """Of no move."""
        nothing = np.empty(0, np.int32)
        return cls(nothing, nothing, nothing)

    def more(self, other: "MoveLegs") -> "MoveLegs":
        """These and those of other moves."""
        columns: list[Shorts] = [np.concatenate(both) for both in zip(self, other, strict=True)]
        joined = MoveLegs(*columns)
        order = np.argsort(joined.moves)
        return MoveLegs(*(column[order] for column in joined))

    def of(self, moves: Shorts) -> tuple[Shorts, Shorts]:
        """Beginnings and numbers of the legs of moves that are all known."""
        at = np.searchsorted(self.moves, moves)
        return self.first[at], self.lengths[at]


class LegColumns(NamedTuple):
    """Legs of every tonnage, a row a leg.

    Attributes
    ----------
    frame
        What they do, as rows of `corridors.tables.paths.PATH_LEGS`.
    digests
        What tells them apart (`leg_digest`).
    usd, low, high
        Their money and the ends of its range, as forms.
    co2
        Kilograms of CO2e per tonne.
    counted_by
        The quantity that is the number of their vehicles.
    """

    frame: pl.DataFrame
    digests: Hashes
    usd: Floats
    low: Floats
    high: Floats
    co2: Floats
    counted_by: Ints

    @classmethod
    def of(cls, legs: list[LegForm], size: int) -> "LegColumns":
        """Legs with forms of a size."""
        usd, low, high = (
            np.array(forms).reshape(-1, size)
            for forms in (
                [leg.usd for leg in legs], [leg.low for leg in legs], [leg.high for leg in legs],
            )
        )  # fmt: skip
        return cls(
            legs_frame(legs),
            np.array([leg_digest(leg) for leg in legs], np.uint64),
            usd,
            low,
            high,
            np.array([leg.co2 for leg in legs], np.float64),
            np.array([leg.counted_by for leg in legs], np.int64),
        )

    def more(self, other: "LegColumns") -> "LegColumns":
        """These and others."""
        if not len(self.digests):
            return other  # which may lie in a file: it is not copied
        return LegColumns(
            self.frame.vstack(other.frame),
            np.concatenate([self.digests, other.digests]),
            np.concatenate([self.usd, other.usd]),
            np.concatenate([self.low, other.low]),
            np.concatenate([self.high, other.high]),
            np.concatenate([self.co2, other.co2]),
            np.concatenate([self.counted_by, other.counted_by]),
        )


class Hires(NamedTuple):
    """What hires vehicles: of which leg, of which type, and the money as a form."""

    leg: Ints
    vehicle: tuple[str, ...]
    usd: Floats

    @classmethod
    def of(cls, legs: Iterable[LegForm], first: int, size: int) -> "Hires":
        """The hires of legs that are numbered from ``first`` on."""
        rows = [
            (number, name, usd)
            for number, leg in enumerate(legs, first)
            for name, usd in leg.hires.items()
        ]
        return cls(
            np.array([number for number, _, _ in rows], np.int64),
            tuple(name for _, name, _ in rows),
            np.array([usd for _, _, usd in rows]).reshape(-1, size),
        )

    def more(self, other: "Hires") -> "Hires":
        """These and others."""
        return Hires(
            np.concatenate([self.leg, other.leg]),
            self.vehicle + other.vehicle,
            np.concatenate([self.usd, other.usd]),
        )


class LegBook:
    """The legs of all moves that some way of a question has.

    Attributes
    ----------
    columns, hires
        All that have been written.
    sums
        Rail km, road km and hours at borders of each.
    words
        Which crossing, terminal and vehicle each has.
    crossings, terminals, vehicles
        What these numbers stand for; 0 is no crossing and no terminal.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.columns = LegColumns.of([], size)
        self.hires = Hires.of([], 0, size)
        self.of_moves = [MoveLegs.none() for _ in range(SIDES)]
        self.listed: Shorts = np.empty(0, np.int32)
        self.crossings, self.terminals = Numbering(""), Numbering("")
        self.vehicles: Numbering[tuple[str, int]] = Numbering()
        self.sums: Floats = np.empty((0, 3))
        self.words: Ints = np.empty((0, 3), np.int64)
        self._legs: list[LegForm] = []

    def write(self, profile: Profile, names: tuple[MoveNames, ...], chains: Chains) -> None:
        """Write the legs of those moves of some ways that are not known yet."""
        writer = StepWriter(profile)
        legs: list[LegForm] = []
        number_of: dict[int, int] = {}  # legs that moves share are the same object
        listed: list[int] = []
        before = len(self.columns.digests)
        for side, moves in enumerate(_moves_by_side(chains)):
            known = self.of_moves[side]
            new = np.setdiff1d(moves, known.moves)
            first, count = np.empty((2, len(new)), np.int32)
            for at, move in enumerate(new.tolist()):
                written = _legs_of(writer, names[side], move, loading=side == 0)
                first[at], count[at] = len(self.listed) + len(listed), len(written)
                for leg in written:
                    number = number_of.setdefault(id(leg), len(legs))
                    if number == len(legs):
                        legs.append(leg)
                    listed.append(before + number)
            self.of_moves[side] = known.more(MoveLegs(new, first, count))
        if listed:
            self.listed = np.concatenate([self.listed, np.array(listed, np.int32)])
            self.add(LegColumns.of(legs, self.size), Hires.of(legs, before, self.size))

    def add(self, columns: LegColumns, hires: Hires) -> None:
        """Add legs that come after those that are known."""
        frame = columns.frame
        self.columns, self.hires = self.columns.more(columns), self.hires.more(hires)
        self.sums = np.concatenate([self.sums, _sums_of(frame)])
        counted_by = pl.Series("counted_by", columns.counted_by)
        vehicles = frame.select("vehicle", counted_by)
        words = [
            self.crossings.numbers(_facilities(frame, LegKind.CROSSING)),
            self.terminals.numbers(_facilities(frame, LegKind.TRANSSHIPMENT)),
            self._vehicles_of(vehicles),
        ]
        self.words = np.concatenate([self.words, np.stack(words, axis=1)])

    def _vehicles_of(self, vehicles: pl.DataFrame) -> Ints:
        distinct = vehicles.unique(maintain_order=True)
        numbers = pl.Series("number", list(map(self.vehicles.number, distinct.iter_rows())))
        return vehicles.join(
            distinct.with_columns(numbers.cast(pl.Int64)),
            on=vehicles.columns, how="left", maintain_order="left",
        )["number"].to_numpy()  # fmt: skip

    def of_chains(self, chains: Chains) -> tuple[Ints, Shorts]:
        """The legs of some ways in order, and where those of each begin; one more than ways."""
        moves = np.diff(chains.begin) + 2
        begin = np.concatenate([[0], np.cumsum(moves)])
        side = np.ones(begin[-1], np.int64)
        side[begin[:-1]], side[begin[1:] - 1] = 0, 2
        first, count = np.empty((2, begin[-1]), np.int64)
        for number, moves_of in enumerate(_moves_by_side(chains)):
            at = side == number
            first[at], count[at] = self.of_moves[number].of(moves_of)
        lengths = np.add.reduceat(count, begin[:-1])
        return np.concatenate([[0], np.cumsum(lengths)]), self.listed[spans(first, count)]

    def hires_of(self, vehicle: str) -> Floats:
        """What each leg pays for the hire of a vehicle type, as a form."""
        found = np.zeros((len(self.columns.digests), self.size))
        paid = np.array([name == vehicle for name in self.hires.vehicle], bool)
        found[self.hires.leg[paid]] = self.hires.usd[paid]
        return found

    @property
    def legs(self) -> list[LegForm]:
        """All legs, each by itself."""
        if len(self._legs) < len(self.columns.digests):
            self._legs += self._unpacked(len(self._legs))
        return self._legs

    def _unpacked(self, first: int) -> list[LegForm]:
        frame, *arrays = self.columns
        hires: dict[int, dict[str, Floats]] = {}
        for leg, vehicle, usd in zip(self.hires.leg.tolist(), *self.hires[1:], strict=True):
            hires.setdefault(leg, {})[vehicle] = usd
        return [
            LegForm(
                LegKind(row["kind"]), Mode(row["mode"]), row["country"], row["from"], row["to"],
                row["facility"], row["vehicle"], int(counted_by), row["km"], row["wait_h"],
                row["moving_h"], usd, low, high, float(co2), hires.get(number, {}),
                tuple(filter(None, row["links"].split("; "))),
            )
            for number, (row, _, usd, low, high, co2, counted_by) in enumerate(
                zip(
                    frame[first:].iter_rows(named=True),
                    *(array[first:] for array in arrays),
                    strict=True,
                ),
                first,
            )
        ]  # fmt: skip


def _moves_by_side(chains: Chains) -> tuple[Shorts, Shorts, Shorts]:
    return chains.ends[:, 0], chains.moves, chains.ends[:, 1]


def _legs_of(
    writer: StepWriter, names: MoveNames, move: int, *, loading: bool
) -> tuple[LegForm, ...]:
    if names.detail[move] == UNKNOWN:
        return ()
    block, detail = names.what(move)
    if isinstance(detail, EndWay):
        return writer.of_end(block, detail, loading=loading)
    return writer.of_move(block, detail)


def _facilities(frame: pl.DataFrame, kind: LegKind) -> pl.Series:
    """The facility of each leg of a kind, and nothing of others."""
    return frame.select(
        pl.when(pl.col("kind") == kind.value).then("facility").otherwise(pl.lit(""))
    ).to_series()


def _sums_of(frame: pl.DataFrame) -> Floats:
    """Rail km, road km, hours at borders."""
    rail = pl.col("mode") == Mode.RAIL.value
    return frame.select(
        pl.when(rail).then("km").otherwise(0.0).alias("rail"),
        pl.when(rail).then(0.0).otherwise("km").alias("road"),
        pl.when(pl.col("kind") == LegKind.CROSSING.value)
        .then(pl.col("wait_h") + pl.col("moving_h")).otherwise(0.0).alias("border"),
    ).to_numpy()  # fmt: skip
