"""Sums and polynomials over the legs of ways, compiled."""

from typing import Final

import numpy as np

from corridors.solvers.compiling import Bools, Floats, Hashes, Ints, Shorts, compiled

BASE: Final = np.uint64(0x9E3779B97F4A7C15)
"""Of polynomials over 64 bits that tell sequences apart."""


@compiled
def add_legs(first: Ints, last: Ints, listed: Shorts, numbers: Floats, sums: Floats) -> None:
    """Add the rows of ``numbers`` that the legs of each way have to its row of ``sums``.

    Those of way ``i`` stand in ``listed`` from ``first[i]`` to before ``last[i]``.
    """
    columns = numbers.shape[1]
    for way in range(len(first)):
        for at in range(first[way], last[way]):
            leg = listed[at]
            for column in range(columns):
                sums[way, column] += numbers[leg, column]


@compiled
def polynomials(begin: Ints, numbers: Ints | Shorts, kept: Bools, values: Hashes) -> Hashes:
    """The polynomial of the values of the numbers of each row that are kept, in `BASE`.

    Those of row ``i`` stand in ``numbers`` from ``begin[i]`` to before ``begin[i + 1]``.
    """
    found = np.zeros(len(begin) - 1, np.uint64)
    for row in range(len(found)):
        for at in range(begin[row], begin[row + 1]):
            if kept[at]:
                found[row] = found[row] * BASE + values[numbers[at]]
    return found
