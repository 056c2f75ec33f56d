"""Every text that people read is translated, and translations say what the sources say now.

``python -m tools.catalogues`` brings the files up to date and names what lacks a translation.
"""

from collections.abc import Callable
from gettext import GNUTranslations
from typing import TypeVar

import pytest
from babel import Locale

from maps.labels import WORD_TABLES
from maps.language import LANGUAGES, SOURCE
from tests.contract.project import ROOT
from tools.catalogues import (
    PACKAGES,
    forms_of,
    placeholders,
    po_path,
    po_text,
    read_catalogue,
    strings,
    texts_of,
    untranslated,
    updated,
)

TRANSLATED = [lang for lang in LANGUAGES if lang != SOURCE]
Test = TypeVar("Test", bound=Callable[..., None])


def each(test: Test) -> Test:
    """Ask for every package in every language."""
    for name, values in (("package", PACKAGES), ("lang", TRANSLATED)):
        test = pytest.mark.parametrize(name, values)(test)
    return test


@each
def test_a_catalogue_has_the_texts_of_the_sources_and_no_others(package: str, lang: str) -> None:
    asked = {text.forms for text in texts_of(package)}
    kept = {forms_of(message) for message in read_catalogue(package, lang) if message.id}
    assert sorted(asked - kept) == [], "run python -m tools.catalogues"
    assert sorted(kept - asked) == [], "run python -m tools.catalogues"
    assert len(asked) > 100


@each
def test_every_text_is_translated_and_none_is_in_doubt(package: str, lang: str) -> None:
    catalog = read_catalogue(package, lang)
    assert [message.id for message in untranslated(catalog)] == []
    assert [message.id for message in catalog if message.id and message.fuzzy] == []
    assert "#~" not in po_path(package, lang).read_text(encoding="utf-8")


@each
def test_a_translation_shows_the_same_figures_in_the_same_formats(package: str, lang: str) -> None:
    wrong: list[tuple[object, object]] = []
    for message in read_catalogue(package, lang):
        if not message.id:
            continue
        asked = {name for form in forms_of(message) for name in placeholders(form)}
        told = {name for text in strings(message) for name in placeholders(text)}
        if asked != told:
            wrong.append((message.id, sorted(asked ^ told)))
        # The text of many is the one that every number may meet.
        if any(not set(placeholders(text)) <= asked for text in strings(message)):
            wrong.append((message.id, strings(message)))
    assert wrong == []


@each
def test_programs_read_what_people_read(package: str, lang: str) -> None:
    with po_path(package, lang).with_suffix(".mo").open("rb") as file:
        compiled = GNUTranslations(file)
    for message in read_catalogue(package, lang):
        if message.pluralizable:
            one, many = forms_of(message)
            told = {compiled.ngettext(one, many, count) for count in range(200)}
            assert told == set(strings(message))
        elif message.id:
            assert (compiled.gettext(str(message.id)),) == strings(message)


@each
def test_bringing_a_catalogue_up_to_date_twice_changes_nothing(package: str, lang: str) -> None:
    again = updated(texts_of(package), read_catalogue(package, lang), lang)
    assert po_text(again) == po_path(package, lang).read_bytes()


@each
def test_numbers_have_the_marks_that_are_usual_in_the_language(package: str, lang: str) -> None:
    """Unicode's CLDR says which they are."""
    usual = Locale(lang).number_symbols["latn"]
    marks = {str(m.id): m.string for m in read_catalogue(package, lang) if m.id in (",", ".")}
    assert marks == {",": usual["group"], ".": usual["decimal"]}


def test_every_table_of_words_is_registered() -> None:
    files = {f"maps.{path.stem}" for path in (ROOT / "maps").glob("*_words.py")}
    assert files <= {module for module, _ in WORD_TABLES}


def test_a_language_is_there_in_every_package() -> None:
    for package in PACKAGES:
        folders = {path.name for path in (ROOT / package / "locale").iterdir()}
        assert folders == set(TRANSLATED)


@pytest.mark.parametrize(
    ("template", "asked"),
    [
        ("{usd:,.0f} USD in {hours:.1f} h", ["hours:.1f", "usd:,.0f"]),
        ("{0:g} x {1}", ["0:g", "1:"]),
        ("{} x {:g}", ["0:", "1:g"]),
        ("{share}\u00a0%", ["share:"]),
        ("no figure", []),
    ],
)
def test_what_a_template_asks_for_is_found(template: str, asked: list[str]) -> None:
    assert placeholders(template) == asked
