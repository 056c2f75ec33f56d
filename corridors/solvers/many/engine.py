"""Answers to frames of shipments, each equal to what `find_routes` says of it alone.

Shipments are grouped by what their questions share (`question`); each is priced over the
candidates of its pair of ends with its whole vehicles. The few that candidates cannot settle
are asked one by one: those with a clock, those whose two best ways differ by less than the
roundings of their moves, those that meet a closure.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cached_property
from typing import NamedTuple

import numpy as np
import polars as pl

from corridors.errors import RequestError
from corridors.model.shipment import Objective, Stop
from corridors.network.access import country_of
from corridors.network.barriers import own_directions
from corridors.network.network import Network
from corridors.network.tariff_rules import TariffRules
from corridors.network.terms import Terms, terms_of
from corridors.solvers.many import choice, kernel
from corridors.solvers.many.alone import Alone, spread
from corridors.solvers.many.frames import Answers
from corridors.solvers.many.gateways import Ints, accesses_of
from corridors.solvers.many.kept import Kept
from corridors.solvers.many.quantities import Floats
from corridors.solvers.many.question import Listed, Question
from corridors.solvers.many.questions import Questions
from corridors.solvers.many.rows import Rows, Wishes, hour_usd_of, stop_of
from corridors.solvers.many.seasons import Seasons
from corridors.solvers.many.sought import Key, Scope, Shared, Sought
from corridors.solvers.many.written import Writer

BY = {
    Objective.COST: kernel.BY_COST,
    Objective.TIME: kernel.BY_TIME,
    Objective.GENERALISED: kernel.BY_GENERALISED,
    Objective.CO2E: kernel.BY_CO2E,
}
FEW = 4
"""Rows of a question in a frame up to which each is asked alone: candidates would cost more."""
HOURS = 3.6e9
"""Microseconds in an hour."""


class Known(NamedTuple):
    """The question of some rows, and their candidates."""

    question: Question
    listed: Listed


class Engine:
    """Answers frames of shipments; candidates once found are kept for the next frame.

    Parameters
    ----------
    network
        The network of the facts.
    wishes
        What is asked of every shipment.
    kept
        What earlier runs and other processes have found.
    """

    def __init__(self, network: Network, wishes: Wishes, *, kept: Kept | None = None) -> None:
        self.wishes = wishes
        self.network = network
        self.questions = Questions(
            network, include_unconfirmed=wishes.include_unconfirmed, kept=kept
        )  # fmt: skip
        self.alone = Alone(
            network, wishes.objective, wishes.routes,
            include_unconfirmed=wishes.include_unconfirmed,
        )  # fmt: skip
        self._own_directions = own_directions(network.facts)
        self._stops: dict[str, tuple[Stop, str] | str] = {}
        self._ruled: dict[tuple[str, tuple[str, str], str], bool] = {}

    @cached_property
    def seasons(self) -> Seasons:
        """Seasons and closures, for rows with a date."""
        return Seasons(self.questions.gateways[True].network)

    def frame(self, asked: pl.DataFrame, *, legs: bool = False, paths: bool = True) -> "Frame":
        """A frame to be answered.

        Parameters
        ----------
        asked
            Well-formed questions: ``row``, ``origin``, ``destination``, ``cargo``, ``tonnes``,
            ``ready``, ``deadline``, ``value_usd_per_t``, ``vehicle``, ``mode``,
            ``max_cost_usd``.
        legs, paths
            Whether the legs of every route, and of every distinct path, are wanted too.
        """
        writer = Writer(self, asked, legs=legs, paths=paths)
        return Frame(self, writer, list(self._grouped(asked, writer)))

    def answer(self, asked: pl.DataFrame, *, legs: bool = False, paths: bool = True) -> Answers:
        """Answer every row of a frame; parameters as of `frame`."""
        return self.frame(asked, legs=legs, paths=paths).answers()

    def find(self, sought: Sought) -> None:
        """Find the candidates of some pairs of ends."""
        self.questions.find(sought)

    # -- grouping ---------------------------------------------------------------------------

    def _grouped(self, asked: pl.DataFrame, writer: Writer) -> Iterator[tuple[Shared | None, Rows]]:
        """Rows that share a question; those under ``None`` are asked one by one."""
        ends = [self._ends(asked[name], writer, name) for name in ("origin", "destination")]
        ready, deadline = (moments_of(asked[name]) for name in ("ready", "deadline"))
        hours = (deadline - ready).astype(np.float64) / HOURS
        day = asked["ready"].str.head(10)
        dated = asked["ready"].is_not_null() | asked["deadline"].is_not_null()
        keys = pl.DataFrame({
            "cargo": asked["cargo"], "from": ends[0][1], "to": ends[1][1],
            "mode": asked["mode"], "vehicle": asked["vehicle"], "dated": dated, "day": day,
        })  # fmt: skip
        everything = Rows(
            np.arange(asked.height), ends[0][0], ends[1][0],
            asked["tonnes"].to_numpy(),
            self._hour_usd(asked["cargo"], asked["value_usd_per_t"]),
            np.where(np.isnat(ready) | np.isnat(deadline), np.inf, hours),
            asked["max_cost_usd"].cast(pl.Float64).fill_null(np.inf).to_numpy(),
        )  # fmt: skip
        usable = (everything.origin >= 0) & (everything.destination >= 0)
        groups = keys.with_row_index("at").filter(pl.Series(usable)).group_by(
            [pl.col(name) for name in keys.columns], maintain_order=True
        ).agg("at")  # fmt: skip
        shared_rows: dict[Shared | None, list[Ints]] = {}
        for *words, at in groups.iter_rows():
            cargo, start, end, mode, vehicle, is_dated, first_day = words
            direction = f"{start}-{end}".lower()
            shared: Shared | None = Shared(
                cargo if is_dated else self._alike[cargo],
                direction if direction in self._own_directions else "",
                start if start == end else "",
                mode,
                vehicle,
                is_dated,
            )
            if is_dated and (
                self.wishes.exact_clock or self._needs_the_clock(cargo, (start, end), first_day)
            ):
                shared = None
            shared_rows.setdefault(shared, []).append(np.array(at, np.int64))
        for shared, parts in shared_rows.items():
            yield shared, everything.take(np.sort(np.concatenate(parts)))

    def _hour_usd(self, cargoes: pl.Series, values: pl.Series) -> Floats:
        """What an hour of a tonne of each row costs."""
        usd = values.cast(pl.Float64).fill_null(np.nan).to_numpy().copy()
        facts = self.network.facts
        names = cargoes.unique(maintain_order=True)
        numbers = pl.Series(range(len(names)), dtype=pl.Int64)
        which = cargoes.replace_strict(names, numbers, return_dtype=pl.Int64).to_numpy()
        for number, name in enumerate(names.to_list()):
            at = np.flatnonzero(which == number)
            usd[at] = hour_usd_of(facts, facts.commodities[name], usd[at])
        return usd

    @cached_property
    def _alike(self) -> dict[str, str]:
        """The first of the cargoes that are priced like each."""
        facts = self.network.facts
        first: dict[Terms, str] = {}
        return {
            name: first.setdefault(terms_of(facts, facts.commodities[name]), name)
            for name in sorted(facts.commodities)
        }

    def _ends(self, column: pl.Series, writer: Writer, name: str) -> tuple[Ints, pl.Series]:
        """The number of each end among the distinct ones of a column, and its country."""
        distinct = column.unique(maintain_order=True)
        known = [self._known_stop(text) for text in distinct.to_list()]
        writer.stops[name] = [stop_of(text) for text in distinct.to_list()]
        numbers = pl.Series(range(len(distinct)), dtype=pl.Int64)
        at = column.replace_strict(distinct, numbers, return_dtype=pl.Int64).to_numpy()
        bad = [number for number, stop in enumerate(known) if isinstance(stop, str)]
        if bad:
            for row in np.flatnonzero(np.isin(at, bad)).tolist():
                writer.refuse(row, name, column[row], "no-route", str(known[at[row]]))
            at = np.where(np.isin(at, bad), -1, at)
        countries = ["" if isinstance(stop, str) else stop[1] for stop in known]
        writer.countries[name] = countries
        return at, pl.Series(countries, dtype=pl.String)[np.maximum(at, 0)]

    def stop(self, text: str) -> tuple[Stop, str]:
        """The stop that a cell names, and its country."""
        known = self._known_stop(text)
        if isinstance(known, str):
            raise RequestError(known)
        return known

    def _known_stop(self, text: str) -> tuple[Stop, str] | str:
        """A stop and its country, or why it cannot be one."""
        if text not in self._stops:
            stop = stop_of(text)
            network = self.questions.gateways[False].network
            try:
                accesses_of(network, stop)
                self._stops[text] = (stop, country_of(network, stop))
            except RequestError as error:
                self._stops[text] = str(error)
        return self._stops[text]

    def _needs_the_clock(self, cargo: str, countries: tuple[str, str], day: str | None) -> bool:
        """Whether rows with a date are asked one by one: as wished, or for a dated tariff rule."""
        if self.wishes.exact_clock or day is None:
            return self.wishes.exact_clock
        key = (cargo, countries, day)
        if key not in self._ruled:
            hs = self.network.facts.commodities[cargo].hs
            rules = TariffRules(self.network.facts, date.fromisoformat(day), countries, hs, 1.0)
            self._ruled[key] = rules.are_any
        return self._ruled[key]

    @property
    def _objective(self) -> int:
        """What candidates are compared by."""
        return kernel.BY_BOTH if self.wishes.routes > 1 else BY[self.wishes.objective]

    # -- answering --------------------------------------------------------------------------

    def unknown(self, shared: Shared, rows: Rows, writer: Writer) -> Sought:
        """What is still to be found for some rows of a frame."""
        question = self._question(shared, self._objective, rows, writer)
        with question.profile.lock:
            return question.unknown(rows.tonnes, *_ends_of(rows, writer))

    def known(self, shared: Shared, rows: Rows, writer: Writer) -> Known | None:
        """The candidates of some rows of a frame; ``None`` if any are still to be found."""
        question = self._question(shared, self._objective, rows, writer)
        return _known(question, rows, writer)

    def give(self, shared: Shared, rows: Rows, known: Known | None, writer: Writer) -> None:
        """Answer some rows of a frame that share a question."""
        objective = self._objective
        known = known or self._found(shared, objective, rows, writer)
        question, priced = known.question, self._priced(known, rows)
        if objective == kernel.BY_BOTH:
            self._give_fronts(question, rows, priced, writer)
            return
        best, ended = choice.choose(priced, question.ways.weights, objective)
        good = np.flatnonzero(ended == choice.ANSWERED)
        writer.add(question, rows.take(good), priced.quantity[good], best[good])
        writer.refuse_unexplained(rows.number[ended == choice.NO_ROUTE])
        for number in rows.number[ended == choice.CLOSE].tolist():
            writer.add_alone(number, dated=False)
        tight = np.flatnonzero(ended == choice.TOO_TIGHT)
        if len(tight):
            self._answer_tight(shared, rows.take(tight), writer)

    def _answer_tight(self, shared: Shared, rows: Rows, writer: Writer) -> None:
        """Rows whose best route breaks the deadline or budget: the best of their fronts."""
        if self.wishes.objective not in (Objective.COST, Objective.TIME):
            for number in rows.number.tolist():
                writer.add_alone(number, dated=False)
            return
        known = self._found(shared, kernel.BY_BOTH, rows, writer)
        self._give_fronts(known.question, rows, self._priced(known, rows), writer)

    def _give_fronts(
        self, question: Question, some: Rows, priced: choice.Rows, writer: Writer
    ) -> None:
        """Give the routes of each row's front that keep its limits."""
        weights = question.ways.weights
        first, found, usd = choice.fronts(priced, weights)
        hours = weights.hours[found]
        at: list[int] = []
        ways: list[int] = []
        ranks: list[int] = []
        writer.refuse_unexplained(some.number[first[1:] == first[:-1]])
        for row, number in enumerate(some.number.tolist()):
            low, high = int(first[row]), int(first[row + 1])
            if low == high:
                continue
            over_h = hours[low:high] - some.most_h[row]
            over_usd = usd[low:high] - some.most_usd[row]
            if (np.abs(over_h) < kernel.SECONDS).any() or (np.abs(over_usd) < kernel.CENT).any():
                writer.add_alone(number, dated=False)
                continue
            kept = low + np.flatnonzero((over_h <= 0) & (over_usd <= 0))
            if not len(kept):
                writer.refuse_tight(
                    number, float(hours[low:high].min()), some.most_h[row],
                    float(usd[low]), some.most_usd[row],
                )  # fmt: skip
                continue
            if self.wishes.objective is Objective.TIME:
                kept = kept[::-1]
            for rank, which in enumerate(spread(len(kept), self.wishes.routes), 1):
                at.append(row)
                ways.append(int(found[kept[which]]))
                ranks.append(rank)
        rows = np.array(at, np.int64)
        writer.add(
            question, some.take(rows), priced.quantity[rows], np.array(ways, np.int64),
            np.array(ranks, np.int64),
        )  # fmt: skip

    def _priced(self, known: Known, rows: Rows) -> choice.Rows:
        """Some rows as the kernel reads them."""
        question, listed = known
        profile = question.profile
        needs = int(np.bitwise_or.reduce(question.ways.weights.needs, initial=0))
        return choice.Rows(
            listed.first,
            listed.last,
            profile.quantities.of(rows.tonnes),
            profile.conditions.held(rows.tonnes, needs),
            rows.hour_usd * rows.tonnes,
            rows.most_h,
            rows.most_usd,
            listed.ways,
        )

    def _found(self, shared: Shared, objective: int, rows: Rows, writer: Writer) -> Known:
        """The candidates of some rows, found now if nobody asked for them before."""
        question = self._question(shared, objective, rows, writer)
        known = _known(question, rows, writer)
        if known is None:
            question = self.questions.loaded_anew(question)
            with question.profile.lock:
                question.find(question.unknown(rows.tonnes, *_ends_of(rows, writer)))
            known = _known(question, rows, writer)
            assert known is not None  # all has been found
        return known

    def _question(self, shared: Shared, objective: int, rows: Rows, writer: Writer) -> Question:
        hour_usd = (0.0, 0.0)
        if objective == kernel.BY_GENERALISED:
            hour_usd = _rounded_out(float(rows.hour_usd.min()), float(rows.hour_usd.max()))
        ends = (
            writer.stops["origin"][int(rows.origin[0])],
            writer.stops["destination"][int(rows.destination[0])],
        )
        key = Key(shared, objective, hour_usd)
        return self.questions.of(key, self._scope(shared, rows, writer), ends)

    def _scope(self, shared: Shared, rows: Rows, writer: Writer) -> Scope:
        """Between which ends some rows of a frame go."""
        used = [np.unique(numbers).tolist() for numbers in (rows.origin, rows.destination)]
        starts, ends = (
            frozenset(writer.countries[name][number] for number in numbers)
            for name, numbers in zip(("origin", "destination"), used, strict=True)
        )
        stops = writer.stops["destination"]
        inside = frozenset(stops[number] for number in used[1]) if shared.domestic else frozenset()
        return Scope(starts, ends, inside)


