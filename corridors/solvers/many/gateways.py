"""The gateways of a network in arrays: what all cargoes share.

A node is a place and a mode where a haul may begin or end other than at the ends of a
shipment: a side of a crossing or of a terminal. What may follow depends on how the cargo came
(`corridors.network.graph`), so a node has several *slots* for each carriage:

- `ARRIVED` by a haul: no other haul may begin;
- `READY`: about to begin a haul;
- `HANDLED`: loaded or transshipped here;
- one for each crossing that leads here: the same hop is not taken back.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corridors.model.shipment import Mode, Stop
from corridors.network.access import Access, access_of
from corridors.network.haulage import rest_hours, rest_rules
from corridors.network.hauls import Way
from corridors.network.network import Network, Transfer
from corridors.network.passages import Passage
from corridors.solvers.many.quantities import Floats
from network_data.records import Place

Ints = NDArray[np.int64]
ARRIVED, READY, HANDLED, CROSSED = range(4)
"""Slots of a node; from `CROSSED` on one for each crossing that leads to it."""


class WayTable(NamedTuple):
    """Ways from some places to others: a row a way.

    ``tail`` and ``head`` are whatever the table's maker numbers; ``area`` is the country and
    tariff region where the haul begins, as an index of `Gateways.areas`. ``road_h`` are the
    hours at the wheel with rests, 0 for rail.
    """

    tail: Ints
    head: Ints
    area: Ints
    km: Floats
    road_h: Floats
    toll_usd: Floats
    ways: list[tuple[str, str, Way]]


class Layer(NamedTuple):
    """The nodes of one mode.

    Attributes
    ----------
    places, number_of
        Their places in order of id, and the number of each.
    first
        The first slot of each node; one more than there are nodes.
    hauls
        Ways from the ready slot of a node to the arrived slot of another.
    starts
        Slots from which the cargo may go on to its node's ready slot.
    crossed
        Slot of each passage's end, by (crossing, end).
    """

    places: tuple[str, ...]
    number_of: dict[str, int]
    first: Ints
    hauls: WayTable
    starts: Ints
    crossed: dict[tuple[str, str], int]

    @property
    def slots(self) -> int:
        """How many slots a carriage of this mode has."""
        return int(self.first[-1])

    def slot(self, place: str, slot: int) -> int:
        """The number of a slot of a node."""
        return int(self.first[self.number_of[place]]) + slot


class Gateways:
    """Nodes, hauls between them, crossings and transfers of a network."""

    def __init__(self, network: Network, ends: frozenset[tuple[str, Mode]] = frozenset()) -> None:
        self.network = network
        self._ends = ends
        self._beside: dict[tuple[str, Mode, bool], WayTable] = {}

    def with_ends_of(self, stops: Iterable[Stop]) -> "Gateways":
        """Gateways to which the places are added where some stops join the network."""
        return Gateways(
            self.network,
            frozenset(
                (access.place, access.mode)
                for stop in stops
                for access in accesses_of(self.network, stop)
            ),
        )

    @cached_property
    def areas(self) -> tuple[tuple[str, str], ...]:
        """Countries and tariff regions that places lie in."""
        places = self.network.facts.places.values()
        return tuple(sorted({(place.country, place.tariff_region) for place in places}))

    @cached_property
    def place_of_area(self) -> dict[tuple[str, str], Place]:
        """Some place of each area."""
        places = self.network.facts.places.values()
        return {(place.country, place.tariff_region): place for place in places}

    @cached_property
    def _area_of(self) -> dict[str, int]:
        numbers = {area: number for number, area in enumerate(self.areas)}
        return {
            place.id: numbers[place.country, place.tariff_region]
            for place in self.network.facts.places.values()
        }

    @cached_property
    def passages(self) -> dict[Mode, tuple[Passage, ...]]:
        """Usable passages by mode, between countries that can be routed through."""
        countries = self.network.countries
        found: dict[Mode, list[Passage]] = {mode: [] for mode in Mode}
        for (_, mode), passages in sorted(self.network.passages.items()):
            found[mode] += [p for p in passages if {p.start_country, p.end_country} <= countries]
        return {mode: tuple(passages) for mode, passages in found.items()}

    @cached_property
    def transfers(self) -> dict[Mode, tuple[Transfer, ...]]:
        """Transfers by the mode that the cargo arrives by."""
        places, countries = self.network.facts.places, self.network.countries
        found: dict[Mode, list[Transfer]] = {mode: [] for mode in Mode}
        for (_, mode), transfers in sorted(self.network.transfers.items()):
            found[mode] += [t for t in transfers if places[t.start].country in countries]
        return {mode: tuple(transfers) for mode, transfers in found.items()}

    @cached_property
    def layers(self) -> dict[Mode, Layer]:
        """The nodes of each mode."""
        return {mode: self._layer(mode) for mode in Mode}

    def _layer(self, mode: Mode) -> Layer:
        other = Mode.ROAD if mode is Mode.RAIL else Mode.RAIL
        here = {place for p in self.passages[mode] for place in (p.start, p.end)}
        here |= {place for place, end_mode in self._ends if end_mode is mode}
        here |= {t.start for t in self.transfers[mode]} | {t.end for t in self.transfers[other]}
        places = tuple(sorted(here))
        into: dict[str, list[Passage]] = {place: [] for place in places}
        for passage in self.passages[mode]:
            into[passage.end].append(passage)
        first = np.zeros(len(places) + 1, np.int64)
        crossed: dict[tuple[str, str], int] = {}
        starts: list[int] = []
        for number, place in enumerate(places):
            begin = int(first[number])
            for offset, passage in enumerate(into[place]):
                crossed[passage.id, place] = begin + CROSSED + offset
            first[number + 1] = begin + CROSSED + len(into[place])
            starts += range(begin + HANDLED, int(first[number + 1]))
        index = {place: number for number, place in enumerate(places)}
        hauls = self.way_table(mode, places, places)
        hauls = hauls._replace(tail=first[hauls.tail] + READY, head=first[hauls.head] + ARRIVED)
        return Layer(places, index, first, hauls, np.array(starts, np.int64), crossed)

    def beside(self, place: str, mode: Mode, *, away: bool) -> WayTable:
        """Ways from a place to the gateways of its country (``away``), or from them to it."""
        key = (place, mode, away)
        if key not in self._beside:
            facts = self.network.facts
            country = facts.places[place].country
            layer = self.layers[mode].places
            # A gateway keeps its number, whichever country it lies in.
            near = tuple(p if facts.places[p].country == country else "" for p in layer)
            ends = ((place,), near) if away else (near, (place,))
            self._beside[key] = self.way_table(mode, *ends)
        return self._beside[key]

    def way_table(
        self, mode: Mode, origins: tuple[str, ...], destinations: tuple[str, ...]
    ) -> WayTable:
        """Every way by a mode between some places, by their numbers in the two tuples."""
        rows: list[tuple[int, int, int, float, float, float]] = []
        ways: list[tuple[str, str, Way]] = []
        numbers = {place: number for number, place in enumerate(destinations) if place}
        rests = rest_rules(self.network.facts, 1)
        for tail, origin in enumerate(origins):
            if not origin:
                continue
            reachable = self.network.ways(origin, mode)
            area = self._area_of[origin]
            for place, head in numbers.items():
                if place == origin or place not in reachable:
                    continue
                for way in reachable[place]:
                    hours = way.driving_h
                    if mode is Mode.ROAD:
                        hours += rest_hours(way.driving_h, **rests)
                    rows.append((tail, head, area, way.km, hours, way.toll_usd))
                    ways.append((origin, place, way))
        table = np.array(rows, np.float64).reshape((len(rows), 6))
        whole = table[:, :3].astype(np.int64)
        return WayTable(
            whole[:, 0], whole[:, 1], whole[:, 2], table[:, 3], table[:, 4], table[:, 5], ways
        )


def accesses_of(network: Network, stop: Stop) -> tuple[Access, ...]:
    """Where a stop is joined to what can be routed through."""
    places = network.facts.places
    return tuple(
        access
        for access in access_of(network, stop, None)
        if places[access.place].country in network.countries
        and places[access.place].country not in network.avoid
    )


def joined_ways(tables: list[WayTable]) -> WayTable:
    """The ways of several tables, one after another."""
    return WayTable(
        np.concatenate([table.tail for table in tables]),
        np.concatenate([table.head for table in tables]),
        np.concatenate([table.area for table in tables]),
        np.concatenate([table.km for table in tables]),
        np.concatenate([table.road_h for table in tables]),
        np.concatenate([table.toll_usd for table in tables]),
        [way for table in tables for way in table.ways],
    )
