"""Scenarios in files: what they say, and every fault with its line."""

from pathlib import Path

import pytest

from corridors.errors import RequestError
from corridors.io.scenario_toml import (
    find_scenario,
    read_scenario,
    scenario_facts,
    scenario_names,
)
from corridors.io.toml_lines import tables_of
from corridors.model.scenario import Action, Change, Edit, How, Selection
from network_data import Facts, FactsError

HEAD = 'title = "A test"\n'


def written(tmp_path: Path, text: str, name: str = "mine.toml") -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def told(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(FactsError) as error:
        read_scenario(written(tmp_path, text))
    return [str(problem) for problem in error.value.problems]


# -- reading --------------------------------------------------------------------------------


def test_a_file_says_all_that_an_edit_can(tmp_path: Path) -> None:
    found = read_scenario(
        written(
            tmp_path,
            """
title = "All of it"
note = "why"
source = ["calight-251125", "ati-250803"]
confidence = "derived"

[[close]]
ids = "uz-tj-bekabad-nov"
from = 2026-11-22
to = "2026-11-24"
enters = ["TJ"]
exempt_groups = ["grain"]

[[change]]
table = "tariffs"
where = { country = "UZ", cargo = ["grain", "flour"] }
scale = { price = 0.6 }
note = "a discount"
confidence = "published"

[[add]]
barrier = "b-peak-rail-saryagash-jam"
at = ["kz-uz-saryagash-keles"]
hours = 12
usd = 3.5
registrations = ["KZ", "TJ"]
""",
        )
    )
    assert (found.name, found.title, found.note) == ("mine", "All of it", "why")
    assert found.source == ("calight-251125", "ati-250803")
    assert found.edits == (
        Edit(
            Action.CLOSE, ("uz-tj-bekabad-nov",), from_day="2026-11-22", to_day="2026-11-24",
            enters=("TJ",), exempt_groups=("grain",),
        ),
        Edit(
            Action.CHANGE,
            selection=Selection("tariffs", (("country", ("UZ",)), ("cargo", ("grain", "flour")))),
            changes=(Change("price", How.SCALE, 0.6),), note="a discount", confidence="published",
        ),
        Edit(
            Action.ADD, ("b-peak-rail-saryagash-jam",), at=("kz-uz-saryagash-keles",),
            changes=(
                Change("extra_h", How.SET, 12.0), Change("extra_usd", How.SET, 3.5),
                Change("vehicle_reg", How.SET, "KZ;TJ"),
            ),
        ),
    )  # fmt: skip


def test_edits_apply_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = HEAD + '[[open]]\nids = "a"\n[[close]]\nids = "b"\n[[open]]\nids = "c"\n'
    found = read_scenario(written(tmp_path, text))
    assert [edit.ids for edit in found.edits] == [("a",), ("b",), ("c",)]


def test_a_scenario_includes_shipped_ones_and_files_beside_it(tmp_path: Path) -> None:
    written(tmp_path, HEAD + '[[close]]\nids = "a"\n', "other.toml")
    text = HEAD + 'include = ["winter", "./other.toml"]\n[[open]]\nids = "b"\n'
    found = read_scenario(written(tmp_path, text))
    assert [part.name for part in found.parts()] == ["winter", "other", "mine"]


def test_lines_are_those_of_the_file_whatever_its_texts_hold() -> None:
    text = '''a = """
[[close]]
"""
[[close]]  # a remark with = and "quotes
ids = [
  "x", # y = 1
  'z]]',
]
where = { a = "}", b = [1,
 2] }
note = 'it "ends" here'
[[open]]
"ids" = "x"
'''
    tables = tables_of(text)
    assert [(table.name, table.line) for table in tables] == [("", 1), ("close", 4), ("open", 12)]
    assert tables[1].keys == {"ids": 5, "where": 9, "note": 11}
    assert tables[2].keys == {"ids": 13}


# -- faults ---------------------------------------------------------------------------------

FAULTS = [
    ("a key twice", "x = 1\nx = 2\n", "mine.toml:3", "write a key once"),
    ("no TOML", "close the border\n", "mine.toml:2", "expected '=' after a key"),
    ("a number without end", "[[close]]\nids = " + "9" * 5000 + "\n", "mine.toml", ""),
    ("no edit", "", "mine.toml:1", "holds no edit"),
    ("an edit unheard of", '[[cloze]]\nids = "a"\n', "mine.toml:2 cloze", "did you mean close"),
    ("a key unheard of", '[[close]]\nid = "a"\n', "mine.toml:3 id", "did you mean ids"),
    ("a key of another edit", '[[open]]\nids = "a"\nfactor = 2\n', "mine.toml:4 factor",
     "no such key of open"),
    ("one bracket", '[close]\nids = "a"\n', "mine.toml:2 close", "with two brackets"),
    ("edits that are none", "close = [1]\n", "mine.toml:2 close", "is no edit"),
    ("names nothing", "[[close]]\nmonths = [1]\n", "mine.toml:2 ids", "names nothing"),
    ("both ways of naming", '[[close]]\nids = "a"\ntable = "links"\nwhere = { country = "UZ" }\n',
     "mine.toml:5 where", "not both"),
    ("a table alone", '[[close]]\nids = "a"\ntable = "links"\n', "mine.toml:4 table", "with where"),
    ("a choice without a table", '[[close]]\nwhere = { country = "UZ" }\n', "mine.toml:2 table",
     "is missing"),
    ("a choice of no form", '[[close]]\ntable = "links"\nwhere = "UZ"\n', "mine.toml:4 where",
     "is no choice"),
    ("ids that are numbers", "[[close]]\nids = [1]\n", "mine.toml:3 ids", "'1' is no text"),
    ("an id twice", '[[close]]\nids = ["a", "a"]\n', "mine.toml:3 ids", "stands twice"),
    ("a thirteenth month", '[[close]]\nids = "a"\nmonths = [13]\n', "mine.toml:4 months",
     "is no month"),
    ("a month that is true", '[[close]]\nids = "a"\nmonths = true\n', "mine.toml:4 months",
     "is no month"),
    ("a day that is none", '[[close]]\nids = "a"\nfrom = "2026-02-30"\n', "mine.toml:4 from",
     "is no day"),
    ("a day with a time", '[[close]]\nids = "a"\nfrom = 2026-02-03T08:00:00\n', "mine.toml:4 from",
     "is no day"),
    ("a note that is a number", '[[close]]\nids = "a"\nnote = 4\n', "mine.toml:4 note",
     "is no text"),
    ("no factor", '[[scale]]\nbarriers = "a"\n', "mine.toml:2 factor", "is missing"),
    ("figures of no form", '[[change]]\nids = "a"\nset = 4\n', "mine.toml:4 set",
     "is no list of figures"),
    ("a figure that is a table", '[[change]]\nids = "a"\nset = { wait_h = { x = 1 } }\n',
     "mine.toml:4 set", "is no figure"),
    ("an endless wait", '[[change]]\nids = "a"\nset = { wait_h = inf }\n', "mine.toml:4 set",
     "not a plain number"),
    ("all of the year or none", '[[open]]\nids = "a"\nall_year = false\n', "mine.toml:4 all_year",
     "is true or left out"),
    ("a build of no table", '[[build]]\nid = "a"\n', "mine.toml:2 table", "is missing"),
    ("a name in capitals", 'name = "Mine"\n[[close]]\nids = "a"\n', "mine.toml:2 name",
     "small Latin letters"),
    ("an include unheard of", 'include = ["wintr"]\n', "mine.toml:2 include",
     "did you mean winter"),
    ("an include elsewhere", 'include = ["../winter.toml"]\n', "mine.toml:2 include",
     "leaves the folder"),
    ("an include from the root", 'include = ["/etc/x.toml"]\n', "mine.toml:2 include",
     "leaves the folder"),
    ("an include of itself", 'include = ["./mine.toml"]\n', "mine.toml:2 include",
     "includes itself"),
    ("an include that is not there", 'include = ["other.toml"]\n', "other.toml", "cannot be read"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "where", "message"), [pytest.param(*fault[1:], id=fault[0]) for fault in FAULTS]
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, text: str, where: str, message: str) -> None:
    said = told(tmp_path, HEAD + text)
    assert any(line.startswith(where) and message in line for line in said), said


def test_a_scenario_without_a_title_is_told_so(tmp_path: Path) -> None:
    said = told(tmp_path, '[[close]]\nids = "a"\n')
    assert said == ["mine.toml:1 title: is missing; say in a line what would be different"]


def test_a_title_that_is_no_text_is_not_told_to_be_missing_too(tmp_path: Path) -> None:
    said = told(tmp_path, 'title = 5\n[[close]]\nids = "a"\n')
    assert said == ["mine.toml:1 title: 5 is no text; put it in quotes"]


def test_all_faults_are_told_together(tmp_path: Path) -> None:
    text = HEAD + '[[close]]\nid = "a"\n\n[[open]]\nids = [3]\n\n[[scale]]\nbarriers = "x"\n'
    assert len(told(tmp_path, text)) == 4  # ids = [3] is no text and names nothing


def test_faults_of_what_is_included_name_its_file(tmp_path: Path) -> None:
    written(tmp_path, HEAD + '[[close]]\nidz = "a"\n', "other.toml")
    said = told(tmp_path, HEAD + 'include = ["other.toml"]\n[[open]]\nids = 4\n')
    assert {line.partition(":")[0] for line in said} == {"mine.toml", "other.toml"}


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b'title = "\xff"\n')
    with pytest.raises(FactsError, match="is not UTF-8"):
        read_scenario(path)
    path.write_bytes(b"# " + b"x" * (1024 * 1024))
    with pytest.raises(FactsError, match="larger than 1 MiB"):
        read_scenario(path)
    with pytest.raises(FactsError, match="put a TOML file"):
        read_scenario(tmp_path)


