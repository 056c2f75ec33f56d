"""The command line in a process of its own, with a plain engine in the place of the fast one.

What is tried out with it is the run, not its answers. The environment may slow it down
(``PAUSE_S`` a partition) and have it write down the rows that it begins partitions with
(``DIARY``), so that a test can see which of them are worked out again.
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


def main() -> None:
    """Run ``corridors`` with the words of the command line."""
    from corridors.batch import partition
    from corridors.cli import main as corridors

    vars(partition)["Engine"] = WatchedEngine
    corridors()


if __name__ == "__main__":
    main()
