"""Shipment lists of any length for the benchmarks of the batch: the same seed, the same list.

Grain, flour, sweets, oil, fuel and steel go from stations and cities of Kazakhstan to
Tajikistan, onions, fruit, cotton and aluminium come back, and a few shipments end in
Uzbekistan or Kyrgyzstan. Origins and destinations are drawn evenly, which is the hardest case
for anything that groups rows: a real list has fewer pairs. Most places are named by id, the
others in English or Russian; every name used is one that the resolver takes without doubt.

Rows are drawn a block at a time, so a list of ten million takes no more memory than one of a
block, and a short list is the beginning of a long one.

Usage: ``python benchmarks/shipment_lists.py --rows 1000000 --out list.csv`` (or ``.parquet``);
without ``--out`` the first rows are printed.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Literal, NamedTuple, cast

import numpy as np
import polars as pl
import pyarrow.parquet as pq

from corridors.errors import RequestError
from corridors.network.access import access_of
from corridors.network.names import Names
from corridors.network.network import Network
from network_data import Facts, load_facts
from network_data.records import Commodity, Place

Kind = Literal["csv", "parquet"]

BLOCK_ROWS = 250_000
EXPORTS = (
    "c-1001-kz-tj", "c-1003-kz-tj", "c-1101-kz-tj", "c-1006-kz-tj", "c-1512-kz-tj", "c-1701-kz-tj",
    "c-1704-kz-tj", "c-1902-kz-tj", "c-2302-kz-tj", "c-2523-kz-tj", "c-2701-kz-tj", "c-2710-kz-tj",
    "c-2711-kz-tj", "c-3102-kz-tj", "c-7208-kz-tj", "c-7214-kz-tj",
)  # fmt: skip
IMPORTS = (
    "c-0703-tj-kz", "c-0806-tj-kz", "c-0813-tj-kz", "c-5201-tj-kz", "c-7601-tj-kz", "c-2603-tj-kz",
)  # fmt: skip
END_KINDS = frozenset({"city", "port", "rail_station"})
LEAST_T, MOST_T = 5.0, 5000.0
CUSTOMERS = 4000
COMMENTS = (None, None, None, "urgent", "срочно", "by contract 14/2026, lot 3", 'marked "dry"')
FIRST_DAY = np.datetime64("2026-01-01")


class Shares(NamedTuple):
    """Shares of rows, 0 to 1, that fill an optional column; a column no row fills is left out.

    ``deadline`` counts among the rows that have a ready date, ``mode`` among those without a
    vehicle of their own.
    """

    value: float = 0.1
    ready: float = 0.0
    deadline: float = 0.0
    mode: float = 0.0
    vehicle: float = 0.0
    budget: float = 0.0


UNDATED = Shares()


class Lane(NamedTuple):
    """A group of shipments: its share of the rows, its ends and its cargoes."""

    share: float
    origins: pl.Series
    destinations: pl.Series
    cargoes: pl.Series


class Pools:
    """What the rows are drawn from: places and cargoes, each with its three spellings.

    A pool is a series in which an id, its English and its Russian name stand one after the
    other. A name that the resolver would not take for the same thing gives way to the id.
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.names = Names(facts)
        network = Network(facts)
        ends: dict[str, list[str]] = {}
        for place in facts.places.values():
            reached = access_of(network, place.id, None)
            if place.kind in END_KINDS and any(network.ways(a.place, a.mode) for a in reached):
                ends.setdefault(place.country, []).extend(self._place_spellings(place))
        kz, tj, uz, kg = (pl.Series(ends[country]) for country in ("KZ", "TJ", "UZ", "KG"))
        exports, imports = self._cargoes(EXPORTS), self._cargoes(IMPORTS)
        self.lanes = (
            Lane(0.85, kz, tj, exports),
            Lane(0.12, tj, kz, imports),
            Lane(0.01, uz, tj, exports),
            Lane(0.01, kz, uz, exports),
            Lane(0.01, kz, kg, exports),
        )
        self.vehicles = {name: facts.commodities[name].vehicle_ids for name in EXPORTS + IMPORTS}

    def _place_spellings(self, place: Place) -> tuple[str, str, str]:
        return (
            place.id,
            self._or_id(place.id, place.name_en, "place"),
            self._or_id(place.id, place.name_ru, "place"),
        )

    def _cargoes(self, ids: tuple[str, ...]) -> pl.Series:
        found: list[str] = []
        for name in ids:
            cargo: Commodity = self.facts.commodities[name]
            spellings = (cargo.name, cargo.name_ru)
            found += [name, *(self._or_id(name, said, cargo.direction) for said in spellings)]
        return pl.Series(found)

    def _or_id(self, name: str, said: str, kind: str) -> str:
        """A name if it means this id and nothing else, otherwise the id."""
        try:
            match = self.names.place(said) if kind == "place" else self.names.cargo(said, kind)
        except RequestError:
            return name
        return said if match == (name, "") else name


