"""Studies that can be added up by hand, on places of the shipped facts.

Grain goes by rail through Saryagash and Bekabad in January and June, onions by road through
Kazygurt in June; what is by month adds up to the year.

=====================  ======  =======  ======  ========  =========
flow                   goods   month    tonnes  delay t-h  delay USD
=====================  ======  =======  ======  ========  =========
Saryagash KZ>UZ        grain   January     600     8,100      3,000
Saryagash KZ>UZ        grain   June        400     5,400      2,000
Bekabad UZ>TJ          grain   January     600     3,600        600
Bekabad UZ>TJ          grain   June        400     2,400        400
Kazygurt KZ>UZ         onions  June         50       500        250
=====================  ======  =======  ======  ========  =========
"""

from collections.abc import Callable
from typing import Any

import polars as pl

from corridors.studies.flows import SCHEMA as FLOW_SCHEMA
from corridors.studies.result import Study

SARYAGASH, BEKABAD, KAZYGURT = (
    "kz-uz-saryagash-keles", "uz-tj-bekabad-nov", "kz-uz-kazygurt-najimov",
)  # fmt: skip
RAIL_LINK = "rail-uz-keles--uz-chukursay"
ROAD_LINK = "road-kz-shymkent--kz-kazygurt-village"
QUEUE = "saryagash-queue-2025"
ABOUT = {
    "facts_version": "a1b2c3", "scenario": "baseline", "demand": "demand of the facts, base year"
    " 2024", "year": "2024", "objective": "generalised",
    "measure": "generalised cost: what shippers pay and the time of their goods",
    "shipments": "a shipment a week in the greatest load of 20, 60, 300, 1,200 t that a week's"
    " tonnes fill", "tonnes": "1050.0",
}  # fmt: skip

GRAIN, ONIONS = ("c-1001-kz-tj", "grain"), ("c-0703-kz-tj", "vegetables")


def flows(*, months: bool = True, saryagash_t: float = 1000.0) -> pl.DataFrame:
    """The flows above; `saryagash_t` scales what goes through Saryagash."""
    part = saryagash_t / 1000.0
    rows: list[tuple[Any, ...]] = []

    def add(
        kind: str,
        id: str,
        mode: str,
        way: str,
        cargo: tuple[str, str],
        by_month: dict[int, tuple[float, float, float, float]],
    ) -> None:
        for month, (tonnes, usd, hours, border) in by_month.items():
            rows.append((kind, id, mode, way, *cargo, month, tonnes, usd, hours, 1.0, border))
        whole = [sum(column) for column in zip(*by_month.values(), strict=True)]
        rows.append((kind, id, mode, way, *cargo, 0, *whole[:3], 2.0, whole[3]))

    add(
        "crossing",
        SARYAGASH,
        "rail",
        "KZ>UZ",
        GRAIN,
        {
            1: (600 * part, 3000 * part, 8100 * part, 3600),
            6: (400 * part, 2000 * part, 5400 * part, 2400),
        },
    )
    add(
        "crossing",
        BEKABAD,
        "rail",
        "UZ>TJ",
        GRAIN,
        {1: (600, 600, 3600, 3600), 6: (400, 400, 2400, 2400)},
    )
    add("crossing", KAZYGURT, "road", "KZ>UZ", ONIONS, {6: (50, 250, 500, 250)})
    add("link", RAIL_LINK, "rail", "", GRAIN, {1: (600, 0, 0, 3600), 6: (400, 0, 0, 2400)})
    add("link", ROAD_LINK, "road", "", ONIONS, {6: (50, 0, 0, 250)})
    frame = pl.DataFrame(rows, schema=FLOW_SCHEMA, orient="row")
    return frame if months else frame.filter(pl.col("month") == 0)


def barriers(name: str = "KZ rail exit formalities (outbound mean)") -> Study:
    """Two barriers, the first under `name`; the second costs hours to save money."""
    ledger = pl.DataFrame({
        "rank": [1, 2], "barrier": ["b-base-rail-kz-exit", "b-base-road-kz-out"],
        "name": [name, "KZ road exit (mean of all points)"],
        "kind": ["border_wait", "border_wait"], "place": ["KZ", "KZ"], "crossings": ["", KAZYGURT],
        "mode": ["rail", "road"], "exposure_t": [1000.0, 50.0],
        "exposure_usd": [250_000.0, 20_000.0], "static_loss_usd": [1_300_000.0, 900.4],
        "gain_usd": [1_412_345.6, 950.5], "gain_low_usd": [1_200_000.0, 800.0],
        "gain_high_usd": [1_600_000.0, 1_100.0], "hours_saved_h": [2400.0, -12.0],
        "reform": ["Electronic consignment note, pre-arrival information", ""],
        "sources": ["cpmm22-kz", "cpmm23-kz; cpmm22-kz"],
        "confidence": ["measured", "derived"], "top5_share": [0.93, 0.4],
    })  # fmt: skip
    gains = pl.DataFrame({
        "barrier": ["b-base-rail-kz-exit"] * 4,
        "dimension": ["origin_country", "destination_country", "group", "region"],
        "name": ["KZ", "TJ", "grain", "kz-kostanay"],
        "gain_usd": [1_412_345.6, 1_412_345.6, 1_412_345.6, 1_412_345.6],
    })  # fmt: skip
    pairs = pl.DataFrame({
        "a": ["b-base-rail-kz-exit"], "b": ["b-base-road-kz-out"], "gain_a_usd": [1_412_345.6],
        "gain_b_usd": [950.5], "gain_both_usd": [1_413_000.0], "interaction_usd": [-296.1],
    })  # fmt: skip
    by_month = pl.DataFrame({
        "month": [1, 6], "barrier": ["b-base-rail-kz-exit"] * 2, "exposure_t": [600.0, 400.0],
        "static_loss_usd": [800_000.0, 500_000.0], "gain_usd": [900_000.0, 512_345.6],
    })  # fmt: skip
    lost = pl.DataFrame({
        "shipment": ["d-1"], "cargo": ["c-1001-kz-tj"], "origin": ["kz-kostanay"],
        "destination": ["tj-khorog"], "tonnes": [77.0], "reason": ["no route"],
    })  # fmt: skip
    tables = {"barriers": ledger, "beneficiaries": gains, "flows": flows(), "undelivered": lost,
              "pairs": pairs, "barriers_by_month": by_month}  # fmt: skip
    return Study("barriers", tables, ABOUT | {"draws": "200", "seed": "1"})


