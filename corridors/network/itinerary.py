"""From the moves of a solver back to the legs of a route, every number written out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from corridors.model.phrase import Phrase, Series
from corridors.model.route import Leg, LegKind, Reliability, Route
from corridors.model.shipment import Mode
from corridors.network.access import Access
from corridors.network.carriage import Carriage
from corridors.network.graph import Move, ShipmentGraph
from corridors.network.hauls import Way
from corridors.network.items import Item, Span, Step, written_charge, written_spell
from corridors.network.limits import hazmat_note, season_notes, wait_note
from corridors.network.network import Transfer
from corridors.network.passages import Passage
from corridors.units import HOUR_SCALE, hour_units

if TYPE_CHECKING:
    from datetime import datetime

    from corridors.network.clock import Clock, Opening

TRUCK_ACCESS = Phrase("truck access")
"""The note of the haul between a stop and the place where it gets on the network."""


class Departure(NamedTuple):
    """When a dated route sets out: the clock, and units after the clock's own departure."""

    clock: "Clock"
    at: int = 0


class Timed(NamedTuple):
    """A span of a dated route, and what its hours wait for."""

    span: Span
    opening: "Opening | None"
    gated: bool = False


def write_route(
    graph: ShipmentGraph,
    moves: Sequence[Move],
    tags: tuple[str, ...] = (),
    departure: Departure | None = None,
) -> Route:
    """The route that a sequence of moves from start to end stands for."""
    writer = _Writer(graph, departure)
    for move in moves:
        writer.add(move)
    hours = sum(leg.wait_h + leg.moving_h for leg in writer.legs)
    book = graph.book
    days = book.commodity.max_transit_days
    notes = [*writer.notes, *filter(None, [hazmat_note(book.commodity)])]
    if days is not None and hours > days * 24:
        notes.append(
            Phrase(
                "takes {taken:.1f} days, longer than the {days:g} days that {cargo} keeps",
                taken=hours / 24,
                days=days,
                cargo=book.commodity.name,
            )
        )
    return Route(
        legs=tuple(writer.legs),
        tonnes=graph.shipment.tonnes,
        time_charges=tuple(written_charge(item, book.facts) for item in book.time_items(hours)),
        tags=tags,
        notes=tuple(dict.fromkeys(notes)),
        reliability=_reliability(graph, writer.timed, departure) if departure else None,
    )


