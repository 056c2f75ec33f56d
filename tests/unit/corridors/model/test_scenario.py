"""Scenarios as values: named, immutable, made of edits."""

import pytest

from corridors.errors import RequestError
from corridors.model.scenario import Action, Change, Edit, How, Scenario, Written


def test_an_edit_more_is_another_scenario() -> None:
    plain = Scenario("winter")
    shut = plain.close("uz-tj-bekabad-nov", note="snow")
    assert plain.edits == ()
    assert [(edit.action, edit.ids, edit.note) for edit in shut.edits] == [
        (Action.CLOSE, ("uz-tj-bekabad-nov",), "snow")
    ]
    assert shut != plain


def test_every_verb_of_the_trade_adds_one_edit() -> None:
    made = (
        Scenario("all")
        .close("a")
        .open("b")
        .remove("c")
        .scale("d", factor=0.5)
        .add("e", at=("x",), hours=3, usd=4)
        .change("f", set={"hours": "08:00-20:00"}, scale={"wait_h": 2.0}, plus={"wait_h": 1.0})
        .build("links", "g", like="h", km=4.0)
    )
    assert [edit.action for edit in made.edits] == list(Action)[:2] + list(Action)[2:]
    assert made.edits[3].changes == (Change("factor", How.SET, 0.5),)
    assert made.edits[4].changes == (
        Change("extra_h", How.SET, 3), Change("extra_usd", How.SET, 4),
    )  # fmt: skip
    assert [change.how for change in made.edits[5].changes] == [How.SET, How.SCALE, How.PLUS]
    assert made.edits[6].like == "h"


def test_where_an_edit_is_written_is_no_part_of_what_it_is() -> None:
    here = Edit(Action.CLOSE, ("a",), written=Written("a.toml", 3))
    assert here == Edit(Action.CLOSE, ("a",), written=Written("b.toml", 9))
    assert Written("a.toml", 3, (("ids", 4),)).line_of("ids") == 4
    assert Written("a.toml", 3, (("ids", 4),)).line_of("note") == 3


def test_what_two_scenarios_include_is_applied_once() -> None:
    base = Scenario("base")
    one = Scenario("one", includes=(base,))
    both = Scenario("both", includes=(one, Scenario("two", includes=(base,))))
    assert [part.name for part in both.parts()] == ["base", "one", "two", "both"]


@pytest.mark.parametrize("name", ["", "Winter", "winter 26", "../winter", "-", "a" * 61])
def test_a_name_is_a_slug(name: str) -> None:
    with pytest.raises(RequestError, match="small Latin letters"):
        Scenario(name)
