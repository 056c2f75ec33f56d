"""Time zones, from the dated tables of the tzdata package and not from the machine's own.

Kazakhstan moved to a single zone on 1 March 2024; a machine whose tables are older would be
an hour off.
"""

import os
from datetime import tzinfo
from functools import cache
from importlib.util import find_spec
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from corridors.errors import RequestError
from network_data import Facts

CAPITALS = {
    "KZ": "Asia/Almaty", "UZ": "Asia/Tashkent", "KG": "Asia/Bishkek", "TJ": "Asia/Dushanbe",
    "TM": "Asia/Ashgabat", "AF": "Asia/Kabul", "CN": "Asia/Shanghai", "IR": "Asia/Tehran",
    "RU": "Europe/Moscow",
}  # fmt: skip
"""Zone of a country's capital, for places that have none of their own."""


@cache
def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name.

    Raises
    ------
    RequestError
        If there is none of that name.
    """
    found = find_spec("tzdata")
    root = os.path.join(os.path.dirname(found.origin or ""), "zoneinfo") if found else ""
    parts = name.split("/")
    if all(part and part.replace("_", "").replace("-", "").isalnum() for part in parts):
        try:
            with open(os.path.join(root, *parts), "rb") as file:
                return ZoneInfo.from_file(file, key=name)
        except (OSError, ValueError):
            pass
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass
    raise RequestError(f"no time zone '{name}'; give one such as Asia/Almaty, or +05:00")


def place_zone(facts: Facts, place: str) -> tzinfo:
    """The zone of a place; that of its country's capital where its row has none."""
    row = facts.places[place]
    return zone(row.time_zone or CAPITALS[row.country])


def country_zone(country: str) -> tzinfo:
    """The zone of a country's capital."""
    return zone(CAPITALS[country])
