"""Classes of tonnages: coordinates in which all tonnages of a class are a box.

Within a class the number of vehicles of a type is either the same for every tonnage, or
``tonnes / payload + f`` with ``f`` from 0 to 1, whole vehicles being at most one more than
the mass needs; wagons under containers likewise with ``g``. So money, linear in the
quantities, is linear in (1, tonnes, f of each type, g of each type), and these lie in a box.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from corridors.model.shipment import MAX_TONNES
from corridors.network.carriage import COUNT_TOLERANCE
from corridors.solvers.compiling import Bools
from corridors.solvers.many.conditions import Condition
from corridors.solvers.many.quantities import ONE, TONNES, Floats, Quantities, VehicleType

FINE_T = 75.0
"""Up to this mass (a wagon's) a class ends wherever one vehicle more of some type is needed."""
WIDEST = 1.45
"""The most by which the greatest tonnage of a class is a multiple of its least, from `FIRST_T`
to `LAST_T`: in a wider one too many routes are best for some tonnage."""
FIRST_T, LAST_T = 1.0, 300.0
"""Below, handling costs next to nothing; above, many vehicles need not be told apart."""
TRIED = 64
"""Tonnages that are tried at once when the one is sought at which a condition changes."""
LEAST = 1e-6
"""A tonnage below all others."""


@dataclass(frozen=True, slots=True, eq=False)
class TonnageClass:
    """Tonnages above ``least_t`` and up to ``most_t``.

    Attributes
    ----------
    coordinates
        Matrix from a form to its coordinates.
    always, never
        Bits of the conditions that hold for all of them, and for none.
    """

    least_t: float
    most_t: float
    coordinates: Floats
    always: int
    never: int

    def narrowed(self, used: Bools) -> "TonnageClass":
        """The class without the coordinates on which no money depends that uses some quantities."""
        used = used.copy()
        used[[ONE, TONNES]] = True
        needed = (self.coordinates[used] != 0).any(axis=0)
        needed[[ONE, TONNES]] = True
        return replace(self, coordinates=self.coordinates[:, needed])


def tonnage_classes(
    quantities: Quantities, conditions: Iterable[Condition]
) -> tuple[TonnageClass, ...]:
    """Classes that together hold every tonnage."""
    conditions = tuple(conditions)
    edges = {LEAST, MAX_TONNES, FIRST_T, LAST_T}
    fine = [
        _last_t(kind, number)
        for kind in quantities.types
        for number in range(1, int(FINE_T / kind.payload_t) + 1)
    ]
    edges |= set(fine)
    edges |= set(filter(None, (_threshold(condition) for condition in conditions)))
    parted = [edge for pair in pairwise(sorted(edges)) for edge in _parted(*pair)]
    return tuple(
        _class(quantities, conditions, least, most)
        for least, most in pairwise([*parted, MAX_TONNES])
    )


def _parted(least_t: float, most_t: float) -> list[float]:
    """Where the classes between two edges begin."""
    parts = 1
    if least_t >= FIRST_T and most_t <= LAST_T:
        parts = max(1, int(np.ceil(np.log(most_t / least_t) / np.log(WIDEST) - 1e-9)))
    ratio = most_t / least_t
    return [least_t * ratio ** (part / parts) for part in range(parts)]


def _last_t(kind: VehicleType, number: int) -> float:
    """The most tonnes that are counted as a number of vehicles."""
    last = kind.payload_t * (number + COUNT_TOLERANCE)
    while np.ceil(last / kind.payload_t - COUNT_TOLERANCE) > number:
        last = float(np.nextafter(last, 0.0))
    while np.ceil(np.nextafter(last, np.inf) / kind.payload_t - COUNT_TOLERANCE) <= number:
        last = float(np.nextafter(last, np.inf))
    return last


def _threshold(condition: Condition) -> float | None:
    """The tonnage at which a monotone condition changes, if it does."""
    if not condition.monotone:
        return None
    low, high = LEAST, MAX_TONNES
    first, last = condition.holds(np.array([low, high])).tolist()
    if first == last:
        return None
    while np.nextafter(low, high) < high:
        points = np.linspace(low, high, TRIED)
        same = int(np.count_nonzero(condition.holds(points) == first))
        low, high = float(points[same - 1]), float(points[same])
    return low


def _class(
    quantities: Quantities, conditions: tuple[Condition, ...], least_t: float, most_t: float
) -> TonnageClass:
    ends = np.array([np.nextafter(least_t, np.inf), most_t])
    first, last = quantities.of(ends)
    columns = [np.zeros(quantities.size), np.zeros(quantities.size)]
    columns[0][ONE] = columns[1][TONNES] = 1.0
    for kind in quantities.types:
        rides = kind.share is not None
        if first[kind.count] == last[kind.count]:
            columns[0][kind.count] = first[kind.count]
            if rides:
                columns[0][kind.wagons] = first[kind.wagons]
            continue
        share = kind.share or 0.0
        column = np.zeros(quantities.size)
        columns[1][kind.count] = 1 / kind.payload_t
        column[kind.count] = 1.0
        columns.append(column)
        if rides:
            columns[1][kind.wagons] = share / kind.payload_t
            column[kind.wagons] = share
            beyond = np.zeros(quantities.size)
            beyond[kind.wagons] = 1.0
            columns.append(beyond)
    always = never = 0
    for number, condition in enumerate(conditions):
        if condition.monotone:
            held = condition.holds(ends)
            if held.all():
                always |= 1 << number
            elif not held.any():
                never |= 1 << number
    return TonnageClass(least_t, most_t, np.stack(columns, axis=1), always, never)
