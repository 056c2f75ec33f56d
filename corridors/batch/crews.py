"""In which order the work on a list is done, whoever does it.

Each partition is looked at: one that asks nothing new is answered at once, the others say what
they ask. That is found, each question by one of the crew, who keeps it where the others see it;
then what waited is answered. Every step is done as well by processes as by a cluster.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Literal, Protocol

from corridors.batch.manifest import PartRecord
from corridors.batch.partition import Job
from corridors.solvers.many.sought import SoughtBook

Task = Literal["look", "find", "answer"]
"""What is done: a method of `corridors.batch.partition.Session`, which every one of a crew has."""


class Crew(Protocol):
    """Those who work on one job."""

    def take(self, job: Job) -> None:
        """Take the job that the tasks are of."""

    def each(self, task: Task, items: Sequence[Any]) -> Iterator[Any]:
        """What a task comes to for each of some items, as they are finished.

        When one fails, those at work are finished, and none is begun.
        """


def records(crew: Crew, numbers: Sequence[int]) -> Iterator[PartRecord]:
    """Work partitions out and give each as soon as it is finished."""
    waiting: list[int] = []
    book = SoughtBook()
    for seen in crew.each("look", numbers):
        if isinstance(seen, PartRecord):
            yield seen
        else:
            waiting.append(seen.number)
            book.add(seen.sought)
    for _ in crew.each("find", book.all()):
        pass
    yield from crew.each("answer", sorted(waiting))
