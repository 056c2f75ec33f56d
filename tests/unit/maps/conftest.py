"""A map small enough to read: one truck route between two towns with one crossing."""

from collections.abc import Callable

import pytest

from maps import DrawnLeg, DrawnLine, DrawnPoint, DrawnRoute, RouteMap, SourceLine


def _short_haul(name: str = "Road", town: str = "Konibodom", *, positions: int = 3) -> DrawnRoute:
    """Isfara to `town`, 30 km by road through one crossing."""
    line = tuple((40.12 + 0.001 * i, 70.62 - 0.001 * i) for i in range(positions))
    return DrawnRoute(
        name=name,
        tags=("cheapest",),
        summary=(("Cost", "$400"), ("Days", "0.5")),
        lines=(DrawnLine("road", line, "Isfara – Konibodom, 30 km", leg=1),),
        points=(
            DrawnPoint("origin", *line[0], "Isfara", ("Исфара",), leg=0),
            DrawnPoint("crossing", *line[1], "Guliston", wait_h=4.5, leg=1),
            DrawnPoint("destination", *line[-1], town, ("Конибодом",)),
        ),
        legs=(
            DrawnLeg("loading", "road", "TJ", "Isfara", "Isfara", 0, 2, 0, 0, 2, 100),
            DrawnLeg(
                "haul", "road", "TJ", "Isfara", town, 30, 4.5, 1, 2, 7.5, 250, "by truck", ("n",)
            ),
            DrawnLeg("unloading", "road", "TJ", town, town, 0, 2, 0, 7.5, 9.5, 50),
        ),
    )


@pytest.fixture
def short_haul() -> Callable[..., DrawnRoute]:
    """Make a route between the two towns under any names."""
    return _short_haul


@pytest.fixture
def two_towns() -> RouteMap:
    """The map of one such route."""
    return RouteMap(
        "Isfara → Konibodom",
        "Apricots, 20 t",
        (_short_haul(),),
        (SourceLine("s1", "A tariff", "Ministry", "2024", "https://tariff.test/a?b=1&c=2"),),
        "a1b2c3",
        ("Prices without VAT.",),
    )
