"""Totals of routes are sums of their legs.

One route, drawn by hand: two wagons from Andijan over a crossing to a terminal, where five
trucks take over::

    loading            30 +  20 USD   16 h wait
    rail haul 180 km  560 +  18 USD    9 h moving
    crossing    4 km  200       USD   20 h wait, 0.2 h moving
    transshipment     300       USD   12 h wait
    road haul  80 km  600       USD    2 h moving, 0.75 h wait
    unloading         200       USD    2 h wait
"""

from dataclasses import replace

import pytest

from corridors.errors import NoRouteError
from corridors.model.route import (
    Charge,
    Leg,
    LegKind,
    Reason,
    Route,
    Routes,
    Spell,
    Status,
    VehicleUse,
)
from corridors.model.shipment import Constraints, Mode, Objective, Shipment


def charge(kind: str, usd: float, low: float = 0.5, high: float = 2.0, source: str = "s") -> Charge:
    return Charge(kind, usd, usd * low, usd * high, f"{usd:g} USD", ("row",), (source,), "derived")


def spell(hours: float, *, moving: bool, source: str = "s") -> Spell:
    return Spell("running" if moving else "wait", hours, moving, "", ("row",), (source,), "derived")


RAIL = {"mode": Mode.RAIL, "vehicle": "hopper", "count": 2}
ROAD = {"mode": Mode.ROAD, "vehicle": "tipper-tj", "count": 5}


def leg(kind: LegKind, start: str, end: str, start_h: float, **cells: object) -> Leg:
    given: dict[str, object] = {"country": "UZ", "km": 0.0, "charges": (), "spells": ()}
    values = {**given, "kind": kind, "start": start, "end": end, "start_h": start_h, **cells}
    return Leg(**values)  # type: ignore[arg-type]  # any field


LOADING = leg(
    LegKind.LOADING, "uz-andijan", "uz-andijan", 0, **RAIL,
    charges=(charge("handling", 30), charge("hire", 20)), spells=(spell(16, moving=False),),
)  # fmt: skip
RAIL_HAUL = leg(
    LegKind.HAUL, "uz-andijan", "uz-suvonobod", 16, **RAIL, km=180.0, co2e_kg=360.0,
    charges=(charge("haulage", 560), charge("hire", 18)), spells=(spell(9, moving=True),),
)  # fmt: skip
CROSSING = leg(
    LegKind.CROSSING, "uz-suvonobod", "tj-istiklol", 25, **RAIL, km=4.0, co2e_kg=8.0,
    charges=(charge("border", 200, source="survey"),), facility="uz-tj-suvonobod",
    spells=(spell(20, moving=False, source="survey"), spell(0.2, moving=True)),
)  # fmt: skip
CHANGE = leg(
    LegKind.TRANSSHIPMENT, "tj-istiklol", "tj-istiklol", 45.2, **ROAD, facility="term-istiklol",
    charges=(charge("handling", 300),), spells=(spell(12, moving=False),),
)  # fmt: skip
ROAD_HAUL = leg(
    LegKind.HAUL, "tj-istiklol", "tj-khujand", 57.2, **ROAD, km=80.0, co2e_kg=640.0,
    charges=(charge("haulage", 600),), spells=(spell(2, moving=True), spell(0.75, moving=False)),
)  # fmt: skip
UNLOADING = leg(
    LegKind.UNLOADING, "tj-khujand", "tj-khujand", 59.95, **ROAD,
    charges=(charge("handling", 200),), spells=(spell(2, moving=False),),
)  # fmt: skip
ROUTE = Route(
    legs=(LOADING, RAIL_HAUL, CROSSING, CHANGE, ROAD_HAUL, UNLOADING),
    tonnes=100.0,
    time_charges=(charge("capital", 61), charge("spoilage", 9)),
)


def test_the_price_of_a_route_is_what_its_legs_charge() -> None:
    # 50 + 578 + 200 + 300 + 600 + 200
    assert ROUTE.cost_usd == pytest.approx(1928)
    assert ROUTE.cost_usd_per_t == pytest.approx(19.28)
    assert sum(c.usd for c in ROUTE.charges) == pytest.approx(ROUTE.cost_usd)


def test_the_range_of_a_price_is_the_sum_of_the_ranges_of_its_charges() -> None:
    assert ROUTE.cost_low_usd == pytest.approx(1928 / 2)
    assert ROUTE.cost_high_usd == pytest.approx(1928 * 2)


def test_capital_and_spoilage_are_weighed_but_not_paid() -> None:
    assert ROUTE.generalised_cost_usd == pytest.approx(1928 + 61 + 9)


def test_the_time_under_way_is_waiting_and_moving() -> None:
    # 16 + 9 + 20.2 + 12 + 2.75 + 2
    assert ROUTE.transit_h == pytest.approx(61.95)
    assert ROUTE.wait_h == pytest.approx(16 + 20 + 12 + 0.75 + 2)
    assert ROUTE.border_h == pytest.approx(20.2)
    assert ROUTE.legs[-1].end_h == pytest.approx(ROUTE.transit_h)


def test_a_leg_ends_when_its_hours_are_over() -> None:
    assert CROSSING.wait_h == pytest.approx(20)
    assert CROSSING.moving_h == pytest.approx(0.2)
    assert CROSSING.end_h == pytest.approx(25 + 20.2)
    assert LOADING.cost_usd == pytest.approx(50)


def test_kilometres_count_by_mode_with_the_border_hop() -> None:
    assert ROUTE.rail_km == pytest.approx(184)
    assert ROUTE.road_km == ROUTE.km(Mode.ROAD) == pytest.approx(80)
    assert ROUTE.co2e_t == pytest.approx(1.008)


def test_crossings_and_terminals_stand_in_the_order_of_travel() -> None:
    assert ROUTE.crossings == ("uz-tj-suvonobod",)
    assert ROUTE.transshipments == ("term-istiklol",)
    back = replace(ROUTE, legs=(*ROUTE.legs[::-1], replace(CROSSING, facility="second")))
    assert back.crossings == ("uz-tj-suvonobod", "second")


def test_vehicles_are_told_with_where_they_take_and_leave_the_cargo() -> None:
    assert ROUTE.vehicles == (
        VehicleUse("hopper", 2, "uz-andijan", "tj-istiklol"),
        VehicleUse("tipper-tj", 5, "tj-istiklol", "tj-khujand"),
    )


def test_money_by_kind_adds_up_and_stands_largest_first() -> None:
    # haulage 560 + 600, handling 30 + 300 + 200, border 200, hire 20 + 18
    assert list(ROUTE.cost_by_kind) == ["haulage", "handling", "border", "hire"]
    assert list(ROUTE.cost_by_kind.values()) == pytest.approx([1160, 530, 200, 38])


def test_a_leg_names_the_sources_of_its_money_and_of_its_hours() -> None:
    assert CROSSING.sources == {"survey", "s"}


def answer(*reasons: Reason) -> Routes:
    return Routes(
        shipment=Shipment("uz-andijan", "tj-khujand", "wheat", 100.0),
        objective=Objective.COST,
        constraints=Constraints(),
        status=Status.INFEASIBLE if reasons else Status.OPTIMAL,
        proven=True,
        routes=() if reasons else (ROUTE,),
        reasons=reasons,
    )


def test_an_answer_without_a_route_is_no_error_until_a_route_is_required() -> None:
    none = answer(
        Reason("mode", "rail", "no route by rail alone"), Reason("access", "x", "no road")
    )
    with pytest.raises(NoRouteError, match="no route by rail alone; no road"):
        none.require()
    some = answer()
    assert some.require() is some
