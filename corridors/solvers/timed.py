"""Exact label search for dated questions: what waits for an opening depends on the clock.

A label carries money and the clock apart (MODEL: exactness with money that depends on time).
Its money holds all that the moves cost; what is added on the way is the hire of vehicles that
stand before something closed, at a *standing rate*: the lowest hire of the carriages that the
cargo has been on, since whoever has the cargo on trucks calls the wagons for the opening, not
before. So the rate never rises along a route, and

    a dominates b  if  t_a <= t_b,  rate_a <= rate_b  and  usd_a + rate_a (t_b - t_a) <= usd_b:

moves are FIFO, so on any way onward a is never later than b, and what it waits longer than b
it waits within those t_b - t_a hours. Labels are settled as in NAMOA* (Mandow & Perez de la
Cruz 2010), with the bounds of the undated question, which waiting can only exceed.
"""

import heapq
import math
from collections.abc import Hashable
from typing import NamedTuple

from corridors.model.shipment import Objective
from corridors.network.clock import HORIZON, NEVER, Clock, Opening
from corridors.network.graph import END, START, Move, ShipmentGraph, State
from corridors.network.hauls import Way
from corridors.solvers.bounds import Bounds, Left
from corridors.solvers.labels import UNSIGNED, Signature, is_detour, no_alternative, returns, signed
from corridors.units import HOUR_SCALE, USD_SCALE, hour_units, usd_units

FINE = HOUR_SCALE
"""Money is counted in solver units / FINE, so that rate x hours is a whole number."""
NO_RATE = 1 << 60
"""The standing rate before anything is loaded: higher than any."""
_TIE_BITS = 8

Timing = tuple[tuple[int, Opening | None], ...]


class TimedLabel(NamedTuple):
    """A way to a state.

    ``usd`` is in solver units x FINE, ``t`` in units after the departure, ``ties`` CO2e and
    changes of vehicle packed, ``rate`` the standing rate, solver units an hour.
    """

    usd: int
    t: int
    ties: int
    rate: int
    state: State
    move: Move | None
    before: "TimedLabel | None"
    signature: Signature

    def moves(self) -> tuple[Move, ...]:
        """The moves from the start."""
        moves: list[Move] = []
        label: TimedLabel | None = self
        while label is not None and label.move is not None:
            moves.append(label.move)
            label = label.before
        return tuple(reversed(moves))

    @property
    def co2(self) -> int:
        """CO2e, solver units."""
        return self.ties >> _TIE_BITS


class Step(NamedTuple):
    """A move that leads to the end, with bounds at its head and what its hours wait for."""

    head: State
    move: Move
    usd_left: int
    hours_left: int
    objective_left: int
    timing: Timing
    gate: Opening | None


def standing_rates(graph: ShipmentGraph) -> tuple[int, ...]:
    """What each carriage costs an hour standing, in solver units."""
    tariffs = graph.book.tariffs
    return tuple(round(tariffs.hire_usd_per_h(c) * USD_SCALE) for c in graph.carriages)


def time_rate(graph: ShipmentGraph) -> int:
    """Capital and spoilage of the goods an hour, in solver units."""
    return math.ceil(graph.book.time_usd_per_h * USD_SCALE)


