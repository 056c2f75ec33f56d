"""The tree of errors that this package raises.

CorridorsError
├── RequestError (ValueError)        a question that cannot be asked so
│   ├── UnknownNameError (LookupError)   no such place, cargo, vehicle, crossing, ...
│   └── AmbiguousNameError (LookupError) more than one thing goes by that name
├── NoRouteError (LookupError)       raised by ``Routes.require()`` only
└── SolverError (RuntimeError)       a solver failed or two methods disagree

An honest "no" is an answer (`Routes` with status ``infeasible``), not an error.
"""

from unicodedata import category

__all__ = [
    "AmbiguousNameError",
    "CorridorsError",
    "NoRouteError",
    "RequestError",
    "SolverError",
    "UnknownNameError",
]


class CorridorsError(Exception):
    """Root of all errors of this package."""


class RequestError(CorridorsError, ValueError):
    """The question cannot be answered as it stands; the message says what would do."""


class UnknownNameError(RequestError, LookupError):
    """Nothing goes by this name.

    Attributes
    ----------
    kind
        What was looked for: ``place``, ``cargo``, ``vehicle``, ...
    name
        The text as given.
    suggestions
        Ids that come close, best first.
    """

    def __init__(self, kind: str, name: str, suggestions: tuple[str, ...] = ()) -> None:
        self.kind = kind
        self.name = name
        self.suggestions = suggestions
        hint = f"; did you mean {' or '.join(suggestions)}?" if suggestions else ""
        super().__init__(f"no {kind} '{shorten(name)}'{hint}")


class AmbiguousNameError(RequestError, LookupError):
    """Several things go by this name; the message lists their ids."""

    def __init__(self, kind: str, name: str, candidates: tuple[str, ...]) -> None:
        self.kind = kind
        self.name = name
        self.candidates = candidates
        super().__init__(f"'{shorten(name)}' may be {kind} {' or '.join(candidates)}; use the id")


class NoRouteError(CorridorsError, LookupError):
    """There is no route, and the caller insisted on one."""


class SolverError(CorridorsError, RuntimeError):
    """A solver did not finish, or two independent methods disagree."""


def printable(text: str) -> str:
    """Text whose control characters (but line ends) are shown, not obeyed by a terminal."""
    return "".join(f"\\x{ord(c):02x}" if _commands(c) else c for c in text)


def _commands(character: str) -> bool:
    """Whether a terminal would obey a character, or a reader be misled by it."""
    return character != "\n" and category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def shorten(text: str, limit: int = 60) -> str:
    """Text on one line, at most ``limit`` characters, control characters made visible."""
    line = printable(text[: limit + 1]).replace("\n", " ")
    return line if len(line) <= limit else line[: limit - 1] + "…"
