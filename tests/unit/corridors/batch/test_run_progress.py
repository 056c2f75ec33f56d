"""Progress for people, for programs, and in silence."""

import io
import json

import pytest

from corridors.batch.progress import JsonMeter, Meter, Told, open_meter


def test_programs_read_one_object_a_line() -> None:
    stream = io.StringIO()
    with JsonMeter(300, 100, stream) as meter:
        meter.add(50)
        meter.add(1)  # too soon after the last line
        meter.add(149)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line["rows_done"] for line in lines] == [150, 300]
    assert {line["rows"] for line in lines} == {300}
    assert lines[-1]["left_s"] == 0
    assert all(line["rows_per_s"] > 0 for line in lines)


def test_what_an_earlier_run_finished_does_not_count_as_speed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = iter([10.0, 12.0])
    monkeypatch.setattr("corridors.batch.progress.time.monotonic", lambda: next(clock))
    meter = Meter(1000, 900)
    meter.add(60)
    assert meter.rows_per_s() == 30.0


def test_nobody_is_told_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    for told in (Told.AUTO, Told.NONE):
        with open_meter(told, 10, 0) as meter:
            meter.add(10)
    assert capsys.readouterr() == ("", "")


def test_a_terminal_shows_rows_speed_and_time_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    with open_meter(Told.AUTO, 2_000_000, 0) as meter:
        meter.add(1_500_000)
    assert "1,500,000 of 2,000,000 rows" in screen.getvalue()
    assert "rows/s" in screen.getvalue()
    assert capsys.readouterr().out == ""
