"""Memory that a run has used goes back to the system, where the system can be asked."""

import ctypes
import platform
import subprocess
import sys

import pytest

from corridors.batch import memory

PROGRAM = """
import os
from corridors.batch.memory import give_back, limit_heaps

def resident_mb():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

limit_heaps()
blocks = [bytearray(b"x" * 60_000) for _ in range(2_000)]
last = blocks.pop()  # what lies above the others keeps the heap from shrinking by itself
full = resident_mb()
blocks.clear()
give_back()
print(full - resident_mb())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="no other library is asked")
def test_what_is_free_goes_back() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True
    )
    assert float(done.stdout) > 100


def test_a_system_that_cannot_be_asked_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def library(name: object) -> object:
        asked.append(name)
        return object()

    monkeypatch.setattr(ctypes, "CDLL", library)
    memory.limit_heaps()
    memory.give_back()
    assert asked == [None, None]
