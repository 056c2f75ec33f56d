"""The moves of one shipment: no haul after a haul, vias and what is avoided.

The toy of the Ferghana valley, with a second road from Kokand to the border by Beshariq::

    uz-kokand --25-- uz-beshariq --25-- uz-andarkhon      (10 km longer than the direct 40)
"""

from typing import Any

import pytest

from corridors.model.route import LegKind, Route
from corridors.model.shipment import Constraints, Mode, Objective, Shipment
from corridors.network.graph import END, START, ShipmentGraph
from corridors.network.network import Network
from corridors.solvers.find import find_routes
from network_data import Facts
from network_data.records import Connector
from tests.instances import changed, link, place, row, toy_wheat

ROAD = frozenset({Mode.ROAD})


@pytest.fixture(scope="module")
def beshariq(toy: Facts) -> Facts:
    return changed(
        toy,
        places=[place("uz-beshariq", "road")],
        links=[
            link("road-kokand-beshariq", "uz-kokand", "uz-beshariq", 25, max_speed_kmh=40),
            link("road-beshariq-andarkhon", "uz-beshariq", "uz-andarkhon", 25, max_speed_kmh=40),
        ],
    )


def best(facts: Facts, objective: Objective = Objective.COST, **rules: Any) -> Route | None:
    constraints = Constraints(**rules)
    found = find_routes(
        Network(facts), toy_wheat(), objective=objective, limit=1, constraints=constraints
    )
    return found.routes[0] if found.routes else None


def test_a_haul_is_priced_once_so_no_haul_follows_a_haul(toy_network: Network) -> None:
    graph = ShipmentGraph(toy_network, toy_wheat(), Constraints())
    moves = graph.all_moves()
    after_haul = {m.head for found in moves.values() for m in found if m.kind is LegKind.HAUL}
    assert after_haul
    for state in after_haul:
        assert all(move.kind is not LegKind.HAUL for move in moves[state])


def test_a_shipment_begins_with_loading_and_ends_with_unloading(toy_network: Network) -> None:
    moves = ShipmentGraph(toy_network, toy_wheat(), Constraints()).all_moves()
    assert {move.kind for move in moves[START]} == {LegKind.LOADING}
    last = {m.kind for found in moves.values() for m in found if m.head == END}
    assert last == {LegKind.UNLOADING}
    assert moves[END] == ()


def test_the_same_border_hop_is_not_taken_straight_back(toy_network: Network) -> None:
    moves = ShipmentGraph(toy_network, toy_wheat(), Constraints()).all_moves()
    for found in moves.values():
        for move in found:
            if move.kind is LegKind.CROSSING:
                onward = moves[move.head]
                assert all(m.facility != move.facility for m in onward)


def test_moves_carry_what_their_route_writes_out(toy_network: Network) -> None:
    # loading 2 hoppers for export: 332 USD and 16 h (see test_pricing)
    moves = ShipmentGraph(toy_network, toy_wheat(), Constraints()).all_moves()
    rail = [m for m in moves[START] if (m.usd, m.hours) == (3_320_000, 160_000)]
    assert len(rail) == 1


# -- vias -----------------------------------------------------------------------------------


def test_a_via_on_the_longer_road_is_passed_in_the_middle_of_a_haul(beshariq: Facts) -> None:
    direct = best(beshariq, modes=ROAD)
    asked = best(beshariq, modes=ROAD, via=("uz-beshariq",))
    assert direct is not None
    assert asked is not None
    assert direct.road_km == pytest.approx(242)
    assert asked.road_km == pytest.approx(252)
    # 10 km more for 5 trucks at 3 USD/km, still one haul in Uzbekistan
    assert asked.cost_usd - direct.cost_usd == pytest.approx(150)
    assert [leg.kind for leg in asked.legs] == [leg.kind for leg in direct.legs]
    assert "road-kokand-beshariq" in asked.legs[1].links


def test_vias_may_be_passed_in_any_order(beshariq: Facts) -> None:
    one = best(beshariq, modes=ROAD, via=("uz-beshariq", "uz-kokand", "uz-tj-andarkhon"))
    other = best(beshariq, modes=ROAD, via=("uz-tj-andarkhon", "uz-kokand", "uz-beshariq"))
    assert one is not None
    assert other is not None
    assert one.cost_usd == other.cost_usd
    assert one.road_km == pytest.approx(252)


def test_a_via_that_the_route_passes_anyway_costs_nothing(beshariq: Facts) -> None:
    free = best(beshariq)
    assert free is not None
    for via in ("TJ", "UZ", "uz-kokand", "uz-tj-suvonobod", "tj-konibodom", "uz-andijan"):
        asked = best(beshariq, via=(via,))
        assert asked is not None
        assert asked.legs == free.legs


def test_a_border_post_is_passed_by_crossing_there(beshariq: Facts) -> None:
    posts = changed(beshariq, places=[beshariq.places["uz-andarkhon"]._replace(kind="border")])
    asked = best(posts, via=("uz-andarkhon",))
    assert asked is not None
    assert asked.crossings == ("uz-tj-andarkhon",)


def test_a_city_is_passed_at_the_station_that_serves_it(toy: Facts) -> None:
    facts = changed(
        toy,
        places=[
            place("uz-kokand-city", "road"),
            toy.places["uz-kokand"]._replace(station_of="uz-kokand-city"),
        ],
        connectors=[row(Connector, "con", place_a="uz-kokand", place_b="uz-kokand-city", km=3)],
    )
    asked = best(facts, via=("uz-kokand-city",))
    assert asked is not None
    free = best(facts)
    assert free is not None
    assert asked.legs == free.legs  # by rail through Kokand


def test_nobody_passes_what_lies_on_no_way(beshariq: Facts) -> None:
    lonely = changed(beshariq, places=[place("tj-khorog", "road")])
    assert best(lonely, via=("tj-khorog",)) is None
    assert best(beshariq, via=("KZ",)) is None


# -- what is avoided ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "avoided", ["uz-andarkhon", "uz-tj-andarkhon", "tj-patar", "road-patar-khujand"]
)
def test_who_avoids_the_road_at_the_border_goes_by_rail(beshariq: Facts, avoided: str) -> None:
    fastest = best(beshariq, Objective.TIME, avoid=frozenset({avoided}))
    assert fastest is not None
    assert fastest.crossings == ("uz-tj-suvonobod",)


def test_who_avoids_a_link_takes_the_next_road(beshariq: Facts) -> None:
    asked = best(beshariq, modes=ROAD, avoid=frozenset({"road-kokand-andarkhon"}))
    assert asked is not None
    assert asked.road_km == pytest.approx(252)


@pytest.mark.parametrize("avoided", ["uz-andijan", "tj-khujand", "UZ", "TJ"])
def test_who_avoids_an_end_or_its_country_goes_nowhere(beshariq: Facts, avoided: str) -> None:
    assert best(beshariq, avoid=frozenset({avoided})) is None


def test_a_shipment_within_one_country_crosses_no_border_and_needs_no_documents(
    toy_network: Network,
) -> None:
    inland = Shipment("uz-andijan", "uz-kokand", "wheat", 100)
    (route,) = find_routes(toy_network, inland, limit=1).require().routes
    assert route.crossings == ()
    assert [leg.kind for leg in route.legs] == ["loading", "haul", "unloading"]
    assert "documents" not in route.cost_by_kind
