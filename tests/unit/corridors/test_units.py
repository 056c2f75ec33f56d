"""Between the floats of the model and the integers of the solvers."""

import pytest

from corridors.units import HOUR_SCALE, USD_SCALE, co2_units, hour_units, usd_units


@pytest.mark.parametrize(
    ("usd", "units"),
    [(0.0, 0), (1.0, 10_000), (0.0001, 1), (62.42, 624_200), (83_648.0, 836_480_000)],
)
def test_a_dollar_is_ten_thousand_units(usd: float, units: int) -> None:
    assert usd_units(usd) == units


def test_hours_and_kilograms_have_their_own_units() -> None:
    assert hour_units(13.5) == 135_000
    assert co2_units(0.528) == 528


def test_a_part_of_a_unit_counts_as_a_whole_one() -> None:
    # so that no bound of exact sums exceeds the sum of the integers
    assert usd_units(1.000_01) == 10_001
    assert hour_units(1.000_01) == 10_001
    assert co2_units(1.000_1) == 1_001


def test_the_noise_of_floats_is_no_part_of_a_unit() -> None:
    assert 0.1 + 0.2 > 0.3
    assert usd_units(0.1 + 0.2) == usd_units(0.3) == 3_000
    assert hour_units(0.7 + 0.1) == hour_units(0.8)


def test_thirty_rounded_arcs_stay_within_a_third_of_a_cent_and_eleven_seconds() -> None:
    assert 30 / USD_SCALE < 0.01 / 3
    assert 30 / HOUR_SCALE * 3600 < 11
