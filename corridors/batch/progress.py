"""How far a run is: a bar for people, a line of JSON for programs, or nothing."""

import json
import sys
import time
from enum import StrEnum
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from rich.progress import TaskID

LEAST_GAP_S = 0.2
"""JSON lines come no faster."""


class Told(StrEnum):
    """Who is told."""

    AUTO = "auto"
    JSON = "json"
    NONE = "none"


class Meter:
    """Counts rows and tells of them; this one in silence.

    Parameters
    ----------
    rows
        Rows to come, at most.
    done
        Rows that an earlier run has finished.
    """

    def __init__(self, rows: int, done: int) -> None:
        self.rows = rows
        self.first = self.done = done
        self.started = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing to tidy up."""

    def add(self, rows: int) -> None:
        """Some more rows are finished."""
        self.done += rows

    def rows_per_s(self) -> float:
        """Rows a second since this run began."""
        return (self.done - self.first) / max(time.monotonic() - self.started, 1e-9)


class JsonMeter(Meter):
    """One JSON object a line, on the stream of errors."""

    def __init__(self, rows: int, done: int, stream: TextIO) -> None:
        super().__init__(rows, done)
        self._stream = stream
        self._told_at = -LEAST_GAP_S

    def add(self, rows: int) -> None:
        """Count, and tell if the last line is old enough or nothing is left."""
        super().add(rows)
        now = time.monotonic()
        if now - self._told_at < LEAST_GAP_S and self.done < self.rows:
            return
        self._told_at = now
        speed = self.rows_per_s()
        left_s = (self.rows - self.done) / speed if speed else None
        line = {
            "event": "progress",
            "rows_done": self.done,
            "rows": self.rows,
            "rows_per_s": round(speed),
            "left_s": None if left_s is None else round(left_s, 1),
        }
        print(json.dumps(line), file=self._stream, flush=True)


class BarMeter(Meter):
    """A bar on the terminal, with rows a second and the time left."""

    def __init__(self, rows: int, done: int) -> None:
        super().__init__(rows, done)
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        self._bar = Progress(
            TextColumn("{task.completed:,.0f} of {task.total:,.0f} rows"),
            BarColumn(),
            TextColumn("{task.fields[speed]:,.0f} rows/s"),
            TimeRemainingColumn(),
            TextColumn("left"),
            console=Console(stderr=True),
            transient=True,
        )
        self._task: TaskID = self._bar.add_task("rows", total=rows, completed=done, speed=0.0)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        self._bar.stop()

    def add(self, rows: int) -> None:
        """Count, and move the bar."""
        super().add(rows)
        self._bar.update(self._task, completed=self.done, speed=self.rows_per_s())


def open_meter(told: Told, rows: int, done: int) -> Meter:
    """The meter that was asked for; a bar only where somebody sees it."""
    if told is Told.JSON:
        return JsonMeter(rows, done, sys.stderr)
    if told is Told.AUTO and sys.stderr.isatty():
        return BarMeter(rows, done)
    return Meter(rows, done)
