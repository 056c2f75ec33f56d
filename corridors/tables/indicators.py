"""The four trade facilitation indicators of CAREC's CPMM, for any route; CO2e by leg.

The Corridor Performance Measurement and Monitoring (CPMM) of CAREC surveys drivers and
forwarders and reports four indicators [1]_. Here they are worked out of a route, so that a
computed or hypothetical corridor can be put beside the measured ones. ``docs/indicators.md``
says where the two differ.

References
----------
.. [1] ADB / CAREC, *CPMM Annual Report 2023*, introduction,
   https://cpmm.carecprogram.org/2023-report
"""

from dataclasses import dataclass

from corridors.model.route import Leg, LegKind, Route
from corridors.model.shipment import Mode
from network_data import Facts
from network_data.records import Vehicle

CPMM_LOAD_T = 20.0
"""CPMM counts a unit of cargo as 20 t, whatever carries it."""
CPMM_SECTION_KM = 500.0
"""CPMM counts the cost of a stretch of 500 km."""
BORDER_KINDS = frozenset({"border", "queue fee", "entry fee", "barrier"})
"""Charges of a crossing that are paid for the passage, not for moving or hiring the vehicle."""
STOP_KINDS = frozenset({"handling", "documents", "barrier"})
"""Charges away from crossings that belong to stops and papers, not to running the vehicle."""
NOT_COUNTED = "unknown and not counted"
"""What the note of a leg says where a wait or a charge is missing from it."""

Cell = str | int | float | None
IndicatorRow = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Indicators:
    """The indicators of one route.

    Dollars are those of the whole shipment, scaled to a load of 20 t as CPMM counts:
    ``USD of the shipment x 20 / tonnes``. The cost of one vehicle, which depends on its
    payload, stands beside it where it is another figure.

    Attributes
    ----------
    crossings
        How many borders the route crosses.
    tfi1_h_per_crossing
        TFI1: mean hours at a crossing, waits and the way between the two posts; ``None``
        without a crossing.
    tfi2_usd_per_crossing_20t
        TFI2: mean dollars at a crossing for 20 t: border charges, queue and entry fees, and
        what barriers there cost; ``None`` without a crossing.
    tfi2_usd_per_crossing_vehicle
        The same for one truck, wagon or container as it is loaded.
    tfi3_usd_per_500km_20t
        TFI3: everything that the shipper pays, for 500 km and 20 t; ``None`` if nothing
        moves. It is the sum of the next three.
    tfi3_operating_usd_per_500km_20t
        Its part for running the vehicle: haulage, hire, tolls, drayage.
    tfi3_border_usd_per_500km_20t
        Its part at crossings (the charges of TFI2).
    tfi3_stops_usd_per_500km_20t
        Its part for loading, transshipment, unloading, documents and stops on the road.
    tfi4_kmh_without_delay
        TFI4: km by hours in motion; ``None`` if nothing moves.
    tfi4_kmh_with_delay
        TFI4: km by all hours, from the start of loading to the end of unloading.
    tfi4_kmh_en_route
        Km by the hours between loading and unloading (marshalling counts as loading).
    understated
        Crossings whose wait or charge is unknown in part: TFI1 and TFI2 are too low by it.
    """

    crossings: int
    tfi1_h_per_crossing: float | None
    tfi2_usd_per_crossing_20t: float | None
    tfi2_usd_per_crossing_vehicle: float | None
    tfi3_usd_per_500km_20t: float | None
    tfi3_operating_usd_per_500km_20t: float | None
    tfi3_border_usd_per_500km_20t: float | None
    tfi3_stops_usd_per_500km_20t: float | None
    tfi4_kmh_without_delay: float | None
    tfi4_kmh_with_delay: float | None
    tfi4_kmh_en_route: float | None
    understated: tuple[str, ...]


def route_indicators(route: Route) -> Indicators:
    """The four CPMM indicators of a route.

    Returns
    -------
    Indicators
        Hours, dollars per crossing, dollars per 500 km and 20 t, km/h.
    """
    crossings = [leg for leg in route.legs if leg.kind is LegKind.CROSSING]
    km = sum(leg.km for leg in route.legs)
    paid_usd = [border_usd(leg) for leg in crossings]
    stops_usd = sum(_stops_usd(leg) for leg in route.legs)
    operating_usd = route.cost_usd - sum(paid_usd) - stops_usd
    at_ends_h = sum(
        _hours(leg) for leg in route.legs if leg.kind in (LegKind.LOADING, LegKind.UNLOADING)
    )
    moving_h = sum(leg.moving_h for leg in route.legs)
    loads = route.tonnes / CPMM_LOAD_T
    sections = km / CPMM_SECTION_KM * loads
    number = len(crossings)
    by_vehicle = (usd / leg.count for usd, leg in zip(paid_usd, crossings, strict=True))
    return Indicators(
        crossings=number,
        tfi1_h_per_crossing=_ratio(sum(_hours(leg) for leg in crossings), number),
        tfi2_usd_per_crossing_20t=_ratio(sum(paid_usd) / loads, number),
        tfi2_usd_per_crossing_vehicle=_ratio(sum(by_vehicle), number),
        tfi3_usd_per_500km_20t=_ratio(route.cost_usd, sections),
        tfi3_operating_usd_per_500km_20t=_ratio(operating_usd, sections),
        tfi3_border_usd_per_500km_20t=_ratio(sum(paid_usd), sections),
        tfi3_stops_usd_per_500km_20t=_ratio(stops_usd, sections),
        tfi4_kmh_without_delay=_ratio(km, moving_h),
        tfi4_kmh_with_delay=_ratio(km, route.transit_h),
        tfi4_kmh_en_route=_ratio(km, route.transit_h - at_ends_h),
        understated=tuple(
            leg.facility for leg in crossings if any(NOT_COUNTED in note for note in leg.notes)
        ),
    )


