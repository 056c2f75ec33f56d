"""A question that many shipments share, and the candidates that answer it.

Shipments of one cargo under the same rules differ in their ends and tonnes only. For each
class of tonnages the routes between two ends that some tonnage may prefer are found once and
kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from corridors.model.shipment import Mode, Stop
from corridors.solvers.compiling import Bools
from corridors.solvers.many import kernel
from corridors.solvers.many.arcs import Arcs, states_first
from corridors.solvers.many.ends import EndMoves, EndWays
from corridors.solvers.many.gateways import Gateways, Ints
from corridors.solvers.many.legs import LegBook
from corridors.solvers.many.profile import Profile
from corridors.solvers.many.quantities import Floats
from corridors.solvers.many.search import Search
from corridors.solvers.many.tonnages import TonnageClass, tonnage_classes
from corridors.solvers.many.ways import Shorts, Ways

END_BITS = 24
"""Bits of the number of an end; a class, a destination and an origin are one number."""
ENDS = (1 << END_BITS) - 1
MOST_NOTED = 1_000_000
"""Pairs of ends that are noted before those are dropped that stand there more than once."""


class Listed(NamedTuple):
    """The candidates of some shipments: those of each from ``first`` to ``last`` of ``ways``."""

    first: Ints
    last: Ints
    ways: Ints


@dataclass(frozen=True, slots=True)
class Scope:
    """Between which ends a question's shipments go.

    Attributes
    ----------
    starts, ends
        Countries where they begin and end.
    destinations
        Stops where those of one country end. Their places are added to the gateways, so that
        a haul from an origin may end there without a gateway between.
    """

    starts: frozenset[str]
    ends: frozenset[str]
    destinations: frozenset[Stop] = frozenset()

    def __le__(self, other: "Scope") -> bool:
        return (
            self.starts <= other.starts
            and self.ends <= other.ends
            and self.destinations <= other.destinations
        )

    def __or__(self, other: "Scope") -> "Scope":
        return Scope(
            self.starts | other.starts,
            self.ends | other.ends,
            self.destinations | other.destinations,
        )


class Question:
    """Candidates of one cargo under the same rules.

    Parameters
    ----------
    profile
        The prices.
    gateways
        The gateways of its network.
    scope
        Between which ends it is asked.
    modes
        Modes allowed.
    vehicles
        Vehicles allowed, types or with their registration; empty allows all.
    objective
        ``kernel.BY_...``.
    hour_usd
        Least and most dollars that an hour of a tonne of the goods costs.
    dated
        Whether its shipments have dates, which closures are to be looked at for.

    Attributes
    ----------
    ways
        All that has been found.
    book
        The legs that they are made of.
    rows_noted
        Shipments that are noted, and not looked into yet.
    """

    def __init__(
        self,
        profile: Profile,
        gateways: Gateways,
        scope: Scope,
        *,
        modes: frozenset[Mode],
        vehicles: frozenset[str],
        objective: int,
        hour_usd: tuple[float, float] = (0.0, 0.0),
        dated: bool = False,
    ) -> None:
        self.profile = profile
        self.scope = scope
        self.dated = dated
        self.objective = objective
        self.hour_usd = hour_usd
        self.ways = Ways(profile.quantities.size)
        self.book = LegBook(profile.quantities.size)
        self._origins: dict[Stop, int] = {}
        self._destinations: dict[Stop, int] = {}
        self._gateways = gateways
        if scope.destinations:
            self._gateways = gateways.with_ends_of(scope.destinations)
        self._modes = modes
        self._vehicles = vehicles
        self._listed: Ints = np.empty(0, np.int64)
        self._noted: list[Ints] = []
        self.rows_noted = 0
        self._pairs: Ints = np.empty(0, np.int64)
        self._first: Shorts = np.empty(0, np.int32)
        self._last: Shorts = self._first
        self._arcs: Arcs | None = None
        self._ends: dict[bool, EndMoves] = {}

    @cached_property
    def allowed(self) -> frozenset[int]:
        """Variants that the rules allow."""
        return frozenset(
            number
            for number, variant in enumerate(self.profile.variants)
            if variant.carriage.mode in self._modes
            and (
                not self._vehicles
                or self._vehicles & {variant.carriage.id, variant.carriage.vehicle.id}
            )
        )

    @cached_property
    def classes(self) -> tuple[TonnageClass, ...]:
        """Classes of tonnages, from the least up."""
        _ = self.profile.variants  # whose conditions part the classes
        return tonnage_classes(self.profile.quantities, self.profile.conditions.listed)

    def class_of(self, tonnes: Floats) -> Ints:
        """The number of each tonnage's class."""
        edges = np.array([each.most_t for each in self.classes[:-1]])
        return np.searchsorted(edges, tonnes, side="left").astype(np.int64)

    def widened(self, scope: Scope) -> "Question":
        """The same question between more ends, and nothing found yet: moves are others."""
        wider = Question(
            self.profile, self.profile.gateways, self.scope | scope, modes=self._modes,
            vehicles=self._vehicles, objective=self.objective, hour_usd=self.hour_usd,
            dated=self.dated,
        )  # fmt: skip
        wider._origins, wider._destinations = self._origins, self._destinations
        wider._noted, wider.rows_noted = self._noted, self.rows_noted
        return wider

    def numbered(self, stops: Sequence[Stop], *, loading: bool) -> Ints:
        """The numbers of some ends, new ones added."""
        known = self._origins if loading else self._destinations
        return np.array([known.setdefault(stop, len(known)) for stop in stops], np.int64)

    def listed(self, tonnes: Floats, origins: Ints, destinations: Ints) -> Listed:
        """The candidates of some shipments, found now if nobody asked for them before."""
        pairs = self._pairs_of(tonnes, origins, destinations)
        wanted = np.unique(pairs[~self._known(pairs)])
        if len(wanted):
            self._find(wanted)
        at = np.searchsorted(self._pairs, pairs)
        first, last = self._first[at].astype(np.int64), self._last[at].astype(np.int64)
        return Listed(first, last, self._listed)

    def note(self, tonnes: Floats, origins: Ints, destinations: Ints) -> None:
        """Note some shipments whose candidates `find_noted` is to find."""
        self.rows_noted += len(tonnes)
        self._noted.append(np.unique(self._pairs_of(tonnes, origins, destinations)))
        if sum(map(len, self._noted)) > max(MOST_NOTED, 2 * len(self._noted[0])):
            self._noted = [np.unique(np.concatenate(self._noted))]

    def find_noted(self) -> None:
        """Find the candidates of all that has been noted."""
        pairs = np.unique(np.concatenate(self._noted))
        wanted = pairs[~self._known(pairs)]
        if len(wanted):
            self._find(wanted)
        self.rows_noted = 0
        self._noted.clear()

    def _pairs_of(self, tonnes: Floats, origins: Ints, destinations: Ints) -> Ints:
        """The number of the class and ends of each shipment."""
        classes = self.class_of(tonnes)
        return (classes << 2 * END_BITS) | (destinations << END_BITS) | origins

    def _known(self, pairs: Ints) -> Bools:
        """Which pairs of ends have been looked into."""
        if not len(self._pairs):
            return np.zeros(len(pairs), bool)
        at = np.searchsorted(self._pairs, pairs).clip(max=len(self._pairs) - 1)
        found: Bools = self._pairs[at] == pairs
        return found

    def rest(self) -> None:
        """Forget what moves weigh; it is worked out anew if need be."""
        self._arcs = None
        self._ends.clear()
        self.profile.rest()

    # -- moves ------------------------------------------------------------------------------

    @property
    def arcs(self) -> Arcs:
        """Moves between gateways by every vehicle allowed."""
        if self._arcs is None:
            self._arcs = Arcs(
                self.profile, self._gateways, tuple(sorted(self.allowed)),
                self.scope.starts, self.scope.ends,
            )  # fmt: skip
        return self._arcs

    def _ends_of(self, *, loading: bool) -> EndMoves:
        """The ways of all known origins or destinations."""
        stops = list(self._origins if loading else self._destinations)
        known = self._ends.get(loading)
        if known is None or len(known.first) != len(stops) + 1:
            known = self._ends[loading] = EndWays(self.arcs).moves(stops, loading=loading)
        return known

    # -- candidates -------------------------------------------------------------------------

    def _find(self, wanted: Ints) -> None:
        """Find the candidates of some pairs of ends (class, destination, origin), in order."""
        origins, destinations = self._ends_of(loading=True), self._ends_of(loading=False)
        between = self.arcs.moves
        used = np.any(
            [m.form.any(axis=0) for m in (origins.moves, between, destinations.moves)], axis=0
        )
        order = _order(self.arcs, destinations)
        known = len(self.ways)
        classes, to = wanted >> 2 * END_BITS, wanted >> END_BITS & ENDS
        start = wanted & ENDS
        spans: list[tuple[Ints, Ints]] = []
        numbers, begin = np.unique(classes, return_index=True)
        for number, low, high in zip(
            numbers.tolist(), begin, [*begin[1:], len(wanted)], strict=True
        ):
            each = self.classes[number].narrowed(used)
            search = self._search(each, origins, destinations, order)
            first, last, chains = search.found(start[low:high], to[low:high])
            ways = self.ways.add(chains, origins.moves, between, destinations.moves)
            spans.append((len(self._listed) + first, len(self._listed) + last))
            self._listed = np.concatenate([self._listed, ways])
        self._keep(wanted, *(np.concatenate(parts) for parts in zip(*spans, strict=True)))
        names = (origins.names, self.arcs.names, destinations.names)
        self.book.write(self.profile, names, self.ways.chains.take(np.arange(known, len(self.ways))))

    def _keep(self, pairs: Ints, first: Ints, last: Ints) -> None:
        """Keep where the ways of some pairs stand in the list."""
        every = np.concatenate([self._pairs, pairs])
        order = np.argsort(every, kind="stable")
        self._pairs = every[order]
        self._first = np.concatenate([self._first, first.astype(np.int32)])[order]
        self._last = np.concatenate([self._last, last.astype(np.int32)])[order]

    def _search(
        self, each: TonnageClass, origins: EndMoves, destinations: EndMoves, order: Ints
    ) -> Search:
        profile, arcs = self.profile, self.arcs
        # Trucks for a drayage: the cheapest is taken, in the same time, whichever it is.
        choices = 0 if self.objective == kernel.BY_CO2E else profile.conditions.drayage
        span = kernel.Span(each.least_t, each.most_t, self.objective, *self.hour_usd, choices)
        alive = np.zeros(len(profile.variants), bool)
        alive[list(profile.variants_for(self.allowed, each.always, each.never))] = True
        return Search(
            arcs.moves, origins, destinations, order, each, span,
            alive[arcs.variant_of],
        )  # fmt: skip


def _order(arcs: Arcs, destinations: EndMoves) -> Ints:
    """The states of some arcs in the order of their hours to the nearest destination."""
    moves = arcs.moves
    seeds = np.full(arcs.states, np.inf)
    np.minimum.at(seeds, destinations.moves.head, destinations.moves.hours)
    return kernel.settled(
        states_first(moves.head, arcs.states), np.arange(len(moves)), moves.tail, moves.hours, seeds
    )
