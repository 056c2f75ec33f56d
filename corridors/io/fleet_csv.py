"""An own fleet from a CSV file: one row for each kind of own vehicle.

The file may come from a spreadsheet: UTF-8 with or without a byte order mark, cells divided
by commas or semicolons, decimals with a point or a comma.
"""

import os
from typing import Final

from corridors.model.fleet import LIMITS, Fleet, OwnVehicle, figure_fault, id_fault
from corridors.model.shipment import Mode
from corridors.network.fleet import fleet_faults, unknown_type
from network_data import Facts, FactsError, Problem
from network_data.reading import close_names, read_bytes, split_cells

COLUMNS: Final = (
    "id", "vehicle", "registration", "payload_t", "rate_usd_per_km", "hire_usd_per_day",
    "empty_return", "count",
)  # fmt: skip
REQUIRED: Final = ("id", "vehicle")


def read_fleet(path: "str | os.PathLike[str]", facts: Facts) -> Fleet:
    """Read an own fleet.

    Parameters
    ----------
    path
        CSV file with a header row of these columns, in any order: ``id``, ``vehicle`` (type
        of the facts), ``registration`` (of trucks), ``payload_t``, ``rate_usd_per_km``,
        ``hire_usd_per_day``, ``empty_return`` (0 or 1), ``count``. The first two must be
        there; an empty cell takes the figure of the type (`OwnVehicle`).
    facts
        Whose vehicle types they are.

    Raises
    ------
    FactsError
        If anything in the file cannot be used; it lists every problem with its row, column
        and what would do.
    """
    path = os.fspath(path)
    name = os.path.basename(path)
    data = read_bytes(path)
    if isinstance(data, Problem):
        raise FactsError([data])
    split = split_cells(name, data, _delimiter(data))
    if isinstance(split, Problem):
        raise FactsError([split])
    header = [cell.strip().lower() for cell in split[0]]
    problems = _header_problems(name, header)
    if problems:
        raise FactsError(problems)
    vehicles: list[OwnVehicle] = []
    rows: list[int] = []
    for number, cells in enumerate(split[1], 2):
        cells = [cell.strip() for cell in cells]
        if not any(cells):
            continue
        vehicle = _vehicle(name, number, header, cells, facts, problems)
        if vehicle is not None:
            vehicles.append(vehicle)
            rows.append(number)
    if not vehicles and not problems:
        problems.append(Problem(name, 0, "", "holds no vehicle; write a row for each kind"))
    for fault in fleet_faults(facts, vehicles):
        problems.append(Problem(name, rows[fault.position], fault.column, fault.message))
    if problems:
        raise FactsError(sorted(problems, key=lambda problem: problem.row))
    return Fleet(tuple(vehicles))


def _delimiter(data: bytes) -> str:
    """What divides the cells: the more frequent of comma and semicolon in the header."""
    header = data.split(b"\n", 1)[0]
    return ";" if header.count(b";") > header.count(b",") else ","


def _header_problems(name: str, header: list[str]) -> list[Problem]:
    problems = [
        Problem(name, 1, column, "the column is missing; add it to the header")
        for column in REQUIRED
        if column not in header
    ]
    for column in dict.fromkeys(header):
        if column not in COLUMNS:
            hint = close_names(column, list(COLUMNS))
            problems.append(Problem(name, 1, column, f"no such column{hint}"))
        elif header.count(column) > 1:
            problems.append(Problem(name, 1, column, "the column stands twice; keep one"))
    return problems


def _vehicle(
    name: str,
    number: int,
    header: list[str],
    cells: list[str],
    facts: Facts,
    problems: list[Problem],
) -> OwnVehicle | None:
    """The own vehicle of a row; ``None``, with problems added, if it cannot be understood."""
    before = len(problems)

    def refuse(column: str, message: str) -> None:
        problems.append(Problem(name, number, column, message))

    if len(cells) != len(header):
        refuse("", f"has {len(cells)} cells, the header {len(header)}; quote cells that hold the"
                   " dividing sign, keep the signs of empty ones")  # fmt: skip
        return None
    row = dict.fromkeys(COLUMNS, "") | dict(zip(header, cells, strict=True))
    for column in REQUIRED:
        if not row[column]:
            refuse(column, "is empty, but every row needs it")
    if row["id"] and (fault := id_fault(row["id"])):
        refuse("id", fault)
    figures: dict[str, float | None] = {}
    for column in LIMITS:
        figures[column] = None
        if row[column]:
            value = _number(row[column])
            if value is None:
                refuse(column, f"{row[column]!r} is not a number; write digits, as in 12.5")
            elif fault := figure_fault(column, value):
                refuse(column, fault)
            else:
                figures[column] = value
    count = figures["count"]
    if count is not None and count != int(count):
        refuse("count", f"{row['count']!r} is not a whole number")
    if row["empty_return"] not in ("", "0", "1"):
        refuse("empty_return", f"{row['empty_return']!r} is neither 1 (yes) nor 0 (no)")
    registration = row["registration"].upper()
    kind = facts.vehicles.get(row["vehicle"])
    if kind is None and row["vehicle"]:
        refuse("vehicle", unknown_type(facts, row["vehicle"]))
    if kind is not None and kind.mode == Mode.ROAD and not registration:
        known = ", ".join(kind.registrations)
        refuse("registration", f"is empty, but fees depend on it; give one of {known}")
    if len(problems) > before:
        return None
    return OwnVehicle(
        id=row["id"],
        vehicle=row["vehicle"],
        registrations=(registration,) if registration else (),
        payload_t=figures["payload_t"],
        rate_usd_per_km=figures["rate_usd_per_km"],
        hire_usd_per_day=figures["hire_usd_per_day"],
        empty_return=row["empty_return"] == "1",
        count=None if count is None else int(count),
    )


def _number(cell: str) -> float | None:
    """A number with a decimal point or a decimal comma; ``None`` if it is none.

    A comma is always a decimal comma: ``1,250`` is one and a quarter.
    """
    plain = cell.replace(",", ".", 1) if "." not in cell else cell
    if not plain.isascii() or set(plain) - set("+-.0123456789eE"):
        return None
    try:
        return float(plain)
    except ValueError:
        return None
