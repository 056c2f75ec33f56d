"""Facts: the fact tables, each read when first asked for.

``load_facts()`` gives the shipped tables. ``load_facts(dir)`` gives a user's own: a
directory that holds every table stands alone; one that holds some of them is laid over the
shipped tables row by id, and a row of an existing id replaces it whole.
"""

import gc
import os
from collections.abc import Iterable
from typing import Any, NamedTuple

from network_data import records
from network_data.cells import CellError, convert_cell, convert_column
from network_data.problems import FactsError, Problem
from network_data.reading import Rows, close_names, order_cells, read_bytes, split_cells
from network_data.schema import TABLES_DIR, Column, read_schema

RECORDS: dict[str, type[Any]] = {
    "places": records.Place,
    "links": records.Link,
    "connectors": records.Connector,
    "crossings": records.Crossing,
    "calendars": records.Calendar,
    "closures": records.Closure,
    "public_holidays": records.PublicHoliday,
    "border_means": records.BorderMean,
    "terminals": records.Terminal,
    "tariffs": records.Tariff,
    "observed_tariffs": records.ObservedTariff,
    "tariff_rules": records.TariffRule,
    "tariff_base": records.TariffBase,
    "currency": records.Currency,
    "speeds": records.Speed,
    "vehicles": records.Vehicle,
    "weight_limits": records.WeightLimit,
    "commodities": records.Commodity,
    "barriers": records.Barrier,
    "trade": records.Trade,
    "demand": records.DemandRow,
    "demand_origins": records.DemandShare,
    "demand_destinations": records.DemandShare,
    "demand_season": records.DemandSeason,
    "demand_targets": records.DemandTarget,
    "projects": records.Project,
    "sources": records.Source,
    "parameters": records.Parameter,
    "confidences": records.Confidence,
    "distances": records.Distance,
}
TABLES: tuple[str, ...] = tuple(RECORDS)


class TableFile(NamedTuple):
    """One file of a table: its name and bytes, or the problem of reading it."""

    name: str
    data: bytes
    problem: Problem | None


