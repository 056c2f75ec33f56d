"""Why a route loses: two routes leg by leg, and the figure that would have to change.

For a route that the user names by vias the break-even of one figure is where the best route
through these vias is as good as the best of all, both solved again at every value that is
looked at (`corridors.solvers.parametric`): another figure may bring other routes forward on
either side. Money enters a route in proportion, waits too; a speed is looked at as hours per
km, which does as well. So what is found is exact, not a fit.
"""

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from corridors.errors import NoRouteError
from corridors.model.comparison import (
    BreakEven,
    Comparison,
    KindDifference,
    LegDifference,
    WhyNot,
)
from corridors.model.route import Charge, LegKind, Route
from corridors.model.shipment import Constraints, Objective, Shipment
from corridors.network.figures import Figure, figures_of, not_in_proportion
from corridors.network.graph import Move, ShipmentGraph
from corridors.network.itinerary import write_route
from corridors.network.network import Network
from corridors.network.repriced import Path, facilities, is_toll, path_amounts, path_of, with_row
from corridors.solvers.best import k_best
from corridors.solvers.bounds import Bounds
from corridors.solvers.collector import collector_paused
from corridors.solvers.parametric import Line, Sample, nearest_level
from corridors.solvers.reasons import reasons_for_none
from corridors.units import CO2_SCALE, HOUR_SCALE, USD_SCALE

ROUNDED_MOVES = 30
"""Moves of a long route, each rounded up by less than a solver unit."""
BEYOND = 10.0
"""A figure is raised until it alone costs so many times what the named route costs."""
FASTEST = 1000.0
"""A speed is raised at most so many times."""
BEND = 1e-7
"""Share of a route's value by which it may leave a straight line: float noise."""
UNITS = {
    Objective.COST: ("USD", USD_SCALE),
    Objective.TIME: ("h", HOUR_SCALE),
    Objective.GENERALISED: ("USD", USD_SCALE),
    Objective.CO2E: ("kg CO2e", CO2_SCALE),
}
"""What a gap is measured in, and solver units of each."""


def compare_routes(a: Route, b: Route) -> Comparison:
    """Two routes of one shipment leg by leg, by country and kind, and charge by charge.

    Examples
    --------
    Rail and road in the Ferghana valley differ in the crossing, so each has one of its own::

        crossing UZ>TJ  uz-tj-suvonobod  uz-tj-andarkhon  +27.90 USD  +14.15 h
    """
    keys = list(dict.fromkeys((leg.kind, leg.country) for leg in a.legs))
    after = 0
    for leg in b.legs:
        key = (leg.kind, leg.country)
        if key not in keys:
            keys.insert(after, key)
        after = keys.index(key) + 1
    return Comparison(
        a,
        b,
        legs=tuple(_leg_difference(kind, country, a, b) for kind, country in keys),
        kinds=_by_kind(a.charges, b.charges),
        time_kinds=_by_kind(a.time_charges, b.time_charges),
    )


def _leg_difference(kind: LegKind, country: str, a: Route, b: Route) -> LegDifference:
    sides = []
    for route in (a, b):
        legs = [leg for leg in route.legs if (leg.kind, leg.country) == (kind, country)]
        where = tuple(
            leg.facility or (leg.start if leg.start == leg.end else f"{leg.start} - {leg.end}")
            for leg in legs
        )
        usd = sum((leg.cost_usd for leg in legs), 0.0)
        sides.append((where, usd, sum((leg.wait_h + leg.moving_h for leg in legs), 0.0)))
    (where_a, usd_a, hours_a), (where_b, usd_b, hours_b) = sides
    return LegDifference(kind, country, where_a, where_b, usd_a, usd_b, hours_a, hours_b)


def _by_kind(a: Iterable[Charge], b: Iterable[Charge]) -> tuple[KindDifference, ...]:
    sums: dict[str, list[float]] = {}
    for side, charges in enumerate((a, b)):
        for charge in charges:
            sums.setdefault(charge.kind, [0.0, 0.0])[side] += charge.usd
    rows = [KindDifference(kind, *usd) for kind, usd in sums.items()]
    return tuple(sorted(rows, key=lambda row: (-abs(row.usd), row.kind)))


