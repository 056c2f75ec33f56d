"""Answers as text for people: plain lines, no colours, readable in a log file too."""

from collections.abc import Iterable, Sequence

from corridors.model.phrase import marked
from corridors.model.route import Charge, Leg, LegKind, Reason, Route, Routes, Spell
from corridors.model.shipment import Objective, Shipment, Stop
from corridors.tables.differences import price_of_choice
from corridors.tables.indicators import route_indicators
from corridors.units import HOURS_PER_DAY
from corridors.views.words import ENGLISH, Words
from network_data import Facts

BEST = {
    Objective.COST: marked("cheapest"),
    Objective.TIME: marked("fastest"),
    Objective.GENERALISED: marked("lowest generalised cost"),
    Objective.CO2E: marked("least CO2e"),
}
OPENING = "opening"
"""Kind of the spells in which something closed is waited for."""
LEGS_SHOWN = 3
"""With more routes than this only the first is shown leg by leg."""


def routes_text(
    routes: Routes, facts: Facts, *, explain: bool = False, words: Words = ENGLISH
) -> str:
    """The whole answer as text."""
    parts = [_heading(routes, facts, words)]
    if not routes.routes:
        parts.append(no_route_text(routes.reasons, words))
    else:
        parts.append(_alternatives(routes, words))
        more = (_choices(routes, facts, words), _indicators(routes, words))
        parts += [part for part in more if part]
        shown = routes.routes if len(routes.routes) <= LEGS_SHOWN else routes.routes[:1]
        parts += [_legs(rank, route, facts, words) for rank, route in enumerate(shown, 1)]
        if len(shown) < len(routes.routes):
            parts.append(
                words("Legs of the other routes: --format json or csv, or the map (--map).")
            )
        if explain:
            parts += [_explained(rank, route, facts, words) for rank, route in enumerate(shown, 1)]
    if routes.certificate is not None:
        parts.append(_certificate(routes, words))
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


def named(facts: Facts, stop: Stop, words: Words = ENGLISH) -> str:
    """A place by its name and id; a point by its coordinates."""
    name = words.place(facts, stop)
    return f"{name} ({stop})" if isinstance(stop, str) and stop in facts.places else name


def asked_line(shipment: Shipment, facts: Facts, words: Words = ENGLISH) -> str:
    """What is to be carried, from where to where, and under which scenarios."""
    cargo = facts.commodities[shipment.cargo]
    line = words(
        "{tonnes:,g} t of {cargo} ({id}) from {origin} to {destination}",
        tonnes=shipment.tonnes, cargo=words.cargo(cargo), id=cargo.id,
        origin=named(facts, shipment.origin, words),
        destination=named(facts, shipment.destination, words),
    )  # fmt: skip
    if facts.scenarios:
        line += "\n" + words("under the scenario {names}", names=facts.scenario)
    return line


def _heading(routes: Routes, facts: Facts, words: Words) -> str:
    line = asked_line(routes.shipment, facts, words)
    count = len(routes.routes)
    if not count:
        return line
    best = BEST[routes.objective]
    if routes.frontier:
        found = words.plural(
            "{count} route that none beats in both cost and time, {best} first",
            "{count} routes that none beats in both cost and time, {best} first",
            count, best=best,
        )  # fmt: skip
    elif count > 1:
        found = words.plural(
            "{count} route that differs in modes, crossings or terminals, {best} first",
            "{count} routes that differ in modes, crossings or terminals, {best} first",
            count, best=best,
        )  # fmt: skip
    else:
        found = words("1 route: {best}", best=best)
    version = words("proven; facts {version}", version=routes.facts_version)
    return f"{line}\n{found}; {version}"


def no_route_text(reasons: Sequence[Reason], words: Words = ENGLISH) -> str:
    """The reasons why there is no route."""
    lines = [words("No route.")]
    for reason in reasons:
        where = f" [{words.say(reason.where)}]" if reason.where else ""
        lines.append(f"- {words.say(reason.rule)}{where}: {words.say(reason.message)}")
    return "\n".join(lines)


