"""Rules of the trade that fact tables must keep, each one a short function.

A rule looks at rows that could be understood and reports what cannot be. `RULES` lists
them in the order in which they run.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from typing import Any

from network_data.demand_checks import DEMAND_CHECKS
from network_data.findings import Findings
from network_data.loader import load_facts
from network_data.problems import Problem
from network_data.records import Crossing, Tariff
from network_data.schema import read_schema
from network_data.tariff_rule_checks import TARIFF_RULE_CHECKS
from network_data.time_rules import TIME_RULES

EARTH_RADIUS_KM = 6371.0088  # mean radius of the IUGG
SHORTEST = 0.98  # a section may be drawn a little too long, never be shorter than a beeline
LONGEST = 3.0  # mountain roads wind; beyond this a digit is wrong
ROUNDING_KM = 1.0  # coordinates of stations are known to about this

Point = tuple[float, float]
Rule = Callable[[Findings], None]


def great_circle_km(a: Point, b: Point) -> float:
    """Distance of two points (latitude, longitude in degrees) along the sphere, in km."""
    lat_a, lon_a, lat_b, lon_b = map(radians, (*a, *b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))


def coordinates_lie_on_earth(found: Findings) -> None:
    """Latitudes and longitudes, of places and along lines, are degrees."""
    for place in found.rows("places"):
        if not -90 <= place.lat <= 90:
            found.report("places", place.id, "lat", f"{place.lat:g} is no latitude; use -90 to 90")
        if not -180 <= place.lon <= 180:
            found.report(
                "places", place.id, "lon", f"{place.lon:g} is no longitude; use -180 to 180"
            )
    for table in ("links", "crossings"):
        for row in found.rows(table):
            for lat, lon in row.waypoints:
                if not (-90 <= lat <= 90 and -180 <= lon <= 180):
                    found.report(
                        table,
                        row.id,
                        "waypoints",
                        f"{lat:g} {lon:g} is no point on earth; write latitude, then longitude",
                    )


def amounts_are_not_negative(found: Findings) -> None:
    """Hours, money, km and shares are never below zero, and some are above it."""
    above_zero = {
        ("links", "km"),
        ("crossings", "km"),
        ("connectors", "km"),
        ("distances", "km"),
        ("links", "max_speed_kmh"),
        ("speeds", "kmh_moving"),
        ("speeds", "kmh_with_delay"),
        ("vehicles", "payload_t"),
        ("vehicles", "volume_m3"),
        ("vehicles", "rides_share"),
        ("vehicles", "tare_t"),
        ("vehicles", "axles"),
        ("weight_limits", "gross_t"),
        ("weight_limits", "max_axle_t"),
        ("commodities", "density_t_per_m3"),
        ("commodities", "max_transit_days"),
        ("tariffs", "payload_t"),
        ("demand", "tonnes_per_year"),
    }
    for table, columns in read_schema().items():
        for place, column in enumerate(columns):
            if column.type not in ("float", "int") or column.unit == "degrees":
                continue
            for row in found.rows(table):
                value = row[place]
                if value is None:
                    continue
                if value < 0:
                    message = f"{value:g} is below zero; leave the cell empty if it is unknown"
                    found.report(table, row.id, column.name, message)
                elif value == 0 and (table, column.name) in above_zero:
                    message = "0 cannot be; leave the cell empty if it is unknown"
                    if column.required:
                        message = "0 cannot be; write the figure"
                    found.report(table, row.id, column.name, message)


def ranges_begin_before_they_end(found: Findings) -> None:
    """Distance bands, payload bands, factors and periods run upwards."""
    pairs = {
        "tariffs": (
            ("from_km", "to_km"),
            ("fit_from_km", "fit_to_km"),
            ("min_payload_t", "max_payload_t"),
            ("low_factor", "high_factor"),
        ),
        "observed_tariffs": (("from_km", "to_km"),),
        "tariff_rules": (("km_from", "km_to"), ("valid_from", "valid_to")),
        "tariff_base": (("km_from", "km_to"),),
        "currency": (("valid_from", "valid_to"),),
        "calendars": (("valid_from", "valid_to"),),
        "closures": (("from_day", "to_day"),),
        "weight_limits": (("axles_from", "axles_to"),),
        "confidences": (("low_factor", "high_factor"),),
    }
    for table, columns in pairs.items():
        for row in found.rows(table):
            for first, last in columns:
                low, high = getattr(row, first), getattr(row, last)
                if low in (None, "") or high in (None, "") or low <= high:
                    continue
                message = f"{_plain(low)} is above {last} {_plain(high)}; exchange the two"
                found.report(table, row.id, first, message)


def lists_name_an_item_once(found: Findings) -> None:
    """No list holds an item twice."""
    for table, columns in read_schema().items():
        for place, column in enumerate(columns):
            if column.type != "list":
                continue
            for row in found.rows(table):
                items = row[place]
                for item in dict.fromkeys(items):
                    if items.count(item) > 1:
                        message = f"{item!r} stands twice in the list; keep one"
                        found.report(table, row.id, column.name, message)


def sections_fit_the_ground(found: Findings) -> None:
    """A section lies between two places of its mode and is as long as the ground demands."""
    for table in ("links", "crossings"):
        for row in found.rows(table):
            a, b = found.get("places", row.a), found.get("places", row.b)
            for column, place in (("a", a), ("b", b)):
                if place and row.mode not in place.modes:
                    message = f"{place.id} has no {row.mode}; add {row.mode} to its modes"
                    found.report(table, row.id, column, message)
            if row.a == row.b:
                found.report(table, row.id, "b", f"{row.b} is both ends; give the other end")
            elif a and b:
                _check_length(found, table, row, (a.lat, a.lon), (b.lat, b.lon))


def _check_length(found: Findings, table: str, row: Any, a: Point, b: Point) -> None:
    beeline = great_circle_km(a, b)
    drawn = sum(great_circle_km(p, q) for p, q in pairwise((a, *row.waypoints, b)))
    if row.km < SHORTEST * beeline and beeline - row.km > ROUNDING_KM:
        message = (
            f"{row.km:g} is shorter than the beeline of {beeline:.1f}; check km and the places"
        )
        found.report(table, row.id, "km", message)
    elif row.km > LONGEST * drawn and row.km - drawn > ROUNDING_KM:
        message = f"{row.km:g} is over {LONGEST:g} times the drawn line of {drawn:.1f}; check both"
        found.report(table, row.id, "km", message)


def links_stay_in_one_country(found: Findings) -> None:
    """A link never crosses a border."""
    for link in found.rows("links"):
        for column in ("a", "b"):
            place = found.get("places", getattr(link, column))
            if place and place.country != link.country:
                found.report(
                    "links",
                    link.id,
                    column,
                    f"{place.id} lies in {place.country}, the link in {link.country}; "
                    "end the link at the border and add a crossing",
                )


def crossings_join_two_countries(found: Findings) -> None:
    """A crossing joins places of its two countries, and its figures fit its direction."""
    for row in found.rows("crossings"):
        if row.country_a == row.country_b:
            message = f"both sides are in {row.country_a}; a crossing joins two countries"
            found.report("crossings", row.id, "country_b", message)
        for side in ("a", "b"):
            place = found.get("places", getattr(row, side))
            country = getattr(row, f"country_{side}")
            if place and place.country != country:
                message = f"{place.id} lies in {place.country}, not {country}; correct one of them"
                found.report("crossings", row.id, side, message)
        _check_waits(found, row)
        for way, countries in (
            ("a_to_b", (row.country_a, row.country_b)),
            ("b_to_a", (row.country_b, row.country_a)),
        ):
            _check_direction(found, row, way, countries)
        if row.capacity_per_day is not None and not row.capacity_unit:
            message = "is empty though a capacity is given; say what it counts"
            found.report("crossings", row.id, "capacity_unit", message)
        if not row.cost_unit and (
            row.cost_usd_a_to_b is not None or row.cost_usd_b_to_a is not None
        ):
            message = "is empty though a cost is given; say what it is paid for"
            found.report("crossings", row.id, "cost_unit", message)


def _check_waits(found: Findings, row: Crossing) -> None:
    means = [wait for wait in (row.wait_h_a_to_b, row.wait_h_b_to_a) if wait is not None]
    for column in ("wait_h_p95", "wait_h_worst"):
        worst = getattr(row, column)
        if worst is not None and means and worst < max(means):
            message = f"{worst:g} is below the mean wait {max(means):g}; exchange or correct them"
            found.report("crossings", row.id, column, message)


def _check_direction(found: Findings, row: Crossing, way: str, countries: tuple[str, str]) -> None:
    covered = set()
    proxies = getattr(row, f"wait_proxy_{way}")
    for id in proxies:
        mean = found.get("border_means", id)
        if mean is None:
            continue
        covered.add(mean.country)
        wanted = {countries[0]: "out", countries[1]: "in"}.get(mean.country)
        if mean.mode != row.mode or mean.direction != wanted:
            message = (
                f"{id} is not a {row.mode} mean of this way; "
                f"use one that leaves {countries[0]} or enters {countries[1]}"
            )
            found.report("crossings", row.id, f"wait_proxy_{way}", message)
    unknown = getattr(row, f"unknown_sides_{way}")
    for country in unknown:
        if country not in countries:
            message = f"{country} is no side of this crossing; use {' or '.join(countries)}"
            found.report("crossings", row.id, f"unknown_sides_{way}", message)
    if getattr(row, f"wait_h_{way}") is None:
        for country in countries:
            if country not in covered and country not in unknown:
                message = f"no wait and no proxy names {country}; add it here or give the wait"
                found.report("crossings", row.id, f"unknown_sides_{way}", message)
    for code in getattr(row, f"excludes_{way}"):
        if not code.isdecimal():
            message = f"{code!r} is no HS code; write its digits"
            found.report("crossings", row.id, f"excludes_{way}", message)


def terminals_stand_where_their_modes_are(found: Findings) -> None:
    """The rail side has rail, the road side road, and a connector joins two sides."""
    joined = {frozenset((row.place_a, row.place_b)) for row in found.rows("connectors")}
    for row in found.rows("terminals"):
        sides = (("rail_place", row.rail_place, "rail"), ("road_place", row.road_place, "road"))
        for column, id, mode in sides:
            place = found.get("places", id)
            if place and mode not in place.modes:
                message = f"{id} has no {mode}; give a place that {mode} reaches"
                found.report("terminals", row.id, column, message)
            if not id and "rail-road" in row.transfers:
                message = "is empty, but a change between rail and road needs both sides"
                found.report("terminals", row.id, column, message)
        apart = row.rail_place and row.road_place and row.rail_place != row.road_place
        if apart and frozenset((row.rail_place, row.road_place)) not in joined:
            message = f"no connector joins {row.rail_place} and {row.road_place}; add one"
            found.report("terminals", row.id, "road_place", message)
        if row.status == "open":
            for column in ("handling_usd_per_t", "handling_h"):
                if getattr(row, column) is None:
                    message = "is empty, but an open terminal needs it; give an estimate"
                    found.report("terminals", row.id, column, message)


def connectors_join_rail_and_road(found: Findings) -> None:
    """A connector leads from a place of rail to a place of road in the same country."""
    for row in found.rows("connectors"):
        a, b = found.get("places", row.place_a), found.get("places", row.place_b)
        if a and "rail" not in a.modes:
            message = f"{a.id} has no rail; the rail side comes first"
            found.report("connectors", row.id, "place_a", message)
        if b and "road" not in b.modes:
            message = f"{b.id} has no road; the road side comes second"
            found.report("connectors", row.id, "place_b", message)
        if a and b and a.country != b.country:
            message = f"{a.id} and {b.id} lie in two countries; use a crossing"
            found.report("connectors", row.id, "place_b", message)


def tariffs_price_a_haul_once(found: Findings) -> None:
    """No two base rows price the same haul, and distance bands leave no hole."""
    rows = found.rows("tariffs")
    for row in rows:
        if row.fixed_usd is None and row.per_km_usd is None:
            message = "neither a fixed part nor a rate per km is given; give at least one"
            found.report("tariffs", row.id, "fixed_usd", message)
        if row.region and row.country != "TJ":
            message = f"regions are of Tajik rail, not of {row.country}; leave it empty"
            found.report("tariffs", row.id, "region", message)
    base = [row for row in rows if row.basis == "linehaul" and row.use == "base"]
    for number, row in enumerate(base):
        for other in base[:number]:
            shared = _shared_classes(row, other)
            if shared and _overlap(row, other):
                message = (
                    f"prices {', '.join(shared)} a second time besides {other.id}; part the two by "
                    "vehicle_ids, region or km, or set one to alternative"
                )
                found.report("tariffs", row.id, "tariff_class", message)
    for row, hole in _holes(base):
        message = f"nothing prices the next {hole:g} km; begin the next band where this one ends"
        found.report("tariffs", row.id, "to_km", message)


def _shared_classes(row: Tariff, other: Tariff) -> list[str]:
    same_country = row.country == other.country or "ALL" in (row.country, other.country)
    if not same_country or row.mode != other.mode or _lot(row.unit) != _lot(other.unit):
        return []
    if row.region and other.region and row.region != other.region:
        return []
    for mine, theirs, every in (
        (row.vehicle_ids, other.vehicle_ids, ()),
        (row.vehicle_reg, other.vehicle_reg, ("any",)),
    ):
        if mine != every and theirs != every and not set(mine) & set(theirs):
            return []
    return [name for name in row.tariff_class if name in other.tariff_class]


def _lot(unit: str) -> str:
    return unit if unit.startswith("container") else "loose"


def _overlap(row: Tariff, other: Tariff) -> bool:
    def apart(low: str, high: str) -> bool:
        limits = []
        for tariff in (row, other):
            least, most = getattr(tariff, low), getattr(tariff, high)
            limits.append((least or 0.0, float("inf") if most is None else most))
        (a, b), (c, d) = limits
        return bool(b <= c or d <= a)

    return not apart("from_km", "to_km") and not apart("min_payload_t", "max_payload_t")


def _holes(base: list[Tariff]) -> Iterator[tuple[Tariff, float]]:
    bands: dict[tuple[Any, ...], list[Tariff]] = {}
    for row in base:
        key = (row.country, row.region, row.mode, row.unit, row.tariff_class, row.vehicle_ids)
        bands.setdefault((*key, row.vehicle_reg), []).append(row)
    for rows in bands.values():
        rows.sort(key=lambda row: row.from_km or 0.0)
        for row, after in pairwise(rows):
            if row.to_km is not None and (after.from_km or 0.0) > row.to_km:
                yield row, (after.from_km or 0.0) - row.to_km


def tajik_stations_have_a_region(found: Findings) -> None:
    """Tajik rail is priced by region, so every rail place of the country names one."""
    for place in found.rows("places"):
        rail = place.country == "TJ" and "rail" in place.modes
        if rail and not place.tariff_region:
            message = "is empty, but rail in TJ is priced by region; write north or south"
            found.report("places", place.id, "tariff_region", message)
        elif place.tariff_region and not rail:
            message = "is of rail places of TJ only; leave it empty"
            found.report("places", place.id, "tariff_region", message)


def vehicles_are_complete(found: Findings) -> None:
    """Containers ride on something, trucks are registered somewhere."""
    for row in found.rows("vehicles"):
        if bool(row.rides_on) != (row.rides_share is not None):
            column = "rides_share" if row.rides_on else "rides_on"
            found.report("vehicles", row.id, column, "is empty; vehicle and share go together")
        elif row.rides_share is not None and row.rides_share > 1:
            message = f"{row.rides_share:g} is more than one vehicle; write a share up to 1"
            found.report("vehicles", row.id, "rides_share", message)
        if row.mode == "road" and not row.registrations:
            message = "is empty, but fees depend on it; list countries"
            found.report("vehicles", row.id, "registrations", message)


def commodities_can_be_carried(found: Findings) -> None:
    """A commodity has a code, vehicles or a reason why not, and a term if it perishes."""
    for row in found.rows("commodities"):
        if not (row.hs.isdecimal() and len(row.hs) == 4):
            message = f"{row.hs!r} is no HS heading; write four digits"
            found.report("commodities", row.id, "hs", message)
        if not row.vehicle_ids and not row.vehicle_note:
            message = "no vehicle takes it; name vehicles, or say in vehicle_note why none does"
            found.report("commodities", row.id, "vehicle_ids", message)
        if row.perishable and row.max_transit_days is None:
            message = "is empty, but the good perishes; give the longest trip it stands"
            found.report("commodities", row.id, "max_transit_days", message)


def barriers_are_added_once(found: Findings) -> None:
    """Base rows are inside the crossing waits already; only present ones are added."""
    for row in found.rows("barriers"):
        if row.add and row.use != "now":
            message = f"only now rows are added, this is a {row.use} row; write 0"
            found.report("barriers", row.id, "add", message)
        for item in row.place_or_country:
            if (row.place_kind == "country") != (len(item) == 2):
                message = f"{item!r} is no {row.place_kind}; correct it or place_kind"
                found.report("barriers", row.id, "place_or_country", message)
        if row.use == "base" and not row.side:
            message = "is empty, but base rows are part of a wait; write in or out"
            found.report("barriers", row.id, "side", message)


def speeds_fall_with_delay(found: Findings) -> None:
    """A speed row has a speed, and stops never make a train faster."""
    for row in found.rows("speeds"):
        if row.kmh_moving is None and row.kmh_with_delay is None:
            message = "neither speed is given; give at least one"
            found.report("speeds", row.id, "kmh_moving", message)
        elif row.kmh_moving and row.kmh_with_delay and row.kmh_with_delay > row.kmh_moving:
            message = (
                f"{row.kmh_with_delay:g} is above kmh_moving {row.kmh_moving:g}; exchange them"
            )
            found.report("speeds", row.id, "kmh_with_delay", message)


def border_means_say_something(found: Findings) -> None:
    """A border mean holds a wait or a cost."""
    for row in found.rows("border_means"):
        if row.wait_h is None and row.cost_usd is None:
            message = "neither wait nor cost is given; give at least one"
            found.report("border_means", row.id, "wait_h", message)


def addresses_are_links(found: Findings) -> None:
    """The address of a source is a web address or empty."""
    for row in found.rows("sources"):
        if row.url and not row.url.startswith(("https://", "http://")):
            message = f"{row.url[:40]!r} is no web address; begin with https:// or put it in where"
            found.report("sources", row.id, "url", message)


def published_distances_have_their_mode(found: Findings) -> None:
    """A published distance is between places that its mode reaches."""
    for row in found.rows("distances"):
        for column in ("from_place", "to_place"):
            place = found.get("places", getattr(row, column))
            if place and row.mode not in place.modes:
                message = f"{place.id} has no {row.mode}; give the place of that mode"
                found.report("distances", row.id, column, message)


def figures_of_the_model_are_all_there(found: Findings) -> None:
    """Tables that stand alone hold every parameter and confidence that the shipped ones do."""
    shipped = load_facts()
    for table in ("parameters", "confidences"):
        if table in found.unreadable:
            continue
        for id in shipped.table(table):
            if id not in found.entries[table]:
                message = f"no row {id!r}; copy it from the shipped table"
                found.problems.append(Problem(f"{table}.csv", 0, "id", message))


def _plain(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:g}"


RULES: tuple[Rule, ...] = (
    coordinates_lie_on_earth,
    amounts_are_not_negative,
    ranges_begin_before_they_end,
    lists_name_an_item_once,
    sections_fit_the_ground,
    links_stay_in_one_country,
    crossings_join_two_countries,
    terminals_stand_where_their_modes_are,
    connectors_join_rail_and_road,
    tariffs_price_a_haul_once,
    tajik_stations_have_a_region,
    vehicles_are_complete,
    commodities_can_be_carried,
    barriers_are_added_once,
    speeds_fall_with_delay,
    border_means_say_something,
    addresses_are_links,
    published_distances_have_their_mode,
    figures_of_the_model_are_all_there,
    *TIME_RULES,
    *TARIFF_RULE_CHECKS,
    *DEMAND_CHECKS,
)
