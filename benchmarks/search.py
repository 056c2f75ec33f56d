"""How long an answer takes once the network stands, beside networkx on the same moves.

Prints a table, writes JSON to ``benchmarks/results/search.json``. Quote the ratios, not
the milliseconds: they are taken in one run on one machine.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import networkx as nx

from corridors.model.shipment import Constraints, Objective, Shipment
from corridors.network.graph import END, START, ShipmentGraph
from corridors.network.network import Network
from corridors.solvers.find import find_frontier, find_routes
from network_data import load_facts

ROUNDS = 7
FRONTIER_TARGET_MS = 200.0
SHIPMENTS = (
    Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 1340),
    Shipment("kz-petropavl", "tj-bokhtar", "c-1101-kz-tj", 600),
    Shipment("kz-aktobe", "tj-khorog", "c-1806-kz-tj", 40),
    Shipment("tj-dushanbe", "kz-almaty", "c-0813-tj-kz", 60),
)


def median_ms(work: Callable[[], object]) -> float:
    """Median CPU time of some work, milliseconds."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(1000 * (time.process_time() - start))
    return statistics.median(times)


def networkx_cost(network: Network, shipment: Shipment) -> int:
    """The cheapest cost by networkx' Dijkstra over every move of the shipment."""
    graph = nx.DiGraph()
    for state, moves in ShipmentGraph(network, shipment, Constraints()).all_moves().items():
        for move in moves:
            known = graph.get_edge_data(state, move.head)
            if known is None or move.usd < known["usd"]:
                graph.add_edge(state, move.head, usd=move.usd)
    return int(nx.dijkstra_path_length(graph, START, END, weight="usd"))


def main() -> None:
    """Measure every shipment; say which targets are missed."""
    facts = load_facts()
    network = Network(facts)
    rows = []
    for shipment in SHIPMENTS:
        if shipment.cargo not in facts.commodities:
            sys.exit(f"no commodity {shipment.cargo} in the facts")
        find_frontier(network, shipment)  # builds the hauls that later questions share
        best = median_ms(partial(find_routes, network, shipment, objective=Objective.COST, limit=1))
        three = median_ms(partial(find_routes, network, shipment))
        front = median_ms(partial(find_frontier, network, shipment))
        peer = median_ms(partial(networkx_cost, network, shipment))
        rows.append(
            {
                "shipment": f"{shipment.origin} {shipment.destination} {shipment.cargo}",
                "routes": len(find_frontier(network, shipment).routes),
                "best_ms": best,
                "three_ms": three,
                "frontier_ms": front,
                "networkx_best_ms": peer,
            }
        )
    print(f"{'shipment':<44}{'front':>6}{'best':>8}{'three':>8}{'frontier':>10}{'networkx':>10}")
    for row in rows:
        print(
            f"{row['shipment']:<44}{row['routes']:>6}{row['best_ms']:>8.0f}"
            f"{row['three_ms']:>8.0f}{row['frontier_ms']:>10.0f}{row['networkx_best_ms']:>10.0f}"
        )
    slow = [row for row in rows if float(str(row["frontier_ms"])) > FRONTIER_TARGET_MS]
    verdict = "missed by " + ", ".join(str(row["shipment"]) for row in slow) if slow else "met"
    print(f"target: frontier at most {FRONTIER_TARGET_MS:.0f} ms: {verdict}")
    results = Path(__file__).parent / "results"
    results.mkdir(exist_ok=True)
    (results / "search.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
