"""``corridors depart``: every departure of a window, asked as a planner would."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.corridors.cli.conftest import Ask

WHEAT = ("depart", "kostanay", "khujand", "--cargo", "wheat", "--tonnes", "1340")
NEW_YEAR = ("--from", "2026-12-30", "--to", "2027-01-02")
OwnFacts = Callable[..., Path]


def test_a_planner_sees_the_best_departure_the_useful_ones_and_what_holidays_cost(
    ask: Ask,
) -> None:
    said = ask(*WHEAT, *NEW_YEAR)
    assert said.code == 0
    assert "96 departures, every hour from 2026-12-30 00:00+05:00" in said.out
    # By hand on the undated question (docs/model.md): the road never needs to wait.
    assert "87,722 USD" in said.out
    assert "if nothing ever closed: 87,722 USD" in said.out
    assert "Useful departures" in said.out
    assert "terminal Kostanay: public holiday 2027-01-01: New Year's Day (KZ)" in said.out
    chart = said.out.splitlines()[-4:]
    assert [line.split()[0] for line in chart] == [
        "2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02"
    ]  # fmt: skip
    assert all(len(line.split()[-1]) == 24 for line in chart)
    assert "█" in chart[1]
    assert set(chart[0].split()[-1]) == {"▁"}


def test_json_gives_every_departure_and_the_route_of_the_best(ask: Ask) -> None:
    said = ask(*WHEAT, *NEW_YEAR, "--step", "6", "--format", "json")
    found = json.loads(said.out)
    assert found["schema"] == "corridors.departures/1"
    assert found["status"] == "optimal"
    assert found["request"]["from"] == "2026-12-30T00:00:00+05:00"
    assert found["request"]["to"] == "2027-01-02T23:59:00+05:00"
    assert found["request"]["step_h"] == 6
    assert len(found["departures"]) == 16
    assert found["best"] in found["departures"]
    assert found["route"]["depart"] == found["best"]["depart"]
    assert found["route"]["arrive"] == found["best"]["arrive"]
    assert found["route"]["cost_usd"] == pytest.approx(found["best"]["cost_usd"])
    assert found["without_route"] == []
    holidays = [c for c in found["closings"] if "public holiday" in c["why"]]
    assert {c["figure"] for c in holidays} <= {"cal-terminal", "cal-end-rail", "cal-end-road"}
    assert holidays[0]["most_usd"] > 0


def test_csv_has_a_row_a_departure_and_marks_the_best(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "departures.csv"
    said = ask(*WHEAT, *NEW_YEAR, "--step", "12", "--out", file)
    assert said.code == 0
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    assert len(rows) == 8
    assert [row["best"] for row in rows].count("yes") == 1
    assert rows[-1]["useful"] == "yes"


def test_a_deadline_leaves_gaps_that_are_said(ask: Ask) -> None:
    by = ("--step", "12", "--arrive-by", "2027-01-12T18:00", "--max-cost", "100000")
    said = ask(*WHEAT, *NEW_YEAR, *by)
    assert said.code == 0
    assert "departures have no route" in said.out
    assert "· no route" in said.out
    rows = ask(*WHEAT, *NEW_YEAR, *by, "--format", "csv").out.splitlines()
    assert rows[-1].endswith(",,,,,,,,,,")


def test_by_time_the_chart_is_of_hours(ask: Ask) -> None:
    said = ask(*WHEAT, *NEW_YEAR, "--objective", "time", "--step", "8")
    assert "fewest hours under way" in said.out
    assert "Hours by departure" in said.out


def test_chart_and_map_of_the_best_departure_are_written(ask: Ask, tmp_path: Path) -> None:
    chart, page = tmp_path / "d.svg", tmp_path / "d.html"
    said = ask(*WHEAT, *NEW_YEAR, "--step", "12", "--chart", chart, "--map", page)
    assert said.code == 0
    assert chart.read_text(encoding="utf-8").lstrip().startswith("<")
    assert "Cost and hours by departure" in page.read_text(encoding="utf-8")
    assert "map: " in said.err
    assert "chart: " in said.err


def test_no_route_from_any_departure_is_answered_with_reasons(ask: Ask, tmp_path: Path) -> None:
    never = (*WHEAT, *NEW_YEAR, "--step", "24", "--max-hours", "5")
    said = ask(*never, "--map", tmp_path / "d.html")
    assert said.code == 3
    assert "No route." in said.out
    assert "max-hours" in said.out
    assert "no map written" in said.err
    assert not list(tmp_path.iterdir())
    told = json.loads(ask(*never, "--format", "json").out)
    assert told["status"] == "infeasible"
    assert told["best"] is None
    assert told["route"] is None
    assert len(told["without_route"]) == 4
    assert "No route." in ask(*never, "--format", "csv").err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--from", "2026-12-30", "--to", "2026-12-29"), "later end"),
        (("--from", "2026-02-30", "--to", "2026-03-02"), "no such day"),
        (("--from", "2026-01-01", "--to", "2027-06-01"), "366 days"),
        (("--from", "2026-01-01", "--to", "2026-12-31", "--step", "0.1"), "step of"),
        (("--from", "2026-01-01", "--to", "2026-01-02", "--step", "0"), "minute"),
        ((*NEW_YEAR, "--arrive-by", "2026-12-01"), "deadline"),
        ((*NEW_YEAR, "--avoid", "atlantis"), "atlantis"),
    ],
)
def test_a_window_that_cannot_be_asked_is_refused(
    ask: Ask, words: tuple[str, ...], says: str
) -> None:
    assert says in ask(*WHEAT, *words).refusal()


def test_the_night_of_a_crossing_is_named_with_its_crossing(ask: Ask, own_facts: OwnFacts) -> None:
    folder = own_facts("crossings", {"kz-uz-saryagash-keles": {"hours": "08:00-20:00"}})
    said = ask(*WHEAT, *NEW_YEAR, "--step", "3", "--facts", folder)
    assert said.code == 0
    assert "closed 20:00-08:00" in said.out
    assert "aryagash" in said.out
