"""The clock of a dated question: when crossings, terminals and roads are open to it.

Times are integers, solver units after the departure. An `Opening` knows the times at which
something is closed. Two things happen at them: a queue or a dwell *stands still* while its
post or terminal is closed, so its hours run in open time only; and a haul over a road that is
closed at times *does not set out* unless the road stays open until it is over. Both are FIFO:
who begins later never ends earlier.
"""

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from corridors.model.phrase import Phrase, Series, Stamp
from corridors.network.items import Figure
from corridors.network.network import Gate, Network
from corridors.network.zones import country_zone, place_zone
from corridors.units import HOUR_SCALE
from network_data import Facts
from network_data.records import Calendar, Closure

HORIZON_DAYS = 400
"""How far ahead openings are worked out: more than a year, so that every season returns.
Nothing that ends later is a route."""
HORIZON = HORIZON_DAYS * 24 * HOUR_SCALE
NEVER = 1 << 60
"""Later than every time: the end of a closure until further notice."""
SECONDS_PER_HOUR = 3600
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALWAYS = "24/7"

Key = tuple[str, str, str]
"""What keeps hours: ``crossing``, ``terminal`` or ``end`` (loading and unloading), its id (of
an end the place) and its mode; of a crossing the country that is entered."""


class Closed(NamedTuple):
    """A time of closure: first and last unit (exclusive), the row that says so, and why."""

    start: int
    end: int
    figure: Figure
    why: str


class Opening:
    """Closed times, sorted and apart, up to the horizon."""

    __slots__ = ("_starts", "closed")

    def __init__(self, closed: Iterable[Closed]) -> None:
        self.closed = _merged(closed)
        self._starts = [c.start for c in self.closed]

    def end_of(self, t: int, units: int) -> int:
        """When so many units of open time have run from ``t``."""
        if units <= 0:
            return t
        closed = self.closed
        index = bisect_right(self._starts, t) - 1
        if index >= 0 and closed[index].end > t:
            t = closed[index].end
        index += 1
        while index < len(closed) and closed[index].start < t + units:
            units -= closed[index].start - t
            t = closed[index].end
            index += 1
        return t + units

    def start_for(self, t: int, units: int) -> int:
        """The first moment from ``t`` on that ``units`` of open time in one piece begin at."""
        closed = self.closed
        index = bisect_right(self._starts, t) - 1
        if index >= 0 and closed[index].end > t:
            t = closed[index].end
        index += 1
        while index < len(closed) and closed[index].start < t + units:
            t = closed[index].end
            index += 1
        return t

    def within(self, start: int, end: int) -> list[Closed]:
        """The closures that fall into a span of time."""
        return [c for c in self.closed if c.start < end and c.end > start]

    def waits(self, start: int, end: int, last: int) -> list[tuple[Closed, int]]:
        """The ``end - start`` units that closures up to ``last`` add, by closure."""
        left = end - start
        found = []
        for closed in self.within(start, last) if left else ():
            units = min(left, closed.end - max(start, closed.start))
            if units > 0:
                left -= units
                found.append((closed, units))
        return found


def _both(why: str, another: str) -> Series:
    parts = why.parts if isinstance(why, Series) else (why,)
    return Series((*parts, another), "; ")


def _merged(closed: Iterable[Closed]) -> list[Closed]:
    merged: list[Closed] = []
    for row in sorted(closed, key=lambda c: (c.start, -c.end)):
        if row.end <= row.start:
            continue
        if merged and row.start <= merged[-1].end:
            last = merged[-1]
            # A night that runs into a day of rest is closed for both reasons.
            why = last.why if row.why in last.why else _both(last.why, row.why)
            merged[-1] = last._replace(end=max(last.end, row.end), why=why)
        else:
            merged.append(row)
    return merged


