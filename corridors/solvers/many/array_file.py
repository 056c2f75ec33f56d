"""Named arrays in one file that processes read together.

The file is mapped into memory, so that what several processes read lies there once, and
nothing in it is ever run; NumPy's own archive can be read in neither way (``np.load`` copies).
After the magic word and the length of the header comes the header, JSON with the kind, shape
and place of each array and a checksum, then the arrays, each at a multiple of `ALIGN`.
"""

import json
import zlib
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

MAGIC: Final = b"CORRARR1"
ALIGN: Final = 64
START: Final = len(MAGIC) + 8

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
    body = b"".join(parts)
    header = json.dumps({"arrays": places, "bytes": at, "crc32": zlib.crc32(body)}).encode()
    header += b" " * (-(START + len(header)) % ALIGN)
    return MAGIC + len(header).to_bytes(8, "little") + header + body


def parted(data: Bytes) -> dict[str, NDArray[Any]]:
    """The arrays of a file, without a copy.

    Raises
    ------
    ValueError
        If the file is damaged.
    """
    if len(data) < START or data[: len(MAGIC)].tobytes() != MAGIC:
        raise ValueError("no file of arrays")
    begin = START + int.from_bytes(data[len(MAGIC) : START].tobytes(), "little")
    header = json.loads(data[START:begin].tobytes())
    body = data[begin:]
    if len(body) != header["bytes"] or zlib.crc32(body.data) != header["crc32"]:
        raise ValueError("a damaged file of arrays")
    found = {}
    for name, (kind, shape, at) in header["arrays"].items():
        dtype = np.dtype(kind)
        size = dtype.itemsize * int(np.prod(shape))
        found[name] = body[at : at + size].view(dtype).reshape(shape)
    return found
