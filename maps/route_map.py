"""What a route map is drawn from: plain values, whoever worked them out."""

import math
from dataclasses import dataclass
from enum import StrEnum

from maps.errors import MapDataError

__all__ = [
    "DrawnChart",
    "DrawnLeg",
    "DrawnLine",
    "DrawnPoint",
    "DrawnRoute",
    "LegKind",
    "Mode",
    "PointKind",
    "RouteMap",
    "SourceLine",
]

Position = tuple[float, float]
"""Latitude and longitude, degrees."""

Pairs = tuple[tuple[str, str], ...]
"""Labels with their values, ready to be read."""


class Mode(StrEnum):
    """How cargo moves."""

    RAIL = "rail"
    ROAD = "road"


class PointKind(StrEnum):
    """What a point of a route is."""

    ORIGIN = "origin"
    DESTINATION = "destination"
    CROSSING = "crossing"
    TRANSSHIPMENT = "transshipment"
    VIA = "via"


class LegKind(StrEnum):
    """What a leg of a route is."""

    LOADING = "loading"
    HAUL = "haul"
    CROSSING = "crossing"
    TRANSSHIPMENT = "transshipment"
    UNLOADING = "unloading"


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line of a route along its geometry.

    Attributes
    ----------
    mode
        ``rail`` or ``road``.
    points
        Positions in the order of travel, two or more.
    label
        Text of the tooltip.
    leg
        Index of the leg that the line belongs to, so that the table can point at it.
    """

    mode: str
    points: tuple[Position, ...]
    label: str
    leg: int | None = None

    def __post_init__(self) -> None:
        _check_choice("line", "mode", self.mode, Mode)
        if len(self.points) < 2:
            raise MapDataError(f"line '{self.label}': a line needs two points or more")
        for position in self.points:
            _check_position(f"line '{self.label}'", *position)


@dataclass(frozen=True, slots=True)
class DrawnPoint:
    """A place on a route that deserves a symbol.

    Attributes
    ----------
    kind
        ``origin``, ``destination``, ``crossing``, ``transshipment`` or ``via``.
    lat, lon
        Degrees.
    name, names
        The name written on the map; names in other languages for the tooltip.
    wait_h
        Expected wait at a crossing, hours; ``None`` when unknown.
    detail
        Further rows of the tooltip, such as the charge.
    leg
        Index of the leg that the point belongs to.
    """

    kind: str
    lat: float
    lon: float
    name: str
    names: tuple[str, ...] = ()
    wait_h: float | None = None
    detail: Pairs = ()
    leg: int | None = None

    def __post_init__(self) -> None:
        _check_choice("point", "kind", self.kind, PointKind)
        _check_position(f"point '{self.name}'", self.lat, self.lon)
        if self.wait_h is not None:
            _check_amount(f"point '{self.name}'", "wait_h", self.wait_h)


@dataclass(frozen=True, slots=True)
class DrawnChart:
    """A chart that was drawn elsewhere.

    Attributes
    ----------
    title
        What it shows, for those who cannot see it.
    svg
        An SVG document; the page takes its shapes and texts and nothing else.
    """

    title: str
    svg: str


@dataclass(frozen=True, slots=True)
class DrawnLeg:
    """A row of the legs table.

    Attributes
    ----------
    kind
        ``loading``, ``haul``, ``crossing``, ``transshipment`` or ``unloading``.
    mode
        ``rail``, ``road`` or empty.
    country
        Two letters, or two countries with ``>`` between them for a crossing.
    start_name, end_name
        Places where the leg starts and ends; the same place if nothing moves.
    km, wait_h, moving_h, cost_usd
        Parts of the totals.
    start_h, end_h
        Hours after the start of the route.
    detail
        How cost and hours were worked out, plain text.
    notes
        What a planner should know.
    start_at, end_at
        Clock times with their offset, ready to be read; empty where there is no date.
    """

    kind: str
    mode: str
    country: str
    start_name: str
    end_name: str
    km: float
    wait_h: float
    moving_h: float
    start_h: float
    end_h: float
    cost_usd: float
    detail: str = ""
    notes: tuple[str, ...] = ()
    start_at: str = ""
    end_at: str = ""

    def __post_init__(self) -> None:
        _check_choice("leg", "kind", self.kind, LegKind)
        if self.mode:
            _check_choice("leg", "mode", self.mode, Mode)
        where = f"leg '{self.start_name}' to '{self.end_name}'"
        for name in ("km", "wait_h", "moving_h", "start_h", "end_h", "cost_usd"):
            _check_amount(where, name, getattr(self, name))


@dataclass(frozen=True, slots=True)
class DrawnRoute:
    """One alternative.

    Attributes
    ----------
    name
        Such as ``Rail to Khujand``.
    tags
        What it is best at: ``cheapest``, ``fastest``, ...
    summary
        Labels and values such as cost, USD/t, days; the first four are shown in the list of
        alternatives, all of them beside the legs.
    lines, points, legs
        In the order of travel.
    indicators
        Labels and values of the CPMM indicators.
    indicators_note
        What to know of them.
    charts
        Charts of this route.
    """

    name: str
    tags: tuple[str, ...]
    summary: Pairs
    lines: tuple[DrawnLine, ...]
    points: tuple[DrawnPoint, ...]
    legs: tuple[DrawnLeg, ...]
    indicators: Pairs = ()
    indicators_note: str = ""
    charts: tuple[DrawnChart, ...] = ()

    def __post_init__(self) -> None:
        if not self.lines and not self.points:
            raise MapDataError(f"route '{self.name}': no line and no point to draw")
        parts: tuple[DrawnLine | DrawnPoint, ...] = (*self.lines, *self.points)
        for part in parts:
            if part.leg is not None and not 0 <= part.leg < len(self.legs):
                raise MapDataError(f"route '{self.name}': there is no leg {part.leg}")

    @property
    def km(self) -> float:
        """Length over all legs."""
        return math.fsum(leg.km for leg in self.legs)

    @property
    def wait_h(self) -> float:
        """Hours in which the cargo does not move."""
        return math.fsum(leg.wait_h for leg in self.legs)

    @property
    def moving_h(self) -> float:
        """Hours in motion."""
        return math.fsum(leg.moving_h for leg in self.legs)

    @property
    def end_h(self) -> float:
        """Hours from the start of the first leg to the end of the last."""
        return max((leg.end_h for leg in self.legs), default=0.0)

    @property
    def cost_usd(self) -> float:
        """Cost over all legs."""
        return math.fsum(leg.cost_usd for leg in self.legs)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """An entry of the list of sources; ``url`` becomes a link if it is an http(s) address."""

    id: str
    title: str
    publisher: str = ""
    year: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class RouteMap:
    """A page with alternatives for one shipment.

    Attributes
    ----------
    title, subtitle
        Such as ``Kostanay → Khujand`` and ``Wheat, 1,340 t``.
    routes
        Best first; the first is shown when the page opens.
    sources
        Where the figures come from.
    facts_version
        Which state of the facts they are.
    notes
        What holds for all routes.
    charts
        Charts that compare routes or departures.
    """

    title: str
    subtitle: str
    routes: tuple[DrawnRoute, ...]
    sources: tuple[SourceLine, ...] = ()
    facts_version: str = ""
    notes: tuple[str, ...] = ()
    charts: tuple[DrawnChart, ...] = ()

    def __post_init__(self) -> None:
        if not self.routes:
            raise MapDataError(f"map '{self.title}': no route to draw")


def _check_choice(what: str, field: str, value: str, choices: type[StrEnum]) -> None:
    if value not in [choice.value for choice in choices]:
        known = ", ".join(choices)
        raise MapDataError(f"{what}: {field} {value!r} is none of {known}")


def _check_position(where: str, lat: float, lon: float) -> None:
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise MapDataError(f"{where}: ({lat}, {lon}) is no latitude and longitude in degrees")


def _check_amount(where: str, field: str, value: float) -> None:
    if not (math.isfinite(value) and value >= 0):
        raise MapDataError(f"{where}: {field} {value} is not zero or more")
