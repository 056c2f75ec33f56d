"""The answer to one question as an interactive map."""

from collections.abc import Sequence
from datetime import datetime

from corridors.model.phrase import marked
from corridors.model.route import Charge, Leg, LegKind, Route, Routes, Spell
from corridors.model.shipment import Mode
from corridors.network.lines import leg_line, stop_point
from corridors.tables.indicators import route_indicators
from corridors.units import HOURS_PER_DAY
from corridors.views.charts import Departure, departures_svg, gantt_svg, staircase_svg
from corridors.views.words import ENGLISH, Words, words_in
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
    routes: Routes,
    facts: Facts,
    path: str,
    *,
    departures: Sequence[Departure] = (),
    lang: str = "en",
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
    lang
        The language of the page: ``en``, ``ru``, ``kk`` or ``tg``.

    Returns
    -------
    int
        Bytes written.

    Raises
    ------
    RequestError
        If there is no route to draw, no such language, or the file cannot be written.
    """
    from corridors.errors import RequestError
    from maps import MapError, labels_in

    drawn = route_map(routes.require(), facts, departures=departures, words=words_in(lang))
    try:
        return write_route_map(drawn, path, labels=labels_in(lang))
    except MapError as error:
        raise RequestError(f"cannot draw the map: {error}") from error
    except OSError as error:
        raise RequestError(f"cannot write {path}: {error.strerror or error}") from error


def route_map(
    routes: Routes,
    facts: Facts,
    *,
    departures: Sequence[Departure] = (),
    words: Words = ENGLISH,
) -> RouteMap:
    """The routes as the plain tables that a map is drawn from."""
    shipment = routes.shipment
    cargo = facts.commodities[shipment.cargo]
    used = {source for route in routes.routes for leg in route.legs for source in leg.sources}
    return RouteMap(
        title=" → ".join(
            words.place(facts, end) for end in (shipment.origin, shipment.destination)
        ),
        subtitle=words(
            "{tonnes:,g} t of {cargo}", tonnes=shipment.tonnes, cargo=words.cargo(cargo)
        ),
        routes=tuple(_route(routes, route, facts, words) for route in routes.routes),
        sources=tuple(
            SourceLine(row.id, row.title, row.publisher, row.year, row.url)
            for name in sorted(used)
            if (row := facts.sources.get(name)) is not None
        ),
        facts_version=routes.facts_version,
        charts=_charts(routes, facts, departures, words),
    )


def _charts(
    routes: Routes, facts: Facts, departures: Sequence[Departure], words: Words
) -> tuple[DrawnChart, ...]:
    """Charts that compare routes, and departures if there are any."""
    stairs = staircase_svg(routes, facts, width_in=CHART_IN, words=words)
    charts = [DrawnChart(words("Time and cost against distance"), stairs)]
    if departures:
        drawn = departures_svg(departures, width_in=CHART_IN, words=words)
        charts.append(DrawnChart(words("Cost and hours by departure"), drawn))
    return tuple(charts)


def _route(routes: Routes, route: Route, facts: Facts, words: Words) -> DrawnRoute:
    lines, points = [], []
    for number, leg in enumerate(route.legs):
        line = leg_line(facts, leg)
        if len(line) > 1:
            lines.append(DrawnLine(leg.mode.value, line, _way(facts, leg, words), number))
        if leg.kind in POINT_KINDS:
            points.append(_leg_point(facts, leg, number, words))
    ends = (
        ("origin", routes.shipment.origin, 0),
        ("destination", routes.shipment.destination, len(route.legs) - 1),
    )
    for kind, stop, number in ends:
        name = stop if isinstance(stop, str) else stop.id
        lat, lon = stop_point(facts, name)
        points.append(
            DrawnPoint(
                kind,
                lat,
                lon,
                words.place(facts, stop),
                _other_names(facts, name, words),
                leg=number,
            )
        )
    for via in routes.constraints.via:
        if via in facts.places:
            name, names = words.place(facts, via), _other_names(facts, via, words)
            points.append(DrawnPoint("via", *stop_point(facts, via), name, names))
    return DrawnRoute(
        name=_title(route, facts, words),
        tags=tuple(map(words.say, route.tags)),
        summary=_summary(route, facts, words),
        lines=tuple(lines),
        points=tuple(points),
        legs=tuple(_leg(facts, leg, words) for leg in route.legs),
        indicators=_indicators(route, words),
        indicators_note=_indicators_note(route, facts, words),
        charts=(
            DrawnChart(
                words("What happens when"),
                gantt_svg(route, facts, width_in=CHART_IN, words=words),
            ),
        ),
    )


TITLES = {
    (Mode.RAIL,): marked("Rail"),
    (Mode.ROAD,): marked("Road"),
    (Mode.RAIL, Mode.ROAD): marked("Rail + road"),
    (Mode.ROAD, Mode.RAIL): marked("Road + rail"),
    (): marked("Direct"),
}
"""What a route by these modes, in their order, is called."""


def _title(route: Route, facts: Facts, words: Words) -> str:
    """The modes and the crossings in a few words."""
    modes = [leg.mode for leg in route.legs if leg.kind is LegKind.HAUL and "truck access"
             not in leg.notes]  # fmt: skip
    by = words(TITLES[tuple(dict.fromkeys(modes))])
    via = [words.sides(facts, facts.crossings[name])[0] for name in route.crossings]
    return words("{modes} via {crossings}", modes=by, crossings=", ".join(via)) if via else by


def _summary(route: Route, facts: Facts, words: Words) -> tuple[tuple[str, str], ...]:
    vehicles = ", ".join(
        f"{use.count} × {words.vehicle(facts, use.vehicle)}" for use in route.vehicles
    )
    dollars = words("{usd:,.0f} USD", usd=route.cost_usd)
    general = words("{usd:,.0f} USD", usd=route.generalised_cost_usd)
    span = words("{low:,.0f}–{high:,.0f} USD", low=route.cost_low_usd, high=route.cost_high_usd)
    return (
        (words("Cost"), dollars),
        (words("Per tonne"), words("{usd:,.2f} USD/t", usd=route.cost_usd_per_t)),
        (words("Days"), words.number(route.transit_h / HOURS_PER_DAY, ".1f")),
        (words("At borders"), words("{hours:.0f} h", hours=route.border_h)),
        *_when(route, words),
        (words("Range"), span),
        (words("Generalised cost"), general),
        (words("Rail"), words("{km:,.0f} km", km=route.km(Mode.RAIL))),
        (words("Road"), words("{km:,.0f} km", km=route.km(Mode.ROAD))),
        (words("CO2e"), words("{tonnes:,.1f} t", tonnes=route.co2e_t)),
        (words("Vehicles"), vehicles),
    )


def _when(route: Route, words: Words) -> list[tuple[str, str]]:
    """Departure, arrival and how sure they are, where the shipment has a date."""
    pairs = []
    if route.depart is not None and route.arrive is not None:
        pairs += [
            (words("Departs"), _clock(route.depart, words)),
            (words("Arrives"), _clock(route.arrive, words)),
        ]
    spread = route.reliability
    if spread is not None:
        half, most = spread.transit_h_p50 / HOURS_PER_DAY, spread.transit_h_p90 / HOURS_PER_DAY
        pairs += [
            (words("Half arrive within"), words("{days:.1f} days (P50)", days=half)),
            (words("Nine in ten within"), words("{days:.1f} days (P90)", days=most)),
        ]
        if spread.on_time_probability is not None:
            pairs.append((words("On time"), _share(spread.on_time_probability, words)))
    return pairs


def _share(share: float, words: Words) -> str:
    """A share in whole per cent, in which what is not certain does not look so."""
    if 0.995 <= share < 1:
        return words("over {share:.0%}", share=0.99)
    if 0 < share < 0.005:
        return words("under {share:.0%}", share=0.01)
    return words.number(share, ".0%")


def _clock(moment: datetime, words: Words) -> str:
    """A moment on the clock of its place: ``Mon 28 Dec 2026 08:00 +05:00``."""
    return f"{words.clock(moment)} {moment.isoformat()[-6:]}"


def _leg_clocks(leg: Leg, words: Words) -> tuple[str, str]:
    """Start and end of a leg on the clocks of its places; one offset where they agree."""
    if leg.start_at is None or leg.end_at is None:
        return "", ""
    start, end = (words.clock(moment, year=False) for moment in (leg.start_at, leg.end_at))
    offsets = [moment.isoformat()[-6:] for moment in (leg.start_at, leg.end_at)]
    if offsets[0] != offsets[1]:
        start += f" {offsets[0]}"
    return start, f"{end} {offsets[1]}"


def _indicators(route: Route, words: Words) -> tuple[tuple[str, str], ...]:
    """The four indicators as CAREC names them, with their units; "none" where there is none."""
    of = route_indicators(route)

    def amount(value: float | None, unit: str) -> str:
        return words("none") if value is None else words(unit, value=value)

    plain, usd, kmh = (
        marked("{value:,.0f}"),
        marked("{value:,.0f} USD"),
        marked("{value:,.1f} km/h"),
    )
    hours = marked("{value:,.1f} h")
    by_load = amount(of.tfi2_usd_per_crossing_20t, usd)
    by_vehicle = amount(of.tfi2_usd_per_crossing_vehicle, usd)
    if of.crossings:
        by_load = words("{load} ({vehicle} a vehicle)", load=by_load, vehicle=by_vehicle)
    section = words(
        "{all}: running {running}, borders {borders}, stops and papers {stops}",
        all=amount(of.tfi3_usd_per_500km_20t, usd),
        running=amount(of.tfi3_operating_usd_per_500km_20t, plain),
        borders=amount(of.tfi3_border_usd_per_500km_20t, plain),
        stops=amount(of.tfi3_stops_usd_per_500km_20t, plain),
    )
    with_delay = words(
        "{all} ({en_route} between loading and unloading)",
        all=amount(of.tfi4_kmh_with_delay, kmh),
        en_route=amount(of.tfi4_kmh_en_route, marked("{value:,.1f}")),
    )
    return (
        (words("TFI1 hours per crossing"), amount(of.tfi1_h_per_crossing, hours)),
        (words("TFI2 cost per crossing and 20\u00a0t"), by_load),
        (words("TFI3 cost per 500\u00a0km and 20\u00a0t"), section),
        (words("TFI4 speed without delay"), amount(of.tfi4_kmh_without_delay, kmh)),
        (words("TFI4 speed with delay"), with_delay),
    )


def _indicators_note(route: Route, facts: Facts, words: Words) -> str:
    """What is missing from the indicators, if anything is."""
    missing = [
        " – ".join(words.sides(facts, row))
        for name in route_indicators(route).understated
        if (row := facts.crossings.get(name)) is not None
    ]
    if not missing:
        return ""
    return words(
        "Too low: a wait or a charge is unknown and not counted at {crossings}.",
        crossings="; ".join(missing),
    )


def _leg_point(facts: Facts, leg: Leg, number: int, words: Words) -> DrawnPoint:
    """The symbol of a crossing or transshipment, on the line of its leg."""
    line = leg_line(facts, leg)
    lat, lon = line[len(line) // 2]
    row = facts.crossings.get(leg.facility)
    detail = [
        (words("Charges"), words("{usd:,.0f} USD", usd=leg.cost_usd)),
        *((words("Note"), words.say(note)) for note in leg.notes),
    ]
    if row is None:
        name = words.place(facts, leg.end)
        wait_h: float | None = leg.wait_h
        detail.insert(1, (words("Dwell"), words("{hours:.1f} h", hours=leg.wait_h)))
    else:
        name = " – ".join(words.sides(facts, row))
        waits = [spell.hours for spell in leg.spells if spell.kind == "border"]
        wait_h = sum(waits) if waits else None
    names = (*_other_names(facts, leg.start, words), *_other_names(facts, leg.end, words))
    return DrawnPoint(POINT_KINDS[leg.kind], lat, lon, name, names, wait_h, tuple(detail), number)


def _other_names(facts: Facts, name: str, words: Words) -> tuple[str, ...]:
    place = facts.places.get(name)
    if place is None:
        return ()
    others = dict.fromkeys((place.name_en, place.name_ru, place.name_local))
    return tuple(other for other in others if other and other != words.name(place))


def _way(facts: Facts, leg: Leg, words: Words) -> str:
    return words(
        "{start} – {end}: {km:,.0f} km {mode}",
        start=words.place(facts, leg.start), end=words.place(facts, leg.end), km=leg.km,
        mode=leg.mode,
    )  # fmt: skip


def _charge(charge: Charge, words: Words) -> str:
    return words(
        "{kind} {usd:,.0f} USD ({basis})", kind=charge.kind, usd=charge.usd, basis=charge.basis
    )


def _spell(spell: Spell, words: Words) -> str:
    return words(
        "{kind} {hours:.1f} h ({basis})", kind=spell.kind, hours=spell.hours, basis=spell.basis
    )


def _leg(facts: Facts, leg: Leg, words: Words) -> DrawnLeg:
    charges = "; ".join(_charge(charge, words) for charge in leg.charges)
    hours = "; ".join(_spell(spell, words) for spell in leg.spells)
    vehicle = words.vehicle(facts, leg.vehicle)
    start_at, end_at = _leg_clocks(leg, words)
    return DrawnLeg(
        kind=leg.kind.value,
        mode=leg.mode.value,
        country=leg.country,
        start_name=words.place(facts, leg.start),
        end_name=words.place(facts, leg.end),
        km=leg.km,
        wait_h=leg.wait_h,
        moving_h=leg.moving_h,
        start_h=leg.start_h,
        end_h=leg.end_h,
        cost_usd=leg.cost_usd,
        detail=f"{leg.count} × {vehicle}. {charges}. {hours}.",
        notes=tuple(map(words.say, leg.notes)),
        start_at=start_at,
        end_at=end_at,
    )
