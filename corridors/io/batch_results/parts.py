"""The finished partitions of a run, read one after another."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import IO, NamedTuple

import polars as pl

from corridors.io.batch_results.addresses import Folder
from corridors.tables.paths import PATH_LEGS, PATHS, PathTables

MOST_PATHS = 150_000
"""Paths of partitions in memory together when the distinct ones are sought."""
_PATHS = 1 << 64
"""Numbers that a path may have."""


class Kind(StrEnum):
    """What a file of a partition holds."""

    ROUTES = "routes"
    REJECTS = "rejects"
    PATHS = "paths"
    PATH_LEGS = "path-legs"
    LEGS = "legs"


def part_name(number: int, kind: Kind) -> str:
    """Name of a file: ``part-00007.parquet`` for routes, ``part-00007.rejects.parquet``, ..."""
    middle = "" if kind is Kind.ROUTES else f".{kind}"
    return f"part-{number:05d}{middle}.parquet"


class Parts(NamedTuple):
    """The partitions of a finished run, in the order of the list."""

    folder: Folder
    partitions: int

    def names(self, kind: Kind) -> list[str]:
        """File names of one kind."""
        return [part_name(number, kind) for number in range(self.partitions)]

    def files(self, kind: Kind) -> Iterator[IO[bytes]]:
        """The files of one kind, each open for reading until the next is asked for."""
        for name in self.names(kind):
            with self.folder.open(name) as file:
                yield file

    def frames(self, kind: Kind, columns: Sequence[str] | None = None) -> Iterator[pl.DataFrame]:
        """The tables of one kind, one partition at a time."""
        for file in self.files(kind):
            yield pl.read_parquet(file.read(), columns=list(columns) if columns else None)

    def _scans(self, kind: Kind) -> Iterator[pl.LazyFrame]:
        """The tables of one kind, to be read in part: as one where they lie on this machine."""
        places = [self.folder.local(name) for name in self.names(kind)]
        here = [place for place in places if place is not None]
        if len(here) == len(places):
            yield pl.scan_parquet(here, glob=False)
        else:
            for file in self.files(kind):
                yield pl.scan_parquet(file)

    def paths(self) -> pl.DataFrame:
        """The legs of the distinct paths of all partitions (`PATHS`), sorted."""
        return pl.concat(self.path_frames()).cast(pl.Schema(PATHS))

    def _path_legs(self) -> pl.DataFrame:
        """The legs of the paths of all partitions, each once; words are enumerated."""
        found = pl.DataFrame(schema=PATH_LEGS)
        for frame in self.frames(Kind.PATH_LEGS):
            found = pl.concat([found, frame.join(found, on="key", how="anti")])
        found = found.sort("key")
        return found.with_columns(
            pl.col(name).cast(pl.Enum(found[name].unique().sort()))
            for name, dtype in PATH_LEGS.items()
            if dtype == pl.String
        )

    def path_frames(self, most_paths: int = MOST_PATHS) -> Iterator[pl.DataFrame]:
        """The legs of the distinct paths of all partitions, sorted, a part of them at a time.

        Their words are enumerated, which is written faster than texts (of all parts alike).
        ``most_paths`` is about how many paths of the partitions are in memory together. Their
        numbers are spread evenly, so those of a part lie in a range.
        """
        counts = [scan.select(pl.len()).collect().item() for scan in self._scans(Kind.PATHS)]
        pieces = max(1, -(-sum(counts) // most_paths))
        shared = self._path_legs()
        for low, high in pairwise(_PATHS * piece // pieces for piece in range(pieces + 1)):
            least, most = (pl.lit(number, dtype=pl.UInt64) for number in (low, high - 1))
            inside = pl.col("path").is_between(least, most)
            found = pl.concat([scan.filter(inside).collect() for scan in self._scans(Kind.PATHS)])
            # A path that several partitions have is that of the first.
            found = found.unique("path", keep="first", maintain_order=True).sort("path")
            yield PathTables(found, shared).written()
