"""Candidates that one run leaves and the next reads, and processes that share them."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl
import psutil
import pytest

from corridors.batch import workers
from corridors.batch.candidates import VARIABLE, cache_folder, prune
from corridors.batch.crews import Task
from corridors.batch.manifest import RunStoppedError
from corridors.batch.run import Done, Order, run_batch
from corridors.io.batch_results.addresses import Folder
from corridors.io.scenario_toml import scenario_facts
from corridors.solvers.many.kept import SUFFIX
from corridors.solvers.many.question import Question
from corridors.solvers.many.rows import Wishes
from network_data import Facts, load_facts

ORIGINS = ("kostanay", "aktobe", "almaty", "shymkent", "53.2,63.6")
CARGOES = ("wheat", "flour", "cement")


@pytest.fixture(scope="module")
def facts() -> Facts:
    return load_facts()


@pytest.fixture(scope="module")
def shipments(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """180 shipments of three cargoes, some of them by road alone or with a date."""
    lines = ["shipment_id,origin,destination,cargo,tonnes,mode,ready"]
    for number in range(180):
        start = ORIGINS[number % len(ORIGINS)]
        end = ("khujand", "dushanbe", "bokhtar")[number % 7 % 3]
        mode = "road" if number % 60 < 24 else ""
        ready = "2026-03-01" if number >= 150 else ""
        lines.append(
            f'S{number},"{start}",{end},{CARGOES[number % 3]},{5 + number * 7 % 400},{mode},{ready}'
        )
    path = tmp_path_factory.mktemp("lists") / "list.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


class Runs:
    """Runs of one list, each into a folder of its own."""

    def __init__(self, facts: Facts, shipments: Path, folder: Path) -> None:
        self.facts, self.shipments, self.folder = facts, shipments, folder

    def order(self, name: str) -> Order:
        (self.folder / name).mkdir()
        out = str(self.folder / name / "routes.parquet")
        return Order(str(self.shipments), out, Wishes(), chunk_rows=30)

    def done(self, order: Order) -> tuple[Done, dict[str, bytes]]:
        """What a run came to, and the files that it left."""
        done = run_batch(self.facts, order)
        files = Path(order.out).parent.iterdir()
        return done, {path.name: path.read_bytes() for path in sorted(files)}


@pytest.fixture
def runs(facts: Facts, shipments: Path, tmp_path: Path) -> Runs:
    return Runs(facts, shipments, tmp_path)


def no_search(self: Question, wanted: object) -> None:
    raise AssertionError("routes are searched for that an earlier run has found")


def test_a_run_finds_nothing_that_an_earlier_one_has_found_and_answers_the_same(
    runs: Runs, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = runs.done(replace(runs.order("alone"), cache=False))
    assert alone[0].counts == (180, 180, 0)
    assert not cache.exists()
    first = runs.done(runs.order("first"))
    assert len(list(cache.glob(f"*{SUFFIX}"))) > 3
    monkeypatch.setattr(Question, "_find", no_search)
    again = runs.done(runs.order("again"))
    assert first == alone
    assert again == alone


def test_more_places_are_found_beside_those_that_are_known(runs: Runs, cache: Path) -> None:
    expected = runs.done(replace(runs.order("alone"), cache=False))
    half = runs.shipments.read_text(encoding="utf-8").splitlines()[:40]
    few = runs.folder / "few.csv"
    few.write_text("\n".join(half) + "\n", encoding="utf-8")
    runs.done(replace(runs.order("few"), shipments=str(few)))
    assert runs.done(runs.order("all")) == expected


def test_candidates_of_other_facts_are_not_seen(
    runs: Runs, cache: Path, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs.done(runs.order("first"))
    runs.facts = scenario_facts(facts, ("saryagash-queue-2025",))
    monkeypatch.setattr(Question, "_find", no_search)
    with pytest.raises(AssertionError, match="searched for"):
        runs.done(runs.order("other"))


def test_damaged_candidates_are_found_anew(runs: Runs, cache: Path) -> None:
    expected = runs.done(runs.order("first"))
    whole = {path: path.read_bytes() for path in sorted(cache.glob(f"*{SUFFIX}"))}
    assert len(whole) > 3
    for number, (path, data) in enumerate(whole.items()):
        middle = len(data) // 2
        changed = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
        path.write_bytes((data[:middle], changed, b"")[number % 3])
    assert runs.done(runs.order("again")) == expected
    assert {path: path.read_bytes() for path in cache.glob(f"*{SUFFIX}")} == whole


def test_processes_give_the_bytes_of_one(
    runs: Runs, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = runs.done(replace(runs.order("one"), cache=False))
    monkeypatch.setattr(workers, "WORTH", 0)
    assert runs.done(replace(runs.order("cold"), workers=3)) == expected
    assert runs.done(replace(runs.order("warm"), workers=3)) == expected


def test_a_process_that_vanishes_leaves_a_run_to_go_on_with(
    runs: Runs, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "WORTH", 0)
    each = workers.Processes.each

    def with_a_loss(
        crew: workers.Processes, task: Task, items: Sequence[object]
    ) -> Iterator[object]:
        results = each(crew, task, items)
        yield next(results)
        for other in psutil.Process().children():
            if "--multiprocessing-fork" in other.cmdline():
                other.kill()
        yield from results

    order = replace(runs.order("killed"), workers=2)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(workers.Processes, "each", with_a_loss)
        with pytest.raises(RunStoppedError, match=r"a process .* vanished.*go on with --resume"):
            run_batch(runs.facts, order)
    done, _ = runs.done(replace(order, resume=True))
    assert done.counts == (180, 180, 0)
    assert pl.read_parquet(order.out).height == 180


def test_a_cache_that_cannot_be_is_done_without(
    runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(VARIABLE, str(tmp_path / "file" / "cache"))
    assert cache_folder() is None
    assert runs.done(runs.order("without"))[0].counts == (180, 180, 0)


def test_what_was_not_used_for_long_goes_first_when_there_is_too_much(tmp_path: Path) -> None:
    for age, name in enumerate(("new", "older", "oldest")):
        path = tmp_path / f"{name}{SUFFIX}"
        path.write_bytes(bytes(100))
        os.utime(path, (1e9 - age, 1e9 - age))
    (tmp_path / "of others").write_bytes(bytes(1000))
    prune(Folder(str(tmp_path)), 250)
    assert {path.name for path in tmp_path.iterdir()} == {
        f"new{SUFFIX}", f"older{SUFFIX}", "of others",
    }  # fmt: skip
