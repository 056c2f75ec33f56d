"""Charts of routes as they stand in the page, drawn by the program itself."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from corridors.model.route import Routes
from corridors.model.shipment import Shipment
from corridors.network.network import Network
from corridors.solvers.find import find_routes
from corridors.views.route_map import write_routes_map
from network_data import Facts, load_facts
from tests.browser.opened import OpenFile

pytestmark = pytest.mark.browser


class Sailing(NamedTuple):
    """A departure with its arrival and its cost."""

    depart: datetime
    arrive: datetime
    cost_usd: float


@pytest.fixture(scope="module")
def facts() -> Facts:
    return load_facts()


@pytest.fixture(scope="module")
def wheat(facts: Facts) -> Routes:
    shipment = Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 1340)
    return find_routes(Network(facts), shipment, limit=2)


@pytest.fixture(scope="module")
def page_file(wheat: Routes, facts: Facts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("charts") / "wheat.html"
    start = datetime(2026, 12, 28, 8, tzinfo=UTC)
    days = [start + timedelta(days=day) for day in range(5)]
    sailings = [Sailing(day, day + timedelta(days=13), 87_000 + 90 * day.day) for day in days]
    assert write_routes_map(wheat, facts, str(path), departures=sailings) < 3_000_000
    return path


def test_every_route_has_its_legs_over_time_and_all_share_the_staircase(
    open_page: OpenFile, page_file: Path
) -> None:
    opened = open_page(page_file, height=3200)
    page = opened.page
    charts = page.locator(".chart svg:visible")
    assert [chart.get_attribute("aria-label") for chart in charts.all()] == [
        "What happens when", "Time and cost against distance", "Cost and hours by departure",
    ]  # fmt: skip
    page.locator('input[name="route"][value="1"]').check()
    shown = page.locator(".route-detail:visible .chart text").all_text_contents()
    assert "Transshipment Gulistan: 30.0 h" in shown
    assert (opened.requests, opened.errors, opened.dialogs) == ([], [], [])


def test_bars_are_hatched_also_where_the_first_route_is_hidden(
    open_page: OpenFile, page_file: Path
) -> None:
    """A pattern that another, hidden chart defines would not be painted."""
    page = open_page(page_file).page
    page.locator('input[name="route"][value="1"]').check()
    lost = page.evaluate(
        """() => {
            const ids = [...document.querySelectorAll(".chart [id]")].map((part) => part.id);
            const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
            const shown = document.querySelector(".route-detail:not([hidden]) .chart svg");
            const used = [...shown.outerHTML.matchAll(/#(chart[^)"&]*)/g)].map((m) => m[1]);
            const away = used.filter((id) => !shown.querySelector(`[id="${id}"]`));
            return [used.length > 4, twice, away];
        }"""
    )
    assert lost == [True, [], []]


def test_texts_of_a_chart_can_be_read_and_stay_inside(open_page: OpenFile, page_file: Path) -> None:
    page = open_page(page_file, height=3200).page
    sizes = page.evaluate(
        """() => [...document.querySelectorAll(".chart svg")]
            .filter((svg) => svg.getClientRects().length)
            .flatMap((svg) => {
                const frame = svg.getBoundingClientRect();
                return [...svg.querySelectorAll("text")].map((text) => {
                    const box = text.getBoundingClientRect();
                    return [
                        text.textContent, Math.max(box.width, box.height),
                        box.left >= frame.left - 2 && box.right <= frame.right + 2,
                    ];
                });
            })"""
    )
    assert len(sizes) > 40
    assert [text for text, _, inside in sizes if not inside] == []
    assert [text for text, size, _ in sizes if size < 8] == []


def test_names_in_a_chart_do_not_run_into_each_other(open_page: OpenFile, page_file: Path) -> None:
    page = open_page(page_file, height=3200).page
    clashes = page.evaluate(
        """() => [...document.querySelectorAll(".chart svg")]
            .filter((svg) => svg.getClientRects().length)
            .flatMap((svg) => {
                const boxes = [...svg.querySelectorAll("text")].map((text) => [
                    text.textContent, text.getBoundingClientRect(),
                ]);
                return boxes.flatMap(([name, a], i) => boxes.slice(i + 1)
                    .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 &&
                        a.top < b.bottom - 3 && b.top < a.bottom - 3)
                    .map(([other]) => [name, other]));
            })"""
    )
    assert clashes == []


def test_charts_fit_a_phone_and_a_sheet_of_a4(open_page: OpenFile, page_file: Path) -> None:
    phone = open_page(page_file, width=390, height=844).page
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    sheet = open_page(page_file, width=794, height=1123).page
    sheet.emulate_media(media="print")
    assert sheet.evaluate("document.documentElement.scrollWidth") <= 794
    for chart in sheet.locator(".chart:visible").all():
        box = chart.bounding_box()
        assert box
        assert box["height"] < 1000  # it is never cut in two


def test_indicators_of_the_chosen_route_are_in_the_panel(
    open_page: OpenFile, page_file: Path
) -> None:
    """Two borders in 21.2 h: 10.6 h each. 317 USD a wagon once: 6340 x 20 / 1340 / 2 = 47 USD."""
    page = open_page(page_file).page
    rows = page.locator(".route-detail:visible .indicators div").all_inner_texts()
    words = [" ".join(row.split()) for row in rows]
    assert words[0] == "TFI1 hours per crossing 10.6 h"
    assert words[1] == "TFI2 cost per crossing and 20 t 47 USD (158 USD a vehicle)"
    assert "Bekabad" in page.locator(".indicators-note:visible").inner_text()
