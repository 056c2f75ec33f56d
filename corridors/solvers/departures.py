"""Every departure of a window with its best route: what leaving earlier or later costs.

Departures share one graph, its bounds and its openings, so that each is a search of about a
millisecond. A graph is made anew where the tariffs of railways change, and after
`SHARED_DAYS`, so that openings reach far beyond every arrival. Long windows go on with the
compiled search, which finds the same.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from corridors.errors import RequestError
from corridors.model.departures import (
    DepartureRow,
    Departures,
    NeverClosed,
    Standing,
    mark_useful,
)
from corridors.model.route import Route, Routes, Status
from corridors.model.shipment import Constraints, Objective, Shipment
from corridors.network.clock import Opening
from corridors.network.graph import Move
from corridors.network.itinerary import Departure, write_route
from corridors.network.network import Network
from corridors.network.rules_in_force import UNTIL_FURTHER_NOTICE, periods
from corridors.solvers.best import k_best
from corridors.solvers.collector import collector_paused
from corridors.solvers.dated import DatedGraph
from corridors.solvers.find import find_routes
from corridors.solvers.timed import waits_of
from corridors.units import CO2_SCALE, HOUR_SCALE
from network_data import Facts

if TYPE_CHECKING:
    from corridors.solvers.compiled import Found

MAX_DAYS = 366
MAX_DEPARTURES = 9_000
"""A year by the hour."""
SHARED_DAYS = 120
"""Departures further apart than this do not share a graph."""
COMPILED_AFTER_S = 2.0
"""Seconds of searching in Python after which loading the compiled search is worth its while."""
COMPILED_FROM = 100
"""Departures on one graph from which it is."""
SECONDS_PER_HOUR = 3600


class _Search(Protocol):
    """What answers a question from a departure."""

    def best(self, objective: Objective, at: int = 0) -> "Found | None":
        """The best way to the end, leaving ``at`` units after the clock's departure."""


class _Pace:
    """How long the searches of a question have taken in Python."""

    spent_s = 0.0


class _Written(NamedTuple):
    """What all departures by the same moves have in common."""

    route: Route
    open_usd: float
    open_h: float


@collector_paused()
def find_departures(
    network: Network,
    shipment: Shipment,
    *,
    start: datetime,
    end: datetime,
    objective: Objective = Objective.COST,
    constraints: Constraints | None = None,
    step_h: float = 1.0,
) -> Departures:
    """The best route from every departure of a window, proven, and which departure is best.

    Parameters
    ----------
    network
        The network of the facts.
    shipment
        What is moved; its deadline is kept, its own departure is not looked at.
    start, end
        First and last departure, with their zones; at most 366 days apart.
    objective
        What each route is best in, and the best departure of all. By time that is the one
        with the fewest hours from loading to unloading; of equals the last.
    constraints
        Rules that every route keeps.
    step_h
        Hours from one departure to the next, a minute or more; at most 9,000 departures.

    Raises
    ------
    RequestError
        If the window or the question is wrong; the message says what would do.
    """
    rules = constraints or Constraints()
    moments = _grid(start, end, step_h)
    if rules.on_time is not None:
        raise RequestError(
            "a probability of being on time is asked of one departure: corridors route with"
            " --depart, --arrive-by and --on-time"
        )
    shipment = replace(shipment, ready=start)
    rows: list[DepartureRow] = []
    deadline = shipment.deadline
    without = [moment for moment in moments if deadline is not None and moment >= deadline]
    moments = moments[: len(moments) - len(without)]
    best: tuple[float, int, _Window] | None = None
    for window in _windows(network, shipment, rules, objective, moments):
        for depart in window.moments:
            row = window.row(depart)
            if row is None:
                without.append(depart)
                continue
            value = round(row.value, 4)
            if best is None or value <= best[0]:
                best = value, len(rows), window
            rows.append(row)
    without.sort(key=datetime.timestamp)
    if best is None:
        answer = find_routes(network, shipment, objective=objective, limit=1, constraints=rules)
        return Departures(
            shipment, objective, rules, end, step_h, (), tuple(without), None, answer,
            facts_version=answer.facts_version,
        )  # fmt: skip
    marked = mark_useful(rows)
    _, number, window = best
    return Departures(
        shipment=shipment,
        objective=objective,
        constraints=rules,
        end=end,
        step_h=step_h,
        rows=marked,
        without_route=tuple(without),
        best=marked[number],
        answer=window.answer(marked[number].depart),
        never_closed=window.never_closed(),
        facts_version=window.dated.graph.network.facts.version,
    )


