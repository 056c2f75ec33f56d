"""Border crossings: the wait, the charge, the fees of trucks, the hop between the posts."""

from corridors.model.shipment import Mode
from corridors.network.barriers import Barriers, meets
from corridors.network.carriage import Carriage
from corridors.network.haulage import Haulage
from corridors.network.items import Item, Span, Step
from corridors.network.passages import Passage
from corridors.network.tariffs import Tariffs
from network_data import Facts
from network_data.records import Tariff


class Border:
    """Steps of one shipment at crossings."""

    def __init__(
        self, facts: Facts, tariffs: Tariffs, barriers: Barriers, haulage: Haulage
    ) -> None:
        self.facts = facts
        self.tariffs = tariffs
        self.barriers = barriers
        self.haulage = haulage

    def crossing(self, passage: Passage, carriage: Carriage) -> Step | None:
        """A passage: wait, border charge, fees, the hop. ``None`` if it is not admitted."""
        if not carriage.crosses or not passage.admits(
            self.tariffs.commodity.hs, carriage.registration
        ):
            return None
        hop = self._hop(passage, carriage)
        if hop is None:
            return None
        spans = [*self._border_waits(passage), *hop.spans]
        items = [*self._border_charges(passage, carriage), *hop.items]
        if carriage.mode is Mode.ROAD:
            items += self._truck_fees(passage, carriage)
        for barrier in self.barriers.at(passage):
            if not meets(barrier, carriage.registration):
                continue
            if barrier.extra_h:
                spans.append(Span("barrier", barrier.extra_h, False, barrier, "{0}",
                                  (barrier.name,), "", _keeps(passage)))  # fmt: skip
            if barrier.extra_usd:
                items.append(
                    Item("barrier", barrier.extra_usd * carriage.wagons, barrier,
                         "{0:g} USD/{1} x {2}",
                         (barrier.extra_usd, _unit(carriage), carriage.wagons))
                )  # fmt: skip
        items += self.tariffs.hire_items(carriage, sum(span.hours for span in spans))
        return Step(tuple(items), tuple(spans), hop.co2e_kg)

    def _border_waits(self, passage: Passage) -> list[Span]:
        if passage.wait_h is not None:
            return [
                Span("border", passage.wait_h, False, passage.crossing,
                     "mean wait of the crossing", (), "", _keeps(passage))
            ]  # fmt: skip
        return [
            Span("border", mean.wait_h, False, mean, "mean of {0} {1} {2}",
                 (mean.country, mean.mode, mean.direction), "derived", _keeps(passage))
            for mean in passage.means
            if mean.wait_h is not None
        ]  # fmt: skip

    def _border_charges(self, passage: Passage, carriage: Carriage) -> list[Item]:
        count = carriage.wagons
        if passage.usd is not None:
            return [
                Item("border", passage.usd * count, passage.crossing, "{0:g} USD/{1} x {2}",
                     (passage.usd, _unit(carriage), count))
            ]  # fmt: skip
        return [
            Item("border", mean.cost_usd * count, mean, "{0:g} USD/{1} x {2}, mean of {3} {4}",
                 (mean.cost_usd, _unit(carriage), count, mean.country, mean.direction),
                 "derived")
            for mean in passage.means
            if mean.cost_usd is not None
        ]  # fmt: skip

    def _truck_fees(self, passage: Passage, truck: Carriage) -> list[Item]:
        """The queue slot of each country that sells one and the entry fee of the next."""
        cls = self.tariffs.commodity.tariff_class
        rows = [
            (row, "queue fee")
            for country in (passage.start_country, passage.end_country)
            for row in self.tariffs.rows("queue_per_crossing", country, Mode.ROAD, cls)
        ]
        rows += [
            (row, "entry fee")
            for row in self.tariffs.rows("entry_per_trip", passage.end_country, Mode.ROAD, cls)
            if truck.registration in row.vehicle_reg and _fits(row, truck.vehicle.payload_t)
        ]
        return [
            Item(kind, (row.fixed_usd or 0.0) * truck.count, row, "{0:g} USD/truck x {1}",
                 (row.fixed_usd, truck.count))
            for row, kind in rows
        ]  # fmt: skip

    def _hop(self, passage: Passage, carriage: Carriage) -> Step | None:
        """The border hop: half its km at the rate per km of either country."""
        places = self.facts.places
        items, spans = [], []
        half = passage.crossing.km / 2
        for place in (passage.start, passage.end):
            rate = self.haulage.rate(places[place], carriage)
            if rate is None:
                return None
            per_km = rate.row.per_km_usd or 0.0
            items.append(
                Item("haulage", rate.per_km_usd * half, rate.row,
                     "{0:g} USD/{1} and km x {2:.1f} km x {3:g}",
                     (per_km, rate.row.unit, half, rate.quantity))
            )  # fmt: skip
            items += self.tariffs.beside_items(places[place].country, carriage, half)
            spans.append(
                Span("running", half / rate.mean_kmh, True, rate.speed_row,
                     "{0:.1f} km at {1:g} km/h", (half, rate.mean_kmh))
            )  # fmt: skip
        return Step(tuple(items), tuple(spans), self.tariffs.co2e_kg(carriage, passage.crossing.km))

    def is_tight(self, passage: Passage) -> bool:
        """Whether the crossing passes few vehicles a day."""
        capacity = passage.crossing.capacity_per_day
        return (
            capacity is not None
            and capacity <= self.tariffs.parameter("tight-crossing-per-day").value
        )


def _keeps(passage: Passage) -> tuple[str, str, str]:
    """Whose opening hours the wait at a passage keeps to."""
    return ("crossing", passage.id, passage.end_country)


def _unit(carriage: Carriage) -> str:
    """What one vehicle of a carriage is called."""
    return "truck" if carriage.mode is Mode.ROAD else "wagon"


def _fits(row: Tariff, payload_t: float) -> bool:
    """Whether a fee row is for trucks of this payload (above the lower, up to the upper)."""
    return (row.min_payload_t is None or payload_t > row.min_payload_t) and (
        row.max_payload_t is None or payload_t <= row.max_payload_t
    )
