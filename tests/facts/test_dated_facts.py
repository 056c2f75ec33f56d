"""Hours, closures, time zones and weights: faults in them are found, the shipped rows hold."""

from collections.abc import Callable
from pathlib import Path

import pytest

from network_data import check_facts, load_facts

OwnTables = Callable[..., Path]

FACTS = load_facts()
ROAD = "cal-end-road"
BAN = "cl-saryagash-2025-11-all"
HEAT = "wl-tj-heavy-vehicles-on-asphalt"

FAULTS = [
    ("an hour in words", "calendars", ROAD, {"opens": "eight"}, "opens", "write HH:MM"),
    ("an hour of one digit", "calendars", ROAD, {"opens": "8:00"}, "opens", "write HH:MM"),
    ("an hour 24", "calendars", ROAD, {"closes": "24:00"}, "closes", "write HH:MM"),
    ("an hour in other digits", "calendars", ROAD, {"opens": "٠٨:٠٠"}, "opens", "write HH:MM"),
    ("an opening without closing", "calendars", ROAD, {"closes": ""}, "closes", "go together"),
    ("a closing without opening", "calendars", ROAD, {"opens": ""}, "opens", "go together"),
    ("hours of no length", "calendars", ROAD, {"closes": "08:00"}, "closes", "leave both cells"),
    ("a weekday in full", "calendars", ROAD, {"weekdays": "monday"}, "weekdays", "use mon"),
    ("a calendar that closes nothing", "calendars", "cal-terminal", {"holidays": "open"},
     "opens", "closes nothing"),
    ("hours of an unknown place", "calendars", ROAD, {"ids": "kz-kostany"},
     "ids", "no 'kz-kostany' in places.csv; did you mean kz-kostanay"),
    ("hours of a terminal that is a place", "calendars", "cal-terminal", {"ids": "kz-kostanay"},
     "ids", "in terminals.csv"),
    ("hours that end before they begin", "calendars", ROAD,
     {"valid_from": "2026-05-01", "valid_to": "2026-04-30"}, "valid_from", "exchange the two"),
    ("a closure of nothing known", "closures", BAN, {"ids": "kz-uz-saryagash"},
     "ids", "in crossings.csv or terminals.csv or links.csv"),
    ("a closure that ends before it begins", "closures", BAN, {"to_day": "2025-11-21"},
     "from_day", "2025-11-22 is above to_day 2025-11-21"),
    ("a closure on a day that is none", "closures", BAN, {"to_day": "2025-11-31"},
     "to_day", "is not a day"),
    ("a closure of a group unheard of", "closures", BAN, {"exempt_groups": "flour"},
     "exempt_groups", "'flour' is not allowed"),
    ("a closure into a country elsewhere", "closures", BAN, {"enters": "TJ"},
     "enters", "leads into none of them"),
    ("one way of a road that is closed", "closures", "cl-jartepa-2022-09",
     {"ids": "road-tj-ayni--tj-istiqlol-tunnel", "enters": "TJ"}, "enters", "only those close"),
    ("a place without a time zone", "places", "kz-shu", {"time_zone": ""},
     "time_zone", "places of KZ need it"),
    ("a time zone misspelt", "places", "kz-shu", {"time_zone": "Asia/Almata"},
     "time_zone", "did you mean Asia/Almaty"),
    ("a time zone as an offset", "places", "kz-shu", {"time_zone": "+05:00"},
     "time_zone", "no time zone '+05:00'"),
    ("crossing hours past midnight's end", "crossings", "uz-tj-oybek-fotehobod",
     {"hours": "08:00-24:00"}, "hours", "HH:MM-HH:MM"),
    ("a season of one day only", "weight_limits", HEAT, {"to_month_day": ""},
     "to_month_day", "go together"),
    ("a 31st of June", "weight_limits", HEAT, {"from_month_day": "06-31"},
     "from_month_day", "write MM-DD"),
    ("an hour of heat that is none", "weight_limits", HEAT, {"to_hour": "20"},
     "to_hour", "write HH:MM"),
    ("a limit without a figure", "weight_limits", "wl-kg-road-train", {"gross_t": ""},
     "gross_t", "no limit is given"),
    ("a season that never ends", "weight_limits", "wl-kg-road-train", {"use": "season"},
     "use", "needs days, hours or above_c"),
    ("a standing limit with days", "weight_limits", HEAT, {"use": "base"}, "use", "write season"),
    ("more axles from than to", "weight_limits", "wl-kz-5-axles", {"axles_from": "6"},
     "axles_from", "exchange the two"),
    ("a truck of no mass", "vehicles", "trk-grain", {"tare_t": "0"}, "tare_t", "0 cannot be"),
    ("a truck without its axles", "vehicles", "trk-grain", {"axles": ""},
     "axles", "tare_t and axles go together"),
    ("a truck without its tare", "vehicles", "trk-grain", {"tare_t": ""},
     "tare_t", "tare_t and axles go together"),
    ("half an axle", "vehicles", "trk-grain", {"axles": "5.5"}, "axles", "no number of axles"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "id", "changes", "column", "message"),
    [pytest.param(*fault[1:], id=fault[0]) for fault in FAULTS],
)
def test_a_fault_is_found_and_told_once(
    own_tables: OwnTables,
    table: str,
    id: str,
    changes: dict[str, str],
    column: str,
    message: str,
) -> None:
    (problem,) = check_facts(own_tables(table, (id, changes)))
    assert (problem.file, problem.row, problem.column) == (f"{table}.csv", 2, column)
    assert message in problem.message


