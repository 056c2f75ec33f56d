"""Haulage: what hauls cost and how long they take.

Hauls, of which a search prices thousands, are linear in (km, toll, hours) and priced by the
coefficients of a `HaulRate`.
"""

import math
from functools import cached_property
from typing import NamedTuple

from corridors.model.shipment import Mode
from corridors.network.barriers import Barriers
from corridors.network.carriage import Carriage
from corridors.network.hauls import Way
from corridors.network.items import Item, Span, Step
from corridors.network.network import Network
from corridors.network.tariff_rules import TariffRules
from corridors.network.tariffs import Tariffs
from network_data import Facts
from network_data.records import Place, Speed, Tariff

ROUNDING_H = 1e-9


class HaulRate(NamedTuple):
    """What a carriage costs on hauls of one country, for the whole shipment.

    Attributes
    ----------
    row
        The tariff row.
    quantity
        Units of the row in the shipment (tonnes, trucks, wagons, containers).
    fixed_usd, per_km_usd
        Dollars per haul and per kilometre.
    hire_usd_per_h
        Dollars per hour of the vehicles' hire.
    speed_kmh
        Commercial speed for rail, ``None`` for road, where the way has its own hours.
    mean_kmh
        Moving speed of the row; that of a border hop.
    speed_row
        The row of that speed.
    beside_usd_per_km
        Dollars per kilometre beside the row: own cost of wagons, empty return.
    """

    row: Tariff
    quantity: float
    fixed_usd: float
    per_km_usd: float
    hire_usd_per_h: float
    speed_kmh: float | None
    mean_kmh: float
    speed_row: Speed
    beside_usd_per_km: float = 0.0


def rest_hours(
    driving_h: float, *, drive_h: float, break_h: float, day_h: float, rest_h: float
) -> float:
    """Breaks and daily rests of one driver on a trip (AETR).

    A break after ``drive_h`` hours at the wheel, a daily rest after ``day_h``; the driver
    starts rested, and no rest follows the last hour.

    Examples
    --------
    >>> rules = {"drive_h": 4.5, "break_h": 0.75, "day_h": 9, "rest_h": 11}
    >>> rest_hours(4.5, **rules), rest_hours(9, **rules), rest_hours(14, **rules)
    (0.0, 0.75, 12.5)
    """
    if driving_h <= ROUNDING_H:
        return 0.0
    full_days = math.ceil(driving_h / day_h - ROUNDING_H) - 1
    last_day_h = driving_h - full_days * day_h
    breaks_per_day = math.ceil(day_h / drive_h - ROUNDING_H) - 1
    breaks = full_days * breaks_per_day + math.ceil(last_day_h / drive_h - ROUNDING_H) - 1
    return full_days * rest_h + breaks * break_h


def rest_rules(facts: Facts, drivers: int) -> dict[str, float]:
    """What `rest_hours` needs to know, for one driver or two."""
    value = facts.parameters
    if drivers == 2:
        # Two take turns: neither needs a break, and the day holds the hours of both.
        day_h = value["aetr-crew-drive-h"].value
        return {
            "drive_h": day_h, "break_h": 0.0, "day_h": day_h,
            "rest_h": value["aetr-crew-rest-h"].value,
        }  # fmt: skip
    return {
        "drive_h": value["aetr-drive-h"].value,
        "break_h": value["aetr-break-h"].value,
        "day_h": value["aetr-day-drive-h"].value,
        "rest_h": value["aetr-rest-h"].value,
    }


