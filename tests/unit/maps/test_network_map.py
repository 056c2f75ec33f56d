"""A map of the network says what it was given and its legend is the table that it is drawn by."""

import re
from pathlib import Path

import pytest

from maps import MapDataError, labels_in
from maps.draw_network_map import render_network_map, write_network_map
from maps.language import LANGUAGES
from maps.network_map import NetworkLine, NetworkMap, NetworkPlace, NetworkPoint
from maps.network_styles import CONFIDENCE_STYLES, NETWORK_STYLES, point_style

LINE = NetworkLine(
    "rail", ((41.0, 69.0), (40.3, 69.6)), "Keles – Bekabad", "published", rows=(("Length", "9 km"),)
)
QUICK = NetworkPoint("crossing", (40.2, 69.3), "Bekabad – Nov", "estimate", wait_h=6.0, mode="rail")
SLOW = NetworkPoint("crossing", (41.4, 69.2), "Saryagash – Keles", "derived", wait_h=13.5)
UNKNOWN = NetworkPoint("crossing", (39.0, 71.0), "Karamyk", "derived")
SHUT = NetworkPoint("crossing", (39.5, 72.0), "Kyzyl-Art", "derived", is_open=False, wait_h=99.0)
KHUJAND = NetworkPlace("Khujand", (40.28, 69.62), ("Худжанд", "Хуҷанд"), is_large=True)


def small_map(*points: NetworkPoint) -> NetworkMap:
    return NetworkMap("Network", "1 line", (LINE,), points, (KHUJAND,), ("TJ",), ("A note.",), "f1")


def test_crossings_are_ranked_by_wait_and_those_that_are_shut_are_not_among_them() -> None:
    ranked = small_map(QUICK, UNKNOWN, SHUT, SLOW).ranked_crossings()
    assert [point.name for point in ranked] == ["Saryagash – Keles", "Bekabad – Nov", "Karamyk"]


@pytest.mark.parametrize(
    ("point", "style"),
    [
        (SLOW, "wait_class_3"), (QUICK, "wait_class_2"), (UNKNOWN, "wait_unknown"),
        (SHUT, "network_shut"),
        (NetworkPoint("terminal", (41, 69), "T", "estimate"), "network_terminal"),
        (NetworkPoint("project", (41, 69), "P", "published"), "network_project"),
    ],
)  # fmt: skip
def test_a_symbol_says_what_a_thing_is_and_how_long_it_makes_wait(
    point: NetworkPoint, style: str
) -> None:
    assert point_style(point) == style


def test_the_legend_has_every_style_once_and_no_other() -> None:
    page = render_network_map(small_map(SLOW))
    listed = re.findall(r'data-style="([a-z_0-9]+)"', page)
    assert sorted(listed) == sorted(s.key for s in (*NETWORK_STYLES, *CONFIDENCE_STYLES))


def test_styles_differ_by_more_than_their_colour() -> None:
    looks = [(style.shape, style.dash, style.size_px) for style in CONFIDENCE_STYLES]
    assert len(set(looks)) == len(looks)
    rail, road, unbuilt = NETWORK_STYLES[:3]
    assert len({rail.dash, road.dash, unbuilt.dash}) == 3


def test_the_page_turns_to_no_other_host_and_is_the_same_each_time(tmp_path: Path) -> None:
    page = render_network_map(small_map(SLOW, QUICK))
    assert page == render_network_map(small_map(SLOW, QUICK))
    assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=", page)
    assert "default-src 'none'" in page
    size = write_network_map(small_map(SLOW, QUICK), tmp_path / "network.html")
    assert size == (tmp_path / "network.html").stat().st_size == len(page.encode())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_speaks_the_language(lang: str) -> None:
    page = render_network_map(small_map(SLOW), labels=labels_in(lang))
    assert f'<html lang="{lang}">' in page
    heading = {
        "en": "Border crossings by wait", "ru": "Погранпереходы по ожиданию",
        "kk": "Шекара өткелдері күту бойынша", "tg": "Гузаргоҳҳо аз рӯйи интизорӣ",
    }  # fmt: skip
    assert [word for word, text in heading.items() if text in page] == [lang]
    assert ("13.5" if lang == "en" else "13,5") in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: NetworkLine("ship", LINE.points, "Sea", "published"), "'ship' is none of rail"),
        (lambda: NetworkLine("rail", LINE.points, "Sure", "certain"), "'certain' is none of"),
        (lambda: NetworkLine("rail", LINE.points[:1], "Short", "derived"), "two points or more"),
        (lambda: NetworkPoint("crossing", (99.0, 0.0), "N", "derived"), "no latitude"),
        (lambda: NetworkPoint("town", (9.0, 0.0), "T", "derived"), "'town' is none of crossing"),
        (lambda: NetworkPoint("crossing", (9.0, 0.0), "W", "derived", wait_h=-1.0), "wait_h -1.0"),
        (lambda: NetworkMap("Empty", "", ()), "no line to draw"),
    ],
)
def test_what_cannot_be_drawn_is_refused(wrong: object, said: str) -> None:
    assert callable(wrong)
    with pytest.raises(MapDataError, match=said):
        wrong()
