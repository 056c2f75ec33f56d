"""The best way of shipments of one tonnage, compiled by numba.

With the tonnage given, a move has one weight, so one tree backward from a destination
(Dijkstra 1959, "A note on two problems in connexion with graphs", Numer. Math. 1) answers
every origin. Even ways are told apart as `corridors.solvers.many.choice.choose` does: by
hours, then by changes of vehicle and the order of vehicles.
"""

from typing import NamedTuple

import numpy as np

from corridors.solvers.compiling import NONE, Bools, Floats, Ints, compiled
from corridors.solvers.many import heap as heaps

EVEN = 1e-7
"""Dollars and hours that are float noise."""


class Moves(NamedTuple):
    """Moves by the state that they lead to, or ways of ends by the end.

    Attributes
    ----------
    first
        Where those of a state (or end) begin; one more than there are.
    state
        The state that a move leaves, or that a way of an end joins.
    usd, hours, ties
        Weight, hours and ties.
    """

    first: Ints
    state: Ints
    usd: Floats
    hours: Floats
    ties: Ints


class Ways(NamedTuple):
    """The best way of each pair of ends.

    Attributes
    ----------
    usd
        Weight; infinite where there is none.
    origin, destination
        Rows of the ways of the ends that it begins and ends with; -1 where there is none.
    begin, moves
        Where its moves begin in ``moves``, in order of travel; one more than there are pairs.
    """

    usd: Floats
    origin: Ints
    destination: Ints
    begin: Ints
    moves: Ints


@compiled
def _before(
    a_usd: float, a_h: float, a_ties: int, b_usd: float, b_h: float, b_ties: int
) -> bool:  # fmt: skip
    """Whether a way comes before another."""
    if a_usd < b_usd - EVEN:
        return True
    if a_usd > b_usd + EVEN:
        return False
    if a_h < b_h - EVEN:
        return True
    if a_h > b_h + EVEN:
        return False
    return a_ties < b_ties


@compiled
def best_ways(
    graph: Moves, origins: Moves, destinations: Moves, pair_origin: Ints, pair_destination: Ints
) -> Ways:
    """The best way of each pair; pairs of one destination stand together.

    A tree grows until no state further away can begin a better way than its pairs have.
    """
    states = len(graph.first) - 1
    pairs = len(pair_origin)
    usd = np.full(pairs, np.inf)
    start, end = np.full(pairs, NONE, np.int64), np.full(pairs, NONE, np.int64)
    begin = np.zeros(pairs + 1, np.int64)
    moves = np.empty(max(16, 24 * pairs), np.int64)
    steps = 0
    key, hours = np.empty(states), np.empty(states)
    ties, onward = np.empty(states, np.int64), np.empty(states, np.int64)
    heap, place = np.empty(states, np.int64), np.empty(states, np.int64)
    low = 0
    while low < pairs:
        destination = pair_destination[low]
        high = low
        while high < pairs and pair_destination[high] == destination:
            high += 1
        key[:] = np.inf
        place[:] = NONE
        size = 0
        for row in range(destinations.first[destination], destinations.first[destination + 1]):
            state = destinations.state[row]
            if destinations.usd[row] < np.inf and (
                key[state] == np.inf
                or _before(
                    destinations.usd[row], destinations.hours[row], destinations.ties[row],
                    key[state], hours[state], ties[state],
                )
            ):  # fmt: skip
                key[state], hours[state] = destinations.usd[row], destinations.hours[row]
                ties[state], onward[state] = destinations.ties[row], -2 - row
                size = heaps.put(heap, size, place, key, state)
        limit, settled = np.inf, 0
        while size > 0:
            state = heaps.take(heap, size, place, key)
            size -= 1
            if key[state] > limit + EVEN:
                break
            settled += 1
            if settled & 255 == 0:
                limit = 0.0
                for pair in range(low, high):
                    best = np.inf
                    origin = pair_origin[pair]
                    for row in range(origins.first[origin], origins.first[origin + 1]):
                        best = min(best, origins.usd[row] + key[origins.state[row]])
                    limit = max(limit, best)
            for move in range(graph.first[state], graph.first[state + 1]):
                tail = graph.state[move]
                there = key[state] + graph.usd[move]
                if there > key[tail] + EVEN or there == np.inf:
                    continue
                there_h = hours[state] + graph.hours[move]
                there_ties = ties[state] + graph.ties[move]
                if key[tail] == np.inf or _before(
                    there, there_h, there_ties, key[tail], hours[tail], ties[tail]
                ):
                    key[tail], hours[tail], ties[tail] = there, there_h, there_ties
                    onward[tail] = move
                    size = heaps.put(heap, size, place, key, tail)
        for pair in range(low, high):
            origin = pair_origin[pair]
            best_h, best_ties = np.inf, 0
            for row in range(origins.first[origin], origins.first[origin + 1]):
                state = origins.state[row]
                if key[state] == np.inf or origins.usd[row] == np.inf:
                    continue
                there = origins.usd[row] + key[state]
                there_h = origins.hours[row] + hours[state]
                there_ties = origins.ties[row] + ties[state]
                if start[pair] == NONE or _before(
                    there, there_h, there_ties, usd[pair], best_h, best_ties
                ):
                    usd[pair], best_h, best_ties, start[pair] = there, there_h, there_ties, row
            if start[pair] != NONE:
                state = origins.state[start[pair]]
                while onward[state] >= 0:
                    if steps == len(moves):
                        longer = np.empty(2 * steps, np.int64)
                        longer[:steps] = moves
                        moves = longer
                    move = onward[state]
                    moves[steps] = move
                    steps += 1
                    state = _head(graph.first, move)
                end[pair] = -2 - onward[state]
            begin[pair + 1] = steps
        low = high
    return Ways(usd, start, end, begin, moves[:steps])


