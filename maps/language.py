"""The languages that pages and answers speak, and the catalogues of their words.

English is the language of the sources: it needs no catalogue. Each package that speaks keeps
its translations in ``locale/<language>/LC_MESSAGES`` beside its modules, as a ``.po`` file for
people and a ``.mo`` file, made from it, for programs.
"""

from gettext import GNUTranslations, NullTranslations

from maps.errors import MapDataError

__all__ = ["LANGUAGES", "catalogue"]

LANGUAGES = {"en": "English", "ru": "русский", "kk": "қазақша", "tg": "тоҷикӣ"}
"""What each language calls itself, by BCP 47 tag."""

SOURCE = "en"


def catalogue(lang: str, package: str = "maps") -> NullTranslations:
    """The translations of a package into a language; none are needed for English.

    Raises
    ------
    MapDataError
        If the package does not speak the language.

    Examples
    --------
    >>> catalogue("ru").gettext("Legend")
    'Условные обозначения'
    """
    if lang == SOURCE:
        return NullTranslations()
    if lang in LANGUAGES:
        from importlib import resources  # not needed for English

        folder = resources.files(package).joinpath("locale", lang, "LC_MESSAGES")
        with folder.joinpath(f"{package}.mo").open("rb") as file:
            return GNUTranslations(file)
    raise MapDataError(f"no language '{lang}'; there are {', '.join(LANGUAGES)}")
