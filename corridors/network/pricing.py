"""The price book of a shipment: where the prices and hours of all its steps are found."""

from datetime import date
from functools import cached_property

from corridors.model.shipment import Shipment
from corridors.network.access import country_of
from corridors.network.barriers import Barriers
from corridors.network.border import Border
from corridors.network.handling import Handling
from corridors.network.haulage import Haulage
from corridors.network.items import Item
from corridors.network.network import Network
from corridors.network.tariff_rules import TariffRules
from corridors.network.tariffs import Tariffs
from corridors.units import HOURS_PER_DAY, HOURS_PER_YEAR
from network_data import Facts
from network_data.records import Commodity


def time_items(
    facts: Facts, commodity: Commodity, value_usd: float, hours: float
) -> tuple[Item, ...]:
    """Capital and spoilage of goods of some value over some hours."""
    rate = facts.parameters["capital-rate-per-year"]
    items = [
        Item("capital", value_usd * rate.value * hours / HOURS_PER_YEAR, rate,
             "{0:,.0f} USD x {1:g} a year x {2:.1f} h", (value_usd, rate.value, hours))
    ]  # fmt: skip
    days = commodity.max_transit_days
    if commodity.perishable and days:
        share = facts.parameters["spoilage-share"]
        items.append(
            Item("spoilage", value_usd * share.value * hours / (days * HOURS_PER_DAY), share,
                 "{0:,.0f} USD x {1:g} in {2:g} days x {3:.1f} h",
                 (value_usd, share.value, days, hours))
        )  # fmt: skip
    return tuple(items)


class PriceBook:
    """All prices and hours for one shipment on one network.

    Parameters
    ----------
    network
        The network, restricted by the constraints.
    shipment
        What is moved.
    named
        Vehicles that the user asks for by name: used even where it is not verified that
        they are admitted.
    drivers
        Drivers of a truck, 1 or 2.
    tariff_day
        The day whose tariff rules hold; ``None`` takes the day of the departure, and with
        neither the standing tariffs alone price.

    Attributes
    ----------
    tariffs, rules, haulage, handling, border, barriers
        Rows and vehicles; dated rules; hauls; ends and terminals; crossings; what slows them.
    """

    def __init__(
        self,
        network: Network,
        shipment: Shipment,
        named: frozenset[str] = frozenset(),
        drivers: int = 1,
        tariff_day: date | None = None,
    ) -> None:
        self.network = network
        self.facts = network.facts
        self.shipment = shipment
        self.commodity = self.facts.commodities[shipment.cargo]
        ends = (shipment.origin, shipment.destination)
        countries = country_of(network, ends[0]), country_of(network, ends[1])
        self.direction = "-".join(countries).lower()
        self.tariffs = self._tariffs(named)
        self.barriers = Barriers(self.facts, self.commodity, self.direction)
        day = tariff_day or (shipment.ready.date() if shipment.ready else None)
        self.rules = TariffRules(self.facts, day, countries, self.commodity.hs, self.tariffs.tonnes)
        self.haulage = Haulage(network, self.tariffs, self.barriers, self.rules, drivers)
        self.handling = Handling(network, self.tariffs)
        self.border = Border(self.facts, self.tariffs, self.barriers, self.haulage)

    def _tariffs(self, named: frozenset[str]) -> Tariffs:
        return Tariffs(self.network, self.shipment, named)

    @cached_property
    def value_usd(self) -> float:
        """Value of the goods: the shipment's, else that of the facts; 0 if unknown."""
        per_t = self.shipment.value_usd_per_t
        if per_t is None:
            per_t = self.commodity.value_usd_per_t or 0.0
        return per_t * self.shipment.tonnes

    def time_items(self, hours: float) -> tuple[Item, ...]:
        """Capital and spoilage of the goods over some hours."""
        return time_items(self.facts, self.commodity, self.value_usd, hours)

    @cached_property
    def time_usd_per_h(self) -> float:
        """Capital and spoilage per hour."""
        return sum(item.usd for item in self.time_items(1.0))
