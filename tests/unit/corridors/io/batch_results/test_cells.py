"""Texts that spreadsheets would obey, and nested cells that they cannot hold."""

import polars as pl
import pytest

from corridors.io.batch_results.cells import flat_table, harmless, harmless_table


@pytest.mark.parametrize("text", ["=1+1", "+7 701 1234567", "-x", "@a", "\tq", "\rq", "＝1"])
def test_a_text_that_begins_like_a_formula_gets_a_mark(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["wheat", "-5", "+12.5", "-1,5", "a=b", "", " =1", "−3", "№ 5"])
def test_numbers_and_plain_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize("text", ["-5+3", "+1e5|cmd", "-1.2.3", "--5"])
def test_what_only_begins_like_a_number_is_no_number(text: str) -> None:
    assert harmless(text).startswith("'")


def test_headings_are_texts_of_the_list_too() -> None:
    assert harmless_table(pl.DataFrame({"=a": ["x"], "b": [1]})).columns == ["'=a", "b"]


def test_nested_cells_become_json() -> None:
    table = pl.DataFrame({"tags": [["a", "=b"]], "at": [{"lat": 53.2}], "raw": [b"\x01\xff"]})
    flat = flat_table(table)
    assert flat.row(0) == ('{"tags":["a","=b"]}', '{"at":{"lat":53.2}}', "01ff")
