"""Opening shipped tables, one's own, and one's own over the shipped ones."""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import network_data
from network_data import TABLES, FactsError, Problem, load_facts, write_templates
from network_data.schema import TABLES_DIR

OwnTables = Callable[..., Path]


def test_public_names_are_all_there() -> None:
    assert len(network_data.__all__) == len(set(network_data.__all__))
    for name in network_data.__all__:
        assert getattr(network_data, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'load_fact'"):
        _ = network_data.load_fact


def test_a_place_is_found_by_its_id_with_typed_values() -> None:
    place = load_facts().places["kz-kostanay"]
    assert place.country == "KZ"
    assert place.lat == pytest.approx(53.2, abs=0.2)
    assert "rail" in place.modes


def test_tables_are_read_only_when_asked_for() -> None:
    facts = load_facts()
    assert "places" not in vars(facts)
    assert facts.places is facts.places
    assert "links" not in vars(facts)


def test_an_unknown_table_is_named_with_the_nearest_one() -> None:
    with pytest.raises(KeyError, match="did you mean crossings"):
        load_facts().table("crossing")
    with pytest.raises(AttributeError, match="crossing"):
        _ = load_facts().crossing


def test_facts_can_be_pickled() -> None:
    facts = load_facts()
    assert pickle.loads(pickle.dumps(facts)).version == facts.version


def test_an_own_row_replaces_the_shipped_row_of_its_id_whole(own_tables: OwnTables) -> None:
    id = "uz-tj-bekabad-nov"
    facts = load_facts(own_tables("crossings", (id, {"wait_h_a_to_b": "48", "hours": ""})))
    shipped = load_facts()
    assert facts.crossings[id].wait_h_a_to_b == 48
    assert facts.crossings[id].hours == ""
    assert list(facts.crossings) == list(shipped.crossings)
    assert facts.links == shipped.links


def test_an_own_row_of_a_new_id_is_added(own_tables: OwnTables) -> None:
    dir = own_tables("places", ("kz-kostanay", {"id": "kz-new-elevator"}))
    facts = load_facts(dir)
    assert facts.places.keys() - load_facts().places.keys() == {"kz-new-elevator"}


def test_columns_of_an_own_table_may_stand_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "parameters.csv"
    path.write_text(
        "value,id,name,unit,year,note,source,confidence\n"
        "30,train-wagons,wagons in a train,wagons,2026,,model-note,estimate\n",
        encoding="utf-8",
    )
    assert load_facts(tmp_path).parameters["train-wagons"].value == 30


def test_a_byte_order_mark_windows_lines_and_blank_lines_do_no_harm(tmp_path: Path) -> None:
    rows = (
        "id,name,value,unit,year,note,source,confidence",
        "train-wagons,wagons,30,wagons,2026,,model-note,estimate",
        "",
    )
    (tmp_path / "parameters.csv").write_bytes(b"\xef\xbb\xbf" + "\r\n".join(rows).encode())
    assert load_facts(tmp_path).parameters["train-wagons"].value == 30


def test_a_directory_with_every_table_stands_alone(tmp_path: Path) -> None:
    write_templates(tmp_path)
    facts = load_facts(tmp_path)
    assert facts.stands_alone
    assert [len(facts.table(table)) for table in TABLES] == [0] * len(TABLES)


def test_version_follows_the_bytes_in_use(own_tables: OwnTables) -> None:
    shipped = load_facts()
    assert len(shipped.version) == 12
    assert shipped.version == load_facts().version == load_facts(TABLES_DIR).version
    own = load_facts(own_tables("parameters", ("train-wagons", {"value": "60"})))
    assert own.version not in ("", shipped.version)


def test_all_cells_at_fault_are_told_at_once(own_tables: OwnTables) -> None:
    dir = own_tables(
        "links",
        ("rail-kz-agadyr--kz-moiynty", {"km": "13l.9", "electrified": "yes"}),
        ("rail-kz-aiteke-bi--kz-khromtau", {"km": "nan", "waypoints": "50.4;60"}),
    )
    with pytest.raises(FactsError) as caught:
        _ = load_facts(dir).links
    found = [(problem.row, problem.column) for problem in caught.value.problems]
    assert found == [(2, "km"), (2, "electrified"), (3, "km"), (3, "waypoints")]
    assert "links.csv:2 km: '13l.9' is not a number; write digits" in str(caught.value)


def test_other_tables_stay_usable_when_one_is_at_fault(own_tables: OwnTables) -> None:
    facts = load_facts(own_tables("links", ("rail-kz-agadyr--kz-moiynty", {"km": ""})))
    assert facts.places
    with pytest.raises(FactsError, match="every row needs it"):
        _ = facts.links


@pytest.mark.parametrize("cell", ["1e2", "+5", "007"])
def test_unusual_but_plain_numbers_are_read(own_tables: OwnTables, cell: str) -> None:
    facts = load_facts(own_tables("parameters", ("train-wagons", {"value": cell})))
    assert facts.parameters["train-wagons"].value == float(cell)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(lambda p: p / "nowhere", "no such directory", id="directory not there"),
        pytest.param(lambda p: _file(p / "places.csv"), "is a file", id="a file, no directory"),
        pytest.param(lambda p: p, "holds no table", id="no table in it"),
        pytest.param(
            lambda p: _file(p / "x" / "place.csv").parent, "did you mean places.csv", id="misspelt"
        ),
        pytest.param(
            lambda p: _file(p / "x" / "Links.csv").parent, "did you mean links.csv", id="capitals"
        ),
        pytest.param(
            lambda p: _file(p / "x" / "links.xlsx").parent, "save it as links.csv", id="workbook"
        ),
        pytest.param(lambda p: f"{p}\0", "cannot be listed", id="a path with a NUL"),
    ],
)
def test_a_directory_that_cannot_serve_is_refused_in_a_line(
    tmp_path: Path, make: "object", message: str
) -> None:
    with pytest.raises(FactsError) as caught:
        load_facts(make(tmp_path))  # type: ignore[operator]  # pytest passes a function
    (problem,) = caught.value.problems
    assert message in str(problem)
    assert "\n" not in str(problem)


