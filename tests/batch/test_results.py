"""What a run leaves: every row once, in every form, under names that say what they are."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import openpyxl
import polars as pl
import pyogrio
import pytest
import xlsxwriter

from corridors.batch.run import Done, Order, run_batch
from corridors.batch.run_tables import Counts, RunTables
from corridors.errors import RequestError
from corridors.model.shipment import Shipment
from corridors.network.network import Network
from corridors.solvers.find import find_frontier, find_routes
from corridors.solvers.many.rows import Wishes
from network_data import Facts, load_facts

pytestmark = pytest.mark.usefixtures("plain_engine")
WHEAT = "c-1001-kz-tj"
PAYLOADS = (
    '=HYPERLINK("http://x","y")', "+1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)", "\t=1+1",
    "＝1+1", "＋1", "＠x",
)  # fmt: skip
"""Texts that a spreadsheet would obey."""


@pytest.fixture(scope="module")
def facts() -> Facts:
    return load_facts()


@pytest.fixture
def order(grain_list: Path, tmp_path: Path) -> Order:
    return Order(str(grain_list), str(tmp_path / "routes.parquet"), Wishes(), chunk_rows=100)


def written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def csv_rows(path: str | Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_is_answered_as_find_routes_answers_it_or_rejected(
    order: Order, facts: Facts
) -> None:
    done = run_batch(facts, order)
    assert done == Done(Counts(240, 232, 8), 232, 0, done.notices)
    routes = pl.read_parquet(order.out)
    given = pl.read_csv(order.shipments, infer_schema=False)
    rejected = csv_rows(order.rejects_address)
    assert routes["row"].to_list() == sorted(set(range(2, 242)) - {int(r["row"]) for r in rejected})
    assert [int(r["row"]) for r in rejected] == list(range(9, 242, 30))
    assert {(r["column"], r["value"], r["code"]) for r in rejected} == {
        ("destination", "nowhere", "unknown-name")
    }
    # The whole original row stays, here as there.
    kept = routes.select("row", *given.columns).with_columns(pl.col("row").cast(pl.Int64))
    assert kept.drop("row").equals(given[[row - 2 for row in kept["row"]]])
    assert [r["customer"] for r in rejected] == [
        f"Mill, {(int(r['row']) - 2) % 9}" for r in rejected
    ]
    network = Network(facts)
    for tonnes in (60.0, 1340.0):
        best = find_routes(network, Shipment("kz-kostanay", "tj-khujand", WHEAT, tonnes), limit=1)
        same = routes.filter(pl.col("asked_tonnes") == tonnes)
        assert same["cost_usd"].unique().to_list() == pytest.approx([best.routes[0].cost_usd])
        assert same["transit_h"].unique().to_list() == pytest.approx([best.routes[0].transit_h])


def test_columns_of_the_list_keep_their_names_and_ours_step_aside(
    facts: Facts, order: Order, tmp_path: Path
) -> None:
    shipments = written(
        tmp_path / "l.csv",
        "Откуда,to,Груз,t,tags,path,code",
        "Kostanay,khujand,wheat,60,high,A4,17",
    )
    run_batch(facts, replace(order, shipments=str(shipments)))
    table = pl.read_parquet(order.out)
    assert table.columns[:13] == [
        "row", "Откуда", "to", "Груз", "t", "tags", "path", "code",
        "shipment_id", "origin", "destination", "cargo", "tonnes",
    ]  # fmt: skip
    assert table.columns[13:15] == ["rank", "route_tags"]
    assert table.columns[-1] == "route_path"
    row = table.row(0, named=True)
    assert (row["tags"], row["path"], row["code"]) == ("high", "A4", "17")
    assert (row["origin"], row["cargo"], row["tonnes"]) == ("kz-kostanay", WHEAT, 60.0)
    rejects = csv_rows(order.rejects_address)
    assert rejects == []


def test_several_routes_of_a_row_are_its_frontier(
    facts: Facts, order: Order, tmp_path: Path
) -> None:
    shipments = written(
        tmp_path / "l.csv", "origin,destination,cargo,tonnes", "kostanay,khujand,wheat,1340"
    )
    done = run_batch(facts, replace(order, shipments=str(shipments), wishes=Wishes(routes=3)))
    assert done.counts == (1, 1, 0)
    table = pl.read_parquet(order.out)
    front = find_frontier(
        Network(facts), Shipment("kz-kostanay", "tj-khujand", WHEAT, 1340.0)
    ).routes[:3]
    assert done.routes == table.height == len(front) == 3
    assert table["rank"].to_list() == [1, 2, 3]
    assert table["cost_usd"].to_list() == pytest.approx([route.cost_usd for route in front])


def test_the_paths_beside_a_result_tell_the_legs_of_each_route(order: Order, facts: Facts) -> None:
    run_batch(facts, order)
    routes = pl.read_parquet(order.out)
    paths = pl.read_parquet(order.out.replace(".parquet", ".paths.parquet"))
    assert set(routes["path"]) == set(paths["path"])
    legs = paths.filter(pl.col("path") == routes["path"][0]).sort("leg")
    assert legs["leg"].to_list() == list(range(1, legs.height + 1))
    assert legs["from"][0] == "kz-kostanay"
    assert legs["to"][-1] == "tj-khujand"
    crossings = legs.filter(pl.col("kind") == "crossing")["facility"]
    assert "; ".join(crossings) == routes["crossings"][0]
    assert legs.filter(pl.col("mode") == "rail")["km"].sum() == pytest.approx(routes["rail_km"][0])


def test_csv_and_parquet_hold_the_same(order: Order, facts: Facts, tmp_path: Path) -> None:
    run_batch(facts, order)
    as_csv = replace(order, out=str(tmp_path / "routes.csv"))
    run_batch(facts, as_csv)
    data = Path(as_csv.out).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    table = pl.read_parquet(order.out)
    other = pl.read_csv(data, schema=table.schema)
    for name in table.columns:
        ours = table[name].replace("", None) if table.schema[name] == pl.String else table[name]
        assert other[name].equals(ours), name


def test_the_same_list_gives_the_same_bytes_with_any_number_of_workers(
    order: Order, facts: Facts, tmp_path: Path
) -> None:
    found = []
    for workers in (1, 3):
        folder = tmp_path / str(workers)
        folder.mkdir()
        asked = replace(order, out=str(folder / "r.parquet"), workers=workers, chunk_rows=40)
        run_batch(facts, asked)
        found.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert found[0] == found[1]
    assert len(found[0]) == 3


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_no_text_of_a_list_is_ever_a_formula(
    suffix: str, facts: Facts, order: Order, tmp_path: Path
) -> None:
    """In answered rows, in rejected rows and in headings."""
    shipments = tmp_path / "l.csv"
    with open(shipments, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["origin", "destination", "cargo", "tonnes", "=cmd|x"])
        for payload in PAYLOADS:
            rows.writerow(["kostanay", "khujand", "wheat", "60", payload])
            rows.writerow([payload, "khujand", "wheat", "60", "-12.5"])
    result = tmp_path / f"routes.{suffix}"
    done = run_batch(facts, replace(order, shipments=str(shipments), out=str(result)))
    assert done.counts == (16, 8, 8)
    if suffix == "csv":
        routes, rejects = csv_rows(result), csv_rows(tmp_path / "routes.rejects.csv")
        assert [row["'=cmd|x"] for row in routes] == [f"'{payload}" for payload in PAYLOADS]
        assert [row["origin"] for row in rejects] == [f"'{payload}" for payload in PAYLOADS]
        assert {row["'=cmd|x"] for row in rejects} == {"-12.5"}
        begins = {cell[:1] for row in (*routes, *rejects) for cell in row.values()}
        assert not begins & set("=+@\t")
        return
    book = openpyxl.load_workbook(result)  # a formula would come back as one
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
    texts = [row[5].value for row in book["shipments"].iter_rows(min_row=2)]
    assert texts == list(PAYLOADS)
    assert [row[6].value for row in book["rejects"].iter_rows(min_row=2)] == list(PAYLOADS)


def test_a_workbook_has_its_sheets_and_they_agree_with_the_routes(
    order: Order, facts: Facts, tmp_path: Path
) -> None:
    run_batch(facts, order)
    routes = pl.read_parquet(order.out)
    book_path = tmp_path / "routes.xlsx"
    run_batch(facts, replace(order, out=str(book_path)))
    book = openpyxl.load_workbook(book_path, read_only=True)
    assert book.sheetnames == ["summary", "shipments", "legs", "crossings", "rejects", "sources"]
    summary = {row[0]: row[1] for row in book["summary"].iter_rows(values_only=True)}
    assert (summary["rows in"], summary["rows answered"], summary["rows rejected"]) == (240, 232, 8)
    tonnes = routes["asked_tonnes"].sum()
    assert summary["tonnes answered, t"] == pytest.approx(tonnes)
    assert summary["cost of the best routes, USD"] == pytest.approx(routes["cost_usd"].sum())
    heading, *lines = book["shipments"].iter_rows(values_only=True)
    assert list(heading) == routes.columns
    assert len(lines) == 232
    legs = list(book["legs"].iter_rows(min_row=2, values_only=True))
    at = list(next(book["legs"].iter_rows(max_row=1, values_only=True))).index("cost_usd")
    first = sum(leg[at] for leg in legs if leg[0] == 2)
    assert first == pytest.approx(routes["cost_usd"][0])
    crossing = next(book["crossings"].iter_rows(min_row=2, values_only=True))
    passed = routes.filter(pl.col("crossings").str.contains(crossing[0], literal=True))
    assert crossing[3:5] == (passed.height, pytest.approx(passed["asked_tonnes"].sum()))
    assert {row[0] for row in book["sources"].iter_rows(min_row=2, values_only=True)} <= set(
        facts.sources
    )


def test_a_list_that_no_sheet_holds_is_refused_before_any_work(
    order: Order, facts: Facts, tmp_path: Path
) -> None:
    long = tmp_path / "long.csv"
    long.write_text("origin,destination,cargo,tonnes\n" + "kostanay,khujand,wheat,60\n" * 400_000)
    asked = replace(
        order, shipments=str(long), out=str(tmp_path / "r.xlsx"), wishes=Wishes(routes=3)
    )
    with pytest.raises(RequestError, match=r"1,048,575 rows .*one route a row"):
        run_batch(facts, asked)
    assert not Path(asked.folder).exists()


def test_a_long_workbook_is_warned_of(order: Order, facts: Facts, tmp_path: Path) -> None:
    from corridors.io.batch_results.write_result import Form, check_length

    assert "slow to write" in check_length(Form.WORKBOOK, 20_001, 1)
    assert check_length(Form.WORKBOOK, 20_000, 1) == ""
    assert check_length(Form.PARQUET, 10_000_000, 3) == ""


def test_routes_with_their_lines_lie_where_their_ends_are(
    order: Order, facts: Facts, tmp_path: Path
) -> None:
    run_batch(facts, replace(order, out=str(tmp_path / "r.geoparquet")))
    table = gpd.read_parquet(tmp_path / "r.geoparquet")
    assert len(table) == 232
    assert "CRS84" in str(table.crs)  # WGS84, longitude first
    start, end = facts.places["kz-kostanay"], facts.places["tj-khujand"]
    for line in table.geometry.drop_duplicates():
        assert line.coords[0] == pytest.approx((start.lon, start.lat))
        assert line.coords[-1] == pytest.approx((end.lon, end.lat))

    run_batch(facts, replace(order, out=str(tmp_path / "r.gpkg")))
    layers = {str(name) for name, _ in pyogrio.list_layers(tmp_path / "r.gpkg")}
    assert layers == {"paths", "shipments", "rejects"}
    paths = gpd.read_file(tmp_path / "r.gpkg", layer="paths")
    assert paths["shipments"].sum() == 232
    assert paths["tonnes"].sum() == pytest.approx(table["asked_tonnes"].sum())
    rows = pyogrio.read_dataframe(tmp_path / "r.gpkg", layer="shipments")
    assert len(rows) == 232
    assert set(rows["path"]) == set(paths["path"])
    assert len(pyogrio.read_dataframe(tmp_path / "r.gpkg", layer="rejects")) == 8


def test_pages_are_drawn_from_the_tables_of_the_run(
    facts: Facts, order: Order, tmp_path: Path
) -> None:
    seen: list[RunTables] = []
    frames: list[pl.DataFrame] = []

    def draw(tables: RunTables) -> None:
        seen.append(tables)
        frames.extend([tables.routes.collect(), tables.best.collect(), tables.rejects.collect()])

    shipments = written(
        tmp_path / "l.csv",
        "from,to,product,t,cost_usd",
        "kostanay,khujand,wheat,1340,cheap",
        "kostanay,nowhere,wheat,60,x",
    )
    run_batch(facts, replace(order, shipments=str(shipments), wishes=Wishes(routes=2)), draw=draw)
    routes, best, rejects = frames
    assert seen[0].counts == (2, 1, 1)
    assert routes.columns[:13] == [
        "row", "shipment_id", "origin", "destination", "cargo", "tonnes", "ready", "deadline",
        "value_usd_per_t", "vehicle", "mode", "max_cost_usd", "priority",
    ]  # fmt: skip
    assert routes["origin"].to_list() == ["kz-kostanay"] * 2
    assert routes["cost_usd"].dtype == pl.Float64
    assert best["rank"].to_list() == [1]
    assert set(seen[0].paths["path"]) == set(routes["path"])
    assert rejects.columns == ["row", "column", "value", "code", "reason", "suggestion"]
    assert seen[0].about["facts"] == facts.version
    assert not Path(order.folder).exists()


def test_a_result_can_lie_on_another_filesystem(order: Order, facts: Facts) -> None:
    import fsspec

    run_batch(facts, order)
    far = replace(order, out="memory://batch/routes.parquet", rejects="memory://batch/no.csv")
    assert run_batch(facts, far).counts == (240, 232, 8)
    memory = fsspec.filesystem("memory")
    assert memory.cat_file("/batch/routes.parquet") == Path(order.out).read_bytes()
    assert memory.cat_file("/batch/no.csv") == Path(order.rejects_address).read_bytes()
    left = sorted(name.rpartition("/")[2] for name in memory.find("/batch"))
    assert left == ["no.csv", "routes.parquet", "routes.paths.parquet"]


def test_the_result_says_what_it_comes_from(order: Order, facts: Facts) -> None:
    run_batch(facts, order)
    about = json.loads(pl.read_parquet_metadata(order.out)["corridors"])
    assert about["facts"] == facts.version
    assert about["objective"] == "cost"
    assert about["list"] == "grain.csv"


def test_a_workbook_with_formulas_merged_and_hidden_rows_loses_none(
    facts: Facts, order: Order, tmp_path: Path
) -> None:
    """A formula counts with the value kept in the file, a merged cell for its first row."""
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["shipment_id", "origin", "destination", "cargo", "tonnes"])
        for row in range(1, 6):
            start = "" if row == 3 else "kostanay"
            sheet.write_row(row, 0, [f"S{row}", start, "khujand", "wheat", 60])
        sheet.write_formula(1, 4, "=20*3", None, 60)
        sheet.merge_range(2, 1, 3, 1, "kostanay")
        sheet.set_row(4, None, None, {"hidden": True})
    done = run_batch(facts, replace(order, shipments=str(path)))
    assert done.counts == (5, 4, 1)
    routes = pl.read_parquet(order.out)
    assert routes["row"].to_list() == [2, 3, 5, 6]
    assert routes["asked_tonnes"].to_list() == [60.0] * 4
    (reject,) = csv_rows(order.rejects_address)
    assert (reject["row"], reject["column"], reject["code"]) == ("4", "origin", "empty")
    assert "merged" in reject["reason"]


def test_a_list_of_headings_alone_is_a_bad_request(
    order: Order, facts: Facts, tmp_path: Path
) -> None:
    empty = written(tmp_path / "l.csv", "origin,destination,cargo,tonnes")
    with pytest.raises(RequestError, match="has headings and no rows"):
        run_batch(facts, replace(order, shipments=str(empty)))


def test_a_suffix_that_names_no_form_is_refused(order: Order, facts: Facts) -> None:
    with pytest.raises(RequestError, match=r"end it in \.parquet, \.csv, \.xlsx"):
        run_batch(facts, replace(order, out="routes.doc"))
