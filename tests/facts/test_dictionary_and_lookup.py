"""The data dictionary, the templates and the look at single rows."""

import subprocess
import sys
from pathlib import Path

import pytest

import network_data
from network_data import (
    TABLES,
    UnknownRowError,
    data_dictionary,
    load_facts,
    show,
    sources_of,
    write_templates,
)
from network_data.schema import read_schema

ROOT = Path(network_data.__file__).parents[1]


def test_the_printed_dictionary_is_up_to_date() -> None:
    page = ROOT / "docs" / "data-dictionary.md"
    assert page.read_text(encoding="utf-8") == data_dictionary()


def test_the_dictionary_prints_itself() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "network_data.dictionary"],
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    assert answer.stdout.decode("utf-8") == data_dictionary()


def test_every_column_is_described() -> None:
    page = data_dictionary()
    for table, columns in read_schema().items():
        assert f"## {table}\n" in page
        for column in columns:
            assert column.description, f"{table}.{column.name}"


def test_templates_hold_a_header_each_and_spare_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text("mine\n", encoding="utf-8")
    written = write_templates(tmp_path)
    assert len(written) == len(TABLES) - 1
    assert (tmp_path / "places.csv").read_text(encoding="utf-8") == "mine\n"
    confidences = (tmp_path / "confidences.csv").read_text(encoding="utf-8")
    assert confidences == "id,low_factor,high_factor,meaning,source\n"


def test_a_row_is_found_in_whatever_table_it_stands() -> None:
    facts = load_facts()
    row = show(facts, "mdl-kz-rail-grain")
    assert row.table == "tariffs"
    assert row.cells()["unit"] == "tonne"
    assert [source.id for source in sources_of(facts, row.record)] == list(row.record.source)


def test_a_source_is_its_own_source() -> None:
    facts = load_facts()
    source = facts.sources["model-note"]
    assert sources_of(facts, source) == (source,)


def test_an_unknown_id_is_answered_with_near_ones() -> None:
    with pytest.raises(UnknownRowError, match="did you mean tj-khujand") as caught:
        show(load_facts(), "tj-khujant")
    assert caught.value.id == "tj-khujant"
    assert isinstance(caught.value, LookupError)
