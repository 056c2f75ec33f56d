"""Columns of routes become a table in order, with its words."""

import numpy as np
import polars as pl

from corridors.solvers.many.columns import Column, RouteColumns, Vehicles
from corridors.solvers.many.frames import ROUTES


def part(columns: RouteColumns, rows: list[int], crossing: str) -> dict[str, Column]:
    """Some rows whose figures are their numbers."""
    figures = np.array(rows, np.float64)
    texts = pl.Series([f"moment {row}" for row in rows])
    found: dict[str, Column] = dict.fromkeys(ROUTES, figures)
    found |= {
        "row": np.array(rows), "rank": np.ones(len(rows), np.int32),
        "path": np.array(rows, np.uint64), "depart": texts, "arrive": texts,
    }  # fmt: skip
    for name in ("tags", "crossings", "transshipments"):
        found[name] = np.full(len(rows), columns.texts[name].number(crossing))
    return found


def test_rows_come_in_order_with_the_words_of_each_part() -> None:
    columns = RouteColumns()
    truck, wagon = (columns.vehicles.number(name) for name in ("truck", "wagon"))
    one = Vehicles(np.array([[3, 1]]), np.array([[truck, wagon]]))
    two = Vehicles(np.array([[2], [7]]), np.array([[wagon], [truck]]))
    columns.add(part(columns, [9, 4], "near"), one)
    columns.add(part(columns, [6], "far"), two)
    frame = columns.frame()
    assert frame.schema == pl.Schema(ROUTES)
    assert frame["row"].to_list() == [4, 6, 9]
    assert frame["cost_usd"].to_list() == [4.0, 6.0, 9.0]
    assert frame["path"].to_list() == [4, 6, 9]
    assert frame["depart"].to_list() == ["moment 4", "moment 6", "moment 9"]
    assert frame["crossings"].to_list() == ["near", "far", "near"]
    assert frame["vehicles"].to_list() == ["1 wagon", "2 wagon; 7 truck", "3 truck"]


def test_nothing_is_a_table_without_rows() -> None:
    assert RouteColumns().frame().schema == pl.Schema(ROUTES)
