"""What goes wrong on the way: each ends in a clear line, and in a state to go on from."""

import json
import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from corridors.batch.manifest import RunStoppedError
from corridors.batch.run import Order, run_batch
from corridors.errors import RequestError
from corridors.model.shipment import Objective
from corridors.solvers.many.rows import Wishes
from network_data import Facts, load_facts
from tests.batch import slow_engine
from tests.batch.conftest import Run, command, environment

pytestmark = pytest.mark.usefixtures("plain_engine")
NOBODY = 65534


@pytest.fixture(scope="module")
def facts() -> Facts:
    return load_facts()


@pytest.fixture
def order(grain_list: Path, tmp_path: Path) -> Order:
    """The list in four partitions."""
    return Order(str(grain_list), str(tmp_path / "routes.parquet"), Wishes(), chunk_rows=60)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def stopped(order: Order, facts: Facts, monkeypatch: pytest.MonkeyPatch) -> Order:
    """A run that lost its third partition to an error of the disk."""
    answer = slow_engine.Engine.answer

    def fails(
        self: slow_engine.Engine, asked: pl.DataFrame, *, legs: bool = False
    ) -> slow_engine.Answers:
        if asked["row"][0] == 122:
            raise OSError(5, "Input/output error", "/disk")
        return answer(self, asked, legs=legs)

    with monkeypatch.context() as patched:
        patched.setattr(slow_engine.Engine, "answer", fails)
        with pytest.raises(RunStoppedError) as ended:
            run_batch(facts, order)
    assert str(ended.value) == (
        "cannot go on: Input/output error: /disk. 2 of 4 partitions are finished and kept in"
        f" {order.folder}; go on with --resume"
    )
    return order


def test_a_failing_disk_stops_the_run_with_nothing_under_the_final_name(
    stopped: Order, facts: Facts, tmp_path: Path
) -> None:
    assert files(tmp_path) == ["routes.parquet.parts"]
    done = run_batch(facts, replace(stopped, resume=True))
    assert done.resumed == 2
    assert done.counts == (240, 232, 8)
    assert files(tmp_path) == ["routes.parquet", "routes.paths.parquet", "routes.rejects.csv"]


def test_an_unfinished_run_is_not_written_over(stopped: Order, facts: Facts) -> None:
    with pytest.raises(RequestError, match=r"unfinished run lies in .* \(2 of 4 partitions"):
        run_batch(facts, stopped)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda o: replace(o, wishes=Wishes(Objective.TIME)), "--objective was cost and is time"),
        (lambda o: replace(o, wishes=Wishes(routes=2)), "--frontier-k was 1 and is 2"),
        (lambda o: replace(o, chunk_rows=50), "rows of a partition was 60 and is 50"),
        (lambda o: replace(o, wishes=Wishes(exact_clock=True)),
         "--exact-clock was not given and is given"),
    ],
)  # fmt: skip
def test_other_options_are_refused_with_what_changed(
    stopped: Order, facts: Facts, change: Callable[[Order], Order], told: str
) -> None:
    with pytest.raises(RequestError, match=told):
        run_batch(facts, replace(change(stopped), resume=True))


