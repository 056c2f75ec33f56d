"""Lower bounds of what is left to the destination, for the label search.

All carriages of a mode are collapsed into one that is as cheap, as fast and as clean as
the best of them, a haul into its links (its fixed price paid as it begins, its daily
rests by a line that lies below them). Exact distances from the destination in that
relaxed network, found by one label-correcting run per criterion, never exceed what a real
carriage needs, and are consistent: along any move they fall by no more than it weighs.
"""

import heapq
import math
from collections.abc import Callable, Hashable, Iterator
from functools import cached_property
from typing import NamedTuple

from corridors.model.shipment import Mode, Objective
from corridors.network.carriage import Carriage
from corridors.network.graph import AFTER_HAUL, ShipmentGraph, State
from corridors.network.items import Step
from corridors.solvers.weights import relaxed_weight
from corridors.units import CO2_SCALE, HOUR_SCALE, USD_SCALE
from network_data.records import Place

SHRINK = 1 - 1e-9
"""Keeps a bound below the true sum whatever the order in which floats were added."""

Node = tuple[str, Mode]
AreaKey = tuple[str, str]
"""Country and tariff region."""
UNREACHED = math.inf
_ARRIVED, _DRIVING, _RESTING, _READY = range(4)
"""What a node is bounded for: leaving by an event, the rest of a haul without and with daily
rests, the start of a haul or an event."""
Amount = tuple[float, float, float]
"""Dollars, hours, kg CO2e, in solver units but not rounded."""


class Event(NamedTuple):
    """The cheapest way to leave a node other than by a haul; ``head`` None is the end."""

    tail: Node
    head: Node | None
    amount: Amount


class Area(NamedTuple):
    """The least of all carriages' haul rates in one tariff area, in solver units.

    ``usd_per_h`` and ``hours_per_h`` multiply the links' driving hours and ``toll_trucks``
    the toll of one truck; all three are 0 for rail.
    """

    fixed_usd: float
    usd_per_km: float
    usd_per_h: float
    hours_per_h: float
    toll_trucks: float
    hours_per_km: float
    co2_per_km: float


class Left(NamedTuple):
    """Bounds of one criterion by node: on arrival by a haul, and ready for one."""

    arrived: dict[Node, int]
    ready: dict[Node, int]


