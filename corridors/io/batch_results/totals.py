"""Sums over the routes of a run, one partition at a time."""

from collections.abc import Iterable
from typing import Final

import polars as pl

USED: Final = ("path", "tonnes", "cost_usd", "transit_h", "co2e_t")
"""Columns that sums by path are made of."""


def path_totals(best: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Shipments, tonnes, USD, tonne-hours and CO2e by path.

    Parameters
    ----------
    best
        The best route of each row, with the columns `USED`, a table at a time.

    Returns
    -------
    polars.DataFrame
        ``path``, ``shipments``, ``tonnes``, ``cost_usd``, ``tonne_h``, ``co2e_t``, sorted.
    """
    sums = [
        pl.len().alias("shipments").cast(pl.Int64),
        pl.sum("tonnes"),
        pl.sum("cost_usd"),
        (pl.col("tonnes") * pl.col("transit_h")).sum().alias("tonne_h"),
        pl.sum("co2e_t"),
    ]
    parts = [table.group_by("path").agg(sums) for table in best]
    whole = pl.concat(parts).sort("path", maintain_order=True)
    return whole.group_by("path", maintain_order=True).sum()


def crossing_totals(paths: pl.DataFrame, totals: pl.DataFrame) -> pl.DataFrame:
    """What passes each crossing in each direction, most tonnes first.

    Returns
    -------
    polars.DataFrame
        ``crossing``, ``direction`` (``KZ>UZ``), ``mode``, ``shipments``, ``tonnes``,
        ``wait_h`` (mean by tonnes).
    """
    passed = paths.filter(pl.col("kind") == "crossing").join(totals, on="path")
    return (
        passed.group_by("facility", "country", "mode")
        .agg(
            pl.sum("shipments"),
            pl.sum("tonnes"),
            wait_h=(pl.col("wait_h") * pl.col("tonnes")).sum() / pl.sum("tonnes"),
        )
        .rename({"facility": "crossing", "country": "direction"})
        .sort(["tonnes", "crossing", "direction"], descending=[True, False, False])
    )
