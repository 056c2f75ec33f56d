"""Facts under change: rows as edits leave them, who changed them, and what could not be done."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from corridors.errors import shorten
from corridors.model.scenario import Edit, Scenario, Selection
from network_data import TABLES, Facts, Problem
from network_data.cells import CellError, convert_cell
from network_data.reading import close_names
from network_data.records import Source
from network_data.schema import Column, read_schema

SOURCE_PREFIX: Final = "scenario-"
CLOSABLE: Final = ("crossings", "links", "terminals")


class Ref(NamedTuple):
    """An edit and the scenario that it belongs to."""

    scenario: Scenario
    edit: Edit
    position: int

    @property
    def source(self) -> tuple[str, ...]:
        """Entries of the bibliography that the edit rests on."""
        return self.edit.source or self.scenario.source

    @property
    def confidence(self) -> str:
        """How sure it is."""
        return self.edit.confidence or self.scenario.confidence


class Draft:
    """The rows of facts as the edits of scenarios leave them."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self._tables: dict[str, dict[str, Any]] = {}
        self._touched: dict[tuple[str, str], list[Ref]] = {}
        self._set: dict[tuple[str, str, str, str], Ref] = {}

    def table(self, name: str) -> dict[str, Any]:
        """Rows of a table as they are now; not to be changed."""
        return self._tables.get(name) or self.facts.table(name)

    def put(self, ref: Ref, table: str, row: Any, *, sets: tuple[str, ...] = ()) -> None:
        """Lay a row over the table; ``sets`` names cells that one scenario may set once."""
        for column in sets:
            key = (ref.scenario.name, table, row.id, column)
            before = self._set.setdefault(key, ref)
            if before.position != ref.position:
                where = before.edit.written.line or before.position
                self.fault(ref, "", f"{column} of {row.id} is set in line {where} already")
                return
        if table not in self._tables:
            self._tables[table] = dict(self.facts.table(table))
        if self._tables[table].get(row.id) == row:
            return
        self._tables[table][row.id] = row
        refs = self._touched.setdefault((table, row.id), [])
        if ref not in refs:
            refs.append(ref)

    def fault(self, ref: Ref, key: str, message: str) -> None:
        """Note what is wrong with an edit, at the line of one of its keys."""
        written = ref.edit.written
        line = written.line_of(key) or ref.position
        file = written.file or f"scenario {ref.scenario.name}"
        self.problems.append(Problem(file, line, key or ref.edit.action.value, message))

    def fault_of_head(self, scenario: Scenario, key: str, message: str) -> None:
        """Note what is wrong with what a scenario says for all its edits, at its own line."""
        written = scenario.written
        file = written.file or f"scenario {scenario.name}"
        self.problems.append(Problem(file, written.line_of(key), key, message))

    def named(self, ref: Ref, tables: tuple[str, ...], key: str) -> list[tuple[str, Any]]:
        """Tables and rows that an edit is for, by id or by selection; faults if there are none."""
        edit = ref.edit
        if edit.selection is not None and not edit.ids:
            return self._selected(ref, edit.selection, tables)
        found = []
        for id in edit.ids:
            table = next((name for name in tables if id in self.table(name)), None)
            if table is None:
                self.fault(
                    ref, key, f"no {self.kinds(tables)} '{shorten(id)}'{self._near(id, tables)}"
                )
            else:
                found.append((table, self.table(table)[id]))
        return found

    def kinds(self, tables: tuple[str, ...]) -> str:
        """What rows of some tables are called."""
        words = [_KINDS.get(table, table) for table in tables]
        return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]

    def _near(self, id: str, tables: tuple[str, ...]) -> str:
        known = [row for name in tables for row in self.table(name)]
        elsewhere = next((name for name in TABLES if id in self.facts.table(name)), None)
        if elsewhere is not None:
            return f"; it is in {elsewhere}.csv, and this edit is not for such rows"
        return close_names(id, known, otherwise="; `corridors facts show ID` finds rows")

    def _selected(
        self, ref: Ref, selection: Selection, tables: tuple[str, ...]
    ) -> list[tuple[str, Any]]:
        table = selection.table
        if table not in tables:
            hint = close_names(table, list(tables), otherwise=f"; use {', '.join(tables)}")
            self.fault(ref, "table", f"no such table here: '{shorten(table)}'{hint}")
            return []
        conditions = CONDITIONS.get(table, {})
        for name, _ in selection.conditions:
            if name not in conditions:
                hint = close_names(
                    name, list(conditions), otherwise=f"; use {', '.join(conditions)}"
                )
                self.fault(ref, "where", f"{table} are not chosen by '{shorten(name)}'{hint}")
                return []
        found = [
            (table, row)
            for row in self.table(table).values()
            if _in_use(table, row) and fits(self, table, row, selection)
        ]
        if not found:
            said = ", ".join(f"{name} {' or '.join(v)}" for name, v in selection.conditions)
            self.fault(ref, "where", f"no {self.kinds((table,))} fits {shorten(said, 120)}"
                                     f"{self._values(selection)}")  # fmt: skip
        return found

    def _values(self, selection: Selection) -> str:
        """A hint on the first condition whose value no row has."""
        for name, wanted in selection.conditions:
            known = sorted({
                value
                for row in self.table(selection.table).values()
                for value in CONDITIONS[selection.table][name](self, row)
            })  # fmt: skip
            for value in wanted:
                if value not in known:
                    few = f"; {name} may be {', '.join(known)}" if len(known) < 20 else ""
                    return close_names(value, known, otherwise=few)
        return "; leave out a condition"

    def finished(self, scenarios: Iterable[Scenario]) -> Facts:
        """The facts with all changed rows laid over, each saying whose change it is."""
        changed: dict[str, list[Any]] = {}
        used: set[str] = set()
        for (table, id), refs in sorted(self._touched.items(), key=lambda item: item[0]):
            row = self.table(table)[id]
            before = self.facts.table(table).get(id)
            if row == before:
                continue
            changed.setdefault(table, []).append(self._tagged(row, before, refs))
            used |= {ref.scenario.name for ref in refs}
        names = [scenario.name for scenario in scenarios]
        sources = [source_of(s) for s in scenarios if s.name in used]
        if changed:
            changed.setdefault("sources", []).extend(sources)
        facts = self.facts.overlaid(**changed)
        if not changed:
            facts.version = self.facts.version
        facts.scenarios = (*self.facts.scenarios, *names)
        return facts

    def changed_rows(self) -> Iterator[tuple[str, str, Ref]]:
        """Table and id of every row that differs, with the last edit that touched it."""
        for (table, id), refs in self._touched.items():
            if self.table(table)[id] != self.facts.table(table).get(id):
                yield table, id, refs[-1]

    def _tagged(self, row: Any, before: Any, refs: list[Ref]) -> Any:
        """The row with the scenario and its sources before its own, and the weakest confidence."""
        tags = sorted({SOURCE_PREFIX + ref.scenario.name for ref in refs})
        cited = sorted({id for ref in refs for id in ref.source if id in self.facts.sources})
        row = row._replace(source=tuple(dict.fromkeys((*tags, *cited, *row.source))))
        if not hasattr(row, "confidence"):
            return row
        words = [ref.confidence for ref in refs] + ([before.confidence] if before else [])
        return row._replace(confidence=max(words, key=self._width))

    def _width(self, word: str) -> tuple[float, str]:
        known = self.facts.confidences.get(word)
        return (known.high_factor - known.low_factor if known else 0.0, word)


