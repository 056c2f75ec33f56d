"""The command line, asked in this process and heard on both streams."""

import csv
import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from corridors.cli import main
from network_data.schema import TABLES_DIR


class Said(NamedTuple):
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    def refusal(self) -> str:
        """The one line that a bad request gets, and nothing else."""
        assert self.code == 2, self
        assert "Traceback" not in self.err
        assert self.out == ""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        return lines[0]


Ask = Callable[..., Said]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run ``corridors`` with these words."""
    monkeypatch.delenv("CORRIDORS_DEBUG", raising=False)

    def run(*words: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["corridors", *map(str, words)])
        capsys.readouterr()
        try:
            with pytest.raises(SystemExit) as ended:
                main()
        finally:
            gc.enable()  # a command is a process of its own and lives without
        out, err = capsys.readouterr()
        code = ended.value.code
        assert isinstance(code, int)
        return Said(code, out, err)

    return run


@pytest.fixture
def own_facts(tmp_path: Path) -> Callable[..., Path]:
    """Write one table of one's own: shipped rows by id, with some cells changed."""

    def write(table: str, changes: dict[str, dict[str, str]]) -> Path:
        folder = tmp_path / "facts"
        folder.mkdir(exist_ok=True)
        with open(Path(TABLES_DIR, f"{table}.csv"), encoding="utf-8", newline="") as shipped:
            rows = list(csv.DictReader(shipped))
        with open(folder / f"{table}.csv", "w", encoding="utf-8", newline="") as own:
            writer = csv.DictWriter(own, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(row | changes[row["id"]] for row in rows if row["id"] in changes)
        return folder

    return write
