"""A summary is one page that runs nothing and shows what it was given."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from maps.errors import MapDataError
from maps.summary_page import (
    RejectGroup,
    SummaryPage,
    SummaryRow,
    SummaryTable,
    render_summary_page,
    write_summary_page,
)

PAGE = SummaryPage(
    title="Summary",
    subtitle="490 t",
    figures=(("Rows", "3"), ("Tonnes", "490")),
    tables=(
        SummaryTable(
            "By mode",
            ("Mode", "Tonnes"),
            (SummaryRow("rail", ("450",), 0.918), SummaryRow("road", ("40",), 0.082)),
            bar="Share",
        ),
    ),
    rejects=(RejectGroup("Bad", "1", "abc (2)", (("7", "tonnes", "abc", "why", "how"),)),),
    about=(("List", "list.csv"),),
    notes=("A note.",),
)


def test_bars_are_as_long_as_their_shares() -> None:
    page = render_summary_page(PAGE)
    assert re.findall(r'class="bar-share" width="([\d.]+)"', page) == ["91.8", "8.2"]
    assert "91.8 %" in page


def test_a_rejected_row_is_shown_with_its_reason_and_what_would_do() -> None:
    page = render_summary_page(PAGE)
    rows = page[page.index('class="rejects"') :]
    assert re.findall(r"<td>(.*?)</td>", rows) == ["7", "tonnes", "abc", "why", "how"]
    assert "Most frequent values: abc (2)" in page
    assert "No row was rejected" in render_summary_page(replace(PAGE, rejects=()))


def test_the_page_asks_for_nothing_and_allows_no_script(tmp_path: Path) -> None:
    size = write_summary_page(PAGE, tmp_path / "summary.html")
    page = (tmp_path / "summary.html").read_text("utf-8")
    assert size == len(page.encode())
    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    assert not re.search(r"<script|<link|<img|url\(|@import|src=|href=", page)


@pytest.mark.parametrize(
    "hostile", ["<script>x()</script>", '"><img src=x>', "{{7*7}}", "{values}"]
)
def test_names_and_cells_are_escaped(hostile: str) -> None:
    row = SummaryRow(hostile, (hostile,), 1.0)
    table = SummaryTable(hostile, (hostile, hostile), (row,), bar=hostile, hint=hostile)
    rejects = RejectGroup(hostile, hostile, hostile, ((hostile,) * 5,))
    page = render_summary_page(
        SummaryPage(hostile, hostile, ((hostile, hostile),), (table,), (rejects,),
                    ((hostile, hostile),), (hostile,))
    )  # fmt: skip
    assert hostile not in page
    assert "49" not in page.split("<main>")[1]
    assert page.count("<tr>") == 4


def test_tables_that_do_not_fit_are_refused() -> None:
    with pytest.raises(MapDataError, match=r"'By mode'.*'rail' has 1 figures for 2 columns"):
        replace(PAGE.tables[0], columns=("Mode", "Tonnes", "USD"))
    with pytest.raises(MapDataError, match=r"share 1.2 is not from 0 to 1"):
        SummaryRow("rail", (), 1.2)
    with pytest.raises(MapDataError, match="'Bad': an example"):
        RejectGroup("Bad", "1", "", (("7", "tonnes"),))
