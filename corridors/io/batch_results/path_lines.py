"""The lines of the paths of a run, each made once however many shipments follow it."""

import polars as pl

from corridors.model.route import Leg, LegKind
from corridors.model.shipment import Mode
from corridors.network.lines import leg_line
from network_data import Facts

Point = tuple[float, float]


def path_line(facts: Facts, legs: pl.DataFrame) -> list[Point]:
    """The line of one path as (longitude, latitude), from its first leg to its last."""
    line: list[Point] = []
    for row in legs.iter_rows(named=True):
        leg = Leg(
            kind=LegKind(row["kind"]), mode=Mode(row["mode"]), country=row["country"],
            start=row["from"], end=row["to"], km=row["km"], vehicle=row["vehicle"], count=1,
            start_h=0.0, charges=(), spells=(), facility=row["facility"],
            links=tuple(filter(None, row["links"].split("; "))),
        )  # fmt: skip
        for lat, lon in leg_line(facts, leg):
            if not line or line[-1] != (lon, lat):
                line.append((lon, lat))
    return line if len(line) > 1 else line * 2


def path_shapes(facts: Facts, paths: pl.DataFrame) -> dict[int, bytes]:
    """The line of every path as well-known binary, WGS84."""
    from shapely import LineString, to_wkb

    return {
        int(str(key[0])): to_wkb(LineString(path_line(facts, legs)))
        for key, legs in paths.sort("path", "leg").group_by("path", maintain_order=True)
    }
