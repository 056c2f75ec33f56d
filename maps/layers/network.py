"""The network of a map: rail, road, crossings, terminals and projects, restyled at will."""

from dataclasses import asdict
from typing import Any

from folium.template import Template

from maps.escape import escape
from maps.labels import Labels
from maps.network_map import NetworkLine, NetworkMap, NetworkPlace, NetworkPoint
from maps.network_styles import line_styles, point_style
from maps.page import PageLayer

__all__ = ["NetworkLayer"]

_COORDINATE_DECIMALS = 3
"""About a hundred metres: finer than a line of some pixels at the deepest zoom shows."""


class NetworkLayer(PageLayer):
    """Lines and symbols of the network, wired to the choices and the search beside the map."""

    scripts = ("map_frame.js", "place_labels.js", "route_symbols.js", "network_map.js")
    styles = ("route_map.css", "flow_map.css", "network_map.css")
    _template = Template(
        """
        {% macro script(this, kwargs) %}
            startNetworkMap({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, network_map: NetworkMap, labels: Labels) -> None:
        data = {
            "lines": [_line_data(line) for line in network_map.lines],
            "points": [_point_data(point, labels) for point in network_map.points],
            "places": [_place_data(place) for place in network_map.places],
            "styles": {key: asdict(style) for key, style in line_styles().items()},
            "credit": escape(labels["outline_credit"]),
            "texts": {
                "fit": labels["network_fit"],
                "map": labels["network_map"],
                "zoom_in": labels["zoom_in"],
                "zoom_out": labels["zoom_out"],
                "km": labels["km"],
                "line": labels["network_line"],
                "nothing": labels["network_nothing_found"],
                "close": labels["network_close"],
            },
        }
        super().__init__({"network-data": data})


def _line_data(line: NetworkLine) -> dict[str, Any]:
    return {
        "mode": line.mode,
        "name": line.name,
        "confidence": line.confidence,
        "open": line.is_open,
        "rows": line.rows,
        "points": [_rounded(position) for position in line.points],
    }


def _point_data(point: NetworkPoint, labels: Labels) -> dict[str, Any]:
    lat, lon = _rounded(point.position)
    shared = {"crossing": "crossing", "terminal": "network_terminal", "project": "network_project"}
    return {
        "kind": point.kind,
        "caption": labels[shared[point.kind]],
        "style": point_style(point),
        "lat": lat,
        "lon": lon,
        "mode": point.mode,
        "name": point.name,
        "names": point.names,
        "confidence": point.confidence,
        "open": point.is_open,
        "rows": point.rows,
    }


def _place_data(place: NetworkPlace) -> list[Any]:
    """Name, latitude, longitude, other names, and whether it is named on the map."""
    return [place.name, *_rounded(place.position), place.names, int(place.is_large)]


def _rounded(position: tuple[float, float]) -> list[float]:
    return [round(degrees, _COORDINATE_DECIMALS) for degrees in position]
