"""``corridors map RESULT``: what was saved is drawn again without solving."""

import re
from pathlib import Path

import polars as pl
import pytest

from corridors.batch import partition
from corridors.studies.result import write_study
from corridors.views.saved_results import saved_run
from network_data import Facts
from tests.batch import slow_engine
from tests.unit.corridors.cli.conftest import Ask
from tests.unit.corridors.views import small_studies as small


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    write_study(small.barriers(), tmp_path / "ledger")
    return tmp_path / "ledger"


def test_a_saved_study_is_drawn_with_its_report_in_a_language(
    ask: Ask, ledger: Path, tmp_path: Path
) -> None:
    page, report = tmp_path / "map.html", tmp_path / "report.html"
    said = ask("map", ledger, "--lang", "ru", "--out", page, "--report", report)
    assert said.code == 0
    assert said.out == ""
    assert re.fullmatch(rf"map: {page} \(0\.\d+ MB\)\nreport: {report} \(0\.\d+ MB\)\n", said.err)
    assert "Узкие места грузовых перевозок" in page.read_text("utf-8")
    assert "1,4 млн USD" in report.read_text("utf-8").replace("\u00a0", " ")


def test_the_word_result_may_be_said(ask: Ask, ledger: Path, tmp_path: Path) -> None:
    assert ask("map", "result", ledger, "--out", tmp_path / "map.html").code == 0


def test_a_result_of_a_batch_is_drawn_whatever_its_list_called_its_columns(
    ask: Ask, facts: Facts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partition, "Engine", slow_engine.Engine)
    shipments, result = tmp_path / "list.csv", tmp_path / "routes.parquet"
    shipments.write_text(
        "origin,destination,cargo,tonnes,rank,path\nkostanay,khujand,wheat,60,best,none\n", "utf-8"
    )
    first = tmp_path / "first.html"
    assert ask("batch", shipments, "--out", result, "--map", first).code == 0
    assert {"rank", "route_rank", "cargo", "asked_cargo"} <= set(pl.read_parquet_schema(result))
    again = tmp_path / "again.html"
    assert ask("map", result, "--out", again).code == 0
    assert again.read_bytes() == first.read_bytes()
    run = saved_run(str(result), facts)
    assert run.counts == (1, 1, 0)
    assert run.best.select("cargo", "tonnes").collect().row(0) == ("c-1001-kz-tj", 60.0)


def test_what_is_no_result_is_refused_in_a_line(ask: Ask, tmp_path: Path) -> None:
    assert "no study in" in ask("map", tmp_path).refusal()
    assert "give the directory of a study" in ask("map", tmp_path / "map.txt").refusal()
    other = tmp_path / "other.parquet"
    pl.DataFrame({"a": [1]}).write_parquet(other)
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "other.paths.parquet")
    assert "too few columns" in ask("map", other).refusal()
    assert "cannot read" in ask("map", tmp_path / "missing.parquet").refusal()


def test_a_batch_has_no_report(ask: Ask, tmp_path: Path) -> None:
    said = ask("map", tmp_path / "routes.parquet", "--report", tmp_path / "r.html")
    assert "a report is that of a study" in said.refusal()
