"""Tariffs: which rows of the facts price a shipment, on which vehicles, in what quantity."""

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from corridors.model.shipment import Mode, Shipment
from corridors.network.carriage import Carriage, carriages_of, enough, vehicles_needed
from corridors.network.items import Figure, Item
from corridors.network.network import Network
from corridors.units import GRAMS_PER_KG, HOURS_PER_DAY
from network_data.records import Parameter, Tariff, Vehicle

CONTAINER_CLASS = "container"
PER_TONNE = "tonne"
PER_WAGON = "wagon"
PERISHABLE_ROW = "perishable"
LIVESTOCK = "livestock"
OWN_CLASS = "own"
"""``cargo_class`` of a haul row of own vehicles: it is for them alone, whatever is on them."""
OWN_COST = "own_per_km"
EMPTY_RETURN = "empty_return_per_km"
BESIDE_HAULAGE = {OWN_COST: "own vehicles", EMPTY_RETURN: "empty return"}
"""Kinds of charge by basis of the rows that are paid by the km beside the haulage."""


class Hire(NamedTuple):
    """Hire of a vehicle type: how many, and dollars per day for each."""

    figure: Figure
    number: float
    usd_per_day: float


class Tariffs:
    """The tariff rows, vehicles and hires of one shipment; parameters as of `PriceBook`."""

    def __init__(self, network: Network, shipment: Shipment, named: frozenset[str]) -> None:
        self.network = network
        self.facts = network.facts
        self.tonnes = shipment.tonnes
        self.commodity = self.facts.commodities[shipment.cargo]
        self._named = named
        self._hires: dict[str, tuple[Hire, ...]] = {}
        self._beside: dict[tuple[str, str], tuple[Tariff, ...]] = {}
        self._linehaul: dict[tuple[str, str, str], Tariff | None] = {}

    def parameter(self, name: str) -> Parameter:
        """A figure of the parameters table."""
        return self.facts.parameters[name]

    @cached_property
    def _base_rows(self) -> dict[str, list[Tariff]]:
        """Tariff rows that price by default, by basis."""
        rows: dict[str, list[Tariff]] = {}
        for row in self.facts.tariffs.values():
            if row.use == "base":
                rows.setdefault(row.basis, []).append(row)
        return rows

    def rows(self, basis: str, country: str, mode: str, tariff_class: str) -> Iterable[Tariff]:
        """Base rows of a basis that hold for a country (or all), a mode and a tariff class."""
        return (
            row
            for row in self._base_rows.get(basis, ())
            if row.country in (country, "ALL")
            and row.mode == mode
            and tariff_class in row.tariff_class
        )

    def linehaul_row(self, country: str, region: str, carriage: Carriage) -> Tariff | None:
        """The tariff row of a carriage's hauls in a country, if there is one.

        The most specific row wins: one of own vehicles before any other, one that names the
        vehicle before one that does not, one of the region before one of the whole country,
        then by id.
        """
        key = (country, region, carriage.vehicle.id)
        if key not in self._linehaul:
            self._linehaul[key] = self._found_linehaul(country, region, carriage)
        return self._linehaul[key]

    def _found_linehaul(self, country: str, region: str, carriage: Carriage) -> Tariff | None:
        vehicle, cargo = carriage.vehicle, self.commodity
        rail = carriage.mode is Mode.RAIL
        in_container = rail and bool(vehicle.container)
        reefer_price = (
            not rail and cargo.perishable and cargo.group != LIVESTOCK and not vehicle.container
        )
        found: list[tuple[bool, bool, bool, str, Tariff]] = []
        tariff_class = CONTAINER_CLASS if in_container else cargo.tariff_class
        for row in self.rows("linehaul", country, carriage.mode, tariff_class):
            if row.region and row.region != region:
                continue
            if in_container and row.unit != vehicle.container:
                continue
            own = row.cargo_class == OWN_CLASS
            if reefer_price and not own:
                if row.cargo_class != PERISHABLE_ROW:
                    continue
            elif row.vehicle_ids and vehicle.id not in row.vehicle_ids:
                continue
            found.append((not own, not row.vehicle_ids, not row.region, row.id, row))
        return min(found)[4] if found else None

    def beside_haulage(self, country: str, carriage: Carriage) -> tuple[Tariff, ...]:
        """Rows that a carriage pays by the km beside its haulage: own cost, empty return."""
        key = (country, carriage.vehicle.id)
        if key not in self._beside:
            self._beside[key] = tuple(
                row
                for basis in BESIDE_HAULAGE
                for row in self.rows(basis, country, carriage.mode, self.commodity.tariff_class)
                if carriage.vehicle.id in row.vehicle_ids
            )
        return self._beside[key]

    def beside_usd_per_km(self, country: str, carriage: Carriage) -> float:
        """Dollars per km of a carriage beside its haulage, all its vehicles together."""
        return sum(
            self.quantity(row, carriage) * (row.per_km_usd or 0.0)
            for row in self.beside_haulage(country, carriage)
        )

    def beside_items(
        self, country: str, carriage: Carriage, km: float, confidence: str = ""
    ) -> tuple[Item, ...]:
        """What some km of a carriage cost beside its haulage."""
        return tuple(
            Item(
                BESIDE_HAULAGE[row.basis],
                self.quantity(row, carriage) * (row.per_km_usd or 0.0) * km,
                row,
                "{0:g} USD/{1} and km x {2:.1f} km x {3:g}",
                (row.per_km_usd or 0.0, row.unit, km, self.quantity(row, carriage)),
                confidence,
            )
            for row in self.beside_haulage(country, carriage)
        )

    def quantity(self, row: Tariff, carriage: Carriage) -> float:
        """Units of a tariff row in the shipment."""
        if row.unit == PER_TONNE:
            return self.tonnes
        return carriage.wagons if row.unit == PER_WAGON else carriage.count

    def admits(self, country: str, carriage: Carriage) -> bool:
        """Whether a country's lines or roads take the vehicle, as far as is known."""
        return (
            country not in carriage.vehicle.unverified_in
            or self.network.include_unconfirmed
            or bool(self._named & {carriage.id, carriage.vehicle.id})
        )

    def hires(self, carriage: Carriage) -> tuple[Hire, ...]:
        """Hire per day of the vehicles, and of the platforms that containers ride on."""
        hires = self._hires.get(carriage.vehicle.id)
        if hires is None:
            vehicle = carriage.vehicle
            found = []
            if vehicle.usd_per_day_hire:
                found.append(Hire(vehicle, carriage.count, vehicle.usd_per_day_hire))
            if vehicle.rides_on:
                platform = self.facts.vehicles[vehicle.rides_on]
                if platform.usd_per_day_hire:
                    found.append(Hire(platform, carriage.wagons, platform.usd_per_day_hire))
            hires = self._hires[carriage.vehicle.id] = tuple(found)
        return hires

    def hire_usd_per_h(self, carriage: Carriage) -> float:
        """Hire of all vehicles of a carriage, dollars per hour."""
        return sum(h.number * h.usd_per_day for h in self.hires(carriage)) / HOURS_PER_DAY

    def hire_items(self, carriage: Carriage, hours: float) -> tuple[Item, ...]:
        """Hire of the vehicles over some hours."""
        return tuple(
            Item(
                "hire",
                hire.number * hire.usd_per_day * hours / HOURS_PER_DAY,
                hire.figure,
                "{0:g} USD/day x {1:g} x {2:.2f} days",
                (hire.usd_per_day, hire.number, hours / HOURS_PER_DAY),
            )
            for hire in self.hires(carriage)
        )

    def fills_a_train(self, carriage: Carriage) -> bool:
        """Whether the wagons (or the containers' platforms) make up a whole train."""
        return carriage.wagons >= self.parameter("train-wagons").value

    def co2e_kg(self, carriage: Carriage, km: float) -> float:
        """Greenhouse gas of moving the shipment some kilometres."""
        return carriage.vehicle.co2_g_per_tkm * self.tonnes * km / GRAMS_PER_KG

    def carriages(self, modes: frozenset[Mode], only: frozenset[str]) -> tuple[Carriage, ...]:
        """Carriages that the search may choose from, in order of vehicle id.

        A wagon type is left out if another costs no more on any haul and is no worse
        anywhere else: it can never be part of a better route.
        """
        wanted: list[Carriage] = []
        for name in sorted(self.commodity.vehicle_ids):
            vehicle = self.facts.vehicles[name]
            if Mode(vehicle.mode) not in modes:
                continue
            wanted += [
                carriage
                for carriage in self.carriages_with(vehicle)
                if not only or carriage.id in only or vehicle.id in only
            ]
        wagons = [carriage for carriage in wanted if _is_wagon(carriage)]
        return tuple(
            carriage
            for carriage in wanted
            if not _is_wagon(carriage)
            or not any(self._replaces(other, carriage) for other in wagons)
        )

    def carriages_with(self, vehicle: Vehicle) -> list[Carriage]:
        """The shipment on vehicles of a type; empty if there are not enough of them."""
        count = vehicles_needed(self.tonnes, vehicle, self.commodity)
        return carriages_of(vehicle, count) if enough(vehicle, count) else []

    def _replaces(self, a: Carriage, b: Carriage) -> bool:
        """Whether wagons ``a`` are at least as good as wagons ``b`` on every step."""
        if a.scope is not b.scope or a.vehicle.id == b.vehicle.id:
            return False
        mine, theirs = self._merits(a), self._merits(b)
        if any(x > y for x, y in zip(mine, theirs, strict=True)):
            return False
        if mine == theirs and a.vehicle.id > b.vehicle.id:
            return False
        return all(
            self.linehaul_row(c, r, a) == self.linehaul_row(c, r, b)
            and self.admits(c, a) >= self.admits(c, b)
            and self.beside_usd_per_km(c, a) <= self.beside_usd_per_km(c, b)
            for c, r in self._tariff_areas
        )

    def _merits(self, carriage: Carriage) -> tuple[float, float, float, bool]:
        """What makes wagons good, less is better: number, hire, CO2e, being no whole train."""
        return (
            carriage.count,
            self.hire_usd_per_h(carriage),
            carriage.vehicle.co2_g_per_tkm,
            not self.fills_a_train(carriage),
        )

    @cached_property
    def _tariff_areas(self) -> tuple[tuple[str, str], ...]:
        """Countries and regions for which a linehaul row exists."""
        rows = self._base_rows.get("linehaul", ())
        return tuple(sorted({(row.country, row.region) for row in rows}))


def _is_wagon(carriage: Carriage) -> bool:
    """Whether a carriage is of wagons and not of containers on them."""
    return carriage.mode is Mode.RAIL and not carriage.vehicle.container
