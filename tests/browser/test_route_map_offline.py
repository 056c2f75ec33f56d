"""The page of a route map in a browser that has no network."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from maps import RouteMap, Tiles, render_route_map, write_route_map
from tests.browser.opened import OpenFile

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
ONE_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d49444154789c6360000002000100ffff03000006"
    "0005a6b1c7c20000000049454e44ae426082"
)


def legs_shown(page: Page) -> list[str]:
    """First cells of the visible legs table, one text per leg."""
    cells = page.locator(".route-detail:not([hidden]) .leg > tr:first-child > th")
    return [" ".join(text.split()) for text in cells.all_inner_texts()]


def widest(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


def test_the_page_opens_without_a_network_and_without_an_error(
    open_page: OpenFile, kostanay_khujand_file: Path, tmp_path: Path
) -> None:
    opened = open_page(kostanay_khujand_file)
    page = opened.page
    opened.draw(tmp_path / "desktop.png")
    assert page.locator("h1").inner_text() == "Kostanay → Khujand"
    assert page.locator(".leaflet-chosen-pane path").count() > 3
    assert page.locator(".leaflet-control-scale-line").inner_text().endswith("km")
    assert "Leaflet" not in page.locator(".leaflet-control-attribution").inner_text()
    assert (opened.requests, opened.errors, opened.dialogs) == ([], [], [])


def test_the_list_of_legs_names_loading_crossings_and_unloading(
    open_page: OpenFile, kostanay_khujand_file: Path
) -> None:
    page = open_page(kostanay_khujand_file).page
    assert legs_shown(page) == [
        "Loading KZ Kostanay",
        "Rail haul KZ Kostanay → Saryagash",
        "Crossing KZ>UZ Saryagash → Keles",
        "Rail haul UZ Keles → Bekabad",
        "Crossing UZ>TJ Bekabad → Nau",
        "Rail haul TJ Nau → Khujand",
        "Unloading TJ Khujand",
    ]
    total = page.locator(".route-detail:not([hidden]) tfoot td").all_inner_texts()
    assert total == ["2,322", "132.0", "184.8", "316.8", "86,430"]


def test_choosing_another_route_changes_the_legs_and_the_map(
    open_page: OpenFile, kostanay_khujand_file: Path
) -> None:
    opened = open_page(kostanay_khujand_file)
    page = opened.page
    assert page.locator(".point-transshipment").count() == 0
    page.get_by_role("radio", name="Rail to Shymkent").check()
    assert "Transshipment KZ Shymkent" in legs_shown(page)
    assert page.locator(".point-transshipment").count() == 1
    assert page.locator(".route-detail:visible").count() == 1
    assert page.locator('input[name="route"]:checked').count() == 1
    assert page.url.endswith("#2")
    assert opened.errors == []


def test_a_grey_route_on_the_map_can_be_chosen_and_hidden(
    open_page: OpenFile, kostanay_khujand_file: Path
) -> None:
    page = open_page(kostanay_khujand_file).page
    others = page.locator(".leaflet-others-pane path")
    assert others.count() == 2  # the thin line and a wide invisible one to point at
    page.get_by_label("Show the other routes on the map").uncheck()
    assert others.count() == 0
    page.get_by_label("Show the other routes on the map").check()
    others.last.dispatch_event("click")
    assert page.locator('input[name="route"][value="1"]').is_checked()


def test_an_address_with_a_number_opens_that_route(
    open_page: OpenFile, kostanay_khujand_file: Path
) -> None:
    page = open_page(kostanay_khujand_file).page
    page.goto(kostanay_khujand_file.as_uri() + "#2")
    page.reload()
    assert "Transshipment KZ Shymkent" in legs_shown(page)


def test_everything_can_be_done_by_keyboard(
    open_page: OpenFile, kostanay_khujand_file: Path
) -> None:
    page = open_page(kostanay_khujand_file).page
    scale = page.locator(".leaflet-control-scale-line")
    page.keyboard.press("Tab")  # the list of routes
    page.keyboard.press("ArrowDown")
    assert "Transshipment KZ Shymkent" in legs_shown(page)
    page.keyboard.press("Tab")  # the box that shows the others
    page.keyboard.press("Space")
    assert page.locator(".leaflet-others-pane path").count() == 0
    before = scale.inner_text()
    page.keyboard.press("Tab")  # the first leg
    page.keyboard.press("Enter")
    page.wait_for_function(
        "text => document.querySelector('.leaflet-control-scale-line').textContent !== text",
        arg=before,
    )
    page.locator(".point-transshipment").focus()
    assert page.locator(".tip-name").inner_text() == "Shymkent"


def test_a_crossing_tells_its_wait_its_charge_and_its_names(
    open_page: OpenFile, kostanay_khujand_file: Path
) -> None:
    page = open_page(kostanay_khujand_file).page
    page.get_by_role("button", name="Crossing: Saryagash – Keles").hover()
    tip = page.locator(".tip")
    assert tip.locator(".tip-names").inner_text() == "Сарыағаш · Сарыагаш · Келес"
    assert tip.locator("dd").all_inner_texts() == ["8.3 h", "$4,020"]


def test_a_crossing_whose_wait_nobody_published_says_so(
    open_page: OpenFile, kostanay_khujand_file: Path
) -> None:
    page = open_page(kostanay_khujand_file).page
    page.get_by_role("radio", name="Rail to Shymkent").check()
    page.get_by_role("button", name="Crossing: Oybek – Fotehobod").focus()
    assert page.locator(".tip-rows > *").all_inner_texts() == ["Wait", "unknown"]


@pytest.mark.parametrize(
    ("language", "name"),
    [("Kazakh", "Қостанай"), ("Tajik", "Хуҷанд"), ("Russian", "Щучинск")],
)
def test_the_letters_of_a_language_are_drawn(
    open_page: OpenFile, kostanay_khujand_file: Path, language: str, name: str
) -> None:
    """Each letter must look different from the box that stands for a missing one."""
    page = open_page(kostanay_khujand_file).page
    missing = page.evaluate(
        """name => {
            const font = getComputedStyle(document.body).fontFamily;
            const picture = (letter) => {
                const canvas = document.createElement("canvas");
                const pen = canvas.getContext("2d");
                pen.font = "40px " + font;
                pen.fillText(letter, 20, 60);
                return canvas.toDataURL();
            };
            const box = picture("\\u0378");
            return [...name].filter((letter) => picture(letter) === box);
        }""",
        name,
    )
    assert missing == [], language


def test_names_in_three_languages_reach_the_screen(
    open_page: OpenFile, kostanay_khujand_file: Path
) -> None:
    page = open_page(kostanay_khujand_file).page
    for end, names in (
        ("Origin: Kostanay", "Қостанай · Костанай"),
        ("Destination: Khujand", "Хуҷанд · Худжанд"),
    ):
        page.get_by_role("button", name=end).focus()
        assert page.locator(".tip-names").last.inner_text() == names


def test_names_on_the_map_do_not_run_into_each_other(
    open_page: OpenFile, kostanay_khujand_file: Path
) -> None:
    page = open_page(kostanay_khujand_file).page
    boxes = [
        box for label in page.locator(".map-label:visible").all() if (box := label.bounding_box())
    ]
    assert len(boxes) >= 4
    for i, a in enumerate(boxes):
        for b in boxes[:i]:
            apart_x = a["x"] >= b["x"] + b["width"] or b["x"] >= a["x"] + a["width"]
            apart_y = a["y"] >= b["y"] + b["height"] or b["y"] >= a["y"] + a["height"]
            assert apart_x or apart_y


def test_a_phone_shows_the_map_above_the_panel_and_nothing_sideways(
    open_page: OpenFile, kostanay_khujand_file: Path, tmp_path: Path
) -> None:
    opened = open_page(kostanay_khujand_file, **PHONE)
    page = opened.page
    opened.draw(tmp_path / "phone.png", full_page=True)
    assert widest(page) == PHONE["width"]
    chart, panel = (page.locator(name).bounding_box() for name in (".folium-map", ".panel"))
    assert chart
    assert panel
    assert chart["y"] + chart["height"] <= panel["y"]
    assert page.locator("#legend").get_attribute("open") is None
    for cell in page.locator(".route-detail:not([hidden]) .legs td:visible").all():
        box = cell.bounding_box()
        assert box
        assert 0 <= box["x"] <= PHONE["width"] - box["width"]


def test_paper_shows_the_whole_panel_and_what_was_folded(
    open_page: OpenFile, kostanay_khujand_file: Path, tmp_path: Path
) -> None:
    page = open_page(kostanay_khujand_file, width=794, height=1123).page
    page.emulate_media(media="print")
    assert widest(page) <= 794
    assert page.locator(".panel").evaluate("panel => getComputedStyle(panel).overflowY") == (
        "visible"
    )
    folded = "document.querySelectorAll('details:not([open])').length"
    assert page.evaluate(folded) > 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(folded) == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(folded) > 0
    assert page.pdf(path=tmp_path / "map.pdf")


def test_a_sandboxed_frame_is_enough(
    open_page: OpenFile, kostanay_khujand: RouteMap, tmp_path: Path
) -> None:
    """An application shows the map in ``<iframe sandbox="allow-scripts" srcdoc="...">``."""
    text = render_route_map(kostanay_khujand).replace("&", "&amp;").replace('"', "&quot;")
    outer = tmp_path / "frame.html"
    outer.write_text(
        '<!DOCTYPE html><meta charset="utf-8">'
        f'<iframe sandbox="allow-scripts" width="1200" height="700" srcdoc="{text}"></iframe>',
        "utf-8",
    )
    opened = open_page(outer)
    frame = opened.page.frame_locator("iframe")
    frame.get_by_role("radio", name="Rail to Shymkent").check()
    assert frame.locator(".route-detail:visible h2").inner_text().startswith("Rail to Shymkent")
    assert frame.locator(".point-transshipment").count() == 1
    assert opened.errors == []


def test_online_tiles_are_asked_of_their_host_and_nobody_else(
    open_page: OpenFile, kostanay_khujand: RouteMap, tmp_path: Path
) -> None:
    path = tmp_path / "tiles.html"
    write_route_map(
        kostanay_khujand, path, tiles=Tiles("https://tiles.test/{z}/{x}/{y}.png", "<i>Tiles</i>")
    )
    opened = open_page(path)
    page = opened.page
    asked: list[str] = []

    def serve(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=ONE_PIXEL, content_type="image/png")

    page.route("https://tiles.test/**", serve)
    opened.requests.clear()
    page.reload()
    page.wait_for_function("document.querySelectorAll('.leaflet-tile-loaded').length > 3")
    assert asked
    assert opened.requests == []
    assert "<i>Tiles</i>" in page.locator(".leaflet-control-attribution").inner_text()
    page.evaluate("new Image().src = 'https://elsewhere.test/x.png'")
    page.wait_for_timeout(100)
    assert opened.requests == []
    assert any("Content Security Policy" in error for error in opened.errors)
