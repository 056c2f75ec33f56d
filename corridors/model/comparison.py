"""Two routes side by side, and what would have to change for a route to win."""

from dataclasses import dataclass
from typing import NamedTuple

from corridors.model.route import LegKind, Route
from corridors.model.shipment import Objective


class LegDifference(NamedTuple):
    """What two routes do of one kind in one country (a crossing: over one border).

    Attributes
    ----------
    kind, country
        As of a leg: ``haul`` in ``UZ``, ``crossing`` from ``KZ>UZ``.
    a, b
        Where each does it: crossings and terminals by id, hauls by their ends; empty where
        the route has no such leg.
    usd_a, usd_b, hours_a, hours_b
        Dollars and hours of these legs.
    """

    kind: LegKind
    country: str
    a: tuple[str, ...]
    b: tuple[str, ...]
    usd_a: float
    usd_b: float
    hours_a: float
    hours_b: float

    @property
    def usd(self) -> float:
        """Dollars of a less those of b."""
        return self.usd_a - self.usd_b

    @property
    def hours(self) -> float:
        """Hours of a less those of b."""
        return self.hours_a - self.hours_b


class KindDifference(NamedTuple):
    """Dollars of one kind of charge on two routes."""

    kind: str
    usd_a: float
    usd_b: float

    @property
    def usd(self) -> float:
        """Dollars of a less those of b."""
        return self.usd_a - self.usd_b


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two routes of one shipment leg by leg and charge by charge.

    ``legs`` and ``kinds`` each add up to the whole difference of the routes. ``time_kinds``
    (capital, spoilage) come on top in the generalised cost.
    """

    a: Route
    b: Route
    legs: tuple[LegDifference, ...]
    kinds: tuple[KindDifference, ...]
    time_kinds: tuple[KindDifference, ...]

    @property
    def usd(self) -> float:
        """Cost of a less that of b: the sum over the legs."""
        return sum((row.usd for row in self.legs), 0.0)

    @property
    def hours(self) -> float:
        """Hours of a less those of b: the sum over the legs."""
        return sum((row.hours for row in self.legs), 0.0)

    @property
    def co2e_t(self) -> float:
        """Tonnes of CO2e of a less those of b."""
        return self.a.co2e_t - self.b.co2e_t


@dataclass(frozen=True, slots=True)
class BreakEven:
    """One figure of the facts, and the value at which the named route draws level.

    Attributes
    ----------
    figure, table, column, unit
        The cell of the facts.
    present
        Its value now.
    needed
        The value nearest to it at which the named route is as good as any, every other
        figure staying as it is; ``None`` if no value of this figure alone would do.
    searched
        How far it was looked for (0 for what has to fall).
    low, high
        The range that the confidence of the figure leaves.
    confidence, sources
        How far the figure can be trusted, and where it comes from.
    through
        Crossings and terminals of the named route that draws level: with another figure
        another way through the same vias may be the best.
    """

    figure: str
    table: str
    column: str
    unit: str
    present: float
    needed: float | None
    searched: float
    low: float
    high: float
    confidence: str
    sources: tuple[str, ...]
    through: tuple[str, ...] = ()

    @property
    def change(self) -> float | None:
        """By how much the figure would have to change."""
        return None if self.needed is None else self.needed - self.present

    @property
    def within_range(self) -> bool:
        """Whether the value needed lies in the range of the figure."""
        return self.needed is not None and self.low <= self.needed <= self.high


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a route that the user names is not the best, and what would make it so.

    Attributes
    ----------
    objective, via
        What routes are judged by, and the vias that name the route.
    comparison
        The named route (a) and the best of all (b).
    gap, unit
        By how much the named route loses: dollars, hours or kg of CO2e; 0 if it is the best.
    figures
        Single figures that could make it win: within their range first, then by how many
        times more or less they would have to be; those of which no value would do last.
    left_out
        Ids of figures on either route that are not looked into, since the routes do not
        change in proportion to them or a rule of the question limits what they change.
    """

    objective: Objective
    via: tuple[str, ...]
    comparison: Comparison
    gap: float
    unit: str
    figures: tuple[BreakEven, ...]
    left_out: tuple[str, ...] = ()

    @property
    def wins(self) -> bool:
        """Whether no route is better than the named one."""
        return self.gap == 0
