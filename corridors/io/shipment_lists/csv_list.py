"""Lists of text: CSV in any encoding, divided by comma, semicolon, tab or bar.

One pass over the bytes (`scan`) finds where the chunks begin, which of them hold an odd row,
and a hash of each shipment id. A chunk without an odd row goes straight to polars. In the
others only the odd rows are read one by one.
"""

import io
import zlib
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.errors import RequestError, printable
from corridors.io.shipment_lists import scan as bytes_of
from corridors.io.shipment_lists.columns import Column, Columns, distinct_headings, find_columns
from corridors.io.shipment_lists.dialect import HEAD, Heading, cells_of, encoding_of, find_heading
from corridors.io.shipment_lists.raw import BROKEN, MERGED, ROW, RawChunk, without_blank_rows
from corridors.io.shipment_lists.repeats import Repeats, find_repeats
from corridors.io.shipment_lists.scan import NO_COLUMN, scan
from corridors.io.shipment_lists.sources import BLOCK, Source, Spool

MOST_UNBROKEN = 64 << 20
"""Bytes of the longest line: more of them without an end is no list."""


class _Index(NamedTuple):
    """Where the chunks are.

    ``offsets`` has one entry more than there are chunks. ``bad`` counts rows that are not
    UTF-8, ``good`` those beyond ASCII that are.
    """

    offsets: NDArray[np.int64]
    odd: NDArray[np.bool_]
    rows: int
    repeats: Repeats
    fingerprint: str
    bad: int
    good: int


class CsvList:
    """A CSV file as a `ShipmentList`."""

    def __init__(
        self, address: str, source: Source, heading: Heading, columns: Columns, index: _Index,
        chunk_rows: int, headings: tuple[str, ...], spool: Spool | None,
    ) -> None:  # fmt: skip
        self.address = address
        self.columns = columns
        self.headings = headings
        self.rows = index.rows
        self.fingerprint = index.fingerprint
        self.notices = columns.notices
        self._source, self._heading, self._index = source, heading, index
        self._chunk_rows, self._spool = chunk_rows, spool

    @property
    def chunks(self) -> int:
        """How many chunks there are."""
        return len(self._index.odd)

    def __iter__(self) -> Iterator[RawChunk]:
        """Every chunk in its order."""
        return map(self.chunk, range(self.chunks))

    def __setstate__(self, state: dict[str, object]) -> None:
        """In another process, load the compiled scan before threads can race for it."""
        self.__dict__.update(state)
        scan(b"a\n", ",", 1, NO_COLUMN, last=True)

    def chunk(self, i: int) -> RawChunk:
        """The rows of a chunk, counted from 0."""
        if not 0 <= i < self.chunks:
            raise IndexError(f"chunk {i} of {self.chunks}")
        index = self._index
        data = self._source.read(int(index.offsets[i]), int(index.offsets[i + 1]))
        if len(data) != index.offsets[i + 1] - index.offsets[i]:
            raise RequestError(f"{self._source.name} became shorter while it was read; start again")
        first = self._heading.line + 1 + i * self._chunk_rows
        if index.odd[i]:
            frame, broken, blank = self._odd(data, first)
        else:
            frame, broken, blank = self._fast(data), pl.DataFrame(schema=BROKEN), 0
            numbers = pl.int_range(first, first + frame.height, dtype=pl.Int64)
            frame = frame.with_columns(numbers.alias(ROW))
        frame, empty = without_blank_rows(frame)
        repeats = index.repeats.within(first, first + self._chunk_rows)
        return RawChunk(
            frame, first, self.columns, broken, repeats, pl.DataFrame(schema=MERGED), blank + empty
        )

    def _fast(self, data: bytes) -> pl.DataFrame:
        schema = dict.fromkeys(self.headings, pl.String())
        if not data:
            return pl.DataFrame(schema=schema)
        return pl.read_csv(
            io.BytesIO(data), has_header=False, schema=schema, separator=self._heading.delimiter
        )

    def _odd(self, data: bytes, first: int) -> tuple[pl.DataFrame, pl.DataFrame, int]:
        """The rows of a chunk some of which are odd; those that are broken; how many are blank."""
        delimiter, width = self._heading.delimiter, len(self.headings)
        rows = scan(data, delimiter, width, NO_COLUMN, last=True)
        starts, flags = rows.starts, rows.flags
        fine = (flags & bytes_of.ODD) == 0
        # Neighbouring good rows are copied together.
        edges = np.flatnonzero(np.diff(np.concatenate(([False], fine, [False])).astype(np.int8)))
        runs = [data[starts[a] : starts[b]] for a, b in zip(edges[::2], edges[1::2], strict=True)]
        frame = self._fast(b"".join(_ended(run) for run in runs))
        frame = frame.with_columns(pl.Series(ROW, np.flatnonzero(fine) + first, dtype=pl.Int64))
        odd: list[list[str]] = []
        odd_rows: list[int] = []
        broken: list[tuple[int, str, str, str]] = []
        for at in map(int, np.flatnonzero(~fine & (flags != bytes_of.BLANK))):
            piece = data[starts[at] : starts[at + 1]]
            text = piece.decode("utf-8", "backslashreplace")
            if flags[at] & bytes_of.BROKEN:
                why, would_do = _what_is_broken(int(flags[at]), int(rows.cells[at]), width)
                broken.append((first + at, printable(text.rstrip("\r\n")), why, would_do))
                continue
            cells = cells_of(text, delimiter)
            if len(cells) == width:
                odd.append(cells)
                odd_rows.append(first + at)
            else:
                why, would_do = _what_is_broken(bytes_of.WIDTH, len(cells), width)
                broken.append((first + at, printable(text.rstrip("\r\n")), why, would_do))
        if odd:
            schema = dict.fromkeys(self.headings, pl.String())
            more = pl.DataFrame(odd, schema=schema, orient="row")
            more = more.with_columns(pl.Series(ROW, odd_rows, dtype=pl.Int64))
            frame = pl.concat([frame, more]).sort(ROW)
        blank = int(np.count_nonzero(flags == bytes_of.BLANK))
        return frame, pl.DataFrame(broken, schema=BROKEN, orient="row"), blank


