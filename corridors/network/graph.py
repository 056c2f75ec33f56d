"""The graph of one shipment: states joined by priced moves, built where a search looks.

A state is ``(place, carriage, came, passed)``: where the cargo is, on which carriage (an
index), how it came there, and which of the vias have been passed (bits). After a haul no
other haul may begin, since a haul is priced once, as a whole; after handling the cargo is
not handled again where it stands; after a border hop, whose other post `came` names, the
same hop is not taken back. ``START`` and ``END``
are states of their own. Moves carry integers (`corridors.units`), so every solver adds
up the same numbers.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import permutations
from typing import NamedTuple

from corridors.model.route import LegKind
from corridors.model.shipment import Constraints, Mode, Shipment
from corridors.network import limits
from corridors.network.access import Access, access_of
from corridors.network.carriage import Carriage
from corridors.network.haulage import HaulRate
from corridors.network.hauls import Way, prune_ways
from corridors.network.items import Step
from corridors.network.limits import Overweight
from corridors.network.network import Network, Transfer
from corridors.network.passages import Passage
from corridors.network.pricing import PriceBook
from corridors.units import co2_units, hour_units, usd_units

State = tuple[str, int, str, int]
AFTER_HAUL = "haul"
AFTER_HANDLING = ""
START: State = ("", -1, AFTER_HANDLING, 0)
END: State = ("", -2, AFTER_HAUL, 0)


class Move(NamedTuple):
    """A priced step between two states.

    Attributes
    ----------
    head
        The state it leads to.
    usd, hours, co2
        Solver units.
    transshipments
        1 for a transshipment, else 0.
    kind, carriage, detail
        What it is, on which carriage (index; the later one of a transshipment), and the
        access, way, passage or transfer.
    facility
        Id of the crossing or terminal, else empty.
    timing
        The hours in parts, each with whose opening hours it keeps to (or ``None``); empty
        where no part keeps any.
    """

    head: State
    usd: int
    hours: int
    co2: int
    transshipments: int
    kind: LegKind
    carriage: int
    detail: Access | Way | Passage | Transfer
    facility: str
    timing: tuple["Part", ...] = ()


Part = tuple[int, tuple[str, str, str] | None]


class ShipmentGraph:
    """Moves of one shipment under constraints.

    Parameters
    ----------
    network
        The network; what the constraints avoid is left out here.
    shipment, constraints
        The question.

    Raises
    ------
    RequestError
        If an end is a point with no place near it.
    """

    def __init__(self, network: Network, shipment: Shipment, constraints: Constraints) -> None:
        self.base_network = network
        self.dated = shipment.ready is not None
        self.network = network.restricted(constraints, dated=self.dated)
        self.shipment = shipment
        self.constraints = constraints
        self.book = PriceBook(
            self.network, shipment, constraints.vehicles, constraints.drivers,
            constraints.tariff_day,
        )  # fmt: skip
        radius = constraints.radius_km
        self.entries = self._usable(access_of(self.network, shipment.origin, radius))
        self.exits = self._usable(access_of(self.network, shipment.destination, radius))
        self._vias = {
            name: 1 << bit
            for bit, via in enumerate(constraints.via)
            for name in self._names_of(via)
        }
        self.all_passed = (1 << len(constraints.via)) - 1
        self._moves: dict[State, tuple[Move, ...]] = {}
        self._crossings: dict[tuple[str, str, str], Step | None] = {}
        self._overweight: dict[tuple[str, str], Overweight | None] = {}
        self._hauls: dict[
            tuple[str, str, int], dict[str, list[tuple[Way, int, int, int, int]]]
        ] = {}
        self._via_ways: dict[tuple[str, str, Mode], dict[int, list[Way]]] = {}
        self._transfers: dict[tuple[str, str, str, str, bool], Step | None] = {}
        self._exits_at: dict[tuple[str, Mode], list[Access]] = {}
        for access in self.exits:
            self._exits_at.setdefault((access.place, access.mode), []).append(access)

    @cached_property
    def carriages(self) -> tuple[Carriage, ...]:
        """Carriages that may be chosen from, in order of vehicle id."""
        rules = self.constraints
        return self.book.tariffs.carriages(rules.modes, rules.vehicles)

    def _names_of(self, via: str) -> tuple[str, ...]:
        """What counts as passing a via: a post's crossings, a city's stations, or itself."""
        facts = self.base_network.facts
        place = facts.places.get(via)
        if place is not None and place.kind == "border":
            crossings = [c.id for c in facts.crossings.values() if via in (c.a, c.b)]
            if crossings:
                return tuple(crossings)
        return (via, *self.base_network.stations_of(via))

    def _usable(self, accesses: tuple[Access, ...]) -> tuple[Access, ...]:
        countries = self.network.countries
        places = self.network.facts.places
        return tuple(
            access
            for access in accesses
            if access.mode in self.constraints.modes
            and places[access.place].country in countries
            and places[access.place].country not in self.network.avoid
        )

    # -- what the search calls ----------------------------------------------------------

    def moves(self, state: State) -> tuple[Move, ...]:
        """Moves out of a state, in order of kind and id."""
        moves = self._moves.get(state)
        if moves is None:
            build = self._loadings() if state == START else self._moves_from(state)
            moves = self._moves[state] = tuple(build)
        return moves

    def all_moves(self) -> dict[State, tuple[Move, ...]]:
        """Every state that can be reached from the start, with its moves."""
        found: dict[State, tuple[Move, ...]] = {}
        queue = [START]
        while queue:
            state = queue.pop()
            if state in found:
                continue
            found[state] = () if state == END else self.moves(state)
            queue += [move.head for move in found[state] if move.head not in found]
        return found

    # -- moves --------------------------------------------------------------------------

    def _passed(self, passed: int, *names: str) -> int:
        """The bits of the vias with those among ``names`` set."""
        if self._vias:
            for name in names:
                passed |= self._vias.get(name, 0)
        return passed

    def _country(self, place: str) -> str:
        return self.network.facts.places[place].country

    def _loadings(self) -> Iterator[Move]:
        for access in self.entries:
            country = self._country(access.place)
            passed = self._passed(0, access.stop, access.place, country)
            for index, carriage in enumerate(self.carriages):
                if carriage.mode is not access.mode or not carriage.may_load(country):
                    continue
                steps = self.end_steps(access, carriage, loading=True)
                if steps is not None:
                    head = (access.place, index, AFTER_HANDLING, passed)
                    yield self._move(head, steps, LegKind.LOADING, index, access)

    def end_steps(
        self, access: Access, carriage: Carriage, *, loading: bool
    ) -> tuple[Step, ...] | None:
        """Loading or unloading with its drayage, in order of travel.

        A wagon waits at the station while trucks fetch or deliver; a truck goes to the
        shipper itself. ``None`` if the drayage cannot be had.
        """
        book = self.book
        end = book.handling.loading if loading else book.handling.unloading
        handling = end(access.place, carriage)
        if not access.km:
            return (handling,)
        truck = self.drayage_carriage(access, carriage)
        if truck is None:
            # No truck of the facts carries this cargo. A city's station serves it all the
            # same (sidings); a point away from the railway cannot be served.
            return (handling,) if access.stop in self.network.facts.places else None
        country = self._country(access.place)
        drayage = book.handling.drayage(country, truck, access.km, access.connector)
        if drayage is None:
            return None
        truck_first = loading is (carriage.mode is Mode.RAIL)
        return (drayage, handling) if truck_first else (handling, drayage)

    def drayage_carriage(self, access: Access, carriage: Carriage) -> Carriage | None:
        """The truck of a drayage: the carriage itself if it is one."""
        if carriage.mode is Mode.ROAD:
            return carriage
        return self.book.handling.drayage_truck(self._country(access.place))

    def _moves_from(self, state: State) -> Iterator[Move]:
        place, index, came, passed = state
        carriage = self.carriages[index]
        key = (place, carriage.mode)
        country = self._country(place)
        if carriage.may_unload(country) and passed == self.all_passed:
            for access in self._exits_at.get(key, ()):
                steps = self.end_steps(access, carriage, loading=False)
                if steps is not None:
                    yield self._move(END, steps, LegKind.UNLOADING, index, access)
        if carriage.crosses:
            for passage in self.network.passages.get(key, ()):
                if passage.end == came:
                    continue
                step = self.crossing_step(passage, carriage)
                if step is not None:
                    after = self._passed(passed, passage.id, passage.end, passage.end_country)
                    head = (passage.end, index, place, after)
                    yield self._move(head, (step,), LegKind.CROSSING, index, passage, passage.id)
        if carriage.may_unload(country) and came != AFTER_HANDLING:
            yield from self._transshipments(state)
        if came != AFTER_HAUL:
            yield from self._haul_moves(state)

    def crossing_step(self, passage: Passage, carriage: Carriage) -> Step | None:
        """A passage by a carriage; kept, since scopes of one vehicle share it."""
        key = (passage.id, passage.start, carriage.id)
        if key not in self._crossings:
            admitted = limits.admits_wait(self.constraints, passage, self.book.barriers) and not (
                self.is_too_heavy(passage.start_country, carriage)
                or self.is_too_heavy(passage.end_country, carriage)
            )
            step = self.book.border.crossing(passage, carriage) if admitted else None
            self._crossings[key] = step
        return self._crossings[key]

    def _transshipments(self, state: State) -> Iterator[Move]:
        place, index, _, passed = state
        before = self.carriages[index]
        if not self.changes_mode:
            return
        country = self._country(place)
        for transfer in self.network.transfers.get((place, before.mode), ()):
            after_passed = self._passed(passed, transfer.terminal.id, transfer.end)
            for later, after in enumerate(self.carriages):
                if after.mode is before.mode or not after.may_load(country):
                    continue
                step = self.transshipment_step(transfer, before, after)
                if step is not None:
                    head = (transfer.end, later, AFTER_HANDLING, after_passed)
                    yield self._move(head, (step,), LegKind.TRANSSHIPMENT, later, transfer,
                                     transfer.terminal.id)  # fmt: skip

    def transshipment_step(
        self, transfer: Transfer, before: Carriage, after: Carriage
    ) -> Step | None:
        """A transshipment; kept, since registrations and scopes of one vehicle share it."""
        key = (
            transfer.terminal.id, transfer.start,
            before.vehicle.id, after.vehicle.id, after.crosses,
        )  # fmt: skip
        if key not in self._transfers:
            self._transfers[key] = self.book.handling.transshipment(transfer, before, after)
        return self._transfers[key]

    def _haul_moves(self, state: State) -> Iterator[Move]:
        place, index, _, passed = state
        carriage = self.carriages[index]
        rate = self.book.haulage.rate(self.network.facts.places[place], carriage)
        if rate is None:
            return
        country = self._country(place)
        if self.is_too_heavy(country, carriage):
            return
        # Registrations and scopes of one vehicle share the prices of its hauls.
        priced = self._hauls.setdefault((place, carriage.vehicle.id, passed), {})
        reachable = self.network.ways(place, carriage.mode)
        for to in self.targets(country, carriage):
            if to not in reachable or to == place:
                continue
            if to not in priced:
                priced[to] = [
                    self._priced(country, carriage, rate, way, passed)
                    for way in self._ways(place, to, carriage.mode, passed)
                ]
            for way, usd, hours, co2, after in priced[to]:
                yield Move((to, index, AFTER_HAUL, after), usd, hours, co2, 0,
                           LegKind.HAUL, index, way, "")  # fmt: skip

    def _priced(
        self, country: str, carriage: Carriage, rate: HaulRate, way: Way, passed: int
    ) -> tuple[Way, int, int, int, int]:
        """A way with its cost, hours and CO2e in solver units and the vias passed after it."""
        usd, hours = self.book.haulage.amounts(country, carriage, rate, way)
        return (
            way,
            usd_units(usd),
            hour_units(hours),
            co2_units(self.book.tariffs.co2e_kg(carriage, way.km)),
            self._passed(passed, *way.places()) if self._vias else passed,
        )

    def _ways(self, place: str, to: str, mode: Mode, passed: int) -> tuple[Way, ...]:
        if self._vias:
            return self._ways_by_vias(place, to, mode, passed)
        return self.network.ways(place, mode)[to]

    def _ways_by_vias(self, place: str, to: str, mode: Mode, passed: int) -> tuple[Way, ...]:
        """Ways to a place, direct and through every set of vias of this country still open."""
        by_bits: dict[int, list[Way]] = {}
        for bits, ways in self._all_ways(place, to, mode).items():
            by_bits.setdefault(bits | passed, []).extend(ways)
        return tuple(way for bits in sorted(by_bits) for way in prune_ways(by_bits[bits]))

    def _all_ways(self, place: str, to: str, mode: Mode) -> dict[int, list[Way]]:
        """Ways to a place by the vias that they pass, through any set of them in any order."""
        found = self._via_ways.get((place, to, mode))
        if found is None:
            found = self._via_ways[place, to, mode] = {}
            reachable = self.network.ways(place, mode)
            vias = [via for via in self._vias if via in reachable]
            for count in range(len(self.constraints.via) + 1):
                for stops in permutations(vias, count):
                    if len({self._vias[stop] for stop in stops}) < count:
                        continue  # two stations of one city: one of them will do
                    for way in self._chained(place, (*stops, to), mode):
                        found.setdefault(self._passed(0, *way.places()), []).append(way)
            for bits, ways in found.items():
                found[bits] = list(prune_ways(ways))
        return found

    def _chained(self, place: str, stops: tuple[str, ...], mode: Mode) -> tuple[Way, ...]:
        ways: tuple[Way, ...] = (Way(0.0, 0.0, 0.0, None),)
        for stop in stops:
            onward = self.network.ways(place, mode).get(stop, ())
            ways = prune_ways(first.then(second) for first in ways for second in onward)
            place = stop
        return ways

    def targets(self, country: str, carriage: Carriage) -> tuple[str, ...]:
        """Gateways and exits where a haul of this carriage in this country may end."""
        unload = carriage.may_unload(country)
        return self._targets[country, carriage.mode, carriage.crosses, unload]

    @cached_property
    def _targets(self) -> dict[tuple[str, Mode, bool, bool], tuple[str, ...]]:
        places = self.network.facts.places
        hs = self.shipment_hs
        passages: dict[tuple[str, Mode], set[str]] = {}
        transfers: dict[tuple[str, Mode], set[str]] = {}
        exits: dict[tuple[str, Mode], set[str]] = {}
        for (place, mode), found in self.network.passages.items():
            if any(passage.admits(hs, "") for passage in found):
                passages.setdefault((places[place].country, mode), set()).add(place)
        if self.changes_mode:
            kinds = {self.book.commodity.cargo_kind, "container"}
            for (place, mode), ends in self.network.transfers.items():
                if any(kinds & set(transfer.terminal.cargo) for transfer in ends):
                    transfers.setdefault((places[place].country, mode), set()).add(place)
        for place, mode in self._exits_at:
            exits.setdefault((places[place].country, mode), set()).add(place)
        found_targets = {}
        for country in sorted(self.network.countries):
            for mode in Mode:
                key = (country, mode)
                for crosses in (False, True):
                    for unload in (False, True):
                        gates: set[str] = set()
                        if crosses:
                            gates |= passages.get(key, set())
                        if unload:
                            gates |= transfers.get(key, set()) | exits.get(key, set())
                        found_targets[country, mode, crosses, unload] = tuple(sorted(gates))
        return found_targets

    @property
    def changes_mode(self) -> bool:
        """Whether the cargo may change vehicle at all."""
        rules = self.constraints
        return len(rules.modes) == len(Mode) and rules.max_transshipments != 0

    def overweight(self, country: str, carriage: Carriage) -> Overweight | None:
        """By how much the loaded vehicles are over what a country allows, if they are."""
        key = (country, carriage.vehicle.id)
        if key not in self._overweight:
            load_t = self.shipment.tonnes / carriage.count
            facts, vehicle = self.network.facts, carriage.vehicle
            self._overweight[key] = limits.overweight(facts, country, vehicle, load_t)
        return self._overweight[key]

    def is_too_heavy(self, country: str, carriage: Carriage) -> bool:
        """Whether the vehicles may not drive in a country for their gross mass."""
        if self.constraints.allow_overweight:
            return False
        return self.overweight(country, carriage) is not None

    @cached_property
    def max_hours(self) -> float | None:
        """Most hours from start to end: the rule's, or the days that the cargo keeps."""
        return limits.most_hours(self.book.commodity, self.constraints)

    @property
    def shipment_hs(self) -> str:
        """HS code of the cargo."""
        return self.book.commodity.hs

    def _move(
        self,
        head: State,
        steps: tuple[Step, ...],
        kind: LegKind,
        carriage: int,
        detail: Access | Way | Passage | Transfer,
        facility: str = "",
    ) -> Move:
        return Move(
            head,
            usd_units(sum(step.usd for step in steps)),
            hour_units(sum(step.hours for step in steps)),
            co2_units(sum(step.co2e_kg for step in steps)),
            int(kind is LegKind.TRANSSHIPMENT),
            kind,
            carriage,
            detail,
            facility,
            timing_of(steps) if self.dated else (),
        )


def timing_of(steps: Iterable[Step]) -> tuple[Part, ...]:
    """The hours of some steps in parts, which add up to their rounded sum."""
    spans = [span for step in steps for span in step.spans]
    if not any(span.keeps for span in spans):
        return ()
    parts: list[Part] = []
    so_far = 0.0
    for span in spans:
        before = hour_units(so_far)
        so_far += span.hours
        parts.append((hour_units(so_far) - before, span.keeps))
    return tuple(parts)
