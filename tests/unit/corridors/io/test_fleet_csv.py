"""A fleet comes from a spreadsheet, and what is wrong with it is said cell by cell."""

from collections.abc import Callable
from pathlib import Path

import pytest

from corridors.io.fleet_csv import read_fleet
from corridors.model.fleet import Fleet, OwnVehicle
from network_data import Facts, FactsError, load_facts

HEADER = "id,vehicle,registration,payload_t,rate_usd_per_km,hire_usd_per_day,empty_return,count"
Write = Callable[..., Path]


@pytest.fixture(scope="module")
def facts() -> Facts:
    return load_facts()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to(*lines: str, encoding: str = "utf-8", ends: str = "\n") -> Path:
        path = tmp_path / "fleet.csv"
        path.write_bytes((ends.join(lines) + ends).encode(encoding))
        return path

    return to


def problems(path: Path, facts: Facts) -> list[str]:
    with pytest.raises(FactsError) as refused:
        read_fleet(path, facts)
    return [str(problem) for problem in refused.value.problems]


def test_a_row_is_an_own_vehicle(write: Write, facts: Facts) -> None:
    path = write(
        HEADER,
        "own-tipper,trk-grain,KZ,25.5,1.1,,1,12",
        "own-hopper,wag-hopper-19-4109,,,0.2,5,0,",
    )
    assert read_fleet(path, facts) == Fleet((
        OwnVehicle("own-tipper", "trk-grain", ("KZ",), 25.5, 1.1, None, True, 12),
        OwnVehicle("own-hopper", "wag-hopper-19-4109", (), None, 0.2, 5, False, None),
    ))  # fmt: skip


def test_a_file_from_a_russian_spreadsheet_is_read(write: Write, facts: Facts) -> None:
    """Semicolons, decimal commas, a byte order mark, Windows line ends, empty lines below."""
    path = write(
        HEADER.replace(",", ";"),
        "own-tipper;trk-grain;kz;25,5;1,1;;1;12",
        ";;;;;;;",
        "",
        encoding="utf-8-sig",
        ends="\r\n",
    )
    assert read_fleet(path, facts).vehicles == (
        OwnVehicle("own-tipper", "trk-grain", ("KZ",), 25.5, 1.1, None, True, 12),
    )


def test_two_columns_will_do_in_any_order_and_case(write: Write, facts: Facts) -> None:
    path = write("Vehicle, ID", "wag-reefer, own-reefer")
    assert read_fleet(path, facts).vehicles == (OwnVehicle("own-reefer", "wag-reefer"),)


def test_a_quoted_decimal_comma_is_one_among_commas(write: Write, facts: Facts) -> None:
    path = write("id,vehicle,rate_usd_per_km", 'own-1,wag-reefer,"0,25"')
    assert read_fleet(path, facts).vehicles[0].rate_usd_per_km == 0.25


def test_every_bad_cell_is_named_at_once(write: Write, facts: Facts) -> None:
    path = write(
        HEADER,
        "own-1,trk-grian,KZ,25,1,,0,0",
        "Own 2,trk-grain,,heavy,-1,,yes,2.5",
        "own-3,trk-grain,RU,25,1,,0,3",
        ",,KZ,25,1,,0,3",
        "own-5,trk-grain,KZ,25",
        "own-6,trk-grain,KZ,25,,,1,3",
        "own-7,wag-reefer,KZ,,,,,",
        "own-8,wag-reefer,,,,,,",
        "own-8,wag-thermos,,,,,,",
        "own-9,wag-reefer,,1_0,,1e400,,",
    )
    said = problems(path, facts)
    assert said == [
        "fleet.csv:2 count: 0 vehicles is out of range; give 1 to 100,000",
        "fleet.csv:2 vehicle: no vehicle type 'trk-grian'; did you mean trk-grain?",
        "fleet.csv:3 id: 'Own 2' is no id; write small Latin letters, digits and hyphens, as"
        " own-truck-1",
        "fleet.csv:3 payload_t: 'heavy' is not a number; write digits, as in 12.5",
        "fleet.csv:3 rate_usd_per_km: -1 USD/km is out of range; give 0 to 1,000",
        "fleet.csv:3 count: '2.5' is not a whole number",
        "fleet.csv:3 empty_return: 'yes' is neither 1 (yes) nor 0 (no)",
        "fleet.csv:3 registration: is empty, but fees depend on it; give one of KZ, KG, UZ, TJ",
        "fleet.csv:4 registration: no trucks of 'RU' in the facts; give one of KZ, KG, UZ, TJ",
        "fleet.csv:5 id: is empty, but every row needs it",
        "fleet.csv:5 vehicle: is empty, but every row needs it",
        "fleet.csv:6: has 4 cells, the header 8; quote cells that hold the dividing sign, keep"
        " the signs of empty ones",
        "fleet.csv:7 empty_return: the way back is priced at the rate; give rate_usd_per_km, or"
        " 0 here",
        "fleet.csv:8 registration: wagons and containers have no registration; leave it empty",
        "fleet.csv:10 id: 'own-8' is a vehicle of own vehicle 'own-8' already; choose another id",
        "fleet.csv:11 payload_t: '1_0' is not a number; write digits, as in 12.5",
        "fleet.csv:11 hire_usd_per_day: inf USD/day is out of range; give 0 to 100,000",
    ]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["id,vehicle"], "fleet.csv: holds no vehicle; write a row for each kind"),
        ([""], "fleet.csv: is empty; begin it with the header row of the table"),
        (["id;payload"], "fleet.csv:1 vehicle: the column is missing; add it to the header"),
        (["id,vehicle,payload"], "fleet.csv:1 payload: no such column; did you mean payload_t?"),
        (["id,vehicle,id"], "fleet.csv:1 id: the column stands twice; keep one"),
        (["id,vehicle", 'a,"b'], "fleet.csv:2: a quotation mark is opened and never closed"),
    ],
)
def test_a_file_without_sense_is_refused_as_a_whole(
    write: Write, facts: Facts, lines: list[str], says: str
) -> None:
    assert any(line.startswith(says) for line in problems(write(*lines), facts))


def test_a_file_in_another_encoding_is_refused(write: Write, facts: Facts) -> None:
    (line,) = problems(write("id,vehicle", "грузовик,trk-grain", encoding="cp1251"), facts)
    assert "is not UTF-8; save the file as CSV UTF-8" in line


def test_a_file_that_is_not_there_is_said(tmp_path: Path, facts: Facts) -> None:
    (line,) = problems(tmp_path / "none.csv", facts)
    assert line.startswith("none.csv: cannot be read (no such file")
    (line,) = problems(tmp_path, facts)
    assert "is a directory" in line
