"""Finished runs for the tests of their pages: answered row by row, or made of plain figures."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from corridors.batch.run_tables import Counts, RunTables
from corridors.model.route import Route
from corridors.model.shipment import Shipment
from corridors.network.network import Network
from corridors.solvers.find import find_routes
from corridors.tables.routes import route_row
from network_data import Facts

ROUTE_SCHEMA: dict[str, Any] = {
    "row": pl.Int64, "cargo": pl.String, "tonnes": pl.Float64, "rank": pl.Int32,
    "cost_usd": pl.Float64, "generalised_cost_usd": pl.Float64, "transit_h": pl.Float64,
    "depart": pl.String, "co2e_t": pl.Float64, "border_h": pl.Float64, "vehicles": pl.String,
    "path": pl.UInt64,
}  # fmt: skip
PATH_SCHEMA: dict[str, Any] = {
    "path": pl.UInt64, "leg": pl.Int32, "kind": pl.String, "mode": pl.String,
    "country": pl.String, "from": pl.String, "to": pl.String, "facility": pl.String,
    "vehicle": pl.String, "km": pl.Float64, "wait_h": pl.Float64, "moving_h": pl.Float64,
    "links": pl.String,
}  # fmt: skip
REJECT_SCHEMA: dict[str, Any] = {
    "row": pl.Int64, "column": pl.String, "value": pl.String, "code": pl.String,
    "reason": pl.String, "suggestion": pl.String,
}  # fmt: skip


def run_of(
    facts: Facts,
    routes: Sequence[dict[str, Any]],
    paths: Sequence[dict[str, Any]],
    rejects: Sequence[tuple[Any, ...]] = (),
) -> RunTables:
    """A run of plain rows."""
    refused = pl.DataFrame(list(rejects), schema=REJECT_SCHEMA, orient="row")
    answered = len({route["row"] for route in routes})
    return RunTables(
        routes=pl.DataFrame(list(routes), schema=ROUTE_SCHEMA).lazy(),
        paths=pl.DataFrame(list(paths), schema=PATH_SCHEMA),
        rejects=refused.lazy(),
        counts=Counts(answered + refused["row"].n_unique(), answered, refused["row"].n_unique()),
        facts=facts,
        about={"List": "list.csv", "Objective": "cost"},
    )


def answered_run(
    network: Network, questions: Iterable[tuple[Shipment, str]], *, limit: int = 1
) -> tuple[RunTables, list[Route]]:
    """A run that asks `find_routes` for every question, and its best routes.

    A question is a shipment and the day on which its answer departs (empty for none): the
    route is one without a date, the day is written beside it.
    """
    rows: list[dict[str, Any]] = []
    paths: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    best = []
    for number, (shipment, depart) in enumerate(questions, 1):
        found = find_routes(network, shipment, limit=limit).require().routes
        best.append(found[0])
        for rank, route in enumerate(found, 1):
            legs = leg_dicts(route)
            key = tuple(repr(leg) for leg in legs)
            path = list(paths).index(key) if key in paths else len(paths)
            paths.setdefault(key, [{"path": path, **leg} for leg in legs])
            row = {**route_row(rank, route), "row": number, "cargo": shipment.cargo,
                   "tonnes": shipment.tonnes, "border_h": route.border_h, "path": path,
                   "depart": depart}  # fmt: skip
            rows.append({name: row[name] for name in ROUTE_SCHEMA})
    legs = [leg for path in paths.values() for leg in path]
    return run_of(network.facts, rows, legs), best


def leg_dicts(route: Route) -> list[dict[str, Any]]:
    """The legs of a route as rows of a path."""
    return [
        {
            "leg": number, "kind": leg.kind.value, "mode": leg.mode.value, "country": leg.country,
            "from": leg.start, "to": leg.end, "facility": leg.facility, "vehicle": leg.vehicle,
            "km": leg.km, "wait_h": leg.wait_h, "moving_h": leg.moving_h,
            "links": "; ".join(leg.links),
        }
        for number, leg in enumerate(route.legs, 1)
    ]  # fmt: skip


def rejected(tables: RunTables, rejects: Sequence[tuple[Any, ...]]) -> RunTables:
    """The same run with rejected rows."""
    refused = pl.DataFrame(list(rejects), schema=REJECT_SCHEMA, orient="row")
    answered, count = tables.counts.answered, refused["row"].n_unique()
    return replace(tables, rejects=refused.lazy(), counts=Counts(answered + count, answered, count))
