"""What is no list says so in words that help."""

from pathlib import Path

import fsspec
import polars as pl
import pytest

from corridors.errors import RequestError
from corridors.io.shipment_lists.open_list import open_list

FRAME = pl.DataFrame(
    {
        "from": ["Kostanay", "Astana", "Kostanay"],
        "to": ["Khujand"] * 3,
        "hs": ["0101", "1001", "1001"],
        "tonnes": [1.0, 2.5, None],
        "id": [7, 8, 7],
    }
)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", b"", "a.csv is empty; begin it with a line of headings"),
        ("a.csv", b"\n \n", "a.csv is empty"),
        ("a.csv", b"Kostanay,Khujand\n1,2\n", "no heading line"),
        ("a.parquet", b"no parquet", "a.parquet is damaged: no Parquet"),
        ("a.parquet", b"PAR1 broken off", "no Parquet that can be read"),
        ("a.xlsx", b"no workbook", "a.xlsx is damaged: no workbook"),
        ("a.xlsx", b"PK\x03\x04 broken off", "a.xlsx is damaged: no workbook"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "under a password"),
        ("a.pdf", b"%PDF-1.7", r"'a.pdf' has no suffix of a list; known are .csv, .*\.xlsx"),
    ],
)
def test_what_cannot_be_a_list_is_refused_with_what_would_do(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RequestError, match=told):
        open_list(str(tmp_path / name))


def test_a_path_that_leads_nowhere_or_to_a_directory_is_named(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"no list at '.*none\.csv'; check the path"):
        open_list(str(tmp_path / "none.csv"))
    with pytest.raises(RequestError, match="is a directory; name a file"):
        open_list(str(tmp_path))


def test_a_query_is_for_databases() -> None:
    with pytest.raises(RequestError, match="--query is for databases"):
        open_list("list.csv", query="SELECT 1")


def test_the_first_bytes_say_what_a_file_is_whatever_its_suffix(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    FRAME.write_parquet(path)
    assert open_list(str(path)).chunk(0).frame.height == 3


def test_parquet_keeps_types_counts_from_one_and_knows_repeats(tmp_path: Path) -> None:
    path = tmp_path / "list.parquet"
    FRAME.write_parquet(path)
    found = open_list(str(path), chunk_rows=2)
    assert [found.chunk(i).frame["row"].to_list() for i in (0, 1)] == [[1, 2], [3]]
    assert found.chunk(0).frame.schema["tonnes"] == pl.Float64
    assert found.chunk(1).repeats.rows() == [(3, 1)]


def test_cells_that_hold_lists_are_no_cells(tmp_path: Path) -> None:
    path = tmp_path / "list.parquet"
    FRAME.with_columns(tonnes=pl.lit([1.0])).write_parquet(path)
    with pytest.raises(RequestError, match=r"column 'tonnes' \(tonnes\) holds List"):
        open_list(str(path))


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_list_may_lie_at_any_fsspec_address(suffix: str) -> None:
    with fsspec.open(f"memory://lists/a.{suffix}", "wb") as file:
        (FRAME.write_csv if suffix == "csv" else FRAME.write_parquet)(file)
    found = open_list(f"memory://lists/a.{suffix}")
    assert found.chunk(0).frame["from"].to_list() == ["Kostanay", "Astana", "Kostanay"]
    with pytest.raises(RequestError, match=r"no list at 'memory://lists/none\.csv'"):
        open_list("memory://lists/none.csv")


def test_a_parquet_file_cut_off_after_it_was_opened_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "list.parquet"
    FRAME.write_parquet(path)
    found = open_list(str(path))
    path.write_bytes(path.read_bytes()[:50])
    with pytest.raises(RequestError, match="no Parquet that can be read from row 1 on"):
        found.chunk(0)
