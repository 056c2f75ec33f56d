"""Arrays come back out of their file as they went in, or not at all."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from corridors.solvers.many.array_file import ALIGN, joined, parted

ARRAYS: dict[str, NDArray[Any]] = {
    "numbers": np.arange(5),
    "nothing": np.empty((0, 3)),
    "form": np.linspace(0, 1, 12).reshape(3, 4),
    "hashes": np.array([2**64 - 1, 0], np.uint64),
    "shorts": np.array([-1, 7, 9], np.int32),
}


def bytes_of(data: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(bytearray(data), np.uint8)


def test_arrays_come_back_as_they_were_without_a_copy() -> None:
    data = bytes_of(joined(ARRAYS))
    found = parted(data)
    assert list(found) == list(ARRAYS)
    for name, array in found.items():
        assert array.dtype == ARRAYS[name].dtype
        assert array.shape == ARRAYS[name].shape
        assert array.tolist() == ARRAYS[name].tolist()
        assert not array.size or np.shares_memory(array, data)
        assert array.flags.aligned
        assert array.flags.c_contiguous


def test_every_array_begins_where_processors_like_it() -> None:
    data = joined(ARRAYS)
    at = data.index(ARRAYS["form"].tobytes())
    assert at % ALIGN == 0


@pytest.mark.parametrize("at", range(0, len(joined(ARRAYS)), 13))
def test_no_damaged_byte_goes_unseen(at: int) -> None:
    data = bytearray(joined(ARRAYS))
    data[at] ^= 0x41
    with pytest.raises(ValueError, match="file of arrays"):
        parted(bytes_of(bytes(data)))


@pytest.mark.parametrize("length", [0, 5, 16, 100, len(joined(ARRAYS)) - 1])
def test_a_file_that_was_cut_is_none(length: int) -> None:
    with pytest.raises(ValueError, match="file of arrays"):
        parted(bytes_of(joined(ARRAYS)[:length]))
