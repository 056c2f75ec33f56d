"""``corridors places | cargoes | vehicles`` and the help."""

import pytest

from corridors.network.names import Names
from network_data import Facts
from tests.unit.corridors.cli.conftest import Ask


def ids(text: str) -> list[str]:
    return [line.split()[0] for line in text.splitlines()[2:]]


@pytest.mark.parametrize("text", ["khujand", "хуҷанд", "Ходжент", "Leninabad", "khujant"])
def test_a_place_is_found_by_any_of_its_names(ask: Ask, text: str) -> None:
    said = ask("places", text)
    assert (said.code, said.err) == (0, "")
    assert "tj-khujand" in ids(said.out)
    assert "Хуҷанд" in said.out
    assert "Худжанд" in said.out


def test_as_many_places_are_shown_as_asked_for(ask: Ask) -> None:
    assert len(ids(ask("places", "kara", "--limit", 3).out)) == 3


def test_a_place_that_nothing_resembles(ask: Ask) -> None:
    assert ask("places", "xyzzyplugh").refusal() == "corridors: no place 'xyzzyplugh'"


def test_every_cargo_is_listed_with_its_modes(ask: Ask, facts: Facts) -> None:
    said = ask("cargoes")
    assert ids(said.out) == list(facts.commodities)
    lines = {line.split()[0]: line for line in said.out.splitlines()[2:]}
    assert lines["c-1001-kz-tj"].endswith("rail+road")
    assert lines["c-2711-kz-tj"].endswith("rail")
    assert lines["c-0102-kz-tj"].endswith("road")
    assert lines["c-2716-tj-kz"].endswith("-")  # electricity


@pytest.mark.parametrize("text", ["wheat", "пшеница", "1001", "гандум", "WHEAT"])
def test_cargoes_are_found_by_name_and_code(ask: Ask, text: str) -> None:
    assert "c-1001-kz-tj" in ids(ask("cargoes", text).out)


def test_a_cargo_that_nobody_ships(ask: Ask) -> None:
    assert ask("cargoes", "zzzz").refusal() == "corridors: no cargo 'zzzz'"


def test_vehicles_of_a_cargo_are_those_that_carry_it(ask: Ask, facts: Facts) -> None:
    listed = ids(ask("vehicles", "--cargo", "wheat").out)
    trucks = [f"trk-grain-{country}" for country in ("kz", "kg", "uz", "tj")]
    assert set(listed) == {
        *(set(facts.commodities["c-1001-kz-tj"].vehicle_ids) - {"trk-grain"}), *trucks,
    }  # fmt: skip


def test_every_vehicle_listed_can_be_asked_for(ask: Ask, names: Names) -> None:
    listed = ids(ask("vehicles").out)
    assert len(listed) == len(set(listed))
    for id in listed:
        assert names.vehicle(id).id == id


def test_vehicles_of_an_unknown_cargo(ask: Ask) -> None:
    assert ask("vehicles", "--cargo", "zzz").refusal() == "corridors: no cargo 'zzz'"


# -- help -----------------------------------------------------------------------------------

COMMANDS = ("route", "distance", "places", "cargoes", "vehicles", "facts")


@pytest.mark.parametrize("words", [("--help",), ("-h",)])
def test_the_help_lists_every_command(ask: Ask, words: tuple[str, ...]) -> None:
    said = ask(*words)
    assert (said.code, said.err) == (0, "")
    assert all(f"  {command} " in said.out for command in COMMANDS)


@pytest.mark.parametrize(
    "words", [(), *((command,) for command in COMMANDS), ("facts", "export")], ids=" ".join
)
def test_examples_in_the_help_stand_on_lines_of_their_own(ask: Ask, words: tuple[str, ...]) -> None:
    text = ask(*words, "--help").out
    assert "\\b" not in text
    for line in text.splitlines():
        assert line.count("corridors ") <= 1 or "Usage" in line


def test_the_version_is_that_of_the_distribution(ask: Ask) -> None:
    from importlib.metadata import version

    assert ask("--version").out == f"corridors, version {version('freight-corridors')}\n"
