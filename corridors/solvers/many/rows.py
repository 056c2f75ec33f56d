"""What is asked of every shipment of a frame, and its rows in arrays."""

from dataclasses import dataclass
from typing import NamedTuple

from corridors.errors import RequestError
from corridors.model.shipment import Objective
from corridors.solvers.many.gateways import Ints
from corridors.solvers.many.quantities import Floats

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


class Rows(NamedTuple):
    """Some rows of a frame, in arrays.

    Attributes
    ----------
    number
        Which rows of the frame they are.
    origin, destination
        The numbers of their ends in the question.
    tonnes, value
        Tonnes, and USD per tonne (NaN where the facts say).
    most_h, most_usd
        Deadline in hours and budget, infinite where there is none.
    """

    number: Ints
    origin: Ints
    destination: Ints
    tonnes: Floats
    value: Floats
    most_h: Floats
    most_usd: Floats

    def take(self, which: Ints) -> "Rows":
        """Some of them."""
        return Rows(
            self.number[which], self.origin[which], self.destination[which], self.tonnes[which],
            self.value[which], self.most_h[which], self.most_usd[which],
        )  # fmt: skip
