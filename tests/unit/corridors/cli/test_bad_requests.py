"""A bad request gets one clear line on stderr, exit code 2, and no traceback."""

from pathlib import Path

import pytest

from network_data.schema import TABLES_DIR
from tests.unit.corridors.cli.conftest import Ask

ENDS = ("route", "kostanay", "khujand")
WHEAT = (*ENDS, "--cargo", "wheat")
SMALL = (*WHEAT, "--tonnes", "70")


@pytest.mark.parametrize("tonnes", ["-5", "0", "nan", "inf", "-inf", "1e308"])
def test_a_mass_that_nobody_can_ship(ask: Ask, tonnes: str) -> None:
    line = ask(*WHEAT, "--tonnes", tonnes).refusal()
    assert line.startswith("corridors: tonnes: ")
    assert "give a mass above 0" in line


def test_a_place_that_nobody_knows(ask: Ask) -> None:
    line = ask("route", "Xyzzyq", "khujand", "--cargo", "wheat", "--tonnes", "70").refusal()
    assert line == "corridors: no place 'Xyzzyq'"


def test_a_place_that_only_comes_close(ask: Ask) -> None:
    line = ask("route", "kostanay", "Khujant", "--cargo", "wheat", "--tonnes", "70").refusal()
    assert line == "corridors: no place 'Khujant'; did you mean tj-khujand?"


def test_a_cargo_that_nobody_ships(ask: Ask) -> None:
    assert ask(*ENDS, "--cargo", "zzz", "--tonnes", "70").refusal() == "corridors: no cargo 'zzz'"


def test_a_group_of_cargoes(ask: Ask) -> None:
    line = ask(*ENDS, "--cargo", "grain", "--tonnes", "70").refusal()
    assert line.startswith("corridors: 'grain' may be cargo ")
    assert line.endswith("; use the id")


@pytest.mark.parametrize("empty", ["", "  "])
def test_a_name_of_nothing(ask: Ask, empty: str) -> None:
    assert "is empty" in ask("route", empty, "khujand", "--cargo", "wheat",
                             "--tonnes", "70").refusal()  # fmt: skip
    assert "is empty" in ask(*ENDS, "--cargo", empty, "--tonnes", "70").refusal()
    assert "is empty" in ask(*SMALL, "--avoid", empty).refusal()


def test_a_name_with_control_characters_stays_on_its_line(ask: Ask) -> None:
    line = ask("route", "a\nb\x1b[2J", "khujand", "--cargo", "wheat", "--tonnes", "70").refusal()
    assert "\x1b" not in line


def test_a_very_long_name(ask: Ask) -> None:
    line = ask("route", "y" * 50_000, "khujand", "--cargo", "wheat", "--tonnes", "70").refusal()
    assert len(line) < 200


@pytest.mark.parametrize("end", ["khujand", "Хуҷанд", "tj-khujand"])
def test_the_same_origin_and_destination(ask: Ask, end: str) -> None:
    line = ask("route", "khujand", end, "--cargo", "wheat", "--tonnes", "70").refusal()
    assert line == "corridors: origin and destination are the same place; give two places"


@pytest.mark.parametrize("where", ["95,10", "10,200", "nan,63"])
def test_coordinates_off_the_globe(ask: Ask, where: str) -> None:
    line = ask("route", where, "khujand", "--cargo", "wheat", "--tonnes", "70").refusal()
    assert "is not a position: give latitude,longitude" in line


def test_coordinates_far_from_everything(ask: Ask) -> None:
    line = ask("route", "10,10", "khujand", "--cargo", "wheat", "--tonnes", "70").refusal()
    assert "no place within 50 km of 10,10; the nearest is " in line


def test_avoiding_what_must_be_passed(ask: Ask) -> None:
    line = ask(*SMALL, "--avoid", "KG", "--via", "Kyrgyzstan").refusal()
    assert line == "corridors: 'KG' cannot be both avoided and passed"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--limit", "0"), "limit: 0 routes cannot be given; give 1 to 50"),
        (("--limit", "-3"), "limit: -3 routes cannot be given"),
        (("--limit", "51"), "limit: 51 routes cannot be given"),
        (("--frontier", "--objective", "time"), "--frontier is over cost and time"),
        (("--max-hours", "0"), "max hours: 0 h is no limit"),
        (("--max-hours", "nan"), "max hours: nan h is no limit"),
        (("--max-cost", "-1"), "max cost: -1 USD is no limit"),
        (("--value", "-1"), "value: -1 USD/t is not a price"),
        (("--value", "inf"), "value: inf USD/t is not a price"),
        (("--radius", "-1"), "radius: -1 km is no limit"),
        (("--radius", "9999"), "radius: at most 500 km"),
        (("--vehicle", "spaceship"), "no vehicle 'spaceship'"),
        (("--avoid", "uz-tj-bekabad"), "did you mean"),
        (("--via", "nowhere at all"), "no place, crossing, terminal or country"),
        (tuple(w for p in ("osh", "almaty", "taraz", "shymkent", "aral", "aktobe")
               for w in ("--via", p)), "via: at most 4"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)  # fmt: skip
def test_an_option_that_makes_no_sense(ask: Ask, words: tuple[str, ...], says: str) -> None:
    assert says in ask(*SMALL, *words).refusal()


