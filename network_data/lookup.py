"""Find a row by its id in any table, and the sources behind it."""

from typing import Any, NamedTuple

from network_data.loader import TABLES, Facts
from network_data.reading import close_names
from network_data.records import Source


class UnknownRowError(LookupError):
    """No table holds a row of this id."""

    def __init__(self, id: str, message: str) -> None:
        self.id = id
        super().__init__(message)


class Row(NamedTuple):
    """A row of the facts and the table it stands in."""

    table: str
    record: Any

    def cells(self) -> dict[str, Any]:
        """Give the values by column name, in the order of the table."""
        return dict(zip(self.record._fields, self.record, strict=True))


def show(facts: Facts, id: str) -> Row:
    """Find the row of an id; ids are looked up table by table in the order of `TABLES`.

    Raises
    ------
    UnknownRowError
        If no table holds it. The message names the nearest ids.

    Examples
    --------
    >>> from network_data import load_facts
    >>> show(load_facts(), "kz-kostanay").table
    'places'
    """
    for table in TABLES:
        rows = facts.table(table)
        if id in rows:
            return Row(table, rows[id])
    ids = [known for table in TABLES for known in facts.table(table)]
    raise UnknownRowError(
        id, f"no row {id!r} in any table{close_names(id, ids, otherwise='; search by name')}"
    )


def sources_of(facts: Facts, record: Any) -> tuple[Source, ...]:
    """Give the bibliography behind a row, in the order in which the row cites it.

    A source is its own source; ids that the bibliography lacks are left out.
    """
    if isinstance(record, Source):
        return (record,)
    return tuple(facts.sources[id] for id in record.source if id in facts.sources)
