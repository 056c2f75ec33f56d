"""Own vehicles on the command line: a small command of its own shows what they come to."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from corridors.cli.fleet_options import (
    OwnGiven,
    facts_with_own,
    notice_left_out,
    with_fleet_options,
)
from corridors.cli.options import open_facts
from corridors.errors import RequestError
from corridors.model.shipment import Shipment


@click.command()
@click.option("--vehicle", "vehicles", multiple=True)
@with_fleet_options
def own_vehicles(vehicles: tuple[str, ...], own: OwnGiven) -> None:
    """Say what stands in the facts of the vehicles to keep to."""
    found = facts_with_own(*open_facts(None), vehicles, own)
    notice_left_out(found.facts, Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 1340))
    for name in found.vehicles or [v for v in found.facts.vehicles if v.startswith("own")]:
        vehicle = found.facts.vehicles[name]
        rows = [r for r in found.facts.tariffs.values() if r.vehicle_ids == (name,)]
        prices = [f"{row.basis} {row.per_km_usd:.3g}" for row in rows]
        click.echo(f"{name} {vehicle.payload_t:g} {'+'.join(vehicle.registrations)} {prices}")


def said(*words: str) -> str:
    ended = CliRunner().invoke(own_vehicles, words, catch_exceptions=False)
    assert ended.exit_code == 0, ended.output
    return ended.output.strip()


def test_a_named_vehicle_becomes_ones_own() -> None:
    assert said("--vehicle", "trk-grain", "--payload", "25", "--rate", "1.1") == (
        "own-trk-grain 25 KZ+KG+UZ+TJ ['linehaul 1.1']"
    )


def test_a_named_registration_is_kept() -> None:
    assert said("--vehicle", "trk-grain-tj", "--rate", "1", "--empty-return") == (
        "own-trk-grain 24 TJ ['linehaul 1', 'empty_return_per_km 1']"
    )


def test_own_wagons_are_paid_beside_the_railway() -> None:
    assert said("--vehicle", "wag-hopper-19-4109", "--rate", "0.2", "--empty-return") == (
        "own-wag-hopper-19-4109 70  ['own_per_km 0.2', 'empty_return_per_km 0.46']"
    )


def test_a_payload_alone_is_an_own_vehicle_too() -> None:
    assert said("--vehicle", "wag-hopper-19-4109", "--payload", "68").startswith("own-wag")


def test_vehicles_are_kept_as_they_are_without_these_options() -> None:
    assert said("--vehicle", "trk-grain") == "trk-grain 24 KZ+KG+UZ+TJ []"
    assert said() == ""


def test_a_fleet_stands_beside_hired_vehicles_and_says_what_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "fleet.csv"
    path.write_text(
        "id,vehicle,registration,rate_usd_per_km,count\n"
        "own-1,trk-grain,KZ,1,55\nown-2,trk-reefer,KZ,1,\n",
        encoding="utf-8",
    )
    lines = said("--fleet", str(path)).splitlines()
    assert sorted(lines) == [
        "note: own-1 is left out: 1,340 t take 56 of them, and there are 55",
        "note: own-2 is left out: such vehicles do not carry wheat",
        "own-1 24 KZ ['linehaul 1']",
        "own-2 20 KZ ['linehaul 1']",
    ]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--rate", "1"), "name its type with one --vehicle, as --vehicle trk-grain"),
        (("--payload", "1", "--vehicle", "trk-grain", "--vehicle", "trk-flat"), "one --vehicle"),
        (("--empty-return",), "are of one own vehicle"),
        (("--vehicle", "trk-grain", "--empty-return"), "give rate_usd_per_km"),
        (("--vehicle", "trk-grain", "--rate", "-1"), "-1 USD/km is out of range"),
        (("--vehicle", "trk-grain", "--rate", "nan"), "nan USD/km is out of range"),
        (("--vehicle", "trk-grain", "--payload", "0"), "0 t is out of range"),
        (("--vehicle", "zzz", "--payload", "20"), "no vehicle 'zzz'"),
        (("--rate", "1", "--fleet", "f.csv"), "give one or the other"),
    ],
)
def test_what_does_not_go_together_is_refused(words: tuple[str, ...], says: str) -> None:
    with pytest.raises(RequestError, match=says):
        CliRunner().invoke(own_vehicles, words, catch_exceptions=False)
