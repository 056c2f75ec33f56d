"""A market: the shipments of one cargo between two countries, with all their moves priced.

Moves and their prices are built once, by `corridors.solvers.many`. A change of the facts that
does not build anything new, a barrier gone or a crossing closed, touches some of their
weights; so shipments are asked anew without a price being made anew.
"""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from functools import cached_property
from typing import NamedTuple

import numpy as np

from corridors.errors import RequestError
from corridors.model.shipment import Objective, Shipment, Stop
from corridors.network.access import country_of
from corridors.network.hauls import Way
from corridors.network.network import Network, Transfer
from corridors.network.passages import Passage
from corridors.solvers.many.arcs import Arcs, states_first
from corridors.solvers.many.conditions import MOST
from corridors.solvers.many.ends import EndMoves, EndWay, EndWays
from corridors.solvers.many.gateways import Gateways, Ints, accesses_of
from corridors.solvers.many.moves import Block, Moves
from corridors.solvers.many.profile import Profile, Variant
from corridors.solvers.many.quantities import Floats
from corridors.solvers.many.rows import hour_usd_of, stop_of
from corridors.studies import search
from corridors.studies.consignments import Consignment

ORIGINS, BETWEEN, DESTINATIONS = range(3)
"""The three lists of moves of a market: ways of origins, moves between, ways of destinations."""
MOST_CASES = 64
"""Tonnages and values whose weights are in memory at once."""
OBJECTIVES = (Objective.GENERALISED, Objective.COST)
"""What a study may measure: dollars with or without the time of the goods."""


class Side(NamedTuple):
    """One list of moves: the moves, and what their blocks stand for."""

    moves: Moves
    blocks: list[Block]
    first: Ints


class Case(NamedTuple):
    """Shipments of one tonnage and value.

    Attributes
    ----------
    tonnes, hour_usd
        Of one shipment; dollars that an hour of its goods costs in the study's measure.
    quantity
        Its quantities.
    rows
        Of each side: which of its moves the tonnage may use.
    graphs
        Of each side: those moves with their weights.
    pairs
        Which shipments of the market these are, those of one destination together.
    """

    tonnes: float
    hour_usd: float
    quantity: Floats
    rows: tuple[Ints, Ints, Ints]
    graphs: tuple[search.Moves, search.Moves, search.Moves]
    pairs: Ints


class Shift(NamedTuple):
    """What a change adds to the moves of one side.

    Attributes
    ----------
    rows
        Which moves, ascending.
    form, hours
        Dollars per quantity and hours that are added; hours are infinite where it is closed.
    """

    rows: Ints
    form: Floats
    hours: Floats


Shifts = tuple[Shift, Shift, Shift]


class Found(NamedTuple):
    """The best way of one shipment.

    ``usd`` is its measure, infinite without a way; ``moves`` are (side, move) in order of travel.
    """

    usd: float
    moves: tuple[tuple[int, int], ...]


