"""A short answer loads no heavy library: that keeps the command line instant."""

import sys

import pytest

from tests.contract.project import CORRIDORS, QUESTION, run, said

HEAVY = frozenset(
    {
        "babel",
        "branca",
        "distributed",
        "folium",
        "geopandas",
        "jinja2",
        "matplotlib",
        "networkx",
        "numba",
        "numpy",
        "offlinefolium",
        "openpyxl",
        "ortools",
        "pandas",
        "polars",
        "pyarrow",
        "pyogrio",
        "pyproj",
        "rapidfuzz",
        "requests",
        "rich",
        "shapely",
    }
)

LOADED = """
import sys
from corridors.cli import main
try:
    main()
finally:
    print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("route", "--help"),
        QUESTION,
        (*QUESTION, "--format", "json"),
        (*QUESTION, "--format", "csv"),
        (*QUESTION, "--frontier"),
        (*QUESTION, "--explain"),
        (*QUESTION, "--depart", "2026-12-28T08:00"),
        ("depart", *QUESTION[1:], "--from", "2026-12-28", "--to", "2026-12-29"),
    ],
    ids=" ".join,
)
def test_a_plain_answer_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    done = run(sys.executable, "-c", LOADED, *arguments)
    assert done.returncode == 0, said(done)
    assert done.stdout
    loaded = set(done.stderr.splitlines()[-1].split())
    assert "corridors" in loaded
    assert sorted(loaded & HEAVY) == []


@pytest.mark.parametrize("package", ["corridors", "maps", "network_data"])
def test_importing_a_package_loads_nothing_heavy(package: str) -> None:
    code = f"import sys, {package}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = run(sys.executable, "-c", code)
    assert done.returncode == 0, said(done)
    assert sorted(set(done.stdout.split()) & (HEAVY | {"click"})) == []


def test_help_lists_every_command_and_each_has_help_of_its_own() -> None:
    listed = run(CORRIDORS, "--help")
    assert listed.returncode == 0, said(listed)
    for command in (
        "route", "depart", "batch", "demand", "scenario", "map", "distance", "places", "cargoes",
        "vehicles", "facts",
    ):  # fmt: skip
        assert f"\n  {command} " in listed.stdout
        own = run(CORRIDORS, command, "--help")
        assert own.returncode == 0, said(own)
        assert "Usage: corridors" in own.stdout


def test_module_and_script_are_the_same_program() -> None:
    by_script = run(CORRIDORS, "--version")
    by_module = run(sys.executable, "-m", "corridors", "--version")
    assert by_script.stdout.startswith("corridors, version ")
    assert by_script.stdout == by_module.stdout


@pytest.mark.parametrize(
    "arguments",
    [(*QUESTION, "--format", "json"), (*QUESTION, "--frontier", "--explain")],
    ids=["json", "explained frontier"],
)
def test_the_same_question_gets_the_same_bytes(arguments: tuple[str, ...]) -> None:
    """Python orders its sets anew in every process, unless it is told how."""
    answers = {run(CORRIDORS, *arguments, env={"PYTHONHASHSEED": s}).stdout for s in "012"}
    assert len(answers) == 1
    assert answers != {""}
