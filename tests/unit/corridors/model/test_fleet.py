"""Own vehicles check themselves."""

import pytest

from corridors.errors import RequestError
from corridors.model.fleet import OwnVehicle


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        ({"payload_t": 0}, "payload_t: 0 t is out of range; give 0.001 to 200"),
        ({"payload_t": 24_000}, "24000 t is out of range"),
        ({"rate_usd_per_km": -1}, "-1 USD/km is out of range; give 0 to 1,000"),
        ({"rate_usd_per_km": float("nan")}, "nan USD/km"),
        ({"hire_usd_per_day": float("inf")}, "inf USD/day"),
        ({"count": 0}, "0 vehicles is out of range; give 1 to"),
    ],
)
def test_a_figure_that_cannot_be_is_refused(figures: dict[str, float], says: str) -> None:
    with pytest.raises(RequestError, match=f"own vehicle a: .*{says}"):
        # any figures by name
        OwnVehicle("a", "trk-grain", **figures)  # type: ignore[arg-type]


@pytest.mark.parametrize("id", ["", "Own", "мой", "a b", "-a", "a" * 61, "a\nb"])
def test_an_id_is_small_letters_digits_and_hyphens(id: str) -> None:
    with pytest.raises(RequestError, match="is no id; write small Latin letters"):
        OwnVehicle(id, "trk-grain")


def test_costs_of_nothing_are_allowed() -> None:
    assert OwnVehicle("own-1", "trk-grain", rate_usd_per_km=0).rate_usd_per_km == 0
