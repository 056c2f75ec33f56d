"""How shipments of a profile get onto the gateways and off them: ways of their ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import NamedTuple, overload

import numpy as np

from corridors.model.shipment import Mode, Stop
from corridors.network.access import Access
from corridors.network.carriage import Carriage
from corridors.network.hauls import Way
from corridors.solvers.compiling import Bools
from corridors.solvers.many.arcs import Arcs
from corridors.solvers.many.gateways import (
    ARRIVED,
    HANDLED,
    READY,
    Ints,
    Layer,
    WayTable,
    accesses_of,
    joined_ways,
)
from corridors.solvers.many.moves import Block, MoveNames, Moves, MovesBuilder, Priced
from corridors.solvers.many.profile import Variant
from corridors.solvers.many.quantities import Floats


class EndWay(NamedTuple):
    """What a way of an end consists of.

    ``way`` is the haul between the place of the access and a gateway, from ``start``;
    ``None`` where the place is itself a gateway. ``truck`` is which of the trucks that may
    do the drayage does it.
    """

    access: Access
    way: Way | None = None
    start: str = ""
    truck: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class EndMoves:
    """Ways between some stops and states of a profile, sorted by stop and then by state.

    A stop's ways stand in the same order whichever other stops there are.

    Attributes
    ----------
    first
        Where the ways of each stop begin; one more than there are stops.
    moves
        The ways: ``tail`` is the number of the stop and ``head`` the state, whichever way
        the cargo goes.
    names
        What they stand for; their details are `EndWay`.
    """

    first: Ints
    moves: Moves
    names: MoveNames


class HauledEnds(Sequence[EndWay]):
    """`EndWay` of the rows of a way table, made when they are asked for."""

    def __init__(self, accesses: list[Access], of: Ints, table: WayTable, truck: int) -> None:
        self._accesses = accesses
        self._of = of.astype(np.int32)
        self._ways = table.ways
        self._truck = truck

    def __len__(self) -> int:
        return len(self._ways)

    @overload
    def __getitem__(self, row: int) -> EndWay: ...

    @overload
    def __getitem__(self, row: slice) -> Sequence[EndWay]: ...

    def __getitem__(self, row: int | slice) -> EndWay | Sequence[EndWay]:
        if isinstance(row, slice):
            return [self[number] for number in range(len(self))[row]]
        start, _, way = self._ways[row]
        return EndWay(self._accesses[self._of[row]], way, start, self._truck)


class HandledEnds(NamedTuple):
    """What getting on or off by one truck costs at each of some accesses; ``there`` if it can."""

    form: Floats
    hours: Floats
    co2: Floats
    needs: Ints
    there: Bools


class Handled(NamedTuple):
    """Getting on or off a vehicle with the drayage by one truck, and what that needs."""

    priced: Priced
    needs: int


class EndWays:
    """Makes the ways between ends and the states of some arcs."""

    def __init__(self, arcs: Arcs) -> None:
        self.arcs = arcs
        self.profile = arcs.profile
        self.gateways = arcs.gateways
        self._places = self.profile.facts.places
        self._handled: dict[tuple[str, str, str, bool, bool], list[Handled]] = {}

    def moves(self, stops: Sequence[Stop], *, loading: bool) -> EndMoves:
        """The ways from some origins to states (loading), or from states to destinations."""
        builder = MovesBuilder(self.profile.quantities.size)
        network = self.profile.network
        accesses = [
            (number, access)
            for number, stop in enumerate(stops)
            for access in accesses_of(network, stop)
        ]
        for mode in Mode:
            layer = self.gateways.layers[mode]
            here = [(number, a) for number, a in accesses if a.mode is mode]
            at_gateways = [item for item in here if item[1].place in layer.number_of]
            beside = [item for item in here if item[1].place not in layer.number_of]
            self._add_gateways(builder, layer, at_gateways, mode, loading=loading)
            self._add_hauls(builder, layer, beside, mode, loading=loading)
        moves = builder.moves()
        onward = np.flatnonzero(self.arcs.onward[moves.head])
        moves = moves.take(onward[np.lexsort((moves.head[onward], moves.tail[onward]))])
        first = np.searchsorted(moves.tail, np.arange(len(stops) + 1))
        return EndMoves(first.astype(np.int64), moves, moves.named(builder.blocks))

    # -- parts ------------------------------------------------------------------------------

    def _variants(
        self, items: list[tuple[int, Access]], mode: Mode, *, loading: bool
    ) -> Iterator[tuple[int, Variant, Bools]]:
        """Variants that may be loaded or unloaded at some ends, and at which of them."""
        countries = [self._places[access.place].country for _, access in items]
        for number, variant in self.arcs.variants.items():
            carriage = variant.carriage
            if carriage.mode is not mode:
                continue
            may = carriage.may_load if loading else carriage.may_unload
            here = {country: may(country) for country in set(countries)}
            if any(here.values()):
                yield number, variant, np.array([here[country] for country in countries])

    @property
    def _most_trucks(self) -> int:
        """How many trucks may do a drayage at most."""
        countries = self.profile.network.countries
        return max(1, *(len(self.profile.drayage_trucks(country)) for country in countries))

    def _add_gateways(
        self,
        builder: MovesBuilder,
        layer: Layer,
        items: list[tuple[int, Access]],
        mode: Mode,
        *,
        loading: bool,
    ) -> None:
        """Ends at gateways: cargo is loaded there, or unloaded however it came."""
        details: list[EndWay] = []
        for number, variant, here in self._variants(items, mode, loading=loading):
            base = self.arcs.first_state[number]
            rows: list[tuple[int, int, int, int]] = []
            priced: list[Priced] = []
            for stop, access in compress(items, here):
                begin, end = layer.first[layer.number_of[access.place] :][:2].tolist()
                slots = [begin + HANDLED]
                if not loading:
                    slots = [begin + ARRIVED, *range(begin + HANDLED, end)]
                for truck, handled in enumerate(self.handled(access, variant, loading=loading)):
                    needs = handled.needs | variant.needs
                    rows += [(stop, base + slot, needs, len(details)) for slot in slots]
                    details.append(EndWay(access, truck=truck))
                    priced += [handled.priced] * len(slots)
            ties = number if loading else 0
            builder.add_listed(Block(number, number, details), rows, priced, ties)

    def _add_hauls(
        self,
        builder: MovesBuilder,
        layer: Layer,
        items: list[tuple[int, Access]],
        mode: Mode,
        *,
        loading: bool,
    ) -> None:
        """Ends beside the gateways: a haul lies between."""
        if not items:
            return
        tables = [self.gateways.beside(a.place, mode, away=loading) for _, a in items]
        lengths = [len(table.km) for table in tables]
        of = np.repeat(np.arange(len(items)), lengths)
        table = joined_ways(tables)
        nodes = table.head if loading else table.tail
        slots = layer.first[nodes] + (ARRIVED if loading else READY)
        stops = np.array([stop for stop, _ in items], np.int64)[of]
        accesses = [access for _, access in items]
        details = [HauledEnds(accesses, of, table, truck) for truck in range(self._most_trucks)]
        priced_hauls = self.profile.hauls(table)
        known: dict[tuple[str, bool], list[HandledEnds]] = {}  # registrations share them
        for number, variant, here in self._variants(items, mode, loading=loading):
            hauls = priced_hauls(number)
            base = self.arcs.first_state[number]
            key = (variant.carriage.vehicle.id, variant.carriage.crosses)
            if key not in known:
                known[key] = self._handled_by_truck(accesses, variant, loading=loading)
            for truck, ends in enumerate(known[key]):
                rows = np.flatnonzero(hauls.usable & (ends.there & here)[of])
                item = of[rows]
                builder.add(
                    Block(number, number, details[truck]), stops[rows], base + slots[rows],
                    hauls.form[rows] + ends.form[item], hauls.hours[rows] + ends.hours[item],
                    hauls.co2[rows] + ends.co2[item], hauls.needs[rows] | ends.needs[item], rows,
                    number if loading else 0,
                )  # fmt: skip

    def _handled_by_truck(
        self, accesses: list[Access], variant: Variant, *, loading: bool
    ) -> list[HandledEnds]:
        """Loading or unloading at some accesses by the first truck of each, the second, ..."""
        handled = [self.handled(access, variant, loading=loading) for access in accesses]
        found = []
        for truck in range(max(map(len, handled))):
            there = np.array([truck < len(each) for each in handled])
            some = next(each[truck] for each in handled if truck < len(each))
            chosen = [each[truck] if truck < len(each) else some for each in handled]
            found.append(
                HandledEnds(
                    np.stack([each.priced.form for each in chosen]),
                    np.array([each.priced.hours for each in chosen]),
                    np.array([each.priced.co2 for each in chosen]),
                    np.array([each.needs for each in chosen], np.int64),
                    there,
                )
            )
        return found

    def handled(self, access: Access, variant: Variant, *, loading: bool) -> list[Handled]:
        """Loading or unloading at an access, once for each truck that may do the drayage.

        Registrations of one vehicle share it.
        """
        vehicle = variant.carriage.vehicle.id
        key = (access.stop, access.place, vehicle, variant.carriage.crosses, loading)
        if key not in self._handled:
            self._handled[key] = self._priced_end(access, variant, loading=loading)
        return self._handled[key]

    def _priced_end(self, access: Access, variant: Variant, *, loading: bool) -> list[Handled]:
        profile, carriage = self.profile, variant.carriage
        handling = variant.book.handling
        end = handling.loading if loading else handling.unloading
        place = access.place
        key = profile.end_key(place, variant, loading=loading)
        priced = profile.priced(key, lambda: end(place, carriage))
        assert priced is not None  # ends can always be handled
        if not access.km:
            return [Handled(priced, 0)]
        country = self._places[place].country
        if carriage.mode is Mode.ROAD:
            drayage = self._drayage(country, carriage, variant)
            return [Handled(priced.plus(drayage.times(access.km)), 0)] if drayage else []
        trucks = [truck for _, truck in profile.drayage_trucks(country)]
        if not trucks:
            # As in the graph of one shipment: a city's station serves it all the same.
            return [Handled(priced, 0)] if access.stop in self._places else []
        found = []
        for number, truck in enumerate(trucks):
            drayage = self._drayage(country, truck, variant)
            if drayage is not None:
                needs = profile.cheapest_truck(country, number)
                found.append(Handled(priced.plus(drayage.times(access.km)), needs))
        return found

    def _drayage(self, country: str, truck: Carriage, variant: Variant) -> Priced | None:
        """Drayage over one kilometre; it is in proportion to them."""
        step = variant.book.handling.drayage
        return self.profile.priced(
            ("drayage", country, truck.vehicle.id),
            lambda: step(country, truck, 1.0, None),
        )
