"""The explained no: which rule stands in the way, where, and what giving it up would bring."""

from collections.abc import Iterator
from dataclasses import replace

from corridors.errors import RequestError
from corridors.model.route import Reason
from corridors.model.shipment import Constraints, Mode, Objective
from corridors.network.graph import ShipmentGraph
from corridors.solvers.best import k_best
from corridors.solvers.bounds import Bounds
from corridors.solvers.labels import Label
from corridors.units import HOUR_SCALE, USD_SCALE


def reasons_for_none(graph: ShipmentGraph) -> tuple[Reason, ...]:
    """Why a graph has no route, most useful first.

    Each rule of the request is given up by itself and the cheapest (for a deadline, the
    fastest) route without it is looked for; the reasons that such a route proves come
    first, in order of its cost. What the facts themselves lack (no station, no vehicle)
    is said too.
    """
    proven = sorted(
        _relaxed(graph), key=lambda r: (r.cost_usd is None, r.cost_usd or 0.0, r.rule, r.where)
    )
    reasons = [*proven, *_lacking(graph)]
    if not reasons:
        reasons = [_together(graph)]
    return tuple(reasons)


def _relaxations(rules: Constraints) -> Iterator[tuple[str, str, str, Constraints]]:
    """Every rule with where it bites, what is said of it, and the constraints without it."""
    if rules.max_hours is not None:
        yield "max-hours", "", "", replace(rules, max_hours=None)
    if rules.max_cost_usd is not None:
        yield "max-cost", "", "", replace(rules, max_cost_usd=None)
    if len(rules.modes) < len(Mode):
        (only,) = rules.modes
        yield "mode", only, f"no route by {only} alone", replace(rules, modes=frozenset(Mode))
    if rules.vehicles:
        names = ", ".join(sorted(rules.vehicles))
        yield (
            "vehicle", names, f"no route with {names} alone",
            replace(rules, vehicles=frozenset()),
        )  # fmt: skip
    for name in sorted(rules.avoid):
        yield (
            "avoid", name, f"every route passes {name}, which is to be avoided",
            replace(rules, avoid=rules.avoid - {name}),
        )  # fmt: skip
    for name in rules.via:
        rest = tuple(other for other in rules.via if other != name)
        yield "via", name, f"no route passes {name}", replace(rules, via=rest)
    if not rules.include_unconfirmed:
        yield (
            "include-unconfirmed", "",
            "only crossings with limited or unconfirmed freight, or vehicles whose admission is not"
            " verified, lead there",
            replace(rules, include_unconfirmed=True),
        )  # fmt: skip


def _relaxed(graph: ShipmentGraph) -> Iterator[Reason]:
    rules = graph.constraints
    for rule, where, message, relaxed in _relaxations(rules):
        objective = Objective.TIME if rule == "max-hours" else Objective.COST
        label = _best(graph, relaxed, objective)
        if label is None:
            continue
        moves = label.moves()
        usd = sum(move.usd for move in moves) / USD_SCALE
        hours = sum(move.hours for move in moves) / HOUR_SCALE
        found = f"without this rule {usd:,.0f} USD in {hours:.1f} h"
        if rule == "max-hours" and rules.max_hours is not None:
            late = hours - rules.max_hours
            message = f"no route takes {rules.max_hours:g} h or less"
            found = f"the fastest takes {hours:.1f} h ({late:.1f} h more) at {usd:,.0f} USD"
        elif rule == "max-cost" and rules.max_cost_usd is not None:
            over = usd - rules.max_cost_usd
            message = f"no route costs {rules.max_cost_usd:,.0f} USD or less"
            found = f"the cheapest costs {usd:,.0f} USD ({over:,.0f} more) in {hours:.1f} h"
        yield Reason(rule, where, f"{message}; {found}", usd, hours)


def _best(graph: ShipmentGraph, rules: Constraints, objective: Objective) -> Label | None:
    try:
        relaxed = ShipmentGraph(graph.base_network, graph.shipment, rules)
    except RequestError:
        return None
    labels = k_best(relaxed, Bounds(relaxed), objective, limit=1)
    return labels[0] if labels else None


def _lacking(graph: ShipmentGraph) -> Iterator[Reason]:
    """What the facts lack for the shipment whatever its rules."""
    shipment, book = graph.shipment, graph.book
    cargo = book.commodity
    for mode in sorted(graph.constraints.modes):
        names = [v for v in cargo.vehicle_ids if book.facts.vehicles[v].mode == mode]
        if not names:
            note = f" ({cargo.vehicle_note})" if cargo.vehicle_note else ""
            yield Reason(
                "cargo", mode, f"no {mode} vehicle of the facts carries {cargo.name}{note}"
            )
        for stop, accesses in (
            (shipment.origin, graph.entries),
            (shipment.destination, graph.exits),
        ):
            if not any(access.mode is mode for access in accesses):
                name = stop if isinstance(stop, str) else stop.id
                what = "no freight station" if mode is Mode.RAIL else "no road"
                message = f"{name} has {what} that may be used"
                place = book.facts.places.get(name)
                if place is not None and place.country not in graph.network.countries:
                    message = f"{name} lies in {place.country}, for which the facts have no prices"
                yield Reason("access", name, message)


def _together(graph: ShipmentGraph) -> Reason:
    label = _best(graph, Constraints(include_unconfirmed=True), Objective.COST)
    if label is None:
        return Reason("network", "", "no open way leads there, whatever the rules")
    moves = label.moves()
    usd = sum(move.usd for move in moves) / USD_SCALE
    hours = sum(move.hours for move in moves) / HOUR_SCALE
    return Reason(
        "rules", "",
        "no single rule stands in the way, but all of them together do; without any of them"
        f" {usd:,.0f} USD in {hours:.1f} h",
        usd, hours,
    )  # fmt: skip
