"""An own fleet as facts: its vehicles, costs and empty returns as rows laid over the tables.

Nothing downstream knows of fleets. An own vehicle is a vehicle row like any other; its cost
per kilometre is a tariff row that names it, so search, certificate, ranges, explanations
and maps treat it as they treat the rest.

=============  =======================================  ====================================
row            trucks                                   wagons and containers
=============  =======================================  ====================================
``fleet-ID``   ``linehaul``: the rate is the whole      ``own_per_km``: the rate is paid
               price of a haul                          beside the tariff of the railway
``back-ID``    ``empty_return_per_km``: the rate again  ``empty_return_per_km``: what the
                                                        railways charge for an own wagon
=============  =======================================  ====================================
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from corridors.errors import RequestError, shorten
from corridors.model.fleet import Fleet, OwnVehicle
from corridors.model.phrase import Phrase
from corridors.model.shipment import Mode, Shipment
from corridors.network.carriage import enough, vehicle_id, vehicles_needed
from corridors.network.tariff_rules import EMPTY_RUN_UNIT, chf_per_usd
from corridors.network.tariffs import CONTAINER_CLASS, EMPTY_RETURN, OWN_CLASS, OWN_COST
from network_data import Facts
from network_data.reading import close_names
from network_data.records import Source, Tariff, Vehicle

OWN_SOURCE: Final = Source(
    id="own-fleet", title="Figures given with the question", publisher="", year="", where="",
    url="", licence="", note="an own vehicle, its payload and its costs",
)  # fmt: skip
GIVEN: Final = "measured"
"""Confidence of what the asker says of his own vehicles."""
AXLES: Final = 4
"""Axles of a wagon on two bogies, as in the rule itself (``4 axles = 0.40 CHF/wagon-km``)."""


class Fault(NamedTuple):
    """What is wrong with one vehicle of a fleet: its position, the column, and what would do."""

    position: int
    column: str
    message: str


class LeftOut(NamedTuple):
    """A vehicle that cannot serve a shipment, and why."""

    vehicle: str
    message: str


class EmptyRun(NamedTuple):
    """What the railways charge for the empty run of an own wagon, and by which rows."""

    usd_per_km: float
    source: tuple[str, ...]
    note: str


def with_fleet(facts: Facts, fleet: Fleet, *, day: date | None = None) -> Facts:
    """Facts in which an own fleet stands beside the vehicles that can be hired.

    Parameters
    ----------
    facts
        Shipped or own; they stay as they are.
    fleet
        The own vehicles.
    day
        The day whose francs convert the charge for empty wagons; ``None`` takes the latest.

    Raises
    ------
    RequestError
        If vehicles do not go with the facts or with each other; every fault is named.

    Examples
    --------
    >>> from corridors.model.fleet import OwnVehicle
    >>> from network_data import load_facts
    >>> own = OwnVehicle("own-tipper", "trk-grain", ("KZ",), payload_t=26, rate_usd_per_km=1.1)
    >>> facts = with_fleet(load_facts(), Fleet((own,)))
    >>> facts.vehicles["own-tipper"].payload_t, facts.tariffs["fleet-own-tipper"].per_km_usd
    (26, 1.1)
    """
    faults = fleet_faults(facts, fleet.vehicles)
    if faults:
        raise RequestError(
            "\n".join(f"own vehicle {fleet.vehicles[f.position].id}: {f.message}" for f in faults)
        )
    if not fleet.vehicles:
        return facts
    own_ids: dict[str, tuple[str, ...]] = {}
    for own in fleet.vehicles:
        own_ids[own.vehicle] = (*own_ids.get(own.vehicle, ()), own.id)
    return facts.overlaid(
        vehicles=[_vehicle(own, facts.vehicles[own.vehicle]) for own in fleet.vehicles],
        # What names a type names the own vehicles of that type.
        commodities=[
            cargo._replace(vehicle_ids=ids)
            for cargo in facts.commodities.values()
            if (ids := _with_own(cargo.vehicle_ids, own_ids))
        ],
        tariffs=[
            *(
                row._replace(vehicle_ids=ids)
                for row in facts.tariffs.values()
                if (ids := _with_own(row.vehicle_ids, own_ids))
            ),
            *(row for own in fleet.vehicles for row in _tariffs(facts, own, day)),
        ],
        sources=[OWN_SOURCE],
    )


def fleet_faults(facts: Facts, vehicles: Sequence[OwnVehicle]) -> list[Fault]:
    """Everything about own vehicles that does not go with the facts or with each other."""
    faults = []
    taken = dict.fromkeys(_names(facts.vehicles.values()), "the facts")
    for position, own in enumerate(vehicles):
        kind = facts.vehicles.get(own.vehicle)
        if kind is None:
            faults.append(Fault(position, "vehicle", unknown_type(facts, own.vehicle)))
            continue
        faults += [Fault(position, *fault) for fault in _type_faults(facts, own, kind)]
        names = _names([_vehicle(own, kind)])
        clash = next((name for name in names if name in taken), None)
        if clash is not None:
            message = f"{clash!r} is a vehicle of {taken[clash]} already; choose another id"
            faults.append(Fault(position, "id", message))
        taken |= dict.fromkeys(names, f"own vehicle {own.id!r}")
    return faults


def unknown_type(facts: Facts, name: str) -> str:
    """What to say of a vehicle type that the facts lack."""
    known = list(facts.vehicles)
    hint = close_names(name, known, most=1, otherwise="; `corridors vehicles` lists them")
    return f"no vehicle type '{shorten(name)}'{hint}"


def left_out(facts: Facts, shipment: Shipment) -> tuple[LeftOut, ...]:
    """Own vehicles, and others of a limited number, that cannot serve a shipment, and why."""
    cargo = facts.commodities[shipment.cargo]
    found = []
    for vehicle in facts.vehicles.values():
        if vehicle.number is None and OWN_SOURCE.id not in vehicle.source:
            continue
        needed = vehicles_needed(shipment.tonnes, vehicle, cargo)
        if vehicle.id not in cargo.vehicle_ids:
            found.append(
                LeftOut(vehicle.id, Phrase("such vehicles do not carry {cargo}", cargo=cargo.name))
            )
        elif vehicle.number is not None and not enough(vehicle, needed):
            few = Phrase(
                "{tonnes:,g} t take {needed} of them, and there are {number}",
                tonnes=shipment.tonnes, needed=needed, number=vehicle.number,
            )  # fmt: skip
            found.append(LeftOut(vehicle.id, few))
    return tuple(found)


def empty_run(facts: Facts, day: date | None = None) -> EmptyRun | None:
    """The charge for a kilometre of an own wagon's empty run; ``None`` if the facts lack it.

    The latest rule is taken at the francs of the day's quarter (or the nearest earlier one
    that is known), without a day at the latest. The rule is for transit through third
    countries, so what it gives elsewhere counts as derived.
    """
    rules = [
        rule
        for rule in facts.tariff_rules.values()
        if rule.rate_unit == EMPTY_RUN_UNIT and rule.wagon == "own" and rule.rate_value is not None
    ]
    franc = chf_per_usd(facts, day or date.max)
    if not rules or franc is None:
        return None
    rule = max(rules, key=lambda row: (row.valid_from, row.id))
    chf, per_usd = rule.rate_value or 0.0, franc.chf_per_usd or 1.0
    return EmptyRun(
        usd_per_km=AXLES * chf / per_usd,
        source=tuple(dict.fromkeys((*rule.source, *franc.source))),
        note=f"{rule.id}: {AXLES} axles x {chf:g} CHF / {per_usd:g} CHF per USD ({franc.id})",
    )


def _names(vehicles: Iterable[Vehicle]) -> list[str]:
    """Ids of vehicles without and with their registrations."""
    return [
        name
        for vehicle in vehicles
        for name in (vehicle.id, *(vehicle_id(vehicle, land) for land in vehicle.registrations))
    ]


def _type_faults(facts: Facts, own: OwnVehicle, kind: Vehicle) -> Iterator[tuple[str, str]]:
    """Column and message of what does not go with the vehicle's type."""
    rail = kind.mode == Mode.RAIL
    strange = [land for land in own.registrations if land not in kind.registrations]
    if rail and own.registrations:
        yield "registration", "wagons and containers have no registration; leave it empty"
    elif strange:
        known = ", ".join(kind.registrations)
        yield "registration", f"no trucks of {strange[0]!r} in the facts; give one of {known}"
    if not own.empty_return:
        return
    if not rail and own.rate_usd_per_km is None:
        yield "empty_return", "the way back is priced at the rate; give rate_usd_per_km, or 0 here"
    elif rail and (kind.container or empty_run(facts) is None):
        what = "a container" if kind.container else "a wagon"
        yield "empty_return", f"the facts have no charge for the empty run of {what}; write 0"


