"""Who works the partitions out on this machine: threads over one shared engine.

The compiled search and polars let go of the interpreter while they work, so that threads read,
ask, answer and write different partitions at the same time.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from typing import Final

from corridors.batch.manifest import PartRecord
from corridors.batch.partition import Job, Session

SWITCH_S: Final = 0.0005
"""How long a thread may keep the interpreter from another. Compiled code gives it up and takes
it back thousands of times, and would wait ten times as long for it as usual."""


def by_threads(job: Job, numbers: Sequence[int], *, workers: int) -> Iterator[PartRecord]:
    """Work partitions out and give each as soon as it is finished.

    When one fails, those at work are finished, and none is begun.
    """
    if not numbers:
        return
    session = Session(job, workers)
    usual_s = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_S)
    pool = ThreadPoolExecutor(min(workers, len(numbers)), thread_name_prefix="partition")
    try:
        futures: list[Future[PartRecord]] = [pool.submit(session.answer, n) for n in numbers]
        for future in as_completed(futures):
            yield future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        sys.setswitchinterval(usual_s)


def cpu_count() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
