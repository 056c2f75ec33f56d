"""The compact protocol of Thrift, as far as the footer of a Parquet file needs it.

A value is read without knowing what it stands for, changed, and written again: fields that we
have never heard of come through unharmed. The protocol is described in `doc/specs` of Apache
Thrift, the footer in `parquet.thrift` of Apache Parquet.
"""

from dataclasses import dataclass
from typing import Final

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)
STOP: Final = 0
MOST_SHORT_ITEMS: Final = 14
"""A longer list says its length in a number of its own."""


@dataclass(slots=True)
class Items:
    """A list and the type of what is in it."""

    type: int
    values: "list[Value]"


Struct = dict[int, "Field"]
Value = int | bytes | Struct | Items


@dataclass(slots=True)
class Field:
    """A field of a struct: the type on the wire and the value (a double as its 8 bytes)."""

    type: int
    value: Value


def decode(data: bytes | memoryview) -> Struct:
    """Read one struct.

    Raises
    ------
    ValueError
        If the bytes are no struct, or hold more or less than one.
    """
    reader = _Reader(bytes(data))
    try:
        found = reader.struct()
    except IndexError:
        raise ValueError("the bytes end within a value") from None
    if reader.at != len(data):
        raise ValueError("bytes follow the value")
    return found


def encode(struct: Struct) -> bytes:
    """Write one struct."""
    out = bytearray()
    _write_struct(out, struct)
    return bytes(out)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def varint(self) -> int:
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def zigzag(self) -> int:
        number = self.varint()
        return (number >> 1) ^ -(number & 1)

    def raw(self, length: int) -> bytes:
        end = self.at + length
        if end > len(self.data):
            raise IndexError
        found = self.data[self.at : end]
        self.at = end
        return found

    def struct(self) -> Struct:
        fields: Struct = {}
        number = 0
        while (head := self.byte()) != STOP:
            delta, type_ = head >> 4, head & 0x0F
            number = number + delta if delta else self.zigzag()
            value: Value = 0 if type_ in (TRUE, FALSE) else self.value(type_)
            fields[number] = Field(type_, value)
        return fields

    def value(self, type_: int) -> Value:
        if type_ in (I16, I32, I64):
            return self.zigzag()
        if type_ == BINARY:
            return self.raw(self.varint())
        if type_ == STRUCT:
            return self.struct()
        if type_ in (LIST, SET):
            return self.items()
        if type_ in (TRUE, FALSE, BYTE):
            return self.byte()
        if type_ == DOUBLE:
            return self.raw(8)
        raise ValueError(f"no value of type {type_} stands in a Parquet footer")

    def items(self) -> Items:
        head = self.byte()
        length, type_ = head >> 4, head & 0x0F
        if length > MOST_SHORT_ITEMS:
            length = self.varint()
        return Items(type_, [self.value(type_) for _ in range(length)])


def _write_varint(out: bytearray, value: int) -> None:
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)


def _write_zigzag(out: bytearray, value: int) -> None:
    _write_varint(out, value << 1 if value >= 0 else (-value << 1) - 1)


def _write_struct(out: bytearray, struct: Struct) -> None:
    before = 0
    for number, field in sorted(struct.items()):
        delta = number - before
        if 0 < delta <= 15:
            out.append(delta << 4 | field.type)
        else:
            out.append(field.type)
            _write_zigzag(out, number)
        before = number
        if field.type not in (TRUE, FALSE):
            _write_value(out, field.type, field.value)
    out.append(STOP)


def _write_value(out: bytearray, type_: int, value: Value) -> None:
    if isinstance(value, bytes):
        if type_ == BINARY:
            _write_varint(out, len(value))
        out += value
    elif isinstance(value, dict):
        _write_struct(out, value)
    elif isinstance(value, Items):
        length = len(value.values)
        if length > MOST_SHORT_ITEMS:
            out.append(0xF0 | value.type)
            _write_varint(out, length)
        else:
            out.append(length << 4 | value.type)
        for item in value.values:
            _write_value(out, value.type, item)
    elif type_ in (TRUE, FALSE, BYTE):
        out.append(value)
    else:
        _write_zigzag(out, value)
