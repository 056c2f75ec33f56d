"""Dates and times of lists: each in the zone of its own end, with their offset afterwards."""

import re
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from corridors.batch.asked_faults import Fault, fault_of
from corridors.errors import RequestError, shorten
from corridors.network.moments import parse_moment

_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:г\.?)?(?:[ T,]+(\d.*))?")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[ T,]+(\d.*))?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_SECONDS_OF_FRACTION = re.compile(r"(:\d{2})\.\d+")
_EXCEL_DAY_0 = date(1899, 12, 30)
"""Day 0 of the dates that spreadsheets count, from March 1900 on."""


class Moment(NamedTuple):
    """A time as text with its offset, and its seconds since 1970."""

    text: str
    seconds: float


def moment_of(text: str, zone: tzinfo, *, end_of_day: bool) -> Moment | Fault:
    """Read a cell: ISO, ``28.12.2026``, or the number of a day in a spreadsheet.

    Parameters
    ----------
    text
        The cell, trimmed and not empty.
    zone
        Where the text names no offset.
    end_of_day
        A date alone stands for the end of that day, not its start.
    """
    try:
        iso = _as_iso(text)
        if isinstance(iso, Fault):
            return iso
        found = parse_moment(iso, zone, end_of_day=end_of_day)
    except RequestError as error:
        return fault_of(error, "write 2026-12-28, 28.12.2026 or 2026-12-28T08:00")
    return Moment(found.isoformat(), found.timestamp())


def _as_iso(text: str) -> str | Fault:
    """The text in the order year, month, day."""
    if match := _DOTTED.fullmatch(text):
        day, month, year, clock = match.groups()
        return _joined(year, month, day, clock)
    if match := _SLASHED.fullmatch(text):
        first, second, year, clock = match.groups()
        if int(first) > 12:
            return _joined(year, second, first, clock)
        if int(second) > 12 or first == second:
            return _joined(year, first, second, clock)
        return Fault(
            "bad-cell",
            f"'{shorten(text)}' may be day/month or month/day",
            f"write {year}-{int(second):02d}-{int(first):02d}"
            f" or {year}-{int(first):02d}-{int(second):02d}",
        )
    if _SERIAL.fullmatch(text):
        return _of_serial(float(text))
    return _SECONDS_OF_FRACTION.sub(r"\1", text)


def _joined(year: str, month: str, day: str, clock: str | None) -> str:
    return f"{year}-{int(month):02d}-{int(day):02d}" + (f"T{clock.strip()}" if clock else "")


def _of_serial(serial: float) -> str:
    """A date that a spreadsheet keeps as days since the end of 1899, to the minute."""
    days = int(serial)
    day = _EXCEL_DAY_0 + timedelta(days=days)
    minutes = round((serial - days) * 24 * 60)
    if not minutes:
        return day.isoformat()
    moment = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)
    return moment.isoformat()
