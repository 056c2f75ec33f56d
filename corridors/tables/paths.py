"""Paths as tables: what routes do leg by leg, whatever they carry.

Many paths share their legs, so the two are kept apart until they are written for a reader.
"""

from hashlib import blake2b
from typing import NamedTuple, Protocol

import polars as pl

from corridors.model.route import LegKind
from corridors.model.shipment import Mode

Schema = dict[str, type[pl.DataType] | pl.DataType]

ORDER: Schema = {"path": pl.UInt64, "legs": pl.List(pl.UInt64)}
"""Columns of which legs a path has, by key, in which order."""
PATH_LEGS: Schema = {
    "key": pl.UInt64, "kind": pl.String, "mode": pl.String, "country": pl.String,
    "from": pl.String, "to": pl.String, "facility": pl.String, "vehicle": pl.String,
    "km": pl.Float64, "wait_h": pl.Float64, "moving_h": pl.Float64, "links": pl.String,
}  # fmt: skip
"""Columns of a leg that paths share."""
PATHS: Schema = {
    "path": pl.UInt64, "leg": pl.Int32,
    **{name: dtype for name, dtype in PATH_LEGS.items() if name != "key"},
}  # fmt: skip
"""Columns of a leg of a path, as it is read."""


class PathLeg(Protocol):
    """What a leg of a path has, be it of one shipment or of every tonnage."""

    @property
    def kind(self) -> LegKind:
        """What the leg is."""

    @property
    def mode(self) -> Mode:
        """By what it goes."""

    @property
    def country(self) -> str:
        """Where it lies (``KZ``, ``KZ>UZ``)."""

    @property
    def start(self) -> str:
        """Where it begins."""

    @property
    def end(self) -> str:
        """Where it ends."""

    @property
    def facility(self) -> str:
        """Crossing or terminal."""

    @property
    def vehicle(self) -> str:
        """Type of vehicle, with its registration."""

    @property
    def km(self) -> float:
        """Kilometres."""

    @property
    def wait_h(self) -> float:
        """Hours standing."""

    @property
    def moving_h(self) -> float:
        """Hours in motion."""

    @property
    def links(self) -> tuple[str, ...]:
        """Links of a haul."""


class PathTables(NamedTuple):
    """Some paths: ``order`` says which legs each has (`ORDER`), a row a path, sorted; ``legs``
    what these are (`PATH_LEGS`), each once and by key.
    """

    order: pl.DataFrame
    legs: pl.DataFrame

    def written(self) -> pl.DataFrame:
        """The legs of every path (`PATHS`)."""
        lengths = self.order["legs"].list.len()
        numbers = pl.int_ranges(1, lengths.cast(pl.Int64) + 1, dtype=pl.Int32, eager=True)
        paths = self.order["path"].repeat_by(lengths)
        at = self.legs["key"].search_sorted(self.order["legs"].explode())
        first = [paths.explode().alias("path"), numbers.explode().alias("leg")]
        return pl.DataFrame(first).hstack(self.legs.drop("key")[at])


def path_leg_row(leg: PathLeg) -> tuple[object, ...]:
    """A leg as a row of `PATH_LEGS`."""
    row = (
        leg.kind.value, leg.mode.value, leg.country, leg.start, leg.end, leg.facility, leg.vehicle,
        leg.km, leg.wait_h, leg.moving_h, "; ".join(leg.links),
    )  # fmt: skip
    digest = blake2b("|".join(map(str, row)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little"), *row
