"""What is wrong with the cells of a list: gathered by column, one refusal a row in the end."""

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.errors import AmbiguousNameError, RequestError, UnknownNameError
from corridors.io.shipment_lists.raw import ROW

REFUSED = {
    ROW: pl.Int64, "column": pl.String, "value": pl.String, "code": pl.String,
    "reason": pl.String, "suggestion": pl.String,
}  # fmt: skip
"""Columns of the refusals."""
BAD_CELL, UNKNOWN, AMBIGUOUS = "bad-cell", "unknown-name", "ambiguous-name"
DUPLICATE, EMPTY, OUT_OF_RANGE, UNREADABLE = (
    "duplicate-id", "empty", "out-of-range", "unreadable",
)  # fmt: skip


class Fault(NamedTuple):
    """Why a cell is refused, and what would do."""

    code: str
    reason: str
    suggestion: str = ""


class Faults:
    """Faults of some rows, by their position in the frame."""

    def __init__(self, rows: pl.Series) -> None:
        self._rows = rows
        self._frames: list[pl.DataFrame] = []
        self.faulty = np.zeros(len(rows), dtype=np.bool_)

    def add(
        self, at: NDArray[np.int64], column: str, values: pl.Series, faults: list[Fault]
    ) -> None:
        """Add faults of a column: where, the cells there as given, one fault for each."""
        if not len(at):
            return
        self.faulty[at] = True
        codes, reasons, suggestions = zip(*faults, strict=True)
        self._frames.append(
            pl.DataFrame(
                {
                    ROW: self._rows.gather(at),
                    "column": pl.Series([column], dtype=pl.String).new_from_index(0, len(at)),
                    "value": values.cast(pl.String),
                    "code": pl.Series(codes, dtype=pl.String),
                    "reason": pl.Series(reasons, dtype=pl.String),
                    "suggestion": pl.Series(suggestions, dtype=pl.String),
                },
                schema=REFUSED,
            )
        )

    def frame(self) -> pl.DataFrame:
        """One refusal a row: its first fault, the others told behind it."""
        if not self._frames:
            return pl.DataFrame(schema=REFUSED)
        every = pl.concat(self._frames)
        told = pl.col("column") + ": " + pl.col("reason")
        return (
            every.group_by(ROW, maintain_order=True)
            .agg(
                pl.col("column", "value", "code", "suggestion").first(),
                pl.concat_str(
                    pl.col("reason").first(),
                    pl.when(pl.len() > 1)
                    .then("; " + told.slice(1).str.join("; "))
                    .otherwise(pl.lit("")),
                ).alias("reason"),
            )
            .select(list(REFUSED))
            .sort(ROW)
        )


def fault_of(error: RequestError, would_do: str) -> Fault:
    """The fault that an error tells of; what would do, where the error itself does not say."""
    if isinstance(error, UnknownNameError):
        near = " or ".join(error.suggestions)
        what = str(error).partition("; did you mean")[0]
        return Fault(UNKNOWN, what, f"did you mean {near}?" if near else would_do)
    if isinstance(error, AmbiguousNameError):
        what = str(error).rpartition("; ")[0]
        return Fault(AMBIGUOUS, what, f"use one of the ids {', '.join(error.candidates)}")
    what, _, advice = str(error).partition("; ")
    return Fault(BAD_CELL, what, advice or would_do)
