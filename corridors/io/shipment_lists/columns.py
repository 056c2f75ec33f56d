"""Which heading of a list means what.

A heading is compared without case, spaces and signs. What stands in brackets or behind the
last comma is its unit: ``Масса, т`` and ``Weight (kg)`` are tonnes, the second one divided by
a thousand. A heading in the words of the documents wins over another word for the same thing;
two other words for one thing are an error, for either may be meant.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from corridors.errors import RequestError, shorten
from corridors.io.shipment_lists.headings import (
    CANONICAL,
    MASS_UNITS,
    MONEY_UNITS,
    REQUIRED,
    SYNONYMS,
    UNITS,
    WANTED_UNIT,
)

SEARCHED_LINES = 10
"""So many lines at the top are looked at for the headings: titles may stand above them."""
LONGEST_HEADING = 200
_BRACKETS = re.compile(r"[\(\[\{]([^\)\]\}]*)[\)\]\}]")
_WORD_ENDS = re.compile(r"[\W_]+")
_PER_TONNE = re.compile("per|/|тонн|1 ?т")
_LIKE = 72.0
"""Similarity (0-100) from which a heading is offered for a missing column."""


class Column(NamedTuple):
    """The heading of a column, and what its figures are divided by (1000 under kg)."""

    heading: str
    divisor: float = 1.0


class Columns(NamedTuple):
    """Which heading means what.

    Attributes
    ----------
    found
        Columns by the name that the documents give them.
    notices
        What the user should be told of how headings were read.
    decimal_comma
        Whether ``1,250`` is one and a quarter here. Where nobody can know, it is refused.
    """

    found: dict[str, Column]
    notices: tuple[str, ...] = ()
    decimal_comma: bool = False


def heading_key(text: str) -> str:
    """A heading without case, spaces and signs."""
    return "".join(c for c in text[:LONGEST_HEADING].casefold() if c.isalnum() or c == "№")


def unit_key(text: str) -> str:
    """A unit without case, spaces and signs; the dollar sign is USD."""
    return heading_key(text.replace("$", "usd").replace("US$", "usd"))


_EXACT = {heading_key(name): name for name in CANONICAL}
_OTHER = {heading_key(word): name for name, words in SYNONYMS.items() for word in words}


class _Meaning(NamedTuple):
    name: str
    exact: bool
    unit: str


def _meaning(heading: str) -> _Meaning | None:
    """The column that a heading stands for, if any, and the unit that it names."""
    outside = _BRACKETS.sub(" ", heading)
    units = [unit for unit in _BRACKETS.findall(heading) if unit.strip()]
    head, comma, tail = outside.rpartition(",")
    readings = [(heading, "")]
    if units:
        readings.append((outside, units[-1]))
    if comma:
        readings.append((head, tail))
    words = [word for word in _WORD_ENDS.split(outside) if word]
    if len(words) > 1 and unit_key(words[-1]) in MASS_UNITS:
        readings.append((" ".join(words[:-1]), words[-1]))
    for text, unit in readings:
        key = heading_key(text)
        if key in _EXACT:
            return _Meaning(_EXACT[key], exact=not unit, unit=unit)
        if key in _OTHER:
            # "Вес кг", "kg": the words are in the table, their unit is the last of them.
            last = unit or (text.split() or [""])[-1]
            return _Meaning(_OTHER[key], exact=False, unit=last if _is_unit(last) else unit)
    return None


def _is_unit(word: str) -> bool:
    return unit_key(word) in MASS_UNITS


def meanings(headings: Sequence[str]) -> int:
    """How many different columns some cells would be the headings of."""
    found = {meaning.name for meaning in map(_meaning, headings) if meaning is not None}
    return len(found)


def heading_line(lines: Sequence[Sequence[str]]) -> int:
    """Which of the first lines holds the headings: the first that names most columns."""
    scores = [meanings(line) for line in lines[:SEARCHED_LINES]]
    best = max(scores, default=0)
    return scores.index(best) if best >= 2 else 0


def distinct_headings(cells: Sequence[str]) -> list[str]:
    """Headings without doubles, none of them empty and none ``row``."""
    taken = {"row"}
    found: list[str] = []
    for number, cell in enumerate(cells, 1):
        wanted = " ".join(cell.split()) or f"column_{number}"
        name, count = wanted, 1
        while name in taken:
            count += 1
            name = f"{wanted}_{count}"
        taken.add(name)
        found.append(name)
    return found


def find_columns(
    where: str, cells: Sequence[str], headings: Sequence[str], *, decimal_comma: bool = False
) -> Columns:
    """Say which heading means what.

    Parameters
    ----------
    where
        Name of the list, for messages.
    cells
        The headings as they stand.
    headings
        The same, made distinct.
    decimal_comma
        Handed on to `Columns`.

    Raises
    ------
    RequestError
        If a column that every row needs is missing, or two columns mean the same.
    """
    claims: dict[str, list[tuple[_Meaning, int]]] = {}
    for position, cell in enumerate(cells):
        meaning = _meaning(cell)
        if meaning is not None:
            claims.setdefault(meaning.name, []).append((meaning, position))
    found: dict[str, Column] = {}
    notices: list[str] = []
    for name in CANONICAL:
        claimed = claims.get(name, [])
        exact = [claim for claim in claimed if claim[0].exact]
        if len(claimed) > 1 and len(exact) != 1:
            both = " and ".join(f"'{shorten(cells[at])}'" for _, at in claimed)
            raise RequestError(f"{where}: {both} both mean {name}; rename or remove one")
        if not claimed:
            continue
        meaning, at = (exact or claimed)[0]
        ignored = [cells[other] for _, other in claimed if other != at]
        notices += [f"column '{shorten(c)}' is not used: '{name}' is there" for c in ignored]
        column = _in_unit(where, meaning, cells[at], headings[at], notices)
        if column is not None:
            found[name] = column
    missing = [name for name in REQUIRED if name not in found]
    if missing:
        raise RequestError(_missing(where, missing, cells, claims))
    return Columns(found, tuple(notices), decimal_comma)


def _in_unit(
    where: str, meaning: _Meaning, cell: str, heading: str, notices: list[str]
) -> Column | None:
    """The column in the unit that its heading names."""
    name, key = meaning.name, unit_key(meaning.unit)
    known = UNITS.get(name)
    if known is None or not key:
        if name == "value_usd_per_t" and not meaning.exact:
            notices.append(f"column '{shorten(cell)}' is read as USD per tonne")
        return Column(heading)
    if name == "value_usd_per_t" and key in MONEY_UNITS:
        if meaning.exact or _PER_TONNE.search(cell.casefold()):
            return Column(heading)
        notices.append(f"column '{shorten(cell)}' is not used: it does not say USD per tonne")
        return None
    divisor = known.get(key)
    if divisor is None:
        raise RequestError(
            f"{where}: column '{shorten(cell)}' is in '{shorten(meaning.unit.strip())}';"
            f" give {WANTED_UNIT[name]}"
        )
    if divisor != 1:
        change = f"divided by {divisor:g}" if divisor > 1 else f"multiplied by {1 / divisor:g}"
        notices.append(f"column '{shorten(cell)}' is {change} to give {name}")
    return Column(heading, divisor)


def _missing(
    where: str,
    missing: Sequence[str],
    cells: Sequence[str],
    claims: dict[str, list[tuple[_Meaning, int]]],
) -> str:
    if not claims:
        first = shorten(" | ".join(cells), 80)
        return (
            f"{where}: no heading line; the first line is '{first}'. Begin the list with the"
            f" headings {', '.join(REQUIRED)} (corridors batch --template list.xlsx writes one)"
        )
    used = {at for claimed in claims.values() for _, at in claimed}
    free = [cell for at, cell in enumerate(cells) if at not in used and cell.strip()]
    hints = [_likely(name, free) for name in missing]
    word = "column" if len(missing) == 1 else "columns"
    listed = ", ".join(f"{name}{hint}" for name, hint in zip(missing, hints, strict=True))
    has = shorten(", ".join(cell for cell in cells if cell.strip()), 200)
    return f"{where}: no {word} {listed}; the headings are: {has}"


def _likely(name: str, free: Sequence[str]) -> str:
    """The unused heading that comes closest to a missing column, as a question."""
    from rapidfuzz import fuzz

    words = [heading_key(word) for word in (name, *SYNONYMS[name]) if len(word) > 2]
    scored = [
        (max(fuzz.ratio(heading_key(cell), word) for word in words), cell)
        for cell in free
        if heading_key(cell)
    ]
    best = max(scored, default=(0.0, ""))
    return f" (did you mean '{shorten(best[1])}'?)" if best[0] >= _LIKE else ""
