"""Handling: loading, unloading, change of vehicle, documents, and truck access to stations."""

from corridors.model.shipment import Mode
from corridors.network.carriage import Carriage
from corridors.network.items import Figure, Item, Span, Step
from corridors.network.network import Network, Transfer
from corridors.network.tariffs import CONTAINER_CLASS, Tariffs
from network_data.records import Connector, Terminal


class Handling:
    """Steps of one shipment at its ends and at terminals."""

    def __init__(self, network: Network, tariffs: Tariffs) -> None:
        self.network = network
        self.facts = network.facts
        self.tariffs = tariffs

    def loading(self, place: str, carriage: Carriage) -> Step:
        """Loading at the origin: handling, documents, dwell, marshalling of wagons."""
        return self._end(place, carriage, loading=True)

    def unloading(self, place: str, carriage: Carriage) -> Step:
        """Unloading at the destination: handling and dwell."""
        return self._end(place, carriage, loading=False)

    def _end(self, place: str, carriage: Carriage, *, loading: bool) -> Step:
        terminal = self.terminal_for_cargo(place) if carriage.mode is Mode.RAIL else None
        items = list(self._cargo_handling(terminal))
        if carriage.mode is Mode.RAIL and carriage.vehicle.container:
            items += self._lift(carriage)
        spans = [self._dwell(place, terminal, carriage, loading=loading)]
        if loading:
            items += self._documents(carriage)
            spans += self._marshalling(carriage)
        items += self.tariffs.hire_items(carriage, sum(span.hours for span in spans))
        return Step(tuple(items), tuple(spans))

    def terminal_for_cargo(self, place: str) -> Terminal | None:
        """The terminal that loads and unloads this cargo at a station, if there is one."""
        kind = self.tariffs.commodity.cargo_kind
        for terminal in self.network.terminals_at(place):
            if kind in terminal.cargo:
                return terminal
        return None

    def _dwell(
        self, place: str, terminal: Terminal | None, carriage: Carriage, *, loading: bool
    ) -> Span:
        verb = "loading" if loading else "unloading"
        keeps = ("end", place, carriage.mode.value)
        if terminal is not None:
            keeps = ("terminal", terminal.id, "")
        if terminal is not None and terminal.handling_h is not None:
            return Span(
                verb, terminal.handling_h, False, terminal, "dwell of the terminal", (), "estimate"
                if "time default" in terminal.handling_basis else "", keeps,
            )  # fmt: skip
        name = f"{'load' if loading else 'unload'}-{carriage.mode}-h"
        figure = self.tariffs.parameter(name)
        return Span(verb, figure.value, False, figure, figure.name, (), "", keeps)

    def _marshalling(self, carriage: Carriage) -> list[Span]:
        if carriage.mode is not Mode.RAIL:
            return []
        figure = self.tariffs.parameter("rail-marshalling-h")
        return [Span("marshalling", figure.value, False, figure, "marshalling at the origin")]

    def _cargo_handling(self, terminal: Terminal | None) -> list[Item]:
        """Handling of the cargo itself, per tonne: the terminal's price or the default's."""
        if terminal is not None and terminal.handling_usd_per_t is not None:
            usd_per_t = terminal.handling_usd_per_t
            figure: Figure = terminal
        else:
            rows = self.tariffs.rows(
                "handling_per_unit", "ALL", "terminal", self.tariffs.commodity.tariff_class
            )
            row = min(rows, key=lambda r: r.id, default=None)
            if row is None:
                return []
            usd_per_t, figure = row.fixed_usd or 0.0, row
        return [
            Item(
                "handling", usd_per_t * self.tariffs.tonnes, figure, "{0:g} USD/t x {1:g} t",
                (usd_per_t, self.tariffs.tonnes),
            )
        ]  # fmt: skip

    def _lift(self, carriage: Carriage) -> list[Item]:
        """Lifting of the containers, per container."""
        rows = self.tariffs.rows("handling_per_unit", "ALL", "terminal", CONTAINER_CLASS)
        row = min(rows, key=lambda r: r.id, default=None)
        if row is None:
            return []
        usd = row.fixed_usd or 0.0
        return [
            Item(
                "handling", usd * carriage.count, row, "{0:g} USD/lift x {1}",
                (usd, carriage.count),
            )
        ]  # fmt: skip

    def _documents(self, carriage: Carriage) -> list[Item]:
        if not carriage.crosses:
            return []
        rows = self.tariffs.rows(
            "documents_per_trip", "ALL", carriage.mode, self.tariffs.commodity.tariff_class
        )
        return [
            Item(
                "documents", self.tariffs.quantity(row, carriage) * (row.fixed_usd or 0.0), row,
                "{0:g} USD/{1} x {2:g}",
                (row.fixed_usd, row.unit, self.tariffs.quantity(row, carriage)),
            )
            for row in rows
        ]  # fmt: skip

    def drayage_truck(self, country: str) -> Carriage | None:
        """The domestic truck that fetches or delivers this cargo in a country most cheaply."""
        trucks = self.drayage_trucks(country)
        return min(trucks, key=lambda priced: priced[0])[1] if trucks else None

    def drayage_trucks(self, country: str) -> list[tuple[float, Carriage]]:
        """Domestic trucks for drayage in a country by id, each with its dollars per km."""
        found = []
        for name in sorted(self.tariffs.commodity.vehicle_ids):
            vehicle = self.facts.vehicles[name]
            if vehicle.mode != Mode.ROAD:
                continue
            for carriage in self.tariffs.carriages_with(vehicle):
                if carriage.crosses or carriage.registration != country:
                    continue
                row = self.tariffs.linehaul_row(country, "", carriage)
                if row is None:
                    continue
                usd = self.tariffs.quantity(row, carriage) * (row.per_km_usd or 0.0)
                usd += self.tariffs.beside_usd_per_km(country, carriage)
                found.append((usd, carriage))
        return found

    def drayage(
        self, country: str, truck: Carriage, km: float, connector: Connector | None
    ) -> Step | None:
        """Truck access over some km between a station, its city, a point or a terminal's sides.

        ``None`` where the country has no tariff for the truck.
        """
        row = self.tariffs.linehaul_row(country, "", truck)
        if row is None:
            return None
        figure = connector or self.tariffs.parameter("access-detour")
        speed = self.tariffs.parameter("access-kmh")
        quantity, per_km = self.tariffs.quantity(row, truck), row.per_km_usd or 0.0
        items = (
            Item(
                "drayage", quantity * per_km * km, row,
                "{0:g} USD/km x {1:.1f} km ({2}) x {3:g} {4}",
                (per_km, km, figure.id, quantity, row.unit), "estimate",
            ),
            *self.tariffs.beside_items(country, truck, km, "estimate"),
        )  # fmt: skip
        span = Span(
            "drayage", km / speed.value, True, speed, "{0:.1f} km at {1:g} km/h", (km, speed.value)
        )
        return Step(items, (span,), self.tariffs.co2e_kg(truck, km))

    def transshipment(self, transfer: Transfer, before: Carriage, after: Carriage) -> Step | None:
        """Change of vehicle at a terminal; ``None`` if it does not handle this cargo so."""
        in_boxes = bool(before.vehicle.container) and (
            before.vehicle.container == after.vehicle.container
        )
        terminal = transfer.terminal
        kind = CONTAINER_CLASS if in_boxes else self.tariffs.commodity.cargo_kind
        if kind not in terminal.cargo:
            return None
        items = self._lift(after) if in_boxes else self._cargo_handling(terminal)
        spans = []
        if terminal.handling_h is not None:
            spans.append(
                Span("transshipment", terminal.handling_h, False, terminal, "dwell of the terminal",
                     (), "estimate" if "time default" in terminal.handling_basis else "",
                     ("terminal", terminal.id, ""))
            )  # fmt: skip
        co2 = 0.0
        if transfer.km:
            truck = before if before.mode is Mode.ROAD else after
            country = self.facts.places[transfer.start].country
            drayage = self.drayage(country, truck, transfer.km, transfer.connector)
            if drayage is None:
                return None
            items += drayage.items
            spans += drayage.spans
            co2 = drayage.co2e_kg
        dwell = sum(span.hours for span in spans)
        marshalling = self._marshalling(after)
        wagons_h = sum(span.hours for span in marshalling)
        items += self._documents(after)
        items += self.tariffs.hire_items(before, dwell)
        items += self.tariffs.hire_items(after, dwell + wagons_h)
        return Step(tuple(items), (*spans, *marshalling), co2)
