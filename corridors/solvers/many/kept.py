"""Candidates that are kept from run to run.

They depend on the facts, the program and the question alone, so a list of tomorrow asks for
them again. A file holds all that has been found of a question; whoever finds more replaces it.
"""

import json
from contextlib import suppress
from hashlib import sha256
from typing import Final, Protocol

import numpy as np

from corridors.solvers.many.array_file import Bytes
from corridors.solvers.many.finds import Finds, packed, unpacked
from corridors.solvers.many.profile import Profile
from corridors.solvers.many.question import Question
from corridors.solvers.many.rows import cell_of, stop_of
from corridors.solvers.many.sought import Key, Scope

SUFFIX: Final = ".candidates"


class Files(Protocol):
    """Where files lie by name, each replaced as a whole."""

    def local(self, name: str) -> str | None:
        """The path of a file, if it is one of this machine."""

    def read(self, name: str) -> bytes | None:
        """All of a file; ``None`` if it is not there."""

    def write(self, name: str, data: bytes) -> None:
        """Write a file over an older one."""


class Kept:
    """The candidates of one program and its facts in files.

    Parameters
    ----------
    files
        Where they lie.
    of
        Names the facts, the program and the rules: those of others are not seen.
    """

    def __init__(self, files: Files, of: str) -> None:
        self._files = files
        self._of = of

    def load(self, key: Key, profile: Profile) -> tuple[Scope, Finds] | None:
        """What has been found of a question, and between which ends; ``None`` if nothing has.

        A damaged file is nothing, and will be replaced.
        """
        with suppress(OSError, ValueError):
            data = self._read(self._name(key))
            if data is not None:
                about, finds = unpacked(data, profile.condition)
                return _scope_of(about), finds
        return None

    def _read(self, name: str) -> Bytes | None:
        path = self._files.local(name)
        if path is None:
            data = self._files.read(name)
            return None if data is None else np.frombuffer(bytearray(data), np.uint8)
        # Pages are shared by all who read the file; what is written to them is one's own.
        return np.asarray(np.memmap(path, np.uint8, mode="c"))

    def save(self, question: Question) -> bool:
        """Keep what has been found of a question; whether that could be done."""
        conditions = [condition.name for condition in question.profile.conditions.listed]
        data = packed(question.finds, _about(question.scope), conditions)
        try:
            self._files.write(self._name(question.key), data)
        except OSError:  # the next run finds it anew
            return False
        return True

    def _name(self, key: Key) -> str:
        words = json.dumps([self._of, *key])
        return f"{sha256(words.encode()).hexdigest()[:32]}{SUFFIX}"


def _about(scope: Scope) -> dict[str, list[str]]:
    return {
        "starts": sorted(scope.starts),
        "ends": sorted(scope.ends),
        "destinations": sorted(map(cell_of, scope.destinations)),
    }


def _scope_of(about: dict[str, list[str]]) -> Scope:
    return Scope(
        frozenset(about["starts"]),
        frozenset(about["ends"]),
        frozenset(map(stop_of, about["destinations"])),
    )
