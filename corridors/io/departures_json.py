"""Departures as JSON, the schema ``corridors.departures/1`` (docs/departures.md), and as CSV."""

import csv
import io
import json
from datetime import datetime

from corridors.io.routes_csv import harmless
from corridors.io.routes_json import DIGITS, Json, routes_document
from corridors.model.departures import Closing, DepartureRow, Departures, Standing
from network_data import Facts

SCHEMA = "corridors.departures/1"
COLUMNS = (
    "depart", "arrive", "cost_usd", "transit_h", "standing_h", "standing_usd", "useful", "best",
    "crossings", "transshipments", "standing",
)  # fmt: skip
"""Of the CSV; units stand in the names, several ids or reasons are joined by ``;``."""


def departures_json(found: Departures, facts: Facts) -> str:
    """The answer as JSON text."""
    return json.dumps(departures_document(found, facts), ensure_ascii=False, indent=1) + "\n"


def departures_document(found: Departures, facts: Facts) -> Json:
    """The answer as JSON values."""
    answer = routes_document(found.answer, facts)
    never = found.never_closed
    return {
        "schema": SCHEMA,
        "request": {
            **answer["request"],
            "depart": None,
            "from": found.start.isoformat(),
            "to": found.end.isoformat(),
            "step_h": found.step_h,
        },
        "facts_version": found.facts_version,
        "scenario": answer["scenario"],
        "status": answer["status"],
        "proven": answer["proven"],
        "reasons": answer["reasons"],
        "best": None if found.best is None else _row(found.best),
        "never_closed": None
        if never is None
        else {"cost_usd": _rounded(never.cost_usd), "transit_h": _rounded(never.transit_h)},
        "departures": [_row(row) for row in found.rows],
        "without_route": [moment.isoformat() for moment in found.without_route],
        "closings": [_closing(closing) for closing in found.closings()],
        "route": answer["routes"][0] if answer["routes"] else None,
    }


def departures_csv(found: Departures) -> str:
    """Every departure as a row; those without a route have their first cell only."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    rows: list[tuple[datetime, list[str | float]]] = [
        (
            row.depart,
            [
                row.depart.isoformat(), row.arrive.isoformat(), row.cost_usd, row.transit_h,
                row.standing_h, row.standing_usd, "yes" if row.useful else "no",
                "yes" if row == found.best else "no", ";".join(row.crossings),
                ";".join(row.transshipments),
                ";".join(f"{part.where} {part.hours:.1f} h: {part.why}" for part in row.standing),
            ],
        )
        for row in found.rows
    ]  # fmt: skip
    empty: list[str | float] = [""] * (len(COLUMNS) - 1)
    rows += [(moment, [moment.isoformat(), *empty]) for moment in found.without_route]
    for _, cells in sorted(rows, key=lambda row: row[0]):
        writer.writerow([harmless(cell) for cell in cells])
    return text.getvalue()


def _row(row: DepartureRow) -> Json:
    return {
        "depart": row.depart.isoformat(),
        "arrive": row.arrive.isoformat(),
        "cost_usd": _rounded(row.cost_usd),
        "transit_h": _rounded(row.transit_h),
        "useful": row.useful,
        "crossings": list(row.crossings),
        "transshipments": list(row.transshipments),
        "standing_h": _rounded(row.standing_h),
        "standing_usd": _rounded(row.standing_usd),
        "standing": [_standing(part) for part in row.standing],
    }


def _standing(part: Standing) -> Json:
    return {
        "kind": part.kind,
        "where": part.where,
        "figure": part.figure,
        "why": part.why,
        "hours": _rounded(part.hours),
        "usd": _rounded(part.usd),
    }


def _closing(closing: Closing) -> Json:
    return {
        "kind": closing.kind,
        "where": closing.where,
        "figure": closing.figure,
        "why": closing.why,
        "departures": closing.departures,
        "mean_h": _rounded(closing.mean_h),
        "most_h": _rounded(closing.most_h),
        "mean_usd": _rounded(closing.mean_usd),
        "most_usd": _rounded(closing.most_usd),
    }


def _rounded(value: float) -> float:
    return round(value, DIGITS)
