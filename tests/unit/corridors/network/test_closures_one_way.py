"""A post may be closed to those who enter one country, and stay open the other way."""

from datetime import UTC, datetime

import pytest

from corridors.network.clock import Clock
from corridors.network.network import Network
from network_data.records import Closure
from tests.instances import changed, ferghana_toy, row

POST = "uz-tj-andarkhon"
MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)


def opening_into(country: str, *, enters: tuple[str, ...], group: str = "grain") -> bool:
    """Whether the post is closed at some time to cargo that enters a country."""
    closure = row(
        Closure, "cl", name="flood", ids=(POST,), from_day="2026-03-03", to_day="2026-03-04",
        enters=enters, exempt_groups=("fruit",),
    )  # fmt: skip
    network = Network(changed(ferghana_toy(), closures=[closure]))
    clock = Clock(network, MONDAY, group)
    return clock.opening(("crossing", POST, country)) is not None


@pytest.mark.parametrize(
    ("country", "enters", "closed"),
    [
        pytest.param("TJ", ("TJ",), True, id="southbound, where it is closed"),
        pytest.param("UZ", ("TJ",), False, id="northbound, where it is not"),
        pytest.param("UZ", (), True, id="northbound, closed both ways"),
        pytest.param("TJ", ("UZ", "TJ"), True, id="both countries named"),
    ],
)
def test_a_closure_of_one_way_leaves_the_other_open(
    country: str, enters: tuple[str, ...], closed: bool
) -> None:
    assert opening_into(country, enters=enters) is closed


def test_an_exempt_cargo_passes() -> None:
    assert not opening_into("TJ", enters=("TJ",), group="fruit")