def _alternatives(routes: Routes, words: Words) -> str:
    number = words.number
    rows = [
        [
            str(rank),
            number(route.cost_usd),
            number(route.cost_usd_per_t, ",.2f"),
            f"{number(route.cost_low_usd)}-{number(route.cost_high_usd)}",
            number(route.transit_h / HOURS_PER_DAY, ".1f"),
            number(route.border_h, ".0f"),
            number(route.rail_km),
            number(route.road_km),
            number(route.co2e_t, ",.1f"),
            words.listed(route.tags),
            ", ".join(route.crossings) or words("none"),
        ]
        for rank, route in enumerate(routes.routes, 1)
    ]
    headings = [
        "#", words("USD"), words("USD/t"), words("range USD"), words("days"), words("border h"),
        words("rail km"), words("road km"), words("t CO2e"), words("best in"), words("crossings"),
    ]  # fmt: skip
    parts = [align(headings, rows, right={0, 1, 2, 3, 4, 5, 6, 7, 8})]
    if routes.routes[0].depart is not None:
        parts.append(_times(routes, words))
    return "\n\n".join(parts)


def _times(routes: Routes, words: Words) -> str:
    """When dated routes leave and arrive, and how their hours spread."""
    rows = []
    for rank, route in enumerate(routes.routes, 1):
        spread = route.reliability
        assert spread is not None  # dated routes have it
        sure = spread.on_time_probability
        rows.append([
            str(rank), words.moment(route.depart), words.moment(route.arrive),
            words.number(spread.transit_h_p50 / HOURS_PER_DAY, ".1f"),
            words.number(spread.transit_h_p90 / HOURS_PER_DAY, ".1f"),
            words.number(_standing_h(route), ".1f"),
            "" if sure is None else words.number(sure, ".0%"),
        ])  # fmt: skip
    headings = [
        "#", words("leaves"), words("arrives"), words("P50 days"), words("P90 days"),
        words("closed h"), words("on time"),
    ]  # fmt: skip
    table = align(headings, rows, right={0, 3, 4, 5, 6})
    meaning = words(
        "P50 and P90: half and nine tenths of such trips take no longer (lognormal; a wait by its"
        " worst published case where there is one, else by estimates)"
    )
    return f"{table}\n{meaning}"


def _choices(routes: Routes, facts: Facts, words: Words) -> str:
    """What choosing each other route instead of the first costs and saves."""
    best, *others = routes.routes
    if not others:
        return ""
    names = words.facilities(facts)
    lines = [words("instead of route 1")]
    lines += [
        f"{rank:>4}  {words.say(price_of_choice(route, best).text(names))}"
        for rank, route in enumerate(others, 2)
    ]
    return "\n".join(lines)


def _indicators(routes: Routes, words: Words) -> str:
    """The four CPMM indicators of the routes."""
    rows = []
    for rank, route in enumerate(routes.routes, 1):
        of = route_indicators(route)
        rows.append([str(rank), *(
            "" if figure is None else words.number(figure, f",.{digits}f")
            for figure, digits in (
                (of.tfi1_h_per_crossing, 1), (of.tfi2_usd_per_crossing_20t, 0),
                (of.tfi3_usd_per_500km_20t, 0), (of.tfi4_kmh_without_delay, 1),
                (of.tfi4_kmh_with_delay, 1),
            )
        )])  # fmt: skip
    headings = [
        "#", words("h/crossing"), words("USD/crossing, 20 t"), words("USD/500 km, 20 t"),
        words("km/h moving"), words("km/h with delay"),
    ]  # fmt: skip
    return align(headings, rows, right={0, 1, 2, 3, 4, 5})


def _standing_h(route: Route) -> float:
    """Hours in which the cargo stands before something closed."""
    return sum(spell.hours for leg in route.legs for spell in leg.spells if spell.kind == OPENING)


def _legs(rank: int, route: Route, facts: Facts, words: Words) -> str:
    rows = []
    for leg in route.legs:
        way = words.place(facts, leg.start)
        if leg.end != leg.start:
            way += f" - {words.place(facts, leg.end)}"
        ends = words.number(leg.end_h, ".1f") if leg.end_at is None else words.moment(leg.end_at)
        rows.append(
            [
                words.say(leg.kind.value),
                words.say(leg.mode.value),
                leg.country,
                way,
                f"{leg.count} {leg.vehicle}",
                words.number(leg.km) if leg.km else "",
                words.number(leg.wait_h, ".1f") if leg.wait_h else "",
                words.number(leg.moving_h, ".1f") if leg.moving_h else "",
                ends,
                words.number(leg.cost_usd),
            ]
        )
    headings = [
        words("leg"), words("mode"), words("country"), words("way"), words("vehicles"),
        words("km"), words("wait h"), words("moving h"),
        words("end h") if route.arrive is None else words("ends, local time"), words("USD"),
    ]  # fmt: skip
    return "\n".join([
        _route_line(rank, route, words),
        align(headings, rows, right={5, 6, 7, 8, 9}),
        words("USD by kind: {kinds}", kinds=_by_kind(route, words)),
        *(words("note: {note}", note=note) for note in _notes(route, facts, words)),
    ])  # fmt: skip


