"""`corridors batch` and the floor below it, each in a process of its own."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

BIN = Path(sys.executable).parent
MIB_PER_MB = 1.048576

LAUNCHER = """
import json, os, sys, threading, time

def tree(pid):
    found = [pid]
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/children") as file:
            for child in file.read().split():
                found += tree(int(child))
    return found

def resident_kib(pid):
    with open(f"/proc/{pid}/smaps_rollup") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("Pss:"))

def watch(pid, ended, peaks):
    while not ended.wait(0.1):
        total = 0
        try:
            for process in tree(pid):
                total += resident_kib(process)
        except OSError:
            pass  # one of them has just ended
        peaks.append(total)

report, *command = sys.argv[1:]
start = time.perf_counter()
child = os.fork()
if child == 0:
    os.execv(command[0], command)
ended, peaks = threading.Event(), []
watcher = threading.Thread(target=watch, args=(child, ended, peaks))
watcher.start()
_, status, used = os.wait4(child, 0)
wall = time.perf_counter() - start
ended.set()
watcher.join()
peak_kib = max([used.ru_maxrss, *peaks])
with open(report, "w") as file:
    json.dump([wall, used.ru_utime + used.ru_stime, peak_kib / 1024], file)
sys.exit(os.waitstatus_to_exitcode(status) != 0)
"""
"""Starts a command from a small process: Linux counts the memory of whoever starts a command
as the first peak of the command itself. Ten times a second it adds up the memory of the command
and of those that it has begun, each page that they share once."""

FLOOR = """
import json, sys, time
import polars as pl
source, result, copy = sys.argv[1:]
frame = pl.read_parquet(result)
start = time.perf_counter()
pl.read_csv(source)
read = time.perf_counter()
frame.write_parquet(copy)
print(json.dumps([read - start, time.perf_counter() - read]))
"""


class Use(NamedTuple):
    """What a command took: seconds on the wall and of processors, peak memory in MB."""

    wall_s: float
    cpu_s: float
    peak_mb: float


class Answered(NamedTuple):
    """What a run of the batch left behind."""

    use: Use
    result: Path
    rejects: Path


class Bench:
    """A folder with lists, results and caches, and the commands that are run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.caches = folder / "caches"
        self.kernels = folder / "kernels"

    def run(self, *command: str, threads: int) -> tuple[Use, str]:
        """Run a command to its end; what it took and what it printed.

        Raises
        ------
        SystemExit
            If the command fails.
        """
        report = self.folder / "usage.json"
        launch = (sys.executable, "-S", "-c", LAUNCHER, str(report), *command)
        done = subprocess.run(
            launch, env=self.environment(threads), stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"failed: {' '.join(command)}\n{done.stderr[-2000:]}")
        wall_s, cpu_s, peak_mib = json.loads(report.read_text(encoding="utf-8"))
        return Use(wall_s, cpu_s, peak_mib * MIB_PER_MB), done.stdout

    def environment(self, threads: int) -> dict[str, str]:
        """Our own caches, and as many threads for polars as processes for the batch."""
        return {
            **os.environ,
            "POLARS_MAX_THREADS": str(threads),
            "CORRIDORS_CACHE_DIR": str(self.caches),
            "NUMBA_CACHE_DIR": str(self.kernels),
        }

    def batch(self, source: Path, *options: str, threads: int = 2) -> Answered:
        """Answer a list; the options say where and how."""
        result, rejects = self.folder / "result.parquet", self.folder / "rejects.csv"
        for old in (result, rejects):
            old.unlink(missing_ok=True)
        use, _ = self.run(
            str(BIN / "corridors"), "batch", str(source), "--out", str(result),
            "--rejects", str(rejects), "--progress", "none", *options, threads=threads,
        )  # fmt: skip
        return Answered(use, result, rejects)

    def floor_s(self, source: Path, result: Path, threads: int) -> tuple[float, float]:
        """Seconds in which polars reads a list, and in which it writes a result."""
        copy = self.folder / "copy.parquet"
        command = (sys.executable, "-c", FLOOR, str(source), str(result), str(copy))
        read_s, write_s = json.loads(self.run(*command, threads=threads)[1])
        copy.unlink()
        return read_s, write_s

    def forget_candidates(self) -> None:
        """Empty the caches of the command, all but the compiled kernels."""
        shutil.rmtree(self.caches, ignore_errors=True)

    def remembers(self) -> bool:
        """Whether a run left anything in the caches."""
        return any(path.is_file() for path in self.caches.rglob("*"))


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
