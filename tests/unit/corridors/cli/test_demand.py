"""``corridors demand``: totals, months, one's own file, lists."""

import csv
import json
from pathlib import Path

import pytest

from tests.unit.corridors.cli.conftest import Ask


def test_totals_of_the_base_year(ask: Ask) -> None:
    said = ask("demand")
    assert said.code == 0
    assert said.out.startswith("demand of the facts, base year 2024")
    last = said.out.splitlines()[-1].split()
    assert last == ["all", "882", "2,491,782", "1,200.00"]


@pytest.mark.parametrize("by", ["group", "cargo", "origin", "destination", "month"])
def test_totals_are_of_the_same_whole_whatever_they_are_of(ask: Ask, by: str) -> None:
    document = json.loads(ask("demand", "--by", by, "--format", "json").out)
    assert sum(row["tonnes"] for row in document["totals"]) == pytest.approx(2_491_782, abs=50)
    assert sum(row["value_usd"] for row in document["totals"]) == pytest.approx(1.2e9, rel=1e-6)
    assert document["scenario"] == "baseline"


def test_months_add_up_to_the_year(ask: Ask) -> None:
    def tonnes(*words: object) -> float:
        document = json.loads(ask("demand", *words, "--format", "json").out)
        return float(sum(row["tonnes"] for row in document["totals"]))

    assert sum(tonnes("--month", month) for month in range(1, 13)) == pytest.approx(tonnes(), abs=1)
    assert tonnes("--month", "all") == pytest.approx(tonnes(), abs=1)
    assert tonnes("--month", 10) > tonnes("--month", 6)  # grain moves after the harvest


def test_the_target_of_2027_is_two_billion(ask: Ask) -> None:
    said = ask("demand", "--year", 2027)
    assert said.out.splitlines()[-1].endswith("2,000.00")
    assert "on the way to the announced targets" in said.out


def test_a_scenario_changes_the_demand(ask: Ask) -> None:
    said = ask("demand", "--scenario", "exports-85-goods")
    assert said.out.splitlines()[-1].endswith("1,400.00")
    assert "note: under scenario exports-85-goods" in said.err


def test_a_list_is_written_for_the_batch(ask: Ask, tmp_path: Path) -> None:
    out = tmp_path / "november.csv"
    said = ask("demand", "--month", 11, "--lot", 3000, "--out", out)
    assert said.code == 0
    with open(out, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert f"({len(rows):,} shipments)" in said.err
    assert {row["ready"] for row in rows} == {"2024-11-01"}
    assert max(float(row["tonnes"]) for row in rows) <= 3000
    document = json.loads(ask("demand", "--month", 11, "--format", "json").out)
    total = sum(row["tonnes"] for row in document["totals"])
    assert sum(float(row["tonnes"]) for row in rows) == pytest.approx(total, abs=1)


def test_a_demand_of_ones_own(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("cargo,origin,destination,tonnes_per_year\nwheat,kostanay,khujand,5000\n")
    said = ask("demand", "--demand", path, "--by", "origin")
    assert "kz-tj      kz-kostanay     1   5,000" in said.out
    path.write_text("cargo,origin,destination,tonnes_per_year\nwheat,kostanay,Xyz,x\n")
    bad = ask("demand", "--demand", path)
    assert bad.code == 2
    assert len(bad.err.splitlines()) == 2


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--month", "13"), "give 1 to 12, or all"),
        (("--month", "may"), "give 1 to 12, or all"),
        (("--year", "2030"), "the facts have 2024, 2025, 2026, 2027"),
        (("--lot", "60"), "give --out list.csv as well"),
        (("--out", "list.txt"), "end it with .csv, .parquet, .xlsx"),
        (("--lot", "0", "--out", "list.csv"), "give more than 0"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_line(
    ask: Ask, words: tuple[str, ...], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert message in ask("demand", *words).refusal()
    assert list(tmp_path.iterdir()) == []
