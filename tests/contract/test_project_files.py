"""The files of the project hold for any user, on any machine."""

import re
import tomllib
from typing import Any

import pytest
from packaging.requirements import Requirement

from tests.contract.project import ROOT, project_files

# Spelt with [] so that this file does not find itself.
ELSEWHERE = re.compile(
    r"/w[o]rk/|/f[a]rm/|/r[o]ot/|/h[o]me/\w|\.\./s[h]ared|registry\.npmj[s]|pypi\.or[g]"
    r"|files\.pythonhoste[d]|/t[m]p/"
)
PIN = re.compile(
    r"^([A-Za-z0-9._-]+)==(\S+)([^\n]*)((?:\n    --hash=sha256:[0-9a-f]{64}.*)*)", re.M
)
MIB = 1024 * 1024


def canonical(name: str) -> str:
    """A distribution's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture(scope="module")
def files() -> list[str]:
    """Paths of the project's files; an unpacked archive has no list of them."""
    try:
        return project_files()
    except LookupError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def lock() -> str:
    """The locked versions."""
    return (ROOT / "requirements.lock").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    """The ``[project]`` table."""
    with open(ROOT / "pyproject.toml", "rb") as file:
        table: dict[str, Any] = tomllib.load(file)["project"]
    return table


def test_no_file_knows_the_machine_it_was_written_on(files: list[str]) -> None:
    found = [
        f"{name}:{number} {match[0]}"
        for name in files
        if b"\0" not in (content := (ROOT / name).read_bytes())
        for number, line in enumerate(content.decode().splitlines(), 1)
        for match in ELSEWHERE.finditer(line)
    ]
    assert not found


def test_no_file_is_too_large_for_a_repository(files: list[str]) -> None:
    assert not [name for name in files if (ROOT / name).stat().st_size > MIB]


def test_every_locked_version_has_its_hashes_and_no_address(lock: str) -> None:
    pins = PIN.findall(lock)
    assert len(pins) > 30
    assert not [name for name, _, _, hashes in pins if not hashes]
    assert "://" not in lock
    assert "index" not in lock
    rest = PIN.sub("", lock).strip()
    assert not rest, f"not a pinned version: {rest[:200]}"


def test_lock_fits_what_the_project_asks_for(lock: str, project: dict[str, Any]) -> None:
    locked = {canonical(name): version for name, version, _, _ in PIN.findall(lock)}
    extras = project["optional-dependencies"]
    asked = [*project["dependencies"], *(text for extra in extras.values() for text in extra)]
    for text in asked:
        wanted = Requirement(text)
        if wanted.name == project["name"]:
            assert wanted.extras <= set(extras)  # our own extras, whose contents are asked too
            continue
        assert wanted.specifier.contains(locked[canonical(wanted.name)]), text


def test_licence_is_the_whole_apache_licence() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
