"""Collects the answers to a frame and writes them as frames."""

from datetime import datetime, timedelta, tzinfo
from typing import Protocol

import numpy as np
import polars as pl

from corridors.errors import RequestError
from corridors.model.shipment import Objective, Stop
from corridors.network.network import Network
from corridors.network.zones import country_zone, place_zone
from corridors.solvers.best import TAGS
from corridors.solvers.many.alone import Alone, Cells
from corridors.solvers.many.columns import Column, RouteColumns
from corridors.solvers.many.described import BORDER_H, RAIL_KM, ROAD_KM, Described, distinct
from corridors.solvers.many.frames import (
    LEGS,
    REFUSED,
    ROUTES,
    Answers,
    PathBook,
    Refusal,
    leg_cells,
    path_of,
    refusals_frame,
    route_cells,
)
from corridors.solvers.many.gateways import Ints
from corridors.solvers.many.quantities import TONNES, Floats
from corridors.solvers.many.question import Question
from corridors.solvers.many.questions import Questions
from corridors.solvers.many.rows import Rows, Wishes
from corridors.solvers.many.seasons import Seasons
from corridors.units import KG_PER_TONNE

UNEXPLAINED = ("origin", "destination", "cargo", "mode", "vehicle")
"""What the reason depends on why there is no route."""


class Source(Protocol):
    """Who answers: what the written rows are looked up in."""

    network: Network
    wishes: Wishes
    alone: Alone
    questions: Questions

    @property
    def seasons(self) -> Seasons:
        """Seasons and closures."""

    def stop(self, text: str) -> tuple[Stop, str]:
        """The stop that a cell names, and its country."""


