"""Ways that are kept once: the same way found again has the same number."""

import numpy as np

from corridors.solvers.many.moves import Moves
from corridors.solvers.many.ways import Chains, Ways


def moves_of(*usd: float) -> Moves:
    """Moves of so many dollars and as many hours."""
    count = len(usd)
    none = np.zeros(count, np.int64)
    hours = np.array(usd)
    form = np.stack([hours, np.zeros(count)], axis=1)
    needs, ties = 1 << np.arange(count), np.arange(count)
    return Moves(none, none, form, hours, hours / 2, needs, ties, none, none)


def chains_of(*ways: tuple[int, tuple[int, ...], int]) -> Chains:
    """Ways by the number of their first move, those between, and of their last."""
    lengths = [len(between) for _, between, _ in ways]
    return Chains(
        np.array([(first, last) for first, _, last in ways], np.int32).reshape(-1, 2),
        np.cumsum([0, *lengths]),
        np.array([move for _, between, _ in ways for move in between], np.int32),
    )


def test_a_way_found_again_is_not_kept_twice_and_weighs_what_its_moves_do() -> None:
    ends, between = moves_of(1, 2), moves_of(10, 20, 40)
    ways = Ways(2)
    first = ways.add(chains_of((0, (0, 2), 1), (1, (), 0)), ends, between, ends)
    assert first.tolist() == [0, 1]
    again = ways.add(
        chains_of((1, (), 0), (0, (2, 0), 1), (0, (0, 2), 1), (1, (), 0)), ends, between, ends
    )
    # Another order of the same moves is another way.
    assert again.tolist() == [1, 2, 0, 1]
    assert len(ways) == 3
    weights = ways.weights
    assert weights.form[:, 0].tolist() == [1 + 10 + 40 + 2, 2 + 1, 1 + 40 + 10 + 2]
    assert weights.hours.tolist() == weights.form[:, 0].tolist()
    assert weights.co2.tolist() == [usd / 2 for usd in weights.form[:, 0].tolist()]
    assert weights.needs.tolist() == [0b111, 0b11, 0b111]
    assert weights.ties.tolist() == [0 + 0 + 2 + 1, 1 + 0, 0 + 2 + 0 + 1]


def test_some_ways_are_taken_with_their_moves() -> None:
    chains = chains_of((0, (1, 2), 0), (1, (), 1), (0, (3,), 1))
    some = chains.take(np.array([2, 0, 1]))
    assert some.ends.tolist() == [[0, 1], [0, 0], [1, 1]]
    assert some.begin.tolist() == [0, 1, 3, 3]
    assert some.moves.tolist() == [3, 1, 2]
    assert some.digests().tolist() == chains.digests()[[2, 0, 1]].tolist()


def test_no_ways_are_no_ways() -> None:
    ways = Ways(2)
    nothing = moves_of()
    assert ways.add(chains_of(), nothing, nothing, nothing).tolist() == []
    assert len(ways.weights.hours) == 0
    assert len(ways.chains) == 0
