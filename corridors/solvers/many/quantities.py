"""What money is linear in: tonnes, vehicles of each type, wagons that containers take up.

A *form* is an array of dollars per unit of each quantity; with the quantities of a tonnage it
gives dollars. Order: 1, tonnes, then for each vehicle type its number, and for a type that
rides on platforms their number too.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridors.network.carriage import COUNT_TOLERANCE, payload_t
from network_data.records import Commodity, Vehicle

Floats = NDArray[np.float64]
ONE, TONNES = 0, 1
"""The first two quantities."""


@dataclass(frozen=True, slots=True)
class VehicleType:
    """A vehicle type that may carry the cargo.

    Attributes
    ----------
    vehicle
        The row of the facts.
    payload_t
        Tonnes of the cargo on one of them.
    share
        Wagons that one takes up, if it rides on platforms; else ``None``.
    count, wagons
        Which quantity is its number, and which the number of its wagons (the same if it
        does not ride).
    """

    vehicle: Vehicle
    payload_t: float
    share: float | None
    count: int
    wagons: int

    def counts(self, tonnes: Floats) -> Floats:
        """How many vehicles some tonnages take."""
        return np.maximum(1.0, np.ceil(tonnes / self.payload_t - COUNT_TOLERANCE))

    def wagons_for(self, counts: Floats) -> Floats:
        """How many wagons so many of them are, or take up."""
        if self.share is None:
            return counts
        found: Floats = np.ceil(counts * self.share - COUNT_TOLERANCE)
        return found


class Quantities:
    """The quantities of shipments of one cargo.

    Parameters
    ----------
    commodity
        The cargo.
    vehicles
        Types that may carry it, in order of id.
    """

    def __init__(self, commodity: Commodity, vehicles: Iterable[Vehicle]) -> None:
        types: list[VehicleType] = []
        size = 2
        for vehicle in vehicles:
            share = vehicle.rides_share if vehicle.rides_on else None
            wagons = size if share is None else size + 1
            types.append(VehicleType(vehicle, payload_t(vehicle, commodity), share, size, wagons))
            size = wagons + 1
        self.types = tuple(types)
        self.size = size

    def form(self, quantity: int) -> Floats:
        """One dollar for each unit of a quantity."""
        form = np.zeros(self.size)
        form[quantity] = 1.0
        return form

    def of(self, tonnes: Floats) -> Floats:
        """The quantities of some tonnages: a row a tonnage, a column a quantity.

        The same whole vehicles as `corridors.network.carriage` counts.
        """
        found = np.empty((len(tonnes), self.size))
        found[:, ONE] = 1.0
        found[:, TONNES] = tonnes
        for kind in self.types:
            found[:, kind.count] = kind.counts(tonnes)
            if kind.share is not None:
                found[:, kind.wagons] = kind.wagons_for(found[:, kind.count])
        return found
