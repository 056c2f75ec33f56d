"""``corridors route``: every option, and what the planner gets to read."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.corridors.cli.conftest import Ask

WHEAT = ("route", "kostanay", "khujand", "--cargo", "wheat", "--tonnes", "1340")
SMALL = ("route", "kostanay", "khujand", "--cargo", "wheat", "--tonnes", "70")


def document(ask: Ask, *words: object) -> Any:
    said = ask(*words, "--format", "json")
    assert said.code == 0, said
    return json.loads(said.out)


def test_the_main_question_has_a_short_answer_in_words(ask: Ask) -> None:
    said = ask(*WHEAT)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(
        "1,340 t of wheat (c-1001-kz-tj) from Kostanay (kz-kostanay) to Khujand (tj-khujand)\n"
    )
    assert "proven; facts " in said.out
    assert "kz-uz-saryagash-keles, uz-tj-bekabad-nov" in said.out
    assert "USD by kind: " in said.out
    assert "\x1b" not in said.out


def test_columns_stand_under_their_headings(ask: Ask) -> None:
    lines = ask(*SMALL).out.splitlines()
    rule = next(i for i, line in enumerate(lines) if set(line) == {"-", " "})
    assert "days" in lines[rule - 1]
    ends = [i for i, c in enumerate(lines[rule] + " ") if c == " " and lines[rule][i - 1] == "-"]
    for cell_end in ends[:8]:  # numbers are set to the right
        assert lines[rule + 1][cell_end - 1] != " "


@pytest.mark.parametrize(
    ("objective", "key"),
    [
        ("cost", "cost_usd"),
        ("time", "transit_h"),
        ("generalised", "generalised_cost_usd"),
        ("co2e", "co2e_t"),
    ],
)
def test_routes_are_ordered_by_what_was_asked_for(ask: Ask, objective: str, key: str) -> None:
    answer = document(ask, *SMALL, "--objective", objective, "--limit", 4)
    assert answer["request"]["objective"] == objective
    values = [route[key] for route in answer["routes"]]
    assert len(values) == 4
    assert values == sorted(values)
    tag = {"cost": "cheapest", "time": "fastest", "co2e": "greenest"}.get(
        objective, "lowest generalised cost"
    )
    assert tag in answer["routes"][0]["tags"]


def test_the_frontier_runs_from_the_cheapest_to_the_fastest(ask: Ask) -> None:
    answer = document(ask, *SMALL, "--frontier")
    assert answer["request"]["frontier"] is True
    assert "cheapest" in answer["routes"][0]["tags"]
    assert "fastest" in answer["routes"][-1]["tags"]
    pairs = [(r["cost_usd"], r["transit_h"]) for r in answer["routes"]]
    assert pairs == sorted(pairs)
    assert [h for _, h in pairs] == sorted((h for _, h in pairs), reverse=True)
    said = ask(*SMALL, "--frontier")
    assert "routes that none beats in both cost and time, cheapest first" in said.out
    assert "Legs of the other routes: --format json or csv" in said.out


@pytest.mark.parametrize("limit", [1, 2])
def test_as_many_routes_are_given_as_asked_for(ask: Ask, limit: int) -> None:
    assert len(document(ask, *SMALL, "--limit", limit)["routes"]) == limit


@pytest.mark.parametrize(("mode", "other"), [("rail", "road"), ("road", "rail")])
def test_one_mode_alone_uses_no_other(ask: Ask, mode: str, other: str) -> None:
    route = document(ask, *SMALL, "--mode", mode, "--limit", 1)["routes"][0]
    hauls = [leg for leg in route["legs"] if leg["kind"] in ("haul", "crossing")]
    assert {leg["mode"] for leg in hauls if "truck access" not in leg["notes"]} == {mode}


def test_a_crossing_that_is_avoided_is_not_used(ask: Ask) -> None:
    answer = document(ask, *SMALL, "--avoid", "uz-tj-bekabad-nov", "--avoid", "KG", "--limit", 5)
    assert answer["request"]["avoid"] == ["KG", "uz-tj-bekabad-nov"]
    for route in answer["routes"]:
        assert "uz-tj-bekabad-nov" not in route["crossings"]
        assert not [c for c in route["crossings"] if "kg" in c.split("-")[:2]]


def test_a_country_is_avoided_by_its_russian_name(ask: Ask) -> None:
    assert document(ask, *SMALL, "--avoid", "Киргизия")["request"]["avoid"] == ["KG"]


def test_a_via_is_passed(ask: Ask) -> None:
    answer = document(ask, *SMALL, "--via", "KG", "--limit", 1)
    countries = {c for leg in answer["routes"][0]["legs"] for c in leg["country"].split(">")}
    assert "KG" in countries
    assert answer["request"]["via"] == ["KG"]


def test_a_deadline_and_a_budget_hold(ask: Ask) -> None:
    free = document(ask, *SMALL, "--frontier")["routes"]
    middle = free[len(free) // 2]
    late = document(ask, *SMALL, "--max-hours", middle["transit_h"] + 0.01, "--limit", 1)
    assert late["routes"][0]["transit_h"] <= middle["transit_h"] + 0.01
    assert late["routes"][0]["cost_usd"] == pytest.approx(middle["cost_usd"], abs=0.01)
    poor = document(
        ask, *SMALL, "--max-cost", middle["cost_usd"] + 0.01, "--objective", "time", "--limit", 1
    )
    assert poor["routes"][0]["cost_usd"] <= middle["cost_usd"] + 0.01
    assert poor["routes"][0]["transit_h"] == pytest.approx(middle["transit_h"], abs=0.01)


def test_only_the_vehicle_asked_for_carries(ask: Ask) -> None:
    answer = document(ask, *SMALL, "--vehicle", "trk-grain-tj", "--limit", 1)
    # 70 t in tippers of 24 t
    assert answer["routes"][0]["vehicles"] == [
        {"vehicle": "trk-grain-tj", "count": 3, "from": "kz-kostanay", "to": "tj-khujand"}
    ]


def test_the_value_of_the_goods_moves_the_generalised_cost_only(ask: Ask) -> None:
    cheap, dear = (
        document(ask, *SMALL, "--value", value, "--mode", "rail", "--limit", 1)["routes"][0]
        for value in (0, 1000)
    )
    assert cheap["cost_usd"] == dear["cost_usd"]
    assert cheap["generalised_cost_usd"] == cheap["cost_usd"]
    assert dear["generalised_cost_usd"] > dear["cost_usd"]


def test_coordinates_are_joined_within_the_radius_given(ask: Ask) -> None:
    far = ("route", "53.9,63.6", "khujand", "--cargo", "wheat", "--tonnes", "70", "--limit", "1")
    assert "widen the radius (--radius)" in ask(*far).refusal()
    answer = document(ask, *far, "--radius", 100)
    assert answer["request"]["radius_km"] == 100
    first = answer["routes"][0]["legs"][0]
    assert first["from"] == "53.9,63.6"


def test_unconfirmed_crossings_are_used_only_when_asked_for(ask: Ask) -> None:
    question = ("route", "kokand", "konibodom", "--cargo", "flour", "--tonnes", "20",
                "--mode", "road", "--limit", "1")  # fmt: skip
    usual = document(ask, *question)["routes"][0]
    asked = document(ask, *question, "--include-unconfirmed")["routes"][0]
    assert asked["cost_usd"] < usual["cost_usd"]
    (leg,) = [leg for leg in asked["legs"] if leg["kind"] == "crossing"]
    assert "freight here is unconfirmed" in leg["notes"]


def test_ortools_may_answer_instead(ask: Ask) -> None:
    mine = document(ask, *SMALL, "--limit", 1, "--mode", "rail")["routes"][0]
    theirs = document(ask, *SMALL, "--limit", 1, "--mode", "rail", "--solver", "ortools")
    assert theirs["routes"][0]["cost_usd"] == pytest.approx(mine["cost_usd"], abs=0.01)


def test_the_certificate_says_that_both_methods_agree(ask: Ask) -> None:
    said = ask(*SMALL, "--certify", "--limit", 1)
    assert said.code == 0
    last = said.out.splitlines()[-1]
    assert last.startswith("OR-Tools (min-cost flow, 1 solved) agrees to the cent and the minute")
    assert "proven bound" in last


def test_a_certificate_that_disagrees_is_a_failure(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corridors.solvers import certify

    monkeypatch.setattr(certify, "CENT_USD", -1.0)  # nothing is near enough
    said = ask(*SMALL, "--certify", "--limit", 1)
    assert said.code == 1
    assert said.err.startswith("corridors: not certified: route 1 costs ")
    assert "DISAGREES" in said.out


def test_explain_lists_every_charge_and_hour_with_its_source_and_confidence(ask: Ask) -> None:
    (route,) = document(ask, *SMALL, "--limit", 1)["routes"]
    text = ask(*SMALL, "--limit", 1, "--explain").out
    lines = text.splitlines()
    charges = [c for leg in route["legs"] for c in leg["charges"]] + route["time_charges"]
    hours = [h for leg in route["legs"] for h in leg["hours"]]
    assert charges
    assert hours
    for part in charges + hours:
        figures, sources = ", ".join(part["figures"]), ", ".join(part["sources"])
        told = [line for line in lines if f"{part['kind']}: {part['basis']}" in line]
        assert [
            line
            for line in told
            if f"[{figures}; {part['confidence']};" in line and line.endswith(f"; {sources}]")
        ]
        listed = {line.split(":")[0].strip() for line in lines}
        assert listed >= set(part["sources"])
    assert "not in the sources table" not in text


# -- formats --------------------------------------------------------------------------------


def test_each_format_can_be_asked_for(ask: Ask) -> None:
    assert document(ask, *SMALL)["schema"] == "corridors.routes/2"
    table = list(csv.DictReader(io.StringIO(ask(*SMALL, "--format", "csv").out)))
    assert {row["rank"] for row in table} == {"1", "2", "3"}
    collection = json.loads(ask(*SMALL, "--format", "geojson").out)
    assert collection["type"] == "FeatureCollection"
    assert ask(*SMALL, "--format", "table").out == ask(*SMALL).out


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("routes.json", '{\n "schema"'),
        ("routes.csv", "rank,leg,kind"),
        ("routes.geojson", '{"type": "FeatureCollection"'),
        ("routes.txt", "70 t of wheat"),
        ("Маршрут.CSV", "rank,leg,kind"),
    ],
)
def test_the_file_is_written_in_the_format_of_its_suffix(
    ask: Ask, tmp_path: Path, name: str, begins: str
) -> None:
    path = tmp_path / name
    said = ask(*SMALL, "--out", path)
    assert (said.code, said.out) == (0, "")
    assert said.err == f"written: {path}\n"
    assert path.read_text(encoding="utf-8").startswith(begins)


def test_a_format_asked_for_goes_before_the_suffix(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "routes.txt"
    assert ask(*SMALL, "--format", "csv", "--out", path).code == 0
    assert path.read_text(encoding="utf-8").startswith("rank,leg,kind")


def test_a_map_is_one_file_beside_the_answer(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "route.html"
    said = ask(*SMALL, "--map", path)
    assert said.code == 0
    assert said.out.startswith("70 t of wheat")
    assert said.err.startswith(f"map: {path} (")
    assert path.read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html>")


# -- an honest no ---------------------------------------------------------------------------


def test_no_route_is_an_answer_with_reasons_and_its_own_exit_code(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "route.html"
    said = ask(*SMALL, "--max-hours", 24, "--map", path)
    assert said.code == 3
    assert "No route.\n- max-hours: no route takes 24 h or less; the fastest takes" in said.out
    assert said.err == f"note: no map written to {path}: there is no route\n"
    assert not path.exists()
    answer = json.loads(ask(*SMALL, "--max-hours", 24, "--format", "json").out)
    assert (answer["status"], answer["routes"]) == ("infeasible", [])
    assert answer["reasons"][0]["rule"] == "max-hours"


@pytest.mark.parametrize("format_", ["csv", "geojson"])
def test_a_format_without_room_for_reasons_leaves_them_on_stderr(ask: Ask, format_: str) -> None:
    said = ask(*SMALL, "--max-hours", 24, "--format", format_)
    assert said.code == 3
    assert "- max-hours: no route takes 24 h or less; the fastest takes" in said.err
    assert "max-hours" not in said.out


def test_a_frontier_that_no_route_is_on_is_a_no_too(ask: Ask) -> None:
    assert ask(*SMALL, "--frontier", "--max-hours", 24).code == 3


def test_a_no_can_be_certified(ask: Ask) -> None:
    said = ask(*SMALL, "--max-hours", 24, "--certify")
    assert said.code == 3
    assert "agrees" in said.out


# -- names ----------------------------------------------------------------------------------


def test_names_may_be_written_in_any_language(ask: Ask) -> None:
    latin = ask(*SMALL)
    russian = ask("route", "Костанай", "Ходжент", "--cargo", "пшеница", "--tonnes", "70")
    local = ask("route", "Қостанай", "Хуҷанд", "--cargo", "бидай", "--tonnes", "70")
    assert latin.out == russian.out == local.out
    assert russian.err == local.err == ""


def test_a_misspelt_name_is_taken_with_a_note(ask: Ask) -> None:
    said = ask("route", "Kostany", "khujand", "--cargo", "wheet", "--tonnes", "70")
    assert said.code == 0
    assert said.err.splitlines() == [
        "note: 'Kostany' taken as kz-kostanay",
        "note: 'wheet' taken as c-1001-kz-tj",
    ]
    assert said.out == ask(*SMALL).out


def test_the_cargo_is_that_of_the_direction(ask: Ask) -> None:
    north = document(ask, "route", "dushanbe", "almaty", "--cargo", "cement", "--tonnes", "60")
    south = document(ask, "route", "almaty", "dushanbe", "--cargo", "cement", "--tonnes", "60")
    assert north["request"]["cargo"] == "c-2523-tj-kz"
    assert south["request"]["cargo"] == "c-2523-kz-tj"


# -- one's own facts ------------------------------------------------------------------------


def test_ones_own_row_replaces_the_shipped_one(ask: Ask, own_facts: Callable[..., Path]) -> None:
    row = {"uz-tj-bekabad-nov": {"status": "closed", "freight_allowed": "no"}}
    folder = own_facts("crossings", row)
    rail = (*SMALL, "--mode", "rail", "--limit", "1")
    shipped = document(ask, *rail)
    own = json.loads(ask(*rail, "--facts", folder, "--format", "json").out)
    assert "uz-tj-bekabad-nov" in shipped["routes"][0]["crossings"]
    assert all("uz-tj-bekabad-nov" not in route["crossings"] for route in own["routes"])
    assert own["facts_version"] != shipped["facts_version"]


def test_a_hostile_name_of_ones_own_place_is_printed_as_it_is_written(
    ask: Ask, own_facts: Callable[..., Path]
) -> None:
    evil = '=HYPERLINK("http://evil")<script>alert(1)</script>'
    folder = own_facts("places", {"kz-kostanay": {"name_en": evil, "aliases": "@SUM(A1)"}})
    said = ask(*SMALL, "--facts", folder)
    assert said.code == 0
    assert f"from {evil} (kz-kostanay)" in said.out
    table = ask(*SMALL, "--facts", folder, "--format", "csv").out
    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+@\t\r")]
    assert ask("route", "@SUM(A1)", "khujand", "--cargo", "wheat", "--tonnes", "5",
               "--facts", folder).code == 0  # fmt: skip


@pytest.mark.parametrize("letter", ["\xa0", "\u2028"])
def test_an_unusual_blank_in_ones_own_facts_leaves_the_document_as_it_is(
    ask: Ask, own_facts: Callable[..., Path], tmp_path: Path, letter: str
) -> None:
    name = f"loading at{letter}the mill"
    folder = own_facts("parameters", {"load-road-h": {"name": name}})
    words = (*SMALL, "--mode", "road", "--limit", "1", "--facts", folder, "--format", "json")
    path = tmp_path / "routes.json"
    said = ask(*words)
    assert ask(*words, "--out", path).code == 0
    assert said.out == path.read_text(encoding="utf-8")
    bases = {h["basis"] for r in json.loads(said.out)["routes"] for leg in r["legs"]
             for h in leg["hours"]}  # fmt: skip
    assert name in bases


def test_a_name_cannot_give_orders_to_the_terminal(
    ask: Ask, own_facts: Callable[..., Path]
) -> None:
    """A place whose name clears the screen is either refused or shown harmlessly."""
    folder = own_facts("places", {"kz-kostanay": {"name_en": "Kosta\x1b[2Jnay\x07"}})
    said = ask(*SMALL, "--facts", folder)
    assert "Traceback" not in said.err
    assert said.code in (0, 2)
    assert not set("\x1b\x07") & set(said.out + said.err)
