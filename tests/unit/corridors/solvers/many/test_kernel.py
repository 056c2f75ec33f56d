"""The compiled searches, one by one, against plain ones."""

import heapq
import random

import numpy as np
import pytest

from corridors.solvers.many import kernel

SPAN = kernel.Span(10.0, 20.0, kernel.BY_COST, 0.0, 0.0, 0)
Arc = tuple[int, int, float]


def arcs_of(seed: int, states: int, count: int) -> list[Arc]:
    """Random moves between states, with weights in quarters so that sums are exact."""
    rng = random.Random(seed)
    return [
        (rng.randrange(states), rng.randrange(states), rng.randrange(1, 80) / 4)
        for _ in range(count)
    ]


def steps_of(arcs: list[Arc], needs: list[int] | None = None) -> kernel.Steps:
    """Moves that cost their weight whatever the tonnes, sorted by tail and head."""
    arcs = sorted(arcs)
    tail, head = (np.array([arc[k] for arc in arcs], np.int64) for k in (0, 1))
    weight = np.array([arc[2] for arc in arcs])
    nothing, none = np.zeros(len(arcs)), np.zeros(len(arcs), np.int64)
    bits = none if needs is None else np.array(needs, np.int64)
    every = np.arange(len(arcs) + 1)
    return kernel.Steps(tail, head, every, none, weight, nothing, nothing, bits, none)


def graph_of(arcs: list[Arc], states: int) -> kernel.Graph:
    steps = steps_of(arcs)
    money = np.stack([steps.usd, np.zeros(len(arcs))], axis=1)
    weights = kernel.Labels(money, steps.hours, steps.co2, steps.needs, steps.ties)
    every = np.arange(len(arcs))
    found: kernel.Graph = kernel.graph_of(steps.tail, steps.head, every, weights, np.arange(states))
    return found


def distances(arcs: list[Arc], goal: int, states: int) -> list[float]:
    """Least weight from each state to a goal, by Dijkstra's algorithm."""
    into: dict[int, list[tuple[int, float]]] = {}
    for tail, head, weight in arcs:
        into.setdefault(head, []).append((tail, weight))
    found = [float("inf")] * states
    heap = [(0.0, goal)]
    while heap:
        length, state = heapq.heappop(heap)
        if length >= found[state]:
            continue
        found[state] = length
        for tail, weight in into.get(state, ()):
            heapq.heappush(heap, (length + weight, tail))
    return found


def ends_of(states: list[int]) -> tuple[kernel.Ends, np.ndarray]:
    """Ends that cost nothing, each with one way, to the state of its number in the list."""
    count = len(states)
    nothing, none = np.zeros(count), np.zeros(count, np.int64)
    ends = kernel.Ends(
        np.array(states, np.int64), np.zeros((count, 2)), nothing, nothing, none, none
    )
    return ends, np.arange(count + 1)


@pytest.mark.parametrize("seed", range(6))
def test_slack_is_what_the_best_of_all_pairs_leaves_at_a_state(seed: int) -> None:
    states, goals, starts = 40, [0, 7, 11], [20, 21, 22, 23]
    arcs = arcs_of(seed, states, 160)
    graph = graph_of(arcs, states)
    before, first_before = ends_of(starts)
    after, first_after = ends_of(goals)
    weights = kernel.weights_of(graph, before, after, SPAN)
    pairs = np.tile(np.arange(len(starts)), len(goals))
    slack, most = kernel.slacks(
        graph, before, first_before, after, first_after, np.arange(len(goals)),
        np.arange(len(goals) + 1) * len(starts), pairs, weights, SPAN,
    )  # fmt: skip
    turned = [(head, tail, weight) for tail, head, weight in arcs]
    for number, goal in enumerate(goals):
        onward = distances(arcs, goal, states)
        before_it = [distances(turned, start, states) for start in starts]
        for at, start in enumerate(starts):
            best = most[number * len(starts) + at]
            assert best == pytest.approx(onward[start], abs=0.02) or np.isneginf(best)
            assert np.isneginf(best) == np.isinf(onward[start])
        for state in range(states):
            left = max(
                (
                    onward[start] - reach[state]
                    for start, reach in zip(starts, before_it, strict=True)
                    if np.isfinite(onward[start])
                ),
                default=-np.inf,
            )
            assert slack[state, number] == pytest.approx(left, abs=0.02)


