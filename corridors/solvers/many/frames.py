"""Frames that answers to many shipments come in, and rows of them from single routes."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from corridors.model.route import Route
from corridors.tables.routes import LEG_COLUMNS, leg_row, route_row

if TYPE_CHECKING:
    from corridors.solvers.many.steps import LegForm

Schema = dict[str, type[pl.DataType] | pl.DataType]

ROUTES: Schema = {
    "row": pl.Int64, "rank": pl.Int32, "tags": pl.String, "cost_usd": pl.Float64,
    "cost_usd_per_t": pl.Float64, "cost_low_usd": pl.Float64, "cost_high_usd": pl.Float64,
    "generalised_cost_usd": pl.Float64, "transit_h": pl.Float64, "depart": pl.String,
    "arrive": pl.String, "co2e_t": pl.Float64, "rail_km": pl.Float64, "road_km": pl.Float64,
    "border_h": pl.Float64, "crossings": pl.String, "transshipments": pl.String,
    "vehicles": pl.String, "path": pl.UInt64,
}  # fmt: skip
"""Columns of a route of a shipment (names as of `corridors.tables.routes`)."""
REFUSED: Schema = {
    "row": pl.Int64, "column": pl.String, "value": pl.String, "code": pl.String,
    "reason": pl.String, "suggestion": pl.String,
}  # fmt: skip
"""Columns of a row that has no route."""
PATHS: Schema = {
    "path": pl.UInt64, "leg": pl.Int32, "kind": pl.String, "mode": pl.String,
    "country": pl.String, "from": pl.String, "to": pl.String, "facility": pl.String,
    "vehicle": pl.String, "km": pl.Float64, "wait_h": pl.Float64, "moving_h": pl.Float64,
    "links": pl.List(pl.String),
}  # fmt: skip
"""Columns of a leg of a path, whatever the tonnage."""
_TEXTS = frozenset({
    "kind", "mode", "country", "from", "to", "facility", "vehicle", "start", "end", "notes",
})  # fmt: skip
_WHOLE = frozenset({"rank", "leg", "count"})
LEGS: Schema = {
    "row": pl.Int64,
    **{
        name: pl.String if name in _TEXTS else pl.Int32 if name in _WHOLE else pl.Float64
        for name in LEG_COLUMNS
    },
}
"""Columns of a leg of a shipment's route."""


class Answers(NamedTuple):
    """What a frame of shipments is answered with.

    Attributes
    ----------
    routes
        One row a shipment and rank (`ROUTES`), in order of both.
    refused
        One row a shipment that has no route (`REFUSED`).
    paths
        The legs of the distinct paths of the routes (`PATHS`).
    legs
        The legs of every route (`LEGS`), if they were asked for.
    """

    routes: pl.DataFrame
    refused: pl.DataFrame
    paths: pl.DataFrame
    legs: pl.DataFrame | None


class Refusal(NamedTuple):
    """Why a shipment has no route: as the columns of `REFUSED`."""

    row: int
    column: str
    value: str
    code: str
    reason: str
    suggestion: str = ""


def refused_frame(refusals: Iterable[Refusal]) -> pl.DataFrame:
    """Refusals as a frame, in order of row."""
    return pl.DataFrame(sorted(refusals), schema=REFUSED, orient="row")


def route_cells(row: int, rank: int, route: Route, path: int) -> dict[str, object]:
    """A route found by itself as a row of `ROUTES`."""
    cells = route_row(rank, route)
    return {
        "row": row,
        **{name: cells[name] for name in ROUTES if name in cells},
        "border_h": route.border_h,
        "path": path,
    }


def path_cells(path: int, route: Route) -> list[dict[str, object]]:
    """The legs of a route found by itself as rows of `PATHS`."""
    return [
        {
            "path": path, "leg": number, "kind": leg.kind.value, "mode": leg.mode.value,
            "country": leg.country, "from": leg.start, "to": leg.end, "facility": leg.facility,
            "vehicle": leg.vehicle, "km": leg.km, "wait_h": leg.wait_h,
            "moving_h": leg.moving_h, "links": list(leg.links),
        }
        for number, leg in enumerate(route.legs, 1)
    ]  # fmt: skip


def form_cells(path: int, legs: "Iterable[LegForm]") -> list[dict[str, object]]:
    """The legs of a candidate as rows of `PATHS`."""
    return [
        {
            "path": path, "leg": number, "kind": leg.kind.value, "mode": leg.mode.value,
            "country": leg.country, "from": leg.start, "to": leg.end, "facility": leg.facility,
            "vehicle": leg.vehicle, "km": leg.km, "wait_h": leg.wait_h,
            "moving_h": leg.moving_h, "links": list(leg.links),
        }
        for number, leg in enumerate(legs, 1)
    ]  # fmt: skip


def leg_cells(row: int, rank: int, route: Route) -> list[dict[str, object]]:
    """The legs of a route as rows of `LEGS`."""
    return [{"row": row, **leg_row(rank, number, leg)} for number, leg in enumerate(route.legs, 1)]
