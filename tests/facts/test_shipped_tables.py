"""The tables as they are shipped."""

import csv
import re
from pathlib import Path

import pytest

from network_data import TABLES, check_facts, load_facts
from network_data.loader import RECORDS
from network_data.schema import PACKAGE_DIR, TABLES_DIR, read_schema

FACTS = load_facts()
DATA = Path(PACKAGE_DIR, "DATA.md").read_text(encoding="utf-8")


def test_shipped_tables_have_no_problems() -> None:
    assert [str(problem) for problem in check_facts()] == []


def test_every_table_has_a_file_and_every_file_a_table() -> None:
    assert sorted(path.name for path in Path(TABLES_DIR).iterdir()) == sorted(
        f"{table}.csv" for table in TABLES
    )


@pytest.mark.parametrize("table", TABLES)
def test_records_and_schema_name_the_same_columns(table: str) -> None:
    columns = read_schema()[table]
    assert tuple(column.name for column in columns) == RECORDS[table]._fields


@pytest.mark.parametrize("table", TABLES)
def test_records_and_schema_agree_on_types(table: str) -> None:
    spoken = {
        "text": str,
        "id": str,
        "date": str,
        "float": float | None,
        "int": int | None,
        "bool": bool | None,
        "list": tuple[str, ...],
        "points": tuple[tuple[float, float], ...],
    }
    hints = RECORDS[table].__annotations__
    for column in read_schema()[table]:
        expected = spoken[column.type]
        if column.required and column.type in ("float", "bool"):
            expected = {"float": float, "bool": bool}[column.type]
        assert hints[column.name] == expected, f"{table}.{column.name}"


@pytest.mark.parametrize("table", TABLES)
def test_shipped_rows_are_sorted_by_id_and_end_in_a_newline(table: str) -> None:
    data = Path(TABLES_DIR, f"{table}.csv").read_bytes()
    assert data.endswith(b"\n")
    assert b"\r" not in data
    ids = [row[0] for row in csv.reader(data.decode("utf-8").splitlines()[1:])]
    assert ids == sorted(ids)
    assert list(FACTS.table(table)) == ids


@pytest.mark.parametrize("table", [table for table in TABLES if table != "sources"])
def test_every_figure_names_a_source_and_a_confidence_that_exist(table: str) -> None:
    for row in FACTS.table(table).values():
        assert row.source, row.id
        assert set(row.source) <= FACTS.sources.keys(), row.id
        if table != "confidences":
            assert row.confidence in FACTS.confidences, row.id


def test_at_least_85_goods_go_from_kazakhstan_to_tajikistan_in_some_vehicle() -> None:
    goods = [
        good
        for good in FACTS.commodities.values()
        if good.direction == "kz-tj" and good.vehicle_ids
    ]
    assert len(goods) >= 85


def test_every_good_has_a_russian_name_and_no_two_of_a_direction_share_a_name() -> None:
    owners: dict[tuple[str, str], str] = {}
    for good in FACTS.commodities.values():
        assert re.search("[а-яё]", good.name_ru), good.id
        for name in {good.name, good.name_ru, *good.aliases}:
            key = (good.direction, name.casefold())
            assert owners.setdefault(key, good.id) == good.id, name


def test_open_crossings_state_the_sides_whose_wait_is_unknown() -> None:
    bekabad = FACTS.crossings["uz-tj-bekabad-nov"]
    assert bekabad.unknown_sides_a_to_b == bekabad.unknown_sides_b_to_a == ("TJ",)
    assert FACTS.crossings["kz-uz-saryagash-keles"].unknown_sides_a_to_b == ()
    assert FACTS.crossings["kz-uz-saryagash-keles"].unknown_sides_b_to_a == ("KZ",)
    assert FACTS.crossings["kz-kg-merke-kaindy"].unknown_sides_b_to_a == ("KZ", "KG")


def test_wheat_does_not_enter_kazakhstan_by_road() -> None:
    for crossing in FACTS.crossings.values():
        if crossing.scope != "in" or "KZ" not in (crossing.country_a, crossing.country_b):
            continue
        inward = (
            crossing.excludes_b_to_a if crossing.country_a == "KZ" else crossing.excludes_a_to_b
        )
        assert inward == (("1001",) if crossing.mode == "road" else ())


def test_what_would_remove_a_barrier_is_told_without_another_row() -> None:
    # Rows are sorted by id: what stands above a row is another matter.
    told = {row.id: row.reform for row in FACTS.barriers.values()}
    assert {id: reform for id, reform in told.items() if re.match(r"(as|see) ", reform, re.I)} == {}


def test_passes_are_closed_in_winter_and_open_in_july() -> None:
    closed = {link.id: link.closed_months for link in FACTS.links.values() if link.closed_months}
    assert "road-tj-tavildara--tj-khaburabot" in closed
    assert "road-tj-darband--tj-tavildara" not in closed
    assert all("1" in months and "7" not in months for months in closed.values())


def test_figures_marked_implausible_are_listed_in_the_data_notes() -> None:
    marked = []
    for table in TABLES:
        for row in FACTS.table(table).values():
            text = getattr(row, "note", "") + getattr(row, "add_note", "")
            if "implausible" in text.lower() and table != "sources":
                marked.append(row.id)
    assert len(marked) > 30
    assert [id for id in marked if f"`{id}`" not in DATA] == []


def test_data_notes_name_only_ids_that_exist() -> None:
    known = {id for table in TABLES for id in FACTS.table(table)}
    named = re.findall(r"`((?:bm|b|c|fee|mdl|term|rail|road|sp|wag|cont|trk)-[a-z0-9-]+)`", DATA)
    assert named
    assert [id for id in named if id not in known | {"rail-road"}] == []


def test_data_notes_count_the_rows_of_every_table() -> None:
    counted: dict[str, int] = {}
    for names, numbers in re.findall(r"^\| ([a-z_, ]+) \| ([\d, ]+) \|", DATA, re.MULTILINE):
        counted.update(zip(names.split(", "), map(int, numbers.split(", ")), strict=True))
    assert counted == {table: len(FACTS.table(table)) for table in TABLES}
