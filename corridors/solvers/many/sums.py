"""Sums over the legs of ways, compiled."""

from corridors.solvers.compiling import Floats, Ints, Shorts, compiled


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
