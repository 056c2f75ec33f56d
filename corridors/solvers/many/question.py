"""A question that many shipments share, and the candidates that answer it.

Shipments of one cargo between two countries, under the same rules, differ in their ends and
tonnes only. For each class of tonnages the routes between two ends that some tonnage may
prefer are found once and kept.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from corridors.model.shipment import Mode, Stop
from corridors.solvers.many import kernel
from corridors.solvers.many.arcs import Arcs, states_first
from corridors.solvers.many.ends import EndMoves, EndWays
from corridors.solvers.many.gateways import Gateways, Ints
from corridors.solvers.many.moves import MoveNames, Moves
from corridors.solvers.many.profile import Profile
from corridors.solvers.many.quantities import Floats
from corridors.solvers.many.tonnages import TonnageClass, tonnage_classes

UNKNOWN = -1
Part = TypeVar("Part")
Found = TypeVar("Found")
Array = TypeVar("Array", Floats, Ints)


class Threads(Protocol):
    """Hands out work; the kernels run beside each other."""

    count: int

    def map(self, do: Callable[[Part], Found], parts: Iterable[Part]) -> list[Found]:
        """What ``do`` gives for each part, in order."""


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """Candidates between some origins and some destinations, and what they are made of.

    Attributes
    ----------
    arcs, origins, destinations
        What ``ends`` and ``moves`` number.
    form, hours, co2, needs, ties
        Dollars per quantity, hours, kg of CO2e per tonne, conditions and ties of each
        candidate.
    ends
        The move of ``origins`` and that of ``destinations`` that each begins and ends with.
    begin, moves
        Where its moves between them begin in ``moves``; one more than there are candidates.
    """

    arcs: MoveNames
    origins: MoveNames
    destinations: MoveNames
    form: Floats
    hours: Floats
    co2: Floats
    needs: Ints
    ties: Ints
    ends: NDArray[np.int32]
    begin: Ints
    moves: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.hours)


class ClassTable:
    """The candidates of a class of tonnages by pair of ends; filled as pairs are asked for.

    Attributes
    ----------
    first, last
        Where the candidates from an origin to a destination begin and end; -1 where nobody
        has asked yet.
    tiles, offset
        The tiles in order, and where the candidates of each begin.
    """

    def __init__(self) -> None:
        self.first: Ints = np.empty((0, 0), np.int64)
        self.last: Ints = np.empty((0, 0), np.int64)
        self.tiles: list[Tile] = []
        self.offset: list[int] = [0]
        self._together: kernel.Candidates | None = None

    def widen(self, origins: int, destinations: int) -> None:
        """Make room for pairs of so many ends."""
        rows, columns = self.first.shape
        if (rows, columns) == (origins, destinations):
            return
        first = np.full((origins, destinations), UNKNOWN, np.int64)
        last = first.copy()
        first[:rows, :columns], last[:rows, :columns] = self.first, self.last
        self.first, self.last = first, last

    def add(self, tile: Tile) -> int:
        """Add a tile; where its candidates begin."""
        offset = self.offset[-1]
        self.tiles.append(tile)
        self.offset.append(offset + len(tile))
        self._together = None
        return offset

    def tile_of(self, candidate: int) -> tuple[Tile, int]:
        """The tile of a candidate, and its number there."""
        number = bisect_right(self.offset, candidate) - 1
        return self.tiles[number], candidate - self.offset[number]

    @property
    def together(self) -> kernel.Candidates:
        """Form, hours, CO2e and needs of all candidates."""
        if self._together is None:
            tiles = self.tiles
            self._together = kernel.Candidates(
                np.concatenate([tile.form for tile in tiles]),
                np.concatenate([tile.hours for tile in tiles]),
                np.concatenate([tile.co2 for tile in tiles]),
                np.concatenate([tile.needs for tile in tiles]),
                np.concatenate([tile.ties for tile in tiles]),
            )
        return self._together


class Question:
    """Candidates of one cargo between two countries under the same rules.

    Parameters
    ----------
    profile
        The prices.
    gateways
        The gateways of its network.
    modes
        Modes allowed.
    vehicles
        Vehicles allowed, types or with their registration; empty allows all.
    objective
        ``kernel.BY_...``.
    hour_usd
        Least and most dollars that an hour of a tonne of the goods costs.
    dated
        Whether its shipments have dates, which closures are to be looked at for.
    """

    def __init__(
        self,
        profile: Profile,
        gateways: Gateways,
        *,
        modes: frozenset[Mode],
        vehicles: frozenset[str],
        objective: int,
        hour_usd: tuple[float, float] = (0.0, 0.0),
        dated: bool = False,
    ) -> None:
        self.profile = profile
        self.dated = dated
        self.objective = objective
        self.hour_usd = hour_usd
        self.origins: dict[Stop, int] = {}
        self.destinations: dict[Stop, int] = {}
        self._gateways = gateways
        self._modes = modes
        self._vehicles = vehicles
        self._tables: dict[int, ClassTable] = {}
        self._arcs: dict[tuple[int, ...], Arcs] = {}
        self._ends: dict[tuple[int, bool], EndMoves] = {}

    @cached_property
    def allowed(self) -> frozenset[int]:
        """Variants that the rules allow."""
        return frozenset(
            number
            for number, variant in enumerate(self.profile.variants)
            if variant.carriage.mode in self._modes
            and (
                not self._vehicles
                or self._vehicles & {variant.carriage.id, variant.carriage.vehicle.id}
            )
        )

    @cached_property
    def classes(self) -> tuple[TonnageClass, ...]:
        """Classes of tonnages, from the least up."""
        _ = self.profile.variants  # whose conditions part the classes
        return tonnage_classes(self.profile.quantities, self.profile.conditions.listed)

    def class_of(self, tonnes: Floats) -> Ints:
        """The number of each tonnage's class."""
        edges = np.array([each.most_t for each in self.classes[:-1]])
        return np.searchsorted(edges, tonnes, side="left").astype(np.int64)

    def numbered(self, stops: Sequence[Stop], *, loading: bool) -> Ints:
        """The numbers of some ends, new ones added."""
        known = self.origins if loading else self.destinations
        count = len(known)
        numbers = np.array([known.setdefault(stop, len(known)) for stop in stops], np.int64)
        if not loading and self._is_domestic and len(known) > count:
            self._ends.clear()
            self._arcs.clear()  # the destinations of a country's own shipments are gateways
        return numbers

    @property
    def _is_domestic(self) -> bool:
        return self.profile.countries[0] == self.profile.countries[1]

    def table(self, number: int, origins: Ints, destinations: Ints, threads: Threads) -> ClassTable:
        """The table of a class, with the candidates between some pairs of ends in it."""
        table = self._tables.setdefault(number, ClassTable())
        table.widen(len(self.origins), len(self.destinations))
        unknown = table.first[origins, destinations] == UNKNOWN
        if unknown.any():
            pairs = np.unique(np.stack([destinations[unknown], origins[unknown]]), axis=1)
            self._fill(number, table, pairs[1], pairs[0], threads)
        return table

    def rest(self) -> None:
        """Forget the moves that candidates were made of; they are made anew if need be."""
        self._arcs.clear()
        self._ends.clear()

    # -- parts ------------------------------------------------------------------------------

    @property
    def _choices(self) -> int:
        """Trucks for a drayage: the cheapest is taken, in the same time, whichever it is."""
        return 0 if self.objective == kernel.BY_CO2E else self.profile.conditions.drayage

    def _arcs_of(self, each: TonnageClass) -> Arcs:
        alive = self.profile.variants_for(self.allowed, each.always, each.never)
        if alive not in self._arcs:
            gateways = self._gateways
            if self._is_domestic:
                # So that a haul from an origin may end there without a gateway between.
                gateways = gateways.with_ends_of(self.destinations)
            self._arcs[alive] = Arcs(self.profile, gateways, alive)
        return self._arcs[alive]

    def _ends_of(self, arcs: Arcs, *, loading: bool) -> EndMoves:
        """The ways of all known origins or destinations; classes of tonnages share them."""
        stops = list(self.origins if loading else self.destinations)
        known = self._ends.get((id(arcs), loading))
        if known is None or len(known.first) != len(stops) + 1:
            known = EndWays(arcs).moves(stops, loading=loading)
            self._ends[id(arcs), loading] = known
        return known

    def _fill(
        self, number: int, table: ClassTable, origins: Ints, destinations: Ints, threads: Threads
    ) -> None:
        """Find the candidates of some pairs of ends, sorted by destination."""
        each = self.classes[number]
        arcs = self._arcs_of(each)
        loaded, unloaded = self._ends_of(arcs, loading=True), self._ends_of(arcs, loading=False)
        each = each.narrowed(arcs.moves.form, loaded.moves.form, unloaded.moves.form)
        span = kernel.Span(each.least_t, each.most_t, self.objective, *self.hour_usd, self._choices)
        rows = _preferred(arcs.moves, each, span, arcs.states)
        inside = arcs.moves.take(rows)
        out = np.argsort(inside.tail, kind="stable")
        graph = kernel.Graph(
            states_first(inside.head, arcs.states), inside.tail,
            states_first(inside.tail[out], arcs.states), out, inside.head,
            *_coordinates(inside, each),
        )  # fmt: skip
        before, first_before, rows_before = _ways_of(loaded, each, span, arcs.states)
        after, first_after, rows_after = _ways_of(unloaded, each, span, arcs.states)
        wanted, begin_pairs = np.unique(destinations, return_index=True)
        first_pair = np.append(begin_pairs, len(destinations)).astype(np.int64)

        def find(part: Ints) -> tuple[Ints, Tile]:
            low, high = first_pair[part[0]], first_pair[part[-1] + 1]
            first, ends, begin, moves = kernel.candidates(
                graph, before, first_before, after, first_after, wanted[part],
                first_pair[part[0] : part[-1] + 2] - low, origins[low:high], span,
            )  # fmt: skip
            ends = np.stack([rows_before[ends[:, 0]], rows_after[ends[:, 1]]], axis=1)
            return first, _tile(arcs, loaded, unloaded, ends, begin, rows[moves])

        # Small parts, so that the last of them does not keep one thread waiting.
        parts = np.array_split(np.arange(len(wanted)), min(len(wanted), 4 * threads.count))
        for part, (first, tile) in zip(parts, threads.map(find, parts), strict=True):
            offset = table.add(tile)
            pairs = slice(first_pair[part[0]], first_pair[part[-1] + 1])
            table.first[origins[pairs], destinations[pairs]] = offset + first[:-1]
            table.last[origins[pairs], destinations[pairs]] = offset + first[1:]


