"""What a change of the facts adds to the moves of a market, without pricing them anew.

A shorter wait costs less hire and less of the goods' time; a charge is paid by the wagon or
truck; a road barrier of a country acts by the kilometre. So what removing a barrier does to a
move follows from two sets of waits, charges and barriers. What is closed has no end of hours;
a haul over a closed line goes by the next best way of the same network without the line.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from corridors.model.scenario import Scenario
from corridors.model.shipment import Mode
from corridors.network.barriers import Barriers, meets
from corridors.network.haulage import rest_hours, rest_rules
from corridors.network.hauls import Way
from corridors.network.network import Network, Transfer
from corridors.network.passages import Passage
from corridors.network.scenarios import with_scenario
from corridors.solvers.many.gateways import Ints, WayTable
from corridors.solvers.many.profile import Variant
from corridors.solvers.many.quantities import Floats
from corridors.studies.market import BETWEEN, Case, Market, Shift, Shifts, way_of
from network_data import Facts
from network_data.records import Barrier

Key = tuple[str, str]
"""A passage: its crossing and the place that it starts from."""
Amounts = tuple[float, float]
"""Hours, and dollars by the vehicle."""
NOTHING: Amounts = (0.0, 0.0)


class Reform(NamedTuple):
    """Facts with other waits, charges and barriers than those of a network.

    Attributes
    ----------
    name
        Of the barrier, or of several.
    facts
        As they would be.
    passages
        Hours and dollars by the vehicle that waits and charges of passages change by.
    now
        What those waits and charges are at present.
    crossings
        Crossings at which other barriers are added.
    """

    name: str
    facts: Facts
    passages: dict[Key, Amounts]
    now: dict[Key, Amounts]
    crossings: frozenset[str]

    def scaled(self, factor: float) -> "Reform":
        """The same with waits and charges changed by more or less; none falls below 0."""
        passages = {
            key: (max(h * factor, -self.now[key][0]), max(u * factor, -self.now[key][1]))
            for key, (h, u) in self.passages.items()
        }
        return self._replace(passages=passages)


def without(network: Network, barriers: Iterable[str], factor: float = 0.0) -> Reform:
    """A network's facts without some barriers, or with them scaled."""
    ids = tuple(barriers)
    scenario = Scenario("reform").scale(*ids, factor=factor)
    return reform_to(network, " + ".join(ids), with_scenario(network.facts, scenario))


def reform_to(network: Network, name: str, facts: Facts) -> Reform:
    """What differs at the passages of a network under other facts."""
    other = Network(
        facts, avoid=network.avoid, include_unconfirmed=network.include_unconfirmed,
        include_seasonal=network.include_seasonal,
    )  # fmt: skip
    before, after = _border_terms(network), _border_terms(other)
    passages = {
        key: (after[key][0] - amounts[0], after[key][1] - amounts[1])
        for key, amounts in before.items()
        if after[key] != amounts
    }
    changed = {
        crossing
        for id in {**network.facts.barriers, **facts.barriers}
        if (one := network.facts.barriers.get(id)) != (two := facts.barriers.get(id))
        for row in (one, two)
        if row is not None
        for crossing in row.crossing_ids
    }
    now = {key: before[key] for key in passages}
    return Reform(name, facts, passages, now, frozenset(changed))


def _border_terms(network: Network) -> dict[Key, Amounts]:
    """Mean wait and charge by the vehicle of every passage, as far as they are known."""
    found = {}
    for passages in network.passages.values():
        for passage in passages:
            hours, usd = passage.wait_h, passage.usd
            if hours is None:
                hours = sum(mean.wait_h or 0.0 for mean in passage.means)
            if usd is None:
                usd = sum(mean.cost_usd or 0.0 for mean in passage.means)
            found[passage.id, passage.start] = (hours, usd)
    return found


class Crossings(NamedTuple):
    """Moves through passages by one variant: the moves, and the passage of each."""

    variant: Variant
    passages: tuple[Passage, ...]
    rows: Ints
    detail: Ints


class Hauls(NamedTuple):
    """Hauls of one side by one variant: moves, kilometres, countries by number."""

    side: int
    number: int
    variant: Variant
    rows: Ints
    km: Floats
    country: Ints


