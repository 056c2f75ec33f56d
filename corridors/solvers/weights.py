"""What a solver minimises: an objective as integer weights of moves.

The first criterion decides; equal routes are told apart by hours and cost, then by CO2e
and last by fewer transshipments. All are packed into one integer, which adds and compares
like the tuple.
"""

import math
from collections.abc import Callable
from operator import attrgetter

from corridors.model.shipment import Objective
from corridors.network.graph import Move, ShipmentGraph
from corridors.units import HOUR_SCALE, NOISE, USD_SCALE

LEVEL_BITS = 48
"""Room for each of the next two criteria: 2**48 units are 28 billion dollars."""
LAST_BITS = 8
"""Room for the number of transshipments."""
PACKED_SHIFT = 2 * LEVEL_BITS + LAST_BITS
"""By how many bits the first criterion stands above the others."""

_TIES = {
    Objective.COST: ("hours", "co2"),
    Objective.TIME: ("usd", "co2"),
    Objective.GENERALISED: ("hours", "usd"),
    Objective.CO2E: ("hours", "usd"),
}
"""What tells routes apart that are equal by the objective."""
_FIELDS = {Objective.COST: "usd", Objective.TIME: "hours", Objective.CO2E: "co2"}

Weight = Callable[[float, float, float], float]


def relaxed_weight(graph: ShipmentGraph, objective: Objective) -> Weight:
    """The objective as a function of (usd, hours, co2), unrounded, for bounds."""
    if objective is Objective.COST:
        return lambda usd, hours, co2: usd
    if objective is Objective.TIME:
        return lambda usd, hours, co2: hours
    if objective is Objective.CO2E:
        return lambda usd, hours, co2: co2
    rate = graph.book.time_usd_per_h * USD_SCALE / HOUR_SCALE
    return lambda usd, hours, co2: usd + rate * hours


def primary_weight(graph: ShipmentGraph, objective: Objective) -> Callable[[Move], int]:
    """The objective as a weight of moves, in solver units, rounded up."""
    if objective is not Objective.GENERALISED:
        return attrgetter(_FIELDS[objective])
    relaxed = relaxed_weight(graph, objective)
    return lambda move: math.ceil(relaxed(move.usd, move.hours, move.co2) - NOISE)


def packed_weight(graph: ShipmentGraph, objective: Objective) -> Callable[[Move], int]:
    """The packed weight of a move."""
    first = primary_weight(graph, objective)
    second, third = map(attrgetter, _TIES[objective])
    return lambda move: (
        (((first(move) << LEVEL_BITS) + second(move) << LEVEL_BITS) + third(move) << LAST_BITS)
        + move.transshipments
    )
