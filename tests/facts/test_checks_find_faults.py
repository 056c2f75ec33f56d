"""Every kind of fault in one's own tables is found and told."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from network_data import TABLES, check_facts, write_templates
from network_data.reading import MAX_BYTES
from network_data.schema import TABLES_DIR, read_schema

OwnTables = Callable[..., Path]

RAIL = "rail-kz-agadyr--kz-moiynty"
BEKABAD = "uz-tj-bekabad-nov"
OYBEK = "uz-tj-oybek-fotehobod"
WHEAT = "c-1001-kz-tj"

CELL_FAULTS = [
    ("a number with a letter", "links", RAIL, {"km": "13l"}, "km", "not a number; write digits"),
    ("a number with a comma", "links", RAIL, {"km": "13,9"}, "km", "write a point, not a comma"),
    ("a number that is none", "links", RAIL, {"km": "nan"}, "km", "not a finite number"),
    ("a number without end", "links", RAIL, {"km": "inf"}, "km", "not a finite number"),
    ("a number too large", "links", RAIL, {"km": "1e999"}, "km", "not a finite number"),
    ("a number with blanks", "links", RAIL, {"km": " 130 "}, "km", "not a plain number"),
    ("a number in other digits", "links", RAIL, {"km": "١٣٠"}, "km", "not a plain number"),
    ("no length", "links", RAIL, {"km": ""}, "km", "every row needs it"),
    ("a figure without a source", "links", RAIL, {"source": ""}, "source", "every row needs it"),
    ("no confidence", "links", RAIL, {"confidence": ""}, "confidence", "every row needs it"),
    ("a confidence unheard of", "links", RAIL, {"confidence": "sure"}, "confidence", "no 'sure'"),
    ("a status unheard of", "links", RAIL, {"status": "opne"}, "status", "use open, closed"),
    ("a group misspelt", "commodities", WHEAT, {"group": "grian"}, "group", "did you mean grain"),
    ("yes instead of 1", "links", RAIL, {"electrified": "yes"}, "electrified", "neither 1"),
    ("an id with a blank", "links", RAIL, {"id": "rail x"}, "id", "is no id"),
    ("no id", "links", RAIL, {"id": ""}, "id", "every row needs it"),
    ("text with blanks around", "places", "kz-shu", {"name_en": " Shu"}, "name_en", "blanks"),
    ("a list with a hole", "links", RAIL, {"source": "a;;b"}, "source", "empty item"),
    ("a list that repeats", "places", "kz-shu", {"modes": "rail;rail"}, "modes", "stands twice"),
    ("a line of half points", "links", RAIL, {"waypoints": "47.9;48"}, "waypoints", "lat lon"),
    ("a month 13", "links", RAIL, {"closed_months": "12;13"}, "closed_months", "'13'"),
    ("a day that is none", "currency", "chf-2013q2", {"valid_to": "2013-06-31"}, "valid_to", "day"),
    ("a place misspelt", "links", RAIL, {"a": "kz-agadir"}, "a", "did you mean kz-agadyr"),
    ("a source misspelt", "links", RAIL, {"source": "trace-rail"}, "source", "no 'trace-rail'"),
    (
        "a vehicle unheard of",
        "commodities",
        WHEAT,
        {"vehicle_ids": "cart"},
        "vehicle_ids",
        "'cart'",
    ),
]

TRADE_FAULTS = [
    ("a latitude beyond the pole", "places", "kz-shu", {"lat": "143.6"}, "lat", "no latitude"),
    ("a longitude beyond 180", "places", "kz-shu", {"lon": "-273"}, "lon", "no longitude"),
    ("a bend off the earth", "links", RAIL, {"waypoints": "147 73"}, "waypoints", "no point"),
    ("a negative length", "links", RAIL, {"km": "-3"}, "km", "below zero"),
    ("a length of nothing", "links", RAIL, {"km": "0"}, "km", "0 cannot be"),
    (
        "a negative wait",
        "crossings",
        BEKABAD,
        {"wait_h_a_to_b": "-1"},
        "wait_h_a_to_b",
        "below zero",
    ),
    ("negative money", "tariffs", "mdl-kz-road", {"per_km_usd": "-1"}, "per_km_usd", "below zero"),
    (
        "a link over a border",
        "links",
        RAIL,
        {"b": "uz-tashkent-tov"},
        "b",
        "end the link at the border",
    ),
    (
        "a link shorter than the beeline",
        "links",
        RAIL,
        {"km": "90"},
        "km",
        "shorter than the beeline",
    ),
    ("a link far too long", "links", RAIL, {"km": "1319"}, "km", "3 times the drawn line"),
    ("a link to itself", "links", RAIL, {"b": "kz-agadyr"}, "b", "is both ends"),
    ("a railway to a road place", "links", RAIL, {"a": "kz-abay-keles"}, "a", "has no rail"),
    (
        "both posts in one country",
        "crossings",
        BEKABAD,
        {"country_b": "UZ"},
        "country_b",
        "joins two",
    ),
    (
        "a post in another country",
        "crossings",
        BEKABAD,
        {"b": "uz-keles"},
        "b",
        "correct one of them",
    ),
    (
        "a worst wait below the mean",
        "crossings",
        BEKABAD,
        {"wait_h_worst": "3"},
        "wait_h_worst",
        "below the mean",
    ),
    (
        "a 95th percentile below the mean",
        "crossings",
        BEKABAD,
        {"wait_h_p95": "3"},
        "wait_h_p95",
        "below the mean",
    ),
    ("hours in words", "crossings", BEKABAD, {"hours": "by day"}, "hours", "HH:MM-HH:MM"),
    (
        "hours after midnight's end",
        "crossings",
        BEKABAD,
        {"hours": "08:00-25:00"},
        "hours",
        "HH:MM-HH:MM",
    ),
    ("hours of no length", "crossings", BEKABAD, {"hours": "08:00-08:00"}, "hours", "HH:MM-HH:MM"),
    (
        "a proxy of the other mode",
        "crossings",
        BEKABAD,
        {"wait_proxy_a_to_b": "bm-uz-road-out"},
        "wait_proxy_a_to_b",
        "not a rail mean of this way",
    ),
    (
        "a side without wait and not called unknown",
        "crossings",
        "uz-tj-jartepa-sarazm",
        {"wait_proxy_a_to_b": "bm-uz-road-out"},
        "unknown_sides_a_to_b",
        "names TJ",
    ),
    (
        "an unknown side that is none",
        "crossings",
        BEKABAD,
        {"unknown_sides_a_to_b": "KG"},
        "unknown_sides_a_to_b",
        "no side of this crossing",
    ),
    (
        "a ban on a word",
        "crossings",
        OYBEK,
        {"excludes_a_to_b": "wheat"},
        "excludes_a_to_b",
        "no HS code",
    ),
    (
        "a capacity of nothing named",
        "crossings",
        OYBEK,
        {"capacity_per_day": "90"},
        "capacity_unit",
        "what it counts",
    ),
    ("a cost of nothing named", "crossings", OYBEK, {"cost_unit": ""}, "cost_unit", "paid for"),
    (
        "a band that runs backwards",
        "tariffs",
        "mdl-kz-road",
        {"from_km": "5000"},
        "from_km",
        "above to_km",
    ),
    (
        "a range that runs backwards",
        "tariffs",
        "mdl-kz-road",
        {"low_factor": "2"},
        "low_factor",
        "above high_factor",
    ),
    (
        "a tariff without money",
        "tariffs",
        "fee-kz-queue",
        {"fixed_usd": ""},
        "fixed_usd",
        "neither a fixed part",
    ),
    (
        "a tariff that prices twice",
        "tariffs",
        "mdl-kz-rail-grain",
        {"id": "mdl-own"},
        "tariff_class",
        "a second time",
    ),
    (
        "a tariff region of Kazakhstan",
        "tariffs",
        "mdl-kz-rail-grain",
        {"region": "north"},
        "region",
        "leave it empty",
    ),
    (
        "a terminal where no train comes",
        "terminals",
        "term-est-tj-kulob",
        {"rail_place": "tj-khorog"},
        "rail_place",
        "has no rail",
    ),
    (
        "a terminal with one side",
        "terminals",
        "term-est-tj-kulob",
        {"road_place": ""},
        "road_place",
        "both sides",
    ),
    (
        "a terminal with sides apart",
        "terminals",
        "term-est-tj-kulob",
        {"road_place": "tj-khorog"},
        "road_place",
        "no connector joins",
    ),
    (
        "an open terminal without dwell",
        "terminals",
        "term-est-tj-kulob",
        {"handling_h": ""},
        "handling_h",
        "estimate",
    ),
    (
        "a connector the wrong way round",
        "connectors",
        "con-kg-bishkek-1--kg-bishkek",
        {"place_a": "kg-osh", "place_b": "kg-bishkek-1"},
        "place_b",
        "has no road",
    ),
    (
        "a Tajik station without region",
        "places",
        "tj-nov",
        {"tariff_region": ""},
        "tariff_region",
        "north or south",
    ),
    (
        "a region far away",
        "places",
        "kz-shu",
        {"tariff_region": "south"},
        "tariff_region",
        "of TJ only",
    ),
    ("a container on nothing", "vehicles", "cont-20", {"rides_on": ""}, "rides_on", "go together"),
    (
        "a container on two wagons",
        "vehicles",
        "cont-20",
        {"rides_share": "2"},
        "rides_share",
        "more than one",
    ),
    (
        "a truck of nowhere",
        "vehicles",
        "trk-grain",
        {"registrations": ""},
        "registrations",
        "fees depend",
    ),
    ("a heading of six digits", "commodities", WHEAT, {"hs": "100199"}, "hs", "four digits"),
    (
        "a good that nothing carries",
        "commodities",
        WHEAT,
        {"vehicle_ids": ""},
        "vehicle_ids",
        "no vehicle",
    ),
    (
        "a perishable without a term",
        "commodities",
        "c-0702-tj-kz",
        {"max_transit_days": ""},
        "max_transit_days",
        "perishes",
    ),
    (
        "a base barrier that is added",
        "barriers",
        "b-base-road-uz-in",
        {"add": "1"},
        "add",
        "only now rows",
    ),
    (
        "a country called a place",
        "barriers",
        "b-base-road-uz-in",
        {"place_kind": "place"},
        "place_or_country",
        "is no place",
    ),
    (
        "delays that speed up",
        "speeds",
        "sp-uz-road-2022",
        {"kmh_with_delay": "60"},
        "kmh_with_delay",
        "above kmh_moving",
    ),
    (
        "a speed row without speed",
        "speeds",
        "sp-uz-road-2023",
        {"kmh_with_delay": ""},
        "kmh_moving",
        "neither speed",
    ),
    (
        "a border mean of nothing",
        "border_means",
        "bm-kz-road-in",
        {"wait_h": ""},
        "wait_h",
        "neither wait nor cost",
    ),
    (
        "an address that runs code",
        "sources",
        "dtj-2023",
        {"url": "javascript:alert(1)"},
        "url",
        "no web address",
    ),
]


@pytest.mark.parametrize(
    ("table", "id", "changes", "column", "message"),
    [pytest.param(*fault[1:], id=fault[0]) for fault in CELL_FAULTS + TRADE_FAULTS],
)
def test_a_fault_in_a_row_is_found(
    own_tables: OwnTables,
    table: str,
    id: str,
    changes: dict[str, str],
    column: str,
    message: str,
) -> None:
    problems = check_facts(own_tables(table, (id, changes)))
    here = [p for p in problems if (p.file, p.row, p.column) == (f"{table}.csv", 2, column)]
    assert any(message in problem.message for problem in here), [str(p) for p in problems]


@pytest.mark.parametrize("fault", CELL_FAULTS[:15], ids=lambda fault: fault[0])
def test_a_cell_at_fault_is_told_once(
    own_tables: OwnTables, fault: tuple[str, str, str, dict[str, str], str, str]
) -> None:
    _, table, id, changes, _, _ = fault
    assert len(check_facts(own_tables(table, (id, changes)))) == 1


FILE_FAULTS = [
    ("a file of no bytes", b"", "is empty; begin it with the header row"),
    ("a file of blanks", b" \n\n", "is empty"),
    ("a byte order mark alone", b"\xef\xbb\xbf", "is empty"),
    ("a first line that is blank", b"\nid,name\n", "begin the file with the header row"),
    ("another encoding", b"id,name\nx,Caf\xe9\n", "byte 13 (0xe9) is not UTF-8"),
    ("sixteen bits", "id,name".encode("utf-16"), "UTF-16"),
    ("a NUL byte", b"id,name\nx,a\0b\n", "NUL"),
    ("a quotation without end", b'id,name\nx,"a\ny,b\n', "never closed"),
    ("text behind a quotation", b'id,name\nx,"a"b\n', "close every quoted cell"),
    ("a cell without end", b"id,name\nx," + b"a" * 200_000 + b"\n", "field larger than"),
    ("semicolons for commas", b"id;name;value\n", "divided by semicolons"),
    ("a column missing", b"id,name,value,unit,year,note,source\n", "the column is missing"),
    ("a column misspelt", b"id,name,value,unit,year,note,source,confidense\n", "mean confidence"),
    ("a column twice", b"id,id,name,value,unit,year,note,source,confidence\n", "stands twice"),
]


@pytest.mark.parametrize(
    ("data", "message"), [pytest.param(data, text, id=name) for name, data, text in FILE_FAULTS]
)
def test_a_fault_of_a_whole_file_is_found(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "parameters.csv").write_bytes(data)
    problems = check_facts(tmp_path)
    assert any(message in str(problem) for problem in problems), [str(p) for p in problems]
    assert {problem.file for problem in problems} == {"parameters.csv"}


def test_a_row_with_a_cell_too_many_is_named_with_both_counts(tmp_path: Path) -> None:
    header = ",".join(column.name for column in read_schema()["confidences"])
    rows = f"{header}\nestimate,0.5,1.5,a guess, more or less,model-note\n"
    (tmp_path / "confidences.csv").write_text(rows, encoding="utf-8")
    (problem,) = check_facts(tmp_path)
    assert str(problem).startswith("confidences.csv:2: has 6 cells, the header 5; quote cells")


def test_an_id_that_stands_twice_is_told_with_both_rows(own_tables: OwnTables) -> None:
    (problem,) = check_facts(own_tables("links", RAIL, RAIL))
    assert str(problem).startswith(f"links.csv:3 id: '{RAIL}' stands in row 2 already")


def test_a_directory_in_place_of_a_table_is_told(tmp_path: Path) -> None:
    (tmp_path / "links.csv").mkdir()
    (problem,) = check_facts(tmp_path)
    assert str(problem).startswith("links.csv: is a directory")


def test_a_link_to_nothing_in_place_of_a_table_is_told(tmp_path: Path) -> None:
    (tmp_path / "links.csv").symlink_to(tmp_path / "gone.csv")
    (problem,) = check_facts(tmp_path)
    assert "cannot be read (no such file" in str(problem)


def test_a_file_far_too_large_is_not_read(tmp_path: Path) -> None:
    with open(tmp_path / "links.csv", "wb") as file:
        file.truncate(MAX_BYTES + 1)
    (problem,) = check_facts(tmp_path)
    assert "check that it is the right file" in str(problem)


def test_a_directory_that_is_not_there_is_told(tmp_path: Path) -> None:
    (problem,) = check_facts(tmp_path / "nowhere")
    assert "no such directory" in str(problem)


def test_an_unknown_file_is_told_and_the_others_are_checked(own_tables: OwnTables) -> None:
    dir = own_tables("links", (RAIL, {"km": "x"}))
    (dir / "tarifs.csv").write_text("id\n", encoding="utf-8")
    unknown, cell = check_facts(dir)
    assert str(unknown) == "tarifs.csv: no table of this name; did you mean tariffs.csv?"
    assert (cell.file, cell.column) == ("links.csv", "km")


def test_all_problems_of_all_tables_come_in_one_list(own_tables: OwnTables) -> None:
    own_tables("places", ("kz-shu", {"lat": "430"}))
    dir = own_tables("links", (RAIL, {"km": "-1", "status": "opne", "b": "kz-nowhere-at-all"}))
    found = [(problem.file, problem.column) for problem in check_facts(dir)]
    assert ("places.csv", "lat") in found
    assert {("links.csv", "status"), ("links.csv", "b")} <= set(found)


def test_a_place_moved_away_puts_shipped_links_in_the_wrong(own_tables: OwnTables) -> None:
    problems = check_facts(own_tables("places", ("kz-moiynty", {"lat": "43", "lon": "52"})))
    assert problems
    assert {problem.file for problem in problems} <= {
        "links.csv (shipped)",
        "crossings.csv (shipped)",
    }


def test_a_band_that_leaves_a_hole_is_found(own_tables: OwnTables) -> None:
    near = ("mdl-kz-rail-grain", {"to_km": "500"})
    far = ("mdl-kz-rail-grain", {"id": "mdl-kz-rail-grain-far", "from_km": "800"})
    (problem,) = check_facts(own_tables("tariffs", near, far))
    assert "nothing prices the next 300 km" in str(problem)


def test_bands_that_meet_are_no_problem(own_tables: OwnTables) -> None:
    near = ("mdl-kz-rail-grain", {"to_km": "500"})
    far = ("mdl-kz-rail-grain", {"id": "mdl-kz-rail-grain-far", "from_km": "500"})
    assert check_facts(own_tables("tariffs", near, far)) == []


def test_tables_that_stand_alone_need_every_parameter(tmp_path: Path) -> None:
    write_templates(tmp_path)
    problems = check_facts(tmp_path)
    assert {problem.file for problem in problems} == {"parameters.csv", "confidences.csv"}
    assert "copy it from the shipped table" in problems[0].message


def test_a_copy_of_the_shipped_tables_has_no_problems(tmp_path: Path) -> None:
    for table in TABLES:
        (tmp_path / f"{table}.csv").write_bytes(Path(TABLES_DIR, f"{table}.csv").read_bytes())
    assert check_facts(tmp_path) == []
    assert check_facts(TABLES_DIR) == []


def test_many_faults_are_told_without_delay_for_hints(tmp_path: Path) -> None:
    header = [column.name for column in read_schema()["connectors"]]
    with open(tmp_path / "connectors.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for number in range(3_000):
            writer.writerow([f"con-{number}", "kz-x", "kz-y", "1", "", "merge-note", "estimate"])
    assert len(check_facts(tmp_path)) == 6_000