@compiled
def _head(first: Ints, move: int) -> int:
    """The state that a move leads to."""
    return int(np.searchsorted(first, move, side="right") - 1)


@compiled
def _spread(
    first: Ints, moves: Ints, ends: Ints, usd: Floats, seeds: Floats, limit: float
) -> Floats:
    """Least weights from seeded states along moves listed by the state that they leave from.

    Parameters
    ----------
    first, moves
        Where the moves of a state begin in ``moves``, and their numbers.
    ends, usd
        The state that each move leads on to, and its weight.
    seeds
        Weight to begin with in each state; infinite where nothing begins.
    limit
        Weight beyond which nothing is looked for.
    """
    key = seeds.copy()
    heap, place = np.empty(len(key), np.int64), np.full(len(key), NONE, np.int64)
    size = 0
    for state in range(len(key)):
        if key[state] <= limit:
            size = heaps.put(heap, size, place, key, state)
    while size > 0:
        state = heaps.take(heap, size, place, key)
        size -= 1
        if key[state] > limit:
            break
        for at in range(first[state], first[state + 1]):
            move = moves[at]
            there = key[state] + usd[move]
            if there < key[ends[move]]:
                key[ends[move]] = there
                size = heaps.put(heap, size, place, key, ends[move])
    return key


@compiled
def within(
    graph: Moves, origins: Moves, destinations: Moves, pair_origin: Ints, pair_destination: Ints,
    limit: Floats,
) -> tuple[Bools, Bools, Bools]:  # fmt: skip
    """Which moves, ways of origins and of destinations some way of a pair within its limit has."""
    states = len(graph.first) - 1
    count = len(graph.state)
    heads = np.empty(count, np.int64)
    for state in range(states):
        for move in range(graph.first[state], graph.first[state + 1]):
            heads[move] = state
    by_tail = np.argsort(graph.state, kind="mergesort")
    first_out = np.zeros(states + 1, np.int64)
    for move in range(count):
        first_out[graph.state[move] + 1] += 1
    for state in range(states):
        first_out[state + 1] += first_out[state]
    numbers = np.arange(count)
    kept = np.zeros(count, np.bool_)
    kept_origins = np.zeros(len(origins.state), np.bool_)
    kept_destinations = np.zeros(len(destinations.state), np.bool_)
    most = limit.max()
    forward = np.full((len(origins.first) - 1, states), np.inf)
    known = np.zeros(len(origins.first) - 1, np.bool_)
    low = 0
    while low < len(limit):
        destination = pair_destination[low]
        seeds = np.full(states, np.inf)
        for row in range(destinations.first[destination], destinations.first[destination + 1]):
            state = destinations.state[row]
            seeds[state] = min(seeds[state], destinations.usd[row])
        backward = _spread(graph.first, numbers, graph.state, graph.usd, seeds, most)
        high = low
        while high < len(limit) and pair_destination[high] == destination:
            origin = pair_origin[high]
            top = limit[high] + EVEN
            if not known[origin]:
                known[origin] = True
                seeds = np.full(states, np.inf)
                for row in range(origins.first[origin], origins.first[origin + 1]):
                    state = origins.state[row]
                    seeds[state] = min(seeds[state], origins.usd[row])
                forward[origin] = _spread(first_out, by_tail, heads, graph.usd, seeds, most)
            for move in range(count):
                if (
                    forward[origin, graph.state[move]] + graph.usd[move] + backward[heads[move]]
                    <= top
                ):
                    kept[move] = True
            for row in range(origins.first[origin], origins.first[origin + 1]):
                if origins.usd[row] + backward[origins.state[row]] <= top:
                    kept_origins[row] = True
            for row in range(destinations.first[destination], destinations.first[destination + 1]):
                if forward[origin, destinations.state[row]] + destinations.usd[row] <= top:
                    kept_destinations[row] = True
            high += 1
        low = high
    return kept, kept_origins, kept_destinations
