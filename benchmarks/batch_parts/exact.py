"""Whether `find_routes` says of a row what the batch said."""

from pathlib import Path
from typing import NamedTuple

from benchmarks.batch_parts.commands import Answered, Bench
from benchmarks.batch_parts.questions import (
    CENT_USD,
    MINUTE_H,
    Question,
    check_none_lost,
    said,
    sample,
)
from benchmarks.shipment_lists import Pools, Shares, write_list
from corridors.model.shipment import Objective
from corridors.network.network import Network
from corridors.solvers.find import find_routes

MIXED_ROWS = 2_000
MIXED = Shares(value=0.3, ready=0.4, deadline=0.5, mode=0.15, vehicle=0.15, budget=0.3)


class Exactness(NamedTuple):
    """How many rows were answered once more, how many have a route, and what disagrees."""

    rows: int
    with_route: int
    wrong: list[str]


def compare(
    network: Network, done: Answered, questions: list[Question], objective: Objective
) -> Exactness:
    """The batch and `find_routes` on some rows, to the cent and the minute."""
    found, wrong = said(done, questions), []
    for row_id, shipment, rules in questions:
        ours = found[row_id]
        routes = find_routes(
            network, shipment, objective=objective, limit=1, constraints=rules
        ).routes
        theirs = (routes[0].cost_usd, routes[0].transit_h) if routes else None
        if not _agree(ours, theirs):
            wrong.append(
                f"{objective} {row_id}: batch {ours}, find_routes {theirs}: {shipment}, {rules}"
            )
    answered = sum(answer is not None for answer in found.values())
    return Exactness(len(questions), answered, wrong)


def _agree(ours: tuple[float, float] | None, theirs: tuple[float, float] | None) -> bool:
    """Whether both have no route, or the same USD and hours."""
    if ours is None or theirs is None:
        return ours is theirs
    return abs(ours[0] - theirs[0]) < CENT_USD and abs(ours[1] - theirs[1]) < MINUTE_H


def measure_exact(
    bench: Bench, network: Network, source: Path, rows: int, count: int, seed: int, pools: Pools
) -> Exactness:
    """Half of the rows from the plain list, by cost; half from a mixed one, by each objective."""
    names = pools.names
    plain = bench.batch(source)
    check_none_lost(plain, rows)
    questions = sample(source, rows, count // 2, seed, names)
    found = [compare(network, plain, questions, Objective.COST)]
    mixed = bench.folder / "mixed.csv"
    mixed_rows = min(rows, MIXED_ROWS)
    write_list(mixed, mixed_rows, seed, shares=MIXED, pools=pools)
    share = -(-(count - count // 2) // len(Objective))
    for number, objective in enumerate(Objective, 1):
        done = bench.batch(mixed, "--objective", objective.value, "--exact-clock")
        check_none_lost(done, mixed_rows)
        questions = sample(mixed, mixed_rows, share, seed + number, names)
        found.append(compare(network, done, questions, objective))
    compared, answered, wrong = zip(*found, strict=True)
    return Exactness(sum(compared), sum(answered), [line for lines in wrong for line in lines])
