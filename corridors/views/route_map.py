"""The answer to one question as an interactive map."""

from collections.abc import Sequence
from datetime import datetime

from corridors.model.route import Leg, LegKind, Route, Routes
from corridors.model.shipment import Mode, Stop
from corridors.network.carriage import vehicle_name
from corridors.network.lines import leg_line, stop_point
from corridors.tables.indicators import route_indicators
from corridors.units import HOURS_PER_DAY
from corridors.views.charts import Departure, departures_svg, gantt_svg, staircase_svg
from maps import (
    DrawnChart,
    DrawnLeg,
    DrawnLine,
    DrawnPoint,
    DrawnRoute,
    RouteMap,
    SourceLine,
    write_route_map,
)
from network_data import Facts

POINT_KINDS = {LegKind.CROSSING: "crossing", LegKind.TRANSSHIPMENT: "transshipment"}
CHART_IN = 5.0
"""Width of a chart in the panel, inches: about that of the panel, so that its text can be read."""


def write_routes_map(
    routes: Routes, facts: Facts, path: str, *, departures: Sequence[Departure] = ()
) -> int:
    """Write the routes as one HTML page that needs no network.

    Parameters
    ----------
    routes
        The answer to draw.
    facts
        The facts that it was found on.
    path
        The file.
    departures
        Other departures with their arrivals and costs; they become a chart of their own.

    Returns
    -------
    int
        Bytes written.

    Raises
    ------
    RequestError
        If there is no route to draw or the file cannot be written.
    """
    from corridors.errors import RequestError
    from maps import MapError

    try:
        return write_route_map(route_map(routes.require(), facts, departures=departures), path)
    except MapError as error:
        raise RequestError(f"cannot draw the map: {error}") from error
    except OSError as error:
        raise RequestError(f"cannot write {path}: {error.strerror or error}") from error


def route_map(routes: Routes, facts: Facts, *, departures: Sequence[Departure] = ()) -> RouteMap:
    """The routes as the plain tables that a map is drawn from."""
    shipment = routes.shipment
    cargo = facts.commodities[shipment.cargo]
    used = {source for route in routes.routes for leg in route.legs for source in leg.sources}
    return RouteMap(
        title=f"{_name(facts, shipment.origin)} → {_name(facts, shipment.destination)}",
        subtitle=f"{shipment.tonnes:,g} t of {cargo.name}",
        routes=tuple(_route(routes, route, facts) for route in routes.routes),
        sources=tuple(
            SourceLine(row.id, row.title, row.publisher, row.year, row.url)
            for name in sorted(used)
            if (row := facts.sources.get(name)) is not None
        ),
        facts_version=routes.facts_version,
        charts=_charts(routes, facts, departures),
    )


def _charts(
    routes: Routes, facts: Facts, departures: Sequence[Departure]
) -> tuple[DrawnChart, ...]:
    """Charts that compare routes, and departures if there are any."""
    stairs = staircase_svg(routes, facts, width_in=CHART_IN)
    charts = [DrawnChart("Time and cost against distance", stairs)]
    if departures:
        drawn = departures_svg(departures, width_in=CHART_IN)
        charts.append(DrawnChart("Cost and hours by departure", drawn))
    return tuple(charts)


def _name(facts: Facts, stop: Stop) -> str:
    name = stop if isinstance(stop, str) else stop.id
    place = facts.places.get(name)
    return place.name_en if place is not None else name


def _route(routes: Routes, route: Route, facts: Facts) -> DrawnRoute:
    lines, points = [], []
    for number, leg in enumerate(route.legs):
        line = leg_line(facts, leg)
        if len(line) > 1:
            lines.append(DrawnLine(leg.mode.value, line, _way(facts, leg), number))
        if leg.kind in POINT_KINDS:
            points.append(_leg_point(facts, leg, number))
    ends = (
        ("origin", routes.shipment.origin, 0),
        ("destination", routes.shipment.destination, len(route.legs) - 1),
    )
    for kind, stop, number in ends:
        name = stop if isinstance(stop, str) else stop.id
        lat, lon = stop_point(facts, name)
        points.append(
            DrawnPoint(kind, lat, lon, _name(facts, stop), _other_names(facts, name), leg=number)
        )
    for via in routes.constraints.via:
        if via in facts.places:
            names = _other_names(facts, via)
            points.append(DrawnPoint("via", *stop_point(facts, via), _name(facts, via), names))
    return DrawnRoute(
        name=_title(route, facts),
        tags=route.tags,
        summary=_summary(route, facts),
        lines=tuple(lines),
        points=tuple(points),
        legs=tuple(_leg(facts, leg) for leg in route.legs),
        indicators=_indicators(route),
        indicators_note=_indicators_note(route, facts),
        charts=(DrawnChart("What happens when", gantt_svg(route, facts, width_in=CHART_IN)),),
    )


