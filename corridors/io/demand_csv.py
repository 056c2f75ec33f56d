"""A demand from a CSV file: one's own, as the shipped table or as a shipment list.

The file may come from a spreadsheet: UTF-8 with or without a byte order mark, cells divided
by commas or semicolons, decimals with a point or a comma. Every fault is told with its row.
"""

import math
import os
from datetime import date
from typing import Final, NamedTuple

from corridors.errors import RequestError
from corridors.model.demand import MONTHS, Demand, DemandRow
from corridors.model.shipment import Stop
from corridors.network.access import country_of
from corridors.network.demand import Seasons, facts_demand
from corridors.network.names import Names
from corridors.network.network import Network
from network_data import Facts, FactsError, Problem
from network_data.reading import close_names, read_bytes, split_cells

GIVEN: Final = "measured"
"""Confidence of what somebody says of his own freight."""
MOST_TONNES: Final = 1e9
"""A year's tonnes beyond this are a typing error: all freight of the region is below it."""


class Form(NamedTuple):
    """Columns of one of the two forms: those it must have, those it may have."""

    tonnes: str
    id: str
    required: tuple[str, ...]
    optional: tuple[str, ...]


TABLE: Final = Form(
    "tonnes_per_year", "id", ("cargo", "origin", "destination", "tonnes_per_year"),
    ("id", "value_usd", "year", "source", "confidence", "total_confidence"),
)  # fmt: skip
LIST: Final = Form(
    "tonnes", "shipment_id", ("cargo", "origin", "destination", "tonnes"),
    ("shipment_id", "value_usd_per_t", "ready", "deadline", "vehicle", "mode", "max_cost_usd",
     "priority"),
)  # fmt: skip


def load_demand(
    facts: Facts, file: "str | os.PathLike[str] | None" = None, year: int | None = None
) -> Demand:
    """The demand of the facts, or one's own.

    Parameters
    ----------
    facts
        Shipped, own, or under a scenario.
    file
        One's own demand, a CSV file; ``None`` takes the demand of the facts.
    year
        A year on the way to the announced targets; ``None`` takes the base year. A file is
        of its own year.

    Raises
    ------
    RequestError
        If the facts know nothing of the year, or a year is asked of a file.
    FactsError
        If anything in the file cannot be used; it lists every problem with its row.
    """
    if file is None:
        return facts_demand(facts, year)
    if year is not None:
        raise RequestError("a demand file is of its own year; leave out the year or the file")
    return read_demand(file, facts)


def read_demand(path: "str | os.PathLike[str]", facts: Facts) -> Demand:
    """Read a demand.

    Parameters
    ----------
    path
        CSV file with the columns of the shipped table (``cargo``, ``origin``, ``destination``,
        ``tonnes_per_year``, and if known ``id``, ``value_usd``, ``year``, ``confidence``) or of
        a shipment list (``tonnes`` in the place of ``tonnes_per_year``, and if known
        ``shipment_id``, ``value_usd_per_t``, ``ready``). Places and cargoes go by id or name.
    facts
        Whose places and cargoes they are.

    Raises
    ------
    FactsError
        If anything in the file cannot be used; it lists every problem.
    """
    path = os.fspath(path)
    name = os.path.basename(path)
    data = read_bytes(path)
    if isinstance(data, Problem):
        raise FactsError([data])
    head = data.split(b"\n", 1)[0]
    split = split_cells(name, data, ";" if head.count(b";") > head.count(b",") else ",")
    if isinstance(split, Problem):
        raise FactsError([split])
    header = [cell.strip().lower() for cell in split[0]]
    form = LIST if "tonnes" in header and "tonnes_per_year" not in header else TABLE
    problems = _header_problems(name, header, form)
    if problems:
        raise FactsError(problems)
    reader = _Reader(name, header, form, facts)
    rows = [
        row
        for number, cells in enumerate(split[1], 2)
        if any(cell.strip() for cell in cells)
        and (row := reader.row(number, [cell.strip() for cell in cells])) is not None
    ]
    if not rows and not reader.problems:
        reader.problems.append(Problem(name, 0, "", "holds no row; write one for each flow"))
    if reader.problems:
        raise FactsError(reader.problems)
    return Demand(tuple(rows), reader.year or facts_demand(facts).year, f"demand of {name}")


def _header_problems(name: str, header: list[str], form: Form) -> list[Problem]:
    columns = [*form.required, *form.optional]
    problems = [
        Problem(name, 1, column, "the column is missing; add it to the header")
        for column in form.required
        if column not in header
    ]
    for column in dict.fromkeys(header):
        if column in columns and header.count(column) > 1:
            problems.append(Problem(name, 1, column, "the column stands twice; keep one"))
        elif form is TABLE and column not in columns:
            problems.append(
                Problem(name, 1, column, f"no such column{close_names(column, columns)}")
            )
    return problems