def _vehicle(own: OwnVehicle, kind: Vehicle) -> Vehicle:
    hire, source, confidence = kind.usd_per_day_hire, kind.source, kind.confidence
    if own.hire_usd_per_day is not None or own.rate_usd_per_km is not None or not hire:
        hire, source, confidence = own.hire_usd_per_day, (), GIVEN
    return kind._replace(
        id=own.id,
        name=f"{kind.name}, own",
        payload_t=kind.payload_t if own.payload_t is None else own.payload_t,
        registrations=own.registrations or kind.registrations,
        usd_per_day_hire=hire,
        number=own.count,
        note=f"an own {own.vehicle}",
        source=(OWN_SOURCE.id, *source),
        confidence=confidence,
    )


def _with_own(ids: tuple[str, ...], own_ids: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Vehicle ids with the own vehicles of these types after them; empty if there are none."""
    more = [name for kind in ids for name in own_ids.get(kind, ())]
    return (*ids, *more) if more else ()


def _tariffs(facts: Facts, own: OwnVehicle, day: date | None) -> Iterator[Tariff]:
    """The rows that an own vehicle is paid by, if it has costs of its own."""
    kind = facts.vehicles[own.vehicle]
    road = kind.mode == Mode.ROAD
    classes = {cargo.tariff_class for cargo in facts.commodities.values()}
    row = Tariff(
        id=f"fleet-{own.id}", country="ALL", region="", mode=kind.mode,
        basis="linehaul" if road else OWN_COST, use="base",
        tariff_class=(*sorted(classes), CONTAINER_CLASS), cargo_class=OWN_CLASS,
        equipment=f"{kind.name}, own", vehicle_ids=(own.id,), vehicle_reg=("any",),
        fixed_usd=0.0, per_km_usd=own.rate_usd_per_km,
        unit="truck" if road else kind.container or "wagon", applies_per="km", payload_t=None,
        min_payload_t=None, max_payload_t=None, from_km=None, to_km=None, fit_from_km=None,
        fit_to_km=None, low_factor=1.0, high_factor=1.0, year="", source=(OWN_SOURCE.id,),
        confidence=GIVEN, note="",
    )  # fmt: skip
    if own.rate_usd_per_km is not None:
        yield row
    if not own.empty_return:
        return
    back = row._replace(id=f"back-{own.id}", basis=EMPTY_RETURN)
    run = None if road else empty_run(facts, day)
    if run is not None:
        back = back._replace(
            per_km_usd=run.usd_per_km, low_factor=None, high_factor=None,
            source=run.source, confidence="derived", note=run.note,
        )  # fmt: skip
    yield back
