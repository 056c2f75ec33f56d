"""Maps in four languages in a browser that has no network."""

import re
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from corridors.model.route import Routes
from corridors.model.shipment import Shipment
from corridors.network.network import Network
from corridors.solvers.find import find_routes
from corridors.views.network_map import write_network_map
from corridors.views.route_map import write_routes_map
from maps.draw_network_map import write_network_map as write
from maps.language import LANGUAGES
from maps.network_map import NetworkLine, NetworkMap, NetworkPlace, NetworkPoint
from network_data import Facts, load_facts
from tests.browser.opened import OpenFile
from tests.browser.test_route_map_hostile import PAYLOADS

pytestmark = pytest.mark.browser

ENGLISH = re.compile(
    r"\b(?:[Rr]oute|[Ll]oading|[Cc]rossing|[Ww]ait|[Cc]ost|[Ll]egs|haul|cheapest)\b"
)
"""Words that the pages say in English and that none of the facts shown here contain."""
TITLES = {
    "en": "Kostanay → Khujand", "ru": "Костанай → Худжанд", "kk": "Қостанай → Худжанд",
    "tg": "Костанай → Хуҷанд",
}  # fmt: skip
SCALES = {"en": "km", "ru": "км", "kk": "км", "tg": "км"}


@pytest.fixture(scope="module")
def facts() -> Facts:
    return load_facts()


@pytest.fixture(scope="module")
def routes(facts: Facts) -> Routes:
    leaves = datetime(2026, 12, 28, 8, 0, tzinfo=timezone(timedelta(hours=5)))
    wheat = Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 1340, ready=leaves)
    return find_routes(Network(facts), wheat, limit=3)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_route_map_opens_in_the_language(
    open_page: OpenFile, routes: Routes, facts: Facts, tmp_path: Path, lang: str
) -> None:
    path = tmp_path / f"route-{lang}.html"
    write_routes_map(routes, facts, str(path), lang=lang)
    opened = open_page(path)
    page = opened.page
    opened.draw(tmp_path / f"route-{lang}.png")
    assert page.locator("html").get_attribute("lang") == lang
    assert page.locator("h1").inner_text() == TITLES[lang]
    assert page.locator(".leaflet-control-scale-line").inner_text().endswith(SCALES[lang])
    page.get_by_role("radio").nth(1).check()
    page.locator(".leaflet-marker-icon").first.hover()
    assert page.locator(".leaflet-tooltip").count() == 1
    if lang != "en":
        names = " ".join(facts.sources[name].title for name in facts.sources)
        shown = page.locator("body").inner_text()
        assert not [word for word in ENGLISH.findall(shown) if word not in names]
    assert (opened.requests, opened.errors, opened.dialogs) == ([], [], [])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_map_of_the_network_opens_in_the_language(
    open_page: OpenFile, facts: Facts, tmp_path: Path, lang: str
) -> None:
    path = tmp_path / f"network-{lang}.html"
    write_network_map(facts, str(path), lang=lang)
    opened = open_page(path)
    page = opened.page
    opened.draw(tmp_path / f"network-{lang}.png")
    assert page.locator("html").get_attribute("lang") == lang
    assert page.locator(".leaflet-marker-icon").count() > 50
    assert page.locator(".leaflet-control-scale-line").inner_text().endswith(SCALES[lang])
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    if lang != "en":
        assert not ENGLISH.findall(page.locator("body").inner_text())
    assert (opened.requests, opened.errors, opened.dialogs) == ([], [], [])


