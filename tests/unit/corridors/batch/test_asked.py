"""Rows of lists as questions, or refused with a reason a planner can act on."""

import itertools
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corridors.batch.asked import ASKED, Questions, Sorted
from corridors.batch.asked_faults import REFUSED
from corridors.errors import RequestError
from corridors.io.shipment_lists.open_list import open_list
from corridors.io.shipment_lists.template import LANGUAGES, write_template
from corridors.network.names import Names
from corridors.network.network import Network
from network_data import Facts

HEAD = "shipment_id;origin;destination;cargo;tonnes"


@pytest.fixture(scope="module")
def questions(names: Names, network: Network) -> Questions:
    return Questions(names, network)


def sort(questions: Questions, tmp_path: Path, *lines: str) -> Sorted:
    path = tmp_path / "list.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = open_list(str(path))
    parts = [(chunk, questions.asked(chunk)) for chunk in found]
    for chunk, part in parts:
        assert part.asked.height + part.refused.height == chunk.rows
        assert dict(part.asked.schema) == ASKED
        assert dict(part.refused.schema) == REFUSED
    assert len(parts) == 1
    return parts[0][1]


def question(questions: Questions, tmp_path: Path, heading: str, cell: str) -> Sorted:
    """A good row with one more column, or another cell in a column that it has."""
    row = {"origin": "Kostanay", "destination": "Khujand", "cargo": "1001", "tonnes": "60"}
    row[heading] = cell
    return sort(questions, tmp_path, ";".join(row), ";".join(row.values()))


def the_refusal(found: Sorted) -> dict[str, str]:
    assert found.asked.height == 0
    assert found.refused.height == 1
    return found.refused.row(0, named=True)


def test_a_planners_row_becomes_ids_figures_and_times_with_their_offset(
    questions: Questions, tmp_path: Path
) -> None:
    found = sort(
        questions, tmp_path,
        "Номер;Откуда;Куда;Груз;Масса, кг;Дата готовности;Срок доставки;"
        "Цена за тонну (USD/т);Тип вагона;Вид транспорта;Бюджет (USD);Приоритет",
        "A-1;Костанай;Худжанд;пшеница;1 340 000,5;28.12.2026 08:00;20.01.2027;"
        "230,5;wag-hopper-19-4109;ж/д;1'000'000;срочно",
    )  # fmt: skip
    assert found.refused.height == 0
    assert found.asked.row(0, named=True) == {
        "row": 2,
        "shipment_id": "A-1",
        "origin": "kz-kostanay",
        "destination": "tj-khujand",
        "cargo": "c-1001-kz-tj",
        "tonnes": pytest.approx(1340.0005),
        "ready": "2026-12-28T08:00:00+05:00",
        "deadline": "2027-01-21T00:00:00+05:00",  # a date lasts until its end
        "value_usd_per_t": 230.5,
        "vehicle": "wag-hopper-19-4109",
        "mode": "rail",
        "max_cost_usd": 1_000_000.0,
        "priority": "срочно",
    }


def test_times_are_those_of_their_own_end(questions: Questions, tmp_path: Path) -> None:
    """Bishkek keeps UTC+6, Khujand UTC+5."""
    found = sort(
        questions, tmp_path, "origin;destination;cargo;tonnes;ready;deadline",
        "Bishkek;Khujand;flour;20;2026-12-28T08:00;2027-01-20T12:00",
        "Khujand;Bishkek;onions;20;2026-12-28T08:00;2027-01-20T12:00",
    )  # fmt: skip
    assert found.asked["ready"].to_list() == [
        "2026-12-28T08:00:00+06:00", "2026-12-28T08:00:00+05:00",
    ]  # fmt: skip
    assert found.asked["deadline"].to_list() == [
        "2027-01-20T12:00:00+05:00", "2027-01-20T12:00:00+06:00",
    ]  # fmt: skip


def test_without_ids_rows_go_by_their_numbers(questions: Questions, tmp_path: Path) -> None:
    found = sort(
        questions, tmp_path, "from;to;cargo;t", "Kostanay;Khujand;wheat;1", "Astana;Khujand;1101;2"
    )
    assert found.asked["shipment_id"].to_list() == ["2", "3"]