class Effects:
    """What changes do to the moves of a market.

    Parameters
    ----------
    market
        The market.
    cases
        Cases with fewer moves, if no others matter.
    """

    def __init__(self, market: Market, cases: Sequence[Case] | None = None) -> None:
        self.market = market
        self._only: tuple[Ints, ...] | None = None
        if cases is not None:
            self._only = tuple(
                np.unique(np.concatenate([np.empty(0, np.int64), *(c.rows[side] for c in cases)]))
                for side in range(3)
            )
        facts = market.facts
        self._size = market.profile.quantities.size
        self._direction = "-".join(market.countries).lower()
        self._countries = sorted({place.country for place in facts.places.values()})
        self._now = Barriers(facts, market.commodity, self._direction)

    # -- barriers ---------------------------------------------------------------------------

    def of_reform(self, reform: Reform) -> Shifts | None:
        """What other waits, charges and barriers add; ``None`` if nothing."""
        then = Barriers(reform.facts, self.market.commodity, self._direction)
        parts: list[list[tuple[Ints, Floats, Floats]]] = [[], [], []]
        for crossings in self.crossings:
            hours, usd = self._at_passages(crossings, reform, then)
            met = np.flatnonzero((hours[crossings.detail] != 0) | (usd[crossings.detail] != 0))
            if len(met):
                h, u = hours[crossings.detail[met]], usd[crossings.detail[met]]
                form = self._form(crossings.variant, h, u, crossings.variant.carriage.wagons)
                parts[BETWEEN].append((crossings.rows[met], form, h))
        per_km = [self._per_km(country, then) for country in self._countries]
        if any(amounts != NOTHING for amounts in per_km):
            h_per_km = np.array([hours for hours, _ in per_km])
            usd_per_km = np.array([usd for _, usd in per_km])
            for hauls in self.road_hauls:
                h, u = hauls.km * h_per_km[hauls.country], hauls.km * usd_per_km[hauls.country]
                met = np.flatnonzero((h != 0) | (u != 0))
                if len(met):
                    form = self._form(hauls.variant, h[met], u[met], hauls.variant.carriage.count)
                    parts[hauls.side].append((hauls.rows[met], form, h[met]))
        if not any(parts):
            return None
        return self._shift(parts[0]), self._shift(parts[1]), self._shift(parts[2])

    def _at_passages(
        self, crossings: Crossings, reform: Reform, then: Barriers
    ) -> tuple[Floats, Floats]:
        registration = crossings.variant.carriage.registration
        hours, usd = np.zeros((2, len(crossings.passages)))
        for number in np.unique(crossings.detail).tolist():
            passage = crossings.passages[number]
            if passage.id not in reform.crossings:
                hours[number], usd[number] = reform.passages.get(
                    (passage.id, passage.start), NOTHING
                )
                continue
            h, u = reform.passages.get((passage.id, passage.start), NOTHING)
            more, less = (
                _met(barriers.at(passage), registration) for barriers in (then, self._now)
            )
            hours[number], usd[number] = h + more[0] - less[0], u + more[1] - less[1]
        return hours, usd

    def _per_km(self, country: str, then: Barriers) -> Amounts:
        """Hours and dollars by the truck that a kilometre of road in a country changes by."""
        (h, u), (now_h, now_u) = (
            _met(barriers.in_country(country), "") for barriers in (then, self._now)
        )
        share, now_share = then.share(1.0), self._now.share(1.0)
        return share * h - now_share * now_h, share * u - now_share * now_u

    def _form(self, variant: Variant, hours: Floats, usd: Floats, vehicles: object) -> Floats:
        """Dollars of hours (hire) and of charges by the vehicle, as forms."""
        hire = np.asarray(variant.book.tariffs.hire_usd_per_h(variant.carriage), np.float64)
        hire = hire + np.zeros(self._size)  # a vehicle without a hire has a plain 0
        return hours[:, None] * hire + usd[:, None] * np.asarray(vehicles, np.float64)

    def _shift(self, parts: list[tuple[Ints, Floats, Floats]]) -> Shift:
        if not parts:
            return Shift(np.empty(0, np.int64), np.empty((0, self._size)), np.empty(0))
        rows = np.concatenate([part[0] for part in parts])
        order = np.argsort(rows, kind="stable")
        return Shift(
            rows[order],
            np.concatenate([part[1] for part in parts])[order],
            np.concatenate([part[2] for part in parts])[order],
        )

    def _rows(self, side: int, block: int) -> Ints:
        """The moves of a block that matter."""
        of = self.market.sides[side].moves.block
        if self._only is None:
            return np.flatnonzero(of == block)
        some = self._only[side]
        rows: Ints = some[of[some] == block]
        return rows

    @cached_property
    def crossings(self) -> list[Crossings]:
        """Moves through passages, by variant."""
        moves, blocks, _ = self.market.sides[BETWEEN]
        found = []
        for number, block in enumerate(blocks):
            if not block.details or not isinstance(block.details[0], Passage):
                continue
            rows = self._rows(BETWEEN, number)
            if not len(rows):
                continue
            passages = tuple(p for p in block.details if isinstance(p, Passage))
            variant = self.market.variants[block.variant]
            found.append(Crossings(variant, passages, rows, moves.detail[rows]))
        return found

    @cached_property
    def road_hauls(self) -> list[Hauls]:
        """Hauls by road, by side and variant."""
        return [hauls for hauls in self._hauls if hauls.variant.carriage.mode is Mode.ROAD]

    @cached_property
    def _hauls(self) -> list[Hauls]:
        """Hauls of every mode; tables of ways that blocks share are looked through once."""
        places = self.market.facts.places
        numbers = {country: number for number, country in enumerate(self._countries)}
        known: dict[int, tuple[Floats, Ints]] = {}
        found = []
        for side, (moves, blocks, _) in enumerate(self.market.sides):
            for number, block in enumerate(blocks):
                if not block.details or way_of(block.details[0]) is None:
                    continue
                rows = self._rows(side, number)
                if not len(rows):
                    continue
                if id(block.details) not in known:
                    ways = [way_of(detail) for detail in block.details]
                    known[id(block.details)] = (
                        np.array([way[1].km if way else 0.0 for way in ways]),
                        np.array([numbers[places[w[0]].country] if w else 0 for w in ways]),
                    )
                km, country = known[id(block.details)]
                detail = moves.detail[rows]
                variant = self.market.variants[block.variant]
                found.append(Hauls(side, block.variant, variant, rows, km[detail], country[detail]))
        return found

    # -- closures ---------------------------------------------------------------------------

    def of_closed(self, ids: frozenset[str]) -> Shifts | None:
        """What closing crossings and terminals does; ``None`` if nothing."""
        rows = sorted({row for id in ids for row in self._through.get(id, ())})
        if not rows:
            return None
        zero = np.zeros((len(rows), self._size))
        closed = [(np.array(rows, np.int64), zero, np.full(len(rows), np.inf))]
        return self._shift([]), self._shift(closed), self._shift([])

    @cached_property
    def _through(self) -> dict[str, list[int]]:
        """Moves through each crossing and terminal."""
        moves, blocks, _ = self.market.sides[BETWEEN]
        found: dict[str, list[int]] = {}
        for number, block in enumerate(blocks):
            if not block.details or not _facility(block.details[0]):
                continue
            rows = self._rows(BETWEEN, number)
            for row, detail in zip(rows.tolist(), moves.detail[rows].tolist(), strict=True):
                found.setdefault(_facility(block.details[detail]), []).append(row)
        return found

    def of_lines(self, links: frozenset[str], mode: Mode, other: Network) -> Shifts | None:
        """What closing links of a mode does, ``other`` being the network without them."""
        parts: list[list[tuple[Ints, Floats, Floats]]] = [[], [], []]
        for hauls in self._hauls:
            if hauls.variant.carriage.mode is not mode:
                continue
            rows = [row for link in sorted(links) for row in self._over(hauls, link)]
            if rows:
                self._replace(hauls, sorted(set(rows)), other, parts)
        if not any(parts):
            return None
        return self._shift(parts[0]), self._shift(parts[1]), self._shift(parts[2])

    def _over(self, hauls: Hauls, link: str) -> list[int]:
        """The moves of some hauls that lead over a link."""
        details = self._details_over[hauls.side]
        moves = self.market.sides[hauls.side].moves
        found: list[int] = []
        block = int(moves.block[hauls.rows[0]]) if len(hauls.rows) else -1
        over = details.get(block, {}).get(link)
        if over is not None:
            found = hauls.rows[np.isin(moves.detail[hauls.rows], over)].tolist()
        return found

    @cached_property
    def _details_over(self) -> tuple[dict[int, dict[str, Ints]], ...]:
        """Of each side and block, the details that lead over a link."""
        known: dict[int, dict[str, Ints]] = {}
        found = []
        for _, blocks, _ in self.market.sides:
            of_side: dict[int, dict[str, Ints]] = {}
            for number, block in enumerate(blocks):
                if not block.details or way_of(block.details[0]) is None:
                    continue
                if id(block.details) not in known:
                    by_link: dict[str, list[int]] = {}
                    for at, detail in enumerate(block.details):
                        way = way_of(detail)
                        for link in way[1].links() if way else ():
                            by_link.setdefault(link, []).append(at)
                    known[id(block.details)] = {
                        link: np.array(some, np.int64) for link, some in by_link.items()
                    }
                of_side[number] = known[id(block.details)]
            found.append(of_side)
        return tuple(found)

    def _replace(
        self, hauls: Hauls, rows: list[int], other: Network,
        parts: list[list[tuple[Ints, Floats, Floats]]],
    ) -> None:  # fmt: skip
        """Put other ways in the place of some hauls; a move may have several to choose from."""
        at: list[int] = []
        old: list[tuple[str, str, Way]] = []
        new: list[tuple[str, str, Way]] = []
        shut: list[int] = []
        mode = hauls.variant.carriage.mode
        for row in rows:
            _, detail = self.market.block_of(hauls.side, row)
            found = way_of(detail)
            assert found is not None  # it leads over a link
            start, way = found
            assert way.chain is not None
            end = way.chain.place
            ways = other.ways(start, mode).get(end, ())
            for each in ways:
                at.append(row)
                old.append((start, end, way))
                new.append((start, end, each))
            if not ways:
                shut.append(row)
        if shut:
            zero = np.zeros((len(shut), self._size))
            parts[hauls.side].append((np.array(shut, np.int64), zero, np.full(len(shut), np.inf)))
        if at:
            before, after = (
                self.market.profile.hauls(self._table(mode, ways))(hauls.number)
                for ways in (old, new)
            )
            parts[hauls.side].append(
                (np.array(at, np.int64), after.form - before.form, after.hours - before.hours)
            )

    def _table(self, mode: Mode, ways: list[tuple[str, str, Way]]) -> WayTable:
        """Ways as a table that can be priced."""
        gateways, places = self.market.gateways, self.market.facts.places
        numbers = {area: number for number, area in enumerate(gateways.areas)}
        area = [numbers[places[start].country, places[start].tariff_region] for start, _, _ in ways]
        rests = rest_rules(self.market.facts, 1)
        hours = [
            way.driving_h + rest_hours(way.driving_h, **rests) if mode is Mode.ROAD
            else way.driving_h
            for _, _, way in ways
        ]  # fmt: skip
        none = np.zeros(len(ways), np.int64)
        return WayTable(
            none, none, np.array(area, np.int64), np.array([way.km for _, _, way in ways]),
            np.array(hours), np.array([way.toll_usd for _, _, way in ways]), ways,
        )  # fmt: skip


def _met(barriers: Iterable[Barrier], registration: str) -> Amounts:
    """Hours and dollars of barriers that trucks of a registration meet."""
    hours = usd = 0.0
    for barrier in barriers:
        if meets(barrier, registration):
            hours += barrier.extra_h or 0.0
            usd += barrier.extra_usd or 0.0
    return hours, usd


def _facility(detail: object) -> str:
    """The crossing or terminal of a move; empty for others."""
    if isinstance(detail, Passage):
        return detail.id
    return detail.terminal.id if isinstance(detail, Transfer) else ""


def removable(facts: Facts) -> Iterator[Barrier]:
    """Barriers that cost hours or dollars now and that a reform could remove, by id."""
    for _, barrier in sorted(facts.barriers.items()):
        part = barrier.use == "base" or (barrier.use == "now" and barrier.add)
        if part and (barrier.extra_h or barrier.extra_usd):
            yield barrier
