"""The same route at other figures: a network in which one row of the facts is changed."""

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from typing import Any, NamedTuple

from corridors.model.route import LegKind
from corridors.network.access import Access
from corridors.network.carriage import Carriage
from corridors.network.graph import Move, ShipmentGraph
from corridors.network.hauls import Way
from corridors.network.network import Network, Transfer
from corridors.network.passages import Passage

_MADE_FROM = {
    "crossings": ("passages",),
    "border_means": ("passages",),
    "terminals": ("transfers", "_terminals"),
    "speeds": ("_speeds",),
}
"""What a network keeps that a table goes into, apart from hauls."""


class PathStep(NamedTuple):
    """A move by what it is, whichever graph it is looked up in."""

    kind: LegKind
    start: str
    before: Carriage
    carriage: Carriage
    detail: Access | Way | Passage | Transfer


Path = tuple[PathStep, ...]


def with_row(network: Network, table: str, row: Any) -> Network:
    """A network of the same facts but for one row.

    Everything that the row does not go into is shared, hauls first of all: so the row may
    not be a link, a place, or the speed of a country's roads.
    """
    other = copy(network)
    other.facts = network.facts.overlaid(**{table: [row]})
    other._restricted = {}
    for name in _MADE_FROM.get(table, ()):
        other.__dict__.pop(name, None)
    if table == "tariffs" and is_toll(network, row.id):
        other.__dict__.pop("sections", None)
        other._ways = {}
    return other


def is_toll(network: Network, tariff: str) -> bool:
    """Whether links are tolled by this tariff row: hauls are chosen by their tolls too."""
    return any(link.toll == tariff for link in network.facts.links.values())


def path_of(graph: ShipmentGraph, moves: Sequence[Move]) -> Path:
    """The steps of a sequence of moves."""
    path = []
    place, before = "", graph.carriages[moves[0].carriage]
    for move in moves:
        carriage = graph.carriages[move.carriage]
        path.append(PathStep(move.kind, place, before, carriage, move.detail))
        place, before = move.head[0], carriage
    return tuple(path)


def facilities(path: Path) -> tuple[str, ...]:
    """Ids of the crossings and terminals of a path, in order."""
    found = []
    for part in path:
        if isinstance(part.detail, Passage):
            found.append(part.detail.id)
        elif isinstance(part.detail, Transfer):
            found.append(part.detail.terminal.id)
    return tuple(found)


def path_amounts(graph: ShipmentGraph, path: Path) -> tuple[float, float, float]:
    """Dollars, hours and kg of CO2e of a path at the figures of a graph, not rounded."""
    usd = hours = kg = 0.0
    for part in path:
        carriage = _same(graph, part.carriage)
        if isinstance(part.detail, Way):
            amounts = _haul(graph, part, carriage)
        else:
            steps = _steps(graph, part, carriage)
            amounts = (
                sum(step.usd for step in steps),
                sum(step.hours for step in steps),
                sum(step.co2e_kg for step in steps),
            )
        usd, hours, kg = usd + amounts[0], hours + amounts[1], kg + amounts[2]
    return usd, hours, kg


def _same(graph: ShipmentGraph, carriage: Carriage) -> Carriage:
    """The carriage with the vehicle row of the graph's facts."""
    return replace(carriage, vehicle=graph.book.facts.vehicles[carriage.vehicle.id])


def _haul(graph: ShipmentGraph, part: PathStep, carriage: Carriage) -> tuple[float, float, float]:
    facts, way = graph.book.facts, part.detail
    assert isinstance(way, Way)
    place = facts.places[part.start]
    if way.toll_usd:
        links = [facts.links[name] for name in way.links()]
        toll = sum(
            link.km * (facts.tariffs[link.toll].per_km_usd or 0.0) for link in links if link.toll
        )
        way = way._replace(toll_usd=toll)
    rate = graph.book.haulage.rate(place, carriage)
    assert rate is not None, f"{carriage.id} has a price in {place.country} at other figures"
    usd, hours = graph.book.haulage.amounts(place.country, carriage, rate, way)
    return usd, hours, graph.book.tariffs.co2e_kg(carriage, way.km)


def _steps(graph: ShipmentGraph, part: PathStep, carriage: Carriage) -> tuple[Any, ...]:
    detail = part.detail
    if isinstance(detail, Access):
        loading = part.kind is LegKind.LOADING
        return graph.end_steps(detail, carriage, loading=loading) or ()
    if isinstance(detail, Passage):
        for passage in graph.network.passages[detail.start, detail.mode]:
            if passage.id == detail.id and passage.end == detail.end:
                return (graph.crossing_step(passage, carriage),)
    if isinstance(detail, Transfer):
        before = _same(graph, part.before)
        for transfer in graph.network.transfers[detail.start, before.mode]:
            if transfer.terminal.id == detail.terminal.id and transfer.end == detail.end:
                return (graph.transshipment_step(transfer, before, carriage),)
    raise AssertionError("a step of a path is in every network of the same facts")
