"""Why a route loses, as JSON: the schema ``corridors.why/1`` (docs/why.md)."""

import json
from typing import Any

from corridors.model.comparison import BreakEven, Comparison, KindDifference, LegDifference, WhyNot
from corridors.model.route import Route

SCHEMA = "corridors.why/1"
DIGITS = 6
"""Decimals of dollars and hours; a figure needed is given in full, since it is a threshold."""

Json = dict[str, Any]


def why_json(answer: WhyNot | Comparison, *, facts_version: str = "") -> str:
    """The answer of ``--why`` as JSON text."""
    document = why_document(answer, facts_version=facts_version)
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def why_document(answer: WhyNot | Comparison, *, facts_version: str = "") -> Json:
    """The answer of ``--why`` as JSON values."""
    document: Json = {"schema": SCHEMA, "facts_version": facts_version}
    if isinstance(answer, Comparison):
        return {**document, "comparison": _comparison(answer)}
    return {
        **document,
        "objective": answer.objective.value,
        "via": list(answer.via),
        "wins": answer.wins,
        "gap": round(answer.gap, DIGITS),
        "unit": answer.unit,
        "comparison": _comparison(answer.comparison),
        "figures": [_figure(row) for row in answer.figures],
        "left_out": list(answer.left_out),
    }


def _comparison(comparison: Comparison) -> Json:
    return {
        "a": _route(comparison.a),
        "b": _route(comparison.b),
        "usd": round(comparison.usd, DIGITS),
        "hours": round(comparison.hours, DIGITS),
        "co2e_t": round(comparison.co2e_t, DIGITS),
        "legs": [_leg(row) for row in comparison.legs],
        "kinds": [_kind(row) for row in comparison.kinds],
        "time_kinds": [_kind(row) for row in comparison.time_kinds],
    }


def _route(route: Route) -> Json:
    return {
        "cost_usd": round(route.cost_usd, DIGITS),
        "generalised_cost_usd": round(route.generalised_cost_usd, DIGITS),
        "transit_h": round(route.transit_h, DIGITS),
        "co2e_t": round(route.co2e_t, DIGITS),
        "crossings": list(route.crossings),
        "transshipments": list(route.transshipments),
    }


def _leg(row: LegDifference) -> Json:
    return {
        "kind": row.kind.value,
        "country": row.country,
        "a": list(row.a),
        "b": list(row.b),
        "usd_a": round(row.usd_a, DIGITS),
        "usd_b": round(row.usd_b, DIGITS),
        "usd": round(row.usd, DIGITS),
        "hours_a": round(row.hours_a, DIGITS),
        "hours_b": round(row.hours_b, DIGITS),
        "hours": round(row.hours, DIGITS),
    }


def _kind(row: KindDifference) -> Json:
    return {
        "kind": row.kind,
        "usd_a": round(row.usd_a, DIGITS),
        "usd_b": round(row.usd_b, DIGITS),
        "usd": round(row.usd, DIGITS),
    }


def _figure(row: BreakEven) -> Json:
    return {
        "figure": row.figure,
        "table": row.table,
        "column": row.column,
        "unit": row.unit,
        "present": row.present,
        "needed": row.needed,
        "change": row.change,
        "searched": row.searched,
        "low": row.low,
        "high": row.high,
        "within_range": row.within_range,
        "confidence": row.confidence,
        "sources": list(row.sources),
        "through": list(row.through),
    }
