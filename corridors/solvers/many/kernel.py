"""Searches over the moves of a profile, compiled by numba.

Labels are vectors: money in the coordinates of a class of tonnages (`tonnages`), hours and
CO2e. One label dominates another if it is no worse for *every* tonnage of the class; the
greatest difference over a box of coordinates is a sum of greatest differences, one for each
coordinate, so no tonnage has to be tried. What survives is every way that is best for some
tonnage (label search: Martins 1984, "On a multicriteria shortest path problem", EJOR 16;
dominance over a cone: Yu 1974, "Cone convexity, cone extreme points, and nondominated
solutions in decision problems with multiobjectives", JOTA 14).
"""

from typing import NamedTuple

import numpy as np

from corridors.solvers.compiling import NONE, Bools, Floats, Ints, Rough, compiled
from corridors.solvers.many import heap as heaps

BY_COST, BY_TIME, BY_GENERALISED, BY_CO2E, BY_BOTH = range(5)
"""What labels are compared by; `BY_BOTH` keeps the whole front of cost and hours."""
CENT = 0.004
"""Dollars within which two ways are told apart by their moves in solver units: each of some
30 moves is rounded up by less than a hundredth of a cent."""
SECONDS = 0.004
"""Hours, for the same reason."""
ROUGHLY = 1e-5
"""More than sums of some 60 numbers of single precision are rounded by, as a part of them."""
GRAMS = 0.04
"""Kilograms of CO2e, for the same reason."""
EVEN = 1e-7
"""Float noise of dollars, hours and kilograms."""
FIRST_LABELS = 1 << 11


Keys = Floats | Rough
"""What states weigh in searches; `Rough` where bounds that are a little wider do as well."""
Number = np.float64 | np.float32
"""One of `Keys`."""


class Span(NamedTuple):
    """A class of tonnages as the kernels see it, and what labels are compared by.

    Attributes
    ----------
    least_t, most_t
        Its tonnages.
    objective
        ``BY_...``.
    hour_least, hour_most
        Least and most dollars per hour of a tonne of goods (for `BY_GENERALISED`).
    choices
        Bits of conditions of which, where one fails, another with a move at least as good
        holds: they do not keep a move from showing what a route costs at most.
    """

    least_t: float
    most_t: float
    objective: int
    hour_least: float
    hour_most: float
    choices: int


class Graph(NamedTuple):
    """Moves by the state that they lead to.

    Attributes
    ----------
    first
        Where the moves into a state begin; one more than there are states.
    which
        The move.
    tail
        The state that a move leaves.
    first_out, out
        Where the moves out of a state begin in ``out``, and the moves.
    head
        The state that a move leads to.
    money, hours, co2, needs, ties
        Coordinates of its dollars, hours, kg of CO2e per tonne, conditions, ties.
    """

    first: Ints
    which: Ints
    tail: Ints
    first_out: Ints
    out: Ints
    head: Ints
    money: Floats
    hours: Floats
    co2: Floats
    needs: Ints
    ties: Ints


class Ends(NamedTuple):
    """Ways between an end of a shipment and states: a row a way, as the moves of a `Graph`."""

    state: Ints
    money: Floats
    hours: Floats
    co2: Floats
    needs: Ints
    ties: Ints


class Labels(NamedTuple):
    """What some ways weigh, a row a way."""

    money: Floats
    hours: Floats
    co2: Floats
    needs: Ints
    ties: Ints


class Tree(NamedTuple):
    """Labels of every state towards one destination.

    ``head`` is the first label of a state (or -1), ``following`` the next of the same state;
    ``before`` the label that it continues and ``move`` the move that it begins with (of a
    label that is an end itself -1, and the row of `Ends`). ``least`` is what it weighs at
    least.
    """

    head: Ints
    following: Ints
    money: Floats
    hours: Floats
    co2: Floats
    needs: Ints
    ties: Ints
    before: Ints
    move: Ints
    least: Floats


@compiled
def reached(tail: Ints, head: Ints, seeds: Bools) -> Bools:
    """States that moves lead to from any of the seeds, and the seeds."""
    found = seeds.copy()
    changed = True
    while changed:
        changed = False
        for move in range(len(tail)):
            if found[tail[move]] and not found[head[move]]:
                found[head[move]] = True
                changed = True
    return found


@compiled
def _is_no_worse(
    worst: float, a_h: float, a_co2: float, a_needs: int, b_h: float, b_co2: float, b_needs: int,
    span: Span,
) -> bool:  # fmt: skip
    """Whether no tonnage of the class can prefer way ``b`` to way ``a``.

    ``worst`` is by how many dollars ``a`` may be dearer. Ways that a tonnage may find even
    are told apart by their moves in solver units, so neither is dropped unless the other is
    no worse in everything.
    """
    if a_needs & ~b_needs:
        return False
    objective = span.objective
    if objective == BY_TIME:
        if a_h <= b_h - SECONDS:
            return True
        if a_h > b_h + EVEN:
            return False
    elif objective == BY_CO2E:
        if (b_co2 - a_co2) * span.least_t >= GRAMS:
            return True
        if a_co2 > b_co2 + EVEN:
            return False
        if a_h <= b_h - SECONDS:
            return True
        if a_h > b_h + EVEN:
            return False
    elif objective == BY_BOTH and a_h > b_h + EVEN:
        return False
    if objective == BY_GENERALISED:
        more_h = a_h - b_h
        if more_h > 0:
            worst += more_h * span.hour_most * span.most_t
        else:
            worst += more_h * span.hour_least * span.least_t
    if worst > EVEN:
        return False
    if objective != BY_CO2E and worst <= -CENT:
        return True
    return bool(a_h <= b_h + EVEN and a_co2 <= b_co2 + EVEN)


