"""What a flow map is drawn from: lines and circles with sums that a reader may filter.

The map knows nothing of freight. A line has a width and a colour, a circle a size and a
colour; each is a *measure*, a sum or the ratio of two sums over *cells*. A cell belongs to a
category (a cargo, say) and to a period (a month), so that the page can add up what a reader
chooses. Features carry *marks* (mode, country) by which whole features are chosen.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from maps.errors import MapDataError

__all__ = [
    "NO_PERIOD",
    "Cells",
    "FlowFeature",
    "FlowFilter",
    "FlowLine",
    "FlowMap",
    "FlowPart",
    "FlowPlace",
    "FlowPoint",
    "FlowRanking",
    "FlowSide",
    "Measure",
    "RankedRow",
    "Scale",
]

Position = tuple[float, float]
"""Latitude and longitude, degrees."""

NO_PERIOD = -1
"""Period of a cell that counts in the whole and in no period of its own."""

MOST_FEATURES = 5_000
"""What a browser draws smoothly, and what a reader can make sense of."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of a feature: a sum over its cells, or the ratio of two.

    Attributes
    ----------
    label
        With its unit, as in ``Delay cost, USD``.
    sum
        Which of the cells' values is added up.
    over
        Which sum it is divided by; ``None`` for a plain sum.
    decimals
        As it is written.
    bounds
        Four ascending bounds of the five classes of colour; empty to take them from the
        data, for the largest value shown.
    """

    label: str
    sum: int
    over: int | None = None
    decimals: int = 0
    bounds: tuple[float, ...] = ()

    def value(self, sums: Sequence[float]) -> float:
        """The figure for these sums; 0 where there is nothing to divide by."""
        if self.over is None:
            return sums[self.sum]
        return sums[self.sum] / sums[self.over] if sums[self.over] else 0.0


@dataclass(frozen=True, slots=True)
class Scale:
    """Which measures say how features look.

    Attributes
    ----------
    measures
        What a popup lists and a table has as columns.
    size
        Index of the measure that width or size is in proportion to (a circle's area).
    colours
        Indices of the measures that the colour can stand for; the first one does at first.
    """

    measures: tuple[Measure, ...]
    size: int
    colours: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cells:
    """Sums by category and period.

    Attributes
    ----------
    categories, periods
        Index of each cell's category and period (or `NO_PERIOD`).
    values
        For each quantity its value in every cell.
    """

    categories: tuple[int, ...]
    periods: tuple[int, ...]
    values: tuple[tuple[float, ...], ...]

    def __post_init__(self) -> None:
        size = len(self.categories)
        if any(len(column) != size for column in (self.periods, *self.values)):
            raise MapDataError("cells: categories, periods and values differ in number")
        if any(not math.isfinite(value) for column in self.values for value in column):
            raise MapDataError("cells: a value is not finite")

    def __len__(self) -> int:
        return len(self.categories)

    def sums(self) -> tuple[float, ...]:
        """Each quantity over all cells."""
        return tuple(math.fsum(column) for column in self.values)


@dataclass(frozen=True, slots=True)
class FlowPart:
    """A part of a circle that a popup shows by itself, such as a direction."""

    label: str
    cells: Cells


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowFeature:
    """What lines and circles have in common.

    Attributes
    ----------
    name
        As the popup and the table show it.
    key
        What rows of rankings point at; empty if none does.
    marks
        Values by the key of a filter.
    detail
        Labels and values for the popup, whatever is chosen.
    flagged
        Whether it stands out, as the map's ``flag_label`` says why.
    """

    name: str
    key: str = ""
    marks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    detail: tuple[tuple[str, str], ...] = ()
    flagged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowLine(FlowFeature):
    """A line along its geometry; ``dashed`` tells one kind of line from another."""

    points: tuple[Position, ...]
    cells: Cells
    dashed: bool = False

    def __post_init__(self) -> None:
        if len(self.points) < 2:
            raise MapDataError(f"line '{self.name}': a line needs two points or more")
        for position in self.points:
            _check_position(f"line '{self.name}'", position)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowPoint(FlowFeature):
    """A circle, with the sums of its parts."""

    position: Position
    parts: tuple[FlowPart, ...]

    def __post_init__(self) -> None:
        _check_position(f"point '{self.name}'", self.position)
        if not self.parts:
            raise MapDataError(f"point '{self.name}': it has no part")

    def sums(self) -> tuple[float, ...]:
        """Each quantity over all parts."""
        columns = zip(*(part.cells.sums() for part in self.parts), strict=True)
        return tuple(math.fsum(column) for column in columns)


@dataclass(frozen=True, slots=True)
class FlowPlace:
    """A town for orientation."""

    name: str
    position: Position

    def __post_init__(self) -> None:
        _check_position(f"place '{self.name}'", self.position)


@dataclass(frozen=True, slots=True)
class FlowFilter:
    """A choice of features by their marks: ``choices`` are values with their labels."""

    key: str
    label: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RankedRow:
    """A row of a ranking: cells ready to be read, and the features that it is about."""

    name: str
    cells: tuple[str, ...]
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FlowRanking:
    """A table beside the map whose rows show on it what they are about.

    Attributes
    ----------
    title, hint
        Above the table.
    columns
        Headings: of the names, then of each cell.
    rows
        In the order in which they are shown.
    side
        Number of the other side that it belongs to; ``None`` if to the map as a whole.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[RankedRow, ...]
    hint: str = ""
    side: int | None = None

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row.cells) != len(self.columns) - 1:
                raise MapDataError(
                    f"ranking '{self.title}': row '{row.name}' has {len(row.cells)} cells "
                    f"for {len(self.columns) - 1} columns"
                )