@collector_paused()
def break_even(
    network: Network,
    shipment: Shipment,
    *,
    via: tuple[str, ...],
    constraints: Constraints | None = None,
    objective: Objective = Objective.COST,
) -> WhyNot:
    """Why the best route through some vias is not the best of all, and what would make it so.

    Each figure of the facts that the two routes do not share in the same measure is changed
    by itself, downwards where the named route uses it more, else upwards, until the best
    route through the vias is as good as the best of all.

    Parameters
    ----------
    network, shipment, constraints
        The question. Its date is left aside: the routes are those that hold all year.
    via
        Ids that name the route, passed in any order; they add to those of the constraints.
    objective
        What routes are judged by.

    Raises
    ------
    NoRouteError
        If no route at all keeps the rules, or none passes the vias.
    RequestError
        If there are too many vias.
    """
    rules = constraints or Constraints()
    shipment = replace(shipment, ready=None, deadline=None)
    return _Why(network, shipment, rules, objective, via).answer()


class _Question:
    """Both questions, through the vias and of all routes, at one state of the facts."""

    def __init__(self, why: "_Why", network: Network, *, like: "_Question | None" = None) -> None:
        self.objective = why.objective
        self.named = ShipmentGraph(network, why.shipment, why.named_rules)
        self.all = ShipmentGraph(network, why.shipment, why.rules)
        if like is not None:
            self.named._via_ways = like.named._via_ways

    def best(self, graph: ShipmentGraph, below: int | None = None) -> tuple[Move, ...]:
        """The moves of the best route (below a value, in solver units); none if there is none."""
        labels = k_best(graph, Bounds(graph), self.objective, limit=1, below=below)
        return labels[0].moves() if labels else ()

    def value(self, path: Path) -> float:
        """The objective of a path at these facts."""
        usd, hours, kg = path_amounts(self.all, path)
        if self.objective is Objective.COST:
            return usd
        if self.objective is Objective.TIME:
            return hours
        if self.objective is Objective.CO2E:
            return kg
        return usd + self.all.book.time_usd_per_h * hours


class _Why:
    """Why the best route through some vias is not the best of all."""

    def __init__(
        self,
        network: Network,
        shipment: Shipment,
        rules: Constraints,
        objective: Objective,
        via: tuple[str, ...],
    ) -> None:
        self.shipment, self.rules, self.objective, self.via = shipment, rules, objective, via
        self.named_rules = replace(rules, via=tuple(dict.fromkeys((*rules.via, *via))))
        self.network = network.restricted(rules)
        self.present = _Question(self, self.network)
        rate = 0.0
        if objective is Objective.GENERALISED:
            rate = self.present.all.book.time_usd_per_h
        self.tolerance = ROUNDED_MOVES / UNITS[objective][1] * (1 + rate)

    def answer(self) -> WhyNot:
        """The whole answer."""
        routes, paths = [], []
        for graph in (self.present.named, self.present.all):
            moves = self.present.best(graph)
            if not moves:
                raise NoRouteError("; ".join(reason.message for reason in reasons_for_none(graph)))
            routes.append(write_route(graph, moves))
            paths.append(path_of(graph, moves))
        named, best = paths
        gap = self.present.value(named) - self.present.value(best)
        figures: list[BreakEven] = []
        left_out: set[str] = set()
        if gap <= self.tolerance:
            gap = 0.0
        else:
            facts = self.network.facts
            paid = self.objective is Objective.COST
            left_out.update(not_in_proportion(facts, routes, paid=paid))
            for figure in figures_of(routes, facts):
                varied = _Varied(self, figure, named, best)
                if not varied.differs or varied.far == varied.near:
                    continue  # the same on both, or nothing that could fall
                if self._is_limited(figure) or not varied.is_straight:
                    left_out.add(figure.row.id)
                else:
                    figures.append(varied.break_even())
        return WhyNot(
            objective=self.objective,
            via=self.via,
            comparison=compare_routes(*routes),
            gap=gap,
            unit=UNITS[self.objective][0],
            figures=tuple(sorted(figures, key=_ease)),
            left_out=tuple(sorted(left_out)),
        )

    def _is_limited(self, figure: Figure) -> bool:
        """Whether a rule limits what the figure changes: which routes there are would change."""
        hours = figure.column.hours
        return self.rules.max_cost_usd is not None or (
            hours
            and (self.present.all.max_hours is not None or self.rules.max_border_wait_h is not None)
        )


