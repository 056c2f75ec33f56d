"""Departures as text: the useful ones, the best, what closures cost, and a small chart."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from corridors.cli.text import BEST, align, asked_line, no_route_text
from corridors.model.departures import Closing, DepartureRow, Departures, Standing
from corridors.model.phrase import Phrase, Series, marked
from corridors.model.shipment import Objective
from corridors.units import HOURS_PER_DAY
from corridors.views.words import ENGLISH, Words
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
    Objective.COST: marked("cheapest"),
    Objective.TIME: marked("fewest hours under way"),
    Objective.GENERALISED: marked("lowest generalised cost"),
    Objective.CO2E: marked("least CO2e"),
}


def departures_text(found: Departures, facts: Facts, words: Words = ENGLISH) -> str:
    """The whole answer as text."""
    if found.best is None:
        return f"{_heading(found, facts, words)}\n\n{no_route_text(found.reasons, words)}\n"
    parts = [
        _heading(found, facts, words),
        _best(found, found.best, facts, words),
        _useful(found, found.best, words),
        _closings(found.closings(), facts, words),
        _chart(found, words),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _heading(found: Departures, facts: Facts, words: Words) -> str:
    every = Phrase("every hour")
    if found.step_h != 1:
        every = Phrase("every {hours:g} h", hours=found.step_h)
    lines = [
        asked_line(found.shipment, facts, words),
        words.plural(
            "{count:,} departure, {every} from {first} to {last}; of each the {best} route,"
            " proven; facts {version}",
            "{count:,} departures, {every} from {first} to {last}; of each the {best} route,"
            " proven; facts {version}",
            len(found.rows) + len(found.without_route),
            every=every, first=words.moment(found.start), last=words.moment(found.end),
            best=BEST[found.objective], version=found.facts_version,
        ),
    ]  # fmt: skip
    if found.rows and found.without_route:
        lines.append(
            words.plural(
                "{count:,} departure has no route: {first}",
                "{count:,} departures have no route, the first {first}, the last {last}",
                len(found.without_route),
                first=words.moment(found.without_route[0]),
                last=words.moment(found.without_route[-1]),
            )
        )
    return "\n".join(lines)


def _best(found: Departures, best: DepartureRow, facts: Facts, words: Words) -> str:
    least, most = _ends(found.rows, "cost_usd")
    quick, slow = _ends(found.rows, "transit_h")
    lines = [
        words(
            "Leave {depart}, arrive {arrive}: {usd:,.0f} USD, {hours:.1f} h ({how}; of equals the"
            " last)",
            depart=words.moment(best.depart), arrive=words.moment(best.arrive),
            usd=best.cost_usd, hours=best.transit_h, how=HOW[found.objective],
        ),
        words(
            "over all departures: {least:,.0f} to {most:,.0f} USD, {quick:,.1f} to {slow:,.1f} h",
            least=least, most=most, quick=quick, slow=slow,
        ),
    ]  # fmt: skip
    never = found.never_closed
    if never is not None:
        lines.append(
            words(
                "if nothing ever closed: {usd:,.0f} USD, {hours:,.1f} h",
                usd=never.cost_usd, hours=never.transit_h,
            )
        )  # fmt: skip
    if best.standing:
        lines.append(words("it still stands for"))
        lines += [f"  {_standing(part, facts, words)}" for part in best.standing]
    else:
        lines.append(words("it stands before nothing that is closed"))
    return "\n".join(lines)


def _ends(rows: Sequence[DepartureRow], column: str) -> tuple[float, float]:
    values = [getattr(row, column) for row in rows]
    return min(values), max(values)


def _standing(part: Standing, facts: Facts, words: Words) -> str:
    return words(
        "{hours:.1f} h, {usd:,.0f} USD: {where}, {why} [{figure}]",
        hours=part.hours, usd=part.usd, where=_where(part.kind, part.where, facts, words),
        why=_short(part.why, words), figure=part.figure,
    )  # fmt: skip


def _where(kind: str, where: str, facts: Facts, words: Words) -> str:
    if kind == "haul":
        way = " - ".join(words.place(facts, name) for name in where.split("--"))
        return words("road {way}", way=way)
    if kind == "end":
        return words("loading or unloading in {place}", place=words.place(facts, where))
    name = words.facilities(facts).get(where, where)
    return words("crossing {name}", name=name) if kind == "crossing" else name


def _short(why: str, words: Words) -> str:
    causes = why.parts if isinstance(why, Series) else (why,)
    shown = "; ".join(words.say(cause) for cause in causes[:CAUSES_SHOWN])
    more = len(causes) - CAUSES_SHOWN
    return words("{causes}; and {more} more", causes=shown, more=more) if more > 0 else shown


def _useful(found: Departures, best: DepartureRow, words: Words) -> str:
    runs = _runs(found)
    one_way = len({row.crossings for row in found.useful}) == 1
    rows = []
    for first, last in runs[:ROWS_SHOWN]:
        cells = [
            words.moment(first.depart), f"{last.depart:%H:%M}" if last is not first else "",
            words.moment(first.arrive), words.number(first.cost_usd),
            words.number(first.cost_usd - best.cost_usd, "+,.0f"),
            words.number(first.transit_h / HOURS_PER_DAY, ".1f"),
            words.number(first.standing_h, ".1f"), words.number(first.standing_usd),
            words("best") if first.depart <= best.depart <= last.depart else "",
        ]  # fmt: skip
        rows.append(cells if one_way else [*cells, ", ".join(first.crossings) or words("none")])
    headings = [
        words("leaves"), words("until"), words("arrives"), words("USD"), words("to best"),
        words("days"), words("closed h"), words("closed USD"), "",
        *(() if one_way else (words("crossings"),)),
    ]  # fmt: skip
    lines = [
        words(
            "Useful departures: no later one arrives no later at no more cost. Those up to 'until'"
            " are alike but for the clock"
        ),
        align(headings, rows, right={3, 4, 5, 6, 7}),
    ]
    if one_way and best.crossings:
        lines.append(words("all by {crossings}", crossings=", ".join(best.crossings)))
    elif one_way:
        lines.append(words("all by no crossing"))
    if len(runs) > ROWS_SHOWN:
        left = sum(row.depart > runs[ROWS_SHOWN - 1][1].depart for row in found.useful)
        lines.append(words("and {count:,} departures more: --format csv or json", count=left))
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


def _closings(closings: Sequence[Closing], facts: Facts, words: Words) -> str:
    if not closings:
        return words("Nothing is closed to any departure.")
    rows = [
        [
            words.number(closing.departures), words.number(closing.mean_h, ".1f"),
            words.number(closing.most_h, ".1f"), words.number(closing.mean_usd),
            words.number(closing.most_usd),
            f"{_where(closing.kind, closing.where, facts, words)}: {_short(closing.why, words)}",
        ]
        for closing in closings[:CLOSINGS_SHOWN]
    ]  # fmt: skip
    headings = [
        words("departures"), words("mean h"), words("most h"), words("mean USD"),
        words("most USD"), words("closed"),
    ]  # fmt: skip
    lines = [
        words(
            "What closures cost the departures that wait for them (hire of the vehicles that stand)"
        ),
        align(headings, rows, right={0, 1, 2, 3, 4}),
    ]
    if len(closings) > CLOSINGS_SHOWN:
        more = len(closings) - CLOSINGS_SHOWN
        lines.append(words("and {count:,} more: --format json", count=more))
    return "\n".join(lines)


def _chart(found: Departures, words: Words) -> str:
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
        days.setdefault(words.weekday(at), []).append(block)
    lines = [
        words(
            "Hours by departure, a line a day: {low} {least:,.0f} to {high} {most:,.0f} h"
            if by_hours
            else "Cost by departure, a line a day: {low} {least:,.0f} to {high} {most:,.0f} USD",
            low=BLOCKS[0], least=least, high=BLOCKS[-1], most=most,
        )
    ]  # fmt: skip
    if found.without_route:
        lines[0] += words(", {block} no route", block=NONE)
    names = list(days)
    for day in names[:CHART_LINES]:
        blocks = days[day]
        # A finer grid is thinned, so that a day stays one line.
        every = -(-len(blocks) // CHART_WIDTH)
        lines.append(f"  {day}  {''.join(blocks[::every])}")
    if len(names) > CHART_LINES:
        more = len(names) - CHART_LINES
        lines.append("  " + words("and {count} days more: --chart FILE.svg", count=more))
    return "\n".join(lines)
