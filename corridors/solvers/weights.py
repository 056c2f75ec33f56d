"""What a solver minimises: an objective as integer weights of moves.

The first criterion decides; equal routes are told apart by the second (hours, or cost
where hours come first) and then by fewer transshipments. All three are packed into one
integer, which adds and compares like the triple.
"""

import math
from collections.abc import Callable
from operator import attrgetter

from corridors.model.shipment import Objective
from corridors.network.graph import Move, ShipmentGraph
from corridors.units import HOUR_SCALE, NOISE, USD_SCALE

SECOND_BITS = 48
"""Room for the second criterion: 2**48 units are 28 billion dollars."""
LAST_BITS = 8
"""Room for the number of transshipments."""

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


def packed(primary: int, second: int, transshipments: int) -> int:
    """Three criteria in lexicographic order as one integer."""
    return ((primary << SECOND_BITS) + second << LAST_BITS) + transshipments


def packed_weight(graph: ShipmentGraph, objective: Objective) -> Callable[[Move], int]:
    """The packed weight of a move."""
    primary = primary_weight(graph, objective)
    second = attrgetter("usd" if objective is Objective.TIME else "hours")
    return lambda move: packed(primary(move), second(move), move.transshipments)
