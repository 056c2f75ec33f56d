"""The finished partitions of a run, read one after another."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import IO, NamedTuple

import polars as pl

from corridors.io.batch_results.addresses import Folder


class Kind(StrEnum):
    """What a file of a partition holds."""

    ROUTES = "routes"
    REJECTS = "rejects"
    PATHS = "paths"
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

    def paths(self) -> pl.DataFrame:
        """The distinct paths of all partitions, sorted."""
        found: pl.DataFrame | None = None
        for frame in self.frames(Kind.PATHS):
            if found is None:
                found = frame
            else:
                found = pl.concat([found, frame.join(found, on="path", how="anti")])
        assert found is not None
        return found.sort("path", "leg")
