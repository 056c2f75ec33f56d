"""A page needs nothing but itself."""

import base64
import hashlib
import re

import pytest
from folium.folium import Map
from folium.plugins import AntPath
from folium.utilities import JsCode

from maps import MapError, RouteMap, Tiles, UnknownAddressError, render_route_map
from maps.errors import MapDataError
from maps.page import _style_text, render_page

SCRIPT = re.compile(r"<script([^>]*)>(.*?)</script>", re.DOTALL)


def policy_of(page: str) -> str:
    match = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert match
    return match[1]


def blank_map() -> Map:
    return Map(location=(40.0, 70.0), tiles=None)


def test_an_address_that_the_pack_lacks_raises_and_names_it() -> None:
    canvas = blank_map()
    canvas.add_js_link("later", "https://scripts.test/later.js")
    try:
        with pytest.raises(UnknownAddressError, match=r"later\.js") as caught:
            render_page(canvas, title="t", lang="en")
    finally:
        canvas.default_js.remove(("later", "https://scripts.test/later.js"))
    assert caught.value.address == "https://scripts.test/later.js"
    assert isinstance(caught.value, MapError)


def test_the_policy_names_the_hash_of_every_script_and_no_other(two_towns: RouteMap) -> None:
    page = render_route_map(two_towns)
    hashes = {
        "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for attributes, text in SCRIPT.findall(page)
        if "application/json" not in attributes
    }
    assert len(hashes) >= 3
    assert set(re.findall(r"'(sha256-[^']*)'", policy_of(page))) == hashes


def test_the_policy_admits_no_host(two_towns: RouteMap) -> None:
    policy = policy_of(render_route_map(two_towns))
    assert policy.startswith("default-src 'none'; img-src data: blob:; font-src data:;")
    assert "http" not in policy
    assert "unsafe-eval" not in policy


def test_online_tiles_open_the_policy_for_their_own_host_only(two_towns: RouteMap) -> None:
    tiles = Tiles("https://{s}.tiles.test/{z}/{x}/{y}.png", "<b>Tiles</b>", subdomains="ab")
    page = render_route_map(two_towns, tiles=tiles)
    images = "img-src data: blob: https://a.tiles.test https://b.tiles.test;"
    assert images in policy_of(page)
    assert "<b>Tiles</b>" not in page


@pytest.mark.parametrize(
    "address",
    [
        "ftp://tiles.test/{z}/{x}/{y}.png",
        "https://tiles.test/{z}/{x}.png",
        "https://tiles.test; script-src */{z}/{x}/{y}.png",
        "https://tiles.test/'{z}/{x}/{y}.png",
        "https://tiles.test/{{z}}/{z}/{x}/{y}.png",
        "https://tiles.test/{z}/{x}/{y}.png{%x",
    ],
)
def test_an_address_of_tiles_that_could_carry_more_is_refused(address: str) -> None:
    with pytest.raises(MapDataError, match="tiles"):
        Tiles(address, "credit")


def test_nothing_in_the_page_is_fetched_from_elsewhere(two_towns: RouteMap) -> None:
    page = render_route_map(two_towns)
    assert not re.findall(r"<(?:script|img|iframe)[^>]* src=|<link ", page)
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert not re.findall(r"url\((?!data:)|@import", "".join(styles))
    assert "sourceMappingURL" not in page


def test_a_style_sheet_keeps_its_embedded_images_only(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = "a{b:url( 'x.png')} c{d:url(data:image/png;base64,AA==)} </STYLE>"
    monkeypatch.setattr("maps.page._packed", lambda _: sheet)
    assert _style_text("any") == "a{b:none} c{d:url(data:image/png;base64,AA==)} <\\/STYLE>"


def test_what_the_base_page_of_folium_brings_and_no_map_needs_is_left_out(
    two_towns: RouteMap,
) -> None:
    page = render_route_map(two_towns)
    for name in ("bootstrap", "fontawesome", "glyphicon", "AwesomeMarkers", "jQuery"):
        assert name.lower() not in page.lower()


def test_jquery_comes_along_when_a_script_of_the_map_calls_it() -> None:
    plain, calling = blank_map(), blank_map()
    calling.on(click=JsCode("function(e) { $(e).hide(); }"))
    assert "jQuery" not in render_page(plain, title="t", lang="en")
    assert "jQuery" in render_page(calling, title="t", lang="en")


def test_a_plugin_of_folium_comes_from_the_pack() -> None:
    canvas = blank_map()
    # folium has no types
    path = AntPath(locations=[(40.0, 70.0), (41.0, 71.0)])  # type: ignore[no-untyped-call]
    canvas.add_child(path)
    page = render_page(canvas, title="t", lang="en")
    assert "antPath" in page
    assert "<link" not in page


def test_the_page_states_its_language_and_encoding(two_towns: RouteMap) -> None:
    page = render_route_map(two_towns)
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8" />')
    assert "<title>Isfara → Konibodom</title>" in page
    assert "user-scalable=no" not in page
