"""Where a shipment gets onto the network.

::

    tj-khujand (city, road)  --13.3 km--  tj-ghafurov (station of Khujand)
         |
       9 km straight
         |
    tj-guliston (city with a station)          tj-patar (border post, 11 km away)
"""

import math

import pytest

from corridors.errors import RequestError
from corridors.model.shipment import Constraints, Mode, Point, Shipment
from corridors.network.access import NEAREST_PER_MODE, access_of, country_of
from corridors.network.geodesy import EARTH_RADIUS_KM
from corridors.network.network import Network
from corridors.solvers.find import find_routes
from network_data import Facts
from network_data.records import Connector
from tests.instances import changed, parameters, place, row, toy_wheat

KM_PER_DEGREE = EARTH_RADIUS_KM * math.pi / 180


def north(km: float) -> float:
    """Degrees of latitude in some km."""
    return km / KM_PER_DEGREE


@pytest.fixture(scope="module")
def sughd(toy: Facts) -> Facts:
    """The toy, with Khujand a city without a station of its own."""
    return changed(
        toy,
        places=[
            place("tj-khujand", "road", lat=40.0, lon=69.6),
            place("tj-ghafurov", "rail", kind="rail_station", station_of="tj-khujand",
                  lat=40.0 - north(10), lon=69.6),
            place("tj-guliston", lat=40.0 + north(9), lon=69.6),
            place("tj-patar", "road", kind="border", lat=40.0 + north(2), lon=69.6),
            place("uz-kokand", lat=40.0 + north(30), lon=69.6),
        ],
        links=[toy.links["rail-konibodom-khujand"]._replace(b="tj-ghafurov")],
        connectors=[
            row(Connector, "con", place_a="tj-ghafurov", place_b="tj-khujand", km=13.3)
        ],
    )  # fmt: skip


def told(facts: Facts, stop: str | Point, radius: float | None = None) -> list[tuple[str, str]]:
    return [(str(a.mode), a.place) for a in access_of(Network(facts), stop, radius)]


def test_a_city_without_a_station_uses_the_station_that_serves_it(sughd: Facts) -> None:
    rail, road = access_of(Network(sughd), "tj-khujand", None)
    assert (rail.mode, rail.place, rail.km) == (Mode.RAIL, "tj-ghafurov", 13.3)
    assert rail.connector is not None
    assert rail.connector.id == "con"
    assert (road.mode, road.place, road.km) == (Mode.ROAD, "tj-khujand", 0)


def test_a_station_without_a_road_uses_the_city_that_it_serves(sughd: Facts) -> None:
    rail, road = access_of(Network(sughd), "tj-ghafurov", None)
    assert (rail.mode, rail.place, rail.km) == (Mode.RAIL, "tj-ghafurov", 0)
    assert (road.mode, road.place, road.km) == (Mode.ROAD, "tj-khujand", 13.3)


def test_a_station_without_a_connector_is_as_far_as_the_crow_flies_and_a_detour(
    sughd: Facts,
) -> None:
    no_connector = changed(sughd, connectors=[])
    no_connector.connectors = {}
    rail, _ = access_of(Network(no_connector), "tj-khujand", None)
    assert rail.connector is None
    assert rail.km == pytest.approx(13)  # 10 km x 1.3


def test_a_city_with_a_station_of_its_own_is_both_modes_at_once(sughd: Facts) -> None:
    assert told(sughd, "tj-guliston") == [("rail", "tj-guliston"), ("road", "tj-guliston")]


def test_a_place_that_is_avoided_gives_no_access(sughd: Facts) -> None:
    network = Network(sughd, avoid=frozenset({"tj-ghafurov"}))
    assert [a.place for a in access_of(network, "tj-khujand", None)] == ["tj-khujand"]


def test_who_avoids_a_city_avoids_its_stations_too(sughd: Facts) -> None:
    network = Network(sughd).restricted(Constraints(avoid=frozenset({"tj-khujand"})))
    assert access_of(network, "tj-khujand", None) == ()


# -- coordinates ----------------------------------------------------------------------------


def test_coordinates_lead_to_the_nearest_places_of_each_mode(sughd: Facts) -> None:
    here = Point(40.0 + north(3), 69.6)  # 3 km from Khujand, 6 from Guliston, 13 from Ghafurov
    accesses = access_of(Network(sughd), here, None)
    assert [(a.mode, a.place) for a in accesses] == [
        (Mode.RAIL, "tj-guliston"),
        (Mode.RAIL, "tj-ghafurov"),
        (Mode.ROAD, "tj-khujand"),
        (Mode.ROAD, "tj-guliston"),
    ]
    # straight line x 1.3
    assert [a.km for a in accesses] == pytest.approx([7.8, 16.9, 3.9, 7.8], abs=0.01)
    assert {a.stop for a in accesses} == {here.id}


