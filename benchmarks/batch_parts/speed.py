"""Time and memory of the batch: on this machine, and on the workers of a Dask cluster."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from benchmarks.batch_parts.commands import BIN, Bench, Use, digest

WORKERS = {2: "2 workers", 1: "1 worker"}


def measure_batch(bench: Bench, source: Path, rounds: int) -> tuple[dict[str, list[Use]], float]:
    """Every case of the command by name, one figure a round, and the floor in seconds."""
    first = bench.batch(source, "--workers", "2")
    cases: dict[str, list[Use]] = {"2 workers, first": [first.use]}
    floors = []
    for _ in range(rounds):
        floors.append(sum(bench.floor_s(source, first.result, 2)))
        for workers, words in WORKERS.items():
            bench.forget_candidates()
            for state in ("cold", "warm"):
                if state == "warm" and not bench.remembers():
                    break
                done = bench.batch(source, "--workers", str(workers), threads=workers)
                cases.setdefault(f"{words}, {state}", []).append(done.use)
    return cases, median(floors)


@contextmanager
def dask_cluster(bench: Bench) -> Iterator[str]:
    """A scheduler and two workers of one thread, started as their users would; the address."""
    from distributed import Client

    where = bench.folder / "scheduler.json"
    dask, common = str(BIN / "dask"), ("--scheduler-file", str(where), "--no-dashboard")
    commands = [(dask, "scheduler", *common, "--host", "127.0.0.1", "--port", "0")]
    commands += [
        (dask, "worker", *common, "--nthreads", "1", "--local-directory", str(bench.folder / name))
        for name in ("worker-1", "worker-2")
    ]
    processes = [
        subprocess.Popen(
            command, env=bench.environment(1), cwd=bench.folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for command in commands
    ]  # fmt: skip
    try:
        give_up = time.monotonic() + 60
        while not where.exists() and time.monotonic() < give_up:
            time.sleep(0.1)
        if not where.exists():
            raise SystemExit("the Dask scheduler did not start within a minute")
        address = str(json.loads(where.read_text(encoding="utf-8"))["address"])
        with Client(address) as client:  # type: ignore[no-untyped-call]  # distributed has no types
            client.wait_for_workers(2, timeout=60)
        yield address
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            process.wait()


def measure_dask(bench: Bench, source: Path, rounds: int) -> tuple[dict[str, list[Use]], bool]:
    """The list on two workers of Dask and on two of our own; whether both give the same bytes."""
    cases: dict[str, list[Use]] = {}
    same = True
    for _ in range(rounds):
        bench.forget_candidates()
        local = bench.batch(source, "--workers", "2")
        before = digest(local.result)
        with dask_cluster(bench) as address:  # new ones: workers remember their last run
            spread = bench.batch(source, "--scheduler", address)
        same = same and before == digest(spread.result)
        cases.setdefault("beside dask, 2 workers", []).append(local.use)
        cases.setdefault("dask, 2 workers", []).append(spread.use)
    return cases, same
