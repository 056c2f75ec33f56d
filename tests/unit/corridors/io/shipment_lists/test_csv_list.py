"""CSV with every kind of dirt: each costs its own row, and nothing is lost."""

import pickle
from pathlib import Path

import polars as pl
import pytest

from corridors.errors import RequestError
from corridors.io.shipment_lists.open_list import open_list
from corridors.io.shipment_lists.raw import RawChunk, ShipmentList

HEAD = "shipment_id,origin,destination,cargo,tonnes\n"


def opened(tmp_path: Path, content: str | bytes, *, chunk_rows: int = 100_000) -> ShipmentList:
    path = tmp_path / "list.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return open_list(str(path), chunk_rows=chunk_rows)


def only(found: ShipmentList) -> RawChunk:
    assert found.chunks == 1
    return found.chunk(0)


def test_cells_stay_as_they_are_written(tmp_path: Path) -> None:
    chunk = only(opened(tmp_path, HEAD.strip() + ",note\n007,Kostanay,Khujand,0101, 12.50 ,=1+1\n"))
    assert chunk.frame.row(0) == ("007", "Kostanay", "Khujand", "0101", " 12.50 ", "=1+1", 2)


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_dividing_sign_and_line_end_is_told_from_the_headings(
    tmp_path: Path, sign: str, end: str
) -> None:
    lines = [HEAD.strip(), "S1,Kostanay,Khujand,1001,60", "S2,Astana,Dushanbe,1101,20"]
    text = end.join(lines).replace(",", sign) + end
    chunk = only(opened(tmp_path, text))
    assert chunk.frame["tonnes"].to_list() == ["60", "20"]
    assert chunk.frame["destination"].to_list() == ["Khujand", "Dushanbe"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-r"]
)
def test_russian_lists_are_read_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    text = "Номер;Откуда;Куда;Груз;Масса, т\n" + "1;Костанай;Худжанд;пшеница;60,5\n" * 40
    found = opened(tmp_path, text.encode(encoding))
    chunk = only(found)
    assert set(chunk.frame["Откуда"]) == {"Костанай"}
    assert chunk.columns.found["tonnes"].heading == "Масса, т"
    assert chunk.columns.decimal_comma
    assert bool(found.notices) == (not encoding.startswith("utf"))


def test_windows_cyrillic_deep_in_an_english_list_is_seen_too(tmp_path: Path) -> None:
    plain = "S,Kostanay,Khujand,wheat,60,\n" * 60_000  # longer than what is looked at first
    text = HEAD.strip() + ",note\n" + plain + "S,Kostanay,Khujand,wheat,60,пшеница\n" * 3
    found = opened(tmp_path, text.encode("cp1251"))
    assert found.chunk(0).rows == 60_003
    assert found.chunk(0).frame["note"][-1] == "пшеница"
    assert found.notices == ("list.csv is read as cp1251",)


def test_one_row_in_another_encoding_costs_that_row_alone(tmp_path: Path) -> None:
    good = "S1,Костанай,Khujand,wheat,60\n".encode()
    bad = "S2,Костанай,Khujand,wheat,60\n".encode("cp1251")
    chunk = only(opened(tmp_path, HEAD.encode() + good + bad + good))
    assert chunk.frame["row"].to_list() == [2, 4]
    assert chunk.broken["row"].to_list() == [3]
    assert "\\xca\\xee" in chunk.broken["text"][0]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("S2,Kostanay,Khujand,wheat", "has 4 cells, the heading 5"),
        ("S2,Kostanay,Khujand,wheat,1,2", "has 6 cells, the heading 5"),
        ('S2,"Kostanay,Khujand,wheat,60', "opened and never closed"),
        ("S2,Kost\0anay,Khujand,wheat,60", "NUL byte"),
    ],
)
def test_a_row_that_cannot_be_divided_is_kept_whole_with_its_reason(
    tmp_path: Path, row: str, told: str
) -> None:
    good = "S1,Kostanay,Khujand,wheat,60\n"
    chunk = only(opened(tmp_path, HEAD + good + row + "\n" + good))
    assert chunk.frame["row"].to_list() == [2, 4]
    number, text, reason, suggestion = chunk.broken.row(0)
    assert number == 3
    assert text == row.replace("\0", "\\x00")
    assert told in reason
    assert suggestion


