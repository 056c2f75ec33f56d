"""The dated label search over arrays, compiled by numba.

The same algorithm, order and ties as `corridors.solvers.timed` (its docstring says why it is
exact), in 64-bit integers: a label that would leave them ends the search with `TOO_LARGE`, and
the caller asks the search in Python. The compiled code is kept beside this module.
"""

from typing import NamedTuple

import numpy as np

from corridors.solvers.compiling import NONE, Ints, compiled

BY_COST, BY_TIME, BY_GENERALISED = 0, 1, 2
FOUND, TOO_LARGE = 0, 1
MOST = 1 << 60
"""No label weighs more: twice as much is still a 64-bit integer."""
CHANGES = (1 << 8) - 1
"""The bits of the ties that count changes of vehicle."""

# Columns of the moves.
HEAD, USD, HOURS, TIES, RATE, USD_LEFT, HOURS_LEFT, VALUE_LEFT, GATE, PARTS, PARTS_END = range(11)
MOVE_COLUMNS = 11
# Columns of the labels.
L_USD, L_T, L_TIES, L_RATE, L_STATE, L_MOVE, L_BEFORE, L_NEXT = range(8)
LABEL_COLUMNS, KEYS = 8, 3
FIRST_LABELS = 1 << 12


class Arrays(NamedTuple):
    """A graph as the kernel reads it; money in solver units x FINE, times in solver units.

    Attributes
    ----------
    first
        Where the moves of a state begin in ``moves``, one more than there are states. State 0
        is the start, 1 the end.
    moves
        A row a move: head, money, hours, ties, standing rate of its carriage, the bounds of
        money, hours and objective at its head, the opening of its gates (or -1), and which
        ``parts`` its hours are made of (none: they keep no hours).
    parts
        Units, and the opening that they keep to (or -1).
    opening
        Where the closed times of an opening begin in ``closed``, one more than there are.
    closed
        Start and end (exclusive), sorted and apart.
    """

    first: Ints
    moves: Ints
    parts: Ints
    opening: Ints
    closed: Ints


class Limits(NamedTuple):
    """What no label may exceed (``changes`` -1: not counted), and how many ends are enough.

    ``enough`` 0 finds all; ``time_rate`` is what an hour of the goods costs, solver units.
    """

    last: int
    usd: int
    changes: int
    enough: int
    time_rate: int


@compiled
def _opened(closed: Ints, low: int, high: int, t: int) -> tuple[int, int]:
    """The first open time from ``t`` on, and the next closure after it."""
    a, b = low, high
    while a < b:
        middle = (a + b) >> 1
        if closed[middle, 0] <= t:
            a = middle + 1
        else:
            b = middle
    if a > low and closed[a - 1, 1] > t:
        t = closed[a - 1, 1]
    return t, a


@compiled
def _end_of(closed: Ints, low: int, high: int, t: int, units: int) -> int:
    """When so many units of open time have run from ``t``: `Opening.end_of`."""
    if units <= 0:
        return t
    t, index = _opened(closed, low, high, t)
    while index < high and closed[index, 0] < t + units:
        units -= closed[index, 0] - t
        t = closed[index, 1]
        index += 1
    return t + units


@compiled
def _start_for(closed: Ints, low: int, high: int, t: int, units: int) -> int:
    """When ``units`` of open time in one piece begin: `Opening.start_for`."""
    t, index = _opened(closed, low, high, t)
    while index < high and closed[index, 0] < t + units:
        t = closed[index, 1]
        index += 1
    return t


@compiled
def _over(arrays: Arrays, move: int, t: int) -> int:
    """When a move that is begun at ``t`` is over."""
    row = arrays.moves[move]
    gate = row[GATE]
    if gate >= 0:
        low, high = arrays.opening[gate], arrays.opening[gate + 1]
        return int(_start_for(arrays.closed, low, high, t, row[HOURS]) + row[HOURS])
    if row[PARTS] == row[PARTS_END]:
        return int(t + row[HOURS])
    for part in range(row[PARTS], row[PARTS_END]):
        units, opening = arrays.parts[part, 0], arrays.parts[part, 1]
        if opening < 0:
            t += units
        else:
            low, high = arrays.opening[opening], arrays.opening[opening + 1]
            t = _end_of(arrays.closed, low, high, t, units)
    return t


@compiled
def _is_dominated(
    labels: Ints, rival: int, usd: int, t: int, ties: int, rate: int, counted: bool
) -> bool:
    """Whether a label is dominated by one of those settled at its state."""
    while rival != NONE:
        ahead = t - labels[rival, L_T]
        if ahead >= 0 and labels[rival, L_RATE] <= rate:
            worth = labels[rival, L_USD]
            if ahead > 0:
                worth += labels[rival, L_RATE] * ahead
            if (
                worth <= usd
                and (not counted or labels[rival, L_TIES] & CHANGES <= ties & CHANGES)
                and (worth < usd or ahead > 0 or labels[rival, L_TIES] <= ties)
            ):
                return True
        rival = labels[rival, L_NEXT]
    return False


@compiled
def _is_before(keys: Ints, labels: Ints, a: int, b: int) -> bool:
    """Whether label ``a`` is settled before ``b``: by rank, then by ties, then the older."""
    if keys[a, 0] != keys[b, 0]:
        return bool(keys[a, 0] < keys[b, 0])
    if keys[a, 1] != keys[b, 1]:
        return bool(keys[a, 1] < keys[b, 1])
    if keys[a, 2] != keys[b, 2]:
        return bool(keys[a, 2] < keys[b, 2])
    if labels[a, L_TIES] != labels[b, L_TIES]:
        return bool(labels[a, L_TIES] < labels[b, L_TIES])
    return a < b


