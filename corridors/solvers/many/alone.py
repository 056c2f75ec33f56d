"""Shipments that are asked one by one, and why others have no route."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from corridors.errors import RequestError
from corridors.model.route import Route, Routes
from corridors.model.shipment import Constraints, Mode, Objective, Shipment
from corridors.network.graph import ShipmentGraph
from corridors.network.network import Network
from corridors.solvers.find import MAX_ROUTES, find_frontier, find_routes
from corridors.solvers.many.frames import Refusal
from corridors.solvers.many.gateways import accesses_of
from corridors.solvers.many.rows import stop_of
from corridors.solvers.reasons import reasons_for_none

EXPLAINED_T = 20.0
"""The mass that an explained no speaks of: it does not depend on the shipments of a list."""

Cells = dict[str, object]


class Question(NamedTuple):
    """A row as `find_routes` takes it."""

    shipment: Shipment
    constraints: Constraints


def question_of(cells: Cells, *, include_unconfirmed: bool) -> Question:
    """The shipment and constraints of a row of a list."""

    def moment(name: str) -> datetime | None:
        text = cells[name]
        return datetime.fromisoformat(str(text)) if text else None

    mode, vehicle, budget = cells["mode"], cells["vehicle"], cells["max_cost_usd"]
    value = cells["value_usd_per_t"]
    return Question(
        Shipment(
            stop_of(str(cells["origin"])), stop_of(str(cells["destination"])),
            str(cells["cargo"]), float(str(cells["tonnes"])),
            value_usd_per_t=None if value is None else float(str(value)),
            ready=moment("ready"), deadline=moment("deadline"),
        ),
        Constraints(
            modes=frozenset({Mode(str(mode))}) if mode else frozenset(Mode),
            vehicles=frozenset({str(vehicle)}) if vehicle else frozenset(),
            max_cost_usd=None if budget is None else float(str(budget)),
            include_unconfirmed=include_unconfirmed,
        ),
    )  # fmt: skip


def spread(count: int, most: int) -> list[int]:
    """Which of ``count`` routes of a frontier are given if ``most`` may be: both ends, evenly.

    Examples
    --------
    >>> spread(7, 3), spread(2, 3), spread(5, 1)
    ([0, 3, 6], [0, 1], [0])
    """
    if count <= most:
        return list(range(count))
    if most == 1:
        return [0]
    return [round(number * (count - 1) / (most - 1)) for number in range(most)]


class Alone:
    """Asks `find_routes`; explanations of a no are kept.

    Parameters
    ----------
    network
        The network.
    objective, routes
        As of `corridors.solvers.many.engine.Wishes`.
    """

    def __init__(
        self, network: Network, objective: Objective, routes: int, *, include_unconfirmed: bool
    ) -> None:
        self.network = network
        self.objective = objective
        self.most = routes
        self.include_unconfirmed = include_unconfirmed
        self._reasons: dict[tuple[object, ...], str] = {}

    def routes(self, cells: Cells, *, dated: bool) -> Routes:
        """The answer to one row; without its dates it is an answer that holds all year."""
        shipment, rules = question_of(cells, include_unconfirmed=self.include_unconfirmed)
        if not dated:
            if shipment.ready and shipment.deadline:
                hours = (shipment.deadline - shipment.ready).total_seconds() / 3600
                rules = replace(rules, max_hours=hours)
            shipment = replace(shipment, ready=None, deadline=None)
        if self.most > 1:
            return find_frontier(self.network, shipment, constraints=rules)
        return find_routes(
            self.network, shipment, objective=self.objective, limit=1, constraints=rules
        )

    def chosen(self, routes: Routes) -> list[Route]:
        """The routes of an answer that are given."""
        found = routes.routes[:MAX_ROUTES]
        return [found[number] for number in spread(len(found), self.most)]

    def refusal(self, cells: Cells, routes: Routes | None = None) -> Refusal:
        """Why a row has no route."""
        row = int(str(cells["row"]))
        if routes is not None:
            first = routes.reasons[0]
            column, code = _AT_FAULT.get(first.rule, ("", "no-route"))
            text = "; ".join(str(reason.message) for reason in routes.reasons[:3])
            return Refusal(row, column, str(cells.get(column) or ""), code, text)
        for column in ("origin", "destination"):
            lacking = self._lacking(cells, column)
            if lacking:
                return Refusal(row, column, str(cells[column]), "no-route", lacking)
        rules = (cells["cargo"], cells["mode"], cells["vehicle"])
        key = (cells["origin"], cells["destination"], *rules)
        if key not in self._reasons:
            self._reasons[key] = self._explained(cells)
        return Refusal(row, "", "", "no-route", self._reasons[key])

    def _lacking(self, cells: Cells, column: str) -> str:
        """What an end lacks for this cargo, if it has no access by any mode that carries it."""
        facts = self.network.facts
        key = (cells[column], cells["cargo"], cells["mode"], cells["vehicle"])
        if key not in self._reasons:
            _, rules = question_of(
                {**cells, "ready": None, "deadline": None}, include_unconfirmed=False
            )
            cargo = facts.commodities[str(cells["cargo"])]
            kinds = [facts.vehicles[name] for name in cargo.vehicle_ids]
            modes = {Mode(kind.mode) for kind in kinds} & rules.modes
            here = {
                access.mode for access in accesses_of(self.network, stop_of(str(cells[column])))
            }
            self._reasons[key] = ""
            if not modes:
                self._reasons[key] = f"no vehicle carries {cargo.name} by {_by(rules.modes)}"
            elif not modes & here:
                self._reasons[key] = (
                    f"{cells[column]} cannot be reached by {_by(modes)}, and nothing else may"
                    f" carry {cargo.name}"
                )
        return self._reasons[key]

    def _explained(self, cells: Cells) -> str:
        cells = {**cells, "tonnes": EXPLAINED_T, "ready": None, "deadline": None,
                 "max_cost_usd": None}  # fmt: skip
        shipment, rules = question_of(cells, include_unconfirmed=self.include_unconfirmed)
        try:
            graph = ShipmentGraph(self.network, shipment, rules)
        except RequestError as error:
            return str(error)
        reasons = reasons_for_none(graph)
        text = "; ".join(str(reason.message) for reason in reasons[:3])
        priced = any(reason.cost_usd is not None for reason in reasons[:3])
        return f"no route: {text}" + (f" (money for {EXPLAINED_T:g} t)" if priced else "")


def _by(modes: Collection[Mode]) -> str:
    return " or ".join(sorted(modes))


_AT_FAULT = {
    "max-hours": ("deadline", "too-late"),
    "max-cost": ("max_cost_usd", "too-dear"),
    "mode": ("mode", "no-route"),
    "vehicle": ("vehicle", "no-route"),
    "cargo": ("cargo", "no-route"),
}
"""The column at fault, and the code of the refusal, by the rule that stands in the way."""