class TimedSearch:
    """Searches on one graph from one departure; what they share is worked out once.

    Parameters
    ----------
    graph
        The graph of a shipment with a date.
    bounds
        Lower bounds of it.
    clock
        When things are open. Questions may be asked for any departure after its own: ``at``
        is in units after that, and the clocks of the labels go on from there.
    """

    def __init__(self, graph: ShipmentGraph, bounds: Bounds, clock: Clock) -> None:
        self.graph = graph
        self.bounds = bounds
        self.clock = clock
        self.rates = standing_rates(graph)
        self._time_rate = time_rate(graph)
        self._steps: dict[Objective, dict[State, list[Step]]] = {}
        rules, shipment = graph.constraints, graph.shipment
        self.deadline = HORIZON
        if shipment.deadline is not None and rules.on_time is None:
            self.deadline = min(HORIZON, clock.units_until(shipment.deadline))
        self._last = self.deadline
        most_usd = rules.max_cost_usd
        self.most_usd = NEVER if most_usd is None else (usd_units(most_usd) + 1) * FINE - 1
        self.most_changes = rules.max_transshipments

    # -- questions -------------------------------------------------------------------------

    def best(self, objective: Objective, at: int = 0) -> TimedLabel | None:
        """The best label at the end by an objective, then by hours, cost and CO2e."""
        found = self._search(objective, at, limit=1)
        return found[0] if found else None

    def k_best(self, objective: Objective, limit: int, at: int = 0) -> list[TimedLabel]:
        """The best label, then the best with other modes, crossings or terminals."""
        best = self.best(objective, at)
        if best is None or limit == 1:
            return [best] if best else []
        known = UNSIGNED
        for move in best.moves():
            known = signed(known, move, self.graph)
        return [best, *self._search(objective, at, limit=limit - 1, other_than=known)]

    def frontier(self, at: int = 0) -> list[TimedLabel]:
        """The labels that no other beats in cost and time, cheapest first."""
        front: list[TimedLabel] = []
        for label in self._search(Objective.COST, at, limit=None):
            if not front or label.t < front[-1].t:
                front.append(label)
        return front

    def value(self, label: TimedLabel, objective: Objective) -> int:
        """What a label weighs by an objective."""
        if objective is Objective.COST:
            return label.usd
        if objective is Objective.TIME:
            return label.t
        if objective is Objective.CO2E:
            return label.co2
        return label.usd + self._time_rate * label.t

    # -- the search --------------------------------------------------------------------------

    def _search(
        self,
        objective: Objective,
        at: int,
        *,
        limit: int | None,
        other_than: Signature | None = None,
    ) -> list[TimedLabel]:
        distinct = other_than is not None
        found = [other_than] if other_than is not None else []
        by_co2 = objective is Objective.CO2E
        counted = self.most_changes is not None
        most = self.graph.max_hours
        self._last = self.deadline if most is None else min(self.deadline, at + hour_units(most))
        start = TimedLabel(0, at, 0, NO_RATE, START, None, None, UNSIGNED)
        heap: list[tuple[tuple[int, ...], int, TimedLabel]] = [((0, 0, 0), 0, start)]
        settled: dict[Hashable, list[TimedLabel]] = {}
        ends: list[TimedLabel] = []
        order = 0
        while heap and (limit is None or len(ends) < limit):
            _, _, label = heapq.heappop(heap)
            state = label.state
            key: Hashable = (state, label.signature) if distinct else state
            rivals = settled.setdefault(key, [])
            if any(dominates(rival, label, by_co2, counted) for rival in rivals):
                continue
            rivals.append(label)
            if state == END:
                if not is_detour(label.signature, found):
                    ends.append(label)
                    if distinct:
                        found.append(label.signature)
                continue
            for step in self.steps(state, objective):
                onward = self._after(label, step)
                if onward is None:
                    continue
                if distinct:
                    if returns(label.signature, step.move):
                        continue
                    onward = onward._replace(
                        signature=signed(label.signature, step.move, self.graph)
                    )
                    if no_alternative(onward.signature, found):
                        continue
                elif ends and any(
                    end.usd <= onward.usd + step.usd_left * FINE
                    and end.t <= onward.t + step.hours_left
                    for end in ends
                ):
                    continue
                head_key: Hashable = (step.head, onward.signature) if distinct else step.head
                if any(
                    dominates(rival, onward, by_co2, counted) for rival in settled.get(head_key, ())
                ):
                    continue
                order += 1
                heapq.heappush(heap, (self._rank(onward, step, objective), order, onward))
        return ends

    def _after(self, label: TimedLabel, step: Step) -> TimedLabel | None:
        """The label at the end of a step; ``None`` if it breaks a limit."""
        move = step.move
        rate = min(label.rate, self.rates[move.carriage])
        ready = end_of(label.t, move.hours, step.timing, step.gate)
        wait = ready - label.t - move.hours
        usd = label.usd + move.usd * FINE + (rate * wait if wait else 0)
        if ready + step.hours_left > self._last:
            return None
        if usd + step.usd_left * FINE > self.most_usd:
            return None
        ties = label.ties + (move.co2 << _TIE_BITS) + move.transshipments
        if self.most_changes is not None and ties & (1 << _TIE_BITS) - 1 > self.most_changes:
            return None
        return TimedLabel(usd, ready, ties, rate, step.head, move, label, label.signature)

    def _rank(self, label: TimedLabel, step: Step, objective: Objective) -> tuple[int, ...]:
        usd, hours = label.usd + step.usd_left * FINE, label.t + step.hours_left
        if objective is Objective.COST:
            return usd, hours, label.ties
        if objective is Objective.TIME:
            return hours, usd, label.ties
        if objective is Objective.CO2E:
            return label.co2 + step.objective_left, hours, usd, label.ties
        value = label.usd + self._time_rate * label.t + step.objective_left * FINE
        return value, hours, usd, label.ties

    def steps(self, state: State, objective: Objective) -> list[Step]:
        """The moves out of a state that lead to the end, prepared for an objective."""
        # Cost and time have their bounds in every step and share them.
        shared = Objective.COST if objective is Objective.TIME else objective
        known = self._steps.setdefault(shared, {})
        if state not in known:
            lefts = [self.bounds.left(o) for o in (Objective.COST, Objective.TIME, shared)]
            known[state] = [
                step
                for move in self.graph.moves(state)
                if (step := self._step(move, lefts)) is not None
            ]
        return known[state]

    def _step(self, move: Move, lefts: list[Left]) -> Step | None:
        usd = hours = objective = 0
        if move.head != END:
            found = [self.bounds.of(move.head, left) for left in lefts]
            if None in found:
                return None
            usd, hours, objective = (left or 0 for left in found)
        return Step(move.head, move, usd, hours, objective, *waits_of(move, self.clock))