class Frame:
    """A frame of shipments, grouped by their questions."""

    def __init__(
        self, engine: Engine, writer: Writer, groups: list[tuple[Shared | None, Rows]]
    ) -> None:
        self._engine, self._writer = engine, writer
        self._groups = groups
        self._known: dict[Shared, Known] = {}

    def sought(self) -> list[Sought]:
        """What is still to be found, question by question.

        The frame is answered the same without it, but not as quickly: what the frames of a list
        seek is better gathered (`SoughtBook`) and found once (`Engine.find`), by whomever.
        """
        found = []
        for shared, rows in self._groups:
            if shared is not None and len(rows.number) > FEW:
                known = self._engine.known(shared, rows, self._writer)
                if known is None:
                    found.append(self._engine.unknown(shared, rows, self._writer))
                else:
                    self._known[shared] = known
        return found

    def answers(self) -> Answers:
        """The answer to every row."""
        # Frames that are answered beside each other begin at different questions, so that they
        # do not wait for the same one.
        begin = self._writer.first_row % max(len(self._groups), 1)
        for shared, rows in self._groups[begin:] + self._groups[:begin]:
            if shared is None or len(rows.number) <= FEW:
                for number in rows.number.tolist():
                    self._writer.add_alone(number, dated=shared is None)
            else:
                self._engine.give(shared, rows, self._known.get(shared), self._writer)
        return self._writer.answers()


