"""A warm question with calendars, compiled and in Python, beside networkx on the same moves.

The graph of each shipment stands; then the whole cost-time frontier is asked for departures
over a fortnight with public holidays in it, of the compiled search and of the one in Python
in turns. networkx finds the one cheapest route of the same moves, without any clock. Answers
of both searches are compared. A week of hourly departures (`find_departures`) is timed too.

Prints a table, writes JSON to ``benchmarks/results/clock.json``. Quote the ratios, not the
milliseconds: they are taken in one run on one machine.
"""

import json
import os
import platform
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import TypeVar
from zoneinfo import ZoneInfo

import networkx as nx

from corridors.model.shipment import Constraints, Objective, Shipment
from corridors.network.graph import END, START
from corridors.network.network import Network
from corridors.solvers.collector import collector_paused
from corridors.solvers.compiled import CompiledSearch
from corridors.solvers.dated import DatedGraph
from corridors.solvers.departures import find_departures
from corridors.units import HOUR_SCALE
from network_data import Facts, load_facts

Result = TypeVar("Result")

RESULT = Path(__file__).parent / "results/clock.json"
TARGET_MS = 10.0
READY = datetime(2026, 12, 24, 8, tzinfo=ZoneInfo("Asia/Almaty"))
EVERY_H, DEPARTURES = 11, 30
NIGHT = "09:00-18:00"
SHIPMENTS = (
    Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 1340),
    Shipment("kz-petropavl", "tj-bokhtar", "c-1101-kz-tj", 600),
    Shipment("kz-aktobe", "tj-khorog", "c-1806-kz-tj", 40),
    Shipment("tj-dushanbe", "kz-almaty", "c-0813-tj-kz", 60),
)


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """What some work gives back, and its CPU time in milliseconds."""
    start = time.process_time()
    result = work()
    return result, 1000 * (time.process_time() - start)


def networkx_graph(dated: DatedGraph) -> "nx.DiGraph[object]":
    """The same moves, the cheapest of each pair of states."""
    graph: nx.DiGraph[object] = nx.DiGraph()
    for state, moves in dated.graph.all_moves().items():
        for move in moves:
            known = graph.get_edge_data(state, move.head)
            if known is None or move.usd < known["usd"]:
                graph.add_edge(state, move.head, usd=move.usd)
    return graph


@collector_paused()
def measure(network: Network, shipment: Shipment, label: str) -> dict[str, object]:
    """All figures of one shipment."""
    dated, graph_ms = timed(
        partial(DatedGraph, network, replace(shipment, ready=READY), Constraints())
    )
    compiled, build_ms = timed(partial(CompiledSearch, dated))
    compiled.frontier()
    dated.search.frontier()
    peer = networkx_graph(dated)
    fast, slow, fast_best, slow_best, theirs, sizes = [], [], [], [], [], []
    for number in range(DEPARTURES):
        at = number * EVERY_H * HOUR_SCALE
        ours, ms = timed(partial(compiled.frontier, at))
        fast.append(ms)
        same, ms = timed(partial(dated.search.frontier, at))
        slow.append(ms)
        if [(a.usd, a.t) for a in ours] != [(b.usd, b.t) for b in same]:
            raise SystemExit(f"{shipment}: the searches disagree at {at}")
        sizes.append(len(ours))
        fast_best.append(timed(partial(compiled.best, Objective.COST, at))[1])
        slow_best.append(timed(partial(dated.search.best, Objective.COST, at))[1])
        if number % 5 == 0:
            length = partial(nx.dijkstra_path_length, peer, START, END, weight="usd")
            theirs.append(timed(length)[1])
    window = partial(find_departures, network, shipment, start=READY, end=READY + timedelta(days=7))
    found, week_ms = timed(window)
    return {
        "shipment": f"{shipment.origin} {shipment.destination} {shipment.cargo}",
        "facts": label,
        "moves": len(compiled.arrays.moves),
        "routes": max(sizes),
        "frontier_ms": median(fast),
        "slowest_frontier_ms": max(fast),
        "python_frontier_ms": median(slow),
        "best_ms": median(fast_best),
        "python_best_ms": median(slow_best),
        "networkx_best_ms": median(theirs),
        "build_graph_ms": graph_ms,
        "build_arrays_ms": build_ms,
        "week_departures": len(found.rows),
        "week_ms": week_ms,
        "met": median(fast) <= TARGET_MS,
    }


def nights(facts: Facts) -> Facts:
    """The facts with every crossing closed at night, so that most labels wait somewhere."""
    facts.crossings = {
        name: crossing._replace(hours=NIGHT) for name, crossing in facts.crossings.items()
    }
    facts.version = "nights"
    return facts


def main() -> None:
    """Measure every shipment on both facts; say whether the target is met."""
    rows = [
        measure(network, shipment, label)
        for label, network in (
            ("shipped", Network(load_facts())),
            ("nights", Network(nights(load_facts()))),
        )
        for shipment in SHIPMENTS
    ]
    columns = ("routes", "frontier_ms", "slowest_frontier_ms", "python_frontier_ms", "best_ms",
               "python_best_ms", "networkx_best_ms", "build_arrays_ms", "week_ms")  # fmt: skip
    heads = ("routes", "front", "slowest", "python", "best", "python", "networkx", "arrays", "week")
    print(f"{'shipment':<40}{'facts':<9}" + "".join(f"{head:>10}" for head in heads))
    for row in rows:
        cells = "".join(f"{row[column]:>10.2f}" for column in columns)
        print(f"{row['shipment']:<40}{row['facts']:<9}{cells}")
    missed = [str(row["shipment"]) for row in rows if not row["met"]]
    verdict = "missed by " + ", ".join(missed) if missed else "met"
    print(f"target: warm frontier with calendars at most {TARGET_MS:.0f} ms (median): {verdict}")
    RESULT.parent.mkdir(exist_ok=True)
    document = {
        "benchmark": "clock",
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cpus": os.cpu_count(),
        "target_ms": TARGET_MS,
        "departures": DEPARTURES,
        "rows": rows,
    }
    RESULT.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    print(f"written: benchmarks/results/{RESULT.name}")


if __name__ == "__main__":
    main()
