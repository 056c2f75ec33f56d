"""Shipment ids that stand in a list more than once.

Every id is hashed to 64 bits while the list is opened, so that a chunk can be read in any
order and by any worker: which rows use an id again is known beforehand, in sixteen bytes a
repeated row. In ten million rows, two different ids share a hash with a chance of about three
in a million.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.io.shipment_lists.raw import REPEATS, ROW


class Repeats(NamedTuple):
    """Rows that use an id again, in their order, and the row where each id stands first."""

    rows: NDArray[np.int64]
    first_rows: NDArray[np.int64]

    def within(self, start: int, stop: int) -> pl.DataFrame:
        """Those from one row up to another (`REPEATS`)."""
        low, high = np.searchsorted(self.rows, [start, stop])
        return pl.DataFrame(
            {ROW: self.rows[low:high], "first_row": self.first_rows[low:high]}, schema=REPEATS
        )


NO_REPEATS = Repeats(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))


def find_repeats(ids: Sequence[NDArray[np.uint64]], first_row: int) -> Repeats:
    """Find the repeated ids.

    Parameters
    ----------
    ids
        Hashes of the ids of all rows in their order, in parts; 0 stands for no id.
    first_row
        Number of the first row.
    """
    if not ids:
        return NO_REPEATS
    hashes = np.concatenate(ids)
    ordered = np.sort(hashes)
    twice = np.unique(ordered[1:][(ordered[1:] == ordered[:-1]) & (ordered[1:] != 0)])
    if not len(twice):
        return NO_REPEATS
    del ordered
    nearest = np.searchsorted(twice, hashes)
    nearest[nearest == len(twice)] = 0
    at = np.flatnonzero(twice[nearest] == hashes)
    group = nearest[at]
    first = np.full(len(twice), -1, dtype=np.int64)
    first[group[::-1]] = at[::-1]  # the last to be written is the first in the list
    again = first[group] != at
    return Repeats(at[again] + first_row, first[group[again]] + first_row)
