"""What is wrong with a table, said so that its owner can put it right.

``FactsError`` is the root of this package's errors; it carries one `Problem` per fault.
"""

from typing import NamedTuple


class Problem(NamedTuple):
    """One fault: where it is, what it is and what would do.

    ``row`` counts the records of the file, the header being row 1; 0 stands for the whole
    file. ``column`` is empty where the fault is not in one cell.

    Examples
    --------
    >>> print(Problem("crossings.csv", 14, "wait_h_worst", "3 is below the mean wait 5"))
    crossings.csv:14 wait_h_worst: 3 is below the mean wait 5
    """

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        """Print as ``file:row column: what, what would do``."""
        where = f"{self.file}:{self.row}" if self.row else self.file
        line = (
            f"{where} {self.column}: {self.message}" if self.column else f"{where}: {self.message}"
        )
        if line.isprintable():
            return line
        return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in line)


class FactsError(Exception):
    """The tables cannot be used; ``problems`` lists every fault found."""

    def __init__(self, problems: list[Problem] | tuple[Problem, ...]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Print one problem per line."""
        return "\n".join(map(str, self.problems))
