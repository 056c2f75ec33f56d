"""The questions that the label search answers: the best few, or the whole frontier."""

from operator import attrgetter

from corridors.model.shipment import Constraints, Objective
from corridors.network.graph import ShipmentGraph
from corridors.solvers.bounds import Bounds
from corridors.solvers.labels import UNSIGNED, Criterion, Label, search, signed
from corridors.solvers.weights import PACKED_SHIFT, packed_weight
from corridors.units import hour_units, usd_units

TAGS = {
    Objective.COST: "cheapest",
    Objective.TIME: "fastest",
    Objective.GENERALISED: "lowest generalised cost",
    Objective.CO2E: "greenest",
}
"""What the best route of each objective is called."""


def k_best(
    graph: ShipmentGraph,
    bounds: Bounds,
    objective: Objective,
    *,
    limit: int,
    below: int | None = None,
) -> list[Label]:
    """The best labels at the end by one objective, then the best with other modes or crossings.

    The first is the best of all routes; the others do not return to a country once left.
    With ``below`` only routes of a smaller value (solver units) are looked for.
    """
    first = _objective_criterion(graph, objective)
    if below is not None:
        first = first._replace(limit=(below << PACKED_SHIFT) - 1)
    criteria = (first, *limit_criteria(graph))
    best = search(graph, bounds, criteria, limit=1)
    if limit == 1 or not best:
        return best
    known = UNSIGNED
    for move in best[0].moves():
        known = signed(known, move, graph)
    return best + search(graph, bounds, criteria, limit=limit - 1, other_than=known)


def frontier(graph: ShipmentGraph, bounds: Bounds) -> list[Label]:
    """The labels of the cost-time frontier, cheapest first."""
    rules = graph.constraints
    cost = _objective_criterion(graph, Objective.COST)
    hours = _hours_criterion(graph.max_hours)
    if rules.max_cost_usd is not None:
        cost = cost._replace(limit=((usd_units(rules.max_cost_usd) + 1) << PACKED_SHIFT) - 1)
    criteria = (cost, hours, *_changes_criteria(rules))
    labels = search(graph, bounds, criteria, limit=None)
    # Equal cost: the order of settling prefers fewer hours, so later equals are slower.
    # Where changes of vehicle are counted, a label may be worse in both and change less.
    front: list[Label] = []
    for label in labels:
        if not front or label.weights[1] < front[-1].weights[1]:
            front.append(label)
    return front


def _objective_criterion(graph: ShipmentGraph, objective: Objective) -> Criterion:
    return Criterion(packed_weight(graph, objective), objective, PACKED_SHIFT)


def _hours_criterion(max_hours: float | None) -> Criterion:
    limit = None if max_hours is None else hour_units(max_hours)
    return Criterion(attrgetter("hours"), Objective.TIME, 0, limit)


def _changes_criteria(rules: Constraints) -> tuple[Criterion, ...]:
    """Changes of vehicle, if they are limited; none at all are left out of the graph."""
    if not rules.max_transshipments:
        return ()
    return (Criterion(attrgetter("transshipments"), None, 0, rules.max_transshipments),)


def limit_criteria(graph: ShipmentGraph) -> tuple[Criterion, ...]:
    """What labels carry besides the objective, since a rule limits it: hours, cost, changes."""
    rules = graph.constraints
    criteria = []
    if graph.max_hours is not None:
        criteria.append(_hours_criterion(graph.max_hours))
    if rules.max_cost_usd is not None:
        limit = usd_units(rules.max_cost_usd)
        criteria.append(Criterion(attrgetter("usd"), Objective.COST, 0, limit))
    return (*criteria, *_changes_criteria(rules))
