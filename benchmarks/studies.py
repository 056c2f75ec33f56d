"""The barrier ledger beside asking every shipment anew without each barrier.

10,000 shipments of every cargo, made with a seed. The rival removes one barrier after another
from the facts and asks the engine for many shipments, the quickest way there was before. As
that takes minutes for each, it is asked for the present and the barriers of the greatest gain
only, and its time for all is that of one run times all of them (``--all`` asks for all).
Prints the times, the ratio and the greatest difference, and writes JSON to
``benchmarks/results/studies.json``. ``--shipped`` times the ledger and the closure desk on the
demand of the facts instead. Quote the ratio: it is of processor seconds of one run.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import polars as pl

from corridors.model.demand import Demand, DemandRow
from corridors.model.scenario import Scenario
from corridors.model.shipment import Objective
from corridors.network.demand import facts_demand
from corridors.network.network import Network
from corridors.network.scenarios import with_scenario
from corridors.solvers.many.engine import Engine
from corridors.solvers.many.rows import Wishes
from corridors.studies.basis import Basis
from corridors.studies.changes import removable
from corridors.studies.closures import study_closures
from corridors.studies.consignments import Consignment, consignments, frame_rows
from corridors.studies.ledger import study_barriers
from corridors.studies.measure import measure
from network_data import Facts, load_facts

Done = TypeVar("Done")
SHIPMENTS = 10_000
SEED = 5
RIVAL_RUNS = 2
RATIO_TARGET = 5.0
DIFFERENCE_TARGET = 1e-6
SECONDS_TARGET = 60.0
SCHEMA = {
    "row": pl.Int64, "shipment_id": pl.String, "origin": pl.String, "destination": pl.String,
    "cargo": pl.String, "tonnes": pl.Float64, "ready": pl.String, "deadline": pl.String,
    "value_usd_per_t": pl.Float64, "vehicle": pl.String, "mode": pl.String,
    "max_cost_usd": pl.Float64, "priority": pl.String,
}  # fmt: skip


def timed(work: Callable[[], Done]) -> tuple[Done, float, float]:
    """What some work gives, its processor seconds and its seconds by the clock."""
    start, clock = time.process_time(), time.perf_counter()
    done = work()
    return done, time.process_time() - start, time.perf_counter() - clock


def made_up(facts: Facts, count: int, seed: int) -> Demand:
    """Rows of cargoes, ends and tonnes drawn at random from what the demand of the facts has."""
    dice = random.Random(seed)
    rows = facts_demand(facts).rows
    ends = {
        direction: [
            sorted({getattr(row, end) for row in rows if row.cargo.endswith(direction)})
            for end in ("origin", "destination")
        ]
        for direction in ("kz-tj", "tj-kz")
    }
    cargoes = sorted({row.cargo for row in rows})
    made = []
    for number in range(count):
        cargo = dice.choice(cargoes)
        origins, destinations = ends[cargo[-5:]]
        tonnes = round(10 ** dice.uniform(1.5, 5), 1)
        value = facts.commodities[cargo].value_usd_per_t or 0.0
        made.append(
            DemandRow(
                f"s-{number}", cargo, dice.choice(origins), dice.choice(destinations), tonnes,
                tonnes * value, "estimate",
            )
        )  # fmt: skip
    return Demand(tuple(made), 2026, f"{count:,} rows made up with seed {seed}")


def asked_anew(
    facts: Facts, shipments: Sequence[Consignment]
) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Generalised cost of one shipment of each row, infinite without a route."""
    engine = Engine(Network(facts), Wishes(objective=Objective.GENERALISED))
    asked = pl.DataFrame(frame_rows(shipments), schema=SCHEMA, orient="row")
    routes = engine.answer(asked, paths=False).routes
    usd = np.full(len(shipments), np.inf)
    usd[routes["row"].to_numpy()] = routes["generalised_cost_usd"].to_numpy()
    return usd


