"""What a map of the network is drawn from: plain values, whoever worked them out."""

from dataclasses import dataclass
from enum import StrEnum

from maps.errors import MapDataError
from maps.route_map import Mode, Pairs, Position

__all__ = [
    "Confidence",
    "NetworkLine",
    "NetworkMap",
    "NetworkPlace",
    "NetworkPoint",
    "NetworkPointKind",
]


class NetworkPointKind(StrEnum):
    """What a point of the network is."""

    CROSSING = "crossing"
    TERMINAL = "terminal"
    PROJECT = "project"


class Confidence(StrEnum):
    """How far a figure can be trusted, most first."""

    MEASURED = "measured"
    PUBLISHED = "published"
    DERIVED = "derived"
    ESTIMATE = "estimate"


@dataclass(frozen=True, slots=True)
class NetworkLine:
    """A section of rail or road, or the way between two posts of a border.

    Attributes
    ----------
    mode
        ``rail`` or ``road``.
    points
        Positions along it, two or more.
    name
        What it is called.
    confidence
        ``measured``, ``published``, ``derived`` or ``estimate``.
    is_open
        Whether freight may use it now.
    rows
        Labels and values of its popup.
    """

    mode: str
    points: tuple[Position, ...]
    name: str
    confidence: str
    is_open: bool = True
    rows: Pairs = ()

    def __post_init__(self) -> None:
        _check_choice(f"line '{self.name}'", "mode", self.mode, Mode)
        _check_choice(f"line '{self.name}'", "confidence", self.confidence, Confidence)
        if len(self.points) < 2:
            raise MapDataError(f"line '{self.name}': a line needs two points or more")
        for position in self.points:
            _check_position(f"line '{self.name}'", position)


@dataclass(frozen=True, slots=True)
class NetworkPoint:
    """A crossing, a terminal or a project.

    Attributes
    ----------
    kind
        ``crossing``, ``terminal`` or ``project``.
    position
        Latitude and longitude, degrees.
    name, names
        The name on the map, and names in other languages.
    confidence
        ``measured``, ``published``, ``derived`` or ``estimate``.
    mode
        ``rail``, ``road`` or empty.
    is_open
        Whether freight may use it now.
    wait_h
        Mean wait at a crossing in the slower direction, hours; ``None`` when unknown.
    rows
        Labels and values of its popup.
    """

    kind: str
    position: Position
    name: str
    confidence: str
    names: tuple[str, ...] = ()
    mode: str = ""
    is_open: bool = True
    wait_h: float | None = None
    rows: Pairs = ()

    def __post_init__(self) -> None:
        where = f"point '{self.name}'"
        _check_choice(where, "kind", self.kind, NetworkPointKind)
        _check_choice(where, "confidence", self.confidence, Confidence)
        _check_position(where, self.position)
        if self.wait_h is not None and not 0 <= self.wait_h < float("inf"):
            raise MapDataError(f"{where}: wait_h {self.wait_h} is not zero or more")


@dataclass(frozen=True, slots=True)
class NetworkPlace:
    """A place that can be searched for; the large ones are named on the map."""

    name: str
    position: Position
    names: tuple[str, ...] = ()
    is_large: bool = False


@dataclass(frozen=True, slots=True)
class NetworkMap:
    """A page with the infrastructure of several countries.

    Attributes
    ----------
    title, subtitle
        What it shows.
    lines, points, places
        What is drawn and what can be found.
    countries
        Two-letter codes of the countries to draw lighter.
    notes
        What to know of the figures.
    facts_version
        Which state of the facts they are.
    """

    title: str
    subtitle: str
    lines: tuple[NetworkLine, ...]
    points: tuple[NetworkPoint, ...] = ()
    places: tuple[NetworkPlace, ...] = ()
    countries: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    facts_version: str = ""

    def __post_init__(self) -> None:
        if not self.lines:
            raise MapDataError(f"map '{self.title}': no line to draw")

    def ranked_crossings(self) -> list[NetworkPoint]:
        """Crossings open to freight, the longest known wait first, then by name."""
        found = [p for p in self.points if p.kind == NetworkPointKind.CROSSING and p.is_open]
        return sorted(found, key=lambda p: (p.wait_h is None, -(p.wait_h or 0.0), p.name))


def _check_choice(where: str, field: str, value: str, choices: type[StrEnum]) -> None:
    if value not in [choice.value for choice in choices]:
        raise MapDataError(f"{where}: {field} {value!r} is none of {', '.join(choices)}")


def _check_position(where: str, position: Position) -> None:
    lat, lon = position
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise MapDataError(f"{where}: ({lat}, {lon}) is no latitude and longitude in degrees")
