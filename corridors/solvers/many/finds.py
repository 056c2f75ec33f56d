"""All that has been found of a question, and the bytes that it is kept in from run to run."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import polars as pl

from corridors.model.shipment import Stop
from corridors.solvers.compiling import Shorts
from corridors.solvers.many import choice
from corridors.solvers.many.array_file import Bytes, joined, parted
from corridors.solvers.many.gateways import Ints
from corridors.solvers.many.legs import SIDES, Hires, LegBook, LegColumns, MoveLegs
from corridors.solvers.many.rows import cell_of, stop_of
from corridors.solvers.many.ways import Chains, Ways

WEIGHTS: Final = choice.Candidates._fields
ARRAYS: Final = LegColumns._fields[1:]


@dataclass(slots=True)
class Finds:
    """The candidates of some pairs of ends, and what they are made of.

    Attributes
    ----------
    ways, book
        The candidates of all pairs, and their legs.
    origins, destinations
        The numbers of the ends.
    pairs, first, last
        The pairs that have been looked into (class, destination and origin as one number), in
        order, and from where to where in ``listed`` the candidates of each stand.
    listed
        Numbers of ways.
    """

    ways: Ways
    book: LegBook
    origins: dict[Stop, int] = field(default_factory=dict)
    destinations: dict[Stop, int] = field(default_factory=dict)
    pairs: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    first: Shorts = field(default_factory=lambda: np.empty(0, np.int32))
    last: Shorts = field(default_factory=lambda: np.empty(0, np.int32))
    listed: Shorts = field(default_factory=lambda: np.empty(0, np.int32))

    @classmethod
    def none(cls, size: int) -> "Finds":
        """Nothing, with forms of a size."""
        return cls(Ways(size), LegBook(size))

    def keep(self, pairs: Ints, first: Ints, last: Ints) -> None:
        """Keep where the candidates of some pairs stand in the list."""
        every = np.concatenate([self.pairs, pairs])
        order = np.argsort(every, kind="stable")
        self.pairs = every[order]
        self.first = np.concatenate([self.first, first.astype(np.int32)])[order]
        self.last = np.concatenate([self.last, last.astype(np.int32)])[order]


def packed(finds: Finds, about: dict[str, list[str]], conditions: list[str]) -> bytes:
    """What has been found as bytes that `unpacked` reads; nothing in them is ever run.

    Parameters
    ----------
    finds
        What has been found.
    about
        What else its reader wants to know.
    conditions
        The names of the bits of what ways need.
    """
    book, chains = finds.book, finds.ways.chains
    frame = io.BytesIO()
    book.columns.frame.rechunk().write_ipc(frame)
    words = {
        "about": about,
        "conditions": conditions,
        "size": book.size,
        "origins": list(map(cell_of, finds.origins)),
        "destinations": list(map(cell_of, finds.destinations)),
        "hired": book.hires.vehicle,
    }
    arrays = {
        "words": np.frombuffer(json.dumps(words).encode(), np.uint8),
        "legs": np.frombuffer(frame.getbuffer(), np.uint8),
        "pairs": finds.pairs, "first": finds.first, "last": finds.last, "listed": finds.listed,
        "ends": chains.ends, "begin": chains.begin, "moves": chains.moves,
        "legs_listed": book.listed, "hiring": book.hires.leg, "hire_usd": book.hires.usd,
        **{f"way_{name}": array for name, array in zip(WEIGHTS, finds.ways.weights, strict=True)},
        **{f"leg_{name}": getattr(book.columns, name) for name in ARRAYS},
        **{
            f"side_{side}_{name}": array
            for side, of_moves in enumerate(book.of_moves)
            for name, array in of_moves._asdict().items()
        },
    }  # fmt: skip
    return joined(arrays)


def unpacked(data: Bytes, bit: Callable[[str], int]) -> tuple[dict[str, list[str]], Finds]:
    """What else the writer had to say, and what had been found.

    Parameters
    ----------
    data
        As of `packed`.
    bit
        Gives the bit of a condition by its name.

    Raises
    ------
    ValueError
        If the bytes are damaged.
    """
    try:
        arrays = parted(data)
        words = json.loads(arrays["words"].tobytes())
        weights = [arrays[f"way_{name}"] for name in WEIGHTS]
        needs = WEIGHTS.index("needs")
        weights[needs] = _with_bits(weights[needs], list(map(bit, words["conditions"])))
        chains = Chains(arrays["ends"], arrays["begin"], arrays["moves"])
        columns = LegColumns(
            pl.read_ipc(io.BytesIO(arrays["legs"].tobytes())),
            *(arrays[f"leg_{name}"] for name in ARRAYS),
        )
        book = LegBook(int(words["size"]))
        book.add(columns, Hires(arrays["hiring"], tuple(words["hired"]), arrays["hire_usd"]))
        book.listed = arrays["legs_listed"]
        book.of_moves = [
            MoveLegs(*(arrays[f"side_{side}_{name}"] for name in MoveLegs._fields))
            for side in range(SIDES)
        ]
        finds = Finds(
            Ways.of(choice.Candidates(*weights), chains), book,
            _numbered(words["origins"]), _numbered(words["destinations"]),
            arrays["pairs"], arrays["first"], arrays["last"], arrays["listed"],
        )  # fmt: skip
        return words["about"], finds
    except (KeyError, TypeError, pl.exceptions.PolarsError) as error:
        raise ValueError(f"damaged: {error}") from error


def _with_bits(needs: Ints, bits: list[int]) -> Ints:
    """Masks whose bits stand for the conditions in order, by the bits that these have now."""
    if bits == [1 << number for number in range(len(bits))]:
        return needs
    found = np.zeros_like(needs)
    for number, bit in enumerate(bits):
        found |= np.where(needs >> number & 1, bit, 0)
    return found


def _numbered(names: list[str]) -> dict[Stop, int]:
    return {stop_of(name): number for number, name in enumerate(names)}
