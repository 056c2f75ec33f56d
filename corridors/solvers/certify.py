"""The certificate of an answer: an independent OR-Tools model is asked the same question.

`corridors.solvers.ortools_model` shares the moves with the label search and nothing else.
What the moves themselves rest on, whole vehicles, is worked out again from the facts.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from fractions import Fraction
from itertools import zip_longest

from corridors.model.route import Certificate, Route, Routes
from corridors.model.shipment import Objective
from corridors.network.clock import Clock
from corridors.network.graph import ShipmentGraph
from corridors.network.network import Network
from corridors.solvers.dated import LATEST, LOOK_BACK_DAYS
from corridors.solvers.ortools_dated import FINE, DatedModel, DatedSolved
from corridors.solvers.ortools_model import (
    CP_SAT,
    Solved,
    solve_best,
    solve_frontier,
    solver_of,
)
from corridors.units import CO2_SCALE, HOUR_SCALE, KG_PER_TONNE, USD_SCALE

CENT_USD = 0.01
MINUTE_H = 1 / 60
TENTH_KG = 0.1
"""Far more than the grams by which rounding the moves up changes the CO2e of a route."""
SPARE_VEHICLE = Fraction(1, 10**9)
"""Share of a vehicle that is rounding of the tonnes, not another vehicle."""

_UNITS = {
    Objective.COST: ("USD", USD_SCALE),
    Objective.TIME: ("h", HOUR_SCALE),
    Objective.GENERALISED: ("USD", USD_SCALE),
    Objective.CO2E: ("kg CO2e", CO2_SCALE),
}


def certificate(graph: ShipmentGraph, routes: Routes) -> Certificate:
    """Compare an answer with that of OR-Tools to the same question.

    Parameters
    ----------
    graph
        The moves of the same shipment under the same constraints.
    routes
        The answer. Of a frontier every route is compared; of the best few the first, since
        OR-Tools proves the best and not what counts as another route.

    Returns
    -------
    Certificate
        Its bound is that of the best (on a frontier of the cheapest) route; 0 where both
        find none.

    Raises
    ------
    SolverError
        If OR-Tools does not prove its own answer.
    """
    if routes.frontier:
        solved = solve_frontier(graph)
        claimed = routes.routes
        objective, solver = Objective.COST, CP_SAT
        count = len(solved) + 1
    else:
        best = solve_best(graph, routes.objective)
        solved = [best] if best else []
        claimed = routes.routes[:1]
        objective, solver = routes.objective, solver_of(graph)
        count = 1
    differences = (
        *_count_differences(claimed, solved),
        *_route_differences(claimed, solved, objective),
        *_vehicle_differences(graph, routes),
    )
    unit, scale = _UNITS[objective]
    return Certificate(
        solver=solver,
        agrees=not differences,
        differences=differences,
        bound=solved[0].bound / scale if solved else 0.0,
        unit=unit,
        solved=count,
    )


def dated_certificate(network: Network, routes: Routes) -> Certificate:
    """Compare an answer to a question with a date with that of the CP-SAT model.

    Parameters
    ----------
    network
        The network that was asked.
    routes
        The answer. Of a frontier every route is compared, of the best few the first. With a
        probability of being on time asked for, the route must be on OR-Tools' frontier; the
        probability itself is not solved again. With a deadline and no departure the cheapest
        in time is compared with the best from *its* departure, and no route may be in time
        from a minute after the last departure that is given; whether another departure were
        cheaper is not solved again.

    Raises
    ------
    SolverError
        If CP-SAT does not prove its own answer.
    """
    if routes.shipment.ready is None:
        return _certificate_in_time(network, routes)
    model = _dated_model(network, routes)
    objective, claimed = routes.objective, routes.routes[:1]
    if routes.constraints.on_time is not None:
        front = model.frontier()
        solved = [s for route in claimed for s in front if _same(route, s)]
        if claimed and not solved:
            solved = front[:1]
        elif not claimed:
            front = []
        return _dated_verdict(model, routes, claimed, solved, Objective.COST, front)
    if routes.frontier:
        front, claimed = model.frontier(), routes.routes
        return _dated_verdict(model, routes, claimed, front, Objective.COST, front)
    best = model.best(objective)
    solved = [best] if best else []
    return _dated_verdict(model, routes, claimed, solved, objective, solved)


def _dated_model(network: Network, routes: Routes) -> DatedModel:
    graph = ShipmentGraph(network, routes.shipment, routes.constraints)
    assert routes.shipment.ready is not None
    clock = Clock(graph.network, routes.shipment.ready, graph.book.commodity.group)
    return DatedModel(graph, clock)


def _same(route: Route, solved: DatedSolved) -> bool:
    usd, hours = solved.point.usd / FINE / USD_SCALE, solved.point.hours / HOUR_SCALE
    return abs(route.cost_usd - usd) <= CENT_USD and abs(route.transit_h - hours) <= MINUTE_H


def _dated_verdict(
    model: DatedModel,
    routes: Routes,
    claimed: tuple[Route, ...],
    solved: list[DatedSolved],
    objective: Objective,
    front: list[DatedSolved],
    more: tuple[str, ...] = (),
) -> Certificate:
    """The certificate of some routes; ``more`` is what else differs."""
    fine = FINE if objective in (Objective.COST, Objective.GENERALISED) else 1
    rivals = [
        Solved(
            s.moves, round(s.value / fine), round(s.point.usd / FINE), s.point.hours,
            round(s.bound / fine), CP_SAT,
        )
        for s in solved
    ]  # fmt: skip
    differences = (
        *_count_differences(claimed, rivals),
        *_route_differences(claimed, rivals, objective),
        *_vehicle_differences(model.graph, routes),
        *more,
    )
    unit, scale = _UNITS[objective]
    return Certificate(
        solver=CP_SAT,
        agrees=not differences,
        differences=differences,
        bound=rivals[0].bound / scale if rivals else 0.0,
        unit=unit,
        solved=max(1, sum(s.models for s in front)),
    )


def _certificate_in_time(network: Network, routes: Routes) -> Certificate:
    """The certificate of an answer to a deadline alone, from the departures that it gives."""
    shipment = routes.shipment
    assert shipment.deadline is not None
    if not routes.routes:
        ready = shipment.deadline.astimezone(UTC) - timedelta(days=LOOK_BACK_DAYS)
        model = _dated_model(network, replace(routes, shipment=replace(shipment, ready=ready)))
        best = model.best(Objective.TIME)
        found = [best] if best else []
        return _dated_verdict(model, routes, (), found, Objective.COST, found)
    claimed = routes.routes[0]
    latest = [route.depart for route in routes.routes if LATEST in route.tags and route.depart]
    assert claimed.depart is not None
    # Clock times are rounded to the second: leaving a second earlier is surely in time.
    ready = claimed.depart - timedelta(seconds=1)
    model = _dated_model(network, replace(routes, shipment=replace(shipment, ready=ready)))
    best = model.best(Objective.COST)
    solved = [best] if best else []
    more: tuple[str, ...] = ()
    for late in (departure + timedelta(minutes=1) for departure in latest):
        if late >= shipment.deadline:
            continue
        after = _dated_model(network, replace(routes, shipment=replace(shipment, ready=late)))
        if after.best(Objective.TIME) is not None:
            more = (f"OR-Tools is in time from {late.isoformat(timespec='minutes')}, too",)
    return _dated_verdict(model, routes, (claimed,), solved, Objective.COST, solved, more)


def _count_differences(claimed: tuple[Route, ...], solved: list[Solved]) -> Iterator[str]:
    if len(claimed) == len(solved):
        return
    if not claimed or not solved:
        said = {True: "a route", False: "no route"}
        yield f"the search finds {said[bool(claimed)]}, OR-Tools {said[bool(solved)]}"
    else:
        yield f"the search finds {len(claimed)} routes, OR-Tools {len(solved)}"


def _route_differences(
    claimed: tuple[Route, ...], solved: list[Solved], objective: Objective
) -> Iterator[str]:
    for rank, (route, rival) in enumerate(zip_longest(claimed, solved), 1):
        if route is None or rival is None:
            continue
        usd, hours = rival.usd / USD_SCALE, rival.hours / HOUR_SCALE
        if abs(route.cost_usd - usd) > CENT_USD:
            yield f"route {rank} costs {route.cost_usd:,.2f} USD, OR-Tools' {usd:,.2f} USD"
        if abs(route.transit_h - hours) > MINUTE_H:
            yield f"route {rank} takes {route.transit_h:.3f} h, OR-Tools' {hours:.3f} h"
        if objective is Objective.CO2E:
            kg, least = route.co2e_t * KG_PER_TONNE, rival.value / CO2_SCALE
            if abs(kg - least) > TENTH_KG:
                yield f"route {rank} emits {kg:,.2f} kg CO2e, OR-Tools' {least:,.2f} kg"


def _vehicle_differences(graph: ShipmentGraph, routes: Routes) -> Iterator[str]:
    """Vehicles of the routes that are not the fewest whole ones for the tonnes."""
    facts = graph.network.facts
    tonnes = Fraction(routes.shipment.tonnes)
    density = facts.commodities[routes.shipment.cargo].density_t_per_m3
    used = {(use.vehicle, use.count) for route in routes.routes for use in route.vehicles}
    for name, count in sorted(used):
        # The id of a truck ends with its registration, which is no part of its type.
        vehicle = facts.vehicles.get(name) or facts.vehicles[name.rpartition("-")[0]]
        payload = Fraction(vehicle.payload_t)
        if vehicle.volume_m3 and density:
            payload = min(payload, Fraction(vehicle.volume_m3) * Fraction(density))
        spare = SPARE_VEHICLE * payload
        if count * payload + spare < tonnes:
            yield f"{count} x {name} carry {float(count * payload):g} t of {float(tonnes):g} t"
        elif count > 1 and (count - 1) * payload >= tonnes + spare:
            yield f"{count} x {name} are too many: {count - 1} carry {float(tonnes):g} t"
