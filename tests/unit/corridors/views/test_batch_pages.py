"""The pages of a run say what the run says, whatever its length and whatever its names."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from corridors.batch.run_tables import RunTables
from corridors.errors import RequestError
from corridors.model.route import Route
from corridors.model.shipment import Shipment
from corridors.network.network import Network
from corridors.views import batch_flow_map as flow_map_module
from corridors.views.batch_flow_map import batch_flow_map
from corridors.views.batch_pages import write_flow_map, write_summary_page
from corridors.views.batch_summary import LONGEST_TEXT, batch_summary
from maps.flow_map import NO_PERIOD
from maps.flow_words import FLOW_WORDS, flow_labels
from maps.labels import labels_in
from network_data import Facts
from tests.unit.corridors.views.batch_runs import (
    PATH_SCHEMA,
    ROUTE_SCHEMA,
    answered_run,
    rejected,
    run_of,
)

LABELS = flow_labels()
QUESTIONS = (
    (Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 1340), "2027-01-10T08:00:00+05:00"),
    (Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 60), "2027-02-10T08:00:00+05:00"),
    (Shipment("kz-astana", "tj-dushanbe", "c-1101-kz-tj", 300), ""),
    (Shipment("tj-khujand", "kz-almaty", "c-1001-kz-tj", 25), "2027-02-12T08:00:00+05:00"),
)
LARGEST_MAP, LARGEST_SUMMARY, MOST_FEATURES = 3_000_000, 1_000_000, 5_000


@pytest.fixture(scope="module")
def asked(network: Network) -> tuple[RunTables, list[Route]]:
    return answered_run(network, QUESTIONS)


@pytest.fixture(scope="module")
def run(asked: tuple[RunTables, list[Route]]) -> RunTables:
    return asked[0]


def figures_of(pairs: tuple[tuple[str, str], ...]) -> dict[str, float]:
    return {name: float(value.replace(",", "")) for name, value in pairs}


def data_of(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="flow-data">(.*?)</script>', page)
    assert found
    return json.loads(found[1])


def crowded(facts: Facts, *, months: int, cargoes: int | None = None) -> RunTables:
    """Every link carries every cargo in every month: more cells than any page could hold."""
    carried = list(facts.commodities)[:cargoes]
    legs = [
        {"path": number, "leg": 1, "kind": "haul", "mode": link.mode, "country": link.country,
         "from": link.a, "to": link.b, "facility": "", "vehicle": "wag-hopper-19-4109",
         "km": link.km, "wait_h": 0.0, "moving_h": 1.0, "links": link.id}
        for number, link in enumerate(facts.links.values())
    ]  # fmt: skip
    paths = pl.DataFrame(legs, schema=PATH_SCHEMA)
    dates = [f"{2020 + i // 12}-{1 + i % 12:02d}-15T00:00:00+05:00" for i in range(months)]
    rows = (
        paths.select("path")
        .join(pl.DataFrame({"cargo": carried}), how="cross")
        .join(pl.DataFrame({"depart": dates}), how="cross")
        .with_row_index("row")
        .with_columns(
            pl.lit(1).alias("rank"), (pl.col("row") % 9973 + 0.125).alias("tonnes"),
            pl.lit("3 wag-hopper-19-4109").alias("vehicles"),
            *(pl.lit(value).alias(name) for name, value in (
                ("cost_usd", 900.0), ("generalised_cost_usd", 987.65), ("transit_h", 99.0),
                ("co2e_t", 1.0), ("border_h", 0.0))),
        )
    )  # fmt: skip
    empty = run_of(facts, [], [])
    routes = rows.select(pl.col(name).cast(of) for name, of in ROUTE_SCHEMA.items())
    return replace(empty, routes=routes.lazy(), paths=paths)


def test_the_totals_of_both_pages_are_the_sums_of_the_routes(
    asked: tuple[RunTables, list[Route]], facts: Facts
) -> None:
    run, routes = asked
    tonnes = sum(route.tonnes for route in routes)
    cost = sum(route.cost_usd for route in routes)
    drawn = batch_flow_map(run, facts, LABELS)
    sums = drawn.totals.sums()
    assert sums[:2] == (tonnes, 4)
    assert sums[2] == pytest.approx(cost, abs=0.01)
    figures = figures_of(batch_summary(run, facts, LABELS).figures)
    assert figures["Tonnes"] == tonnes
    assert figures["Cost, USD"] == pytest.approx(cost, abs=0.51)
    assert figures["Cost, USD/t"] == pytest.approx(cost / tonnes, abs=0.006)
    assert figures["CO2e, t"] == pytest.approx(sum(r.co2e_t for r in routes), abs=0.51)
    days = sum(r.transit_h * r.tonnes for r in routes) / tonnes / 24
    assert figures["Days on the way, mean of a tonne"] == pytest.approx(days, abs=0.051)
    rail = sum(r.rail_km * r.tonnes for r in routes) / 1e6
    assert figures["Rail, million t-km"] == pytest.approx(rail, abs=0.051)


def test_months_are_those_of_departure_and_undated_freight_is_in_the_whole_alone(
    run: RunTables, facts: Facts
) -> None:
    drawn = batch_flow_map(run, facts, LABELS)
    assert drawn.periods == ("January 2027", "February 2027")
    by_period: dict[int, float] = {}
    for period, tonnes in zip(drawn.totals.periods, drawn.totals.values[0], strict=True):
        by_period[period] = by_period.get(period, 0) + tonnes
    assert by_period == {0: 1340, 1: 85, NO_PERIOD: 300}
    assert any("300 t have no date" in note for note in drawn.notes)


def test_a_crossing_shows_both_directions(run: RunTables, facts: Facts) -> None:
    directions = {
        part.label: part.cells.sums()[0]
        for point in batch_flow_map(run, facts, LABELS).points
        for part in point.parts
    }
    assert directions["TJ → UZ"] == directions["UZ → KZ"] == 25
    assert {"KZ → UZ", "UZ → TJ"} <= directions.keys()


def test_lines_are_as_far_from_the_delay_as_the_freight_they_carry(
    run: RunTables, facts: Facts
) -> None:
    """All freight of this list passes a border, so each line carries delay and some mode."""
    drawn = batch_flow_map(run, facts, LABELS)
    for line in drawn.lines:
        tonnes, delay_usd = line.cells.sums()
        assert tonnes > 0
        assert delay_usd > 0
        assert line.dashed == (line.marks["mode"] == ("road",))
    assert {"KZ", "UZ", "TJ"} <= set(drawn.crossed)


def test_families_are_sequences_of_crossings_in_the_order_of_travel(
    asked: tuple[RunTables, list[Route]], facts: Facts
) -> None:
    run, routes = asked
    families, *_ = batch_summary(run, facts, LABELS).tables
    expected: dict[str, float] = {}
    for route in routes:
        rows = [facts.crossings[name] for name in route.crossings]
        name = " → ".join(f"{row.name_a} – {row.name_b}" for row in rows)
        expected[name] = expected.get(name, 0) + route.tonnes
    found = {row.name: float(row.cells[1].replace(",", "")) for row in families.rows}
    assert found == expected
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert sum(row.share for row in families.rows) == pytest.approx(1)


def test_rejected_rows_are_grouped_by_reason_and_column_the_most_frequent_first(
    run: RunTables, facts: Facts
) -> None:
    rejects = [
        *((10 + i, "tonnes", "abc", "bad-cell", "no number", "write 1340") for i in range(3)),
        *((50 - i, "origin", f"Kostanai{i % 2}", "unknown-name", "who?", "") for i in range(8)),
        (99, "origin; tonnes", "x; y", "empty; bad-cell", "two faults", ""),
        (98, None, None, "no-route", "by rail alone", None),
    ]
    groups = batch_summary(rejected(run, rejects), facts, LABELS).rejects
    assert [(group.title, group.count) for group in groups] == [
        ("A name that nobody knows (origin)", "8"),
        ("A cell that cannot be read (tonnes)", "3"),
        ("An empty cell that is needed (origin)", "1"),
        ("No route", "1"),
    ]
    assert [example[0] for example in groups[0].examples] == ["43", "44", "45", "46", "47"]
    assert groups[0].frequent == "Kostanai0 (4), Kostanai1 (4)"
    assert groups[3].examples == (("98", "", "", "by rail alone", ""),)


def test_what_somebody_pasted_into_a_cell_does_not_make_the_page_large(
    run: RunTables, facts: Facts, tmp_path: Path
) -> None:
    novel = "Қ" * 1_000_000
    rejects = [(i, f"c{i % 50}", novel, "bad-cell", novel, novel) for i in range(100)]
    size = write_summary_page(rejected(run, rejects), facts, tmp_path / "summary.html")
    assert size < LARGEST_SUMMARY
    assert "Қ" * LONGEST_TEXT not in (tmp_path / "summary.html").read_text("utf-8")


def test_the_same_rows_in_another_order_are_the_same_pages(
    run: RunTables, facts: Facts, tmp_path: Path
) -> None:
    shuffled = replace(
        run,
        routes=run.routes.collect().sample(fraction=1, shuffle=True, seed=1).lazy(),
        paths=run.paths.sample(fraction=1, shuffle=True, seed=1),
    )
    for write in (write_flow_map, write_summary_page):
        write(run, facts, tmp_path / "a.html")
        write(shuffled, facts, tmp_path / "b.html")
        assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_a_crowded_list_makes_a_page_that_a_browser_can_hold(facts: Facts, tmp_path: Path) -> None:
    """40 cargoes on every link in 24 months are 600,000 sums; some are put together."""
    crowd = crowded(facts, months=24, cargoes=40)
    size = write_flow_map(crowd, facts, tmp_path / "map.html")
    page = (tmp_path / "map.html").read_text("utf-8")
    data = data_of(page)
    assert size < LARGEST_MAP
    assert len(data["lines"]) + len(data["points"]) <= MOST_FEATURES
    assert len(data["lines"]) == len(facts.links)
    total = crowd.best.select(pl.col("tonnes").sum()).collect().item()
    assert sum(data["totals"][2]) == pytest.approx(total, rel=1e-9)
    assert "put together to quarters" in page
    assert "shown together as other cargoes" in page
    assert data["periods"][0] == "Q1 2020"
    assert len(data["periods"]) == 8
    assert write_summary_page(crowd, facts, tmp_path / "summary.html") < LARGEST_SUMMARY


def test_decades_of_shipments_are_shown_by_the_year(facts: Facts) -> None:
    drawn = batch_flow_map(crowded(facts, months=300, cargoes=1), facts, LABELS)
    assert drawn.periods == tuple(str(year) for year in range(2020, 2045))
    assert any("put together to years" in note for note in drawn.notes)


def test_lines_that_are_too_many_are_left_out_from_the_least_and_said_so(
    run: RunTables, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = batch_flow_map(run, facts, LABELS).lines
    monkeypatch.setattr(flow_map_module, "MOST_LINES", 10)
    monkeypatch.setattr(flow_map_module, "MOST_ACCESSES", 0)
    drawn = batch_flow_map(run, facts, LABELS)
    assert len(drawn.lines) == 10
    least = min(line.cells.sums()[0] for line in drawn.lines)
    assert sum(line.cells.sums()[0] > least for line in everything) <= 10
    missing = len(everything) - 10
    (note,) = [note for note in drawn.notes if "are not drawn" in note]
    assert note.startswith(f"{missing} lines")


def test_lines_are_thinned_where_their_positions_would_fill_the_page(
    run: RunTables, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = batch_flow_map(run, facts, LABELS).lines
    monkeypatch.setattr(flow_map_module, "MOST_POSITIONS", 2 * len(everything) + 5)
    thin = batch_flow_map(run, facts, LABELS).lines
    assert sum(len(line.points) for line in thin) <= 2 * len(everything) + 5
    for before, after in zip(everything, thin, strict=True):
        assert (before.points[0], before.points[-1]) == (after.points[0], after.points[-1])


def test_a_run_in_which_every_row_was_rejected_still_has_its_pages(
    facts: Facts, tmp_path: Path
) -> None:
    refused = [(1, "origin", "Nowhere", "unknown-name", "no such place", "")]
    run = run_of(facts, [], [], refused)
    assert batch_flow_map(run, facts, LABELS).subtitle == "No shipment has a route."
    assert write_flow_map(run, facts, tmp_path / "map.html")
    write_summary_page(run, facts, tmp_path / "summary.html")
    assert "Nowhere" in (tmp_path / "summary.html").read_text("utf-8")


@pytest.mark.parametrize("lang", ["ru", "kk", "tg"])
def test_the_pages_speak_the_languages_of_the_region(
    run: RunTables, facts: Facts, tmp_path: Path, lang: str
) -> None:
    labels = labels_in(lang)
    write_flow_map(run, facts, tmp_path / "map.html", labels=labels)
    write_summary_page(run, facts, tmp_path / "summary.html", labels=labels)
    own = {"ru": "Костанай", "kk": "Қостанай", "tg": "Хуҷанд"}[lang]
    for name in ("map.html", "summary.html"):
        page = (tmp_path / name).read_text("utf-8")
        assert f'<html lang="{lang}">' in page
        assert labels["flow_delay_usd"] in page
        assert labels["flow_delay_usd"] != FLOW_WORDS["flow_delay_usd"]
        assert {"ru": "пшеница", "kk": "бидай", "tg": "гандум"}[lang] in page
    assert own in (tmp_path / "map.html").read_text("utf-8")


@pytest.mark.parametrize("write", [write_flow_map, write_summary_page])
def test_a_page_that_cannot_be_written_is_refused_with_its_path(
    run: RunTables, facts: Facts, tmp_path: Path, write: Any
) -> None:
    with pytest.raises(RequestError, match=r"cannot write .*nowhere"):
        write(run, facts, tmp_path / "nowhere" / "page.html")
    assert list(tmp_path.iterdir()) == []
