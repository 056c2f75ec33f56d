"""The summary of a batch in a browser that has no network."""

from pathlib import Path

import pytest

from maps.summary_page import (
    RejectGroup,
    SummaryPage,
    SummaryRow,
    SummaryTable,
    write_summary_page,
)
from tests.browser.opened import OpenFile
from tests.browser.test_route_map_hostile import PAYLOADS, STRANGERS

pytestmark = pytest.mark.browser


def summary_of(text: str) -> SummaryPage:
    """The text in every field that takes text; one row has the whole, the other a quarter."""
    rows = (SummaryRow(text, (text,) * 6, 1.0), SummaryRow(text, (text,) * 6, 0.25))
    table = SummaryTable(text, (text,) * 7, rows, bar=text, hint=text)
    rejects = RejectGroup(text, text, text, ((text,) * 5,) * 2)
    pairs = ((text, text),) * 3
    return SummaryPage(text, text, pairs, (table,) * 2, (rejects,), pairs, (text,))


PLACES = [
    "h1", ".subtitle", ".figures dt", ".figures dd", "thead th", ".bar-column", "tbody th",
    "tbody td:last-child", ".rejects td", ".about dd", "footer .hint",
]  # fmt: skip


@pytest.mark.parametrize("payload", list(PAYLOADS.values()), ids=list(PAYLOADS))
def test_hostile_names_are_shown_and_not_run(
    open_page: OpenFile, payload: str, tmp_path: Path
) -> None:
    path = tmp_path / "summary.html"
    write_summary_page(summary_of(payload), path)
    opened = open_page(path)
    page = opened.page
    texts = page.evaluate("(all) => all.map((one) => document.querySelector(one)?.textContent)",
                          PLACES)  # fmt: skip
    assert dict(zip(PLACES, texts, strict=True)) == dict.fromkeys(PLACES, payload)
    assert page.title() == payload.replace("\n", " ")
    assert page.evaluate("typeof window.__pwned") == "undefined"
    assert page.evaluate(STRANGERS) == []
    assert (opened.requests, opened.errors, opened.dialogs) == ([], [], [])


@pytest.mark.parametrize("text", ["1,234,567", PAYLOADS["one long word"]], ids=["plain", "long"])
def test_wide_tables_scroll_by_themselves_on_a_phone(
    open_page: OpenFile, text: str, tmp_path: Path
) -> None:
    path = tmp_path / "summary.html"
    write_summary_page(summary_of(text), path)
    page = open_page(path, width=390, height=844).page
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    frame = page.locator(".table-frame").first
    assert frame.evaluate("(one) => one.scrollWidth > one.clientWidth")
    frame.focus()  # by keyboard: it can be scrolled
    page.keyboard.press("ArrowRight")


def test_bars_are_as_long_as_their_shares(open_page: OpenFile, tmp_path: Path) -> None:
    path = tmp_path / "summary.html"
    write_summary_page(summary_of("rail"), path)
    page = open_page(path).page
    whole, quarter = (
        box["width"]
        for bar in page.locator("section:nth-of-type(2) .bar-share").all()
        if (box := bar.bounding_box())
    )
    assert quarter == pytest.approx(whole / 4, abs=0.5)


def test_the_page_fits_on_a4(open_page: OpenFile, tmp_path: Path) -> None:
    path = tmp_path / "summary.html"
    write_summary_page(summary_of("12,345,678"), path)
    page = open_page(path, width=703, height=1000).page  # 186 mm between the margins
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") == 703
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