def _known(question: Question, rows: Rows, writer: Writer) -> Known | None:
    """The candidates of some rows of a frame; ``None`` if any are still to be found."""
    with question.profile.lock:
        (origins, start), (destinations, end) = _ends_of(rows, writer)
        listed = question.listed(
            rows.tonnes,
            question.numbered(origins, loading=True)[start],
            question.numbered(destinations, loading=False)[end],
        )
    return None if listed is None else Known(question, listed)


def _ends_of(rows: Rows, writer: Writer) -> Iterator[tuple[list[Stop], Ints]]:
    """The different origins of some rows and which of them each has; destinations alike."""
    for name, ends in (("origin", rows.origin), ("destination", rows.destination)):
        used, at = np.unique(ends, return_inverse=True)
        yield [writer.stops[name][number] for number in used.tolist()], at


def _rounded_out(least: float, most: float) -> tuple[float, float]:
    """Powers of two around a range, so that lists of like goods share their candidates."""
    low = 2.0 ** np.floor(np.log2(least)) if least > 0 else 0.0
    high = 2.0 ** np.ceil(np.log2(most)) if most > 0 else 0.0
    return float(low), float(high)


def moments_of(column: pl.Series) -> np.ndarray:
    """Moments (ISO 8601 with their offsets) as UTC; not a time where there is none."""
    if column.null_count() == len(column):
        return np.full(len(column), "NaT", "datetime64[us]")
    distinct = column.drop_nulls().unique()
    moments = [datetime.fromisoformat(text).astimezone(UTC) for text in distinct.to_list()]
    naive = pl.Series([moment.replace(tzinfo=None) for moment in moments], dtype=pl.Datetime("us"))
    return column.replace_strict(distinct, naive, default=None).to_numpy()
