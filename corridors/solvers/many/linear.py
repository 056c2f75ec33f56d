"""The price book with money as forms: one pricing for every tonnage.

The pricing of `corridors.network` multiplies dollars by tonnes, vehicles and wagons and adds
the products up. Given forms in place of these three numbers, the same code gives forms in
place of dollars. What depends on a tonnage otherwise is made explicit: whether wagons fill a
train is a property of the book, and which truck does the drayage is left open.
"""

from typing import cast

from corridors.model.shipment import Shipment
from corridors.network.carriage import Carriage, carriages_of
from corridors.network.network import Network
from corridors.network.pricing import PriceBook
from corridors.network.tariffs import Tariffs
from corridors.solvers.many.quantities import TONNES, Quantities
from network_data.records import Vehicle


class LinearTariffs(Tariffs):
    """Tariffs of every tonnage, for wagons that fill a train or for those that do not."""

    def __init__(
        self,
        network: Network,
        shipment: Shipment,
        named: frozenset[str],
        quantities: Quantities,
        trains: bool,
    ) -> None:
        super().__init__(network, shipment, named)
        self.tonnes = cast(float, quantities.form(TONNES))
        self._trains = trains
        self._quantities = quantities

    def carriages_with(self, vehicle: Vehicle) -> list[Carriage]:
        """The carriages of a type, with forms for the numbers of vehicles and wagons."""
        for kind in self._quantities.types:
            if kind.vehicle.id == vehicle.id:
                return carriages_of(
                    vehicle,
                    cast(int, self._quantities.form(kind.count)),
                    cast(int, self._quantities.form(kind.wagons)),
                )
        return []

    def fills_a_train(self, carriage: Carriage) -> bool:
        """What this book was made for."""
        return self._trains


class LinearBook(PriceBook):
    """Prices and hours of every tonnage; parameters as of `PriceBook`."""

    def __init__(
        self,
        network: Network,
        shipment: Shipment,
        named: frozenset[str],
        quantities: Quantities,
        *,
        trains: bool,
    ) -> None:
        self._quantities = quantities
        self._trains = trains
        super().__init__(network, shipment, named)

    def _tariffs(self, named: frozenset[str]) -> Tariffs:
        return LinearTariffs(self.network, self.shipment, named, self._quantities, self._trains)
