"""The facts as a map of the network."""

from pathlib import Path

import pytest

from corridors.errors import RequestError
from corridors.views.network_map import crossing_rows, network_map, write_network_map
from corridors.views.words import words_in
from maps.network_map import NetworkMap, NetworkPoint
from network_data import Facts

MOST_FEATURES = 5_000
LARGEST_BYTES = 3_000_000


@pytest.fixture(scope="module")
def drawn(facts: Facts) -> NetworkMap:
    return network_map(facts)


def crossing(drawn: NetworkMap, id: str) -> NetworkPoint:
    (found,) = [p for p in drawn.points if p.kind == "crossing" and ("ID", id) in p.rows]
    return found


def test_every_link_crossing_terminal_and_project_with_a_place_is_drawn_once(
    drawn: NetworkMap, facts: Facts
) -> None:
    ids = [dict(part.rows)["ID"] for part in drawn.points]
    policy = {row.id for row in facts.projects.values() if row.mode == "policy"}
    assert sorted(ids) == sorted({*facts.crossings, *facts.terminals, *facts.projects} - policy)
    lines = [dict(line.rows)["ID"] for line in drawn.lines]
    assert sorted(lines) == sorted([*facts.links, *facts.crossings])
    assert len(drawn.places) == len(facts.places)
    assert len(ids) + len(lines) < MOST_FEATURES


def test_a_crossing_shows_its_own_mean_in_the_slower_direction(
    drawn: NetworkMap, facts: Facts
) -> None:
    row = facts.crossings["kz-uz-saryagash-keles"]
    point = crossing(drawn, row.id)
    assert row.wait_h_a_to_b == 13.5  # published in 2022 and 2023
    assert point.wait_h == 13.5
    rows = dict(point.rows)
    assert rows["KZ → UZ"] == "13.5 h, 317 USD"
    assert rows["Worst wait"] == "144.0 h"
    assert rows["Confidence"] == "derived"
    assert "cpmm22-kz" in rows["Sources"]


@pytest.mark.parametrize("lang", ["ru", "kk", "tg"])
def test_the_barriers_at_a_crossing_are_named_in_the_language(facts: Facts, lang: str) -> None:
    words = words_in(lang)
    rows = dict(crossing_rows(facts, facts.crossings["kz-uz-saryagash-keles"], words))
    full = facts.barriers["b-now-rail-saryagash-saturation"].name
    told = rows[words("Barriers")]
    assert words.say(full) in told
    assert full not in told


def test_barriers_that_are_met_now_stand_before_those_of_other_years(facts: Facts) -> None:
    rows = dict(crossing_rows(facts, facts.crossings["kz-uz-saryagash-keles"], words_in("en")))
    told = rows["Barriers"].removesuffix(" …").split("; ")
    assert told == [
        "KZ rail exit formalities (outbound mean)",
        "UZ rail entry formalities (inbound mean)",
        "UZ rail exit formalities (outbound mean)",
        "Saryagash at full capacity (27 Mt a year)",
    ]


def test_a_crossing_without_a_mean_shows_the_sum_of_those_of_two_countries(
    drawn: NetworkMap, facts: Facts
) -> None:
    row = facts.crossings["uz-tj-jartepa-sarazm"]
    assert row.wait_h_a_to_b is None
    # Leaving Uzbekistan by road 4.9 h and 49 USD, entering Tajikistan 4.7 h and 116 USD.
    assert dict(crossing(drawn, row.id).rows)["UZ → TJ"] == "9.6 h, 165 USD"


def test_what_freight_cannot_use_is_marked(drawn: NetworkMap, facts: Facts) -> None:
    closed = {row.id for row in facts.links.values() if row.status != "open"}
    assert closed
    shown = {dict(line.rows)["ID"] for line in drawn.lines if not line.is_open}
    assert closed <= shown
    for row in facts.crossings.values():
        admits = row.status == "open" and row.freight_allowed in ("yes", "limited")
        assert crossing(drawn, row.id).is_open == admits, row.id


def test_a_place_is_found_by_its_names_in_every_script(drawn: NetworkMap) -> None:
    (khujand,) = [place for place in drawn.places if place.name == "Khujand"]
    assert {"Худжанд", "Хуҷанд"} <= set(khujand.names)
    (almaty,) = [place for place in drawn.places if place.name == "Almaty"]
    assert almaty.is_large


@pytest.mark.parametrize(
    ("lang", "name", "mode"),
    [("ru", "Сарыагаш – Келес", "ж/д"), ("kk", "Сарыағаш – Келес", "т/ж"),
     ("tg", "Сарыагаш – Келес", "роҳи оҳан")],
)  # fmt: skip
def test_the_map_speaks_the_language(facts: Facts, lang: str, name: str, mode: str) -> None:
    point = crossing(network_map(facts, words_in(lang)), "kz-uz-saryagash-keles")
    assert point.name == name
    assert mode in dict(point.rows).values()


@pytest.mark.parametrize("lang", ["en", "tg"])
def test_the_page_is_small_enough_to_send(facts: Facts, tmp_path: Path, lang: str) -> None:
    assert write_network_map(facts, str(tmp_path / "n.html"), lang=lang) < LARGEST_BYTES


def test_the_toy_is_drawn_too(toy: Facts) -> None:
    drawn = network_map(toy)
    assert len(drawn.lines) == len(toy.links) + len(toy.crossings)
    assert drawn.facts_version == toy.version


def test_a_file_that_cannot_be_written_or_a_language_that_is_not_there(
    facts: Facts, tmp_path: Path
) -> None:
    with pytest.raises(RequestError, match="cannot write"):
        write_network_map(facts, str(tmp_path / "nowhere" / "n.html"))
    with pytest.raises(RequestError, match="no language 'de'"):
        write_network_map(facts, str(tmp_path / "n.html"), lang="de")