def blocks(
    rows: int, *, seed: int = 1, shares: Shares = UNDATED, pools: Pools | None = None
) -> Iterator[pl.DataFrame]:
    """The list, a block of rows at a time."""
    pools = pools or Pools(load_facts())
    for number, first in enumerate(range(0, rows, BLOCK_ROWS)):
        # A whole block is drawn even if less is wanted: so a short list begins a long one.
        frame = _block(pools, shares, np.random.default_rng([seed, number]), first)
        yield frame.head(rows - first)


def write_list(
    path: str | Path,
    rows: int,
    seed: int = 1,
    kind: Kind = "csv",
    *,
    shares: Shares = UNDATED,
    pools: Pools | None = None,
) -> None:
    """Write a list.

    Parameters
    ----------
    path
        File to write.
    rows
        Shipments.
    seed
        The same seed gives the same list.
    kind
        ``csv`` (UTF-8, commas) or ``parquet``.
    shares
        How many rows fill the optional columns.
    pools
        Places and cargoes, if they stand already.
    """
    found = blocks(rows, seed=seed, shares=shares, pools=pools)
    if kind == "csv":
        with open(path, "wb") as file:
            for number, frame in enumerate(found):
                frame.write_csv(cast("IO[bytes]", file), include_header=number == 0)
        return
    writer: pq.ParquetWriter | None = None
    try:
        for frame in found:
            table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
            writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
            writer.write_table(table)
    finally:
        if writer is not None:
            writer.close()


def _block(pools: Pools, shares: Shares, rng: np.random.Generator, first: int) -> pl.DataFrame:
    """One block of rows, numbered from ``first``; every draw is made whatever the shares."""
    lane = rng.choice(len(pools.lanes), BLOCK_ROWS, p=[lane.share for lane in pools.lanes])
    ends = {
        column: _spelt(rng, lane, [getattr(found, pool) for found in pools.lanes])
        for column, pool in (
            ("origin", "origins"), ("destination", "destinations"), ("cargo", "cargoes")
        )
    }  # fmt: skip
    tonnes = _tonnes(rng)
    cargo_ids = ends["cargo"][1]
    columns = {
        "shipment_id": pl.Series(np.arange(first + 1, first + BLOCK_ROWS + 1)),
        "origin": ends["origin"][0],
        "destination": ends["destination"][0],
        "cargo": ends["cargo"][0],
        "tonnes": pl.Series(tonnes),
        "value_usd_per_t": _some(rng, shares.value, rng.integers(80, 3000, BLOCK_ROWS)),
        **_wishes(pools, shares, rng, cargo_ids, tonnes),
        "customer": pl.Series(rng.integers(1, CUSTOMERS + 1, BLOCK_ROWS)),
        "comment": pl.Series(COMMENTS).gather(rng.integers(0, len(COMMENTS), BLOCK_ROWS)),
    }
    frame = pl.DataFrame(columns).with_columns(
        pl.format("S{}", pl.col("shipment_id").cast(pl.String).str.zfill(8)).alias("shipment_id"),
        pl.format("Customer {}", "customer").alias("customer"),
    )
    optional = zip(Shares._fields, shares, strict=True)
    named = {"value": "value_usd_per_t", "budget": "max_cost_usd"}
    return frame.drop([named.get(name, name) for name, share in optional if share <= 0])


