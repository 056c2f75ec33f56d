"""The explained no: which rule stands in the way, where, and what giving it up would bring."""

from collections.abc import Iterator
from itertools import combinations

from corridors.model.phrase import Phrase
from corridors.model.route import Reason
from corridors.model.shipment import Constraints, Mode, Objective
from corridors.network.fleet import left_out
from corridors.network.graph import ShipmentGraph
from corridors.solvers.relaxations import Relaxation, best_under, relaxations, usd_in_hours
from network_data.records import Commodity

MOST_PAIRED = 8
"""Rules up to which every two are given up together; with more that would take too long."""


def reasons_for_none(graph: ShipmentGraph) -> tuple[Reason, ...]:
    """Why a graph has no route, most useful first.

    Each rule of the request is given up by itself and the cheapest (for a deadline, the
    fastest) route without it is looked for; the reasons that such a route proves come
    first, in order of its cost. Where no single rule stands in the way, every two are given
    up together. What the facts themselves lack (no station, no vehicle) is said too.
    """
    rules = list(relaxations(graph))
    proven = sorted(
        _relaxed(graph, rules),
        key=lambda r: (r.cost_usd is None, r.cost_usd or 0.0, r.rule, r.where),
    )
    reasons = [*proven, *_lacking(graph)]
    if not reasons:
        reasons = [_together(graph, rules)]
    too_few = left_out(graph.book.facts, graph.shipment)
    reasons += [
        Reason("fleet", name, Phrase("{vehicle} is left out: {why}", vehicle=name, why=why))
        for name, why in too_few
    ]
    return tuple(reasons)


def _relaxed(graph: ShipmentGraph, rules: list[Relaxation]) -> Iterator[Reason]:
    for relaxation in rules:
        found = best_under(graph, relaxation.without(graph.constraints), relaxation.objective)
        if found is not None:
            yield Reason(
                relaxation.rule, relaxation.where, relaxation.told(found), found.usd, found.hours
            )


def _lacking(graph: ShipmentGraph) -> Iterator[Reason]:
    """What the facts lack for the shipment whatever its rules."""
    shipment, book = graph.shipment, graph.book
    cargo = book.commodity
    for mode in sorted(graph.constraints.modes):
        names = [v for v in cargo.vehicle_ids if book.facts.vehicles[v].mode == mode]
        if not names:
            yield Reason("cargo", mode, _no_vehicle(mode, cargo))
        for stop, accesses in (
            (shipment.origin, graph.entries),
            (shipment.destination, graph.exits),
        ):
            if not any(access.mode is mode for access in accesses):
                name = stop if isinstance(stop, str) else stop.id
                message = Phrase("{place} has no road that may be used", place=name)
                if mode is Mode.RAIL:
                    message = Phrase("{place} has no freight station that may be used", place=name)
                place = book.facts.places.get(name)
                if place is not None and place.country not in graph.network.countries:
                    message = Phrase(
                        "{place} lies in {country}, for which the facts have no prices",
                        place=name, country=place.country,
                    )  # fmt: skip
                yield Reason("access", name, message)


def _no_vehicle(mode: Mode, cargo: Commodity) -> Phrase:
    if not cargo.vehicle_note:
        return Phrase("no {mode} vehicle of the facts carries {cargo}", mode=mode, cargo=cargo.name)
    return Phrase(
        "no {mode} vehicle of the facts carries {cargo} ({note})",
        mode=mode, cargo=cargo.name, note=cargo.vehicle_note,
    )  # fmt: skip


def _together(graph: ShipmentGraph, rules: list[Relaxation]) -> Reason:
    """What two rules, or else all of them, stand in the way of."""
    asked = graph.constraints
    # The crew and the day of the tariffs are no rules: they set what a route costs.
    without_rules = Constraints(
        include_unconfirmed=True, allow_overweight=True,
        drivers=asked.drivers, tariff_day=asked.tariff_day,
    )  # fmt: skip
    free = best_under(graph, without_rules, Objective.COST)
    if free is None:
        return Reason("network", "", Phrase("no open way leads there, whatever the rules"))
    pairs = combinations(rules, 2) if len(rules) <= MOST_PAIRED else ()
    proven = []
    for first, second in pairs:
        found = best_under(graph, second.without(first.without(asked)), Objective.COST)
        if found is not None:
            proven.append((found.usd, _named(first), _named(second), found))
    if proven:
        _, first_name, second_name, found = min(proven, key=lambda pair: pair[:3])
        return Reason(
            "rules", "",
            Phrase(
                "it is not enough to give up one rule; without both {first} and {second} {found}",
                first=first_name, second=second_name, found=usd_in_hours(found),
            ),
            found.usd, found.hours,
        )  # fmt: skip
    return Reason(
        "rules", "",
        Phrase(
            "no single rule stands in the way, but all of them together do; without any of them"
            " {found}",
            found=usd_in_hours(free),
        ),
        free.usd, free.hours,
    )  # fmt: skip


def _named(relaxation: Relaxation) -> str:
    return f"{relaxation.rule} {relaxation.where}".strip()