def _ended(run: bytes) -> bytes:
    """The rows of a run, each with its line end: the last of a file may lack it."""
    return run if run.endswith(b"\n") else run + b"\n"


def _what_is_broken(flag: int, cells: int, width: int) -> tuple[str, str]:
    """Why a row cannot be divided into cells, and what would do."""
    if flag & bytes_of.UNCLOSED:
        return (
            "a quotation mark is opened and never closed",
            "close the quoted cell, and double the quotation marks inside one",
        )
    if flag & bytes_of.NUL:
        return "the row holds a NUL byte", "save the list again as CSV UTF-8"
    if flag & bytes_of.NOT_UTF8:
        return "the row is not UTF-8 text as the others are", "save the list again as CSV UTF-8"
    return (
        f"the row has {cells} cells, the heading {width}",
        "quote cells that hold the dividing sign, keep the signs of empty cells",
    )


def open_csv(address: str, source: Source, *, chunk_rows: int, spool_dir: str | None) -> CsvList:
    """Open a text list.

    Raises
    ------
    RequestError
        If it is empty, or its headings cannot be understood.
    """
    head = source.read(0, HEAD)
    encoding = encoding_of(head)
    spool: Spool | None = None
    notices: tuple[str, ...] = ()
    original = source
    if encoding != "utf-8" or (b"\r" in head and b"\n" not in head):
        spool = Spool(spool_dir)
        source, notices = _as_utf8(original, encoding, spool)
        head = source.read(0, HEAD)
    opened = _opened(address, original.name, source, head, chunk_rows, spool, notices)
    index = opened._index
    if encoding == "utf-8" and index.bad > index.good and not head.startswith(b"\xef\xbb\xbf"):
        # The first letters beyond ASCII stand deep in the file, and they are not UTF-8.
        spool = Spool(spool_dir)
        source, notices = _as_utf8(original, "cp1251", spool)
        head = source.read(0, HEAD)
        opened = _opened(address, original.name, source, head, chunk_rows, spool, notices)
    return opened


