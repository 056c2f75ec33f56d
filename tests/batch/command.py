"""The command line in a process of its own, with the slow engine in the place of the fast one."""

import sys

from tests.batch import slow_engine

sys.modules["corridors.solvers.many.engine"] = slow_engine

if __name__ == "__main__":
    from corridors.cli import main

    main()