@compiled
def verdict(
    money: Floats, row: int, row_h: float, row_co2: float, row_needs: int, row_ties: int,
    trial: Floats, trial_h: float, trial_co2: float, trial_needs: int, trial_ties: int,
    span: Span,
) -> int:  # fmt: skip
    """1 if a row of ``money`` beats the trial for the whole class, -1 if it is beaten, else 0.

    The greatest difference over the box of the class is the sum of the greatest of each
    coordinate.
    """
    more = money[row, 1] - trial[1]
    dearer = money[row, 0] - trial[0]
    cheaper = -dearer
    if more > 0:
        dearer += more * span.most_t
        cheaper -= more * span.least_t
    else:
        dearer += more * span.least_t
        cheaper -= more * span.most_t
    for k in range(2, len(trial)):
        more = money[row, k] - trial[k]
        if more > 0:
            dearer += more
        else:
            cheaper -= more
    if _is_no_worse(dearer, row_h, row_co2, row_needs, trial_h, trial_co2, trial_needs, span):
        even = trial_ties < row_ties and _is_no_worse(
            cheaper, trial_h, trial_co2, trial_needs, row_h, row_co2, row_needs, span
        )
        return -1 if even else 1
    if _is_no_worse(cheaper, trial_h, trial_co2, trial_needs, row_h, row_co2, row_needs, span):
        return -1
    return 0


@compiled
def _key(money: Floats, hours: float, co2: float, span: Span) -> float:
    """The order in which labels are settled: their worth at a tonnage in the middle."""
    tonnes = 0.5 * (span.least_t + span.most_t)
    usd = money[0] + tonnes * money[1]
    for k in range(2, len(money)):
        usd += 0.5 * money[k]
    if span.objective == BY_TIME:
        return float(hours * 1e6 + usd)
    if span.objective == BY_CO2E:
        return float(co2 * tonnes * 1e6 + hours)
    if span.objective == BY_GENERALISED:
        usd += 0.5 * (span.hour_least + span.hour_most) * tonnes * hours
    return float(usd)


@compiled
def _longer(values: Ints) -> Ints:
    more = np.empty(2 * len(values), np.int64)
    more[: len(values)] = values
    return more


@compiled
def _longer_floats(values: Floats) -> Floats:
    more = np.empty(2 * len(values), np.float64)
    more[: len(values)] = values
    return more


@compiled
def _taller(rows: Floats) -> Floats:
    more = np.empty((2 * rows.shape[0], rows.shape[1]), np.float64)
    more[: rows.shape[0]] = rows
    return more


@compiled
def grouped(values: Ints, count: int) -> tuple[Ints, Ints]:
    """Where each of ``count`` values begins in an order by value, and that order (stable)."""
    first = np.zeros(count + 1, np.int64)
    for value in values:
        first[value + 1] += 1
    for value in range(count):
        first[value + 1] += first[value]
    order, free = np.empty(len(values), np.int64), first.copy()
    for row in range(len(values)):
        order[free[values[row]]] = row
        free[values[row]] += 1
    return first, order


@compiled
def _move(kept: Labels, rows: Ints, labels: Ints, source: int, target: int) -> None:
    """Put one of the ways that are kept in the place of another."""
    if source == target:
        return
    for k in range(kept.money.shape[1]):
        kept.money[target, k] = kept.money[source, k]
    kept.hours[target], kept.co2[target] = kept.hours[source], kept.co2[source]
    kept.needs[target], kept.ties[target] = kept.needs[source], kept.ties[source]
    rows[target], labels[target] = rows[source], labels[source]


@compiled
def undominated(
    tail: Ints, head: Ints, form: Floats, hours: Floats, co2: Floats, needs: Ints, ties: Ints
) -> Ints:
    """Which moves are left without those than which another between the same two is as good.

    As good is what no tonnage can tell to be worse: in dollars for each quantity, hours, CO2e,
    conditions and ties. Those that join the same two stand in a row.
    """
    kept = np.empty(len(tail), np.int64)
    count, begin = 0, 0
    for row in range(len(tail)):
        if count > begin and (tail[kept[begin]] != tail[row] or head[kept[begin]] != head[row]):
            begin = count
        beaten = False
        left = begin
        for at in range(begin, count):
            other = kept[at]
            no_worse = hours[other] <= hours[row] and co2[other] <= co2[row]
            no_worse &= not needs[other] & ~needs[row] and ties[other] <= ties[row]
            no_better = hours[other] >= hours[row] and co2[other] >= co2[row]
            no_better &= not needs[row] & ~needs[other] and ties[other] >= ties[row]
            for k in range(form.shape[1]):
                no_worse &= form[other, k] <= form[row, k]
                no_better &= form[other, k] >= form[row, k]
            beaten |= no_worse
            if beaten or not no_better:
                kept[left] = other
                left += 1
        count = left
        if not beaten:
            kept[count] = row
            count += 1
    return kept[:count].copy()


class Steps(NamedTuple):
    """Moves of every tonnage: what they join, their dollars, and the rest as of `Labels`.

    Those that join the same two stand in a row. Most have dollars for few quantities:
    ``usd`` for each of ``quantity`` from ``begin`` of a move to before that of the next.
    """

    tail: Ints
    head: Ints
    begin: Ints
    quantity: Ints
    usd: Floats
    hours: Floats
    co2: Floats
    needs: Ints
    ties: Ints