@dataclass(frozen=True, slots=True)
class FlowSide:
    """What a second map beside the first one shows, with the same scales, filters and towns."""

    name: str
    lines: tuple[FlowLine, ...]
    points: tuple[FlowPoint, ...]
    totals: Cells


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowMap:
    """A page with the flows of many shipments.

    Attributes
    ----------
    title, subtitle
        Such as the name of the list and its tonnes.
    lines, points
        Each with as many values a cell as their scale asks for.
    line_scale, point_scale
        How they look.
    totals
        Sums of everything, for the figures above the table.
    total_measures
        Which figures these are.
    categories, periods
        Names by index.
    filters
        Choices by marks.
    rank_by
        Index of the measure of points that the table is sorted by at first.
    places
        Towns for orientation, the most important first.
    crossed
        Two-letter codes of countries to draw lighter.
    notes
        How to read the map, and what is missing from it.
    facts_version
        Which state of the facts the figures come from.
    rankings
        Further tables, above that of the circles.
    sides
        What may be set beside the map: one of them is shown, the first at first.
    side_name
        What the map itself is called then.
    category_label, points_label
        What categories and circles are, where they are not cargoes and border crossings.
    points_table
        Whether circles have a table of their own.
    flag_label
        What it means that a line or circle is flagged.
    focus
        What a picture of a part shows; the circles if nothing is said.
    """

    title: str
    subtitle: str
    lines: tuple[FlowLine, ...]
    points: tuple[FlowPoint, ...]
    line_scale: Scale
    point_scale: Scale
    totals: Cells
    total_measures: tuple[Measure, ...]
    categories: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    filters: tuple[FlowFilter, ...] = ()
    rank_by: int = 0
    places: tuple[FlowPlace, ...] = ()
    crossed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    facts_version: str = ""
    rankings: tuple[FlowRanking, ...] = ()
    sides: tuple[FlowSide, ...] = ()
    side_name: str = ""
    category_label: str = ""
    points_label: str = ""
    points_table: bool = True
    flag_label: str = ""
    focus: tuple[Position, ...] = ()

    def __post_init__(self) -> None:
        sides: tuple[FlowMap | FlowSide, ...] = (self, *self.sides)
        features = sum(len(side.lines) + len(side.points) for side in sides)
        if features > MOST_FEATURES:
            raise MapDataError(
                f"map '{self.title}': {features:,} features are more than {MOST_FEATURES:,}; "
                "put small ones together or leave them out"
            )
        for position in self.focus:
            _check_position("focus", position)
        for side in sides:
            for line in side.lines:
                self._check_cells(f"line '{line.name}'", line.cells, self.line_scale.measures)
            for point in side.points:
                for part in point.parts:
                    where = f"point '{point.name}'"
                    self._check_cells(where, part.cells, self.point_scale.measures)
            self._check_cells("totals", side.totals, self.total_measures)
        for ranking in self.rankings:
            if ranking.side is not None and not 0 <= ranking.side < len(self.sides):
                raise MapDataError(f"ranking '{ranking.title}': there is no side {ranking.side}")

    def ranked_points(self) -> tuple[FlowPoint, ...]:
        """Circles by the measure of the table, largest first, then by name."""
        measure = self.point_scale.measures[self.rank_by]
        return tuple(sorted(self.points, key=lambda p: (-measure.value(p.sums()), p.name)))

    def _check_cells(self, where: str, cells: Cells, measures: tuple[Measure, ...]) -> None:
        asked = {index for m in measures for index in (m.sum, m.over) if index is not None}
        if asked and max(asked) >= len(cells.values):
            raise MapDataError(f"{where}: a measure asks for value {max(asked)}, which it lacks")
        if any(not 0 <= index < len(self.categories) for index in cells.categories):
            raise MapDataError(f"{where}: a cell is of no category")
        if any(not NO_PERIOD <= index < len(self.periods) for index in cells.periods):
            raise MapDataError(f"{where}: a cell is of no period")


def _check_position(where: str, position: Position) -> None:
    lat, lon = position
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise MapDataError(f"{where}: ({lat}, {lon}) is no latitude and longitude in degrees")