def _grid(start: datetime, end: datetime, step_h: float) -> list[datetime]:
    """The departures of a window, in the zone of its start."""
    for name, moment in (("start", start), ("end", end)):
        if moment.tzinfo is None:
            raise RequestError(f"{name}: {moment.isoformat()} has no zone; add one, as +05:00")
    first, last = start.astimezone(UTC), end.astimezone(UTC)
    if last <= first:
        raise RequestError(
            f"the window ends at {end.isoformat()}, not after its start {start.isoformat()};"
            " give a later end"
        )
    if not 1 / 60 <= step_h <= MAX_DAYS * 24:
        raise RequestError(f"step: {step_h:g} h is no step; give hours from 1/60 (a minute) up")
    hours = (last - first).total_seconds() / SECONDS_PER_HOUR
    if hours > MAX_DAYS * 24:
        raise RequestError(
            f"the window is {hours / 24:,.1f} days long; give at most {MAX_DAYS} days"
        )
    count = int(hours / step_h + 1e-9) + 1
    if count > MAX_DEPARTURES:
        least = hours / (MAX_DEPARTURES - 1)
        raise RequestError(
            f"{count:,} departures are more than {MAX_DEPARTURES:,}; give a shorter window, or a"
            f" step of {least:.2f} h or more"
        )
    return [
        (first + timedelta(seconds=round(number * step_h * SECONDS_PER_HOUR))).astimezone(
            start.tzinfo
        )
        for number in range(count)
    ]


def _windows(
    network: Network,
    shipment: Shipment,
    rules: Constraints,
    objective: Objective,
    moments: list[datetime],
) -> Iterator["_Window"]:
    """The departures in groups that share a graph: one set of tariffs, not too far apart."""
    changes = [] if rules.tariff_day else price_changes(network.facts)
    groups: list[list[datetime]] = []
    for moment in moments:
        if (
            groups
            and bisect_right(changes, moment.date()) == bisect_right(changes, groups[-1][0].date())
            and moment - groups[-1][0] <= timedelta(days=SHARED_DAYS)
        ):
            groups[-1].append(moment)
        else:
            groups.append([moment])
    pace = _Pace()
    for group in groups:
        dated = DatedGraph(network, replace(shipment, ready=group[0]), rules)
        yield _Window(dated, objective, group, pace)


def price_changes(facts: Facts) -> list[date]:
    """The days from which tariff rules or rates of exchange are others than the day before."""
    days = {row.valid_from for row in facts.currency.values() if row.valid_from}
    for period in periods(facts.tariff_rules).values():
        days.add(period.first)
        if period.last != UNTIL_FURTHER_NOTICE:
            days.add((date.fromisoformat(period.last) + timedelta(days=1)).isoformat())
    return sorted(date.fromisoformat(day) for day in days)