def test_a_border_post_is_no_place_to_load(sughd: Facts) -> None:
    assert ("road", "tj-patar") not in told(sughd, Point(40.0 + north(2), 69.6))


def test_coordinates_reach_no_place_beyond_the_border(sughd: Facts) -> None:
    # Kokand, 27 km away, is Uzbek: drayage does not cross a border
    assert all(place.startswith("tj-") for _, place in told(sughd, Point(40.0 + north(3), 69.6)))
    assert told(sughd, Point(40.0 + north(28), 69.6))[0] == ("rail", "uz-kokand")


def test_a_radius_of_the_question_goes_before_that_of_the_facts(sughd: Facts) -> None:
    here = Point(40.0 + north(3), 69.6)
    assert told(sughd, here, radius=4) == [("road", "tj-khujand")]
    small = changed(sughd, parameters=parameters(access_radius_km=4))
    assert told(small, here) == [("road", "tj-khujand")]
    assert told(small, here, radius=7)[0] == ("rail", "tj-guliston")


def test_a_point_too_far_from_everything_is_told_of_the_nearest_place(sughd: Facts) -> None:
    with pytest.raises(
        RequestError,
        match=r"no place within 50 km of 42,69\.6; the nearest is uz-kokand, \d+ km; widen",
    ):
        access_of(Network(sughd), Point(42.0, 69.6), None)


def test_at_most_the_nearest_three_of_each_mode_are_looked_at(network: Network) -> None:
    almaty = access_of(network, Point(43.25, 76.91), 200)
    for mode in Mode:
        near = [a.km for a in almaty if a.mode is mode]
        assert len(near) == NEAREST_PER_MODE
        assert near == sorted(near)


def test_drayage_from_a_point_is_priced_and_shown(sughd: Facts) -> None:
    here = Point(40.0 + north(3), 69.6)
    shipment = Shipment("uz-andijan", here, "wheat", 100)
    rail = Constraints(modes=frozenset({Mode.RAIL}), radius_km=14)
    (route,) = find_routes(Network(sughd), shipment, limit=1, constraints=rail).routes
    *_, unloading, drayage = route.legs
    assert (unloading.kind, unloading.start) == ("unloading", "tj-ghafurov")
    assert (drayage.kind, drayage.mode) == ("haul", "road")
    assert (drayage.start, drayage.end) == ("tj-ghafurov", here.id)
    assert "truck access" in drayage.notes
    assert drayage.km == pytest.approx(16.9, abs=0.01)
    # 5 trucks x 1.5 USD x 16.9 km; at 40 km/h
    assert drayage.cost_usd == pytest.approx(126.75, abs=0.1)
    assert drayage.moving_h == pytest.approx(0.4225, abs=0.001)


def test_a_point_served_by_rail_needs_a_truck_that_carries_the_cargo(sughd: Facts) -> None:
    no_trucks = changed(
        sughd, commodities=[sughd.commodities["wheat"]._replace(vehicle_ids=("hopper",))]
    )
    to_point = Shipment("uz-andijan", Point(40.0 + north(3), 69.6), "wheat", 100)
    assert not find_routes(Network(no_trucks), to_point).routes
    # a city is served at its station all the same, and the answer says what is not priced
    to_city = toy_wheat()
    (route,) = find_routes(Network(no_trucks), to_city, limit=1).routes
    assert any("are not priced: no truck of the facts" in note for note in route.notes)


def test_a_point_counts_as_lying_where_its_shipment_starts(sughd: Facts) -> None:
    # 2 km from an Uzbek post, 3 km from Khujand: it loads in Khujand, and so is Tajik
    facts = changed(
        sughd, places=[place("uz-post", "road", kind="border", lat=40.0 + north(5), lon=69.6)]
    )
    here = Point(40.0 + north(3), 69.6)
    network = Network(facts)
    countries = {facts.places[a.place].country for a in access_of(network, here, None)}
    assert countries == {country_of(network, here)} == {"TJ"}


# -- shipped facts --------------------------------------------------------------------------


def test_khujand_is_reached_by_rail_at_ghafurov(network: Network) -> None:
    rail, road = access_of(network, "tj-khujand", None)
    assert (rail.place, rail.km) == ("tj-ghafurov", 13.3)
    assert (road.place, road.km) == ("tj-khujand", 0)


def test_khorog_and_panjakent_have_no_station(network: Network) -> None:
    for city in ("tj-khorog", "tj-panjakent"):
        assert {a.mode for a in access_of(network, city, None)} == {Mode.ROAD}
