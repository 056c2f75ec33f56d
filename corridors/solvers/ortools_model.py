"""The route problem as OR-Tools models: the oracle that the label search must agree with.

Built from the same moves, and from nothing else of the search.

Sets
    S, the states that lie on some way from START to END; A, the moves between them.

Parameters
----------
    c[a], t[a], e[a]: dollars, hours and CO2e of move a, in solver units (whole numbers).
Variables
    x[a] in {0, 1}: the shipment takes move a.
Constraints
    flow: moves out of s minus moves into s = 1 at START, -1 at END, 0 elsewhere;
    deadline: sum of t[a] x[a] <= T, and budget: sum of c[a] x[a] <= B, where given;
    changes: at most K moves that are transshipments, where given.
Objective
    Lexicographic: the objective asked for; of equals the fastest (for `time` the
    cheapest), then the other of the two, then the one with the fewest transshipments.

Whole vehicles: a move is priced for n = ceil(q / p) vehicles of its carriage, so the
constraint p n >= q of a carriage holds for every x or for none. It needs no variable here;
`corridors.solvers.certify` works it out again from the facts.

Changes of vehicle are counted by copies of the states, one for each number of changes so
far: the K + 1 copies are a network again, and what changes more often is not in it. It is
built only where the best of all changes too often, since otherwise the rule binds nothing.

Without deadline and budget the matrix is that of a network, its basic solutions are whole
numbers, and the problem is a **min-cost flow** [1]_. One unit is sent from START to every
state, so that the flow is a tree of best ways and its lengths are dual prices. The prices
are then checked against every move in whole numbers: the bound is proven, not trusted. A
second flow, backwards from END, gives the least weight of any way *through* each move;
those on no optimal way are dropped before the next objective of the lexicographic order.

With deadline or budget the problem is a resource-constrained shortest path, which is
NP-hard [2]_: **CP-SAT** solves it, one model for each objective of the order, with one
worker and a fixed seed. Moves that no way within a limit can use are left out beforehand.

The frontier is found by the epsilon-constraint method [3]_: the cheapest route, the
cheapest that is faster, and so on until none is. Before each CP-SAT model, moves are left
out by Lagrangian bounds [4]_: with prices u, v >= 0 a route of cost C or less within T
hours weighs u C + v T or less, so a move through which every way weighs more is on none.
The prices are the slopes of the lower convex hull, found by min-cost flows [5]_.

References
----------
.. [1] R. K. Ahuja, T. L. Magnanti, J. B. Orlin (1993), *Network Flows*, ch. 4 and 9.
.. [2] G. Y. Handler, I. Zang (1980), "A dual algorithm for the constrained shortest path
   problem", *Networks* 10.
.. [3] Y. Y. Haimes, L. S. Lasdon, D. A. Wismer (1971), "On a bicriterion formulation of
   the problems of integrated system identification and system optimization", *IEEE
   Transactions on Systems, Man, and Cybernetics* 1.
.. [4] J. E. Beasley, N. Christofides (1989), "An algorithm for the resource constrained
   shortest path problem", *Networks* 19.
.. [5] Y. P. Aneja, K. P. K. Nair (1979), "Bicriteria transportation problem", *Management
   Science* 25.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import le
from typing import NamedTuple

from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
from ortools.sat.python import cp_model

from corridors.errors import SolverError
from corridors.model.shipment import Objective
from corridors.network.graph import END, START, Move, ShipmentGraph, State
from corridors.solvers.weights import primary_weight
from corridors.units import hour_units, usd_units

MIN_COST_FLOW = "min-cost flow"
CP_SAT = "CP-SAT"

LARGEST_SUM = 1 << 60
"""OR-Tools adds in 64 bits; sums up to here are safe."""
EFFORT_LIMIT = 600.0
"""CP-SAT's deterministic time (about seconds) after which a model counts as not solved."""

_START, _END = 0, 1
"""Numbers of the two ends; the other states follow, sorted."""

_Node = tuple[State, int]
"""A state, and how often the cargo has changed vehicle (0 where that is not counted)."""
Weigh = Callable[[Move], int]
Way = tuple[Move, ...]
Point = tuple[int, int]
"""An amount of each of two quantities, solver units."""


class Solved(NamedTuple):
    """An optimal route of an OR-Tools model.

    Attributes
    ----------
    moves
        From start to end.
    value, bound
        The objective of these moves and OR-Tools' proven lower bound of it, solver units.
    usd, hours
        Solver units.
    solver
        ``min-cost flow`` or ``CP-SAT``.
    """

    moves: tuple[Move, ...]
    value: int
    usd: int
    hours: int
    bound: int
    solver: str


