"""Routes and legs as flat rows; `route_frame` and `leg_frame` as data frames."""

from datetime import datetime
from typing import TYPE_CHECKING

from corridors.model.route import Leg, Route, Routes

if TYPE_CHECKING:
    import pandas as pd

Cell = str | int | float
Row = dict[str, Cell]


def route_row(rank: int, route: Route) -> Row:
    """The totals of a route: one row of the table of alternatives."""
    return {
        "rank": rank,
        "tags": "; ".join(route.tags),
        "cost_usd": route.cost_usd,
        "cost_usd_per_t": route.cost_usd_per_t,
        "cost_low_usd": route.cost_low_usd,
        "cost_high_usd": route.cost_high_usd,
        "generalised_cost_usd": route.generalised_cost_usd,
        "transit_h": route.transit_h,
        **_timing(route),
        "co2e_t": route.co2e_t,
        "rail_km": route.rail_km,
        "road_km": route.road_km,
        "crossings": "; ".join(route.crossings),
        "transshipments": "; ".join(route.transshipments),
        "vehicles": "; ".join(f"{use.count} {use.vehicle}" for use in route.vehicles),
    }


def _timing(route: Route) -> Row:
    """Clock times and spread of a dated route; empty without a date."""
    known = route.reliability
    sure = known.on_time_probability if known else None
    return {
        "depart": _moment(route.depart),
        "arrive": _moment(route.arrive),
        "transit_h_p50": known.transit_h_p50 if known else "",
        "transit_h_p90": known.transit_h_p90 if known else "",
        "on_time_probability": "" if sure is None else sure,
    }


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat()


def leg_row(rank: int, number: int, leg: Leg) -> Row:
    """A leg: one row of the table of legs. Hours count from the start of the route."""
    return {
        "rank": rank,
        "leg": number,
        "kind": leg.kind.value,
        "mode": leg.mode.value,
        "country": leg.country,
        "from": leg.start,
        "to": leg.end,
        "facility": leg.facility,
        "vehicle": leg.vehicle,
        "count": leg.count,
        "km": leg.km,
        "wait_h": leg.wait_h,
        "moving_h": leg.moving_h,
        "start_h": leg.start_h,
        "end_h": leg.end_h,
        "start": _moment(leg.start_at),
        "end": _moment(leg.end_at),
        "cost_usd": leg.cost_usd,
        "co2e_kg": leg.co2e_kg,
        "notes": "; ".join(leg.notes),
    }


LEG_COLUMNS = (
    "rank", "leg", "kind", "mode", "country", "from", "to", "facility", "vehicle", "count", "km",
    "wait_h", "moving_h", "start_h", "end_h", "start", "end", "cost_usd", "co2e_kg", "notes",
)  # fmt: skip
"""Columns of `leg_row`, for tables without rows."""


def leg_rows(routes: Routes) -> list[Row]:
    """The legs of every route, in order."""
    return [
        leg_row(rank, number, leg)
        for rank, route in enumerate(routes.routes, 1)
        for number, leg in enumerate(route.legs, 1)
    ]


def route_frame(routes: Routes) -> "pd.DataFrame":
    """One row a route, columns as in `route_row`."""
    import pandas as pd

    return pd.DataFrame([route_row(rank, r) for rank, r in enumerate(routes.routes, 1)])


def leg_frame(routes: Routes) -> "pd.DataFrame":
    """One row a leg, columns as in `leg_row`."""
    import pandas as pd

    return pd.DataFrame(leg_rows(routes))
