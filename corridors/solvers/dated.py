"""Questions with a date: from a departure, to a deadline, with a probability of being on time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, timedelta

from corridors.model.phrase import Phrase, Stamp
from corridors.model.route import Reason, Route, Routes, Status
from corridors.model.shipment import Constraints, Objective, Shipment
from corridors.network.graph import ShipmentGraph
from corridors.network.itinerary import Departure, write_route
from corridors.network.network import Network
from corridors.solvers.best import TAGS
from corridors.solvers.timed import TimedLabel, TimedSearch, timed_search
from corridors.units import HOUR_SCALE

LATEST = "latest departure"
"""Tag of the route that may leave last and still be in time."""
CHEAPEST_IN_TIME = "cheapest in time"
SUREST = "cheapest that is on time as surely as asked"
SWEEPING = ("network", "rules")
"""Reasons that speak of everything together, and so of the deadline too."""
LOOK_BACK_DAYS = 120
"""How long before a deadline a departure is looked for."""
STEP_H = 6
"""Steps in which departures before a deadline are tried for the cheapest."""


class DatedGraph:
    """The graph of a shipment from one moment on, ready to be searched from any later one."""

    def __init__(self, network: Network, shipment: Shipment, constraints: Constraints) -> None:
        self.graph = ShipmentGraph(network, shipment, constraints)
        self.search = timed_search(self.graph)
        self.clock = self.search.clock

    def written(self, label: TimedLabel, tags: tuple[str, ...] = (), at: int = 0) -> Route:
        """The route of a label at the end, which left ``at`` units after the ready time."""
        return write_route(self.graph, label.moves(), tags, Departure(self.clock, at))

    def tags(self, labels: list[TimedLabel], best_in: set[Objective]) -> list[tuple[str, ...]]:
        """What each label is best in, of all routes from this departure."""
        tags: list[tuple[str, ...]] = [() for _ in labels]
        for objective in Objective if labels else ():
            values = [self.search.value(label, objective) for label in labels]
            least = min(values)
            if objective not in best_in:
                best = self.search.best(objective)
                if best is None or self.search.value(best, objective) < least:
                    continue
            for number, value in enumerate(values):
                if value == least:
                    tags[number] += (TAGS[objective],)
        return tags


def answer_dated(
    network: Network,
    shipment: Shipment,
    constraints: Constraints,
    *,
    objective: Objective,
    limit: int,
    frontier: bool,
) -> Routes:
    """The best routes, or the frontier, of a shipment with a date.

    With a departure the routes leave then; with a deadline alone the answer is the cheapest
    route that is in time, leaving as late as it may, and the one that may leave last.
    """
    if constraints.on_time is not None:
        return _surest(network, shipment, constraints)
    if shipment.ready is None:
        return _in_time(network, shipment, constraints, limit)
    dated = DatedGraph(network, shipment, constraints)
    if frontier:
        labels = dated.search.frontier()
        best_in = {Objective.COST, Objective.TIME}
    else:
        labels = dated.search.k_best(objective, limit)
        best_in = {objective}
    tags = dated.tags(labels, best_in)
    routes = [dated.written(label, tags[number]) for number, label in enumerate(labels)]
    return _answer(dated, shipment, routes, objective, frontier=frontier)


def _answer(
    dated: DatedGraph,
    shipment: Shipment,
    routes: list[Route],
    objective: Objective,
    *,
    frontier: bool = False,
    reasons: tuple[Reason, ...] = (),
) -> Routes:
    if not routes and not reasons:
        reasons = _reasons(dated.graph)
    return Routes(
        shipment=shipment,
        objective=objective,
        constraints=dated.graph.constraints,
        status=Status.OPTIMAL if routes else Status.INFEASIBLE,
        proven=True,
        routes=tuple(routes),
        reasons=reasons,
        frontier=frontier,
        facts_version=dated.graph.network.facts.version,
    )


def _reasons(graph: ShipmentGraph) -> tuple[Reason, ...]:
    """Why no route is in time, or there is none at all."""
    from corridors.solvers.reasons import reasons_for_none

    shipment = graph.shipment
    if shipment.deadline is None:
        return reasons_for_none(graph)
    whenever = replace(shipment, deadline=None)
    late = _too_late(graph.base_network, shipment, graph.constraints)
    if late is None:
        return reasons_for_none(ShipmentGraph(graph.base_network, whenever, graph.constraints))
    others = (reason for reason in reasons_for_none(graph) if reason.rule not in SWEEPING)
    return (late, *others)


def _too_late(network: Network, shipment: Shipment, rules: Constraints) -> Reason | None:
    """How late the fastest route is; ``None`` if there is none without the deadline either."""
    deadline = shipment.deadline
    assert deadline is not None
    dated = DatedGraph(network, replace(shipment, deadline=None), rules)
    label = dated.search.best(Objective.TIME)
    if label is None:
        return None
    route = dated.written(label)
    arrive = route.arrive
    assert arrive is not None  # dated routes have clock times
    late_h = (arrive - deadline).total_seconds() / 3600
    message = Phrase(
        "no route arrives by {deadline}; the fastest arrives {late:.1f} h late, at {arrival},"
        " for {usd:,.0f} USD",
        deadline=Stamp(deadline), late=late_h, arrival=Stamp(arrive), usd=route.cost_usd,
    )  # fmt: skip
    return Reason("arrive-by", "", message, route.cost_usd, route.transit_h)


def _surest(network: Network, shipment: Shipment, constraints: Constraints) -> Routes:
    """The cheapest route of the frontier that is on time with the probability asked for."""
    dated = DatedGraph(network, shipment, constraints)
    least = constraints.on_time or 0.0
    surest: Route | None = None
    for label in dated.search.frontier():
        route = dated.written(label, (SUREST,))
        if _sure(route) >= least:
            return _answer(dated, shipment, [route], Objective.COST)
        if surest is None or _sure(route) > _sure(surest):
            surest = route
    reasons: tuple[Reason, ...] = ()
    if surest is not None:
        message = Phrase(
            "no route of the frontier is on time with {least:g} %; the surest is with {surest:.3g}"
            " %, at {usd:,.0f} USD in {hours:.1f} h",
            least=least * 100, surest=_sure(surest) * 100, usd=surest.cost_usd,
            hours=surest.transit_h,
        )  # fmt: skip
        reasons = (Reason("on-time", "", message, surest.cost_usd, surest.transit_h),)
    return _answer(dated, shipment, [], Objective.COST, reasons=reasons)


def _sure(route: Route) -> float:
    reliability = route.reliability
    return (reliability.on_time_probability if reliability else None) or 0.0


def _in_time(network: Network, shipment: Shipment, constraints: Constraints, limit: int) -> Routes:
    """The cheapest route in time, leaving as late as it may, and the one that may leave last."""
    assert shipment.deadline is not None
    deadline = shipment.deadline.astimezone(UTC)
    first = deadline - timedelta(days=LOOK_BACK_DAYS)
    dated = DatedGraph(network, replace(shipment, ready=first), constraints)
    search = dated.search
    end = search.deadline
    latest = _last(0, end, lambda at: search.best(Objective.TIME, at))
    if latest is None:
        return _answer(dated, shipment, [], Objective.COST)
    cheapest = _cheapest(search, latest[0])
    found = [(*cheapest, CHEAPEST_IN_TIME), (*latest, LATEST)]
    if cheapest[1].moves() == latest[1].moves() and cheapest[0] == latest[0]:
        found = [(*latest, f"{CHEAPEST_IN_TIME}; {LATEST}")]
    routes = [dated.written(label, tuple(tag.split("; ")), at) for at, label, tag in found[:limit]]
    return _answer(dated, shipment, routes, Objective.COST)


Found = tuple[int, TimedLabel]
"""A departure, units after the clock's, and the label at the end."""
MINUTE = HOUR_SCALE // 60
"""Departures are told apart by a minute (less a third of a second)."""


