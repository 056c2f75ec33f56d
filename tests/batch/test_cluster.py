"""A run on a Dask cluster over TCP: the same bytes as here, also when a worker dies."""

import os
import signal
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corridors.batch import cluster
from corridors.batch.crews import Task
from corridors.batch.manifest import RunStoppedError
from corridors.batch.run import Order, run_batch
from corridors.errors import RequestError
from corridors.solvers.many.rows import Wishes
from network_data import Facts, load_facts

if TYPE_CHECKING:
    from distributed import LocalCluster

distributed = pytest.importorskip("distributed", reason="the extra [distributed] is not installed")
# Dask warns of its own sockets and loops when workers are killed; that is not under test.
pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def facts() -> Facts:
    return load_facts()


@pytest.fixture(scope="module")
def dask() -> Iterator["LocalCluster"]:
    """A scheduler and two worker processes that talk TCP."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, protocol="tcp",
        dashboard_address=":0", host="127.0.0.1",
    ) as running:  # fmt: skip
        yield running


@pytest.fixture
def order(grain_list: Path, tmp_path: Path) -> Order:
    return Order(str(grain_list), str(tmp_path / "routes.parquet"), Wishes(), chunk_rows=20)


def outputs(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def test_a_worker_killed_in_mid_run_costs_nothing_but_time(
    dask: "LocalCluster",
    order: Order,
    facts: Facts,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    run_batch(facts, replace(order, out=str(here / "routes.parquet"), workers=2))

    each = cluster.Cluster.each
    killed: list[int] = []

    def with_a_loss(crew: cluster.Cluster, task: Task, items: Sequence[object]) -> Iterator[object]:
        for result in each(crew, task, items):
            if not killed:
                victim = next(iter(dask.workers.values()))
                killed.append(victim.pid)
                os.kill(victim.pid, signal.SIGKILL)
            yield result

    monkeypatch.setattr(cluster.Cluster, "each", with_a_loss)
    there = tmp_path / "there"
    there.mkdir()
    done = run_batch(
        facts,
        replace(order, out=str(there / "routes.parquet"), scheduler=dask.scheduler_address),
    )
    assert killed
    assert done.counts == (240, 232, 8)
    assert outputs(there) == outputs(here)
    assert not Path(f"{there}/routes.parquet.parts").exists()


def test_a_partition_that_fails_on_a_worker_leaves_a_run_to_go_on_with(
    dask: "LocalCluster", order: Order, facts: Facts, grain_list: Path, tmp_path: Path
) -> None:
    """The list vanishes after it was opened: the workers say so, and the run can be resumed."""
    shipments = tmp_path / "list.csv"
    shipments.write_bytes(grain_list.read_bytes())
    each = cluster.Cluster.each

    def without_list(
        crew: cluster.Cluster, task: Task, items: Sequence[object]
    ) -> Iterator[object]:
        shipments.unlink(missing_ok=True)
        return each(crew, task, items)

    asked = replace(order, shipments=str(shipments), scheduler=dask.scheduler_address)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(cluster.Cluster, "each", without_list)
        with pytest.raises(RunStoppedError, match=r"cannot be read.*go on with --resume"):
            run_batch(facts, asked)
    shipments.write_bytes(grain_list.read_bytes())
    assert run_batch(facts, replace(asked, resume=True)).counts == (240, 232, 8)


def test_a_cluster_without_workers_is_not_waited_for_without_end(
    order: Order, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "WITHOUT_WORKERS_S", 0.5)
    monkeypatch.setattr(cluster, "LOOK_S", 0.2)
    with (
        distributed.LocalCluster(
            n_workers=0, processes=True, protocol="tcp", dashboard_address=":0", host="127.0.0.1"
        ) as empty,
        pytest.raises(RunStoppedError, match="the cluster had no worker for"),
    ):
        run_batch(facts, replace(order, scheduler=empty.scheduler_address))


def test_a_scheduler_that_is_not_there_is_a_bad_request(
    order: Order, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "CONNECT_S", 0.5)
    with pytest.raises(RequestError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:1"):
        run_batch(facts, replace(order, scheduler="tcp://127.0.0.1:1"))
