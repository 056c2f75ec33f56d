"""The shortest way between two places by one mode, over borders, link by link."""

import heapq
from dataclasses import dataclass

from corridors.errors import RequestError
from corridors.model.shipment import Mode
from corridors.network.access import access_of
from corridors.network.network import Network


@dataclass(frozen=True, slots=True)
class Stretch:
    """A link or border hop of a way: its id, ends, countries and km."""

    id: str
    start: str
    end: str
    country: str
    km: float


@dataclass(frozen=True, slots=True)
class Distance:
    """The shortest way between places in order.

    ``stops`` are the places asked for, as places of the mode: the station of a city for
    rail. `km` is the sum of the stretches.
    """

    mode: Mode
    stops: tuple[str, ...]
    stretches: tuple[Stretch, ...]

    @property
    def km(self) -> float:
        """Kilometres in all."""
        return sum(stretch.km for stretch in self.stretches)


def shortest_distance(
    network: Network, start: str, end: str, mode: Mode, via: tuple[str, ...] = ()
) -> Distance:
    """The shortest way from place to place by one mode, passing ``via`` in the order given.

    A city without a station of its own is taken at the one of its stations that is least
    far from where the way comes from.

    Raises
    ------
    RequestError
        If a place has no access by the mode or no open way leads there.
    """
    stops: list[str] = []
    stretches: list[Stretch] = []
    here = _accesses(network, start, mode)
    for stop in (*via, end):
        there = _accesses(network, stop, mode)
        found = _dijkstra(network, here, there, mode)
        if found is None:
            raise RequestError(f"no open way by {mode} from {(stops or [start])[-1]} to {stop}")
        if not stops:
            stops.append(found[0].start if found else sorted(here & there)[0])
        stretches += found
        stops.append(found[-1].end if found else stops[-1])
        here = {stops[-1]}
    return Distance(mode, tuple(stops), tuple(stretches))


def _accesses(network: Network, stop: str, mode: Mode) -> set[str]:
    accesses = [a for a in access_of(network, stop, None) if a.mode is mode]
    if not accesses:
        raise RequestError(f"{stop} has no {'station' if mode is Mode.RAIL else 'road'} of its own")
    own = {a.place for a in accesses if not a.km}
    return own or {a.place for a in accesses}


def _dijkstra(
    network: Network, starts: set[str], ends: set[str], mode: Mode
) -> list[Stretch] | None:
    places = network.facts.places
    heap: list[tuple[float, str, str, Stretch | None]] = [
        (0.0, place, place, None) for place in sorted(starts)
    ]
    reached: dict[str, Stretch | None] = {}
    while heap:
        km, _, place, stretch = heapq.heappop(heap)
        if place in reached:
            continue
        reached[place] = stretch
        if place in ends:
            found: list[Stretch] = []
            step = stretch
            while step is not None:
                found.append(step)
                step = reached[step.start]
            return found[::-1]
        country = places[place].country
        onward = [
            Stretch(section.link, place, section.to, country, section.km)
            for section in network.sections[mode].get(place, ())
        ]
        onward += [
            Stretch(
                passage.id, place, passage.end,
                f"{passage.start_country}>{passage.end_country}", passage.crossing.km,
            )
            for passage in network.passages.get((place, mode), ())
        ]  # fmt: skip
        for step in onward:
            if step.end not in reached:
                heapq.heappush(heap, (km + step.km, step.id, step.end, step))
    return None
