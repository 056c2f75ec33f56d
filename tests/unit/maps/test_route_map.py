"""A route map says what it was given, once, and fits into one file."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import maps
from maps import (
    DrawnLeg,
    DrawnLine,
    DrawnPoint,
    DrawnRoute,
    MapDataError,
    RouteMap,
    render_route_map,
    write_route_map,
)

LARGEST_BYTES = 1_500_000
HEAVY = ("folium", "branca", "jinja2", "offlinefolium", "numpy")


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = f"import sys, maps, maps.route_map; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_public_names_are_those_that_the_package_lists() -> None:
    assert maps.__all__ == sorted(maps.__all__, key=lambda name: (not name.isupper(), name))
    for name in maps.__all__:
        assert getattr(maps, name) is not None
    assert set(dir(maps)) == set(maps.__all__)
    with pytest.raises(AttributeError, match="nothing"):
        maps.nothing  # noqa: B018  # the look-up itself is tested


def test_ten_routes_of_a_thousand_positions_fit_into_the_limit(
    two_towns: RouteMap, short_haul: Callable[..., DrawnRoute], tmp_path: Path
) -> None:
    routes = tuple(short_haul(f"Route {i}", positions=1000) for i in range(10))
    size = write_route_map(replace(two_towns, routes=routes), tmp_path / "map.html")
    assert size == (tmp_path / "map.html").stat().st_size
    assert size < LARGEST_BYTES


def test_the_same_map_is_the_same_page(two_towns: RouteMap) -> None:
    assert render_route_map(two_towns) == render_route_map(two_towns)


def test_a_map_that_cannot_be_written_leaves_the_old_file(
    two_towns: RouteMap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "map.html"
    target.write_text("old", "utf-8")

    def fail(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space"):
        write_route_map(two_towns, target)
    assert target.read_text("utf-8") == "old"
    assert os.listdir(tmp_path) == ["map.html"]


def test_totals_are_the_sums_of_the_legs(two_towns: RouteMap) -> None:
    route = two_towns.routes[0]
    assert (route.km, route.wait_h, route.moving_h) == (30, 8.5, 1)
    assert (route.end_h, route.cost_usd) == (9.5, 400)
    foot = re.search(r"<tfoot>(.*?)</tfoot>", render_route_map(two_towns), re.DOTALL)
    assert foot
    assert re.findall(r"<td>(.*?)</td>", foot[1]) == ["30", "8.5", "1.0", "9.5", "400"]


def test_a_border_hop_of_some_hundred_metres_is_not_no_distance(
    two_towns: RouteMap, short_haul: Callable[..., DrawnRoute]
) -> None:
    route = short_haul()
    legs = (route.legs[0], replace(route.legs[1], km=0.3), route.legs[2])
    page = render_route_map(replace(two_towns, routes=(replace(route, legs=legs),)))
    rows = re.findall(r'<tr>\s*<th scope="row">.*?</th>\s*<td>(.*?)</td>', page, re.DOTALL)
    assert rows == ["–", "0.3", "–", "0.3"]


def test_templates_in_names_are_not_carried_out(
    two_towns: RouteMap, short_haul: Callable[..., DrawnRoute]
) -> None:
    names = ("{{7*7}}", "{% raw %}", "{# gone #}", "{% endraw %}{{ 7*7 }}")
    routes = tuple(short_haul(f"Route {name}", f"Town {name}") for name in names)
    page = render_route_map(replace(two_towns, routes=routes))
    for name in names:
        escaped = name.replace("{", "&#123;").replace("}", "&#125;")
        assert f"Town {escaped}" in page
        in_data = name.replace("{", "\\u007b").replace("}", "\\u007d")
        assert f"Town {in_data}" in page


def test_a_source_becomes_a_link_only_if_its_address_is_of_the_web(two_towns: RouteMap) -> None:
    odd = replace(two_towns.sources[0], url="javascript:alert(1)")
    page = render_route_map(replace(two_towns, sources=(two_towns.sources[0], odd)))
    list_of_sources = page[page.index('class="sources"') :]
    links = re.findall(r'<a href="([^"]*)" target="_blank"', list_of_sources)
    assert links == ["https://tariff.test/a?b=1&#38;c=2"]
    assert "javascript:alert(1)" in page


def test_an_unknown_wait_is_not_drawn_as_none(
    two_towns: RouteMap, short_haul: Callable[..., DrawnRoute]
) -> None:
    route = short_haul()
    points = (route.points[0], replace(route.points[1], wait_h=None))
    page = render_route_map(replace(two_towns, routes=(replace(route, points=points),)))
    assert '"style":"wait_unknown"' in page
    assert '["Wait","unknown"]' in page


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: DrawnLine("sea", ((1, 2), (3, 4)), "x"), "mode 'sea' is none of rail, road"),
        (lambda: DrawnLine("rail", ((1, 2),), "stub"), "'stub': a line needs two points"),
        (lambda: DrawnLine("rail", ((1, 2), (99, 4)), "x"), r"\(99, 4\) is no latitude"),
        (lambda: DrawnPoint("port", 1, 2, "x"), "kind 'port' is none of origin"),
        (lambda: DrawnPoint("via", float("nan"), 2, "Nau"), "'Nau'.*no latitude"),
        (lambda: DrawnPoint("crossing", 1, 2, "Nau", wait_h=-1.0), "wait_h -1.0 is not zero"),
        (
            lambda: DrawnLeg("haul", "rail", "KZ", "A", "B", float("inf"), 0, 0, 0, 0, 0),
            "'A' to 'B': km inf",
        ),
        (lambda: DrawnRoute("none", (), (), (), (), ()), "'none': no line and no point"),
        (
            lambda: DrawnRoute("r", (), (), (), (DrawnPoint("via", 1, 2, "x", leg=3),), ()),
            "there is no leg 3",
        ),
        (lambda: RouteMap("t", "s", ()), "'t': no route to draw"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_its_place(
    make: Callable[[], object], message: str
) -> None:
    with pytest.raises(MapDataError, match=message):
        make()
