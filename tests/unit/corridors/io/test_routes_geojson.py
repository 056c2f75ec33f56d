"""Routes as GeoJSON that any program reads: RFC 7946, longitude first."""

import json
from itertools import pairwise
from typing import Any

import geopandas
import pytest

from corridors.io.routes_geojson import routes_geojson
from corridors.model.shipment import Constraints, Point, Shipment
from corridors.network.network import Network
from corridors.solvers.find import find_frontier, find_routes
from network_data import Facts


@pytest.fixture(scope="module")
def document(network: Network, facts: Facts) -> Any:
    shipment = Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 70)
    return json.loads(routes_geojson(find_frontier(network, shipment), facts))


def test_it_is_a_collection_of_features(document: Any) -> None:
    assert document["type"] == "FeatureCollection"
    assert "crs" not in document  # RFC 7946 knows WGS84 only
    assert document["features"]
    for feature in document["features"]:
        assert set(feature) == {"type", "geometry", "properties"}
        assert feature["type"] == "Feature"


def test_what_moves_is_a_line_and_what_stands_is_a_point(document: Any) -> None:
    for feature in document["features"]:
        geometry, kind = feature["geometry"], feature["properties"]["kind"]
        if geometry["type"] == "Point":
            lon, lat = geometry["coordinates"]
            positions = [[lon, lat]]
            assert kind not in ("haul", "crossing")
        else:
            assert geometry["type"] == "LineString"
            positions = geometry["coordinates"]
            assert len(positions) >= 2
        for lon, lat in positions:
            # between the Caspian and China, Siberia and the Pamirs: longitude first
            assert 45 < lon < 90
            assert 35 < lat < 56


def test_a_route_is_drawn_from_origin_to_destination(document: Any, facts: Facts) -> None:
    first = [f for f in document["features"] if f["properties"]["rank"] == 1]
    start, end = facts.places["kz-kostanay"], facts.places["tj-khujand"]

    def ends(feature: Any) -> tuple[list[float], list[float]]:
        line = feature["geometry"]["coordinates"]
        return (line, line) if feature["geometry"]["type"] == "Point" else (line[0], line[-1])

    assert ends(first[0])[0] == pytest.approx([start.lon, start.lat], abs=1e-4)
    assert ends(first[-1])[1] == pytest.approx([end.lon, end.lat], abs=1e-4)
    for before, after in pairwise(first):
        assert ends(before)[1] == ends(after)[0]


def test_properties_are_the_columns_of_legs_and_totals_stand_beside(document: Any) -> None:
    legs = [f["properties"] for f in document["features"]]
    for total in document["routes"]:
        mine = [leg for leg in legs if leg["rank"] == total["rank"]]
        assert [leg["leg"] for leg in mine] == list(range(1, len(mine) + 1))
        assert sum(leg["cost_usd"] for leg in mine) == pytest.approx(total["cost_usd"])
    assert document["status"] == "optimal"


def test_geopandas_reads_it(network: Network, facts: Facts, tmp_path: Any) -> None:
    shipment = Shipment(Point(53.21, 63.63), "tj-khorog", "c-1101-kz-tj", 20)
    path = tmp_path / "routes.geojson"
    found = find_routes(network, shipment, limit=2)
    path.write_text(routes_geojson(found, facts), encoding="utf-8")
    frame = geopandas.read_file(path)
    assert len(frame) == sum(len(route.legs) for route in found.routes)
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry.is_valid.all()


def test_an_answer_without_routes_is_an_empty_collection(network: Network, facts: Facts) -> None:
    shipment = Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 70)
    none = find_routes(network, shipment, constraints=Constraints(max_hours=1))
    document = json.loads(routes_geojson(none, facts))
    assert document["features"] == []
    assert document["status"] == "infeasible"