class _Reader:
    """Reads rows of one file, resolving every name once."""

    def __init__(self, name: str, header: list[str], form: Form, facts: Facts) -> None:
        self.name, self.header, self.form, self.facts = name, header, form, facts
        self.names = Names(facts)
        self.network = Network(facts)
        self.seasons = Seasons(facts)
        self.problems: list[Problem] = []
        self.year = 0
        self._seen: dict[str, int] = {}
        self._stops: dict[str, Stop | RequestError] = {}
        self._cargoes: dict[tuple[str, str], str | RequestError] = {}

    def row(self, number: int, cells: list[str]) -> DemandRow | None:
        """The demand of a row; ``None``, with problems noted, if it cannot be understood."""
        before = len(self.problems)
        if len(cells) != len(self.header):
            self._refuse(number, "", f"has {len(cells)} cells, the header {len(self.header)};"
                                     " quote cells that hold the dividing sign")  # fmt: skip
            return None
        row = dict.fromkeys((*self.form.required, *self.form.optional), "")
        row |= dict(zip(self.header, cells, strict=True))
        for column in self.form.required:
            if not row[column]:
                self._refuse(number, column, "is empty, but every row needs it")
        id = row[self.form.id] or f"row-{number}"
        first = self._seen.setdefault(id, number)
        if first != number:
            self._refuse(number, self.form.id, f"'{id}' stands in row {first} already")
        origin = self._stop(number, "origin", row["origin"])
        destination = self._stop(number, "destination", row["destination"])
        if origin is not None and origin == destination:
            self._refuse(number, "destination", "is the origin; give another place")
        cargo = self._cargo(number, row["cargo"], origin, destination)
        tonnes = self._number(number, self.form.tonnes, row)
        if tonnes is not None and not 0 < tonnes <= MOST_TONNES:
            self._refuse(number, self.form.tonnes, f"{tonnes:g} t is out of range; give 0 to 1e9")
        usd = self._usd(number, row, cargo, tonnes)
        shares = self._shares(number, row, cargo)
        confidence = row.get("confidence") or GIVEN
        if confidence not in self.facts.confidences:
            known = ", ".join(self.facts.confidences)
            self._refuse(number, "confidence", f"'{confidence}' is no confidence; use {known}")
        if len(self.problems) > before or cargo is None or origin is None or destination is None:
            return None
        return DemandRow(id, cargo, _id(origin), _id(destination), tonnes or 0.0, usd, confidence,
                         shares)  # fmt: skip

    def _refuse(self, number: int, column: str, message: str) -> None:
        self.problems.append(Problem(self.name, number, column, message))

    def _stop(self, number: int, column: str, text: str) -> Stop | None:
        if not text:
            return None
        if text not in self._stops:
            try:
                self._stops[text] = self.names.stop(text)[0]
            except RequestError as error:
                self._stops[text] = error
        found = self._stops[text]
        if isinstance(found, RequestError):
            self._refuse(number, column, str(found))
            return None
        return found

    def _cargo(
        self, number: int, text: str, origin: Stop | None, destination: Stop | None
    ) -> str | None:
        if not text or origin is None or destination is None:
            return None
        ends = (country_of(self.network, stop).lower() for stop in (origin, destination))
        key = (text, "-".join(ends))
        if key not in self._cargoes:
            try:
                self._cargoes[key] = self.names.cargo(*key).id
            except RequestError as error:
                self._cargoes[key] = error
        found = self._cargoes[key]
        if isinstance(found, RequestError):
            self._refuse(number, "cargo", str(found))
            return None
        return found

    def _number(self, number: int, column: str, row: dict[str, str]) -> float | None:
        text = row.get(column, "")
        if not text:
            return None
        plain = text.replace(",", ".", 1) if "." not in text else text
        try:
            value = float(plain) if plain.isascii() and "_" not in plain else math.nan
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            self._refuse(number, column, f"'{text}' is not a number; write digits, as in 12.5")
            return None
        return value

    def _usd(
        self, number: int, row: dict[str, str], cargo: str | None, tonnes: float | None
    ) -> float:
        """Dollars of the year: as given, else at the value of the cargo."""
        column = "value_usd" if self.form is TABLE else "value_usd_per_t"
        value = self._number(number, column, row)
        if value is not None and not 0 <= value <= 1e15:
            self._refuse(number, column, f"{value:g} is out of range; give 0 or more")
        if value is None:
            good = self.facts.commodities.get(cargo or "")
            return (good.value_usd_per_t or 0.0 if good else 0.0) * (tonnes or 0.0)
        return value if self.form is TABLE else value * (tonnes or 0.0)

    def _shares(self, number: int, row: dict[str, str], cargo: str | None) -> tuple[float, ...]:
        """Shares of the months: all in the month of ``ready``, else the season of the cargo."""
        year, ready = row.get("year", ""), row.get("ready", "")
        if year and not (year.isascii() and year.isdecimal() and len(year) == 4):
            self._refuse(number, "year", f"'{year}' is no year; write four digits")
        elif year:
            self.year = max(self.year, int(year))
        if ready:
            try:
                day = date.fromisoformat(ready[:10])
            except ValueError:
                self._refuse(number, "ready", f"'{ready}' is no day; write it as 2026-11-22")
                return ()
            self.year = max(self.year, day.year)
            return tuple(float(month == day.month) for month in range(1, MONTHS + 1))
        return self.seasons.of(self.facts.commodities[cargo]) if cargo else ()


def _id(stop: Stop) -> str:
    return stop if isinstance(stop, str) else stop.id
