"""Answers as the plain tables that maps are drawn from."""

from pathlib import Path

import pytest

from corridors.errors import NoRouteError, RequestError
from corridors.model.route import LegKind, Routes
from corridors.model.shipment import Constraints, Point, Shipment
from corridors.network.network import Network
from corridors.solvers.find import find_frontier, find_routes
from corridors.views.route_map import route_map, write_routes_map
from network_data import Facts


@pytest.fixture(scope="module")
def front(network: Network) -> Routes:
    return find_frontier(network, Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 70))


def test_a_frontier_becomes_a_map_with_all_its_routes(front: Routes, facts: Facts) -> None:
    drawn = route_map(front, facts)
    assert drawn.title == "Kostanay → Khujand"
    assert "70 t of wheat" in drawn.subtitle
    assert drawn.facts_version == facts.version
    assert len(drawn.routes) == len(front.routes)
    for picture, route in zip(drawn.routes, front.routes, strict=True):
        assert picture.tags == route.tags
        assert len(picture.legs) == len(route.legs)
        for row, leg in zip(picture.legs, route.legs, strict=True):
            assert row.cost_usd == pytest.approx(leg.cost_usd)
            assert (row.start_h, row.end_h) == (leg.start_h, leg.end_h)
            assert (row.kind, row.mode, row.km) == (leg.kind, leg.mode, leg.km)


def test_crossings_and_changes_of_vehicle_are_points_with_their_waits(
    front: Routes, facts: Facts
) -> None:
    for picture, route in zip(route_map(front, facts).routes, front.routes, strict=True):
        kinds = [point.kind for point in picture.points]
        assert kinds.count("crossing") == len(route.crossings)
        assert kinds.count("transshipment") == len(route.transshipments)
        assert (kinds.count("origin"), kinds.count("destination")) == (1, 1)
        waits = [leg.wait_h for leg in route.legs if leg.kind is LegKind.CROSSING]
        assert [p.wait_h for p in picture.points if p.kind == "crossing"] == pytest.approx(waits)


def test_places_are_named_in_the_languages_of_the_region(front: Routes, facts: Facts) -> None:
    points = route_map(front, facts).routes[0].points
    (origin,) = [point for point in points if point.kind == "origin"]
    names = " ".join((origin.name, *origin.names))
    assert "Kostanay" in names
    assert "Костанай" in names
    assert "Қостанай" in names


def test_every_source_of_the_routes_is_listed_once(front: Routes, facts: Facts) -> None:
    listed = [source.id for source in route_map(front, facts).sources]
    assert listed == sorted(set(listed))
    used = {s for route in front.routes for leg in route.legs for s in leg.sources}
    assert set(listed) == used & facts.sources.keys()


def test_lines_are_drawn_leg_by_leg_where_something_moves(front: Routes, facts: Facts) -> None:
    for picture, route in zip(route_map(front, facts).routes, front.routes, strict=True):
        moving = [n for n, leg in enumerate(route.legs) if leg.start != leg.end]
        assert [line.leg for line in picture.lines] == moving
        for line in picture.lines:
            assert line.leg is not None
            assert line.mode == route.legs[line.leg].mode
            assert all(35 < lat < 56 and 45 < lon < 90 for lat, lon in line.points)


def test_a_shipment_from_coordinates_is_drawn_from_there(network: Network, facts: Facts) -> None:
    shipment = Shipment(Point(53.0, 63.5), "tj-khujand", "c-1001-kz-tj", 70)
    drawn = route_map(find_routes(network, shipment, limit=1), facts)
    (origin,) = [point for point in drawn.routes[0].points if point.kind == "origin"]
    assert (origin.lat, origin.lon) == (53.0, 63.5)
    assert drawn.title.startswith("53,63.5")


def test_the_page_is_written_whole_and_its_size_told(
    front: Routes, facts: Facts, tmp_path: Path
) -> None:
    path = tmp_path / "route.html"
    size = write_routes_map(front, facts, str(path))
    assert path.stat().st_size == size
    assert size <= 1_500_000
    assert list(tmp_path.iterdir()) == [path]


def test_no_route_is_no_map(network: Network, facts: Facts, tmp_path: Path) -> None:
    shipment = Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 70)
    none = find_routes(network, shipment, constraints=Constraints(max_hours=1))
    with pytest.raises(NoRouteError):
        write_routes_map(none, facts, str(tmp_path / "route.html"))
    assert list(tmp_path.iterdir()) == []


def test_a_map_that_cannot_be_written_names_the_file_asked_for(
    front: Routes, facts: Facts, tmp_path: Path
) -> None:
    path = tmp_path / "nowhere" / "route.html"
    with pytest.raises(RequestError) as caught:
        write_routes_map(front, facts, str(path))
    assert str(path) in str(caught.value)
    folder = tmp_path / "route.html"
    folder.mkdir()
    with pytest.raises(RequestError):
        write_routes_map(front, facts, str(folder))
    assert list(tmp_path.iterdir()) == [folder]
