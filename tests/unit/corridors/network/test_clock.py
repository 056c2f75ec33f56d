"""When something is open, and when hours that wait for it are over."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.network.clock import NEVER, Clock, Closed, Opening
from corridors.network.network import Network
from corridors.units import HOUR_SCALE
from network_data import Facts
from network_data.records import Calendar, Closure, Crossing
from tests.instances import changed, ferghana_toy, row
from tests.instances import link as link_row

WHY = row(Crossing, "post")
POST = "uz-tj-andarkhon"
TASHKENT = ZoneInfo("Asia/Tashkent")
MONDAY = datetime(2026, 7, 6, 8, tzinfo=TASHKENT)


def opening(*spans: tuple[int, int]) -> Opening:
    return Opening([Closed(start, end, WHY, "") for start, end in spans])


NIGHTS = opening((12, 24), (36, 48))
"""Open for 12, closed for 12."""


@pytest.mark.parametrize(
    ("begun", "units", "over"),
    [
        pytest.param(0, 12, 12, id="over as it closes"),
        pytest.param(0, 13, 25, id="stands still for one closure"),
        pytest.param(0, 25, 49, id="stands still for two closures"),
        pytest.param(15, 3, 27, id="begun while closed"),
        pytest.param(24, 3, 27, id="begun as it opens"),
        pytest.param(15, 0, 15, id="nothing to wait for"),
        pytest.param(60, 100, 160, id="after the last closure"),
    ],
)
def test_hours_run_in_open_time_only(begun: int, units: int, over: int) -> None:
    assert NIGHTS.end_of(begun, units) == over


@pytest.mark.parametrize(
    ("ready", "units", "start"),
    [
        pytest.param(0, 12, 0, id="fits before it closes"),
        pytest.param(1, 12, 24, id="would be closed on the way"),
        pytest.param(15, 5, 24, id="ready while closed"),
        pytest.param(0, 13, 48, id="fits into no time between closures"),
        pytest.param(31, 5, 31, id="fits into what is left of the day"),
        pytest.param(32, 5, 48, id="does not"),
    ],
)
def test_a_haul_sets_out_when_it_stays_open_until_the_end(
    ready: int, units: int, start: int
) -> None:
    assert NIGHTS.start_for(ready, units) == start


def test_closures_that_touch_or_overlap_are_one() -> None:
    assert [(c.start, c.end) for c in opening((5, 9), (0, 3), (3, 4), (6, 12), (8, 8)).closed] == [
        (0, 4),
        (5, 12),
    ]


def test_what_is_closed_until_further_notice_is_never_over() -> None:
    assert opening((10, NEVER)).end_of(5, 6) >= NEVER
    assert opening((10, NEVER)).end_of(5, 5) == 10


spans = st.lists(
    st.tuples(st.integers(-5, 60), st.integers(1, 9)).map(lambda s: (s[0], s[0] + s[1])), max_size=6
)
moments = st.integers(-6, 70)


@given(spans, moments, moments, st.integers(0, 20))
def test_who_begins_later_is_never_over_earlier(
    closed: list[tuple[int, int]], one: int, other: int, units: int
) -> None:
    earlier, later = sorted((one, other))
    found = opening(*closed)
    assert found.end_of(earlier, units) <= found.end_of(later, units)
    assert found.start_for(earlier, units) <= found.start_for(later, units)


@given(spans, moments, st.integers(1, 20), st.integers(1, 20))
def test_hours_in_two_parts_are_over_as_in_one(
    closed: list[tuple[int, int]], begun: int, first: int, second: int
) -> None:
    found = opening(*closed)
    assert found.end_of(found.end_of(begun, first), second) == found.end_of(begun, first + second)


@given(spans, moments, st.integers(1, 20))
def test_hours_are_over_after_so_many_open_units(
    closed: list[tuple[int, int]], begun: int, units: int
) -> None:
    def is_open(t: int) -> bool:
        return not any(start <= t < end for start, end in closed)

    end = opening(*closed).end_of(begun, units)
    assert sum(map(is_open, range(begun, end))) == units
    assert is_open(end - 1)
    start = opening(*closed).start_for(begun, units)
    assert all(map(is_open, range(start, start + units)))
    assert not any(all(map(is_open, range(t, t + units))) for t in range(begun, start))


# -- rules of the facts ---------------------------------------------------------------------


def closed_hours(facts: Facts, ready: datetime = MONDAY) -> list[tuple[float, float]]:
    """The first closures of the post, hours after the departure."""
    clock = Clock(Network(facts, dated=True), ready, "grain")
    found = clock.opening(("crossing", POST, "TJ"))
    rows = [] if found is None else [c for c in found.closed if c.end > 0]
    return [(c.start / HOUR_SCALE, c.end / HOUR_SCALE) for c in rows[:2]]


def post_with(**cells: Any) -> Facts:
    toy = ferghana_toy()
    return changed(toy, crossings=[toy.crossings[POST]._replace(**cells)])


def kept(*calendars: Mapping[str, object]) -> Facts:
    return changed(
        ferghana_toy(),
        calendars=[
            row(Calendar, f"cal-{number}", **{"what": "crossing", "holidays": "open", **cells})
            for number, cells in enumerate(calendars)
        ],
    )


def test_a_post_is_closed_from_evening_to_morning() -> None:
    assert closed_hours(post_with(hours="09:00-20:00")) == [(0 - 12, 1), (12, 25)]


def test_a_post_may_work_at_night() -> None:
    assert closed_hours(post_with(hours="20:00-06:00")) == [(-2, 12), (22, 36)]


def test_a_post_open_all_day_has_no_opening_to_wait_for() -> None:
    assert closed_hours(post_with(hours="24/7")) == []


def test_seasons_close_whole_months() -> None:
    # From Monday 6 July 08:00 to 1 August 00:00 are 25 days and 16 hours; August has 31 days.
    first = 25 * 24 + 16
    assert closed_hours(post_with(closed_months=("8",)))[0] == (first, first + 31 * 24)


def test_a_weekly_rest_is_a_local_day() -> None:
    # Sunday 12 July begins 5 days and 16 hours after Monday 08:00.
    six_days = ("mon", "tue", "wed", "thu", "fri", "sat")
    assert closed_hours(kept({"weekdays": six_days}))[0] == (136, 160)


def test_rows_that_name_a_post_stand_in_place_of_those_of_its_country() -> None:
    general = {"opens": "10:00", "closes": "12:00"}
    named = {"opens": "08:00", "closes": "20:00", "ids": (POST,)}
    assert closed_hours(kept(general, named))[0] == (12, 24)


def test_either_side_can_close_a_post() -> None:
    uzbek = {"countries": ("UZ",), "opens": "08:00", "closes": "20:00"}
    tajik = {"countries": ("TJ",), "opens": "09:00", "closes": "22:00"}
    assert closed_hours(kept(uzbek, tajik))[-1] == (12, 25)


def test_hours_hold_within_their_dates() -> None:
    until_monday = {"opens": "08:00", "closes": "20:00", "valid_to": "2026-07-06"}
    assert closed_hours(kept(until_monday)) == [(12, 24)]


def test_links_closed_alike_in_other_zones_are_gates_of_their_own() -> None:
    """Until March 2024 a month began an hour earlier in Almaty than in Aqtobe."""
    toy = ferghana_toy()
    zones = {"uz-andijan": "Asia/Almaty", "uz-kokand": "Asia/Aqtobe"}
    links = [
        link_row("road-east", "uz-andijan", "uz-kokand", 10, closed_months=("2",)),
        link_row("road-west", "uz-kokand", "uz-andarkhon", 10, closed_months=("2",)),
    ]
    places = [toy.places[name]._replace(time_zone=zone) for name, zone in zones.items()]
    network = Network(changed(toy, places=places, links=links), dated=True)
    clock = Clock(network, datetime(2024, 1, 31, tzinfo=ZoneInfo("UTC")), "grain")
    gates = {
        section.link: section.gate
        for sections in network.sections.values()
        for onward in sections.values()
        for section in onward
    }
    starts = {
        name: next(c.start for c in clock.gate(gates[name]).closed if c.end > 0) / HOUR_SCALE
        for name in ("road-east", "road-west")
    }
    assert starts == {"road-east": 18, "road-west": 19}


def test_a_dated_closure_lets_exempt_goods_pass() -> None:
    closure = row(
        Closure, "cl", name="flood", ids=(POST,), from_day="2026-07-07", to_day="2026-07-08",
        exempt_groups=("fruit",),
    )  # fmt: skip
    network = Network(changed(ferghana_toy(), closures=[closure]), dated=True)
    key = ("crossing", POST, "TJ")
    found = Clock(network, MONDAY, "grain").opening(key)
    assert found is not None
    assert [(c.start / HOUR_SCALE, c.end / HOUR_SCALE) for c in found.closed] == [(16, 64)]
    assert Clock(network, MONDAY, "fruit").opening(key) is None


def test_clock_times_come_back_as_units() -> None:
    clock = Clock(Network(ferghana_toy(), dated=True), MONDAY, "grain")
    assert clock.units_until(datetime(2026, 7, 6, 9, 30, tzinfo=TASHKENT)) == 1.5 * HOUR_SCALE
    assert clock.moment(15_000, TASHKENT) == datetime(2026, 7, 6, 9, 30, tzinfo=TASHKENT)