def _title(route: Route, facts: Facts) -> str:
    """The modes and the crossings in a few words."""
    modes = [leg.mode for leg in route.legs if leg.kind is LegKind.HAUL and "truck access"
             not in leg.notes]  # fmt: skip
    order = list(dict.fromkeys(mode.value for mode in modes))
    by = " + ".join(order).capitalize() or "Direct"
    via = ", ".join(facts.crossings[crossing].name_a for crossing in route.crossings)
    return f"{by} via {via}" if via else by


def _summary(route: Route, facts: Facts) -> tuple[tuple[str, str], ...]:
    vehicles = ", ".join(
        f"{use.count} × {vehicle_name(facts.vehicles, use.vehicle)}" for use in route.vehicles
    )
    return (
        ("Cost", f"{route.cost_usd:,.0f} USD"),
        ("Per tonne", f"{route.cost_usd_per_t:,.2f} USD/t"),
        ("Days", f"{route.transit_h / HOURS_PER_DAY:.1f}"),
        ("At borders", f"{route.border_h:.0f} h"),
        *_when(route),
        ("Range", f"{route.cost_low_usd:,.0f}–{route.cost_high_usd:,.0f} USD"),
        ("Generalised cost", f"{route.generalised_cost_usd:,.0f} USD"),
        ("Rail", f"{route.km(Mode.RAIL):,.0f} km"),
        ("Road", f"{route.km(Mode.ROAD):,.0f} km"),
        ("CO2e", f"{route.co2e_t:,.1f} t"),
        ("Vehicles", vehicles),
    )


def _when(route: Route) -> list[tuple[str, str]]:
    """Departure, arrival and how sure they are, where the shipment has a date."""
    pairs = []
    if route.depart is not None and route.arrive is not None:
        pairs += [("Departs", _clock(route.depart)), ("Arrives", _clock(route.arrive))]
    spread = route.reliability
    if spread is not None:
        days = f"{spread.transit_h_p50 / HOURS_PER_DAY:.1f}"
        pairs.append(("Half arrive within", f"{days} days (P50)"))
        days = f"{spread.transit_h_p90 / HOURS_PER_DAY:.1f}"
        pairs.append(("Nine in ten within", f"{days} days (P90)"))
        if spread.on_time_probability is not None:
            pairs.append(("On time", _share(spread.on_time_probability)))
    return pairs


def _share(share: float) -> str:
    """A share in whole per cent, in which what is not certain does not look so."""
    if 0.995 <= share < 1:
        return "over 99%"
    return "under 1%" if 0 < share < 0.005 else f"{share:.0%}"


def _clock(moment: datetime) -> str:
    """A moment on the clock of its place: ``Mon 28 Dec 2026 08:00 +05:00``."""
    return f"{moment:%a} {moment.day} {moment:%b %Y %H:%M} {moment.isoformat()[-6:]}"


def _leg_clocks(leg: Leg) -> tuple[str, str]:
    """Start and end of a leg on the clocks of its places; one offset where they agree."""
    if leg.start_at is None or leg.end_at is None:
        return "", ""
    start, end = (
        f"{moment:%a} {moment.day} {moment:%b %H:%M}" for moment in (leg.start_at, leg.end_at)
    )
    offsets = [moment.isoformat()[-6:] for moment in (leg.start_at, leg.end_at)]
    if offsets[0] != offsets[1]:
        start += f" {offsets[0]}"
    return start, f"{end} {offsets[1]}"