def test_odd_but_readable_rows_are_read_in_their_place(tmp_path: Path) -> None:
    rows = (
        'S1,"Kos\ntanay",Khujand,wheat,1\n'
        'S2,Kostanay 5" x,Khujand,wheat,2\n'
        'S3,"Kos""ta"nay,Khujand,wheat,3\n'
        "S4,Kos\rtanay,Khujand,wheat,4\n"
        '"S5","a,b",Khujand,"",5'
    )
    frame = only(opened(tmp_path, HEAD + rows)).frame
    assert frame["origin"].to_list() == [
        "Kos\ntanay", 'Kostanay 5" x', 'Kos"tanay', "Kos\rtanay", "a,b",
    ]  # fmt: skip
    assert frame["tonnes"].to_list() == ["1", "2", "3", "4", "5"]


def test_blank_rows_are_no_shipments_but_keep_the_numbers_of_the_others(tmp_path: Path) -> None:
    chunk = only(opened(tmp_path, HEAD + "\nS1,a,b,c,1\n,,,,\n  \nS2,a,b,c,2\n , ,,,\n\n"))
    assert chunk.frame["row"].to_list() == [3, 6]
    assert chunk.rows == 2
    assert chunk.blank_rows == 5


def test_titles_and_the_line_of_excel_stand_above_the_headings(tmp_path: Path) -> None:
    chunk = only(opened(tmp_path, "sep=;\nPlan;;;\nfrom;to;cargo;t\nKostanay;Khujand;wheat;60\n"))
    assert chunk.frame["from"].to_list() == ["Kostanay"]
    assert chunk.frame["row"].to_list() == [4]


@pytest.mark.parametrize("chunk_rows", [1, 2, 3, 7, 100])
def test_chunks_hold_the_same_rows_whatever_their_size_and_order(
    tmp_path: Path, chunk_rows: int
) -> None:
    rows = "".join(
        f'S{i},"Kost\nanay",Khujand,wheat,{i}\n' if i % 3 else f"S{i},x\n" for i in range(20)
    )
    whole = only(opened(tmp_path, HEAD + rows))
    found = opened(tmp_path, HEAD + rows, chunk_rows=chunk_rows)
    parts = [found.chunk(i) for i in reversed(range(found.chunks))][::-1]
    assert pl.concat([part.frame for part in parts]).equals(whole.frame)
    assert pl.concat([part.broken for part in parts]).equals(whole.broken)
    assert [part.first_row for part in parts] == list(range(2, 22, chunk_rows))


def test_an_id_used_again_is_known_in_whichever_chunk_it_stands(tmp_path: Path) -> None:
    ids = ["A", "B", '"A"', "C", " B ", "A", "", ""]
    rows = "".join(f"{name},Kostanay,Khujand,wheat,1\n" for name in ids)
    found = opened(tmp_path, HEAD + rows, chunk_rows=3)
    repeats = [found.chunk(i).repeats.rows() for i in (2, 0, 1)]
    assert repeats == [[], [(4, 2)], [(6, 3), (7, 2)]]


def test_a_list_goes_to_another_process_and_reads_on(tmp_path: Path) -> None:
    text = "Откуда;Куда;Груз;Тонн\nКостанай;Худжанд;пшеница;60\n" * 3
    found = opened(tmp_path, text.encode("cp1251"))
    there = pickle.loads(pickle.dumps(found))
    assert there.chunk(0).frame.equals(found.chunk(0).frame)


def test_the_fingerprint_changes_with_any_byte(tmp_path: Path) -> None:
    first = opened(tmp_path, HEAD + "S1,a,b,c,1\n").fingerprint
    assert opened(tmp_path, HEAD + "S1,a,b,c,1\n").fingerprint == first
    assert opened(tmp_path, HEAD + "S1,a,b,c,2\n").fingerprint != first


def test_headings_alone_are_a_list_of_nothing(tmp_path: Path) -> None:
    assert opened(tmp_path, HEAD).chunks == 0


def test_a_list_that_shrinks_while_it_is_read_is_noticed(tmp_path: Path) -> None:
    found = opened(tmp_path, HEAD + "S1,a,b,c,1\n" * 10)
    (tmp_path / "list.csv").write_text(HEAD)
    with pytest.raises(RequestError, match="became shorter"):
        found.chunk(0)
