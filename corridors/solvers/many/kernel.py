"""Searches over the moves of a profile, compiled by numba.

Labels are vectors: money in the coordinates of a class of tonnages (`tonnages`), hours and
CO2e. One label dominates another if it is no worse for *every* tonnage of the class; the
greatest difference over a box of coordinates is a sum of greatest differences, one for each
coordinate, so no tonnage has to be tried. What survives is every way that is best for some
tonnage (Martins 1984, "On a multicriteria shortest path problem", EJOR 16, with the order of
White 1982, "Optimality and efficiency", ch. 2, over a polyhedral cone).

This module and `corridors.solvers.kernel` are the only ones that import numba; the compiled
code is kept beside them.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Function = TypeVar("Function", bound=Callable[..., Any])
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

compiled: Callable[[Function], Function] = cast(Any, numba.njit(cache=True, nogil=True))

BY_COST, BY_TIME, BY_GENERALISED, BY_CO2E, BY_BOTH = range(5)
"""What labels are compared by; `BY_BOTH` keeps the whole front of cost and hours."""
NONE = -1
CENT = 0.004
"""Dollars within which two ways are told apart by their moves in solver units: each of some
30 moves is rounded up by less than a hundredth of a cent."""
SECONDS = 0.004
"""Hours, for the same reason."""
GRAMS = 0.04
"""Kilograms of CO2e, for the same reason."""
EVEN = 1e-9
"""Float noise of dollars, hours and kilograms a tonne."""
FIRST_LABELS = 1 << 11


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
    """

    least_t: float
    most_t: float
    objective: int
    hour_least: float
    hour_most: float


class Graph(NamedTuple):
    """Moves by the state that they lead to.

    Attributes
    ----------
    first
        Where the moves into a state begin; one more than there are states.
    tail
        The state that a move leaves.
    money, hours, co2, needs
        Coordinates of its dollars, hours, kg of CO2e per tonne, conditions.
    """

    first: Ints
    tail: Ints
    money: Floats
    hours: Floats
    co2: Floats
    needs: Ints


class Ends(NamedTuple):
    """Ways between an end of a shipment and states: a row a way, as the moves of a `Graph`."""

    state: Ints
    money: Floats
    hours: Floats
    co2: Floats
    needs: Ints


class Tree(NamedTuple):
    """Labels of every state towards one destination.

    ``head`` is the first label of a state (or -1), ``following`` the next of the same state;
    ``before`` the label that it continues and ``move`` the move that it begins with (of a
    label that is an end itself -1, and the row of `Ends`).
    """

    head: Ints
    following: Ints
    money: Floats
    hours: Floats
    co2: Floats
    needs: Ints
    before: Ints
    move: Ints


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
def greatest(a: Floats, b: Floats, span: Span) -> float:
    """By how many dollars ``a`` may be dearer than ``b`` at most, over the class."""
    slope = a[1] - b[1]
    worst = a[0] - b[0] + slope * (span.most_t if slope > 0 else span.least_t)
    for k in range(2, len(a)):
        more = a[k] - b[k]
        if more > 0:
            worst += more
    return float(worst)


@compiled
def beats(
    a: Floats, a_h: float, a_co2: float, a_needs: int,
    b: Floats, b_h: float, b_co2: float, b_needs: int, span: Span,
) -> bool:  # fmt: skip
    """Whether no tonnage of the class can prefer ``b`` to ``a``, nor tell them apart for it."""
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
    worst = greatest(a, b, span)
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
def _push(heap: Ints, size: int, keys: Floats, label: int) -> None:
    at = size
    key = keys[label]
    while at > 0:
        above = (at - 1) >> 2
        if keys[heap[above]] <= key:
            break
        heap[at] = heap[above]
        at = above
    heap[at] = label


