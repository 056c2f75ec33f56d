"""What is asked of every shipment of a frame, and its rows in arrays."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from corridors.errors import RequestError
from corridors.model.shipment import Objective, Point, Stop
from corridors.network.pricing import time_items
from corridors.solvers.many.gateways import Ints
from corridors.solvers.many.quantities import Floats
from network_data import Facts
from network_data.records import Commodity

MOST_ROUTES = 50


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked of every shipment.

    Attributes
    ----------
    objective
        What its best route is best in.
    routes
        How many routes of its cost-time frontier at most, both ends among them; 1 asks for
        the best alone.
    exact_clock
        Whether shipments with a date wait for what is closed, hour by hour.
    include_unconfirmed
        Also use crossings whose freight traffic is ``limited`` or ``unconfirmed``.
    """

    objective: Objective = Objective.COST
    routes: int = 1
    exact_clock: bool = False
    include_unconfirmed: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.routes <= MOST_ROUTES:
            raise RequestError(f"routes: {self.routes} cannot be given; give 1 to {MOST_ROUTES}")
        if self.routes > 1 and self.objective is not Objective.COST:
            raise RequestError("several routes are those of cost and time; name no objective")


def stop_of(cell: str) -> Stop:
    """The stop that a cell names: the id of a place, or coordinates."""
    latitude, comma, longitude = cell.partition(",")
    return Point(float(latitude), float(longitude)) if comma else cell


def cell_of(stop: Stop) -> str:
    """The cell that names a stop, as `stop_of` reads it."""
    return f"{stop.lat!r},{stop.lon!r}" if isinstance(stop, Point) else stop


def hour_usd_of(facts: Facts, cargo: Commodity, value: Floats) -> Floats:
    """What an hour of a tonne of a cargo costs, by its USD per tonne (NaN: the facts')."""
    per_usd = sum(item.usd for item in time_items(facts, cargo, 1.0, 1.0))
    found: Floats = np.where(np.isnan(value), cargo.value_usd_per_t or 0.0, value) * per_usd
    return found


class Rows(NamedTuple):
    """Some rows of a frame, in arrays.

    Attributes
    ----------
    number
        Which rows of the frame they are.
    origin, destination
        The numbers of their ends in the question.
    tonnes, hour_usd
        Tonnes, and what an hour of one of them costs (`hour_usd_of`).
    most_h, most_usd
        Deadline in hours and budget, infinite where there is none.
    """

    number: Ints
    origin: Ints
    destination: Ints
    tonnes: Floats
    hour_usd: Floats
    most_h: Floats
    most_usd: Floats

    def take(self, which: Ints) -> "Rows":
        """Some of them."""
        return Rows(
            self.number[which], self.origin[which], self.destination[which], self.tonnes[which],
            self.hour_usd[which], self.most_h[which], self.most_usd[which],
        )  # fmt: skip