class _Writer:
    """Writes one leg after another, keeping the place and the clock."""

    def __init__(self, graph: ShipmentGraph, departure: Departure | None) -> None:
        self.graph = graph
        self.departure = departure
        self.timed: list[Timed] = []
        self.units = departure.at if departure else 0
        self.so_far_h = 0.0  # within the move, whose parts are rounded together
        self.cheapest: Carriage | None = None
        self.places = graph.book.facts.places
        self.legs: list[Leg] = []
        self.notes: list[str] = []
        self.place = ""
        self.carriage = graph.carriages[0]
        self.clock_h = 0.0

    def add(self, move: Move) -> None:
        """Write the legs of a move."""
        carriage = self.graph.carriages[move.carriage]
        detail = move.detail
        self.so_far_h = 0.0
        rate = self.graph.book.tariffs.hire_usd_per_h
        if self.cheapest is None or rate(carriage) < rate(self.cheapest):
            self.cheapest = carriage
        if isinstance(detail, Access):
            self._end(move.kind, detail, carriage)
        elif isinstance(detail, Way):
            self._haul(move.head[0], detail, carriage)
        elif isinstance(detail, Passage):
            self._crossing(detail, carriage)
        else:
            self._transshipment(detail, self.carriage, carriage)
        self.carriage = carriage

    def _leg(
        self,
        kind: LegKind,
        carriage: Carriage,
        step: Step,
        start: str,
        end: str,
        *,
        country: str,
        km: float = 0.0,
        mode: Mode | None = None,
        facility: str = "",
        links: tuple[str, ...] = (),
        notes: tuple[str, ...] = (),
        gates: int = 0,
    ) -> None:
        facts = self.graph.book.facts
        begun = self.units
        if self.departure is not None:
            step = self._waited(self.departure.clock, step, gates)
        leg = Leg(
            kind=kind,
            mode=mode or carriage.mode,
            country=country,
            start=start,
            end=end,
            km=km,
            vehicle=carriage.id,
            count=carriage.count,
            start_h=self.clock_h,
            charges=tuple(
                written_charge(item, facts) for item in step.items if item.usd or item.range_usd
            ),
            spells=tuple(written_spell(span) for span in step.spans if span.hours),
            co2e_kg=step.co2e_kg,
            facility=facility,
            links=links,
            notes=notes,
            start_at=self._at(begun, start, country),
            end_at=self._at(self.units, end, country[-2:]),
        )
        self.legs.append(leg)
        self.clock_h = leg.end_h
        self.place = end

    def _at(self, units: int, place: str, country: str) -> "datetime | None":
        if self.departure is None:
            return None
        return self.departure.clock.at(units, place, country[:2])

    def _waited(self, clock: "Clock", step: Step, gates: int) -> Step:
        """A step with its waits for openings, and the hire that they cost."""
        spans: list[Span] = []
        if gates:
            opening = clock.gate(gates)
            units = hour_units(step.hours)
            start = opening.start_for(self.units, units)
            spans += self._waits(opening, self.units, start, start + units)
            self.units = start
            # The haul sets out as a whole: its spread is that of its hours in motion.
            whole = max(step.spans, key=lambda span: span.hours)
            self.timed.append(Timed(whole._replace(hours=step.hours), opening, gated=True))
        for span in step.spans:
            before = hour_units(self.so_far_h)
            self.so_far_h += span.hours
            units = hour_units(self.so_far_h) - before
            open_at = clock.opening(span.keeps) if span.keeps else None
            end = self.units + units if open_at is None else open_at.end_of(self.units, units)
            if open_at is not None:
                spans += self._waits(open_at, self.units, end - units, end)
            spans.append(span)
            self.units = end
            if not gates:
                self.timed.append(Timed(span, open_at))
        waited_h = sum(span.hours for span in spans if span.kind == "opening")
        items = list(step.items)
        if waited_h and self.cheapest is not None:
            hire = self.graph.book.tariffs.hire_items(self.cheapest, waited_h)
            items += [item._replace(template=item.template + ", standing") for item in hire]
        return step._replace(items=tuple(items), spans=tuple(spans))

    def _waits(self, opening: "Opening", start: int, end: int, last: int) -> list[Span]:
        """The ``end - start`` units that something closed adds, by what closed it."""
        return [
            Span("opening", units / HOUR_SCALE, False, closed.figure, "{0}", (closed.why,))
            for closed, units in opening.waits(start, end, last)
        ]

    def _end(self, kind: LegKind, access: Access, carriage: Carriage) -> None:
        loading = kind is LegKind.LOADING
        graph = self.graph
        steps = graph.end_steps(access, carriage, loading=loading) or ()
        country = self.places[access.place].country
        place, stop = access.place, access.stop
        truck = graph.drayage_carriage(access, carriage) if access.km else None
        if access.km and truck is None:
            self.notes.append(
                Phrase(
                    "{km:.0f} km between {stop} and {place} are not priced: no truck of the"
                    " facts carries this cargo",
                    km=access.km,
                    stop=stop,
                    place=place,
                )
            )
        if not access.km or truck is None:
            self._leg(kind, carriage, steps[0], place, place, country=country)
            return
        handled_at = place if carriage.mode is Mode.RAIL else stop
        start, end = (stop, place) if loading else (place, stop)
        for step in steps:
            if any(item.kind == "drayage" for item in step.items):
                self._leg(
                    LegKind.HAUL, truck, step, start, end, country=country, km=access.km,
                    notes=(TRUCK_ACCESS,),
                )  # fmt: skip
            else:
                self._leg(kind, carriage, step, handled_at, handled_at, country=country)

    def _haul(self, to: str, way: Way, carriage: Carriage) -> None:
        start = self.places[self.place]
        book = self.graph.book
        rate = book.haulage.rate(start, carriage)
        assert rate is not None  # the graph only has hauls that have a rate
        step = book.haulage.step(start.country, carriage, rate, way)
        notes: list[str] = []
        row = rate.row
        if step.items[0].confidence == "estimate" and row.confidence != "estimate":
            notes.append(
                Phrase(
                    "{km:.0f} km is outside the {low:g}-{high:g} km that {row} was fitted to",
                    km=way.km,
                    low=row.fit_from_km,
                    high=row.fit_to_km,
                    row=row.id,
                )
            )
        if start.country in carriage.vehicle.unverified_in:
            notes.append(
                Phrase(
                    "whether {country} admits {vehicle} is not verified",
                    country=start.country,
                    vehicle=carriage.id,
                )
            )
        if self.departure is not None:
            day = self.departure.clock.at(self.units, start.id, start.country).date()
            load_t = self.graph.shipment.tonnes / carriage.count
            notes += season_notes(book.facts, start.country, carriage.vehicle, day, load_t=load_t)
        self._leg(
            LegKind.HAUL, carriage, step, start.id, to, country=start.country, km=way.km,
            links=way.links(), notes=tuple(notes), gates=way.gates,
        )  # fmt: skip

    def _crossing(self, passage: Passage, carriage: Carriage) -> None:
        graph = self.graph
        step = graph.crossing_step(passage, carriage)
        assert step is not None  # the graph only has crossings that admit the carriage
        row = passage.crossing
        notes: list[str] = []
        if passage.unknown_sides:
            sides = Series(passage.unknown_sides, " and ")
            notes.append(
                Phrase("the wait on the {sides} side is unknown and not counted", sides=sides)
            )
            notes += filter(None, [wait_note(graph.constraints, passage)])
        if not any(item.kind == "border" for item in step.items):
            notes.append(Phrase("the border charge is unknown and not counted"))
        elif passage.usd is None:
            silent = [mean.country for mean in passage.means if mean.cost_usd is None]
            if silent:
                notes.append(
                    Phrase(
                        "the border charge of {countries} is unknown and not counted",
                        countries=Series(silent, " and "),
                    )
                )
        if graph.book.border.is_tight(passage):
            notes.append(
                Phrase(
                    "tight: {capacity:g} {unit} a day ({basis})",
                    capacity=row.capacity_per_day,
                    unit=row.capacity_unit,
                    basis=row.capacity_basis,
                )
            )
        elif row.capacity_per_day is not None and carriage.wagons > row.capacity_per_day:
            notes.append(
                Phrase(
                    "{count} vehicles, more than the {capacity:g} {unit} a day that pass here",
                    count=carriage.wagons,
                    capacity=row.capacity_per_day,
                    unit=row.capacity_unit,
                )
            )
        if row.freight_allowed != "yes":
            notes.append(Phrase("freight here is {allowed}", allowed=row.freight_allowed))
        if row.wait_h_worst:
            notes.append(Phrase("worst published wait {hours:g} h", hours=row.wait_h_worst))
        self._leg(
            LegKind.CROSSING, carriage, step, passage.start, passage.end,
            country=f"{passage.start_country}>{passage.end_country}", km=row.km,
            facility=passage.id, notes=tuple(notes),
        )  # fmt: skip

    def _transshipment(self, transfer: Transfer, before: Carriage, after: Carriage) -> None:
        graph = self.graph
        step = graph.book.handling.transshipment(transfer, before, after)
        assert step is not None  # the graph only has transshipments that are handled
        self._leg(
            LegKind.TRANSSHIPMENT, after, step, transfer.start, transfer.end,
            country=self.places[transfer.start].country, km=transfer.km, mode=Mode.ROAD,
            facility=transfer.terminal.id,
        )  # fmt: skip


