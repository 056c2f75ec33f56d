"""Directories of tables for the tests: shipped rows, with some cells changed."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from network_data.schema import TABLES_DIR

OwnTables = Callable[..., Path]


def shipped_row(table: str, id: str) -> dict[str, str]:
    """Cells of a shipped row, as text."""
    with open(Path(TABLES_DIR, f"{table}.csv"), encoding="utf-8", newline="") as lines:
        return next(row for row in csv.DictReader(lines) if row["id"] == id)


def header_of(table: str) -> list[str]:
    """Column names of a shipped table."""
    with open(Path(TABLES_DIR, f"{table}.csv"), encoding="utf-8", newline="") as lines:
        return next(csv.reader(lines))


@pytest.fixture
def own_tables(tmp_path: Path) -> OwnTables:
    """Write rows of one table into a directory of its own, and give the directory.

    Each row is the id of a shipped row, or such an id with cells to change.
    """

    def write(table: str, *rows: str | tuple[str, dict[str, str]]) -> Path:
        with open(tmp_path / f"{table}.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header_of(table), lineterminator="\n")
            writer.writeheader()
            for row in rows:
                id, changes = (row, {}) if isinstance(row, str) else row
                writer.writerow(shipped_row(table, id) | changes)
        return tmp_path

    return write
