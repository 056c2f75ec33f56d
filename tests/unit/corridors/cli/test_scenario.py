"""``corridors scenario`` and ``--scenario``: listed, shown, checked, compared, answered under."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from corridors.io.scenario_toml import scenario_names
from network_data import load_facts
from tests.unit.corridors.cli.conftest import Ask

QUESTION = ("route", "kostanay", "khujand", "--cargo", "wheat", "--tonnes", 1340, "--limit", 1)
QUEUE = "saryagash-queue-2025"


@pytest.fixture
def mine(tmp_path: Path) -> Callable[[str], str]:
    """Write a scenario of one's own."""

    def write(text: str) -> str:
        path = tmp_path / "mine.toml"
        path.write_text('title = "Mine"\n' + text, encoding="utf-8")
        return str(path)

    return write


def test_every_shipped_scenario_is_listed(ask: Ask) -> None:
    said = ask("scenario", "list")
    assert said.code == 0
    listed = [line.split()[0] for line in said.out.splitlines()[2:]]
    assert listed == list(scenario_names())


def test_a_scenario_is_shown_with_its_sources(ask: Ask) -> None:
    said = ask("scenario", "show", QUEUE)
    assert said.code == 0
    assert "1. add b-peak-rail-saryagash-jam [derived]" in said.out
    assert "source vb-453259:" in said.out


@pytest.mark.parametrize("name", ["tajik-dry-ports-open", "exports-85-goods", "export-ban-grain"])
def test_every_kind_of_edit_is_told_in_words(ask: Ask, name: str) -> None:
    said = ask("scenario", "show", name)
    assert said.code == 0
    expected = {
        "tajik-dry-ports-open": "includes tursunzoda-terminal-open",
        "exports-85-goods": "value_usd shared over them in proportion",
        "export-ban-grain": "to those who enter KG, TM, UZ; for grain, milling",
    }
    assert expected[name] in said.out


def test_a_sound_file_is_told_to_be_so(ask: Ask, mine: Callable[[str], str]) -> None:
    said = ask("scenario", "check", mine('[[close]]\nids = "uz-tj-bekabad-nov"\n'))
    assert said.code == 0
    assert said.out.startswith("no problems: 1 edit, 1 row changed (1 in crossings); facts ")


def test_an_edit_without_effect_is_noted(ask: Ask, mine: Callable[[str], str]) -> None:
    said = ask("scenario", "check", mine('[[remove]]\nbarriers = "b-now-doc-tir"\n'))
    assert "note: b-now-doc-tir has neither hours nor dollars: nothing changes" in said.out


def test_every_fault_of_a_file_is_told_and_the_code_is_2(
    ask: Ask, mine: Callable[[str], str]
) -> None:
    path = mine('[[close]]\nids = ["uz-tj-bekabat-nov"]\n\n[[remove]]\nbarriers = "b-nowhere"\n')
    for words in (("scenario", "check", path), (*QUESTION, "--scenario", path),
                  ("distance", "kostanay", "khujand", "--mode", "rail", "--scenario", path),
                  ("demand", "--scenario", path)):  # fmt: skip
        said = ask(*words)
        assert said.code == 2
        assert said.out == ""
        lines = said.err.splitlines()
        assert lines[0].startswith("mine.toml:3 ids: no crossing, link or terminal")
        assert lines[1].startswith("mine.toml:6 barriers: no barrier 'b-nowhere'")


def test_a_misspelt_scenario_is_offered_the_nearest(ask: Ask) -> None:
    assert "did you mean winter?" in ask(*QUESTION, "--scenario", "wintr").refusal()
    assert "did you mean winter?" in ask("scenario", "show", "wintr").refusal()


def test_a_hostile_file_gives_no_orders_to_the_terminal(
    ask: Ask, mine: Callable[[str], str]
) -> None:
    path = mine('note = "\\u001b[2J"\n[[close]]\nids = ["\\u001b[31m", "\\u202e"]\n')
    said = ask("scenario", "check", path)
    assert said.code == 2
    assert "\x1b" not in said.err
    assert "\u202e" not in said.err
    assert "\x1b" not in ask("scenario", "show", path).out


def test_what_a_scenario_changes_is_compared_cell_by_cell(ask: Ask) -> None:
    said = ask("scenario", "diff", "kg-tj-closed")
    rows = [line.split() for line in said.out.splitlines()[2:]]
    assert ["crossings", "kg-tj-karamyk", "status", "open", "closed"] in rows
    assert len(rows) == 4


