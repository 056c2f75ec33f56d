"""Who works the partitions out on this machine: this process and others like it.

Much of the work holds Python's interpreter, so that threads would wait for each other. Each
process has an engine of its own; what one finds the others read (`corridors.solvers.many.kept`).
"""

import os
import pickle
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import cached_property
from multiprocessing import connection, get_context, parent_process
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, Final

from corridors.batch.crews import Task
from corridors.batch.manifest import RunStoppedError
from corridors.batch.memory import limit_heaps
from corridors.batch.partition import Job, Session
from corridors.solvers.many.search import compile_search
from corridors.solvers.many.sought import Sought

WORTH: Final = 100_000
"""Rows of work for which other processes are begun: each takes two seconds to be ready."""
QUESTION: Final = 10_000
"""What the making ready of a question takes, in rows."""
LARGE_BYTES: Final = 8_000_000
"""Of a list that is taken to have as many rows before it is read."""

Hand = Callable[[Task, Any], Any]
"""Does a task for an item, here or in another process."""


class Other:
    """Another process, begun at once."""

    def __init__(self) -> None:
        self._process = ProcessPoolExecutor(1, get_context("spawn"), initializer=_make_ready)
        self._ready: Future[Any] = self._process.submit(os.getpid)  # whatever: it begins now

    def take(self, job: bytes) -> None:
        """Give it the job that its tasks are of."""
        self._ready = self._process.submit(_take, job)

    def do(self, task: Task, item: Any) -> Any:
        """What a task comes to there."""
        self._ready.result()
        return self._process.submit(_there, task, item).result()

    def end(self) -> None:
        """End it; it is at nothing."""
        self._process.shutdown(wait=False, cancel_futures=True)


class Processes:
    """A crew of processes: the one that asks and as many others as there is work for.

    Parameters
    ----------
    workers
        How many they are at most.
    shipments
        Address of the list. Where it is a large file, the others begin at once.
    """

    def __init__(self, workers: int, shipments: str = "") -> None:
        self._workers = workers
        self._others: list[Other] = []
        self._job: Job | None = None
        self._building = Lock()
        if os.path.isfile(shipments) and os.path.getsize(shipments) >= LARGE_BYTES:
            self._begin(workers - 1)

    def __enter__(self) -> "Processes":
        return self

    def __exit__(self, *_: object) -> None:
        for other in self._others:
            other.end()

    def take(self, job: Job) -> None:
        """Take the job that the tasks are of."""
        self._job = job
        self._tell(self._others)

    def each(self, task: Task, items: Sequence[Any]) -> Iterator[Any]:
        """What a task comes to for each of some items, as they are finished.

        Raises
        ------
        RunStoppedError
            If a process vanished; those at work are finished.
        """
        if not items:
            return
        hands: SimpleQueue[Hand] = SimpleQueue()
        wanted = min(self._workers, len(items)) if self._worth(task, items) else 1
        self._begin(wanted - 1)
        if task == "find" and wanted > 1:
            compile_search()  # what the others find compiled they need not compile too
        for hand in (self._here, *(other.do for other in self._others[: wanted - 1])):
            hands.put(hand)

        def work(item: Any) -> Any:
            hand = hands.get()
            try:
                return hand(task, item)
            finally:
                hands.put(hand)

        pool = ThreadPoolExecutor(wanted, thread_name_prefix="worker")
        try:
            futures: list[Future[Any]] = [pool.submit(work, item) for item in items]
            for future in as_completed(futures):
                yield future.result()
        except BrokenProcessPool as error:
            raise RunStoppedError(
                "a process of the run vanished (killed, or out of memory?)"
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _worth(self, task: Task, items: Sequence[Any]) -> bool:
        """Whether there is enough to do for more than one."""
        if task == "find":
            sought: Sequence[Sought] = items
            return sum(len(each.pairs) + QUESTION for each in sought) >= WORTH
        shipments = self._own_job.shipments
        return shipments.rows * len(items) / shipments.chunks >= WORTH

    @property
    def _own_job(self) -> Job:
        assert self._job is not None  # it is taken before there are tasks
        return self._job

    @cached_property
    def _session(self) -> Session:
        return Session(self._own_job)

    def _here(self, task: Task, item: Any) -> Any:
        with self._building:
            session = self._session
        return getattr(session, task)(item)

    def _begin(self, wanted: int) -> None:
        """Begin other processes until there are so many."""
        if wanted <= len(self._others):
            return
        # Read when a process begins; polars has read it here already.
        os.environ.setdefault("POLARS_MAX_THREADS", str(max(1, cpu_count() // self._workers)))
        new = [Other() for _ in range(wanted - len(self._others))]
        self._others += new
        self._tell(new)

    def _tell(self, others: Sequence[Other]) -> None:
        if self._job is not None and others:
            job = pickle.dumps(self._job)
            for other in others:
                other.take(job)


_sessions: list[Session] = []
"""That of this process, if it is one that others have begun."""


def _make_ready() -> None:
    """Make a new process ready; it ends with the one that began it, however that ends."""
    limit_heaps()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process says what is to be done
    Thread(target=_end_with_parent, daemon=True).start()


def _take(job: bytes) -> None:
    _sessions.append(Session(pickle.loads(job)))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _there(task: Task, item: Any) -> Any:
    return getattr(_sessions[0], task)(item)


def cpu_count() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
