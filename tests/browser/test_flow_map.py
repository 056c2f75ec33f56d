"""The page of a flow map in a browser that has no network."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from maps.draw_flow_map import write_flow_map
from maps.flow_map import FlowFilter, FlowLine, FlowMap, FlowPart, FlowPlace, FlowPoint, Measure
from maps.layers.flows import FLOW_STYLE
from maps.styles import DELAY_RAMP
from tests.browser.opened import OpenFile
from tests.browser.test_route_map_hostile import PAYLOADS, STRANGERS
from tests.unit.maps.flow_maps import small_flow_map

pytestmark = pytest.mark.browser

DRAWN = """() => {
    const map = Object.values(window).find((value) => value instanceof L.Map);
    const lines = [];
    map.eachLayer((layer) => {
        const interactive = layer.options.interactive !== false;
        if (layer instanceof L.Polyline && layer.options.pane === "lines" && interactive) {
            lines.push({ color: layer.options.color, weight: layer.options.weight,
                         dashed: Boolean(layer.options.dashArray) });
        }
    });
    return lines;
}"""
"""Lines as they are drawn on the canvas, solid ones first."""

WIDEST_PX, LARGEST_PX = 16, 18


@pytest.fixture(scope="module")
def flow_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("flows") / "flows.html"
    write_flow_map(small_flow_map(), path)
    return path


def lines_of(page: Page) -> list[dict[str, Any]]:
    return list(page.evaluate(DRAWN))


def ranking(page: Page) -> list[str]:
    return page.locator("#ranking tbody th").all_inner_texts()


def figures(page: Page) -> list[str]:
    return page.locator("#figures dd").all_inner_texts()


def test_the_page_opens_without_a_network_and_without_an_error(
    open_page: OpenFile, flow_file: Path, tmp_path: Path
) -> None:
    opened = open_page(flow_file)
    page = opened.page
    opened.draw(tmp_path / "flows.png")
    assert page.locator("h1").inner_text() == "Grain of the spring"
    assert ranking(page) == ["Saryagash – Keles", "Kazygurt – Najimov"]
    assert page.locator(".flow-circle").count() == 2
    assert page.locator(".leaflet-lines-pane canvas").count() == 1
    assert "Leaflet" not in page.locator(".leaflet-control-attribution").inner_text()
    assert (opened.requests, opened.errors, opened.dialogs) == ([], [], [])


def test_width_is_in_proportion_to_tonnes_and_colour_to_delay_cost(
    open_page: OpenFile, flow_file: Path
) -> None:
    rail, road = lines_of(open_page(flow_file).page)
    assert rail == {"color": DELAY_RAMP[4], "weight": WIDEST_PX, "dashed": False}
    assert road["weight"] == FLOW_STYLE.thinnest_px  # 40 t of 450 t would be 1.42 px
    assert road["color"] not in DELAY_RAMP  # no delay at all is not a little delay
    assert road["dashed"]


def test_a_circle_has_the_area_of_its_tonnes_and_the_class_of_its_wait(
    open_page: OpenFile, flow_file: Path
) -> None:
    """12.7 h is of 12 to 24, 30 h is above; 40 t of 450 t have a radius of 0.298."""
    page = open_page(flow_file).page
    large, small = page.locator(".flow-circle").all()
    assert (large.get_attribute("fill"), small.get_attribute("fill")) == DELAY_RAMP[3:]
    widths = [box["width"] for circle in (large, small) if (box := circle.bounding_box())]
    assert widths[0] == pytest.approx(2 * LARGEST_PX + 1.5, abs=1.6)
    assert widths[1] == pytest.approx(2 * LARGEST_PX * (40 / 450) ** 0.5 + 1.5, abs=1.6)


def test_the_cargo_chosen_is_all_that_is_shown(open_page: OpenFile, flow_file: Path) -> None:
    page = open_page(flow_file).page
    assert figures(page) == ["490", "1.65"]
    page.get_by_label("Cargo").select_option("flour")
    assert figures(page) == ["90", "0.11"]
    assert page.locator("#ranking tbody td").all_inner_texts() == ["50", "2.0", "40", "30.0"]
    rail, road = lines_of(page)
    assert road["weight"] == pytest.approx(rail["weight"] * 40 / 50)


def test_the_mode_chosen_hides_lines_and_crossings_of_the_other(
    open_page: OpenFile, flow_file: Path
) -> None:
    page = open_page(flow_file).page
    page.get_by_label("Mode", exact=True).select_option("road")
    assert ranking(page) == ["Kazygurt – Najimov"]
    assert [line["dashed"] for line in lines_of(page)] == [True]
    page.get_by_label("Country", exact=True).select_option("Uzbekistan")
    assert lines_of(page) == []
    assert page.locator(".flow-circle").count() == 1


def test_the_slider_goes_through_the_months_by_keyboard(
    open_page: OpenFile, flow_file: Path
) -> None:
    opened = open_page(flow_file)
    page = opened.page
    slider = page.get_by_label("Month")
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "March 2027"
    assert page.locator("#period-name").inner_text() == "March 2027"
    assert figures(page)[0] == "300"  # what has no date is in no month
    assert ranking(page) == ["Saryagash – Keles"]
    page.keyboard.press("ArrowRight")
    assert figures(page)[0] == "90"
    page.keyboard.press("Home")
    assert figures(page)[0] == "490"
    assert opened.errors == []


def test_months_are_drawn_to_one_scale(open_page: OpenFile, flow_file: Path) -> None:
    """In April 50 t run by rail, in the busiest month 300 t: a sixth of the widest line."""
    page = open_page(flow_file).page
    page.get_by_label("Month").fill("1")
    assert [line["weight"] for line in lines_of(page)] == [WIDEST_PX]
    page.get_by_label("Month").fill("2")
    rail, road = lines_of(page)
    assert rail["weight"] == pytest.approx(WIDEST_PX * 50 / 300)
    assert road["weight"] == pytest.approx(WIDEST_PX * 40 / 300)


def test_where_nothing_moves_the_page_says_so(open_page: OpenFile, flow_file: Path) -> None:
    opened = open_page(flow_file)
    page = opened.page
    page.get_by_label("Cargo").select_option("wheat")
    page.get_by_label("Month").fill("2")
    assert ranking(page) == []
    assert page.locator("#ranking-empty").is_visible()
    assert figures(page) == ["0", "0.00"]
    assert lines_of(page) == []
    assert opened.errors == []


def test_the_colour_of_lines_can_stand_for_the_delay_of_a_tonne(
    open_page: OpenFile, flow_file: Path
) -> None:
    page = open_page(flow_file).page
    page.get_by_label("Colour of lines").select_option("Delay cost, USD/t")
    assert "Line colour: Delay cost, USD/t" in page.locator("#legend").inner_text()


def test_the_legend_shows_the_bounds_that_the_lines_are_coloured_by(
    open_page: OpenFile, flow_file: Path
) -> None:
    """The largest delay cost is 810 USD: bounds near 2, 10, 25 and 50 % of it."""
    page = open_page(flow_file).page
    lines, circles = page.locator("#legend .ramp").all()
    assert lines.locator("text").all_text_contents() == ["0", "15", "80", "200", "400"]
    assert circles.locator("text").all_text_contents() == ["0", "3", "6", "12", "24"]
    fills = [one.get_attribute("fill") for one in lines.locator("rect").all()]
    assert tuple(fills[1:]) == DELAY_RAMP
    assert "rail" in page.locator("#legend").inner_text()
    assert "road" in page.locator("#legend").inner_text()


def test_a_crossing_tells_both_directions_by_keyboard(open_page: OpenFile, flow_file: Path) -> None:
    page = open_page(flow_file).page
    page.get_by_role("button", name="Saryagash – Keles").last.focus()
    page.keyboard.press("Enter")
    tip = page.locator(".leaflet-popup .flow-tip")
    assert tip.locator(".tip-name").inner_text() == "Saryagash – Keles"
    assert tip.locator(".tip-rows:not(.tip-detail) dd").all_inner_texts() == ["450", "12.7"]
    assert tip.locator(".tip-detail dd").all_inner_texts() == ["rail"]
    assert tip.locator(".tip-parts td").all_inner_texts() == ["", "400", "50", "14.0", "2.0"]
    assert page.get_by_label("Close", exact=True).count() == 1


def test_a_line_tells_its_tonnes_when_it_is_clicked(open_page: OpenFile, flow_file: Path) -> None:
    page = open_page(flow_file).page
    middle = page.evaluate(
        """() => {
            const map = Object.values(window).find((value) => value instanceof L.Map);
            map.setView([41.9, 69.0], 8, { animate: false });
            const box = map.getContainer().getBoundingClientRect();
            const point = map.latLngToContainerPoint([41.9, 69.0]);
            return [box.left + point.x, box.top + point.y];
        }"""
    )
    page.mouse.click(*middle)
    tip = page.locator(".leaflet-popup .flow-tip")
    assert tip.locator(".tip-name").inner_text() == "Arys – Keles"
    assert tip.locator("dd").all_inner_texts() == ["450", "810", "1.80"]


def test_the_table_is_sorted_by_its_headings_and_leads_to_the_map(
    open_page: OpenFile, flow_file: Path
) -> None:
    page = open_page(flow_file).page
    page.get_by_role("button", name="Mean wait, h").click()
    assert ranking(page) == ["Kazygurt – Najimov", "Saryagash – Keles"]
    assert page.locator("#ranking [aria-sort]").inner_text().startswith("Mean wait")
    page.locator("#ranking").get_by_role("button", name="Kazygurt – Najimov").click()
    assert page.locator(".leaflet-popup .tip-name").inner_text() == "Kazygurt – Najimov"


def test_a_phone_shows_the_map_over_the_table_and_does_not_scroll_sideways(
    open_page: OpenFile, flow_file: Path, tmp_path: Path
) -> None:
    opened = open_page(flow_file, width=390, height=844)
    page = opened.page
    opened.draw(tmp_path / "phone.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    legend = page.locator("#legend summary")
    legend.click()
    edges = page.locator("#legend .ramp svg").first.bounding_box()
    assert edges
    assert edges["x"] >= 0
    assert edges["x"] + edges["width"] <= 390


def test_the_printed_page_says_what_was_chosen(open_page: OpenFile, flow_file: Path) -> None:
    page = open_page(flow_file).page
    page.get_by_label("Cargo").select_option("flour")
    page.set_viewport_size({"width": 718, "height": 1045})
    page.emulate_media(media="print")
    page.wait_for_timeout(200)
    assert page.get_by_label("Cargo").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 718
    frame = page.locator(".folium-map").bounding_box()
    panel = page.locator("#panel").bounding_box()
    assert frame
    assert panel
    assert panel["y"] >= frame["y"] + frame["height"]
    assert page.locator(".ranking-frame").is_visible()


def hostile(text: str) -> FlowMap:
    """The text in every field that takes text."""
    flows = small_flow_map(text)
    line, point = flows.lines[0], flows.points[0]
    detail, marks = ((text, text),), {"mode": (text,)}
    measures = tuple(replace(measure, label=text) for measure in flows.line_scale.measures)
    waits: tuple[Measure, ...] = tuple(
        replace(measure, label=text) for measure in flows.point_scale.measures
    )
    return replace(
        flows,
        title=text,
        subtitle=text,
        lines=(
            FlowLine(name=text, marks=marks, detail=detail, points=line.points, cells=line.cells),
            replace(flows.lines[1], name=text),
        ),
        points=(
            FlowPoint(
                name=text, marks=marks, detail=detail, position=point.position,
                parts=tuple(FlowPart(text, part.cells) for part in point.parts),
            ),
        ),
        line_scale=replace(flows.line_scale, measures=measures),
        point_scale=replace(flows.point_scale, measures=waits),
        total_measures=tuple(replace(m, label=text) for m in flows.total_measures),
        categories=(text, text),
        periods=(text, text),
        filters=(FlowFilter("mode", text, ((text, text), ("road", text))),),
        places=(FlowPlace(text, (41.3, 69.24)),),
        notes=(text,),
        facts_version=text,
    )  # fmt: skip


PLACES = [
    "h1", ".subtitle", "#category option:last-child", "[data-mark] option:last-child",
    "#line-colour option", "#period-name", "#figures dt", "#ranking tbody th", ".notes li",
    ".panel-foot code", ".leaflet-popup .tip-name", ".leaflet-popup .tip-detail dd:last-child",
    ".tip-parts thead th", ".map-label.label-town",
]  # fmt: skip
"""Where a text from the data stands alone."""


@pytest.mark.parametrize("payload", list(PAYLOADS.values()), ids=list(PAYLOADS))
def test_hostile_names_are_shown_and_not_run(
    open_page: OpenFile, payload: str, tmp_path: Path
) -> None:
    path = tmp_path / "hostile.html"
    write_flow_map(hostile(payload), path)
    opened = open_page(path)
    page = opened.page
    page.get_by_role("slider").fill("1")
    page.locator("#line-colour").select_option(index=1)
    page.locator("[data-mark]").select_option(index=1)
    page.locator("#ranking thead button").last.click()
    page.locator("#ranking tbody button").first.click()
    page.locator(".flow-circle").first.dispatch_event("mouseover")
    page.wait_for_timeout(50)
    texts = page.evaluate("(all) => all.map((one) => document.querySelector(one)?.textContent)",
                          PLACES)  # fmt: skip
    assert dict(zip(PLACES, texts, strict=True)) == dict.fromkeys(PLACES, payload)
    assert page.evaluate("typeof window.__pwned") == "undefined"
    strangers = [one for one in page.evaluate(STRANGERS) if "leaflet-popup-close" not in one]
    assert strangers == []
    assert (opened.requests, opened.errors, opened.dialogs) == ([], [], [])


@pytest.mark.parametrize("name", ["one long word", "line ends"])
def test_strange_names_do_not_widen_a_phone(open_page: OpenFile, name: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    write_flow_map(hostile(PAYLOADS[name]), path)
    page = open_page(path, width=390, height=844).page
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_map_without_any_flow_opens_all_the_same(open_page: OpenFile, tmp_path: Path) -> None:
    path = tmp_path / "empty.html"
    flows = small_flow_map()
    nothing = replace(flows.totals, categories=(), periods=(), values=((), ()))
    write_flow_map(replace(flows, lines=(), points=(), totals=nothing, periods=()), path)
    opened = open_page(path)
    assert figures(opened.page) == ["0", "0.00"]
    assert opened.page.locator("#legend .ramp").count() == 0
    assert opened.errors == []
