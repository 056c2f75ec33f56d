"""What a reader of lists hands on: a chunk of rows as they stand, nothing interpreted yet."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

import polars as pl

from corridors.io.shipment_lists.columns import Columns

ROW = "row"
"""Column that counts the rows as a spreadsheet does."""
BROKEN = {ROW: pl.Int64, "text": pl.String, "reason": pl.String, "suggestion": pl.String}
"""Rows that cannot be divided into cells: number, text as given, why, what would do."""
REPEATS = {ROW: pl.Int64, "first_row": pl.Int64}
"""Rows whose shipment id stands in an earlier row too."""
MERGED = {"heading": pl.String, "first_row": pl.Int64, "last_row": pl.Int64}
"""Cells that are empty because a merged cell of a workbook lies over them."""


class RawChunk(NamedTuple):
    """Some rows of a list.

    Attributes
    ----------
    frame
        All columns under their own headings, made distinct, and ``row``: the number that a
        spreadsheet shows.
    first_row
        The number of the first row that the chunk could hold.
    columns
        Which headings mean what.
    broken
        Rows that are not in ``frame`` (`BROKEN`).
    repeats
        Rows of ``frame`` that use a shipment id again (`REPEATS`).
    merged
        Cells that a merged cell covers (`MERGED`).
    blank_rows
        Rows without a single filled cell; they are counted here and nowhere else.
    """

    frame: pl.DataFrame
    first_row: int
    columns: Columns
    broken: pl.DataFrame
    repeats: pl.DataFrame
    merged: pl.DataFrame
    blank_rows: int

    @property
    def rows(self) -> int:
        """Rows in: every one must be answered or rejected."""
        return self.frame.height + self.broken.height


class ShipmentList(Protocol):
    """A list of shipments, read a chunk at a time, in any order, from any thread or process.

    Attributes
    ----------
    address
        Where it lies, without passwords.
    columns
        Which headings mean what.
    headings
        All headings in their order, made distinct, without ``row``.
    chunks
        How many chunks there are.
    rows
        Rows at most: blank ones are still among them.
    fingerprint
        Text that changes with the content of the list.
    notices
        What the user should be told of how the list was read.
    """

    address: str
    columns: Columns
    headings: tuple[str, ...]
    rows: int
    fingerprint: str
    notices: tuple[str, ...]

    @property
    def chunks(self) -> int:
        """How many chunks there are; 0 for a list of headings alone."""

    def chunk(self, i: int) -> RawChunk:
        """The rows of a chunk, counted from 0."""

    def __iter__(self) -> Iterator[RawChunk]:
        """Every chunk in its order."""


def without_blank_rows(frame: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The rows that hold anything at all, and how many do not."""
    cells = [name for name in frame.columns if name != ROW]
    # Most lists fill every first cell, and a look at one column is enough.
    for name in cells:
        column = frame[name]
        if not column.null_count() and not (column.dtype == pl.String and (column == "").any()):
            return frame, 0
    filled = pl.any_horizontal(
        (pl.col(name).str.strip_chars() != "").fill_null(False)
        if frame.schema[name] == pl.String
        else pl.col(name).is_not_null()
        for name in cells
    )
    kept = frame.filter(filled)
    return kept, frame.height - kept.height
