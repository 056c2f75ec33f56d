"""A demand of one's own: both forms of the file, and every fault with its row."""

from pathlib import Path

import pytest

from corridors.errors import RequestError
from corridors.io.demand_csv import load_demand, read_demand
from network_data import Facts, FactsError

TABLE = "cargo,origin,destination,tonnes_per_year\n"
LIST = "shipment_id,origin,destination,cargo,tonnes,ready,value_usd_per_t\n"
FLOW = "wheat,kostanay,khujand,5000\n"


def written(tmp_path: Path, text: str) -> str:
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def told(tmp_path: Path, facts: Facts, text: str) -> list[str]:
    with pytest.raises(FactsError) as error:
        read_demand(written(tmp_path, text), facts)
    return [str(problem) for problem in error.value.problems]


def test_places_and_goods_go_by_name(tmp_path: Path, facts: Facts) -> None:
    """5,000 t of wheat at 327 USD, the value of the goods where none is given."""
    (row,) = read_demand(written(tmp_path, TABLE + "Пшеница,Қостанай,Хуҷанд,5000\n"), facts)
    assert (row.cargo, row.origin, row.destination) == ("c-1001-kz-tj", "kz-kostanay", "tj-khujand")
    value = facts.commodities["c-1001-kz-tj"].value_usd_per_t or 0.0
    assert row.value_usd == pytest.approx(5000 * value)
    assert row.confidence == "measured"
    assert row.tonnes_in(10) == pytest.approx(5000 * 0.1208, rel=1e-3)


def test_the_shipped_table_is_a_demand_file(tmp_path: Path, facts: Facts) -> None:
    header = "id,cargo,origin,destination,tonnes_per_year,value_usd,year,source,confidence,"
    rows = [
        f"{r.id},{r.cargo},{r.origin},{r.destination},{r.tonnes_per_year},{r.value_usd},{r.year},"
        f"{';'.join(r.source)},{r.confidence},{r.total_confidence}"
        for r in facts.demand.values()
    ]
    text = "\n".join([header + "total_confidence", *rows]) + "\n"
    assert read_demand(written(tmp_path, text), facts).rows == load_demand(facts).rows


def test_a_shipment_list_is_a_demand_of_its_months(tmp_path: Path, facts: Facts) -> None:
    text = LIST + "a,kostanay,khujand,wheat,1340,2026-11-22,300\nb,almaty,dushanbe,1101,40,,\n"
    demand = read_demand(written(tmp_path, text), facts)
    dated, whole = demand.rows
    assert demand.year == 2026
    assert (dated.tonnes_in(11), dated.tonnes_in(10)) == (1340, 0)
    assert dated.value_usd == pytest.approx(1340 * 300)
    assert 0 < whole.tonnes_in(11) < 40


def test_spreadsheets_of_other_lands_are_read(tmp_path: Path, facts: Facts) -> None:
    text = "\ufeff" + TABLE.replace(",", ";") + "wheat;kostanay;khujand;5000,5\n"
    (row,) = read_demand(written(tmp_path, text), facts)
    assert row.tonnes_per_year == 5000.5


def test_a_point_is_a_place_too(tmp_path: Path, facts: Facts) -> None:
    (row,) = read_demand(written(tmp_path, TABLE + 'wheat,"53.21,63.63",khujand,5\n'), facts)
    assert row.origin == "53.21,63.63"
    assert row.cargo == "c-1001-kz-tj"


FAULTS = [
    ("a place misspelt", "wheat,kostanay,Khujantabad,5\n", "mine.csv:2 destination", "no place"),
    ("goods unheard of", "moonstone,kostanay,khujand,5\n", "mine.csv:2 cargo", "no cargo"),
    ("words for tonnes", "wheat,kostanay,khujand,12 t\n", "mine.csv:2 tonnes_per_year",
     "is not a number"),
    ("no tonnes", "wheat,kostanay,khujand,\n", "mine.csv:2 tonnes_per_year", "is empty"),
    ("nothing shipped", "wheat,kostanay,khujand,0\n", "mine.csv:2 tonnes_per_year", "out of range"),
    ("more than there is", "wheat,kostanay,khujand,1e308\n", "mine.csv:2 tonnes_per_year",
     "out of range"),
    ("endless tonnes", "wheat,kostanay,khujand,inf\n", "mine.csv:2 tonnes_per_year",
     "is not a number"),
    ("nowhere to go", "wheat,kostanay,kostanay,5\n", "mine.csv:2 destination", "is the origin"),
    ("no such position", 'wheat,"95,63",khujand,5\n', "mine.csv:2 origin", ""),
    ("a cell too few", "wheat,kostanay,khujand\n", "mine.csv:2", "has 3 cells"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "where", "message"), [pytest.param(*fault[1:], id=fault[0]) for fault in FAULTS]
)
def test_a_fault_is_told_with_its_row(
    tmp_path: Path, facts: Facts, text: str, where: str, message: str
) -> None:
    said = told(tmp_path, facts, TABLE + text)
    assert any(line.startswith(where) and message in line for line in said), said


def test_all_faults_are_told_together(tmp_path: Path, facts: Facts) -> None:
    text = TABLE + FLOW + "wheat,nowhereville,khujand,x\n" + "sand and sky,kostanay,khujand,5\n"
    said = told(tmp_path, facts, text)
    assert [line.partition(" ")[0] for line in said] == ["mine.csv:3", "mine.csv:3", "mine.csv:4"]


def test_columns_are_told_by_name(tmp_path: Path, facts: Facts) -> None:
    assert "origin: the column is missing" in told(tmp_path, facts, "cargo,destination,tonnes\n")[0]
    said = told(tmp_path, facts, "cargoe,cargo,origin,destination,tonnes_per_year\n")
    assert said == ["mine.csv:1 cargoe: no such column; did you mean cargo?"]


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [("id", "a,a", "stands in row 2 already"), ("confidence", "sure,sure", "no confidence"),
     ("year", "24,24", "is no year"), ("value_usd", "-1,-1", "out of range")],
)  # fmt: skip
def test_cells_that_need_not_be_there_are_checked_if_they_are(
    tmp_path: Path, facts: Facts, column: str, cell: str, message: str
) -> None:
    header = f"{column},{TABLE}"
    rows = "".join(f"{value},{FLOW}" for value in cell.split(","))
    assert any(message in line for line in told(tmp_path, facts, header + rows))


def test_a_day_that_is_none_is_told(tmp_path: Path, facts: Facts) -> None:
    (said,) = told(tmp_path, facts, LIST + "a,kostanay,khujand,wheat,5,22.13.2026,\n")
    assert said.startswith("mine.csv:2 ready: '22.13.2026' is no day")


def test_an_empty_file_is_told(tmp_path: Path, facts: Facts) -> None:
    assert told(tmp_path, facts, TABLE) == ["mine.csv: holds no row; write one for each flow"]
    with pytest.raises(FactsError, match="cannot be read"):
        read_demand(tmp_path / "none.csv", facts)


def test_a_file_is_of_its_own_year(tmp_path: Path, facts: Facts) -> None:
    with pytest.raises(RequestError, match="of its own year"):
        load_demand(facts, written(tmp_path, TABLE + FLOW), 2027)