def test_faults_of_edits_name_the_line_of_the_key(tmp_path: Path, facts: Facts) -> None:
    text = HEAD + (
        '[[close]]\nnote = "first"\nids = [\n  "uz-tj-bekabat-nov",\n]\n\n'
        '[[change]]\nids = "kz-uz-saryagash-keles"\nset = { wait = 3 }\n'
    )
    with pytest.raises(FactsError) as error:
        scenario_facts(facts, [written(tmp_path, text)])
    said = [str(problem) for problem in error.value.problems]
    assert said[0].startswith("mine.toml:4 ids: no crossing, link or terminal 'uz-tj-bekabat-nov'")
    assert "did you mean uz-tj-bekabad-nov" in said[0]
    assert said[1].startswith("mine.toml:10 set: rows of crossings have no figure 'wait'")


HEARSAY = """title = "A test"
source = [
  "calight-251125",
  "hearsay",
]
confidence = "sure"

[[close]]
ids = "uz-tj-bekabad-nov"

[[close]]
ids = "kz-uz-saryagash-keles"

[[close]]
ids = "uz-tj-oybek-fotehobod"
source = "rumour"
confidence = "surer"
"""


def test_what_is_wrong_in_the_head_is_told_once_at_its_line(tmp_path: Path, facts: Facts) -> None:
    # It was told of each edit that goes by the head, at a line that says nothing of it.
    with pytest.raises(FactsError) as error:
        scenario_facts(facts, [written(tmp_path, HEARSAY)])
    assert [str(problem).partition(";")[0] for problem in error.value.problems] == [
        "mine.toml:2 source: no source 'hearsay'",
        "mine.toml:6 confidence: 'sure' is no confidence",
        "mine.toml:16 source: no source 'rumour'",
        "mine.toml:17 confidence: 'surer' is no confidence",
    ]


def test_the_head_of_a_file_that_is_included_is_told_by_its_own_lines(
    tmp_path: Path, facts: Facts
) -> None:
    written(tmp_path, HEAD + 'source = "hearsay"\n[[close]]\nids = "uz-tj-bekabad-nov"\n', "a.toml")
    with pytest.raises(FactsError) as error:
        scenario_facts(facts, [written(tmp_path, HEAD + 'include = "a.toml"\n')])
    (problem,) = error.value.problems
    assert str(problem).startswith("a.toml:2 source: no source 'hearsay'")


# -- names ----------------------------------------------------------------------------------


def test_a_misspelt_name_is_offered_the_nearest() -> None:
    with pytest.raises(RequestError, match=r"no scenario 'wintr'; did you mean winter\?"):
        find_scenario("wintr")
    assert find_scenario("winter").name == "winter"
    assert "winter" in scenario_names()


def test_no_scenario_is_the_facts_themselves(facts: Facts) -> None:
    assert scenario_facts(facts, []) is facts