def indicator_row(rank: int, route: Route) -> IndicatorRow:
    """The indicators of a route as one flat row; ``None`` where there is none."""
    of = route_indicators(route)
    return {
        "rank": rank,
        "crossings": of.crossings,
        "tfi1_h_per_crossing": of.tfi1_h_per_crossing,
        "tfi2_usd_per_crossing_20t": of.tfi2_usd_per_crossing_20t,
        "tfi2_usd_per_crossing_vehicle": of.tfi2_usd_per_crossing_vehicle,
        "tfi3_usd_per_500km_20t": of.tfi3_usd_per_500km_20t,
        "tfi3_operating_usd_per_500km_20t": of.tfi3_operating_usd_per_500km_20t,
        "tfi3_border_usd_per_500km_20t": of.tfi3_border_usd_per_500km_20t,
        "tfi3_stops_usd_per_500km_20t": of.tfi3_stops_usd_per_500km_20t,
        "tfi4_kmh_without_delay": of.tfi4_kmh_without_delay,
        "tfi4_kmh_with_delay": of.tfi4_kmh_with_delay,
        "tfi4_kmh_en_route": of.tfi4_kmh_en_route,
        "understated": "; ".join(of.understated),
    }


def co2e_rows(route: Route, facts: Facts) -> list[IndicatorRow]:
    """Greenhouse gas by leg with the factor it comes from, legs that emit nothing left out.

    Returns
    -------
    list of dict
        ``leg`` (number from 1), ``kind``, ``from``, ``to``, ``vehicle`` (with its
        registration), ``vehicle_row`` (row of the vehicles table that holds the factor),
        ``co2e_g_per_tkm``, ``tonnes``, ``km``, ``co2e_kg``, ``basis``, ``sources`` and
        ``confidence`` of that row. A row has one confidence word and one list of sources
        for all of its columns, the factor among them.
    """
    rows: list[IndicatorRow] = []
    for number, leg in enumerate(route.legs, 1):
        if not leg.co2e_kg:
            continue
        name = _emitter(route, number - 1, facts)
        vehicle = _vehicle(facts, name)
        rows.append(
            {
                "leg": number,
                "kind": leg.kind.value,
                "from": leg.start,
                "to": leg.end,
                "vehicle": name,
                "vehicle_row": vehicle.id,
                "co2e_g_per_tkm": vehicle.co2_g_per_tkm,
                "tonnes": route.tonnes,
                "km": leg.km,
                "co2e_kg": leg.co2e_kg,
                "basis": f"{vehicle.co2_g_per_tkm:g} g/t-km x {route.tonnes:g} t x {leg.km:.1f} km",
                "sources": "; ".join(vehicle.source),
                "confidence": vehicle.confidence,
            }
        )
    return rows


def border_usd(leg: Leg) -> float:
    """What a crossing costs the shipment for the passage alone, USD; 0 for other legs."""
    if leg.kind is not LegKind.CROSSING:
        return 0.0
    return sum((charge.usd for charge in leg.charges if charge.kind in BORDER_KINDS), 0.0)


def _stops_usd(leg: Leg) -> float:
    """Handling, documents and stops on the road; a barrier at a crossing is border money."""
    kinds = STOP_KINDS - BORDER_KINDS if leg.kind is LegKind.CROSSING else STOP_KINDS
    return sum((charge.usd for charge in leg.charges if charge.kind in kinds), 0.0)


def _hours(leg: Leg) -> float:
    return leg.wait_h + leg.moving_h


def _ratio(amount: float, of: float) -> float | None:
    return amount / of if of else None


def _vehicle(facts: Facts, name: str) -> Vehicle:
    """The row of a vehicle by its id, with or without a registration."""
    found = facts.vehicles.get(name)
    return found if found is not None else facts.vehicles[name.rpartition("-")[0]]


def _emitter(route: Route, index: int, facts: Facts) -> str:
    """The vehicle that moves the cargo on a leg.

    A transshipment names the vehicle that takes the cargo over; between the two sides of the
    terminal it is the truck that drives, whether it comes or goes.
    """
    leg = route.legs[index]
    if leg.kind is LegKind.TRANSSHIPMENT and index:
        before = route.legs[index - 1].vehicle
        if _vehicle(facts, before).mode == Mode.ROAD:
            return before
    return leg.vehicle
