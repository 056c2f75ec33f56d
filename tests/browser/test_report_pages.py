"""Maps and reports of studies in a browser that has no network."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Page

from corridors.studies.result import Study
from corridors.views.study_pages import write_study_map, write_study_report
from network_data import Facts, load_facts
from tests.browser.opened import OpenFile
from tests.browser.test_languages import SCALES
from tests.browser.test_route_map_hostile import PAYLOADS
from tests.unit.corridors.views import small_studies as small

pytestmark = pytest.mark.browser

ReportFile = Callable[[str, str], Path]
LANGUAGES = ("en", "ru", "kk", "tg")
A4_PX = {"width": 703, "height": 1017}
"""What the margins leave of a page of A4, at 96 pixels an inch."""
ENGLISH = re.compile(
    r"\b(?:the|and|without|tonnes|route|crossing|year|cost|gain|hours|other)\b", re.I
)
VIEW = """() => {
    const map = Object.values(window).find((value) => value instanceof L.Map);
    return { zoom: map.getZoom(), lat: map.getCenter().lat, lon: map.getCenter().lng };
}"""


@pytest.fixture(scope="module")
def facts() -> Facts:
    return load_facts()


@pytest.fixture(scope="module")
def ledger_file(facts: Facts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("studies") / "ledger.html"
    write_study_map(small.barriers(), facts, path)
    return path


@pytest.fixture(scope="module")
def compared_file(facts: Facts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("studies") / "compared.html"
    write_study_map(small.compared((small.QUEUE, "winter")), facts, path)
    return path


@pytest.fixture(scope="module")
def report_file(facts: Facts, tmp_path_factory: pytest.TempPathFactory) -> ReportFile:
    """The report of a kind of study in a language, written when it is first asked for."""
    folder = tmp_path_factory.mktemp("reports")

    @cache
    def written(kind: str, lang: str) -> Path:
        path = folder / f"{kind}-{lang}.html"
        write_study_report(small.EVERY[kind](), facts, path, lang)
        return path

    return written


def lit(page: Page) -> int:
    return page.locator(".leaflet-lit-pane path").count()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", small.EVERY)
def test_maps_and_reports_open_in_every_language_without_a_network(
    open_page: OpenFile, facts: Facts, report_file: ReportFile, tmp_path: Path, kind: str, lang: str
) -> None:
    map_file = tmp_path / f"{kind}-{lang}.html"
    write_study_map(small.EVERY[kind](), facts, map_file, lang)
    for name, path in (("map", map_file), ("report", report_file(kind, lang))):
        opened = open_page(path)
        page = opened.page
        opened.draw(tmp_path / f"{name}.png")
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
        scales = page.locator(".leaflet-control-scale-line").all_inner_texts()
        assert all(scale.endswith(SCALES[lang]) for scale in scales)
        assert bool(scales) == (name == "map")
        if lang != "en":
            text = page.locator("body").inner_text()
            titles = " ".join(source.title for source in facts.sources.values())
            assert [word for word in ENGLISH.findall(text) if word not in titles] == []
        assert (opened.requests, opened.errors, opened.dialogs) == ([], [], [])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_corridors_have_room_beside_their_map(
    open_page: OpenFile, facts: Facts, tmp_path: Path, lang: str
) -> None:
    # Both speeds of a corridor were there: words such as "в движении" took the room of the other.
    study = small.corridors()
    busy = study.tables["corridors"].with_columns(tonnes=pl.lit(1_593_662.0))
    path = tmp_path / "corridors.html"
    write_study_map(study._replace(tables=study.tables | {"corridors": busy}), facts, path, lang)
    frames = open_page(path).page.locator(".ranking-frame:visible").all()
    assert len(frames) == 2  # of corridors, and of crossings
    for frame in frames:
        assert frame.evaluate("(frame) => frame.scrollWidth - frame.clientWidth") == 0


def test_a_row_of_the_ranking_shows_where_its_barrier_is_met(
    open_page: OpenFile, ledger_file: Path
) -> None:
    opened = open_page(ledger_file)
    page = opened.page
    before = page.evaluate(VIEW)
    page.get_by_role("button", name="KZ rail exit formalities (outbound mean)").click()
    assert page.evaluate(VIEW) != before
    popup = page.locator(".leaflet-popup").inner_text()
    assert "Saryagash – Keles" in popup
    assert "13.5 h, 317 USD" in popup
    assert "cpmm22-kz" in popup
    assert lit(page) == 1
    assert opened.errors == []


def test_a_crossing_that_is_clicked_marks_its_barriers_in_the_ranking(
    open_page: OpenFile, ledger_file: Path
) -> None:
    page = open_page(ledger_file).page
    assert page.locator("tr.picked").count() == 0
    page.get_by_role("button", name="Kazygurt – S. Najimov (former Toshkent)").last.focus()
    page.keyboard.press("Enter")
    picked = page.locator("[data-ranking] tr.picked").all_inner_texts()
    assert [text.split("\t")[0].strip() for text in picked] == ["KZ road exit (mean of all points)"]


def test_pointing_at_a_row_lights_what_it_is_about_and_leaving_puts_it_out(
    open_page: OpenFile, ledger_file: Path
) -> None:
    page = open_page(ledger_file).page
    page.locator("[data-ranking] tbody tr").first.hover()
    assert lit(page) == 1
    page.locator("h1").hover()
    assert lit(page) == 0


def test_goods_and_months_that_are_chosen_are_all_that_is_shown(
    open_page: OpenFile, ledger_file: Path
) -> None:
    page = open_page(ledger_file).page
    figures = page.locator("#figures dd")
    assert figures.all_inner_texts() == ["20,000", "6,250"]
    page.get_by_label("Goods").select_option("vegetables")
    assert figures.all_inner_texts() == ["500", "250"]
    page.get_by_label("Goods").select_option("all")
    page.get_by_label("Month").fill("1")
    assert page.locator("#period-name").inner_text() == "January"
    assert figures.all_inner_texts() == ["11,700", "3,600"]
    page.get_by_label("Mode", exact=True).select_option("road")
    assert page.locator(".flow-circle").count() == 0


def test_a_row_of_a_line_tells_about_it_in_place_of_what_was_told_before(
    open_page: OpenFile, facts: Facts, tmp_path: Path
) -> None:
    path = tmp_path / "closures.html"
    write_study_map(small.closures(), facts, path)
    opened = open_page(path)
    page = opened.page
    rows = page.locator("[data-ranking] tbody tr")
    for at, name in enumerate(("Bekabad – Nov", "Chukursay – Keles (line)")):
        rows.nth(at).get_by_role("button").click()
        assert page.locator(".leaflet-popup .tip-name").last.inner_text().startswith(name)
        assert page.locator("[data-ranking] tr.picked").count() == 1
        assert "picked" in (rows.nth(at).get_attribute("class") or "")
    page.get_by_label("Close", exact=True).last.click()
    assert page.locator("tr.picked").count() == 0
    assert opened.errors == []


def test_the_legend_makes_room_for_a_popup_that_would_lie_below_it(
    open_page: OpenFile, ledger_file: Path
) -> None:
    page = open_page(ledger_file, width=1280, height=640).page
    legend = page.locator("#legend")
    assert legend.get_attribute("open") is not None
    page.get_by_role("button", name="Saryagash – Keles").last.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => !document.getElementById('legend').open")
    page.get_by_label("Close", exact=True).click()
    assert legend.get_attribute("open") is not None


def test_before_and_after_move_together(open_page: OpenFile, compared_file: Path) -> None:
    opened = open_page(compared_file)
    page = opened.page
    assert page.locator(".leaflet-container").count() == 2
    page.get_by_role("button", name="Saryagash – Keles").first.click()
    scales = page.evaluate(
        """() => [...document.querySelectorAll(".leaflet-container")].map((box) => {
            const circle = box.querySelector('.flow-circle[aria-label="Saryagash – Keles"]');
            const [a, b] = [circle.getBoundingClientRect(), box.getBoundingClientRect()];
            return [a.left + a.width / 2 - b.left, a.top + a.height / 2 - b.top];
        })"""
    )
    (ax, ay), (bx, by) = scales
    assert abs(ax - bx) <= 3
    assert abs(ay - by) <= 3
    assert opened.errors == []


def test_another_scenario_that_is_chosen_brings_its_map_and_its_table(
    open_page: OpenFile, compared_file: Path
) -> None:
    page = open_page(compared_file).page
    assert page.locator("[data-side]:visible").count() == 1
    page.get_by_label("Compared with").select_option(index=1)
    name = "Winter on the road from Dushanbe to Khujand"
    assert page.locator(".map-name").all_inner_texts() == ["as things are", name]
    assert page.locator("[data-side]:visible h2").inner_text() == f"Crossings: {name}"
    assert page.locator("#figures dd").first.inner_text() == "20,000 → 14,600"


def test_what_freight_cannot_do_without_is_told_in_the_legend(
    open_page: OpenFile, facts: Facts, tmp_path: Path
) -> None:
    path = tmp_path / "closures.html"
    write_study_map(small.closures(), facts, path)
    page = open_page(path).page
    assert "without it some freight has no route" in page.locator("#legend").inner_text()
    edges = {circle.get_attribute("stroke") for circle in page.locator(".flow-circle").all()}
    assert "#12a5c4" in edges


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", small.EVERY)
def test_the_first_page_of_a_report_fits_on_paper(
    open_page: OpenFile, report_file: ReportFile, kind: str, lang: str
) -> None:
    page = open_page(report_file(kind, lang), **A4_PX).page
    page.emulate_media(media="print")
    height = page.locator(".first-page").evaluate("(part) => part.getBoundingClientRect().height")
    assert height <= A4_PX["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= A4_PX["width"]


RUNNING = """() => [...document.querySelectorAll("svg.still")].flatMap((svg) => {
    const frame = svg.getBoundingClientRect();
    const names = [...svg.querySelectorAll("text")]
        .map((name) => [name.textContent, name.getBoundingClientRect()]);
    const cut = names.filter(([, box]) => box.left < frame.left || box.right > frame.right);
    const met = names.filter(([, a], i) => names.slice(0, i).some(([, b]) =>
        a.left < b.right && b.left < a.right && a.top + 4 < b.bottom && b.top + 4 < a.bottom));
    return [...cut, ...met].map(([text]) => text);
})"""
"""Names on the pictures of a report that run out of them or into another name."""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", small.EVERY)
def test_names_on_the_pictures_of_a_report_are_whole_and_apart(
    open_page: OpenFile, report_file: ReportFile, kind: str, lang: str
) -> None:
    page = open_page(report_file(kind, lang)).page
    assert page.locator(".still text").count() > 2
    assert page.evaluate(RUNNING) == []


def test_pictures_side_by_side_stand_at_one_height_below_captions_of_any_length(
    open_page: OpenFile, facts: Facts, tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    write_study_report(small.compared(("darbaza-maktaaral-open",)), facts, path, "ru")
    page = open_page(path, **A4_PX).page
    page.emulate_media(media="print")
    captions, pictures = (
        [box for one in page.locator(kind).all() if (box := one.bounding_box())]
        for kind in (".pictures figcaption", ".pictures svg")
    )
    assert captions[0]["height"] < captions[1]["height"]
    assert pictures[0]["y"] == pytest.approx(pictures[1]["y"], abs=0.5)


def test_a_phone_shows_maps_and_reports_without_scrolling_sideways(
    open_page: OpenFile, facts: Facts, compared_file: Path, ledger_file: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.html"
    write_study_report(small.corridors(), facts, report, "ru")
    for path in (compared_file, ledger_file, report):
        opened = open_page(path, width=390, height=844)
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= 390
        assert opened.errors == []


def hostile(text: str) -> dict[str, Study]:
    """Studies with the text in every name that a user may give."""
    named = {
        "barriers": small.barriers(text),
        "closures": small.closures(text),
        "corridors": small.corridors(text),
        "compare": small.compared((text,)),
    }
    return {
        kind: study._replace(about=study.about | {"demand": text, "scenario": text})
        for kind, study in named.items()
    }


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_a_hostile_name_is_shown_and_does_nothing(
    open_page: OpenFile, facts: Facts, tmp_path: Path, text: str
) -> None:
    for kind, study in hostile(text).items():
        path = tmp_path / f"{kind}.html"
        write_study_map(study, facts, path)  # reports run no script at all
        opened = open_page(path)
        for button in opened.page.locator("[data-ranking] button:visible").all()[:2]:
            button.click()
        assert opened.page.evaluate("window.__pwned") is None
        assert (opened.requests, opened.errors, opened.dialogs) == ([], [], [])
