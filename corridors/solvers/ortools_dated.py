"""The dated route problem as an OR-Tools model: the oracle of the search with a clock.

Built from the moves, the closed times of the `Clock` and the prices of standing, and from
nothing else of the search.

Sets
    S, the states, each in a copy for every standing rate that the cargo may come to it at
    (the lowest hire an hour of its carriages so far); A, the moves between them.
    P[a], the pieces of the arrival function of move a (`corridors.solvers.arrivals`).

Parameters
----------
    c[a], h[a], e[a]: dollars, hours and CO2e of move a without any wait; r[s]: the rate.
Variables
    x[a] in {0, 1}: the shipment takes move a; p[a, k]: it begins it on piece k;
    t[s]: when it comes to s; w[s]: what the wait before that cost.
Constraints
    flow: moves out of s minus moves into s = 1 at START, -1 at END, 0 elsewhere; each state
    at most once; sum over k of p[a, k] = x[a];
    clock: p[a, k] = 1 puts t at the tail within the piece and t at the head at its end, and
    w at the head at r times (end - beginning - h[a]);
    deadline, budget and number of changes of vehicle, where given.
Objective
    Lexicographic: the objective asked for, then hours (for `time` dollars), then dollars.

CP-SAT solves it [1]_, one model for each objective of the order, with one worker, a fixed
seed and an effort that does not depend on the machine; less than a proven optimum counts as
an error. Moves that cannot be on an optimal way are left out beforehand: those through which
every way weighs more, even if nothing ever closes, than one that is known. The known ways
are shortest ways that were walked with the clock; what they waited long for is then avoided.

The frontier is found by the epsilon-constraint method [2]_, from the cheapest route to the
fastest, with bounds of cost and time together [3]_.

References
----------
.. [1] L. Perron, F. Didier, S. Gay (2023), "The CP-SAT-LP solver", *CP 2023*, LIPIcs 280.
.. [2] Y. Y. Haimes, L. S. Lasdon, D. A. Wismer (1971), "On a bicriterion formulation of
   the problems of integrated system identification and system optimization", *IEEE
   Transactions on Systems, Man, and Cybernetics* 1.
.. [3] J. E. Beasley, N. Christofides (1989), "An algorithm for the resource constrained
   shortest path problem", *Networks* 19.
"""

import heapq
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ortools.sat.python import cp_model

from corridors.errors import SolverError
from corridors.model.shipment import Objective
from corridors.network.clock import HORIZON, NEVER, Clock
from corridors.network.graph import END, START, Move, ShipmentGraph, State
from corridors.network.hauls import Way
from corridors.solvers.arrivals import Piece, arrival, arrivals, may_wait
from corridors.solvers.ortools_model import EFFORT_LIMIT, LARGEST_SUM
from corridors.units import HOUR_SCALE, USD_SCALE, hour_units, usd_units

LONG_WAIT = 24 * HOUR_SCALE
"""A known way that waits longer than this for a move is also tried without it."""
TRIES = 12
UNREACHED = 1 << 62
_START, _END = 0, 1


class Weight(NamedTuple):
    """How much a dollar (a `FINE` part of a solver unit), a unit of time and of CO2e weigh."""

    usd: int
    hours: int
    co2: int = 0

    def of(self, point: "Weight") -> int:
        """Weigh an amount of each."""
        return self.usd * point.usd + self.hours * point.hours + self.co2 * point.co2


USD, HOURS, CO2 = Weight(1, 0), Weight(0, 1), Weight(0, 0, 1)
FINE = HOUR_SCALE
"""Money counts in solver units / FINE, so that a rate times a time is a whole number."""


class DatedSolved(NamedTuple):
    """An optimal route of the model.

    Attributes
    ----------
    moves
        From start to end.
    point
        Its dollars (solver units x `FINE`), hours and CO2e (solver units).
    value, bound
        The objective of the route and CP-SAT's proven lower bound of it, in those units.
    models
        How many models were solved for it.
    """

    moves: tuple[Move, ...]
    point: Weight
    value: int
    bound: int
    models: int


