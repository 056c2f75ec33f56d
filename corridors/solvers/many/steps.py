"""What moves stand for: their legs, with money and its range as forms."""

from collections.abc import Hashable
from typing import NamedTuple, cast

import numpy as np

from corridors.model.route import LegKind
from corridors.model.shipment import Mode
from corridors.network.access import Access
from corridors.network.carriage import Carriage
from corridors.network.hauls import Way
from corridors.network.items import Figure, Item, Step, confidence_range
from corridors.network.network import Transfer
from corridors.network.passages import Passage
from corridors.solvers.many.ends import EndWay
from corridors.solvers.many.moves import Block
from corridors.solvers.many.profile import Profile, Variant
from corridors.solvers.many.quantities import Floats


class LegForm(NamedTuple):
    """A leg of every tonnage.

    ``counted_by`` is the quantity that is the number of its vehicles; ``low`` and ``high``
    are the ends of the range of its money, ``hires`` the parts of it that hire each vehicle type,
    and ``co2`` is kg of CO2e per tonne. Other names as of `corridors.model.route.Leg`.
    """

    kind: LegKind
    mode: Mode
    country: str
    start: str
    end: str
    facility: str
    vehicle: str
    counted_by: int
    km: float
    wait_h: float
    moving_h: float
    usd: Floats
    low: Floats
    high: Floats
    co2: float
    hires: dict[str, Floats]
    links: tuple[str, ...] = ()


