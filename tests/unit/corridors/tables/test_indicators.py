"""The indicators that CAREC publishes, worked out by hand for one route.

Two wagons take 100 t (five loads of 20 t) over a crossing to a terminal, where five trucks
take over::

    loading             30 handling, 20 hire                       16 h standing
    rail haul 180 km   560 haulage, 18 hire                         9 h moving
    crossing    4 km   150 border, 30 haulage, 20 hire             20 h standing, 0.2 h moving
    transshipment      300 handling                                12 h standing
    road haul  80 km   600 haulage                                  2 h moving, 0.75 h standing
    unloading          200 handling                                 2 h standing

In all 1,928 USD, 264 km, 11.2 h moving and 61.95 h; 264 km of 100 t are 264/500 x 5 = 2.64
sections of 500 km with 20 t.
"""

from dataclasses import replace

import pytest

from corridors.model.route import Charge, Leg, LegKind, Route, Spell
from corridors.model.shipment import Mode
from corridors.network.network import Network
from corridors.solvers.find import find_frontier
from corridors.tables.indicators import co2e_rows, indicator_row, route_indicators
from network_data import Facts
from tests.instances import toy_wheat


def leg(
    kind: LegKind, km: float, standing: float, moving: float, *, road: bool = False, **usd: float
) -> Leg:
    spells = tuple(
        Spell("any", hours, moves, "", (), (), "derived")
        for hours, moves in ((standing, False), (moving, True))
        if hours
    )
    charges = tuple(
        Charge(name.replace("_", " "), amount, amount, amount, "", (), (), "derived")
        for name, amount in usd.items()
    )
    return Leg(
        kind, Mode.ROAD if road else Mode.RAIL, "UZ", "a", "b", km,
        "tipper-tj" if road else "hopper", 5 if road else 2, 0.0, charges, spells,
        facility="uz-tj-x" if kind is LegKind.CROSSING else "",
    )  # fmt: skip


CROSSING = leg(LegKind.CROSSING, 4, 20, 0.2, border=150, haulage=30, hire=20)
BY_BOTH = Route(
    (
        leg(LegKind.LOADING, 0, 16, 0, handling=30, hire=20),
        leg(LegKind.HAUL, 180, 0, 9, haulage=560, hire=18),
        CROSSING,
        leg(LegKind.TRANSSHIPMENT, 0, 12, 0, road=True, handling=300),
        leg(LegKind.HAUL, 80, 0.75, 2, road=True, haulage=600),
        leg(LegKind.UNLOADING, 0, 2, 0, road=True, handling=200),
    ),
    100.0,
)


def test_the_four_indicators_of_a_route_over_one_border() -> None:
    found = route_indicators(BY_BOTH)
    assert found.crossings == 1
    assert found.tfi1_h_per_crossing == pytest.approx(20.2)
    assert found.tfi2_usd_per_crossing_20t == pytest.approx(30)  # 150 / 5 loads
    assert found.tfi2_usd_per_crossing_vehicle == pytest.approx(75)  # 150 / 2 wagons
    assert found.tfi3_usd_per_500km_20t == pytest.approx(730.3030, abs=1e-4)
    assert found.tfi3_border_usd_per_500km_20t == pytest.approx(56.8182, abs=1e-4)
    assert found.tfi3_stops_usd_per_500km_20t == pytest.approx(200.7576, abs=1e-4)
    assert found.tfi3_operating_usd_per_500km_20t == pytest.approx(472.7273, abs=1e-4)
    assert found.tfi4_kmh_without_delay == pytest.approx(23.5714, abs=1e-4)
    assert found.tfi4_kmh_with_delay == pytest.approx(4.2615, abs=1e-4)
    assert found.tfi4_kmh_en_route == pytest.approx(6.0068, abs=1e-4)  # 264 km in 43.95 h


def test_two_borders_are_averaged() -> None:
    """A second one with 8 h and 250 USD in 4 trucks: (20.2 + 8) / 2 h, (150 + 250) / 5 / 2."""
    second = leg(LegKind.CROSSING, 0, 8, 0, road=True, border=100, entry_fee=80, queue_fee=70)
    route = replace(BY_BOTH, legs=(*BY_BOTH.legs[:5], replace(second, count=4), BY_BOTH.legs[5]))
    found = route_indicators(route)
    assert found.tfi1_h_per_crossing == pytest.approx(14.1)
    assert found.tfi2_usd_per_crossing_20t == pytest.approx(40)
    assert found.tfi2_usd_per_crossing_vehicle == pytest.approx(68.75)  # (75 + 62.5) / 2


