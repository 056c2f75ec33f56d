"""The command line: ``corridors``.

Exit codes: 0 an answer, 2 a bad request or bad facts, 3 no route, 1 anything else.
"""

from corridors.cli.app import main

__all__ = ["main"]
