"""Random small networks that keep hours, drawn by hypothesis.

All clock times fall on quarters of an hour, so that a simulation by quarters is exact.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from corridors.model.shipment import Shipment
from network_data import Facts
from network_data.records import Calendar, Closure, Commodity, Place, Vehicle
from tests.instances import (
    Case,
    cases,
    changed,
    crossing,
    facts_with,
    link,
    parameters,
    place,
    row,
    speed,
    tariff,
    terminal,
)

ZONES = {
    "KZ": ("Asia/Almaty", "Asia/Aqtobe"),
    "UZ": ("Asia/Tashkent", "Asia/Samarkand"),
    "TJ": ("Asia/Dushanbe", "Europe/Berlin"),
}
"""Kazakhstan joined its zones on 1 March 2024; Berlin stands for summer time."""
DAYS = (
    datetime(2024, 2, 28),  # Kazakhstan changes its clocks on 1 March
    datetime(2024, 3, 29),  # summer time begins in Berlin on 31 March
    datetime(2026, 10, 23),  # and ends on 25 October
    datetime(2026, 12, 30),  # New Year, and another winter follows
    datetime(2026, 3, 19),  # Navruz
    datetime(2026, 7, 2),
)
HOURS = ("", "", "24/7", "08:00-20:00", "09:30-17:00", "20:00-06:00", "08:00-10:00")
SPANS = (("", ""), ("", ""), ("08:00", "20:00"), ("21:15", "05:00"), ("10:00", "10:00"))
WEEKS = ((), (), ("mon", "tue", "wed", "thu", "fri"), ("sun",))
mostly_not = st.integers(0, 3).map(lambda number: number == 0)


@st.composite
def dated_cases(draw: st.DrawFn, *, countries: int = 3, per_country: int = 2) -> Case:
    """Draw a network as `cases` do, with hours, holidays, closures, seasons and zones."""
    return _dated(draw, draw(cases(countries=countries, per_country=per_country, cargo=2)))


@st.composite
def corridor_cases(draw: st.DrawFn) -> Case:
    """Draw a corridor through three countries, three ways over each border, with hours.

    The pass is a road or a second railway, so that the same wagons may come to a post sooner
    or cheaper, and hire is high, so that it matters who stands how long.

    ::

        kz-north == kz-rail  ####  uz-rail-in == uz-town == uz-rail-out ####  tj-rail == tj-south
           |\\------ kz-road ####  uz-road-in ----/ \\----- uz-road-out ####  tj-road ----/|
           +-------- kz-pass ####  uz-pass-in ---/   \\---- uz-pass-out ####  tj-pass ----+
    """
    modes = {"rail": "rail", "road": "road", "pass": draw(st.sampled_from(["rail", "road"]))}
    ends = [place("kz-north"), place("uz-town"), place("tj-south")]
    posts = [
        place(f"{land}-{way}{side}", modes[way])
        for land, sides in (("kz", ("",)), ("uz", ("-in", "-out")), ("tj", ("",)))
        for side in sides
        for way in WAYS
    ]
    towns = {end.country: end.id for end in ends}
    links = [
        link(f"{post.modes[0]}-{post.id}", towns[post.country], post.id, draw(_km),
             max_speed_kmh=draw(st.sampled_from([40, 80])))
        for post in posts
    ]  # fmt: skip
    links += [
        link(f"road-{post.id}-slow", towns[post.country], post.id, draw(_km), max_speed_kmh=40)
        for post in posts
        if post.modes == ("road",) and draw(st.booleans())
    ]
    crossings = [
        crossing(
            f"{a}-{b}-{way}", modes[way], a, b, km=4,
            wait_h_a_to_b=draw(_waits), cost_usd_a_to_b=draw(st.sampled_from([0.0, 40.0, 90.0])),
        )
        for way in WAYS
        for a, b in ((f"kz-{way}", f"uz-{way}-in"), (f"uz-{way}-out", f"tj-{way}"))
    ]  # fmt: skip
    rail_hire, long_hire = draw(_hire), draw(_hire)
    facts = facts_with(
        places=[*ends, *posts],
        links=links,
        connectors=[],
        crossings=crossings,
        calendars=[],
        closures=[],
        border_means=[],
        terminals=[
            terminal(f"term-{end.id}", end.id, end.id, "grain", handling_usd_per_t=1.0,
                     handling_h=draw(st.sampled_from([2.0, 12.0])))
            for end in ends
            if draw(st.booleans())
        ],
        tariffs=[
            *(
                tariff(f"t-{land}-rail", land, "rail", "linehaul", "tonne", per_km_usd=0.02)
                for land in ("KZ", "UZ", "TJ")
            ),
            *(
                tariff(f"t-{land}-road", land, "road", "linehaul", "truck",
                       per_km_usd=draw(st.sampled_from([0.25, 0.5, 1.0, 2.0])))
                for land in ("KZ", "UZ", "TJ")
            ),
        ],
        speeds=[
            speed(f"s-{land}-{mode}", land, mode, kmh)
            for land in ("KZ", "UZ", "TJ")
            for mode, kmh in (("rail", 20), ("road", 50))
        ],
        vehicles=[
            row(Vehicle, "hopper", mode="rail", payload_t=60, co2_g_per_tkm=20,
                usd_per_day_hire=rail_hire),
            row(Vehicle, "long", mode="rail", payload_t=100, co2_g_per_tkm=25,
                usd_per_day_hire=long_hire),
            row(Vehicle, "tipper", mode="road", payload_t=20, co2_g_per_tkm=80,
                registrations=draw(st.sampled_from([("KZ",), ("TJ",), ("KZ", "TJ")]))),
        ],
        commodities=[
            row(Commodity, "wheat", hs="1001", name="wheat", group="grain", direction="kz-tj",
                value_usd_per_t=500.0, tariff_class="grain", cargo_kind="grain",
                vehicle_ids=draw(st.sampled_from([("hopper", "tipper"),
                                                  ("hopper", "long", "tipper")]))),
        ],
        barriers=[],
        parameters=parameters(rail_marshalling_h=draw(st.sampled_from([0, 6]))),
    )  # fmt: skip
    return _dated(draw, Case(facts, Shipment("kz-north", "tj-south", "wheat", 60.0)))


WAYS = ("rail", "road", "pass")
_km = st.sampled_from([20.0, 100.0, 180.0, 400.0])
_waits = st.sampled_from([0.0, 3.0, 3.0, 8.0, 20.0])
_hire = st.sampled_from([0.0, 24.0, 240.0, 2400.0])


def _dated(draw: st.DrawFn, case: Case) -> Case:
    """Give a case a departure, and hours to all that may keep some."""
    facts, day = case.facts, draw(st.sampled_from(DAYS))
    places = [_zoned(draw, place) for place in facts.places.values()]
    crossings = [
        c._replace(hours=draw(st.sampled_from(HOURS)), closed_months=_months(draw, day))
        for c in facts.crossings.values()
    ]
    links = [link._replace(closed_months=_months(draw, day)) for link in facts.links.values()]
    closures = [_closure(draw, number, facts, day) for number in range(draw(st.integers(0, 3)))]
    calendars = [_calendar(draw, number, facts, day) for number in range(draw(st.integers(0, 4)))]
    minutes = 15 * draw(st.integers(0, 95))
    ready = (day + timedelta(minutes=minutes)).replace(tzinfo=ZoneInfo("Asia/Tashkent"))
    deadline = draw(st.sampled_from([None, None, None, 4, 12]))
    return Case(
        changed(
            facts, places=places, crossings=crossings, links=links, closures=closures,
            calendars=calendars,
        ),
        replace(
            case.shipment,
            ready=ready,
            deadline=None if deadline is None else ready + timedelta(days=deadline),
        ),
    )  # fmt: skip


def _zoned(draw: st.DrawFn, place: Place) -> Place:
    return place._replace(time_zone=draw(st.sampled_from(ZONES[place.country])))


def _months(draw: st.DrawFn, day: datetime) -> tuple[str, ...]:
    """Mostly none; else this month, the next, or both."""
    following = day.month % 12 + 1
    choices = [(), (), (), (str(day.month),), (str(following),), (str(day.month), str(following))]
    return draw(st.sampled_from(choices))


def _some(draw: st.DrawFn, names: list[str]) -> tuple[str, ...]:
    if not names:
        return ()
    return tuple(draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)))


def _closure(draw: st.DrawFn, number: int, facts: Facts, day: datetime) -> Closure:
    first = day + timedelta(days=draw(st.integers(-2, 6)))
    last = first + timedelta(days=draw(st.integers(0, 4)))
    for_good = draw(mostly_not)
    names = [*facts.crossings, *facts.terminals, *facts.links]
    cells: dict[str, Any] = {
        "name": "closed",
        "ids": _some(draw, names),
        "from_day": first.date().isoformat(),
        "to_day": "" if for_good else last.date().isoformat(),
        "exempt_groups": draw(st.sampled_from([(), (), ("grain",), ("ores",)])),
    }
    return row(Closure, f"cl-{number}", **cells)


def _calendar(draw: st.DrawFn, number: int, facts: Facts, day: datetime) -> Calendar:
    what = draw(st.sampled_from(["crossing", "crossing", "terminal", "end"]))
    names = {
        "crossing": [*facts.crossings], "terminal": [*facts.terminals], "end": [*facts.places]
    }[what]  # fmt: skip
    opens, closes = draw(st.sampled_from(SPANS))
    until = day + timedelta(days=draw(st.integers(0, 5)))
    cells: dict[str, Any] = {
        "what": what,
        "ids": _some(draw, names) if draw(mostly_not) else (),
        "countries": draw(st.sampled_from([(), ("KZ",), ("UZ", "TJ")])),
        "mode": draw(st.sampled_from(["", "", "rail", "road"])),
        "opens": opens,
        "closes": closes,
        "weekdays": draw(st.sampled_from(WEEKS)),
        "holidays": draw(st.sampled_from(["open", "closed"])),
        "valid_to": until.date().isoformat() if draw(mostly_not) else "",
        "valid_from": until.date().isoformat() if draw(mostly_not) else "",
    }
    return row(Calendar, f"cal-{number}", **cells)
