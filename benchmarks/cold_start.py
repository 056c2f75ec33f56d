"""CPU of a cold command, as a multiple of a Python that does nothing.

Each case is a process of its own; what counts is the processor time of that process (user and
system), which a busy machine disturbs less than the time on the wall. Bytecode is there, as it
is after an installation; there is no other cache. The cases take turns, so that a slow minute
falls on all of them, and the median of each is compared.

Usage: ``python benchmarks/cold_start.py [--runs 15]``. Prints a table, writes
``benchmarks/results/cold_start.json``, and always ends with exit code 0.
"""

import argparse
import compileall
import json
import os
import platform
import resource
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "benchmarks/results/cold_start.json"
CORRIDORS = str(Path(sys.executable).parent / "corridors")
QUESTION = (CORRIDORS, "route", "kostanay", "khujand", "--cargo", "wheat", "--tonnes", "1340")
WINDOW = (CORRIDORS, "depart", *QUESTION[2:])


class Case(NamedTuple):
    """A command and how many times the CPU of a bare Python it may take."""

    name: str
    command: tuple[str, ...]
    target: float | None = None


BARE = Case("python -c pass", (sys.executable, "-c", "pass"))
CASES = (
    BARE,
    Case("corridors --help", (CORRIDORS, "--help"), 6),
    Case("route, text", (*QUESTION, "--limit", "3"), 15),
    Case("route, JSON", (*QUESTION, "--limit", "3", "--format", "json"), 15),
    Case("route, frontier", (*QUESTION, "--frontier"), 15),
    Case("route, departure", (*QUESTION, "--depart", "2026-12-28T08:00"), 20),
    Case("depart, a week", (*WINDOW, "--from", "2026-12-28", "--to", "2027-01-03")),
)


class Timing(NamedTuple):
    """CPU of a case, milliseconds, and how it compares with a bare Python."""

    case: Case
    median_ms: float
    least_ms: float
    ratio: float

    @property
    def met(self) -> bool:
        """Whether the case keeps to its target, or has none."""
        return self.case.target is None or self.ratio <= self.case.target


def cpu_ms(command: tuple[str, ...]) -> float:
    """Processor time of one run of a command, milliseconds."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1e3 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def measure(runs: int) -> list[Timing]:
    """Run every case `runs` times, in turns, after one run that does not count."""
    for package in ("corridors", "maps", "network_data"):
        compileall.compile_dir(ROOT / package, quiet=1)
    for case in CASES:
        cpu_ms(case.command)
    spent: dict[Case, list[float]] = {case: [] for case in CASES}
    for _ in range(runs):
        for case in CASES:
            spent[case].append(cpu_ms(case.command))
    bare = median(spent[BARE])
    return [Timing(c, median(ms), min(ms), median(ms) / bare) for c, ms in spent.items()]


def report(timings: list[Timing]) -> str:
    """The timings as a table, and which targets are missed."""
    lines = [f"{'command':<18}{'median ms':>10}{'least ms':>10}{'ratio':>8}{'target':>8}"]
    for timing in timings:
        target = "" if timing.case.target is None else f"{timing.case.target:.0f}x"
        lines.append(
            f"{timing.case.name:<18}{timing.median_ms:>10.1f}{timing.least_ms:>10.1f}"
            f"{timing.ratio:>7.1f}x{target:>8}"
        )
    missed = [timing.case.name for timing in timings if not timing.met]
    lines.append(f"missed: {', '.join(missed)}" if missed else "all targets met")
    return "\n".join(lines)


def document(timings: list[Timing], runs: int) -> dict[str, object]:
    """The timings as JSON, with what they were taken on."""
    return {
        "benchmark": "cold_start",
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cpus": os.cpu_count(),
        "runs": runs,
        "cases": [
            {
                "name": timing.case.name,
                "median_ms": round(timing.median_ms, 2),
                "least_ms": round(timing.least_ms, 2),
                "ratio": round(timing.ratio, 2),
                "target": timing.case.target,
                "met": timing.met,
            }
            for timing in timings
        ],
    }


def main() -> None:
    """Measure, print and write down."""
    parser = argparse.ArgumentParser(description="CPU of a cold command.")
    parser.add_argument("--runs", type=int, default=15, help="runs of each case (default 15)")
    runs = parser.parse_args().runs
    timings = measure(runs)
    print(report(timings))
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(document(timings, runs), indent=2) + "\n", encoding="utf-8")
    print(f"written: {RESULT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