class Facts:
    """The fact tables; each attribute is a dict from id to row, in file order.

    A table is read and converted when it is first used; a `FactsError` then lists all
    cells of it that cannot be understood. `check_facts` looks at all tables together.
    """

    places: dict[str, records.Place]
    links: dict[str, records.Link]
    connectors: dict[str, records.Connector]
    crossings: dict[str, records.Crossing]
    calendars: dict[str, records.Calendar]
    closures: dict[str, records.Closure]
    public_holidays: dict[str, records.PublicHoliday]
    border_means: dict[str, records.BorderMean]
    terminals: dict[str, records.Terminal]
    tariffs: dict[str, records.Tariff]
    observed_tariffs: dict[str, records.ObservedTariff]
    tariff_rules: dict[str, records.TariffRule]
    tariff_base: dict[str, records.TariffBase]
    currency: dict[str, records.Currency]
    speeds: dict[str, records.Speed]
    vehicles: dict[str, records.Vehicle]
    weight_limits: dict[str, records.WeightLimit]
    commodities: dict[str, records.Commodity]
    barriers: dict[str, records.Barrier]
    trade: dict[str, records.Trade]
    demand: dict[str, records.DemandRow]
    demand_origins: dict[str, records.DemandShare]
    demand_destinations: dict[str, records.DemandShare]
    demand_season: dict[str, records.DemandSeason]
    demand_targets: dict[str, records.DemandTarget]
    projects: dict[str, records.Project]
    sources: dict[str, records.Source]
    parameters: dict[str, records.Parameter]
    confidences: dict[str, records.Confidence]
    distances: dict[str, records.Distance]
    version: str
    scenarios: tuple[str, ...] = ()
    """Names of the scenarios that these facts hold under, in order."""

    def __init__(self, dir: str | None, own: frozenset[str]) -> None:
        self.dir = dir
        self._own = own
        self._files: dict[str, tuple[TableFile, ...]] = {}

    @property
    def stands_alone(self) -> bool:
        """Whether no shipped row is used: the user's directory holds every table."""
        return len(self._own) == len(TABLES)

    def files(self, table: str) -> tuple[TableFile, ...]:
        """Read the files of a table: shipped first, the user's laid over it."""
        if table not in self._files:
            paths = []
            if not self.stands_alone:
                paths.append(os.path.join(TABLES_DIR, table + ".csv"))
            if self.dir is not None and table in self._own:
                paths.append(os.path.join(self.dir, table + ".csv"))
            files = []
            for path in paths:
                data = read_bytes(path)
                if isinstance(data, Problem):
                    files.append(TableFile(table + ".csv", b"", data))
                else:
                    files.append(TableFile(table + ".csv", data, None))
            self._files[table] = tuple(files)
        return self._files[table]

    def table(self, name: str) -> dict[str, Any]:
        """Return a table by its name."""
        if name not in RECORDS:
            raise KeyError(f"no table {name!r}{close_names(name, list(TABLES))}")
        rows: dict[str, Any] = getattr(self, name)
        return rows

    def __getattr__(self, name: str) -> Any:
        """Read a table, or the version, at its first use."""
        if name in RECORDS:
            value: Any = {}
            for file in self.files(name):
                value.update(read_table(name, file))
        elif name == "version":
            value = self._hash()
        else:
            raise AttributeError(f"{type(self).__name__!r} has no attribute {name!r}")
        self.__dict__[name] = value
        return value

    def overlaid(self, **tables: Iterable[Any]) -> "Facts":
        """Other facts with rows laid over these in memory, by id.

        A row of a known id takes that row's place, a row of a new id comes last. These facts
        stay as they are. The version of the result follows from theirs and from the rows:
        the same rows over the same facts give the same version.

        Parameters
        ----------
        **tables
            Rows (the records of `network_data.records`) by name of table.

        Raises
        ------
        KeyError
            If there is no table of a name; the message offers the nearest.

        Examples
        --------
        >>> facts = load_facts()
        >>> longer = facts.parameters["load-rail-h"]._replace(value=36.0)
        >>> facts.overlaid(parameters=[longer]).parameters["load-rail-h"].value
        36.0
        """
        other = Facts(self.dir, self._own)
        other.__dict__.update(self.__dict__)  # what is read already is not read again
        other.__dict__["_present"] = self.present
        parts = [self.version.encode()]
        for name, rows in sorted(tables.items()):
            laid = {row.id: row for row in rows}
            other.__dict__[name] = {**self.table(name), **laid}
            parts += [f"{name}:{id}:{tuple(row)!r}".encode() for id, row in sorted(laid.items())]
        other.version = _digest(parts)
        return other

    @property
    def scenario(self) -> str:
        """Names of the scenarios in order, joined by `` + ``; ``baseline`` if there is none."""
        return " + ".join(self.scenarios) or "baseline"

    @property
    def present(self) -> "Facts":
        """The facts as read, without any rows laid over them in memory.

        What was measured on the present network is calibrated on these.
        """
        present: Facts = self.__dict__.get("_present", self)
        return present

    def _hash(self) -> str:
        parts: list[bytes] = []
        for table in TABLES:
            for file in self.files(table):
                parts += [f"{table}:{len(file.data)}:".encode(), file.data]
        return _digest(parts)


def _digest(parts: list[bytes]) -> str:
    """A short hash of some bytes in order."""
    try:
        from _blake2 import blake2b  # hashlib itself loads OpenSSL
    except ImportError:
        from hashlib import blake2b
    digest = blake2b(digest_size=6)
    for part in parts:
        digest.update(part)
    return str(digest.hexdigest())


