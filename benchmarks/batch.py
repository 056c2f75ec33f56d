"""A list of shipments through the batch, beside what it cannot beat and what it must.

Below it lies the floor: polars reads the same list and writes the same result, nothing else.
Above it lie loops that ask igraph and networkx for the cheapest route of one row after the
other, on the gateway graph of that row's shipment. The loops are timed on a sample and as
kindly as can be: their graph stands before the clock starts, with the prices of exactly this
shipment on it and one arc for each pair of states, and they give a cost, not a route. Their
costs must be those of the batch. The same list also goes to two Dask workers over TCP, which
find every lane anew too.

Rows drawn from this list, and from one with dates, deadlines, budgets, modes and vehicles, are
answered once more by `find_routes`, and must agree to the cent and the minute.

Commands run in processes of their own with a memory of their own: time on the wall, processor
time and peak memory are those of the whole command, its start and the processes that it begins
included; those of the floor are of reading and writing alone, and those of a Dask run leave out
its workers' processor time and memory. Caches on disk begin empty and lie in a folder of the
benchmark. ``cold`` finds the routes of every lane anew, with compiled kernels at hand; ``first``
compiles them too; ``warm`` has what an earlier run left, as a nightly run has. The rounds take
turns, so that a slow minute falls on all; the medians are compared.

Usage: ``python benchmarks/batch.py [--rows 1000000] [--parts batch loops dask exact]``; memory
of a long list: ``--rows 10000000 --rounds 1 --parts batch``. Prints a table, writes JSON to
``benchmarks/results/batch.json``, and fails if an answer is wrong or a row is lost. Quote the
ratios, not the seconds: they are taken in one run on one machine.
"""

import argparse
import json
import os
import platform
import tempfile
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.batch_parts.commands import Bench, Use
from benchmarks.batch_parts.exact import measure_exact
from benchmarks.batch_parts.loops import Loops, measure_loops
from benchmarks.batch_parts.questions import check_none_lost, sample
from benchmarks.batch_parts.speed import measure_batch, measure_dask
from benchmarks.shipment_lists import Pools, write_list
from corridors.network.network import Network
from network_data import load_facts

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "benchmarks/results/batch.json"
PARTS = ("batch", "loops", "dask", "exact")
DEFAULT_ROWS = 1_000_000


class Target(NamedTuple):
    """A measured figure and its limit, which is an upper one or else a lower one."""

    name: str
    measured: float
    limit: float
    at_most: bool

    @property
    def met(self) -> bool:
        """Whether the figure keeps to the limit."""
        return self.measured <= self.limit if self.at_most else self.measured >= self.limit


def medians(uses: list[Use]) -> Use:
    """The medians of time; the highest of the peaks."""
    wall_s, cpu_s, peak_mb = zip(*uses, strict=True)
    return Use(median(wall_s), median(cpu_s), max(peak_mb))


def targets_of(
    rows: int, cases: dict[str, Use], floor_s: float | None, loops: Loops | None
) -> list[Target]:
    """What the measured parts are held to."""
    found = []
    for state in ("cold", "warm"):
        two, one = cases.get(f"2 workers, {state}"), cases.get(f"1 worker, {state}")
        if two and one and floor_s:
            most_mb = 800 if rows <= DEFAULT_ROWS else 3000
            found += [
                Target(f"{state}: times the floor of polars", two.wall_s / floor_s, 6, True),
                Target(f"{state}: 2 workers over 1", one.wall_s / two.wall_s, 1.6, False),
                Target(f"{state}: peak memory, MB", max(two.peak_mb, one.peak_mb), most_mb, True),
            ]
        if two and loops:
            list_ms = 1000 * two.wall_s / rows
            found += [
                Target(f"{state}: igraph loop over it", loops.igraph_ms / list_ms, 100, False),
                Target(f"{state}: networkx loop over it", loops.networkx_ms / list_ms, 500, False),
            ]
    spread, beside = cases.get("dask, 2 workers"), cases.get("beside dask, 2 workers")
    if spread and beside:
        found.append(Target("dask over 2 workers", spread.wall_s / beside.wall_s, 1.4, True))
    return found


