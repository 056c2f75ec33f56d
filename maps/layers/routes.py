"""The routes of a map: the chosen one strong and in colour, the others thin and grey."""

from dataclasses import asdict
from typing import Any

from folium.template import Template

from maps.escape import escape
from maps.labels import Labels
from maps.page import PageLayer
from maps.route_map import DrawnLine, DrawnPoint, DrawnRoute, PointKind, RouteMap
from maps.styles import CASING, STYLES, Shape, wait_key

__all__ = ["RouteLayer", "crossed_countries"]

_COORDINATE_DECIMALS = 4
"""About ten metres: finer than any link that is drawn."""


class RouteLayer(PageLayer):
    """Lines and points of all alternatives, wired to the panel beside the map."""

    scripts = ("map_frame.js", "place_labels.js", "route_symbols.js", "route_map.js")
    styles = ("route_map.css",)
    _template = Template(
        """
        {% macro script(this, kwargs) %}
            startRouteMap({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, route_map: RouteMap, labels: Labels) -> None:
        lines = [style for style in (*STYLES, CASING) if style.shape is Shape.LINE]
        data = {
            "routes": [_route_data(route, labels) for route in route_map.routes],
            "styles": {style.key: asdict(style) for style in lines},
            "credit": escape(labels["outline_credit"]),
            "texts": {key: labels[key] for key in ("fit", "km", "map", "zoom_in", "zoom_out")},
        }
        super().__init__({"route-data": data})


def crossed_countries(route_map: RouteMap) -> set[str]:
    """Codes of the countries that any of the routes touches."""
    return {
        code.strip()
        for route in route_map.routes
        for leg in route.legs
        for code in leg.country.split(">")
    }


def _route_data(route: DrawnRoute, labels: Labels) -> dict[str, Any]:
    return {
        "name": route.name,
        "lines": [_line_data(line) for line in route.lines],
        "points": [_point_data(point, labels) for point in route.points],
    }


def _line_data(line: DrawnLine) -> dict[str, Any]:
    return {
        "style": line.mode,
        "label": line.label,
        "leg": line.leg,
        "points": [[_rounded(lat), _rounded(lon)] for lat, lon in line.points],
    }


def _point_data(point: DrawnPoint, labels: Labels) -> dict[str, Any]:
    crossing = point.kind == PointKind.CROSSING
    rows = list(point.detail)
    if crossing:
        rows.insert(0, (labels["wait"], _hours(point.wait_h, labels)))
    return {
        "kind": point.kind,
        "caption": labels[point.kind],
        "style": wait_key(point.wait_h) if crossing else point.kind,
        "lat": _rounded(point.lat),
        "lon": _rounded(point.lon),
        "name": point.name,
        "names": list(point.names),
        "rows": rows,
        "leg": point.leg,
    }


def _hours(hours: float | None, labels: Labels) -> str:
    if hours is None:
        return labels["wait_unknown"]
    return labels["hours"].format(hours=labels.number(hours, 1))


def _rounded(degrees: float) -> float:
    return round(degrees, _COORDINATE_DECIMALS)
