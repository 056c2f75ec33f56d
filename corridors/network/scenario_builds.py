"""What building does to the facts: new links, crossings, terminals, places, barriers."""

from typing import Any, Final

from corridors.errors import shorten
from corridors.network.scenario_draft import Draft, Ref, converted
from network_data import TABLES
from network_data.cells import EMPTY, CellError
from network_data.findings import Entry, Findings
from network_data.loader import RECORDS
from network_data.reading import close_names
from network_data.rules import RULES
from network_data.schema import read_schema

BUILDABLE: Final = ("links", "crossings", "terminals", "connectors", "places", "barriers")
USUAL: Final[dict[str, dict[str, Any]]] = {
    "links": {"status": "open"},
    "crossings": {"status": "open", "scope": "in", "freight_allowed": "yes"},
    "terminals": {"status": "open", "transfers": ("rail-road",)},
    "barriers": {"use": "now", "add": True, "direction": "both", "vehicle_reg": "any",
                 "groups": ("all",), "type": "infrastructure"},
}  # fmt: skip
"""Cells of a new row that need not be said."""


def build(draft: Draft, ref: Ref) -> None:
    """Apply an edit that adds a row: of a table, like another row or from nothing."""
    edit = ref.edit
    table = edit.selection.table if edit.selection else ""
    if table not in BUILDABLE:
        hint = close_names(table, list(BUILDABLE), otherwise=f"; use {', '.join(BUILDABLE)}")
        draft.fault(ref, "table", f"'{shorten(table)}' cannot be built{hint}")
        return
    id = edit.ids[0]
    if any(id in draft.table(name) for name in TABLES):
        draft.fault(ref, "id", f"'{shorten(id)}' is in the facts already; open or change it")
        return
    cells = _model(draft, ref, table)
    columns = {column.name: column for column in read_schema()[table]}
    for item in edit.changes:
        if item.figure not in columns or item.figure in ("id", "source", "confidence"):
            hint = close_names(item.figure, list(columns), otherwise="")
            draft.fault(ref, "set", f"{table} have no cell '{shorten(item.figure)}'{hint}")
            continue
        try:
            cells[item.figure] = converted(columns[item.figure], item.value)
        except CellError as error:
            draft.fault(ref, "set", f"{item.figure}: {error}")
    for name, column in columns.items():
        empty = cells.get(name) in ("", None, ())
        if column.required and empty and name not in ("id", "source", "confidence"):
            draft.fault(ref, "set", f"{name} is missing, but every row of {table} needs it")
    cells |= {"id": id, "source": (), "confidence": ref.confidence}
    draft.put(ref, table, RECORDS[table](**cells), sets=("id",))


def _model(draft: Draft, ref: Ref, table: str) -> dict[str, Any]:
    """Cells to begin with: those of the row it is like, or empty ones."""
    columns = read_schema()[table]
    empty = {column.name: EMPTY[column.type] for column in columns}
    if not ref.edit.like:
        return empty | USUAL.get(table, {})
    row = draft.table(table).get(ref.edit.like)
    if row is None:
        hint = close_names(ref.edit.like, list(draft.table(table)), otherwise="")
        draft.fault(ref, "like", f"no '{shorten(ref.edit.like)}' in {table}.csv{hint}")
        return empty
    return {**row._asdict(), "note": ""} if "note" in empty else row._asdict()


def check_built(draft: Draft) -> None:
    """Hold new rows against the rules that every row of the facts must keep."""
    changed = {(table, id): ref for table, id, ref in draft.changed_rows()}
    if not any(id not in draft.facts.table(table) for table, id in changed):
        return
    found = Findings()
    for table in TABLES:
        for id, row in draft.table(table).items():
            place = f"{table}\0{id}" if (table, id) in changed else ""
            found.entries[table][id] = Entry(place, 0, True, row)
    for rule in RULES:
        rule(found)
    for (table, id), ref in changed.items():
        for column in read_schema()[table]:
            value = getattr(draft.table(table)[id], column.name)
            if not column.references or column.references == "sources":
                continue
            for item in (value,) if isinstance(value, str) else value:
                if (
                    item
                    and item not in draft.table(column.references)
                    and (item not in column.allowed)
                ):
                    hint = close_names(item, list(draft.table(column.references)), otherwise="")
                    message = (
                        f"{column.name}: no '{shorten(item)}' in {column.references}.csv{hint}"
                    )
                    draft.fault(ref, "set", message)
    for problem in found.problems:
        table, _, id = problem.file.partition("\0")
        if (table, id) in changed:
            draft.fault(changed[table, id], "set", f"{id} {problem.column}: {problem.message}")
