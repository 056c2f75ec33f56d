"""Where results go: local paths and any fsspec address, written whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from re import sub
from typing import IO, Final

from corridors.errors import RequestError, shorten

UNFINISHED: Final = ".corridors-tmp"
"""Ends the name of what is not whole yet."""


def is_remote(address: str) -> bool:
    """Whether an address names a filesystem of its own (``s3://...``) and not a local path."""
    return "://" in address


def shown(address: str) -> str:
    """An address on one line, without the password that may stand in it."""
    return shorten(sub(r"(://[^/@\s:]*):[^/\s]*@", r"\1:***@", address), 200)


def without_suffix(address: str) -> str:
    """An address up to the suffix of its file name."""
    folder, slash, name = address.rpartition("/")
    stem, _ = os.path.splitext(name)
    return f"{folder}{slash}{stem}"


def suffix_of(address: str) -> str:
    """The suffix of the file name, in small letters, with its dot."""
    return os.path.splitext(address.rpartition("/")[2])[1].lower()


@contextmanager
def written_whole(address: str) -> Iterator[IO[bytes]]:
    """A file to write that takes its name when all of it is there.

    A local file is written beside its place and moved over it; on another filesystem the same
    is done there. What is no plain file (a pipe, a device) is written to directly: it has no
    content that could be half of something, and must not be replaced.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    if is_remote(address):
        with _written_far(address) as file:
            yield file
        return
    path = os.path.realpath(address)
    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "wb") as file:
            yield file
        return
    folder, name = os.path.split(path)
    unfinished = os.path.join(folder, f".{name}{UNFINISHED}")
    try:
        with open(unfinished, "wb") as file:
            yield file
        os.replace(unfinished, path)
    except BaseException:
        if os.path.exists(unfinished):
            os.unlink(unfinished)
        raise


@contextmanager
def _written_far(address: str) -> Iterator[IO[bytes]]:
    filesystem, path = _filesystem(address)
    unfinished = f"{path}{UNFINISHED}"
    try:
        with filesystem.open(unfinished, "wb") as file:
            yield file
        filesystem.mv(unfinished, path)
    except BaseException:
        if filesystem.exists(unfinished):
            filesystem.rm_file(unfinished)
        raise


@contextmanager
def written_by_name(address: str) -> Iterator[str]:
    """A local path for libraries that insist on one; what is there is copied at the end."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="corridors-") as folder:
        path = os.path.join(folder, f"result{suffix_of(address)}")
        yield path
        with open(path, "rb") as source, written_whole(address) as out:
            shutil.copyfileobj(source, out, 4_194_304)


def _filesystem(address: str):  # type: ignore[no-untyped-def]  # fsspec has no types
    """The filesystem of an address, and the path in it.

    Raises
    ------
    RequestError
        If nobody here speaks its protocol.
    """
    import fsspec

    try:
        return fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise RequestError(f"cannot open {shown(address)}: {error}") from error


class Folder:
    """The folder of an unfinished run: few names, each file replaced as a whole.

    Parameters
    ----------
    address
        A local path or an fsspec address.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._far = is_remote(address)
        if self._far:
            self._files, self._path = _filesystem(address)

    def __reduce__(self) -> tuple[type["Folder"], tuple[str]]:
        return Folder, (self.address,)

    def local(self, name: str) -> str | None:
        """The path of a file, if it is one of this machine."""
        return None if self._far else os.path.join(self.address, name)

    def create(self) -> None:
        """Make the folder, if it is not there; what it lies in must be."""
        if self._far:
            self._files.makedirs(self._path, exist_ok=True)
        elif not os.path.isdir(self.address):
            os.mkdir(self.address)

    def names(self) -> list[str]:
        """Names of what lies in it; none if it is not there."""
        if self._far:
            if not self._files.exists(self._path):
                return []
            found = self._files.ls(self._path, detail=False, refresh=True)
            return sorted(str(path).rstrip("/").rpartition("/")[2] for path in found)
        try:
            return sorted(os.listdir(self.address))
        except FileNotFoundError:
            return []

    def write(self, name: str, data: bytes | memoryview) -> None:
        """Write a file as a whole, over an older one if there is one."""
        if self._far:
            self._files.pipe_file(f"{self._path}/{name}", bytes(data))
            return
        # Two workers may write the same partition when one was thought dead.
        unfinished = os.path.join(self.address, f"{name}.{os.getpid()}{UNFINISHED}")
        try:
            with open(unfinished, "wb") as file:
                file.write(data)
            os.replace(unfinished, os.path.join(self.address, name))
        except BaseException:
            if os.path.exists(unfinished):
                os.unlink(unfinished)
            raise

    def open(self, name: str) -> IO[bytes]:
        """Open a file for reading."""
        if self._far:
            file: IO[bytes] = self._files.open(f"{self._path}/{name}", "rb")
            return file
        return open(os.path.join(self.address, name), "rb")

    def read(self, name: str) -> bytes | None:
        """All of a file; ``None`` if it is not there."""
        try:
            with self.open(name) as file:
                return file.read()
        except FileNotFoundError:
            return None

    def remove(self, name: str) -> None:
        """Remove a file."""
        if self._far:
            self._files.rm_file(f"{self._path}/{name}")
        else:
            os.unlink(os.path.join(self.address, name))

    def remove_itself(self) -> None:
        """Remove the folder, unless something lies in it that others have put there."""
        try:
            if self._far:
                self._files.rmdir(self._path)
            else:
                os.rmdir(self.address)
        except OSError:
            pass  # not empty, or never a folder (object stores): nothing of ours is left
