"""What the calendar does to an answer: a holiday, a pass, a night, a change of the clocks.

The small network is the `ferghana_toy` with trucks alone. From Andijan to Khujand they take,
by hand from its docstring::

    loading          2 h
    to Andarkhon     4 h      160 km at 40 km/h, less than the 4.5 h before a break
    the crossing     6.05 h   6 h of waiting, 2 km
    to Khujand       2 h      80 km
    unloading        2 h
                    16.05 h
"""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from corridors.model.route import Route
from corridors.model.shipment import Constraints, Mode, Objective, Shipment
from corridors.network.network import Network
from corridors.solvers.find import certified, find_routes
from network_data import Facts
from network_data.records import Calendar, Commodity, Vehicle
from tests.instances import (
    changed,
    crossing,
    facts_with,
    ferghana_toy,
    link,
    parameters,
    place,
    row,
    speed,
    tariff,
    toy_wheat,
)

POST = "uz-tj-andarkhon"
TASHKENT, ALMATY = ZoneInfo("Asia/Tashkent"), ZoneInfo("Asia/Almaty")
BY_ROAD = Constraints(modes=frozenset({Mode.ROAD}))
MINUTE_H = 1 / 60


def only_route(
    facts: Facts | Network, shipment: Shipment, ready: datetime, objective: Objective
) -> Route:
    """The best route by road from a departure, certified by OR-Tools."""
    network = facts if isinstance(facts, Network) else Network(facts)
    answer = find_routes(
        network, replace(shipment, ready=ready), objective=objective, limit=1, constraints=BY_ROAD
    )
    certificate = certified(network, answer).certificate
    assert certificate is not None
    assert certificate.agrees, certificate.differences
    (route,) = answer.routes
    return route


def hours(facts: Facts, ready: datetime) -> float:
    return only_route(facts, toy_wheat(), ready, Objective.TIME).transit_h


# -- a night --------------------------------------------------------------------------------


def night_toy() -> Facts:
    """The toy with a road post that works from 08:00 to 20:00."""
    post = ferghana_toy().crossings[POST]
    return changed(ferghana_toy(), crossings=[post._replace(hours="08:00-20:00")])


def test_who_leaves_an_hour_later_stands_a_night_at_the_border() -> None:
    # Loaded at 10:00, at the post at 14:00, its six hours are over as it closes.
    on_time = hours(night_toy(), datetime(2026, 7, 6, 8, tzinfo=TASHKENT))
    # At the post at 15:00: five hours before the night, the sixth from 08:00 to 09:00.
    too_late = hours(night_toy(), datetime(2026, 7, 6, 9, tzinfo=TASHKENT))
    assert on_time == pytest.approx(16.05, abs=MINUTE_H)
    assert too_late == pytest.approx(16.05 + 12, abs=MINUTE_H)


def test_the_night_at_the_border_is_written_where_it_is_spent() -> None:
    ready = datetime(2026, 7, 6, 9, tzinfo=TASHKENT)
    route = only_route(night_toy(), toy_wheat(), ready, Objective.TIME)
    (night,) = [s for leg in route.legs for s in leg.spells if s.kind == "opening"]
    assert night.hours == pytest.approx(12, abs=MINUTE_H)
    assert night.basis == "closed 20:00-08:00"
    assert route.arrive == datetime(2026, 7, 7, 13, 3, tzinfo=TASHKENT)


def test_a_night_at_one_post_makes_another_the_fastest() -> None:
    """A second post, never closed, has two hours more of waiting and of road together."""
    post = night_toy().crossings[POST]
    ends = [place("uz-detour", "road"), place("tj-detour", "road")]
    facts = changed(
        night_toy(),
        places=ends,
        links=[
            link("road-kokand-detour", "uz-kokand", "uz-detour", 40, max_speed_kmh=40),
            link("road-detour-khujand", "tj-detour", "tj-khujand", 80, max_speed_kmh=40),
        ],
        crossings=[
            post._replace(
                id="uz-tj-detour", a="uz-detour", b="tj-detour", hours="24/7", wait_h_a_to_b=8
            )
        ],
    )
    fastest = {
        hour: only_route(
            facts, toy_wheat(), datetime(2026, 7, 6, hour, tzinfo=TASHKENT), Objective.TIME
        )
        for hour in (8, 9)
    }
    assert fastest[8].crossings == (POST,)
    assert fastest[9].crossings == ("uz-tj-detour",)
    assert fastest[9].transit_h == pytest.approx(16.05 + 2, abs=MINUTE_H)


