"""Named arrays in one file that processes read together.

The file is mapped into memory, so that what several processes read lies there once, and
nothing in it is ever run; NumPy's own archive can be read in neither way (``np.load`` copies).
After the magic word, the length of the header and a checksum of the rest comes the header, JSON
with the kind, shape and place of each array, then the arrays, each at a multiple of `ALIGN`.
"""

import json
import zlib
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

MAGIC: Final = b"CORRARR1"
ALIGN: Final = 64
WORD: Final = 8
"""Bytes of the length and of the checksum, each, little endian."""
START: Final = len(MAGIC) + 2 * WORD

Arrays = Mapping[str, NDArray[Any]]
Bytes = NDArray[np.uint8]


def joined(arrays: Arrays) -> bytes:
    """Arrays as the bytes of a file."""
    places: dict[str, tuple[str, tuple[int, ...], int]] = {}
    parts: list[bytes] = []
    at = 0
    for name, array in arrays.items():
        data = np.ascontiguousarray(array).tobytes()
        places[name] = (array.dtype.str, array.shape, at)
        parts += (data, bytes(-len(data) % ALIGN))
        at += len(data) + len(parts[-1])
    header = json.dumps(places).encode()
    header += b" " * (-(START + len(header)) % ALIGN)
    rest = b"".join([header, *parts])
    words = (len(header), zlib.crc32(rest))
    return b"".join([MAGIC, *(word.to_bytes(WORD, "little") for word in words), rest])


def parted(data: Bytes) -> dict[str, NDArray[Any]]:
    """The arrays of a file, without a copy.

    Raises
    ------
    ValueError
        If the file is damaged.
    """
    if len(data) < START or data[: len(MAGIC)].tobytes() != MAGIC:
        raise ValueError("no file of arrays")
    length, checksum = data[len(MAGIC) : START].view("<u8").tolist()
    rest = data[START:]
    if zlib.crc32(rest.data) != checksum or length > len(rest):
        raise ValueError("a damaged file of arrays")
    body = rest[length:]
    found = {}
    for name, (kind, shape, at) in json.loads(rest[:length].tobytes()).items():
        dtype = np.dtype(kind)
        size = dtype.itemsize * int(np.prod(shape))
        found[name] = body[at : at + size].view(dtype).reshape(shape)
    return found