class _Limit(NamedTuple):
    """An amount and the most of it that a route may take."""

    weight: Weight
    most: int


class _Arc(NamedTuple):
    """A move between two numbered states, with the rate at which it stands."""

    tail: int
    head: int
    move: Move
    rate: int

    def weigh(self, weight: Weight) -> int:
        """What the move weighs if it does not wait."""
        move, (usd, hours, co2) = self.move, weight
        return usd * FINE * move.usd + hours * move.hours + co2 * move.co2


class DatedModel:
    """The model of one question with a departure.

    Parameters
    ----------
    graph
        The graph of a shipment with a ready time.
    clock
        When things are open.
    at
        The departure, units after that of the clock.
    """

    def __init__(self, graph: ShipmentGraph, clock: Clock, at: int = 0) -> None:
        self.graph = graph
        self.clock = clock
        self.at = at
        self._changes = graph.constraints.max_transshipments
        self._limits = self._given_limits()
        self.arcs = self._arcs()
        self.size = 1 + max((max(arc.tail, arc.head) for arc in self.arcs), default=_END)
        self._least_through: dict[Weight, list[int]] = {}
        self._known: dict[tuple[int, ...], tuple[Weight, int]] | None = None

    # -- questions ---------------------------------------------------------------------

    def best(self, objective: Objective) -> DatedSolved | None:
        """The best route; ``None`` if there is none.

        Raises
        ------
        SolverError
            If CP-SAT does not prove its answer, or its integers are too short for it.
        """
        then = [USD] if objective is Objective.TIME else [HOURS, USD]
        return self._lexicographic([self._weight(objective), *then], self._limits)

    def frontier(self) -> list[DatedSolved]:
        """Every point that no other beats in both cost and time, cheapest first.

        Raises
        ------
        SolverError
            As for `best`.
        """
        fastest = self.best(Objective.TIME)
        if fastest is None:
            return []
        self._know(fastest.moves)
        found: list[DatedSolved] = []
        limits = self._limits
        while not found or found[-1].point.hours > fastest.point.hours:
            solved = self._lexicographic([USD, HOURS], limits)
            if solved is None:
                raise SolverError("CP-SAT lost the fastest route")
            found.append(solved)
            limits = (*self._limits, _Limit(HOURS, solved.point.hours - 1))
        return found

    def _weight(self, objective: Objective) -> Weight:
        if objective is Objective.GENERALISED:
            # Time is charged by whole solver units of money an hour, as in the search.
            return Weight(1, math.ceil(self.graph.book.time_usd_per_h * USD_SCALE))
        return {Objective.COST: USD, Objective.TIME: HOURS, Objective.CO2E: CO2}[objective]

    def _given_limits(self) -> tuple[_Limit, ...]:
        """Hours and dollars that a route may take; hours count from the departure."""
        rules, shipment = self.graph.constraints, self.graph.shipment
        hours = HORIZON - self.at
        if shipment.deadline is not None and rules.on_time is None:
            hours = min(hours, self.clock.units_until(shipment.deadline) - self.at)
        if self.graph.max_hours is not None:
            hours = min(hours, hour_units(self.graph.max_hours))
        limits = [_Limit(HOURS, hours)]
        if rules.max_cost_usd is not None:
            limits.append(_Limit(USD, (usd_units(rules.max_cost_usd) + 1) * FINE - 1))
        return tuple(limits)

    # -- the network -------------------------------------------------------------------

    def _arcs(self) -> list[_Arc]:
        """The moves between copies of their states by standing rate, on ways to the end."""
        tariffs = self.graph.book.tariffs
        hires = [round(tariffs.hire_usd_per_h(c) * USD_SCALE) for c in self.graph.carriages]
        highest = max(hires, default=0)
        numbers: dict[tuple[State, int], int] = {(START, highest): _START, (END, 0): _END}
        queue = [(START, highest)]
        arcs = []
        while queue:
            state, rate = queue.pop()
            for move in self.graph.moves(state):
                after = min(rate, hires[move.carriage])
                head = (END, 0) if move.head == END else (move.head, after)
                if head not in numbers:
                    numbers[head] = len(numbers)
                    queue.append(head)
                arcs.append(_Arc(numbers[state, rate], numbers[head], move, after))
        return arcs

    def _least(self, arcs: Sequence[_Arc], weight: Weight, *, back: bool) -> list[int]:
        """The least weight from START to every state, or from every state to END."""
        onward: list[list[tuple[int, int]]] = [[] for _ in range(self.size)]
        for arc in arcs:
            tail, head = (arc.head, arc.tail) if back else (arc.tail, arc.head)
            onward[tail].append((head, arc.weigh(weight)))
        least = [UNREACHED] * self.size
        root = _END if back else _START
        least[root] = 0
        heap = [(0, root)]
        while heap:
            so_far, state = heapq.heappop(heap)
            if so_far > least[state]:
                continue
            for head, more in onward[state]:
                if so_far + more < least[head]:
                    least[head] = so_far + more
                    heapq.heappush(heap, (so_far + more, head))
        return least

    def _through(self, weight: Weight) -> list[int]:
        """The least weight of any way through each arc if nothing closes; kept."""
        if weight not in self._least_through:
            there = self._least(self.arcs, weight, back=False)
            left = self._least(self.arcs, weight, back=True)
            self._least_through[weight] = [
                there[arc.tail] + arc.weigh(weight) + left[arc.head] for arc in self.arcs
            ]
        return self._least_through[weight]

    def _within(self, limits: Iterable[_Limit]) -> list[_Arc]:
        """The arcs that, for each limit by itself, a way within it uses if nothing closes."""
        kept: list[int] | range = range(len(self.arcs))
        for weight, most in limits:
            through = self._through(weight)
            kept = [index for index in kept if through[index] <= most]
        return [self.arcs[index] for index in kept]

    # -- known ways --------------------------------------------------------------------

    def _ways(self) -> "dict[tuple[int, ...], tuple[Weight, int]]":
        """Some ways with what they weigh and how often they change vehicle."""
        if self._known is None:
            self._known = {}
            dollar, hour = USD_SCALE * FINE, HOUR_SCALE
            mixes = [USD, HOURS, CO2, self._weight(Objective.GENERALISED)]
            mixes += [Weight(hour, dollar * usd_per_h) for usd_per_h in (1, 5, 20, 50, 100, 300)]
            for weight in mixes:
                self._walk_ways(weight)
        return self._known

    def _walk_ways(self, weight: Weight) -> None:
        arcs = self.arcs
        for _ in range(TRIES):
            way = self._shortest(arcs, weight)
            if way is None:
                return
            point, longest, waited = self._walked(arc.move for arc in way)
            if point.hours < NEVER:
                self._keep([arc.move for arc in way], point)
            if waited <= LONG_WAIT or longest is None:
                return
            avoided = _keeper(longest)
            arcs = [arc for arc in arcs if not avoided & _keeper(arc.move)]

    def _know(self, moves: Sequence[Move]) -> None:
        self._ways()
        self._keep(moves, self._walked(moves)[0])

    def _keep(self, moves: Sequence[Move], point: Weight) -> None:
        changes = sum(move.transshipments for move in moves)
        self._ways()[tuple(map(id, moves))] = point, changes

    def _shortest(self, arcs: Sequence[_Arc], weight: Weight) -> list[_Arc] | None:
        left = self._least(arcs, weight, back=True)
        if left[_START] >= UNREACHED:
            return None
        out: dict[int, list[_Arc]] = {}
        for arc in arcs:
            out.setdefault(arc.tail, []).append(arc)
        way: list[_Arc] = []
        state, seen = _START, {_START}
        while state != _END:
            onward = [
                arc
                for arc in out[state]
                if arc.head not in seen and arc.weigh(weight) + left[arc.head] == left[state]
            ]
            if not onward:  # moves that weigh nothing may lead into a circle
                return None
            way.append(onward[0])
            state = onward[0].head
            seen.add(state)
        return way

    def _walked(self, moves: Iterable[Move]) -> tuple[Weight, Move | None, int]:
        """What a way weighs with its waits, and the move that waits longest, with its wait."""
        tariffs = self.graph.book.tariffs
        hires = [round(tariffs.hire_usd_per_h(c) * USD_SCALE) for c in self.graph.carriages]
        usd, t, co2, rate = 0, self.at, 0, UNREACHED
        longest: Move | None = None
        waited = 0
        for move in moves:
            rate = min(rate, hires[move.carriage])
            end = arrival(move, self.clock, t)
            wait = end - t - move.hours
            if wait > waited:
                waited, longest = wait, move
            if end >= NEVER:
                return Weight(0, end), longest, waited
            usd, t, co2 = usd + move.usd * FINE + rate * wait, end, co2 + move.co2
        return Weight(usd, t - self.at, co2), longest, waited

    # -- models ------------------------------------------------------------------------

    def _lexicographic(
        self, criteria: Sequence[Weight], limits: tuple[_Limit, ...]
    ) -> DatedSolved | None:
        solved: DatedSolved | None = None
        first: DatedSolved | None = None
        for weight in criteria:
            solved = self._solve(weight, limits)
            if solved is None:
                if first is not None:
                    raise SolverError("CP-SAT lost a route that it had found")
                return None
            self._know(solved.moves)
            first = first or solved
            limits = (*limits, _Limit(weight, solved.value))
        assert solved is not None
        assert first is not None
        return solved._replace(
            value=criteria[0].of(solved.point), bound=first.bound, models=len(criteria)
        )

    def _solve(self, weight: Weight, limits: tuple[_Limit, ...]) -> DatedSolved | None:
        known = [
            weight.of(point)
            for point, changes in self._ways().values()
            if (self._changes is None or changes <= self._changes)
            and all(limit.weight.of(point) <= limit.most for limit in limits)
        ]
        if known:
            limits = (*limits, _Limit(weight, min(known)))
        arcs = self._within((*limits, *_joined(limits)))
        spans = self._spans(arcs, limits)
        if spans is None:
            return None
        return _Model(self, spans, limits, self._changes).solve(weight)

    def _spans(self, arcs: list[_Arc], limits: Sequence[_Limit]) -> "_Spans | None":
        """When each state may be come to on the way to an end in time."""
        last = self.at + min(limit.most for limit in limits if limit.weight == HOURS)
        kept = arcs
        while True:  # what leads to something closed for too long leads nowhere
            arcs = kept
            left = self._least(arcs, HOURS, back=True)
            earliest = self._earliest(arcs, last, left)
            if earliest[_END] > last:
                return None
            kept = [
                arc
                for arc in arcs
                if earliest[arc.tail] < UNREACHED
                and arrival(arc.move, self.clock, earliest[arc.tail]) + left[arc.head] <= last
            ]
            if len(kept) == len(arcs):
                break
        latest = [max(last - h, 0) if h < UNREACHED else 0 for h in left]
        latest[_START] = self.at
        for head, into in self._ordered(kept):
            by = max(arrival(arc.move, self.clock, latest[arc.tail]) for arc in into)
            latest[head] = min(latest[head], by)
        return _Spans(kept, earliest, latest, last)

    def _earliest(self, arcs: Sequence[_Arc], last: int, left: Sequence[int]) -> list[int]:
        out: list[list[_Arc]] = [[] for _ in range(self.size)]
        for arc in arcs:
            out[arc.tail].append(arc)
        earliest = [UNREACHED] * self.size
        earliest[_START] = self.at
        heap = [(self.at, _START)]
        while heap:
            t, state = heapq.heappop(heap)
            if t > earliest[state]:
                continue
            for arc in out[state]:
                end = arrival(arc.move, self.clock, t)
                if end + left[arc.head] <= last and end < earliest[arc.head]:
                    earliest[arc.head] = end
                    heapq.heappush(heap, (end, arc.head))
        return earliest

    def _ordered(self, arcs: Sequence[_Arc]) -> Iterator[tuple[int, list[_Arc]]]:
        """States with the arcs into them, every tail before its heads; circles are left out."""
        into: list[list[_Arc]] = [[] for _ in range(self.size)]
        out: list[list[int]] = [[] for _ in range(self.size)]
        for arc in arcs:
            into[arc.head].append(arc)
            out[arc.tail].append(arc.head)
        missing = [len(found) for found in into]
        queue = [] if missing[_START] else [_START]
        for state in queue:
            for head in out[state]:
                missing[head] -= 1
                if not missing[head]:
                    queue.append(head)
                    yield head, into[head]


