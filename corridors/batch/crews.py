"""In which order the work on a list is done, whoever does it.

First all partitions are looked through for what they ask; then what they ask is found, each
question by one of the crew, who keeps it where the others see it; then the partitions are
answered. Every step is done as well by threads, processes or a cluster.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Literal, Protocol

from corridors.batch.manifest import PartRecord
from corridors.solvers.many.engine import FEW
from corridors.solvers.many.sought import SoughtBook

Task = Literal["sought", "find", "answer"]
"""What is done: a method of `corridors.batch.partition.Session`, which every one of a crew has."""


class Crew(Protocol):
    """Those who work on one job."""

    def each(self, task: Task, items: Sequence[Any]) -> Iterator[Any]:
        """What a task comes to for each of some items, as they are finished.

        When one fails, those at work are finished, and none is begun.
        """


def records(crew: Crew, numbers: Sequence[int]) -> Iterator[PartRecord]:
    """Work partitions out and give each as soon as it is finished."""
    book = SoughtBook()
    for sought in crew.each("sought", numbers):
        book.add(sought)
    for _ in crew.each("find", book.all(more_than=FEW)):
        pass
    yield from crew.each("answer", numbers)