def source_of(scenario: Scenario) -> Source:
    """The entry of the bibliography that stands for a scenario."""
    return Source(
        id=SOURCE_PREFIX + scenario.name, title=scenario.title or scenario.name,
        publisher="scenario", year="", where="", url="", licence="", note=scenario.note,
    )  # fmt: skip


def column_of(table: str, name: str) -> Column:
    """The column of a table."""
    return next(column for column in read_schema()[table] if column.name == name)


def converted(column: Column, value: object) -> Any:
    """A value of a scenario as a cell of a column.

    Raises
    ------
    CellError
        If it cannot stand there; the text says why and what would do.
    """
    if isinstance(value, tuple) and column.type not in ("list", "points"):
        raise CellError("is a list; give one value")
    cell = convert_cell(column, _text(value))
    if column.type in ("float", "int") and cell is not None and cell < 0:
        raise CellError(f"{cell:g} is below zero")
    return cell


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, tuple):
        return ";".join(map(str, value))
    return repr(value) if isinstance(value, float) else str(value)


def fits(draft: Draft, table: str, row: Any, selection: Selection) -> bool:
    """Whether a row fits every condition of a selection."""
    return all(
        set(wanted) & set(CONDITIONS[table][name](draft, row))
        for name, wanted in selection.conditions
    )


