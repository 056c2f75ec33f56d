"""What leaving earlier or later costs: the answer to a question about a window of departures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from corridors.model.route import Reason, Route, Routes
from corridors.model.shipment import Constraints, Objective, Shipment


class Standing(NamedTuple):
    """Hours before something closed, and what the vehicles cost meanwhile.

    Attributes
    ----------
    kind, where
        ``crossing``, ``terminal`` or ``end`` (loading and unloading) with its id; ``haul``
        with its two places, ``a--b``.
    figure
        Id of the row of the facts that says that it is closed.
    why
        The reason in words: ``closed 20:00-08:00``, ``public holiday 2026-12-16: ...``.
    hours, usd
        How long, and the hire of the vehicles that stand.
    """

    kind: str
    where: str
    figure: str
    why: str
    hours: float
    usd: float


class DepartureRow(NamedTuple):
    """The best route from one departure.

    Attributes
    ----------
    depart, arrive
        Clock times with their zones.
    cost_usd, transit_h
        What the shipper pays and the hours from loading to unloading.
    value
        What the route weighs by the objective: dollars, hours, or kg CO2e.
    crossings, transshipments
        Ids in order of travel.
    standing
        What was waited for because it was closed, in order of travel.
    useful
        No later departure arrives no later at no more cost.
    """

    depart: datetime
    arrive: datetime
    cost_usd: float
    transit_h: float
    value: float
    crossings: tuple[str, ...]
    transshipments: tuple[str, ...]
    standing: tuple[Standing, ...]
    useful: bool = False

    @property
    def standing_h(self) -> float:
        """Hours before something closed."""
        return sum(part.hours for part in self.standing)

    @property
    def standing_usd(self) -> float:
        """Hire of the vehicles in those hours."""
        return sum(part.usd for part in self.standing)


class Closing(NamedTuple):
    """What one closure costs over all departures that wait for it.

    ``departures`` says how many do; hours and dollars are their mean and the most of one.
    """

    kind: str
    where: str
    figure: str
    why: str
    departures: int
    mean_h: float
    most_h: float
    mean_usd: float
    most_usd: float


class NeverClosed(NamedTuple):
    """The best route if nothing that it passes were ever closed."""

    cost_usd: float
    transit_h: float


@dataclass(frozen=True, slots=True)
class Departures:
    """Every departure of a window with its best route.

    Attributes
    ----------
    shipment, objective, constraints
        The question; ``shipment.ready`` is the start of the window.
    end, step_h
        Last moment of the window, and hours from one departure to the next.
    rows
        Departures that have a route, in order of time.
    without_route
        Departures that have none.
    best
        The best row by the objective, of equals the last; ``None`` if there is no route.
    answer
        The best departure's route as a question of its own; without a route the reasons of
        the first departure.
    never_closed
        What the best departure would have if nothing were ever closed.
    """

    shipment: Shipment
    objective: Objective
    constraints: Constraints
    end: datetime
    step_h: float
    rows: tuple[DepartureRow, ...]
    without_route: tuple[datetime, ...]
    best: DepartureRow | None
    answer: Routes
    never_closed: NeverClosed | None = None
    facts_version: str = ""

    @property
    def start(self) -> datetime:
        """First departure of the window."""
        ready = self.shipment.ready
        assert ready is not None  # set by whoever made this
        return ready

    @property
    def useful(self) -> tuple[DepartureRow, ...]:
        """The departures that no later one beats in arrival and cost."""
        return tuple(row for row in self.rows if row.useful)

    @property
    def route(self) -> Route | None:
        """The route of the best departure."""
        return self.answer.routes[0] if self.answer.routes else None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why there is no route at all."""
        return self.answer.reasons

    def closings(self) -> tuple[Closing, ...]:
        """What each closure costs over the window, that with the most hours in all first."""
        return closings_of(self.rows)


def closings_of(rows: Iterable[DepartureRow]) -> tuple[Closing, ...]:
    """What each closure costs over some departures, that with the most hours in all first."""
    by_cause: dict[tuple[str, str, str, str], list[tuple[float, float]]] = {}
    for row in rows:
        of_row: dict[tuple[str, str, str, str], tuple[float, float]] = {}
        for part in row.standing:
            hours, usd = of_row.get(part[:4], (0.0, 0.0))
            of_row[part[:4]] = (hours + part.hours, usd + part.usd)
        for cause, amount in of_row.items():
            by_cause.setdefault(cause, []).append(amount)
    found = []
    for (kind, where, figure, why), amounts in by_cause.items():
        stood_h = [hours for hours, _ in amounts]
        paid_usd = [usd for _, usd in amounts]
        count = len(amounts)
        found.append(
            Closing(kind, where, figure, why, count, sum(stood_h) / count, max(stood_h),
                    sum(paid_usd) / count, max(paid_usd))
        )  # fmt: skip
    return tuple(sorted(found, key=lambda c: (-c.mean_h * c.departures, c[:4])))


def mark_useful(rows: list[DepartureRow]) -> tuple[DepartureRow, ...]:
    """Rows in order of departure, each marked if no later one is as early and as cheap."""
    front: list[tuple[float, float]] = []
    marked: list[DepartureRow] = []
    for row in reversed(rows):
        # As an instant: clocks that are set back show an hour twice.
        at, cost = row.arrive.timestamp(), round(row.cost_usd, 4)
        useful = not any(arrive <= at and usd <= cost for arrive, usd in front)
        if useful:
            front = [f for f in front if f[0] < at or f[1] < cost]
            front.append((at, cost))
        marked.append(row._replace(useful=useful))
    return tuple(reversed(marked))