def timed_search(graph: ShipmentGraph) -> TimedSearch:
    """The search from the departure of a graph's shipment."""
    ready = graph.shipment.ready
    assert ready is not None  # only dated graphs are searched so
    clock = Clock(graph.network, ready, graph.book.commodity.group)
    return TimedSearch(graph, Bounds(graph), clock)


def waits_of(move: Move, clock: Clock) -> tuple[Timing, Opening | None]:
    """What the hours of a move wait for: the openings of its parts, or a haul's gates."""
    if isinstance(move.detail, Way):
        return (), clock.gate(move.detail.gates) if move.detail.gates else None
    timing = tuple((units, clock.opening(key) if key else None) for units, key in move.timing)
    return timing if any(opening for _, opening in timing) else (), None


def end_of(t: int, hours: int, timing: Timing, gate: Opening | None) -> int:
    """When a move that is begun at ``t`` is over."""
    if gate is not None:
        return gate.start_for(t, hours) + hours
    if not timing:
        return t + hours
    for units, opening in timing:
        t = t + units if opening is None else opening.end_of(t, units)
    return t


def dominates(a: TimedLabel, b: TimedLabel, by_co2: bool, counted: bool) -> bool:
    """Whether no way onward from ``b`` is better than the same way from ``a``."""
    if a.t > b.t or a.rate > b.rate:
        return False
    ahead = b.t - a.t
    usd = a.usd + a.rate * ahead if ahead else a.usd
    if usd > b.usd:
        return False
    if by_co2 and a.ties > b.ties:
        return False
    if counted and a.ties % (1 << _TIE_BITS) > b.ties % (1 << _TIE_BITS):
        return False
    return usd < b.usd or ahead > 0 or a.ties <= b.ties