class Use(NamedTuple):
    """How a class of tonnages uses moves.

    Attributes
    ----------
    coordinates
        Matrix from dollars per quantity to the coordinates of the class.
    always, never
        Bits of the conditions that hold for all of its tonnages, and for none.
    """

    coordinates: Floats
    always: int
    never: int


@compiled
def inside(
    steps: Steps, leaving: Bools, entering: Bools, use: Use, span: Span
) -> tuple[Ints, Labels]:
    """Moves that some tonnage of a class may use, and prefer to others between the same two.

    ``leaving`` and ``entering`` say which tails and heads may be used at all.

    Returns
    -------
    rows, weights
        Which moves, in order, and what they weigh.
    """
    total, size_of = len(steps.tail), use.coordinates.shape[1]
    rows = np.empty(total, np.int64)
    kept = Labels(
        np.empty((total, size_of)), np.empty(total), np.empty(total),
        np.empty(total, np.int64), np.empty(total, np.int64),
    )  # fmt: skip
    trial = np.empty(size_of)
    count, begin = 0, 0
    for row in range(total):
        if not leaving[steps.tail[row]] or not entering[steps.head[row]]:
            continue
        if steps.needs[row] & use.never:
            continue
        if count > begin and (
            steps.tail[rows[begin]] != steps.tail[row] or steps.head[rows[begin]] != steps.head[row]
        ):
            begin = count
        trial[:] = 0.0
        for at in range(steps.begin[row], steps.begin[row + 1]):
            usd, quantity = steps.usd[at], steps.quantity[at]
            for k in range(size_of):
                trial[k] += usd * use.coordinates[quantity, k]
        needs = steps.needs[row] & ~use.always
        beaten = False
        left = begin
        for at in range(begin, count):
            who = 0
            if not beaten:
                who = verdict(
                    kept.money, at, kept.hours[at], kept.co2[at], kept.needs[at], kept.ties[at],
                    trial, steps.hours[row], steps.co2[row], needs, steps.ties[row], span,
                )  # fmt: skip
            beaten |= who > 0
            if who >= 0:
                _move(kept, rows, rows, at, left)
                left += 1
        count = left
        if beaten:
            continue
        for k in range(size_of):
            kept.money[count, k] = trial[k]
        kept.hours[count], kept.co2[count] = steps.hours[row], steps.co2[row]
        kept.needs[count], kept.ties[count] = needs, steps.ties[row]
        rows[count] = row
        count += 1
    return rows[:count].copy(), Labels(
        kept.money[:count].copy(), kept.hours[:count].copy(), kept.co2[:count].copy(),
        kept.needs[:count].copy(), kept.ties[:count].copy(),
    )  # fmt: skip


@compiled
def on_a_way(steps: Steps, rows: Ints, starts: Ints, ends: Ints, states: int) -> Ints:
    """Numbers for the states on some way over some moves between two kinds of states.

    Those on none have -1.
    """
    tail, head = steps.tail[rows], steps.head[rows]
    first, last = np.zeros(states, np.bool_), np.zeros(states, np.bool_)
    for state in starts:
        first[state] = True
    for state in ends:
        last[state] = True
    forward, backward = reached(tail, head, first), reached(head, tail, last)
    number = np.full(states, NONE, np.int64)
    count = 0
    for state in range(states):
        if forward[state] and backward[state]:
            number[state] = count
            count += 1
    return number


@compiled
def graph_of(tails: Ints, heads: Ints, rows: Ints, weights: Labels, number: Ints) -> Graph:
    """The graph of some moves between the states that have a number.

    ``rows`` says which of all moves they are, ``weights`` what these weigh.
    """
    states = number.max() + 1
    first = np.zeros(states + 1, np.int64)
    for row in rows:
        if number[tails[row]] != NONE and number[heads[row]] != NONE:
            first[number[heads[row]] + 1] += 1
    for state in range(states):
        first[state + 1] += first[state]
    total, free = first[states], first.copy()
    which, tail, head = (
        np.empty(total, np.int64), np.empty(total, np.int64), np.empty(total, np.int64)
    )  # fmt: skip
    money = np.empty((total, weights.money.shape[1]))
    hours, co2 = np.empty(total), np.empty(total)
    needs, ties = np.empty(total, np.int64), np.empty(total, np.int64)
    for i in range(len(rows)):
        start, end = number[tails[rows[i]]], number[heads[rows[i]]]
        if start == NONE or end == NONE:
            continue
        at = free[end]
        free[end] += 1
        which[at], tail[at], head[at] = rows[i], start, end
        for k in range(money.shape[1]):
            money[at, k] = weights.money[i, k]
        hours[at], co2[at] = weights.hours[i], weights.co2[i]
        needs[at], ties[at] = weights.needs[i], weights.ties[i]
    first_out, out = grouped(tail, states)
    return Graph(first, which, tail, first_out, out, head, money, hours, co2, needs, ties)


class Side(NamedTuple):
    """Ways of some ends: which they are, where those of each begin, and the ways."""

    which: Ints
    first: Ints
    ends: Ends


