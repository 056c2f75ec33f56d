"""The questions that the label search answers: the best few, or the whole frontier."""

from operator import attrgetter

from corridors.model.shipment import Constraints, Objective
from corridors.network.graph import ShipmentGraph
from corridors.solvers.bounds import Bounds
from corridors.solvers.labels import UNSIGNED, Criterion, Label, search, signed
from corridors.solvers.weights import PACKED_SHIFT, packed_weight
from corridors.units import hour_units, usd_units


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
    criteria = (first, *_limit_criteria(graph.constraints))
    best = search(graph, bounds, criteria, limit=1, distinct=False)
    if limit == 1 or not best:
        return best
    known = UNSIGNED
    for move in best[0].moves():
        known = signed(known, move, graph)
    others = search(graph, bounds, criteria, limit=limit, distinct=True)
    return [*best, *(label for label in others if label.signature != known)][:limit]


def frontier(graph: ShipmentGraph, bounds: Bounds) -> list[Label]:
    """The labels of the cost-time frontier, cheapest first."""
    rules = graph.constraints
    cost = _objective_criterion(graph, Objective.COST)
    hours = _hours_criterion(rules.max_hours)
    if rules.max_cost_usd is not None:
        cost = cost._replace(limit=((usd_units(rules.max_cost_usd) + 1) << PACKED_SHIFT) - 1)
    labels = search(graph, bounds, (cost, hours), limit=None, distinct=False)
    # Equal cost: the order of settling prefers fewer hours, so later equals are slower.
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


def _limit_criteria(rules: Constraints) -> tuple[Criterion, ...]:
    criteria = []
    if rules.max_hours is not None:
        criteria.append(_hours_criterion(rules.max_hours))
    if rules.max_cost_usd is not None:
        limit = usd_units(rules.max_cost_usd)
        criteria.append(Criterion(attrgetter("usd"), Objective.COST, 0, limit))
    return tuple(criteria)
