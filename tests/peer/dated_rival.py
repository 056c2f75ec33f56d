"""The rival of the dated search: every way one by one, walked with a clock of its own.

It shares the priced moves with the search, and nothing else. Whether something is closed is
asked of the facts for each quarter of an hour by itself, in local time; hours stand still in
the quarters in which their post is closed, and a haul sets out at the first moment from which
its links stay open until it is over. That is only right where clock times and the departure
fall on quarters, as those of `tests.dated_instances` do.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache, partial
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from corridors.model.shipment import Objective
from corridors.network.graph import END, START, Move, ShipmentGraph, State
from corridors.network.hauls import Way
from corridors.units import HOUR_SCALE, USD_SCALE
from network_data.records import Calendar

QUARTER = HOUR_SCALE // 4
LAST_QUARTER = 400 * 24 * 4
"""The facts are only asked for so long; what ends later is no route."""
DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FINE = HOUR_SCALE
"""Money counts in solver units / FINE, so that a rate times a time is whole."""

IsClosed = Callable[[int], bool]
"""Whether something is closed in a quarter of an hour after the departure."""


class Walk(NamedTuple):
    """A way with its money (solver units x FINE), hours and CO2e (solver units)."""

    usd: int
    hours: int
    co2: int
    moves: tuple[Move, ...]


class Simulation:
    """All ways of a dated question, walked."""

    def __init__(self, graph: ShipmentGraph) -> None:
        ready = graph.shipment.ready
        assert ready is not None
        self.graph = graph
        self.facts = graph.network.facts
        self.t0 = ready.astimezone(UTC)
        self.hires = [
            round(graph.book.tariffs.hire_usd_per_h(carriage) * USD_SCALE)
            for carriage in graph.carriages
        ]
        self.holidays = {(row.country, row.day) for row in self.facts.public_holidays.values()}
        self._closed: dict[object, IsClosed] = {}
        self._openings: dict[IsClosed, dict[int, int]] = {}
        deadline = graph.shipment.deadline
        self.last = LAST_QUARTER * QUARTER
        if deadline is not None:
            seconds = (deadline - ready).total_seconds()
            self.last = min(self.last, int(seconds * HOUR_SCALE / 3600))

    # -- the clock -----------------------------------------------------------------------

    def local(self, quarter: int, zone: tzinfo) -> datetime:
        """The local time at which a quarter begins."""
        return (self.t0 + timedelta(minutes=15 * quarter)).astimezone(zone)

    def zone(self, place: str) -> tzinfo:
        """The zone of a place."""
        return ZoneInfo(self.facts.places[place].time_zone)

    def crossing_closed(self, name: str, entered: str) -> IsClosed:
        """A crossing is closed if either side is."""
        row = self.facts.crossings[name]
        sides = [(row.a, row.country_a), (row.b, row.country_b)]

        def closed(quarter: int) -> bool:
            for place, country in sides:
                now = self.local(quarter, self.zone(place))
                if row.hours not in ("", "24/7"):
                    opens, closes = row.hours.split("-")
                    if not is_between(now, opens, closes):
                        return True
                if str(now.month) in row.closed_months or self.shut(name, now, entered):
                    return True
                rows = self.calendars("crossing", name, country, row.mode)
                if any(self.rests(calendar, now, country) for calendar in rows):
                    return True
            return False

        return closed

    def place_closed(self, what: str, name: str, mode: str) -> IsClosed:
        """Hours of a terminal, or of loading and unloading at a place."""
        place = self.facts.terminals[name].place if what == "terminal" else name
        country = self.facts.places[place].country
        zone = self.zone(place)
        rows = self.calendars(what, name, country, mode)

        def closed(quarter: int) -> bool:
            now = self.local(quarter, zone)
            return self.shut(name, now) or any(self.rests(row, now, country) for row in rows)

        return closed

    def links_closed(self, names: tuple[str, ...]) -> IsClosed:
        """A way is closed if one of its links is."""
        links = [(self.facts.links[name], self.zone(self.facts.links[name].a)) for name in names]

        def closed(quarter: int) -> bool:
            for link, zone in links:
                now = self.local(quarter, zone)
                if str(now.month) in link.closed_months or self.shut(link.id, now):
                    return True
            return False

        return closed

    def shut(self, name: str, now: datetime, entered: str = "") -> bool:
        """Whether a dated closure of a thing holds on this local day."""
        day = now.date().isoformat()
        group = self.graph.book.commodity.group
        return any(
            row.from_day <= day
            and (not row.to_day or day <= row.to_day)
            and group not in row.exempt_groups
            and (not row.enters or entered in row.enters)
            for row in self.facts.closures.values()
            if name in row.ids
        )

    def calendars(self, what: str, name: str, country: str, mode: str) -> list[Calendar]:
        """The rows that a thing keeps: those that name it, if any do."""
        fitting = [
            row
            for row in self.facts.calendars.values()
            if row.what == what
            and row.mode in ("", mode)
            and (country in row.countries or not row.countries)
            and (name in row.ids or not row.ids)
        ]
        return [row for row in fitting if row.ids] or fitting

    def rests(self, row: Calendar, now: datetime, country: str) -> bool:
        """Whether a calendar has it closed at a local time."""
        if row.opens and row.opens != row.closes:
            # A night belongs to the day on which it begins.
            day = now.date()
            if not is_between(now, row.opens, row.closes):
                begun = day if clock_of(now) >= row.closes else day - timedelta(days=1)
                if holds(row, begun.isoformat()):
                    return True
        today = now.date().isoformat()
        if not holds(row, today):
            return False
        if row.holidays == "closed" and (country, today) in self.holidays:
            return True
        return bool(row.weekdays) and DAY_NAMES[now.weekday()] not in row.weekdays

    def of(self, key: tuple[str, str, str]) -> IsClosed:
        """What a part of a move keeps to."""
        what, name, more = key
        if what == "crossing":
            return self.crossing_closed(name, more)
        return self.place_closed(what, name, more)

    def is_closed(self, key: object, build: Callable[[], IsClosed]) -> IsClosed:
        """A remembered answer for every quarter."""
        if key not in self._closed:
            self._closed[key] = cache(build())
        return self._closed[key]

    def opening(self, quarter: int, closed: IsClosed) -> int:
        """The first quarter from this one that is not closed, or one after the last that counts.

        Winters are closed for thousands of quarters, and many ways come to their gates: each
        quarter is gone through once.
        """
        known = self._openings.setdefault(closed, {})
        gone: list[int] = []
        while quarter not in known and quarter * QUARTER <= self.last and closed(quarter):
            gone.append(quarter)
            quarter += 1
        opens = known.get(quarter, quarter)
        known.update(dict.fromkeys(gone, opens))
        return opens

    # -- moves ---------------------------------------------------------------------------

    def ends(self, move: Move, t: int) -> int | None:
        """When a move that begins at ``t`` is over; ``None`` if not in time."""
        if isinstance(move.detail, Way):
            links = move.detail.links()
            return self.in_one_go(
                t, move.hours, self.is_closed(links, lambda: self.links_closed(links))
            )
        if not move.timing:
            return t + move.hours
        now: int | None = t
        for units, key in move.timing:
            if now is None:
                return None
            if key is None:
                now += units
            else:
                now = self.bit_by_bit(now, units, self.is_closed(key, partial(self.of, key)))
        return now

    def bit_by_bit(self, t: int, units: int, closed: IsClosed) -> int | None:
        """Run hours that stand still in closed quarters."""
        while units > 0:
            if t > self.last:
                return None
            quarter = t // QUARTER
            if closed(quarter):
                t = self.opening(quarter, closed) * QUARTER
            else:
                done = min(units, (quarter + 1) * QUARTER - t)
                units -= done
                t += done
        return t

    def in_one_go(self, t: int, units: int, closed: IsClosed) -> int | None:
        """Set out when nothing closes before the end."""
        start = t
        while True:
            if start > self.last:
                return None
            quarters = range(start // QUARTER, -(-(start + units) // QUARTER))
            shut = next((q for q in quarters if closed(q)), None)
            if shut is None:
                return start + units
            start = self.opening(shut, closed) * QUARTER

    # -- all ways ------------------------------------------------------------------------

    def walks(self, most: int) -> list[Walk] | None:
        """Every way that is over in time; ``None`` if there are more than ``most`` to look at.

        A way may come back to a state only with a lower rate of standing than before: else
        it is later, dearer and no better than without the round.
        """
        onward = self.graph.all_moves()
        useful = _useful(onward)
        found: list[Walk] = []

        def further(
            state: State, so_far: Walk, rate: int, seen: frozenset[object]
        ) -> Iterator[None]:
            if state == END:
                found.append(so_far)
                return
            for move in onward[state]:
                slower = min(rate, self.hires[move.carriage])
                mark = (move.head, slower)
                if move.head not in useful or mark in seen:
                    continue
                end = self.ends(move, so_far.hours)
                if end is None or end > self.last:
                    continue
                yield
                wait = end - so_far.hours - move.hours
                usd = so_far.usd + move.usd * FINE + slower * wait
                after = Walk(usd, end, so_far.co2 + move.co2, (*so_far.moves, move))
                yield from further(move.head, after, slower, seen | {mark})

        if START not in useful:
            return []
        steps = further(START, Walk(0, 0, 0, ()), 1 << 60, frozenset())
        if any(True for _ in islice(steps, most, None)):
            return None
        return found


def _useful(onward: dict[State, tuple[Move, ...]]) -> set[State]:
    towards: dict[State, set[State]] = {}
    for tail, moves in onward.items():
        for move in moves:
            towards.setdefault(move.head, set()).add(tail)
    useful, queue = {END}, [END]
    while queue:
        new = towards.get(queue.pop(), set()) - useful
        useful |= new
        queue += new
    return useful


def clock_of(now: datetime) -> str:
    """The time of the day; that of millions of quarters is asked, which ``strftime`` is slow at."""
    return f"{now.hour:02}:{now.minute:02}"


def is_between(now: datetime, opens: str, closes: str) -> bool:
    """Whether it is open by the hours of the day."""
    clock = clock_of(now)
    if opens < closes:
        return opens <= clock < closes
    return clock >= opens or clock < closes


def holds(row: Calendar, day: str) -> bool:
    """Whether a calendar holds on a day."""
    return row.valid_from <= day and (not row.valid_to or day <= row.valid_to)


def best_of(graph: ShipmentGraph, objective: Objective, walks: list[Walk]) -> Walk | None:
    """The best walk by an objective, then by hours (for time: dollars), then by dollars."""
    per_hour = -(-round(graph.book.time_usd_per_h * USD_SCALE * 1e6) // 1_000_000)

    def rank(walk: Walk) -> tuple[int, int, int]:
        value = {
            Objective.COST: walk.usd,
            Objective.TIME: walk.hours,
            Objective.GENERALISED: walk.usd + per_hour * walk.hours,
            Objective.CO2E: walk.co2,
        }[objective]
        return value, walk.hours, walk.usd

    return min(walks, key=rank, default=None)


def front_of(walks: list[Walk]) -> list[tuple[int, int]]:
    """Return (usd, hours) of the walks that no other beats in both, cheapest first."""
    kept: list[tuple[int, int]] = []
    for usd, hours in sorted({(walk.usd, walk.hours) for walk in walks}):
        if not kept or hours < kept[-1][1]:
            kept.append((usd, hours))
    return kept
