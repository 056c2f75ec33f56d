"""The distinct cells of a column: each is looked at once, however many rows hold it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.batch.asked_faults import EMPTY, Fault, Faults
from corridors.io.shipment_lists.parquet_list import as_text
from corridors.io.shipment_lists.raw import ROW, RawChunk

Found = TypeVar("Found")
Codes = NDArray[np.int64]
NOBODY = -1
MERGED_CELL = (
    "it lies under a merged cell, whose value counts for its first row only",
    "write the value into every row",
)


class Cells(NamedTuple):
    """The distinct texts of a column, sorted, and which of them each row holds."""

    codes: Codes
    texts: list[str]

    @property
    def series(self) -> pl.Series:
        """The texts again, a row each."""
        return pl.Series(self.texts, dtype=pl.String).gather(self.codes)


def cells_of(chunk: RawChunk, column: str) -> Cells | None:
    """The distinct cells of a column, trimmed; nothing if the list has no such column."""
    known = chunk.columns.found.get(column)
    if known is None:
        return None
    series = chunk.frame[known.heading]
    if series.dtype != pl.String:
        series = as_text(series)
    given = series.fill_null("")
    distinct = given.unique().sort()
    codes = given.cast(pl.Enum(distinct)).to_physical().to_numpy().astype(np.int64)
    trimmed = [text.strip() for text in distinct.to_list()]
    return _merged_spellings(Cells(codes, trimmed))


def _merged_spellings(cells: Cells) -> Cells:
    """Cells whose texts became equal when they were trimmed made one."""
    if len(set(cells.texts)) == len(cells.texts):
        return cells
    texts = sorted(set(cells.texts))
    number = {text: at for at, text in enumerate(texts)}
    again = np.array([number[text] for text in cells.texts], dtype=np.int64)
    return Cells(again[cells.codes], texts)


def looked_up(
    cells: Cells, column: str, look: Callable[[str], Found | Fault], faults: Faults,
    chunk: RawChunk, *, required: bool,
) -> list[Found | None]:  # fmt: skip
    """What each distinct cell stands for; nothing for empty ones and those at fault.

    Rows with a cell at fault are added to the faults.
    """
    found: list[Found | None] = []
    wrong: dict[int, Fault] = {}
    for code, text in enumerate(cells.texts):
        answer: Found | Fault | None = None
        if text:
            answer = look(text)
        elif required:
            answer = Fault(EMPTY, "the cell is empty", "every row needs it")
        if isinstance(answer, Fault):
            wrong[code] = answer
            found.append(None)
        else:
            found.append(answer)
    add_wrong(cells, column, wrong, faults, chunk)
    return found


def add_wrong(
    cells: Cells, column: str, wrong: dict[int, Fault], faults: Faults, chunk: RawChunk
) -> None:
    """Add the rows that hold one of some wrong cells to the faults."""
    if not wrong:
        return
    bad = np.zeros(len(cells.texts), dtype=np.bool_)
    bad[list(wrong)] = True
    at = np.flatnonzero(bad[cells.codes])
    codes = cells.codes[at]
    told = [wrong[code] for code in codes.tolist()]
    if chunk.merged.height:
        told = _merged_told(told, chunk, column, at)
    faults.add(at, column, pl.Series(cells.texts, dtype=pl.String).gather(codes), told)


def _merged_told(told: Sequence[Fault], chunk: RawChunk, column: str, at: Codes) -> list[Fault]:
    """Say of empty cells that a merged one covers them."""
    heading = chunk.columns.found[column].heading
    spans = chunk.merged.filter(pl.col("heading") == heading)
    ranges = list(zip(spans["first_row"], spans["last_row"], strict=True))
    rows = chunk.frame[ROW].gather(at).to_list()
    reason, suggestion = MERGED_CELL
    return [
        fault._replace(reason=f"{fault.reason}: {reason}", suggestion=suggestion)
        if fault.code == EMPTY and any(low <= row <= high for low, high in ranges)
        else fault
        for fault, row in zip(told, rows, strict=True)
    ]


def taken(values: Sequence[str | None], codes: Codes) -> pl.Series:
    """Texts by the codes of the rows."""
    return pl.Series(list(values), dtype=pl.String).gather(codes)
