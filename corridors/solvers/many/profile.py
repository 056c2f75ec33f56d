"""The prices of one cargo, and of all of the same terms, for every tonnage.

A *variant* is a carriage with forms in place of numbers; wagons are two of them, single wagons
and trains, since trains run at another speed.
"""

from collections.abc import Callable, Hashable, Iterator
from functools import cached_property
from threading import RLock
from typing import NamedTuple

import numpy as np

from corridors.model.shipment import Mode, Shipment
from corridors.network import limits
from corridors.network.carriage import Carriage
from corridors.network.haulage import HaulRate
from corridors.network.items import Step, confidence_range
from corridors.solvers.compiling import Bools
from corridors.solvers.many.conditions import Conditions
from corridors.solvers.many.gateways import Gateways, Ints, WayTable
from corridors.solvers.many.linear import LinearBook
from corridors.solvers.many.moves import Priced
from corridors.solvers.many.quantities import Floats, Quantities, VehicleType
from corridors.units import GRAMS_PER_KG

LIGHT, DRAYAGE = "light", "drayage"
"""First words of the names of conditions that countries set."""


class PricedHauls(NamedTuple):
    """Ways by a variant, a row a way, and which of them it can use."""

    form: Floats
    hours: Floats
    co2: Floats
    needs: Ints
    usable: Bools


class Variant(NamedTuple):
    """A carriage with forms for numbers, its type, the book that prices it, what it needs."""

    carriage: Carriage
    kind: VehicleType
    train: bool
    book: LinearBook
    needs: int


