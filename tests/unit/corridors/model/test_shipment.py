"""Shipments, points and constraints refuse nonsense, and say what would do."""

import math
from dataclasses import FrozenInstanceError

import pytest

from corridors.errors import RequestError
from corridors.model.shipment import MAX_TONNES, MAX_VIAS, Constraints, Mode, Point, Shipment


def wheat(tonnes: float = 70.0, value: float | None = None) -> Shipment:
    return Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", tonnes, value)


@pytest.mark.parametrize(
    "tonnes", [0.0, -1.0, -0.0, math.nan, math.inf, -math.inf, 1e308, MAX_TONNES * 1.001]
)
def test_a_mass_that_nobody_can_ship_is_refused(tonnes: float) -> None:
    with pytest.raises(RequestError, match=r"^tonnes: .+ is not a shipment; give a mass above 0"):
        wheat(tonnes)


@pytest.mark.parametrize("tonnes", [1e-6, 0.5, 1340.0, 50_000.0, MAX_TONNES])
def test_a_parcel_and_a_fleet_of_trains_are_shipments(tonnes: float) -> None:
    assert wheat(tonnes).tonnes == tonnes


@pytest.mark.parametrize("value", [-0.01, math.nan, math.inf, 1e10])
def test_a_value_that_is_no_price_is_refused(value: float) -> None:
    with pytest.raises(RequestError, match=r"^value: .+ USD/t is not a price; give 0 or more"):
        wheat(value=value)


def test_worthless_goods_are_goods() -> None:
    assert wheat(value=0.0).value_usd_per_t == 0.0


def test_a_shipment_must_go_somewhere() -> None:
    with pytest.raises(RequestError, match="same place; give two places"):
        Shipment("tj-khujand", "tj-khujand", "c-1001-kz-tj", 70)
    with pytest.raises(RequestError, match="same place"):
        Shipment(Point(40.3, 69.6), Point(40.3, 69.6), "c-1001-kz-tj", 70)


@pytest.mark.parametrize(
    ("lat", "lon"), [(90.1, 0), (-91, 0), (0, 180.5), (0, -181), (math.nan, 63), (53, math.inf)]
)
def test_a_point_off_the_globe_is_refused_with_an_example(lat: float, lon: float) -> None:
    with pytest.raises(RequestError, match=r"is not a position: .* such as 53\.21,63\.63"):
        Point(lat, lon)


def test_a_point_is_named_by_its_coordinates() -> None:
    assert Point(53.21, 63.63).id == "53.21,63.63"
    assert Point(-90, 180).id == "-90,180"


@pytest.mark.parametrize("limit", [0.0, -5.0, math.nan, math.inf])
@pytest.mark.parametrize(
    ("rule", "name"),
    [("max_hours", "max hours"), ("max_cost_usd", "max cost"), ("radius_km", "radius")],
)
def test_a_limit_that_limits_nothing_is_refused(rule: str, name: str, limit: float) -> None:
    with pytest.raises(RequestError, match=rf"^{name}: .+ is no limit; give more than 0"):
        Constraints(**{rule: limit})  # type: ignore[arg-type]  # wrong on purpose


def test_a_shipment_that_may_use_no_mode_is_refused() -> None:
    with pytest.raises(RequestError, match="no mode is allowed; give rail, road or both"):
        Constraints(modes=frozenset())


def test_a_radius_as_long_as_a_haul_is_refused() -> None:
    assert Constraints(radius_km=500).radius_km == 500
    with pytest.raises(RequestError, match="at most 500 km"):
        Constraints(radius_km=501)


def test_more_vias_than_anyone_drives_are_refused() -> None:
    stops = tuple(f"uz-stop-{number}" for number in range(MAX_VIAS + 1))
    assert len(Constraints(via=stops[:-1]).via) == MAX_VIAS
    with pytest.raises(RequestError, match=f"via: at most {MAX_VIAS}"):
        Constraints(via=stops)


def test_nobody_can_pass_what_he_avoids() -> None:
    with pytest.raises(RequestError, match="'KG' cannot be both avoided and passed"):
        Constraints(avoid=frozenset({"KG", "TM"}), via=("UZ", "KG"))


def test_a_question_once_asked_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        wheat().tonnes = 5  # type: ignore[misc]  # frozen: that it fails is tested
    with pytest.raises(FrozenInstanceError):
        Constraints().max_hours = 5  # type: ignore[misc]  # frozen: that it fails is tested
    assert Constraints().modes == {Mode.RAIL, Mode.ROAD}