def load_facts(dir: "str | os.PathLike[str] | None" = None) -> Facts:
    """Open the shipped tables or a user's own.

    Parameters
    ----------
    dir
        Directory of CSV files named like the shipped tables. If it holds every table it
        stands alone; otherwise it is laid over the shipped tables row by id. None stands
        for the shipped tables.

    Returns
    -------
    Facts
        Its tables are read when first used.

    Raises
    ------
    FactsError
        If the directory cannot be read, holds no table, or holds files of unknown name.
        Reading a table raises it for cells that cannot be understood.

    Examples
    --------
    >>> facts = load_facts()
    >>> facts.places["kz-kostanay"].name_en
    'Kostanay'
    """
    if dir is None:
        return Facts(None, frozenset())
    path = os.fspath(dir)
    own, problems = find_tables(path)
    if problems:
        raise FactsError(problems)
    if os.path.realpath(path) == os.path.realpath(TABLES_DIR):
        return Facts(None, frozenset())
    return Facts(path, own)


def find_tables(dir: str) -> tuple[frozenset[str], list[Problem]]:
    """List the tables that a directory holds, and what is wrong with its file names."""
    try:
        names = sorted(os.listdir(dir))
    except FileNotFoundError:
        return frozenset(), [Problem(dir, 0, "", "no such directory; give one that holds tables")]
    except NotADirectoryError:
        return frozenset(), [Problem(dir, 0, "", "is a file; give the directory that holds it")]
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        return frozenset(), [
            Problem(dir, 0, "", f"cannot be listed ({reason}); check the path and its permissions")
        ]
    own = set()
    problems = []
    for name in names:
        stem, ending = os.path.splitext(name)
        if ending == ".csv" and stem in RECORDS:
            own.add(stem)
        elif ending.lower() == ".csv":
            files = [table + ".csv" for table in TABLES]
            hint = close_names(stem.lower() + ".csv", files, most=1)
            problems.append(Problem(name, 0, "", f"no table of this name{hint}"))
        elif stem in RECORDS:
            problems.append(Problem(name, 0, "", f"is not read; save it as {stem}.csv"))
    if not own and not problems:
        problems.append(
            Problem(
                dir, 0, "", f"holds no table; name the files {TABLES[0]}.csv, {TABLES[1]}.csv, ..."
            )
        )
    return frozenset(own), problems


def read_table(table: str, file: TableFile) -> dict[str, Any]:
    """Convert one file of a table, or raise `FactsError` with all its problems.

    The collector rests meanwhile: a table is many new tuples and no garbage, and looking
    through them again and again took a third of the time.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _read_table(table, file)
    finally:
        if collecting:
            gc.enable()


def _read_table(table: str, file: TableFile) -> dict[str, Any]:
    if file.problem is not None:
        raise FactsError([file.problem])
    columns = read_schema()[table]
    split = split_cells(file.name, file.data)
    if isinstance(split, Problem):
        raise FactsError([split])
    header, cells = split
    cells, problems = order_cells(file.name, header, cells, columns)
    if not problems:
        full = cells if all(cells) else [row for row in cells if row]
        rows = _convert(table, columns, full)
        if rows is not None and len(rows) == len(full):
            return rows
    present = tuple(column for column in columns if column.name in header)
    raise FactsError(problems + cell_problems(file.name, columns, cells, present))


def _convert(table: str, columns: tuple[Column, ...], cells: Rows) -> dict[str, Any] | None:
    if not cells:
        return {}
    values: list[Any] = []
    for column, of_column in zip(columns, zip(*cells, strict=True), strict=True):
        converted = convert_column(column, of_column)
        if converted is None:
            return None
        values.append(converted)
    return dict(zip(values[0], map(RECORDS[table]._make, zip(*values, strict=True)), strict=True))


def cell_problems(
    name: str, columns: tuple[Column, ...], cells: Rows, present: tuple[Column, ...]
) -> list[Problem]:
    """Examine every cell of the present columns, and look for ids that stand twice."""
    problems = []
    seen: dict[str, int] = {}
    for number, row in enumerate(cells, 2):
        if not row:
            continue
        for column, cell in zip(columns, row, strict=True):
            try:
                convert_cell(column, cell)
            except CellError as error:
                if column in present:
                    problems.append(Problem(name, number, column.name, str(error)))
        if row[0] and seen.setdefault(row[0], number) != number:
            problems.append(
                Problem(
                    name,
                    number,
                    columns[0].name,
                    f"{row[0]!r} stands in row {seen[row[0]]} already; give one of them another id",
                )
            )
    return problems