@compiled
def ends_of(steps: Steps, rows: Ints, weights: Labels, number: Ints, stops: int) -> Side:
    """Ways of the ends, which are numbered to ``stops``, to the states that have a number."""
    first = np.zeros(stops + 1, np.int64)
    for row in rows:
        if number[steps.head[row]] != NONE:
            first[steps.tail[row] + 1] += 1
    for stop in range(stops):
        first[stop + 1] += first[stop]
    total = first[stops]
    which, state = np.empty(total, np.int64), np.empty(total, np.int64)
    money = np.empty((total, weights.money.shape[1]))
    hours, co2 = np.empty(total), np.empty(total)
    needs, ties = np.empty(total, np.int64), np.empty(total, np.int64)
    at = 0
    for i in range(len(rows)):
        into = number[steps.head[rows[i]]]
        if into == NONE:
            continue
        which[at], state[at] = rows[i], into
        for k in range(money.shape[1]):
            money[at, k] = weights.money[i, k]
        hours[at], co2[at] = weights.hours[i], weights.co2[i]
        needs[at], ties[at] = weights.needs[i], weights.ties[i]
        at += 1
    return Side(which, first, Ends(state, money, hours, co2, needs, ties))


@compiled
def _least_most(money: Floats, hours: Floats, co2: Floats, span: Span) -> tuple[Floats, Floats]:
    """Least and most that moves weigh for any tonnage of a class, by what they are compared by.

    Where the number of vehicles is the same for all tonnages, dollars are compared, else
    dollars per tonne, which then hardly change. The front of cost and hours is compared by
    cost.
    """
    count, size_of = money.shape
    least, most = np.zeros(count), np.zeros(count)
    for row in range(count):
        if span.objective == BY_TIME:
            least[row] = most[row] = hours[row]
        elif span.objective == BY_CO2E:
            least[row] = most[row] = co2[row]
        elif size_of == 2:
            least[row] = money[row, 0] + money[row, 1] * span.least_t
            most[row] = money[row, 0] + money[row, 1] * span.most_t
        else:
            least[row] = money[row, 0] / span.most_t + money[row, 1]
            most[row] = money[row, 0] / span.least_t + money[row, 1]
            for k in range(2, size_of):
                most[row] += max(0.0, money[row, k]) / span.least_t
                least[row] += min(0.0, money[row, k]) / span.least_t
        if span.objective == BY_GENERALISED:
            scale_least = span.least_t if size_of == 2 else 1.0
            scale_most = span.most_t if size_of == 2 else 1.0
            least[row] += hours[row] * span.hour_least * scale_least
            most[row] += hours[row] * span.hour_most * scale_most
    return least, most


class Weights(NamedTuple):
    """Least and most that the moves and the ways of ends weigh (`_least_most`).

    What not every tonnage of the class may use has no most; ``partial`` if there is any such.
    """

    least: Floats
    most: Floats
    least_before: Floats
    most_before: Floats
    least_after: Floats
    most_after: Floats
    partial: bool


@compiled
def _without_most(most: Floats, needs: Ints, choices: int) -> bool:
    """Make infinite what not every tonnage may use; whether there is any such."""
    found = False
    for row in range(len(most)):
        if needs[row] & ~choices:
            most[row] = np.inf
            found = True
    return found


@compiled
def weights_of(graph: Graph, before: Ends, after: Ends, span: Span) -> Weights:
    """What everything weighs for a class."""
    least, most = _least_most(graph.money, graph.hours, graph.co2, span)
    least_before, most_before = _least_most(before.money, before.hours, before.co2, span)
    least_after, most_after = _least_most(after.money, after.hours, after.co2, span)
    partial = _without_most(most, graph.needs, span.choices)
    partial |= _without_most(most_before, before.needs, span.choices)
    partial |= _without_most(most_after, after.needs, span.choices)
    return Weights(least, most, least_before, most_before, least_after, most_after, partial)


@compiled
def _settled(first: Ints, moves: Ints, onward: Ints, weight: Floats, key: Keys) -> Ints:
    """Nodes in the order in which the first of several searches reaches them, then all others.

    ``key`` holds what the nodes (rows) begin with in each of the searches (columns).
    """
    nodes = len(first) - 1
    least = np.full(nodes, np.inf)
    heap, order = np.empty(nodes, np.int64), np.empty(nodes, np.int64)
    place = np.full(nodes, NONE, np.int64)
    done = np.zeros(nodes, np.bool_)
    size, count = 0, 0
    for node in range(nodes):
        for j in range(key.shape[1]):
            least[node] = min(least[node], key[node, j])
        if least[node] < np.inf:
            size = heaps.put(heap, size, place, least, node)
    while size > 0:
        node = heaps.take(heap, size, place, least)
        size -= 1
        done[node] = True
        order[count] = node
        count += 1
        for at in range(first[node], first[node + 1]):
            move = moves[at]
            to, new = onward[move], least[node] + weight[move]
            if new < least[to] and not done[to]:
                least[to] = new
                size = heaps.put(heap, size, place, least, to)
    for node in range(nodes):
        if not done[node]:
            order[count] = node
            count += 1
    return order


@compiled
def _lowered(here: Keys, step: Number, there: Keys) -> bool:
    """Lower keys to those that a step leads to; whether any was higher.

    By itself and without branches, so that the processor compares many at once.
    """
    better = False
    for j in range(len(here)):
        new, old = here[j] + step, there[j]
        there[j] = new if new < old else old
        better |= new < old
    return better


@compiled
def _lowered_with(
    here: Keys, step: Number, there: Keys, value: Keys, second: Number, onward: Keys
) -> bool:
    """As `_lowered`; where a key is lowered, ``onward`` becomes ``value`` plus ``second``."""
    better = False
    for j in range(len(here)):
        if here[j] + step < there[j]:
            there[j] = here[j] + step
            onward[j] = value[j] + second
            better = True
    return better


