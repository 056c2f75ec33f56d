"""Cells that spreadsheets show and never obey."""

from typing import Final

import polars as pl

ORDERS: Final = r"^[=+\-@\t\r\n＝＋－＠]"
"""How a text begins that a spreadsheet may take for a formula."""
A_NUMBER: Final = r"^[+-]?[0-9]+([.,][0-9]+)?$"
"""A signed number begins like one and is none."""


def harmless(text: str) -> str:
    """Text with a ``'`` before it where a spreadsheet would take it for a formula."""
    said: str = pl.Series([text]).to_frame("t").select(_harmless(pl.col("t"))).item()
    return said


def _harmless(column: pl.Expr) -> pl.Expr:
    orders = column.str.contains(ORDERS) & ~column.str.contains(A_NUMBER)
    return pl.when(orders).then(pl.lit("'") + column).otherwise(column)


def harmless_table(table: pl.DataFrame) -> pl.DataFrame:
    """A table for CSV: flat cells, and none that a spreadsheet would obey.

    Headings come from the list and are treated like cells.
    """
    flat = flat_table(table)
    texts = [name for name, dtype in flat.schema.items() if dtype == pl.String]
    # CSV knows no difference between no text and an empty one, and quotes the latter.
    safe = flat.with_columns(
        pl.when(pl.col(name) != "").then(_harmless(pl.col(name))).alias(name) for name in texts
    )
    return safe.rename({name: harmless(name) for name in safe.columns})


def flat_table(table: pl.DataFrame) -> pl.DataFrame:
    """A table whose nested cells (a Parquet list may have some) are written as JSON text."""
    changed = []
    for name, dtype in table.schema.items():
        if isinstance(dtype, pl.List | pl.Array | pl.Struct):
            changed.append(pl.struct(name).struct.json_encode().alias(name))
        elif dtype == pl.Binary:
            changed.append(pl.col(name).bin.encode("hex"))
        elif dtype in (pl.Categorical, pl.Enum):
            changed.append(pl.col(name).cast(pl.String))
        elif dtype == pl.Duration:
            changed.append(pl.col(name).dt.to_string("iso"))
    return table.with_columns(changed) if changed else table
