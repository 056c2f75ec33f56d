"""``corridors batch``: its options, what it says, and how it ends."""

import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from corridors.batch import partition
from tests.batch import slow_engine
from tests.unit.corridors.cli.conftest import Ask


@pytest.fixture
def shipments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two shipments, one of them to nowhere."""
    monkeypatch.setattr(partition, "Engine", slow_engine.Engine)
    path = tmp_path / "list.csv"
    path.write_text(
        "from,to,cargo,tonnes\nkostanay,khujand,wheat,60\nkostanay,nowhere,wheat,60\n", "utf-8"
    )
    return path


def test_a_run_says_what_came_in_and_went_out(ask: Ask, shipments: Path, tmp_path: Path) -> None:
    result = tmp_path / "routes.csv"
    said = ask("batch", shipments, "--out", result)
    assert said.code == 0  # rejected rows are an answer
    assert said.out.splitlines() == [
        "rows in 2 = answered 1 + rejected 1",
        f"result: {result}",
        f"rejects: {tmp_path}/routes.rejects.csv",
    ]
    assert said.err == ""


def test_several_routes_are_counted_apart(ask: Ask, shipments: Path, tmp_path: Path) -> None:
    rejects = tmp_path / "no.parquet"
    result = tmp_path / "routes.parquet"
    said = ask("batch", shipments, "--out", result, "--frontier-k", 2, "--rejects", rejects)
    assert f"result: {result} (2 routes)" in said.out
    assert pl.read_parquet(rejects)["code"].to_list() == ["unknown-name"]


def test_pages_are_written_beside_a_result(ask: Ask, shipments: Path, tmp_path: Path) -> None:
    flows, page = tmp_path / "flows.html", tmp_path / "run.html"
    said = ask(
        "batch", shipments, "--out", tmp_path / "r.parquet", "--map", flows, "--summary", page
    )
    assert said.code == 0, said.err
    assert f"map: {flows} (" in said.err
    assert "nowhere" in page.read_text("utf-8")


def test_programs_follow_the_progress(ask: Ask, shipments: Path, tmp_path: Path) -> None:
    said = ask("batch", shipments, "--out", tmp_path / "r.csv", "--progress", "json")
    last = json.loads(said.err.splitlines()[-1])
    assert (last["event"], last["rows_done"], last["rows"]) == ("progress", 2, 2)


def test_a_scenario_changes_the_facts_of_a_run(ask: Ask, shipments: Path, tmp_path: Path) -> None:
    plain, other = tmp_path / "plain.parquet", tmp_path / "other.parquet"
    assert ask("batch", shipments, "--out", plain).code == 0
    said = ask("batch", shipments, "--out", other, "--scenario", "winter")
    assert said.code == 0, said.err
    versions = [json.loads(pl.read_parquet_metadata(path)["corridors"]) for path in (plain, other)]
    assert versions[0]["scenarios"] == "none"
    assert versions[1]["scenarios"] == "winter"
    assert versions[0]["facts"] != versions[1]["facts"]


def test_a_template_can_be_filled_in_and_answered(
    ask: Ask, shipments: Path, tmp_path: Path
) -> None:
    template = tmp_path / "template.xlsx"
    said = ask("batch", "--template", template)
    assert (said.code, said.out) == (0, "")
    assert openpyxl.load_workbook(template).sheetnames
    answered = ask("batch", template, "--out", tmp_path / "r.xlsx")
    assert answered.code == 0, answered.err
    assert "rows in 1 = answered 1 + rejected 0" in answered.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "give a LIST and --out RESULT"),
        (("list.csv",), "give a LIST and --out RESULT"),
        (("list.csv", "--out", "r.csv", "--workers", "2", "--scheduler", "tcp://h:1"),
         "give one of them"),
        (("list.csv", "--out", "r.csv", "--frontier-k", "3", "--objective", "time"),
         "no single objective"),
        (("list.csv", "--out", "r.csv", "--workers", "0"), "--workers"),
        (("list.csv", "--template", "t.xlsx"), "takes no LIST"),
    ],
)  # fmt: skip
def test_options_that_do_not_go_together(ask: Ask, words: tuple[str, ...], told: str) -> None:
    said = ask("batch", *words)
    assert said.code == 2
    assert told in said.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nowhere.csv", "--out", "{tmp}/r.csv"), "no list at 'nowhere.csv'"),
        (("{tmp}/list.csv", "--out", "{tmp}/r.pdf"), "end it in .parquet"),
        (("{tmp}/list.csv", "--out", "{tmp}/list.csv"), "would be the list and the result"),
        (("{tmp}/list.csv", "--out", "{tmp}/nowhere/r.csv"), "there is no folder"),
        (("{tmp}/list.csv", "--out", "{tmp}/r.csv", "--query", "SELECT 1"),
         "--query is for databases"),
        (("--template", "{tmp}/t.csv"), "a template is a workbook"),
    ],
)  # fmt: skip
def test_bad_requests_get_one_line(
    ask: Ask, shipments: Path, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    refused = ask("batch", *(word.format(tmp=tmp_path) for word in words)).refusal()
    assert told in refused