def solver_of(graph: ShipmentGraph) -> str:
    """Which solver answers for the best route under the constraints of a graph."""
    return CP_SAT if _limits(graph) else MIN_COST_FLOW


def solve_best(graph: ShipmentGraph, objective: Objective) -> Solved | None:
    """Solve for the best route of a shipment; ``None`` if there is none.

    Raises
    ------
    SolverError
        If OR-Tools does not prove its answer, or its integers are too short for it.
    """
    most = graph.constraints.max_transshipments
    best = _best_of(graph, _arcs_of(graph), objective)
    if best is None or most is None or _changes(best) <= most:
        return best
    return _best_of(graph, _arcs_of(graph, most), objective)


def _best_of(graph: ShipmentGraph, arcs: "_Arcs | None", objective: Objective) -> Solved | None:
    if arcs is None:
        return None
    criteria = _criteria(graph, objective)
    limits = _limits(graph)
    if not limits:
        return _by_flow(arcs, criteria)
    kept = arcs.within(limits)
    for limit in limits:
        kept = _priced_out(kept, criteria[0], limit, limits) if kept is not None else None
    return _by_cp_sat(kept, criteria, limits) if kept is not None else None


def solve_frontier(graph: ShipmentGraph) -> list[Solved]:
    """Solve for every route that no other beats in both cost and time, cheapest first.

    Raises
    ------
    SolverError
        As for `solve_best`.
    """
    most = graph.constraints.max_transshipments
    front = _front_of(graph, _arcs_of(graph))
    if most is None or all(_changes(solved) <= most for solved in front):
        return front
    return _front_of(graph, _arcs_of(graph, most))


def _front_of(graph: ShipmentGraph, arcs: "_Arcs | None") -> list[Solved]:
    rules = graph.constraints
    if arcs is None:
        return []
    criteria = _criteria(graph, Objective.COST)
    limits = _limits(graph)
    arcs = _between_ends(arcs)
    slopes, ways = _hull(arcs, _usd, _hours)
    known = [(sum(map(_usd, way)), sum(map(_hours, way))) for way in ways]
    most_hours = max(hours for _, hours in known)
    if graph.max_hours is not None:
        most_hours = min(most_hours, hour_units(graph.max_hours))
    found: list[Solved] = []
    # The hull holds the fastest way of all: once that is too slow, so is every other.
    while in_time := [usd for usd, hours in known if hours <= most_hours]:
        most_usd = min(in_time)
        if rules.max_cost_usd is not None:
            most_usd = min(most_usd, usd_units(rules.max_cost_usd))
        kept = _cut(arcs, slopes, (most_usd, most_hours))
        if kept is None:
            break
        solved = _by_cp_sat(kept, criteria, (*limits, _Limit(_hours, most_hours)))
        if solved is None:
            break
        found.append(solved)
        most_hours = solved.hours - 1
    return found


# -- the parts of the model -----------------------------------------------------------------


class _Limit(NamedTuple):
    """A quantity and the most of it that a route may take."""

    weigh: Weigh
    most: int


def _usd(move: Move) -> int:
    return move.usd


def _hours(move: Move) -> int:
    return move.hours


def _transshipments(move: Move) -> int:
    return move.transshipments


def _criteria(graph: ShipmentGraph, objective: Objective) -> tuple[Weigh, ...]:
    """What is minimised, most important first."""
    then = (_usd, _hours) if objective is Objective.TIME else (_hours, _usd)
    return primary_weight(graph, objective), *then, _transshipments


def _changes(solved: Solved) -> int:
    return sum(map(_transshipments, solved.moves))


def _limits(graph: ShipmentGraph) -> tuple[_Limit, ...]:
    rules, limits = graph.constraints, []
    if graph.max_hours is not None:
        limits.append(_Limit(_hours, hour_units(graph.max_hours)))
    if rules.max_cost_usd is not None:
        limits.append(_Limit(_usd, usd_units(rules.max_cost_usd)))
    return tuple(limits)


