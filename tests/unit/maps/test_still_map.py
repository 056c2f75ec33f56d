"""Pictures of flow maps: the same classes, widths and colours as on the screen."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from maps.flow_map import FlowMap, FlowPlace
from maps.labels import ENGLISH
from maps.layers.flows import FLOW_STYLE
from maps.still_map import Frame, frame_around, look_of, round_down, still_map
from maps.styles import DELAY_RAMP
from tests.browser.test_route_map_hostile import PAYLOADS
from tests.unit.maps.flow_maps import small_flow_map

FRAME = Frame(40.0, 67.0, 43.0, 71.0, 400.0, 300.0)


def drawn(flow_map: FlowMap, frame: Frame = FRAME) -> str:
    lines = look_of(flow_map.line_scale, [line.cells.sums() for line in flow_map.lines])
    points = look_of(flow_map.point_scale, [point.sums() for point in flow_map.points])
    return still_map(flow_map, frame, ENGLISH, lines=lines, points=points)


def boxes(svg: str) -> list[tuple[float, float, float]]:
    """Left end, base line and right end of every name, as wide as its letters are at least."""
    found = re.findall(r'<text class="\w+" x="([\d.]+)" y="([\d.]+)">([^<]*)</text>', svg)
    return [(float(x), float(y), float(x) + 5.0 * len(text)) for x, y, text in found]


@pytest.mark.parametrize(
    ("value", "below"), [(0.0, 0.0), (274_000.0, 250_000.0), (1.0, 1.0), (0.37, 0.3), (99.0, 80.0)]
)
def test_bounds_of_classes_are_round_and_not_above(value: float, below: float) -> None:
    assert round_down(value) == pytest.approx(below)


def test_the_middle_of_a_frame_is_the_middle_of_its_picture() -> None:
    assert FRAME.at((41.5, 69.0)) == (200.0, 150.0)
    north, south = FRAME.at((42.0, 69.0)), FRAME.at((41.0, 69.0))
    assert north[1] < south[1]
    west, east = FRAME.at((41.5, 68.5)), FRAME.at((41.5, 69.5))
    # A degree of longitude at 41.5 N is 0.749 of one of latitude.
    assert (east[0] - west[0]) / (south[1] - north[1]) == pytest.approx(0.749, abs=0.001)


def test_a_frame_holds_what_it_is_around() -> None:
    frame = frame_around([(40.0, 60.0), (50.0, 80.0)], 300.0, 300.0)
    for corner in ((40.0, 60.0), (50.0, 80.0), (40.0, 80.0), (50.0, 60.0)):
        assert frame.shows(*frame.at(corner))
    assert frame_around([], 10.0, 10.0).shows(5.0, 5.0)


def test_lines_have_the_width_of_their_tonnes_and_the_class_of_their_delay() -> None:
    svg = drawn(small_flow_map())
    widest = f'stroke="{DELAY_RAMP[4]}" stroke-width="{FLOW_STYLE.widest_px:.1f}"'
    assert widest in svg
    assert f'stroke="{FLOW_STYLE.none}" stroke-width="{FLOW_STYLE.thinnest_px:.1f}"' in svg
    assert "stroke-dasharray" in svg


def test_circles_have_the_area_of_their_size_and_the_class_of_their_wait() -> None:
    svg = drawn(small_flow_map())
    circles = re.findall(r'<circle cx="[\d.]+" cy="[\d.]+" r="([\d.]+)" fill="(#\w+)" fill-op', svg)
    assert circles == [("18.0", DELAY_RAMP[3]), ("5.4", DELAY_RAMP[4])]  # 40 t of 450 t


def test_names_do_not_run_into_each_other() -> None:
    crowd = tuple(FlowPlace(f"Town number {i}", (41.3 + 0.02 * i, 69.2)) for i in range(12))
    names = boxes(drawn(replace(small_flow_map(), places=crowd)))
    assert len(names) > 3
    for at, (left, base, right) in enumerate(names):
        for other_left, other_base, other_right in names[:at]:
            apart = right < other_left or other_right < left or abs(base - other_base) > 10
            assert apart


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_a_hostile_name_is_text(text: str) -> None:
    svg = drawn(replace(small_flow_map(text), places=(FlowPlace(text, (41.3, 69.2)),), title=text))
    elements = list(ElementTree.fromstring(svg).iter())
    assert {element.tag for element in elements} == {"svg", "rect", "path", "circle", "text"}
    assert not [name for element in elements for name in element.attrib if name.startswith("on")]
