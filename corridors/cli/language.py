"""``--lang``: the language of what people read."""

from collections.abc import Callable
from typing import TypeVar

import click

from corridors.views.words import LANGUAGES

Command = TypeVar("Command", bound=Callable[..., object])


def lang_option(command: Command) -> Command:
    """``--lang``, or ``CORRIDORS_LANG`` in the environment."""
    return click.option(
        "--lang",
        type=click.Choice(list(LANGUAGES)),
        default="en",
        envvar="CORRIDORS_LANG",
        show_default=True,
        help="Language of text and maps; also set by CORRIDORS_LANG.",
    )(command)
