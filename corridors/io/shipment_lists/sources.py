"""Files by path or by fsspec address: read from the start, or a part of them."""

import os
import shutil
import stat
import tempfile
import weakref
import zlib
from typing import BinaryIO, cast

from corridors.errors import RequestError, shorten

BLOCK = 1 << 20
"""Bytes read at once: few enough to stay in the cache of a processor."""


class Source:
    """A file that can be read in parts, by path or by an address such as ``s3://lists/a.csv``."""

    def __init__(self, address: str) -> None:
        self.address = address.removeprefix("file://")

    @property
    def is_local(self) -> bool:
        """Whether it is a path of this machine."""
        return "://" not in self.address

    @property
    def name(self) -> str:
        """The last part of its address, for messages."""
        return shorten(self.address.rstrip("/").rsplit("/", 1)[-1] or self.address, 100)

    def open(self) -> BinaryIO:
        """Open it for reading.

        Raises
        ------
        RequestError
            If it is not there or may not be read.
        """
        try:
            if self.is_local:
                return self._open_local()
            import fsspec

            return cast(BinaryIO, fsspec.open(self.address, "rb").open())
        except FileNotFoundError:
            raise RequestError(
                f"no list at '{shorten(self.address, 200)}'; check the path"
            ) from None
        except (OSError, ValueError, ImportError) as error:
            why = getattr(error, "strerror", None) or error
            raise RequestError(
                f"cannot read '{shorten(self.address, 200)}': {shorten(str(why), 200)}"
            ) from error

    def _open_local(self) -> BinaryIO:
        mode = os.stat(self.address).st_mode
        if stat.S_ISDIR(mode):
            raise RequestError(f"'{shorten(self.address, 200)}' is a directory; name a file")
        if not stat.S_ISREG(mode):
            raise RequestError(
                f"'{shorten(self.address, 200)}' is not an ordinary file; save the list first"
            )
        return open(self.address, "rb")

    def read(self, start: int, stop: int) -> bytes:
        """The bytes from one position up to another."""
        with self.open() as file:
            file.seek(start)
            return file.read(stop - start)

    def fingerprint(self) -> str:
        """Text that changes with the content; of a remote file, with what its store says."""
        if not self.is_local:
            import fsspec

            fs, path = fsspec.core.url_to_fs(self.address)
            return f"remote:{fs.checksum(path)}"
        total, size = 0, 0
        with self.open() as file:
            while block := file.read(BLOCK):
                total = zlib.crc32(block, total)
                size += len(block)
        return f"crc32:{total:08x}:{size}"


class Spool:
    """A directory for copies in another form, gone with the list unless the caller gave it."""

    def __init__(self, given: str | None) -> None:
        if given is None:
            self.path = tempfile.mkdtemp(prefix="corridors-list-")
            weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)
        else:
            self.path = given
            os.makedirs(given, exist_ok=True)

    def file(self, name: str) -> str:
        """The path of a copy in it."""
        return os.path.join(self.path, name)
