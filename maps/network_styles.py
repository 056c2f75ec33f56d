"""How the network looks: one table that the map draws from and the legend is made of.

What a route map shows too looks as it does there. Confidence differs by shade and by dash.
"""

from dataclasses import replace

from maps.network_map import Confidence, NetworkPoint, NetworkPointKind
from maps.styles import STYLES, Shape, Style, wait_key

__all__ = ["CONFIDENCE_STYLES", "NETWORK_STYLES", "line_styles", "point_style"]

SMALLER = 0.7
"""Crossings are many here: their circles, beside those of a route map."""

_SHARED = {style.key: style for style in STYLES}

UNBUILT = Style("network_unbuilt", Shape.LINE, "#8e959e", size_px=2.0, dash="2 5")
"""A line that freight cannot use, whatever its mode."""

NETWORK_STYLES: tuple[Style, ...] = (
    Style("rail", Shape.LINE, _SHARED["rail"].colour, size_px=2.6),
    Style("road", Shape.LINE, _SHARED["road"].colour, size_px=2.2, dash="7 3"),
    UNBUILT,
    Style("network_terminal", Shape.SQUARE, "#ffffff", fill="#777777", size_px=11.0, stroke_px=1.5),
    Style("network_project", Shape.DIAMOND, "#1d2b3a", fill="#ffd23f", size_px=14.0),
    Style("network_shut", Shape.CIRCLE, "#8e959e", fill="#ffffff", size_px=11.0, dash="2 2"),
    *(
        replace(style, size_px=round(style.size_px * SMALLER), stroke_px=1.5)
        for style in STYLES
        if style.is_wait_class or style.key == "wait_unknown"
    ),
)

CONFIDENCE_STYLES: tuple[Style, ...] = (
    Style("network_measured", Shape.LINE, "#08306b", size_px=3.4),
    Style("network_published", Shape.LINE, "#2171b5", size_px=3.0),
    Style("network_derived", Shape.LINE, "#6baed6", size_px=2.6, dash="9 3"),
    Style("network_estimate", Shape.LINE, "#d9730d", size_px=2.6, dash="3 4"),
)
"""Lines by confidence, one for each word of `Confidence`."""


def line_styles() -> dict[str, Style]:
    """Every style of a line by its key."""
    lines = (*NETWORK_STYLES, *CONFIDENCE_STYLES)
    return {style.key: style for style in lines if style.shape is Shape.LINE}


def point_style(point: NetworkPoint) -> str:
    """Key of the style of a point.

    Examples
    --------
    >>> point_style(NetworkPoint("crossing", (41.3, 69.2), "Keles", "derived", wait_h=5.3))
    'wait_class_1'
    """
    if point.kind != NetworkPointKind.CROSSING:
        return f"network_{point.kind}"
    return wait_key(point.wait_h) if point.is_open else "network_shut"


assert {style.key for style in CONFIDENCE_STYLES} == {f"network_{word}" for word in Confidence}
