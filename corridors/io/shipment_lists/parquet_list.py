"""Lists in Parquet: the user's own, and the copies of workbooks and query results."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.errors import RequestError, shorten
from corridors.io.shipment_lists.columns import Columns, distinct_headings, find_columns
from corridors.io.shipment_lists.raw import BROKEN, MERGED, ROW, RawChunk, without_blank_rows
from corridors.io.shipment_lists.repeats import NO_REPEATS, Repeats, find_repeats
from corridors.io.shipment_lists.sources import Source, Spool

_CELLS = (pl.String, pl.Categorical, pl.Enum, pl.Boolean, pl.Null)
"""Types of cells beside numbers and times."""


class Origin(NamedTuple):
    """Where the rows of a copy come from.

    ``first_row`` is the number of its first row, ``merged`` tells which cells a merged cell
    covers, ``spool`` keeps the copy for as long as it is read. ``cells`` are the headings as
    they stood before they were made distinct, ``fingerprint`` is that of what was copied.
    """

    first_row: int = 1
    merged: pl.DataFrame | None = None
    spool: Spool | None = None
    cells: tuple[str, ...] | None = None
    fingerprint: str = ""


class ParquetList:
    """A Parquet file as a `ShipmentList`."""

    def __init__(
        self, address: str, source: Source, *, chunk_rows: int, origin: Origin, name: str
    ) -> None:
        self.address = address
        self._source, self._chunk_rows, self._origin = source, chunk_rows, origin
        self._name = name
        frame = _scanned(source)
        try:
            self._original = tuple(frame.collect_schema().names())
            self.rows = int(frame.select(pl.len()).collect().item())
        except (pl.exceptions.PolarsError, OSError) as error:
            raise _unreadable(name, error) from error
        self.headings = tuple(distinct_headings(self._original))
        self.columns: Columns = find_columns(name, origin.cells or self._original, self.headings)
        self._check_types(frame)
        self.notices = self.columns.notices
        self.fingerprint = origin.fingerprint or source.fingerprint()
        self._repeats = self._find_repeats()

    @property
    def chunks(self) -> int:
        """How many chunks there are."""
        return -(-self.rows // self._chunk_rows)

    def __iter__(self) -> Iterator[RawChunk]:
        """Every chunk in its order."""
        return map(self.chunk, range(self.chunks))

    def chunk(self, i: int) -> RawChunk:
        """The rows of a chunk, counted from 0."""
        if not 0 <= i < self.chunks:
            raise IndexError(f"chunk {i} of {self.chunks}")
        start = i * self._chunk_rows
        first = self._origin.first_row + start
        frame = self._slice(start, None).rename(
            dict(zip(self._original, self.headings, strict=True))
        )
        numbers = pl.int_range(first, first + frame.height, dtype=pl.Int64)
        frame, blank = without_blank_rows(frame.with_columns(numbers.alias(ROW)))
        return RawChunk(
            frame,
            first,
            self.columns,
            pl.DataFrame(schema=BROKEN),
            self._repeats.within(first, first + self._chunk_rows),
            self._covered(first, first + self._chunk_rows),
            blank,
        )

    def _slice(self, start: int, column: str | None) -> pl.DataFrame:
        frame = _scanned(self._source)
        if column is not None:
            frame = frame.select(column)
        try:
            found = frame.slice(start, self._chunk_rows).collect()
        except (pl.exceptions.PolarsError, OSError) as error:
            raise _unreadable(self._name, error, start + self._origin.first_row) from error
        wanted = min(self._chunk_rows, self.rows - start)
        if found.height != wanted:
            raise RequestError(
                f"{self._name}: {wanted:,} rows were promised from row"
                f" {start + self._origin.first_row:,}, {found.height:,} are there; save it again"
            )
        return found

    def _covered(self, start: int, stop: int) -> pl.DataFrame:
        merged = self._origin.merged
        if merged is None:
            return pl.DataFrame(schema=MERGED)
        return merged.filter((pl.col("first_row") < stop) & (pl.col("last_row") >= start))

    def _check_types(self, frame: pl.LazyFrame) -> None:
        """Lists, structs and bytes are no cells."""
        schema = frame.collect_schema()
        types = dict(zip(self.headings, schema.dtypes(), strict=True))
        for name, column in self.columns.found.items():
            dtype = types[column.heading]
            if not (dtype.is_numeric() or dtype.is_temporal() or dtype in _CELLS):
                raise RequestError(
                    f"{self._name}: column '{shorten(column.heading)}' ({name}) holds {dtype};"
                    " give text, numbers or dates"
                )

    def _find_repeats(self) -> Repeats:
        column = self.columns.found.get("shipment_id")
        if column is None:
            return NO_REPEATS
        original = self._original[self.headings.index(column.heading)]
        hashes: list[NDArray[np.uint64]] = []
        for start in range(0, self.rows, self._chunk_rows):
            ids = as_text(self._slice(start, original).to_series())
            hashed = ids.hash(seed=7).to_numpy().copy()
            hashed[hashed == 0] = 1
            hashed[(ids == "").to_numpy()] = 0
            hashes.append(hashed)
        return find_repeats(hashes, self._origin.first_row)


def as_text(series: pl.Series) -> pl.Series:
    """The cells of a column as people write them; empty where there is none."""
    if series.dtype.is_float():
        whole = series.is_finite() & (series == series.round(0)) & (series.abs() < 2**53)
        if whole.fill_null(True).all():
            series = series.cast(pl.Int64)
    if series.dtype != pl.String:
        series = series.cast(pl.String, strict=False)
    return series.fill_null("").str.strip_chars()


def _scanned(source: Source) -> pl.LazyFrame:
    if source.is_local:
        source.open().close()  # says in our words if it is not there
        return pl.scan_parquet(source.address, glob=False)
    with source.open() as file:
        return pl.scan_parquet(file.read())


def _unreadable(name: str, error: Exception, row: int | None = None) -> RequestError:
    where = "" if row is None else f" from row {row:,} on"
    why = shorten(str(error).splitlines()[0] if str(error) else type(error).__name__, 120)
    return RequestError(f"{name}: no Parquet that can be read{where} ({why}); save it again")
