"""Pausing the cyclic garbage collector while a search allocates."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the cyclic collector still, and leave it as it was found.

    A search makes some hundred thousand tuples that form no cycles and are freed when it
    ends; looking through them again and again took a quarter to a half of its time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
