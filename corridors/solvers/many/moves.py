"""Moves in arrays: dollars as forms, hours, CO2e, conditions, and what each stands for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corridors.solvers.many.gateways import Ints
from corridors.solvers.many.quantities import Floats

CHANGE = 1 << 20
"""What a change of vehicle adds to the ties, more than the order of vehicles ever does."""


class Priced(NamedTuple):
    """A step of every tonnage: dollars as a form, hours, kg of CO2e per tonne."""

    form: Floats
    hours: float
    co2: float

    def plus(self, other: "Priced") -> "Priced":
        """Both steps."""
        return Priced(self.form + other.form, self.hours + other.hours, self.co2 + other.co2)

    def times(self, factor: float) -> "Priced":
        """The step so many times over."""
        return Priced(self.form * factor, self.hours * factor, self.co2 * factor)


class Block(NamedTuple):
    """What some moves have in common.

    ``variant`` is the carriage (of a transshipment the later one, ``before`` the earlier);
    ``details`` what the single moves are, by their ``detail``.
    """

    variant: int
    before: int
    details: Sequence[object]


class MoveNames(NamedTuple):
    """What some moves stand for, without what they weigh: their blocks and details by number."""

    block: NDArray[np.int32]
    detail: NDArray[np.int32]
    blocks: list[Block]

    def what(self, move: int) -> tuple[Block, object]:
        """The block and the detail of a move."""
        block = self.blocks[self.block[move]]
        return block, block.details[self.detail[move]]


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Moves, a row a move.

    Attributes
    ----------
    tail, head
        What they join, as their maker numbers it.
    form
        Dollars per quantity.
    hours, co2
        Hours, and kilograms of CO2e per tonne.
    needs
        Bits of the conditions under which they hold.
    ties
        What tells apart ways that are even: changes of vehicle, then the order of vehicles.
    block, detail
        The number of their block, and which of its details they are.
    """

    tail: Ints
    head: Ints
    form: Floats
    hours: Floats
    co2: Floats
    needs: Ints
    ties: Ints
    block: Ints
    detail: Ints

    def take(self, rows: Ints) -> "Moves":
        """Some of the moves, in the order of ``rows``."""
        return Moves(
            self.tail[rows], self.head[rows], self.form[rows], self.hours[rows], self.co2[rows],
            self.needs[rows], self.ties[rows], self.block[rows], self.detail[rows],
        )  # fmt: skip

    def named(self, blocks: list[Block]) -> MoveNames:
        """What they stand for."""
        return MoveNames(self.block.astype(np.int32), self.detail.astype(np.int32), blocks)

    def __len__(self) -> int:
        return len(self.tail)


class MovesBuilder:
    """Collects moves, block by block; ``size`` is that of a form."""

    def __init__(self, size: int) -> None:
        none, nothing = np.empty(0, np.int64), np.empty(0)
        self._parts = [
            Moves(none, none, np.empty((0, size)), nothing, nothing, none, none, none, none)
        ]
        self.blocks: list[Block] = []

    def add(
        self, block: Block, tail: Ints, head: Ints, form: Floats, hours: Floats, co2: Floats,
        needs: Ints, detail: Ints, ties: int = 0,
    ) -> None:  # fmt: skip
        """Add the moves of a block."""
        number = np.full(len(tail), len(self.blocks), np.int64)
        even = np.full(len(tail), ties, np.int64)
        self._parts.append(Moves(tail, head, form, hours, co2, needs, even, number, detail))
        self.blocks.append(block)

    def add_listed(
        self,
        block: Block,
        rows: list[tuple[int, int, int, int]],
        priced: list[Priced],
        ties: int = 0,
    ) -> None:
        """Add moves one by one: tail, head, needs and detail of each, and its price."""
        if not rows:
            return
        table = np.array(rows, np.int64)
        self.add(
            block, table[:, 0], table[:, 1], np.stack([step.form for step in priced]),
            np.array([step.hours for step in priced]), np.array([step.co2 for step in priced]),
            table[:, 2], table[:, 3], ties,
        )  # fmt: skip

    def moves(self) -> Moves:
        """All of them."""
        parts = self._parts
        return Moves(
            np.concatenate([part.tail for part in parts]),
            np.concatenate([part.head for part in parts]),
            np.concatenate([part.form for part in parts]),
            np.concatenate([part.hours for part in parts]),
            np.concatenate([part.co2 for part in parts]),
            np.concatenate([part.needs for part in parts]),
            np.concatenate([part.ties for part in parts]),
            np.concatenate([part.block for part in parts]),
            np.concatenate([part.detail for part in parts]),
        )