def test_changed_facts_a_changed_list_and_a_changed_program_are_refused(
    stopped: Order, facts: Facts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dearer = facts.overlaid(parameters=[facts.parameters["load-rail-h"]._replace(value=47.0)])
    again = replace(stopped, resume=True)
    with pytest.raises(RequestError, match=rf"facts have changed \({facts.version}, now"):
        run_batch(dearer, again)

    longer = tmp_path / "longer.csv"
    longer.write_text(Path(stopped.shipments).read_text("utf-8") + "X,kostanay,khujand,wheat,5,\n")
    with pytest.raises(RequestError, match="the list has changed"):
        run_batch(facts, replace(again, shipments=str(longer)))

    monkeypatch.setattr("corridors.batch.run.code_version", lambda: "0.0.1+other")
    with pytest.raises(RequestError, match=r"the program has changed \(.*, now 0\.0\.1\+other\)"):
        run_batch(facts, again)


def test_a_finished_partition_whose_file_was_damaged_is_worked_out_again(
    stopped: Order, facts: Facts, tmp_path: Path
) -> None:
    calm = replace(stopped, out=str(tmp_path / "calm.parquet"))
    run_batch(facts, calm)
    part = Path(stopped.folder) / "part-00000.parquet"
    data = bytearray(part.read_bytes())
    data[len(data) // 2] ^= 0xFF
    part.write_bytes(data)
    assert run_batch(facts, replace(stopped, resume=True)).resumed == 1
    assert Path(stopped.out).read_bytes() == Path(calm.out).read_bytes()


def test_a_manifest_that_is_none_is_not_taken_for_one(stopped: Order, facts: Facts) -> None:
    manifest = Path(stopped.folder) / "manifest.json"
    for wrong in ("{", '{"format": 99}', "[]", '{"format": 1}'):
        manifest.write_text(wrong, encoding="utf-8")
        with pytest.raises(RequestError, match="is not the manifest of a run"):
            run_batch(facts, replace(stopped, resume=True))


def test_a_folder_of_somebody_else_is_left_alone(order: Order, facts: Facts) -> None:
    folder = Path(order.folder)
    folder.mkdir()
    (folder / "notes.txt").write_text("not yours")
    run_batch(facts, order)
    assert files(folder) == ["notes.txt"]


def test_two_runs_do_not_write_the_same_result(order: Order, facts: Facts) -> None:
    import fcntl

    folder = Path(order.folder)
    folder.mkdir()
    with open(folder / "lock", "wb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(RequestError, match="another run is writing to"):
            run_batch(facts, order)


def test_a_damaged_partition_of_the_list_stops_the_run_and_is_named(
    order: Order, facts: Facts, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.parquet", tmp_path / "list.parquet"
    table = pl.read_csv(order.shipments, infer_schema=False)
    table.write_parquet(good, row_group_size=60, compression="zstd", statistics=False)
    data = bytearray(good.read_bytes())
    import pyarrow.parquet as pq

    column = pq.ParquetFile(good).metadata.row_group(2).column(5)
    start = column.dictionary_page_offset or column.data_page_offset
    for at in range(start, start + column.total_compressed_size):
        data[at] ^= 0x5A
    bad.write_bytes(data)
    asked = replace(order, shipments=str(bad))
    with pytest.raises(RunStoppedError, match=r"partition 2 of .*list\.parquet cannot be read"):
        run_batch(facts, asked)
    assert not Path(order.out).exists()
    shutil.copyfile(good, bad)
    with pytest.raises(RequestError, match="the list has changed"):
        run_batch(facts, replace(asked, resume=True))


def test_a_lost_row_is_an_error_and_never_a_result(
    order: Order, facts: Facts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from corridors.errors import SolverError

    answer = slow_engine.Engine.answer

    def forgets(
        self: slow_engine.Engine, asked: pl.DataFrame, *, legs: bool = False
    ) -> slow_engine.Answers:
        return answer(self, asked.slice(1), legs=legs)

    monkeypatch.setattr(slow_engine.Engine, "answer", forgets)
    with pytest.raises(SolverError, match="60 rows in, 57 answered and 2 rejected"):
        run_batch(facts, order)
    assert not Path(order.out).exists()


def test_the_result_is_not_written_over_the_list_nor_over_the_rejects(
    order: Order, facts: Facts
) -> None:
    with pytest.raises(RequestError, match="would be the list and the result"):
        run_batch(facts, replace(order, out=order.shipments))
    with pytest.raises(RequestError, match="would be the result and the rejects"):
        run_batch(facts, replace(order, rejects=order.out))


def test_a_full_device_is_told_and_the_run_can_go_on(
    grain_list: Path, tmp_path: Path, run: Run
) -> None:
    """``/dev/full`` takes nothing; it is reached by way of a link, as a full disk may be."""
    result = tmp_path / "routes.csv"
    result.symlink_to("/dev/full")
    words = ("batch", grain_list, "--out", result, "--partition-rows", 60)
    full = run(*words)
    assert full.returncode == 1
    assert full.stderr.startswith("corridors: cannot go on: No space left on device")
    assert "4 of 4 partitions are finished" in full.stderr
    assert os.path.realpath("/dev/full") == "/dev/full"  # a device is never replaced by a file
    result.unlink()
    resumed = run(*words, "--resume")
    assert resumed.returncode == 0, resumed.stderr
    assert "4 partitions were finished before" in resumed.stderr
    assert len(result.read_text("utf-8").splitlines()) == 233


def test_a_disk_that_fills_up_in_mid_run_leaves_no_half_file(
    grain_list: Path, tmp_path: Path, run: Run
) -> None:
    """The limit of the system on the size of a file stands for the last free block."""
    result = tmp_path / "routes.parquet"
    words = ("batch", grain_list, "--out", result, "--partition-rows", 60)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (6_000, 6_000))

    full = subprocess.run(
        command(*words), env=environment({"PYTHONDONTWRITEBYTECODE": "1"}), preexec_fn=limit,
        capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert full.returncode == 1, full.stderr
    assert "cannot go on: File too large" in full.stderr
    assert "go on with --resume" in full.stderr
    assert files(tmp_path) == ["routes.parquet.parts"]
    left = files(Path(f"{result}.parts"))
    listed = json.loads((Path(f"{result}.parts") / "manifest.json").read_text("utf-8"))["parts"]
    assert not [name for name in left if name.endswith(".corridors-tmp")]
    assert len(listed) < 4
    resumed = run(*words, "--resume")
    assert resumed.returncode == 0, resumed.stderr
    assert "rows in 240 = answered 232 + rejected 8" in resumed.stdout


def test_a_place_that_may_not_be_written_to_is_refused_before_any_work(
    order: Order, facts: Facts
) -> None:
    """Root may write everywhere, so here it becomes somebody who may not."""
    we_are_root = os.geteuid() == 0
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o555)
        try:
            if we_are_root:
                os.seteuid(NOBODY)
            with pytest.raises(
                RequestError, match=rf"cannot write {folder}/r\.csv: Permission den"
            ):
                run_batch(facts, replace(order, out=f"{folder}/r.csv"))
        finally:
            if we_are_root:
                os.seteuid(0)
        assert os.listdir(folder) == []
        os.chmod(folder, 0o755)


def test_a_list_that_cannot_be_opened_leaves_no_folder(order: Order, facts: Facts) -> None:
    with pytest.raises(RequestError, match="no list at"):
        run_batch(facts, replace(order, shipments="/nowhere/list.csv"))
    assert not Path(order.folder).exists()
