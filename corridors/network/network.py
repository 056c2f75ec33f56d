"""The network: what the facts say can be used, ready for hauls to be built on demand."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from corridors.model.shipment import Constraints, Mode
from corridors.network.hauls import Section, Ways, non_dominated_ways, shortest_ways
from corridors.network.passages import Passage, both_passages, is_usable
from network_data import Facts
from network_data.records import Connector, Link, Speed, Terminal

if TYPE_CHECKING:
    import geopandas
    import networkx


class Transfer(NamedTuple):
    """A terminal used from one mode to the other.

    ``km`` is the truck's way between the two sides, 0 where they are one place;
    ``connector`` the row it comes from, ``None`` where it is a straight line x detour.
    """

    terminal: Terminal
    start: str
    end: str
    km: float
    connector: Connector | None


class Gate(NamedTuple):
    """A rule that links are closed by at times: one of the links, and the dated closures."""

    link: str
    closures: tuple[str, ...]


class Network:
    """Places, hauls, crossings and terminals that freight can use.

    An undated network is one that holds all year: links and crossings that are closed in
    some months are left out.

    Parameters
    ----------
    facts
        The tables.
    avoid
        Ids of countries, crossings, terminals, places and links left out.
    include_unconfirmed
        Keep crossings whose freight traffic is ``limited`` or ``unconfirmed``.
    include_seasonal
        Keep links and crossings that are closed in some months.
    dated
        For questions with a date: links and crossings that are closed at times stay, each
        link with its gate, and a `Clock` says when they are open.
    """

    def __init__(
        self,
        facts: Facts,
        *,
        avoid: frozenset[str] = frozenset(),
        include_unconfirmed: bool = False,
        include_seasonal: bool = False,
        dated: bool = False,
    ) -> None:
        self.facts = facts
        self.avoid = avoid
        self.include_unconfirmed = include_unconfirmed
        self.include_seasonal = include_seasonal or dated
        self.dated = dated
        self.gates: list[Gate] = []
        self._gate_bits: dict[tuple[str, tuple[str, ...], tuple[str, ...]], int] = {}
        self._ways: dict[tuple[str, Mode], Ways] = {}
        self._reached: dict[tuple[object, ...], frozenset[tuple[str, Mode]]] = {}
        self._restricted: dict[tuple[frozenset[str], bool, bool], Network] = {}

    def restricted(self, constraints: Constraints, *, dated: bool = False) -> "Network":
        """Leave out what the constraints avoid; the result has hauls of its own.

        ``dated`` asks for the network of a question with a date.
        """
        avoid = self.avoid | constraints.avoid
        avoid |= {station for place in constraints.avoid for station in self.stations_of(place)}
        unconfirmed = self.include_unconfirmed or constraints.include_unconfirmed
        dated = dated or self.dated
        if (avoid, unconfirmed, dated) == (self.avoid, self.include_unconfirmed, self.dated):
            return self
        key = (avoid, unconfirmed, dated)
        if key not in self._restricted:
            self._restricted[key] = Network(
                self.facts,
                avoid=avoid,
                include_unconfirmed=unconfirmed,
                include_seasonal=self.include_seasonal,
                dated=dated,
            )
        return self._restricted[key]

    def stations_of(self, place: str) -> tuple[str, ...]:
        """Stations that serve a city: who avoids or passes the city, avoids or passes them."""
        return self._stations.get(place, ())

    @cached_property
    def _stations(self) -> dict[str, tuple[str, ...]]:
        stations: dict[str, tuple[str, ...]] = {}
        for place in self.facts.places.values():
            if place.station_of:
                stations[place.station_of] = (*stations.get(place.station_of, ()), place.id)
        return stations

    def is_open(self, link: Link) -> bool:
        """Whether a link is open, in every month if that is asked, and not avoided."""
        return (
            link.status == "open"
            and (self.include_seasonal or not link.closed_months)
            and not (self.avoid and {link.id, link.a, link.b, link.country} & self.avoid)
        )

    @cached_property
    def sections(self) -> Mapping[Mode, Mapping[str, list[Section]]]:
        """Open links as directed sections, by mode and place of departure."""
        sections: dict[Mode, dict[str, list[Section]]] = {mode: {} for mode in Mode}
        tariffs = self.facts.tariffs
        for link in self.facts.links.values():
            if not self.is_open(link):
                continue
            mode = Mode(link.mode)
            driving_h = toll = 0.0
            if mode is Mode.ROAD:
                speed = self.road_speed(link)
                if speed is None:
                    continue
                driving_h = link.km / speed
                if link.toll:
                    toll = link.km * (tariffs[link.toll].per_km_usd or 0.0)
            there = sections[mode].setdefault(link.a, [])
            back = sections[mode].setdefault(link.b, [])
            gate = self._gate(link) if self.dated else 0
            there.append(Section(link.b, link.km, driving_h, toll, link.id, gate))
            back.append(Section(link.a, link.km, driving_h, toll, link.id, gate))
        return sections

    def _gate(self, link: Link) -> int:
        """The bit of a link's gate, 0 if it is always open; links closed alike share one."""
        closures = self._closures.get(link.id, ())
        if not closures and not link.closed_months:
            return 0
        zone = self.facts.places[link.a].time_zone or link.country
        key = (zone, link.closed_months, closures)
        if key not in self._gate_bits:
            self._gate_bits[key] = 1 << len(self.gates)
            self.gates.append(Gate(link.id, closures))
        return self._gate_bits[key]

    @cached_property
    def _closures(self) -> dict[str, tuple[str, ...]]:
        """Dated closures by what they close."""
        found: dict[str, tuple[str, ...]] = {}
        for row in self.facts.closures.values():
            for name in row.ids:
                found[name] = (*found.get(name, ()), row.id)
        return found

    @cached_property
    def countries(self) -> frozenset[str]:
        """Countries that the facts give a speed for: no other can be routed through."""
        return frozenset(country for country, _, _ in self._speeds)

    def road_speed(self, link: Link) -> float | None:
        """Driving speed on a road link, km/h; ``None`` where the country has no speed row.

        A link without a speed of its own is driven at the mean of the country.
        """
        if link.max_speed_kmh is not None and link.country in self.road_speed_factors:
            return link.max_speed_kmh * self.road_speed_factors[link.country]
        mean = self.speed(link.country, Mode.ROAD)
        return mean.kmh_moving if mean else None

    @cached_property
    def road_speed_factors(self) -> Mapping[str, float]:
        """Measured mean moving speed of a country over the mean practical speed of its links.

        The links say how roads differ, the survey how fast trucks really move: scaled so,
        a truck that drove every open link of the country would show the measured mean. Those
        are the links of the present: a scenario that closes a slow road, or makes one slower,
        does not change how fast trucks are on the others.
        """
        km: dict[str, float] = {}
        hours: dict[str, float] = {}
        for link in self.facts.present.links.values():
            if link.mode == "road" and link.status == "open" and link.max_speed_kmh:
                km[link.country] = km.get(link.country, 0.0) + link.km
                hours[link.country] = hours.get(link.country, 0.0) + link.km / link.max_speed_kmh
        factors = {}
        for country in km:
            mean = self.speed(country, Mode.ROAD)
            if mean is not None and mean.kmh_moving:
                factors[country] = mean.kmh_moving * hours[country] / km[country]
        return factors

    def speed(self, country: str, mode: Mode, service: str = "") -> Speed | None:
        """The base speed row of a country and mode, the latest that has a moving speed.

        ``service`` is ``wagonload`` or ``train`` for rail.
        """
        return self._speeds.get((country, mode, service if mode is Mode.RAIL else ""))

    @cached_property
    def _speeds(self) -> dict[tuple[str, Mode, str], Speed]:
        speeds: dict[tuple[str, Mode, str], Speed] = {}
        for row in self.facts.speeds.values():
            if row.use != "base" or row.kmh_moving is None:
                continue
            key = (row.country, Mode(row.mode), row.service if row.mode == "rail" else "")
            if key not in speeds or row.year > speeds[key].year:
                speeds[key] = row
        return speeds

    def ways(self, place: str, mode: Mode) -> Ways:
        """Ways by one mode from a place to every place of its country; kept once built."""
        key = (place, mode)
        ways = self._ways.get(key)
        if ways is None:
            sections = self.sections[mode]
            build = non_dominated_ways
            if mode is Mode.RAIL and not self.rail_has_gates:
                build = shortest_ways
            ways = self._ways[key] = build(sections, place)
        return ways

    def reached(
        self, place: str, mode: Mode, modes: frozenset[Mode], handled: frozenset[str]
    ) -> frozenset[tuple[str, Mode]]:
        """Places, each with a mode, that cargo can be brought to by any open way; kept once found.

        Parameters
        ----------
        place, mode
            Where it begins, and by what.
        modes
            By what it can go.
        handled
            Kinds of cargo as which terminals may handle it.
        """
        # A haul leads to every place that any hauls after it lead to.
        key = (self._hauled(place, mode), mode, modes, handled)
        if key not in self._reached:
            seen: set[tuple[str, Mode]] = set()
            waiting = {(place, mode)}
            while waiting:
                start, by = waiting.pop()
                hauled = {(other, by) for other in self._hauled(start, by)}
                there: set[tuple[str, Mode]] = set()
                for here in hauled:
                    there |= {(passage.end, by) for passage in self.passages.get(here, ())}
                    for transfer in self.transfers.get(here, ()):
                        if not handled.isdisjoint(transfer.terminal.cargo):
                            there |= {(transfer.end, other) for other in modes - {by}}
                seen |= hauled
                waiting = (waiting | there) - seen
            self._reached[key] = frozenset(seen)
        return self._reached[key]

    @cached_property
    def neighbours(self) -> Mapping[str, set[str]]:
        """Stations of a city, the city of a station, and what connectors join, by place."""
        found: dict[str, set[str]] = {}
        pairs = [(row.place_a, row.place_b) for row in self.facts.connectors.values()]
        pairs += [(p.id, p.station_of) for p in self.facts.places.values() if p.station_of]
        for one, other in pairs:
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
        return found

    def _hauled(self, place: str, mode: Mode) -> frozenset[str]:
        """The places that open links of a mode join to a place, and itself."""
        return self._joined[mode].get(place, frozenset({place}))

    @cached_property
    def _joined(self) -> Mapping[Mode, Mapping[str, frozenset[str]]]:
        """The places that open links of a mode join to each; they go both ways."""
        found: dict[Mode, dict[str, frozenset[str]]] = {mode: {} for mode in Mode}
        for mode, sections in self.sections.items():
            for start in sections:
                if start in found[mode]:
                    continue
                area, waiting = {start}, [start]
                while waiting:
                    onward = {section.to for section in sections.get(waiting.pop(), ())} - area
                    area |= onward
                    waiting += onward
                found[mode] |= dict.fromkeys(area, frozenset(area))
        return found

    @cached_property
    def rail_has_gates(self) -> bool:
        """Whether any line is closed at times: then a haul has more ways than the shortest."""
        sections = self.sections[Mode.RAIL].values()
        return any(section.gate for onward in sections for section in onward)

    @cached_property
    def passages(self) -> Mapping[tuple[str, Mode], tuple[Passage, ...]]:
        """Usable passages by the place and mode that they start from."""
        found: dict[tuple[str, Mode], tuple[Passage, ...]] = {}
        means = self.facts.border_means
        for crossing in self.facts.crossings.values():
            if not is_usable(
                crossing,
                include_unconfirmed=self.include_unconfirmed,
                include_seasonal=self.include_seasonal,
            ):
                continue
            ends = {crossing.id, crossing.a, crossing.b, crossing.country_a, crossing.country_b}
            if ends & self.avoid:
                continue
            for passage in both_passages(crossing, means):
                key = (passage.start, passage.mode)
                found[key] = (*found.get(key, ()), passage)
        return found

    @cached_property
    def transfers(self) -> Mapping[tuple[str, Mode], tuple[Transfer, ...]]:
        """Open rail-road terminals by the place and mode that the cargo arrives at."""
        found: dict[tuple[str, Mode], tuple[Transfer, ...]] = {}
        for terminal in self.facts.terminals.values():
            if terminal.status != "open" or "rail-road" not in terminal.transfers:
                continue
            rail, road = terminal.rail_place, terminal.road_place
            if not rail or not road or {terminal.id, rail, road} & self.avoid:
                continue
            if self.facts.places[rail].country in self.avoid:
                continue
            km, connector = self.drayage(rail, road)
            for mode, start, end in ((Mode.RAIL, rail, road), (Mode.ROAD, road, rail)):
                key = (start, mode)
                found[key] = (
                    *found.get(key, ()),
                    Transfer(terminal, start, end, km, connector),
                )
        return found

    def terminals_at(self, place: str) -> tuple[Terminal, ...]:
        """Open terminals whose rail side is this place, also those closed or to be avoided.

        They set the price and dwell of loading at the station, which does not fall because
        nothing may be transshipped there.
        """
        return self._terminals.get(place, ())

    @cached_property
    def _terminals(self) -> dict[str, tuple[Terminal, ...]]:
        found: dict[str, tuple[Terminal, ...]] = {}
        for terminal in self.facts.terminals.values():
            if terminal.status in ("open", "closed") and "rail-road" in terminal.transfers:
                place = terminal.rail_place
                found[place] = (*found.get(place, ()), terminal)
        return found

    @cached_property
    def connectors(self) -> Mapping[tuple[str, str], Connector]:
        """Connectors by their two places, in both orders."""
        found: dict[tuple[str, str], Connector] = {}
        for row in self.facts.connectors.values():
            found[row.place_a, row.place_b] = found[row.place_b, row.place_a] = row
        return found

    def drayage(self, a: str, b: str) -> tuple[float, Connector | None]:
        """Truck km between two near places: the connector's, or straight line x detour."""
        if a == b:
            return 0.0, None
        connector = self.connectors.get((a, b))
        if connector is not None:
            return connector.km, connector
        from corridors.network.geodesy import great_circle_km

        start, end = self.facts.places[a], self.facts.places[b]
        detour = self.facts.parameters["access-detour"].value
        return great_circle_km(start.lat, start.lon, end.lat, end.lon) * detour, None

    def to_networkx(self) -> "networkx.MultiDiGraph":
        """The infrastructure as a networkx graph, for checks, connectivity and export.

        Returns
        -------
        networkx.MultiDiGraph
            Nodes ``(place id, mode)`` with ``country``, ``lat``, ``lon``; edges keyed by
            the id of the link, crossing or terminal, with ``kind`` (``link``,
            ``crossing``, ``transfer``), ``mode``, ``km`` and for road ``driving_h``.
        """
        from corridors.network.export import infrastructure_graph

        return infrastructure_graph(self)

    def to_geodataframes(self) -> "dict[str, geopandas.GeoDataFrame]":
        """Places, links, crossings and terminals with their geometry; every row of the facts.

        Returns
        -------
        dict of GeoDataFrame
            See `corridors.network.export.to_geodataframes`.
        """
        from corridors.network.export import to_geodataframes

        return to_geodataframes(self)
