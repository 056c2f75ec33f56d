"""The different ways between the ends of a question, each kept once.

A way that is best for tonnages of several classes is found in each of them. It is known by
the moves that it is made of, and priced, described and kept as one.
"""

from dataclasses import dataclass
from threading import Lock
from typing import TypeVar

import numpy as np

from corridors.solvers.compiling import Bools, Hashes, Shorts
from corridors.solvers.many import choice
from corridors.solvers.many.gateways import Ints
from corridors.solvers.many.moves import Moves
from corridors.solvers.many.quantities import Floats
from corridors.solvers.many.sums import BASE, polynomials

Array = TypeVar("Array", Floats, Ints)


@dataclass(frozen=True, slots=True, eq=False)
class Chains:
    """What some ways are made of.

    Attributes
    ----------
    ends
        The way of an origin and that of a destination that each begins and ends with.
    begin, moves
        Where its moves between them begin in ``moves``; one more than there are ways.
    """

    ends: Shorts
    begin: Ints
    moves: Shorts

    def __len__(self) -> int:
        return len(self.ends)

    def take(self, which: Ints) -> "Chains":
        """Some of them."""
        lengths = np.diff(self.begin)[which]
        begin = np.concatenate([[0], np.cumsum(lengths)])
        return Chains(
            self.ends[which], begin, self.moves[spans(self.begin[which], lengths)]
        )  # fmt: skip

    def digests(self) -> Hashes:
        """A number for each by which it is told from all others."""
        found = sequence_digests(self.begin, self.moves, np.ones(len(self.moves), bool))
        first, last = _mixed(self.ends[:, 0]), _mixed(self.ends[:, 1])
        return (found * BASE + first) * BASE + last


class Ways:
    """Ways of a question, numbered as they come. One adds at a time; any may read.

    Parameters
    ----------
    size
        Of a form.
    """

    def __init__(self, size: int) -> None:
        nothing = np.empty(0)
        none = np.empty(0, np.int64)
        self._weights = [choice.Candidates(np.empty((0, size)), nothing, nothing, none, none)]
        self._chains = [Chains(np.empty((0, 2), np.int32), np.zeros(1, np.int64), _NO_MOVES)]
        self._lock = Lock()  # others may read while one adds
        self._known: Hashes = np.empty(0, np.uint64)
        self._numbers: Ints = none
        self._count = 0

    @classmethod
    def of(cls, weights: choice.Candidates, chains: Chains) -> "Ways":
        """Ways that were found before, by number."""
        ways = cls(weights.form.shape[1])
        ways._weights, ways._chains, ways._count = [weights], [chains], len(chains)
        return ways

    def __len__(self) -> int:
        return self._count

    def add(self, chains: Chains, origins: Moves, between: Moves, destinations: Moves) -> Ints:
        """The numbers of some ways, new ones added."""
        if len(self._known) < len(self):  # those of `of`
            digests = self.chains.digests()
            self._numbers = np.argsort(digests, kind="stable")
            self._known = digests[self._numbers]
        different, first, inverse = np.unique(
            chains.digests(), return_index=True, return_inverse=True
        )
        at = np.searchsorted(self._known, different)
        known = np.zeros(len(different), bool)
        inside = at < len(self._known)
        known[inside] = self._known[at[inside]] == different[inside]
        numbers = np.empty(len(different), np.int64)
        numbers[known] = self._numbers[at[known]]
        new = np.flatnonzero(~known)
        new = new[np.argsort(first[new])]  # numbered as they come
        numbers[new] = len(self) + np.arange(len(new))
        if len(new):
            self._add(chains.take(first[new]), origins, between, destinations)
            digests = np.concatenate([self._known, different[new]])
            order = np.argsort(digests, kind="stable")
            self._known = digests[order]
            self._numbers = np.concatenate([self._numbers, numbers[new]])[order]
        return numbers[inverse]

    def _add(self, chains: Chains, origins: Moves, between: Moves, destinations: Moves) -> None:
        start, end = chains.ends.astype(np.int64).T
        first, last = origins.take(start), destinations.take(end)
        inside, begin = between.take(chains.moves.astype(np.int64)), chains.begin
        weights = choice.Candidates(
            first.form + _sums(inside.form, begin) + last.form,
            first.hours + _sums(inside.hours, begin) + last.hours,
            first.co2 + _sums(inside.co2, begin) + last.co2,
            first.needs | _any(inside.needs, begin) | last.needs,
            first.ties + _sums(inside.ties, begin) + last.ties,
        )
        with self._lock:
            self._weights.append(weights)
            self._chains.append(chains)
            self._count += len(chains)

    @property
    def weights(self) -> choice.Candidates:
        """Dollars per quantity, hours, kg of CO2e per tonne, conditions and ties of each."""
        with self._lock:
            if len(self._weights) > 1:
                columns = zip(*self._weights, strict=True)
                self._weights = [choice.Candidates(*(np.concatenate(parts) for parts in columns))]
            return self._weights[0]

    @property
    def chains(self) -> Chains:
        """What each is made of."""
        with self._lock:
            parts = self._chains
            if len(parts) > 1:
                lengths = np.concatenate([np.diff(part.begin) for part in parts])
                self._chains = [
                    Chains(
                        np.concatenate([part.ends for part in parts]),
                        np.concatenate([[0], np.cumsum(lengths)]),
                        np.concatenate([part.moves for part in parts]),
                    )
                ]
            return self._chains[0]


_NO_MOVES: Shorts = np.empty(0, np.int32)


def spans(begin: Ints, lengths: Ints) -> Ints:
    """The numbers from each of ``begin`` on, as many as ``lengths`` says, in a row.

    Examples
    --------
    >>> spans(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    found: Ints = np.arange(total) - np.repeat(ends - lengths - begin, lengths)
    return found


def sequence_digests(begin: Ints, numbers: Ints | Shorts, kept: Bools) -> Hashes:
    """A number for each sequence of small numbers by which it is told from all others.

    Those of row ``i`` stand from ``begin[i]`` to before ``begin[i + 1]``, if they are kept.
    """
    values = _mixed(np.arange(int(numbers.max(initial=-1)) + 1))
    found: Hashes = polynomials(begin, numbers, kept, values)
    return found


def _mixed(numbers: Ints | Shorts) -> Hashes:
    """Numbers stirred so that sums of them hardly meet (the finaliser of SplitMix64)."""
    mixed = numbers.astype(np.uint64) + BASE
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    found: Hashes = mixed ^ (mixed >> np.uint64(31))
    return found


def _sums(values: Array, begin: Ints) -> Array:
    """Sums of the rows between each two numbers of ``begin``."""
    sums: Array = np.zeros((len(begin) - 1, *values.shape[1:]), values.dtype)
    some = np.flatnonzero(np.diff(begin))
    if len(some):
        sums[some] = np.add.reduceat(values, begin[some], axis=0)
    return sums


def _any(bits: Ints, begin: Ints) -> Ints:
    """Bits that any row between each two numbers of ``begin`` has."""
    found = np.zeros(len(begin) - 1, np.int64)
    some = np.flatnonzero(np.diff(begin))
    if len(some):
        found[some] = np.bitwise_or.reduceat(bits, begin[some])
    return found
