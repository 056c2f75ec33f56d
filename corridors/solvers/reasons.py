"""The explained no: which rule stands in the way, where, and what giving it up would bring."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple, TypeVar

from corridors.errors import RequestError
from corridors.model.route import Reason
from corridors.model.shipment import Constraints, Mode, Objective
from corridors.network.graph import Move, ShipmentGraph
from corridors.network.limits import fresh_hours, known_wait_h
from corridors.network.passages import Passage
from corridors.solvers.best import k_best
from corridors.solvers.bounds import Bounds
from corridors.units import HOUR_SCALE, HOURS_PER_DAY, USD_SCALE

_Figure = TypeVar("_Figure", int, float)

MOST_PAIRED = 8
"""Rules up to which every two are given up together; with more that would take too long."""


class _Found(NamedTuple):
    """The best route under relaxed rules."""

    graph: ShipmentGraph
    moves: tuple[Move, ...]

    @property
    def usd(self) -> float:
        return sum(move.usd for move in self.moves) / USD_SCALE

    @property
    def hours(self) -> float:
        return sum(move.hours for move in self.moves) / HOUR_SCALE


class _Relaxation(NamedTuple):
    """A rule, where it bites, the constraints without it, and what a route without it says.

    ``without`` takes any constraints, so that two rules can be given up together.
    """

    rule: str
    where: str
    without: Callable[[Constraints], Constraints]
    told: Callable[[_Found], str]
    objective: Objective = Objective.COST


def reasons_for_none(graph: ShipmentGraph) -> tuple[Reason, ...]:
    """Why a graph has no route, most useful first.

    Each rule of the request is given up by itself and the cheapest (for a deadline, the
    fastest) route without it is looked for; the reasons that such a route proves come
    first, in order of its cost. Where no single rule stands in the way, every two are given
    up together. What the facts themselves lack (no station, no vehicle) is said too.
    """
    relaxations = list(_relaxations(graph))
    proven = sorted(
        _relaxed(graph, relaxations),
        key=lambda r: (r.cost_usd is None, r.cost_usd or 0.0, r.rule, r.where),
    )
    reasons = [*proven, *_lacking(graph)]
    if not reasons:
        reasons = [_together(graph, relaxations)]
    return tuple(reasons)


def _relaxations(graph: ShipmentGraph) -> Iterator[_Relaxation]:
    """Every rule that the request sets."""
    yield from _limits(graph)
    rules = graph.constraints
    if len(rules.modes) < len(Mode):
        (only,) = rules.modes
        yield _Relaxation(
            "mode", only, lambda c: replace(c, modes=frozenset(Mode)),
            _without(f"no route by {only} alone"),
        )  # fmt: skip
    if rules.vehicles:
        names = ", ".join(sorted(rules.vehicles))
        yield _Relaxation(
            "vehicle", names, lambda c: replace(c, vehicles=frozenset()),
            _without(f"no route with {names} alone"),
        )  # fmt: skip
    for name in sorted(rules.avoid):
        yield _Relaxation(
            "avoid", name, _passing(name),
            _without(f"every route passes {name}, which is to be avoided"),
        )  # fmt: skip
    for name in rules.via:
        yield _Relaxation(
            "via", name, _not_through(name), _without(f"no route passes {name}"),
        )  # fmt: skip
    if not rules.include_unconfirmed:
        yield _Relaxation(
            "include-unconfirmed", "", lambda c: replace(c, include_unconfirmed=True),
            _without(
                "only crossings with limited or unconfirmed freight, or vehicles whose admission"
                " is not verified, lead there"
            ),
        )  # fmt: skip


def _limits(graph: ShipmentGraph) -> Iterator[_Relaxation]:
    """The rules that are a number: hours, money, waits, changes of vehicle."""
    rules = graph.constraints
    cargo = graph.book.commodity
    if rules.max_hours is not None:
        most = rules.max_hours
        yield _Relaxation(
            "max-hours", "", lambda c: replace(c, max_hours=None),
            lambda found: _too_slow(found, f"no route takes {most:g} h or less", most),
            Objective.TIME,
        )  # fmt: skip
    if rules.max_cost_usd is not None:
        yield _Relaxation(
            "max-cost", "", lambda c: replace(c, max_cost_usd=None),
            lambda found: _too_dear(found, rules.max_cost_usd or 0.0),
        )  # fmt: skip
    fresh = fresh_hours(cargo)
    if rules.keep_fresh and fresh is not None:
        days = fresh / HOURS_PER_DAY
        yield _Relaxation(
            "keep-fresh", "", lambda c: replace(c, keep_fresh=False),
            lambda found: _too_slow(
                found, f"no route takes the {days:g} days ({fresh:g} h) or less that {cargo.name}"
                " keeps", fresh,
            ),
            Objective.TIME,
        )  # fmt: skip
    if rules.max_border_wait_h is not None:
        yield _Relaxation(
            "max-border-wait", "", lambda c: replace(c, max_border_wait_h=None),
            lambda found: _waits_long(graph, found),
        )  # fmt: skip
    if rules.max_transshipments is not None:
        yield _Relaxation(
            "max-transshipments", "", lambda c: replace(c, max_transshipments=None),
            lambda found: _changes_often(graph, found),
        )  # fmt: skip


def _passing(name: str) -> Callable[[Constraints], Constraints]:
    return lambda rules: replace(rules, avoid=rules.avoid - {name})


def _not_through(name: str) -> Callable[[Constraints], Constraints]:
    return lambda rules: replace(rules, via=tuple(via for via in rules.via if via != name))


# -- what is said of a rule -------------------------------------------------------------------


def _without(message: str) -> Callable[[_Found], str]:
    return lambda found: f"{message}; without this rule {_usd_in_hours(found)}"


def _usd_in_hours(found: _Found) -> str:
    return f"{found.usd:,.0f} USD in {found.hours:.1f} h"


def _too_slow(found: _Found, message: str, most: float) -> str:
    budget = found.graph.constraints.max_cost_usd
    within = "" if budget is None else f" within {budget:,.0f} USD"
    more = found.hours - most
    return (
        f"{message}{within}; the fastest{within} takes {found.hours:.1f} h ({more:.1f} h more)"
        f" at {found.usd:,.0f} USD"
    )


def _too_dear(found: _Found, most: float) -> str:
    hours = found.graph.max_hours
    within = "" if hours is None else f" within {hours:g} h"
    more = found.usd - most
    return (
        f"no route{within} costs {most:,.0f} USD or less; the cheapest{within} costs"
        f" {found.usd:,.0f} USD ({more:,.0f} more) in {found.hours:.1f} h"
    )


def _waits_long(graph: ShipmentGraph, found: _Found) -> str:
    """Name the crossing of the route that waits longest, and the least wait that would do."""
    barriers = graph.book.barriers
    most = graph.constraints.max_border_wait_h or 0.0
    passages = [move.detail for move in found.moves if isinstance(move.detail, Passage)]
    waits = [(known_wait_h(passage, barriers), passage.id) for passage in passages]
    parts = [f"an unknown time at {name}" for wait_h, name in waits if wait_h is None]
    longest = max(((wait_h, name) for wait_h, name in waits if wait_h is not None), default=None)
    if longest:
        parts.insert(0, f"{longest[0]:g} h at {longest[1]}")
    told = (
        f"every route waits more than {most:g} h, or nobody knows how long, at some crossing;"
        f" without this rule {_usd_in_hours(found)}, waiting {' and '.join(parts)}"
    )
    known = {
        wait_h
        for ends in graph.network.passages.values()
        for passage in ends
        if (wait_h := known_wait_h(passage, barriers)) is not None and wait_h > most
    }
    least = _least_enough(graph, sorted(known), lambda c, h: replace(c, max_border_wait_h=h))
    if least is None or (len(parts) == 1 and longest and least[0] >= longest[0]):
        return told
    return f"{told}; {least[0]:g} h would do for {_usd_in_hours(least[1])}"


def _changes_often(graph: ShipmentGraph, found: _Found) -> str:
    most = graph.constraints.max_transshipments or 0
    changes = sum(move.transshipments for move in found.moves)
    times = "1 change" if changes == 1 else f"{changes} changes"
    allowed = f"with {most} or fewer changes of vehicle" if most else "without a change of vehicle"
    told = f"no route {allowed}; without this rule {_usd_in_hours(found)} with {times}"
    fewer = range(most + 1, changes)
    least = _least_enough(graph, fewer, lambda c, n: replace(c, max_transshipments=n))
    if least is None:
        return told
    return f"{told}; {least[0]} would do for {_usd_in_hours(least[1])}"


def _least_enough(
    graph: ShipmentGraph,
    figures: Sequence[_Figure],
    limited: Callable[[Constraints, _Figure], Constraints],
) -> tuple[_Figure, _Found] | None:
    """The least of some rising figures of a rule with which there is a route, and the best."""
    enough = None
    low, high = 0, len(figures)
    while low < high:
        middle = (low + high) // 2
        found = _best(graph, limited(graph.constraints, figures[middle]), Objective.COST)
        if found is None:
            low = middle + 1
        else:
            enough, high = (figures[middle], found), middle
    return enough


# -- what giving a rule up brings -------------------------------------------------------------


def _relaxed(graph: ShipmentGraph, relaxations: list[_Relaxation]) -> Iterator[Reason]:
    for relaxation in relaxations:
        found = _best(graph, relaxation.without(graph.constraints), relaxation.objective)
        if found is not None:
            yield Reason(
                relaxation.rule, relaxation.where, relaxation.told(found), found.usd, found.hours
            )


def _best(graph: ShipmentGraph, rules: Constraints, objective: Objective) -> _Found | None:
    try:
        relaxed = ShipmentGraph(graph.base_network, graph.shipment, rules)
    except RequestError:
        return None
    labels = k_best(relaxed, Bounds(relaxed), objective, limit=1)
    return _Found(relaxed, labels[0].moves()) if labels else None


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


def _together(graph: ShipmentGraph, relaxations: list[_Relaxation]) -> Reason:
    """What two rules, or else all of them, stand in the way of."""
    free = _best(
        graph, Constraints(include_unconfirmed=True, allow_overweight=True), Objective.COST
    )
    if free is None:
        return Reason("network", "", "no open way leads there, whatever the rules")
    pairs = combinations(relaxations, 2) if len(relaxations) <= MOST_PAIRED else ()
    proven = []
    for first, second in pairs:
        found = _best(graph, second.without(first.without(graph.constraints)), Objective.COST)
        if found is not None:
            proven.append((found.usd, _named(first), _named(second), found))
    if proven:
        _, first_name, second_name, found = min(proven, key=lambda pair: pair[:3])
        return Reason(
            "rules", "",
            f"it is not enough to give up one rule; without both {first_name} and {second_name}"
            f" {_usd_in_hours(found)}",
            found.usd, found.hours,
        )  # fmt: skip
    return Reason(
        "rules", "",
        "no single rule stands in the way, but all of them together do; without any of them"
        f" {_usd_in_hours(free)}",
        free.usd, free.hours,
    )  # fmt: skip


def _named(relaxation: _Relaxation) -> str:
    return f"{relaxation.rule} {relaxation.where}".strip()
