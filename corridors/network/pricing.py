"""Prices and hours of every step of a shipment (MODEL: money, time).

A `PriceBook` belongs to one network and one shipment. Each method prices one kind of
step as a `Step`; hauls, of which a search prices thousands, are linear in (km, toll,
hours) and priced by the coefficients of a `HaulRate`.
"""

import math
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from corridors.model.shipment import Mode, Shipment
from corridors.network.access import country_of
from corridors.network.carriage import Carriage, carriages_of, vehicles_needed, wagons
from corridors.network.hauls import Way
from corridors.network.items import Figure, Item, Span, Step
from corridors.network.network import Network, Transfer
from corridors.network.passages import Passage
from corridors.units import GRAMS_PER_KG, HOURS_PER_DAY, HOURS_PER_YEAR
from network_data.records import Barrier, Connector, Parameter, Place, Speed, Tariff, Terminal

CONTAINER_CLASS = "container"
PER_TONNE = "tonne"
PER_WAGON = "wagon"
PERISHABLE_ROW = "perishable"
LIVESTOCK = "livestock"
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
    """

    row: Tariff
    quantity: float
    fixed_usd: float
    per_km_usd: float
    hire_usd_per_h: float
    speed_kmh: float | None
    mean_kmh: float
    speed_row: Speed


class Hire(NamedTuple):
    """Hire of a vehicle type: how many, and dollars per day for each."""

    figure: Figure
    number: float
    usd_per_day: float


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
    """

    def __init__(
        self, network: Network, shipment: Shipment, named: frozenset[str] = frozenset()
    ) -> None:
        self.network = network
        self.facts = network.facts
        self.shipment = shipment
        self.tonnes = shipment.tonnes
        self._named = named
        self.commodity = self.facts.commodities[shipment.cargo]
        self._rates: dict[tuple[str, str, str], HaulRate | None] = {}
        self._hires: dict[str, tuple[Hire, ...]] = {}

    # -- rows ---------------------------------------------------------------------------

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

    def _rows(self, basis: str, country: str, mode: str, tariff_class: str) -> Iterable[Tariff]:
        return (
            row
            for row in self._base_rows.get(basis, ())
            if row.country in (country, "ALL")
            and row.mode == mode
            and tariff_class in row.tariff_class
        )

    def linehaul_row(self, country: str, region: str, carriage: Carriage) -> Tariff | None:
        """The tariff row of a carriage's hauls in a country, if there is one.

        The most specific row wins: one that names the vehicle before one that does not,
        one of the region before one of the whole country, then by id.
        """
        vehicle, cargo = carriage.vehicle, self.commodity
        rail = carriage.mode is Mode.RAIL
        in_container = rail and bool(vehicle.container)
        reefer_price = (
            not rail and cargo.perishable and cargo.group != LIVESTOCK and not vehicle.container
        )
        found: list[tuple[bool, bool, str, Tariff]] = []
        tariff_class = CONTAINER_CLASS if in_container else cargo.tariff_class
        for row in self._rows("linehaul", country, carriage.mode, tariff_class):
            if row.region and row.region != region:
                continue
            if in_container and row.unit != vehicle.container:
                continue
            if reefer_price:
                if row.cargo_class != PERISHABLE_ROW:
                    continue
            elif row.vehicle_ids and vehicle.id not in row.vehicle_ids:
                continue
            found.append((not row.vehicle_ids, not row.region, row.id, row))
        return min(found)[3] if found else None

    def quantity(self, row: Tariff, carriage: Carriage) -> float:
        """Units of a tariff row in the shipment."""
        if row.unit == PER_TONNE:
            return self.tonnes
        return wagons(carriage) if row.unit == PER_WAGON else carriage.count

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
                    found.append(Hire(platform, wagons(carriage), platform.usd_per_day_hire))
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
        return wagons(carriage) >= self.parameter("train-wagons").value

    # -- carriages ----------------------------------------------------------------------

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
            count = vehicles_needed(self.tonnes, vehicle, self.commodity)
            wanted += [
                carriage
                for carriage in carriages_of(vehicle, count)
                if not only or carriage.id in only or vehicle.id in only
            ]
        return tuple(
            carriage
            for carriage in wanted
            if not any(self._replaces(other, carriage) for other in wanted)
        )

    def _replaces(self, a: Carriage, b: Carriage) -> bool:
        """Whether wagons ``a`` are at least as good as wagons ``b`` on every step."""
        if (a.mode, a.scope) != (Mode.RAIL, b.scope) or a.vehicle.id == b.vehicle.id:
            return False
        if b.mode is not Mode.RAIL or a.vehicle.container or b.vehicle.container:
            return False
        mine = (a.count, self.hire_usd_per_h(a), a.vehicle.co2_g_per_tkm, self._trainless(a))
        theirs = (b.count, self.hire_usd_per_h(b), b.vehicle.co2_g_per_tkm, self._trainless(b))
        if any(x > y for x, y in zip(mine, theirs, strict=True)):
            return False
        if mine == theirs and a.vehicle.id > b.vehicle.id:
            return False
        return all(
            self.linehaul_row(c, r, a) == self.linehaul_row(c, r, b)
            and self.admits(c, a) >= self.admits(c, b)
            for c, r in self._tariff_areas
        )

    def _trainless(self, carriage: Carriage) -> bool:
        return not self.fills_a_train(carriage)

    @cached_property
    def _tariff_areas(self) -> tuple[tuple[str, str], ...]:
        """Countries and regions for which a linehaul row exists."""
        rows = self._base_rows.get("linehaul", ())
        return tuple(sorted({(row.country, row.region) for row in rows}))

    # -- hauls --------------------------------------------------------------------------

    def haul_rate(self, place: Place, carriage: Carriage) -> HaulRate | None:
        """The rate of a carriage's hauls that begin at a place; ``None`` if there is none."""
        key = (place.country, place.tariff_region, carriage.vehicle.id)
        if key not in self._rates:
            self._rates[key] = self._haul_rate(place, carriage)
        return self._rates[key]

    def _haul_rate(self, place: Place, carriage: Carriage) -> HaulRate | None:
        row = self.linehaul_row(place.country, place.tariff_region, carriage)
        network = self.network
        speed = None
        if carriage.mode is Mode.ROAD:
            speed = network.speed(place.country, Mode.ROAD)
        else:
            if self.fills_a_train(carriage):
                speed = network.speed(place.country, Mode.RAIL, "train")
            speed = speed or network.speed(place.country, Mode.RAIL, "wagonload")
        if row is None or speed is None or speed.kmh_moving is None:
            return None
        if not self.admits(place.country, carriage):
            return None
        quantity = self.quantity(row, carriage)
        return HaulRate(
            row=row,
            quantity=quantity,
            fixed_usd=quantity * (row.fixed_usd or 0.0),
            per_km_usd=quantity * (row.per_km_usd or 0.0),
            hire_usd_per_h=self.hire_usd_per_h(carriage),
            speed_kmh=speed.kmh_moving if carriage.mode is Mode.RAIL else None,
            mean_kmh=speed.kmh_moving,
            speed_row=speed,
        )

    def haul_amounts(
        self, country: str, carriage: Carriage, rate: HaulRate, way: Way
    ) -> tuple[float, float]:
        """Dollars and hours of a haul, the sums of what `haul_step` writes out."""
        usd = rate.fixed_usd + rate.per_km_usd * way.km
        if rate.speed_kmh is not None:
            hours = way.km / rate.speed_kmh
        else:
            hours = way.driving_h + self.rest_hours(way.driving_h)
            usd += way.toll_usd * carriage.count
            for barrier in self._country_barriers.get(country, ()):
                share = self._barrier_share(way.km)
                hours += share * (barrier.extra_h or 0.0)
                usd += share * (barrier.extra_usd or 0.0) * carriage.count
        return usd + rate.hire_usd_per_h * hours, hours

    def haul_step(self, country: str, carriage: Carriage, rate: HaulRate, way: Way) -> Step:
        """A haul written out: haulage, tolls, hire; driving, rests, barriers."""
        row = rate.row
        outside = (row.fit_from_km is not None and way.km < row.fit_from_km) or (
            row.fit_to_km is not None and way.km > row.fit_to_km
        )
        fixed, per_km = row.fixed_usd or 0.0, row.per_km_usd or 0.0
        items = [
            Item(
                "haulage",
                rate.fixed_usd + rate.per_km_usd * way.km,
                row,
                "({0:g} + {1:g} x {2:.1f} km) USD/{3} x {4:g}",
                (fixed, per_km, way.km, row.unit, rate.quantity),
                "estimate" if outside else "",
            )
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
                        "rest", rests, False, self.parameter("aetr-rest-h"),
                        "breaks and daily rests of one driver in {0:.1f} h at the wheel",
                        (way.driving_h,),
                    )
                )  # fmt: skip
            share = self._barrier_share(way.km)
            for barrier in self._country_barriers.get(country, ()):
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
                            "barrier", share * barrier.extra_usd * wagons(carriage), barrier,
                            "{0:g} USD/truck x {1:.3f} x {2}",
                            (barrier.extra_usd, share, carriage.count), "estimate",
                        )
                    )  # fmt: skip
        hours = sum(span.hours for span in spans)
        items += self.hire_items(carriage, hours)
        return Step(tuple(items), tuple(spans), self.co2e_kg(carriage, way.km))

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
        return {
            "drive_h": self.parameter("aetr-drive-h").value,
            "break_h": self.parameter("aetr-break-h").value,
            "day_h": self.parameter("aetr-day-drive-h").value,
            "rest_h": self.parameter("aetr-rest-h").value,
        }

    def rest_hours(self, driving_h: float) -> float:
        """Breaks and daily rests for some hours at the wheel."""
        return rest_hours(driving_h, **self._rules)

    def co2e_kg(self, carriage: Carriage, km: float) -> float:
        """Greenhouse gas of moving the shipment some kilometres."""
        return carriage.vehicle.co2_g_per_tkm * self.tonnes * km / GRAMS_PER_KG

    # -- barriers -----------------------------------------------------------------------

    def _barrier_meets(self, barrier: Barrier) -> bool:
        groups = barrier.groups
        return (
            barrier.use == "now"
            and barrier.add
            and bool(barrier.extra_h or barrier.extra_usd)
            and ("all" in groups or self.commodity.group in groups)
        )

    @cached_property
    def _country_barriers(self) -> dict[str, list[Barrier]]:
        """Road barriers of whole countries that apply by default."""
        found: dict[str, list[Barrier]] = {}
        for barrier in self.facts.barriers.values():
            if (
                barrier.place_kind == "country"
                and not barrier.crossing_ids
                and barrier.mode == "road"
                and barrier.vehicle_reg == "any"
                and self._barrier_meets(barrier)
            ):
                for country in barrier.place_or_country:
                    found.setdefault(country, []).append(barrier)
        return found

    def barrier_hours_per_km(self, country: str) -> float:
        """Hours that country-wide barriers add to a road haul, per km."""
        barriers = self._country_barriers.get(country, ())
        return self._barrier_share_per_km * sum(barrier.extra_h or 0.0 for barrier in barriers)

    def _barrier_share(self, km: float) -> float:
        """Share of a country-wide upper bound that a haul of some km meets."""
        return self._barrier_share_per_km * km

    @cached_property
    def _barrier_share_per_km(self) -> float:
        return self.parameter("police-share").value / self.parameter("police-reference-km").value

    def crossing_barriers(self, passage: Passage) -> list[Barrier]:
        """Barriers that the facts add to a passage by default."""
        border = f"{passage.start_country}>{passage.end_country}"
        return [
            barrier
            for barrier in self._crossing_barriers.get(passage.id, ())
            if barrier.mode == passage.mode
            and barrier.direction in ("both", border, self.direction)
        ]

    @cached_property
    def _crossing_barriers(self) -> dict[str, list[Barrier]]:
        found: dict[str, list[Barrier]] = {}
        for barrier in self.facts.barriers.values():
            if self._barrier_meets(barrier):
                for crossing in barrier.crossing_ids:
                    found.setdefault(crossing, []).append(barrier)
        return found

    @cached_property
    def direction(self) -> str:
        """The direction of trade, such as ``kz-tj``."""
        ends = (self.shipment.origin, self.shipment.destination)
        return "-".join(country_of(self.network, stop).lower() for stop in ends)

    # -- ends ---------------------------------------------------------------------------

    def loading(self, place: str, carriage: Carriage) -> Step:
        """Loading at the origin: handling, documents, dwell, marshalling of wagons."""
        return self._end(place, carriage, loading=True)

    def unloading(self, place: str, carriage: Carriage) -> Step:
        """Unloading at the destination: handling and dwell."""
        return self._end(place, carriage, loading=False)

    def _end(self, place: str, carriage: Carriage, *, loading: bool) -> Step:
        terminal = self._terminal_for_cargo(place) if carriage.mode is Mode.RAIL else None
        items = list(self._cargo_handling(terminal))
        if carriage.mode is Mode.RAIL and carriage.vehicle.container:
            items += self._lift(carriage)
        spans = [self._dwell(terminal, carriage, loading=loading)]
        if loading:
            items += self._documents(carriage)
            spans += self._marshalling(carriage)
        items += self.hire_items(carriage, sum(span.hours for span in spans))
        return Step(tuple(items), tuple(spans))

    def _terminal_for_cargo(self, place: str) -> Terminal | None:
        kind = self.commodity.cargo_kind
        for terminal in self.network.terminals_at(place):
            if kind in terminal.cargo:
                return terminal
        return None

    def _dwell(self, terminal: Terminal | None, carriage: Carriage, *, loading: bool) -> Span:
        verb = "loading" if loading else "unloading"
        if terminal is not None and terminal.handling_h is not None:
            return Span(
                verb, terminal.handling_h, False, terminal, "dwell of the terminal", (), "estimate"
                if "time default" in terminal.handling_basis else "",
            )  # fmt: skip
        name = f"{'load' if loading else 'unload'}-{carriage.mode}-h"
        figure = self.parameter(name)
        return Span(verb, figure.value, False, figure, figure.name)

    def _marshalling(self, carriage: Carriage) -> list[Span]:
        if carriage.mode is not Mode.RAIL:
            return []
        figure = self.parameter("rail-marshalling-h")
        return [Span("marshalling", figure.value, False, figure, "marshalling at the origin")]

    def _cargo_handling(self, terminal: Terminal | None) -> list[Item]:
        """Handling of the cargo itself, per tonne: the terminal's price or the default's."""
        if terminal is not None and terminal.handling_usd_per_t is not None:
            usd_per_t = terminal.handling_usd_per_t
            figure: Figure = terminal
        else:
            rows = self._rows("handling_per_unit", "ALL", "terminal", self.commodity.tariff_class)
            row = min(rows, key=lambda r: r.id, default=None)
            if row is None:
                return []
            usd_per_t, figure = row.fixed_usd or 0.0, row
        return [
            Item(
                "handling", usd_per_t * self.tonnes, figure, "{0:g} USD/t x {1:g} t",
                (usd_per_t, self.tonnes),
            )
        ]  # fmt: skip

    def _lift(self, carriage: Carriage) -> list[Item]:
        """Lifting of the containers, per container."""
        rows = self._rows("handling_per_unit", "ALL", "terminal", CONTAINER_CLASS)
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
        rows = self._rows("documents_per_trip", "ALL", carriage.mode, self.commodity.tariff_class)
        return [
            Item(
                "documents", self.quantity(row, carriage) * (row.fixed_usd or 0.0), row,
                "{0:g} USD/{1} x {2:g}",
                (row.fixed_usd, row.unit, self.quantity(row, carriage)),
            )
            for row in rows
        ]  # fmt: skip

    # -- drayage ------------------------------------------------------------------------

    def drayage_truck(self, country: str) -> Carriage | None:
        """The domestic truck that fetches or delivers this cargo in a country most cheaply."""
        best: tuple[float, str, Carriage] | None = None
        for name in sorted(self.commodity.vehicle_ids):
            vehicle = self.facts.vehicles[name]
            if vehicle.mode != Mode.ROAD:
                continue
            count = vehicles_needed(self.tonnes, vehicle, self.commodity)
            for carriage in carriages_of(vehicle, count):
                if carriage.crosses or carriage.registration != country:
                    continue
                row = self.linehaul_row(country, "", carriage)
                if row is None:
                    continue
                usd = self.quantity(row, carriage) * (row.per_km_usd or 0.0)
                if best is None or (usd, name) < best[:2]:
                    best = (usd, name, carriage)
        return best[2] if best else None

    def drayage(
        self, country: str, truck: Carriage, km: float, connector: Connector | None
    ) -> Step | None:
        """Truck access over some km between a station, its city, a point or a terminal's sides.

        ``None`` where the country has no tariff for the truck.
        """
        row = self.linehaul_row(country, "", truck)
        if row is None:
            return None
        figure = connector or self.parameter("access-detour")
        speed = self.parameter("access-kmh")
        quantity, per_km = self.quantity(row, truck), row.per_km_usd or 0.0
        items = (
            Item(
                "drayage", quantity * per_km * km, row,
                "{0:g} USD/km x {1:.1f} km ({2}) x {3:g} {4}",
                (per_km, km, figure.id, quantity, row.unit), "estimate",
            ),
        )  # fmt: skip
        span = Span(
            "drayage", km / speed.value, True, speed, "{0:.1f} km at {1:g} km/h", (km, speed.value)
        )
        return Step(items, (span,), self.co2e_kg(truck, km))

    # -- crossings ----------------------------------------------------------------------

    def crossing(self, passage: Passage, carriage: Carriage) -> Step | None:
        """A passage: wait, border charge, fees, the hop. ``None`` if it is not admitted."""
        if not carriage.crosses or not passage.admits(self.commodity.hs, carriage.registration):
            return None
        hop = self._hop(passage, carriage)
        if hop is None:
            return None
        spans = [*self._border_waits(passage), *hop.spans]
        items = [*self._border_charges(passage, carriage), *hop.items]
        if carriage.mode is Mode.ROAD:
            items += self._truck_fees(passage, carriage)
        for barrier in self.crossing_barriers(passage):
            if barrier.extra_h:
                spans.append(Span("barrier", barrier.extra_h, False, barrier, "{0}",
                                  (barrier.name,)))  # fmt: skip
            if barrier.extra_usd:
                items.append(
                    Item("barrier", barrier.extra_usd * wagons(carriage), barrier,
                         "{0:g} USD/{1} x {2}",
                         (barrier.extra_usd, _unit(carriage), wagons(carriage)))
                )  # fmt: skip
        items += self.hire_items(carriage, sum(span.hours for span in spans))
        return Step(tuple(items), tuple(spans), hop.co2e_kg)

    def _border_waits(self, passage: Passage) -> list[Span]:
        if passage.wait_h is not None:
            return [
                Span("border", passage.wait_h, False, passage.crossing, "mean wait of the crossing")
            ]
        return [
            Span("border", mean.wait_h, False, mean, "mean of {0} {1} {2}",
                 (mean.country, mean.mode, mean.direction), "derived")
            for mean in passage.means
            if mean.wait_h is not None
        ]  # fmt: skip

    def _border_charges(self, passage: Passage, carriage: Carriage) -> list[Item]:
        count = wagons(carriage)
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
        cls = self.commodity.tariff_class
        rows = [
            (row, "queue fee")
            for country in (passage.start_country, passage.end_country)
            for row in self._rows("queue_per_crossing", country, Mode.ROAD, cls)
        ]
        rows += [
            (row, "entry fee")
            for row in self._rows("entry_per_trip", passage.end_country, Mode.ROAD, cls)
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
            rate = self.haul_rate(places[place], carriage)
            if rate is None:
                return None
            per_km = rate.row.per_km_usd or 0.0
            items.append(
                Item("haulage", rate.per_km_usd * half, rate.row,
                     "{0:g} USD/{1} and km x {2:.1f} km x {3:g}",
                     (per_km, rate.row.unit, half, rate.quantity))
            )  # fmt: skip
            spans.append(
                Span("running", half / rate.mean_kmh, True, rate.speed_row,
                     "{0:.1f} km at {1:g} km/h", (half, rate.mean_kmh))
            )  # fmt: skip
        return Step(tuple(items), tuple(spans), self.co2e_kg(carriage, passage.crossing.km))

    def is_tight(self, passage: Passage) -> bool:
        """Whether the crossing passes few vehicles a day."""
        capacity = passage.crossing.capacity_per_day
        return capacity is not None and capacity <= self.parameter("tight-crossing-per-day").value

    # -- transshipment ------------------------------------------------------------------

    def transshipment(self, transfer: Transfer, before: Carriage, after: Carriage) -> Step | None:
        """Change of vehicle at a terminal; ``None`` if it does not handle this cargo so."""
        in_boxes = bool(before.vehicle.container) and (
            before.vehicle.container == after.vehicle.container
        )
        terminal = transfer.terminal
        kind = CONTAINER_CLASS if in_boxes else self.commodity.cargo_kind
        if kind not in terminal.cargo:
            return None
        items = self._lift(after) if in_boxes else self._cargo_handling(terminal)
        spans = []
        if terminal.handling_h is not None:
            spans.append(
                Span("transshipment", terminal.handling_h, False, terminal, "dwell of the terminal",
                     (), "estimate" if "time default" in terminal.handling_basis else "")
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
        items += self.hire_items(before, dwell)
        items += self.hire_items(after, dwell + wagons_h)
        return Step(tuple(items), (*spans, *marshalling), co2)

    # -- time money ---------------------------------------------------------------------

    @cached_property
    def value_usd(self) -> float:
        """Value of the goods: the shipment's, else that of the facts; 0 if unknown."""
        per_t = self.shipment.value_usd_per_t
        if per_t is None:
            per_t = self.commodity.value_usd_per_t or 0.0
        return per_t * self.tonnes

    def time_items(self, hours: float) -> tuple[Item, ...]:
        """Capital and spoilage of the goods over some hours."""
        rate = self.parameter("capital-rate-per-year")
        items = [
            Item("capital", self.value_usd * rate.value * hours / HOURS_PER_YEAR, rate,
                 "{0:,.0f} USD x {1:g} a year x {2:.1f} h", (self.value_usd, rate.value, hours))
        ]  # fmt: skip
        days = self.commodity.max_transit_days
        if self.commodity.perishable and days:
            share = self.parameter("spoilage-share")
            items.append(
                Item("spoilage", self.value_usd * share.value * hours / (days * HOURS_PER_DAY),
                     share, "{0:,.0f} USD x {1:g} in {2:g} days x {3:.1f} h",
                     (self.value_usd, share.value, days, hours))
            )  # fmt: skip
        return tuple(items)

    @cached_property
    def time_usd_per_h(self) -> float:
        """Capital and spoilage per hour."""
        return sum(item.usd for item in self.time_items(1.0))


def _unit(carriage: Carriage) -> str:
    """What one vehicle of a carriage is called."""
    return "truck" if carriage.mode is Mode.ROAD else "wagon"


def _fits(row: Tariff, payload_t: float) -> bool:
    """Whether a fee row is for trucks of this payload (above the lower, up to the upper)."""
    return (row.min_payload_t is None or payload_t > row.min_payload_t) and (
        row.max_payload_t is None or payload_t <= row.max_payload_t
    )
