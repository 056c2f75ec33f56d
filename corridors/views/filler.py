"""Fills templates in another language: numbers with its marks, phrases in its words."""

from string import Formatter
from typing import Any, Protocol


class Speaker(Protocol):
    """What says texts and numbers in the language."""

    def say(self, text: str) -> str:
        """A text."""

    def number(self, value: float, spec: str) -> str:
        """A number in the format of `format`."""


class Filler(Formatter):
    """A `str.format` that speaks the language of its `Speaker`."""

    def __init__(self, words: Speaker) -> None:
        self.words = words

    def format_field(self, value: Any, format_spec: str) -> str:
        """One value."""
        if isinstance(value, str):
            return format(self.words.say(value), format_spec)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self.words.number(value, format_spec)
        return format(value, format_spec)
