"""Scenarios from TOML files: shipped ones by name, one's own by path.

A file is checked as a whole before anything is done with it: every fault is told with its
line. What the tables and keys mean is told in ``docs/scenarios.md``.
"""

import os
import tomllib
from collections.abc import Iterable
from typing import Any, Final

from corridors.errors import RequestError, shorten
from corridors.io.toml_cells import TomlCells
from corridors.io.toml_lines import Table, tables_of
from corridors.model.scenario import (
    Action,
    Change,
    Edit,
    How,
    Scenario,
    Selection,
    Written,
    name_fault,
)
from corridors.network.scenarios import with_scenario
from network_data import Facts, FactsError, Problem
from network_data.reading import close_names, read_bytes
from network_data.schema import PACKAGE_DIR

SCENARIOS_DIR: Final = os.path.join(PACKAGE_DIR, "scenarios")
SUFFIX: Final = ".toml"
MAX_BYTES: Final = 1024 * 1024  # a scenario is a page or two; more is another kind of file
MAX_DEPTH: Final = 8
"""How many files may include one another: deeper is a circle or no scenario."""

HEAD: Final = ("name", "title", "note", "source", "confidence", "include")
_COMMON: Final = ("note", "source", "confidence")
_ROWS: Final = ("ids", "table", "where")
KEYS: Final[dict[Action, tuple[str, ...]]] = {
    Action.CLOSE: (*_ROWS, "from", "to", "months", "enters", "groups", "exempt_groups"),
    Action.OPEN: (*_ROWS, "all_year"),
    Action.REMOVE: ("barriers", "where"),
    Action.SCALE: ("barriers", "where", "factor"),
    Action.ADD: ("barrier", "at", "direction", "hours", "usd", "groups", "registrations"),
    Action.CHANGE: (*_ROWS, "direction", "set", "scale", "plus", "spread"),
    Action.BUILD: ("table", "id", "like", "set"),
}
"""Keys of each kind of edit, beside note, source and confidence."""
NAMES: Final = {
    Action.REMOVE: "barriers", Action.SCALE: "barriers", Action.ADD: "barrier",
    Action.BUILD: "id",
}  # fmt: skip
"""The key that names rows, where it is not ``ids``."""


def scenario_names() -> tuple[str, ...]:
    """Names of the shipped scenarios."""
    return tuple(
        sorted(
            name.removesuffix(SUFFIX) for name in os.listdir(SCENARIOS_DIR) if name.endswith(SUFFIX)
        )
    )


def find_scenario(name_or_file: "str | os.PathLike[str]") -> Scenario:
    """Read a scenario: a shipped one by its name, one's own by the path of its file.

    Parameters
    ----------
    name_or_file
        What ends with ``.toml`` or holds a slash is a path, anything else a name.

    Raises
    ------
    RequestError
        If there is no shipped scenario of the name.
    FactsError
        If the file cannot be used; it lists every problem with its line.

    Examples
    --------
    >>> find_scenario("kg-tj-closed").title
    'The border of Kyrgyzstan and Tajikistan is closed'
    """
    text = os.fspath(name_or_file)
    if _is_path(text):
        return read_scenario(text)
    names = scenario_names()
    if text not in names:
        hint = close_names(
            text, list(names), otherwise="; `corridors scenario list` shows them all"
        )
        raise RequestError(f"no scenario '{shorten(text)}'{hint}; a file ends with {SUFFIX}")
    return read_scenario(os.path.join(SCENARIOS_DIR, text + SUFFIX))


def scenario_facts(facts: Facts, names_or_files: Iterable[str]) -> Facts:
    """Facts as they would be under scenarios, given by name or file, in this order.

    Raises
    ------
    RequestError
        If there is no shipped scenario of a name.
    FactsError
        If a file cannot be used or an edit does not go with the facts; every problem is
        listed with its line.
    """
    scenarios = [find_scenario(name) for name in names_or_files]
    return with_scenario(facts, *scenarios) if scenarios else facts


def read_scenario(path: "str | os.PathLike[str]") -> Scenario:
    """Read the scenario of a file with all that it includes.

    Raises
    ------
    FactsError
        If anything in it, or in what it includes, cannot be used; every problem is listed.
    """
    problems: list[Problem] = []
    scenario = _read(os.fspath(path), problems, ())
    if problems or scenario is None:
        raise FactsError(problems)
    return scenario


def _is_path(text: str) -> bool:
    return text.endswith(SUFFIX) or "/" in text or os.sep in text


