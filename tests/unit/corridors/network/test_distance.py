"""Shortest ways by one mode over borders, on the toy of the Ferghana valley::

uz-andijan ==120== uz-kokand ==60== uz-suvonobod ##4## tj-konibodom ==80== tj-khujand
     \\--------120------/  \\--40-- uz-andarkhon ##2## tj-patar ------80-------/
"""

import pytest

from corridors.errors import RequestError
from corridors.model.shipment import Mode
from corridors.network.distance import shortest_distance
from corridors.network.network import Network
from network_data import Facts
from network_data.records import Connector
from tests.instances import changed, link, place, row


def test_rail_kilometres_add_up_over_the_border(toy_network: Network) -> None:
    found = shortest_distance(toy_network, "uz-andijan", "tj-khujand", Mode.RAIL)
    assert found.km == pytest.approx(120 + 60 + 4 + 80)
    assert found.stops == ("uz-andijan", "tj-khujand")
    assert [(s.id, s.country, s.km) for s in found.stretches] == [
        ("rail-andijan-kokand", "UZ", 120),
        ("rail-kokand-suvonobod", "UZ", 60),
        ("uz-tj-suvonobod", "UZ>TJ", 4),
        ("rail-konibodom-khujand", "TJ", 80),
    ]


def test_a_way_goes_back_as_far_as_it_came(toy_network: Network) -> None:
    there = shortest_distance(toy_network, "uz-andijan", "tj-khujand", Mode.ROAD)
    back = shortest_distance(toy_network, "tj-khujand", "uz-andijan", Mode.ROAD)
    assert there.km == back.km == pytest.approx(120 + 40 + 2 + 80)
    assert [s.id for s in back.stretches] == [s.id for s in there.stretches][::-1]
    assert back.stretches[1].country == "TJ>UZ"


def test_each_stretch_begins_where_the_last_one_ended(toy_network: Network) -> None:
    found = shortest_distance(toy_network, "uz-andijan", "tj-khujand", Mode.ROAD)
    ends = [s.end for s in found.stretches]
    assert [s.start for s in found.stretches] == ["uz-andijan", *ends[:-1]]


def test_vias_are_passed_in_the_order_given(toy_network: Network) -> None:
    # to the border, back to Andijan, and on: 180 + 180 + 264
    found = shortest_distance(
        toy_network, "uz-andijan", "tj-khujand", Mode.RAIL, ("uz-suvonobod", "uz-andijan")
    )
    assert found.km == pytest.approx(180 + 180 + 264)
    assert found.stops == ("uz-andijan", "uz-suvonobod", "uz-andijan", "tj-khujand")
    direct = shortest_distance(
        toy_network, "uz-andijan", "tj-khujand", Mode.RAIL, ("uz-kokand", "uz-suvonobod")
    )
    assert direct.km == pytest.approx(264)


def test_where_no_way_leads_the_error_says_from_where_to_where(toy: Facts) -> None:
    shut = changed(toy, crossings=[toy.crossings["uz-tj-suvonobod"]._replace(status="closed")])
    with pytest.raises(RequestError, match="no open way by rail from uz-andijan to tj-khujand"):
        shortest_distance(Network(shut), "uz-andijan", "tj-khujand", Mode.RAIL)


def test_a_place_without_the_mode_says_so(toy_network: Network) -> None:
    with pytest.raises(RequestError, match="uz-andarkhon has no station"):
        shortest_distance(toy_network, "uz-andarkhon", "tj-khujand", Mode.RAIL)
    with pytest.raises(RequestError, match="uz-suvonobod has no road"):
        shortest_distance(toy_network, "tj-khujand", "uz-suvonobod", Mode.ROAD)


def test_a_city_counts_from_the_station_that_is_least_far(toy: Facts) -> None:
    facts = changed(
        toy,
        places=[
            place("tj-isfara", "road"),
            place("tj-isfara-west", "rail", station_of="tj-isfara"),
            place("tj-isfara-east", "rail", station_of="tj-isfara"),
        ],
        links=[
            link("rail-west", "tj-konibodom", "tj-isfara-west", 25),
            link("rail-east", "tj-isfara-west", "tj-isfara-east", 7),
        ],
        connectors=[
            row(Connector, "c-w", place_a="tj-isfara-west", place_b="tj-isfara", km=9),
            row(Connector, "c-e", place_a="tj-isfara-east", place_b="tj-isfara", km=1),
        ],
    )
    found = shortest_distance(Network(facts), "tj-khujand", "tj-isfara", Mode.RAIL)
    assert found.km == pytest.approx(80 + 25)
    assert found.stops == ("tj-khujand", "tj-isfara-west")
    back = shortest_distance(Network(facts), "tj-isfara", "tj-khujand", Mode.RAIL)
    assert back.stops == ("tj-isfara-west", "tj-khujand")


def test_a_shut_link_is_not_driven(toy: Facts) -> None:
    winter = toy.links["road-kokand-andarkhon"]._replace(closed_months=("12", "1", "2"))
    with pytest.raises(RequestError, match="no open way by road"):
        shortest_distance(
            Network(changed(toy, links=[winter])), "uz-andijan", "tj-khujand", Mode.ROAD
        )


def test_rail_from_kostanay_to_khujand_counts_to_ghafurov(network: Network) -> None:
    found = shortest_distance(network, "kz-kostanay", "tj-khujand", Mode.RAIL)
    assert found.stops == ("kz-kostanay", "tj-ghafurov")
    crossings = [s.id for s in found.stretches if ">" in s.country]
    assert crossings == ["kz-uz-saryagash-keles", "uz-tj-bekabad-nov"]
    assert found.km == pytest.approx(2_500, rel=0.02)
