"""Found ways as legs, in numbers: what a study adds up and draws."""

from typing import NamedTuple

import numpy as np

from corridors.model.route import LegKind
from corridors.network.passages import Passage
from corridors.solvers.many.ends import EndWay
from corridors.solvers.many.moves import Block
from corridors.solvers.many.quantities import Floats
from corridors.solvers.many.steps import LegForm, StepWriter
from corridors.studies.market import BETWEEN, ORIGINS, Found, Market
from corridors.tables.indicators import BORDER_KINDS


class Leg(NamedTuple):
    """A leg of one shipment.

    Attributes
    ----------
    kind, mode, country, start, end, facility, vehicle, links
        As of `corridors.model.route.Leg`; ``country`` of a crossing is ``KZ>UZ``.
    number
        Vehicles.
    km, wait_h, moving_h, usd
        Of the leg; hours standing and in motion.
    fees_usd
        What is paid at a crossing for the passage alone.
    standing_usd
        What the standing hours cost: hire, and in generalised cost the time of the goods.
    low_usd, high_usd
        Ends of the range of ``usd``.
    goods_usd
        The time of the goods over all hours of the leg, in generalised cost.
    """

    kind: LegKind
    mode: str
    country: str
    start: str
    end: str
    facility: str
    vehicle: str
    links: tuple[str, ...]
    number: int
    km: float
    wait_h: float
    moving_h: float
    usd: float
    fees_usd: float
    standing_usd: float
    low_usd: float
    high_usd: float
    goods_usd: float


class Way(NamedTuple):
    """The way of one shipment: its measure, dollars, hours and legs."""

    measure_usd: float
    usd: float
    hours: float
    time_usd: float
    legs: tuple[Leg, ...]

    @property
    def crossings(self) -> tuple[str, ...]:
        """Ids of its crossings in order of travel."""
        return tuple(leg.facility for leg in self.legs if leg.kind is LegKind.CROSSING)

    @property
    def generalised_usd(self) -> float:
        """Dollars with those of the time of the goods."""
        return self.usd + self.time_usd


class _Form(NamedTuple):
    leg: LegForm
    fees: Floats
    hire: Floats


class Ways:
    """Writes out the ways of a market; a move that many use is written once."""

    def __init__(self, market: Market) -> None:
        self._market = market
        self._writer = StepWriter(market.profile)
        self._known: dict[tuple[int, int], tuple[_Form, ...]] = {}

    def way(self, number: int, found: Found) -> Way:
        """The way of a shipment by its place in the market."""
        market, case = self._market, self._market.case_of[number]
        shipment = market.shipments[number]
        hour = market.hour_usd_per_t(shipment.value_usd_per_t)
        legs = tuple(
            self._leg(form, case.quantity, case.hour_usd)
            for side, move in found.moves
            for form in self._forms(side, move)
        )
        hours = sum(leg.wait_h + leg.moving_h for leg in legs)
        return Way(
            found.usd, sum(leg.usd for leg in legs), hours, hour * case.tonnes * hours, legs
        )  # fmt: skip

    def crossings(self, found: Found) -> tuple[str, ...]:
        """Ids of the crossings of a way, without writing it out."""
        details = (self._market.block_of(*move)[1] for move in found.moves)
        return tuple(detail.id for detail in details if isinstance(detail, Passage))

    def hours(self, number: int, found: Found) -> float:
        """Hours of a way at the present figures."""
        return float(sum(self._market.sides[side].moves.hours[move] for side, move in found.moves))

    def _leg(self, form: _Form, quantity: Floats, hour_usd: float) -> Leg:
        leg = form.leg
        return Leg(
            leg.kind, leg.mode.value, leg.country, leg.start, leg.end, leg.facility, leg.vehicle,
            leg.links, int(quantity[leg.counted_by]), leg.km, leg.wait_h, leg.moving_h,
            float(leg.usd @ quantity), float(form.fees @ quantity),
            leg.wait_h * (float(form.hire @ quantity) + hour_usd),
            float(leg.low @ quantity), float(leg.high @ quantity),
            (leg.wait_h + leg.moving_h) * hour_usd,
        )  # fmt: skip

    def _forms(self, side: int, move: int) -> tuple[_Form, ...]:
        key = (side, move)
        if key not in self._known:
            block, detail = self._market.block_of(side, move)
            legs: tuple[LegForm, ...] = ()
            if detail is not None and side == BETWEEN:
                legs = self._writer.of_move(block, detail)
            elif isinstance(detail, EndWay):
                legs = self._writer.of_end(block, detail, loading=side == ORIGINS)
            self._known[key] = tuple(self._form(block, detail, leg) for leg in legs)
        return self._known[key]

    def _form(self, block: Block, detail: object, leg: LegForm) -> _Form:
        variant = self._market.variants[block.variant]
        fees = np.zeros(len(leg.usd))
        if isinstance(detail, Passage):
            step = variant.book.border.crossing(detail, variant.carriage)
            assert step is not None  # only crossings that admit the carriage become moves
            for item in step.items:
                if item.kind in BORDER_KINDS:
                    fees += item.usd
        hours = leg.wait_h + leg.moving_h
        hired = sum(leg.hires.values(), np.zeros(len(leg.usd)))
        return _Form(leg, fees, hired / hours if hours else np.zeros(len(leg.usd)))
