"""Sentences with figures that can still be told in another language.

A `Phrase` is its English text, so that files and programs read it as any other text. It also
knows the template and the values that it was made of: whoever shows it to people translates
the template as a whole and writes the values in the manner of the language.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Self

Value = object
"""What fills a template: a number, a date, a text from the facts, or a phrase again."""


class Phrase(str):
    """An English text made of a template and its values.

    Parameters
    ----------
    template
        As for `str.format`; a literal, so that the catalogues of translations can list it.
    values, named
        What fills it.

    Examples
    --------
    >>> wait = Phrase("worst published wait {hours:g} h", hours=144.0)
    >>> wait
    'worst published wait 144 h'
    >>> wait.template, wait.named["hours"]
    ('worst published wait {hours:g} h', 144.0)
    """

    __slots__ = ("named", "template", "values")
    template: str
    values: tuple[Value, ...]
    named: Mapping[str, Value]

    def __new__(cls, template: str, /, *values: Value, **named: Value) -> Self:
        """Fill the template."""
        made = super().__new__(cls, template.format(*values, **named))
        made.template = template
        made.values = values
        made.named = named
        return made

    def __reduce__(self) -> tuple[object, ...]:
        """What makes an equal phrase: for copies, and for other processes."""
        return _filled, (self.template, self.values, dict(self.named))


def _filled(template: str, values: tuple[Value, ...], named: Mapping[str, Value]) -> Phrase:
    return Phrase(template, *values, **named)


class Series(str):
    """Texts one after another, such as ``KZ and UZ``.

    Parameters
    ----------
    parts
        Phrases, or texts that stay as they are.
    separator
        What stands between them, in English.

    Examples
    --------
    >>> Series(("KZ", "UZ"), " and ")
    'KZ and UZ'
    """

    __slots__ = ("parts", "separator")
    parts: tuple[str, ...]
    separator: str

    def __new__(cls, parts: Iterable[str], separator: str = ", ") -> Self:
        """Join the parts."""
        parts = tuple(parts)
        made = super().__new__(cls, separator.join(parts))
        made.parts = parts
        made.separator = separator
        return made

    def __reduce__(self) -> tuple[object, ...]:
        """What makes an equal series."""
        return Series, (self.parts, self.separator)


def marked(template: str) -> str:
    """A template that is filled elsewhere: told to the catalogues, otherwise left as it is."""
    return template


class Stamp(str):
    """A day or a moment as ISO 8601 writes it, which knows what it stands for.

    Examples
    --------
    >>> Stamp(date(2026, 12, 28))
    '2026-12-28'
    """

    __slots__ = ("at",)
    at: date

    def __new__(cls, at: date) -> Self:
        """Write a day, or a moment with its offset."""
        made = super().__new__(cls, at.isoformat())
        made.at = at
        return made

    def __reduce__(self) -> tuple[object, ...]:
        """What makes an equal stamp."""
        return Stamp, (self.at,)