def _preferred(moves: Moves, each: TonnageClass, span: kernel.Span, states: int) -> Ints:
    """Moves that some tonnage of a class may use and prefer to others between the same ends.

    In the order in which ``moves`` are: by head, or by tail.
    """
    usable = np.flatnonzero((moves.needs & each.never) == 0)
    pairs = moves.tail[usable] * states + moves.head[usable]
    order = np.argsort(pairs, kind="stable")
    rows = usable[order]
    kept = kernel.preferred(
        each.money(moves.form[rows]), moves.hours[rows], moves.co2[rows],
        moves.needs[rows] & ~each.always, moves.ties[rows], pairs[order], span,
    )  # fmt: skip
    return np.sort(rows[kept])


def _coordinates(moves: Moves, each: TonnageClass) -> tuple[Floats, Floats, Floats, Ints, Ints]:
    """Moves as a kernel reads them."""
    return (
        each.money(moves.form), moves.hours, moves.co2, moves.needs & ~each.always, moves.ties
    )  # fmt: skip


def _ways_of(
    ends: EndMoves, each: TonnageClass, span: kernel.Span, states: int
) -> tuple[kernel.Ends, Ints, Ints]:
    """The ways of ends as the kernel reads them, where each begin, and which they are."""
    rows = _preferred(ends.moves, each, span, states)
    inside = ends.moves.take(rows)
    first = np.searchsorted(inside.tail, np.arange(len(ends.first))).astype(np.int64)
    return kernel.Ends(inside.head, *_coordinates(inside, each)), first, rows