@dataclass(frozen=True, slots=True)
class _Arcs:
    """Moves between numbered states, each on some way from START to END."""

    states: tuple[_Node, ...]
    tails: tuple[int, ...]
    heads: tuple[int, ...]
    moves: tuple[Move, ...]

    def only(self, keep: Iterable[bool]) -> "_Arcs | None":
        """Keep these arcs as far as they are on a way; ``None`` if there is no way left."""
        return _joined(
            (self.states[tail], self.states[head], move)
            for tail, head, move, kept in zip(self.tails, self.heads, self.moves, keep, strict=True)
            if kept
        )

    def weights(self, weigh: Weigh) -> list[int]:
        """Weigh every arc; raises `SolverError` if 64 bits are too few for a sum of them."""
        weights = [weigh(move) for move in self.moves]
        if max(weights) * len(self.states) >= LARGEST_SUM or sum(weights) >= LARGEST_SUM:
            raise SolverError("amounts are too large for OR-Tools' integers; ask for fewer tonnes")
        return weights

    def within(self, limits: Iterable[_Limit]) -> "_Arcs | None":
        """Keep the arcs that some way within each limit, taken by itself, uses."""
        arcs: _Arcs | None = self
        for limit in limits:
            if arcs is None:
                return None
            through, _ = _through(arcs, arcs.weights(limit.weigh))
            arcs = arcs.only(least <= limit.most for least in through)
        return arcs


def _arcs_of(graph: ShipmentGraph, changes: int | None = None) -> _Arcs | None:
    """The moves of a graph; with ``changes`` in copies of its states that count them."""
    return _joined(
        ((state, done), (move.head, 0 if move.head == END else after), move)
        for state, moves in sorted(graph.all_moves().items())
        for done in range(1 + (changes or 0 if state != START else 0))
        for move in moves
        if (after := 0 if changes is None else done + move.transshipments) <= (changes or 0)
    )


def _joined(steps: Iterable[tuple[_Node, _Node, Move]]) -> _Arcs | None:
    """Number the states that lie on a way from START to END, and the moves between them."""
    listed = list(steps)
    onward: dict[_Node, list[_Node]] = {}
    back: dict[_Node, list[_Node]] = {}
    for tail, head, _ in listed:
        onward.setdefault(tail, []).append(head)
        back.setdefault(head, []).append(tail)
    start, end = (START, 0), (END, 0)
    on_a_way = _reached(start, onward) & _reached(end, back)
    if start not in on_a_way:
        return None
    states = (start, end, *sorted(on_a_way - {start, end}))
    number = {state: index for index, state in enumerate(states)}
    kept = [step for step in listed if step[0] in number and step[1] in number]
    return _Arcs(
        states,
        tuple(number[tail] for tail, _, _ in kept),
        tuple(number[head] for _, head, _ in kept),
        tuple(move for _, _, move in kept),
    )


def _reached(root: _Node, onward: dict[_Node, list[_Node]]) -> set[_Node]:
    reached = {root}
    queue = [root]
    while queue:
        for state in onward.get(queue.pop(), ()):
            if state not in reached:
                reached.add(state)
                queue.append(state)
    return reached


# -- min-cost flow --------------------------------------------------------------------------


def _by_flow(arcs: _Arcs, criteria: Sequence[Weigh]) -> Solved:
    bounds: list[int] = []
    for weigh in criteria:
        through, _ = _through(arcs, arcs.weights(weigh))
        bounds.append(min(through))
        arcs = _found(arcs.only(least == bounds[-1] for least in through))
    _, path = _through(arcs, arcs.weights(criteria[-1]))
    return _solved(arcs, path, criteria[0], bounds[0], MIN_COST_FLOW)


def _through(arcs: _Arcs, weights: Sequence[int]) -> tuple[list[int], list[int]]:
    """The least weight of any way from START to END through each arc, and a best way."""
    size = len(arcs.states)
    from_start, arrival = _least(size, arcs.tails, arcs.heads, weights, _START)
    to_end, _ = _least(size, arcs.heads, arcs.tails, weights, _END)
    through = [
        from_start[tail] + weight + to_end[head]
        for tail, head, weight in zip(arcs.tails, arcs.heads, weights, strict=True)
    ]
    return through, _path(arcs, arrival)


def _found(arcs: _Arcs | None) -> _Arcs:
    """The arcs that are left where a best way must be among them."""
    if arcs is None:
        raise SolverError("a best way was lost among the moves")
    return arcs


def _path(arcs: _Arcs, arrival: Sequence[int]) -> list[int]:
    """The arcs from START to END where every state is arrived at by one arc."""
    path = []
    state = _END
    while state != _START:
        path.append(arrival[state])
        state = arcs.tails[path[-1]]
    return path[::-1]


