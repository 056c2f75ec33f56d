"""Answers in the language of those who read them.

`Words` says English texts in another language: sentences as wholes, numbers and dates in the
manner of the language, places by the names that its speakers use. In English a text is its
own translation, so nothing is loaded and nothing looked up.
"""

from datetime import date, datetime
from functools import cache
from gettext import NullTranslations
from typing import TYPE_CHECKING

from corridors.errors import RequestError
from corridors.model.phrase import Phrase, Series, Stamp, marked
from corridors.model.shipment import Stop
from corridors.network.carriage import vehicle_name
from maps.language import LANGUAGES, SOURCE, catalogue
from network_data import Facts
from network_data.records import Commodity, Crossing, Place

if TYPE_CHECKING:
    from corridors.views.filler import Filler

__all__ = ["ENGLISH", "LANGUAGES", "Words", "words_in"]

LOCAL_NAMES = {"kk": "KZ", "tg": "TJ"}
"""The country whose own names of places are those of a language."""


class Words:
    """Says things in one language.

    Parameters
    ----------
    lang
        Tag of the language, a key of `LANGUAGES`.
    texts
        Its catalogue.
    """

    def __init__(self, lang: str = SOURCE, texts: NullTranslations | None = None) -> None:
        self.lang = lang
        self.english = lang == SOURCE
        self._texts = texts or NullTranslations()
        self._filler = None if self.english else _filler(self)
        self._marks = {ord(mark): self._texts.gettext(mark) for mark in ",."}

    # -- texts ---------------------------------------------------------------------------

    def __call__(self, template: str, /, *values: object, **named: object) -> str:
        """A sentence: a literal template in English, and what fills it.

        Examples
        --------
        >>> ENGLISH("{count:,} departures", count=1200)
        '1,200 departures'
        """
        if self._filler is None:
            return template.format(*values, **named)
        return self._filler.vformat(self.word(template), values, named)

    def plural(self, one: str, many: str, count: int, /, **named: object) -> str:
        """A sentence about a number of things; ``{count}`` stands for the number."""
        template = self._texts.ngettext(one, many, count)
        if self._filler is None:
            return template.format(count=count, **named)
        return self._filler.vformat(template, (), {"count": count, **named})

    def say(self, text: str) -> str:
        """A text that was made elsewhere: a phrase, or a word such as a kind of charge."""
        if self._filler is None:
            return str(text)
        match text:
            case Phrase():
                return self._filler.vformat(self.word(text.template), text.values, text.named)
            case Series():
                return self.word(text.separator).join(map(self.say, text.parts))
            case Stamp(at=datetime() as at):
                return self.moment(at)
            case Stamp():
                return self.day(text.at)
            case _:
                return self.word(text)

    def word(self, text: str) -> str:
        """A word of the catalogue; what is not in it stays as it is."""
        return self._texts.gettext(str(text)) if text else ""

    def listed(self, texts: "tuple[str, ...] | list[str]") -> str:
        """Words with commas between them."""
        return ", ".join(map(self.say, texts))

    # -- numbers and dates ---------------------------------------------------------------

    def number(self, value: float, spec: str = ",.0f") -> str:
        """A number in the format of `format`, with the marks of the language."""
        text = format(value, spec)
        if self.english:
            return text
        text = text.translate(self._marks)
        return self(marked("{share} %"), share=text[:-1]) if spec.endswith("%") else text

    def moment(self, at: datetime | None) -> str:
        """A clock time with its offset, to the minute; empty if there is none."""
        if at is None:
            return ""
        if self.english:
            text = at.strftime("%Y-%m-%d %H:%M%z")
            return f"{text[:-2]}:{text[-2:]}" if at.tzinfo is not None else text
        offset = at.isoformat()[-6:] if at.tzinfo is not None else ""
        return f"{self._dated('yMd', at)} {at:%H:%M} {offset}".rstrip()

    def day(self, at: date) -> str:
        """A day in figures."""
        return f"{at:%Y-%m-%d}" if self.english else self._dated("yMd", at)

    def weekday(self, at: date) -> str:
        """A day in figures with the name of the weekday."""
        return f"{at:%Y-%m-%d %a}" if self.english else f"{self.day(at)} {self._dated('E', at)}"

    def clock(self, at: datetime, *, year: bool = True) -> str:
        """A moment in words, without its offset: ``Mon 28 Dec 2026 08:00``."""
        if self.english:
            return f"{at:%a} {at.day} {at:{'%b %Y' if year else '%b'} %H:%M}"
        return f"{self._dated('yMMMEd' if year else 'MMMEd', at)} {at:%H:%M}"

    def short_day(self, at: date) -> str:
        """A day in few letters: ``28 Dec``."""
        return f"{at.day} {at:%b}" if self.english else self._dated("MMMd", at)

    def _dated(self, skeleton: str, at: date) -> str:
        from babel.dates import format_skeleton

        text: str = format_skeleton(skeleton, at, locale=self.lang)
        return text

    # -- what the facts name -------------------------------------------------------------

    def place(self, facts: Facts, stop: Stop) -> str:
        """A place by its name in the language; a point by its coordinates."""
        name = stop if isinstance(stop, str) else stop.id
        place = facts.places.get(name)
        return name if place is None else self.name(place)

    def name(self, place: Place) -> str:
        """A name of a place in the language, or one that its speakers can read."""
        if self.english:
            return place.name_en
        own = place.name_local if LOCAL_NAMES.get(self.lang) == place.country else ""
        return own or place.name_ru or place.name_en

    def cargo(self, cargo: Commodity) -> str:
        """The name of a cargo; one's own cargoes have a Russian name beside the English one."""
        if self.english:
            return cargo.name
        told = self.word(cargo.name)
        return told if told != cargo.name else cargo.name_ru or cargo.name

    def vehicle(self, facts: Facts, vehicle: str) -> str:
        """The name of a vehicle type, by its id with or without a registration."""
        name = vehicle_name(facts.vehicles, vehicle)
        if self.english or vehicle in facts.vehicles:
            return self.word(name)
        kind, _, registration = name.rpartition(" (")
        return f"{self.word(kind)} ({registration}"

    def sides(self, facts: Facts, crossing: Crossing) -> tuple[str, str]:
        """What the two posts of a crossing are called."""
        if self.english:
            return crossing.name_a, crossing.name_b
        return self.place(facts, crossing.a), self.place(facts, crossing.b)

    def facilities(self, facts: Facts) -> dict[str, str]:
        """What people call each crossing (its two posts) and terminal (its place)."""
        if self.english:
            from corridors.tables.differences import facility_names

            return facility_names(facts)
        names = {row.id: " - ".join(self.sides(facts, row)) for row in facts.crossings.values()}
        for terminal in facts.terminals.values():
            place = self.place(facts, terminal.place)
            names[terminal.id] = self(marked("terminal {place}"), place=place)
        return names


def _filler(words: Words) -> "Filler":
    from corridors.views.filler import Filler  # not needed for English

    return Filler(words)


ENGLISH = Words()


@cache
def words_in(lang: str) -> Words:
    r"""The words of a language.

    Raises
    ------
    RequestError
        If there is no such language.

    Examples
    --------
    >>> words_in("ru").number(87722.4, ",.1f")
    '87\xa0722,4'
    """
    if lang == SOURCE:
        return ENGLISH
    if lang not in LANGUAGES:
        raise RequestError(f"no language '{lang}'; there are {', '.join(LANGUAGES)}")
    texts = catalogue(lang, "corridors")
    return Words(lang, texts)