def _read(path: str, problems: list[Problem], above: tuple[str, ...]) -> Scenario | None:
    name = os.path.basename(path)
    data = read_bytes(path)
    if isinstance(data, Problem):
        what = data.message.replace("a CSV file", "a TOML file")
        problems.append(data._replace(message=what))
        return None
    if len(data) > MAX_BYTES:
        problems.append(Problem(name, 0, "", "is larger than 1 MiB; check that it is a scenario"))
        return None
    try:
        text = data.decode("utf-8-sig")
        document = tomllib.loads(text)
    except UnicodeDecodeError:
        problems.append(Problem(name, 0, "", "is not UTF-8; save it so"))
        return None
    except (ValueError, RecursionError) as error:
        problems.append(_syntax(name, text, str(error)))
        return None
    return _Reader(path, document, tables_of(text), problems, above).scenario()


def _syntax(name: str, text: str, said: str) -> Problem:
    """What the TOML reader says, with the line in its place."""
    what, _, at = said.partition(" (at ")
    line = at.removeprefix("line ").partition(",")[0]
    number = int(line) if line.isdecimal() else text.count("\n") + 1
    hint = "; write a key once" if "overwrite" in what else "; see docs/scenarios.md for the form"
    return Problem(name, number, "", f"{what[:1].lower()}{what[1:]}{hint}")