def _least(
    size: int, tails: Sequence[int], heads: Sequence[int], weights: Sequence[int], root: int
) -> tuple[list[int], list[int]]:
    """The least weight from a root to every state, with the arc that each is arrived at by.

    A min-cost flow of one unit to every state, checked: no arc leads to its head at less.
    """
    flow = SimpleMinCostFlow()
    for tail, head, weight in zip(tails, heads, weights, strict=True):
        flow.add_arc_with_capacity_and_unit_cost(tail, head, size, weight)
    for state in range(size):
        flow.set_node_supply(state, size - 1 if state == root else -1)
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise SolverError(f"min-cost flow ended with {status.name}")
    used = (arc for arc in range(len(tails)) if flow.flow(arc))
    arrival = _arrivals(size, tails, heads, used, root)
    least = [0] * size
    for state in _in_order(arrival, tails, root):
        least[state] = least[tails[arrival[state]]] + weights[arrival[state]]
    for tail, head, weight in zip(tails, heads, weights, strict=True):
        if least[tail] + weight < least[head]:
            raise SolverError("the min-cost flow is not optimal: a dual price is violated")
    return least, arrival


def _arrivals(
    size: int, tails: Sequence[int], heads: Sequence[int], used: Iterable[int], root: int
) -> list[int]:
    """The arc by which each state is first reached from the root over the used arcs."""
    out: list[list[int]] = [[] for _ in range(size)]
    for arc in used:
        out[tails[arc]].append(arc)
    arrival = [-1] * size
    level = [root]
    while level:
        following = []
        for state in level:
            for arc in out[state]:
                head = heads[arc]
                if head != root and arrival[head] < 0:
                    arrival[head] = arc
                    following.append(head)
        level = following
    return arrival


def _in_order(arrival: Sequence[int], tails: Sequence[int], root: int) -> list[int]:
    """The states of a tree without its root, each after the one it is arrived at from."""
    onward: dict[int, list[int]] = {}
    for state, arc in enumerate(arrival):
        if arc >= 0:
            onward.setdefault(tails[arc], []).append(state)
    order = [root]
    for state in order:
        order += onward.get(state, ())
    if len(order) != len(arrival):
        raise SolverError("the min-cost flow does not reach every state")
    return order[1:]


def _solved(arcs: _Arcs, path: Sequence[int], weigh: Weigh, bound: int, solver: str) -> Solved:
    moves = tuple(arcs.moves[arc] for arc in path)
    return Solved(
        moves=moves,
        value=sum(map(weigh, moves)),
        usd=sum(map(_usd, moves)),
        hours=sum(map(_hours, moves)),
        bound=bound,
        solver=solver,
    )


# -- CP-SAT ---------------------------------------------------------------------------------


def _by_cp_sat(arcs: _Arcs, criteria: Sequence[Weigh], limits: tuple[_Limit, ...]) -> Solved | None:
    """Minimise one criterion after another, each at the optimum of those before it."""
    kept: _Arcs | None = arcs.within(limits)
    bounds: list[int] = []
    for weigh in criteria:
        found = _least_within(kept, weigh, limits) if kept is not None else None
        if found is None or kept is None:
            if bounds:
                raise SolverError("CP-SAT lost a route that it had found")
            return None
        path, bound = found
        solved = _solved(kept, path, criteria[0], bound, CP_SAT)
        bounds.append(bound)
        reached = _Limit(weigh, sum(map(weigh, solved.moves)))
        limits = (*limits, reached)
        kept = kept.within([reached])
    return solved._replace(bound=bounds[0])


def _least_within(
    arcs: _Arcs, weigh: Weigh, limits: Iterable[_Limit]
) -> tuple[list[int], int] | None:
    """The arcs of a least way within the limits and the bound; ``None`` if there is none."""
    model = cp_model.CpModel()
    taken = [model.new_bool_var(f"x{arc}") for arc in range(len(arcs.moves))]
    _conserve(model, arcs, taken)
    for limit in limits:
        model.add(_weighted(taken, arcs.weights(limit.weigh)) <= limit.most)
    weights = arcs.weights(weigh)
    model.minimize(_weighted(taken, weights))

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = EFFORT_LIMIT
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return None
    if status != cp_model.OPTIMAL:
        raise SolverError(f"CP-SAT proved no optimum: it ended with {solver.status_name(status)}")

    used = (arc for arc, variable in enumerate(taken) if solver.boolean_value(variable))
    path = _path(arcs, _arrivals(len(arcs.states), arcs.tails, arcs.heads, used, _START))
    value, bound = sum(weights[arc] for arc in path), solver.best_objective_bound
    # The bound comes as a float: beyond 2**53 units its last bits are rounded.
    if not math.isclose(value, bound, rel_tol=1e-15, abs_tol=0.5):
        raise SolverError(f"CP-SAT's route weighs {value}, but it proved only {bound:.0f}")
    return path, round(bound)


