"""The legend says what the map draws, and nobody needs to tell colours apart."""

import re

import pytest

from maps.labels import ENGLISH, Labels
from maps.panel import legend_html, symbols_html
from maps.route_map import Mode, PointKind
from maps.styles import STYLES, WAIT_BOUNDS_H, Shape, symbol, wait_key

BY_KEY = {style.key: style for style in STYLES}


def test_the_legend_has_an_entry_per_row_of_the_styling_table() -> None:
    keys = re.findall(r'data-style="([^"]*)"', legend_html(ENGLISH))
    assert sorted(keys) == sorted(BY_KEY)


def test_the_legend_shows_the_drawings_that_the_map_uses() -> None:
    legend, symbols = legend_html(ENGLISH), symbols_html()
    for style in STYLES:
        assert symbol(style) in legend
        assert f'<template id="symbol-{style.key}">{symbol(style)}</template>' in symbols


def test_everything_that_is_drawn_has_a_row() -> None:
    drawn = {*Mode, *(set(PointKind) - {PointKind.CROSSING}), *map(wait_key, (None, 0, 5, 99))}
    assert drawn <= BY_KEY.keys()


def test_rail_and_road_differ_by_dash_not_by_colour_alone() -> None:
    rail, road = BY_KEY["rail"], BY_KEY["road"]
    assert (rail.colour, road.colour) == ("#3b6fa0", "#c58a1a")
    assert not rail.dash
    assert road.dash


def test_a_longer_wait_is_a_larger_and_darker_circle() -> None:
    classes = [BY_KEY[f"wait_class_{rank}"] for rank in range(len(WAIT_BOUNDS_H) + 1)]
    sizes = [style.size_px for style in classes]
    darkness = [-luminance(style.fill) for style in classes]
    assert sizes == sorted(set(sizes))
    assert darkness == sorted(set(darkness))
    assert all(style.shape is Shape.CIRCLE for style in classes)


def luminance(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("wait_h", "key"),
    [
        (None, "wait_unknown"),
        (0.0, "wait_class_0"),
        (2.99, "wait_class_0"),
        (3.0, "wait_class_1"),
        (24.0, "wait_class_4"),
        (500.0, "wait_class_4"),
    ],
)
def test_a_wait_falls_into_the_class_that_starts_at_it(wait_h: float | None, key: str) -> None:
    assert wait_key(wait_h) == key


def test_classes_of_waits_read_as_hours() -> None:
    texts = [style.label(ENGLISH) for style in STYLES if style.is_wait_class]
    assert texts == ["< 3", "3–6", "6–12", "12–24", "≥ 24", "unknown"]


def test_a_language_with_a_text_missing_is_refused() -> None:
    texts = {key: text for key, text in ENGLISH.texts.items() if key != "legs"}
    with pytest.raises(ValueError, match="'ru': no text for legs"):
        Labels("ru", texts)


def test_a_language_writes_numbers_its_own_way() -> None:
    texts = {**ENGLISH.texts, "thousands_mark": " ", "decimal_mark": ","}
    assert Labels("ru", texts).number(1234567.25, 1) == "1 234 567,2"
