"""Departures as text: the useful ones, the best, what closures cost, and a small chart."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from corridors.cli.text import BEST, align, moment, named, no_route_text
from corridors.model.departures import Closing, DepartureRow, Departures, Standing
from corridors.model.shipment import Objective
from corridors.tables.differences import facility_names
from corridors.units import HOURS_PER_DAY
from network_data import Facts

ROWS_SHOWN = 30
CLOSINGS_SHOWN = 8
CAUSES_SHOWN = 3
BLOCKS = "▁▂▃▄▅▆▇█"
SAME = 0.005
"""Dollars or hours that are no difference."""
NONE = "·"
"""Stands in the chart for a departure without a route."""
CHART_WIDTH = 48
CHART_LINES = 40
HOW = {
    Objective.COST: "cheapest",
    Objective.TIME: "fewest hours under way",
    Objective.GENERALISED: "lowest generalised cost",
    Objective.CO2E: "least CO2e",
}


def departures_text(found: Departures, facts: Facts) -> str:
    """The whole answer as text."""
    if found.best is None:
        return f"{_heading(found, facts)}\n\n{no_route_text(found.reasons)}\n"
    parts = [
        _heading(found, facts),
        _best(found, found.best, facts),
        _useful(found, found.best),
        _closings(found.closings(), facts),
        _chart(found),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _heading(found: Departures, facts: Facts) -> str:
    shipment = found.shipment
    cargo = facts.commodities[shipment.cargo]
    every = f"every {found.step_h:g} h" if found.step_h != 1 else "every hour"
    count = len(found.rows) + len(found.without_route)
    lines = [
        f"{shipment.tonnes:,g} t of {cargo.name} ({cargo.id}) from"
        f" {named(facts, shipment.origin)} to {named(facts, shipment.destination)}",
        f"{count:,} departures, {every} from {moment(found.start)} to {moment(found.end)}; of"
        f" each the {BEST[found.objective]} route, proven; facts {found.facts_version}",
    ]
    if found.rows and found.without_route:
        first, last = found.without_route[0], found.without_route[-1]
        lines.append(
            f"{len(found.without_route):,} departures have no route, the first {moment(first)},"
            f" the last {moment(last)}"
        )
    return "\n".join(lines)


def _best(found: Departures, best: DepartureRow, facts: Facts) -> str:
    least, most = _ends(found.rows, "cost_usd")
    quick, slow = _ends(found.rows, "transit_h")
    lines = [
        f"Leave {moment(best.depart)}, arrive {moment(best.arrive)}: {best.cost_usd:,.0f} USD,"
        f" {best.transit_h:.1f} h ({HOW[found.objective]}; of equals the last)",
        f"over all departures: {least:,.0f} to {most:,.0f} USD, {quick:,.1f} to {slow:,.1f} h",
    ]
    never = found.never_closed
    if never is not None:
        lines.append(f"if nothing ever closed: {never.cost_usd:,.0f} USD, {never.transit_h:,.1f} h")
    if best.standing:
        lines.append("it still stands for")
        lines += [f"  {_standing(part, facts)}" for part in best.standing]
    else:
        lines.append("it stands before nothing that is closed")
    return "\n".join(lines)


def _ends(rows: Sequence[DepartureRow], column: str) -> tuple[float, float]:
    values = [getattr(row, column) for row in rows]
    return min(values), max(values)


def _standing(part: Standing, facts: Facts) -> str:
    return (
        f"{part.hours:.1f} h, {part.usd:,.0f} USD: {_where(part.kind, part.where, facts)},"
        f" {_short(part.why)} [{part.figure}]"
    )


def _where(kind: str, where: str, facts: Facts) -> str:
    if kind == "haul":
        return "road " + " - ".join(_place(facts, name) for name in where.split("--"))
    if kind == "end":
        return f"loading or unloading in {_place(facts, where)}"
    name = facility_names(facts).get(where, where)
    return name if kind in name else f"{kind} {name}"


def _place(facts: Facts, name: str) -> str:
    place = facts.places.get(name)
    return place.name_en if place is not None else name


def _short(why: str) -> str:
    causes = why.split("; ")
    more = len(causes) - CAUSES_SHOWN
    return "; ".join(causes[:CAUSES_SHOWN]) + (f"; and {more} more" if more > 0 else "")


def _useful(found: Departures, best: DepartureRow) -> str:
    runs = _runs(found)
    one_way = len({row.crossings for row in found.useful}) == 1
    rows = []
    for first, last in runs[:ROWS_SHOWN]:
        cells = [
            moment(first.depart), f"{last.depart:%H:%M}" if last is not first else "",
            moment(first.arrive), f"{first.cost_usd:,.0f}",
            f"{first.cost_usd - best.cost_usd:+,.0f}",
            f"{first.transit_h / HOURS_PER_DAY:.1f}", f"{first.standing_h:.1f}",
            f"{first.standing_usd:,.0f}",
            "best" if first.depart <= best.depart <= last.depart else "",
        ]  # fmt: skip
        rows.append(cells if one_way else [*cells, ", ".join(first.crossings) or "none"])
    headings = ["leaves", "until", "arrives", "USD", "to best", "days", "closed h", "closed USD",
                "", *(() if one_way else ("crossings",))]  # fmt: skip
    lines = [
        "Useful departures: no later one arrives no later at no more cost. Those up to 'until' are"
        " alike but for the clock",
        align(headings, rows, right={3, 4, 5, 6, 7}),
    ]
    if one_way:
        lines.append(f"all by {', '.join(best.crossings) or 'no crossing'}")
    if len(runs) > ROWS_SHOWN:
        left = sum(row.depart > runs[ROWS_SHOWN - 1][1].depart for row in found.useful)
        lines.append(f"and {left:,} departures more: --format csv or json")
    return "\n".join(lines)


def _runs(found: Departures) -> list[tuple[DepartureRow, DepartureRow]]:
    """Useful departures of one day in a row with the same cost, hours and way: first and last."""
    step = timedelta(hours=found.step_h, seconds=1)
    runs: list[tuple[DepartureRow, DepartureRow]] = []
    for row in found.useful:
        if runs and row.depart - runs[-1][1].depart <= step and _alike(runs[-1][1], row):
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs


def _alike(a: DepartureRow, b: DepartureRow) -> bool:
    return (
        a.depart.date() == b.depart.date()
        and a.crossings == b.crossings
        and abs(a.cost_usd - b.cost_usd) < 0.5
        and abs(a.transit_h - b.transit_h) < 0.05
    )


def _closings(closings: Sequence[Closing], facts: Facts) -> str:
    if not closings:
        return "Nothing is closed to any departure."
    rows = [
        [
            f"{closing.departures:,}", f"{closing.mean_h:.1f}", f"{closing.most_h:.1f}",
            f"{closing.mean_usd:,.0f}", f"{closing.most_usd:,.0f}",
            f"{_where(closing.kind, closing.where, facts)}: {_short(closing.why)}",
        ]
        for closing in closings[:CLOSINGS_SHOWN]
    ]  # fmt: skip
    headings = ["departures", "mean h", "most h", "mean USD", "most USD", "closed"]
    lines = [
        "What closures cost the departures that wait for them (hire of the vehicles that stand)",
        align(headings, rows, right={0, 1, 2, 3, 4}),
    ]
    if len(closings) > CLOSINGS_SHOWN:
        lines.append(f"and {len(closings) - CLOSINGS_SHOWN:,} more: --format json")
    return "\n".join(lines)


def _chart(found: Departures) -> str:
    """One line a day (or more days, if there are many), one block a departure."""
    by_hours = found.objective is Objective.TIME
    least, most = _ends(found.rows, "transit_h" if by_hours else "cost_usd")
    values: list[tuple[datetime, float | None]] = [
        (row.depart, row.transit_h if by_hours else row.cost_usd) for row in found.rows
    ]
    values += [(at, None) for at in found.without_route]
    days: dict[str, list[str]] = {}
    for at, value in sorted(values, key=lambda pair: pair[0].timestamp()):
        block = NONE
        if value is not None:
            share = (value - least) / (most - least) if most - least > SAME else 0.0
            block = BLOCKS[min(len(BLOCKS) - 1, int(share * len(BLOCKS)))]
        days.setdefault(f"{at:%Y-%m-%d %a}", []).append(block)
    unit = "h" if by_hours else "USD"
    ends = f"{BLOCKS[0]} {least:,.0f} to {BLOCKS[-1]} {most:,.0f} {unit}"
    lines = [f"{'Hours' if by_hours else 'Cost'} by departure, a line a day: {ends}"]
    if found.without_route:
        lines[0] += f", {NONE} no route"
    names = list(days)
    for day in names[:CHART_LINES]:
        blocks = days[day]
        # A finer grid is thinned, so that a day stays one line.
        every = -(-len(blocks) // CHART_WIDTH)
        lines.append(f"  {day}  {''.join(blocks[::every])}")
    if len(names) > CHART_LINES:
        lines.append(f"  and {len(names) - CHART_LINES} days more: --chart FILE.svg")
    return "\n".join(lines)
