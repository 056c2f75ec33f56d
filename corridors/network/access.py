"""Where a shipment gets onto the network: a place's own stations, or places near a point."""

from typing import NamedTuple

from corridors.errors import RequestError
from corridors.model.shipment import Mode, Point, Stop
from corridors.network.geodesy import great_circle_km
from corridors.network.network import Network
from network_data.records import Connector, Place

NEAREST_PER_MODE = 3
"""Places of each mode that a point may start or end at: the search chooses among them."""
POINT_KINDS = frozenset({"city", "rail_station", "rail_junction", "port", "road_junction"})
"""Kinds of place that a point may start or end at: not a border post."""


class Access(NamedTuple):
    """A place where one mode can take or leave the cargo of a stop.

    ``km`` of drayage by truck lie between, 0 where the stop is the place itself.
    """

    stop: str
    place: str
    mode: Mode
    km: float
    connector: Connector | None


def access_of(network: Network, stop: Stop, radius_km: float | None) -> tuple[Access, ...]:
    """Every access of a stop, by mode, then distance, then id.

    Raises
    ------
    RequestError
        If no place of any mode lies within the radius of a point.
    """
    if isinstance(stop, Point):
        return _around(network, stop, radius_km)
    place = network.facts.places[stop]
    found = {
        (mode, stop): Access(stop, stop, mode, 0.0, None)
        for mode in Mode
        if mode in place.modes and stop not in network.avoid
    }
    for mode, near in _neighbours(network, place):
        if near not in network.avoid and (mode, near) not in found:
            km, connector = network.drayage(stop, near)
            found[mode, near] = Access(stop, near, mode, km, connector)
    return tuple(sorted(found.values(), key=lambda a: (a.mode, a.km, a.place)))


def _neighbours(network: Network, place: Place) -> list[tuple[Mode, str]]:
    """Stations of a city, the city of a station, and what connectors join to it."""
    places = network.facts.places
    found = []
    for near in sorted(network.neighbours.get(place.id, ())):
        for mode in Mode:
            # A neighbour adds a mode that the place itself lacks, or another station of it.
            another = mode is Mode.RAIL and places[near].station_of == place.id
            if mode in places[near].modes and (mode not in place.modes or another):
                found.append((mode, near))
    return found


def country_of(network: Network, stop: Stop) -> str:
    """The country of a stop; that of the nearest place for a point."""
    facts = network.facts
    if isinstance(stop, str):
        return facts.places[stop].country
    near = _nearest(network, stop)
    return facts.places[near[0][1]].country if near else ""


def _nearest(network: Network, point: Point) -> list[tuple[float, str]]:
    """Distances (km) and ids of the places where a point may start or end, nearest first."""
    return sorted(
        (great_circle_km(point.lat, point.lon, place.lat, place.lon), place.id)
        for place in network.facts.places.values()
        if place.kind in POINT_KINDS
        and place.country in network.countries
        and place.id not in network.avoid
    )


def _around(network: Network, point: Point, radius_km: float | None) -> tuple[Access, ...]:
    parameters = network.facts.parameters
    radius = radius_km if radius_km is not None else parameters["access-radius-km"].value
    detour = parameters["access-detour"].value
    distances = _nearest(network, point)
    if not distances or distances[0][0] > radius:
        nearest = (
            f"; the nearest is {distances[0][1]}, {distances[0][0]:.0f} km" if distances else ""
        )
        raise RequestError(
            f"no place within {radius:g} km of {point.id}{nearest}; widen the radius (--radius)"
        )
    # Drayage does not cross a border: a point counts as lying in its nearest place's country.
    country = network.facts.places[distances[0][1]].country
    found: list[Access] = []
    for mode in Mode:
        near = [
            Access(point.id, place, mode, km * detour, None)
            for km, place in distances
            if km <= radius
            and mode in network.facts.places[place].modes
            and network.facts.places[place].country == country
        ]
        found += near[:NEAREST_PER_MODE]
    return tuple(found)
