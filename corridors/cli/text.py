"""Answers as text for people: plain lines, no colours, readable in a log file too."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from corridors.model.route import Charge, Leg, LegKind, Reason, Route, Routes, Spell
from corridors.model.shipment import Objective, Stop
from corridors.tables.differences import facility_names, price_of_choice
from corridors.tables.indicators import route_indicators
from corridors.units import HOURS_PER_DAY
from network_data import Facts

BEST = {
    Objective.COST: "cheapest",
    Objective.TIME: "fastest",
    Objective.GENERALISED: "lowest generalised cost",
    Objective.CO2E: "least CO2e",
}
OPENING = "opening"
"""Kind of the spells in which something closed is waited for."""
SPREAD = "lognormal; a wait by its worst published case where there is one, else by estimates"
"""How the hours of a dated route are taken to spread, in short."""
LEGS_SHOWN = 3
"""With more routes than this only the first is shown leg by leg."""


def routes_text(routes: Routes, facts: Facts, *, explain: bool = False) -> str:
    """The whole answer as text."""
    parts = [_heading(routes, facts)]
    if not routes.routes:
        parts.append(no_route_text(routes.reasons))
    else:
        parts.append(_alternatives(routes))
        parts += [part for part in (_choices(routes, facts), _indicators(routes)) if part]
        shown = routes.routes if len(routes.routes) <= LEGS_SHOWN else routes.routes[:1]
        parts += [_legs(rank, route, facts) for rank, route in enumerate(shown, 1)]
        if len(shown) < len(routes.routes):
            parts.append("Legs of the other routes: --format json or csv, or the map (--map).")
        if explain:
            parts += [_explained(rank, route, facts) for rank, route in enumerate(shown, 1)]
    if routes.certificate is not None:
        parts.append(_certificate(routes))
    return "\n\n".join(parts) + "\n"


def align(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, right: set[int] | None = None
) -> str:
    """Columns as wide as their widest cell; those in ``right`` are set to the right."""
    table = [list(headings), *[list(row) for row in rows]]
    widths = [max(len(row[i]) for row in table) for i in range(len(headings))]
    lines = [
        "  ".join(
            cell.rjust(width) if right and i in right else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def named(facts: Facts, stop: Stop) -> str:
    """A place by its English name and id; a point by its coordinates."""
    if not isinstance(stop, str):
        return stop.id
    place = facts.places.get(stop)
    return f"{place.name_en} ({stop})" if place is not None else stop


def _name(facts: Facts, stop: str) -> str:
    place = facts.places.get(stop)
    return place.name_en if place is not None else stop


def _heading(routes: Routes, facts: Facts) -> str:
    shipment = routes.shipment
    cargo = facts.commodities[shipment.cargo]
    line = (
        f"{shipment.tonnes:,g} t of {cargo.name} ({cargo.id}) from"
        f" {named(facts, shipment.origin)} to {named(facts, shipment.destination)}"
    )
    count = len(routes.routes)
    if not count:
        return line
    best = BEST[routes.objective]
    if routes.frontier:
        found = f"{count} routes that none beats in both cost and time, {best} first"
    elif count > 1:
        found = f"{count} routes that differ in modes, crossings or terminals, {best} first"
    else:
        found = f"1 route: {best}"
    return f"{line}\n{found}; proven; facts {routes.facts_version}"


def no_route_text(reasons: Sequence[Reason]) -> str:
    """The reasons why there is no route."""
    lines = ["No route."]
    for reason in reasons:
        where = f" [{reason.where}]" if reason.where else ""
        lines.append(f"- {reason.rule}{where}: {reason.message}")
    return "\n".join(lines)


def _alternatives(routes: Routes) -> str:
    rows = [
        [
            str(rank),
            f"{route.cost_usd:,.0f}",
            f"{route.cost_usd_per_t:,.2f}",
            f"{route.cost_low_usd:,.0f}-{route.cost_high_usd:,.0f}",
            f"{route.transit_h / HOURS_PER_DAY:.1f}",
            f"{route.border_h:.0f}",
            f"{route.rail_km:,.0f}",
            f"{route.road_km:,.0f}",
            f"{route.co2e_t:,.1f}",
            ", ".join(route.tags),
            ", ".join(route.crossings) or "none",
        ]
        for rank, route in enumerate(routes.routes, 1)
    ]
    headings = ["#", "USD", "USD/t", "range USD", "days", "border h", "rail km", "road km",
                "t CO2e", "best in", "crossings"]  # fmt: skip
    parts = [align(headings, rows, right={0, 1, 2, 3, 4, 5, 6, 7, 8})]
    if routes.routes[0].depart is not None:
        parts.append(_times(routes))
    return "\n\n".join(parts)


def _times(routes: Routes) -> str:
    """When dated routes leave and arrive, and how their hours spread."""
    rows = []
    for rank, route in enumerate(routes.routes, 1):
        spread = route.reliability
        assert spread is not None  # dated routes have it
        sure = spread.on_time_probability
        rows.append([
            str(rank), moment(route.depart), moment(route.arrive),
            f"{spread.transit_h_p50 / HOURS_PER_DAY:.1f}",
            f"{spread.transit_h_p90 / HOURS_PER_DAY:.1f}",
            f"{_standing_h(route):.1f}", "" if sure is None else f"{sure:.0%}",
        ])  # fmt: skip
    headings = ["#", "leaves", "arrives", "P50 days", "P90 days", "closed h", "on time"]
    table = align(headings, rows, right={0, 3, 4, 5, 6})
    return f"{table}\nP50 and P90: half and nine tenths of such trips take no longer ({SPREAD})"


def _choices(routes: Routes, facts: Facts) -> str:
    """What choosing each other route instead of the first costs and saves."""
    best, *others = routes.routes
    if not others:
        return ""
    names = facility_names(facts)
    lines = ["instead of route 1"]
    lines += [
        f"{rank:>4}  {price_of_choice(route, best).text(names)}"
        for rank, route in enumerate(others, 2)
    ]
    return "\n".join(lines)


def _indicators(routes: Routes) -> str:
    """The four CPMM indicators of the routes."""
    rows = []
    for rank, route in enumerate(routes.routes, 1):
        of = route_indicators(route)
        rows.append([str(rank), *(
            "" if figure is None else f"{figure:,.{digits}f}"
            for figure, digits in (
                (of.tfi1_h_per_crossing, 1), (of.tfi2_usd_per_crossing_20t, 0),
                (of.tfi3_usd_per_500km_20t, 0), (of.tfi4_kmh_without_delay, 1),
                (of.tfi4_kmh_with_delay, 1),
            )
        )])  # fmt: skip
    headings = ["#", "h/crossing", "USD/crossing, 20 t", "USD/500 km, 20 t", "km/h moving",
                "km/h with delay"]  # fmt: skip
    return align(headings, rows, right={0, 1, 2, 3, 4, 5})


def moment(at: datetime | None) -> str:
    """A clock time with its offset, to the minute."""
    if at is None:
        return ""
    text = at.strftime("%Y-%m-%d %H:%M%z")
    return f"{text[:-2]}:{text[-2:]}" if at.tzinfo is not None else text


def _standing_h(route: Route) -> float:
    """Hours in which the cargo stands before something closed."""
    return sum(spell.hours for leg in route.legs for spell in leg.spells if spell.kind == OPENING)


def _legs(rank: int, route: Route, facts: Facts) -> str:
    rows = []
    for leg in route.legs:
        way = _name(facts, leg.start)
        if leg.end != leg.start:
            way += f" - {_name(facts, leg.end)}"
        rows.append(
            [
                leg.kind.value,
                leg.mode.value,
                leg.country,
                way,
                f"{leg.count} {leg.vehicle}",
                f"{leg.km:,.0f}" if leg.km else "",
                f"{leg.wait_h:.1f}" if leg.wait_h else "",
                f"{leg.moving_h:.1f}" if leg.moving_h else "",
                f"{leg.end_h:.1f}" if leg.end_at is None else moment(leg.end_at),
                f"{leg.cost_usd:,.0f}",
            ]
        )
    ends = "end h" if route.arrive is None else "ends, local time"
    headings = ["leg", "mode", "country", "way", "vehicles", "km", "wait h", "moving h", ends,
                "USD"]  # fmt: skip
    kinds = ", ".join(f"{kind} {usd:,.0f}" for kind, usd in route.cost_by_kind.items())
    tags = f" ({', '.join(route.tags)})" if route.tags else ""
    lines = [
        f"Route {rank}{tags}: {route.cost_usd:,.0f} USD, {route.transit_h:.1f} h",
        align(headings, rows, right={5, 6, 7, 8, 9}),
        f"USD by kind: {kinds}",
    ]
    notes = [
        f"{_where(leg, facts)}: stands {spell.hours:.1f} h: {spell.basis}"
        for leg in route.legs for spell in leg.spells if spell.kind == OPENING
    ]  # fmt: skip
    notes += [f"{_where(leg, facts)}: {note}" for leg in route.legs for note in leg.notes]
    lines += [f"note: {note}" for note in dict.fromkeys([*route.notes, *notes])]
    return "\n".join(lines)


def _where(leg: Leg, facts: Facts) -> str:
    if leg.kind is LegKind.CROSSING:
        return leg.facility
    return f"{_name(facts, leg.start)} - {_name(facts, leg.end)}"


def _explained(rank: int, route: Route, facts: Facts) -> str:
    lines = [f"Route {rank}, every charge and hour:"]
    for leg in route.legs:
        lines.append(f"  {leg.kind.value} {leg.mode.value} {_where(leg, facts)}")
        lines += [_charge_line(charge) for charge in leg.charges]
        lines += [_spell_line(spell) for spell in leg.spells]
    lines.append("  not paid but counted in the generalised cost")
    lines += [_charge_line(charge) for charge in route.time_charges]
    used = sorted(
        {source for leg in route.legs for source in leg.sources}
        | {source for charge in route.time_charges for source in charge.sources}
    )
    lines.append("  sources")
    for name in used:
        source = facts.sources.get(name)
        if source is None:
            lines.append(f"    {name}: not in the sources table")
        else:
            lines.append(
                f"    {name}: {source.title}, {source.publisher}, {source.year} {source.url}"
            )
    return "\n".join(lines)


def _charge_line(charge: Charge) -> str:
    return (
        f"    {charge.usd:>12,.2f} USD  {charge.kind}: {charge.basis}"
        f"  [{', '.join(charge.figures)}; {charge.confidence};"
        f" {charge.low_usd:,.0f}-{charge.high_usd:,.0f}; {', '.join(charge.sources)}]"
    )


def _spell_line(spell: Spell) -> str:
    return (
        f"    {spell.hours:>12,.2f} h    {spell.kind}: {spell.basis}"
        f"  [{', '.join(spell.figures)}; {spell.confidence}; {', '.join(spell.sources)}]"
    )


def _certificate(routes: Routes) -> str:
    certificate = routes.certificate
    assert certificate is not None
    verdict = "agrees" if certificate.agrees else "DISAGREES"
    solver = f"OR-Tools ({certificate.solver}, {certificate.solved} solved) {verdict}"
    if routes.routes:
        bound = f"{certificate.bound:,.2f} {certificate.unit}"
        first = f"{solver} to the cent and the minute; proven bound {bound}"
    else:
        first = f"{solver} that there is no route" if certificate.agrees else solver
    return "\n".join([first, *certificate.differences])
