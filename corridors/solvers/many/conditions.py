"""Conditions: what moves need of a tonnage, yes or no, as bits of a mask.

Whether wagons fill a train, whether there are enough vehicles, whether a loaded truck is light
enough for a country, which truck does the drayage most cheaply.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from corridors.errors import RequestError
from corridors.solvers.compiling import Bools
from corridors.solvers.many.gateways import Ints
from corridors.solvers.many.quantities import Floats

MOST = 62
"""Bits of a mask."""


class Condition(NamedTuple):
    """``holds`` says of some tonnages whether each fulfils it.

    ``monotone`` if it holds from some tonnage on, or up to one.
    """

    name: str
    holds: Callable[[Floats], Bools]
    monotone: bool


class Conditions:
    """The conditions of a profile; each name has one bit.

    ``drayage`` are the bits of those by which trucks for a drayage are chosen.
    """

    def __init__(self) -> None:
        self.drayage = 0
        self._known: dict[str, int] = {}
        self.listed: list[Condition] = []

    def bit(self, name: str, holds: Callable[[Floats], Bools], *, monotone: bool) -> int:
        """The bit of a condition, new or known by its name."""
        if name not in self._known:
            if len(self.listed) == MOST:
                raise RequestError(
                    f"more than {MOST} rules of size for one cargo; leave vehicles out (--vehicle)"
                )
            self._known[name] = 1 << len(self.listed)
            self.listed.append(Condition(name, holds, monotone))
        return self._known[name]

    def known(self, name: str) -> int:
        """The bit of a condition that has one.

        Raises
        ------
        KeyError
            If there is none of this name.
        """
        return self._known[name]

    def held(self, tonnes: Floats, asked: int) -> Ints:
        """Bits of the conditions that each tonnage fulfils; only those of ``asked`` are tried."""
        bits = np.zeros(len(tonnes), np.int64)
        for number, condition in enumerate(self.listed):
            if asked >> number & 1:
                bits[condition.holds(tonnes)] |= 1 << number
        return bits
