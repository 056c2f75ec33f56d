"""One partition of a list: read, asked, answered, checked and written.

The same function runs in processes of this machine and on the workers of a cluster. It keeps
nothing between partitions but what speeds up the next one, so that a partition comes out the
same wherever and whenever it is worked out.
"""

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from threading import Lock
from typing import NamedTuple

import polars as pl

from corridors.batch.asked import Questions, Sorted
from corridors.batch.manifest import PartRecord, RunStoppedError
from corridors.batch.memory import give_back
from corridors.batch.result_columns import (
    ASKED_SCHEMA,
    REJECT_SCHEMA,
    ROUTE_SCHEMA,
    ROW,
    Layout,
)
from corridors.errors import SolverError, shorten
from corridors.io.batch_results.addresses import Folder
from corridors.io.batch_results.parts import Kind, part_name
from corridors.io.shipment_lists.raw import RawChunk, ShipmentList
from corridors.network.names import Names
from corridors.network.network import Network
from corridors.solvers.collector import collector_paused
from corridors.solvers.many.engine import Engine
from corridors.solvers.many.frames import Answers
from corridors.solvers.many.kept import Kept
from corridors.solvers.many.rows import Wishes
from corridors.solvers.many.sought import Sought
from network_data import Facts

PATH_GROUP = 8_000
"""Paths in a row group of those of a partition, which are sorted: a range is found by few."""
SEVERAL = "; "
"""Between the faults of a row that has more than one."""


@dataclass(frozen=True, slots=True)
class Job:
    """All that is needed to answer any partition of a list, here or elsewhere.

    Attributes
    ----------
    shipments
        The list, opened.
    facts, wishes
        What the answers come from, and what is asked of every row.
    folder
        Where the partitions are written.
    kept
        Where candidates are kept.
    layout
        The columns of the tables.
    legs
        Whether the legs of every row are wanted too.
    code
        The program that the job was made by.
    """

    shipments: ShipmentList
    facts: Facts
    wishes: Wishes
    folder: Folder
    kept: Folder
    layout: Layout
    legs: bool
    code: str


class Waiting(NamedTuple):
    """A partition that is answered when what it asks has been found."""

    number: int
    sought: list[Sought]


