"""A run that is killed at any moment goes on as if nothing had happened.

``BATCH_KILLS=20`` kills more often; the moments are drawn with a fixed seed.
"""

import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from tests.batch.conftest import Run, command, environment

KILLS = int(os.environ.get("BATCH_KILLS", "3"))
PARTITION_ROWS = 12
PAUSE_S = "0.02"


def words(shipments: Path, result: Path, *more: str) -> tuple[object, ...]:
    return (
        "batch", shipments, "--out", result, "--partition-rows", PARTITION_ROWS,
        "--workers", "2", "--progress", "none", *more,
    )  # fmt: skip


def outputs(folder: Path) -> dict[str, bytes]:
    """All that a run left, by name: results, and whatever should not be there."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def killed_after(seconds: float, shipments: Path, result: Path, diary: Path) -> None:
    """Begin a run and kill it without a warning."""
    run = subprocess.Popen(
        command(*words(shipments, result)),
        env=environment({"PAUSE_S": PAUSE_S, "DIARY": str(diary)}),
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        run.wait(seconds)
    except subprocess.TimeoutExpired:
        others = psutil.Process(run.pid).children(recursive=True)
        run.send_signal(signal.SIGKILL)
        run.wait()
        _, left = psutil.wait_procs(others, timeout=20)
        assert not left, "processes outlive the one that began them"


def finished_rows(result: Path) -> set[int]:
    """First rows of the partitions that the manifest of an unfinished run calls finished."""
    manifest = Path(f"{result}.parts/manifest.json")
    if not manifest.exists():
        return set()
    parts = json.loads(manifest.read_text(encoding="utf-8"))["parts"]
    return {2 + part["number"] * PARTITION_ROWS for part in parts}


@pytest.mark.parametrize(
    ("worth", "kills"),
    [("100000", KILLS), ("0", max(1, KILLS // 2))],
    ids=["one process", "two processes"],
)
def test_a_run_killed_at_any_moment_and_resumed_gives_the_bytes_of_one_that_was_not(
    grain_list: Path,
    tmp_path: Path,
    run: Run,
    worth: str,
    kills: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WORTH", worth)
    calm = tmp_path / "calm"
    calm.mkdir()
    begun = time.monotonic()
    done = run(*words(grain_list, calm / "routes.parquet"), env={"PAUSE_S": PAUSE_S})
    took_s = time.monotonic() - begun
    assert done.returncode == 0, done.stderr
    assert "rows in 240 = answered 232 + rejected 8\n" in done.stdout
    expected = outputs(calm)
    assert set(expected) == {"routes.parquet", "routes.paths.parquet", "routes.rejects.csv"}
    moments = random.Random(20261128)
    in_mid_run = 0
    for number in range(kills):
        folder = tmp_path / f"killed-{number}"
        folder.mkdir()
        result, diary = folder / "routes.parquet", tmp_path / f"diary-{number}"
        # Most of a short run is its start: the moments are drawn from the later part of it.
        killed_after(took_s * moments.uniform(0.35, 1.0), grain_list, result, diary)
        finished = finished_rows(result)
        in_mid_run += 0 < len(finished) < 20
        diary.write_text("", encoding="utf-8")
        again = run(*words(grain_list, result, "--resume"), env={"DIARY": str(diary)})
        assert again.returncode == 0, again.stderr
        assert outputs(folder) == expected
        assert not Path(f"{result}.parts").exists()
        worked_out = {int(line) for line in diary.read_text(encoding="utf-8").split()}
        assert not worked_out & finished, "a finished partition was worked out again"
    if kills >= 20:
        assert in_mid_run, "no kill hit a run between its first and its last partition"


def test_a_run_killed_with_some_partitions_finished_repeats_none_of_them(
    grain_list: Path, tmp_path: Path, run: Run
) -> None:
    result, diary = tmp_path / "routes.csv", tmp_path / "diary"
    begun = subprocess.Popen(
        command(*words(grain_list, result)), env=environment({"PAUSE_S": "0.2"}),
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until = time.monotonic() + 60
        while len(finished_rows(result)) < 3:
            assert begun.poll() is None, "the run ended before it could be killed"
            assert time.monotonic() < until
            time.sleep(0.01)
    finally:
        begun.kill()
        begun.wait()
    finished = finished_rows(result)
    assert 3 <= len(finished) < 20
    assert not result.exists()

    refused = run(*words(grain_list, result))
    assert refused.returncode == 2
    assert "--resume carries on" in refused.stderr

    again = run(*words(grain_list, result, "--resume"), env={"DIARY": str(diary)})
    assert again.returncode == 0, again.stderr
    assert f"{len(finished)} partitions were finished before" in again.stderr
    worked_out = [int(line) for line in diary.read_text(encoding="utf-8").split()]
    assert sorted(worked_out) == sorted(set(range(2, 242, PARTITION_ROWS)) - finished)
