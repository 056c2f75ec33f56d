"""What a check has read so far, and what it has found wrong."""

from typing import Any, NamedTuple

from network_data.loader import TABLES
from network_data.problems import Problem


class Entry(NamedTuple):
    """A row as it was read: where it stands, and whether every cell was understood."""

    file: str
    row: int
    sound: bool
    record: Any


class Findings:
    """All rows of all tables, with the problems found in them."""

    def __init__(self) -> None:
        self.entries: dict[str, dict[str, Entry]] = {table: {} for table in TABLES}
        self.unreadable: set[str] = set()
        self.problems: list[Problem] = []

    def rows(self, table: str) -> list[Any]:
        """Give the records of a table that were understood."""
        return [entry.record for entry in self.entries[table].values() if entry.sound]

    def get(self, table: str, id: str) -> Any | None:
        """Find a record that was understood."""
        entry = self.entries[table].get(id)
        return entry.record if entry and entry.sound else None

    def report(self, table: str, id: str, column: str, message: str) -> None:
        """Note a problem of a row."""
        entry = self.entries[table][id]
        self.problems.append(Problem(entry.file, entry.row, column, message))