class Session:
    """A job and what is built once for all of its partitions in a process."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.questions = Questions(Names(job.facts), Network(job.facts))
        of = f"{job.facts.version} {job.code} {job.wishes.include_unconfirmed}"
        self._kept = Kept(job.kept, of)
        self._engine: Engine | None = None
        self._building = Lock()
        self._has_found = False

    @property
    def engine(self) -> Engine:
        """What answers."""
        with self._building:
            if self._engine is None:
                job = self.job
                self._engine = Engine(Network(job.facts), job.wishes, kept=self._kept)
            return self._engine

    def look(self, number: int) -> "PartRecord | Waiting":
        """Answer a partition that asks nothing new (see `answer`), or tell what it asks."""
        try:
            chunk = read_chunk(self.job.shipments, number)
        except (RunStoppedError, OSError):
            return Waiting(number, [])  # told when others have been answered
        question = self.questions.asked(chunk)
        frame = self.engine.frame(question.asked, legs=self.job.legs)
        sought = frame.sought()
        if sought:
            return Waiting(number, sought)
        return self._written(number, chunk, question, frame.answers())

    @collector_paused()
    def find(self, sought: Sought) -> None:
        """Find what partitions ask, and keep it for all."""
        self.engine.find(sought)
        self._has_found = True
        give_back()

    def answer(self, number: int) -> PartRecord:
        """Work out a partition and write its files.

        Raises
        ------
        RunStoppedError
            If the list cannot be read there.
        OSError
            If a file cannot be written.
        SolverError
            If a row was lost or answered twice, which would be a fault of this program.
        """
        if self._has_found:
            # What was found by fills the memory, and what was found is read again.
            self._engine, self._has_found = None, False
            gc.collect()
            give_back()
        chunk = read_chunk(self.job.shipments, number)
        question = self.questions.asked(chunk)
        answers = self.engine.frame(question.asked, legs=self.job.legs).answers()
        return self._written(number, chunk, question, answers)

    def _written(
        self, number: int, chunk: RawChunk, question: Sorted, answers: Answers
    ) -> PartRecord:
        """Check a partition and write its files."""
        job = self.job
        tables = {
            Kind.ROUTES: _result(chunk.frame, question.asked, answers.routes, job.layout),
            Kind.REJECTS: _rejects(chunk, [question.refused, answers.refused], job.layout),
            Kind.PATHS: answers.paths.order,
            Kind.PATH_LEGS: answers.paths.legs,
        }
        if answers.legs is not None:
            tables[Kind.LEGS] = answers.legs
        answered = _distinct_rows(tables[Kind.ROUTES][ROW])
        rejected = tables[Kind.REJECTS][ROW]
        _check_none_lost(number, chunk, answered, rejected)
        record = PartRecord(
            number,
            chunk.rows,
            answered.len(),
            rejected.len(),
            tables[Kind.ROUTES].height,
            dict(self._write(number, tables)),
            tuple(question.notices),
        )
        give_back()
        return record

    def _write(self, number: int, tables: dict[Kind, pl.DataFrame]) -> Iterator[tuple[str, str]]:
        """Write the tables of a partition: names of files and their checksums."""
        for kind, table in tables.items():
            rows = PATH_GROUP if kind is Kind.PATHS else None
            data = parquet_bytes(table, group_rows=rows)
            name = part_name(number, kind)
            self.job.folder.write(name, data)
            yield name, sha256(data).hexdigest()


def read_chunk(shipments: ShipmentList, number: int) -> RawChunk:
    """The rows of a partition.

    Raises
    ------
    RunStoppedError
        If they cannot be read, though the list could be opened.
    """
    try:
        return shipments.chunk(number)
    except (OSError, ValueError, pl.exceptions.PolarsError) as error:
        why = shorten(str(error), 300)
        raise RunStoppedError(
            f"partition {number} of {shipments.address} cannot be read: {why}"
        ) from error


def parquet_bytes(table: pl.DataFrame, *, group_rows: int | None = None) -> memoryview:
    """A table as Parquet, by default in one row group: the same table, the same bytes.

    Most of a result are figures that no codec makes much smaller; snappy costs least, and
    every reader knows it.
    """
    data = BytesIO()
    table.rechunk().write_parquet(
        data, compression="snappy", row_group_size=group_rows or max(table.height, 1)
    )
    return data.getbuffer()


def _distinct_rows(rows: pl.Series) -> pl.Series:
    """Row numbers without those of second and third routes."""
    return rows.filter(rows != rows.shift(1, fill_value=-1)) if rows.len() else rows


def _result(
    frame: pl.DataFrame, question: pl.DataFrame, routes: pl.DataFrame, layout: Layout
) -> pl.DataFrame:
    """The routes beside the rows as they came and as they were understood."""
    row = routes[ROW]
    left = _rows_of(frame, row).select(
        ROW, *(pl.col(name).cast(dtype) for name, dtype in layout.original.items())
    )
    middle = _rows_of(question, row).select(
        pl.col(ours).cast(ASKED_SCHEMA[ours]).alias(name) for ours, name in layout.asked.items()
    )
    right = routes.select(
        pl.col(ours).cast(ROUTE_SCHEMA[ours]).alias(name) for ours, name in layout.route.items()
    )
    return pl.concat([left, middle, right], how="horizontal")


def _rows_of(frame: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    """The rows with these numbers; both are in order."""
    numbers = frame[ROW]
    if numbers.len() == rows.len() and (numbers == rows).all():
        return frame
    return frame[numbers.search_sorted(rows)]


def _rejects(chunk: RawChunk, refused: list[pl.DataFrame], layout: Layout) -> pl.DataFrame:
    """One row a rejected row: what is wrong with it, and all that it held."""
    columns = [pl.col(ROW).cast(pl.Int64), *(pl.col(n).cast(t) for n, t in REJECT_SCHEMA.items())]
    faults = pl.concat([frame.select(columns) for frame in refused]).sort(ROW, maintain_order=True)
    if faults[ROW].n_unique() < faults.height:
        faults = faults.group_by(ROW, maintain_order=True).agg(
            pl.col(name).unique(maintain_order=True).str.join(SEVERAL)
            if name in ("code", "suggestion")
            else pl.col(name).str.join(SEVERAL)
            for name in REJECT_SCHEMA
        )
    original = chunk.frame.select(
        ROW, *(pl.col(name).cast(dtype) for name, dtype in layout.original.items())
    )
    named = faults.rename(dict(layout.rejects))
    # A row that could not be divided into cells has none: its text stands in the value.
    return named.join(original, on=ROW, how="left", maintain_order="left").select(layout.rejected())


def _check_none_lost(
    number: int, chunk: RawChunk, answered: pl.Series, rejected: pl.Series
) -> None:
    """Fail unless every row is answered or rejected, and none both."""
    came = pl.concat([chunk.frame[ROW], chunk.broken[ROW].cast(pl.Int64)]).sort()
    went = pl.concat([answered, rejected]).sort()
    if came.len() != went.len() or not (came == went).all():
        raise SolverError(
            f"partition {number}: {came.len():,} rows in, {answered.len():,} answered and"
            f" {rejected.len():,} rejected, and they are not the same rows; no result is written"
        )
