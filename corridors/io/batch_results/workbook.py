"""The whole run as a workbook: summary, shipments, legs, crossings, rejects, sources."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

import polars as pl

from corridors.io.batch_results.cells import flat_table
from corridors.io.batch_results.parts import Kind, Parts
from corridors.io.batch_results.totals import USED, crossing_totals, path_totals
from corridors.io.batch_results.used_sources import UsedSource, used_sources
from network_data import Facts

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

SHEET_ROWS: Final = 1_048_576
"""Rows that a sheet holds, its heading among them."""
MANY_ROWS: Final = 20_000
"""Above this a workbook is slow to write and to open."""
LONGEST_CELL: Final = 32_767
MADE: Final = datetime(2000, 1, 1)
"""Stands in the properties of every workbook, so that the same run gives the same bytes."""
_AS_NUMBER: Final = 2**53
"""Excel keeps whole numbers up to here."""


def write_workbook(
    parts: Parts,
    path: str,
    *,
    names: Mapping[str, str],
    facts: Facts,
    summary: Sequence[tuple[str, str | int | float]],
) -> int:
    """Write the workbook of a run.

    Texts stay texts: nothing in a cell becomes a formula or a link.

    Parameters
    ----------
    parts
        The partitions, with legs.
    path
        Where it is written.
    names
        What our columns are called in the result.
    facts
        For the sources.
    summary
        Lines of the first sheet: what, and how much.

    Returns
    -------
    int
        Rows on the sheet of shipments.
    """
    from xlsxwriter import Workbook

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    paths = parts.paths()
    totals = path_totals(best_routes(parts, names))
    with Workbook(path, options) as book:
        book.set_properties({"created": MADE})
        sheet = book.add_worksheet("summary")
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 60)
        _write_row(sheet, 0, ("what", "value"), book)
        for number, line in enumerate(_with_totals(summary, totals), 1):
            _write_row(sheet, number, line)
        rows = _write_tables(book, "shipments", parts.frames(Kind.ROUTES))
        _write_tables(book, "legs", parts.frames(Kind.LEGS))
        _write_tables(book, "crossings", [crossing_totals(paths, totals)])
        _write_tables(book, "rejects", parts.frames(Kind.REJECTS))
        sources = [list(source) for source in used_sources(facts, paths)]
        schema = dict.fromkeys(UsedSource._fields, pl.String)
        _write_tables(book, "sources", [pl.DataFrame(sources, schema=schema, orient="row")])
    return rows


def best_routes(parts: Parts, names: Mapping[str, str]) -> Iterable[pl.DataFrame]:
    """The best route of each row with the columns that sums are made of, by our own names."""
    wanted = {names[name]: name for name in (*USED, "rank")}
    for frame in parts.frames(Kind.ROUTES, list(wanted)):
        yield frame.rename(wanted).filter(pl.col("rank") == 1)


def _with_totals(
    summary: Sequence[tuple[str, str | int | float]], totals: pl.DataFrame
) -> list[tuple[str, str | int | float]]:
    tonnes = float(totals["tonnes"].sum())
    usd = float(totals["cost_usd"].sum())
    lines = [
        *summary,
        ("tonnes answered, t", tonnes),
        ("cost of the best routes, USD", usd),
        ("CO2e of the best routes, t", float(totals["co2e_t"].sum())),
    ]
    if tonnes:
        hours = float(totals["tonne_h"].sum()) / tonnes
        lines += [("cost, USD/t", usd / tonnes), ("hours, mean by tonnes", hours)]
    return lines


def _write_tables(book: "Workbook", name: str, tables: Iterable[pl.DataFrame]) -> int:
    """Tables of the same columns one below the other; a full sheet is followed by another."""
    sheet: Worksheet | None = None
    sheets = at = rows = 0
    for table in tables:
        flat = _cells(table)
        for cells in flat.iter_rows():
            if sheet is None or at == SHEET_ROWS:
                sheets += 1
                sheet = _sheet(book, name if sheets == 1 else f"{name} {sheets}", flat.columns)
                at = 1
            _write_row(sheet, at, cells)
            at += 1
            rows += 1
        if sheet is None:
            sheets, at = 1, 1
            sheet = _sheet(book, name, flat.columns)
    return rows


def _sheet(book: "Workbook", name: str, headings: Sequence[str]) -> "Worksheet":
    sheet: Worksheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(headings) - 1, 0), 14)
    _write_row(sheet, 0, headings, book)
    return sheet


def _cells(table: pl.DataFrame) -> pl.DataFrame:
    """A table of texts, floats, whole numbers that Excel can hold, and truth values."""
    changed = []
    flat = flat_table(table)
    for name, dtype in flat.schema.items():
        if dtype.is_integer() and dtype.to_python() is int and _too_wide(flat[name]):
            changed.append(pl.col(name).cast(pl.String))
        elif dtype.is_temporal():
            changed.append(pl.col(name).dt.to_string("iso"))
        elif dtype.is_decimal():
            changed.append(pl.col(name).cast(pl.Float64))
        elif dtype == pl.String:
            changed.append(pl.col(name).str.slice(0, LONGEST_CELL))
    return flat.with_columns(changed)


def _too_wide(column: pl.Series) -> bool:
    # The path is always text, so that a column does not change its kind from run to run.
    return column.dtype == pl.UInt64 or bool((column.cast(pl.Float64).abs() > _AS_NUMBER).any())


def _write_row(
    sheet: "Worksheet", row: int, cells: Iterable[object], heading_of: "Workbook | None" = None
) -> None:
    bold = heading_of.add_format({"bold": True}) if heading_of is not None else None
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            if cell:
                sheet.write_string(row, column, cell, bold)
        elif isinstance(cell, bool):
            sheet.write_boolean(row, column, cell)
        elif isinstance(cell, int | float):
            sheet.write_number(row, column, cell)