def _last(low: int, high: int, label_of: Callable[[int], TimedLabel | None]) -> Found | None:
    """The last departure, to the minute, from which there is a label: found by halving.

    Exact since moves are FIFO: if a departure is in time, so is every earlier one. From the
    high end steps back grow until one is in time.
    """
    step, at = HOUR_SCALE * 24, high
    found: Found | None = None
    while found is None:
        high, at = at, max(low, at - step)
        label = label_of(at)
        if label is not None:
            found = at, label
        elif at == low:
            return None
        step *= 2
    while high - found[0] > MINUTE:
        middle = (found[0] + high) // 2
        label = label_of(middle)
        if label is None:
            high = middle
        else:
            found = middle, label
    return found


def _cheapest(search: TimedSearch, latest: int) -> Found:
    """The cheapest label in time over all departures tried, and the last departure at its cost."""
    best: Found | None = None
    barren = 0
    for at in range(latest, 0, -STEP_H * HOUR_SCALE):
        label = search.best(Objective.COST, at)
        if label is None:
            continue
        if best is None or label.usd < best[1].usd:
            best, barren = (at, label), 0
        else:
            barren += 1
        # Nothing that a month of earlier departures does not make cheaper is waited for.
        if barren > 30 * 24 // STEP_H:
            break
    assert best is not None  # the latest departure is in time
    usd = best[1].usd

    def as_cheap(at: int) -> TimedLabel | None:
        label = search.best(Objective.COST, at)
        return label if label is not None and label.usd <= usd else None

    later = _last(best[0], min(latest, best[0] + STEP_H * HOUR_SCALE), as_cheap)
    return later or best
