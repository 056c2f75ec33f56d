"""Find routes: the public entry points of the route solvers."""

from dataclasses import replace
from enum import StrEnum

from corridors.errors import RequestError
from corridors.model.route import Reason, Routes, Status
from corridors.model.shipment import Constraints, Objective, Shipment
from corridors.network.graph import Move, ShipmentGraph
from corridors.network.itinerary import write_route
from corridors.network.network import Network
from corridors.solvers.best import TAGS, frontier, k_best
from corridors.solvers.bounds import Bounds
from corridors.solvers.collector import collector_paused
from corridors.solvers.weights import primary_weight

MAX_ROUTES = 50
"""Alternatives of one question; more are a study, not an answer."""

Path = tuple[Move, ...]


class Solver(StrEnum):
    """Who answers: the label search, or the OR-Tools model that checks it."""

    LABELS = "labels"
    ORTOOLS = "ortools"


@collector_paused()
def find_routes(
    network: Network,
    shipment: Shipment,
    *,
    objective: Objective = Objective.COST,
    limit: int = 3,
    constraints: Constraints | None = None,
    solver: Solver = Solver.LABELS,
) -> Routes:
    """The best routes of a shipment, best first, proven.

    Each route after the first is the best with other modes or another sequence of
    crossings. A route is tagged ``cheapest``, ``fastest``, ... only if no route at all
    under these constraints beats it.

    Parameters
    ----------
    network
        The network of the facts.
    shipment
        What is moved.
    objective
        What the routes are ordered by.
    limit
        How many routes at most, 1 to 50.
    constraints
        Rules that every route keeps.
    solver
        ``ortools`` answers with the one best route of the independent OR-Tools model.

    Returns
    -------
    Routes
        Status ``infeasible`` with the reasons where no route keeps the rules.

    Raises
    ------
    RequestError
        If the question itself is wrong (a point with no place near it, a limit of 0).
    """
    rules = constraints or Constraints()
    if not 1 <= limit <= MAX_ROUTES:
        raise RequestError(f"limit: {limit} routes cannot be given; give 1 to {MAX_ROUTES}")
    _check_on_time(shipment, rules)
    if shipment.ready is not None or shipment.deadline is not None:
        return _dated(
            network, shipment, rules, solver, objective=objective, limit=limit, frontier=False
        )
    graph = ShipmentGraph(network, shipment, rules)
    bounds = Bounds(graph)
    if solver is Solver.ORTOOLS:
        from corridors.solvers.ortools_model import solve_best

        best = solve_best(graph, objective)
        paths = [best.moves] if best else []
    else:
        paths = [label.moves() for label in k_best(graph, bounds, objective, limit=limit)]
    return _answer(graph, bounds, objective, paths, best_in={objective})


@collector_paused()
def find_frontier(
    network: Network,
    shipment: Shipment,
    *,
    constraints: Constraints | None = None,
    solver: Solver = Solver.LABELS,
) -> Routes:
    """Every route that no other beats in both cost and time, cheapest first.

    Parameters and errors as for `find_routes`; of several routes with the same cost and
    hours one is given, the one with less CO2e, then with fewer transshipments.
    """
    rules = constraints or Constraints()
    _check_on_time(shipment, rules)
    if shipment.ready is not None or shipment.deadline is not None:
        return _dated(
            network, shipment, rules, solver,
            objective=Objective.COST, limit=MAX_ROUTES, frontier=True,
        )  # fmt: skip
    graph = ShipmentGraph(network, shipment, rules)
    bounds = Bounds(graph)
    if solver is Solver.ORTOOLS:
        from corridors.solvers.ortools_model import solve_frontier

        paths = [solved.moves for solved in solve_frontier(graph)]
    else:
        paths = [label.moves() for label in frontier(graph, bounds)]
    # The ends of a frontier are the cheapest and the fastest of all routes.
    ends = {Objective.COST, Objective.TIME}
    answer = _answer(graph, bounds, Objective.COST, paths, best_in=ends)
    return replace(answer, frontier=True)


def _check_on_time(shipment: Shipment, rules: Constraints) -> None:
    if rules.on_time is not None and (shipment.deadline is None or shipment.ready is None):
        raise RequestError(
            "a probability of being on time needs a departure and a deadline (--depart and"
            " --arrive-by)"
        )


def _dated(
    network: Network,
    shipment: Shipment,
    constraints: Constraints,
    solver: Solver,
    *,
    objective: Objective,
    limit: int,
    frontier: bool,
) -> Routes:
    if solver is Solver.ORTOOLS:
        raise RequestError("--solver ortools answers questions without a date; use --certify")
    from corridors.solvers.dated import answer_dated

    return answer_dated(
        network, shipment, constraints, objective=objective, limit=limit, frontier=frontier
    )


def certified(network: Network, routes: Routes) -> Routes:
    """The same answer with what an independent OR-Tools model says of it."""
    from corridors.solvers.certify import certificate, dated_certificate

    if routes.shipment.ready is not None or routes.shipment.deadline is not None:
        return replace(routes, certificate=dated_certificate(network, routes))
    graph = ShipmentGraph(network, routes.shipment, routes.constraints)
    return replace(routes, certificate=certificate(graph, routes))


def _answer(
    graph: ShipmentGraph,
    bounds: Bounds,
    objective: Objective,
    paths: list[Path],
    *,
    best_in: set[Objective],
) -> Routes:
    """The answer that some paths make; one of them is the best of all in ``best_in``."""
    reasons: tuple[Reason, ...] = ()
    if not paths:
        from corridors.solvers.reasons import reasons_for_none

        reasons = reasons_for_none(graph)
    tags = _tags(graph, bounds, paths, best_in)
    routes = [write_route(graph, path, tags[number]) for number, path in enumerate(paths)]
    return Routes(
        shipment=graph.shipment,
        objective=objective,
        constraints=graph.constraints,
        status=Status.OPTIMAL if routes else Status.INFEASIBLE,
        proven=True,
        routes=tuple(routes),
        reasons=reasons,
        facts_version=graph.network.facts.version,
    )


def _tags(
    graph: ShipmentGraph, bounds: Bounds, paths: list[Path], best_in: set[Objective]
) -> list[tuple[str, ...]]:
    """What each path is best in, of all routes under the constraints."""
    tags: list[tuple[str, ...]] = [() for _ in paths]
    if not paths:
        return tags
    for objective in Objective:
        weight = primary_weight(graph, objective)
        values = [sum(map(weight, path)) for path in paths]
        least = min(values)
        if objective in best_in or not k_best(graph, bounds, objective, limit=1, below=least):
            for number, value in enumerate(values):
                if value == least:
                    tags[number] += (TAGS[objective],)
    return tags