class _Reader(TomlCells):
    """Turns one document into a scenario, noting everything that cannot be."""

    def __init__(
        self,
        path: str,
        document: dict[str, Any],
        tables: list[Table],
        problems: list[Problem],
        above: tuple[str, ...],
    ) -> None:
        super().__init__(os.path.basename(path), problems)
        self.path = path
        self.document = document
        self.head, self.tables = tables[0], tables[1:]
        self.above = (*above, os.path.realpath(path))

    def scenario(self) -> Scenario | None:
        before = len(self.problems)
        name = self.text("name", self.document.get("name"), self.head) or (
            self.file.removesuffix(SUFFIX)
        )
        if fault := name_fault(name):
            self.refuse(self.head, "name", fault)
        title = self.document.get("title", "")
        if not self.text("title", title, self.head) and title == "":
            self.refuse(self.head, "title", "is missing; say in a line what would be different")
        actions = [action.value for action in Action]
        for key in self.document:
            if key not in (*HEAD, *actions):
                hint = close_names(key, [*HEAD, *actions])
                line = next(
                    (t.line for t in self.tables if t.name == key), self.head.keys.get(key, 1)
                )
                self.problems.append(Problem(self.file, line, key, f"no such key or edit{hint}"))
        edits = self._edits()
        includes = self._includes()
        if not edits and not includes and len(self.problems) == before:
            self.refuse(self.head, "", "holds no edit; write one, as [[close]]")
        if len(self.problems) > before:
            return None
        return Scenario(
            name=name, title=self.document["title"], edits=edits, includes=includes,
            note=self.text("note", self.document.get("note"), self.head),
            source=self.texts("source", self.document.get("source"), self.head),
            confidence=self.text("confidence", self.document.get("confidence"), self.head)
            or "estimate",
            written=Written(self.file, self.head.line, tuple(self.head.keys.items())),
        )  # fmt: skip

    def _includes(self) -> tuple[Scenario, ...]:
        found = []
        for name in self.texts("include", self.document.get("include"), self.head):
            path = os.path.join(SCENARIOS_DIR, name + SUFFIX)
            if _is_path(name):
                path = os.path.join(os.path.dirname(self.path), name)
                if os.path.isabs(name) or ".." in name.replace("\\", "/").split("/"):
                    message = f"'{shorten(name)}' leaves the folder of this file; put it beside"
                    self.refuse(self.head, "include", message)
                    continue
            elif name not in scenario_names():
                hint = close_names(
                    name, list(scenario_names()), otherwise="; a file ends with .toml"
                )
                self.refuse(self.head, "include", f"no scenario '{shorten(name)}'{hint}")
                continue
            if os.path.realpath(path) in self.above or len(self.above) > MAX_DEPTH:
                message = f"'{shorten(name)}' includes itself in the end; leave it out"
                self.refuse(self.head, "include", message)
                continue
            included = _read(path, self.problems, self.above)
            if included is not None:
                found.append(included)
        return tuple(found)

    def _edits(self) -> tuple[Edit, ...]:
        edits: list[tuple[int, Edit]] = []
        for action in Action:
            entries = self.document.get(action.value, [])
            tables = [table for table in self.tables if table.name == action.value]
            if isinstance(entries, dict) or not isinstance(entries, list):
                table = tables[0] if tables else self.head
                self.refuse(table, "" if tables else action.value,
                             f"write [[{action.value}]], with two brackets")  # fmt: skip
                continue
            for number, entry in enumerate(entries):
                line = self.head.keys.get(action.value, 1)
                table = tables[number] if number < len(tables) else Table(action.value, line, {})
                if not isinstance(entry, dict):
                    self.refuse(table, "", f"is no edit; write [[{action.value}]] and its keys")
                    continue
                edit = self._edit(action, entry, table)
                if edit is not None:
                    edits.append((table.line, edit))
        return tuple(edit for _, edit in sorted(edits, key=lambda item: item[0]))

    def _edit(self, action: Action, entry: dict[str, Any], table: Table) -> Edit | None:
        before = len(self.problems)
        allowed = (*KEYS[action], *_COMMON)
        for key in entry:
            if key not in allowed:
                hint = close_names(key, list(allowed), otherwise=f"; use {', '.join(allowed)}")
                self.refuse(table, key, f"no such key of {action.value}{hint}")
        if len(self.problems) > before:
            return None
        naming = NAMES.get(action, "ids")
        ids = self.texts(naming, entry.get(naming), table)
        selection = self._selection(action, entry, table)
        if not ids and (selection is None or action is Action.BUILD):
            more = ", or where" if "where" in allowed else ""
            self.refuse(table, naming, f"names nothing; give {naming}{more}")
        if ids and "where" in entry:
            self.refuse(table, "where", f"give {naming} or where, not both")
        edit = Edit(
            action=action, ids=ids, selection=selection,
            changes=self._changes(action, entry, table),
            direction=self.text("direction", entry.get("direction"), table),
            from_day=self.day("from", entry.get("from"), table),
            to_day=self.day("to", entry.get("to"), table),
            months=self.months(entry.get("months"), table),
            enters=self.texts("enters", entry.get("enters"), table),
            groups=self.texts("groups", entry.get("groups"), table),
            exempt_groups=self.texts("exempt_groups", entry.get("exempt_groups"), table),
            at=self.texts("at", entry.get("at"), table),
            like=self.text("like", entry.get("like"), table),
            note=self.text("note", entry.get("note"), table),
            source=self.texts("source", entry.get("source"), table),
            confidence=self.text("confidence", entry.get("confidence"), table),
            written=Written(self.file, table.line, tuple(table.keys.items())),
        )  # fmt: skip
        return edit if len(self.problems) == before else None

    def _selection(self, action: Action, entry: dict[str, Any], table: Table) -> Selection | None:
        name = self.text("table", entry.get("table"), table)
        if action is Action.BUILD:
            if not name:
                self.refuse(table, "table", "is missing; say what is built, as links")
            return Selection(name)
        where = entry.get("where")
        if where is None:
            if name:
                self.refuse(table, "table", "goes with where; ids find their table themselves")
            return None
        if not isinstance(where, dict) or not where:
            self.refuse(table, "where", 'is no choice; write it as { country = "UZ" }')
            return None
        if action in (Action.REMOVE, Action.SCALE):
            name = "barriers"
        if not name:
            self.refuse(table, "table", "is missing; say of which table, as tariffs")
        conditions = tuple((key, self.texts("where", value, table)) for key, value in where.items())
        return Selection(name, conditions)

    def _changes(self, action: Action, entry: dict[str, Any], table: Table) -> tuple[Change, ...]:
        found: list[Change] = []
        for key, figure in (("factor", "factor"), ("hours", "extra_h"), ("usd", "extra_usd")):
            if key in entry:
                found.append(Change(figure, How.SET, self.cell(key, entry[key], table)))
        if "all_year" in entry:
            if entry["all_year"] is not True:
                self.refuse(table, "all_year", "is true or left out")
            found.append(Change("all_year", How.SET, True))
        if "registrations" in entry:
            codes = self.texts("registrations", entry["registrations"], table)
            found.append(Change("vehicle_reg", How.SET, ";".join(codes)))
        if action is Action.SCALE and "factor" not in entry:
            self.refuse(table, "factor", "is missing; give a number, 0.5 halves")
        for how in How:
            cells = entry.get(how.value)
            if cells is None:
                continue
            if not isinstance(cells, dict) or not cells:
                message = f"is no list of figures; write {how.value} = {{ wait_h = 2 }}"
                self.refuse(table, how.value, message)
                continue
            found += [
                Change(name, how, self.cell(how.value, value, table))
                for name, value in cells.items()
            ]
        return tuple(found)