@pytest.mark.parametrize(
    "words",
    [
        ("route",),
        ENDS,
        (*WHEAT, "--tonnes", "many"),
        (*SMALL, "--mode", "canal"),
        (*SMALL, "--objective", "beauty"),
        (*SMALL, "--format", "xml"),
        (*SMALL, "--limit", "two"),
        (*SMALL, "--no-such-option"),
        ("rout",),
        ("distance", "kostanay", "khujand"),
    ],
    ids=" ".join,
)
def test_words_that_the_command_line_does_not_know(ask: Ask, words: tuple[str, ...]) -> None:
    said = ask(*words)
    assert said.code == 2
    assert said.out == ""
    assert "Error: " in said.err
    assert "Traceback" not in said.err


def test_a_misspelt_command_is_asked_about(ask: Ask) -> None:
    assert "No such command 'rout'. Did you mean 'route'?" in ask("rout").err


# -- files that cannot be written -----------------------------------------------------------


@pytest.mark.parametrize("option", ["--out", "--map"])
def test_a_file_in_a_folder_that_is_not_there(ask: Ask, tmp_path: Path, option: str) -> None:
    path = tmp_path / "nowhere" / "route.html"
    said = ask(*SMALL, option, path)
    assert said.code == 2
    (line,) = said.err.splitlines()
    assert line.startswith("corridors: cannot write ")
    assert str(path) in line
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", ["--out", "--map"])
def test_a_folder_in_place_of_a_file(ask: Ask, tmp_path: Path, option: str) -> None:
    said = ask(*SMALL, option, tmp_path)
    assert said.code == 2
    (line,) = said.err.splitlines()
    assert line.startswith("corridors: cannot write ")
    assert list(tmp_path.iterdir()) == []
    assert not list(tmp_path.parent.glob(".*.part"))


@pytest.mark.parametrize("option", ["--out", "--map"])
def test_a_folder_that_nobody_may_write_to(ask: Ask, option: str) -> None:
    said = ask(*SMALL, option, "/proc/route.html")  # not even root may
    assert said.code == 2
    (line,) = said.err.splitlines()
    assert line.startswith("corridors: cannot write ")


# -- facts that cannot be read --------------------------------------------------------------

HEADER = Path(TABLES_DIR, "crossings.csv").read_bytes().splitlines()[0]


def test_a_facts_folder_that_is_not_there(ask: Ask, tmp_path: Path) -> None:
    folder = tmp_path / "nowhere"
    line = ask(*SMALL, "--facts", folder).refusal()
    assert line == f"{folder}: no such directory; give one that holds tables"


def test_a_file_in_place_of_the_facts_folder(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "facts.csv"
    path.write_text("id\n")
    assert "is a file; give the directory" in ask(*SMALL, "--facts", path).refusal()


def test_a_facts_folder_without_a_table(ask: Ask, tmp_path: Path) -> None:
    assert "holds no table" in ask(*SMALL, "--facts", tmp_path).refusal()


def test_a_table_of_an_unknown_name(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "crossing.csv").write_bytes(HEADER)
    line = ask(*SMALL, "--facts", tmp_path).refusal()
    assert line.startswith("crossing.csv: no table of this name")
    assert "crossings.csv" in line


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "crossings.csv: is empty"),
        (b"\x00\x01\x02", "crossings.csv:1: holds a NUL byte"),
        (HEADER + b'\n"uz-tj-bekabad-nov,', "quotation mark is opened and never closed"),
        (HEADER + b"\n\xff\xfe\xfd", "is not UTF-8; save the file as CSV UTF-8"),
        ("id,a\n".encode("utf-16"), "is UTF-16; save it as CSV UTF-8"),
        (HEADER + b"\nuz-tj-bekabad-nov,Bekabad\n", "has 2 cells, the header"),
        (HEADER.replace(b",", b";"), "cells are divided by semicolons"),
    ],
    ids=["empty", "binary", "open quote", "not UTF-8", "UTF-16", "short row", "semicolons"],
)
def test_a_table_that_is_no_table(ask: Ask, tmp_path: Path, data: bytes, says: str) -> None:
    (tmp_path / "crossings.csv").write_bytes(data)
    assert says in ask(*SMALL, "--facts", tmp_path).refusal()


def test_a_folder_in_place_of_a_table(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "crossings.csv").mkdir()
    line = ask(*SMALL, "--facts", tmp_path).refusal()
    assert line.startswith("crossings.csv: is a directory")


def test_every_cell_that_cannot_be_understood_is_told(ask: Ask, tmp_path: Path) -> None:
    columns = HEADER.decode().split(",")

    def row(id: str, **cells: str) -> str:
        return ",".join({"id": id, **cells}.get(column, "") for column in columns)

    rows = [row("x-1", km="far"), row("x-2", km="1", wait_h_a_to_b="long")]
    (tmp_path / "crossings.csv").write_text("\n".join([HEADER.decode(), *rows]) + "\n")
    said = ask(*SMALL, "--facts", tmp_path)
    assert said.code == 2
    assert said.out == ""
    assert any(line.startswith("crossings.csv:2 km: ") for line in said.err.splitlines())
    assert any(line.startswith("crossings.csv:3 wait_h_a_to_b: ") for line in said.err.splitlines())


def test_an_internal_error_is_one_line_too(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    from corridors.cli import route

    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(route, "find_routes", fails)
    said = ask(*SMALL)
    assert (said.code, said.out) == (1, "")
    assert said.err == (
        "corridors: internal error: ZeroDivisionError: division by zero;"
        " set CORRIDORS_DEBUG=1 to see where\n"
    )


def test_who_stops_a_command_sees_no_traceback(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    from corridors.cli import route

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(route, "find_routes", interrupted)
    said = ask(*SMALL)
    assert said.code == 1
    assert said.err.strip() in ("stopped", "Aborted!")