# -- a holiday ------------------------------------------------------------------------------


def holiday_toy() -> Facts:
    """The toy where nobody loads or unloads on a public holiday."""
    return changed(ferghana_toy(), calendars=[row(Calendar, "ends", what="end", holidays="closed")])


def test_nobody_unloads_at_navruz() -> None:
    """Tajikistan rests from 21 to 24 March.

    From 18 March 10:00 the trucks are unloaded by 02:03 on the 19th. From 19 March 22:00 they
    are loaded at midnight, pass the border by 10:03 on the 20th, a Friday that estimates make
    the end of Ramadan, and unload on the 25th from 00:00 to 02:00: 5 days and 4 hours.
    """
    before = hours(holiday_toy(), datetime(2026, 3, 18, 10, tzinfo=TASHKENT))
    into = hours(holiday_toy(), datetime(2026, 3, 19, 22, tzinfo=TASHKENT))
    assert before == pytest.approx(16.05, abs=MINUTE_H)
    assert into == pytest.approx(5 * 24 + 4, abs=MINUTE_H)


def test_a_holiday_of_one_country_does_not_close_the_other() -> None:
    """On Monday 11 May 2026 Uzbekistan makes up for the 9th, and Tajikistan works.

    Loaded by midnight, the wheat is unloaded on the 11th. Who comes to load at 10:00 on the
    11th waits 14 hours.
    """
    loaded = hours(holiday_toy(), datetime(2026, 5, 10, 22, tzinfo=TASHKENT))
    rested = hours(holiday_toy(), datetime(2026, 5, 11, 10, tzinfo=TASHKENT))
    assert loaded == pytest.approx(16.05, abs=MINUTE_H)
    assert rested == pytest.approx(14 + 16.05, abs=MINUTE_H)


# -- a pass ---------------------------------------------------------------------------------

MURGHOB = Shipment("kz-almaty", "tj-murghob", "c-1001-kz-tj", 20.0)
KHOROG = Shipment("kz-almaty", "tj-khorog", "c-1001-kz-tj", 20.0)
KYZYL_ART = "kg-tj-bordobo-kyzylart"
"""Closed from November to April by its row, with the roads on both sides of it."""


def test_kyzyl_art_is_the_way_to_murghob_in_july_and_not_in_january(network: Network) -> None:
    july = only_route(network, MURGHOB, datetime(2026, 7, 12, 8, tzinfo=ALMATY), Objective.TIME)
    january = only_route(network, MURGHOB, datetime(2026, 1, 12, 8, tzinfo=ALMATY), Objective.TIME)
    assert KYZYL_ART in july.crossings
    assert KYZYL_ART not in january.crossings
    assert january.arrive is not None
    assert january.arrive.month == 1  # by Uzbekistan and the road through Khorog


def test_who_counts_money_alone_waits_for_the_pass_to_open(network: Network) -> None:
    """Trucks cost nothing standing, so the cheapest way in January is that of July, in May."""
    ready = datetime(2026, 1, 12, 8, tzinfo=ALMATY)
    january = only_route(network, MURGHOB, ready, Objective.COST)
    july = only_route(network, MURGHOB, datetime(2026, 7, 12, 8, tzinfo=ALMATY), Objective.COST)
    assert january.crossings == july.crossings
    assert january.cost_usd == pytest.approx(july.cost_usd, abs=0.01)
    assert KYZYL_ART in january.crossings
    assert january.arrive is not None
    assert january.arrive > datetime(2026, 5, 1, tzinfo=ALMATY)


