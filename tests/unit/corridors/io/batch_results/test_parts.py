"""The finished partitions of a run, read together."""

from pathlib import Path

import polars as pl
import pytest

from corridors.batch.partition import PATH_GROUP, parquet_bytes
from corridors.io.batch_results.addresses import Folder
from corridors.io.batch_results.parts import Kind, Parts, part_name
from corridors.tables.paths import ORDER, PATH_LEGS, PATHS, PathTables

MOST = (1 << 64) - 1


def paths_of(*numbers: int) -> PathTables:
    """Three legs for each path, the second shared by all, as a partition writes them."""
    cells = {name: "" if dtype is pl.String else 0.0 for name, dtype in PATH_LEGS.items()}
    order = []
    legs: dict[int, dict[str, object]] = {}
    for number in sorted(numbers):
        keys = [9 if leg == 2 else 10 + (3 * number + leg) % 1_000_003 for leg in (1, 2, 3)]
        order.append((number, keys))
        legs.update((key, {**cells, "key": key, "kind": f"kind {key}"}) for key in keys)
    return PathTables(
        pl.DataFrame(order, schema=ORDER, orient="row"),
        pl.DataFrame(list(legs.values()), schema=PATH_LEGS).sort("key"),
    )


class ElsewhereFolder(Folder):
    """A folder as of another filesystem: its files have no path here."""

    def local(self, name: str) -> str | None:
        """None of them is here."""
        return None


@pytest.mark.parametrize("kind", [Folder, ElsewhereFolder])
@pytest.mark.parametrize("most_paths", [1, 2, 3, 1000])
def test_distinct_paths_are_the_same_whatever_part_of_them_is_in_memory(
    tmp_path: Path, most_paths: int, kind: type[Folder]
) -> None:
    folder = kind(str(tmp_path / "a=1 [b*]"))  # no pattern
    folder.create()
    given = [(5, MOST, 1 << 63), (5, 7, (1 << 63) - 1), (), (0, MOST)]
    for number, some in enumerate(given):
        tables = paths_of(*some)
        data = parquet_bytes(tables.order, group_rows=PATH_GROUP)
        folder.write(part_name(number, Kind.PATHS), data)
        folder.write(part_name(number, Kind.PATH_LEGS), parquet_bytes(tables.legs))
    parts = Parts(folder, len(given))
    frames = list(parts.path_frames(most_paths))
    expected = paths_of(0, 5, 7, (1 << 63) - 1, 1 << 63, MOST).written()
    assert pl.concat(frames).cast(pl.Schema(PATHS)).equals(expected)
    assert expected["kind"].n_unique() == 13  # two of each path are its own
    assert parts.paths().equals(expected)
    if most_paths == 2:  # of 8
        assert len(frames) == 4
