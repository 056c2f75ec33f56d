"""The lines that links and legs follow on the map, as (lat, lon) points."""

from corridors.model.route import Leg, LegKind
from network_data import Facts

Line = tuple[tuple[float, float], ...]


def link_line(facts: Facts, link_id: str, start: str) -> Line:
    """The line of a link from one of its ends to the other."""
    link = facts.links[link_id]
    a, b = facts.places[link.a], facts.places[link.b]
    line = ((a.lat, a.lon), *link.waypoints, (b.lat, b.lon))
    return line if start == link.a else line[::-1]


def crossing_line(facts: Facts, crossing_id: str, start: str) -> Line:
    """The line of a border hop from one post to the other."""
    row = facts.crossings[crossing_id]
    a, b = facts.places[row.a], facts.places[row.b]
    line = ((a.lat, a.lon), *row.waypoints, (b.lat, b.lon))
    return line if start == row.a else line[::-1]


def stop_point(facts: Facts, stop: str) -> tuple[float, float]:
    """Latitude and longitude of a place, or of a point's own coordinates."""
    place = facts.places.get(stop)
    if place is not None:
        return place.lat, place.lon
    lat, lon = stop.split(",")
    return float(lat), float(lon)


def leg_line(facts: Facts, leg: Leg) -> Line:
    """The line of a leg; a single point where nothing moves."""
    if leg.kind is LegKind.CROSSING:
        return crossing_line(facts, leg.facility, leg.start)
    line = [stop_point(facts, leg.start)]
    place = leg.start
    for link_id in leg.links:
        line += link_line(facts, link_id, place)[1:]
        link = facts.links[link_id]
        place = link.b if place == link.a else link.a
    if place != leg.end:
        line.append(stop_point(facts, leg.end))
    return tuple(line)
