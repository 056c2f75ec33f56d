"""What comes back: routes, their legs, and where every number comes from.

Totals are sums of legs and are never stored beside them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from corridors.errors import NoRouteError
from corridors.model.shipment import Constraints, Mode, Objective, Shipment
from corridors.units import KG_PER_TONNE


class LegKind(StrEnum):
    """The kinds of step that a route is made of."""

    LOADING = "loading"
    HAUL = "haul"
    CROSSING = "crossing"
    TRANSSHIPMENT = "transshipment"
    UNLOADING = "unloading"


class Status(StrEnum):
    """How a search ended."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"


class Charge(NamedTuple):
    """An amount of a leg.

    Attributes
    ----------
    kind
        What the money is for: ``haulage``, ``hire``, ``border``, ``handling``, ...
    usd, low_usd, high_usd
        The amount and the range that the confidence of its figure leaves.
    basis
        How it was worked out, such as ``4 USD/t x 1340 t``.
    figures
        Ids of the rows of the facts that it came from.
    sources
        Ids of the sources of these rows.
    confidence
        ``measured``, ``published``, ``derived`` or ``estimate``; of tariff rules also
        ``historic`` or ``reported``.
    """

    kind: str
    usd: float
    low_usd: float
    high_usd: float
    basis: str
    figures: tuple[str, ...]
    sources: tuple[str, ...]
    confidence: str


class Spell(NamedTuple):
    """A part of a leg's hours: moving or not, and from which figure."""

    kind: str
    hours: float
    moving: bool
    basis: str
    figures: tuple[str, ...]
    sources: tuple[str, ...]
    confidence: str


@dataclass(frozen=True, slots=True)
class Leg:
    """One step of a route.

    Attributes
    ----------
    kind, mode, country
        ``country`` is ``KZ>UZ`` for a crossing.
    start, end
        Ids of the places where the leg starts and ends (a point's coordinates).
    km
        Distance by `mode`; 0 where nothing moves.
    vehicle, count
        The vehicle that carries the cargo (for a transshipment: the one it changes to).
    start_h
        Hours after the start of the route.
    charges, spells
        Money and hours in parts; `cost_usd`, `wait_h` and `moving_h` are their sums.
    co2e_kg
        Greenhouse gas of the movement, kg CO2e.
    facility
        Id of the crossing or terminal, else empty.
    links
        Ids of the links that a haul follows, in order.
    notes
        What a planner should know: unknown sides, tight capacity, extrapolation, ...
    start_at, end_at
        Clock times in the zones of the two places; ``None`` where the shipment has no date.
    """

    kind: LegKind
    mode: Mode
    country: str
    start: str
    end: str
    km: float
    vehicle: str
    count: int
    start_h: float
    charges: tuple[Charge, ...]
    spells: tuple[Spell, ...]
    co2e_kg: float = 0.0
    facility: str = ""
    links: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    start_at: datetime | None = None
    end_at: datetime | None = None

    @property
    def wait_h(self) -> float:
        """Hours in which the cargo does not move: queue, dwell, rest, marshalling."""
        return sum((spell.hours for spell in self.spells if not spell.moving), 0.0)

    @property
    def moving_h(self) -> float:
        """Hours in motion."""
        return sum((spell.hours for spell in self.spells if spell.moving), 0.0)

    @property
    def end_h(self) -> float:
        """Hours after the start of the route at which the leg ends."""
        return self.start_h + self.wait_h + self.moving_h

    @property
    def cost_usd(self) -> float:
        """Sum of the charges."""
        return sum((charge.usd for charge in self.charges), 0.0)

    @property
    def sources(self) -> frozenset[str]:
        """Ids of the sources of every charge and spell."""
        charged = {source for charge in self.charges for source in charge.sources}
        return frozenset(charged | {s for spell in self.spells for s in spell.sources})


@dataclass(frozen=True, slots=True)
class VehicleUse:
    """Which vehicles carry the cargo from where to where."""

    vehicle: str
    count: int
    start: str
    end: str


