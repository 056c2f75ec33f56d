"""Where candidates are kept from run to run, and how much of them.

The folder is the user's cache (``~/.cache/freight-corridors`` on Linux); the environment names
another (``CORRIDORS_CACHE_DIR``). Nothing is lost if it is emptied.
"""

import os
from contextlib import suppress
from typing import Final

from corridors.io.batch_results.addresses import UNFINISHED, Folder
from corridors.solvers.many.kept import SUFFIX

VARIABLE: Final = "CORRIDORS_CACHE_DIR"
MOST_BYTES: Final = 1_000_000_000
"""Of all files: beyond, those go that were not used for the longest time."""


def cache_folder() -> Folder | None:
    """The folder of the user's cache; ``None`` if nothing can be written there."""
    from platformdirs import user_cache_dir

    path = os.environ.get(VARIABLE) or user_cache_dir("freight-corridors", appauthor=False)
    try:
        os.makedirs(path, mode=0o700, exist_ok=True)
    except OSError:
        return None
    return Folder(path) if os.access(path, os.W_OK | os.X_OK) else None


def prune(folder: Folder, most_bytes: int = MOST_BYTES) -> None:
    """Remove what was not used for the longest time, until little enough is left."""
    files = []
    for name in folder.names():
        if name.endswith((SUFFIX, UNFINISHED)):
            path = os.path.join(folder.address, name)
            with suppress(OSError):  # another run has removed it
                state = os.stat(path)
                files.append((max(state.st_atime, state.st_mtime), state.st_size, path))
    total = 0
    for _, size, path in sorted(files, reverse=True):
        total += size
        if total > most_bytes:
            with suppress(OSError):  # no reason to stop a run that has all its answers
                os.unlink(path)
