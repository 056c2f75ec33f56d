"""What errors say, and which builtin they also are."""

import pytest

from corridors.errors import (
    AmbiguousNameError,
    CorridorsError,
    NoRouteError,
    RequestError,
    SolverError,
    UnknownNameError,
    shorten,
)


def test_every_error_of_the_package_has_one_root() -> None:
    for error in (RequestError, UnknownNameError, AmbiguousNameError, NoRouteError, SolverError):
        assert issubclass(error, CorridorsError)
    assert issubclass(RequestError, ValueError)
    assert issubclass(UnknownNameError, LookupError)
    assert issubclass(NoRouteError, LookupError)
    assert issubclass(SolverError, RuntimeError)


def test_an_unknown_name_is_told_with_the_places_that_come_close() -> None:
    error = UnknownNameError("place", "Khujant", ("tj-khujand", "tj-khorog"))
    assert str(error) == "no place 'Khujant'; did you mean tj-khujand or tj-khorog?"
    assert (error.kind, error.name) == ("place", "Khujant")
    assert error.suggestions == ("tj-khujand", "tj-khorog")
    assert str(UnknownNameError("cargo", "zzz")) == "no cargo 'zzz'"


def test_an_ambiguous_name_is_told_with_all_it_may_be() -> None:
    error = AmbiguousNameError("place", "Karakul", ("tj-karakul", "uz-karakul"))
    assert str(error) == "'Karakul' may be place tj-karakul or uz-karakul; use the id"
    assert error.candidates == ("tj-karakul", "uz-karakul")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Хуҷанд", "Хуҷанд"),
        ("a\nb\tc", "a b\\x09c"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("x" * 100, "x" * 59 + "…"),
    ],
)
def test_a_name_in_a_message_keeps_to_one_short_harmless_line(text: str, line: str) -> None:
    assert shorten(text) == line
    assert len(shorten(text * 50)) <= 60