def _spelt(
    rng: np.random.Generator, lane: np.ndarray, pools: list[pl.Series]
) -> tuple[pl.Series, pl.Series]:
    """Cells drawn from the pool of each row's lane, as spelt and as ids."""
    sizes = np.array([len(pool) // 3 for pool in pools])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    thing = starts[lane] + (rng.random(len(lane)) * sizes[lane]).astype(np.int64)
    spelling = rng.choice(3, len(lane), p=[0.6, 0.25, 0.15])
    together = pl.concat(pools)
    return together.gather(3 * thing + spelling), together.gather(3 * thing)


def _tonnes(rng: np.random.Generator) -> np.ndarray:
    """Log-uniform from 5 to 5,000 t with one decimal; three in ten a round number."""
    exact = LEAST_T * (MOST_T / LEAST_T) ** rng.random(BLOCK_ROWS)
    step = np.where(exact < 100, 5.0, np.where(exact < 1000, 20.0, 100.0))
    rounded = np.maximum(LEAST_T, step * np.round(exact / step))
    found: np.ndarray = np.where(rng.random(BLOCK_ROWS) < 0.3, rounded, exact).round(1)
    return found


def _wishes(
    pools: Pools, shares: Shares, rng: np.random.Generator, cargo: pl.Series, tonnes: np.ndarray
) -> dict[str, pl.Series]:
    """The columns of dates, vehicles, modes and budgets."""
    days = FIRST_DAY + rng.integers(0, 365, BLOCK_ROWS)
    late_days = days + rng.integers(15, 60, BLOCK_ROWS)
    ready = _some(rng, shares.ready, pl.Series(days).dt.strftime("%Y-%m-%dT08:00+05:00"))
    late = _some(rng, shares.deadline, pl.Series(late_days).dt.strftime("%Y-%m-%dT18:00+05:00"))
    vehicle = _some(rng, shares.vehicle, _vehicles(pools, rng, cargo))
    mode = pl.Series(["rail", "road"]).gather(rng.integers(0, 2, BLOCK_ROWS))
    return {
        "ready": ready,
        "deadline": late.set(ready.is_null(), None),
        "vehicle": vehicle,
        "mode": _some(rng, shares.mode, mode).set(vehicle.is_not_null(), None),
        "max_cost_usd": _some(
            rng, shares.budget, (tonnes * rng.uniform(60, 400, BLOCK_ROWS)).round()
        ),
    }


def _vehicles(pools: Pools, rng: np.random.Generator, cargo: pl.Series) -> pl.Series:
    """A vehicle for each cargo, among those that carry it."""
    draw = rng.random(BLOCK_ROWS)
    found = np.empty(BLOCK_ROWS, dtype=object)
    cargoes = cargo.to_numpy()
    for name, vehicles in pools.vehicles.items():
        rows = np.flatnonzero(cargoes == name)
        found[rows] = np.array(vehicles, object)[(draw[rows] * len(vehicles)).astype(np.int64)]
    return pl.Series(found, dtype=pl.String)


def _some(rng: np.random.Generator, share: float, cells: np.ndarray | pl.Series) -> pl.Series:
    """The cells of a share of the rows, the others empty."""
    series = cells if isinstance(cells, pl.Series) else pl.Series(cells)
    return series.set(pl.Series(rng.random(BLOCK_ROWS) >= share), None)


def main() -> None:
    """Write a list, or print the first rows of one."""
    parser = argparse.ArgumentParser(description="Shipment lists for the benchmarks.")
    parser.add_argument("--rows", type=int, default=10, help="shipments (default 10)")
    parser.add_argument("--seed", type=int, default=1, help="seed (default 1)")
    parser.add_argument("--out", type=Path, help="file to write: .csv or .parquet")
    for name, share in Shares()._asdict().items():
        about = f"share of rows with a {name} (default {share:g})"
        parser.add_argument(f"--{name}", type=float, default=share, help=about)
    asked = parser.parse_args()
    shares = Shares(*(getattr(asked, name) for name in Shares._fields))
    if asked.out is None:
        for frame in blocks(asked.rows, seed=asked.seed, shares=shares):
            print(frame.write_csv(), end="")
        return
    kind: Kind = "parquet" if asked.out.suffix == ".parquet" else "csv"
    write_list(asked.out, asked.rows, asked.seed, kind, shares=shares)
    print(f"written: {asked.out}, {asked.rows:,} rows")


if __name__ == "__main__":
    main()