class Clock:
    """The times of one question.

    Parameters
    ----------
    network
        A dated network.
    ready
        When loading starts.
    group
        Commodity group of the cargo: some closures let it pass.
    """

    def __init__(self, network: Network, ready: datetime, group: str) -> None:
        self.network = network
        self.facts = network.facts
        self.ready = ready
        self.group = group
        self._t0 = ready.astimezone(UTC)
        self._openings: dict[Key, Opening | None] = {}
        self._gates: dict[int, Opening] = {}
        self._rules: dict[Hashable, list[Closed]] = {}

    # -- between units and clock times ---------------------------------------------------

    def moment(self, units: int, zone: tzinfo) -> datetime:
        """The clock time so many units after the departure, to the second."""
        seconds = round(units * SECONDS_PER_HOUR / HOUR_SCALE)
        return (self._t0 + timedelta(seconds=seconds)).astimezone(zone)

    def at(self, units: int, place: str, country: str) -> datetime:
        """The local clock time at a place, or at a point of a country."""
        known = place in self.facts.places
        return self.moment(units, place_zone(self.facts, place) if known else country_zone(country))

    def units_until(self, moment: datetime) -> int:
        """Whole units from the departure to a moment, rounded down."""
        seconds = (moment.astimezone(UTC) - self._t0).total_seconds()
        return int(seconds * HOUR_SCALE // SECONDS_PER_HOUR)

    def _closed(self, start: datetime, end: datetime | None, figure: Figure, why: str) -> Closed:
        """A closure between two moments; a part of a unit counts as closed."""
        last = NEVER if end is None else -self._down(end, -1)
        return Closed(self._down(start, 1), last, figure, why)

    def _down(self, moment: datetime, sign: int) -> int:
        seconds = (moment.astimezone(UTC) - self._t0).total_seconds() * sign
        return int(seconds * HOUR_SCALE // SECONDS_PER_HOUR)

    # -- openings ------------------------------------------------------------------------

    def opening(self, key: Key) -> Opening | None:
        """The opening of a crossing, terminal or end; ``None`` if it never closes."""
        if key not in self._openings:
            find = self._of_crossing if key[0] == "crossing" else self._of_place
            opening = Opening(find(key))
            self._openings[key] = opening if opening.closed else None
        return self._openings[key]

    def gate(self, bits: int) -> Opening:
        """The opening of a way: open when every gate of it is."""
        if bits not in self._gates:
            gates = self.network.gates
            self._gates[bits] = Opening(
                closed
                for bit, gate in enumerate(gates)
                if bits >> bit & 1
                for closed in self._of_gate(gate)
            )
        return self._gates[bits]

    def season_of_crossing(self, name: str, entered: str) -> Opening:
        """When a crossing is closed for a season or by a dated closure, its hours left aside."""
        crossing = self.facts.crossings[name]
        return Opening(
            closed
            for place in (crossing.a, crossing.b)
            for zone in [place_zone(self.facts, place)]
            for closed in (
                *self._months(zone, crossing.closed_months, crossing),
                *self._closures(zone, name, entered),
            )
        )

    def season_of_links(self, names: Iterable[str]) -> Opening:
        """When any of some links is closed for a season or by a dated closure."""
        return Opening(
            closed
            for name in names
            for link in [self.facts.links[name]]
            for zone in [place_zone(self.facts, link.a)]
            for closed in (
                *self._months(zone, link.closed_months, link),
                *self._closures(zone, name),
            )
        )

    def _of_crossing(self, key: Key) -> Iterator[Closed]:
        what, name, entered = key
        crossing = self.facts.crossings[name]
        for place, country in ((crossing.a, crossing.country_a), (crossing.b, crossing.country_b)):
            zone = place_zone(self.facts, place)
            if crossing.hours and crossing.hours != ALWAYS:
                opens, _, closes = crossing.hours.partition("-")
                yield from self._hours(zone, opens, closes, crossing)
            yield from self._months(zone, crossing.closed_months, crossing)
            yield from self._closures(zone, name, entered)
            yield from self._calendars((what, name, crossing.mode), country, zone)

    def _of_place(self, key: Key) -> Iterator[Closed]:
        what, name, _ = key
        place = self.facts.terminals[name].place if what == "terminal" else name
        zone = place_zone(self.facts, place)
        yield from self._closures(zone, name)
        yield from self._calendars(key, self.facts.places[place].country, zone)

    def _of_gate(self, gate: Gate) -> Iterator[Closed]:
        link = self.facts.links[gate.link]
        zone = place_zone(self.facts, link.a)
        yield from self._months(zone, link.closed_months, link)
        for name in gate.closures:
            yield from self._closure(zone, self.facts.closures[name])

    def _closures(self, zone: tzinfo, name: str, entered: str = "") -> Iterator[Closed]:
        for row in self.facts.closures.values():
            if name in row.ids and (not row.enters or entered in row.enters):
                yield from self._closure(zone, row)

    def _closure(self, zone: tzinfo, row: Closure) -> Iterator[Closed]:
        if self.group in row.exempt_groups:
            return
        start = datetime.combine(date.fromisoformat(row.from_day), time(), zone)
        end = None
        if row.to_day:
            last = date.fromisoformat(row.to_day) + timedelta(days=1)
            end = datetime.combine(last, time(), zone)
        found = self._closed(start, end, row, row.name)
        if found.end > 0 and found.start < HORIZON:
            yield found

    def _calendars(self, key: Key, country: str, zone: tzinfo) -> Iterator[Closed]:
        """Closed times by the rows that name the thing, else by those of its country."""
        what, name, mode = key
        rows = [
            row
            for row in self.facts.calendars.values()
            if row.what == what
            and (not row.mode or row.mode == mode)
            and (not row.countries or country in row.countries)
            and (not row.ids or name in row.ids)
        ]
        for row in [row for row in rows if row.ids] or rows:
            rule = (row.id, country, str(zone))
            if rule not in self._rules:
                self._rules[rule] = list(self._calendar(row, country, zone))
            yield from self._rules[rule]

    # -- rules that return ---------------------------------------------------------------

    def _days(self, zone: tzinfo) -> Iterator[date]:
        """The local days from the day before the departure to the horizon."""
        first = self._t0.astimezone(zone).date() - timedelta(days=1)
        return (first + timedelta(days=number) for number in range(HORIZON_DAYS + 2))

    def _calendar(self, row: Calendar, country: str, zone: tzinfo) -> Iterator[Closed]:
        closed = row.holidays == "closed"
        holidays = public_holidays(self.facts, country, self._t0.year) if closed else {}
        if row.opens and row.opens != row.closes:
            yield from self._hours(zone, row.opens, row.closes, row)
        if not holidays and not row.weekdays:
            return
        for day in self._days(zone):
            name = holidays.get(day)
            if name is not None:
                why = Phrase(
                    "public holiday {day}: {name} ({country})",
                    day=Stamp(day), name=name, country=country,
                )  # fmt: skip
            elif row.weekdays and WEEKDAYS[day.weekday()] not in row.weekdays:
                why = Phrase("weekly rest, {day} ({country})", day=Stamp(day), country=country)
            else:
                continue
            if _holds(row, day):
                start = datetime.combine(day, time(), zone)
                end = datetime.combine(day + timedelta(days=1), time(), zone)
                yield self._closed(start, end, row, why)

    def _hours(self, zone: tzinfo, opens: str, closes: str, row: Figure) -> Iterator[Closed]:
        """Closed from each closing to the next opening."""
        from_, to = time.fromisoformat(closes), time.fromisoformat(opens)
        next_day = timedelta(days=0 if from_ < to else 1)
        why = Phrase("closed {closes}-{opens}", closes=closes, opens=opens)
        for day in self._days(zone):
            if _holds(row, day):
                start = datetime.combine(day, from_, zone)
                end = datetime.combine(day + next_day, to, zone)
                yield self._closed(start, end, row, why)

    def _months(self, zone: tzinfo, months: tuple[str, ...], row: Figure) -> Iterator[Closed]:
        if not months:
            return
        first = self._t0.astimezone(zone).date().replace(day=1)
        why = Phrase("closed in months {months}", months=", ".join(months))
        for number in range(-1, HORIZON_DAYS // 28 + 1):
            year, month = divmod(first.year * 12 + first.month - 1 + number, 12)
            if str(month + 1) in months:
                start = datetime.combine(date(year, month + 1, 1), time(), zone)
                following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
                end = datetime.combine(following, time(), zone)
                yield self._closed(start, end, row, why)


def _holds(row: Figure, day: date) -> bool:
    """Whether a row holds on a day; rows without dates always do."""
    since = getattr(row, "valid_from", "")
    until = getattr(row, "valid_to", "")
    return (not since or since <= day.isoformat()) and (not until or day.isoformat() <= until)


def public_holidays(facts: Facts, country: str, year: int) -> dict[date, str]:
    """Names of the public holidays of a country from the year before to two years after.

    They are rows of the facts. For years that these do not have the package ``holidays`` is
    asked, which estimates the feasts of the moon and says so; empty for a country that both
    lack.
    """
    years = range(year - 1, year + 3)
    found: dict[date, str] = {}
    known = set()
    for row in facts.public_holidays.values():
        if row.country == country:
            day = date.fromisoformat(row.day)
            known.add(day.year)
            if day.year in years:
                found[day] = row.name
    missing = set(years) - known
    if missing and known:
        import holidays

        if hasattr(holidays, country):
            found |= dict(getattr(holidays, country)(years=missing, language="en_US"))
    return found
