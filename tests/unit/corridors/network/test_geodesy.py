"""Distances on the globe."""

import pytest

from corridors.network.geodesy import great_circle_km


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        ((0, 0), (0, 1), 111.195),  # a degree of the equator: 2 pi x 6371.0088 / 360
        ((0, 0), (90, 0), 10_007.557),  # a quarter of a meridian
        ((0, 0), (0, 180), 20_015.115),  # half way round
        ((60, 0), (60, 180), 60 * 111.195),  # over the pole, not along the parallel
        ((53.21, 63.63), (53.21, 63.63), 0),
    ],
)
def test_great_circles_are_measured_on_the_mean_sphere(
    a: tuple[float, float], b: tuple[float, float], km: float
) -> None:
    assert great_circle_km(*a, *b) == pytest.approx(km, abs=0.05)
    assert great_circle_km(*b, *a) == pytest.approx(km, abs=0.05)