class _Window:
    """Departures that share a graph."""

    def __init__(
        self, dated: DatedGraph, objective: Objective, moments: list[datetime], pace: _Pace
    ) -> None:
        self.dated = dated
        self.objective = objective
        self.moments = moments
        self._pace = pace
        self._search: _Search = dated.search
        self._tried = len(moments) < COMPILED_FROM
        self._written: dict[tuple[Move, ...], _Written] = {}

    def _best(self, at: int) -> "Found | None":
        """The best way from a departure, by whichever search is the quicker by now."""
        if self._search is not self.dated.search:
            return self._search.best(self.objective, at)
        if self._pace.spent_s > COMPILED_AFTER_S and not self._tried:
            self._tried = True
            self._search = _compiled(self.dated)
        began = perf_counter()
        found = self._search.best(self.objective, at)
        self._pace.spent_s += perf_counter() - began
        return found

    def row(self, depart: datetime) -> DepartureRow | None:
        """The best route from a departure; ``None`` if there is none."""
        at = self.dated.clock.units_until(depart)
        label = self._best(at)
        if label is None:
            return None
        moves = label.moves()
        standing = standing_of(self.dated, moves, at)
        written = self._written.get(moves)
        if written is None:
            route = write_route(self.dated.graph, moves, (), Departure(self.dated.clock, at))
            written = self._written[moves] = _Written(
                route,
                route.cost_usd - sum(part.usd for part in standing),
                route.transit_h - sum(part.hours for part in standing),
            )
        route = written.route
        assert route.arrive is not None  # dated routes have clock times
        cost_usd = written.open_usd + sum(part.usd for part in standing)
        transit_h = written.open_h + sum(part.hours for part in standing)
        value = {
            Objective.COST: cost_usd,
            Objective.TIME: transit_h,
            Objective.CO2E: label.co2 / CO2_SCALE,
            Objective.GENERALISED: cost_usd + self.dated.graph.book.time_usd_per_h * transit_h,
        }[self.objective]
        return DepartureRow(
            depart=depart,
            arrive=self.dated.clock.moment(label.t, route.arrive.tzinfo or UTC),
            cost_usd=cost_usd,
            transit_h=transit_h,
            value=value,
            crossings=route.crossings,
            transshipments=route.transshipments,
            standing=standing,
        )

    def answer(self, depart: datetime) -> Routes:
        """The best route from a departure as the answer to a question of its own."""
        dated = self.dated
        at = dated.clock.units_until(depart)
        label = dated.search.best(self.objective, at)
        assert label is not None  # asked of departures that have a route
        return Routes(
            shipment=replace(dated.graph.shipment, ready=depart),
            objective=self.objective,
            constraints=dated.graph.constraints,
            status=Status.OPTIMAL,
            proven=True,
            routes=(dated.written(label, at=at),),
            facts_version=dated.graph.network.facts.version,
        )

    def never_closed(self) -> NeverClosed | None:
        """The best route if nothing were ever closed: seasons, nights and days of rest alike."""
        graph = self.dated.graph
        found = k_best(graph, self.dated.search.bounds, self.objective, limit=1)
        if not found:
            return None
        route = write_route(graph, found[0].moves())
        return NeverClosed(route.cost_usd, route.transit_h)


def _compiled(dated: DatedGraph) -> _Search:
    """The compiled search; that in Python where numba cannot be had or cannot keep its code."""
    try:
        from corridors.solvers.compiled import CompiledSearch
    except (ImportError, RuntimeError):
        return dated.search
    return CompiledSearch(dated)


def standing_of(dated: DatedGraph, moves: tuple[Move, ...], at: int) -> tuple[Standing, ...]:
    """What the moves of a route that leaves at ``at`` wait for, and what the hire costs.

    Of the vehicles that the cargo has been on by then those of the lowest hire stand, as in
    the search (`corridors.solvers.timed`).
    """
    clock, graph = dated.clock, dated.graph
    hires = [graph.book.tariffs.hire_usd_per_h(carriage) for carriage in graph.carriages]
    found: list[Standing] = []
    t, place, hire = at, "", float("inf")
    for move in moves:
        hire = min(hire, hires[move.carriage])
        timing, gate = waits_of(move, clock)
        if gate is not None:
            begun = gate.start_for(t, move.hours)
            found += _standing(gate, (t, begun, begun + move.hours), hire,
                               ("haul", f"{place}--{move.head[0]}"))  # fmt: skip
            t = begun + move.hours
        elif not timing:
            t += move.hours
        else:
            keys = [key for _, key in move.timing]
            for (units, opening), key in zip(timing, keys, strict=True):
                over = t + units if opening is None else opening.end_of(t, units)
                if opening is not None and key is not None:
                    found += _standing(opening, (t, over - units, over), hire, key[:2])
                t = over
        place = move.head[0]
    return tuple(found)


def _standing(
    opening: Opening, span: tuple[int, int, int], usd_per_h: float, where: tuple[str, str]
) -> Iterator[Standing]:
    for closed, units in opening.waits(*span):
        hours = units / HOUR_SCALE
        yield Standing(*where, closed.figure.id, closed.why, hours, usd_per_h * hours)
