"""Columns of the tables of studies: their units, and what they mean."""

from typing import Final, NamedTuple


class Column(NamedTuple):
    """The unit of a column (empty for words and counts) and what it means."""

    unit: str
    meaning: str


_SCENARIO = Column("", "scenario; baseline is the facts as they are")
_MODE = Column("", "rail or road")
_GROUP = Column("", "group of goods")
_MONTH = Column("", "month 1 to 12; 0 is the whole year")
_TONNES = Column("t/year", "tonnes a year (of the month where month is not 0)")
_NEW = Column("", "crossings that diverted freight uses instead, most tonnes first")
_GAIN = Column("USD/year", "what shippers gain without the barrier, every shipment re-routed")
_IMPROVE = "gain at the {} end of what the figures of the barrier may be"

BARRIERS: Final = {
    "rank": Column("", "place by gain_usd"),
    "barrier": Column("", "id of the barrier"),
    "name": Column("", "what it is"),
    "kind": Column("", "type of the barrier, as in the facts"),
    "place": Column("", "places or countries where it is met"),
    "crossings": Column("", "crossings where it is met; empty: all of its country and mode"),
    "mode": _MODE,
    "exposure_t": Column("t/year", "tonnes that meet it on the routes of today"),
    "exposure_usd": Column("USD/year", "value of these goods"),
    "static_loss_usd": Column(
        "USD/year", "what it costs on the routes of today: hours as money, and charges"
    ),
    "gain_usd": _GAIN,
    "gain_low_usd": Column("USD/year", _IMPROVE.format("low")),
    "gain_high_usd": Column("USD/year", _IMPROVE.format("high")),
    "hours_saved_h": Column("shipment-h/year", "hours that shipments become shorter, in all"),
    "reform": Column("", "what would remove it"),
    "sources": Column("", "sources of its figures"),
    "confidence": Column("", "how far its figures can be trusted"),
    "top5_share": Column("", "share of the draws in which it is among the five greatest gains"),
    "rank_low": Column("", "best rank of the middle 90 % of the draws"),
    "rank_high": Column("", "worst rank of the middle 90 % of the draws"),
    "draws_low_usd": Column("USD/year", "gain that 5 % of the draws are below"),
    "draws_high_usd": Column("USD/year", "gain that 5 % of the draws are above"),
}
FLOWS: Final = {
    "kind": Column("", "link, crossing or terminal"),
    "id": Column("", "id of the row of the facts"),
    "mode": _MODE,
    "direction": Column("", "of a crossing, such as KZ>UZ"),
    "cargo": Column("", "id of the commodity"),
    "group": _GROUP,
    "month": _MONTH,
    "tonnes": _TONNES,
    "delay_usd": Column(
        "USD/year", "money of standing hours (hire and time of the goods), at a crossing with fees"
    ),
    "delay_h": Column("t-h/year", "tonnes times hours standing: waits, dwell, rests and stops"),
    "shipments": Column("1/year", "shipments, a mean"),
    "border_usd": Column(
        "USD/year", "delay at all crossings on the way of this freight; not to be added up"
    ),
}
CLOSURES: Final = {
    "rank": Column("", "place by what cannot be delivered, then by cost_usd_per_day"),
    "kind": Column("", "crossing, terminal, tunnel, pass or line"),
    "id": Column("", "row of the facts; of a line the first of its links"),
    "name": Column("", "what closes"),
    "mode": _MODE,
    "links": Column("", "links that close together"),
    "tonnes_affected": Column("t/year", "tonnes that use it today"),
    "cost_usd_per_day": Column("USD/day", "what re-routing costs while it is closed"),
    "rerouted_t_per_day": Column("t/day", "tonnes that find another route"),
    "undeliverable_t_per_day": Column("t/day", "tonnes that find none"),
    "new_crossings": _NEW,
    "single_point": Column("", "whether some freight has no route without it"),
}
TABLES: Final[dict[str, dict[str, Column]]] = {
    "barriers": BARRIERS,
    "barriers_by_month": {
        "month": _MONTH,
        "barrier": BARRIERS["barrier"],
        "exposure_t": Column("t", "tonnes of the month that meet it"),
        "static_loss_usd": Column("USD", "what it costs in the month on the routes of today"),
        "gain_usd": Column("USD", "what shippers gain in the month without it"),
    },
    "beneficiaries": {
        "barrier": BARRIERS["barrier"],
        "dimension": Column("", "origin_country, destination_country, group or region (origin)"),
        "name": Column("", "country, group of goods, or place of origin"),
        "gain_usd": _GAIN,
    },
    "pairs": {
        "a": Column("", "barrier"),
        "b": Column("", "other barrier"),
        "gain_a_usd": Column("USD/year", "gain without a alone"),
        "gain_b_usd": Column("USD/year", "gain without b alone"),
        "gain_both_usd": Column("USD/year", "gain without both"),
        "interaction_usd": Column(
            "USD/year", "gain of both less the sum of one each: below 0 they overlap"
        ),
    },
    "flows": FLOWS,
    "undelivered": {
        "shipment": Column("", "id of the row of the demand"),
        "cargo": FLOWS["cargo"],
        "origin": Column("", "place"),
        "destination": Column("", "place"),
        "tonnes": _TONNES,
        "reason": Column("", "why there is no route"),
    },
    "closures": CLOSURES,
    "corridors": {
        "corridor": Column("", "sequence of countries and modes"),
        "crossings": Column("", "crossings in order of travel"),
        "tonnes": _TONNES,
        "shipments": Column("1/year", "shipments, a mean"),
        "usd_per_t": Column("USD/t", "what shippers pay, mean by tonnes"),
        "transit_h": Column("h", "start of loading to end of unloading, mean by tonnes"),
        "border_h": Column("h", "hours at crossings, mean by tonnes"),
        "h_per_crossing": Column("h", "CPMM 1: hours at a crossing"),
        "usd_per_crossing_20t": Column("USD", "CPMM 2: dollars at a crossing for 20 t"),
        "usd_per_500km_20t": Column("USD", "CPMM 3: dollars for 500 km and 20 t"),
        "kmh_moving": Column("km/h", "CPMM 4: km by hours in motion"),
        "kmh_with_delay": Column("km/h", "CPMM 4: km by all hours"),
        "km": Column("km", "mean by tonnes"),
        "published_usd_per_500km_20t": Column(
            "USD", "surveyed cost of its countries and modes for 500 km and 20 t, mean by km"
        ),
        "published_kmh_moving": Column("km/h", "surveyed speed in motion, mean by km"),
        "published_kmh_with_delay": Column("km/h", "surveyed speed with delays, mean by km"),
        "published_source": Column("", "sources of the published figures"),
    },
    "staircase": {
        "corridor": Column("", "as in corridors"),
        "step": Column("", "number of the step, from 0"),
        "km": Column("km", "kilometres so far"),
        "hours": Column("h", "hours so far"),
        "usd": Column("USD/t", "dollars a tonne so far"),
        "place": Column("", "place where the step ends"),
        "what": Column("", "loading, haul, crossing, transshipment or unloading"),
    },
    "compare": {
        "scenario": _SCENARIO,
        "total_usd": Column("USD/year", "what shippers pay for what is delivered"),
        "generalised_usd": Column("USD/year", "the same with the time of the goods"),
        "hours": Column("shipment-h/year", "hours of all shipments that are delivered"),
        "tonnes": Column("t/year", "tonnes that are delivered"),
        "undeliverable_t": Column("t/year", "tonnes that find no route"),
        "common_usd": Column("USD/year", "measure of those that every scenario delivers"),
        "common_change_usd": Column("USD/year", "the same less that of the baseline"),
    },
    "compare_groups": {
        "scenario": _SCENARIO,
        "direction": Column("", "kz-tj or tj-kz"),
        "group": _GROUP,
        "tonnes": Column("t/year", "tonnes that are delivered"),
        "undeliverable_t": Column("t/year", "tonnes that find no route"),
        "total_usd": Column("USD/year", "what shippers pay"),
        "hours": Column("shipment-h/year", "hours of all its shipments"),
        "change_usd": Column("USD/year", "measure less that of the baseline, delivered in both"),
    },
    "compare_crossings": {
        "scenario": _SCENARIO,
        "crossing": Column("", "crossing"),
        "direction": FLOWS["direction"],
        "tonnes": _TONNES,
        "change_t": Column("t/year", "tonnes less those of the baseline"),
        "delay_h": FLOWS["delay_h"],
        "delay_usd": FLOWS["delay_usd"],
    },
}
"""Tables by name; those of flows under a scenario are ``flows_NAME``."""


def columns_of(table: str) -> dict[str, Column]:
    """The columns of a table by its name."""
    return TABLES["flows"] if table.startswith("flows_") else TABLES[table]
