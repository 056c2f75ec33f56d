"""Lists in workbooks: XLSX, XLS, XLSB and ODS, copied into Parquet once.

The first visible sheet is read, hidden rows and columns like others, formulas by the values
that the workbook keeps. The value of a merged cell counts for its first row alone: what it
covers is empty.
"""

import os
import re
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import polars as pl

from corridors.errors import RequestError, shorten
from corridors.io.shipment_lists.columns import distinct_headings, heading_line
from corridors.io.shipment_lists.parquet_list import Origin, ParquetList
from corridors.io.shipment_lists.raw import MERGED
from corridors.io.shipment_lists.sources import Source, Spool

Cell = str | float | int | bool | date | datetime | time | timedelta | None

MOST_UNPACKED = 2 << 30
"""Bytes that a workbook may unpack to; more is a trap, or a sheet that nobody can open."""
MOST_CELLS = 30_000_000
"""Cells of a sheet, from its corner to the last filled row and column."""
_SHEET = re.compile(r"xl/worksheets/[^/]*\.xml")
_WIDE_CELL = re.compile(rb"""\br=["']([A-Z]{2,3})\d""")
_ROW_OF_CELL = re.compile(rb"""\br=["'][A-Z]{1,3}(\d{1,7})["']""")
OLE = b"\xd0\xcf\x11\xe0"
"""First bytes of an old workbook, and of a new one under a password."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTION = "EncryptionInfo".encode("utf-16-le")


def open_workbook(
    address: str, source: Source, *, chunk_rows: int, spool_dir: str | None
) -> ParquetList:
    """Open the list on the first visible sheet of a workbook.

    Raises
    ------
    RequestError
        If it is damaged, under a password, empty, or its headings cannot be understood.
    """
    name = source.name
    data = source.read(0, os.stat(source.address).st_size if source.is_local else MOST_UNPACKED)
    _check(name, data)
    sheet, merged = _first_sheet(name, data)
    filled = [row for row in sheet[:200] if any(cell != "" for cell in row)][:10]
    if not filled:
        raise RequestError(f"{name} is empty: its first sheet holds nothing; begin with headings")
    chosen = filled[heading_line([[_text(cell) for cell in row] for row in filled])]
    line = next(at for at, row in enumerate(sheet) if row is chosen)
    cells = [_text(cell).strip() for cell in chosen]
    headings = distinct_headings(cells)
    body = sheet[line + 1 :]
    columns = {
        heading: _column(heading, [row[at] for row in body]) for at, heading in enumerate(headings)
    }
    spool = Spool(spool_dir)
    path = spool.file("list.parquet")
    pl.DataFrame(columns).write_parquet(path, row_group_size=chunk_rows, compression="lz4")
    origin = Origin(
        first_row=line + 2,
        merged=_covered(merged, headings),
        spool=spool,
        cells=tuple(cells),
        fingerprint=source.fingerprint(),
    )
    return ParquetList(address, Source(path), chunk_rows=chunk_rows, origin=origin, name=name)


def _check(name: str, data: bytes) -> None:
    """Refuse a workbook that is under a password, or that unpacks to too much."""
    import io

    if data.startswith(OLE):
        if _ENCRYPTED in data or _ENCRYPTION in data:
            raise RequestError(f"{name} is under a password; save it without one")
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
            flags = any(entry.flag_bits & 1 for entry in packed.infolist())
            wide = None if flags or size > MOST_UNPACKED else _too_wide(packed)
    # The last is how zipfile says that it does not know a compression.
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError):
        raise RequestError(f"{name} is damaged: no workbook; save it again") from None
    if flags:
        raise RequestError(f"{name} is under a password; save it without one")
    if wide is not None:
        raise RequestError(
            f"{name}: a cell in column {wide} spans a sheet of more than {MOST_CELLS:,} cells;"
            " clear what stands far outside the list"
        )
    if size > MOST_UNPACKED:
        raise RequestError(
            f"{name} unpacks to {size / 2**30:.1f} GiB; a list so long belongs into CSV or Parquet"
        )


def _too_wide(packed: zipfile.ZipFile) -> str | None:
    """The last column of a sheet whose cells, the empty ones too, would not fit into memory.

    Up to column Z every sheet fits; only wider ones are measured.
    """
    for entry in packed.infolist():
        if not _SHEET.fullmatch(entry.filename):
            continue
        text = packed.read(entry)
        columns = {match[1] for match in _WIDE_CELL.finditer(text)}
        if not columns:
            continue
        last = max(columns, key=_column_number)
        rows = max(int(match[1]) for match in _ROW_OF_CELL.finditer(text))
        if rows * _column_number(last) > MOST_CELLS:
            return last.decode()
    return None


def _column_number(letters: bytes) -> int:
    """The number of a column by its letters: A is 1, AA 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _first_sheet(
    name: str, data: bytes
) -> tuple[list[list[Cell]], Sequence[tuple[tuple[int, int], tuple[int, int]]]]:
    """The cells of the first visible sheet from its corner on, and its merged cells."""
    import io

    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        seen = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.visible is SheetVisibleEnum.Visible and sheet.typ is SheetTypeEnum.WorkSheet
        ]
        if not seen:
            raise RequestError(f"{name} has no visible sheet; show the one with the list")
        sheet = workbook.get_sheet_by_name(seen[0])
        rows = [list[Cell](row) for row in sheet.to_python(skip_empty_area=False)]
        return rows, sheet.merged_cell_ranges or ()
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, RequestError):
            raise
        raise RequestError(
            f"{name} is damaged or no workbook ({shorten(str(error), 100)}); save it again"
        ) from error


def _column(heading: str, cells: list[Cell]) -> pl.Series:
    """The cells of a column: numbers or dates if all of them are, otherwise text."""
    kinds = {type(cell) for cell in cells if cell != "" and cell is not None}
    empty = ("", None)
    if kinds and kinds <= {int, float}:
        numbers = [None if cell in empty else float(str(cell)) for cell in cells]
        if all(n is None or (n.is_integer() and abs(n) < 2**53) for n in numbers):
            return pl.Series(heading, numbers, dtype=pl.Float64).cast(pl.Int64)
        return pl.Series(heading, numbers, dtype=pl.Float64)
    if kinds == {date}:
        return pl.Series(heading, [None if cell in empty else cell for cell in cells], pl.Date)
    return pl.Series(heading, [_text(cell) for cell in cells], dtype=pl.String)


def _text(cell: Cell) -> str:
    """A cell as its reader would write it; midnight is the date alone."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat() if cell.time() != time() else cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def _covered(
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]], headings: Sequence[str]
) -> pl.DataFrame:
    """Which cells lie under a merged one: all of its own but the first (`MERGED`)."""
    rows: list[tuple[str, int, int]] = []
    for (top, left), (bottom, right) in merged:
        for column in range(left, min(right + 1, len(headings))):
            start = top + 1 if column == left else top
            if start <= bottom:
                rows.append((headings[column], start + 1, bottom + 1))
    return pl.DataFrame(rows, schema=MERGED, orient="row")
