"""Demand as shipments: how many tonnes go at a time, and how often in a year.

A year's tonnes are no shipment. Without a wish a row ships once a week, in the greatest usual
load that is not above a week's tonnes: a truckload, a wagon, five wagons, a block of twenty.
What is less than a truckload a week goes by the truckload, so less often than every week.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from corridors.errors import RequestError
from corridors.model.demand import Demand

LOADS_T: Final = (20.0, 60.0, 300.0, 1200.0)
"""Usual loads, tonnes: a truck, a wagon, five wagons, a block of twenty."""
WEEKS: Final = 52.0
DIGITS: Final = 4
"""Significant figures of the value of a tonne: rows of one cargo differ by rounding only."""
LEAST_T: Final = 0.001
MOST_T: Final = 1e6


class Consignment(NamedTuple):
    """A row of a demand as equal shipments.

    Attributes
    ----------
    id, cargo, origin, destination
        As of the row.
    tonnes
        Of one shipment.
    number
        Shipments a year, not always a whole number: a mean.
    value_usd_per_t
        Value of a tonne of the goods, dollars.
    confidence
        How far the tonnes of the row can be trusted.
    month_shares
        Shares of the twelve months, January first.
    """

    id: str
    cargo: str
    origin: str
    destination: str
    tonnes: float
    number: float
    value_usd_per_t: float
    confidence: str
    month_shares: tuple[float, ...]

    @property
    def tonnes_per_year(self) -> float:
        """Tonnes of all its shipments, a year."""
        return self.tonnes * self.number


def consignments(demand: Demand, lot_t: float | None = None) -> tuple[Consignment, ...]:
    """The shipments of a demand.

    Parameters
    ----------
    demand
        The demand.
    lot_t
        Tonnes of one shipment; a row with less is one shipment a year. ``None`` takes the
        usual load of each row.

    Examples
    --------
    >>> load_of(34034.0), load_of(4000.0), load_of(300.0), load_of(12.0)
    (300.0, 60.0, 20.0, 12.0)
    """
    if lot_t is not None and not LEAST_T <= lot_t <= MOST_T:
        raise RequestError(f"lot: {lot_t:g} t is no shipment; give {LEAST_T:g} to {MOST_T:g} t")
    found = []
    for row in demand:
        year_t = row.tonnes_per_year
        if not year_t > 0:
            continue
        tonnes = load_of(year_t) if lot_t is None else min(lot_t, year_t)
        found.append(
            Consignment(
                row.id, row.cargo, row.origin, row.destination, tonnes, year_t / tonnes,
                float(f"{row.value_usd_per_t:.{DIGITS}g}"), row.confidence, row.month_shares,
            )
        )  # fmt: skip
    if not found:
        raise RequestError("the demand ships nothing; give one with tonnes")
    return tuple(found)


def load_of(year_t: float) -> float:
    """Tonnes of one shipment of a row that ships so many tonnes a year."""
    week_t = year_t / WEEKS
    load = max((load for load in LOADS_T if load <= week_t), default=LOADS_T[0])
    return min(load, year_t)


def rule_of(lot_t: float | None) -> str:
    """What a shipment is, in a sentence."""
    if lot_t is not None:
        return f"shipments of {lot_t:g} t, a row with less ships once a year"
    loads = ", ".join(f"{load:,.0f}" for load in LOADS_T)
    return f"a shipment a week in the greatest load of {loads} t that a week's tonnes fill"


def frame_rows(shipments: Iterable[Consignment]) -> list[dict[str, object]]:
    """Shipments as rows of a list that `corridors.solvers.many.engine.Engine` answers."""
    return [
        {
            "row": number, "shipment_id": each.id, "origin": each.origin,
            "destination": each.destination, "cargo": each.cargo, "tonnes": each.tonnes,
            "ready": None, "deadline": None, "value_usd_per_t": each.value_usd_per_t,
            "vehicle": None, "mode": None, "max_cost_usd": None, "priority": None,
        }
        for number, each in enumerate(shipments)
    ]  # fmt: skip
