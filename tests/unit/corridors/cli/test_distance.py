"""``corridors distance``: kilometres and the links used."""

import json
from pathlib import Path

import pytest

from tests.unit.corridors.cli.conftest import Ask


def test_a_distance_is_told_in_all_and_by_country(ask: Ask) -> None:
    said = ask("distance", "kostanay", "khujand", "--mode", "rail")
    assert (said.code, said.err) == (0, "")
    first = said.out.splitlines()[0]
    assert first.startswith("Kostanay - Bobojon Ghafurov: 2,")
    assert "km by rail (KZ 2," in first
    assert "kz-uz-saryagash-keles" in said.out


def test_the_document_adds_up(ask: Ask) -> None:
    answer = json.loads(
        ask("distance", "kostanay", "khujand", "--mode", "rail", "--format", "json").out
    )
    assert answer["schema"] == "corridors.distance/1"
    assert (answer["from"], answer["to"], answer["mode"]) == (
        "kz-kostanay", "tj-ghafurov", "rail",
    )  # fmt: skip
    assert sum(link["km"] for link in answer["links"]) == pytest.approx(answer["km"], abs=0.01)
    for link in answer["links"]:
        assert set(link) >= {"id", "from", "to", "country", "km", "sources", "confidence"}
        assert link["sources"]


def test_vias_are_passed_in_order(ask: Ask) -> None:
    words = ("distance", "almaty", "dushanbe", "--mode", "road", "--format", "json")
    direct = json.loads(ask(*words).out)
    by_osh = json.loads(ask(*words, "--via", "Ош", "--via", "kg-karamyk").out)
    back = json.loads(ask(*words, "--via", "kg-karamyk", "--via", "Ош").out)
    assert by_osh["via"] == ["kg-osh", "kg-karamyk"]
    assert back["via"] == ["kg-karamyk", "kg-osh"]
    assert back["km"] > by_osh["km"] >= direct["km"]


def test_the_answer_can_be_written_to_a_file(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "km.json"
    said = ask("distance", "almaty", "astana", "--mode", "road", "--format", "json",
               "--out", path)  # fmt: skip
    assert (said.code, said.out, said.err) == (0, "", f"written: {path}\n")
    assert json.loads(path.read_text())["km"] == pytest.approx(1281, rel=0.05)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("kostanay", "Костанай", "--mode", "rail"), "both ends are the same place"),
        (("kostanay", "khorog", "--mode", "rail"), "tj-khorog has no station"),
        (("kostanay", "Khujant", "--mode", "rail"), "did you mean tj-khujand?"),
        (("kostanay", "khujand", "--mode", "road", "--via", "zzzz"), "no place 'zzzz'"),
        (("kostanay", "ru-orsk", "--mode", "rail"), "no open way by rail from kz-kostanay"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_distance_that_cannot_be_measured(ask: Ask, words: tuple[str, ...], says: str) -> None:
    assert says in ask("distance", *words).refusal()
