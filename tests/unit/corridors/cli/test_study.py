"""``corridors study`` and ``corridors compare``: tables, screens and refusals."""

import json
from pathlib import Path

import polars as pl
import pytest

from corridors.studies.result import read_study
from tests.unit.corridors.cli.conftest import Ask

HEADING = "cargo,origin,destination,tonnes_per_year\n"
WHEAT = "1001,kz-kostanay,tj-khujand,5200\n"
FRUIT = "0813,tj-khujand,kz-almaty,900\n"


@pytest.fixture
def demand(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text(HEADING + WHEAT + FRUIT)
    return path


def test_a_ledger_of_ones_own_demand(ask: Ask, demand: Path, tmp_path: Path) -> None:
    out = tmp_path / "ledger"
    said = ask("study", "barriers", "--demand", demand, "--draws", 20, "--out", out)
    assert said.code == 0, said.err
    assert "demand of mine.csv" in said.out
    assert "b-base-rail-uz-entry" in said.out
    study = read_study(out)
    assert study.about["demand"] == "demand of mine.csv"
    assert (study.about["draws"], study.about["seed"]) == ("20", "1")
    table = study.tables["barriers"]
    assert table["gain_usd"].is_sorted(descending=True)
    assert table["gain_usd"][0] > 0
    described = json.loads((out / "tables.json").read_text())
    for name, frame in study.tables.items():
        assert [column["name"] for column in described[name]] == frame.columns
        assert all(column["meaning"] for column in described[name])
    units = {column["name"]: column["unit"] for column in described["barriers"]}
    assert units["gain_usd"] == "USD/year"


def test_fewer_barriers_are_listed_if_asked(ask: Ask, demand: Path, tmp_path: Path) -> None:
    out = tmp_path / "two"
    said = ask("study", "barriers", "--demand", demand, "--barrier", "b-base-road-uz-in",
               "--barrier", "b-base-road-uz-out", "--top", 1, "--out", out)  # fmt: skip
    assert said.code == 0, said.err
    assert read_study(out).tables["barriers"].height == 1


def test_a_closure_desk_under_a_scenario(ask: Ask, demand: Path, tmp_path: Path) -> None:
    out = tmp_path / "closures"
    said = ask("study", "closures", "--demand", demand, "--scenario", "saryagash-queue-2025",
               "--out", out)  # fmt: skip
    assert said.code == 0, said.err
    assert "under saryagash-queue-2025" in said.out
    study = read_study(out)
    assert study.scenarios == ("saryagash-queue-2025",)
    closures = study.tables["closures"]
    assert set(closures["kind"]) == {"crossing", "terminal", "tunnel", "pass", "line"}
    assert (closures["cost_usd_per_day"] >= 0).all()
    assert closures["rank"].to_list() == list(range(1, closures.height + 1))


def test_corridors_of_a_demand(ask: Ask, demand: Path, tmp_path: Path) -> None:
    out = tmp_path / "corridors"
    said = ask("study", "corridors", "--demand", demand, "--objective", "cost", "--out", out)
    assert said.code == 0, said.err
    table = read_study(out).tables["corridors"]
    assert table["tonnes"].sum() == pytest.approx(6100)
    assert table["published_usd_per_500km_20t"].null_count() == 0


def test_scenarios_beside_each_other(ask: Ask, demand: Path, tmp_path: Path) -> None:
    out = tmp_path / "compared"
    said = ask("compare", "kg-tj-closed", "saryagash-queue-2025+winter", "--demand", demand,
               "--out", out)  # fmt: skip
    assert said.code == 0, said.err
    study = read_study(out)
    assert study.scenarios == ("kg-tj-closed", "saryagash-queue-2025_winter")
    table = study.tables["compare"]
    assert table["scenario"].to_list() == ["baseline", *study.scenarios]
    assert table["common_change_usd"].to_list()[0] == 0
    assert (table["common_change_usd"] >= -1e-6).all()
    assert f"flows_{study.scenarios[1]}" in study.tables
    told = ask("compare", "kg-tj-closed", "--demand", demand)
    assert told.code == 0
    assert "kg-tj-closed" in told.out


def test_a_scenario_may_change_the_demand_itself(ask: Ask, tmp_path: Path) -> None:
    """Only in the demand of the facts; one's own stays what it is."""
    own = tmp_path / "own.csv"
    own.write_text(HEADING + WHEAT)
    out = tmp_path / "grown"
    assert ask("compare", "exports-85-goods", "--demand", own, "--out", out).code == 0
    table = read_study(out).tables["compare"]
    assert table["tonnes"].to_list() == pytest.approx([5200, 5200])


REFUSED = [
    (("study", "barriers", "--barrier", "b-base-rail-uz-entri"), "did you mean"),
    (("study", "barriers", "--lot", "0"), "is no shipment"),
    (("study", "closures", "--year", "1999"), "no demand for 1999"),
    (("study", "corridors", "--scenario", "no-such"), "no-such"),
    (("compare", "no-such", "nor-this"), "nor-this"),
    (("compare", "winter", "winter"), "named twice"),
]


@pytest.mark.parametrize(("words", "told"), REFUSED, ids=lambda value: str(value))
def test_bad_requests_are_refused_in_a_line(
    ask: Ask, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    said = ask(*words, "--out", tmp_path / "out")
    assert told in said.refusal()
    assert not (tmp_path / "out").exists()


def test_a_demand_with_faults_is_told_by_row(ask: Ask, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(HEADING + "1001,kz-kostanay,tj-nowhere,10\n1001,kz-kostanay,tj-khujand,x\n")
    for words in (("study", "barriers"), ("study", "closures"), ("compare", "winter")):
        said = ask(*words, "--demand", bad, "--out", tmp_path / "out")
        assert said.code == 2
        assert said.err.count("\n") == 2
        assert "bad.csv:2 destination: no place 'tj-nowhere'" in said.err
        assert "bad.csv:3 tonnes_per_year: 'x' is not a number" in said.err


def test_a_scenario_file_with_faults_is_told_by_line(ask: Ask, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text('name = "bad"\ntitle = "x"\n[[close]]\nids = ["nowhere"]\n')
    said = ask("compare", bad, "--out", tmp_path / "out")
    assert said.code == 2
    assert "bad.toml:4 ids: no crossing, link or terminal 'nowhere'" in said.err


def test_what_cannot_be_written_is_said(ask: Ask, demand: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = ask("study", "corridors", "--demand", demand, "--out", tmp_path / "file")
    assert said.code == 2
    assert "cannot write into" in said.err
    said = ask("study", "corridors", "--demand", demand, "--out", tmp_path / "no" / "where")
    assert said.code == 2
    assert "cannot write into" in said.err


def test_cells_of_csv_are_no_formulas(ask: Ask, tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("id," + HEADING + '"=HYPERLINK(1)",2711,kz-almaty,tj-panjakent,50\n')
    out = tmp_path / "out"
    assert ask("study", "closures", "--demand", own, "--out", out).code == 0
    lost = pl.read_parquet(out / "undelivered.parquet")
    assert lost["shipment"].to_list() == ["=HYPERLINK(1)"]
    assert "'=HYPERLINK(1)" in (out / "undelivered.csv").read_text(encoding="utf-8-sig")
