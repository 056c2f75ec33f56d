"""The columns of every table, as `schema.csv` lists them.

`schema.csv` drives loading, checking, the data dictionary and the templates. Its types:

``text``, ``id`` (an ASCII slug), ``float``, ``int``, ``bool`` (0 or 1), ``date``
(YYYY-MM-DD, kept as text), ``list`` (texts joined with ``;``) and ``points``
("lat lon" pairs joined with ``;``).
"""

import os

# The C reader itself: the csv module around it costs a dozen imports at every start.
from _csv import reader
from typing import NamedTuple

PACKAGE_DIR = os.path.dirname(os.path.abspath(__file__))
TABLES_DIR = os.path.join(PACKAGE_DIR, "tables")
SCHEMA_FILE = os.path.join(PACKAGE_DIR, "schema.csv")


class Column(NamedTuple):
    """One column: its type, unit and what a cell may hold.

    Where both ``allowed`` and ``references`` are given, a cell may hold either.
    """

    table: str
    name: str
    type: str
    unit: str
    required: bool
    allowed: tuple[str, ...]
    references: str
    description: str


def read_schema() -> dict[str, tuple[Column, ...]]:
    """Read `schema.csv` once: the columns of each table, in file order."""
    if not _SCHEMA:
        with open(SCHEMA_FILE, encoding="utf-8", newline="") as lines:
            rows = reader(lines)
            next(rows)
            columns: dict[str, list[Column]] = {}
            for table, name, kind, unit, required, allowed, references, description in rows:
                choices = tuple(allowed.split(";")) if allowed else ()
                columns.setdefault(table, []).append(
                    Column(
                        table, name, kind, unit, required == "1", choices, references, description
                    )
                )
        _SCHEMA.update({table: tuple(of_table) for table, of_table in columns.items()})
    return _SCHEMA


_SCHEMA: dict[str, tuple[Column, ...]] = {}