def test_places_far_away_need_no_time_zone(own_tables: OwnTables) -> None:
    assert check_facts(own_tables("places", ("cn-khorgos", {"time_zone": ""}))) == []


def test_night_hours_and_open_ended_closures_are_no_fault(own_tables: OwnTables) -> None:
    own_tables("closures", (BAN, {"to_day": ""}))
    dir = own_tables("calendars", (ROAD, {"opens": "20:00", "closes": "06:00"}))
    assert check_facts(dir) == []


def test_ids_are_not_looked_for_in_a_table_that_cannot_be_read(own_tables: OwnTables) -> None:
    dir = own_tables("closures", BAN)
    (dir / "crossings.csv").write_text("name\n", encoding="utf-8")
    assert {problem.file for problem in check_facts(dir)} == {"crossings.csv"}


def test_the_ban_of_november_2025_stops_all_cargo_southward_for_three_days() -> None:
    ban = FACTS.closures[BAN]
    assert (ban.from_day, ban.to_day) == ("2025-11-22", "2025-11-24")
    assert ban.enters == ("UZ",)
    assert ban.exempt_groups == ()


def test_the_limit_before_it_lets_grain_flour_and_perishables_pass() -> None:
    limit = FACTS.closures["cl-saryagash-2025-11-part"]
    assert (limit.from_day, limit.to_day) == ("2025-11-12", "2025-11-20")
    barrier = FACTS.barriers["b-peak-rail-ktz-ban-2511b"]
    groups = {good.group for good in FACTS.commodities.values()}
    assert set(limit.exempt_groups) == groups - set(barrier.groups)
    assert {"grain", "milling", "fruit", "vegetables", "meat"} <= set(limit.exempt_groups)


@pytest.mark.parametrize(
    ("post", "reopened"),
    [
        ("kg-tj-kyzylbel-guliston", "2025-03-13"),
        ("kg-tj-kairagach-madaniyat", "2025-03-13"),
        ("kg-tj-karamyk", "2025-07-08"),
        ("kg-tj-bordobo-kyzylart", "2025-07-08"),
    ],
)
def test_posts_between_kyrgyzstan_and_tajikistan_were_closed_until_they_reopened(
    post: str, reopened: str
) -> None:
    (closure,) = [row for row in FACTS.closures.values() if post in row.ids]
    assert closure.from_day == "2021-05-21"
    assert closure.to_day < reopened
    assert FACTS.crossings[post].status == "open"


def test_only_posts_that_are_not_in_use_are_closed_without_an_end() -> None:
    for row in FACTS.closures.values():
        if not row.to_day:
            assert all(FACTS.crossings[id].freight_allowed == "no" for id in row.ids), row.id


def test_warehouses_rest_on_sundays_and_railways_do_not() -> None:
    road, rail = FACTS.calendars[ROAD], FACTS.calendars["cal-end-rail"]
    assert "sun" not in road.weekdays
    assert (road.opens, road.closes) == ("08:00", "20:00")
    assert not rail.weekdays
    assert not rail.opens
    assert road.holidays == rail.holidays == "closed"
    assert {row.confidence for row in FACTS.calendars.values()} == {"estimate"}


def test_every_truck_can_be_weighed_and_keeps_the_lowest_standing_limit() -> None:
    for truck in FACTS.vehicles.values():
        if truck.mode != "road":
            continue
        assert truck.tare_t is not None, truck.id
        assert truck.axles is not None, truck.id
        for limit in FACTS.weight_limits.values():
            fewest, most = limit.axles_from or 0, limit.axles_to or 99
            if limit.use == "base" and limit.gross_t and fewest <= truck.axles <= most:
                assert truck.tare_t + truck.payload_t <= limit.gross_t, (truck.id, limit.id)


@pytest.mark.parametrize(
    ("axles", "tonnes"),
    [
        pytest.param(5, {"KZ": 38, "KG": 44, "TJ": 40, "UZ": 44}, id="five axles"),
        pytest.param(6, {"KZ": 40, "KG": 44, "TJ": 44, "UZ": 44}, id="six axles"),
        pytest.param(7, {"KZ": 44, "KG": 44, "TJ": 44, "UZ": 44}, id="seven axles"),
    ],
)
def test_gross_mass_by_country_follows_the_axles(axles: int, tonnes: dict[str, float]) -> None:
    lowest: dict[str, float] = {}
    for row in FACTS.weight_limits.values():
        speaks_of_it = (row.axles_from or 0) <= axles <= (row.axles_to or 99)
        if row.use == "base" and row.gross_t and speaks_of_it:
            lowest[row.country] = min(row.gross_t, lowest.get(row.country, 99))
    assert lowest == tonnes
