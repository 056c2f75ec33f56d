"""A list out of a database: one SELECT that cannot write."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from corridors.errors import RequestError
from corridors.io.shipment_lists import database
from corridors.io.shipment_lists.database import checked_query, without_password
from corridors.io.shipment_lists.open_list import open_list


@pytest.fixture
def address(tmp_path: Path) -> str:
    path = tmp_path / "plans.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE plan (id, origin, destination, cargo, tonnes, note)")
        rows = [(f"S{i}", "Kostanay", "Khujand", "0101", i or None, "5%") for i in range(5)]
        connection.executemany("INSERT INTO plan VALUES (?, ?, ?, ?, ?, ?)", rows)
        connection.commit()
    return f"sqlite:///{path}"


def test_the_answer_of_a_query_is_a_list(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "FETCHED", 2)
    query = "SELECT * FROM plan WHERE note LIKE '%;%' OR note LIKE '5%' ORDER BY id;"
    found = open_list(address, query=query, chunk_rows=3)
    frames = [chunk.frame for chunk in found]
    assert [frame["row"].to_list() for frame in frames] == [[1, 2, 3], [4, 5]]
    assert frames[0]["tonnes"].to_list() == [None, 1, 2]
    assert frames[0]["cargo"].to_list() == ["0101"] * 3
    assert set(found.headings) >= {"id", "origin", "destination", "cargo", "tonnes"}


def test_a_query_that_would_write_is_stopped_by_the_database(address: str, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="gives no list"):
        open_list(address, query="WITH x AS (SELECT 1) DELETE FROM plan")
    with closing(sqlite3.connect(tmp_path / "plans.db")) as connection:
        assert connection.execute("SELECT count(*) FROM plan").fetchone() == (5,)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (None, "a database needs --query"),
        ("  ", "a database needs --query"),
        ("DELETE FROM plan", "begins with 'DELETE FROM plan'; give one SELECT"),
        ("SELECT 1; DROP TABLE plan", "several statements"),
        ("SELECT 1 /* ; */; -- x\n DROP TABLE plan", "several statements"),
        ("/* SELECT */ DROP TABLE plan", "give one SELECT"),
    ],
)
def test_anything_but_one_select_is_refused(query: str | None, told: str) -> None:
    with pytest.raises(RequestError, match=told):
        checked_query(query)


@pytest.mark.parametrize(
    "query",
    [
        "select ';' as a, \"x;y\" from t;",
        "-- the plan; of January\nSELECT 1",
        "WITH a AS (SELECT 1) SELECT * FROM a",
        "(SELECT 1) UNION (SELECT 2)",
    ],
)
def test_one_select_may_hold_semicolons_in_texts_and_comments(query: str) -> None:
    assert checked_query(query) == query.rstrip(";")


def test_a_table_that_is_not_there_is_told_without_the_password(address: str) -> None:
    with pytest.raises(RequestError, match="no such table: none"):
        open_list(address, query="SELECT * FROM none")
    shown = without_password("postgresql://anna:secret@host/db")
    assert shown == "postgresql://anna:***@host/db"


def test_an_answer_without_rows_is_a_list_of_nothing(address: str) -> None:
    found = open_list(address, query="SELECT * FROM plan WHERE 1 = 0")
    assert found.rows == found.chunks == 0
