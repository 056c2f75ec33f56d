"""Values of a TOML file as what they should be; what they cannot be is noted with its line."""

from datetime import date, datetime

from corridors.errors import shorten
from corridors.io.toml_lines import Table
from corridors.model.scenario import Cell
from network_data import Problem


class TomlCells:
    """Reads values of one file and gathers what is wrong with them."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems

    def refuse(self, table: Table, key: str, message: str) -> None:
        """Note what is wrong with a key."""
        line = table.keys.get(key, table.line)
        self.problems.append(Problem(self.file, line, key or table.name, message))

    def cell(self, key: str, value: object, table: Table) -> Cell:
        """A figure: a number, a text, yes or no, a day, or a list."""
        if isinstance(value, list) and all(isinstance(item, (str, int)) for item in value):
            return tuple(map(str, value))
        if isinstance(value, (str, bool)):
            return value
        if isinstance(value, (int, float)):
            return float(value) if abs(value) < 1e15 else self.no_number(key, value, table)
        if isinstance(value, date):
            return value.isoformat()
        self.refuse(table, key, f"{shorten(str(value))} is no figure; write a number or a text")
        return ""

    def no_number(self, key: str, value: float, table: Table) -> Cell:
        """Refuse a number that no figure can be."""
        self.refuse(table, key, f"{shorten(str(value))} is not a plain number")
        return ""

    def text(self, key: str, value: object, table: Table) -> str:
        """A text, empty if it is not there."""
        if value is None:
            return ""
        if not isinstance(value, str):
            self.refuse(table, key, f"{shorten(str(value))} is no text; put it in quotes")
            return ""
        return value

    def texts(self, key: str, value: object, table: Table) -> tuple[str, ...]:
        """A list of texts, each once; a text alone is a list of one."""
        if value is None:
            return ()
        items = value if isinstance(value, list) else [value]
        found = []
        for item in items:
            if isinstance(item, str) and item:
                found.append(item)
            else:
                self.refuse(table, key, f"'{shorten(str(item))}' is no text; write as [\"...\"]")
        if len(set(found)) < len(found):
            twice = next(text for text in found if found.count(text) > 1)
            self.refuse(table, key, f"'{shorten(twice)}' stands twice; keep one")
        return tuple(dict.fromkeys(found))

    def day(self, key: str, value: object, table: Table) -> str:
        """A day as ``YYYY-MM-DD``, empty if it is not there."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return value.isoformat()
        text = "" if value is None else str(value)
        try:
            if text and date.fromisoformat(text).isoformat() != text:
                raise ValueError
        except ValueError:
            self.refuse(table, key, f"{shorten(text)} is no day; write it as 2025-11-22")
            return ""
        return text

    def months(self, value: object, table: Table) -> tuple[str, ...]:
        """Months as numbers in words, in order."""
        if value is None:
            return ()
        items = value if isinstance(value, list) else [value]
        for item in items:
            if isinstance(item, bool) or item not in range(1, 13):
                self.refuse(table, "months", f"{shorten(str(item))} is no month; write 1 to 12")
                return ()
        return tuple(str(month) for month in sorted(set(items)))
