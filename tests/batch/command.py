"""The command line in a process of its own, with a plain engine in the place of the fast one.

What is tried out with it is the run, not its answers. The environment may slow it down
(``PAUSE_S`` a partition), have it begin other processes for few rows (``WORTH``), and have it
write down the rows that it begins partitions with (``DIARY``), so that a test can see which of
them are worked out again.
"""

import os
import time
from typing import TYPE_CHECKING

from tests.batch import slow_engine

if TYPE_CHECKING:
    import polars as pl


class WatchedEngine(slow_engine.Engine):
    """Answers as its parent does, seen from outside."""

    def answer(self, asked: "pl.DataFrame", *, legs: bool = False) -> slow_engine.Answers:
        """Write the partition down, wait, and answer it."""
        diary = os.environ.get("DIARY")
        if diary and asked.height:
            with open(diary, "a", encoding="utf-8") as file:
                file.write(f"{asked['row'][0]}\n")
        time.sleep(float(os.environ.get("PAUSE_S", "0")))
        return super().answer(asked, legs=legs)


def be_watched() -> None:
    """Put the plain engine in its place; with ``WORTH`` set, few rows are worth a process."""
    from corridors.batch import partition, workers

    vars(partition)["Engine"] = WatchedEngine
    vars(workers)["WORTH"] = int(os.environ.get("WORTH", workers.WORTH))


def main() -> None:
    """Run ``corridors`` with the words of the command line."""
    from corridors.cli import main as corridors

    corridors()


if __name__ in ("__main__", "__mp_main__"):  # here, and in the processes that it begins
    be_watched()
if __name__ == "__main__":
    main()
