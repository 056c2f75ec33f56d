"""Tables as CSV that spreadsheets open rightly: UTF-8 with a mark, texts that stay texts."""

from collections.abc import Iterable
from typing import IO, Final

import polars as pl

from corridors.io.batch_results.cells import harmless_table

MARK: Final = b"\xef\xbb\xbf"
"""Tells spreadsheets that the file is UTF-8."""


def write_csv(tables: Iterable[pl.DataFrame], out: IO[bytes]) -> int:
    """Write tables of the same columns one below the other, and give the number of rows."""
    rows = 0
    for number, table in enumerate(tables):
        if number == 0:
            out.write(MARK)
        harmless_table(table).write_csv(out, include_header=number == 0)
        rows += table.height
    return rows