class Reliability(NamedTuple):
    """How the hours of a route spread.

    Attributes
    ----------
    transit_h_p50, transit_h_p90
        Hours from start to end that half and nine tenths of such trips stay within.
    on_time_probability
        Share of trips that end by the deadline; ``None`` where there is none.
    basis
        The families of the distributions and which of them have a mean alone.
    """

    transit_h_p50: float
    transit_h_p90: float
    on_time_probability: float | None
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """The ordered legs of one shipment.

    ``time_charges`` are the capital and the spoilage of the goods under way: they enter
    the generalised cost, not the cost. ``reliability`` is there for dated shipments.
    """

    legs: tuple[Leg, ...]
    tonnes: float
    time_charges: tuple[Charge, ...] = ()
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    reliability: Reliability | None = None

    @property
    def depart(self) -> datetime | None:
        """Clock time at which loading starts; ``None`` where the shipment has no date."""
        return self.legs[0].start_at

    @property
    def arrive(self) -> datetime | None:
        """Clock time at which unloading ends; ``None`` where the shipment has no date."""
        return self.legs[-1].end_at

    @property
    def charges(self) -> Iterable[Charge]:
        """Every charge of every leg."""
        return (charge for leg in self.legs for charge in leg.charges)

    @property
    def cost_usd(self) -> float:
        """Everything that the shipper pays."""
        return sum((leg.cost_usd for leg in self.legs), 0.0)

    @property
    def cost_usd_per_t(self) -> float:
        """Cost per tonne of cargo."""
        return self.cost_usd / self.tonnes

    @property
    def cost_low_usd(self) -> float:
        """Cost with every figure at the low end of its range."""
        return sum((charge.low_usd for charge in self.charges), 0.0)

    @property
    def cost_high_usd(self) -> float:
        """Cost with every figure at the high end of its range."""
        return sum((charge.high_usd for charge in self.charges), 0.0)

    @property
    def generalised_cost_usd(self) -> float:
        """Cost plus capital and spoilage of the goods under way."""
        return self.cost_usd + sum(charge.usd for charge in self.time_charges)

    @property
    def transit_h(self) -> float:
        """Hours from the start of loading to the end of unloading."""
        return sum((leg.wait_h + leg.moving_h for leg in self.legs), 0.0)

    @property
    def wait_h(self) -> float:
        """Hours in which the cargo does not move."""
        return sum((leg.wait_h for leg in self.legs), 0.0)

    @property
    def border_h(self) -> float:
        """Hours at crossings."""
        return sum(
            (leg.wait_h + leg.moving_h for leg in self.legs if leg.kind is LegKind.CROSSING), 0.0
        )

    @property
    def co2e_t(self) -> float:
        """Tonnes of CO2e."""
        return sum(leg.co2e_kg for leg in self.legs) / KG_PER_TONNE

    def km(self, mode: Mode) -> float:
        """Kilometres by one mode, border hops and drayage included."""
        return sum((leg.km for leg in self.legs if leg.mode is mode), 0.0)

    @property
    def rail_km(self) -> float:
        """Kilometres by rail."""
        return self.km(Mode.RAIL)

    @property
    def road_km(self) -> float:
        """Kilometres by road."""
        return self.km(Mode.ROAD)

    @property
    def crossings(self) -> tuple[str, ...]:
        """Ids of the crossings in order."""
        return tuple(leg.facility for leg in self.legs if leg.kind is LegKind.CROSSING)

    @property
    def transshipments(self) -> tuple[str, ...]:
        """Ids of the terminals where the cargo changes vehicle, in order."""
        return tuple(leg.facility for leg in self.legs if leg.kind is LegKind.TRANSSHIPMENT)

    @property
    def vehicles(self) -> tuple[VehicleUse, ...]:
        """The vehicles in order, each with the places where it takes and leaves the cargo."""
        uses: list[VehicleUse] = []
        for leg in self.legs:
            if uses and uses[-1].vehicle == leg.vehicle:
                uses[-1] = VehicleUse(leg.vehicle, leg.count, uses[-1].start, leg.end)
            else:
                uses.append(VehicleUse(leg.vehicle, leg.count, leg.start, leg.end))
        return tuple(uses)

    @property
    def cost_by_kind(self) -> dict[str, float]:
        """Dollars by kind of charge, largest first."""
        sums: dict[str, float] = {}
        for charge in self.charges:
            sums[charge.kind] = sums.get(charge.kind, 0.0) + charge.usd
        return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))


class Reason(NamedTuple):
    """Why there is no route: the rule, where it bites, and what giving it up would bring.

    ``cost_usd`` and ``transit_h`` belong to the cheapest route without the rule, if one
    was found.
    """

    rule: str
    where: str
    message: str
    cost_usd: float | None = None
    transit_h: float | None = None


class Certificate(NamedTuple):
    """What an independent OR-Tools model says of the same question.

    Attributes
    ----------
    solver
        ``min-cost flow`` or ``CP-SAT``.
    agrees
        Whether every answer has the same cost to the cent and time to the minute.
    differences
        Where it does not: one line each.
    bound, unit
        OR-Tools' proven lower bound of the objective, in dollars (hours for ``time``,
        kg for ``co2e``).
    solved
        How many models were solved.
    """

    solver: str
    agrees: bool
    differences: tuple[str, ...]
    bound: float
    unit: str
    solved: int


@dataclass(frozen=True, slots=True)
class Routes:
    """The answer to one question: routes, best first, or the reasons why there is none."""

    shipment: Shipment
    objective: Objective
    constraints: Constraints
    status: Status
    proven: bool
    routes: tuple[Route, ...]
    reasons: tuple[Reason, ...] = ()
    frontier: bool = False
    facts_version: str = ""
    certificate: Certificate | None = None

    def require(self) -> "Routes":
        """Return self, or raise `NoRouteError` with the reasons if there is no route."""
        if self.status is Status.INFEASIBLE:
            raise NoRouteError("; ".join(reason.message for reason in self.reasons))
        return self