@pytest.fixture(scope="module")
def network_file(facts: Facts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("network") / "network.html"
    write_network_map(facts, str(path))
    return path


@pytest.mark.parametrize("typed", ["Khujand", "хучанд", "ХУДЖАНД", "Хуҷанд", "leninabad"])
def test_a_place_is_found_in_any_script_without_its_marks(
    open_page: OpenFile, network_file: Path, typed: str
) -> None:
    opened = open_page(network_file)
    page = opened.page
    page.get_by_role("searchbox").fill(typed)
    assert page.locator("#search-found button").first.inner_text().startswith("Khujand")
    page.get_by_role("searchbox").press("Enter")
    assert page.get_by_role("searchbox").input_value() == "Khujand"
    assert page.locator("#search-found li").count() == 0
    assert page.locator(".leaflet-lit-pane path").count() == 1
    assert opened.errors == []


def test_a_place_that_is_not_there_is_said_not_to_be(
    open_page: OpenFile, network_file: Path
) -> None:
    page = open_page(network_file).page
    page.get_by_role("searchbox").fill("xyzzyplugh")
    assert page.locator("#search-found").inner_text() == "No such place on the map"


def test_what_is_ticked_off_leaves_the_map(open_page: OpenFile, network_file: Path) -> None:
    opened = open_page(network_file)
    page = opened.page
    crossings = page.locator(".point-crossing").count()
    assert page.locator(".point-terminal").count() == 0
    page.get_by_label("Terminals").check()
    assert page.locator(".point-terminal").count() > 80
    page.get_by_label("Not open").uncheck()
    assert 0 < page.locator(".point-crossing").count() < crossings
    page.get_by_label("Derived").uncheck()
    fewer = page.locator(".point-crossing").count()
    page.get_by_label("Estimate").uncheck()
    assert 0 < page.locator(".point-crossing").count() < fewer
    page.get_by_label("Border crossings", exact=True).uncheck()
    assert page.locator(".point-crossing").count() == 0
    assert opened.errors == []


def test_lines_are_coloured_by_confidence_and_the_legend_follows(
    open_page: OpenFile, network_file: Path
) -> None:
    page = open_page(network_file).page
    derived = page.locator('#legend [data-style="network_derived"]')
    assert derived.is_hidden()
    page.get_by_label("by confidence").check()
    assert derived.is_visible()
    assert page.locator('#legend [data-style="rail"]').is_hidden()


def test_a_crossing_of_the_table_opens_on_the_map(open_page: OpenFile, network_file: Path) -> None:
    opened = open_page(network_file)
    page = opened.page
    page.get_by_role("button", name="Saryagash – Keles", exact=True).click()
    popup = page.locator(".leaflet-popup")
    assert popup.count() == 1
    assert "13.5 h, 317 USD" in popup.inner_text()
    assert "cpmm22-kz" in popup.inner_text()
    assert opened.errors == []


def test_a_phone_shows_the_map_of_the_network_without_scrolling_sideways(
    open_page: OpenFile, network_file: Path
) -> None:
    opened = open_page(network_file, width=390, height=844)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert opened.errors == []


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_a_hostile_name_is_shown_and_does_nothing(
    open_page: OpenFile, tmp_path: Path, text: str
) -> None:
    line = NetworkLine("rail", ((53.2, 63.6), (40.3, 69.6)), text, "derived", rows=((text, text),))
    points = tuple(
        NetworkPoint(kind, (53.2 - 3 * i, 63.6 + i), text, "derived", (text,), rows=((text, text),))
        for i, kind in enumerate(("crossing", "terminal", "project"))
    )
    places = (NetworkPlace(text, (50.0, 66.0), (text,), is_large=True),)
    path = tmp_path / "hostile.html"
    write(NetworkMap(text, text, (line,), points, places, ("KZ",), (text,), text), path)
    opened = open_page(path)
    page = opened.page
    page.get_by_label("Terminals").check()
    page.get_by_label("Projects").check()
    page.get_by_role("searchbox").fill(text.split()[0][:20] or "a")
    page.locator(".leaflet-marker-icon").first.click()
    assert page.locator(".leaflet-popup").count() == 1
    assert " ".join(page.locator("h1").inner_text().split()) == " ".join(text.split())
    assert page.evaluate("typeof window.__pwned") == "undefined"
    assert (opened.requests, opened.errors, opened.dialogs) == ([], [], [])
