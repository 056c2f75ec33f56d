"""What a run knows of itself: what was asked, of which list, and which partitions are finished.

The manifest lies in the folder of the run and is replaced as a whole whenever a partition is
finished. A run that is taken up again must find the same list, facts, code and options, for
only then are its finished partitions what would be worked out anew.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import IO, Final, NamedTuple

from corridors.errors import CorridorsError, RequestError
from corridors.io.batch_results.addresses import UNFINISHED, Folder, shown
from corridors.solvers.many.kept import SUFFIX

MANIFEST: Final = "manifest.json"
JOB: Final = "job.pickle"
"""What workers of a cluster are told; see `corridors.batch.cluster`."""
LOCK: Final = "lock"
SPOOL: Final = "list."
"""Begins the names of copies of the list (`corridors.io.shipment_lists.sources.Spool`)."""
FORMAT: Final = 1


class PartRecord(NamedTuple):
    """A finished partition: how many rows went where, and its files with their checksums.

    ``routes`` is more than ``answered`` where rows get several routes.
    """

    number: int
    rows: int
    answered: int
    rejected: int
    routes: int
    files: Mapping[str, str]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """What must be the same for a run to be taken up again.

    Attributes
    ----------
    shipments
        Fingerprint of the list.
    facts
        Version of the facts, a scenario's edits among them.
    code
        Version of this program and a hash of its source.
    options
        Everything that was asked for and changes an answer.
    """

    shipments: str
    facts: str
    code: str
    options: Mapping[str, str]

    def changes(self, other: "Identity") -> list[str]:
        """What differs in another, in words."""
        told = []
        if self.shipments != other.shipments:
            told.append("the list has changed")
        if self.facts != other.facts:
            told.append(f"the facts have changed ({self.facts}, now {other.facts})")
        if self.code != other.code:
            told.append(f"the program has changed ({self.code}, now {other.code})")
        for name in sorted({*self.options, *other.options}):
            was, now = self.options.get(name, "not given"), other.options.get(name, "not given")
            if was != now:
                told.append(f"{name} was {was} and is {now}")
        return told


@dataclass(slots=True)
class Manifest:
    """The state of a run, as it lies in its folder."""

    identity: Identity
    list_address: str
    partitions: int
    finished: bool = False
    parts: dict[int, PartRecord] = field(default_factory=dict)

    def to_json(self) -> bytes:
        """The manifest as text: the same state, the same bytes."""
        document = {
            "format": FORMAT,
            "list": {"address": self.list_address, "fingerprint": self.identity.shipments},
            "facts": self.identity.facts,
            "code": self.identity.code,
            "options": dict(self.identity.options),
            "finished": self.finished,
            "partitions": self.partitions,
            "parts": [
                {**part._asdict(), "files": dict(part.files)}
                for _, part in sorted(self.parts.items())
            ],
        }
        return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()

    @classmethod
    def from_json(cls, data: bytes) -> "Manifest":
        """Read a manifest.

        Raises
        ------
        ValueError
            If it is none, or of another format.
        """
        try:
            found = json.loads(data)
            if found["format"] != FORMAT:
                raise ValueError(f"format {found['format']}, not {FORMAT}")
            identity = Identity(
                found["list"]["fingerprint"], found["facts"], found["code"], found["options"]
            )
            records = [
                PartRecord(**{**part, "notices": tuple(part["notices"])})
                for part in found["parts"]
            ]  # fmt: skip
            return cls(
                identity,
                found["list"]["address"],
                found["partitions"],
                found["finished"],
                {record.number: record for record in records},
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{error} is missing or wrong") from error


class RunFolder:
    """The folder of a run: its manifest and the files of its partitions."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder

    def begin(self, manifest: Manifest, *, resume: bool) -> Manifest:
        """Start a run, or take an unfinished one up.

        Returns
        -------
        Manifest
            With the partitions that need not be worked out again.

        Raises
        ------
        RequestError
            If an unfinished run lies there and was not asked for, or is one of another list,
            other facts, another program or other options.
        OSError
            If the folder cannot be written to.
        """
        where = shown(self.folder.address)
        old = self._read()
        if old is not None and not old.finished:
            if not resume and old.parts:
                raise RequestError(
                    f"an unfinished run lies in {where} ({len(old.parts)} of {old.partitions}"
                    " partitions finished); --resume carries on, or remove that folder"
                )
            changed = old.identity.changes(manifest.identity) if resume else []
            if changed:
                raise RequestError(
                    f"cannot resume {where}: {'; '.join(changed)}. Put that right, or remove the"
                    " folder to begin anew"
                )
            manifest.parts = {n: part for n, part in old.parts.items() if self._whole(part)}
        else:
            self.clear(all_of_it=False)
        for name in self.folder.names():
            if name.endswith(UNFINISHED):
                self.folder.remove(name)
        self.save(manifest)
        return manifest

    def save(self, manifest: Manifest) -> None:
        """Replace the manifest."""
        self.folder.write(MANIFEST, manifest.to_json())

    def lock(self) -> IO[bytes] | None:
        """Keep other runs of the same result out for as long as the file that comes back is open.

        The system lets go of it when this process ends, however it ends. On a filesystem of
        another kind there is no such lock.

        Raises
        ------
        RequestError
            If another run holds it.
        OSError
            If the folder cannot be written to.
        """
        self.folder.create()
        path = self.folder.local(LOCK)
        if path is None:
            return None
        try:
            import fcntl
        except ImportError:  # not a Unix
            return None
        file = open(path, "wb")  # noqa: SIM115  # held open for as long as the run takes
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            raise RequestError(
                f"another run is writing to {shown(self.folder.address)}; wait for its end"
            ) from None
        return file

    def clear(self, *, all_of_it: bool) -> None:
        """Remove what runs leave: the partitions first, the manifest last.

        ``all_of_it`` also removes copies of the list, the lock and the folder itself, unless
        others have put something there.
        """
        names = self.folder.names()
        first = [n for n in names if n.startswith("part-") or n.endswith((UNFINISHED, SUFFIX))]
        last = [n for n in names if n in (MANIFEST, JOB)]
        rest = [n for n in names if all_of_it and (n == LOCK or n.startswith(SPOOL))]
        for name in (*first, *last, *rest):
            self.folder.remove(name)
        if all_of_it:
            self.folder.remove_itself()

    def abandon(self) -> None:
        """Leave nothing behind, if nothing has been begun here."""
        if self.folder.read(MANIFEST) is None:
            self.clear(all_of_it=True)

    def _read(self) -> Manifest | None:
        data = self.folder.read(MANIFEST)
        if data is None:
            return None
        try:
            return Manifest.from_json(data)
        except ValueError as error:
            raise RequestError(
                f"{shown(self.folder.address)}/{MANIFEST} is not the manifest of a run ({error});"
                " remove that folder"
            ) from error

    def _whole(self, part: PartRecord) -> bool:
        """Whether the files of a partition are there and are what was written."""
        for name, digest in part.files.items():
            data = self.folder.read(name)
            if data is None or sha256(data).hexdigest() != digest:
                return False
        return True


@cache
def code_version() -> str:
    """Version of this program and a hash of its source: other code may answer otherwise."""
    from importlib.metadata import version

    import network_data

    digest = sha256()
    ours = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for root in (ours, os.path.dirname(os.path.abspath(str(network_data.__file__)))):
        for folder, folders, names in os.walk(root):
            folders.sort()
            for name in sorted(names):
                if name.endswith(".py"):
                    path = os.path.join(folder, name)
                    digest.update(os.path.relpath(path, root).encode())
                    with open(path, "rb") as file:
                        digest.update(file.read())
    return f"{version('freight-corridors')}+{digest.hexdigest()[:12]}"


class RunStoppedError(CorridorsError, RuntimeError):
    """A run stopped before its end; what is finished is kept and can be resumed."""