@compiled
def _spread(
    first: Ints, moves: Ints, onward: Ints, order: Ints, weight: Floats, key: Keys,
    second: Floats, value: Keys,
) -> None:  # fmt: skip
    """Least keys of all nodes (rows) for many searches beside each other (columns).

    ``key`` and ``value`` hold what the nodes begin with; ``value`` adds up ``second`` along
    the way of the least key, and may be without columns. Corrects labels until none changes;
    with the nodes in an ``order`` in which they are about reached, few change twice
    (Bellman-Ford).
    """
    number = key.dtype.type
    waiting = np.zeros(len(key), np.bool_)
    for node in range(len(key)):
        for j in range(key.shape[1]):
            waiting[node] |= key[node, j] < np.inf
    changed = True
    while changed:
        changed = False
        for node in order:
            if not waiting[node]:
                continue
            waiting[node] = False
            for at in range(first[node], first[node + 1]):
                move = moves[at]
                if weight[move] == np.inf:
                    continue
                step, to = number(weight[move]), onward[move]
                if value.shape[1]:
                    better = _lowered_with(
                        key[node], step, key[to], value[node], number(second[move]), value[to]
                    )
                else:
                    better = _lowered(key[node], step, key[to])
                if better:
                    waiting[to] = True
                    changed = True


@compiled
def _by_origin(first_pair: Ints, pair_origin: Ints, origins: int) -> tuple[Ints, Ints, Ints]:
    """Where the pairs of each origin begin in an order by origin, it, and the row of the
    destination of each pair.
    """
    first, order = grouped(pair_origin, origins)
    to = np.empty(len(pair_origin), np.int64)
    for i in range(len(first_pair) - 1):
        to[first_pair[i] : first_pair[i + 1]] = i
    return first, order, to


@compiled
def _reached_from(
    before: Ends, first_before: Ints, first_pair: Ints, pair_origin: Ints, key: Floats,
    value: Floats, weights: Weights,
) -> Floats:  # fmt: skip
    """What some route of each pair weighs at most; infinite if there is none.

    ``key`` is what a state weighs on to each destination; if hours, of which the least are
    sought, ``value`` is their weight. The destinations of an origin are looked at together,
    as they stand in memory.
    """
    first, order, to = _by_origin(first_pair, pair_origin, len(first_before) - 1)
    both = value.shape[1] > 0
    best = np.full(len(pair_origin), np.inf)
    fastest = np.full(len(pair_origin), np.inf)
    for origin in range(len(first_before) - 1):
        pairs = order[first[origin] : first[origin + 1]]
        for row in range(first_before[origin], first_before[origin + 1]):
            at, weight = before.state[row], weights.most_before[row]
            if weight == np.inf:
                continue
            for pair in pairs:
                if not both:
                    best[pair] = min(best[pair], weight + key[at, to[pair]])
                elif before.hours[row] + key[at, to[pair]] < fastest[pair]:
                    fastest[pair] = before.hours[row] + key[at, to[pair]]
                    best[pair] = weight + value[at, to[pair]]
    return best


@compiled
def _leave(
    before: Ends, first_before: Ints, first_pair: Ints, pair_origin: Ints, weights: Weights,
    best: Floats, most: Floats, left: Rough,
) -> None:  # fmt: skip
    """Fill in with what every state that an origin leads to is left, the least of all pairs."""
    first, order, to = _by_origin(first_pair, pair_origin, len(first_before) - 1)
    for origin in range(len(first_before) - 1):
        pairs = order[first[origin] : first[origin + 1]]
        for row in range(first_before[origin], first_before[origin + 1]):
            at, weight = before.state[row], weights.least_before[row]
            for pair in pairs:
                if most[pair] > -np.inf:
                    left[at, to[pair]] = min(left[at, to[pair]], weight - best[pair])


@compiled
def _routes(
    graph: Graph, before: Ends, first_before: Ints, after: Ends, first_after: Ints,
    wanted: Ints, first_pair: Ints, pair_origin: Ints, weight: Floats, ends: Floats,
    weights: Weights, keys: Keys, values: Keys,
) -> tuple[Floats, Ints]:  # fmt: skip
    """What some route of each pair weighs at most, and the states about in its order.

    A sweep backward finds, for every state, the way on that is least by ``weight`` and, at the
    end, ``ends``. ``keys`` is an empty array of the kind that these are added up in; ``values``
    alike for `Weights.most` along that way, without columns where that is ``weight`` itself.
    """
    states, count = len(graph.first) - 1, len(wanted)
    key = np.full((states, count), np.inf, keys.dtype)
    value = np.full((states, count if values.shape[1] else 0), np.inf, values.dtype)
    for i in range(count):
        for row in range(first_after[wanted[i]], first_after[wanted[i] + 1]):
            into = after.state[row]
            if weights.most_after[row] < np.inf and ends[row] < key[into, i]:
                key[into, i] = ends[row]
                if values.shape[1]:
                    value[into, i] = weights.most_after[row]
    every = np.arange(len(graph.tail))
    order = _settled(graph.first, every, graph.tail, weight, key)
    _spread(graph.first, every, graph.tail, order, weight, key, weights.most, value)
    best = _reached_from(before, first_before, first_pair, pair_origin, key, value, weights)
    return best, order


