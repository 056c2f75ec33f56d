"""Which sources stand behind the routes of a run."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import polars as pl

from network_data import Facts


class UsedSource(NamedTuple):
    """A source and the kinds of figures that were taken from it."""

    source: str
    used_for: str
    title: str
    publisher: str
    year: str
    where: str
    url: str
    licence: str


def used_sources(facts: Facts, paths: pl.DataFrame) -> list[UsedSource]:
    """Sources of the links, crossings, terminals and vehicles on some paths, and of the
    standing tariffs and speeds of the countries and modes that they lead through.

    Which tariff row priced which shipment is said by ``corridors route --explain``.
    """
    uses: dict[str, set[str]] = {}
    for kind, record in _records(facts, paths):
        for source in record.source:
            if source in facts.sources:
                uses.setdefault(source, set()).add(kind)
    found = []
    for id_, kinds in sorted(uses.items()):
        row = facts.sources[id_]
        found.append(
            UsedSource(
                id_, ", ".join(sorted(kinds)), row.title, row.publisher, row.year, row.where,
                row.url, row.licence,
            )
        )  # fmt: skip
    return found


def _records(facts: Facts, paths: pl.DataFrame) -> Iterator[tuple[str, Any]]:
    hauls = paths["links"].unique()
    for link in hauls.filter(hauls != "").str.split("; ").explode().unique():
        yield "links", facts.links[link]
    for facility in paths["facility"].unique():
        if facility in facts.crossings:
            yield "crossings", facts.crossings[facility]
        elif facility in facts.terminals:
            yield "terminals", facts.terminals[facility]
    for vehicle in paths["vehicle"].unique():
        record = facts.vehicles.get(vehicle) or facts.vehicles.get(vehicle.rpartition("-")[0])
        if record is not None:
            yield "vehicles", record
    legs = paths.select("country", "mode").unique()
    through = {
        (country, mode) for countries, mode in legs.iter_rows() for country in countries.split(">")
    }
    for tariff in facts.tariffs.values():
        if tariff.use == "base" and (tariff.country, tariff.mode) in through:
            yield "tariffs", tariff
    for speed in facts.speeds.values():
        if speed.use == "base" and (speed.country, speed.mode) in through:
            yield "speeds", speed