@compiled
def _push(heap: Ints, size: int, keys: Ints, labels: Ints, label: int) -> None:
    at = size
    while at > 0:
        above = (at - 1) >> 2
        if not _is_before(keys, labels, label, heap[above]):
            break
        heap[at] = heap[above]
        at = above
    heap[at] = label


@compiled
def _pop(heap: Ints, size: int, keys: Ints, labels: Ints) -> int:
    """Take the first of ``size`` labels off the heap (each has four below it)."""
    first = heap[0]
    size -= 1
    moved = heap[size]
    at = 0
    while True:
        below = 4 * at + 1
        if below >= size:
            break
        least = below
        for other in range(below + 1, min(below + 4, size)):
            if _is_before(keys, labels, heap[other], heap[least]):
                least = other
        if not _is_before(keys, labels, heap[least], moved):
            break
        heap[at] = heap[least]
        at = least
    heap[at] = moved
    return int(first)


@compiled
def _grown(rows: Ints) -> Ints:
    more = np.empty((2 * rows.shape[0], rows.shape[1]), np.int64)
    more[: rows.shape[0]] = rows
    return more


@compiled
def _paths(labels: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """The moves of the labels at the end, one after another, and where each begins."""
    first = np.zeros(len(ends) + 1, np.int64)
    for number in range(len(ends)):
        length, label = 0, ends[number]
        while labels[label, L_MOVE] != NONE:
            length += 1
            label = labels[label, L_BEFORE]
        first[number + 1] = first[number] + length
    moves = np.empty(first[-1], np.int64)
    for number in range(len(ends)):
        at, label = first[number + 1], ends[number]
        while labels[label, L_MOVE] != NONE:
            at -= 1
            moves[at] = labels[label, L_MOVE]
            label = labels[label, L_BEFORE]
    return first, moves


@compiled
def search(arrays: Arrays, limits: Limits, objective: int, at: int) -> tuple[int, Ints, Ints, Ints]:
    """Labels at the end that no other dominates, in order of an objective.

    Parameters
    ----------
    arrays, limits
        The graph, and what no label may exceed.
    objective
        `BY_COST`, `BY_TIME` or `BY_GENERALISED`.
    at
        The departure, units after that of the clock.

    Returns
    -------
    status, ends, first, moves
        `FOUND` or `TOO_LARGE`; a row a label (money, time, ties); where its moves begin in
        the last array, one more than there are labels; the numbers of the moves.
    """
    labels = np.empty((FIRST_LABELS, LABEL_COLUMNS), np.int64)
    keys = np.empty((FIRST_LABELS, KEYS), np.int64)
    heap = np.empty(FIRST_LABELS, np.int64)
    settled = np.full(len(arrays.first) - 1, NONE, np.int64)
    ends = np.empty(16, np.int64)
    counted = limits.changes >= 0
    found, size, count, status = 0, 1, 1, FOUND
    labels[0] = (0, at, 0, MOST, 0, NONE, NONE, NONE)
    keys[0] = 0
    heap[0] = 0
    while size > 0 and (limits.enough == 0 or found < limits.enough) and status == FOUND:
        label = _pop(heap, size, keys, labels)
        size -= 1
        state = labels[label, L_STATE]
        usd, t, ties = labels[label, L_USD], labels[label, L_T], labels[label, L_TIES]
        hire = labels[label, L_RATE]
        if _is_dominated(labels, settled[state], usd, t, ties, hire, counted):
            continue
        labels[label, L_NEXT] = settled[state]
        settled[state] = label
        if state == 1:
            if found == len(ends):
                more = np.empty(2 * found, np.int64)
                more[:found] = ends
                ends = more
            ends[found] = label
            found += 1
            continue
        for move in range(arrays.first[state], arrays.first[state + 1]):
            row = arrays.moves[move]
            ready = _over(arrays, move, t)
            hours_least = ready + row[HOURS_LEFT]
            if hours_least > limits.last:
                continue
            rate = min(hire, row[RATE])
            wait = ready - t - row[HOURS]
            onward_usd = usd + row[USD]
            if wait > 0:
                onward_usd += rate * wait
            usd_least = onward_usd + row[USD_LEFT]
            if usd_least > limits.usd:
                continue
            onward_ties = ties + row[TIES]
            if counted and onward_ties & CHANGES > limits.changes:
                continue
            if onward_usd > MOST or onward_ties > MOST:
                status = TOO_LARGE
                break
            beaten = False
            for number in range(found):
                end = ends[number]
                if labels[end, L_USD] <= usd_least and labels[end, L_T] <= hours_least:
                    beaten = True
                    break
            head = row[HEAD]
            if beaten or _is_dominated(
                labels, settled[head], onward_usd, ready, onward_ties, rate, counted
            ):
                continue
            if count == len(labels):
                labels, keys = _grown(labels), _grown(keys)
            if size == len(heap):
                longer = np.empty(2 * size, np.int64)
                longer[:size] = heap
                heap = longer
            labels[count] = (onward_usd, ready, onward_ties, rate, head, move, label, NONE)
            if objective == BY_COST:
                keys[count] = (usd_least, hours_least, 0)
            elif objective == BY_TIME:
                keys[count] = (hours_least, usd_least, 0)
            else:
                value = onward_usd + limits.time_rate * ready + row[VALUE_LEFT]
                keys[count] = (value, hours_least, usd_least)
            _push(heap, size, keys, labels, count)
            size += 1
            count += 1
    results = np.empty((found, 3), np.int64)
    for number in range(found):
        results[number] = labels[ends[number], :3]
    first, moves = _paths(labels, ends[:found])
    return status, results, first, moves