@compiled
def slacks(
    graph: Graph, before: Ends, first_before: Ints, after: Ends, first_after: Ints,
    wanted: Ints, first_pair: Ints, pair_origin: Ints, weights: Weights, span: Span,
) -> tuple[Rough, Floats]:  # fmt: skip
    """By how much the way on from a state may weigh at most and still be part of a best route.

    A row for each state, a column for each destination that is wanted. Every pair has a route
    no worse than some (`_routes`). A forward sweep takes what the way from an origin weighs at
    least from that. What weighs more than what is left at a state is no part of a best route
    of any origin that is asked for.

    Returns
    -------
    slack, most
        By state and destination; and the most that a best route of each pair may weigh.
    """
    states, count = len(graph.first) - 1, len(wanted)
    both = span.objective == BY_BOTH
    rough = np.empty((0, 0), np.float32)
    if both:
        # Of a front the fastest route has the highest cost: which that is must not be rounded.
        hours = np.where(weights.most < np.inf, graph.hours, np.inf)
        fine = np.empty((0, 1))
        best, order = _routes(
            graph, before, first_before, after, first_after, wanted, first_pair, pair_origin,
            hours, after.hours, weights, fine, fine,
        )  # fmt: skip
    else:
        best, order = _routes(
            graph, before, first_before, after, first_after, wanted, first_pair, pair_origin,
            weights.most, weights.most_after, weights, rough, rough,
        )  # fmt: skip
    room = 0.0
    if span.objective == BY_TIME:
        room = 2 * SECONDS
    elif span.objective == BY_CO2E:
        room = 2 * GRAMS / span.least_t
    else:
        room = 2 * CENT / (1.0 if graph.money.shape[1] == 2 else span.least_t)
    room += 1e-9
    most = np.full(len(pair_origin), np.inf)
    for pair in range(len(best)):
        if both and weights.partial:
            # What only some tonnages may use may be faster than all this, and dearer.
            best[pair] = np.inf
        if best[pair] == np.inf and not weights.partial:
            most[pair] = -np.inf  # nothing leads there
        else:
            most[pair] = best[pair] * (1 + ROUGHLY) + room
    left = np.full((states, count), np.inf, np.float32)
    _leave(before, first_before, first_pair, pair_origin, weights, best, most, left)
    _spread(
        graph.first_out, graph.out, graph.head, order[::-1], weights.least, left, weights.least,
        rough,
    )  # fmt: skip
    # What is left is the difference of numbers that are rounded by parts of the greatest.
    spare = np.full(count, np.float32(room))
    for i in range(count):
        for pair in range(first_pair[i], first_pair[i + 1]):
            if best[pair] < np.inf:
                spare[i] = max(spare[i], np.float32(room + ROUGHLY * best[pair]))
    for state in range(states):
        for i in range(count):
            left[state, i] = spare[i] - left[state, i]
    return left, most


@compiled
def tree(
    graph: Graph, ends: Ends, first_end: int, last_end: int, weights: Weights, slack: Rough,
    span: Span,
) -> Tree:  # fmt: skip
    """Every way from any state to one destination that some tonnage of a class may prefer.

    Parameters
    ----------
    graph
        The moves.
    ends, first_end, last_end
        Rows of the ways onward from a state to the destination.
    weights, slack
        What moves weigh at least, and the most that a way on from a state may.
    span
        The class and what labels are compared by.
    """
    states = len(graph.first) - 1
    size_of = graph.money.shape[1]
    capacity = FIRST_LABELS
    head = np.full(states, NONE, np.int64)
    following = np.empty(capacity, np.int64)
    money = np.empty((capacity, size_of))
    hours, co2, keys = np.empty(capacity), np.empty(capacity), np.empty(capacity)
    least = np.empty(capacity)
    needs = np.empty(capacity, np.int64)
    ties, before, move, state = needs.copy(), needs.copy(), needs.copy(), needs.copy()
    heap, place = np.empty(capacity, np.int64), np.full(capacity, NONE, np.int64)
    count, size = 0, 0
    trial = np.empty(size_of)
    popped = NONE
    begin, end = first_end, last_end
    while True:
        # First the ends themselves, then the moves into the state of each settled label.
        for at in range(begin, end):
            if popped == NONE:
                into = ends.state[at]
                trial_least = weights.least_after[at]
                if trial_least > slack[into]:
                    continue
                for k in range(size_of):
                    trial[k] = ends.money[at, k]
                trial_h, trial_co2 = ends.hours[at], ends.co2[at]
                trial_needs, trial_ties = ends.needs[at], ends.ties[at]
            else:
                into = graph.tail[at]
                trial_least = least[popped] + weights.least[at]
                if trial_least > slack[into]:
                    continue
                for k in range(size_of):
                    trial[k] = money[popped, k] + graph.money[at, k]
                trial_h = hours[popped] + graph.hours[at]
                trial_co2 = co2[popped] + graph.co2[at]
                trial_needs = needs[popped] | graph.needs[at]
                trial_ties = ties[popped] + graph.ties[at]
            beaten = False
            last, rival = NONE, head[into]
            while rival != NONE:
                onward = following[rival]
                who = verdict(
                    money, rival, hours[rival], co2[rival], needs[rival],
                    ties[rival], trial, trial_h, trial_co2, trial_needs, trial_ties, span,
                )  # fmt: skip
                if who > 0:
                    beaten = True
                    break
                if who < 0:
                    state[rival] = NONE
                    if last == NONE:
                        head[into] = onward
                    else:
                        following[last] = onward
                else:
                    last = rival
                rival = onward
            if beaten:
                continue
            if count == capacity:
                capacity *= 2
                following, needs, before = _longer(following), _longer(needs), _longer(before)
                move, state, heap = _longer(move), _longer(state), _longer(heap)
                ties, least = _longer(ties), _longer_floats(least)
                place = _longer(place)
                place[count:] = NONE
                hours, co2 = _longer_floats(hours), _longer_floats(co2)
                keys, money = _longer_floats(keys), _taller(money)
            for k in range(size_of):
                money[count, k] = trial[k]
            hours[count], co2[count] = trial_h, trial_co2
            needs[count], ties[count] = trial_needs, trial_ties
            least[count] = trial_least
            before[count], move[count], state[count] = popped, at, into
            keys[count] = _key(trial, trial_h, trial_co2, span)
            following[count] = head[into]
            head[into] = count
            size = heaps.put(heap, size, place, keys, count)
            count += 1
        popped = NONE
        while size > 0 and popped == NONE:
            label = heaps.take(heap, size, place, keys)
            size -= 1
            if state[label] != NONE:
                popped = label
        if popped == NONE:
            break
        begin, end = graph.first[state[popped]], graph.first[state[popped] + 1]
    return Tree(
        head, following[:count], money[:count], hours[:count], co2[:count], needs[:count],
        ties[:count], before[:count], move[:count], least[:count],
    )  # fmt: skip