class Haulage:
    """Rates, amounts and steps of the hauls of one shipment."""

    def __init__(
        self,
        network: Network,
        tariffs: Tariffs,
        barriers: Barriers,
        rules: TariffRules,
        drivers: int = 1,
    ) -> None:
        self.drivers = drivers
        self.rules = rules
        self.network = network
        self.facts = network.facts
        self.tariffs = tariffs
        self.barriers = barriers
        self._rates: dict[tuple[str, str, str], HaulRate | None] = {}

    def rate(self, place: Place, carriage: Carriage) -> HaulRate | None:
        """The rate of a carriage's hauls that begin at a place; ``None`` if there is none."""
        key = (place.country, place.tariff_region, carriage.id)
        if key not in self._rates:
            self._rates[key] = self._rate(place, carriage)
        return self._rates[key]

    def _rate(self, place: Place, carriage: Carriage) -> HaulRate | None:
        row = self.tariffs.linehaul_row(place.country, place.tariff_region, carriage)
        network = self.network
        speed = None
        if carriage.mode is Mode.ROAD:
            speed = network.speed(place.country, Mode.ROAD)
        else:
            if self.tariffs.fills_a_train(carriage):
                speed = network.speed(place.country, Mode.RAIL, "train")
            speed = speed or network.speed(place.country, Mode.RAIL, "wagonload")
        if row is None or speed is None or speed.kmh_moving is None:
            return None
        if not self.tariffs.admits(place.country, carriage):
            return None
        quantity = self.tariffs.quantity(row, carriage)
        return HaulRate(
            row=row,
            quantity=quantity,
            fixed_usd=quantity * (row.fixed_usd or 0.0),
            per_km_usd=quantity * (row.per_km_usd or 0.0),
            hire_usd_per_h=self.tariffs.hire_usd_per_h(carriage),
            speed_kmh=speed.kmh_moving if carriage.mode is Mode.RAIL else None,
            mean_kmh=speed.kmh_moving,
            speed_row=speed,
            beside_usd_per_km=self.tariffs.beside_usd_per_km(place.country, carriage),
        )

    def least(self, country: str, carriage: Carriage, rate: HaulRate) -> tuple[float, float]:
        """Dollars per haul and per km below those of every haul, whatever rules are in force."""
        if rate.speed_kmh is None:
            return rate.fixed_usd, rate.per_km_usd
        return self.rules.least(country, carriage, rate.fixed_usd, rate.per_km_usd)

    def amounts(
        self, country: str, carriage: Carriage, rate: HaulRate, way: Way
    ) -> tuple[float, float]:
        """Dollars and hours of a haul, the sums of what `step` writes out."""
        usd = rate.fixed_usd + rate.per_km_usd * way.km
        if rate.speed_kmh is not None:
            usd += self.rules.change_usd(country, carriage, way, usd)
        usd += rate.beside_usd_per_km * way.km
        if rate.speed_kmh is not None:
            hours = way.km / rate.speed_kmh
        else:
            hours = way.driving_h + self.rest_hours(way.driving_h)
            usd += way.toll_usd * carriage.count
            for barrier in self.barriers.in_country(country):
                share = self.barriers.share(way.km)
                hours += share * (barrier.extra_h or 0.0)
                usd += share * (barrier.extra_usd or 0.0) * carriage.count
        return usd + rate.hire_usd_per_h * hours, hours

    def step(self, country: str, carriage: Carriage, rate: HaulRate, way: Way) -> Step:
        """A haul written out: haulage, tariff rules, tolls, hire; driving, rests, barriers."""
        row = rate.row
        outside = (row.fit_from_km is not None and way.km < row.fit_from_km) or (
            row.fit_to_km is not None and way.km > row.fit_to_km
        )
        fixed, per_km = row.fixed_usd or 0.0, row.per_km_usd or 0.0
        haulage = Item(
            "haulage",
            rate.fixed_usd + rate.per_km_usd * way.km,
            row,
            "({0:g} + {1:g} x {2:.1f} km) USD/{3} x {4:g}",
            (fixed, per_km, way.km, row.unit, rate.quantity),
            "estimate" if outside else "",
        )
        rail = carriage.mode is Mode.RAIL
        items = [
            *(self.rules.items(country, carriage, way, haulage) if rail else (haulage,)),
            *self.tariffs.beside_items(country, carriage, way.km),
        ]
        spans = []
        if rate.speed_kmh is not None:
            spans.append(
                Span(
                    "running", way.km / rate.speed_kmh, True, rate.speed_row,
                    "{0:.1f} km at {1:g} km/h", (way.km, rate.speed_kmh),
                )
            )  # fmt: skip
        else:
            items += self._toll_items(way, carriage)
            spans.append(
                Span(
                    "driving", way.driving_h, True, rate.speed_row,
                    "{0:.1f} km; practical speed of each link scaled to the measured mean",
                    (way.km,), "derived",
                )
            )  # fmt: skip
            rests = self.rest_hours(way.driving_h)
            if rests:
                spans.append(
                    Span(
                        "rest", rests, False, self.tariffs.parameter(
                            "aetr-rest-h" if self.drivers == 1 else "aetr-crew-rest-h"
                        ),
                        "{0} in {1:.1f} h at the wheel",
                        ("breaks and daily rests of one driver" if self.drivers == 1
                         else "daily rests of two drivers", way.driving_h),
                    )
                )  # fmt: skip
            share = self.barriers.share(way.km)
            for barrier in self.barriers.in_country(country):
                if barrier.extra_h:
                    spans.append(
                        Span(
                            "barrier", share * barrier.extra_h, False, barrier,
                            "{0:g} h x {1:.3f} (share of the upper bound, by km)",
                            (barrier.extra_h, share), "estimate",
                        )
                    )  # fmt: skip
                if barrier.extra_usd:
                    items.append(
                        Item(
                            "barrier", share * barrier.extra_usd * carriage.count, barrier,
                            "{0:g} USD/truck x {1:.3f} x {2}",
                            (barrier.extra_usd, share, carriage.count), "estimate",
                        )
                    )  # fmt: skip
        hours = sum(span.hours for span in spans)
        items += self.tariffs.hire_items(carriage, hours)
        return Step(tuple(items), tuple(spans), self.tariffs.co2e_kg(carriage, way.km))

    def _toll_items(self, way: Way, carriage: Carriage) -> list[Item]:
        km_by_toll: dict[str, float] = {}
        if way.toll_usd:
            for link_id in way.links():
                link = self.facts.links[link_id]
                if link.toll:
                    km_by_toll[link.toll] = km_by_toll.get(link.toll, 0.0) + link.km
        items = []
        for toll, km in sorted(km_by_toll.items()):
            row = self.facts.tariffs[toll]
            per_km = row.per_km_usd or 0.0
            items.append(
                Item(
                    "toll", per_km * km * carriage.count, row,
                    "{0:g} USD/km x {1:.1f} km x {2}", (per_km, km, carriage.count),
                )
            )  # fmt: skip
        return items

    @cached_property
    def _rules(self) -> dict[str, float]:
        return rest_rules(self.facts, self.drivers)

    @property
    def rest_line(self) -> tuple[float, float]:
        """Slope and offset of a straight line below the hours of a haul with its daily rests.

        ``slope x driving_h - offset`` touches them where a rest falls due and is passed by
        them elsewhere.
        """
        rest_h = self._rules["rest_h"]
        return 1.0 + rest_h / self._rules["day_h"], rest_h

    def rest_hours(self, driving_h: float) -> float:
        """Breaks and daily rests for some hours at the wheel."""
        return rest_hours(driving_h, **self._rules)
