"""Workbooks with formulas, merged cells, hidden rows, dates and traps."""

import zipfile
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from corridors.errors import RequestError
from corridors.io.shipment_lists import workbook as workbooks
from corridors.io.shipment_lists.open_list import open_list
from corridors.io.shipment_lists.raw import RawChunk

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
HEADINGS = ("id", "from", "to", "cargo", "tonnes", "ready")


@pytest.fixture
def book(tmp_path: Path) -> xlsxwriter.Workbook:
    found = xlsxwriter.Workbook(tmp_path / "list.xlsx")
    sheet = found.add_worksheet("plan")
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_row(1, 0, ("A", "Kostanay", "Khujand", "0101", 60))
    sheet.write_row(2, 0, ("B", "Astana", "Khujand", "1001", 20.5))
    return found


def read(book: xlsxwriter.Workbook, **options: int) -> RawChunk:
    book.close()
    return open_list(str(book.filename), **options).chunk(0)  # type: ignore[arg-type]  # any option


def test_text_stays_text_and_numbers_numbers(book: xlsxwriter.Workbook) -> None:
    frame = read(book).frame
    assert frame["cargo"].to_list() == ["0101", "1001"]
    assert frame["tonnes"].to_list() == [60.0, 20.5]
    assert frame["row"].to_list() == [2, 3]


def test_a_formula_counts_by_the_value_that_the_workbook_keeps(book: xlsxwriter.Workbook) -> None:
    book.get_worksheet_by_name("plan").write_formula(3, 4, "=E2*2", None, 120)
    assert read(book).frame["tonnes"].to_list() == [60.0, 20.5, 120.0]


def test_hidden_rows_are_read_like_others(book: xlsxwriter.Workbook) -> None:
    book.get_worksheet_by_name("plan").set_row(1, None, None, {"hidden": True})
    assert read(book).frame["id"].to_list() == ["A", "B"]


def test_a_merged_cell_counts_for_its_first_row(book: xlsxwriter.Workbook) -> None:
    book.get_worksheet_by_name("plan").merge_range(3, 1, 5, 2, "Aktobe")
    book.get_worksheet_by_name("plan").write_column(3, 0, ["C", "D", "E"])
    chunk = read(book)
    assert chunk.frame["from"].to_list()[2:] == ["Aktobe", "", ""]
    assert chunk.merged.rows() == [("from", 5, 6), ("to", 4, 6)]


def test_dates_keep_their_day_and_midnight_is_the_date_alone(book: xlsxwriter.Workbook) -> None:
    sheet = book.get_worksheet_by_name("plan")
    form = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
    sheet.write_datetime(1, 5, datetime(2026, 12, 28), form)
    sheet.write_datetime(2, 5, datetime(2026, 12, 28, 8, 30), form)
    assert read(book).frame["ready"].to_list() == ["2026-12-28", "2026-12-28T08:30:00"]


def test_blank_rows_between_are_left_out_and_titles_above_passed_over(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "list.xlsx")
    sheet = book.add_worksheet()
    sheet.write(1, 0, "Plan for January")
    sheet.write_row(3, 0, HEADINGS)
    sheet.write_row(5, 0, ("A", "Kostanay", "Khujand", "wheat", 60))
    chunk = read(book)
    assert chunk.frame["row"].to_list() == [6]
    assert chunk.blank_rows == 1


def test_the_first_sheet_that_can_be_seen_is_read(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "list.xlsx")
    hidden = book.add_worksheet("old")
    shown = book.add_worksheet("new")
    shown.activate()
    shown.set_first_sheet()
    hidden.hide()
    shown.write_row(0, 0, HEADINGS)
    shown.write_row(1, 0, ("A", "Kostanay", "Khujand", "wheat", 60))
    assert read(book).frame["id"].to_list() == ["A"]


def test_an_empty_workbook_says_so(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "list.xlsx")
    book.add_worksheet()
    with pytest.raises(RequestError, match="is empty: its first sheet holds nothing"):
        read(book)


def test_a_workbook_that_unpacks_to_too_much_is_a_trap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 1 << 20)
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * (2 << 20))
    with pytest.raises(RequestError, match="unpacks to"):
        open_list(str(path))


def test_one_cell_far_outside_the_list_does_not_fill_the_memory(book: xlsxwriter.Workbook) -> None:
    book.get_worksheet_by_name("plan").write(1_048_575, 16_383, "x")
    with pytest.raises(RequestError, match="a cell in column XFD spans a sheet of more than"):
        read(book)


def test_a_wide_list_is_read_all_the_same(book: xlsxwriter.Workbook) -> None:
    book.get_worksheet_by_name("plan").write(1, 30, "far right")
    assert "far right" in read(book).frame.row(0)


def test_a_list_of_openoffice_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "list.ods"
    cells = "".join(
        f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>"
        for row in (("from", "to", "cargo", "t"), ("Kostanay", "Khujand", "wheat", "60"))
    )
    spaces = "".join(f' xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "table", "text"))
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "content.xml",
            f"<office:document-content{spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="a">{cells}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        packed.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{OASIS}:manifest:1.0"/>',
        )
    frame = open_list(str(path)).chunk(0).frame
    assert frame.drop("row").row(0) == ("Kostanay", "Khujand", "wheat", "60")


def _cell(text: str) -> str:
    return (
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    )


def test_rows_keep_their_numbers_over_chunks(book: xlsxwriter.Workbook) -> None:
    book.close()
    found = open_list(str(book.filename), chunk_rows=1)
    assert [chunk.frame["row"].to_list() for chunk in found] == [[2], [3]]
    assert isinstance(found.chunk(1).frame, pl.DataFrame)
