"""Bytes divided into rows: what one bad quote costs."""

import csv
import io
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.io.shipment_lists.scan import (
    BLANK,
    BROKEN,
    NOT_UTF8,
    NUL,
    ODD,
    SPANS,
    STRAY,
    UNCLOSED,
    WIDTH,
    scan,
)


def rows(data: bytes, width: int = 2, *, last: bool = True) -> list[tuple[bytes, int]]:
    found = scan(data, ",", width, 0, last)
    edges = found.starts.tolist()
    pieces = [data[a:b] for a, b in pairwise(edges)]
    return [(piece, flag & ODD) for piece, flag in zip(pieces, found.flags.tolist(), strict=True)]


@pytest.mark.parametrize(
    ("data", "flags"),
    [
        (b"a,b\nc,d\n", [0, 0]),
        (b"a,b\r\nc,d", [0, 0]),
        (b'"a,x","b"\r\n', [0]),
        (b'"a ""x""",b\n', [0]),
        (b"a,b\n\n \r\nc,d\n", [0, BLANK, BLANK, 0]),
        (b"a\na,b,c\n", [WIDTH, WIDTH]),
        (b'"a\nb",c\nd,e\n', [SPANS, 0]),
        (b'5" pipe,b\n', [STRAY]),
        (b'"a" x,b\n', [STRAY]),
        (b"a\0,b\nc,d\n", [NUL, 0]),
        (b"\xcf\xf0,b\nc,d\n", [NOT_UTF8, 0]),
        (b'"a,b\nc,d\ne,f\n', [UNCLOSED, 0, 0]),
        (b'a,"b\nc,d\ne,"f\n', [UNCLOSED, 0, UNCLOSED]),
        (b'a,"b', [UNCLOSED]),
        (b"a\rb,c\nd,e\n", [0, 0]),
    ],
)
def test_each_kind_of_dirt_marks_its_own_row_and_no_other(data: bytes, flags: list[int]) -> None:
    assert [flag for _, flag in rows(data)] == flags


def test_a_quote_that_was_never_closed_costs_one_row_of_a_long_list() -> None:
    data = b'1,"open\n' + b"2,fine\n" * 50_000
    assert [flag for _, flag in rows(data)] == [UNCLOSED] + [0] * 50_000


def test_an_unfinished_row_waits_for_the_next_block() -> None:
    assert rows(b"a,b\nc,", last=False) == [(b"a,b\n", 0)]
    assert rows(b'a,b\n"c\n', last=False) == [(b"a,b\n", 0)]


def test_an_id_has_one_hash_however_it_is_quoted_or_spaced() -> None:
    data = b'S1,x\n"S1",x\n  S1 ,x\r\n"S""1",x\nS2,x\n,x\n'
    ids = scan(data, ",", 2, 0, last=True).ids.tolist()
    assert ids[0] == ids[1] == ids[2]
    assert len({ids[0], ids[3], ids[4]}) == 3
    assert ids[5] == 0


@given(st.binary(max_size=200) | st.text('a,"\n\r \0я', max_size=60).map(str.encode))
def test_no_byte_is_lost_whatever_the_bytes(data: bytes) -> None:
    assert b"".join(piece for piece, _ in rows(data)) == data


@given(st.text('a,"\n\r \0я', max_size=60).map(str.encode), st.integers(1, 59))
def test_blocks_divide_a_file_as_one_piece_does(data: bytes, cut: int) -> None:
    head = scan(data[:cut], ",", 2, 0, False)
    used = int(head.starts[-1])
    whole = rows(data)
    assert whole[: len(head.flags)] == rows(data[:used]) or any(f & UNCLOSED for _, f in whole)
    assert whole == rows(data[:cut], last=False) + rows(data[used:]) or any(
        f & UNCLOSED for _, f in whole
    )


@given(st.lists(st.lists(st.text('ab,"\n я', max_size=5), min_size=2, max_size=2), max_size=8))
def test_what_the_csv_module_writes_is_divided_as_it_was_written(table: list[list[str]]) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows(table)
    found = rows(buffer.getvalue().encode())
    assert len(found) == len(table)
    assert not any(flag & BROKEN for _, flag in found)