class Writer:
    """Answers to one frame, added in any order.

    Parameters
    ----------
    engine
        Whose answers they are.
    asked
        The frame of questions.
    legs, paths
        Whether the legs of every route, and of every path, are wanted.
    """

    def __init__(self, engine: Source, asked: pl.DataFrame, *, legs: bool, paths: bool) -> None:
        self.asked = asked
        self.stops: dict[str, list[Stop]] = {}
        self.countries: dict[str, list[str]] = {}
        self._engine = engine
        self._facts = engine.network.facts
        self._rows = asked["row"].to_numpy()
        self._wants_legs, self._wants_paths = legs, paths
        self._columns = RouteColumns()
        self._without: list[Ints] = []
        self._single: list[dict[str, object]] = []
        self._refusals: list[Refusal] = []
        self._paths = PathBook()
        self._legs: list[dict[str, object]] = []

    def answers(self) -> Answers:
        """Everything that was added."""
        routes = self._columns.frame()
        if self._single:
            single = pl.DataFrame(self._single, schema=ROUTES, orient="row")
            routes = pl.concat([routes, single]).sort("row", "rank", maintain_order=True)
        legs = None
        if self._wants_legs:
            legs = pl.DataFrame(self._legs, schema=LEGS, orient="row").sort("row", "rank", "leg")
        refused = pl.concat([refusals_frame(self._refusals), self._unexplained()]).sort("row")
        return Answers(routes, refused, self._paths.tables(), legs)

    @property
    def first_row(self) -> int:
        """The number of the first row of the frame."""
        return int(self._rows[0]) if len(self._rows) else 0

    # -- rows without a route -----------------------------------------------------------------

    def cells(self, number: int) -> Cells:
        """A row of the frame."""
        return self.asked.row(number, named=True)

    def refuse(self, number: int, column: str, value: str, code: str, reason: str) -> None:
        """A row that has no route, and why."""
        self._refusals.append(Refusal(int(self._rows[number]), column, value, code, reason))

    def refuse_unexplained(self, numbers: Ints) -> None:
        """Rows that have no route, under their rules or any: why is still to be found."""
        self._without.append(numbers)

    def _unexplained(self) -> pl.DataFrame:
        """Why these have no route; the same for those that ask the same (`REFUSED`)."""
        numbers = np.concatenate([np.empty(0, np.int64), *self._without])
        rows = self.asked[numbers]
        first = rows.unique(UNEXPLAINED, keep="first", maintain_order=True)
        reasons = refusals_frame(map(self._engine.alone.refusal, first.iter_rows(named=True)))
        told = first.select(UNEXPLAINED).hstack(reasons.drop("row"))
        return rows.select("row", *UNEXPLAINED).join(
            told, on=UNEXPLAINED, how="left", nulls_equal=True, maintain_order="left"
        ).select(REFUSED.keys())  # fmt: skip

    def refuse_tight(
        self, number: int, least_h: float, most_h: float, least_usd: float, most_usd: float
    ) -> None:
        """A row that no route reaches within its deadline and budget."""
        cells = self.cells(number)
        if least_h > most_h:
            self.refuse(
                number, "deadline", str(cells["deadline"]), "too-late",
                f"the fastest route takes {least_h:,.1f} h, {least_h - most_h:,.1f} h more than"
                " there are between ready and deadline",
            )  # fmt: skip
        elif least_usd > most_usd:
            self.refuse(
                number, "max_cost_usd", f"{most_usd:g}", "too-dear",
                f"the cheapest route costs {least_usd:,.2f} USD,"
                f" {least_usd - most_usd:,.2f} USD over the budget",
            )  # fmt: skip
        else:
            self.refuse(
                number, "max_cost_usd", f"{most_usd:g}", "too-dear",
                f"no route keeps both limits: the cheapest costs {least_usd:,.2f} USD, the"
                f" fastest takes {least_h:,.1f} h",
            )  # fmt: skip

    # -- rows asked one by one ----------------------------------------------------------------

    def add_alone(self, number: int, *, dated: bool) -> None:
        """A row that is asked by itself."""
        cells, alone = self.cells(number), self._engine.alone
        try:
            routes = alone.routes(cells, dated=dated)
        except RequestError as error:
            self.refuse(number, "", "", "no-route", str(error))
            return
        if not routes.routes:
            self._refusals.append(alone.refusal(cells, routes))
            return
        row = int(self._rows[number])
        for rank, route in enumerate(alone.chosen(routes), 1):
            path = path_of(route.legs)
            known = route_cells(row, rank, route, int(path.digests[0]))
            known["tags"] = "; ".join(tag for tag in route.tags if tag in self._known_tags)
            if not dated and (cells["ready"] or cells["deadline"]):
                known["depart"], known["arrive"] = self.moments(number, route.transit_h)
            self._single.append(known)
            if self._wants_paths:
                self._paths.add(path)
            if self._wants_legs:
                self._legs += leg_cells(row, rank, route)

    @property
    def _known_tags(self) -> frozenset[str]:
        """Tags that rows of candidates can have too."""
        wishes = self._engine.wishes
        if wishes.routes > 1:
            return frozenset({TAGS[Objective.COST], TAGS[Objective.TIME]})
        return frozenset({TAGS[wishes.objective]})

    # -- rows priced over candidates ------------------------------------------------------------

    def add(
        self,
        question: Question,
        rows: Rows,
        quantity: Floats,
        chosen: Ints,
        ranks: Ints | None = None,
    ) -> None:
        """Rows with the ways that answer them."""
        if ranks is None:
            ranks = np.ones(len(chosen), np.int64)
        described, which = self._engine.questions.described(question, chosen)
        if question.dated:
            closed = self._meeting_closures(question, described, rows, which)
            for number in np.unique(rows.number[closed]).tolist():
                self.add_alone(number, dated=True)
            # A row with one route that meets a closure is asked anew with all of its routes.
            open_ = np.flatnonzero(~np.isin(rows.number, rows.number[closed]))
            rows, quantity, chosen = rows.take(open_), quantity[open_], chosen[open_]
            which, ranks = which[open_], ranks[open_]
        if not len(chosen):
            return
        ways = question.ways.weights
        usd = np.einsum("ij,ij->i", ways.form[chosen], quantity)
        hours = ways.hours[chosen]
        totals = described.totals(which)
        hired = described.hired(which, quantity, self._columns.vehicles)
        texts = self._columns.texts
        columns: dict[str, Column] = {
            "row": self._rows[rows.number],
            "rank": ranks.astype(np.int32),
            "tags": self._tags(rows.number, ranks),
            "cost_usd": usd,
            "cost_usd_per_t": usd / rows.tonnes,
            "cost_low_usd": np.einsum("ij,ij->i", totals.low, quantity) + hired.low,
            "cost_high_usd": np.einsum("ij,ij->i", totals.high, quantity) + hired.high,
            "generalised_cost_usd": usd + rows.hour_usd * rows.tonnes * hours,
            "transit_h": hours,
            **self._clock(question, rows.number, hours),
            "co2e_t": ways.co2[chosen] * rows.tonnes / KG_PER_TONNE,
            "rail_km": totals.sums[:, RAIL_KM],
            "road_km": totals.sums[:, ROAD_KM],
            "border_h": totals.sums[:, BORDER_H],
            "crossings": described.crossings(which, texts["crossings"]),
            "transshipments": described.terminals(which, texts["transshipments"]),
            "path": described.digests[which],
        }
        self._columns.add(columns, hired.vehicles)
        if self._wants_paths:
            self._paths.add(described.paths(distinct(which, len(described.digests))[0]))
        if self._wants_legs:
            self._add_legs(described, which, quantity, self._rows[rows.number], ranks)

    def _tags(self, numbers: Ints, ranks: Ints) -> Ints:
        """What is known of each route: the best of all, or an end of its front."""
        number = self._columns.texts["tags"].number
        wishes = self._engine.wishes
        first = TAGS[wishes.objective]
        tags = np.where(ranks == 1, number(first), number(""))
        if wishes.routes > 1 and len(numbers):
            last = np.append(numbers[1:] != numbers[:-1], True)
            fastest = TAGS[Objective.TIME]
            tags = np.where(last & (ranks > 1), number(fastest), tags)
            tags = np.where(last & (ranks == 1), number(f"{first}; {fastest}"), tags)
        return tags

    def _meeting_closures(
        self, question: Question, described: Described, rows: Rows, which: Ints
    ) -> Ints:
        """Which rows are on a way that is closed when they come."""
        seasons, group = self._engine.seasons, question.profile.commodity.group
        found = []
        for at in np.flatnonzero(seasons.suspects(described, which)).tolist():
            legs = described.legs(int(which[at]))
            hours = sum(leg.wait_h + leg.moving_h for leg in legs)
            depart, _ = self._times(int(rows.number[at]), hours)
            if seasons.are_met(legs, depart, group):
                found.append(at)
        return np.array(found, np.int64)

    def _times(self, number: int, hours: float) -> tuple[datetime, datetime]:
        """Departure and arrival of a row with a date: ready at once, or as late as may be."""
        cells = self.cells(number)
        there = self._zone(str(cells["destination"]))
        if cells["ready"]:
            depart = datetime.fromisoformat(str(cells["ready"]))
            return depart, (depart + timedelta(hours=hours)).astimezone(there)
        arrive = datetime.fromisoformat(str(cells["deadline"]))
        here = self._zone(str(cells["origin"]))
        return (arrive - timedelta(hours=hours)).astimezone(here), arrive

    def _zone(self, name: str) -> tzinfo:
        stop, country = self._engine.stop(name)
        if isinstance(stop, str):
            return place_zone(self._facts, stop)
        return country_zone(country)

    def moments(self, number: int, hours: float) -> tuple[str, str]:
        """Departure and arrival of a row with a date as text, to the second."""
        depart, arrive = self._times(number, hours)
        return (
            depart.replace(microsecond=0).isoformat(), arrive.replace(microsecond=0).isoformat()
        )  # fmt: skip

    def _clock(self, question: Question, numbers: Ints, hours: Floats) -> dict[str, pl.Series]:
        if not question.dated:
            nothing = pl.repeat("", len(numbers), dtype=pl.String, eager=True)
            return {"depart": nothing, "arrive": nothing}
        moments = [
            self.moments(number, hour)
            for number, hour in zip(numbers.tolist(), hours.tolist(), strict=True)
        ]
        return {
            "depart": pl.Series([depart for depart, _ in moments], dtype=pl.String),
            "arrive": pl.Series([arrive for _, arrive in moments], dtype=pl.String),
        }

    def _add_legs(
        self, described: Described, which: Ints, quantity: Floats, rows: Ints, ranks: Ints
    ) -> None:
        """The legs of routes with their money; what notes say is left to ``corridors route``."""
        for way, amounts, row, rank in zip(
            which.tolist(), quantity, rows.tolist(), ranks.tolist(), strict=True
        ):
            clock_h = 0.0
            for number, leg in enumerate(described.legs(way), 1):
                begun, clock_h = clock_h, clock_h + leg.wait_h + leg.moving_h
                name, count = described.named(leg.vehicle, leg.counted_by, amounts)
                self._legs.append({
                    "row": row, "rank": rank, "leg": number, "kind": leg.kind.value,
                    "mode": leg.mode.value, "country": leg.country, "from": leg.start,
                    "to": leg.end, "facility": leg.facility, "vehicle": name, "count": count,
                    "km": leg.km, "wait_h": leg.wait_h, "moving_h": leg.moving_h,
                    "start_h": begun, "end_h": clock_h, "start": "", "end": "",
                    "cost_usd": float(leg.usd @ amounts),
                    "co2e_kg": leg.co2 * float(amounts[TONNES]), "notes": "",
                })  # fmt: skip
