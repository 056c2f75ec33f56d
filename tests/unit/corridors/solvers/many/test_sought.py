"""What the partitions of a list seek, gathered: the same in whatever order they come."""

import random
from itertools import product

import numpy as np
import pytest

from corridors.model.shipment import Point, Stop
from corridors.solvers.many import sought as module
from corridors.solvers.many.sought import (
    END_BITS,
    ENDS,
    Key,
    Scope,
    Shared,
    Sought,
    SoughtBook,
    pair_numbers,
)

KEYS = [Key(Shared(cargo, "", "", None, None, False), 0, (0.0, 0.0)) for cargo in ("a", "b")]
ORIGINS: list[Stop] = ["kz-almaty", "kz-kostanay", Point(50.5, 60.25), "kz-aktobe"]
DESTINATIONS: list[Stop] = ["tj-nov", "tj-khujand"]
Lane = tuple[int, Stop, Stop]


def part_of(key: Key, lanes: list[Lane], rng: random.Random) -> Sought:
    """What a partition seeks, its ends numbered as they happen to come."""
    origins = list(dict.fromkeys(start for _, start, _ in lanes))
    destinations = list(dict.fromkeys(end for _, _, end in lanes))
    rng.shuffle(origins)
    rng.shuffle(destinations)
    numbers = [
        (number, destinations.index(end), origins.index(start)) for number, start, end in lanes
    ]
    classes, ends, starts = np.array(numbers, np.int64).T
    countries = frozenset({str(lanes[0][1])[:2]})
    scope = Scope(countries, frozenset({"TJ"}))
    return Sought(key, scope, origins, destinations, np.unique(pair_numbers(classes, ends, starts)))


def lanes_of(sought: Sought) -> set[Lane]:
    return {
        (
            int(pair) >> 2 * END_BITS,
            sought.origins[int(pair) & ENDS],
            sought.destinations[int(pair) >> END_BITS & ENDS],
        )
        for pair in sought.pairs
    }


@pytest.mark.parametrize("most_parts", [1, 1_000_000])
def test_all_that_is_sought_is_gathered_once_in_any_order(
    most_parts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_PARTS", most_parts)
    rng = random.Random(4)
    every = list(product(range(3), ORIGINS, DESTINATIONS))
    samples = [(KEYS[n % 2], rng.sample(every, rng.randint(1, 9))) for n in range(12)]
    found = []
    for _ in range(3):
        book = SoughtBook()
        for key, lanes in rng.sample(samples, len(samples)):
            book.add([part_of(key, lanes, rng)])
        found.append(book.all())
    for gathered in found:
        assert sorted(each.key for each in gathered) == KEYS
        for each in gathered:
            wanted = {lane for key, lanes in samples if key == each.key for lane in lanes}
            assert lanes_of(each) == wanted
            assert len(each.pairs) == len(wanted)
        for mine, first in zip(gathered, found[0], strict=True):
            assert mine._replace(pairs=first.pairs) == first
            assert mine.pairs.tolist() == first.pairs.tolist()


def test_a_scope_grows_and_knows_what_it_holds() -> None:
    narrow = Scope(frozenset({"KZ"}), frozenset({"TJ"}))
    other = Scope(frozenset({"UZ"}), frozenset({"TJ"}), frozenset({"uz-keles"}))
    wide = narrow | other
    assert wide == Scope(frozenset({"KZ", "UZ"}), frozenset({"TJ"}), frozenset({"uz-keles"}))
    assert narrow <= wide
    assert other <= wide
    assert not wide <= narrow
