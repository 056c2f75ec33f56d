"""The finished partitions of a run, read together."""

from pathlib import Path

import polars as pl
import pytest

from corridors.batch.partition import PATH_GROUP, parquet_bytes
from corridors.io.batch_results.addresses import Folder
from corridors.io.batch_results.parts import Kind, Parts, part_name

MOST = (1 << 64) - 1


def paths_of(*numbers: int) -> pl.DataFrame:
    """Three legs for each path, sorted as a partition writes them."""
    rows = [(number, leg, f"{number}-{leg}") for number in sorted(numbers) for leg in (1, 2, 3)]
    schema = {"path": pl.UInt64, "leg": pl.Int32, "kind": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


@pytest.mark.parametrize("most_legs", [1, 4, 10, 1000])
def test_distinct_paths_are_the_same_whatever_part_of_them_is_in_memory(
    tmp_path: Path, most_legs: int
) -> None:
    folder = Folder(str(tmp_path))
    given = [(5, MOST, 1 << 63), (5, 7, (1 << 63) - 1), (), (0, MOST)]
    for number, some in enumerate(given):
        data = parquet_bytes(paths_of(*some), group_rows=PATH_GROUP)
        folder.write(part_name(number, Kind.PATHS), data)
    parts = Parts(folder, len(given))
    frames = list(parts.path_frames(most_legs))
    expected = paths_of(0, 5, 7, (1 << 63) - 1, 1 << 63, MOST)
    assert pl.concat(frames).equals(expected)
    assert parts.paths().equals(expected)
    if most_legs == 4:  # of 24 legs
        assert len(frames) == 6
