"""Frames that answers to many shipments come in, and rows of them from single routes."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
import polars as pl

from corridors.model.route import Route
from corridors.solvers.compiling import Hashes
from corridors.solvers.many.gateways import Ints
from corridors.solvers.many.sums import BASE
from corridors.solvers.many.ways import spans
from corridors.tables.paths import ORDER, PATH_LEGS, PathLeg, PathTables, path_leg_row
from corridors.tables.routes import LEG_COLUMNS, leg_row, route_row

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
        The distinct paths of the routes.
    legs
        The legs of every route (`LEGS`), if they were asked for.
    """

    routes: pl.DataFrame
    refused: pl.DataFrame
    paths: PathTables
    legs: pl.DataFrame | None


class Refusal(NamedTuple):
    """Why a shipment has no route: as the columns of `REFUSED`."""

    row: int
    column: str
    value: str
    code: str
    reason: str
    suggestion: str = ""


def refusals_frame(refusals: Iterable[Refusal]) -> pl.DataFrame:
    """Refusals as a frame, in the order in which they come."""
    return pl.DataFrame(list(refusals), schema=REFUSED, orient="row")


def route_cells(row: int, rank: int, route: Route, path: int) -> dict[str, object]:
    """A route found by itself as a row of `ROUTES`."""
    cells = route_row(rank, route)
    return {
        "row": row,
        **{name: cells[name] for name in ROUTES if name in cells},
        "border_h": route.border_h,
        "path": path,
    }


def leg_digest(leg: PathLeg) -> int:
    """A number for what a leg does, whatever it carries.

    Trains are told from single wagons by the minutes that they move.
    """
    minutes = str(round(leg.moving_h * 60))
    words = (leg.kind, leg.mode, leg.start, leg.end, leg.facility, leg.vehicle, minutes, *leg.links)
    return int.from_bytes(blake2b("|".join(words).encode(), digest_size=8).digest(), "little")


def path_digest(legs: Iterable[int]) -> int:
    """A number for a path, by the numbers of its legs in order (a polynomial of them)."""
    digest = 0
    for leg in legs:
        digest = (digest * int(BASE) + leg + 1) & _MASK
    return digest


_MASK = (1 << 64) - 1


class Paths(NamedTuple):
    """What some routes do, leg by leg.

    Attributes
    ----------
    digests
        Their numbers (`path_digest`).
    counts, at
        How many legs each has, and where these stand in ``legs``, one path after another.
    legs
        The legs as rows of `PATH_LEGS`.
    """

    digests: Hashes
    counts: Ints
    at: Ints
    legs: pl.DataFrame


def path_of(legs: Sequence[PathLeg]) -> Paths:
    """What a single route does."""
    digest = path_digest(map(leg_digest, legs))
    return Paths(
        np.array([digest], np.uint64), np.array([len(legs)]), np.arange(len(legs)), legs_frame(legs)
    )  # fmt: skip


class PathBook:
    """Collects the legs of paths."""

    def __init__(self) -> None:
        self._parts: list[Paths] = []

    def add(self, paths: Paths) -> None:
        """Add some paths; those that are known already do no harm."""
        self._parts.append(paths)

    def tables(self) -> PathTables:
        """All different paths, and their legs."""
        if not self._parts:
            return PathTables(pl.DataFrame(schema=ORDER), pl.DataFrame(schema=PATH_LEGS))
        parts = self._parts
        digests = np.concatenate([part.digests for part in parts])
        counts = np.concatenate([part.counts for part in parts])
        before = np.cumsum([0, *(part.legs.height for part in parts[:-1])])
        at = np.concatenate([part.at + more for part, more in zip(parts, before, strict=True)])
        starts = np.cumsum(counts) - counts
        legs = pl.concat([part.legs for part in parts])
        hours = np.add.reduceat((legs["wait_h"] + legs["moving_h"]).to_numpy()[at], starts)
        # Of like paths that differ in noise or waits the quickest stands for all, whichever
        # of them was described first.
        order = np.lexsort((hours, digests))
        digests = digests[order]
        first = np.flatnonzero(np.append(True, digests[1:] != digests[:-1]))
        different, which = digests[first], order[first]
        lengths = counts[which]
        rows = at[spans(starts[which], lengths)]
        used = np.zeros(legs.height, bool)
        used[rows] = True
        listed = pl.DataFrame({
            "path": pl.Series(np.repeat(different, lengths)).set_sorted(),
            "legs": legs["key"].gather(rows),
        })  # fmt: skip
        listed = listed.group_by("path", maintain_order=True).agg("legs")
        shared = legs.filter(pl.Series(used)).unique("key").sort("key")
        return PathTables(listed.cast(pl.Schema(ORDER)), shared)


def legs_frame(legs: Iterable[PathLeg]) -> pl.DataFrame:
    """Legs as rows of `PATH_LEGS`, in the order in which they come."""
    return pl.DataFrame(list(map(path_leg_row, legs)), schema=PATH_LEGS, orient="row")


def leg_cells(row: int, rank: int, route: Route) -> list[dict[str, object]]:
    """The legs of a route as rows of `LEGS`."""
    return [{"row": row, **leg_row(rank, number, leg)} for number, leg in enumerate(route.legs, 1)]