class _Varied:
    """One figure at other values, every other one staying as it is."""

    def __init__(self, why: _Why, figure: Figure, named: Path, best: Path) -> None:
        self.why, self.figure = why, figure
        self.near = figure.position
        self.keeps_ways = not (figure.table == "tariffs" and is_toll(why.network, figure.row.id))
        self._questions = {self.near: why.present}
        self._lines: dict[Path, Line] = {}
        self._optima: dict[ShipmentGraph, Line] = {}
        self._probe = self.near / 2 if self.near else 1.0
        self.named, self.best = self._line(named), self._line(best)

    @property
    def differs(self) -> bool:
        """Whether the two routes are not charged for the figure in the same measure."""
        change = (self.named.slope - self.best.slope) * (self._probe - self.near)
        return abs(change) > self.why.tolerance / ROUNDED_MOVES

    @property
    def is_straight(self) -> bool:
        """Whether both routes follow the figure in proportion, as far as it is looked at."""
        at = self._question(self.far)
        for line in (self.named, self.best):
            value = at.value(_path(line))
            if abs(value - line.at(self.far)) > BEND * max(1.0, abs(value)):
                return False
        return True

    @property
    def far(self) -> float:
        """The position up to which it is looked for."""
        if self.named.slope > self.best.slope:
            return self.near / FASTEST if self.figure.column.pace else 0.0
        return self.near + BEYOND * self.named.at(self.near) / self.best.slope

    def break_even(self) -> BreakEven:
        """The value nearest to the present one at which both are level."""
        figure, facts = self.figure, self.why.network.facts
        level = self._level()
        low, high = figure.range(facts)
        return BreakEven(
            figure=figure.row.id,
            table=figure.table,
            column=figure.column.name,
            unit=figure.unit,
            present=figure.present,
            needed=None if level is None else figure.value_at(level.value),
            searched=figure.value_at(self.far),
            low=low,
            high=high,
            confidence=figure.confidence or figure.row.confidence,
            sources=figure.row.source,
            through=() if level is None else facilities(_path(level.restricted)),
        )

    def _level(self) -> Sample | None:
        """Where both are level, if anywhere.

        No route gets better when a figure rises, so one search at the far end often says
        that they are level nowhere.
        """
        why, far = self.why, self.far
        question = self._question(far)
        if far < self.near:
            scale = UNITS[why.objective][1]
            least = math.ceil((self.best.at(self.near) + 2 * why.tolerance) * scale)
            if not question.best(question.named, below=least):
                return None
        else:
            highest = self._optimum(far, question.all).at(far)
            if highest < self.named.at(self.near) - 2 * why.tolerance:
                return None
        near = Sample(self.near, self.named, self.best)
        return nearest_level(self._ask, near, self._ask(far), why.tolerance)

    def _question(self, position: float) -> _Question:
        if position not in self._questions:
            why = self.why
            network = with_row(why.network, self.figure.table, self.figure.row_at(position))
            like = why.present if self.keeps_ways else None
            self._questions[position] = _Question(why, network, like=like)
        return self._questions[position]

    def _ask(self, position: float, known: Line | None = None) -> Sample:
        question = self._question(position)
        named = known or self._optimum(position, question.named)
        return Sample(position, named, self._optimum(position, question.all))

    def _optimum(self, position: float, graph: ShipmentGraph) -> Line:
        """The best route of a graph at a position; solved once."""
        if graph not in self._optima:
            moves = self._question(position).best(graph)
            self._optima[graph] = self._line(path_of(graph, moves))
        return self._optima[graph]

    def _line(self, path: Path) -> Line:
        """A path as a straight line in the figure."""
        line = self._lines.get(path)
        if line is None:
            here = self._question(self.near).value(path)
            there = self._question(self._probe).value(path)
            slope = (there - here) / (self._probe - self.near)
            line = self._lines[path] = Line(here - slope * self.near, slope, path)
        return line


def _path(line: Line) -> Path:
    return cast(Path, line.key)


def _ease(found: BreakEven) -> tuple[bool, bool, float, str, str]:
    """Within range first, then by how many times more or less the figure would have to be."""
    times = math.inf
    if found.needed and found.present:
        times = max(found.needed / found.present, found.present / found.needed)
    return (found.needed is None, not found.within_range, times, found.figure, found.column)