def _route_line(rank: int, route: Route, words: Words) -> str:
    if not route.tags:
        return words(
            "Route {rank}: {usd:,.0f} USD, {hours:.1f} h",
            rank=rank, usd=route.cost_usd, hours=route.transit_h,
        )  # fmt: skip
    return words(
        "Route {rank} ({tags}): {usd:,.0f} USD, {hours:.1f} h",
        rank=rank, tags=words.listed(route.tags), usd=route.cost_usd, hours=route.transit_h,
    )  # fmt: skip


def _by_kind(route: Route, words: Words) -> str:
    return ", ".join(
        f"{words.say(kind)} {words.number(usd)}" for kind, usd in route.cost_by_kind.items()
    )


def _notes(route: Route, facts: Facts, words: Words) -> list[str]:
    """What a planner should know, each note once: of the route, of waits, of legs."""
    notes = [words.say(note) for note in route.notes]
    notes += [
        words(
            "{where}: stands {hours:.1f} h: {why}",
            where=_where(leg, facts, words), hours=spell.hours, why=spell.basis,
        )
        for leg in route.legs for spell in leg.spells if spell.kind == OPENING
    ]  # fmt: skip
    notes += [
        f"{_where(leg, facts, words)}: {words.say(note)}"
        for leg in route.legs
        for note in leg.notes
    ]
    return list(dict.fromkeys(notes))


def _where(leg: Leg, facts: Facts, words: Words) -> str:
    if leg.kind is LegKind.CROSSING:
        return leg.facility
    return f"{words.place(facts, leg.start)} - {words.place(facts, leg.end)}"


def _explained(rank: int, route: Route, facts: Facts, words: Words) -> str:
    lines = [words("Route {rank}, every charge and hour:", rank=rank)]
    for leg in route.legs:
        what = f"{words.say(leg.kind.value)} {words.say(leg.mode.value)}"
        lines.append(f"  {what} {_where(leg, facts, words)}")
        lines += [_charge_line(charge, words) for charge in leg.charges]
        lines += [_spell_line(spell, words) for spell in leg.spells]
    lines.append("  " + words("not paid but counted in the generalised cost"))
    lines += [_charge_line(charge, words) for charge in route.time_charges]
    used = sorted(
        {source for leg in route.legs for source in leg.sources}
        | {source for charge in route.time_charges for source in charge.sources}
    )
    lines.append("  " + words("sources"))
    for name in used:
        source = facts.sources.get(name)
        if source is None:
            lines.append("    " + words("{source}: not in the sources table", source=name))
        else:
            lines.append(
                f"    {name}: {source.title}, {source.publisher}, {source.year} {source.url}"
            )
    return "\n".join(lines)


def _charge_line(charge: Charge, words: Words) -> str:
    span = f"{words.number(charge.low_usd)}-{words.number(charge.high_usd)}"
    return (
        f"    {words.number(charge.usd, '>12,.2f')} {words('USD')}  {words.say(charge.kind)}:"
        f" {words.say(charge.basis)}  [{', '.join(charge.figures)}; {words.say(charge.confidence)};"
        f" {span}; {', '.join(charge.sources)}]"
    )


def _spell_line(spell: Spell, words: Words) -> str:
    return (
        f"    {words.number(spell.hours, '>12,.2f')} {words('h'):<4} {words.say(spell.kind)}:"
        f" {words.say(spell.basis)}  [{', '.join(spell.figures)}; {words.say(spell.confidence)};"
        f" {', '.join(spell.sources)}]"
    )


def _certificate(routes: Routes, words: Words) -> str:
    certificate = routes.certificate
    assert certificate is not None
    said = {"solver": certificate.solver, "count": certificate.solved}
    if routes.routes and certificate.agrees:
        first = words(
            "OR-Tools ({solver}, {count} solved) agrees to the cent and the minute; proven bound"
            " {bound:,.2f} {unit}",
            bound=certificate.bound, unit=certificate.unit, **said,
        )  # fmt: skip
    elif routes.routes:
        first = words(
            "OR-Tools ({solver}, {count} solved) DISAGREES to the cent and the minute; proven bound"
            " {bound:,.2f} {unit}",
            bound=certificate.bound, unit=certificate.unit, **said,
        )  # fmt: skip
    elif certificate.agrees:
        first = words("OR-Tools ({solver}, {count} solved) agrees that there is no route", **said)
    else:
        first = words("OR-Tools ({solver}, {count} solved) DISAGREES", **said)
    return "\n".join([first, *certificate.differences])