@compiled
def least_of(tree: Tree, states: Ints) -> tuple[Labels, Floats]:
    """Of some states: the least of each quantity over their labels, and of what these weigh."""
    size_of = tree.money.shape[1]
    money = np.empty((len(states), size_of))
    hours, co2 = np.empty(len(states)), np.empty(len(states))
    needs, ties = np.empty(len(states), np.int64), np.empty(len(states), np.int64)
    least = np.full(len(states), np.inf)
    for row in range(len(states)):
        label = tree.head[states[row]]
        if label == NONE:
            continue
        money[row] = tree.money[label]
        hours[row], co2[row] = tree.hours[label], tree.co2[label]
        needs[row], ties[row] = tree.needs[label], tree.ties[label]
        least[row] = tree.least[label]
        label = tree.following[label]
        while label != NONE:
            for k in range(size_of):
                money[row, k] = min(money[row, k], tree.money[label, k])
            hours[row] = min(hours[row], tree.hours[label])
            co2[row] = min(co2[row], tree.co2[label])
            needs[row] &= tree.needs[label]
            ties[row] = min(ties[row], tree.ties[label])
            least[row] = min(least[row], tree.least[label])
            label = tree.following[label]
    return Labels(money, hours, co2, needs, ties), least


@compiled
def _beater(
    labels: Labels, count: int,
    trial: Floats, trial_h: float, trial_co2: float, trial_needs: int, trial_ties: int,
    span: Span,
) -> int:  # fmt: skip
    """The first of ``count`` labels that beats a trial; -1 if none does."""
    for k in range(count):
        who = verdict(
            labels.money, k, labels.hours[k], labels.co2[k], labels.needs[k], labels.ties[k],
            trial, trial_h, trial_co2, trial_needs, trial_ties, span,
        )  # fmt: skip
        if who > 0:
            return k
    return NONE


@compiled
def joined(
    tree: Tree, ends: Ends, first_end: int, last_end: int, at: Ints, onward: Labels,
    least_onward: Floats, least: Floats, most: float, span: Span,
) -> tuple[Ints, Ints]:  # fmt: skip
    """Ways from an origin over the labels of a tree that some tonnage may prefer.

    Parameters
    ----------
    tree
        Ways on to a destination.
    ends, first_end, last_end
        Rows of the ways from the origin.
    at, onward, least_onward
        Which of some states each row leads to, and what `least_of` says of these.
    least, most
        What each row weighs at least, and the most that a best way may weigh.
    span
        The class and what is compared.

    Returns
    -------
    rows, labels
        The row of ``ends`` that a way begins with, and the label that it goes on with.
    """
    size_of = ends.money.shape[1]
    capacity = 16
    rows, labels = np.empty(capacity, np.int64), np.empty(capacity, np.int64)
    kept = Labels(
        np.empty((capacity, size_of)), np.empty(capacity), np.empty(capacity),
        np.empty(capacity, np.int64), np.empty(capacity, np.int64),
    )  # fmt: skip
    trial = np.empty(size_of)
    count = 0
    for row in range(first_end, last_end):
        label = tree.head[ends.state[row]]
        if label == NONE:
            continue
        state = at[row]
        if least[row] + least_onward[state] > most:
            continue
        # If a way no worse than the best onward from this state is beaten, all are.
        for k in range(size_of):
            trial[k] = ends.money[row, k] + onward.money[state, k]
        beater = _beater(
            kept, count, trial, ends.hours[row] + onward.hours[state],
            ends.co2[row] + onward.co2[state], ends.needs[row] | onward.needs[state],
            ends.ties[row] + onward.ties[state], span,
        )  # fmt: skip
        if beater != NONE:
            if beater > 0:
                # Who beats one often beats the next: it is asked first.
                _swap(kept, rows, labels, beater)
            continue
        while label != NONE:
            if least[row] + tree.least[label] > most:
                label = tree.following[label]
                continue
            for k in range(size_of):
                trial[k] = ends.money[row, k] + tree.money[label, k]
            trial_h = ends.hours[row] + tree.hours[label]
            trial_co2 = ends.co2[row] + tree.co2[label]
            trial_needs = ends.needs[row] | tree.needs[label]
            trial_ties = ends.ties[row] + tree.ties[label]
            beater = _beater(kept, count, trial, trial_h, trial_co2, trial_needs, trial_ties, span)
            if beater > 0:
                # Who beats one often beats the next: it is asked first.
                _swap(kept, rows, labels, beater)
            if beater == NONE:
                left = 0
                for k in range(count):
                    who = verdict(
                        kept.money, k, kept.hours[k], kept.co2[k], kept.needs[k], kept.ties[k],
                        trial, trial_h, trial_co2, trial_needs, trial_ties, span,
                    )  # fmt: skip
                    if who >= 0:
                        _move(kept, rows, labels, k, left)
                        left += 1
                count = left
                if count == capacity:
                    capacity *= 2
                    rows, labels = _longer(rows), _longer(labels)
                    kept = Labels(
                        _taller(kept.money), _longer_floats(kept.hours),
                        _longer_floats(kept.co2), _longer(kept.needs), _longer(kept.ties),
                    )  # fmt: skip
                for k in range(size_of):
                    kept.money[count, k] = trial[k]
                kept.hours[count], kept.co2[count] = trial_h, trial_co2
                kept.needs[count], kept.ties[count] = trial_needs, trial_ties
                rows[count], labels[count] = row, label
                count += 1
            label = tree.following[label]
    return rows[:count], labels[:count]


