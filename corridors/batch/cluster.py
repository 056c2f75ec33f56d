"""The partitions of a run on a Dask cluster of the user's own.

The job is laid into the folder of the run, which every worker must see; a task is the place of
that file, its checksum and what to do. So nothing is lost with a worker that
dies: its partitions are given to another, and come out with the same bytes. Each worker process
builds the engine once.
"""

import pickle
from collections.abc import Iterator, Sequence
from hashlib import sha256
from queue import Empty, SimpleQueue
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from corridors.batch.crews import Task
from corridors.batch.manifest import JOB, RunStoppedError, code_version
from corridors.batch.partition import Job, Session
from corridors.errors import CorridorsError, RequestError
from corridors.io.batch_results.addresses import Folder, shown

if TYPE_CHECKING:
    from distributed import Client, Future

RETRIES: Final = 3
CONNECT_S: Final = 20.0
WITHOUT_WORKERS_S: Final = 60.0
"""So long a run waits for a worker when none is there."""
LOOK_S: Final = 2.0

_sessions: dict[str, Session] = {}
_building = Lock()


class Cluster:
    """The workers of a scheduler.

    Parameters
    ----------
    scheduler
        Address of the scheduler: ``tcp://host:port``.
    patience_s
        How long to wait while the cluster has no worker, seconds.
    """

    def __init__(self, scheduler: str, patience_s: float | None = None) -> None:
        self._scheduler = scheduler
        self._patience_s = WITHOUT_WORKERS_S if patience_s is None else patience_s
        self._client: Client | None = None
        self._address = self._digest = ""

    def take(self, job: Job) -> None:
        """Lay the job out. Its list and folder must be seen by every worker under the same name.

        Raises
        ------
        RequestError
            If Dask is not installed, or nobody answers at the address.
        """
        try:
            from distributed import Client
        except ImportError:
            raise RequestError(
                "--scheduler needs the extra: pip install freight-corridors[distributed]"
            ) from None
        data = pickle.dumps(job)
        job.folder.write(JOB, data)
        self._address, self._digest = job.folder.address, sha256(data).hexdigest()
        try:
            # distributed has no types
            self._client = Client(self._scheduler, timeout=CONNECT_S, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError, TimeoutError) as error:
            raise RequestError(
                f"no Dask scheduler answers at {shown(self._scheduler)}; start one with dask"
                " scheduler"
            ) from error

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *_: object) -> None:
        if self._client is not None:
            self._client.close()  # type: ignore[no-untyped-call]  # distributed has no types

    def each(self, task: Task, items: Sequence[Any]) -> Iterator[Any]:
        """What a task comes to for each of some items, as they are finished.

        Raises
        ------
        RunStoppedError
            If the cluster vanishes, or an item fails again and again.
        """
        client = self._client
        assert client is not None  # a job is taken before there are tasks
        futures = [
            client.submit(
                done_there, self._address, self._digest, task, item,
                key=f"corridors-{self._digest[:16]}-{task}-{number}", retries=RETRIES, pure=False,
            )
            for number, item in enumerate(items)
        ]  # fmt: skip
        ended: SimpleQueue[Future[Any]] = SimpleQueue()
        for future in futures:
            # distributed has no types
            future.add_done_callback(ended.put)  # type: ignore[no-untyped-call]
        seen = monotonic()
        left = len(futures)
        while left:
            try:
                future = ended.get(timeout=LOOK_S)
            except Empty:
                if _workers(client):
                    seen = monotonic()
                elif monotonic() - seen > self._patience_s:
                    raise RunStoppedError(
                        f"the cluster had no worker for {self._patience_s:.0f} s"
                    ) from None
                continue
            left -= 1
            seen = monotonic()
            yield _result(future)


def _result(future: "Future[Any]") -> Any:
    """What a task came to."""
    from concurrent.futures import CancelledError

    from distributed import KilledWorker

    try:
        return future.result()
    except KilledWorker as error:
        raise RunStoppedError(
            "a partition was given to several workers and each of them died (out of memory?)"
        ) from error
    except CancelledError as error:
        raise RunStoppedError("the Dask scheduler vanished") from error


def _workers(client: "Client") -> int:
    """How many workers the cluster has now."""
    if client.status != "running":
        raise RunStoppedError("the Dask scheduler vanished")
    return len(client.scheduler_info(n_workers=-1)["workers"])


def done_there(address: str, digest: str, task: Task, item: Any) -> Any:
    """Do a task on a worker.

    Raises
    ------
    CorridorsError
        If the worker does not see the folder of the run, or runs another program.
    """
    return getattr(_session(address, digest), task)(item)


def _session(address: str, digest: str) -> Session:
    """The session of a job in this process, built by whoever needs it first."""
    with _building:
        if digest not in _sessions:
            data = Folder(address).read(JOB)
            if data is None or sha256(data).hexdigest() != digest:
                raise CorridorsError(
                    f"a worker does not see the job in {shown(address)}; list and result must lie"
                    " where every worker finds them under the same name"
                )
            job: Job = pickle.loads(data)
            if job.code != code_version():
                raise CorridorsError(
                    f"a worker runs {code_version()}, the run was begun with {job.code}; install"
                    " the same version everywhere"
                )
            _sessions.clear()  # one run at a time: a worker does not collect engines
            _sessions[digest] = Session(job)
        return _sessions[digest]
