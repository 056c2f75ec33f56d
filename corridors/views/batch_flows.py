"""What a batch moved, added up: by path, cargo and month first, then by crossing and by haul.

Rows are met once, in a streaming scan, and leave as sums of a path, a cargo and a month; all
that follows works on these sums. They are sums of whole thousandths, so that they do not
depend on the order in which threads add them.

Delay cost
    hours waited at a crossing x (hire of the vehicles that stand there + capital and
    spoilage of the goods), in USD. Hire per day is that of the facts, a container with its
    share of the wagon below it; capital and spoilage are the difference between generalised
    cost and cost per hour of the route. The hours of a row are those of its own answer
    (``border_h`` without what is motion), shared out among its crossings as the path's waits.
"""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from corridors.units import HOURS_PER_DAY
from network_data import Facts

KEYS = ("path", "cargo", "month")
NO_MONTH = ""
THOUSANDTHS = 1_000

_SUMS = ("tonnes", "cost_usd", "co2e_t", "tonne_h", "tonne_border_h", "tonne_wait_h", "goods_usd")


class Flows(NamedTuple):
    """Sums of a batch.

    Attributes
    ----------
    groups
        By ``path``, ``cargo``, ``month`` (``2027-03``; empty without a date): ``shipments``,
        ``tonnes``, ``cost_usd``, ``co2e_t``, ``tonne_h`` (tonnes x hours on the way),
        ``tonne_border_h``, ``tonne_wait_h``, ``delay_usd``.
    crossings
        By ``path``, ``cargo``, ``month`` and ``crossing``, ``direction`` (``KZ>UZ``):
        ``shipments``, ``tonnes``, ``tonne_wait_h``, ``delay_usd``.
    paths
        By ``path``: ``family`` (its crossings in order), ``modes`` (``rail``, ``road``,
        ``rail_road``), ``rail_km``, ``road_km``.
    """

    groups: pl.DataFrame
    crossings: pl.DataFrame
    paths: pl.DataFrame


def sum_flows(best: pl.LazyFrame, paths: pl.DataFrame, facts: Facts) -> Flows:
    """Add up the best routes of a batch.

    Parameters
    ----------
    best
        One row per answered row: ``path``, ``cargo``, ``depart``, ``tonnes``, ``transit_h``,
        ``border_h``, ``cost_usd``, ``generalised_cost_usd``, ``co2e_t``, ``vehicles``. Never
        held in memory as a whole.
    paths
        Their distinct paths, one row per leg.
    facts
        Hires of vehicles.
    """
    legs = _numbered_legs(paths)
    waits = _crossing_waits(legs, facts)
    per_path = _per_path(legs)
    uses = waits["use"].unique().sort().to_list()
    sums = _sum_rows(best, per_path, uses)
    crossings = _at_crossings(sums, waits)
    delays = sum_by(crossings, KEYS, ("delay_usd",))
    groups = (
        sums.select(*KEYS, "shipments", *_SUMS)
        .drop("goods_usd")
        .join(delays, on=KEYS, how="left")
        .with_columns(pl.col("delay_usd").fill_null(0.0))
        .sort(KEYS)
    )
    return Flows(groups, crossings, per_path.drop("moving_h"))


def sum_by(frame: pl.DataFrame, keys: Sequence[str], names: Sequence[str]) -> pl.DataFrame:
    """Sums of some columns by keys, sorted by these; the same whoever adds up first.

    Examples
    --------
    >>> sum_by(pl.DataFrame({"k": ["a", "a"], "t": [0.1, 0.2]}), ["k"], ["t"])["t"].to_list()
    [0.3]
    """
    whole = [(pl.col(name) * THOUSANDTHS).round().cast(pl.Int64).sum() for name in names]
    return (
        frame.group_by(keys)
        .agg(whole)
        .with_columns(pl.col(name) / THOUSANDTHS for name in names)
        .sort(keys)
    )


def _numbered_legs(paths: pl.DataFrame) -> pl.DataFrame:
    """Legs in order; ``use`` counts the changes of vehicle before the leg."""
    legs = paths.select(
        "path", "leg", "kind", "mode", "country", "facility", "vehicle", "km", "wait_h", "moving_h"
    ).sort("path", "leg")
    changed = (pl.col("vehicle") != pl.col("vehicle").shift(1)).fill_null(False)
    return legs.with_columns(changed.cast(pl.Int32).cum_sum().over("path").alias("use"))


