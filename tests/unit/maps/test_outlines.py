"""The ground under the routes."""

from itertools import pairwise
from typing import Any

import pytest

from maps.labels import ENGLISH
from maps.layers.outlines import OutlineLayer, read_outlines

LARGEST_KB = 130


def contains(area: dict[str, Any], lat: float, lon: float) -> bool:
    """Even-odd rule over all rings."""
    within = False
    for polygon in area["geometry"]["coordinates"]:
        for ring in polygon:
            for (x1, y1), (x2, y2) in pairwise(ring):
                if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) / (y2 - y1) * (x2 - x1):
                    within = not within
    return within


@pytest.fixture(scope="module")
def areas() -> dict[str, dict[str, Any]]:
    return {area["id"]: area for area in read_outlines()["features"]}


@pytest.mark.parametrize(
    ("place", "lat", "lon", "code"),
    [
        ("Kostanay", 53.214, 63.624, "KZ"),
        ("Baikonur, which the source draws apart", 45.62, 63.30, "KZ"),
        ("Tashkent", 41.299, 69.241, "UZ"),
        ("Sokh, an enclave", 39.97, 71.13, "UZ"),
        ("Khujand", 40.283, 69.622, "TJ"),
        ("Khorog", 37.490, 71.553, "TJ"),
        ("Bishkek", 42.875, 74.603, "KG"),
        ("the Caspian Sea", 42.0, 50.5, "water"),
    ],
)
def test_a_place_lies_in_its_country_and_in_no_other(
    areas: dict[str, dict[str, Any]], place: str, lat: float, lon: float, code: str
) -> None:
    found = [key for key, area in areas.items() if contains(area, lat, lon)]
    assert found == [code], place


def test_each_country_has_a_name_that_is_written_inside_it(
    areas: dict[str, dict[str, Any]],
) -> None:
    for code, area in areas.items():
        assert contains(area, *area["properties"]["label"])
        assert len(code) > 2 or ENGLISH[f"country_{code}"]


def test_areas_without_a_country_have_no_name() -> None:
    names = OutlineLayer({"KZ"}, ENGLISH).data["outline-data"]["names"]
    assert names["KZ"] == "Kazakhstan"
    assert not {"blank", "water"} & names.keys()


def test_the_outlines_stay_small(areas: dict[str, dict[str, Any]]) -> None:
    positions = sum(
        len(ring)
        for area in areas.values()
        for polygon in area["geometry"]["coordinates"]
        for ring in polygon
    )
    bytes_per_position = 16
    assert positions * bytes_per_position < LARGEST_KB * 1000
