"""Where the project's parts are, and how to run its programs as a user would."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("corridors", "maps", "network_data")
BIN = Path(sys.executable).parent
CORRIDORS = BIN / "corridors"

QUESTION = ("route", "kostanay", "khujand", "--cargo", "wheat", "--tonnes", "1340")
"""The main job, as on the first page of the README."""


def run(
    *command: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, with nothing to read and its output as UTF-8 text."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1", **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def said(done: subprocess.CompletedProcess[str]) -> str:
    """What a program printed, for the message of a failing test."""
    return f"exit {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"


def project_files() -> list[str]:
    """Paths of all files that belong to the project, git-ignored ones left out."""
    listed = run("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    if listed.returncode != 0:
        raise LookupError("not a git checkout")
    return sorted(name for name in set(listed.stdout.split("\0")) if (ROOT / name).is_file())
