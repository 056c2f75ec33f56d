"""The closure desk: what a day without each crossing, terminal and line costs (n-1).

Closing never gains. Only shipments whose way uses what closes are asked anew, first over the
moves of ways that are not half as dear again as today's; a way found there is the best of
all, since closing makes no way cheaper.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import polars as pl

from corridors.model.route import LegKind
from corridors.model.shipment import Mode
from corridors.network.network import Network
from corridors.studies.basis import Basis
from corridors.studies.changes import Effects
from corridors.studies.flows import flow_frame, undelivered_frame
from corridors.studies.lines import Line, lines_of
from corridors.studies.market import Found, Market, Shifts
from corridors.studies.measure import SAME, measure
from corridors.studies.result import Study
from corridors.studies.ways import Way, Ways

DAYS: Final = 365.0
NEAR: Final = 1.5
"""How much dearer than today's way another is looked for at first."""
MOST_NEW: Final = 3
"""Crossings that are named as the new way."""
SCHEMA = {
    "rank": pl.Int32, "kind": pl.String, "id": pl.String, "name": pl.String, "mode": pl.String,
    "links": pl.String, "tonnes_affected": pl.Float64, "cost_usd_per_day": pl.Float64,
    "rerouted_t_per_day": pl.Float64, "undeliverable_t_per_day": pl.Float64,
    "new_crossings": pl.String, "single_point": pl.Boolean,
}  # fmt: skip


class Closure(NamedTuple):
    """Something that may close: a crossing, a terminal, or links of a line."""

    kind: str
    id: str
    name: str
    mode: str
    links: frozenset[str] = frozenset()


class Tally:
    """What the shipments of a year that use a thing do without it."""

    def __init__(self) -> None:
        self.affected_t = self.cost_usd = self.rerouted_t = self.lost_t = 0.0
        self.new: dict[str, float] = {}


def study_closures(basis: Basis, *, top: int | None = None) -> Study:
    """What closing each crossing, terminal, tunnel, pass and line costs a day.

    Parameters
    ----------
    basis
        The demand on the facts.
    top
        How many are listed; ``None`` lists all, also those that nothing uses.

    Returns
    -------
    Study
        Tables ``closures``, ``flows``, ``undelivered``.
    """
    network, shipments = basis.network, basis.shipments
    things = closures_of(network, lines_of(network, shipments))
    desk = _Desk(network, things)
    measured = measure(network, shipments, basis.objective, each=desk.market)
    tables = {
        "closures": _table(desk.tallies, things)[:top],
        "flows": flow_frame(basis.facts, shipments, measured.ways),
        "undelivered": undelivered_frame(shipments, measured.ways, measured.reasons),
    }
    return Study("closures", tables, basis.about(), basis.facts.scenarios)


def closures_of(network: Network, lines: Sequence[Line]) -> dict[str, Closure]:
    """What may close, by id."""
    facts = network.facts
    used = {passage.id for passages in network.passages.values() for passage in passages}
    found = [
        Closure("crossing", id, f"{facts.crossings[id].name_a} - {facts.crossings[id].name_b}",
                facts.crossings[id].mode)
        for id in sorted(used)
    ]  # fmt: skip
    terminals = {t.terminal.id for transfers in network.transfers.values() for t in transfers}
    found += [
        Closure("terminal", id, facts.places[facts.terminals[id].place].name_en, "")
        for id in sorted(terminals)
    ]
    found += [Closure(line.kind, line.id, line.name, line.mode, line.links) for line in lines]
    return {each.id: each for each in found}


class _Desk:
    """Closes whatever the shipments of a market use, one thing after another."""

    def __init__(self, network: Network, things: dict[str, Closure]) -> None:
        self.network = network
        self.things = things
        self.tallies = {id: Tally() for id in things}
        self._line_of = {link: each.id for each in things.values() for link in each.links}
        self._without: dict[str, Network] = {}

    def market(self, market: Market, base: dict[int, Found], ways: dict[int, Way]) -> None:
        """Close what the ways of a market use."""
        users: dict[str, list[int]] = {}
        for number, way in ways.items():
            for id in self._used(way):
                users.setdefault(id, []).append(number)
        limits = {number: NEAR * base[number].usd for number in ways}
        cases = market.near(None, limits)
        near, every = Effects(market, cases), Effects(market)
        writer = Ways(market)
        for id, numbers in sorted(users.items()):
            shifts = self._shifts(near, id)
            found = market.solve(shifts, frozenset(numbers), cases)
            far = frozenset(n for n in numbers if found[n].usd > limits[n])
            if far:
                found |= market.solve(self._shifts(every, id), far)
            for number in numbers:
                self._count(id, market, number, base[number], found[number], writer)

    def _used(self, way: Way) -> set[str]:
        used = set()
        for leg in way.legs:
            if leg.kind in (LegKind.CROSSING, LegKind.TRANSSHIPMENT):
                used.add(leg.facility)
            used |= {self._line_of[link] for link in leg.links}
        return used

    def _shifts(self, effects: Effects, id: str) -> Shifts | None:
        thing = self.things[id]
        if not thing.links:
            return effects.of_closed(frozenset({id}))
        if id not in self._without:
            self._without[id] = Network(
                self.network.facts, avoid=self.network.avoid | thing.links,
                include_unconfirmed=self.network.include_unconfirmed,
                include_seasonal=self.network.include_seasonal,
            )  # fmt: skip
        return effects.of_lines(thing.links, Mode(thing.mode), self._without[id])

    def _count(
        self, id: str, market: Market, number: int, now: Found, then: Found, writer: Ways
    ) -> None:
        tally, shipment = self.tallies[id], market.shipments[number]
        tonnes = shipment.tonnes_per_year
        tally.affected_t += tonnes
        if not then.moves:
            tally.lost_t += tonnes
            return
        more = then.usd - now.usd
        tally.cost_usd += (more if abs(more) > SAME else 0.0) * shipment.number
        tally.rerouted_t += tonnes
        for crossing in set(writer.crossings(then)) - set(writer.crossings(now)):
            tally.new[crossing] = tally.new.get(crossing, 0.0) + tonnes


def _table(tallies: dict[str, Tally], things: dict[str, Closure]) -> pl.DataFrame:
    """The table ``closures``: what loses most freight first, then what costs most."""
    order = sorted(
        tallies, key=lambda id: (-tallies[id].lost_t, -tallies[id].cost_usd, things[id].kind, id)
    )
    rows = []
    for rank, id in enumerate(order, 1):
        tally, thing = tallies[id], things[id]
        new = sorted(tally.new.items(), key=lambda item: (-item[1], item[0]))[:MOST_NEW]
        rows.append((
            rank, thing.kind, id, thing.name, thing.mode, "; ".join(sorted(thing.links)),
            tally.affected_t, tally.cost_usd / DAYS, tally.rerouted_t / DAYS,
            tally.lost_t / DAYS, "; ".join(name for name, _ in new), tally.lost_t > 0,
        ))  # fmt: skip
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")
