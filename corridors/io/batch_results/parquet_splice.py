"""Parquet files of one schema joined into one, without decoding what they hold.

The pages of every file are copied as they are, one file's after another's, and the footer lists
the row groups of all with their new places. So a result of any length costs what copying costs,
and its bytes follow from those of its parts alone.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import IO, Final

from corridors.io.batch_results.thrift_compact import (
    BINARY,
    I16,
    I64,
    LIST,
    STRUCT,
    Field,
    Items,
    Struct,
    decode,
    encode,
)

ARROW_SCHEMA: Final = "ARROW:schema"
"""The key under which a writer tells what its columns were in memory."""
MAGIC: Final = b"PAR1"
TAIL: Final = 8
"""Bytes behind the footer: its length (4, little endian) and the magic word."""
COPY_BYTES: Final = 4_194_304

# Numbers of fields in parquet.thrift.
_SCHEMA, _ROWS, _GROUPS, _KEYS = 2, 3, 4, 5
_GROUP_COLUMNS, _GROUP_OFFSET, _GROUP_ORDINAL = 1, 5, 7
_CHUNK_OFFSET, _CHUNK_META = 2, 3
_CHUNK_INDEXES = (4, 5, 6, 7)
_PAGE_OFFSETS = (9, 10, 11, 14)
_MOST_ORDINAL = 32_767


def splice(
    parts: Iterable[IO[bytes]],
    out: IO[bytes],
    *,
    about: Mapping[str, str],
    without: Collection[str] = (),
) -> int:
    """Join Parquet files into one.

    Parameters
    ----------
    parts
        Files open for reading, at least one, in the order in which their rows shall stand.
    out
        Where the result is written, from the front to the end.
    about
        Keys and values added to the metadata of the file.
    without
        Keys that the metadata of the parts have and that of the file shall not.

    Returns
    -------
    int
        Rows in the result.

    Raises
    ------
    ValueError
        If a part is no Parquet file, or its schema is not that of the first.
    """
    out.write(MAGIC)
    at = len(MAGIC)
    whole: Struct = {}
    groups: list[Struct] = []
    rows = 0
    for part in parts:
        footer, start = _footer(part)
        if not whole:
            whole = footer
        elif footer[_SCHEMA] != whole[_SCHEMA]:
            raise ValueError("the parts differ in their columns")
        for group in _structs(footer[_GROUPS]):
            _move(group, at - len(MAGIC), len(groups))
            groups.append(group)
        rows += _number(footer[_ROWS])
        at += _copy(part, out, start)
    if not whole:
        raise ValueError("nothing to join")
    whole[_ROWS] = Field(I64, rows)
    whole[_GROUPS] = Field(LIST, Items(STRUCT, list(groups)))
    _change_keys(whole, about, without)
    data = encode(whole)
    out.write(data + len(data).to_bytes(4, "little") + MAGIC)
    return rows


def _footer(part: IO[bytes]) -> tuple[Struct, int]:
    """The footer of a file, and where it starts."""
    size = part.seek(0, 2)
    if size < len(MAGIC) + TAIL:
        raise ValueError("a part is too short for a Parquet file")
    part.seek(size - TAIL)
    tail = part.read(TAIL)
    start = size - TAIL - int.from_bytes(tail[:4], "little")
    if tail[4:] != MAGIC or start < len(MAGIC):
        raise ValueError("a part is no Parquet file")
    part.seek(start)
    return decode(part.read(size - TAIL - start)), start


def _copy(part: IO[bytes], out: IO[bytes], end: int) -> int:
    """Copy what stands between the first magic word and the footer; the bytes copied."""
    part.seek(len(MAGIC))
    left = end - len(MAGIC)
    while left:
        block = part.read(min(COPY_BYTES, left))
        if not block:
            raise ValueError("a part ends before its footer")
        out.write(block)
        left -= len(block)
    return end - len(MAGIC)


def _move(group: Struct, shift: int, ordinal: int) -> None:
    """Write the new places of its pages into a row group."""
    _shift(group, _GROUP_OFFSET, shift)
    # More row groups than the field can number: readers number them by themselves.
    group.pop(_GROUP_ORDINAL, None)
    if ordinal <= _MOST_ORDINAL:
        group[_GROUP_ORDINAL] = Field(I16, ordinal)
    for chunk in _structs(group[_GROUP_COLUMNS]):
        _shift(chunk, _CHUNK_OFFSET, shift)
        for index in _CHUNK_INDEXES:
            # Page indexes hold offsets of their own, which are not moved: readers do without.
            chunk.pop(index, None)
        meta = chunk[_CHUNK_META].value
        assert isinstance(meta, dict)
        for field in _PAGE_OFFSETS:
            _shift(meta, field, shift)


def _shift(struct: Struct, number: int, shift: int) -> None:
    field = struct.get(number)
    if field is not None and _number(field):  # 0 stands for "nowhere"
        field.value = _number(field) + shift


def _structs(field: Field) -> list[Struct]:
    assert isinstance(field.value, Items)
    return [value for value in field.value.values if isinstance(value, dict)]


def _number(field: Field) -> int:
    assert isinstance(field.value, int)
    return field.value


def _change_keys(footer: Struct, about: Mapping[str, str], without: Collection[str]) -> None:
    keys = _structs(footer.pop(_KEYS)) if _KEYS in footer else []
    left_out = [key.encode() for key in without]
    keys = [key for key in keys if key[1].value not in left_out]
    for key, value in sorted(about.items()):
        keys.append({1: Field(BINARY, key.encode()), 2: Field(BINARY, value.encode())})
    if keys:
        footer[_KEYS] = Field(LIST, Items(STRUCT, list(keys)))
