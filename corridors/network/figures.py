"""The figures that routes are made with: cells of the facts that money or hours follow.

Only cells that the routes are in proportion to: a rate, a wait, a hire. A speed is one
as hours per kilometre. How fast trucks drive is none, since rests come in steps; nor are the
rules of rest, shares and radii.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from corridors.model.route import LegKind, Route
from corridors.model.shipment import Mode
from corridors.network.items import confidence_range
from network_data import Facts


class Column(NamedTuple):
    """A column that holds such figures; ``pace`` if routes follow its inverse."""

    name: str
    unit: str
    hours: bool = False
    pace: bool = False


_COLUMNS = {
    "tariffs": (Column("fixed_usd", "USD/{unit}"), Column("per_km_usd", "USD/{unit} and km")),
    "crossings": (
        Column("wait_h_a_to_b", "h", hours=True), Column("wait_h_b_to_a", "h", hours=True),
        Column("cost_usd_a_to_b", "USD/vehicle"), Column("cost_usd_b_to_a", "USD/vehicle"),
    ),
    "border_means": (Column("wait_h", "h", hours=True), Column("cost_usd", "USD/vehicle")),
    "terminals": (Column("handling_usd_per_t", "USD/t"), Column("handling_h", "h", hours=True)),
    "vehicles": (Column("usd_per_day_hire", "USD/day"), Column("co2_g_per_tkm", "g/t-km")),
    "parameters": (Column("value", "{unit}", hours=True),),
    "barriers": (Column("extra_h", "h", hours=True), Column("extra_usd", "USD/vehicle")),
    "speeds": (Column("kmh_moving", "km/h", hours=True, pace=True),),
}  # fmt: skip
_PARAMETERS = frozenset({
    "capital-rate-per-year", "load-rail-h", "load-road-h", "rail-marshalling-h",
    "spoilage-share", "unload-rail-h", "unload-road-h",
})  # fmt: skip
"""Parameters that routes are in proportion to; the others are rules."""


class Figure(NamedTuple):
    """A cell of the facts; ``confidence`` as the routes use it, empty for the row's own."""

    table: str
    row: Any
    column: Column
    confidence: str = ""

    @property
    def unit(self) -> str:
        """Unit of the value."""
        return self.column.unit.format(unit=getattr(self.row, "unit", ""))

    @property
    def present(self) -> float:
        """The value as the facts have it."""
        value: float = getattr(self.row, self.column.name)
        return value

    @property
    def position(self) -> float:
        """The value as routes follow it: hours per km for a speed."""
        return self.value_at(self.present)

    def value_at(self, position: float) -> float:
        """The value of the cell at a position, and the other way round."""
        return 1 / position if self.column.pace else position

    def row_at(self, position: float) -> Any:
        """The row with the cell at a position."""
        return self.row._replace(**{self.column.name: self.value_at(position)})

    def range(self, facts: Facts) -> tuple[float, float]:
        """Low and high end of what the confidence of the figure leaves."""
        low, high = confidence_range(facts, self.row, self.confidence)
        return self.present * low, self.present * high


def figures_of(routes: Iterable[Route], facts: Facts) -> Iterator[Figure]:
    """The figures of some routes, by table and id."""
    used = _used(routes)
    for table, columns in _COLUMNS.items():
        rows = facts.table(table)
        for id in sorted(id for id in used if id in rows):
            row = rows[id]
            if table == "parameters" and id not in _PARAMETERS:
                continue
            if table == "speeds" and row.mode != Mode.RAIL:
                continue
            for column in columns:
                value = getattr(row, column.name)
                if value is None or (column.pace and not value):
                    continue
                yield Figure(table, row, column, used[id].get(column.hours, ""))


def not_in_proportion(facts: Facts, routes: Iterable[Route], *, paid: bool) -> tuple[str, ...]:
    """Ids of what the routes use in different measure but are not in proportion to.

    ``paid`` asks for what money follows: hours count only where vehicles are hired by them.
    """
    known = {figure.row.id for figure in figures_of(routes, facts)}
    sums: dict[str, list[float]] = {}
    for side, route in enumerate(routes):
        sign = 1 if side else -1
        for leg in route.legs:
            hired = any(charge.kind == "hire" for charge in leg.charges)
            parts = [(charge.figures, charge.usd) for charge in leg.charges]
            if hired or not paid:
                parts += [(spell.figures, spell.hours) for spell in leg.spells]
            for ids, amount in parts:
                for id in ids:
                    if id not in known:
                        sums.setdefault(id, []).append(sign * amount)
    return tuple(sorted(id for id, parts in sums.items() if abs(sum(parts)) > 1e-6))


def _used(routes: Iterable[Route]) -> dict[str, dict[bool, str]]:
    """Ids of rows that the routes use, with the confidence of their hours and money."""
    used: dict[str, dict[bool, str]] = {}
    for route in routes:
        for leg in route.legs:
            if leg.kind in (LegKind.CROSSING, LegKind.TRANSSHIPMENT):
                used.setdefault(leg.facility, {})  # a charge of 0 is a figure too
            used.setdefault(leg.vehicle, {})
            for spell in leg.spells:
                for id in spell.figures:
                    used.setdefault(id, {}).setdefault(True, spell.confidence)
            for charge in leg.charges:
                for id in charge.figures:
                    used.setdefault(id, {}).setdefault(False, charge.confidence)
        for charge in route.time_charges:
            for id in charge.figures:
                used.setdefault(id, {}).setdefault(True, charge.confidence)
    return used