def _opened(
    address: str, name: str, source: Source, head: bytes, chunk_rows: int,
    spool: Spool | None, notices: tuple[str, ...],
) -> CsvList:  # fmt: skip
    heading = find_heading(head)
    if heading is None:
        raise RequestError(f"{name} is empty; begin it with a line of headings")
    headings = distinct_headings(heading.cells)
    columns = find_columns(name, heading.cells, headings, decimal_comma=heading.delimiter == ";")
    columns = columns._replace(notices=notices + columns.notices)
    id_column = columns.found.get("shipment_id", Column(""))
    at = headings.index(id_column.heading) if id_column.heading else NO_COLUMN
    index = _indexed(source, name, heading, len(headings), at, chunk_rows)
    return CsvList(address, source, heading, columns, index, chunk_rows, tuple(headings), spool)


def _indexed(
    source: Source, name: str, heading: Heading, width: int, id_column: int, chunk_rows: int
) -> _Index:
    """Find the chunks: one pass over the file, a block at a time."""
    offsets: list[int] = []
    odd: list[bool] = []
    ids: list[NDArray[np.uint64]] = []
    base, rows, bad, good = heading.end, 0, 0, 0
    with source.open() as file:
        top = file.read(base)
        crc = zlib.crc32(top)
        rest = b""
        last = False
        while not last:
            block = file.read(BLOCK)
            crc = zlib.crc32(block, crc)
            last = not block
            data = rest + block
            if len(data) > MOST_UNBROKEN:
                raise RequestError(
                    f"{name}: the line behind row {heading.line + rows} has no end in"
                    f" {MOST_UNBROKEN >> 20} MiB; is it a list of shipments?"
                )
            found = scan(data, heading.delimiter, width, id_column, last)
            count = len(found.flags)
            strange = (found.flags & bytes_of.ODD) != 0
            at = 0
            while at < count:
                inside = rows % chunk_rows
                if not inside:
                    offsets.append(base + int(found.starts[at]))
                    odd.append(False)
                step = min(count - at, chunk_rows - inside)
                odd[-1] = odd[-1] or bool(strange[at : at + step].any())
                at += step
                rows += step
            if id_column != NO_COLUMN:
                ids.append(found.ids)
            worse = int(np.count_nonzero(found.flags & bytes_of.NOT_UTF8))
            bad += worse
            good += (
                int(np.count_nonzero(found.flags & bytes_of.FOREIGN))
                if worse
                else (0 if data.isascii() else count)
            )
            used = int(found.starts[-1])
            base += used
            rest = data[used:]
    repeats = find_repeats(ids, heading.line + 1)
    edges = np.array([*offsets, base], dtype=np.int64)
    return _Index(
        edges, np.array(odd, dtype=np.bool_), rows, repeats, f"crc32:{crc:08x}:{base}", bad, good
    )


def _as_utf8(source: Source, encoding: str, spool: Spool) -> tuple[Source, tuple[str, ...]]:
    """A copy of a text in UTF-8 with ordinary line ends."""
    path = spool.file("list.csv")
    with (
        source.open() as raw,
        open(path, "w", encoding="utf-8", errors="backslashreplace", newline="") as copy,
    ):
        head = raw.read(HEAD)
        raw.seek(0)
        lone = b"\r" in head and b"\n" not in head
        text = io.TextIOWrapper(
            raw, encoding, errors="backslashreplace", newline=None if lone else ""
        )
        while part := text.read(BLOCK):
            copy.write(part)
    notices = () if encoding.startswith("utf") else (f"{source.name} is read as {encoding}",)
    return Source(path), notices