@compiled
def _swap(kept: Labels, rows: Ints, labels: Ints, other: int) -> None:
    """Exchange one of the ways that are kept with the first."""
    for k in range(kept.money.shape[1]):
        kept.money[0, k], kept.money[other, k] = kept.money[other, k], kept.money[0, k]
    kept.hours[0], kept.hours[other] = kept.hours[other], kept.hours[0]
    kept.co2[0], kept.co2[other] = kept.co2[other], kept.co2[0]
    kept.needs[0], kept.needs[other] = kept.needs[other], kept.needs[0]
    kept.ties[0], kept.ties[other] = kept.ties[other], kept.ties[0]
    rows[0], rows[other] = rows[other], rows[0]
    labels[0], labels[other] = labels[other], labels[0]


@compiled
def _numbered(states: Ints, count: int) -> tuple[Ints, Ints]:
    """The different states among ``count``, and which of them each is."""
    number = np.full(count, NONE, np.int64)
    different = np.empty(len(states), np.int64)
    at = np.empty(len(states), np.int64)
    found = 0
    for row in range(len(states)):
        state = states[row]
        if number[state] == NONE:
            number[state] = found
            different[found] = state
            found += 1
        at[row] = number[state]
    return different[:found], at


@compiled
def candidates(
    graph: Graph,
    origins: Ends,
    first_origin: Ints,
    destinations: Ends,
    first_destination: Ints,
    wanted: Ints,
    first_pair: Ints,
    pair_origin: Ints,
    span: Span,
) -> tuple[Ints, Ints, Ints, Ints]:
    """Ways between some pairs of ends that some tonnage may prefer.

    Parameters
    ----------
    graph
        The moves.
    origins, first_origin, destinations, first_destination
        Ways from the origins and to the destinations, and where those of each begin.
    wanted, first_pair, pair_origin
        Numbers of the destinations that are asked for; where the pairs of each begin, one
        more than there are destinations; the origin of each pair.
    span
        The class and what is compared.

    Returns
    -------
    first, rows, begin, moves
        Where the ways of each pair begin, one more than there are pairs; the row of
        ``origins`` and of ``destinations`` that each begins and ends with; where its moves
        begin in ``moves``.
    """
    first = np.zeros(len(pair_origin) + 1, np.int64)
    rows = np.empty((1024, 2), np.int64)
    begin = np.zeros(1025, np.int64)
    moves = np.empty(8192, np.int64)
    found, steps = 0, 0
    states, at = _numbered(origins.state, len(graph.first) - 1)
    weights = weights_of(graph, origins, destinations, span)
    slack, most = slacks(
        graph, origins, first_origin, destinations,
        first_destination, wanted, first_pair, pair_origin, weights, span,
    )  # fmt: skip
    for i in range(len(wanted)):
        low, high = first_destination[wanted[i]], first_destination[wanted[i] + 1]
        grown = tree(graph, destinations, low, high, weights, slack[:, i].copy(), span)
        onward, least_onward = least_of(grown, states)
        for pair in range(first_pair[i], first_pair[i + 1]):
            origin = pair_origin[pair]
            some_rows, some_labels = joined(
                grown, origins, first_origin[origin], first_origin[origin + 1],
                at, onward, least_onward, weights.least_before, most[pair], span,
            )  # fmt: skip
            for k in range(len(some_rows)):
                if found == len(rows):
                    taller = np.empty((2 * found, 2), np.int64)
                    taller[:found] = rows
                    rows = taller
                    longer = np.zeros(2 * found + 1, np.int64)
                    longer[: found + 1] = begin
                    begin = longer
                label = some_labels[k]
                while grown.before[label] != NONE:
                    if steps == len(moves):
                        moves = _longer(moves)
                    moves[steps] = grown.move[label]
                    steps += 1
                    label = grown.before[label]
                rows[found, 0], rows[found, 1] = some_rows[k], grown.move[label]
                found += 1
                begin[found] = steps
            first[pair + 1] = found
    return first, rows[:found], begin[: found + 1], moves[:steps]