def closures(name: str = "Saryagash - Keles") -> Study:
    """A crossing without which 40 t a day have no route, a line and a terminal."""
    frame = pl.DataFrame({
        "rank": [1, 2, 3, 4], "kind": ["crossing", "line", "terminal", "line"],
        "id": [BEKABAD, RAIL_LINK, "term-est-tj-nov", ROAD_LINK],
        "name": ["Bekabad - Nov", name, "Nov", "Shymkent - Kazygurt"],
        "mode": ["rail", "rail", "", "road"], "links": ["", RAIL_LINK, "", ROAD_LINK],
        "tonnes_affected": [1000.0, 1000.0, 900.0, 0.0],
        "cost_usd_per_day": [500.0, 81_443.4, 20.0, 0.0],
        "rerouted_t_per_day": [10.0, 50.0, 45.0, 0.0],
        "undeliverable_t_per_day": [40.0, 0.0, 0.0, 0.0],
        "new_crossings": ["uz-tj-plotina-spitamen", KAZYGURT, "", ""],
        "single_point": [True, False, False, False],
    })  # fmt: skip
    return Study("closures", {"closures": frame, "flows": flows(months=False)}, ABOUT)


def corridors(name: str = "KZ-UZ-TJ: Saryagash - Keles (rail)") -> Study:
    """One corridor with a staircase of three steps."""
    frame = pl.DataFrame({
        "corridor": [name], "crossings": [f"{SARYAGASH}; {BEKABAD}"], "tonnes": [1000.0],
        "shipments": [52.0], "usd_per_t": [81.9], "transit_h": [290.4], "border_h": [21.2],
        "h_per_crossing": [10.6], "usd_per_crossing_20t": [65.7], "usd_per_500km_20t": [342.6],
        "kmh_moving": [13.3], "kmh_with_delay": [8.2], "km": [2390.3],
        "published_usd_per_500km_20t": [835.0], "published_kmh_moving": [42.4],
        "published_kmh_with_delay": [11.0], "published_source": ["cpmm22-kz"],
    })  # fmt: skip
    stairs = pl.DataFrame({
        "corridor": [name] * 3, "step": [0, 1, 2], "km": [0.0, 0.0, 2000.0],
        "hours": [0.0, 48.0, 240.0], "usd": [0.0, 8.0, 80.0],
        "place": ["kz-kostanay", "kz-kostanay", "uz-keles"],
        "what": ["start", "loading", "crossing"],
    })  # fmt: skip
    tables = {"corridors": frame, "staircase": stairs, "flows": flows(months=False)}
    return Study("corridors", tables, ABOUT)


def compared(scenarios: tuple[str, ...] = (QUEUE,)) -> Study:
    """Under a queue 400 t of 1,000 leave Saryagash, everything costs 100,000 USD more."""
    names = ["baseline", *scenarios]
    count = len(scenarios)
    totals = pl.DataFrame({
        "scenario": names, "total_usd": [2_000_000.0] + [2_090_000.0] * count,
        "generalised_usd": [2_200_000.0] + [2_300_000.0] * count,
        "hours": [20_000.0] + [25_000.0] * count, "tonnes": [1050.0] * (count + 1),
        "undeliverable_t": [77.0] * (count + 1),
        "common_usd": [2_200_000.0] + [2_300_000.0] * count,
        "common_change_usd": [0.0] + [100_000.0] * count,
    })  # fmt: skip
    crossings = pl.DataFrame({
        "scenario": [name for name in names for _ in range(2)],
        "crossing": [SARYAGASH, KAZYGURT] * (count + 1),
        "direction": ["KZ>UZ"] * 2 * (count + 1),
        "tonnes": [1000.0, 50.0] + [600.0, 450.0] * count,
        "change_t": [0.0, 0.0] + [-400.0, 400.0] * count,
        "delay_h": [13_500.0, 500.0] + [90_000.0, 4500.0] * count,
        "delay_usd": [5000.0, 250.0] + [30_000.0, 2250.0] * count,
    })  # fmt: skip
    groups = pl.DataFrame({
        "scenario": names, "direction": ["kz-tj"] * (count + 1), "group": ["grain"] * (count + 1),
        "tonnes": [1000.0] * (count + 1), "undeliverable_t": [77.0] * (count + 1),
        "total_usd": [2_000_000.0] + [2_090_000.0] * count,
        "hours": [20_000.0] + [25_000.0] * count,
        "change_usd": [0.0] + [100_000.0] * count,
    })  # fmt: skip
    tables = {
        "compare": totals, "compare_groups": groups, "compare_crossings": crossings,
        "flows": flows(months=False),
        **{f"flows_{name}": flows(months=False, saryagash_t=600.0) for name in scenarios},
    }  # fmt: skip
    return Study("compare", tables, ABOUT, scenarios)


EVERY: dict[str, Callable[[], Study]] = {
    "barriers": barriers,
    "closures": closures,
    "corridors": corridors,
    "compare": compared,
}