def report(cases: dict[str, Use], floor_s: float | None, loops: Loops | None) -> str:
    """The figures as a table."""
    lines = [f"{'case':<26}{'wall s':>9}{'CPU s':>9}{'cores':>7}{'peak MB':>9}{'x floor':>9}"]
    if floor_s:
        lines.append(f"{'polars reads and writes':<26}{floor_s:>9.2f}{'':>25}{1:>9.1f}")
    for name, use in cases.items():
        ratio = f"{use.wall_s / floor_s:>9.1f}" if floor_s else ""
        cores = use.cpu_s / use.wall_s
        lines.append(
            f"{name:<26}{use.wall_s:>9.2f}{use.cpu_s:>9.2f}{cores:>7.1f}{use.peak_mb:>9.0f}{ratio}"
        )
    if loops:
        lines.append(
            f"a row by a loop: igraph {loops.igraph_ms:.2f} ms, networkx {loops.networkx_ms:.2f} ms"
            f" (and {loops.graph_ms:.0f} ms for its graph, not counted)"
        )
    return "\n".join(lines)


def options() -> argparse.Namespace:
    """What is asked on the command line."""
    parser = argparse.ArgumentParser(description="The batch beside its floor and its rivals.")
    parser.add_argument("--rows", type=int, default=DEFAULT_ROWS, help="rows of the list")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each case (default 3)")
    parser.add_argument("--seed", type=int, default=1, help="seed of lists and samples (default 1)")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="what to measure")
    parser.add_argument("--sample", type=int, default=200, help="rows for the loops (default 200)")
    parser.add_argument("--exact", type=int, default=200, help="rows for find_routes (default 200)")
    parser.add_argument("--folder", type=Path, help="where lists and results lie meanwhile")
    return parser.parse_args()


def measure(asked: argparse.Namespace, folder: Path) -> dict[str, object]:
    """Run the parts that are asked for, print, and give the figures for JSON."""
    bench, pools = Bench(folder), Pools(load_facts())
    network = Network(pools.facts)
    source = folder / "list.csv"
    write_list(source, asked.rows, asked.seed, pools=pools)
    uses: dict[str, list[Use]] = {}
    floor_s = loops = exact = None
    wrong: list[str] = []
    if {"batch", "loops"} & set(asked.parts):
        uses, floor_s = measure_batch(bench, source, asked.rounds)
    if "loops" in asked.parts:
        done = bench.batch(source)
        check_none_lost(done, asked.rows)
        questions = sample(source, asked.rows, asked.sample, asked.seed, pools.names)
        loops = measure_loops(network, done, questions)
        wrong += loops.wrong
    if "dask" in asked.parts:
        spread, same = measure_dask(bench, source, asked.rounds)
        uses |= spread
        wrong += [] if same else ["dask: not the bytes of a local run"]
    if "exact" in asked.parts:
        exact = measure_exact(bench, network, source, asked.rows, asked.exact, asked.seed, pools)
        wrong += exact.wrong
    cases = {name: medians(found) for name, found in uses.items()}
    targets = targets_of(asked.rows, cases, floor_s, loops)
    print(report(cases, floor_s, loops))
    for target in targets:
        rule = "at most" if target.at_most else "at least"
        verdict = "met" if target.met else "MISSED"
        print(f"{verdict}: {target.name} {target.measured:,.2f}, {rule} {target.limit:g}")
    if exact:
        print(
            f"find_routes on {exact.rows} rows, {exact.with_route} of them with a route:"
            f" {len(exact.wrong)} disagreements"
        )
    return {
        "rows": asked.rows,
        "rounds": asked.rounds,
        "seed": asked.seed,
        "parts": list(asked.parts),
        "floor_s": floor_s,
        "cases": {name: use._asdict() for name, use in cases.items()},
        "every_wall_s": {name: [use.wall_s for use in found] for name, found in uses.items()},
        "loops": loops and loops._asdict(),
        "targets": [{**target._asdict(), "met": target.met} for target in targets],
        "exact": exact and {"rows": exact.rows, "with_route": exact.with_route},
        "disagreements": wrong,
    }


def main() -> None:
    """Measure, print, write down; fail on a wrong answer."""
    asked = options()
    with tempfile.TemporaryDirectory(dir=asked.folder, prefix="batch-") as folder:
        figures = measure(asked, Path(folder))
    document = {
        "benchmark": "batch",
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cpus": os.cpu_count(),
        **figures,
    }
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    print(f"written: {RESULT.relative_to(ROOT)}")
    wrong = figures["disagreements"]
    if wrong:
        raise SystemExit(f"wrong answers: {json.dumps(wrong, indent=1)}")


if __name__ == "__main__":
    main()
