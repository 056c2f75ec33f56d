"""Rules that the demand tables must keep, each a short function.

`DEMAND_CHECKS` lists them; `network_data.rules` runs them with its own.
"""

from collections.abc import Callable
from typing import Any

from network_data.findings import Findings

ROUNDING = 1e-3
"""How far shares, which are printed with four digits, may be from one in all."""
MONTHS = tuple(str(month) for month in range(1, 13))


def demand_goes_the_way_of_its_cargo(found: Findings) -> None:
    """A row leads from the exporter of its cargo to the importer, and no two say the same."""
    seen: dict[tuple[str, str, str], str] = {}
    for row in found.rows("demand"):
        cargo = found.get("commodities", row.cargo)
        ends = (found.get("places", row.origin), found.get("places", row.destination))
        if cargo and ends[0] and ends[1]:
            way = f"{ends[0].country}-{ends[1].country}".lower()
            if way != cargo.direction:
                message = f"{cargo.id} goes {cargo.direction}, these places lie {way}; correct one"
                found.report("demand", row.id, "cargo", message)
        key = (row.cargo, row.origin, row.destination)
        if key in seen:
            message = f"{seen[key]} is of the same cargo and places; add the two up in one row"
            found.report("demand", row.id, "destination", message)
        seen.setdefault(key, row.id)


def shares_of_places_make_one(found: Findings) -> None:
    """Shares of a cargo's places lie in the right country and add up to one."""
    for table, side in (("demand_origins", 0), ("demand_destinations", 1)):
        of_cargo: dict[str, list[Any]] = {}
        for row in found.rows(table):
            of_cargo.setdefault(row.cargo, []).append(row)
            cargo, place = found.get("commodities", row.cargo), found.get("places", row.place)
            country = cargo.direction.upper().split("-")[side] if cargo else ""
            if place and country and place.country != country:
                message = f"{place.id} lies in {place.country}, the cargo's end in {country}"
                found.report(table, row.id, "place", f"{message}; correct one of them")
        for name, rows in of_cargo.items():
            _check_sum(found, table, rows, f"of {name}")


def months_make_a_year(found: Findings) -> None:
    """A season has each month once and adds up to one; every demand has a season."""
    seasons: dict[tuple[str, str, str], list[Any]] = {}
    for row in found.rows("demand_season"):
        seasons.setdefault((row.group, row.hs, row.direction), []).append(row)
    for key, rows in seasons.items():
        months = [row.month for row in rows]
        missing = [month for month in MONTHS if month not in months]
        if missing or len(months) != len(MONTHS):
            what = f"month {missing[0]} is missing" if missing else "a month stands twice"
            message = f"{what}; give each month of {' '.join(filter(None, key))} once"
            found.report("demand_season", rows[-1].id, "month", message)
        else:
            _check_sum(found, "demand_season", rows, "of the months")
    for row in found.rows("demand"):
        cargo = found.get("commodities", row.cargo)
        if cargo and not {
            (cargo.group, cargo.hs, cargo.direction),
            (cargo.group, "", cargo.direction),
        } & set(seasons):
            message = f"no season of {cargo.group} {cargo.direction}; add it to demand_season.csv"
            found.report("demand", row.id, "cargo", message)


def _check_sum(found: Findings, table: str, rows: list[Any], what: str) -> None:
    total = sum(row.share for row in rows)
    if abs(total - 1) > ROUNDING:
        message = f"the shares {what} add up to {total:.4g}; make them 1"
        found.report(table, rows[-1].id, "share", message)


DEMAND_CHECKS: tuple[Callable[[Findings], None], ...] = (
    demand_goes_the_way_of_its_cargo,
    shares_of_places_make_one,
    months_make_a_year,
)
