"""The command as a process of its own: exit codes, pipes and encodings."""

import os
import subprocess
import sys

import pytest

SMALL = ("route", "kostanay", "khujand", "--cargo", "wheat", "--tonnes", "70")


def run(
    *words: str, timeout_s: float = 60, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "corridors", *words],
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
        timeout=timeout_s,
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (SMALL, 0),
        ((*SMALL, "--max-hours", "5"), 3),
        (("route", "nowhere at all", "khujand", "--cargo", "wheat", "--tonnes", "70"), 2),
        ((*SMALL, "--certify", "--limit", "1"), 0),
    ],
    ids=["answer", "no route", "bad request", "certified"],
)
def test_the_exit_code_says_how_it_ended(words: tuple[str, ...], code: int) -> None:
    ended = run(*words)
    assert ended.returncode == code
    assert b"Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("vias", "code"),
    [(("TM",), 3), (("osh", "aral", "bishkek"), 0)],
    ids=["no tariff in Turkmenistan", "three towns"],
)
def test_alternatives_by_vias_are_found_or_refused_in_seconds(
    vias: tuple[str, ...], code: int
) -> None:
    """The search for the second best once took gigabytes and minutes.

    What is left to the destination was bounded without the vias, so every sequence of
    crossings that misses one of them was tried before the search gave up.
    """
    words = [word for via in vias for word in ("--via", via)]
    try:
        ended = run(*SMALL, *words, "--limit", "3", timeout_s=15)
    except subprocess.TimeoutExpired:
        pytest.fail(f"no answer in 15 s for {' '.join(words)} --limit 3")
    assert ended.returncode == code


def test_the_same_question_has_the_same_bytes_whatever_the_hash_seed() -> None:
    words = (*SMALL, "--frontier", "--format", "json")
    assert run(*words, PYTHONHASHSEED="1").stdout == run(*words, PYTHONHASHSEED="2").stdout


@pytest.mark.parametrize("words", [("cargoes",), (*SMALL, "--format", "json")], ids=" ".join)
def test_a_reader_who_has_heard_enough_is_no_error(words: tuple[str, ...]) -> None:
    """As in ``corridors cargoes | head -1``."""
    read, write = os.pipe()
    os.close(read)
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "corridors", *words],
            stdout=write,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    finally:
        os.close(write)
    assert ended.stderr == b""
    assert ended.returncode == 0


def test_a_terminal_without_tajik_letters_gets_them_spelt_out() -> None:
    ended = run("places", "khujand", PYTHONIOENCODING="cp1251")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert "Худжанд".encode("cp1251") in ended.stdout
    assert "Ху".encode("cp1251") + b"\\u04b7" in ended.stdout  # Хуҷанд


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_no_terminal_is_too_poor_for_an_answer(encoding: str) -> None:
    ended = run("places", "khujand", PYTHONIOENCODING=encoding)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"tj-khujand" in ended.stdout


def test_a_full_disk_is_told_in_one_line() -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    with open("/dev/full", "wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "corridors", "cargoes"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert ended.returncode == 1
    assert b"Traceback" not in ended.stderr
    assert b"No space left on device" in ended.stderr


def test_developers_can_ask_for_the_traceback() -> None:
    ended = run("facts", "show", "nope", CORRIDORS_DEBUG="1")
    assert b"Traceback" in ended.stderr
