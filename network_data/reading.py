"""A table file as text cells: everything that can be wrong before a cell is understood."""

import os
import stat
from _csv import Error as CsvError
from _csv import reader
from io import StringIO

from network_data.problems import Problem
from network_data.schema import Column

MAX_BYTES = 64 * 1024 * 1024  # a table is a few hundred kB; more is another kind of file
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

Rows = list[list[str]]


def read_bytes(path: str) -> bytes | Problem:
    """Read a table file, or say why it cannot be read."""
    name = os.path.basename(path)
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            return Problem(name, 0, "", "is a directory; put a CSV file of this name in its place")
        if not stat.S_ISREG(status.st_mode):
            return Problem(name, 0, "", "is not an ordinary file; put a CSV file in its place")
        if status.st_size > MAX_BYTES:
            return Problem(
                name,
                0,
                "",
                f"holds {status.st_size / 1024**2:.0f} MiB, a table at most "
                f"{MAX_BYTES // 1024**2}; check that it is the right file",
            )
        with open(path, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return Problem(
            name, 0, "", f"cannot be read ({reason}); check the path and its permissions"
        )


def split_cells(name: str, data: bytes, delimiter: str = ",") -> tuple[list[str], Rows] | Problem:
    """Split the bytes of a table into its header and its rows of text cells.

    ``rows[i]`` is row ``i + 2`` of the file; a blank line is an empty row. A file that
    cannot be split gives the reason instead.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Problem(name, 0, "", "is UTF-16; save it as CSV UTF-8")
    start = len(_BYTE_ORDER_MARK) if data.startswith(_BYTE_ORDER_MARK) else 0
    if b"\0" in data:
        row = _line_of(data, data.index(b"\0"))
        return Problem(name, row, "", "holds a NUL byte; save the table again as CSV UTF-8")
    try:
        text = data[start:].decode("utf-8")
    except UnicodeDecodeError as error:
        at = start + error.start
        what = f"byte {at} (0x{data[at]:02x}) is not UTF-8; save the file as CSV UTF-8"
        return Problem(name, _line_of(data, at), "", what)
    if not text.strip():
        return Problem(name, 0, "", "is empty; begin it with the header row of the table")
    rows: Rows = []
    try:
        rows.extend(reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except CsvError as error:
        what = str(error)
        if "unexpected end" in what:
            what = "a quotation mark is opened and never closed"
        what += "; close every quoted cell, and double the quotation marks inside one"
        return Problem(name, len(rows) + 1, "", what)
    if not rows[0]:
        return Problem(name, 1, "", "is blank; begin the file with the header row")
    return rows[0], rows[1:]


def _line_of(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1


def order_cells(
    name: str, header: list[str], rows: Rows, columns: tuple[Column, ...]
) -> tuple[Rows, list[Problem]]:
    """Put the cells of every row in the order of the schema.

    Columns may stand in any order in the file; cells of a missing column are empty. A
    missing, unknown or repeated column and a row with too many or too few cells are
    problems; such a row becomes an empty one.
    """
    names = [column.name for column in columns]
    width = len(header)
    if header == names and not any(len(row) != width for row in rows):
        return rows, []
    problems = _header_problems(name, header, names)
    place = {column: header.index(column) for column in names if column in header}
    ordered: Rows = []
    for number, row in enumerate(rows, 2):
        if row and len(row) != width:
            problems.append(
                Problem(
                    name,
                    number,
                    "",
                    f"has {len(row)} cells, the header {width}; "
                    "quote cells that hold a comma, keep the commas of empty ones",
                )
            )
            row = []
        ordered.append([row[place[n]] if n in place else "" for n in names] if row else [])
    return ordered, problems


def _header_problems(name: str, header: list[str], names: list[str]) -> list[Problem]:
    if len(header) == 1:
        for mark, word in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
            if mark in header[0]:
                return [Problem(name, 1, "", f"cells are divided by {word}; divide them by commas")]
    problems = [
        Problem(name, 1, column, "the column is missing; add it to the header")
        for column in names
        if column not in header
    ]
    for column in dict.fromkeys(header):
        if column not in names:
            problems.append(Problem(name, 1, column, f"no such column{close_names(column, names)}"))
        elif header.count(column) > 1:
            problems.append(Problem(name, 1, column, "the column stands twice; keep one"))
    return problems


def close_names(
    word: str, names: list[str], *, most: int = 3, otherwise: str = "; remove or rename it"
) -> str:
    """Phrase the nearest names as a hint, or say what else would do."""
    from difflib import get_close_matches

    near = get_close_matches(word, names, n=most, cutoff=0.6)
    return f"; did you mean {' or '.join(near)}?" if near else otherwise