class Market:
    """Shipments of one cargo between two countries.

    Parameters
    ----------
    gateways
        Of the network.
    shipments
        All of one cargo, and all between the same countries.
    numbers
        What the study numbers them.
    objective
        What is best and what is measured.
    """

    def __init__(
        self,
        gateways: Gateways,
        shipments: Sequence[Consignment],
        numbers: Sequence[int],
        objective: Objective,
    ) -> None:
        self.shipments = tuple(shipments)
        self.numbers = tuple(numbers)
        self.network = gateways.network
        self.facts = gateways.network.facts
        self.cargo = shipments[0].cargo
        self.commodity = self.facts.commodities[self.cargo]
        first = shipments[0]
        ends = (stop_of(first.origin), stop_of(first.destination))
        self.countries = (country_of(self.network, ends[0]), country_of(self.network, ends[1]))
        sample = Shipment(*ends, self.cargo, 1.0, value_usd_per_t=1.0)
        self.profile = Profile(gateways, sample)
        self._origins = _numbered(shipment.origin for shipment in shipments)
        self._destinations = _numbered(shipment.destination for shipment in shipments)
        if self.countries[0] == self.countries[1]:
            gateways = gateways.with_ends_of(map(stop_of, self._destinations))
        self.gateways = gateways
        self._objective = objective
        self._keys: frozenset[tuple[float, float]] | None = None

    @property
    def variants(self) -> tuple[Variant, ...]:
        """Carriages with forms for numbers."""
        return self.profile.variants

    # -- moves ------------------------------------------------------------------------------

    @cached_property
    def _alive(self) -> dict[float, tuple[int, ...]]:
        """Variants that no other replaces, by tonnage."""
        profile = self.profile
        every = frozenset(range(len(profile.variants)))
        known = (1 << len(profile.conditions.listed)) - 1
        found = {}
        for tonnes in sorted({shipment.tonnes for shipment in self.shipments}):
            held = int(profile.conditions.held(np.array([tonnes]), known)[0])
            found[tonnes] = profile.variants_for(every, held, known & ~held)
        return found

    @cached_property
    def arcs(self) -> Arcs:
        """Moves of every variant that some shipment may use."""
        alive = sorted({number for some in self._alive.values() for number in some})
        return Arcs(
            self.profile, self.gateways, tuple(alive),
            *(frozenset({country}) for country in self.countries),
        )  # fmt: skip

    @cached_property
    def sides(self) -> tuple[Side, Side, Side]:
        """The three lists of moves."""
        arcs, ways = self.arcs, EndWays(self.arcs)
        between = Side(arcs.moves, arcs.blocks, states_first(arcs.moves.head, arcs.states))
        return (
            _side(ways.moves(_stops(self._origins), loading=True)),
            between,
            _side(ways.moves(_stops(self._destinations), loading=False)),
        )

    def block_of(self, side: int, move: int) -> tuple[Block, object]:
        """What a move is: its block and its detail; of a step without a leg ``None``."""
        moves, blocks, _ = self.sides[side]
        block = blocks[moves.block[move]]
        number = int(moves.detail[move])
        return block, block.details[number] if number >= 0 else None

    # -- weights ----------------------------------------------------------------------------

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """The shipments by tonnage and value."""
        _ = self.sides  # which add conditions to the profile
        groups: dict[tuple[float, float], list[int]] = {}
        for number, shipment in enumerate(self.shipments):
            key = (shipment.tonnes, shipment.value_usd_per_t)
            if self._keys is None or key in self._keys:
                groups.setdefault(key, []).append(number)
        return tuple(self._case(*key, pairs) for key, pairs in sorted(groups.items()))

    def parts(self, most: int = MOST_CASES) -> "Iterator[Market]":
        """The market with so many tonnages and values at a time, which bounds the memory.

        Each part knows all shipments by their place, but answers its own alone.
        """
        _ = self.sides  # which all parts share
        keys = sorted({(each.tonnes, each.value_usd_per_t) for each in self.shipments})
        for low in range(0, len(keys), most):
            part = copy(self)
            part._keys = frozenset(keys[low : low + most])
            yield part

    def hour_usd_per_t(self, value_usd_per_t: float) -> float:
        """What an hour of a tonne of the goods costs."""
        cargo = self.profile.commodity
        return float(hour_usd_of(self.profile.facts, cargo, np.array([value_usd_per_t]))[0])

    def _case(self, tonnes: float, value: float, pairs: list[int]) -> Case:
        profile = self.profile
        quantity = profile.quantities.of(np.array([tonnes]))[0]
        held = int(profile.conditions.held(np.array([tonnes]), (1 << MOST) - 1)[0])
        hour_usd = 0.0
        if self._objective is Objective.GENERALISED:
            hour_usd = self.hour_usd_per_t(value) * tonnes
        alive = np.zeros(len(profile.variants), bool)
        alive[list(self._alive[tonnes])] = True
        rows, graphs = [], []
        for number, (moves, blocks, first) in enumerate(self.sides):
            may = np.array([alive[b.variant] and alive[b.before] for b in blocks], bool)
            usable = (moves.needs & ~held) == 0
            if len(blocks):
                usable &= may[moves.block]
            which = np.flatnonzero(usable)
            rows.append(which)
            usd = moves.form[which] @ quantity + hour_usd * moves.hours[which]
            graphs.append(
                search.Moves(
                    np.searchsorted(which, first).astype(np.int64),
                    (moves.tail if number == BETWEEN else moves.head)[which],
                    usd, moves.hours[which], moves.ties[which],
                )
            )  # fmt: skip
        order = sorted(pairs, key=lambda n: (self._destination(n), n))
        return Case(
            tonnes, hour_usd, quantity, (rows[0], rows[1], rows[2]),
            (graphs[0], graphs[1], graphs[2]), np.array(order, np.int64),
        )  # fmt: skip

    def _destination(self, number: int) -> int:
        return self._destinations[self.shipments[number].destination]

    # -- answers ----------------------------------------------------------------------------

    def solve(
        self,
        shifts: "Shifts | None" = None,
        wanted: "frozenset[int] | None" = None,
        cases: "Sequence[Case] | None" = None,
    ) -> dict[int, Found]:
        """The best way of each shipment (by its place in the market).

        Parameters
        ----------
        shifts
            What a change adds to the moves.
        wanted
            Which shipments are asked for; ``None`` asks for all.
        cases
            Cases with fewer moves, as of `near`; ``None`` takes all moves.
        """
        found: dict[int, Found] = {}
        for case in self.cases if cases is None else cases:
            pairs = case.pairs
            if wanted is not None:
                pairs = pairs[np.isin(pairs, np.fromiter(wanted, np.int64))]
            if len(pairs):
                found |= self._solve_case(case, shifts, pairs)
        return found

    def near(self, lowest: "Shifts | None", limits: dict[int, float]) -> tuple[Case, ...]:
        """The cases with those moves alone that ways within their limits may have.

        Parameters
        ----------
        lowest
            What is added to the moves at the least that any change makes of them.
        limits
            The most that the way of each shipment may cost, of those that are asked for. A
            change under which every one of them has such a way is answered by these moves.
        """
        found = []
        for case in self.cases:
            pairs = case.pairs[np.isin(case.pairs, np.fromiter(limits, np.int64, len(limits)))]
            if not len(pairs):
                continue
            ends = self._ends(pairs)
            graphs = self._shifted(case, lowest)
            most = np.array([limits[number] for number in pairs.tolist()])
            between, origins, destinations = search.within(
                graphs[BETWEEN], graphs[ORIGINS], graphs[DESTINATIONS], *ends, most
            )
            kept = tuple(map(np.flatnonzero, (origins, between, destinations)))
            few = tuple(
                search.Moves(
                    np.searchsorted(which, graph.first).astype(np.int64), graph.state[which],
                    graph.usd[which], graph.hours[which], graph.ties[which],
                )
                for graph, which in zip(case.graphs, kept, strict=True)
            )  # fmt: skip
            rows = tuple(rows[which] for rows, which in zip(case.rows, kept, strict=True))
            found.append(
                case._replace(
                    rows=(rows[0], rows[1], rows[2]), graphs=(few[0], few[1], few[2]), pairs=pairs
                )
            )
        return tuple(found)

    def _shifted(
        self, case: Case, shifts: "Shifts | None"
    ) -> tuple[search.Moves, search.Moves, search.Moves]:
        if shifts is None:
            return case.graphs
        one, two, three = (
            shifted(graph, rows, shift, case)
            for graph, rows, shift in zip(case.graphs, case.rows, shifts, strict=True)
        )
        return one, two, three

    def _ends(self, pairs: Ints) -> tuple[Ints, Ints]:
        """The numbers of the origins and destinations of some shipments."""
        shipments = [self.shipments[number] for number in pairs.tolist()]
        return (
            np.array([self._origins[each.origin] for each in shipments], np.int64),
            np.array([self._destinations[each.destination] for each in shipments], np.int64),
        )

    def _solve_case(self, case: Case, shifts: "Shifts | None", pairs: Ints) -> dict[int, Found]:
        graphs, ends = self._shifted(case, shifts), self._ends(pairs)
        ways = search.best_ways(graphs[BETWEEN], graphs[ORIGINS], graphs[DESTINATIONS], *ends)
        found = {}
        for at, number in enumerate(pairs.tolist()):
            if ways.origin[at] < 0:
                found[number] = Found(np.inf, ())
                continue
            inside = case.rows[BETWEEN][ways.moves[ways.begin[at] : ways.begin[at + 1]]].tolist()
            found[number] = Found(
                float(ways.usd[at]),
                (
                    (ORIGINS, int(case.rows[ORIGINS][ways.origin[at]])),
                    *((BETWEEN, move) for move in inside),
                    (DESTINATIONS, int(case.rows[DESTINATIONS][ways.destination[at]])),
                ),
            )
        return found

    @cached_property
    def case_of(self) -> dict[int, Case]:
        """The case of each shipment."""
        return {number: case for case in self.cases for number in case.pairs.tolist()}


