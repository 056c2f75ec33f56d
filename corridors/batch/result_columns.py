"""Which columns a result has, and how ours are called where the list uses the same word.

First ``row``, then the list's own columns as they came, then the question as it was understood
(places and cargo as ids, tonnes as a number, ...), as far as the list asks for it, then the
route. A name of ours that is a heading of the list gets a prefix: ``asked_origin`` beside
``origin``, ``route_rank`` beside ``rank``. The id of a shipment is not said twice.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

ROW: Final = "row"
ASKED_SCHEMA: Final[Mapping[str, type[pl.DataType]]] = {
    "shipment_id": pl.String,
    "origin": pl.String,
    "destination": pl.String,
    "cargo": pl.String,
    "tonnes": pl.Float64,
    "ready": pl.String,
    "deadline": pl.String,
    "value_usd_per_t": pl.Float64,
    "vehicle": pl.String,
    "mode": pl.String,
    "max_cost_usd": pl.Float64,
    "priority": pl.String,
}
"""The question of a row, behind ``row``."""
ROUTE_SCHEMA: Final[Mapping[str, type[pl.DataType]]] = {
    "rank": pl.Int32,
    "tags": pl.String,
    "cost_usd": pl.Float64,
    "cost_usd_per_t": pl.Float64,
    "cost_low_usd": pl.Float64,
    "cost_high_usd": pl.Float64,
    "generalised_cost_usd": pl.Float64,
    "transit_h": pl.Float64,
    "depart": pl.String,
    "arrive": pl.String,
    "co2e_t": pl.Float64,
    "rail_km": pl.Float64,
    "road_km": pl.Float64,
    "border_h": pl.Float64,
    "crossings": pl.String,
    "transshipments": pl.String,
    "vehicles": pl.String,
    "path": pl.UInt64,
}
"""A route, behind ``row``."""
REJECT_SCHEMA: Final[Mapping[str, type[pl.DataType]]] = {
    "column": pl.String,
    "value": pl.String,
    "code": pl.String,
    "reason": pl.String,
    "suggestion": pl.String,
}
"""What is wrong with a row, behind ``row``."""
ALWAYS_ASKED: Final = frozenset({"origin", "destination", "cargo", "tonnes"})


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of the tables of a run.

    Attributes
    ----------
    original
        The list's own columns and their types, without ``row``.
    asked, route, rejects
        Name in the result by our own name.
    """

    original: Mapping[str, pl.DataType]
    asked: Mapping[str, str]
    route: Mapping[str, str]
    rejects: Mapping[str, str]

    @classmethod
    def of(cls, schema: Mapping[str, pl.DataType], found: Collection[str]) -> "Layout":
        """The layout for a list.

        Parameters
        ----------
        schema
            Columns of the list as read, ``row`` among them.
        found
            Which columns of a question the list has.
        """
        original = {
            name: pl.String() if dtype == pl.Null else dtype
            for name, dtype in schema.items()
            if name != ROW
        }
        taken = {ROW, *original}
        asked = {}
        for name in ASKED_SCHEMA:
            wanted = name in ALWAYS_ASKED or name in found or name == "shipment_id"
            if wanted and not (name == "shipment_id" and name in original):
                asked[name] = _free(name, "asked_", taken)
        route = {name: _free(name, "route_", taken) for name in ROUTE_SCHEMA}
        taken = {ROW, *original}
        rejects = {name: _free(name, "reject_", taken) for name in REJECT_SCHEMA}
        return cls(original, asked, route, rejects)

    def result(self) -> list[str]:
        """Columns of the result in their order."""
        return [ROW, *self.original, *self.asked.values(), *self.route.values()]

    def rejected(self) -> list[str]:
        """Columns of the rejects in their order: what is wrong first, then the row as it came."""
        return [ROW, *self.rejects.values(), *self.original]


def _free(name: str, prefix: str, taken: set[str]) -> str:
    """A name that is not taken yet, and is from now on."""
    while name in taken:
        name = prefix + name
    taken.add(name)
    return name
