"""From the moves of a solver back to the legs of a route, every number written out."""

from collections.abc import Sequence

from corridors.model.route import Leg, LegKind, Route
from corridors.model.shipment import Mode
from corridors.network.access import Access
from corridors.network.carriage import Carriage, wagons
from corridors.network.graph import Move, ShipmentGraph
from corridors.network.hauls import Way
from corridors.network.items import Item, Step, written_charge, written_spell
from corridors.network.network import Transfer
from corridors.network.passages import Passage


def write_route(graph: ShipmentGraph, moves: Sequence[Move], tags: tuple[str, ...] = ()) -> Route:
    """The route that a sequence of moves from start to end stands for."""
    writer = _Writer(graph)
    for move in moves:
        writer.add(move)
    hours = sum(leg.wait_h + leg.moving_h for leg in writer.legs)
    book = graph.book
    days = book.commodity.max_transit_days
    notes = list(writer.notes)
    if days is not None and hours > days * 24:
        notes.append(
            f"takes {hours / 24:.1f} days, longer than the {days:g} days that"
            f" {book.commodity.name} keeps"
        )
    return Route(
        legs=tuple(writer.legs),
        tonnes=graph.shipment.tonnes,
        time_charges=tuple(written_charge(item, book.facts) for item in book.time_items(hours)),
        tags=tags,
        notes=tuple(dict.fromkeys(notes)),
    )


class _Writer:
    """Writes one leg after another, keeping the place and the clock."""

    def __init__(self, graph: ShipmentGraph) -> None:
        self.graph = graph
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
    ) -> None:
        facts = self.graph.book.facts
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
            charges=tuple(written_charge(item, facts) for item in step.items if item.usd),
            spells=tuple(written_spell(span) for span in step.spans if span.hours),
            co2e_kg=step.co2e_kg,
            facility=facility,
            links=links,
            notes=notes,
        )
        self.legs.append(leg)
        self.clock_h = leg.end_h
        self.place = end

    def _end(self, kind: LegKind, access: Access, carriage: Carriage) -> None:
        loading = kind is LegKind.LOADING
        graph = self.graph
        steps = graph.end_steps(access, carriage, loading=loading) or ()
        country = self.places[access.place].country
        place, stop = access.place, access.stop
        truck = graph.drayage_carriage(access, carriage) if access.km else None
        if access.km and truck is None:
            self.notes.append(
                f"{access.km:.0f} km between {stop} and {place} are not priced: no truck of the"
                " facts carries this cargo"
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
                    notes=("truck access",),
                )  # fmt: skip
            else:
                self._leg(kind, carriage, step, handled_at, handled_at, country=country)

    def _haul(self, to: str, way: Way, carriage: Carriage) -> None:
        start = self.places[self.place]
        book = self.graph.book
        rate = book.haulage.rate(start, carriage)
        assert rate is not None  # the graph only has hauls that have a rate
        step = book.haulage.step(start.country, carriage, rate, way)
        notes = []
        row = rate.row
        if step.items[0].confidence == "estimate" and row.confidence != "estimate":
            notes.append(
                f"{way.km:.0f} km is outside the {row.fit_from_km:g}-{row.fit_to_km:g} km that"
                f" {row.id} was fitted to"
            )
        if start.country in carriage.vehicle.unverified_in:
            notes.append(f"whether {start.country} admits {carriage.id} is not verified")
        self._leg(
            LegKind.HAUL, carriage, step, start.id, to, country=start.country, km=way.km,
            links=way.links(), notes=tuple(notes),
        )  # fmt: skip

    def _crossing(self, passage: Passage, carriage: Carriage) -> None:
        graph = self.graph
        step = graph.crossing_step(passage, carriage)
        assert step is not None  # the graph only has crossings that admit the carriage
        row = passage.crossing
        notes = []
        if passage.unknown_sides:
            sides = " and ".join(passage.unknown_sides)
            notes.append(f"the wait on the {sides} side is unknown and not counted")
        if not any(item.kind == "border" for item in step.items):
            notes.append("the border charge is unknown and not counted")
        elif passage.usd is None:
            silent = [mean.country for mean in passage.means if mean.cost_usd is None]
            if silent:
                notes.append(
                    f"the border charge of {' and '.join(silent)} is unknown and not counted"
                )
        if graph.book.border.is_tight(passage):
            notes.append(
                f"tight: {row.capacity_per_day:g} {row.capacity_unit} a day ({row.capacity_basis})"
            )
        elif row.capacity_per_day is not None and wagons(carriage) > row.capacity_per_day:
            notes.append(
                f"{wagons(carriage)} vehicles, more than the {row.capacity_per_day:g}"
                f" {row.capacity_unit} a day that pass here"
            )
        if row.freight_allowed != "yes":
            notes.append(f"freight here is {row.freight_allowed}")
        if row.wait_h_worst:
            notes.append(f"worst published wait {row.wait_h_worst:g} h")
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


__all__ = ["Item", "write_route"]