def _in_use(table: str, row: Any) -> bool:
    """Whether a row takes part in routes: others are changed by id alone."""
    if table in ("tariffs", "speeds"):
        return bool(row.use == "base")
    return bool(row.scope == "in") if table == "crossings" else True


def _one(name: str) -> Any:
    return lambda draft, row: (getattr(row, name),)


def _many(name: str) -> Any:
    return lambda draft, row: getattr(row, name)


def _cargo_of(name: str) -> Any:
    return lambda draft, row: (getattr(draft.facts.commodities[row.cargo], name),)


def _country_of(name: str) -> Any:
    return lambda draft, row: (draft.facts.places[getattr(row, name)].country,)


def _countries(draft: Draft, row: Any) -> tuple[str, ...]:
    return (row.country_a, row.country_b)


def _vehicles(draft: Draft, row: Any) -> tuple[str, ...]:
    """Vehicles that a tariff row is for; one that names none is for every one of its mode."""
    return row.vehicle_ids or tuple(
        vehicle.id for vehicle in draft.facts.vehicles.values() if vehicle.mode == row.mode
    )


def _border(draft: Draft, row: Any) -> tuple[str, ...]:
    return (f"{row.country_a}-{row.country_b}", f"{row.country_b}-{row.country_a}")


CONDITIONS: Final[dict[str, dict[str, Any]]] = {
    "crossings": {
        "country": _countries, "border": _border, "mode": _one("mode"), "status": _one("status"),
    },
    "links": {
        "country": _one("country"), "mode": _one("mode"), "route_no": _one("route_no"),
        "status": _one("status"),
    },
    "terminals": {"country": _country_of("place"), "status": _one("status")},
    "tariffs": {
        "country": _one("country"), "mode": _one("mode"), "region": _one("region"),
        "basis": _one("basis"), "cargo": _many("tariff_class"), "vehicle": _vehicles,
        "registration": _many("vehicle_reg"), "unit": _one("unit"),
    },
    "speeds": {"country": _one("country"), "mode": _one("mode"), "service": _one("service")},
    "border_means": {
        "country": _one("country"), "mode": _one("mode"), "direction": _one("direction"),
    },
    "vehicles": {"mode": _one("mode")},
    "barriers": {
        "use": _one("use"), "type": _one("type"), "mode": _one("mode"), "side": _one("side"),
        "country": _many("place_or_country"), "crossing": _many("crossing_ids"),
    },
    "demand": {
        "cargo": _one("cargo"), "group": _cargo_of("group"), "exporter": _country_of("origin"),
        "importer": _country_of("destination"), "origin": _one("origin"),
        "destination": _one("destination"),
    },
}  # fmt: skip
"""What rows of a table can be chosen by."""

_KINDS: Final = {
    "crossings": "crossing", "links": "link", "terminals": "terminal", "barriers": "barrier",
    "tariffs": "tariff row", "speeds": "speed row", "border_means": "border mean",
    "vehicles": "vehicle", "parameters": "parameter", "demand": "demand row",
}  # fmt: skip
