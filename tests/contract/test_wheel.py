"""The wheel holds all that is needed, and answers where only Python is installed."""

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.project import BIN, PACKAGES, ROOT, run, said

pytestmark = pytest.mark.wheel

ANSWER = """
import corridors, network_data
facts = network_data.load_facts()
assert len(facts.places) > 100 and len(facts.sources) > 100
assert network_data.__file__.startswith({home!r}), network_data.__file__
shipment = corridors.Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", tonnes=1340)
print(corridors.find_routes(corridors.Network(facts), shipment, limit=1).status.value)
"""
"""The main job by the library alone: neither click nor any other package is there."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as built from this folder, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    done = run(BIN / "hatchling", "build", "-t", "wheel", "-d", folder)
    assert done.returncode == 0, said(done)
    return next(folder.glob("freight_corridors-*.whl"))


@pytest.fixture(scope="module")
def contents(wheel: Path) -> Iterator[zipfile.ZipFile]:
    """The opened wheel."""
    with zipfile.ZipFile(wheel) as opened:
        yield opened


def test_wheel_holds_every_file_of_the_packages_and_nothing_else(
    contents: zipfile.ZipFile,
) -> None:
    packed = {name for name in contents.namelist() if ".dist-info/" not in name}
    here = {
        file.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for file in (ROOT / package).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert packed == here
    assert {f"{package}/py.typed" for package in PACKAGES} <= packed
    assert {
        "network_data/schema.csv",
        "network_data/tables/places.csv",
        "network_data/tables/sources.csv",
        "maps/data/outlines.geojson",
    } <= packed
    assert any(name.startswith("maps/templates/") for name in packed)


def test_wheel_says_what_it_is(contents: zipfile.ZipFile) -> None:
    info = next(n for n in contents.namelist() if n.endswith(".dist-info/METADATA"))
    metadata = contents.read(info).decode()
    assert "Name: freight-corridors\n" in metadata
    assert "Requires-Python: >=3.11\n" in metadata
    assert "License-Expression: Apache-2.0\n" in metadata
    assert "Requires-Dist: folium-offline==0.20.0.2\n" in metadata
    scripts = contents.read(info.replace("METADATA", "entry_points.txt")).decode()
    assert "corridors = corridors.cli:main" in scripts


def test_installed_wheel_finds_a_route_with_nothing_but_python(wheel: Path, tmp_path: Path) -> None:
    made = run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "clean")
    assert made.returncode == 0, said(made)
    python = tmp_path / "clean/bin/python"
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    done = run(*pip, "install", "--quiet", "--no-index", "--no-deps", "--no-compile", wheel)
    assert done.returncode == 0, said(done)
    home = str((tmp_path / "clean").resolve())
    answer = run(python, "-I", "-c", ANSWER.format(home=home), cwd=tmp_path)
    assert answer.returncode == 0, said(answer)
    assert answer.stdout == "optimal\n"