@pytest.mark.parametrize(
    ("cell", "tonnes"),
    [
        ("60", 60), (" 60 ", 60), ("60.5", 60.5), ("60,5", 60.5), ("1 340", 1340),
        ("1\u00a0340,25", 1340.25), ("1'340", 1340), ("1.340.000", 1_340_000), ("6e1", 60),
        ("1,340,000", 1_340_000), ("1,340.5", 1340.5), ("1.340,5", 1340.5), ("12 t", 12),
        ("12т", 12), ("12,5 тонн", 12.5), ("+7", 7), ("0,500", 0.5), ("1,250", 1.25),
    ],
)  # fmt: skip
def test_figures_are_read_as_people_write_them(
    questions: Questions, tmp_path: Path, cell: str, tonnes: float
) -> None:
    """In a list divided by semicolons a lone comma stands before decimals."""
    found = question(questions, tmp_path, "tonnes", cell)
    assert found.asked["tonnes"].to_list() == [pytest.approx(tonnes)]


def test_a_figure_that_may_be_a_thousand_times_another_is_refused(
    questions: Questions, tmp_path: Path
) -> None:
    found = sort(questions, tmp_path, "from,to,cargo,t", 'Kostanay,Khujand,wheat,"1,250"')
    refusal = the_refusal(found)
    assert refusal["reason"] == "'1,250' may be 1.250 or 1250"
    assert refusal["suggestion"] == "write 1250, or 1.250"


@pytest.mark.parametrize("many", [1, 500])
def test_odd_figures_are_read_alike_alone_and_by_the_hundred(
    questions: Questions, tmp_path: Path, many: int
) -> None:
    cells = ["12,5", "1 340", "1 340,5", "1'000'000,25", "7 t", "x", "0,5", "1.5"]
    rows = [f"Kostanay;Khujand;wheat;{cell}" for cell in cells] * many
    found = sort(questions, tmp_path, "origin;destination;cargo;tonnes", *rows)
    assert found.asked["tonnes"].to_list() == [12.5, 1340, 1340.5, 1_000_000.25, 7, 0.5, 1.5] * many
    assert found.refused["value"].to_list() == ["x"] * many


@pytest.mark.parametrize(
    ("column", "cell", "code", "told"),
    [
        ("origin", "", "empty", "the cell is empty"),
        ("tonnes", "  ", "empty", "the cell is empty"),
        ("origin", "Qwertyuiop", "unknown-name", "no place 'Qwertyuiop'"),
        ("origin", "Karakul", "ambiguous-name", "'Karakul' may be place"),
        ("origin", "Khujand", "out-of-range", "it is the place of origin too"),
        ("origin", "95,63.63", "bad-cell", "is not a position"),
        ("cargo", "unobtainium", "unknown-name", "no cargo 'unobtainium'"),
        ("tonnes", "many", "bad-cell", "'many' is no number"),
        ("tonnes", "12 kg", "bad-cell", "in another unit"),
        ("tonnes", "1e308", "out-of-range", "1e+308 is not a shipment"),
        ("tonnes", "1e999", "out-of-range", "inf is not a shipment"),
        ("tonnes", "0", "out-of-range", "0 is not a shipment"),
        ("tonnes", "-5", "out-of-range", "-5 is not a shipment"),
        ("tonnes", "10000000.5", "out-of-range", "is not a shipment"),
        ("tonnes", "=1+1", "bad-cell", "'=1+1' is no number"),
        ("tonnes", "nan", "bad-cell", "'nan' is no number"),
        ("value_usd_per_t", "-1", "out-of-range", "is not a price"),
        ("value_usd_per_t", "2e9", "out-of-range", "is not a price"),
        ("max_cost_usd", "0", "out-of-range", "is no budget"),
        ("ready", "31.02.2026", "bad-cell", "no such day"),
        ("ready", "tomorrow", "bad-cell", "is no date and time"),
        ("ready", "01/02/2026", "bad-cell", "may be day/month or month/day"),
        ("ready", "1812-06-24", "bad-cell", "outside the years"),
        ("deadline", "28.12.2026 25:00", "bad-cell", "no such time of day"),
        ("vehicle", "submarine", "unknown-name", "no vehicle 'submarine'"),
        ("mode", "pipeline", "bad-cell", "'pipeline' is no mode"),
        ("priority", "-1", "bad-cell", "is no priority"),
    ],
)
def test_each_fault_names_its_column_and_reason_and_says_what_would_do(
    questions: Questions, tmp_path: Path, column: str, cell: str, code: str, told: str
) -> None:
    if column == "origin" and "," in cell:
        cell = f'"{cell}"'
    refusal = the_refusal(question(questions, tmp_path, column, cell))
    assert refusal["column"] == ("destination" if cell == "Khujand" else column)
    assert refusal["code"] == code
    assert told in refusal["reason"]
    assert refusal["suggestion"]
    assert refusal["value"] == cell.strip('"') or not cell.strip()


