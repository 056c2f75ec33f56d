"""The words that a map says by itself, in one table, and the same words in other languages.

A kind of page with more to say has a table of its own in a module ``maps/..._words.py`` and a
line in `WORD_TABLES`. Translations are in the catalogues of `maps.language`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from maps.errors import MapDataError
from maps.language import SOURCE, catalogue

__all__ = ["ENGLISH", "Labels", "labels_in", "word_tables"]

WORD_TABLES = (
    ("maps.labels", "_ENGLISH_TEXTS"),
    ("maps.flow_words", "FLOW_WORDS"),
    ("maps.network_words", "NETWORK_WORDS"),
    ("maps.report_words", "REPORT_WORDS"),
)
"""Module and name of every table of English words by key: the keys differ between tables."""

_ENGLISH_TEXTS: Mapping[str, str] = {
    "alternatives": "Routes",
    "alternatives_hint": "Choose a route to see its legs and draw it on the map.",
    "show_others": "Show the other routes on the map",
    "fit": "Fit the map to the routes",
    "zoom_in": "Zoom in",
    "zoom_out": "Zoom out",
    "map": "Map of the routes",
    "legs": "Legs",
    "indicators": "CAREC CPMM indicators",
    "charts": "Charts",
    "step": "Step",
    "km": "km",
    "wait_h": "Wait h",
    "moving_h": "Moving h",
    "end_h": "By hour",
    "end_h_hint": "Hours from the start of loading to the end of the step",
    "cost_usd": "USD",
    "total": "Total",
    "leg_more": "Basis and notes",
    "leg_zoom": "Show on the map",
    "notes": "Notes",
    "sources": "Sources",
    "legend": "Legend",
    "loading": "Loading",
    "rail_haul": "Rail haul",
    "road_haul": "Road haul",
    "crossing": "Crossing",
    "transshipment": "Transshipment",
    "unloading": "Unloading",
    "rail": "Rail",
    "road": "Road",
    "other_route": "Another route",
    "origin": "Origin",
    "destination": "Destination",
    "via": "Via",
    "wait": "Wait",
    "wait_classes": "Border crossing, by wait in hours",
    "wait_unknown": "unknown",
    "wait_class_first": "< {upper}",
    "wait_class": "{lower}–{upper}",
    "wait_class_last": "≥ {lower}",
    "hours": "{hours} h",
    "facts_version": "Facts version",
    "disclaimer": "Borders and names are drawn for orientation and imply no opinion on the "
    "legal status of any territory.",
    "outline_credit": "Outlines: Natural Earth (public domain)",
    "no_script": "The map needs JavaScript; the tables below do not.",
    "thousands_mark": ",",
    "decimal_mark": ".",
    "country_AF": "Afghanistan",
    "country_AM": "Armenia",
    "country_AZ": "Azerbaijan",
    "country_CN": "China",
    "country_GE": "Georgia",
    "country_IN": "India",
    "country_IQ": "Iraq",
    "country_IR": "Iran",
    "country_KG": "Kyrgyzstan",
    "country_KW": "Kuwait",
    "country_KZ": "Kazakhstan",
    "country_MN": "Mongolia",
    "country_NP": "Nepal",
    "country_PK": "Pakistan",
    "country_RU": "Russia",
    "country_SA": "Saudi Arabia",
    "country_TJ": "Tajikistan",
    "country_TM": "Turkmenistan",
    "country_TR": "Turkey",
    "country_UZ": "Uzbekistan",
}


@dataclass(frozen=True, slots=True)
class Labels:
    """The texts of one language and its way of writing numbers.

    Attributes
    ----------
    lang
        BCP 47 tag for the page's ``lang``.
    texts
        Text by key; the keys are those of `ENGLISH`.
    """

    lang: str
    texts: Mapping[str, str]

    def __post_init__(self) -> None:
        missing = sorted(_ENGLISH_TEXTS.keys() - self.texts.keys())
        if missing:
            raise MapDataError(f"labels '{self.lang}': no text for {', '.join(missing)}")

    def __getitem__(self, key: str) -> str:
        return self.texts[key]

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number with the marks of the language.

        Examples
        --------
        >>> ENGLISH.number(12345.67, 1)
        '12,345.7'
        """
        text = f"{value:,.{decimals}f}"
        marks = {",": self["thousands_mark"], ".": self["decimal_mark"]}
        return "".join(marks.get(character, character) for character in text)


ENGLISH = Labels(SOURCE, _ENGLISH_TEXTS)


def word_tables() -> dict[str, str]:
    """Every word that pages say, by key, in English."""
    words: dict[str, str] = {}
    for module, name in WORD_TABLES:
        words |= getattr(import_module(module), name)
    return words


@cache
def labels_in(lang: str) -> Labels:
    r"""The words of all pages in a language.

    Raises
    ------
    MapDataError
        If there is no such language.

    Examples
    --------
    >>> labels_in("ru")["legend"], labels_in("ru").number(12345.6, 1)
    ('Условные обозначения', '12\xa0345,6')
    """
    if lang == SOURCE:
        return ENGLISH
    say = catalogue(lang).gettext
    return Labels(lang, {key: say(text) for key, text in word_tables().items()})