def test_trucks_to_khorog_leave_khaburabot_to_the_summer(network: Network) -> None:
    """A deadline of ten days leaves nobody the time to wait for the pass."""
    used = {}
    for month in (1, 7):
        ready = datetime(2026, month, 12, 8, tzinfo=ALMATY)
        shipment = replace(KHOROG, deadline=ready + timedelta(days=10))
        route = only_route(network, shipment, ready, Objective.COST)
        used[month] = any("khaburabot" in name for leg in route.legs for name in leg.links)
    assert used == {1: False, 7: True}


# -- a change of the clocks -----------------------------------------------------------------


def kazakh_toy() -> Facts:
    """One road from Almaty to Tashkent, 60 km at 60 km/h, and no wait at the border.

    A mill in Almaty loads from 09:00 to 18:00 by its own clock.
    """
    return facts_with(
        places=[
            place("kz-almaty", "road", time_zone="Asia/Almaty"),
            place("kz-post", "road", time_zone="Asia/Almaty"),
            place("uz-post", "road", time_zone="Asia/Tashkent"),
            place("uz-tashkent", "road", time_zone="Asia/Tashkent"),
        ],
        links=[
            link("road-kz", "kz-almaty", "kz-post", 30, max_speed_kmh=60),
            link("road-uz", "uz-post", "uz-tashkent", 30, max_speed_kmh=60),
        ],
        connectors=[],
        crossings=[crossing("kz-uz-post", "road", "kz-post", "uz-post", wait_h_a_to_b=0)],
        calendars=[
            row(
                Calendar, "mill", what="end", ids=("kz-almaty",), opens="09:00", closes="18:00",
                holidays="open",
            )
        ],
        closures=[],
        border_means=[],
        terminals=[],
        tariffs=[
            tariff(f"t-{land}", land, "road", "linehaul", "truck", per_km_usd=1,
                   vehicle_reg=("any",))
            for land in ("KZ", "UZ")
        ],
        speeds=[speed("s-kz", "KZ", "road", 60), speed("s-uz", "UZ", "road", 60)],
        vehicles=[row(Vehicle, "tipper", mode="road", payload_t=20, registrations=("KZ",))],
        commodities=[
            row(
                Commodity, "wheat", hs="1001", name="wheat", group="grain", direction="kz-uz",
                vehicle_ids=("tipper",), tariff_class="grain", cargo_kind="grain",
            )
        ],
        barriers=[],
        parameters=parameters(),
    )  # fmt: skip


def test_since_march_2024_almaty_loads_an_hour_later_by_the_sun() -> None:
    """Kazakhstan put Almaty's clocks back from +06:00 to +05:00 on 1 March 2024.

    At 03:00 UTC it is 09:00 in Almaty before, and 08:00 after: the same moment finds the mill
    open, or waits an hour. Loading, an hour of driving and unloading take 2 + 1 + 2 h.
    """
    shipment = Shipment("kz-almaty", "uz-tashkent", "wheat", 20.0)
    utc = ZoneInfo("UTC")
    before = only_route(
        kazakh_toy(), shipment, datetime(2024, 2, 29, 3, tzinfo=utc), Objective.TIME
    )
    after = only_route(kazakh_toy(), shipment, datetime(2024, 3, 2, 3, tzinfo=utc), Objective.TIME)
    assert before.transit_h == pytest.approx(5, abs=MINUTE_H)
    assert after.transit_h == pytest.approx(6, abs=MINUTE_H)


def test_clock_times_are_those_of_the_place_on_the_day() -> None:
    """Five hours from 09:00 +06:00 end at 13:00 +05:00 in Tashkent; from 09:00 +05:00 at 14:00."""
    shipment = Shipment("kz-almaty", "uz-tashkent", "wheat", 20.0)
    written = []
    for month, day in ((2, 29), (3, 2)):
        ready = datetime(2024, month, day, 9, tzinfo=ALMATY)
        route = only_route(kazakh_toy(), shipment, ready, Objective.TIME)
        assert route.depart is not None
        assert route.arrive is not None
        written.append((route.depart.isoformat()[11:], route.arrive.isoformat()[11:]))
    assert written == [
        ("09:00:00+06:00", "13:00:00+05:00"),
        ("09:00:00+05:00", "14:00:00+05:00"),
    ]