def _tile(
    arcs: Arcs, origins: EndMoves, destinations: EndMoves, ends: Ints, begin: Ints, moves: Ints
) -> Tile:
    """Candidates with the sums of their moves."""
    first, last = origins.moves.take(ends[:, 0]), destinations.moves.take(ends[:, 1])
    between = arcs.moves.take(moves)
    return Tile(
        arcs.names, origins.names, destinations.names,
        form=first.form + _sums(between.form, begin) + last.form,
        hours=first.hours + _sums(between.hours, begin) + last.hours,
        co2=first.co2 + _sums(between.co2, begin) + last.co2,
        needs=first.needs | _any(between.needs, begin) | last.needs,
        ties=first.ties + _sums(between.ties, begin) + last.ties,
        ends=ends.astype(np.int32), begin=begin, moves=moves.astype(np.int32),
    )  # fmt: skip


def _sums(values: Array, begin: Ints) -> Array:
    """Sums of the rows between each two numbers of ``begin``."""
    sums: Array = np.zeros((len(begin) - 1, *values.shape[1:]), values.dtype)
    some = np.flatnonzero(np.diff(begin))
    if len(some):
        sums[some] = np.add.reduceat(values, begin[some], axis=0)
    return sums


def _any(bits: Ints, begin: Ints) -> Ints:
    """Bits that any row between each two numbers of ``begin`` has."""
    found = np.zeros(len(begin) - 1, np.int64)
    some = np.flatnonzero(np.diff(begin))
    if len(some):
        found[some] = np.bitwise_or.reduceat(bits, begin[some])
    return found
