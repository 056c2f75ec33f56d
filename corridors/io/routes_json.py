"""Routes as JSON: the schema ``corridors.routes/2`` (docs/json.md)."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from corridors.model.route import Certificate, Charge, Leg, Reason, Route, Routes, Spell
from corridors.model.shipment import Stop
from corridors.tables.differences import price_of_choice
from corridors.tables.indicators import co2e_rows, indicator_row
from network_data import Facts

if TYPE_CHECKING:
    from corridors.model.comparison import Comparison, WhyNot

SCHEMA = "corridors.routes/2"
DIGITS = 6
"""Decimals of every number; money and hours are exact well below a cent and a second."""

Json = dict[str, Any]


def routes_json(routes: Routes, facts: Facts, why: "Comparison | WhyNot | None" = None) -> str:
    """The answer as JSON text; ``why`` adds why a route loses."""
    document = routes_document(routes, facts)
    if why is not None:
        from corridors.io.why_json import why_document

        document["why"] = why_document(why, facts_version=routes.facts_version)
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def routes_document(routes: Routes, facts: Facts) -> Json:
    """The answer as JSON values."""
    document: Json = {
        "schema": SCHEMA,
        "request": _request(routes),
        "facts_version": routes.facts_version,
        "scenario": facts.scenario,
        "status": routes.status.value,
        "proven": routes.proven,
        "reasons": [_reason(reason) for reason in routes.reasons],
        "routes": [
            _route(rank, route, facts, routes.routes[0])
            for rank, route in enumerate(routes.routes, 1)
        ],
    }
    if routes.certificate is not None:
        document["certificate"] = _certificate(routes.certificate)
    return document


def _stop(stop: Stop) -> str:
    return stop if isinstance(stop, str) else stop.id


def _request(routes: Routes) -> Json:
    shipment, rules = routes.shipment, routes.constraints
    return {
        "origin": _stop(shipment.origin),
        "destination": _stop(shipment.destination),
        "cargo": shipment.cargo,
        "tonnes": shipment.tonnes,
        "value_usd_per_t": shipment.value_usd_per_t,
        "depart": _moment(shipment.ready),
        "arrive_by": _moment(shipment.deadline),
        "objective": routes.objective.value,
        "frontier": routes.frontier,
        "modes": sorted(rules.modes),
        "vehicles": sorted(rules.vehicles),
        "avoid": sorted(rules.avoid),
        "via": list(rules.via),
        "max_hours": rules.max_hours,
        "max_cost_usd": rules.max_cost_usd,
        "max_border_wait_h": rules.max_border_wait_h,
        "max_transshipments": rules.max_transshipments,
        "drivers": rules.drivers,
        "tariff_date": rules.tariff_day.isoformat() if rules.tariff_day else None,
        "on_time": rules.on_time,
        "keep_fresh": rules.keep_fresh,
        "allow_overweight": rules.allow_overweight,
        "include_unconfirmed": rules.include_unconfirmed,
        "radius_km": rules.radius_km,
    }


def _reason(reason: Reason) -> Json:
    return {
        "rule": reason.rule,
        "where": reason.where,
        "message": reason.message,
        "cost_usd": _rounded(reason.cost_usd),
        "transit_h": _rounded(reason.transit_h),
    }


def _certificate(certificate: Certificate) -> Json:
    return {
        "solver": certificate.solver,
        "agrees": certificate.agrees,
        "differences": list(certificate.differences),
        "bound": _rounded(certificate.bound),
        "unit": certificate.unit,
        "solved": certificate.solved,
    }


def _route(rank: int, route: Route, facts: Facts, best: Route) -> Json:
    return {
        "rank": rank,
        "tags": list(route.tags),
        "cost_usd": _rounded(route.cost_usd),
        "cost_usd_per_t": _rounded(route.cost_usd_per_t),
        "cost_low_usd": _rounded(route.cost_low_usd),
        "cost_high_usd": _rounded(route.cost_high_usd),
        "generalised_cost_usd": _rounded(route.generalised_cost_usd),
        "transit_h": _rounded(route.transit_h),
        **_timing(route),
        "wait_h": _rounded(route.wait_h),
        "border_h": _rounded(route.border_h),
        "co2e_t": _rounded(route.co2e_t),
        "rail_km": _rounded(route.rail_km),
        "road_km": _rounded(route.road_km),
        "crossings": list(route.crossings),
        "transshipments": list(route.transshipments),
        "vehicles": [
            {"vehicle": use.vehicle, "count": use.count, "from": use.start, "to": use.end}
            for use in route.vehicles
        ],
        "cost_by_kind": {kind: _rounded(usd) for kind, usd in route.cost_by_kind.items()},
        "time_charges": [_charge(charge) for charge in route.time_charges],
        "indicators": {
            name: _cell(value)
            for name, value in indicator_row(rank, route).items()
            if name != "rank"
        },
        "versus_best": _choice(route, best) if rank > 1 else None,
        "co2e_factors": [
            {name: _cell(value) for name, value in row.items()} for row in co2e_rows(route, facts)
        ],
        "notes": list(route.notes),
        "legs": [_leg(leg) for leg in route.legs],
    }


def _choice(route: Route, best: Route) -> Json:
    """What choosing a route instead of the best costs and saves."""
    price = price_of_choice(route, best)
    return {
        "usd": _rounded(price.usd),
        "usd_per_t": _rounded(price.usd_per_t),
        "hours": _rounded(price.hours),
        "co2e_t": _rounded(price.co2e_t),
        "avoids": list(price.avoids),
        "uses": list(price.uses),
    }


def _cell(value: str | int | float | None) -> str | int | float | None:
    return round(value, DIGITS) if isinstance(value, float) else value


def _timing(route: Route) -> Json:
    """Clock times and reliability of a dated route; all null without a date."""
    known = route.reliability
    return {
        "depart": _moment(route.depart),
        "arrive": _moment(route.arrive),
        "transit_h_p50": _rounded(known.transit_h_p50) if known else None,
        "transit_h_p90": _rounded(known.transit_h_p90) if known else None,
        "on_time_probability": _rounded(known.on_time_probability) if known else None,
        "reliability_basis": list(known.basis) if known else [],
    }


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _leg(leg: Leg) -> Json:
    return {
        "kind": leg.kind.value,
        "mode": leg.mode.value,
        "country": leg.country,
        "from": leg.start,
        "to": leg.end,
        "facility": leg.facility,
        "vehicle": leg.vehicle,
        "count": leg.count,
        "km": _rounded(leg.km),
        "wait_h": _rounded(leg.wait_h),
        "moving_h": _rounded(leg.moving_h),
        "start_h": _rounded(leg.start_h),
        "end_h": _rounded(leg.end_h),
        "start": _moment(leg.start_at),
        "end": _moment(leg.end_at),
        "cost_usd": _rounded(leg.cost_usd),
        "co2e_kg": _rounded(leg.co2e_kg),
        "charges": [_charge(charge) for charge in leg.charges],
        "hours": [_spell(spell) for spell in leg.spells],
        "links": list(leg.links),
        "notes": list(leg.notes),
    }


def _charge(charge: Charge) -> Json:
    return {
        "kind": charge.kind,
        "usd": _rounded(charge.usd),
        "low_usd": _rounded(charge.low_usd),
        "high_usd": _rounded(charge.high_usd),
        "basis": charge.basis,
        "figures": list(charge.figures),
        "sources": list(charge.sources),
        "confidence": charge.confidence,
    }


def _spell(spell: Spell) -> Json:
    return {
        "kind": spell.kind,
        "hours": _rounded(spell.hours),
        "moving": spell.moving,
        "basis": spell.basis,
        "figures": list(spell.figures),
        "sources": list(spell.sources),
        "confidence": spell.confidence,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)
