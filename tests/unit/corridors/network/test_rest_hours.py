"""Breaks and daily rests of one truck driver, against trips worked out by hand (AETR).

A break of 45 min after 4.5 h at the wheel, a rest of 11 h after 9 h at the wheel in a day.
"""

import pytest

from corridors.network.haulage import rest_hours
from corridors.network.network import Network
from corridors.network.pricing import PriceBook
from network_data import Facts
from tests.instances import toy_wheat

BREAK, REST = 0.75, 11.0


def rest(driving_h: float) -> float:
    return rest_hours(driving_h, drive_h=4.5, break_h=BREAK, day_h=9.0, rest_h=REST)


@pytest.mark.parametrize(
    ("driving_h", "breaks", "rests"),
    [
        (0.0, 0, 0),
        (0.5, 0, 0),
        (4.5, 0, 0),  # arrives as the break falls due
        (4.6, 1, 0),
        (9.0, 1, 0),  # arrives as the day ends
        (9.1, 1, 1),
        (13.5, 1, 1),  # 4.5 + break + 4.5, night, 4.5
        (13.6, 2, 1),
        (18.0, 2, 1),  # two full days, one night between them
        (18.1, 2, 2),
        (27.0, 3, 2),
        (45.0, 5, 4),  # five days, four nights
        (50.0, 6, 5),  # and 5 h on the sixth
    ],
)
def test_a_driver_rests_as_the_rules_demand(driving_h: float, breaks: int, rests: int) -> None:
    assert rest(driving_h) == pytest.approx(breaks * BREAK + rests * REST)


def test_a_day_of_nine_hours_at_the_wheel_fits_into_a_day() -> None:
    assert 9 + rest(9) + REST <= 24


def test_the_noise_of_sums_makes_no_driver_stop() -> None:
    nine_tenths = sum([0.1] * 90)  # 8.999... or 9.000...1, not 9
    assert nine_tenths != 9
    assert rest(nine_tenths) == pytest.approx(BREAK)
    assert rest(sum([0.1] * 45)) == 0


def test_who_drives_longer_never_arrives_earlier() -> None:
    arrivals = [h + rest(h) for h in (step / 20 for step in range(1_000))]
    assert arrivals == sorted(arrivals)


def test_a_day_that_holds_three_stretches_has_two_breaks() -> None:
    # 10 h a day in stretches of 4 h: breaks after 4 and 8 h; 3 h more on the second day
    hours = rest_hours(13.0, drive_h=4.0, break_h=0.5, day_h=10.0, rest_h=9.0)
    assert hours == pytest.approx(2 * 0.5 + 9.0)


def test_the_rules_stand_in_the_facts(toy: Facts) -> None:
    book = PriceBook(Network(toy), toy_wheat())
    assert book.haulage.rest_hours(9.1) == pytest.approx(BREAK + REST)
