"""A demand as a shipment list: what ``corridors batch`` takes, as CSV, Parquet or XLSX."""

import math
import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from corridors.errors import RequestError, shorten
from corridors.model.demand import MONTHS, Demand, DemandRow

COLUMNS: Final = (
    "shipment_id", "origin", "destination", "cargo", "tonnes", "ready", "value_usd_per_t",
)  # fmt: skip
SUFFIXES: Final = (".csv", ".parquet", ".xlsx")
MOST_ROWS: Final = 1_048_575
"""Rows of a worksheet under its heading."""
LEAST_TONNES: Final = 0.001
ORDERS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a text begins that a spreadsheet may take for a formula."""


class ListRow(NamedTuple):
    """One shipment of a list; ``ready`` is a day or empty."""

    shipment_id: str
    origin: str
    destination: str
    cargo: str
    tonnes: float
    ready: str
    value_usd_per_t: float


def shipment_list(
    demand: Demand, *, months: Sequence[int] = (), lot_t: float | None = None
) -> Iterator[ListRow]:
    """The shipments that a demand stands for.

    Parameters
    ----------
    demand
        The rows of a year.
    months
        Only these months, 1 to 12, each row once for every month, ready on its first day;
        none gives the whole year at once, without a day.
    lot_t
        Most tonnes of one shipment: more are parted into equal shipments. ``None`` leaves a
        row in one piece, which is then priced as one consignment.

    Raises
    ------
    RequestError
        If a month or the lot cannot be.
    """
    if lot_t is not None and not (math.isfinite(lot_t) and lot_t > 0):
        raise RequestError(f"a lot of {lot_t:g} t cannot be; give more than 0")
    if any(month not in range(1, MONTHS + 1) for month in months):
        raise RequestError("a month is 1 to 12")
    for row in demand:
        if not months:
            yield from _lots(row, row.id, row.tonnes_per_year, "", lot_t)
        for month in months:
            ready = f"{demand.year:04d}-{month:02d}-01"
            yield from _lots(row, f"{row.id}-m{month:02d}", row.tonnes_in(month), ready, lot_t)


def _lots(
    row: DemandRow, id: str, tonnes: float, ready: str, lot_t: float | None
) -> Iterator[ListRow]:
    if tonnes < LEAST_TONNES:
        return
    count = 1 if lot_t is None else max(1, math.ceil(tonnes / lot_t - 1e-9))
    each, value = round(tonnes / count, 6), round(row.value_usd_per_t, 6)
    for number in range(1, count + 1):
        name = id if count == 1 else f"{id}-{number:0{len(str(count))}d}"
        yield ListRow(name, row.origin, row.destination, row.cargo, each, ready, value)


def write_shipment_list(rows: Iterable[ListRow], path: str) -> int:
    """Write a shipment list, in the format of the file's suffix; the number of rows.

    The file is whole or not there at all. No cell is a formula, whatever an id begins with.

    Raises
    ------
    RequestError
        If the suffix is none of ``.csv``, ``.parquet``, ``.xlsx``, there are more rows than a
        worksheet holds, or the file cannot be written.
    """
    suffix = os.path.splitext(path)[1].lower()
    if suffix not in SUFFIXES:
        raise RequestError(
            f"'{shorten(path)}' is no shipment list; end it with {', '.join(SUFFIXES)}"
        )
    kept = list(rows)
    if suffix == ".xlsx" and len(kept) > MOST_ROWS:
        raise RequestError(f"{len(kept):,} rows are more than a worksheet holds; write .parquet")
    if suffix == ".csv":
        _write_csv(kept, path)
        return len(kept)
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        if os.path.isdir(path):
            raise IsADirectoryError(21, "it is a directory")
        (_write_parquet if suffix == ".parquet" else _write_workbook)(kept, temporary)
        os.replace(temporary, path)
    except OSError as error:
        raise RequestError(
            f"cannot write {shorten(path, 200)}: {error.strerror or error}"
        ) from error
    finally:
        if os.path.exists(temporary):
            os.unlink(temporary)
    return len(kept)


def _write_csv(rows: Iterable[ListRow], path: str) -> None:
    import csv
    from io import StringIO

    from corridors.io.files import write_text

    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        id = f"'{row.shipment_id}" if row.shipment_id.startswith(ORDERS) else row.shipment_id
        writer.writerow((id, *row[1:]))
    write_text(path, text.getvalue())


def _write_parquet(rows: list[ListRow], path: str) -> None:
    import polars as pl

    columns = list(zip(*rows, strict=True)) if rows else [()] * len(COLUMNS)
    kinds = [pl.String] * 4 + [pl.Float64, pl.String, pl.Float64]
    series = [
        pl.Series(name, values, dtype=kind)
        for name, values, kind in zip(COLUMNS, columns, kinds, strict=True)
    ]
    pl.DataFrame(series).with_columns(
        pl.when(pl.col("ready") != "").then(pl.col("ready")).alias("ready")
    ).write_parquet(path)


def _write_workbook(rows: Iterable[ListRow], path: str) -> None:
    from datetime import UTC, datetime

    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with open(path, "wb") as file, xlsxwriter.Workbook(file, options) as book:
        # The day of writing would make every file another.
        book.set_properties({"created": datetime(2024, 1, 1, tzinfo=UTC)})
        sheet = book.add_worksheet("shipments")
        for place, name in enumerate(COLUMNS):
            sheet.write_string(0, place, name)
        for number, row in enumerate(rows, 1):
            for place, cell in enumerate(row):
                if isinstance(cell, float):
                    sheet.write_number(number, place, cell)
                elif cell:
                    sheet.write_string(number, place, cell)
