"""The network for geographic programs: GeoDataFrames and a GeoPackage."""

from pathlib import Path

import geopandas
import pytest
from pyproj import Geod

from corridors.errors import RequestError
from corridors.network.export import geometry_problems, to_geodataframes, write_geopackage
from corridors.network.network import Network
from network_data import Facts
from tests.instances import changed

LAYERS = ("places", "links", "crossings", "terminals")


def test_every_row_of_the_facts_is_drawn_and_says_whether_freight_may_use_it(
    facts: Facts, network: Network
) -> None:
    frames = to_geodataframes(network)
    assert tuple(frames) == LAYERS
    for name, frame in frames.items():
        assert list(frame["id"]) == list(facts.table(name))
        assert frame.crs.to_epsg() == 4326
        assert frame.geometry.is_valid.all()
        assert not frame.geometry.is_empty.any()
    crossings = frames["crossings"].set_index("id")["usable"]
    assert crossings["uz-tj-bekabad-nov"]
    assert not crossings["uz-tj-suvonobod-istiklol"]
    links = frames["links"].set_index("id")["usable"]
    assert {link for link, usable in links.items() if usable} == {
        link.id for link in facts.links.values() if network.is_open(link)
    }


def test_longitude_stands_before_latitude(network: Network) -> None:
    frames = network.to_geodataframes()
    kostanay = frames["places"].set_index("id").geometry["kz-kostanay"]
    assert (kostanay.x, kostanay.y) == (pytest.approx(63.6, abs=0.1), pytest.approx(53.2, abs=0.1))
    # everything lies between the Caucasus and Lanzhou, Siberia and the Persian plateau
    for frame in frames.values():
        west, south, east, north = frame.total_bounds
        assert 44 < west < east < 105
        assert 30 < south < north < 60


def test_the_kilometres_of_every_shipped_link_fit_the_line_it_is_drawn_along(
    network: Network,
) -> None:
    assert geometry_problems(network) == []


@pytest.mark.parametrize(("factor", "words"), [(0.5, "is shorter than"), (4.0, "is over 3 times")])
def test_kilometres_that_do_not_fit_the_line_are_a_problem(
    facts: Facts, factor: float, words: str
) -> None:
    link = max(facts.links.values(), key=lambda link: link.km)
    places = facts.places
    line = [(places[link.a].lat, places[link.a].lon), *link.waypoints,
            (places[link.b].lat, places[link.b].lon)]  # fmt: skip
    lats, lons = zip(*line, strict=True)
    drawn_km = Geod(ellps="WGS84").line_length(lons, lats) / 1000
    wrong = changed(facts, links=[link._replace(km=drawn_km * factor)])
    (problem,) = geometry_problems(Network(wrong))
    assert problem.startswith(f"links.csv {link.id} km: ")
    assert words in problem
    assert problem.endswith("correct the km or the waypoints")


def test_a_geopackage_can_be_read_again(tmp_path: Path, facts: Facts, network: Network) -> None:
    path = tmp_path / "network.gpkg"
    counts = write_geopackage(network, str(path))
    assert counts == {name: len(facts.table(name)) for name in LAYERS}
    for name in LAYERS:
        frame = geopandas.read_file(path, layer=name)
        assert len(frame) == counts[name]
        assert frame.crs.to_epsg() == 4326
        assert set(frame["id"]) == set(facts.table(name))
    names = geopandas.read_file(path, layer="places").set_index("id")["name_local"]
    assert names["tj-khujand"] == facts.places["tj-khujand"].name_local
    assert list(tmp_path.iterdir()) == [path]


def test_a_geopackage_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, network: Network
) -> None:
    for path, words in (
        (tmp_path / "network.shp", "only GeoPackage is written"),
        (tmp_path / "nowhere" / "network.gpkg", "cannot write"),
        (tmp_path, "does not end in .gpkg"),
    ):
        with pytest.raises(RequestError, match=words):
            write_geopackage(network, str(path))
    folder = tmp_path / "folder.gpkg"
    folder.mkdir()
    with pytest.raises(RequestError, match="cannot write"):
        write_geopackage(network, str(folder))
    assert list(tmp_path.iterdir()) == [folder]
