"""The lines that legs follow on the map."""

from itertools import pairwise

import pytest

from corridors.model.shipment import Constraints, Mode
from corridors.network.lines import crossing_line, leg_line, link_line, stop_point
from corridors.network.network import Network
from corridors.solvers.find import find_routes
from network_data import Facts
from tests.instances import changed, toy_wheat


@pytest.fixture(scope="module")
def drawn(toy: Facts) -> Facts:
    """The toy with coordinates and a bend in two of its lines."""
    where = {
        "uz-andijan": (40.8, 72.3),
        "uz-kokand": (40.5, 70.9),
        "uz-suvonobod": (40.4, 70.6),
        "tj-konibodom": (40.3, 70.4),
        "tj-khujand": (40.2, 69.6),
    }
    return changed(
        toy,
        places=[toy.places[id]._replace(lat=lat, lon=lon) for id, (lat, lon) in where.items()],
        links=[toy.links["rail-andijan-kokand"]._replace(waypoints=((40.7, 71.9), (40.6, 71.4)))],
        crossings=[toy.crossings["uz-tj-suvonobod"]._replace(waypoints=((40.35, 70.5),))],
    )


def test_a_link_is_drawn_in_the_direction_of_travel(drawn: Facts) -> None:
    line = ((40.8, 72.3), (40.7, 71.9), (40.6, 71.4), (40.5, 70.9))
    assert link_line(drawn, "rail-andijan-kokand", "uz-andijan") == line
    assert link_line(drawn, "rail-andijan-kokand", "uz-kokand") == line[::-1]


def test_a_border_hop_is_drawn_in_the_direction_of_travel(drawn: Facts) -> None:
    line = ((40.4, 70.6), (40.35, 70.5), (40.3, 70.4))
    assert crossing_line(drawn, "uz-tj-suvonobod", "uz-suvonobod") == line
    assert crossing_line(drawn, "uz-tj-suvonobod", "tj-konibodom") == line[::-1]


def test_a_route_is_one_line_from_end_to_end(drawn: Facts) -> None:
    rail = Constraints(modes=frozenset({Mode.RAIL}))
    (route,) = find_routes(Network(drawn), toy_wheat(), limit=1, constraints=rail).routes
    lines = [leg_line(drawn, leg) for leg in route.legs]
    assert lines[0] == ((40.8, 72.3),)  # loading: a point
    assert len(lines[1]) == 5  # two links over Kokand
    for before, after in pairwise(lines):
        assert before[-1] == after[0]
    assert lines[-1][-1] == (40.2, 69.6)


def test_coordinates_are_drawn_where_they_are(drawn: Facts) -> None:
    assert stop_point(drawn, "tj-khujand") == (40.2, 69.6)
    assert stop_point(drawn, "53.21,63.63") == (53.21, 63.63)
