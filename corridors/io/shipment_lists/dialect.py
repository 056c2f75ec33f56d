"""How a text file is written: its encoding and what divides its cells."""

import re
from typing import NamedTuple

from corridors.io.shipment_lists.columns import SEARCHED_LINES, heading_line, meanings
from corridors.io.shipment_lists.scan import ANY_WIDTH, NO_COLUMN, scan

HEAD = 1 << 20
"""So many bytes are looked at to tell the encoding."""
DELIMITERS = (",", ";", "\t", "|")
_SEPARATOR_LINE = re.compile(rb'\A"?sep=(.)"?\r?\n')  # what Excel writes and obeys
_RUSSIAN = re.compile("[А-Яа-яЁё]")
_CAPITAL_INSIDE = re.compile("[а-яё][А-ЯЁ]")
_MOST_ODD = 0.1
"""Share of letters that may not be Russian in text that is cp1251 after all."""
_MOST_SWAPPED = 0.03
"""Share of letters behind which a capital may follow in a word: KOI8 swaps the cases."""


class Heading(NamedTuple):
    """Where the headings stand.

    ``line`` counts rows from 1, ``end`` is the byte at which the next row begins.
    """

    cells: list[str]
    delimiter: str
    line: int
    end: int


def encoding_of(head: bytes) -> str:
    """The encoding of a text that begins so; ``utf-8`` if nothing speaks against it."""
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe\0\0", "utf-32"),
        (b"\0\0\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if head.startswith(mark):
            return name
    sample = head[: 1 << 12]
    if len(sample) >= 4:
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        if max(even, odd) > len(sample) // 8 and min(even, odd) <= max(even, odd) // 4:
            return "utf-16-le" if odd > even else "utf-16-be"
    if _mostly(head, "utf-8"):
        return "utf-8"
    return single_byte_encoding(head)


def _mostly(head: bytes, encoding: str) -> bool:
    """Whether more lines with letters beyond ASCII are good in an encoding than are not."""
    good = bad = 0
    for line in head.split(b"\n")[:-1] or [head]:
        if line.isascii():
            continue
        try:
            line.decode(encoding)
            good += 1
        except UnicodeDecodeError:
            bad += 1
    return good >= bad


def single_byte_encoding(head: bytes) -> str:
    """Windows Cyrillic, unless the text does not read like Russian in it."""
    text = head.decode("cp1251", "replace")
    beyond = [c for c in text if not c.isascii()]
    russian = sum(1 for c in beyond if _RUSSIAN.match(c))
    swapped = len(_CAPITAL_INSIDE.findall(text))
    if russian and russian >= (1 - _MOST_ODD) * len(beyond) and swapped < _MOST_SWAPPED * russian:
        return "cp1251"
    from charset_normalizer import from_bytes

    best = from_bytes(head[: 1 << 16]).best()
    return best.encoding if best is not None else "cp1251"


def find_heading(head: bytes) -> Heading | None:
    """The headings of a text, and what divides its cells; nothing if it has no filled row.

    The sign is taken that makes most columns known, then the one that makes most cells.
    """
    start = 3 if head.startswith(b"\xef\xbb\xbf") else 0
    told = _SEPARATOR_LINE.match(head[start:])
    skipped = 0
    candidates: tuple[str, ...] = DELIMITERS
    if told and told[1].isascii():
        start += told.end()
        skipped = 1
        candidates = (told[1].decode(),)
    best: tuple[tuple[int, int], Heading] | None = None
    for delimiter in candidates:
        found = _heading_by(head[start:], delimiter)
        if found is None:
            continue
        heading = found._replace(line=found.line + skipped, end=found.end + start)
        score = (meanings(heading.cells), len(heading.cells))
        if best is None or score > best[0]:
            best = score, heading
    return best[1] if best else None


def _heading_by(data: bytes, delimiter: str) -> Heading | None:
    """The headings if this sign divides the cells."""
    rows = scan(data, delimiter, ANY_WIDTH, NO_COLUMN, last=True)
    lines: list[tuple[int, int, list[str]]] = []
    for i in range(min(len(rows.flags), 5 * SEARCHED_LINES)):
        start, stop = int(rows.starts[i]), int(rows.starts[i + 1])
        cells = cells_of(data[start:stop].decode("utf-8", "replace"), delimiter)
        if any(cell.strip() for cell in cells):
            lines.append((i + 1, stop, cells))
        if len(lines) == SEARCHED_LINES:
            break
    if not lines:
        return None
    line, end, cells = lines[heading_line([cells for _, _, cells in lines])]
    return Heading([cell.strip() for cell in cells], delimiter, line, end)


def cells_of(text: str, delimiter: str) -> list[str]:
    """The cells of one row, however oddly it is quoted, as the scan of the bytes sees them."""
    body = text[:-1] if text.endswith("\n") else text
    body = body[:-1] if body.endswith("\r") else body
    cells: list[str] = []
    cell: list[str] = []
    quoted = closed = False
    at = 0
    while at < len(body):
        c = body[at]
        at += 1
        if quoted:
            if c != '"':
                cell.append(c)
            elif body[at : at + 1] == '"':
                cell.append(c)
                at += 1
            else:
                quoted, closed = False, True
        elif c == delimiter:
            cells.append("".join(cell))
            cell, closed = [], False
        elif c == '"' and not cell and not closed:
            quoted = True
        else:
            cell.append(c)
    return [*cells, "".join(cell)]