def _keeper(move: Move) -> frozenset[object]:
    """What may keep a move waiting: the gates of its way, or whose hours it keeps to."""
    if isinstance(move.detail, Way):
        gates = move.detail.gates
        return frozenset(bit for bit in range(gates.bit_length()) if gates >> bit & 1)
    return frozenset(key for _, key in move.timing if key is not None)


class _Spans(NamedTuple):
    """The arcs that are left, and when each state may be come to."""

    arcs: list[_Arc]
    earliest: list[int]
    latest: list[int]
    last: int


def _joined(limits: Sequence[_Limit]) -> Iterator[_Limit]:
    """Limits of dollars and hours together, which cut what either alone leaves."""
    usd = min((limit.most for limit in limits if limit.weight == USD), default=None)
    hours = min((limit.most for limit in limits if limit.weight == HOURS), default=None)
    if usd is None or hours is None:
        return
    dollar, hour = USD_SCALE * FINE, HOUR_SCALE
    for usd_per_h in (1, 5, 20, 50, 100, 300, 1000):
        weight = Weight(hour, dollar * usd_per_h)
        yield _Limit(weight, weight.of(Weight(usd, hours)))


class _Model:
    """One CP-SAT model."""

    def __init__(
        self, of: DatedModel, spans: _Spans, limits: Sequence[_Limit], changes: int | None
    ) -> None:
        self.of = of
        self.spans = spans
        self.model = cp_model.CpModel()
        states = {_START, _END} | {s for arc in spans.arcs for s in (arc.tail, arc.head)}
        self.times = {
            state: self.model.new_int_var(spans.earliest[state], spans.latest[state], f"t{state}")
            for state in sorted(states)
            if spans.earliest[state] <= spans.latest[state]
        }
        self.waits: dict[int, cp_model.IntVar] = {}
        self.taken: list[cp_model.IntVar] = []
        self.arcs: list[_Arc] = []
        self._add_arcs()
        self._conserve()
        for limit in limits:
            self.model.add(self._sum(limit.weight) <= limit.most)
        if changes is not None:
            self.model.add(
                sum(
                    x
                    for arc, x in zip(self.arcs, self.taken, strict=True)
                    if arc.move.transshipments
                )
                <= changes
            )

    def _add_arcs(self) -> None:
        model, spans, clock = self.model, self.spans, self.of.clock
        pieces: list[tuple[_Arc, list[Piece]]] = []
        dearest: dict[int, int] = {}
        for arc in spans.arcs:
            if arc.tail not in self.times or arc.head not in self.times:
                continue
            low, high = spans.earliest[arc.tail], spans.latest[arc.tail]
            found = arrivals(arc.move, clock, low, high, spans.latest[arc.head])
            if not found:
                continue
            pieces.append((arc, found))
            if arc.rate and may_wait(arc.move, clock):
                most = max(p.end(p.low) - p.low - arc.move.hours for p in found)
                dearest[arc.head] = max(dearest.get(arc.head, 0), arc.rate * most)
        self.waits = {
            head: model.new_int_var(0, most, f"w{head}") for head, most in dearest.items() if most
        }
        for arc, found in pieces:
            x = model.new_bool_var(f"x{len(self.arcs)}")
            self.arcs.append(arc)
            self.taken.append(x)
            if len(found) == 1:
                self._clocked(arc, found[0], x)
                continue
            chosen = [model.new_bool_var("") for _ in found]
            model.add(sum(chosen) == x)
            for piece, p in zip(found, chosen, strict=True):
                self._clocked(arc, piece, p)

    def _clocked(self, arc: _Arc, piece: Piece, chosen: cp_model.IntVar) -> None:
        model, tail, head = self.model, self.times[arc.tail], self.times[arc.head]
        model.add(tail >= piece.low).only_enforce_if(chosen)
        model.add(tail <= piece.high).only_enforce_if(chosen)
        end = piece.slope * tail + piece.value
        model.add(head == end).only_enforce_if(chosen)
        cost = self.waits.get(arc.head)
        if cost is not None:
            wait = end - tail - arc.move.hours
            model.add(cost == arc.rate * wait).only_enforce_if(chosen)

    def _conserve(self) -> None:
        """One unit leaves START, arrives at END, and passes through a state at most once."""
        out: dict[int, list[cp_model.IntVar]] = {state: [] for state in self.times}
        into: dict[int, list[cp_model.IntVar]] = {state: [] for state in self.times}
        for arc, x in zip(self.arcs, self.taken, strict=True):
            out[arc.tail].append(x)
            into[arc.head].append(x)
        for state in self.times:
            balance = {_START: 1, _END: -1}.get(state, 0)
            self.model.add(sum(out[state]) - sum(into[state]) == balance)
            self.model.add_at_most_one(into[state])
            cost = self.waits.get(state)
            if cost is not None:
                self.model.add(cost == 0).only_enforce_if(*(x.negated() for x in into[state]))

    def _sum(self, weight: Weight) -> cp_model.LinearExprT:
        weights = [arc.weigh(weight._replace(hours=0)) for arc in self.arcs]
        most = sum(weights) + weight.hours * self.spans.last
        if most + weight.usd * sum(w.proto.domain[-1] for w in self.waits.values()) >= LARGEST_SUM:
            raise SolverError("amounts are too large for OR-Tools' integers; ask for fewer tonnes")
        amounts = cp_model.LinearExpr.weighted_sum(self.taken, weights)
        waits = list(self.waits.values())
        if weight.usd and waits:
            amounts += cp_model.LinearExpr.weighted_sum(waits, [weight.usd] * len(waits))
        return amounts + weight.hours * (self.times[_END] - self.of.at)

    def solve(self, weight: Weight) -> DatedSolved | None:
        """The least weight within the limits; ``None`` if nothing keeps them."""
        self.model.minimize(self._sum(weight))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 0
        solver.parameters.max_deterministic_time = EFFORT_LIMIT
        status = solver.solve(self.model)
        if status == cp_model.INFEASIBLE:
            return None
        if status != cp_model.OPTIMAL:
            name = solver.status_name(status)
            raise SolverError(f"CP-SAT proved no optimum: it ended with {name}")
        onward = {
            arc.tail: arc
            for arc, x in zip(self.arcs, self.taken, strict=True)
            if solver.boolean_value(x)
        }
        moves, state = [], _START
        while state != _END:
            moves.append(onward[state].move)
            state = onward[state].head
        point, _, _ = self.of._walked(moves)
        value, bound = weight.of(point), solver.best_objective_bound
        # The bound comes as a float: beyond 2**53 units its last bits are rounded.
        if not math.isclose(value, bound, rel_tol=1e-15, abs_tol=0.5):
            raise SolverError(f"CP-SAT's route weighs {value}, but it proved only {bound:.0f}")
        return DatedSolved(tuple(moves), point, value, round(bound), 1)
