"""Routes as GeoJSON (RFC 7946): a feature a leg, lines where something moves."""

import json
from typing import Any

from corridors.model.route import Routes
from corridors.network.lines import leg_line
from corridors.tables.routes import Row, leg_row, route_row
from network_data import Facts

DIGITS = 6
DEGREE_DIGITS = 5
"""About a metre."""


def routes_geojson(routes: Routes, facts: Facts) -> str:
    """The legs of every route as a GeoJSON FeatureCollection.

    Properties of a feature are the columns of `leg_row`; the totals of the routes stand in
    the collection's member ``routes``.
    """
    features: list[dict[str, Any]] = []
    for rank, route in enumerate(routes.routes, 1):
        for number, leg in enumerate(route.legs, 1):
            points = [
                [round(lon, DEGREE_DIGITS), round(lat, DEGREE_DIGITS)]
                for lat, lon in leg_line(facts, leg)
            ]
            geometry: dict[str, Any] = {"type": "Point", "coordinates": points[0]}
            if len(points) > 1:
                geometry = {"type": "LineString", "coordinates": points}
            features.append(
                {
                    "type": "Feature",
                    "geometry": geometry,
                    "properties": _rounded(leg_row(rank, number, leg)),
                }
            )
    document = {
        "type": "FeatureCollection",
        "facts_version": routes.facts_version,
        "scenario": facts.scenario,
        "status": routes.status.value,
        "routes": [_rounded(route_row(rank, route)) for rank, route in enumerate(routes.routes, 1)],
        "features": features,
    }
    return json.dumps(document, ensure_ascii=False) + "\n"


def _rounded(row: Row) -> Row:
    return {
        name: round(value, DIGITS) if isinstance(value, float) else value
        for name, value in row.items()
    }
