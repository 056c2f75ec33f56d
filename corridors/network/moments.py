"""Dates and times as people write them, in the zone of the place that they are about."""

import re
from datetime import date, datetime, time, timedelta, tzinfo

from corridors.errors import RequestError, shorten
from corridors.model.shipment import Stop
from corridors.network.access import country_of
from corridors.network.network import Network
from corridors.network.zones import country_zone, place_zone, zone

EARLIEST, LATEST = 1992, 2100
"""Years that are asked about: the zones of the region are of that time."""
_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d{1,2}-\d{1,2})"
    r"(?:[T ](?P<clock>\d{1,2}(?::?\d{2}){0,2}))?"
    r"(?P<offset>Z|[+-]\d{2}:?\d{2})?"
    r"(?:\s*\[?(?P<zone>[A-Za-z][A-Za-z_/+-]*)\]?)?"
)
EXAMPLE = "2026-12-28T08:00, 2026-12-28T08:00+05:00 or 2026-12-28T08:00 Asia/Almaty"


def stop_zone(network: Network, stop: Stop) -> tzinfo:
    """The zone of an end of a shipment; of the country's capital for a point."""
    if isinstance(stop, str):
        return place_zone(network.facts, stop)
    return country_zone(country_of(network, stop) or "KZ")


def parse_moment(text: str, zone_of_place: tzinfo, *, end_of_day: bool = False) -> datetime:
    """A date, with or without time and zone.

    Parameters
    ----------
    text
        ``2026-12-28``, ``2026-12-28T08:00``, with an offset or the name of a zone behind.
    zone_of_place
        The zone where the text names none.
    end_of_day
        A date alone stands for the end of that day, not its start.

    Raises
    ------
    RequestError
        If the date, the time or the zone does not exist.
    """
    said = shorten(text)
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        raise RequestError(f"'{said}' is no date and time; write {EXAMPLE}")
    day = _day(match["day"], said)
    where = zone_of_place
    if match["offset"]:
        where = datetime.fromisoformat(f"2000-01-01T00:00{match['offset']}").tzinfo or where
        if match["zone"]:
            raise RequestError(f"'{said}' names an offset and a zone; give one of them")
    elif match["zone"]:
        where = zone(match["zone"])
    if match["clock"] is None:
        return datetime.combine(day + timedelta(days=end_of_day), time(), where)
    digits = match["clock"]
    if ":" not in digits and len(digits) not in (4, 6):
        digits = f"{digits}:00"
    try:
        clock = time.fromisoformat(digits if digits[1:2] != ":" else f"0{digits}")
    except ValueError:
        raise RequestError(f"'{said}' has no such time of day; write 00:00 to 23:59") from None
    return _that_exists(datetime.combine(day, clock, where), said)


def parse_day(text: str) -> date:
    """A date without a time."""
    said = shorten(text)
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text.strip()) is None:
        raise RequestError(f"'{said}' is no date; write 2026-12-28")
    return _day(text.strip(), said)


def _day(text: str, said: str) -> date:
    year, month, day = map(int, text.split("-"))
    try:
        found = date(year, month, day)
    except ValueError:
        raise RequestError(f"'{said}': there is no such day in the calendar") from None
    if not EARLIEST <= year <= LATEST:
        raise RequestError(f"'{said}' lies outside the years {EARLIEST} to {LATEST}")
    return found


def _that_exists(moment: datetime, said: str) -> datetime:
    """A local time that clocks really showed: not one that a change of clocks left out."""
    from datetime import UTC

    back = moment.astimezone(UTC).astimezone(moment.tzinfo)
    if back.replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise RequestError(f"'{said}': clocks were moved on past this time; give one after it")
    return moment
