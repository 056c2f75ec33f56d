"""Lower bounds of what is left to the destination, for the label search.

All carriages of a mode are collapsed into one that is as cheap, as fast and as clean as
the best of them, a haul into its links (its fixed price paid as it begins, its rests
left out). Exact distances from the destination in that relaxed network, found by one
Dijkstra run per criterion, never exceed what a real carriage needs, and are consistent:
along any move they fall by no more than the move weighs.
"""

import heapq
import math
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from corridors.model.shipment import Mode, Objective
from corridors.network.carriage import Carriage
from corridors.network.graph import AFTER_HAUL, ShipmentGraph, State
from corridors.network.items import Step
from corridors.solvers.weights import relaxed_weight
from corridors.units import CO2_SCALE, HOUR_SCALE, USD_SCALE

SHRINK = 1 - 1e-9
"""Keeps a bound below the true sum whatever the order in which floats were added."""

Node = tuple[str, Mode]
Amount = tuple[float, float, float]
"""Dollars, hours, kg CO2e, in solver units but not rounded."""


class Event(NamedTuple):
    """The cheapest way to leave a node other than by a haul; ``head`` None is the end."""

    tail: Node
    head: Node | None
    amount: Amount


class Area(NamedTuple):
    """The least of all carriages' haul rates in one tariff area."""

    fixed_usd: float
    usd_per_km: float
    usd_per_h: float
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
            mode: _one_per_price([c for c in graph.carriages if c.mode is mode]) for mode in Mode
        }

    def of(self, state: State, left: Left) -> int | None:
        """The bound at a state; ``None`` if the destination cannot be reached from it."""
        place, carriage, came, _ = state
        node = (place, self.graph.carriages[carriage].mode)
        return (left.arrived if came == AFTER_HAUL else left.ready).get(node)

    def left(self, objective: Objective) -> Left:
        """The least of an objective from every node to the destination; kept once found."""
        if objective not in self._left:
            self._left[objective] = self._dijkstra(objective)
        return self._left[objective]

    def _dijkstra(self, objective: Objective) -> Left:
        weight = relaxed_weight(self.graph, objective)
        sections = self.graph.network.sections
        into: dict[Node | None, list[tuple[Node, float]]] = {}
        for tail, head, amount in self.events:
            into.setdefault(head, []).append((tail, weight(*amount)))
        areas = {
            area: (weight(rate.fixed_usd, 0.0, 0.0),
                   weight(rate.usd_per_km, rate.hours_per_km, rate.co2_per_km),
                   weight(rate.usd_per_h, HOUR_SCALE, 0.0))
            for area, rate in self.areas.items()
        }  # fmt: skip
        arrived: dict[Node, float] = {}
        moving: dict[Node, float] = {}
        ready: dict[Node, float] = {}
        # What a heap entry settles: 0 leaving by an event, 1 moving on a haul, 2 ready for one.
        heap: list[tuple[float, int, Node]] = [(w, 0, tail) for tail, w in into.get(None, ())]
        heapq.heapify(heap)
        while heap:
            so_far, phase, node = heapq.heappop(heap)
            if phase == 0:
                if node in arrived:
                    continue
                arrived[node] = so_far
            if phase != 2 and node not in moving:
                moving[node] = so_far
                place, mode = node
                area = areas.get((mode, self._area_of(place)))
                if area is not None:
                    fixed, per_km, per_h = area
                    if node not in ready:
                        heapq.heappush(heap, (so_far + fixed, 2, node))
                    for to, km, driving_h, _, _ in sections[mode].get(place, ()):
                        if (to, mode) not in moving:
                            more = so_far + per_km * km + per_h * driving_h
                            heapq.heappush(heap, (more, 1, (to, mode)))
            if phase != 1 and node not in ready:
                ready[node] = so_far
                for tail, w in into.get(node, ()):
                    if tail not in arrived:
                        heapq.heappush(heap, (so_far + w, 0, tail))
        return Left(
            {node: math.floor(value * SHRINK) for node, value in arrived.items()},
            {node: math.floor(value * SHRINK) for node, value in ready.items()},
        )

    def _area_of(self, place: str) -> tuple[str, str]:
        row = self.graph.network.facts.places[place]
        return row.country, row.tariff_region

    @cached_property
    def areas(self) -> dict[tuple[Mode, tuple[str, str]], Area]:
        """The least haul rates by mode and (country, tariff region)."""
        book = self.graph.book
        areas: dict[tuple[Mode, tuple[str, str]], Area] = {}
        seen: set[tuple[str, str]] = set()
        for place in self.graph.network.facts.places.values():
            key = (place.country, place.tariff_region)
            if key in seen:
                continue
            seen.add(key)
            for mode, carriages in self._by_mode.items():
                rates = [
                    (rate, carriage)
                    for carriage in carriages
                    if (rate := book.haul_rate(place, carriage)) is not None
                ]
                if rates:
                    areas[mode, key] = Area(
                        min(rate.fixed_usd for rate, _ in rates) * USD_SCALE,
                        min(
                            rate.per_km_usd
                            + (rate.hire_usd_per_h / rate.speed_kmh if rate.speed_kmh else 0.0)
                            for rate, _ in rates
                        ) * USD_SCALE,
                        min(
                            0.0 if rate.speed_kmh else rate.hire_usd_per_h for rate, _ in rates
                        ) * USD_SCALE,
                        min(1 / rate.speed_kmh if rate.speed_kmh else 0.0 for rate, _ in rates)
                        * HOUR_SCALE,
                        min(book.co2e_kg(carriage, 1.0) for _, carriage in rates) * CO2_SCALE,
                    )  # fmt: skip
        return areas

    @cached_property
    def events(self) -> list[Event]:
        """Unloadings, crossings and transshipments, each by the best carriage for it."""
        return [*self._unloadings(), *self._crossings(), *self._transshipments()]

    def _unloadings(self) -> Iterator[Event]:
        graph = self.graph
        for access in graph.exits:
            ends = [
                steps
                for carriage in self._by_mode[access.mode]
                if (steps := graph.end_steps(access, carriage, loading=False)) is not None
            ]
            if ends:
                amounts = [_least(steps, add=True) for steps in ends]
                yield Event((access.place, access.mode), None, _lowest(amounts))

    def _crossings(self) -> Iterator[Event]:
        graph = self.graph
        for node, passages in graph.network.passages.items():
            carriages = [c for c in self._by_mode[node[1]] if c.crosses]
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
                    for before in self._by_mode[node[1]]
                    for after in self._by_mode[after_mode]
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


def _one_per_price(carriages: list[Carriage]) -> list[Carriage]:
    """One carriage of each id: domestic and crossing ones, as documents differ."""
    found: dict[tuple[str, bool], Carriage] = {}
    for carriage in carriages:
        found.setdefault((carriage.id, carriage.crosses), carriage)
    return list(found.values())
