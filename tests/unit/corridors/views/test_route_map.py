"""Answers as the plain tables that maps are drawn from."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from corridors.errors import NoRouteError, RequestError
from corridors.model.route import LegKind, Reliability, Routes
from corridors.model.shipment import Constraints, Point, Shipment
from corridors.network.network import Network
from corridors.solvers.find import find_frontier, find_routes
from corridors.views.route_map import route_map, write_routes_map
from maps import RouteMap
from network_data import Facts


@pytest.fixture(scope="module")
def front(network: Network) -> Routes:
    return find_frontier(network, Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 70))


@pytest.fixture(scope="module")
def drawn(front: Routes, facts: Facts) -> RouteMap:
    """The map of the frontier: its charts take seconds to draw, and nobody changes it."""
    return route_map(front, facts)


def test_a_frontier_becomes_a_map_with_all_its_routes(
    drawn: RouteMap, front: Routes, facts: Facts
) -> None:
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
    drawn: RouteMap, front: Routes
) -> None:
    for picture, route in zip(drawn.routes, front.routes, strict=True):
        kinds = [point.kind for point in picture.points]
        assert kinds.count("crossing") == len(route.crossings)
        assert kinds.count("transshipment") == len(route.transshipments)
        assert (kinds.count("origin"), kinds.count("destination")) == (1, 1)
        waits = [leg.wait_h for leg in route.legs if leg.kind is LegKind.CROSSING]
        assert [p.wait_h for p in picture.points if p.kind == "crossing"] == pytest.approx(waits)


def test_places_are_named_in_the_languages_of_the_region(drawn: RouteMap) -> None:
    points = drawn.routes[0].points
    (origin,) = [point for point in points if point.kind == "origin"]
    names = " ".join((origin.name, *origin.names))
    assert "Kostanay" in names
    assert "Костанай" in names
    assert "Қостанай" in names


def test_every_source_of_the_routes_is_listed_once(
    drawn: RouteMap, front: Routes, facts: Facts
) -> None:
    listed = [source.id for source in drawn.sources]
    assert listed == sorted(set(listed))
    used = {s for route in front.routes for leg in route.legs for s in leg.sources}
    assert set(listed) == used & facts.sources.keys()


def test_lines_are_drawn_leg_by_leg_where_something_moves(drawn: RouteMap, front: Routes) -> None:
    for picture, route in zip(drawn.routes, front.routes, strict=True):
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
    best = replace(front, routes=front.routes[:1])
    path = tmp_path / "nowhere" / "route.html"
    with pytest.raises(RequestError) as caught:
        write_routes_map(best, facts, str(path))
    assert str(path) in str(caught.value)
    folder = tmp_path / "route.html"
    folder.mkdir()
    with pytest.raises(RequestError):
        write_routes_map(best, facts, str(folder))
    assert list(tmp_path.iterdir()) == [folder]


def test_an_undated_route_shows_its_indicators_and_charts_but_no_clock(drawn: RouteMap) -> None:
    assert [chart.title for chart in drawn.charts] == ["Time and cost against distance"]
    for picture in drawn.routes:
        assert [name[:4] for name, _ in picture.indicators] == [
            "TFI1", "TFI2", "TFI3", "TFI4", "TFI4",
        ]  # fmt: skip
        assert len(picture.charts) == 1
        assert {(leg.start_at, leg.end_at) for leg in picture.legs} == {("", "")}
        assert not {"Departs", "Arrives", "On time"} & {name for name, _ in picture.summary}


def test_a_dated_route_shows_clock_times_and_how_sure_they_are(front: Routes, facts: Facts) -> None:
    """48 h of loading from 28 December 08:00 at UTC+5 end two days later at the same hour."""
    start = datetime(2026, 12, 28, 8, tzinfo=timezone(timedelta(hours=5)))
    route = front.routes[0]
    assert route.legs[0].end_h == 48
    legs = tuple(
        replace(
            leg,
            start_at=start + timedelta(hours=leg.start_h),
            end_at=start + timedelta(hours=leg.end_h),
        )
        for leg in route.legs
    )
    bishkek = timezone(timedelta(hours=6))
    legs = (*legs[:-1], replace(legs[-1], end_at=(start + timedelta(days=10)).astimezone(bishkek)))
    sure = Reliability(240.0, 300.0, 0.944, ("mean alone",))
    dated = replace(front, routes=(replace(route, legs=legs, reliability=sure),))
    (picture,) = route_map(dated, facts).routes
    assert picture.legs[0].start_at == "Mon 28 Dec 08:00"
    assert picture.legs[0].end_at == "Wed 30 Dec 08:00 +05:00"
    assert picture.legs[-1].start_at.endswith("+05:00")  # both, where they differ
    assert picture.legs[-1].end_at == "Thu 7 Jan 09:00 +06:00"
    summary = dict(picture.summary)
    assert summary["Departs"] == "Mon 28 Dec 2026 08:00 +05:00"
    assert summary["Arrives"] == "Thu 7 Jan 2027 09:00 +06:00"
    assert summary["Half arrive within"] == "10.0 days (P50)"
    assert summary["Nine in ten within"] == "12.5 days (P90)"
    assert summary["On time"] == "94%"


def test_a_share_that_rounds_to_certainty_is_not_called_certain(
    front: Routes, facts: Facts
) -> None:
    sure = Reliability(240.0, 300.0, 0.9996, ())
    dated = replace(front, routes=(replace(front.routes[0], reliability=sure),))
    assert dict(route_map(dated, facts).routes[0].summary)["On time"] == "over 99%"
    late = replace(front, routes=(replace(front.routes[0], reliability=sure._replace(
        on_time_probability=0.0004)),))  # fmt: skip
    assert dict(route_map(late, facts).routes[0].summary)["On time"] == "under 1%"


def test_an_indicator_that_is_too_low_says_where(network: Network, facts: Facts) -> None:
    shipment = Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 1340)
    best = route_map(find_routes(network, shipment, limit=1), facts).routes[0]
    assert best.indicators_note.startswith("Too low: a wait or a charge is unknown")
    assert "Bekabad" in best.indicators_note
