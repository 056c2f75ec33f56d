"""Text from the data is inert wherever it lands in a page."""

import html
import json

import pytest

from maps.escape import escape, safe_json

HOSTILE = "&<>\"'`$\\{}"


@pytest.mark.parametrize("character", HOSTILE)
def test_each_character_that_means_something_becomes_its_numeric_entity(character: str) -> None:
    assert escape(character) == f"&#{ord(character)};"


@pytest.mark.parametrize("code", [*range(0x01, 0x20), 0x2028, 0x2029])
def test_control_characters_and_line_separators_become_entities(code: int) -> None:
    assert escape(chr(code)) == f"&#{code};"


@pytest.mark.parametrize("code", [0x00, 0x7F, 0x80, 0x9F, 0xD800, 0xDFFF])
def test_codes_that_html_has_no_reference_for_become_the_replacement_character(code: int) -> None:
    assert escape(chr(code)) == "&#65533;"


def test_letters_of_all_languages_stay_as_they_are() -> None:
    names = "Қостанай Хуҷанд Щучинск Oʻzbekiston — 1 340 т"
    assert escape(names) == names


def test_a_browser_shows_the_text_that_was_escaped() -> None:
    text = f"a{HOSTILE}\n\tз&amp;"
    assert html.unescape(escape(text)) == text


def test_json_reads_back_as_the_same_value() -> None:
    value = {f"key{HOSTILE}": [f"</script>{HOSTILE}\u2028\x7f", 1.5, None, True, {"a": {}}]}
    assert json.loads(safe_json(value)) == value


def test_json_holds_nothing_that_ends_a_script_or_starts_a_template() -> None:
    text = safe_json(["</script>", "<!--", "{{7*7}}", "{% x %}", "{# x #}", "${x}", "`", "\u2028"])
    for sign in ("<", ">", "{", "}", "$", "`", "\u2028"):
        assert sign not in text


def test_json_has_no_word_for_numbers_that_are_not_finite() -> None:
    with pytest.raises(ValueError, match="JSON"):
        safe_json([float("nan")])
