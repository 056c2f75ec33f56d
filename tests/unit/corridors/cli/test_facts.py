"""``corridors facts``: check, show, list and export the tables."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import geopandas
import pytest

from corridors.network.geodesy import great_circle_km
from network_data import TABLES, Facts
from network_data.records import Link
from tests.unit.corridors.cli.conftest import Ask


def drawn_km(facts: Facts, link: Link) -> float:
    """Length of the line that a link is drawn along."""
    a, b = facts.places[link.a], facts.places[link.b]
    line = [(a.lat, a.lon), *link.waypoints, (b.lat, b.lon)]
    return sum(great_circle_km(*start, *end) for start, end in pairwise(line))


def beeline_km(facts: Facts, link: Link) -> float:
    return drawn_km(facts, link._replace(waypoints=()))


def test_the_shipped_tables_have_no_problem(ask: Ask, facts: Facts) -> None:
    said = ask("facts", "check")
    assert (said.code, said.err) == (0, "")
    first, apart = said.out.splitlines()
    assert first == f"no problems (facts {facts.version})"
    # the line to Panji Poyon is planned, that to Bor-Dobo closes in winter
    assert "tj-panji-poyon (rail)" in apart
    assert "kg-bor-dobo (road)" in apart
    assert "kz-kostanay" not in apart


def test_all_problems_of_ones_own_tables_are_gathered(
    ask: Ask, own_facts: Callable[..., Path]
) -> None:
    own_facts("places", {"kz-kostanay": {"lat": "north"}, "kz-astana": {"lon": "999"}})
    folder = own_facts("crossings", {"uz-tj-bekabad-nov": {"b": "tj-nowhere", "km": "-1"}})
    said = ask("facts", "check", folder)
    assert said.code == 2
    assert said.out == ""
    assert "Traceback" not in said.err
    *problems, count = said.err.splitlines()
    assert count == f"{len(problems)} problems"
    for begins in ("places.csv:", "crossings.csv:"):
        assert [line for line in problems if line.startswith(begins)]
    for column in (" lat: ", " lon: ", " b: ", " km: "):
        assert [line for line in problems if column in line], column


def test_a_table_that_cannot_be_read_is_one_problem(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_bytes(b"")
    said = ask("facts", "check", tmp_path)
    assert said.code == 2
    assert said.err.splitlines()[0].startswith("links.csv: is empty")


def test_a_link_whose_kilometres_do_not_fit_its_line_is_a_problem(
    ask: Ask, own_facts: Callable[..., Path], facts: Facts
) -> None:
    # the link that bends most: as long as its beeline, it is shorter than it is drawn
    beelines = {id: beeline_km(facts, link) for id, link in facts.links.items()}
    bends = {id: drawn_km(facts, link) / beelines[id] for id, link in facts.links.items()}
    link = facts.links[max(bends, key=lambda id: bends[id])]
    assert bends[link.id] > 1.2
    folder = own_facts("links", {link.id: {"km": f"{beelines[link.id] * 1.05:.1f}"}})
    said = ask("facts", "check", folder)
    assert said.code == 2
    assert f"links.csv {link.id} km: " in said.err
    assert "is shorter than its drawn line" in said.err
    assert said.err.endswith("1 problem\n")


def test_a_folder_that_is_not_there(ask: Ask, tmp_path: Path) -> None:
    said = ask("facts", "check", tmp_path / "nowhere")
    assert said.code == 2
    assert "no such directory" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("id", "table"),
    [
        ("kz-kostanay", "places"),
        ("uz-tj-bekabad-nov", "crossings"),
        ("mdl-kz-rail-grain", "tariffs"),
        ("c-1001-kz-tj", "commodities"),
        ("trk-grain", "vehicles"),
        ("b-now-police-stops", "barriers"),
        ("train-wagons", "parameters"),
    ],
)
def test_a_row_is_shown_with_its_sources(ask: Ask, facts: Facts, id: str, table: str) -> None:
    said = ask("facts", "show", id)
    assert (said.code, said.err) == (0, "")
    first, *rest = said.out.splitlines()
    assert first == f"{table}: {id}"
    for source in facts.table(table)[id].source:
        row = facts.sources[source]
        assert any(line.startswith(f"  source {source}: {row.title}") for line in rest)
    assert any(line.split()[:1] == ["confidence"] for line in rest)


def test_a_row_that_no_table_holds(ask: Ask) -> None:
    line = ask("facts", "show", "kz-kostanai").refusal()
    assert line.startswith("corridors: no row 'kz-kostanai' in any table")
    assert "kz-kostanay" in line


def test_every_source_is_listed_with_what_rests_on_it(ask: Ask, facts: Facts) -> None:
    said = ask("facts", "sources")
    lines = said.out.splitlines()
    assert len(lines) == len(facts.sources)
    assert all(line.startswith("[") and " rows] " in line for line in lines)
    used = sum("cpmm22-kz" in row.source for table in TABLES
               for row in facts.table(table).values() if hasattr(row, "source"))  # fmt: skip
    assert any(line.startswith(f"[{used} rows] cpmm22-kz: ") for line in lines)


def test_templates_are_tables_with_headings_only(ask: Ask, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    said = ask("facts", "template", folder)
    assert (said.code, said.err) == (0, "")
    assert len(said.out.splitlines()) == len(TABLES)
    assert f"written: {folder / 'crossings.csv'}\n" in said.out
    assert {path.name for path in folder.iterdir()} == {f"{table}.csv" for table in TABLES}
    header = (folder / "crossings.csv").read_text(encoding="utf-8")
    assert header.startswith("id,name_a,name_b")
    assert header.count("\n") == 1


def test_only_the_templates_asked_for_are_written_and_nothing_is_overwritten(
    ask: Ask, tmp_path: Path
) -> None:
    (tmp_path / "links.csv").write_text("mine")
    said = ask("facts", "template", tmp_path, "links", "places")
    assert (said.code, said.out) == (0, f"written: {tmp_path / 'places.csv'}\n")
    assert (tmp_path / "links.csv").read_text() == "mine"
    assert {path.name for path in tmp_path.iterdir()} == {"links.csv", "places.csv"}
    assert "no table 'linksy'" in ask("facts", "template", tmp_path, "linksy").refusal()


def test_templates_cannot_be_written_into_a_file(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("")
    assert "cannot write into" in ask("facts", "template", path).refusal()


def test_the_network_is_exported_as_a_geopackage(ask: Ask, tmp_path: Path, facts: Facts) -> None:
    path = tmp_path / "x.gpkg"
    said = ask("facts", "export", "--to", path)
    assert (said.code, said.err) == (0, "")
    counts = {layer: len(facts.table(layer))
              for layer in ("places", "links", "crossings", "terminals")}  # fmt: skip
    told = ", ".join(f"{count} {layer}" for layer, count in counts.items())
    assert said.out == f"written: {path} ({told})\n"
    for layer, count in counts.items():
        assert len(geopandas.read_file(path, layer=layer)) == count


def test_the_network_cannot_be_exported_anyhow_or_anywhere(ask: Ask, tmp_path: Path) -> None:
    line = ask("facts", "export", "--to", tmp_path / "x.shp").refusal()
    assert "only GeoPackage is written" in line
    line = ask("facts", "export", "--to", tmp_path / "nowhere" / "x.gpkg").refusal()
    assert "cannot write" in line
    assert ask("facts", "export").code == 2
