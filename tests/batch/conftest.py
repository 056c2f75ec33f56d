"""Lists that are quick to answer, and runs in this process or in one of their own."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from corridors.batch import partition
from tests.batch import slow_engine
from tests.contract.project import ROOT

Run = Callable[..., subprocess.CompletedProcess[str]]
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def plain_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs in this process answer row by row with `find_routes`."""
    monkeypatch.setattr(partition, "Engine", slow_engine.Engine)


@pytest.fixture(scope="session")
def grain_list(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """240 shipments of two kinds, a customer beside each; every 30th goes nowhere."""
    lines = ["shipment_id,origin,destination,cargo,tonnes,customer"]
    for number in range(240):
        end = "nowhere" if number % 30 == 7 else "khujand"
        tonnes = (60, 1340)[number % 2]
        lines.append(f'S{number:04d},kostanay,{end},wheat,{tonnes},"Mill, {number % 9}"')
    path = tmp_path_factory.mktemp("lists") / "grain.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a run of its own sees."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "POLARS_MAX_THREADS": "2", **(more or {})}


def command(*words: object) -> list[str]:
    """``corridors`` with the plain engine."""
    return [sys.executable, "-m", "tests.batch.command", *map(str, words)]


@pytest.fixture
def run() -> Run:
    """Run ``corridors`` in a process of its own to its end."""

    def go(
        *words: object, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command(*words), env=environment(env), stdin=subprocess.DEVNULL,
            capture_output=True, encoding="utf-8", timeout=120, check=False,
        )  # fmt: skip

    return go
