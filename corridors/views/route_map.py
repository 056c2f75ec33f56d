"""The answer to one question as an interactive map."""

from corridors.model.route import Leg, LegKind, Route, Routes
from corridors.model.shipment import Mode, Stop
from corridors.network.carriage import vehicle_name
from corridors.network.lines import leg_line, stop_point
from corridors.units import HOURS_PER_DAY
from maps import DrawnLeg, DrawnLine, DrawnPoint, DrawnRoute, RouteMap, SourceLine, write_route_map
from network_data import Facts

POINT_KINDS = {LegKind.CROSSING: "crossing", LegKind.TRANSSHIPMENT: "transshipment"}


def write_routes_map(routes: Routes, facts: Facts, path: str) -> int:
    """Write the routes as one HTML page that needs no network.

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
        return write_route_map(route_map(routes.require(), facts), path)
    except MapError as error:
        raise RequestError(f"cannot draw the map: {error}") from error
    except OSError as error:
        raise RequestError(f"cannot write {path}: {error.strerror or error}") from error


def route_map(routes: Routes, facts: Facts) -> RouteMap:
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
    )


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
        ("Range", f"{route.cost_low_usd:,.0f}–{route.cost_high_usd:,.0f} USD"),
        ("Generalised cost", f"{route.generalised_cost_usd:,.0f} USD"),
        ("Rail", f"{route.km(Mode.RAIL):,.0f} km"),
        ("Road", f"{route.km(Mode.ROAD):,.0f} km"),
        ("CO2e", f"{route.co2e_t:,.1f} t"),
        ("Vehicles", vehicles),
    )


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
    )
