"""Where the rows of a CSV file begin, and what is wrong with each: one pass, compiled by numba.

A cell may be quoted, and a quoted cell may hold the dividing sign, doubled quotes and line
ends. A row that spans lines is believed only if all of it is well formed and as wide as the
heading; otherwise its quote was never closed, and the row ends with its first line. So one
stray quote costs one row and never the rest of the file.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Function = TypeVar("Function", bound=Callable[..., Any])
compiled: Callable[[Function], Function] = cast(Any, numba.njit(cache=True, nogil=True))

ANY_WIDTH = 0
NO_COLUMN = -1
MAX_SPAN = 1 << 18
"""A row that spans lines is at most so many bytes long."""

# What is to be said of a row. The first four are no fault.
FINE = 0
FOREIGN = 1  # holds letters beyond ASCII, in good UTF-8
STRAY = 2  # a quotation mark inside an unquoted cell, or text behind a quoted one
SPANS = 4  # a cell holds a line end
BLANK = 8
WIDTH = 16
NUL = 32
NOT_UTF8 = 64
UNCLOSED = 128
ODD = STRAY | SPANS | BLANK | WIDTH | NUL | NOT_UTF8 | UNCLOSED
"""A row with any of these is not left to the fast reader."""
BROKEN = WIDTH | NUL | NOT_UTF8 | UNCLOSED
"""A row with any of these cannot be divided into cells."""

_START, _UNQUOTED, _QUOTED, _CLOSED = range(4)
_FNV, _PRIME = np.uint64(14695981039346656037), np.uint64(1099511628211)
_SPACE = 32


class Rows(NamedTuple):
    """The rows of some bytes.

    ``starts`` has one more entry than there are rows: where the rest begins. ``flags`` says
    what is wrong, ``cells`` how many cells there are, ``ids`` a hash of the cell of the id
    column (0: it is empty, or there is none).
    """

    starts: NDArray[np.int64]
    flags: NDArray[np.uint8]
    cells: NDArray[np.int32]
    ids: NDArray[np.uint64]


def scan(data: bytes, delimiter: str, width: int, id_column: int, last: bool) -> Rows:
    """Divide bytes into rows.

    Parameters
    ----------
    data
        UTF-8 text that begins with a row.
    delimiter
        What divides cells, one ASCII character.
    width
        Cells of every row, or `ANY_WIDTH`.
    id_column
        Position of the column whose cells are hashed, or `NO_COLUMN`.
    last
        Whether the file ends here; otherwise an unfinished row is left over.
    """
    array = np.frombuffer(data, dtype=np.uint8)
    sign = np.uint8(ord(delimiter))
    plain = b'"' not in data and b"\0" not in data and _no_lone_carriage(data) and _is_utf8(data)
    most = data.count(b"\n") + 1
    starts = np.empty(most + 1, dtype=np.int64)
    flags = np.zeros(most, dtype=np.uint8)
    cells = np.empty(most, dtype=np.int32)
    ids = np.zeros(most, dtype=np.uint64)
    if plain:
        count = _plain_rows(array, sign, last, starts, cells)
        if width:
            flags[:count][cells[:count] != width] = WIDTH
        _plain_cells(array, sign, id_column, starts[: count + 1], cells, flags, ids)
    else:
        ends = np.flatnonzero(array == 10)
        count = _rows(array, ends, sign, width, id_column, last, starts, flags, cells, ids)
    return Rows(starts[: count + 1], flags[:count], cells[:count], ids[:count])


def _no_lone_carriage(data: bytes) -> bool:
    count = data.count(b"\r")
    return not count or count == data.count(b"\r\n")


def _is_utf8(data: bytes) -> bool:
    try:
        return data.isascii() or bool(data.decode())
    except UnicodeDecodeError:
        return False


@compiled
def _is_blank(data: NDArray[np.uint8], start: int, end: int) -> bool:
    for k in range(start, end):
        c = data[k]
        if c != _SPACE and c != 9 and c != 10 and c != 13:
            return False
    return True


@compiled
def _utf8_length(data: NDArray[np.uint8], at: int) -> int:
    """Bytes of the UTF-8 character that begins here; 0 if none does."""
    lead = data[at]
    if 0xC2 <= lead <= 0xDF:
        length = 2
    elif 0xE0 <= lead <= 0xEF:
        length = 3
    elif 0xF0 <= lead <= 0xF4:
        length = 4
    else:
        return 0
    if at + length > len(data):
        return 0
    for k in range(at + 1, at + length):
        if data[k] & 0xC0 != 0x80:
            return 0
    second = data[at + 1]
    if (lead == 0xE0 and second < 0xA0) or (lead == 0xED and second > 0x9F):
        return 0
    if (lead == 0xF0 and second < 0x90) or (lead == 0xF4 and second > 0x8F):
        return 0
    return length


@compiled
def _letters(data: NDArray[np.uint8], start: int, end: int) -> int:
    """Whether what is beyond ASCII is good UTF-8."""
    k = start
    while k < end:
        length = 1
        if data[k] >= 0x80:
            length = _utf8_length(data, k)
            if length == 0:
                return NOT_UTF8
        k += length
    return FOREIGN


@compiled
def _hashed(
    data: NDArray[np.uint8], start: int, end: int, delimiter: np.uint8, column: int
) -> np.uint64:
    """The hash of a cell of a row without quotes, as `_quoted_row` would give it."""
    k = start
    while column > 0:
        if data[k] == delimiter:
            column -= 1
        k += 1
    stop = k
    while stop < end and data[stop] != delimiter:
        stop += 1
    while k < stop and (data[k] == _SPACE or data[k] == 13):
        k += 1
    while stop > k and (data[stop - 1] == _SPACE or data[stop - 1] == 13):
        stop -= 1
    if stop == k:
        return np.uint64(0)
    digest = _FNV
    for i in range(k, stop):
        digest = (digest ^ np.uint64(data[i])) * _PRIME
    return digest if digest != 0 else np.uint64(1)


@compiled
def _quoted_row(
    data: NDArray[np.uint8], start: int, delimiter: np.uint8, width: int, id_column: int, last: bool
) -> tuple[int, int, int, np.uint64]:
    """A row letter by letter: where the next begins, its flags, cells and hash; or -1 first."""
    size = len(data)
    at, state, flag, column, first_line_end = start, _START, 0, 0, -1
    digest, gap, hashed = _FNV, 0, False
    ended = False
    while at < size:
        c = data[at]
        length = 1
        if state == _QUOTED:
            if c == 34:
                if at + 1 < size and data[at + 1] == 34:
                    length = 2
                else:
                    state = _CLOSED
                    at += 1
                    continue
            elif c == 10 and first_line_end < 0:
                first_line_end = at
            if first_line_end >= 0 and at - start > MAX_SPAN:
                break
        elif c == delimiter:
            column += 1
            state = _START
            at += 1
            continue
        elif c == 10:
            ended = True
            at += 1
            break
        elif c == 13 and at + 1 < size and data[at + 1] == 10:
            at += 1
            continue
        elif c == 34 and state == _START:
            state = _QUOTED
            at += 1
            continue
        else:
            if c == 34 or state == _CLOSED:
                flag |= STRAY
                if first_line_end >= 0:
                    break
            state = _UNQUOTED
        if c == 0:
            flag |= NUL
        elif c >= 0x80:
            length = _utf8_length(data, at)
            flag |= FOREIGN if length else NOT_UTF8
            length = max(length, 1)
        if column == id_column:
            if c == _SPACE or c == 13:
                gap += 1 if hashed else 0
            else:
                for _ in range(gap):
                    digest = (digest ^ np.uint64(_SPACE)) * _PRIME
                gap, hashed = 0, True
                for k in range(at + length - 1 if c == 34 else at, at + length):
                    digest = (digest ^ np.uint64(data[k])) * _PRIME
        at += length
    over = ended or at >= size
    if over and not ended and not last:
        return -1, 0, 0, np.uint64(0)
    spans = first_line_end >= 0
    wrong = width > 0 and column + 1 != width
    if spans and (state == _QUOTED or not over or wrong or flag & STRAY):
        return first_line_end + 1, UNCLOSED, column + 1, np.uint64(0)
    if state == _QUOTED:
        flag |= UNCLOSED
    elif wrong:
        flag |= WIDTH
    if spans:
        flag |= SPANS
    if not hashed or flag & BROKEN:
        digest = np.uint64(0)
    elif digest == 0:
        digest = np.uint64(1)
    return at, flag, column + 1, digest


@compiled
def _rows(
    data: NDArray[np.uint8],
    line_ends: NDArray[np.int64],
    delimiter: np.uint8,
    width: int,
    id_column: int,
    last: bool,
    starts: NDArray[np.int64],
    flags: NDArray[np.uint8],
    cells: NDArray[np.int32],
    ids: NDArray[np.uint64],
) -> int:
    """Fill the arrays of `Rows`; how many rows there are."""
    size = len(data)
    row, at, line = 0, 0, 0
    while at < size:
        while line < len(line_ends) and line_ends[line] < at:
            line += 1
        ended = line < len(line_ends)
        if not ended and not last:
            break
        end = line_ends[line] if ended else size
        delimiters, special, high = np.int32(0), np.int32(0), np.int32(0)
        for k in range(at, end):  # without branches: several bytes at once
            c = data[k]
            delimiters = np.int32(delimiters + (c == delimiter))
            special = np.int32(special + ((c == 34) | (c == 0) | (c == 13)))
            high = np.int32(high + (c >> 7))
        if special and data[end - 1] == 13:
            special -= 1
        if special == 0:
            flag, digest = FINE, np.uint64(0)
            if high > 0:
                flag = _letters(data, at, end)
            if delimiters == 0 and _is_blank(data, at, end):
                flag = BLANK
            elif width > 0 and delimiters + 1 != width:
                flag |= WIDTH
            elif id_column >= 0 and flag & BROKEN == 0:
                digest = _hashed(data, at, end, delimiter, id_column)
            starts[row], flags[row], cells[row], ids[row] = at, flag, delimiters + 1, digest
            at = end + 1 if ended else size
        else:
            after, flag, count, digest = _quoted_row(data, at, delimiter, width, id_column, last)
            if after < 0:
                break  # the rest of the row is still to come
            starts[row], flags[row], cells[row], ids[row] = at, flag, count, digest
            at = after
        row += 1
    starts[row] = at
    return row


@compiled
def _plain_rows(
    data: NDArray[np.uint8],
    delimiter: np.uint8,
    last: bool,
    starts: NDArray[np.int64],
    cells: NDArray[np.int32],
) -> int:
    """Rows and their cells where nothing is quoted and all is UTF-8."""
    row, delimiters = 0, 0
    starts[0] = 0
    for k in range(len(data)):
        c = data[k]
        delimiters += c == delimiter
        if c == 10:
            cells[row] = delimiters + 1
            delimiters = 0
            row += 1
            starts[row] = k + 1
    if last and starts[row] < len(data):
        cells[row] = delimiters + 1
        row += 1
        starts[row] = len(data)
    return row


@compiled
def _plain_cells(
    data: NDArray[np.uint8],
    delimiter: np.uint8,
    id_column: int,
    starts: NDArray[np.int64],
    cells: NDArray[np.int32],
    flags: NDArray[np.uint8],
    ids: NDArray[np.uint64],
) -> None:
    """Blank rows, and the hashes of the ids."""
    for row in range(len(starts) - 1):
        start, end = starts[row], starts[row + 1]
        if data[end - 1] == 10:
            end -= 1
        if cells[row] == 1 and _is_blank(data, start, end):
            flags[row] = BLANK
        elif id_column >= 0 and flags[row] == FINE:
            ids[row] = _hashed(data, start, end, delimiter, id_column)
