"""Names in studies: what the shipped tables name is said in the language of those who read."""

import pytest

from corridors.io.scenario_toml import find_scenario, scenario_names
from corridors.views.barrier_names import BARRIERS, REFORMS
from corridors.views.study_names import SCENARIOS, Names
from corridors.views.words import words_in
from network_data import load_facts


def test_every_shipped_scenario_is_listed_by_its_title() -> None:
    assert sorted(SCENARIOS) == sorted(find_scenario(name).title for name in scenario_names())


@pytest.mark.parametrize("lang", ["ru", "kk", "tg"])
def test_no_title_of_a_shipped_scenario_stays_in_english(lang: str) -> None:
    names = Names(load_facts(), words_in(lang))
    for name in scenario_names():
        assert names.scenario(name) != find_scenario(name).title, name


def test_every_barrier_of_the_facts_is_listed_with_what_would_remove_it() -> None:
    rows = load_facts().barriers.values()
    assert sorted(BARRIERS) == sorted({row.name for row in rows})
    assert sorted(REFORMS) == sorted({row.reform for row in rows if row.reform})


@pytest.mark.parametrize("lang", ["ru", "kk", "tg"])
def test_no_name_of_a_barrier_and_nothing_that_would_remove_it_stays_in_english(lang: str) -> None:
    words = words_in(lang)
    assert [text for text in (*BARRIERS, *REFORMS) if words.say(text) == text] == []
