"""A whole run: a list in, a result, its rejects and its pages out, none of its rows lost.

Partitions are worked out in any order and lie in a folder beside the result (``RESULT.parts``)
until all are there; then the result is put together and takes its name, and the folder goes. A
run that ends before leaves the folder, and can be taken up again.
"""

import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

from corridors.batch.candidates import cache_folder, prune
from corridors.batch.crews import Crew, records
from corridors.batch.finished import run_tables
from corridors.batch.manifest import (
    Identity,
    Manifest,
    RunFolder,
    RunStoppedError,
    code_version,
)
from corridors.batch.partition import Job, parquet_bytes, read_chunk
from corridors.batch.progress import Told, open_meter
from corridors.batch.result_columns import Layout
from corridors.batch.run_tables import Counts, RunTables
from corridors.errors import CorridorsError, RequestError, SolverError
from corridors.io.batch_results.addresses import (
    Folder,
    is_remote,
    shown,
    without_suffix,
    written_whole,
)
from corridors.io.batch_results.parquet_splice import ARROW_SCHEMA, splice
from corridors.io.batch_results.parts import Parts
from corridors.io.batch_results.write_result import (
    Form,
    check_length,
    form_of,
    write_rejects,
    write_result,
)
from corridors.io.shipment_lists import CHUNK_ROWS
from corridors.io.shipment_lists.open_list import open_list
from corridors.io.shipment_lists.raw import ShipmentList
from corridors.solvers.many.rows import Wishes
from network_data import Facts

if TYPE_CHECKING:
    from corridors.batch.cluster import Cluster
    from corridors.batch.workers import Processes

WITH_PATHS: Final = frozenset({Form.PARQUET, Form.CSV})
"""Forms that tell nothing of the legs: the distinct paths go into a file beside them."""
MOST_NOTICES: Final = 20
"""Remarks on spellings that are shown; the others are counted."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be answered, how, and where the answers go.

    Attributes
    ----------
    shipments, query
        Address of the list; for a database, what it is asked.
    out, rejects
        Addresses of the result and of the rejected rows; ``None`` puts those beside the
        result.
    wishes
        What is asked of every row.
    workers
        Processes of this machine. More than one import the main module anew, so that a script
        does its work under ``if __name__ == "__main__"``.
    cache
        Keep candidates from run to run; else for as long as the run takes.
    scheduler
        Address of a Dask scheduler that works instead of them.
    resume
        Take up an unfinished run of the same result.
    chunk_rows
        Rows of a partition.
    told
        How progress is shown.
    """

    shipments: str
    out: str
    wishes: Wishes
    query: str | None = None
    rejects: str | None = None
    workers: int = 1
    cache: bool = True
    scheduler: str | None = None
    resume: bool = False
    chunk_rows: int = CHUNK_ROWS
    told: Told = Told.NONE

    @property
    def rejects_address(self) -> str:
        """Where the rejected rows go."""
        return self.rejects or f"{without_suffix(self.out)}.rejects.csv"

    @property
    def folder(self) -> str:
        """Where the partitions lie until the result is whole."""
        return f"{self.out}.parts"


class Done(NamedTuple):
    """What a run came to.

    Attributes
    ----------
    counts
        Rows in, answered, rejected.
    routes
        Rows of the result.
    resumed
        Partitions that an earlier run had finished.
    notices
        What the user should be told of how the list was read.
    """

    counts: Counts
    routes: int
    resumed: int
    notices: tuple[str, ...]


