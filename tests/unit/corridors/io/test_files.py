"""Files are written whole or not at all."""

import os
from pathlib import Path

import pytest

from corridors.errors import RequestError
from corridors.io.files import write_text


def test_a_file_is_written_as_utf_8_with_its_own_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "хуҷанд.csv"
    write_text(str(path), "Хуҷанд\nҚостанай\r\n")
    assert path.read_bytes() == "Хуҷанд\nҚостанай\r\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_an_older_answer_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "routes.json"
    path.write_text("old")
    write_text(str(path), "new")
    assert path.read_text() == "new"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "routes.json"
    with pytest.raises(RequestError, match=f"^cannot write {path}: No such file or directory$"):
        write_text(str(path), "text")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="it is a directory"):
        write_text(str(tmp_path), "text")
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_fails_at_the_end_leaves_the_old_answer_and_no_scraps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "routes.json"
    path.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(RequestError, match="No space left on device"):
        write_text(str(path), "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_fails_half_way_leaves_the_old_answer_and_no_scraps(tmp_path: Path) -> None:
    path = tmp_path / "routes.json"
    path.write_text("old")
    lone_surrogate = "x" * 100_000 + "\ud800"  # cannot be written as UTF-8
    with pytest.raises((RequestError, UnicodeEncodeError)):
        write_text(str(path), lone_surrogate)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