class Profile:
    """Variants of a cargo's carriages, and what their steps cost.

    Parameters
    ----------
    gateways
        The network's.
    sample
        A shipment of this cargo without a date: dated tariff rules price none of these. Its
        tonnes do not matter, nor its ends, but for barriers that its direction of trade alone
        meets (`own_directions`).
    named
        Vehicles asked for by name: used even where their admission is not verified.

    Attributes
    ----------
    lock
        Held by whoever lets the profile price something new.
    """

    def __init__(
        self,
        gateways: Gateways,
        sample: Shipment,
        named: frozenset[str] = frozenset(),
    ) -> None:
        self.gateways = gateways
        self.network = gateways.network
        self.facts = self.network.facts
        self.commodity = self.facts.commodities[sample.cargo]
        vehicles = [self.facts.vehicles[name] for name in sorted(self.commodity.vehicle_ids)]
        self.quantities = Quantities(self.commodity, vehicles)
        self.books = {
            trains: LinearBook(self.network, sample, named, self.quantities, trains=trains)
            for trains in (False, True)
        }
        self.conditions = Conditions()
        self.lock = RLock()
        self._steps: dict[Hashable, Priced | None] = {}
        self._equals: dict[str, list[tuple[str, int, int]]] = {}
        self._trucks: dict[str, list[tuple[float, Carriage]]] = {}
        self._rates: dict[int, list[HaulRate | None]] = {}

    # -- variants ---------------------------------------------------------------------------

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        """Carriages in order of vehicle id, single wagons before trains."""
        return tuple(
            Variant(carriage, kind, train, self.books[train], needs)
            for kind in self.quantities.types
            for train, needs in self._services(kind)
            for carriage in self.books[train].tariffs.carriages_with(kind.vehicle)
        )

    def _services(self, kind: VehicleType) -> list[tuple[bool, int]]:
        """As single wagons, as a train, and what each needs; trucks are neither."""
        enough, number = 0, kind.vehicle.number
        if number is not None:
            enough = self.conditions.bit(
                f"enough {kind.vehicle.id}", lambda t: kind.counts(t) <= number, monotone=True
            )
        trains_run = any(
            self.network.speed(country, Mode.RAIL, "train") for country in self.network.countries
        )
        if kind.vehicle.mode != Mode.RAIL or not trains_run:
            return [(False, enough)]
        least, name = self.facts.parameters["train-wagons"].value, kind.vehicle.id

        def fill_a_train(tonnes: Floats) -> Bools:
            return kind.wagons_for(kind.counts(tonnes)) >= least

        single = self.conditions.bit(
            f"single wagons {name}", lambda t: ~fill_a_train(t), monotone=True
        )
        train = self.conditions.bit(f"train {name}", fill_a_train, monotone=True)
        return [(False, enough | single), (True, enough | train)]

    def variants_for(self, allowed: frozenset[int], always: int, never: int) -> tuple[int, ...]:
        """Variants that some tonnage of a class may use and that no other replaces.

        Parameters
        ----------
        allowed
            Those among which to choose.
        always, never
            Conditions that all and none of the tonnages fulfil.
        """
        alive = [n for n in sorted(allowed) if not self.variants[n].needs & never]
        sure = {n for n in alive if not self.variants[n].needs & ~always}
        return tuple(b for b in alive if sure.isdisjoint(self._replacing[b]))

    @cached_property
    def _replacing(self) -> tuple[frozenset[int], ...]:
        """Wagons that are at least as good as each wagon on every step, if they can be had."""
        numbers = range(len(self.variants))
        return tuple(
            frozenset(a for a in numbers if a != b and self._replaces(a, b)) for b in numbers
        )

    def _replaces(self, a: int, b: int) -> bool:
        one, two = self.variants[a], self.variants[b]
        mine, theirs = one.carriage, two.carriage
        if mine.mode is not Mode.RAIL or (mine.mode, mine.scope) != (theirs.mode, theirs.scope):
            return False
        if mine.vehicle.container or theirs.vehicle.container:
            return False
        merits = [
            (
                -v.kind.payload_t,
                v.carriage.vehicle.usd_per_day_hire or 0.0,
                v.carriage.vehicle.co2_g_per_tkm,
                not v.train,
            )
            for v in (one, two)
        ]
        if any(x > y for x, y in zip(*merits, strict=True)):
            return False
        if merits[0] == merits[1] and a > b:
            return False
        return self._same_tariffs(one, two)

    def equals(self, name: str) -> list[tuple[str, int, int]]:
        """Wagon types that do as well as another wherever as many of them are needed.

        Each with the quantities that are its number and that of the wagon ``name``, by id;
        those alone that come before it.
        """
        if name not in self._equals:
            self._equals[name] = list(self._equal_types(name))
        return self._equals[name]

    def range_of(self, name: str) -> tuple[float, float]:
        """Low and high factor of what the hire of a vehicle type costs."""
        return confidence_range(self.facts, self.facts.vehicles[name])

    def _equal_types(self, name: str) -> Iterator[tuple[str, int, int]]:
        single = {
            variant.carriage.vehicle.id: number
            for number, variant in enumerate(self.variants)
            if variant.carriage.mode is Mode.RAIL and not variant.train
        }
        if name not in single or self.variants[single[name]].carriage.vehicle.container:
            return
        mine = self.variants[single[name]]
        for other, number in sorted(single.items()):
            one = self.variants[number]
            vehicle, known = one.carriage.vehicle, mine.carriage.vehicle
            if other >= name or vehicle.container or vehicle.number != known.number:
                continue
            if (vehicle.usd_per_day_hire, vehicle.co2_g_per_tkm) != (
                known.usd_per_day_hire, known.co2_g_per_tkm,
            ):  # fmt: skip
                continue
            if self._same_tariffs(one, mine) and self._same_tariffs(mine, one):
                yield other, one.kind.count, mine.kind.count

    def _same_tariffs(self, one: Variant, two: Variant) -> bool:
        """Whether a wagon runs at the same tariffs as another, and wherever it does."""
        tariffs, mine, theirs = one.book.tariffs, one.carriage, two.carriage
        return all(
            tariffs.linehaul_row(c, r, mine) == tariffs.linehaul_row(c, r, theirs)
            and tariffs.admits(c, mine) >= tariffs.admits(c, theirs)
            and tariffs.beside_haulage(c, mine) == tariffs.beside_haulage(c, theirs)
            for c, r in self.gateways.areas
            if c in self.network.countries
        )

    # -- conditions -------------------------------------------------------------------------

    def too_heavy(self, country: str, variant: Variant) -> int:
        """The condition that loaded trucks are light enough for a country; 0 if they are."""
        vehicle, kind = variant.carriage.vehicle, variant.kind
        if limits.overweight(self.facts, country, vehicle, kind.payload_t) is None:
            return 0

        def holds(tonnes: Floats) -> Bools:
            loads = tonnes / kind.counts(tonnes)
            light = [
                limits.overweight(self.facts, country, vehicle, load) is None
                for load in loads.tolist()
            ]
            return np.array(light, dtype=bool)

        return self.conditions.bit(f"{LIGHT} {vehicle.id} {country}", holds, monotone=False)

    def condition(self, name: str) -> int:
        """The bit of a condition by its name."""
        variants = self.variants  # which have conditions of their own
        what, _, of = name.partition(" ")
        first, _, last = of.rpartition(" ")
        if what == LIGHT:
            return self.too_heavy(last, {v.carriage.vehicle.id: v for v in variants}[first])
        if what == DRAYAGE:
            return self.cheapest_truck(first, int(last))
        return self.conditions.known(name)

    def drayage_trucks(self, country: str) -> list[tuple[float, Carriage]]:
        """Trucks that may do the drayage in a country, each with its form per km."""
        if country not in self._trucks:
            self._trucks[country] = self.books[False].handling.drayage_trucks(country)
        return self._trucks[country]

    def cheapest_truck(self, country: str, number: int) -> int:
        """The condition that the ``number``-th truck does the drayage most cheaply."""
        trucks = self.drayage_trucks(country)
        vehicles = [truck.vehicle for _, truck in trucks]
        if len(trucks) == 1 and vehicles[0].number is None:
            return 0
        forms = np.stack([np.asarray(usd) for usd, _ in trucks])
        counts = [k.count for v in vehicles for k in self.quantities.types if k.vehicle is v]
        most = np.array([np.inf if v.number is None else v.number for v in vehicles])

        def holds(tonnes: Floats) -> Bools:
            quantities = self.quantities.of(tonnes)
            usd = np.where(quantities[:, counts] <= most, quantities @ forms.T, np.inf)
            cheapest = usd.argmin(axis=1) == number
            return np.asarray(cheapest & np.isfinite(usd[:, number]), dtype=bool)

        bit = self.conditions.bit(f"{DRAYAGE} {country} {number}", holds, monotone=False)
        self.conditions.drayage |= bit
        return bit

    def end_key(self, place: str, variant: Variant, *, loading: bool) -> Hashable:
        """What loading or unloading at a place costs and takes depends on nothing else."""
        carriage, terminal = variant.carriage, None
        if carriage.mode is Mode.RAIL:
            terminal = variant.book.handling.terminal_for_cargo(place)
        at = terminal.id if terminal else ""
        return ("end", loading, at, carriage.vehicle.id, carriage.crosses)

    def rest(self) -> None:
        """Forget the prices of steps; they are worked out anew if need be."""
        self._steps.clear()

    # -- prices -----------------------------------------------------------------------------

    def priced(self, key: Hashable, price: Callable[[], Step | None]) -> Priced | None:
        """A step in numbers, kept by a key."""
        if key not in self._steps:
            step = price()
            self._steps[key] = None if step is None else self._summed(step)
        return self._steps[key]

    def _summed(self, step: Step) -> Priced:
        form = np.zeros(self.quantities.size)
        for item in step.items:
            form += item.usd
        return Priced(form, step.hours, float(np.sum(step.co2e_kg)))

    def rates(self, number: int) -> list[HaulRate | None]:
        """The haul rates of a variant by area."""
        if number not in self._rates:
            variant = self.variants[number]
            places = self.gateways.place_of_area
            self._rates[number] = [
                variant.book.haulage.rate(places[area], variant.carriage)
                if area[0] in self.network.countries
                else None
                for area in self.gateways.areas
            ]
        return self._rates[number]

    def hauls(self, table: WayTable) -> Callable[[int], PricedHauls]:
        """The hauls of a table by the number of a variant: what `Haulage.amounts` says of each.

        Registrations and scopes of one vehicle share them.
        """
        known: dict[tuple[str, bool], PricedHauls] = {}

        def of(number: int) -> PricedHauls:
            variant = self.variants[number]
            key = (variant.carriage.vehicle.id, variant.train)
            if key not in known:
                known[key] = self._priced_hauls(number, table)
            return known[key]

        return of

    def _priced_hauls(self, number: int, table: WayTable) -> PricedHauls:
        variant, areas = self.variants[number], self.gateways.areas
        carriage, barriers = variant.carriage, variant.book.barriers
        rail = carriage.mode is Mode.RAIL
        per_km, per_h, per_toll, fixed = np.zeros((4, len(areas), self.quantities.size))
        speed, barrier_h = np.ones(len(areas)), np.zeros(len(areas))
        usable, needs = np.zeros(len(areas), bool), np.zeros(len(areas), np.int64)
        for area, rate in enumerate(self.rates(number)):
            if rate is None:
                continue
            country = areas[area][0]
            usable[area] = True
            fixed[area] = rate.fixed_usd
            per_km[area] = rate.per_km_usd
            per_km[area] += rate.beside_usd_per_km
            per_h[area] = rate.hire_usd_per_h
            if rate.speed_kmh is not None:
                speed[area] = rate.speed_kmh
                continue
            needs[area] = self.too_heavy(country, variant)
            per_toll[area] = carriage.count
            share = barriers.share(1.0)
            for barrier in barriers.in_country(country):
                barrier_h[area] += share * (barrier.extra_h or 0.0)
                per_km[area] += share * (barrier.extra_usd or 0.0) * np.asarray(carriage.count)
        at, km = table.area, table.km[:, None]
        hours = table.km / speed[at] if rail else table.road_h + table.km * barrier_h[at]
        form = fixed[at] + km * per_km[at] + hours[:, None] * per_h[at]
        if not rail:
            form += table.toll_usd[:, None] * per_toll[at]
        co2 = carriage.vehicle.co2_g_per_tkm / GRAMS_PER_KG * table.km
        return PricedHauls(form, hours, co2, needs[at] | variant.needs, usable[at])