def _crossing_waits(legs: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Crossings of the paths, each with its share of the path's wait and a vehicle's hire."""
    hires = pl.DataFrame(
        [(name, hire_usd_per_h(facts, name)) for name in legs["vehicle"].unique().sort()],
        schema={"vehicle": pl.String, "hire_usd_per_h": pl.Float64},
        orient="row",
    )
    whole = pl.col("wait_h").sum().over("path")
    equal = 1.0 / pl.len().over("path")
    return (
        legs.filter(pl.col("kind") == "crossing")
        .with_columns(pl.when(whole > 0).then(pl.col("wait_h") / whole).otherwise(equal)
                      .alias("share"))
        .join(hires, on="vehicle", how="left")
        .select("path", pl.col("facility").alias("crossing"), pl.col("country").alias("direction"),
                "share", "use", "hire_usd_per_h")
    )  # fmt: skip


def hire_usd_per_h(facts: Facts, vehicle: str) -> float:
    """Hire of one vehicle, by its id with or without a registration, USD per hour.

    A container stands with its share of the hire of the wagon that it rides on.
    """
    row = facts.vehicles.get(vehicle) or facts.vehicles.get(vehicle.rpartition("-")[0])
    if row is None:
        return 0.0
    per_day = row.usd_per_day_hire or 0.0
    if row.rides_on:
        below = facts.vehicles[row.rides_on].usd_per_day_hire or 0.0
        per_day += below * (row.rides_share or 0.0)
    return per_day / HOURS_PER_DAY


def _per_path(legs: pl.DataFrame) -> pl.DataFrame:
    kind, mode, km = pl.col("kind"), pl.col("mode"), pl.col("km")
    by_rail = ((kind == "haul") & (mode == "rail")).any()
    modes = (
        pl.when((kind == "transshipment").any()).then(pl.lit("rail_road"))
        .when(by_rail).then(pl.lit("rail")).otherwise(pl.lit("road"))
    )  # fmt: skip
    crossed = kind == "crossing"
    return (
        legs.group_by("path", maintain_order=True)
        .agg(
            pl.col("facility").filter(crossed).str.join("; ").alias("family"),
            modes.alias("modes"),
            km.filter(mode == "rail").sum().alias("rail_km"),
            km.filter(mode == "road").sum().alias("road_km"),
            pl.col("moving_h").filter(crossed).sum(),
        )
        .with_columns(pl.col("family").fill_null(""))
    )


def _sum_rows(best: pl.LazyFrame, per_path: pl.DataFrame, uses: list[int]) -> pl.DataFrame:
    """The one scan of the rows."""
    tonnes, hours = pl.col("tonnes"), pl.col("transit_h")
    wait = pl.max_horizontal(pl.col("border_h") - pl.col("moving_h"), 0.0)
    goods = pl.col("generalised_cost_usd") - pl.col("cost_usd")
    goods_usd_per_h = pl.when(hours > 0).then(goods / hours).otherwise(0.0)
    in_order = pl.col("vehicles").str.split("; ")
    counts = {
        f"vehicle_h_{use}": in_order.list.get(use, null_on_oob=True)
        .str.extract(r"^(\d+) ").cast(pl.Float64) * wait
        for use in uses
    }  # fmt: skip
    quantities = {
        "tonnes": tonnes,
        "cost_usd": pl.col("cost_usd"),
        "co2e_t": pl.col("co2e_t"),
        "tonne_h": tonnes * hours,
        "tonne_border_h": tonnes * pl.col("border_h"),
        "tonne_wait_h": tonnes * wait,
        "goods_usd": goods_usd_per_h * wait,
        **counts,
    }
    whole = [
        (value * THOUSANDTHS).round().cast(pl.Int64).alias(name)
        for name, value in quantities.items()
    ]
    return (
        best.join(per_path.lazy().select("path", "moving_h"), on="path", how="left")
        .select("path", "cargo", pl.col("depart").fill_null(NO_MONTH).str.slice(0, 7)
                .alias("month"), *whole)
        .group_by(KEYS)
        .agg(pl.len().alias("shipments").cast(pl.Int64), *(pl.col(n).sum() for n in quantities))
        .with_columns(*(pl.col(name) / THOUSANDTHS for name in quantities))
        .collect(engine="streaming")
        .sort(KEYS)
    )  # fmt: skip


def _at_crossings(sums: pl.DataFrame, waits: pl.DataFrame) -> pl.DataFrame:
    """Waits and delay cost of each group at each of its crossings."""
    uses = waits["use"].unique().sort().to_list()
    standing = pl.coalesce(
        *(pl.when(pl.col("use") == use).then(pl.col(f"vehicle_h_{use}")) for use in uses),
        pl.lit(0.0),
    )
    share = pl.col("share")
    return (
        sums.join(waits, on="path")
        .select(
            *KEYS, "crossing", "direction", "shipments", "tonnes",
            (share * pl.col("tonne_wait_h")).alias("tonne_wait_h"),
            (share * (pl.col("goods_usd") + standing * pl.col("hire_usd_per_h")))
            .alias("delay_usd"),
        )
        .sort(*KEYS, "crossing", "direction")
    )  # fmt: skip
