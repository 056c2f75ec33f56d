"""A question that many shipments share, and the candidates that answer it.

Shipments of one cargo under the same rules differ in their ends and tonnes only. For each
class of tonnages the routes between two ends that some tonnage may prefer are found once and
kept.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from corridors.model.shipment import Stop
from corridors.solvers.compiling import Bools, Shorts
from corridors.solvers.many import kernel
from corridors.solvers.many.arcs import Arcs
from corridors.solvers.many.ends import EndMoves, EndWays
from corridors.solvers.many.finds import Finds
from corridors.solvers.many.gateways import Gateways, Ints
from corridors.solvers.many.profile import Profile
from corridors.solvers.many.quantities import Floats
from corridors.solvers.many.search import Search
from corridors.solvers.many.sought import (
    END_BITS,
    ENDS,
    Key,
    Scope,
    Sought,
    numbers_in,
    pair_numbers,
    renumbered,
)
from corridors.solvers.many.tonnages import TonnageClass, tonnage_classes
from corridors.solvers.many.ways import Ways


class Listed(NamedTuple):
    """The candidates of some shipments: those of each from ``first`` to ``last`` of ``ways``."""

    first: Ints
    last: Ints
    ways: Shorts


class Question:
    """Candidates of one cargo under the same rules.

    Parameters
    ----------
    profile
        The prices.
    gateways
        The gateways of its network.
    key
        What its shipments share.
    scope
        Between which ends it is asked.
    finds
        What has been found before.

    Attributes
    ----------
    finds
        What has been found.
    """

    def __init__(
        self,
        profile: Profile,
        gateways: Gateways,
        key: Key,
        scope: Scope,
        finds: Finds | None = None,
    ) -> None:
        self.profile = profile
        self.key = key
        self.scope = scope
        self.finds = finds or Finds.none(profile.quantities.size)
        self._gateways = gateways
        if scope.destinations:
            self._gateways = gateways.with_ends_of(scope.destinations)
        self._arcs: Arcs | None = None
        self._ends: dict[bool, EndMoves] = {}

    @property
    def dated(self) -> bool:
        """Whether its shipments have dates, which closures are to be looked at for."""
        return self.key.shared.dated

    @property
    def ways(self) -> Ways:
        """All candidates."""
        return self.finds.ways

    @cached_property
    def allowed(self) -> frozenset[int]:
        """Variants that the rules allow."""
        mode, vehicle = self.key.shared.mode, self.key.shared.vehicle
        return frozenset(
            number
            for number, variant in enumerate(self.profile.variants)
            if mode in (None, variant.carriage.mode.value)
            and vehicle in (None, variant.carriage.id, variant.carriage.vehicle.id)
        )

    @cached_property
    def classes(self) -> tuple[TonnageClass, ...]:
        """Classes of tonnages, from the least up."""
        _ = self.profile.variants  # whose conditions part the classes
        return tonnage_classes(self.profile.quantities, self.profile.conditions.listed)

    @cached_property
    def _edges(self) -> Floats:
        return np.array([each.most_t for each in self.classes[:-1]])

    def class_of(self, tonnes: Floats) -> Ints:
        """The number of each tonnage's class."""
        return np.searchsorted(self._edges, tonnes, side="left").astype(np.int64)

    def numbered(self, stops: Sequence[Stop], *, loading: bool) -> Ints:
        """The numbers of some ends, new ones added."""
        return numbers_in(self.finds.origins if loading else self.finds.destinations, stops)

    def listed(self, tonnes: Floats, origins: Ints, destinations: Ints) -> Listed | None:
        """The candidates of some shipments; ``None`` if any are still to be found."""
        finds = self.finds
        at, known = self._looked_up(pair_numbers(self.class_of(tonnes), destinations, origins))
        if not known.all():
            return None
        first, last = finds.first[at].astype(np.int64), finds.last[at].astype(np.int64)
        return Listed(first, last, finds.listed)

    def unknown(
        self,
        tonnes: Floats,
        ends: tuple[list[Stop], Ints],
        other_ends: tuple[list[Stop], Ints],
    ) -> Sought:
        """What is to be found for some shipments.

        Parameters
        ----------
        tonnes
            Of each.
        ends, other_ends
            Origins and which of them each has; destinations alike.
        """
        (origins, start), (destinations, end) = ends, other_ends
        pairs = np.unique(pair_numbers(self.class_of(tonnes), end, start))
        known = [
            np.array([numbers.get(stop, ENDS) for stop in stops], np.int64)
            for numbers, stops in (
                (self.finds.origins, origins),
                (self.finds.destinations, destinations),
            )
        ]
        pairs = pairs[~self._looked_up(renumbered(pairs, *known))[1]]
        return Sought(self.key, self.scope, origins, destinations, pairs)

    def find(self, sought: Sought) -> None:
        """Find what is sought and not known yet."""
        numbers = (
            self.numbered(sought.origins, loading=True),
            self.numbered(sought.destinations, loading=False),
        )
        pairs = np.unique(renumbered(sought.pairs, *numbers))
        self._find(pairs[~self._looked_up(pairs)[1]])
        self.rest()

    def _looked_up(self, pairs: Ints) -> tuple[Ints, Bools]:
        """Where pairs of ends stand among those that have been looked into, and which do."""
        every = self.finds.pairs
        if not len(every):
            return np.zeros(len(pairs), np.int64), np.zeros(len(pairs), bool)
        at = np.searchsorted(every, pairs).clip(max=len(every) - 1)
        return at, every[at] == pairs

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
        stops = list(self.finds.origins if loading else self.finds.destinations)
        known = self._ends.get(loading)
        if known is None or len(known.first) != len(stops) + 1:
            known = self._ends[loading] = EndWays(self.arcs).moves(stops, loading=loading)
        return known

    # -- candidates -------------------------------------------------------------------------

    def _find(self, wanted: Ints) -> None:
        """Find the candidates of some pairs of ends (class, destination, origin), in order."""
        if not len(wanted):
            return
        finds = self.finds
        origins, destinations = self._ends_of(loading=True), self._ends_of(loading=False)
        between = self.arcs.moves
        used = np.any(
            [m.form.any(axis=0) for m in (origins.moves, between, destinations.moves)], axis=0
        )
        search = Search(between, origins, destinations, self.arcs.states)
        known = len(finds.ways)
        classes, to = wanted >> 2 * END_BITS, wanted >> END_BITS & ENDS
        start = wanted & ENDS
        spans: list[tuple[Ints, Ints]] = []
        listed = [finds.listed]
        count = len(finds.listed)
        numbers, begin = np.unique(classes, return_index=True)
        for number, low, high in zip(
            numbers.tolist(), begin, [*begin[1:], len(wanted)], strict=True
        ):
            each = self.classes[number].narrowed(used)
            first, last, chains = search.found(
                each, self._span(each), self._alive(each), start[low:high], to[low:high]
            )
            ways = finds.ways.add(chains, origins.moves, between, destinations.moves)
            listed.append(ways.astype(np.int32))
            spans.append((count + first, count + last))
            count += len(listed[-1])
        finds.listed = np.concatenate(listed)
        names = (origins.names, self.arcs.names, destinations.names)
        new = np.arange(known, len(finds.ways))
        finds.book.write(self.profile, names, finds.ways.chains.take(new))
        finds.keep(wanted, *(np.concatenate(parts) for parts in zip(*spans, strict=True)))

    def _span(self, each: TonnageClass) -> kernel.Span:
        """A class as the kernel sees it."""
        # Trucks for a drayage: the cheapest is taken, in the same time, whichever it is.
        by_co2 = self.key.objective == kernel.BY_CO2E
        choices = 0 if by_co2 else self.profile.conditions.drayage
        return kernel.Span(
            each.least_t, each.most_t, self.key.objective, *self.key.hour_usd, choices
        )

    def _alive(self, each: TonnageClass) -> Bools:
        """States of the variants that some tonnage of a class may use."""
        alive = np.zeros(len(self.profile.variants), bool)
        alive[list(self.profile.variants_for(self.allowed, each.always, each.never))] = True
        marked: Bools = alive[self.arcs.variant_of]
        return marked
