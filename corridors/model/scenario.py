"""Scenarios: named, immutable lists of edits to the facts.

A scenario says what would be different: a crossing closed, a queue added, a line built. It
knows nothing of the facts; what its words mean for their rows is told in
`corridors.network.scenarios`, and how it is written in a file in `corridors.io.scenario_toml`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, NamedTuple

from corridors.errors import RequestError, shorten

NAME_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
DEFAULT_CONFIDENCE: Final = "estimate"

Cell = str | float | bool | tuple[str, ...]
"""What can stand in a cell of the facts."""


class Action(StrEnum):
    """What an edit does."""

    CLOSE = "close"
    OPEN = "open"
    REMOVE = "remove"
    SCALE = "scale"
    ADD = "add"
    CHANGE = "change"
    BUILD = "build"


class How(StrEnum):
    """How a figure changes: set to a value, times a factor, plus an amount.

    ``spread`` shares an amount over several rows in proportion to what they have.
    """

    SET = "set"
    SCALE = "scale"
    PLUS = "plus"
    SPREAD = "spread"


class Change(NamedTuple):
    """A change of one figure."""

    figure: str
    how: How
    value: Cell


class Selection(NamedTuple):
    """Rows of a table that an edit is for: those that fit every condition."""

    table: str
    conditions: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Written(NamedTuple):
    """Where an edit or a scenario's head stands: its file, its line, the lines of its keys."""

    file: str = ""
    line: int = 0
    keys: tuple[tuple[str, int], ...] = ()

    def line_of(self, key: str) -> int:
        """The line of a key, else of the whole edit or head."""
        return dict(self.keys).get(key, self.line)


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of the facts.

    Attributes
    ----------
    action
        What it does.
    ids
        Rows that it is for: crossings, links, terminals, barriers, ... by what it does.
    selection
        Rows that it is for, where ``ids`` does not name them.
    changes
        Figures that change (change, add) or cells of a new row (build), factor (scale).
    direction
        Only this way through a crossing, ``KZ>UZ``, or of a barrier.
    from_day, to_day
        First and last day of a dated closing, ``YYYY-MM-DD``.
    months
        Months of a closing that returns, ``1`` to ``12``.
    enters
        Countries that a closing keeps from being entered; empty closes both ways.
    groups, exempt_groups
        Groups of goods that it is for alone, or not for.
    at
        Crossings at which a barrier is added.
    like
        Row that a new row is a copy of.
    note, source, confidence
        Why, from which entries of the bibliography, and how sure.
    written
        Where it stands; without a bearing on what it is.
    """

    action: Action
    ids: tuple[str, ...] = ()
    selection: Selection | None = None
    changes: tuple[Change, ...] = ()
    direction: str = ""
    from_day: str = ""
    to_day: str = ""
    months: tuple[str, ...] = ()
    enters: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    exempt_groups: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    like: str = ""
    note: str = ""
    source: tuple[str, ...] = ()
    confidence: str = ""
    written: Written = field(default=Written(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named list of edits; every method gives a new scenario with one edit more.

    Attributes
    ----------
    name
        Small Latin letters, digits and hyphens.
    title
        What would be different, in a line.
    edits
        In the order in which they apply.
    includes
        Scenarios that apply before its own edits.
    note, source, confidence
        Why, from which entries of the bibliography, how sure; what an edit does not say.
    written
        Where its head stands; without a bearing on what it is.

    Raises
    ------
    RequestError
        If the name cannot be one.

    Examples
    --------
    >>> shut = Scenario("no-bekabad").close("uz-tj-bekabad-nov", note="as in 2012")
    >>> shut.edits[0].action, shut.edits[0].ids
    (<Action.CLOSE: 'close'>, ('uz-tj-bekabad-nov',))
    """

    name: str
    title: str = ""
    edits: tuple[Edit, ...] = ()
    includes: tuple["Scenario", ...] = ()
    note: str = ""
    source: tuple[str, ...] = ()
    confidence: str = DEFAULT_CONFIDENCE
    written: Written = field(default=Written(), compare=False, repr=False)

    def __post_init__(self) -> None:
        fault = name_fault(self.name)
        if fault:
            raise RequestError(f"scenario: {fault}")

    def with_edit(self, edit: Edit) -> "Scenario":
        """The same with one more edit."""
        return replace(self, edits=(*self.edits, edit))

    def close(self, *ids: str, note: str = "", source: tuple[str, ...] = ()) -> "Scenario":
        """Close crossings, links or terminals."""
        return self.with_edit(Edit(Action.CLOSE, ids, note=note, source=source))

    def open(self, *ids: str, note: str = "", source: tuple[str, ...] = ()) -> "Scenario":
        """Open crossings, links or terminals to freight."""
        return self.with_edit(Edit(Action.OPEN, ids, note=note, source=source))

    def remove(self, *barriers: str, note: str = "", source: tuple[str, ...] = ()) -> "Scenario":
        """Remove barriers."""
        return self.with_edit(Edit(Action.REMOVE, barriers, note=note, source=source))

    def scale(
        self, *barriers: str, factor: float, note: str = "", source: tuple[str, ...] = ()
    ) -> "Scenario":
        """Scale the hours and dollars of barriers."""
        changes = (Change("factor", How.SET, factor),)
        return self.with_edit(
            Edit(Action.SCALE, barriers, changes=changes, note=note, source=source)
        )

    def add(
        self,
        barrier: str,
        *,
        at: tuple[str, ...] = (),
        direction: str = "",
        hours: float | None = None,
        usd: float | None = None,
        note: str = "",
        source: tuple[str, ...] = (),
    ) -> "Scenario":
        """Add a barrier of the facts, at its crossings or others, with its hours or others."""
        given = (("extra_h", hours), ("extra_usd", usd))
        changes = tuple(Change(name, How.SET, v) for name, v in given if v is not None)
        return self.with_edit(
            Edit(Action.ADD, (barrier,), at=at, direction=direction, changes=changes, note=note,
                 source=source)
        )  # fmt: skip

    def change(
        self,
        *ids: str,
        set: dict[str, Cell] | None = None,
        scale: dict[str, float] | None = None,
        plus: dict[str, float] | None = None,
        direction: str = "",
        note: str = "",
        source: tuple[str, ...] = (),
    ) -> "Scenario":
        """Change figures of rows: set them, scale them, or add to them."""
        changes = [Change(name, How.SET, value) for name, value in (set or {}).items()]
        changes += [Change(name, How.SCALE, value) for name, value in (scale or {}).items()]
        changes += [Change(name, How.PLUS, value) for name, value in (plus or {}).items()]
        return self.with_edit(
            Edit(Action.CHANGE, ids, changes=tuple(changes), direction=direction, note=note,
                 source=source)
        )  # fmt: skip

    def build(
        self,
        table: str,
        id: str,
        *,
        like: str = "",
        note: str = "",
        source: tuple[str, ...] = (),
        **cells: Cell,
    ) -> "Scenario":
        """Build a link, crossing, terminal, place or connector: a new row of its table."""
        changes = tuple(Change(name, How.SET, value) for name, value in cells.items())
        return self.with_edit(
            Edit(Action.BUILD, (id,), Selection(table), changes, like=like, note=note,
                 source=source)
        )  # fmt: skip

    def parts(self) -> Iterator["Scenario"]:
        """The scenarios that it is made of, those included first, each once."""
        seen: set[str] = set()
        for included in self.includes:
            for part in included.parts():
                if part.name not in seen:
                    seen.add(part.name)
                    yield part
        yield self


def name_fault(name: str) -> str:
    """What is wrong with the name of a scenario and what would do; empty if nothing is."""
    if name and set(name) <= NAME_LETTERS and len(name) <= 60 and name.strip("-") == name:
        return ""
    return (
        f"'{shorten(name)}' is no name; write small Latin letters, digits and hyphens, as winter-26"
    )
