"""Reports: findings, tables and sources say what the tables of the study say."""

import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

from corridors.studies.consignments import rule_of
from corridors.studies.result import Study
from corridors.views.study_findings import findings
from corridors.views.study_names import GROUPS, Names
from corridors.views.study_pages import write_study_report
from corridors.views.study_report import study_report
from corridors.views.words import words_in
from network_data import Facts
from tests.browser.test_route_map_hostile import PAYLOADS
from tests.unit.corridors.views import small_studies as small

LANGUAGES = ("en", "ru", "kk", "tg")


class Tables(HTMLParser):
    """Cells of the tables of a page, by the name of the table."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self._name = ""
        self._body = self._cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._name = dict(attrs).get("data-table") or ""
            while self._name in self.tables:
                self._name += "+"
            self.tables[self._name] = []
        elif tag == "tbody":
            self._body = True
        elif tag == "tr" and self._body:
            self.tables[self._name].append([])
        elif tag in ("td", "th") and self._body:
            self.tables[self._name][-1].append("")
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._cell = False
        elif tag == "tbody":
            self._body = False

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.tables[self._name][-1][-1] += data


def tables_of(study: Study, facts: Facts, path: Path, lang: str) -> dict[str, list[list[str]]]:
    write_study_report(study, facts, path, lang)
    reader = Tables()
    reader.feed(path.read_text(encoding="utf-8"))
    return {
        name: [[cell.strip() for cell in row] for row in rows]
        for name, rows in reader.tables.items()
    }


def number(cell: str, lang: str) -> float:
    """A number as it is written in the language."""
    text = re.sub(r"[\s\u00a0\u202f%]", "", cell)
    text = text.replace(",", "") if lang == "en" else text.replace(",", ".")
    return float(text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_numbers_of_a_report_are_those_of_its_tables(
    facts: Facts, tmp_path: Path, lang: str
) -> None:
    told = tables_of(small.barriers(), facts, tmp_path / "r.html", lang)
    ledger = small.barriers().tables["barriers"]
    for row, cells in zip(ledger.iter_rows(named=True), told["barriers"], strict=True):
        shown = [number(cells[at], lang) for at in (1, 2, 3, 5, 6)]
        assert shown == [
            pytest.approx(row[name], abs=0.5)
            for name in ("gain_usd", "static_loss_usd", "exposure_t", "hours_saved_h")
        ] + [pytest.approx(100 * row["top5_share"], abs=0.5)]
        low, high = cells[4].split(" – ")
        assert number(low, lang) == pytest.approx(row["gain_low_usd"], abs=0.5)
        assert number(high, lang) == pytest.approx(row["gain_high_usd"], abs=0.5)
    assert [row[1:4] for row in told["head-barriers"]] == [row[1:4] for row in told["barriers"]]
    (pair,) = told["pairs"]
    assert [number(cell, lang) for cell in pair[2:]] == [1_412_346, 950, 1_413_000, -296]
    months = [number(row[1], lang) for row in told["barriers_by_month"]]
    assert months == [900_000, 512_346]
    crossings = {row[0]: [number(cell, lang) for cell in row[2:]] for row in told["flows"]}
    assert [1000, 13_500, 13.5, 5000] in crossings.values()
    assert number(told["undelivered"][0][2], lang) == 77
    gain = told["beneficiaries"][0]
    assert number(gain[3], lang) == 1_412_346
    assert number(gain[4], lang) == 100


@pytest.mark.parametrize("lang", LANGUAGES)
def test_closures_corridors_and_scenarios_are_told_by_their_tables_too(
    facts: Facts, tmp_path: Path, lang: str
) -> None:
    told = tables_of(small.closures(), facts, tmp_path / "c.html", lang)
    assert [number(cell, lang) for cell in told["closures"][0][1:4]] == [40, 500, 10]
    assert number(told["closures"][1][2], lang) == 81_443
    told = tables_of(small.corridors(), facts, tmp_path / "k.html", lang)
    assert [number(cell, lang) for cell in told["corridors"][0][1:]] == [
        1000, 10.6, 66, 343, 13.3, 8.2, 81.9, 290, 21.2,
    ]  # fmt: skip
    assert number(told["corridors+"][0][2], lang) == 835
    told = tables_of(small.compared(), facts, tmp_path / "s.html", lang)
    assert [number(cell, lang) for cell in told["compare"][1][1:4]] == [
        100_000, 2_090_000, 2_300_000,
    ]  # fmt: skip
    changes = {row[0]: number(row[2], lang) for row in told["compare_crossings"]}
    assert sorted(changes.values()) == [-400, 400]
    assert number(told["compare_groups"][0][2], lang) == 100_000


def figures(study: Study, facts: Facts, lang: str = "en") -> list[str]:
    return [one.figure for one in findings(study, Names(facts, words_in(lang)))]


def test_three_findings_open_a_report_with_figures_of_the_tables(facts: Facts) -> None:
    assert figures(small.barriers(), facts) == [
        "1.4 million USD",
        "100%",
        "68%",
    ]  # 13,500 of 20,000
    assert figures(small.closures(), facts) == ["1", "40 t", "81 thousand USD"]
    assert figures(small.corridors(), facts) == ["100%", "12.1 days", "8.2 km/h"]
    assert figures(small.compared(), facts) == ["100 thousand USD", "400 t", "+25.0%"]


def test_findings_say_what_their_figures_are(facts: Facts) -> None:
    first, second, third = findings(small.barriers(), Names(facts, words_in("en")))
    assert "KZ rail exit formalities (outbound mean)" in first.sentence
    assert "from 1.2 million USD to 1.6 million USD" in first.sentence
    assert "grain" in second.sentence
    assert "Saryagash – Keles" in third.sentence
    assert "5 thousand USD" in third.sentence
    shift = findings(small.compared(), Names(facts, words_in("en")))[1].sentence
    assert "leaves Saryagash – Keles" in shift
    assert "gains most, 400 t" in shift


def test_of_several_scenarios_each_is_told_by_what_it_changes(facts: Facts) -> None:
    study = small.compared((small.QUEUE, "winter"))
    totals = study.tables["compare"].with_columns(common_change_usd=pl.Series([0.0, 0.2, -7_000.0]))
    told = findings(
        study._replace(tables=study.tables | {"compare": totals}), Names(facts, words_in("en"))
    )
    assert [one.figure for one in told] == ["7 thousand USD", "0 USD"]
    assert told[0].sentence == (
        "Saving a year on the same freight: «Winter on the road from Dushanbe to Khujand»."
    )
    assert told[1].sentence.startswith("Change of cost: this freight goes as before.")


def unchanged() -> Study:
    """A scenario under which everything goes as before."""
    study = small.compared()
    tables = study.tables
    totals, crossings, groups = (
        tables[name] for name in ("compare", "compare_crossings", "compare_groups")
    )
    same = {
        "compare": totals.with_columns(
            pl.col("common_change_usd") * 0.0, pl.lit(20_000.0).alias("hours")
        ),
        "compare_crossings": crossings.with_columns(
            pl.col("change_t") * 0.0,
            pl.Series("tonnes", [1000.0, 50.0] * 2),
            pl.Series("delay_usd", [5000.0, 250.0] * 2),
        ),
        "compare_groups": groups.with_columns(pl.col("change_usd") * 0.0),
    }
    return study._replace(tables=tables | same)


def test_a_scenario_that_changes_nothing_is_told_in_three_findings_too(facts: Facts) -> None:
    told = findings(unchanged(), Names(facts, words_in("en")))
    assert [one.figure for one in told] == ["0 USD", "0 t", "0%"]
    assert "most goes through Saryagash – Keles (KZ → UZ), 1,000 t, as today" in told[1].sentence


def test_no_change_has_no_sign(facts: Facts, tmp_path: Path) -> None:
    told = tables_of(unchanged(), facts, tmp_path / "r.html", "en")
    assert [row[2:] for row in told["compare_crossings"]] == [
        ["0", "50", "50", "0"],
        ["0", "1,000", "1,000", "0"],
    ]
    assert [row[2] for row in told["compare_groups"]] == ["0"]


def test_a_demand_that_meets_no_barrier_is_told_so(facts: Facts) -> None:
    study = small.barriers()
    ledger = study.tables["barriers"].with_columns(gain_usd=pl.lit(0.0))
    (only,) = findings(
        study._replace(tables=study.tables | {"barriers": ledger}), Names(facts, words_in("en"))
    )
    assert only.sentence == "No barrier of the facts costs this freight anything."


def test_sources_are_listed_with_what_they_were_used_for_and_their_confidence(
    facts: Facts,
) -> None:
    found = {one.id: one for one in study_report(small.barriers(), facts).sources}
    survey = found["cpmm22-kz"]
    assert survey.title == facts.sources["cpmm22-kz"].title
    assert "KZ rail exit formalities" in survey.used_for
    assert "measured" in survey.confidence
    assert facts.crossings[small.SARYAGASH].source[0] in found


def test_a_report_says_what_it_is_of_and_which_table_holds_the_rest(facts: Facts) -> None:
    page = study_report(small.barriers(), facts)
    assert page.subtitle == "Demand of the facts, year 2024"
    assert page.facts_version == "a1b2c3"
    assert any("200 times" in sentence for sentence in page.method)
    assert page.tables[0].source == "The whole table: barriers.csv."
    under = small.barriers()
    under = under._replace(about=under.about | {"scenario": small.QUEUE})
    assert study_report(under, facts).subtitle.endswith(
        "scenario: Saryagash with the queue of November and December 2025"
    )


@pytest.mark.parametrize("lang", ["ru", "kk", "tg"])
def test_names_of_the_shipped_facts_are_said_in_the_language(facts: Facts, lang: str) -> None:
    words = words_in(lang)
    for text in (*GROUPS.values(), rule_of(None)):
        assert words.say(text) != text
    assert {row.group for row in facts.commodities.values()} == GROUPS.keys()


@pytest.mark.parametrize("lang", ["ru", "kk", "tg"])
@pytest.mark.parametrize("kind", small.EVERY)
def test_no_english_is_left_in_a_report_in_another_language(
    facts: Facts, tmp_path: Path, kind: str, lang: str
) -> None:
    path = tmp_path / "r.html"
    write_study_report(small.EVERY[kind](), facts, path, lang)
    page = path.read_text(encoding="utf-8")
    body = page[page.index("<main>") : page.find('<section class="sources"')]
    text = unescape(re.sub(r"<[^>]*>", " ", re.sub(r"<code>.*?</code>", "", body)))
    english = re.findall(r"\b(?:the|of|and|without|tonnes|crossing|route|year|cost|grain)\b", text)
    assert english == []


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS.keys())
@pytest.mark.parametrize("make", [small.barriers, small.closures, small.corridors])
def test_a_hostile_name_is_text_in_a_report(
    facts: Facts, tmp_path: Path, make: Callable[[str], Study], text: str
) -> None:
    study = make(text)
    path = tmp_path / "r.html"
    write_study_report(study._replace(about=study.about | {"demand": text}), facts, path)
    page = path.read_text(encoding="utf-8")
    assert "<script" not in page
    assert not re.search(r"<[^>]*\son\w+\s*=", page)
    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    assert "{%" not in page
    assert "49" not in re.findall(r"\{\{.*?\}\}", page)


def test_a_report_asks_for_nothing_and_runs_nothing(facts: Facts, tmp_path: Path) -> None:
    path = tmp_path / "r.html"
    write_study_report(small.corridors(), facts, path)
    page = path.read_text(encoding="utf-8")
    assert not re.search(r'(?:src|srcset|href)="(?!https?://|#)', page)
    assert not re.search(r"<(?:img|script|link|iframe|object)\b", page)
    assert "url(http" not in page
