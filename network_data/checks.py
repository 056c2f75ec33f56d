"""Look at all tables together and gather everything that is wrong with them.

First each table by itself: can it be read, split and understood? Then the references from
table to table, and last the rules of the trade (`network_data.rules`). A row that could not
be understood is left out of the later steps, so one fault is told once.
"""

import os
from typing import Any

from network_data.cells import EMPTY, CellError, convert_cell
from network_data.findings import Entry, Findings
from network_data.loader import RECORDS, TABLES, Facts, TableFile, cell_problems, find_tables
from network_data.problems import Problem
from network_data.reading import close_names, order_cells, split_cells
from network_data.rules import RULES
from network_data.schema import TABLES_DIR, Column, read_schema

_HINTS = 200  # near names are costly to find; after so many faults the table is to blame


def check_facts(dir: "str | os.PathLike[str] | None" = None) -> list[Problem]:
    """Gather all problems of the shipped tables or of a user's own.

    Parameters
    ----------
    dir
        As in `load_facts`.

    Returns
    -------
    list of Problem
        In the order of the tables and their rows; empty if all is well. Rows of shipped
        tables that a user's own rows have put in the wrong are named ``(shipped)``.

    Examples
    --------
    >>> check_facts()
    []
    """
    own: frozenset[str] = frozenset()
    found = Findings()
    path = None if dir is None else os.fspath(dir)
    if path is not None:
        own, found.problems = find_tables(path)
        if not own:
            return found.problems
        if os.path.realpath(path) == os.path.realpath(TABLES_DIR):
            path, own = None, frozenset()
    facts = Facts(path, own)
    for table in TABLES:
        files = facts.files(table)
        for place, file in enumerate(files):
            shipped = path is not None and not facts.stands_alone and place == 0
            _read(found, table, file, " (shipped)" if shipped else "")
    _check_references(found)
    for rule in RULES:
        rule(found)
    return _in_order(found.problems)


def _read(found: Findings, table: str, file: TableFile, mark: str) -> None:
    columns = read_schema()[table]
    name = file.name + mark
    if file.problem is not None:
        found.problems.append(file.problem)
        found.unreadable.add(table)
        return
    split = split_cells(name, file.data)
    if isinstance(split, Problem):
        found.problems.append(split)
        found.unreadable.add(table)
        return
    header, rows = split
    cells, problems = order_cells(name, header, rows, columns)
    present = tuple(column for column in columns if column.name in header)
    problems += cell_problems(name, columns, cells, present)
    found.problems.extend(problems)
    if not present or present[0] is not columns[0]:
        found.unreadable.add(table)
        return
    faulty = {problem.row for problem in problems}
    entries = found.entries[table]
    for number, row in enumerate(cells, 2):
        if not row or not row[0] or (row[0] in entries and entries[row[0]].file == name):
            continue
        sound = number not in faulty and len(present) == len(columns)
        entries[row[0]] = Entry(name, number, sound, _record(table, columns, row))


def _record(table: str, columns: tuple[Column, ...], row: list[str]) -> Any:
    values = []
    for column, cell in zip(columns, row, strict=True):
        try:
            values.append(convert_cell(column, cell))
        except CellError:
            values.append(EMPTY[column.type])
    return RECORDS[table]._make(values)


def _check_references(found: Findings) -> None:
    hints = 0
    for table, columns in read_schema().items():
        for place, column in enumerate(columns):
            target = column.references
            if not target or target in found.unreadable:
                continue
            known = found.entries[target]
            for id, entry in found.entries[table].items():
                value = entry.record[place]
                for item in (value,) if isinstance(value, str) else value:
                    if not item or item in known or item in column.allowed:
                        continue
                    otherwise = f"; add it to {target}.csv or write another"
                    hint = otherwise
                    if hints < _HINTS:
                        hint = close_names(item, list(known), otherwise=otherwise)
                        hints += 1
                    found.report(table, id, column.name, f"no {item!r} in {target}.csv{hint}")


def _in_order(problems: list[Problem]) -> list[Problem]:
    tables = {table + ".csv": place for place, table in enumerate(TABLES)}

    def place(problem: Problem) -> tuple[int, str, int]:
        name = problem.file.removesuffix(" (shipped)")
        return (tables.get(name, -1), problem.file, problem.row)

    return sorted(problems, key=place)
