"""Lines: links in a row that freight can only pass one after another.

Closing one link of a line closes all of it, so a line is closed once and not link by link.
"""

from collections.abc import Iterable
from typing import NamedTuple

from corridors.errors import RequestError
from corridors.model.shipment import Mode
from corridors.network.access import Access
from corridors.network.network import Network
from corridors.solvers.many.gateways import Gateways, accesses_of
from corridors.solvers.many.rows import stop_of
from corridors.studies.consignments import Consignment
from network_data.records import Link

TUNNEL = "-tunnel"
"""How the ids of places in a tunnel end."""
MOUNTAIN = "mountain"
"""Class of the roads over passes."""


class Line(NamedTuple):
    """Links in a row.

    Attributes
    ----------
    kind
        ``tunnel`` if it leads through one, ``pass`` for a mountain road, else ``line``.
    id, name
        Its first link; its two ends.
    mode
        Rail or road.
    links
        Ids of its links, sorted.
    """

    kind: str
    id: str
    name: str
    mode: Mode
    links: frozenset[str]


def lines_of(network: Network, shipments: Iterable[Consignment]) -> tuple[Line, ...]:
    """The lines of a network between its junctions, gateways and ends of shipments."""
    gateways = Gateways(network)
    stops = {name for each in shipments for name in (each.origin, each.destination)}
    found: list[Line] = []
    for mode in Mode:
        links = [
            link
            for link in network.facts.links.values()
            if link.mode == mode and network.is_open(link) and link.country in network.countries
        ]
        halts = set(gateways.layers[mode].places)
        halts |= {
            access.place
            for name in stops
            for access in _accesses(network, name)
            if access.mode is mode
        }
        found += [_line(network, mode, chain) for chain in _chains(links, halts)]
    return tuple(sorted(found, key=lambda line: line.id))


def _accesses(network: Network, name: str) -> tuple[Access, ...]:
    try:
        return accesses_of(network, stop_of(name))
    except RequestError:
        return ()


def _chains(links: list[Link], halts: set[str]) -> list[list[Link]]:
    """Links in groups that no junction or halt parts."""
    at: dict[str, list[Link]] = {}
    for link in links:
        at.setdefault(link.a, []).append(link)
        at.setdefault(link.b, []).append(link)
    left = {link.id: link for link in links}
    chains = []
    while left:
        _, first = left.popitem()
        chain, queue = [first], [first]
        while queue:
            link = queue.pop()
            for place in (link.a, link.b):
                if place in halts or len(at[place]) != 2:
                    continue
                for other in at[place]:
                    if other.id in left:
                        del left[other.id]
                        chain.append(other)
                        queue.append(other)
        chains.append(chain)
    return chains


def _line(network: Network, mode: Mode, chain: list[Link]) -> Line:
    places = network.facts.places
    ends: dict[str, int] = {}
    for link in chain:
        for place in (link.a, link.b):
            ends[place] = ends.get(place, 0) + 1
    outer = sorted(place for place, times in ends.items() if times == 1) or sorted(ends)[:1]
    kind = "line"
    if any(place.endswith(TUNNEL) for place in ends):
        kind = "tunnel"
    elif mode is Mode.ROAD and any(link.road_class == MOUNTAIN for link in chain):
        kind = "pass"
    name = " - ".join(places[place].name_en for place in (outer[0], outer[-1]))
    ids = frozenset(link.id for link in chain)
    return Line(kind, min(ids), name, mode, ids)
