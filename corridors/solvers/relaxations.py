"""What a request may give up: every rule, and what the best route without it says of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

from corridors.errors import RequestError
from corridors.model.phrase import Phrase, Series
from corridors.model.shipment import Constraints, Mode, Objective
from corridors.network.graph import Move, ShipmentGraph
from corridors.network.hauls import Way
from corridors.network.limits import fresh_hours, known_wait_h
from corridors.network.passages import Passage
from corridors.network.tariffs import CONTAINER_CLASS
from corridors.solvers.best import k_best
from corridors.solvers.bounds import Bounds
from corridors.units import HOUR_SCALE, HOURS_PER_DAY, USD_SCALE

_Figure = TypeVar("_Figure", int, float)


class Found(NamedTuple):
    """The best route under relaxed rules: its moves, dollars, and hours from start to end."""

    graph: ShipmentGraph
    moves: tuple[Move, ...]
    usd: float
    hours: float


class Relaxation(NamedTuple):
    """A rule, where it bites, the constraints without it, and what a route without it says.

    ``without`` takes any constraints, so that two rules can be given up together.
    """

    rule: str
    where: str
    without: Callable[[Constraints], Constraints]
    told: Callable[[Found], str]
    objective: Objective = Objective.COST


def best_under(graph: ShipmentGraph, rules: Constraints, objective: Objective) -> Found | None:
    """The best route under other rules; ``None`` if there is none."""
    try:
        relaxed = ShipmentGraph(graph.base_network, graph.shipment, rules)
    except RequestError:
        return None
    if not _are_joined(relaxed):
        return None
    if relaxed.dated:
        from corridors.solvers.timed import FINE, timed_search

        label = timed_search(relaxed).best(objective)
        if label is None:
            return None
        return Found(relaxed, label.moves(), label.usd / FINE / USD_SCALE, label.t / HOUR_SCALE)
    labels = k_best(relaxed, Bounds(relaxed), objective, limit=1)
    if not labels:
        return None
    moves = labels[0].moves()
    usd = sum(move.usd for move in moves) / USD_SCALE
    return Found(relaxed, moves, usd, sum(move.hours for move in moves) / HOUR_SCALE)


def _are_joined(graph: ShipmentGraph) -> bool:
    """Whether any way joins the ends, whatever it costs: told much sooner than the best one."""
    cargo = graph.book.commodity
    vehicles = [graph.book.facts.vehicles[name] for name in cargo.vehicle_ids]
    modes = frozenset(Mode(vehicle.mode) for vehicle in vehicles)
    handled = frozenset({cargo.cargo_kind, *(CONTAINER_CLASS for v in vehicles if v.container)})
    return any(
        (exit_.place, exit_.mode) in graph.network.reached(entry.place, entry.mode, modes, handled)
        for entry in graph.entries
        if entry.mode in modes
        for exit_ in graph.exits
    )


def relaxations(graph: ShipmentGraph) -> Iterator[Relaxation]:
    """Every rule that the request sets."""
    yield from _limits(graph)
    rules = graph.constraints
    if len(rules.modes) < len(Mode):
        (only,) = rules.modes
        yield Relaxation(
            "mode", only, lambda c: replace(c, modes=frozenset(Mode)),
            _without(Phrase("no route by {mode} alone", mode=only)),
        )  # fmt: skip
    if rules.vehicles:
        names = ", ".join(sorted(rules.vehicles))
        yield Relaxation(
            "vehicle", names, lambda c: replace(c, vehicles=frozenset()),
            _without(Phrase("no route with {vehicles} alone", vehicles=names)),
        )  # fmt: skip
    for name in sorted(rules.avoid):
        yield Relaxation(
            "avoid", name, _passing(name),
            _without(Phrase("every route passes {place}, which is to be avoided", place=name)),
        )  # fmt: skip
    for name in rules.via:
        yield Relaxation(
            "via", name, _not_through(name),
            _without(Phrase("no route passes {place}", place=name)),
        )  # fmt: skip
    if not rules.include_unconfirmed:
        yield Relaxation(
            "include-unconfirmed", "", lambda c: replace(c, include_unconfirmed=True),
            _without(
                Phrase(
                    "only crossings with limited or unconfirmed freight, or vehicles whose"
                    " admission is not verified, lead there"
                )
            ),
        )  # fmt: skip


def _limits(graph: ShipmentGraph) -> Iterator[Relaxation]:
    """The rules that are a number: hours, money, waits, changes of vehicle."""
    rules = graph.constraints
    cargo = graph.book.commodity
    if rules.max_hours is not None:
        most = rules.max_hours
        yield Relaxation(
            "max-hours", "", lambda c: replace(c, max_hours=None),
            lambda found: _too_slow(
                found, Phrase("no route takes {most:g} h or less", most=most), most
            ),
            Objective.TIME,
        )  # fmt: skip
    if rules.max_cost_usd is not None:
        yield Relaxation(
            "max-cost", "", lambda c: replace(c, max_cost_usd=None),
            lambda found: _too_dear(found, rules.max_cost_usd or 0.0),
        )  # fmt: skip
    fresh = fresh_hours(cargo)
    if rules.keep_fresh and fresh is not None:
        days = fresh / HOURS_PER_DAY
        yield Relaxation(
            "keep-fresh", "", lambda c: replace(c, keep_fresh=False),
            lambda found: _too_slow(
                found,
                Phrase(
                    "no route takes the {days:g} days ({hours:g} h) or less that {cargo} keeps",
                    days=days, hours=fresh, cargo=cargo.name,
                ),
                fresh,
            ),
            Objective.TIME,
        )  # fmt: skip
    if rules.max_border_wait_h is not None:
        yield Relaxation(
            "max-border-wait", "", lambda c: replace(c, max_border_wait_h=None),
            lambda found: _waits_long(graph, found),
        )  # fmt: skip
    if rules.max_transshipments is not None:
        yield Relaxation(
            "max-transshipments", "", lambda c: replace(c, max_transshipments=None),
            lambda found: _changes_often(graph, found),
        )  # fmt: skip
    heavy = _too_heavy(graph)
    if heavy and not rules.allow_overweight:
        yield Relaxation(
            "weight", ", ".join(heavy), lambda c: replace(c, allow_overweight=True), _weighs_much,
        )  # fmt: skip


def _passing(name: str) -> Callable[[Constraints], Constraints]:
    return lambda rules: replace(rules, avoid=rules.avoid - {name})


def _not_through(name: str) -> Callable[[Constraints], Constraints]:
    return lambda rules: replace(rules, via=tuple(via for via in rules.via if via != name))


# -- what is said of a rule -------------------------------------------------------------------


def _without(message: Phrase) -> Callable[[Found], str]:
    return lambda found: Phrase(
        "{message}; without this rule {found}", message=message, found=usd_in_hours(found)
    )


def usd_in_hours(found: Found) -> Phrase:
    """What the route costs and how long it takes, in words."""
    return Phrase("{usd:,.0f} USD in {hours:.1f} h", usd=found.usd, hours=found.hours)


def _too_slow(found: Found, message: Phrase, most: float) -> Phrase:
    budget = found.graph.constraints.max_cost_usd
    if budget is None:
        return Phrase(
            "{message}; the fastest takes {hours:.1f} h ({more:.1f} h more) at {usd:,.0f} USD",
            message=message, hours=found.hours, more=found.hours - most, usd=found.usd,
        )  # fmt: skip
    return Phrase(
        "{message} within {budget:,.0f} USD; the fastest within {budget:,.0f} USD takes"
        " {hours:.1f} h ({more:.1f} h more) at {usd:,.0f} USD",
        message=message, budget=budget, hours=found.hours, more=found.hours - most, usd=found.usd,
    )  # fmt: skip


def _too_dear(found: Found, most: float) -> Phrase:
    within = found.graph.max_hours
    if within is None:
        return Phrase(
            "no route costs {most:,.0f} USD or less; the cheapest costs {usd:,.0f} USD"
            " ({more:,.0f} more) in {hours:.1f} h",
            most=most, usd=found.usd, more=found.usd - most, hours=found.hours,
        )  # fmt: skip
    return Phrase(
        "no route within {within:g} h costs {most:,.0f} USD or less; the cheapest within"
        " {within:g} h costs {usd:,.0f} USD ({more:,.0f} more) in {hours:.1f} h",
        within=within, most=most, usd=found.usd, more=found.usd - most, hours=found.hours,
    )  # fmt: skip


def _waits_long(graph: ShipmentGraph, found: Found) -> Phrase:
    """Name the crossing of the route that waits longest, and the least wait that would do."""
    barriers = graph.book.barriers
    most = graph.constraints.max_border_wait_h or 0.0
    passages = [move.detail for move in found.moves if isinstance(move.detail, Passage)]
    waits = [(known_wait_h(passage, barriers), passage.id) for passage in passages]
    parts = [
        Phrase("an unknown time at {crossing}", crossing=name)
        for wait_h, name in waits if wait_h is None
    ]  # fmt: skip
    longest = max(((wait_h, name) for wait_h, name in waits if wait_h is not None), default=None)
    if longest:
        at_longest = Phrase("{hours:g} h at {crossing}", hours=longest[0], crossing=longest[1])
        parts.insert(0, at_longest)
    told = Phrase(
        "every route waits more than {most:g} h, or nobody knows how long, at some crossing;"
        " without this rule {found}, waiting {waits}",
        most=most, found=usd_in_hours(found), waits=Series(parts, " and "),
    )  # fmt: skip
    known = {
        wait_h
        for ends in graph.network.passages.values()
        for passage in ends
        if (wait_h := known_wait_h(passage, barriers)) is not None and wait_h > most
    }
    least = _least_enough(graph, sorted(known), lambda c, h: replace(c, max_border_wait_h=h))
    if least is None or (len(parts) == 1 and longest and least[0] >= longest[0]):
        return told
    return Phrase(
        "{told}; {least:g} h would do for {found}",
        told=told, least=least[0], found=usd_in_hours(least[1]),
    )  # fmt: skip


def _changes_often(graph: ShipmentGraph, found: Found) -> Phrase:
    most = graph.constraints.max_transshipments or 0
    changes = sum(move.transshipments for move in found.moves)
    told = Phrase("no route without a change of vehicle")
    if most:
        told = Phrase("no route with {most} or fewer changes of vehicle", most=most)
    times = Phrase("1 change") if changes == 1 else Phrase("{count} changes", count=changes)
    told = Phrase(
        "{message}; without this rule {found} with {times}",
        message=told, found=usd_in_hours(found), times=times,
    )  # fmt: skip
    fewer = range(most + 1, changes)
    least = _least_enough(graph, fewer, lambda c, n: replace(c, max_transshipments=n))
    if least is None:
        return told
    return Phrase(
        "{told}; {least} would do for {found}",
        told=told, least=least[0], found=usd_in_hours(least[1]),
    )  # fmt: skip


def _too_heavy(graph: ShipmentGraph) -> list[str]:
    """Countries where some vehicle of the shipment is over the gross mass allowed."""
    rules = graph.constraints
    carriages = graph.book.tariffs.carriages(rules.modes & {Mode.ROAD}, rules.vehicles)
    return [
        country
        for country in sorted(graph.network.countries)
        if any(graph.overweight(country, carriage) for carriage in carriages)
    ]


def _weighs_much(found: Found) -> Phrase:
    """Name each vehicle and country of the route with the limit and the load that would do."""
    parts = []
    for move in found.moves:
        carriage = found.graph.carriages[move.carriage]
        detail = move.detail
        if isinstance(detail, Passage):
            countries: tuple[str, ...] = (detail.start_country, detail.end_country)
        elif isinstance(detail, Way):
            countries = (found.graph.network.facts.places[move.head[0]].country,)
        else:
            continue
        for country in countries:
            over = found.graph.overweight(country, carriage)
            if over is not None:
                less = Phrase("even empty")
                if over.load_t:
                    less = Phrase("{load:g} t a truck would do", load=over.load_t)
                parts.append(
                    Phrase(
                        "{vehicle} of {gross:g} t gross is over the {most:g} t of {country}"
                        " ({row}; {less})",
                        vehicle=carriage.id,
                        gross=over.gross_t,
                        most=over.most_t,
                        country=country,
                        row=over.row.id,
                        less=less,
                    )
                )
    told: str = Phrase("vehicles are over the gross mass allowed")
    if parts:
        told = Series(dict.fromkeys(parts), "; ")
    return Phrase("{message}; without this rule {found}", message=told, found=usd_in_hours(found))


def _least_enough(
    graph: ShipmentGraph,
    figures: Sequence[_Figure],
    limited: Callable[[Constraints, _Figure], Constraints],
) -> tuple[_Figure, Found] | None:
    """The least of some rising figures of a rule with which there is a route, and the best."""
    enough = None
    low, high = 0, len(figures)
    while low < high:
        middle = (low + high) // 2
        found = best_under(graph, limited(graph.constraints, figures[middle]), Objective.COST)
        if found is None:
            low = middle + 1
        else:
            enough, high = (figures[middle], found), middle
    return enough