def test_a_barrier_is_border_money_at_a_crossing_and_a_stop_on_the_road() -> None:
    at_border = leg(LegKind.CROSSING, 4, 20, 0.2, border=150, barrier=66)
    on_road = leg(LegKind.HAUL, 260, 0, 5, road=True, haulage=600, barrier=33)
    found = route_indicators(Route((at_border, on_road), 100.0))
    assert found.tfi2_usd_per_crossing_20t == pytest.approx(43.2)  # (150 + 66) / 5
    assert found.tfi3_stops_usd_per_500km_20t == pytest.approx(12.5)  # 33 / 2.64
    assert found.tfi3_operating_usd_per_500km_20t == pytest.approx(227.2727, abs=1e-4)


def test_a_route_within_one_country_has_no_indicator_of_borders() -> None:
    inland = Route((BY_BOTH.legs[0], BY_BOTH.legs[1], BY_BOTH.legs[5]), 100.0)
    row = indicator_row(1, inland)
    assert (row["crossings"], row["understated"]) == (0, "")
    assert row["tfi1_h_per_crossing"] is None
    assert row["tfi2_usd_per_crossing_20t"] is None
    assert row["tfi2_usd_per_crossing_vehicle"] is None
    assert row["tfi3_border_usd_per_500km_20t"] == 0
    assert row["tfi4_kmh_without_delay"] == pytest.approx(20)  # 180 km in 9 h


def test_a_crossing_whose_other_side_nobody_measured_is_named() -> None:
    note = "the wait on the TJ side is unknown and not counted"
    half_known = replace(CROSSING, notes=(note, "worst published wait 144 h"))
    route = replace(BY_BOTH, legs=(*BY_BOTH.legs[:2], half_known, *BY_BOTH.legs[3:]))
    assert route_indicators(route).understated == ("uz-tj-x",)
    assert route_indicators(BY_BOTH).understated == ()
    assert indicator_row(1, route)["understated"] == "uz-tj-x"


def test_where_nothing_moves_there_is_no_speed() -> None:
    found = route_indicators(Route((BY_BOTH.legs[0],), 100.0))
    assert found.tfi3_usd_per_500km_20t is None
    assert found.tfi4_kmh_without_delay is None


def test_co2e_of_every_leg_leads_to_the_row_of_its_vehicle(
    toy: Facts, toy_network: Network
) -> None:
    for route in find_frontier(toy_network, toy_wheat()).routes:
        rows = co2e_rows(route, toy)
        assert sum(float(str(row["co2e_kg"])) for row in rows) == pytest.approx(route.co2e_t * 1e3)
        for row in rows:
            vehicle = toy.vehicles[str(row["vehicle_row"])]
            assert row["co2e_g_per_tkm"] == vehicle.co2_g_per_tkm
            assert (row["sources"], row["confidence"]) == ("toy", "published")
            assert str(row["vehicle"]).startswith(vehicle.id)
            by_hand = vehicle.co2_g_per_tkm * 100 * float(str(row["km"])) / 1000
            assert row["co2e_kg"] == pytest.approx(by_hand)


def test_shipped_wheat_from_kostanay_emits_30_g_a_tonne_kilometre_by_rail(
    facts: Facts,
) -> None:
    """30 x 1340 x 2232.3 / 1000 = 89,738 kg, as docs/model.md works it out."""
    haul = replace(
        BY_BOTH.legs[1], vehicle="wag-hopper-19-4109", count=20, km=2232.3, co2e_kg=89738.46
    )
    (row,) = co2e_rows(Route((haul,), 1340.0), facts)
    assert row["basis"] == "30 g/t-km x 1340 t x 2232.3 km"
    assert "defra-rail-2007" in str(row["sources"]).split("; ")


def test_between_the_sides_of_a_terminal_the_truck_that_arrives_is_what_emits(
    facts: Facts,
) -> None:
    """Road to rail over 3 km: 83.81 g x 100 t x 3 km = 25.143 kg are the truck's."""
    truck = replace(BY_BOTH.legs[4], vehicle="trk-grain-tj")
    change = replace(
        BY_BOTH.legs[3], vehicle="wag-hopper-19-4109", mode=Mode.ROAD, km=3.0, co2e_kg=25.143
    )
    (row,) = co2e_rows(Route((truck, change), 100.0), facts)
    assert (row["vehicle"], row["vehicle_row"]) == ("trk-grain-tj", "trk-grain")
    assert row["co2e_g_per_tkm"] == 83.81