def test_every_fault_of_a_row_is_told_in_one_refusal(questions: Questions, tmp_path: Path) -> None:
    found = sort(questions, tmp_path, HEAD, "A;Nowhereville;Khujand;unobtainium;many")
    refusal = the_refusal(found)
    assert refusal["column"] == "origin"
    assert "; cargo: no cargo 'unobtainium'" in refusal["reason"]
    assert "; tonnes: 'many' is no number" in refusal["reason"]


def test_a_misspelt_place_is_taken_with_a_notice_or_offered(
    questions: Questions, tmp_path: Path
) -> None:
    found = question(questions, tmp_path, "origin", "Kostanayy")
    assert found.asked["origin"].to_list() == ["kz-kostanay"] or found.notices
    refusal = the_refusal(question(questions, tmp_path, "origin", "Kostaxxy"))
    assert refusal["suggestion"].startswith("did you mean")


def test_a_code_that_lost_its_zero_in_a_spreadsheet_is_found_again(
    questions: Questions, tmp_path: Path
) -> None:
    found = question(questions, tmp_path, "cargo", "104")
    assert found.asked["cargo"].to_list() == ["c-0104-kz-tj"]
    assert any("HS code 0104: the zero before it was lost" in said for said in found.notices)


def test_coordinates_are_kept_to_their_last_digit(questions: Questions, tmp_path: Path) -> None:
    found = question(questions, tmp_path, "origin", "53.2134567,63.63")
    assert found.asked["origin"].to_list() == ["53.2134567,63.63"]
    assert (
        question(questions, tmp_path, "origin", "53.21, 63.63").asked["origin"][0] == "53.21,63.63"
    )


@pytest.mark.parametrize(
    ("cell", "ready"),
    [
        ("2026-12-28", "2026-12-28T00:00:00+05:00"),
        ("28.12.2026", "2026-12-28T00:00:00+05:00"),
        ("28.12.2026 08:30", "2026-12-28T08:30:00+05:00"),
        ("28/12/2026", "2026-12-28T00:00:00+05:00"),
        ("2026-12-28T08:00+06:00", "2026-12-28T08:00:00+06:00"),
        ("2026-12-28 08:00:00.000", "2026-12-28T08:00:00+05:00"),
        ("46384", "2026-12-28T00:00:00+05:00"),  # days that a spreadsheet counts
        ("46384.5", "2026-12-28T12:00:00+05:00"),
        ("", None),
    ],
)
def test_dates_are_read_as_people_and_spreadsheets_write_them(
    questions: Questions, tmp_path: Path, cell: str, ready: str | None
) -> None:
    assert question(questions, tmp_path, "ready", cell).asked["ready"].to_list() == [ready]


def test_a_deadline_before_the_departure_is_refused(questions: Questions, tmp_path: Path) -> None:
    head = "origin;destination;cargo;tonnes;ready;deadline"
    row = "Kostanay;Khujand;wheat;60;2026-12-28T08:00;2026-12-28T08:00"
    refusal = the_refusal(sort(questions, tmp_path, head, row))
    assert refusal["column"] == "deadline"
    assert "not after the departure 2026-12-28T08:00:00+05:00" in refusal["reason"]


def test_the_first_row_of_an_id_stays(questions: Questions, tmp_path: Path) -> None:
    row = "Kostanay;Khujand;wheat;60"
    found = sort(questions, tmp_path, HEAD, f"A;{row}", f"B;{row}", f"A;{row}")
    assert found.asked["row"].to_list() == [2, 3]
    refusal = found.refused.row(0, named=True)
    assert (refusal["row"], refusal["column"], refusal["code"]) == (
        4,
        "shipment_id",
        "duplicate-id",
    )
    assert "'A' is the id of row 2 too" in refusal["reason"]


def test_text_that_spreadsheets_would_run_stays_text(questions: Questions, tmp_path: Path) -> None:
    found = sort(questions, tmp_path, HEAD, '=HYPERLINK("x");Kostanay;Khujand;wheat;60')
    assert found.asked["shipment_id"].to_list() == ['=HYPERLINK("x")']


def test_a_broken_row_is_refused_with_its_text(questions: Questions, tmp_path: Path) -> None:
    found = sort(questions, tmp_path, HEAD, "A;Kostanay;Khujand")
    refusal = the_refusal(found)
    assert (refusal["column"], refusal["code"]) == ("", "unreadable")
    assert refusal["value"] == "A;Kostanay;Khujand"


