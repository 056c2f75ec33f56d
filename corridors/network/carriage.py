"""Carriages: a vehicle type with its registration under one transport document.

A truck's registration is part of its type because fees depend on it. Bilateral carriage
and transit between the four countries are free of permits; carriage between two foreign
countries is not, and cabotage is closed (facts: barrier ``b-now-permit-third``). So a
truck loads or unloads at home:

- ``domestic``: loads and unloads at home, crosses no border, needs no export documents;
- ``outbound``: loads at home, crosses borders;
- ``homebound``: loads abroad and unloads at home.

Wagons and containers have no registration: ``domestic`` or ``international``.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from corridors.model.shipment import Mode
from network_data.records import Commodity, Vehicle

COUNT_TOLERANCE = 1e-9
"""Tonnes over a payload that are rounding of the input, not another vehicle."""


class Scope(StrEnum):
    """Where a carriage may load, unload and cross."""

    DOMESTIC = "domestic"
    OUTBOUND = "outbound"
    HOMEBOUND = "homebound"
    INTERNATIONAL = "international"


@dataclass(frozen=True, slots=True)
class Carriage:
    """A number of vehicles of one type, registration and scope.

    ``wagons`` is how many whole wagons it takes up: its own number, or the platforms of
    containers; trucks count as themselves.
    """

    vehicle: Vehicle
    mode: Mode
    registration: str
    scope: Scope
    count: int
    wagons: int

    @property
    def id(self) -> str:
        """Vehicle type, with the registration for trucks: ``trk-grain-tj``."""
        return vehicle_id(self.vehicle, self.registration)

    @property
    def crosses(self) -> bool:
        """Whether it may cross borders."""
        return self.scope is not Scope.DOMESTIC

    def may_load(self, country: str) -> bool:
        """Whether cargo may be loaded on it in this country."""
        if not self.registration:
            return True
        if self.scope is Scope.HOMEBOUND:
            return country != self.registration
        return country == self.registration

    def may_unload(self, country: str) -> bool:
        """Whether its cargo may be unloaded in this country."""
        return self.scope is not Scope.HOMEBOUND or country == self.registration


def vehicle_id(vehicle: Vehicle, registration: str) -> str:
    """Id of a vehicle type with a registration (empty for wagons and containers)."""
    return f"{vehicle.id}-{registration.lower()}" if registration else vehicle.id


def vehicle_name(vehicles: Mapping[str, Vehicle], name: str) -> str:
    """The name of a vehicle type in words, by its id with or without a registration."""
    vehicle = vehicles.get(name)
    if vehicle is not None:
        return vehicle.name
    kind, _, registration = name.rpartition("-")
    return f"{vehicles[kind].name} ({registration.upper()})"


def payload_t(vehicle: Vehicle, commodity: Commodity) -> float:
    """Tonnes of a commodity that fit on a vehicle: mass or volume, whichever binds."""
    if vehicle.volume_m3 and commodity.density_t_per_m3:
        return min(vehicle.payload_t, vehicle.volume_m3 * commodity.density_t_per_m3)
    return vehicle.payload_t


def vehicles_needed(tonnes: float, vehicle: Vehicle, commodity: Commodity) -> int:
    """Whole vehicles for a mass.

    Examples
    --------
    1340 t in hoppers of 70 t are 20 wagons (19 carry 1330 t).
    """
    return max(1, math.ceil(tonnes / payload_t(vehicle, commodity) - COUNT_TOLERANCE))


def enough(vehicle: Vehicle, count: int) -> bool:
    """Whether there are so many vehicles of a type (of hired ones there always are)."""
    return vehicle.number is None or count <= vehicle.number


def wagons_needed(vehicle: Vehicle, count: int) -> int:
    """Whole wagons that some vehicles take up."""
    share = vehicle.rides_share if vehicle.rides_on else None
    return count if share is None else math.ceil(count * share - COUNT_TOLERANCE)


def carriages_of(vehicle: Vehicle, count: int, wagons: int | None = None) -> list[Carriage]:
    """Every carriage that a vehicle type gives rise to; ``wagons`` follow from the count."""
    mode = Mode(vehicle.mode)
    if wagons is None:
        wagons = wagons_needed(vehicle, count)
    if mode is Mode.RAIL:
        return [
            Carriage(vehicle, mode, "", scope, count, wagons)
            for scope in (Scope.DOMESTIC, Scope.INTERNATIONAL)
        ]
    return [
        Carriage(vehicle, mode, registration, scope, count, wagons)
        for registration in vehicle.registrations
        for scope in (Scope.DOMESTIC, Scope.OUTBOUND, Scope.HOMEBOUND)
    ]