def shifted(graph: search.Moves, rows: Ints, shift: Shift, case: Case) -> search.Moves:
    """The moves of a case with what a change adds to them.

    A move that stands several times in the shift has several ways in its place: the best of
    them counts.
    """
    if not len(shift.rows) or not len(rows):
        return graph
    at = np.searchsorted(rows, shift.rows)
    at[at == len(rows)] = 0
    here = np.flatnonzero(rows[at] == shift.rows)
    if not len(here):
        return graph
    usd, hours = graph.usd.copy(), graph.hours.copy()
    place, more_h = at[here], shift.hours[here]
    closed = np.isinf(more_h)
    more = shift.form[here] @ case.quantity + case.hour_usd * np.where(closed, 0.0, more_h)
    # What is taken away was added before: less than nothing is rounding.
    new = np.where(closed, np.inf, np.maximum(usd[place] + more, 0.0))
    new_h = np.where(closed, np.inf, np.maximum(hours[place] + more_h, 0.0))
    last = np.lexsort((-new_h, -new))  # of several in one place the last that is written stays
    usd[place[last]], hours[place[last]] = new[last], new_h[last]
    return graph._replace(usd=usd, hours=hours)


def markets(
    network: Network, shipments: Sequence[Consignment], objective: Objective
) -> Iterator[tuple[Market | None, tuple[int, ...], str]]:
    """The markets of some shipments, one after another, so that one alone is in memory.

    With each the numbers of its shipments; for shipments whose ends nothing leads to there is
    no market, but a reason.
    """
    gateways = Gateways(network)
    groups: dict[tuple[str, str, str], list[int]] = {}
    known: dict[str, tuple[str, str]] = {}
    for number, shipment in enumerate(shipments):
        ends = []
        for name in (shipment.origin, shipment.destination):
            if name not in known:
                known[name] = _joined(network, stop_of(name))
            ends.append(known[name])
        reason = ends[0][1] or ends[1][1]
        if reason:
            yield None, (number,), reason
            continue
        groups.setdefault((shipment.cargo, ends[0][0], ends[1][0]), []).append(number)
    for _, numbers in sorted(groups.items()):
        yield (
            Market(gateways, [shipments[n] for n in numbers], numbers, objective),
            tuple(numbers), "",
        )  # fmt: skip


def way_of(detail: object) -> tuple[str, Way] | None:
    """Where the haul of a move begins and its way; ``None`` if it is no haul."""
    if isinstance(detail, EndWay):
        return (detail.start, detail.way) if detail.way is not None else None
    if detail is None or isinstance(detail, (Passage, Transfer)):
        return None
    assert isinstance(detail, tuple)  # a row of a table of ways: from, to, way
    start, _, way = detail
    return start, way


def _joined(network: Network, stop: Stop) -> tuple[str, str]:
    """The country of a stop, or why nothing leads there."""
    try:
        accesses_of(network, stop)
        return country_of(network, stop), ""
    except RequestError as error:
        return "", str(error)


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(sorted(set(names)))}


def _stops(names: dict[str, int]) -> list[Stop]:
    return [stop_of(name) for name in names]


def _side(ends: EndMoves) -> Side:
    return Side(ends.moves, ends.names.blocks, ends.first)
