"""Keeps the memory of a long run small where the C library would let it grow.

That of most Linux systems (glibc) gives every thread heaps of its own, lets large arrays lie
among small things, and keeps what is freed, so that a run would seem to need several times what
it uses (``man 3 mallopt``); so does that of polars (jemalloc, ``TUNING.md``). Elsewhere nothing
happens here.
"""

import ctypes
import os
from contextlib import suppress
from typing import Final

_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
_ARENA_MAX: Final = -8
"""Numbers of the parameters in ``malloc.h``."""
_HEAPS: Final = 2
"""One heap for all threads makes them wait for each other: a tenth more time."""
_LARGE_BYTES: Final = 1 << 25
"""What is as large goes back to the system at once when it is freed, and no less of what lies
free at the end of a heap: to get memory anew page by page took a twentieth of the time."""


def limit_heaps() -> None:
    """Keep heaps few and large arrays out of them.

    For before there is a second thread, and before polars is imported, which reads its setting
    then.
    """
    os.environ.setdefault("_RJEM_MALLOC_CONF", "narenas:1")
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        library.mallopt(_ARENA_MAX, _HEAPS)
        library.mallopt(_MMAP_THRESHOLD, _LARGE_BYTES)
        library.mallopt(_TRIM_THRESHOLD, _LARGE_BYTES)


def give_back() -> None:
    """Hand what is free of the memory back to the system."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
