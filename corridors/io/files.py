"""Writing files whole or not at all."""

import os

from corridors.errors import RequestError, shorten


def write_text(path: str, text: str) -> None:
    """Write UTF-8 text by way of a temporary file beside it.

    Raises
    ------
    RequestError
        If the file cannot be written there.
    """
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        if os.path.isdir(path):
            raise IsADirectoryError(21, "it is a directory")
        with open(temporary, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.replace(temporary, path)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise RequestError(f"cannot write {shorten(path, 200)}: {why}") from error
    finally:
        if os.path.exists(temporary):
            os.unlink(temporary)
