"""What is to be moved, and under which conditions."""

import math
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from corridors.errors import RequestError

MAX_TONNES = 10_000_000.0
"""More than the whole yearly trade of both countries by rail; above it is a typing error."""


MAX_VIAS = 4
"""Vias may be passed in any order, and every order is looked at."""


class Mode(StrEnum):
    """How freight moves."""

    RAIL = "rail"
    ROAD = "road"


class Objective(StrEnum):
    """What the best route is best in."""

    COST = "cost"
    TIME = "time"
    GENERALISED = "generalised"
    CO2E = "co2e"


@dataclass(frozen=True, slots=True)
class Point:
    """A position given as coordinates (WGS84 degrees) instead of a place."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise RequestError(
                f"'{self.lat},{self.lon}' is not a position: give latitude,longitude in degrees,"
                " such as 53.21,63.63"
            )

    @property
    def id(self) -> str:
        """The coordinates as text; stands where a place id would."""
        return f"{self.lat:g},{self.lon:g}"


Stop = str | Point
"""An end of a shipment: the id of a place, or a point."""


@dataclass(frozen=True, slots=True)
class Shipment:
    """Tonnes of one cargo from an origin to a destination under one transport document.

    Attributes
    ----------
    origin, destination
        Place id or `Point`.
    cargo
        Commodity id.
    tonnes
        Net mass, tonnes, above 0.
    value_usd_per_t
        Value of the goods; ``None`` takes the value of the facts.
    ready
        When loading starts, with its zone; ``None`` asks for a route that holds all year.
    deadline
        When unloading must have ended, with its zone.
    """

    origin: Stop
    destination: Stop
    cargo: str
    tonnes: float
    value_usd_per_t: float | None = None
    ready: datetime | None = None
    deadline: datetime | None = None

    def __post_init__(self) -> None:
        if not math.isfinite(self.tonnes) or not 0 < self.tonnes <= MAX_TONNES:
            raise RequestError(
                f"tonnes: {self.tonnes:g} is not a shipment; give a mass above 0 and up to"
                f" {MAX_TONNES:,.0f} t"
            )
        value = self.value_usd_per_t
        if value is not None and not (math.isfinite(value) and 0 <= value <= 1e9):
            raise RequestError(f"value: {value:g} USD/t is not a price; give 0 or more")
        if self.origin == self.destination:
            raise RequestError("origin and destination are the same place; give two places")
        for name, moment in (("ready", self.ready), ("deadline", self.deadline)):
            if moment is not None and moment.tzinfo is None:
                raise RequestError(f"{name}: {moment.isoformat()} has no zone; add one, as +05:00")
        if self.ready and self.deadline and self.deadline <= self.ready:
            raise RequestError(
                f"the deadline {self.deadline.isoformat()} is not after the departure"
                f" {self.ready.isoformat()}"
            )


@dataclass(frozen=True, slots=True)
class Constraints:
    """Rules that every route must keep.

    Attributes
    ----------
    modes
        Modes allowed for hauls and crossings (drayage between a station and its city is
        always by truck).
    vehicles
        If not empty, the only vehicles allowed: type (``trk-grain``) or type and
        registration (``trk-grain-tj``).
    avoid
        Countries (``UZ``), crossings, terminals, places or links never to use.
    via
        Countries, crossings, terminals or places to pass, in any order.
    max_hours, max_cost_usd
        Deadline after the start and budget; ``None`` is no limit.
    max_border_wait_h
        Longest mean wait at one crossing; a crossing with a longer one, or with none known,
        is not used. Where one side alone is known, that side counts.
    max_transshipments
        Most changes of vehicle; ``None`` is no limit.
    drivers
        Drivers of a truck, 1 or 2 (rests of the AETR).
    tariff_day
        The day whose tariff rules of the railways hold; ``None`` takes the day of the
        departure, and with neither the standing tariffs alone price.
    on_time
        Least probability of arriving by the shipment's deadline, above 0 and below 1.
    keep_fresh
        A perishable cargo arrives within the days that it keeps.
    allow_overweight
        Also use trucks over the gross mass that a country allows (as with a permit, which
        is not priced).
    include_unconfirmed
        Also use crossings whose freight traffic is ``limited`` or ``unconfirmed``.
    radius_km
        How far a point may lie from the place where its shipment starts or ends;
        ``None`` takes the radius of the facts.
    """

    modes: frozenset[Mode] = frozenset(Mode)
    vehicles: frozenset[str] = frozenset()
    avoid: frozenset[str] = frozenset()
    via: tuple[str, ...] = field(default=())
    max_hours: float | None = None
    max_cost_usd: float | None = None
    include_unconfirmed: bool = False
    radius_km: float | None = None
    max_border_wait_h: float | None = None
    max_transshipments: int | None = None
    drivers: int = 1
    tariff_day: date | None = None
    on_time: float | None = None
    keep_fresh: bool = False
    allow_overweight: bool = False

    def __post_init__(self) -> None:
        if not self.modes:
            raise RequestError("no mode is allowed; give rail, road or both")
        for name, value, unit in (
            ("max hours", self.max_hours, "h"),
            ("max cost", self.max_cost_usd, "USD"),
            ("radius", self.radius_km, "km"),
            ("max border wait", self.max_border_wait_h, "h"),
        ):
            if value is not None and not (math.isfinite(value) and value > 0):
                raise RequestError(f"{name}: {value:g} {unit} is no limit; give more than 0")
        if self.radius_km is not None and self.radius_km > 500:
            raise RequestError("radius: at most 500 km; further off is a haul of its own")
        if self.max_transshipments is not None and self.max_transshipments < 0:
            raise RequestError("max transshipments: give 0 or more")
        if self.on_time is not None and not 0 < self.on_time < 1:
            raise RequestError(f"on time: {self.on_time:g} is no probability; give 0.95, say")
        if self.drivers not in (1, 2):
            raise RequestError(f"drivers: {self.drivers} is not a crew; give 1 or 2")
        if len(self.via) > MAX_VIAS:
            raise RequestError(f"via: at most {MAX_VIAS} places, crossings or countries")
        both = sorted(self.avoid & set(self.via))
        if both:
            raise RequestError(f"'{both[0]}' cannot be both avoided and passed")
