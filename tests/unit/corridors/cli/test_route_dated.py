"""Questions with a date on the command line."""

import json
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest

from tests.unit.corridors.cli.conftest import Ask

WHEAT = ("route", "kostanay", "khujand", "--cargo", "wheat", "--tonnes", "1340")


def told(ask: Ask, *words: object) -> dict[str, Any]:
    said = ask(*WHEAT, *words, "--format", "json")
    document: dict[str, Any] = json.loads(said.out)
    return document


def test_a_departure_gives_clock_times_a_spread_and_the_old_fields(ask: Ask) -> None:
    document = told(ask, "--depart", "2026-12-28T08:00", "--limit", "1")
    (route,) = document["routes"]
    assert document["schema"] == "corridors.routes/2"
    assert document["request"]["depart"] == "2026-12-28T08:00:00+05:00"
    assert route["depart"] == "2026-12-28T08:00:00+05:00"
    legs = route["legs"]
    assert legs[0]["start"] == route["depart"]
    assert legs[-1]["end"] == route["arrive"]
    hours = datetime.fromisoformat(route["arrive"]) - datetime.fromisoformat(route["depart"])
    assert hours.total_seconds() / 3600 == pytest.approx(route["transit_h"], abs=0.001)
    assert route["transit_h_p50"] < route["transit_h_p90"]
    assert route["on_time_probability"] is None
    for before, after in pairwise(legs):
        assert before["end"] == after["start"]
        assert before["end_h"] == pytest.approx(after["start_h"], abs=0.001)


def test_without_a_date_the_times_are_empty_and_the_rest_is_as_before(ask: Ask) -> None:
    document = told(ask, "--limit", "1")
    (route,) = document["routes"]
    times = ("depart", "arrive", "transit_h_p50", "transit_h_p90", "on_time_probability")
    assert [route[name] for name in times] == [None] * 5
    assert route["cost_usd"] == pytest.approx(87_721.82, abs=0.01)  # docs/model.md, by hand


def test_a_deadline_alone_asks_how_late_one_may_leave(ask: Ask) -> None:
    document = told(ask, "--arrive-by", "2027-01-20T18:00")
    cheapest, latest = document["routes"]
    deadline = datetime.fromisoformat("2027-01-20T18:00+05:00")
    assert cheapest["tags"] == ["cheapest in time"]
    assert latest["tags"] == ["latest departure"]
    assert cheapest["cost_usd"] < latest["cost_usd"]
    for route in (cheapest, latest):
        assert datetime.fromisoformat(route["arrive"]) <= deadline
    assert cheapest["depart"] < latest["depart"]
    # A minute later no route is in time any more.
    minute_later = f"{latest['depart'][:16].replace('T', ' ')}"
    hour, minute = map(int, minute_later[11:].split(":"))
    later = f"{latest['depart'][:11]}{(hour * 60 + minute + 2) // 60:02d}:{(minute + 2) % 60:02d}"
    late = told(ask, "--depart", later + latest["depart"][19:], "--arrive-by", "2027-01-20T18:00")
    assert late["status"] == "infeasible"
    assert late["reasons"][0]["rule"] == "arrive-by"


def test_a_deadline_that_no_route_meets_says_how_late_the_fastest_is(ask: Ask) -> None:
    said = ask(*WHEAT, "--depart", "2026-12-28T08:00", "--arrive-by", "2026-12-30")
    assert said.code == 3
    assert "no route arrives by 2026-12-31T00:00:00+05:00; the fastest arrives" in said.out
    assert "h late" in said.out


def test_the_reliable_route_is_the_cheapest_that_is_sure_enough(ask: Ask) -> None:
    when = ("--depart", "2026-12-28T08:00", "--arrive-by", "2027-01-14")
    front = told(ask, *when, "--frontier")["routes"]
    late = told(ask, "--depart", "2026-12-28T08:00", "--frontier")["routes"]
    assert late[0]["cost_usd"] <= front[0]["cost_usd"]
    (sure,) = told(ask, *when, "--objective", "reliable", "--on-time", "0.9")["routes"]
    assert sure["on_time_probability"] >= 0.9
    cheaper = [route for route in front if route["cost_usd"] < sure["cost_usd"] - 0.01]
    assert all(route["on_time_probability"] < 0.9 for route in cheaper)


def test_no_route_sure_enough_names_the_surest(ask: Ask) -> None:
    said = ask(*WHEAT, "--depart", "2026-12-28T08:00", "--arrive-by", "2027-01-01",
               "--objective", "reliable", "--on-time", "0.999")  # fmt: skip
    assert said.code == 3
    assert "no route of the frontier is on time with 99.9 %; the surest is with" in said.out


@pytest.mark.parametrize(
    ("words", "told_back"),
    [
        (("--depart", "2026-02-30"), "there is no such day"),
        (("--depart", "2026-12-28", "--arrive-by", "2026-12-20"), "is not after the departure"),
        (("--depart", "2026-12-28T08:00 Mars/Olympus"), "no time zone"),
        (("--objective", "reliable"), "needs a departure and a deadline"),
        (("--depart", "2026-12-28", "--arrive-by", "2027-01-20", "--on-time", "1.5"),
         "is no probability"),
        (("--depart", "2026-12-28", "--solver", "ortools"), "--certify"),
        (("--tariff-date", "yesterday"), "is no date"),
    ],
)  # fmt: skip
def test_bad_dates_are_refused_in_one_line(
    ask: Ask, words: tuple[str, ...], told_back: str
) -> None:
    assert told_back in ask(*WHEAT, *words).refusal()


def test_two_drivers_are_faster_than_one(ask: Ask) -> None:
    by_truck = ("--mode", "road", "--objective", "time", "--limit", "1")
    one, two = (
        told(ask, *by_truck, "--drivers", drivers)["routes"][0]["transit_h"] for drivers in (1, 2)
    )
    assert two < one