def _file(path: Path) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("id\n", encoding="utf-8")
    return path


def test_a_problem_prints_where_what_and_what_would_do() -> None:
    assert str(Problem("a.csv", 3, "km", "is odd; mend it")) == "a.csv:3 km: is odd; mend it"
    assert str(Problem("a.csv", 3, "", "is odd")) == "a.csv:3: is odd"
    assert str(Problem("a.csv", 0, "", "is odd")) == "a.csv: is odd"


def test_a_problem_never_moves_the_cursor_of_a_terminal() -> None:
    assert str(Problem("a.csv", 1, "\x1b[2Jцена\n", "is odd")) == "a.csv:1 \\x1b[2Jцена\\n: is odd"


def test_facts_come_with_the_standard_library_alone() -> None:
    code = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "from network_data import *\n"
        "facts = load_facts(); [facts.table(t) for t in TABLES]; facts.version; check_facts()\n"
        "names = {n.partition('.')[0] for n in set(sys.modules) - before}\n"
        "print(*sorted(names - set(sys.stdlib_module_names)))\n"
    )
    # The list of time zones is the library's own; it looks for tzdata and does without.
    zones = {"tzdata"}
    root = str(Path(network_data.__file__).parents[1])
    answer = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": root},
    )
    names = {name for name in answer.stdout.split() if not name.startswith("_sysconfigdata")}
    assert names - zones == {"network_data"}


def test_loading_the_hot_tables_leaves_slow_modules_alone() -> None:
    slow = ("csv", "dataclasses", "inspect", "importlib.resources", "difflib", "pathlib", "hashlib")
    code = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "from network_data import load_facts\n"
        "facts = load_facts(); facts.places; facts.links; facts.crossings; facts.version\n"
        f"print(*[m for m in {slow!r} if m in set(sys.modules) - before])\n"
    )
    root = str(Path(network_data.__file__).parents[1])
    answer = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": root},
    )
    assert answer.stdout.split() == []
