"""Hauls: the non-dominated ways through one country by one mode (MODEL: hauls).

Rail has one way between two places, the tariff distance: the shortest. Road has every
way that no other beats in kilometres, driving hours and tolls together; with prices
that only rise in these three, no other way can be part of a best route. On a dated network a
way may lead through *gates*, links that are closed at times; it only beats another way that
has all of its gates.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple


class Section(NamedTuple):
    """A link in one direction: where it leads and what it takes; its gate as one bit."""

    to: str
    km: float
    driving_h: float
    toll_usd: float
    link: str
    gate: int = 0


class Chain(NamedTuple):
    """The links of a way, last first; shared between ways that begin alike."""

    link: str
    place: str
    before: "Chain | None"


class Way(NamedTuple):
    """One way between two places of a country.

    ``toll_usd`` is per truck. ``driving_h`` is 0 for rail, whose speed depends on the train.
    ``gates`` has a bit for each gate on the way.
    """

    km: float
    driving_h: float
    toll_usd: float
    chain: Chain | None
    gates: int = 0

    def links(self) -> tuple[str, ...]:
        """Ids of the links in order of travel."""
        return tuple(step.link for step in self._steps())[::-1]

    def places(self) -> tuple[str, ...]:
        """Ids of the places passed in order of travel, without the first."""
        return tuple(step.place for step in self._steps())[::-1]

    def _steps(self) -> Iterable[Chain]:
        step = self.chain
        while step is not None:
            yield step
            step = step.before

    def then(self, other: "Way") -> "Way":
        """Chain the other way after this one."""
        chain = self.chain
        for link, place in zip(other.links(), other.places(), strict=True):
            chain = Chain(link, place, chain)
        return Way(
            self.km + other.km,
            self.driving_h + other.driving_h,
            self.toll_usd + other.toll_usd,
            chain,
            self.gates | other.gates,
        )


Sections = Mapping[str, Sequence[Section]]
Ways = dict[str, tuple[Way, ...]]


def shortest_ways(sections: Sections, start: str) -> Ways:
    """The shortest way from ``start`` to every place it can reach; ties by link id."""
    heap: list[tuple[float, str, str, Chain | None]] = [(0.0, "", start, None)]
    ways: Ways = {}
    while heap:
        km, _, place, chain = heapq.heappop(heap)
        if place in ways:
            continue
        ways[place] = (Way(km, 0.0, 0.0, chain),)
        for to, more_km, _, _, link, _ in sections.get(place, ()):
            if to not in ways:
                heapq.heappush(heap, (km + more_km, link, to, Chain(link, to, chain)))
    return ways


def non_dominated_ways(sections: Sections, start: str) -> Ways:
    """Every non-dominated (km, driving hours, toll) way from ``start`` to every place.

    Label setting in order of km, then hours, then toll (Martins 1984, "On a multicriteria
    shortest path problem", EJOR 16), so a label is dominated exactly if one that stands
    before it at the same place is no worse in hours and toll.
    """
    heap: list[tuple[float, float, float, int, str, str, Chain | None]]
    heap = [(0.0, 0.0, 0.0, 0, "", start, None)]
    fronts: dict[str, list[Way]] = {}
    while heap:
        km, hours, toll, gates, _, place, chain = heapq.heappop(heap)
        front = fronts.setdefault(place, [])
        if any(
            way.driving_h <= hours and way.toll_usd <= toll and not way.gates & ~gates
            for way in front
        ):
            continue
        front.append(Way(km, hours, toll, chain, gates))
        for to, more_km, more_h, more_toll, link, gate in sections.get(place, ()):
            next_h, next_toll, next_gates = hours + more_h, toll + more_toll, gates | gate
            for way in fronts.get(to, ()):
                if (
                    way.driving_h <= next_h
                    and way.toll_usd <= next_toll
                    and not way.gates & ~next_gates
                ):
                    break
            else:
                heapq.heappush(
                    heap,
                    (km + more_km, next_h, next_toll, next_gates, link, to, Chain(link, to, chain)),
                )
    return {place: tuple(front) for place, front in fronts.items()}


def prune_ways(ways: Iterable[Way]) -> tuple[Way, ...]:
    """The non-dominated of ``ways``, shortest first."""
    kept: list[Way] = []
    for way in sorted(ways, key=lambda w: (w.km, w.driving_h, w.toll_usd, w.gates, w.links())):
        if not any(
            k.driving_h <= way.driving_h and k.toll_usd <= way.toll_usd and not k.gates & ~way.gates
            for k in kept
        ):
            kept.append(way)
    return tuple(kept)