def test_a_scenario_does_not_differ_from_itself(ask: Ask) -> None:
    assert ask("scenario", "diff", QUEUE, QUEUE).out == (
        f"no difference between {QUEUE} and {QUEUE}\n"
    )
    document = json.loads(ask("scenario", "diff", QUEUE, QUEUE, "--format", "json").out)
    assert document["differences"] == []
    assert document["before"] == document["after"]


def test_a_built_row_is_one_difference(ask: Ask, tmp_path: Path) -> None:
    out = tmp_path / "diff.json"
    assert (
        ask("scenario", "diff", "khatlon-centre-open", "--format", "json", "--out", out).code == 0
    )
    (cell,) = json.loads(out.read_text(encoding="utf-8"))["differences"]
    assert (cell["table"], cell["id"], cell["column"]) == (
        "terminals", "term-tj-khatlon-centre", "",
    )  # fmt: skip
    assert cell["before"] is None
    assert cell["after"]["rail_place"] == "tj-bokhtar"


# -- answers under scenarios ----------------------------------------------------------------


def test_an_answer_says_under_which_scenarios_it_holds(ask: Ask) -> None:
    text = ask(*QUESTION, "--scenario", QUEUE, "--scenario", "uty-discount-tj")
    assert text.code == 0
    assert f"under the scenario {QUEUE} + uty-discount-tj" in text.out
    assert f"note: under scenario {QUEUE}: Saryagash with the queue" in text.err
    asked = (*QUESTION, "--format", "json")
    plain = json.loads(ask(*asked).out)
    under = json.loads(ask(*asked, "--scenario", QUEUE).out)
    assert (plain["scenario"], under["scenario"]) == ("baseline", QUEUE)
    assert plain["facts_version"] != under["facts_version"]
    drawn = json.loads(ask(*QUESTION, "--format", "geojson", "--scenario", QUEUE).out)
    assert drawn["scenario"] == QUEUE
    hours = [answer["routes"][0]["transit_h"] for answer in (plain, under)]
    assert hours[1] - hours[0] == pytest.approx(132.0)


def test_an_explanation_names_the_scenario_as_a_source(ask: Ask) -> None:
    said = ask(*QUESTION, "--scenario", QUEUE, "--explain")
    assert "132.00 h" in said.out
    assert f"scenario-{QUEUE}, vb-453259" in said.out
    assert f"scenario-{QUEUE}: Saryagash with the queue of November" in said.out


def test_a_scenario_without_effect_is_noted_as_such(ask: Ask, mine: Callable[[str], str]) -> None:
    km = load_facts().crossings["kz-uz-saryagash-keles"].km
    path = mine(f'[[change]]\nids = "kz-uz-saryagash-keles"\nset = {{ km = {km} }}\n')
    assert "no difference between baseline" in ask("scenario", "diff", path).out
    assert "note: under scenario mine: nothing changes" in ask(*QUESTION, "--scenario", path).err


def test_departures_and_distances_are_asked_under_scenarios(ask: Ask) -> None:
    window = ("--from", "2026-12-28", "--to", "2026-12-28", "--step", 24)
    question = ("depart", *QUESTION[1:-2], *window, "--format", "json")
    plain, under = (json.loads(ask(*question, *more).out) for more in ((), ("--scenario", QUEUE)))
    assert (plain["scenario"], under["scenario"]) == ("baseline", QUEUE)


def test_dushanbe_to_bokhtar_led_through_uzbekistan_before_the_line_was_built(ask: Ask) -> None:
    """Printed are 119 km direct and 432 km by Uzbekistan (b-hist-rail-split-network)."""
    way = ("distance", "tj-dushanbe-1", "tj-bokhtar", "--mode", "rail", "--format", "json")
    now = json.loads(ask(*way).out)["km"]
    before = json.loads(ask(*way, "--scenario", "without-vahdat-yovon").out)["km"]
    assert now == pytest.approx(119, rel=0.08)
    assert before == pytest.approx(432, rel=0.08)


def test_no_route_under_a_scenario_is_explained(ask: Ask) -> None:
    said = ask(*QUESTION, "--scenario", "export-ban-grain")
    assert said.code == 3
    assert "No route." in said.out
    assert "under the scenario export-ban-grain" in said.out