def against_rival(facts: Facts, count: int, *, most: int | None) -> dict[str, float]:
    """All barriers by the ledger, and by asking anew without ``most`` of them."""
    shipments = consignments(made_up(facts, count, SEED))
    barriers = list(removable(facts))
    measured, ledger_s, ledger_clock_s = timed(
        lambda: measure(Network(facts), shipments, barriers=barriers)
    )
    number = np.array([each.number for each in shipments])
    gains = {id: float((gain.usd * number).sum()) for id, gain in measured.gains.items()}
    now, first_s, _ = timed(lambda: asked_anew(facts, shipments))
    print(f"ledger {ledger_s:.0f} s; asked anew {first_s:.0f} s", flush=True)
    some = np.isfinite(now)
    total = float((now[some] * number[some]).sum())
    rival_s, differences, of_gain = [first_s], [0.0], [0.0]
    for id in sorted(gains, key=lambda id: (-gains[id], id))[:most]:
        gone = with_scenario(facts, Scenario("gone").remove(id))
        then, seconds, _ = timed(partial(asked_anew, gone, shipments))
        gain = float(((now[some] - then[some]) * number[some]).sum())
        print(f"without {id} {seconds:.0f} s: {gain:,.4f} USD, {gains[id]:,.4f}", flush=True)
        rival_s.append(seconds)
        differences.append(abs(gains[id] - gain) / total)
        if gain > DIFFERENCE_TARGET * total:
            of_gain.append(abs(gains[id] - gain) / gain)
    all_s = sum(rival_s) / len(rival_s) * (len(barriers) + 1)
    return {
        "shipments": count, "barriers": len(barriers), "ledger_cpu_s": ledger_s,
        "ledger_clock_s": ledger_clock_s, "rival_runs": len(rival_s),
        "rival_all_cpu_s": all_s, "ratio": all_s / ledger_s,
        "difference_of_total": max(differences), "difference_of_gain": max(of_gain),
    }  # fmt: skip


def on_the_shipped_demand(facts: Facts) -> dict[str, float]:
    """Seconds of the whole ledger and of the closure desk."""
    basis = Basis(facts, facts_demand(facts))
    _, ledger_s, ledger_clock_s = timed(lambda: study_barriers(basis))
    _, closures_s, closures_clock_s = timed(lambda: study_closures(basis))
    return {
        "shipped_ledger_cpu_s": ledger_s, "shipped_ledger_clock_s": ledger_clock_s,
        "shipped_closures_cpu_s": closures_s, "shipped_closures_clock_s": closures_clock_s,
    }  # fmt: skip


def main() -> None:
    """Measure; say which targets are missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shipments", type=int, default=SHIPMENTS)
    parser.add_argument("--all", action="store_true", help="ask the rival for all barriers")
    parser.add_argument("--shipped", action="store_true", help="time the shipped demand only")
    asked = parser.parse_args()
    facts = load_facts()
    found = on_the_shipped_demand(facts)
    if not asked.shipped:
        found |= against_rival(facts, asked.shipments, most=None if asked.all else RIVAL_RUNS)
    for name, value in found.items():
        print(f"{name:<26}{value:>14.6g}")
    results = Path(__file__).parent / "results"
    results.mkdir(exist_ok=True)
    (results / "studies.json").write_text(json.dumps(found, indent=1) + "\n")
    missed = [
        f"{name} {found[name]:.3g}, target {target:g} at most"
        for name, target in (
            ("shipped_ledger_clock_s", SECONDS_TARGET),
            ("shipped_closures_clock_s", SECONDS_TARGET),
            ("difference_of_gain", DIFFERENCE_TARGET),
        )
        if found.get(name, 0.0) > target
    ]
    if found.get("ratio", RATIO_TARGET) < RATIO_TARGET:
        missed.append(f"ratio {found['ratio']:.2f}, target {RATIO_TARGET:g} at least")
    if missed:
        sys.exit("missed: " + "; ".join(missed))


if __name__ == "__main__":
    main()
