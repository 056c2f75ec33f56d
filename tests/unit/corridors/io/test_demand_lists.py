"""A demand as a shipment list, in the three formats that a batch reads."""

import csv
import os
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from corridors.errors import RequestError
from corridors.io.demand_lists import COLUMNS, shipment_list, write_shipment_list
from corridors.model.demand import Demand, DemandRow

SEASON = (0.5, 0.25, 0.25, *[0.0] * 9)
FLOW = DemandRow("d-1", "c-1001-kz-tj", "kz-kostanay", "tj-khujand", 1000.0, 250_000.0,
                 "measured", SEASON)  # fmt: skip
DEMAND = Demand((FLOW,), 2026)


def test_a_year_is_one_shipment_without_a_day() -> None:
    (row,) = shipment_list(DEMAND)
    assert row == ("d-1", "kz-kostanay", "tj-khujand", "c-1001-kz-tj", 1000.0, "", 250.0)


def test_months_have_their_tonnes_and_their_first_day() -> None:
    rows = list(shipment_list(DEMAND, months=(1, 3, 12)))
    assert [(r.shipment_id, r.tonnes, r.ready) for r in rows] == [
        ("d-1-m01", 500.0, "2026-01-01"), ("d-1-m03", 250.0, "2026-03-01"),
    ]  # fmt: skip


def test_lots_are_equal_and_together_the_whole() -> None:
    """1,000 t in lots of at most 300 t: four of 250 t."""
    rows = list(shipment_list(DEMAND, lot_t=300))
    assert [row.tonnes for row in rows] == [250.0] * 4
    assert [row.shipment_id for row in rows] == ["d-1-1", "d-1-2", "d-1-3", "d-1-4"]
    assert len(list(shipment_list(DEMAND, lot_t=500))) == 2


@pytest.mark.parametrize("lot", [0.0, -5.0, float("nan"), float("inf")])
def test_a_lot_that_cannot_be_is_refused(lot: float) -> None:
    with pytest.raises(RequestError, match="give more than 0"):
        list(shipment_list(DEMAND, lot_t=lot))
    with pytest.raises(RequestError, match="1 to 12"):
        list(shipment_list(DEMAND, months=(13,)))


def test_every_format_holds_the_same(tmp_path: Path) -> None:
    paths = [str(tmp_path / f"list{suffix}") for suffix in (".csv", ".parquet", ".xlsx")]
    for path in paths:
        assert write_shipment_list(shipment_list(DEMAND, months=(1, 2)), path) == 2
    with open(paths[0], encoding="utf-8", newline="") as file:
        text = list(csv.reader(file))
    frame = pl.read_parquet(paths[1])
    sheet = CalamineWorkbook.from_path(paths[2]).get_sheet_by_index(0).to_python()
    assert text[0] == frame.columns == sheet[0] == list(COLUMNS)
    for row, cells, shown in zip(frame.rows(), text[1:], sheet[1:], strict=True):
        assert [str(cell) for cell in row] == cells
        assert list(row) == shown
    assert sorted(os.listdir(tmp_path)) == ["list.csv", "list.parquet", "list.xlsx"]


def test_no_id_is_a_formula(tmp_path: Path) -> None:
    orders = ["=1+1", "+1", "-1", "@x", "\t=1", "＝1"]
    demand = Demand(tuple(FLOW._replace(id=order) for order in orders), 2026)
    for suffix in (".csv", ".xlsx"):
        write_shipment_list(shipment_list(demand), str(tmp_path / f"list{suffix}"))
    with open(tmp_path / "list.csv", encoding="utf-8", newline="") as file:
        assert [row[0] for row in csv.reader(file)][1:] == [f"'{order}" for order in orders]
    sheet = CalamineWorkbook.from_path(tmp_path / "list.xlsx").get_sheet_by_index(0).to_python()
    assert [row[0] for row in sheet][1:] == orders  # kept as text, in a cell of text


def test_the_same_list_is_the_same_bytes(tmp_path: Path) -> None:
    for suffix in (".csv", ".parquet", ".xlsx"):
        one, other = (tmp_path / f"{name}{suffix}" for name in "ab")
        for path in (one, other):
            write_shipment_list(shipment_list(DEMAND), str(path))
        assert one.read_bytes() == other.read_bytes()


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"end it with \.csv, \.parquet, \.xlsx"):
        write_shipment_list(shipment_list(DEMAND), str(tmp_path / "list.txt"))
    for suffix in (".csv", ".parquet", ".xlsx"):
        with pytest.raises(RequestError, match="cannot write"):
            write_shipment_list(shipment_list(DEMAND), str(tmp_path / "none" / f"list{suffix}"))
        (tmp_path / f"folder{suffix}").mkdir()
        with pytest.raises(RequestError, match="it is a directory"):
            write_shipment_list(shipment_list(DEMAND), str(tmp_path / f"folder{suffix}"))
