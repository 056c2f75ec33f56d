"""The loops that the batch is measured against: igraph and networkx, one row after the other."""

import time
from statistics import mean
from typing import NamedTuple

import igraph
import networkx as nx

from benchmarks.batch_parts.commands import Answered
from benchmarks.batch_parts.questions import CENT_USD, Question, said
from corridors.network.graph import END, START, ShipmentGraph, State
from corridors.network.network import Network
from corridors.solvers.collector import collector_paused
from corridors.units import USD_SCALE


class Loops(NamedTuple):
    """Milliseconds a row of the rivals, of building their graph, and where they disagree."""

    igraph_ms: float
    networkx_ms: float
    graph_ms: float
    wrong: list[str]


def cheapest_arcs(graph: ShipmentGraph) -> dict[tuple[State, State], int]:
    """The moves of a shipment, the cheapest of each pair of states, in solver units of cost."""
    arcs: dict[tuple[State, State], int] = {}
    for state, moves in graph.all_moves().items():
        for move in moves:
            pair = (state, move.head)
            arcs[pair] = min(move.usd, arcs.get(pair, move.usd))
    return arcs


def measure_loops(network: Network, done: Answered, questions: list[Question]) -> Loops:
    """One row after the other: the cheapest cost by igraph and networkx."""
    found = said(done, questions)
    times: dict[str, list[float]] = {"igraph": [], "networkx": [], "graph": []}
    wrong = []
    for row_id, shipment, rules in questions:
        with collector_paused():
            start = time.process_time()
            arcs = cheapest_arcs(ShipmentGraph(network, shipment, rules))
            times["graph"].append(time.process_time() - start)
            costs = _timed_costs(arcs, times)
        answer = found[row_id]
        expected = None if answer is None else answer[0]
        for cost in costs:
            agree = (
                cost is expected
                if cost is None or expected is None
                else abs(cost - expected) < CENT_USD
            )
            if not agree:
                wrong.append(f"{row_id}: batch {expected}, loops {costs}: {shipment}")
                break
    figures = {name: 1000 * mean(spent) for name, spent in times.items()}
    return Loops(figures["igraph"], figures["networkx"], figures["graph"], wrong)


def _timed_costs(
    arcs: dict[tuple[State, State], int], times: dict[str, list[float]]
) -> tuple[float | None, float | None]:
    """USD of the cheapest route by igraph and by networkx; ``None`` where there is none."""
    number = {state: at for at, state in enumerate(dict.fromkeys(s for arc in arcs for s in arc))}
    if END not in number:
        times["igraph"].append(0.0)
        times["networkx"].append(0.0)
        return None, None
    first: igraph.Graph = igraph.Graph(
        n=len(number), edges=[(number[a], number[b]) for a, b in arcs], directed=True
    )
    first.es["usd"] = list(arcs.values())
    second: nx.DiGraph[State] = nx.DiGraph()
    second.add_weighted_edges_from((a, b, usd) for (a, b), usd in arcs.items())
    start = time.process_time()
    ours = first.distances(number[START], number[END], weights="usd")[0][0]
    middle = time.process_time()
    theirs, _ = nx.bidirectional_dijkstra(second, START, END)
    times["networkx"].append(time.process_time() - middle)
    times["igraph"].append(middle - start)
    return ours / USD_SCALE, theirs / USD_SCALE