def run_batch(
    facts: Facts,
    order: Order,
    *,
    draw: Callable[[RunTables], None] | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Done:
    """Answer a list.

    Parameters
    ----------
    facts
        What the answers come from.
    order
        What is to be done.
    draw
        Draws pages from the tables of the run before its partitions are removed.
    tell
        Hears what the user should know before the work begins.

    Returns
    -------
    Done
        Rows in are rows answered plus rows rejected.

    Raises
    ------
    RequestError
        If the list, the result or the options cannot be as they are; nothing has been done.
    RunStoppedError
        If the run ended early; what is finished can be resumed.
    SolverError
        If a row was lost, which would be a fault of this program.
    """
    form = form_of(order.out)
    _check_addresses(order)
    state = RunFolder(Folder(order.folder))
    try:
        lock = state.lock()
    except OSError as error:
        raise RequestError(f"cannot write {shown(order.out)}: {_why(error)}") from error
    try:
        with _crew(order) as crew:
            shipments = _open(order, state.folder)
            notice = check_length(form, shipments.rows, order.wishes.routes)
            if notice:
                tell(notice)
            identity = Identity(
                shipments.fingerprint, facts.version, code_version(), _options(order, shipments)
            )
            manifest = Manifest(identity, shown(shipments.address), shipments.chunks)
            with _resumable(order, manifest):
                manifest = state.begin(manifest, resume=order.resume)
                resumed = len(manifest.parts)
                layout = Layout.of(read_chunk(shipments, 0).frame.schema, shipments.columns.found)
                _work_out(facts, order, state, manifest, shipments, layout, crew)
        with _resumable(order, manifest):
            counts, routes = _counted(manifest)
            parts = Parts(state.folder, manifest.partitions)
            _put_together(facts, order, parts, layout, counts, routes, draw)
            manifest.finished = True
            state.save(manifest)
            state.clear(all_of_it=True)
            return Done(counts, routes, resumed, _notices(shipments, manifest))
    finally:
        if lock is not None:
            lock.close()
        state.abandon()


def _open(order: Order, folder: Folder) -> ShipmentList:
    """The list; other processes find copies of it in the folder of the run."""
    spool = folder.local("") if order.scheduler or order.workers > 1 else None
    shipments = open_list(
        order.shipments, query=order.query, chunk_rows=order.chunk_rows, spool_dir=spool
    )
    if shipments.chunks == 0:
        raise RequestError(f"{shown(shipments.address)} has headings and no rows")
    return shipments


def _work_out(
    facts: Facts,
    order: Order,
    state: RunFolder,
    manifest: Manifest,
    shipments: ShipmentList,
    layout: Layout,
    crew: Crew,
) -> None:
    """Work out the partitions that are missing."""
    legs = form_of(order.out) is Form.WORKBOOK
    cache = cache_folder() if order.cache and order.scheduler is None else None
    kept = cache or state.folder
    job = Job(shipments, facts, order.wishes, state.folder, kept, layout, legs, code_version())
    missing = [n for n in range(manifest.partitions) if n not in manifest.parts]
    ready = sum(part.rows for part in manifest.parts.values())
    with open_meter(order.told, shipments.rows, ready) as meter:
        if missing:
            crew.take(job)
        for record in records(crew, missing):
            manifest.parts[record.number] = record
            state.save(manifest)
            meter.add(record.rows)
    if cache is not None:
        prune(cache)


def _crew(order: Order) -> "Processes | Cluster":
    """Who does the work: processes of this machine, or the workers of a cluster."""
    if order.scheduler is None:
        from corridors.batch.workers import Processes

        return Processes(order.workers, order.shipments)
    from corridors.batch.cluster import Cluster

    return Cluster(order.scheduler)


def _counted(manifest: Manifest) -> tuple[Counts, int]:
    """The sums over the partitions, and the number of routes."""
    parts = manifest.parts.values()
    counts = Counts(
        sum(part.rows for part in parts),
        sum(part.answered for part in parts),
        sum(part.rejected for part in parts),
    )
    if counts.rows != counts.answered + counts.rejected:
        raise SolverError(
            f"{counts.rows:,} rows in, but {counts.answered:,} answered and"
            f" {counts.rejected:,} rejected; no result is written"
        )
    return counts, sum(part.routes for part in parts)


def _put_together(
    facts: Facts,
    order: Order,
    parts: Parts,
    layout: Layout,
    counts: Counts,
    routes: int,
    draw: Callable[[RunTables], None] | None,
) -> None:
    """Write everything; the result itself comes last, and says by being there that all is."""
    about = _about(facts, order)
    with ThreadPoolExecutor(1) as beside:
        rejects = beside.submit(write_rejects, parts, order.rejects_address)
        if form_of(order.out) in WITH_PATHS:
            with written_whole(f"{without_suffix(order.out)}.paths.parquet") as file:
                splice(map(BytesIO, _paths_in_bytes(parts)), file, about={}, without=[ARROW_SCHEMA])
        _check_written(order.rejects_address, rejects.result(), counts.rejected)
    if draw is not None:
        with run_tables(parts, layout, counts=counts, facts=facts, about=about) as tables:
            draw(tables)
    written = write_result(
        parts,
        order.out,
        names={**layout.route, **layout.asked},
        facts=facts,
        about={"corridors": json.dumps(about, ensure_ascii=False)},
        summary=[
            ("rows in", counts.rows),
            ("rows answered", counts.answered),
            ("rows rejected", counts.rejected),
            *about.items(),
        ],
    )
    _check_written(order.out, written, routes)


def _paths_in_bytes(parts: Parts) -> Iterator[memoryview]:
    """The paths as files of Parquet; while one is written the next is looked for."""
    with ThreadPoolExecutor(1) as beside:
        writing: Future[memoryview] | None = None
        for paths in parts.path_frames():
            before, writing = writing, beside.submit(parquet_bytes, paths)
            if before is not None:
                yield before.result()
        if writing is not None:
            yield writing.result()


def _check_written(address: str, written: int, expected: int) -> None:
    if written != expected:
        raise SolverError(f"{shown(address)} got {written:,} rows and not {expected:,}")


def _about(facts: Facts, order: Order) -> dict[str, str]:
    """What was asked, for the result and its pages; nothing in it changes from run to run."""
    wishes = order.wishes
    return {
        "list": shown(order.shipments.rpartition("/")[2]),
        "objective": wishes.objective.value,
        "routes a row": str(wishes.routes),
        "clock": "exact" if wishes.exact_clock else "expected",
        "unconfirmed crossings": "used" if wishes.include_unconfirmed else "not used",
        "facts": facts.version,
        "scenarios": ", ".join(facts.scenarios) or "none",
        "program": code_version().partition("+")[0],
    }


def _options(order: Order, shipments: ShipmentList) -> dict[str, str]:
    """What changes an answer or the form of the partitions, by the name of its option."""
    wishes = order.wishes
    return {
        "--objective": wishes.objective.value,
        "--frontier-k": str(wishes.routes),
        "--exact-clock": "given" if wishes.exact_clock else "not given",
        "--include-unconfirmed": "given" if wishes.include_unconfirmed else "not given",
        "--query": order.query or "not given",
        "rows of a partition": str(order.chunk_rows),
        "columns": ", ".join(shipments.headings),
    }


def _notices(shipments: ShipmentList, manifest: Manifest) -> tuple[str, ...]:
    """How headings and spellings were read, each remark once, in the order of the list."""
    parts = [manifest.parts[number] for number in sorted(manifest.parts)]
    said = dict.fromkeys([*shipments.notices, *(n for part in parts for n in part.notices)])
    told = list(said)[:MOST_NOTICES]
    if len(said) > MOST_NOTICES:
        told.append(f"and {len(said) - MOST_NOTICES:,} more spellings read so")
    return tuple(told)


def _check_addresses(order: Order) -> None:
    """The list is not to be written over, nor one output by another."""
    paths = f"{without_suffix(order.out)}.paths.parquet"
    outputs = {"the result": order.out, "the rejects": order.rejects_address}
    if form_of(order.out) in WITH_PATHS:
        outputs["the paths"] = paths
    seen = {_place(order.shipments): "the list"}
    for what, address in outputs.items():
        folder = os.path.dirname(address) or "."
        if not is_remote(address) and not os.path.isdir(folder):
            raise RequestError(f"cannot write {shown(address)}: there is no folder {shown(folder)}")
        other = seen.setdefault(_place(address), what)
        if other != what:
            raise RequestError(f"{shown(address)} would be {other} and {what}; give another name")


def _place(address: str) -> str:
    return address if is_remote(address) else os.path.realpath(address)


@contextmanager
def _resumable(order: Order, manifest: Manifest) -> Iterator[None]:
    """Errors of a begun run say what is kept and how to go on."""
    ended = partial(_ended, order, manifest)
    try:
        yield
    except RunStoppedError as error:
        raise ended(str(error)) from error
    except SolverError:
        raise
    except OSError as error:
        raise ended(f"cannot go on: {_why(error)}") from error
    except RequestError:
        raise
    except CorridorsError as error:
        raise ended(str(error)) from error
    except KeyboardInterrupt as error:
        raise ended("stopped") from error


def _ended(order: Order, manifest: Manifest, why: str) -> RunStoppedError:
    return RunStoppedError(
        f"{why}. {len(manifest.parts)} of {manifest.partitions} partitions are finished and kept"
        f" in {shown(order.folder)}; go on with --resume"
    )


def _why(error: OSError) -> str:
    """What the system says, and of which file."""
    why = error.strerror or str(error)
    return f"{why}: {shown(str(error.filename))}" if error.filename else why
