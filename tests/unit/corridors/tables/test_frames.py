"""Data frames hold what the rows hold: one vocabulary for every output."""

import pytest

from corridors.model.shipment import Constraints
from corridors.network.network import Network
from corridors.solvers.find import find_frontier, find_routes
from corridors.tables.routes import leg_frame, leg_row, leg_rows, route_frame, route_row
from tests.instances import toy_wheat


def test_frames_equal_their_rows(toy_network: Network) -> None:
    front = find_frontier(toy_network, toy_wheat())
    routes = route_frame(front)
    assert routes.to_dict("records") == [
        route_row(rank, route) for rank, route in enumerate(front.routes, 1)
    ]
    legs = leg_frame(front)
    assert legs.to_dict("records") == leg_rows(front)
    assert list(legs.columns) == list(leg_row(1, 1, front.routes[0].legs[0]))


def test_the_legs_of_a_frame_add_up_to_its_routes(toy_network: Network) -> None:
    front = find_frontier(toy_network, toy_wheat())
    totals = leg_frame(front).groupby("rank")[["cost_usd", "km"]].sum()
    routes = route_frame(front).set_index("rank")
    assert list(totals["cost_usd"]) == pytest.approx(list(routes["cost_usd"]))
    assert list(totals["km"]) == pytest.approx(list(routes["rail_km"] + routes["road_km"]))


def test_several_things_in_one_cell_are_divided_by_semicolons(toy_network: Network) -> None:
    front = find_frontier(toy_network, toy_wheat())
    mixed = route_row(2, front.routes[1])
    assert mixed["vehicles"] == "2 hopper; 5 tipper-tj"
    assert mixed["transshipments"] == "term-kokand"
    assert route_row(1, front.routes[0])["tags"] == "cheapest; lowest generalised cost; greenest"


def test_an_answer_without_routes_has_empty_frames(toy_network: Network) -> None:
    none = find_routes(toy_network, toy_wheat(), constraints=Constraints(max_hours=1))
    assert len(route_frame(none)) == len(leg_frame(none)) == 0
