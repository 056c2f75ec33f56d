"""Rules that days, hours and time zones of the fact tables must keep, each a short function.

`TIME_RULES` lists them; `network_data.rules` runs them with its own.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator
from typing import Any

from network_data.findings import Findings
from network_data.reading import close_names

ZONED = ("KZ", "UZ", "KG", "TJ")
"""Countries whose places need a time zone: dated questions begin, end and wait there."""
KEEPERS = {"crossing": ("crossings",), "terminal": ("terminals",), "end": ("places",)}
"""The table that ids of a calendar stand in, by what keeps its hours."""
CLOSABLE = ("crossings", "terminals", "links")
LEAP_YEAR = 2024


def hours_are_a_time_span(found: Findings) -> None:
    """Opening hours are 24/7 or HH:MM-HH:MM."""
    for row in found.rows("crossings"):
        if row.hours and row.hours != "24/7" and not _is_span(row.hours):
            message = f"{row.hours!r} are no hours; write 24/7 or HH:MM-HH:MM, as in 08:00-20:00"
            found.report("crossings", row.id, "hours", message)


def calendars_open_and_close(found: Findings) -> None:
    """A calendar gives both hours or neither, and the ids that it names exist."""
    for row in found.rows("calendars"):
        _check_pair(found, "calendars", row, ("opens", "closes"), is_hour, "HH:MM, as in 08:00")
        if row.opens and row.opens == row.closes:
            message = f"{row.opens} opens and closes; leave both cells empty for the whole day"
            found.report("calendars", row.id, "closes", message)
        if not (row.opens or row.weekdays or row.holidays == "closed"):
            message = (
                "closes nothing; give hours, weekdays or holidays closed, or leave out the row"
            )
            found.report("calendars", row.id, "opens", message)
        _check_ids(found, "calendars", row, KEEPERS[row.what])


def closures_close_something(found: Findings) -> None:
    """What a closure names exists, and one way only can be closed at crossings alone."""
    for row in found.rows("closures"):
        _check_ids(found, "closures", row, CLOSABLE)
        if not row.enters:
            continue
        for id in row.ids:
            crossing = found.get("crossings", id)
            if crossing and not {crossing.country_a, crossing.country_b} & set(row.enters):
                message = f"{id} leads into none of them; correct it or leave the cell empty"
                found.report("closures", row.id, "enters", message)
            elif id in found.entries["links"] or id in found.entries["terminals"]:
                message = f"{id} is no crossing, and only those close one way; leave it empty"
                found.report("closures", row.id, "enters", message)


def places_have_a_time_zone(found: Findings) -> None:
    """Time zones are names of the IANA, and no place of the four countries is without."""
    named = [row for row in found.rows("places") if row.time_zone]
    for row in found.rows("places"):
        if not row.time_zone and row.country in ZONED:
            message = f"is empty, but places of {row.country} need it; write one as in Asia/Almaty"
            found.report("places", row.id, "time_zone", message)
    if not named:
        return
    known = _zones()
    for row in named:
        if row.time_zone not in known:
            hint = close_names(row.time_zone, sorted(known), otherwise="; write one as Asia/Almaty")
            found.report("places", row.id, "time_zone", f"no time zone {row.time_zone!r}{hint}")


def limits_of_weight_can_be_read(found: Findings) -> None:
    """A limit has a figure, its season days and hours, and heavier is not allowed than light."""
    for row in found.rows("weight_limits"):
        days = ("from_month_day", "to_month_day")
        _check_pair(found, "weight_limits", row, days, is_month_day, "MM-DD, as in 06-01")
        _check_pair(
            found, "weight_limits", row, ("from_hour", "to_hour"), is_hour, "HH:MM, as in 10:00"
        )
        limits = (row.gross_t, row.min_gross_t, row.max_axle_t)
        if row.use != "other" and all(limit is None for limit in limits):
            message = "no limit is given; write gross_t, min_gross_t or max_axle_t, or use other"
            found.report("weight_limits", row.id, "gross_t", message)
        timed = row.from_month_day or row.from_hour or row.above_c is not None
        if row.use == "season" and not timed:
            message = "a season needs days, hours or above_c; give them, or write base"
            found.report("weight_limits", row.id, "use", message)
        if row.use == "base" and timed:
            message = "base holds always, but days, hours or above_c are given; write season"
            found.report("weight_limits", row.id, "use", message)


def trucks_can_be_weighed(found: Findings) -> None:
    """Tare and axles of a truck are given together; wagons have neither."""
    for row in found.rows("vehicles"):
        if (row.tare_t is None) != (row.axles is None):
            column = "axles" if row.axles is None else "tare_t"
            found.report("vehicles", row.id, column, "is empty; tare_t and axles go together")
        if row.axles is not None and (row.axles != int(row.axles) or row.axles < 2):
            message = f"{row.axles:g} is no number of axles; write a whole number from 2 on"
            found.report("vehicles", row.id, "axles", message)


def is_hour(text: str) -> bool:
    """Whether a text is HH:MM from 00:00 to 23:59."""
    hour, minute = _halves(text, ":")
    return hour in range(24) and minute in range(60)


def is_month_day(text: str) -> bool:
    """Whether a text is MM-DD, a day of a leap year."""
    month, day = _halves(text, "-")
    return month in range(1, 13) and day in range(1, monthrange(LEAP_YEAR, month)[1] + 1)


def _check_pair(
    found: Findings,
    table: str,
    row: Any,
    columns: tuple[str, str],
    is_well: Callable[[str], bool],
    form: str,
) -> None:
    first, last = columns
    cells = {column: getattr(row, column) for column in columns}
    for column, cell in cells.items():
        if cell and not is_well(cell):
            found.report(table, row.id, column, f"{cell!r} cannot be read; write {form}")
        elif not cell and any(cells.values()):
            found.report(table, row.id, column, f"is empty; {first} and {last} go together")


def _check_ids(found: Findings, table: str, row: Any, targets: tuple[str, ...]) -> None:
    if not found.unreadable.isdisjoint(targets):
        return
    for id in row.ids:
        if not any(id in found.entries[target] for target in targets):
            hint = close_names(id, list(_known(found, targets)), otherwise="; write another")
            message = f"no {id!r} in {' or '.join(target + '.csv' for target in targets)}{hint}"
            found.report(table, row.id, "ids", message)


def _known(found: Findings, targets: tuple[str, ...]) -> Iterator[str]:
    for target in targets:
        yield from found.entries[target]


def _halves(text: str, mark: str) -> tuple[int, int]:
    first, _, last = text.partition(mark)
    if len(first) == len(last) == 2 and text.isascii() and f"{first}{last}".isdecimal():
        return int(first), int(last)
    return -1, -1


def _zones() -> frozenset[str]:
    from zoneinfo import available_timezones

    return frozenset(available_timezones())


def _is_span(hours: str) -> bool:
    opens, _, closes = hours.partition("-")
    return opens != closes and is_hour(opens) and is_hour(closes)


TIME_RULES = (
    hours_are_a_time_span,
    calendars_open_and_close,
    closures_close_something,
    places_have_a_time_zone,
    limits_of_weight_can_be_read,
    trucks_can_be_weighed,
)