def _indicators(route: Route) -> tuple[tuple[str, str], ...]:
    """The four indicators as CAREC names them, with their units; "none" where there is none."""
    of = route_indicators(route)
    running, borders, stops = (
        _amount(part, "")
        for part in (
            of.tfi3_operating_usd_per_500km_20t,
            of.tfi3_border_usd_per_500km_20t,
            of.tfi3_stops_usd_per_500km_20t,
        )
    )
    by_load = _amount(of.tfi2_usd_per_crossing_20t, " USD")
    by_vehicle = _amount(of.tfi2_usd_per_crossing_vehicle, " USD")
    section = _amount(of.tfi3_usd_per_500km_20t, " USD")
    with_delay = _amount(of.tfi4_kmh_with_delay, " km/h", 1)
    en_route = _amount(of.tfi4_kmh_en_route, "", 1)
    return (
        ("TFI1 hours per crossing", _amount(of.tfi1_h_per_crossing, " h", 1)),
        (
            "TFI2 cost per crossing and 20\u00a0t",
            f"{by_load} ({by_vehicle} a vehicle)" if of.crossings else by_load,
        ),
        (
            "TFI3 cost per 500\u00a0km and 20\u00a0t",
            f"{section}: running {running}, borders {borders}, stops and papers {stops}",
        ),
        ("TFI4 speed without delay", _amount(of.tfi4_kmh_without_delay, " km/h", 1)),
        ("TFI4 speed with delay", f"{with_delay} ({en_route} between loading and unloading)"),
    )


def _amount(value: float | None, unit: str, decimals: int = 0) -> str:
    return "none" if value is None else f"{value:,.{decimals}f}{unit}"


def _indicators_note(route: Route, facts: Facts) -> str:
    """What is missing from the indicators, if anything is."""
    missing = [
        f"{row.name_a} – {row.name_b}"
        for name in route_indicators(route).understated
        if (row := facts.crossings.get(name)) is not None
    ]
    if not missing:
        return ""
    return f"Too low: a wait or a charge is unknown and not counted at {'; '.join(missing)}."


def _leg_point(facts: Facts, leg: Leg, number: int) -> DrawnPoint:
    """The symbol of a crossing or transshipment, on the line of its leg."""
    line = leg_line(facts, leg)
    lat, lon = line[len(line) // 2]
    row = facts.crossings.get(leg.facility)
    detail = [("Charges", f"{leg.cost_usd:,.0f} USD"), *(("Note", note) for note in leg.notes)]
    if row is None:
        name = _name(facts, leg.end)
        wait_h: float | None = leg.wait_h
        detail.insert(1, ("Dwell", f"{leg.wait_h:.1f} h"))
    else:
        name = f"{row.name_a} – {row.name_b}"
        waits = [spell.hours for spell in leg.spells if spell.kind == "border"]
        wait_h = sum(waits) if waits else None
    names = (*_other_names(facts, leg.start), *_other_names(facts, leg.end))
    return DrawnPoint(POINT_KINDS[leg.kind], lat, lon, name, names, wait_h, tuple(detail), number)


def _other_names(facts: Facts, name: str) -> tuple[str, ...]:
    place = facts.places.get(name)
    if place is None:
        return ()
    others = dict.fromkeys((place.name_ru, place.name_local))
    return tuple(other for other in others if other and other != place.name_en)


def _way(facts: Facts, leg: Leg) -> str:
    return f"{_name(facts, leg.start)} – {_name(facts, leg.end)}: {leg.km:,.0f} km {leg.mode}"


def _leg(facts: Facts, leg: Leg) -> DrawnLeg:
    charges = "; ".join(f"{c.kind} {c.usd:,.0f} USD ({c.basis})" for c in leg.charges)
    hours = "; ".join(f"{s.kind} {s.hours:.1f} h ({s.basis})" for s in leg.spells)
    vehicle = vehicle_name(facts.vehicles, leg.vehicle)
    start_at, end_at = _leg_clocks(leg)
    return DrawnLeg(
        kind=leg.kind.value,
        mode=leg.mode.value,
        country=leg.country,
        start_name=_name(facts, leg.start),
        end_name=_name(facts, leg.end),
        km=leg.km,
        wait_h=leg.wait_h,
        moving_h=leg.moving_h,
        start_h=leg.start_h,
        end_h=leg.end_h,
        cost_usd=leg.cost_usd,
        detail=f"{leg.count} × {vehicle}. {charges}. {hours}.",
        notes=leg.notes,
        start_at=start_at,
        end_at=end_at,
    )
