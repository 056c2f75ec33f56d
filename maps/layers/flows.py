"""The flows of a map: lines by width and colour, circles by size and colour, restyled at will."""

from dataclasses import asdict, dataclass
from typing import Any

from folium.template import Template

from maps.escape import escape
from maps.flow_map import Cells, FlowFeature, FlowLine, FlowMap, FlowPoint, FlowSide, Measure, Scale
from maps.labels import Labels
from maps.page import PageLayer
from maps.styles import CASING, DELAY_RAMP

__all__ = ["FLOW_STYLE", "FlowLayer", "FlowStyle"]

_COORDINATE_DECIMALS = 3
"""About a hundred metres: finer than a line of some pixels at the deepest zoom shows."""

_CELL_DECIMALS = 3
"""More than a figure is written with, so that sums of cells are written as they are."""

_LINE_DECIMALS = 1
"""Of lines, which are many and whose sums nobody compares with a table."""


@dataclass(frozen=True, slots=True)
class FlowStyle:
    """How flows look: one table for the map and its legend.

    Attributes
    ----------
    ramp
        Colours of the five classes, from little to much.
    none
        Colour of a feature without any of what the colour stands for.
    casing, edge
        Colours around a line: a light one, and a thin dark one that makes pale lines show.
    outline
        Colour around a circle.
    flag, flag_px
        Colour and width of what is around a flagged line or circle.
    shares
        Bounds of the classes where a measure has none: shares of the largest value.
    widest_px, thinnest_px
        Width of the largest line, and of the smallest that is drawn.
    largest_px, smallest_px
        Radius of the largest circle, and of the smallest that is drawn.
    dash
        Lengths of dash and gap as multiples of a line's width.
    """

    ramp: tuple[str, ...] = DELAY_RAMP
    none: str = "#a9b3be"
    casing: str = CASING.colour
    edge: str = "#6d6a63"
    outline: str = "#1d2b3a"
    flag: str = "#12a5c4"
    flag_px: float = 3.5
    shares: tuple[float, ...] = (0.02, 0.1, 0.25, 0.5)
    widest_px: float = 16.0
    thinnest_px: float = 1.5
    largest_px: float = 18.0
    smallest_px: float = 4.0
    dash: tuple[float, float] = (2.2, 1.0)


FLOW_STYLE = FlowStyle()


class FlowLayer(PageLayer):
    """Lines and circles of all flows, wired to the choices and the table beside the map."""

    scripts = (
        "map_frame.js",
        "place_labels.js",
        "flow_sums.js",
        "flow_legend.js",
        "flow_popup.js",
        "flow_painter.js",
        "flow_sides.js",
        "flow_map.js",
    )
    styles = ("route_map.css", "flow_map.css")
    _template = Template(
        """
        {% macro script(this, kwargs) %}
            startFlowMap({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, flow_map: FlowMap, labels: Labels) -> None:
        data = {
            "lines": [_line_data(line) for line in flow_map.lines],
            "points": [_point_data(point) for point in flow_map.ranked_points()],
            "line_scale": _scale_data(flow_map.line_scale),
            "point_scale": _scale_data(flow_map.point_scale),
            "totals": _cell_data(flow_map.totals),
            "total_measures": [_measure_data(measure) for measure in flow_map.total_measures],
            "periods": flow_map.periods,
            "rank_by": flow_map.rank_by,
            "flag_label": flow_map.flag_label,
            "side_name": flow_map.side_name,
            "sides": [_side_data(side) for side in flow_map.sides],
            "rankings": [[row.keys for row in ranking.rows] for ranking in flow_map.rankings],
            "places": [[p.name, *_rounded(p.position)] for p in flow_map.places],
            "style": asdict(FLOW_STYLE),
            "credit": escape(labels["outline_credit"]),
            "texts": _texts(labels),
        }
        super().__init__({"flow-data": data})


def _texts(labels: Labels) -> dict[str, str]:
    own = (
        "flow_whole", "flow_legend_width", "flow_legend_colour",
        "flow_legend_size", "flow_legend_fill", "flow_close", "zoom_in", "zoom_out",
        "flow_thousands", "flow_millions", "thousands_mark", "decimal_mark", "km",
    )  # fmt: skip
    return {
        **{key.removeprefix("flow_"): labels[key] for key in own},
        "fit": labels["flow_fit"],
        "map": labels["flow_map"],
    }


def _side_data(side: FlowSide) -> dict[str, Any]:
    return {
        "name": side.name,
        "lines": [_line_data(line) for line in side.lines],
        "points": [_point_data(point) for point in side.points],
        "totals": _cell_data(side.totals),
    }


def _feature_data(feature: FlowFeature) -> dict[str, Any]:
    data: dict[str, Any] = {"name": feature.name, "marks": feature.marks, "detail": feature.detail}
    if feature.key:
        data["key"] = feature.key
    if feature.flagged:
        data["flagged"] = True
    return data


def _line_data(line: FlowLine) -> dict[str, Any]:
    return {
        **_feature_data(line),
        "points": [_rounded(position) for position in line.points],
        "dashed": line.dashed,
        "cells": _cell_data(line.cells, _LINE_DECIMALS),
    }


def _point_data(point: FlowPoint) -> dict[str, Any]:
    return {
        **_feature_data(point),
        "at": _rounded(point.position),
        "parts": [{"label": p.label, "cells": _cell_data(p.cells)} for p in point.parts],
    }


def _cell_data(cells: Cells, decimals: int = _CELL_DECIMALS) -> list[Any]:
    """Categories, periods, then a list for each quantity."""
    values = [[_plain(value, decimals) for value in column] for column in cells.values]
    return [cells.categories, cells.periods, *values]


def _plain(value: float, decimals: int) -> float | int:
    """A number as short as it can be written: no ``.0`` behind whole ones."""
    value = round(value, decimals)
    return int(value) if value == int(value) else value


def _scale_data(scale: Scale) -> dict[str, Any]:
    measures = [_measure_data(measure) for measure in scale.measures]
    return {"measures": measures, "size": scale.size, "colours": scale.colours}


def _measure_data(measure: Measure) -> dict[str, Any]:
    return asdict(measure)


def _rounded(position: tuple[float, float]) -> list[float]:
    return [round(degrees, _COORDINATE_DECIMALS) for degrees in position]