@pytest.mark.parametrize("seed", range(4))
def test_candidates_of_fixed_prices_are_the_shortest_ways(seed: int) -> None:
    states, goals, starts = 30, [1, 2], [9, 10, 11]
    arcs = arcs_of(seed + 50, states, 120)
    graph = graph_of(arcs, states)
    before, first_before = ends_of(starts)
    after, first_after = ends_of(goals)
    pairs = np.tile(np.arange(len(starts)), len(goals))
    first, rows, begin, moves = kernel.candidates(
        graph, before, first_before, after, first_after, np.arange(len(goals)),
        np.arange(len(goals) + 1) * len(starts), pairs, SPAN,
    )  # fmt: skip
    for pair, start in enumerate(starts * len(goals)):
        goal = goals[pair // len(starts)]
        shortest = distances(arcs, goal, states)[start]
        found = range(first[pair], first[pair + 1])
        assert bool(len(found)) == np.isfinite(shortest)
        for way in found:
            inside = moves[begin[way] : begin[way + 1]]
            assert starts[rows[way, 0]] == start
            assert goals[rows[way, 1]] == goal
            assert graph.money[inside, 0].sum() == pytest.approx(shortest)
            path = [start, *graph.head[inside].tolist()]
            assert path[-1] == goal
            assert path[:-1] == graph.tail[inside].tolist()


def test_of_moves_between_the_same_two_the_cheaper_stays_and_what_conditions_part() -> None:
    arcs = [(0, 1, 5.0), (0, 1, 3.0), (0, 1, 4.0), (1, 2, 2.0), (1, 2, 1.0)]
    # In order: 3, 4 and 5 from 0 to 1; 1 and 2 from 1 to 2. The move of 1 has a condition
    # that only some tonnages fulfil, so the move of 2 is still wanted; that of 4 has one
    # that none does.
    steps = steps_of(arcs, [0, 2, 0, 1, 0])
    use = kernel.Use(np.eye(2), 0, 2)
    every = np.ones(3, bool)
    rows, weights = kernel.inside(steps, every, every, use, SPAN)
    assert weights.money[:, 0].tolist() == [3.0, 1.0, 2.0]
    assert rows.tolist() == [0, 3, 4]
    # If all tonnages fulfil it, the dearer move is never wanted.
    rows, weights = kernel.inside(steps, every, every, use._replace(always=1), SPAN)
    assert weights.money[:, 0].tolist() == [3.0, 1.0]
    # States that may not be left or entered take their moves with them.
    closed = np.array([True, False, True])
    rows, _ = kernel.inside(steps, closed, every, use, SPAN)
    assert rows.tolist() == [0]
    rows, _ = kernel.inside(steps, every, closed, use, SPAN)
    assert rows.tolist() == [3, 4]


def test_grouped_numbers_keep_their_order_within_a_group() -> None:
    first, order = kernel.grouped(np.array([2, 0, 2, 1, 0]), 4)
    assert first.tolist() == [0, 2, 3, 5, 5]
    assert order.tolist() == [1, 4, 3, 0, 2]


def fronts_of(
    hours: tuple[float, float], usd: tuple[float, float], needs: tuple[int, int]
) -> list[float]:
    """Hours of the ways from one state to another by two moves that are part of the front."""
    span = SPAN._replace(objective=kernel.BY_BOTH)
    money = np.array([[dollars, 0.0] for dollars in usd])
    weights = kernel.Labels(
        money, np.array(hours), np.zeros(2), np.array(needs), np.zeros(2, np.int64)
    )
    steps = steps_of([(0, 1, 1.0), (0, 1, 1.0)])
    graph = kernel.graph_of(steps.tail, steps.head, np.arange(2), weights, np.arange(2))
    before, first_before = ends_of([0])
    after, first_after = ends_of([1])
    first, _, begin, moves = kernel.candidates(
        graph, before, first_before, after, first_after, np.array([0]), np.array([0, 1]),
        np.array([0]), span,
    )  # fmt: skip
    found: list[float] = graph.hours[moves[begin[: first[-1]]]].tolist()
    return sorted(found)


def test_a_faster_way_that_only_some_tonnages_may_use_is_part_of_the_front() -> None:
    # Slow for 5 dollars whatever the tonnes, or fast for 9 if a condition holds.
    assert fronts_of((20.0, 2.0), (5.0, 9.0), (0, 1)) == [2.0, 20.0]


def test_the_fastest_way_is_part_of_the_front_by_however_little() -> None:
    # The difference is less than numbers of single precision can tell.
    assert fronts_of((1000.00001, 1000.0), (5.0, 9.0), (0, 0)) == [1000.0, 1000.00001]


def test_of_moves_and_ends_only_those_on_some_way_are_searched() -> None:
    # 0 > 1 > 3 is on the way from 0 to 3; 2 leads nowhere, and 4 comes from nowhere.
    steps = steps_of([(0, 1, 1.0), (0, 2, 1.0), (1, 3, 1.0), (4, 3, 1.0)])
    every = np.arange(4)
    number = kernel.on_a_way(steps, every, np.array([0]), np.array([3]), 5)
    assert number.tolist() == [0, 1, -1, 2, -1]
    money = np.stack([steps.usd, np.zeros(4)], axis=1)
    weights = kernel.Labels(money, steps.hours, steps.co2, steps.needs, steps.ties)
    graph = kernel.graph_of(steps.tail, steps.head, every, weights, number)
    assert graph.which.tolist() == [0, 2]
    assert (graph.tail.tolist(), graph.head.tolist()) == ([0, 1], [1, 2])
    turned = kernel.graph_of(steps.head, steps.tail, every, weights, number)
    assert turned.which.tolist() == [0, 2]
    assert (turned.tail.tolist(), turned.head.tolist()) == ([1, 2], [0, 1])
    # Ends 0 and 1 with ways to 1 and 2, and to 3.
    ends = steps_of([(0, 1, 5.0), (0, 2, 6.0), (1, 3, 7.0)])
    money = np.stack([ends.usd, np.zeros(3)], axis=1)
    weights = kernel.Labels(money, ends.hours, ends.co2, ends.needs, ends.ties)
    side = kernel.ends_of(ends, np.arange(3), weights, number, 2)
    assert side.which.tolist() == [0, 2]
    assert side.first.tolist() == [0, 1, 2]
    assert side.ends.state.tolist() == [1, 2]
    assert side.ends.money[:, 0].tolist() == [5.0, 7.0]


def test_moves_than_which_another_is_as_good_for_every_tonnage_are_left_out() -> None:
    # Dollars for one and for each tonne, hours, conditions and ties of ways from 0 to 1.
    ways = [
        (5.0, 1.0, 9.0, 1, 0),  # worse than the third
        (4.0, 2.0, 9.0, 0, 0),  # dearer for many tonnes
        (5.0, 1.0, 8.0, 1, 0),
        (5.0, 1.0, 8.0, 1, 0),  # the same again
        (5.0, 1.0, 8.0, 3, 0),  # needs more
        (5.0, 1.0, 8.0, 2, 0),  # needs something else
        (5.0, 1.0, 7.0, 1, 1),  # sooner, but with a change
    ]
    form, hours, needs, ties = (
        np.array([way[:2] for way in ways]), np.array([way[2] for way in ways]),
        np.array([way[3] for way in ways]), np.array([way[4] for way in ways]),
    )  # fmt: skip
    tail, head = np.zeros(len(ways), np.int64), np.ones(len(ways), np.int64)
    left = kernel.undominated(tail, head, form, hours, np.zeros(len(ways)), needs, ties)
    assert left.tolist() == [1, 2, 5, 6]
    apart = kernel.undominated(
        np.arange(len(ways)), head, form, hours, np.zeros(len(ways)), needs, ties
    )
    assert apart.tolist() == list(range(len(ways)))
