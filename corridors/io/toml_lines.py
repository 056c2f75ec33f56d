"""At which lines of a TOML file its tables and keys stand.

``tomllib`` reads values but not where they are; messages on what they mean need both.
"""

import re
from typing import Final, NamedTuple

_HEADER: Final = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY: Final = re.compile(r"""\s*("[^"]*"|'[^']*'|[A-Za-z0-9_-]+)\s*=""")


class Table(NamedTuple):
    """A table of a file: its name, the line of its heading, and the lines of its keys."""

    name: str
    line: int
    keys: dict[str, int]


def tables_of(text: str) -> list[Table]:
    r"""The tables of a TOML file in order; the first, without a name, is what precedes them.

    The text is one that ``tomllib`` has read, so it is known to be well formed.

    Examples
    --------
    >>> tables_of("a = 1\n[[close]]\nids = [\n  'x',\n]\nnote = 'y'\n")[1]
    Table(name='close', line=2, keys={'ids': 3, 'note': 6})
    """
    tables = [Table("", 1, {})]
    state = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not state:
            if header := _HEADER.match(line):
                tables.append(Table(header[2].strip("\"'"), number, {}))
                continue
            if key := _KEY.match(line):
                tables[-1].keys.setdefault(key[1].strip("\"'"), number)
        state = _after(line, state)
    return tables


def _after(line: str, state: str) -> str:
    """What is still open at the end of a line: quotes of a long string, or brackets."""
    at = 0
    while at < len(line):
        if state[-1:] in ("'", '"'):
            quote = state.lstrip("[{")
            if line[at] == "\\" and quote[0] == '"':
                at += 2
            elif line.startswith(quote, at):
                at += len(quote)
                state = state[: -len(quote)]
            else:
                at += 1
            continue
        sign = line[at]
        if sign == "#":
            break
        if sign in "'\"":
            quote = sign * 3 if line.startswith(sign * 3, at) else sign
            state += quote
            at += len(quote)
            continue
        if sign in "[{":
            state += sign
        elif sign in "]}":
            state = state[:-1]
        at += 1
    return state