class Bounds:
    """Lower bounds for one shipment graph."""

    def __init__(self, graph: ShipmentGraph) -> None:
        self.graph = graph
        self._left: dict[Objective, Left] = {}
        self._by_mode: dict[Mode, list[Carriage]] = {
            mode: [c for c in graph.carriages if c.mode is mode] for mode in Mode
        }
        # Registrations only matter at borders, and there scopes do not.
        self._by_vehicle = {
            mode: _one_each(carriages, lambda c: (c.vehicle.id, c.crosses))
            for mode, carriages in self._by_mode.items()
        }

    def of(self, state: State, left: Left) -> int | None:
        """The bound at a state; ``None`` if the destination cannot be reached from it."""
        place, carriage, came, _ = state
        node = (place, self.graph.carriages[carriage].mode)
        return (left.arrived if came == AFTER_HAUL else left.ready).get(node)

    def left(self, objective: Objective) -> Left:
        """The least of an objective from every node to the destination; kept once found."""
        if objective not in self._left:
            self._left[objective] = self._from_the_end(objective)
        return self._left[objective]

    def _from_the_end(self, objective: Objective) -> Left:
        weight = relaxed_weight(self.graph, objective)
        sections = self.graph.network.sections
        slope, offset_h = self.graph.book.haulage.rest_line
        into: dict[Node | None, list[tuple[Node, float]]] = {}
        for tail, head, amount in self.events:
            into.setdefault(head, []).append((tail, weight(*amount)))
        areas = {
            area: (weight(rate.fixed_usd, 0.0, 0.0),
                   weight(rate.usd_per_km, rate.hours_per_km, rate.co2_per_km),
                   weight(rate.usd_per_h, rate.hours_per_h, 0.0),
                   weight(rate.toll_trucks, 0.0, 0.0))
            for area, rate in self.areas.items()
        }  # fmt: skip
        rests_weigh = any(per_h for _, _, per_h, _ in areas.values())
        arrived: dict[Node, float] = {}
        driving: dict[Node, float] = {}
        resting: dict[Node, float] = {} if rests_weigh else driving
        ready: dict[Node, float] = {}
        least = (arrived, driving, resting, ready)
        after_arrival = (_DRIVING, _RESTING, _READY) if rests_weigh else (_DRIVING, _READY)
        heap: list[tuple[float, int, Node]] = [
            (w, _ARRIVED, tail) for tail, w in into.get(None, ())
        ]
        heapq.heapify(heap)
        while heap:
            so_far, phase, node = heapq.heappop(heap)
            if so_far >= least[phase].get(node, UNREACHED):
                continue
            least[phase][node] = so_far
            if phase in (_ARRIVED, _READY):
                for onward in after_arrival if phase == _ARRIVED else ():
                    heapq.heappush(heap, (so_far, onward, node))
                for tail, w in into.get(node, ()) if phase == _READY else ():
                    heapq.heappush(heap, (so_far + w, _ARRIVED, tail))
                continue
            place, mode = node
            area = areas.get((mode, self._area_of(place)))
            if area is None:
                continue
            fixed, per_km, per_h, per_toll = area
            if node in driving and node in resting:
                haul = max(driving[node], resting[node] - per_h * offset_h)
                heapq.heappush(heap, (haul + fixed, _READY, node))
            if phase == _RESTING:
                per_h *= slope
            for to, km, driving_h, toll, _, _ in sections[mode].get(place, ()):
                more = so_far + per_km * km + per_h * driving_h + per_toll * toll
                if more < least[phase].get((to, mode), UNREACHED):
                    heapq.heappush(heap, (more, phase, (to, mode)))
        return Left(
            {node: math.floor(value * SHRINK) for node, value in arrived.items()},
            {node: math.floor(value * SHRINK) for node, value in ready.items()},
        )

    def _area_of(self, place: str) -> AreaKey:
        row = self.graph.network.facts.places[place]
        return row.country, row.tariff_region

    @cached_property
    def areas(self) -> dict[tuple[Mode, AreaKey], Area]:
        """The least haul rates by mode and (country, tariff region)."""
        areas: dict[tuple[Mode, AreaKey], Area] = {}
        for place in self.graph.network.facts.places.values():
            key = (place.country, place.tariff_region)
            for mode in Mode:
                if (mode, key) not in areas:
                    area = self._area(mode, place)
                    if area is not None:
                        areas[mode, key] = area
        for country in self._joined_countries:
            for mode in Mode:
                keys = [key for key in areas if key[0] is mode and key[1][0] == country]
                if keys:
                    lowest = Area(*map(min, zip(*(areas[key] for key in keys), strict=True)))
                    areas |= dict.fromkeys(keys, lowest)
        return areas

    @cached_property
    def _joined_countries(self) -> set[str]:
        """Countries whose tariff regions a link joins: a haul may leave its region's rates."""
        places = self.graph.network.facts.places
        return {
            places[place].country
            for sections in self.graph.network.sections.values()
            for place, onward in sections.items()
            if places[place].tariff_region
            and any(
                places[section.to].tariff_region != places[place].tariff_region
                for section in onward
            )
        }

    def _area(self, mode: Mode, place: Place) -> Area | None:
        book = self.graph.book
        rates = [
            (rate, carriage)
            for carriage in self._by_vehicle[mode]
            if (rate := book.haulage.rate(place, carriage)) is not None
        ]
        if not rates:
            return None
        rail = mode is Mode.RAIL
        least = [book.haulage.least(place.country, carriage, rate) for rate, carriage in rates]
        return Area(
            fixed_usd=min(fixed for fixed, _ in least) * USD_SCALE,
            usd_per_km=USD_SCALE
            * min(
                per_km + (rate.hire_usd_per_h / rate.mean_kmh if rail else 0.0)
                for (_, per_km), (rate, _) in zip(least, rates, strict=True)
            ),
            usd_per_h=USD_SCALE * (0.0 if rail else min(r.hire_usd_per_h for r, _ in rates)),
            hours_per_h=0.0 if rail else HOUR_SCALE,
            toll_trucks=USD_SCALE * (0.0 if rail else min(c.count for _, c in rates)),
            hours_per_km=HOUR_SCALE
            * (
                min(1 / rate.mean_kmh for rate, _ in rates)
                if rail
                else book.barriers.hours_per_km(place.country)
            ),
            co2_per_km=CO2_SCALE
            * min(book.tariffs.co2e_kg(carriage, 1.0) for _, carriage in rates),
        )

    @cached_property
    def events(self) -> list[Event]:
        """Unloadings, crossings and transshipments, each by the best carriage for it."""
        return [*self._unloadings(), *self._crossings(), *self._transshipments()]

    def _unloadings(self) -> Iterator[Event]:
        graph = self.graph
        for access in graph.exits:
            ends = [
                steps
                for carriage in self._by_vehicle[access.mode]
                if (steps := graph.end_steps(access, carriage, loading=False)) is not None
            ]
            if ends:
                amounts = [_least(steps, add=True) for steps in ends]
                yield Event((access.place, access.mode), None, _lowest(amounts))

    def _crossings(self) -> Iterator[Event]:
        graph = self.graph
        for node, passages in graph.network.passages.items():
            crossing = [c for c in self._by_mode[node[1]] if c.crosses]
            carriages = _one_each(crossing, lambda c: c.id)
            for passage in passages:
                steps = [
                    step
                    for carriage in carriages
                    if (step := graph.crossing_step(passage, carriage)) is not None
                ]
                if steps:
                    yield Event(node, (passage.end, node[1]), _least(steps))

    def _transshipments(self) -> Iterator[Event]:
        graph = self.graph
        if not all(self._by_mode.values()):
            return
        for node, transfers in graph.network.transfers.items():
            after_mode = Mode.ROAD if node[1] is Mode.RAIL else Mode.RAIL
            for transfer in transfers:
                steps = [
                    step
                    for before in self._by_vehicle[node[1]]
                    for after in self._by_vehicle[after_mode]
                    if (step := graph.transshipment_step(transfer, before, after)) is not None
                ]
                if steps:
                    yield Event(node, (transfer.end, after_mode), _least(steps))


def _least(steps: "list[Step] | tuple[Step, ...]", *, add: bool = False) -> Amount:
    """The least (or the sum) of each quantity over steps, in unrounded solver units."""
    combine = sum if add else min
    return (
        combine([step.usd for step in steps]) * USD_SCALE,
        combine([step.hours for step in steps]) * HOUR_SCALE,
        combine([step.co2e_kg for step in steps]) * CO2_SCALE,
    )


def _lowest(amounts: list[Amount]) -> Amount:
    return (
        min(a[0] for a in amounts),
        min(a[1] for a in amounts),
        min(a[2] for a in amounts),
    )


def _one_each(carriages: list[Carriage], key: Callable[[Carriage], Hashable]) -> list[Carriage]:
    """The first carriage of each key."""
    found: dict[Hashable, Carriage] = {}
    for carriage in carriages:
        found.setdefault(key(carriage), carriage)
    return list(found.values())