def _reliability(graph: ShipmentGraph, timed: Sequence[Timed], departure: Departure) -> Reliability:
    """How the hours of a route spread, by the families of its waits and hauls."""
    from corridors.network.spread import Family, Stage, reliability

    parameter = graph.book.tariffs.parameter
    at = departure.at
    stages = []
    for span, opening, gated in timed:
        family, cv = Family.LOGNORMAL, _SPREADS.get(span.kind)
        if cv is None:
            family, cv = Family.FIXED, "dwell-cv"
        worst = getattr(span.figure, "wait_h_worst", None) if span.kind == "border" else None
        closed = opening.closed if opening is not None else ()
        stages.append(
            Stage(
                span.hours, family, worst, parameter(cv).value,
                tuple(
                    ((c.start - at) / HOUR_SCALE, (c.end - at) / HOUR_SCALE)
                    for c in closed if c.end > at
                ),
                gated,
            )
        )  # fmt: skip
    deadline = graph.shipment.deadline
    deadline_h = None
    if deadline is not None:
        deadline_h = (departure.clock.units_until(deadline) - at) / HOUR_SCALE
    return reliability(
        stages, worst_quantile=parameter("worst-case-quantile").value, deadline_h=deadline_h
    )


_SPREADS = {
    "border": "wait-cv", "barrier": "wait-cv", "driving": "road-haul-cv",
    "drayage": "road-haul-cv", "running": "rail-haul-cv", "loading": "dwell-cv",
    "unloading": "dwell-cv", "transshipment": "dwell-cv", "marshalling": "dwell-cv",
}  # fmt: skip
"""The parameter that says how a kind of spell spreads; the others keep to their hours."""

__all__ = ["Departure", "Item", "write_route"]
