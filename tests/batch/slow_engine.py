"""A stand-in for the engine of many shipments: `find_routes` for each row, and nothing clever."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

import polars as pl

from corridors.batch.result_columns import REJECT_SCHEMA, ROUTE_SCHEMA, ROW
from corridors.model.route import Leg, Route
from corridors.model.shipment import Constraints, Mode, Objective, Point, Shipment, Stop
from corridors.network.network import Network
from corridors.solvers.find import find_frontier, find_routes
from corridors.tables.paths import ORDER, PATH_LEGS, PathTables, path_leg_row
from corridors.tables.routes import LEG_COLUMNS, leg_row, route_row

ROUTES: dict[str, type[pl.DataType]] = {ROW: pl.Int64, **ROUTE_SCHEMA}
REFUSED: dict[str, type[pl.DataType]] = {ROW: pl.Int64, **REJECT_SCHEMA}
TEXT_OF_LEGS = frozenset(
    {"kind", "mode", "country", "from", "to", "facility", "vehicle", "start", "end", "notes"}
)
WHOLE_OF_LEGS = frozenset({"rank", "leg", "count"})
LEGS: dict[str, type[pl.DataType]] = {ROW: pl.Int64} | {
    name: pl.String if name in TEXT_OF_LEGS else pl.Int32 if name in WHOLE_OF_LEGS else pl.Float64
    for name in LEG_COLUMNS
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked of every row."""

    objective: Objective = Objective.COST
    routes: int = 1
    exact_clock: bool = False
    include_unconfirmed: bool = False


class Answers(NamedTuple):
    """Routes, refusals, paths and legs of some rows."""

    routes: pl.DataFrame
    refused: pl.DataFrame
    paths: PathTables
    legs: pl.DataFrame | None


class Frame:
    """A frame that seeks nothing in advance."""

    def __init__(self, engine: "Engine", asked: pl.DataFrame, legs: bool) -> None:
        self._engine, self._asked, self._legs = engine, asked, legs

    def sought(self) -> list[object]:
        """The engine keeps nothing that could be found in advance."""
        return []

    def answers(self) -> Answers:
        """The answer to every row."""
        return self._engine.answer(self._asked, legs=self._legs)


class Engine:
    """Answers row by row."""

    def __init__(self, network: Network, wishes: Wishes, *, kept: object = None) -> None:
        self.network = network
        self.wishes = wishes
        self._known: dict[tuple[object, ...], tuple[Route, ...] | str] = {}

    def frame(self, asked: pl.DataFrame, *, legs: bool = False) -> "Frame":
        """A frame to be answered."""
        return Frame(self, asked, legs)

    def answer(self, asked: pl.DataFrame, *, legs: bool = False) -> Answers:
        """The best routes of every row, or why there is none."""
        routes: list[dict[str, object]] = []
        refused: list[dict[str, object]] = []
        all_legs: list[dict[str, object]] = []
        paths: dict[int, tuple[Leg, ...]] = {}
        for row in asked.iter_rows(named=True):
            question = tuple(cell for name, cell in row.items() if name not in (ROW, "shipment_id"))
            if question not in self._known:
                self._known[question] = self._find(row)
            found = self._known[question]
            if isinstance(found, str):
                refusal = {"column": "", "value": "", "code": "no-route", "suggestion": ""}
                refused.append({ROW: row[ROW], **refusal, "reason": found})
                continue
            for rank, route in enumerate(found, 1):
                path = path_of(route)
                paths.setdefault(path, route.legs)
                cells: dict[str, object] = {
                    **route_row(rank, route),
                    "border_h": route.border_h,
                    "path": path,
                }
                routes.append({ROW: row[ROW], **{name: cells[name] for name in ROUTE_SCHEMA}})
                all_legs += [
                    {ROW: row[ROW], **leg_row(rank, number, leg)}
                    for number, leg in enumerate(route.legs, 1)
                ]
        return Answers(
            pl.DataFrame(routes, schema=ROUTES),
            pl.DataFrame(refused, schema=REFUSED),
            _path_tables(paths),
            pl.DataFrame(all_legs, schema=LEGS) if legs else None,
        )

    def _find(self, row: dict[str, object]) -> tuple[Route, ...] | str:
        """The routes of a row, or the first reason why there is none."""
        ready, deadline = row["ready"], row["deadline"]
        shipment = Shipment(
            _stop(str(row["origin"])),
            _stop(str(row["destination"])),
            str(row["cargo"]),
            float(str(row["tonnes"])),
            None if row["value_usd_per_t"] is None else float(str(row["value_usd_per_t"])),
            datetime.fromisoformat(str(ready)) if ready else None,
            datetime.fromisoformat(str(deadline)) if deadline else None,
        )
        rules = Constraints(include_unconfirmed=self.wishes.include_unconfirmed)
        if row["mode"]:
            rules = replace(rules, modes=frozenset({Mode(str(row["mode"]))}))
        if row["vehicle"]:
            rules = replace(rules, vehicles=frozenset({str(row["vehicle"])}))
        if row["max_cost_usd"] is not None:
            rules = replace(rules, max_cost_usd=float(str(row["max_cost_usd"])))
        if self.wishes.routes > 1:
            found = find_frontier(self.network, shipment, constraints=rules)
        else:
            found = find_routes(
                self.network, shipment,
                objective=self.wishes.objective, limit=1, constraints=rules,
            )  # fmt: skip
        if not found.routes:
            return str(found.reasons[0].message)
        return found.routes[: self.wishes.routes]


def _stop(text: str) -> Stop:
    lat, comma, lon = text.partition(",")
    return Point(float(lat), float(lon)) if comma else text


def path_of(route: Route) -> int:
    """A number for the ways and vehicles of a route, whatever its tonnes."""
    said = repr(
        [(g.kind.value, g.start, g.end, g.facility, g.vehicle, g.links) for g in route.legs]
    )
    return int.from_bytes(hashlib.blake2b(said.encode(), digest_size=8).digest(), "little")


def _path_tables(paths: dict[int, tuple[Leg, ...]]) -> PathTables:
    """Paths by number as two tables."""
    order = []
    legs: dict[object, tuple[object, ...]] = {}
    for path, of_path in sorted(paths.items()):
        rows = [path_leg_row(leg) for leg in of_path]
        legs.update((row[0], row) for row in rows)
        order.append((path, [row[0] for row in rows]))
    shared = pl.DataFrame(list(legs.values()), schema=PATH_LEGS, orient="row").sort("key")
    return PathTables(pl.DataFrame(order, schema=ORDER, orient="row"), shared)