@compiled
def _pop(heap: Ints, size: int, keys: Floats) -> int:
    first = heap[0]
    size -= 1
    moved = heap[size]
    key = keys[moved]
    at = 0
    while True:
        below = 4 * at + 1
        if below >= size:
            break
        least = below
        for other in range(below + 1, min(below + 4, size)):
            if keys[heap[other]] < keys[heap[least]]:
                least = other
        if keys[heap[least]] >= key:
            break
        heap[at] = heap[least]
        at = least
    heap[at] = moved
    return int(first)


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
def tree(graph: Graph, ends: Ends, first_end: int, last_end: int, span: Span) -> Tree:
    """Every way from any state to one destination that some tonnage of a class may prefer.

    Parameters
    ----------
    graph
        The moves.
    ends, first_end, last_end
        Rows of the ways onward from a state to the destination.
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
    needs = np.empty(capacity, np.int64)
    before, move, state = needs.copy(), needs.copy(), needs.copy()
    heap = np.empty(capacity, np.int64)
    count, size = 0, 0
    trial = np.empty(size_of)
    popped = NONE
    begin, end = first_end, last_end
    while True:
        # First the ends themselves, then the moves into the state of each settled label.
        for at in range(begin, end):
            if popped == NONE:
                into = ends.state[at]
                for k in range(size_of):
                    trial[k] = ends.money[at, k]
                trial_h, trial_co2, trial_needs = ends.hours[at], ends.co2[at], ends.needs[at]
            else:
                into = graph.tail[at]
                for k in range(size_of):
                    trial[k] = money[popped, k] + graph.money[at, k]
                trial_h = hours[popped] + graph.hours[at]
                trial_co2 = co2[popped] + graph.co2[at]
                trial_needs = needs[popped] | graph.needs[at]
            beaten = False
            last, rival = NONE, head[into]
            while rival != NONE:
                if beats(
                    money[rival], hours[rival], co2[rival], needs[rival],
                    trial, trial_h, trial_co2, trial_needs, span,
                ):  # fmt: skip
                    beaten = True
                    break
                onward = following[rival]
                if beats(
                    trial, trial_h, trial_co2, trial_needs,
                    money[rival], hours[rival], co2[rival], needs[rival], span,
                ):  # fmt: skip
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
                hours, co2 = _longer_floats(hours), _longer_floats(co2)
                keys, money = _longer_floats(keys), _taller(money)
            money[count] = trial
            hours[count], co2[count], needs[count] = trial_h, trial_co2, trial_needs
            before[count], move[count], state[count] = popped, at, into
            keys[count] = _key(trial, trial_h, trial_co2, span)
            following[count] = head[into]
            head[into] = count
            _push(heap, size, keys, count)
            size += 1
            count += 1
        popped = NONE
        while size > 0 and popped == NONE:
            label = _pop(heap, size, keys)
            size -= 1
            if state[label] != NONE:
                popped = label
        if popped == NONE:
            break
        begin, end = graph.first[state[popped]], graph.first[state[popped] + 1]
    return Tree(
        head, following[:count], money[:count], hours[:count], co2[:count], needs[:count],
        before[:count], move[:count],
    )  # fmt: skip


@compiled
def joined(tree: Tree, ends: Ends, first_end: int, last_end: int, span: Span) -> tuple[Ints, Ints]:
    """Ways from an origin over the labels of a tree that some tonnage may prefer.

    Returns
    -------
    rows, labels
        The row of ``ends`` that a way begins with, and the label that it goes on with.
    """
    size_of = ends.money.shape[1]
    capacity = 16
    rows, labels = np.empty(capacity, np.int64), np.empty(capacity, np.int64)
    money = np.empty((capacity, size_of))
    hours, co2 = np.empty(capacity), np.empty(capacity)
    needs = np.empty(capacity, np.int64)
    trial = np.empty(size_of)
    count = 0
    for row in range(first_end, last_end):
        label = tree.head[ends.state[row]]
        while label != NONE:
            for k in range(size_of):
                trial[k] = ends.money[row, k] + tree.money[label, k]
            trial_h = ends.hours[row] + tree.hours[label]
            trial_co2 = ends.co2[row] + tree.co2[label]
            trial_needs = ends.needs[row] | tree.needs[label]
            beaten = False
            for k in range(count):
                if beats(
                    money[k], hours[k], co2[k], needs[k],
                    trial, trial_h, trial_co2, trial_needs, span,
                ):  # fmt: skip
                    beaten = True
                    if k > 0:
                        # Who beats one often beats the next: it is asked first.
                        for j in range(size_of):
                            money[0, j], money[k, j] = money[k, j], money[0, j]
                        hours[0], hours[k] = hours[k], hours[0]
                        co2[0], co2[k] = co2[k], co2[0]
                        needs[0], needs[k] = needs[k], needs[0]
                        rows[0], rows[k] = rows[k], rows[0]
                        labels[0], labels[k] = labels[k], labels[0]
                    break
            if not beaten:
                kept = 0
                for k in range(count):
                    if beats(
                        trial, trial_h, trial_co2, trial_needs,
                        money[k], hours[k], co2[k], needs[k], span,
                    ):  # fmt: skip
                        continue
                    if kept != k:
                        money[kept] = money[k]
                        hours[kept], co2[kept], needs[kept] = hours[k], co2[k], needs[k]
                        rows[kept], labels[kept] = rows[k], labels[k]
                    kept += 1
                count = kept
                if count == capacity:
                    capacity *= 2
                    rows, labels, needs = _longer(rows), _longer(labels), _longer(needs)
                    hours, co2, money = _longer_floats(hours), _longer_floats(co2), _taller(money)
                money[count] = trial
                hours[count], co2[count], needs[count] = trial_h, trial_co2, trial_needs
                rows[count], labels[count] = row, label
                count += 1
            label = tree.following[label]
    return rows[:count], labels[:count]


@compiled
def candidates(
    graph: Graph,
    origins: Ends,
    first_origin: Ints,
    destinations: Ends,
    first_destination: Ints,
    wanted: Ints,
    span: Span,
) -> tuple[Ints, Ints, Ints, Ints, int]:
    """Ways from every origin to some destinations that some tonnage may prefer.

    Parameters
    ----------
    graph
        The moves.
    origins, first_origin, destinations, first_destination
        Ways from the origins and to the destinations, and where those of each begin.
    wanted
        Numbers of the destinations that are asked for.
    span
        The class and what is compared.

    Returns
    -------
    first, rows, begin, moves
        Where the ways of ``wanted[i]`` from origin ``j`` begin (at ``i x origins + j``); the
        row of ``origins`` and of ``destinations`` that each begins and ends with; where its
        moves begin in ``moves``. The last number counts labels.
    """
    count = len(first_origin) - 1
    first = np.zeros(len(wanted) * count + 1, np.int64)
    rows = np.empty((1024, 2), np.int64)
    begin = np.zeros(1025, np.int64)
    moves = np.empty(8192, np.int64)
    found, steps, labels = 0, 0, 0
    for i in range(len(wanted)):
        number = wanted[i]
        low, high = first_destination[number], first_destination[number + 1]
        grown = tree(graph, destinations, low, high, span)
        labels += len(grown.hours)
        for j in range(count):
            some_rows, some_labels = joined(
                grown, origins, first_origin[j], first_origin[j + 1], span
            )
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
            first[i * count + j + 1] = found
    return first, rows[:found], begin[: found + 1], moves[:steps], labels