class StepWriter:
    """Writes the legs of the moves of a profile."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self._places = profile.facts.places
        self._count = {kind.vehicle.id: kind.count for kind in profile.quantities.types}
        self._ends: dict[Hashable, LegForm] = {}
        self._hauls: dict[Hashable, LegForm] = {}
        self._handled: dict[tuple[object, ...], tuple[LegForm, ...]] = {}
        # By the id of a figure, which is kept so that no other comes to have it.
        self._ranges: dict[tuple[int, str], tuple[Figure, tuple[float, float, float]]] = {}

    def of_end(self, block: Block, detail: EndWay, *, loading: bool) -> tuple[LegForm, ...]:
        """The legs of a way of an end, in order of travel."""
        variant, access = self.profile.variants[block.variant], detail.access
        # Ways of an end to different gateways share it.
        key = (loading, block.variant, access.stop, access.place, access.mode, detail.truck)
        if key not in self._handled:
            self._handled[key] = self._handling(variant, detail, loading=loading)
        handled = self._handled[key]
        if detail.way is None:
            return handled
        return (
            (*handled, self.haul(variant, detail.start, detail.way))
            if loading
            else (
                self.haul(variant, detail.start, detail.way),
                *handled,
            )
        )

    def of_move(self, block: Block, detail: object) -> tuple[LegForm, ...]:
        """The legs of a move between gateways: one, or none where a haul is made ready."""
        variant = self.profile.variants[block.variant]
        if isinstance(detail, Passage):
            return (self._crossing(variant, detail),)
        if isinstance(detail, Transfer):
            return (self._transshipment(self.profile.variants[block.before], variant, detail),)
        start, _, way = cast(tuple[str, str, Way], detail)
        return (self.haul(variant, start, way),)

    def haul(self, variant: Variant, start: str, way: Way) -> LegForm:
        """A haul from a place over a way; registrations of one vehicle share what it costs."""
        place, carriage = self._places[start], variant.carriage
        end = way.chain.place if way.chain is not None else start
        key = (
            carriage.vehicle.id, variant.train, start, end,
            way.km, way.driving_h, way.toll_usd, way.gates,
        )  # fmt: skip
        if key not in self._hauls:
            rate = variant.book.haulage.rate(place, carriage)
            assert rate is not None  # only hauls that have a rate become moves
            step = variant.book.haulage.step(place.country, carriage, rate, way)
            self._hauls[key] = self._leg(
                LegKind.HAUL, carriage, step, place.country, start, end,
                km=way.km, links=way.links(),
            )  # fmt: skip
        return self._hauls[key]._replace(vehicle=carriage.id)

    def _crossing(self, variant: Variant, passage: Passage) -> LegForm:
        step = variant.book.border.crossing(passage, variant.carriage)
        assert step is not None  # only crossings that admit the carriage become moves
        return self._leg(
            LegKind.CROSSING, variant.carriage, step,
            f"{passage.start_country}>{passage.end_country}", passage.start, passage.end,
            km=passage.crossing.km, facility=passage.id,
        )  # fmt: skip

    def _transshipment(self, before: Variant, after: Variant, transfer: Transfer) -> LegForm:
        step = before.book.handling.transshipment(transfer, before.carriage, after.carriage)
        assert step is not None  # only transshipments that are handled become moves
        return self._leg(
            LegKind.TRANSSHIPMENT, after.carriage, step, self._places[transfer.start].country,
            transfer.start, transfer.end, km=transfer.km, facility=transfer.terminal.id,
            mode=Mode.ROAD,
        )  # fmt: skip

    def _handling(self, variant: Variant, detail: EndWay, *, loading: bool) -> tuple[LegForm, ...]:
        """Loading or unloading with its drayage, in order of travel."""
        access, carriage = detail.access, variant.carriage
        handling = variant.book.handling
        place, country = access.place, self._places[access.place].country
        truck = self._truck(carriage, country, detail)
        rail = carriage.mode is Mode.RAIL
        at = place if rail or truck is None else access.stop
        key = self.profile.end_key(place, variant, loading=loading)
        if key not in self._ends:
            kind = LegKind.LOADING if loading else LegKind.UNLOADING
            step = (handling.loading if loading else handling.unloading)(place, carriage)
            self._ends[key] = self._leg(kind, carriage, step, country, at, at)
        leg = self._ends[key]._replace(country=country, start=at, end=at, vehicle=carriage.id)
        if truck is None:
            return (leg,)
        drayage = self._drayage(truck, access, country, variant, loading=loading)
        return (drayage, leg) if loading is rail else (leg, drayage)

    def _truck(self, carriage: Carriage, country: str, detail: EndWay) -> Carriage | None:
        if not detail.access.km:
            return None
        if carriage.mode is Mode.ROAD:
            return carriage
        trucks = self.profile.drayage_trucks(country)
        return trucks[detail.truck][1] if trucks else None

    def _drayage(
        self, truck: Carriage, access: Access, country: str, variant: Variant, *, loading: bool
    ) -> LegForm:
        step = variant.book.handling.drayage(country, truck, access.km, access.connector)
        assert step is not None  # only drayage that has a tariff becomes part of a move
        ends = (access.stop, access.place) if loading else (access.place, access.stop)
        return self._leg(LegKind.HAUL, truck, step, country, *ends, km=access.km)

    def _leg(
        self,
        kind: LegKind,
        carriage: Carriage,
        step: Step,
        country: str,
        start: str,
        end: str,
        *,
        km: float = 0.0,
        facility: str = "",
        links: tuple[str, ...] = (),
        mode: Mode | None = None,
    ) -> LegForm:
        factors = np.array([self._factors(item) for item in step.items]).reshape(-1, 3)
        forms = np.array([item.usd for item in step.items])
        usd, low, high = factors.T @ forms.reshape(-1, self.profile.quantities.size)
        hires: dict[str, Floats] = {}
        for item in step.items:
            if item.kind == "hire":
                name, paid = item.figure.id, np.asarray(item.usd)
                hires[name] = hires[name] + paid if name in hires else paid
        moving_h = sum(span.hours for span in step.spans if span.moving)
        return LegForm(
            kind, mode or carriage.mode, country, start, end, facility, carriage.id,
            self._count[carriage.vehicle.id], km, step.hours - moving_h, moving_h,
            usd, low, high, float(np.sum(step.co2e_kg)), hires, links,
        )  # fmt: skip

    def _factors(self, item: Item) -> tuple[float, float, float]:
        """1, and the factors of the ends of the range of an item."""
        key = (id(item.figure), item.confidence)
        if key not in self._ranges:
            ends = confidence_range(self.profile.facts, item.figure, item.confidence)
            self._ranges[key] = item.figure, (1.0, *ends)
        return self._ranges[key][1]
