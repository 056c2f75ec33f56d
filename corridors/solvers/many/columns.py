"""Collects the answers of a frame in columns; they become a table, and words, at the end."""

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from corridors.solvers.compiling import Hashes, Shorts
from corridors.solvers.many.frames import ROUTES
from corridors.solvers.many.gateways import Ints
from corridors.solvers.many.legs import Numbering
from corridors.solvers.many.quantities import Floats

Column = Floats | Ints | Shorts | Hashes | pl.Series
TEXTS: Final = ("tags", "crossings", "transshipments")
"""Columns of texts that many rows share: collected as numbers."""


class Vehicles(NamedTuple):
    """The vehicles of some rows: how many of which, a line for the first, for the second, ...

    ``names`` are numbers of words; 0 is none.
    """

    counts: Ints
    names: Ints


class RouteColumns:
    """Routes of a frame, added in any order.

    Attributes
    ----------
    texts
        What the numbers in the columns of `TEXTS` stand for.
    vehicles
        What the numbers of names of vehicles stand for; the first is none.
    """

    def __init__(self) -> None:
        self.texts: dict[str, Numbering[str]] = {name: Numbering() for name in TEXTS}
        self.vehicles: Numbering[str] = Numbering("")
        self._parts: list[Mapping[str, Column]] = []
        self._vehicles: list[Vehicles] = []

    def add(self, columns: Mapping[str, Column], vehicles: Vehicles) -> None:
        """Add some rows: `corridors.solvers.many.frames.ROUTES` without ``vehicles``."""
        self._parts.append(columns)
        self._vehicles.append(vehicles)

    def frame(self) -> pl.DataFrame:
        """All rows (`ROUTES`), in order of row and rank."""
        if not self._parts:
            return pl.DataFrame(schema=ROUTES)
        order = np.lexsort((self._joined("rank"), self._joined("row")))
        found: dict[str, object] = {}
        for name in ROUTES:
            if name == "vehicles":
                found[name] = self._vehicles_in_words(order)
            elif isinstance(self._parts[0][name], pl.Series):
                parts = [part[name] for part in self._parts]
                found[name] = pl.concat([p for p in parts if isinstance(p, pl.Series)])[order]
            elif name in TEXTS:
                words = pl.Series(self.texts[name].known, dtype=pl.String)
                found[name] = words.gather(self._joined(name)[order])
            else:
                found[name] = self._joined(name)[order]
        return pl.DataFrame(found, schema=ROUTES)

    def _joined(self, name: str) -> Ints:
        """A column of numbers."""
        joined: Ints = np.concatenate([np.asarray(part[name]) for part in self._parts])
        return joined

    def _vehicles_in_words(self, order: Ints) -> pl.Series:
        words = pl.Series(self.vehicles.known, dtype=pl.String)
        texts = []
        for place in range(max(len(part.counts) for part in self._vehicles)):
            counts, names = (self._vehicles_at(place, column)[order] for column in (0, 1))
            texts.append(
                pl.when(pl.Series(names > 0)).then(
                    pl.format("{} {}", pl.Series(counts), words.gather(names))
                )
            )
        return pl.select(pl.concat_str(texts, separator="; ", ignore_nulls=True)).to_series()

    def _vehicles_at(self, place: int, column: int) -> Ints:
        """The numbers, or the names, of the vehicles at a place; 0 where there are fewer."""
        return np.concatenate([
            part[column][place] if place < len(part.counts) else np.zeros(part.counts.shape[1])
            for part in self._vehicles
        ]).astype(np.int64)  # fmt: skip