def _conserve(model: cp_model.CpModel, arcs: _Arcs, taken: Sequence[cp_model.IntVar]) -> None:
    """One unit leaves START, arrives at END, and passes through the states between.

    Nothing forbids a cycle beside the way; as no move weighs less than 0 none ever helps,
    and the way is read from START onwards.
    """
    out: list[list[cp_model.IntVar]] = [[] for _ in arcs.states]
    into: list[list[cp_model.IntVar]] = [[] for _ in arcs.states]
    for tail, head, variable in zip(arcs.tails, arcs.heads, taken, strict=True):
        out[tail].append(variable)
        into[head].append(variable)
    for state in range(len(arcs.states)):
        balance = {_START: 1, _END: -1}.get(state, 0)
        model.add(sum(out[state]) - sum(into[state]) == balance)


def _weighted(taken: Sequence[cp_model.IntVar], weights: Sequence[int]) -> cp_model.LinearExprT:
    return cp_model.LinearExpr.weighted_sum(taken, weights)


# -- Lagrangian bounds ----------------------------------------------------------------------


class _Slope(NamedTuple):
    """Prices of two quantities, and the least priced weight of a way through each arc."""

    first: int
    second: int
    through: list[int]

    def of(self, point: Point) -> int:
        """Price an amount of each."""
        return self.first * point[0] + self.second * point[1]


def _cut(arcs: _Arcs, slopes: Sequence[_Slope], most: Point) -> _Arcs | None:
    """Keep the arcs that a way of no more than this of both quantities may use."""
    most_priced = [slope.of(most) for slope in slopes]
    throughs = zip(*(slope.through for slope in slopes), strict=True)
    return arcs.only(all(map(le, through, most_priced)) for through in throughs)


def _priced_out(arcs: _Arcs, weigh: Weigh, limit: _Limit, limits: Iterable[_Limit]) -> _Arcs | None:
    """Leave out what cannot be on a way within the limit that is better than a known one."""
    slopes, ways = _hull(arcs, weigh, limit.weigh)
    reached = [
        sum(map(weigh, way))
        for way in ways
        if all(sum(map(other.weigh, way)) <= other.most for other in limits)
    ]
    return _cut(arcs, slopes, (min(reached), limit.most)) if reached else arcs


def _between_ends(arcs: _Arcs) -> _Arcs:
    """Keep what the frontier may use: no dearer than a fastest, no slower than a cheapest way."""
    cheapest, slow = _slope(arcs, _usd, _hours, (1, 0))
    fastest, dear = _slope(arcs, _usd, _hours, (0, 1))
    kept = _cut(arcs, (cheapest, fastest), (sum(map(_usd, dear)), sum(map(_hours, slow))))
    return _found(kept)


def _hull(arcs: _Arcs, first: Weigh, second: Weigh) -> tuple[list[_Slope], list[Way]]:
    """The slopes of the lower convex hull of two quantities, and ways on it.

    A slope may be off by rounding: it prices no less truly, only a little less sharply.
    """

    def point(way: Way) -> Point:
        return sum(map(first, way)), sum(map(second, way))

    ends = [_slope(arcs, first, second, prices) for prices in ((1, 0), (0, 1))]
    slopes, ways = [slope for slope, _ in ends], [way for _, way in ends]
    pending = [(point(ways[0]), point(ways[1]))]
    while pending:
        low, high = pending.pop()  # of the first quantity
        if low[0] >= high[0] or low[1] <= high[1]:
            continue
        slope, way = _slope(arcs, first, second, (low[1] - high[1], high[0] - low[0]))
        slopes.append(slope)
        between = point(way)
        if slope.of(between) < min(slope.of(low), slope.of(high)):
            ways.append(way)
            pending += [(low, between), (between, high)]
    return slopes, ways


def _slope(arcs: _Arcs, first: Weigh, second: Weigh, prices: tuple[int, int]) -> tuple[_Slope, Way]:
    """A slope with a way that is best by it."""
    firsts, seconds = arcs.weights(first), arcs.weights(second)
    a, b = prices
    while a * sum(firsts) + b * sum(seconds) >= LARGEST_SUM // len(arcs.states):
        a, b = a // 2, b // 2
    weights = [a * x + b * y for x, y in zip(firsts, seconds, strict=True)]
    through, path = _through(arcs, weights)
    return _Slope(a, b, through), tuple(arcs.moves[arc] for arc in path)