def test_an_empty_cell_under_a_merged_one_says_why(questions: Questions, tmp_path: Path) -> None:
    import xlsxwriter

    path = str(tmp_path / "list.xlsx")
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ("from", "to", "cargo", "t"))
    sheet.merge_range(1, 0, 2, 0, "Kostanay")
    for row in (1, 2, 3):
        sheet.write_row(row, 1, ("Khujand", "wheat", 60))
    book.close()
    found = questions.asked(open_list(path).chunk(0))
    assert found.asked["row"].to_list() == [2]
    reasons = found.refused["reason"].to_list()
    assert "under a merged cell" in reasons[0]
    assert reasons[1] == "the cell is empty"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_example_of_the_template_is_a_good_question(
    questions: Questions, tmp_path: Path, facts: Facts, lang: str
) -> None:
    path = str(tmp_path / "list.xlsx")
    write_template(path, lang, facts=facts)
    found = questions.asked(open_list(path).chunk(0))
    assert found.refused.height == 0
    assert found.notices == ()
    row = found.asked.row(0, named=True)
    assert (row["origin"], row["destination"], row["cargo"], row["tonnes"]) == (
        "kz-kostanay", "tj-khujand", "c-1001-kz-tj", 1340.0,
    )  # fmt: skip


def test_parquet_with_its_own_types_asks_the_same(questions: Questions, tmp_path: Path) -> None:
    from datetime import date

    path = tmp_path / "list.parquet"
    pl.DataFrame(
        {
            "origin": pl.Series(["Kostanay", None], dtype=pl.Categorical),
            "destination": ["Khujand", "Khujand"],
            "cargo": [1001, 1001],
            "tonnes": pl.Series([60, 0], dtype=pl.Int32),
            "ready": [date(2026, 12, 28), None],
        }
    ).write_parquet(path)
    found = questions.asked(open_list(str(path)).chunk(0))
    assert found.asked["ready"].to_list() == ["2026-12-28T00:00:00+05:00"]
    assert found.asked["cargo"].to_list() == ["c-1001-kz-tj"]
    assert found.refused["row"].to_list() == [2]


CELLS = st.one_of(
    st.sampled_from(
        ["Kostanay", "Худжанд", "1001", "101", "60", "1e308", "12 t", "1,5", "", " ", "=1+1", '"',
         '"a', 'a"b', "\n", "28.12.2026", "46384", "53.2,63.6", "rail", "\x00", "−5", "1" * 400]
    ),
    st.text(max_size=8),
)  # fmt: skip
SERIAL = itertools.count()


@given(
    rows=st.lists(st.lists(CELLS, min_size=5, max_size=8), max_size=8),
    junk=st.binary(max_size=40),
    encoding=st.sampled_from(["utf-8", "cp1251", "utf-16"]),
    chunk_rows=st.integers(1, 4),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_rows_in_are_rows_asked_and_refused_whatever_the_bytes(
    questions: Questions, tmp_path: Path, rows: list[list[str]], junk: bytes, encoding: str,
    chunk_rows: int,
) -> None:  # fmt: skip
    head = "from;to;cargo;tonnes;ready;mode;id"
    text = "\n".join([head, *(";".join(row) for row in rows)]) + "\n"
    path = tmp_path / f"{next(SERIAL)}.csv"
    path.write_bytes(text.encode(encoding, "replace") + junk)
    try:
        found = open_list(str(path), chunk_rows=chunk_rows)
    except RequestError:
        return  # such as a second heading line that means something else
    seen: list[int] = []
    blank = 0
    for chunk in found:
        part = questions.asked(chunk)
        assert part.asked.height + part.refused.height == chunk.rows
        seen += part.asked["row"].to_list() + part.refused["row"].to_list()
        blank += chunk.blank_rows
    assert len(seen) == len(set(seen))
    assert len(seen) + blank == found.rows


def test_threads_that_share_the_spellings_ask_the_same(
    names: Names, network: Network, tmp_path: Path
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    cities = ["Kostanay", "Khujand", "Bishkek", "Tashkent", "Osh", "Almaty", "Dushanbe", "Aktobe"]
    pairs = list(itertools.permutations(cities, 2)) * 20
    path = tmp_path / "list.csv"
    lines = [f"{a};{b};wheat;{i + 1};2026-12-28" for i, (a, b) in enumerate(pairs)]
    path.write_text("\n".join(["from;to;cargo;t;ready", *lines]), encoding="utf-8")
    found = open_list(str(path), chunk_rows=16)
    alone, shared = Questions(names, network), Questions(names, network)
    with ThreadPoolExecutor(8) as pool:
        parts = list(pool.map(lambda i: shared.asked(found.chunk(i)).asked, range(found.chunks)))
    assert pl.concat(parts).equals(pl.concat([alone.asked(chunk).asked for chunk in found]))
