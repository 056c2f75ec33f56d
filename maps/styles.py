"""How things look: one table that the map draws from and the legend is made of.

Colours are safe for the common kinds of colour-blindness, and nothing rests on colour alone:
modes differ by dash, crossings by size, terminals by shape.
"""

from dataclasses import dataclass
from enum import StrEnum

from maps.escape import Html
from maps.labels import Labels

__all__ = [
    "CASING",
    "DELAY_RAMP",
    "GROUND",
    "STYLES",
    "WAIT_BOUNDS_H",
    "Ground",
    "Shape",
    "Style",
    "symbol",
    "wait_key",
]


class Shape(StrEnum):
    """The shapes that stand for things."""

    LINE = "line"
    CIRCLE = "circle"
    SQUARE = "square"
    DIAMOND = "diamond"


@dataclass(frozen=True, slots=True)
class Style:
    """One row of the styling table.

    Attributes
    ----------
    key
        What it stands for; points and lines name it.
    shape
        Lines are drawn, the other shapes are symbols.
    colour
        Of the line, or of the outline of a symbol.
    fill
        Colour inside a symbol.
    size_px
        Width of a line; width of a symbol, its outline included.
    stroke_px
        Width of the outline of a symbol.
    dash
        Lengths of dashes and gaps, px; empty for a solid line.
    """

    key: str
    shape: Shape
    colour: str
    fill: str = "none"
    size_px: float = 4.0
    stroke_px: float = 2.0
    dash: str = ""

    @property
    def is_wait_class(self) -> bool:
        """Whether it stands for a crossing, by its wait."""
        return self.key.startswith("wait_")

    def label(self, labels: Labels) -> str:
        """What the legend says of it."""
        if not self.key.startswith(_WAIT):
            return labels[self.key]
        rank = int(self.key.removeprefix(_WAIT))
        lower, upper = (f"{bound:g}" for bound in _class_bounds(rank))
        if rank == 0:
            return labels["wait_class_first"].format(upper=upper)
        if rank == len(WAIT_BOUNDS_H):
            return labels["wait_class_last"].format(lower=lower)
        return labels["wait_class"].format(lower=lower, upper=upper)


_WAIT = "wait_class_"
_INK = "#1d2b3a"
_WHITE = "#ffffff"
_BORDER = "#d1495b"

WAIT_BOUNDS_H = (3.0, 6.0, 12.0, 24.0)
"""Waits at crossings fall into classes between these hours."""

DELAY_RAMP = ("#fde9a9", "#f9b25c", "#ea6f3b", "#c12d4b", "#6c1d5f")
"""From little to much delay; tells apart for the colour-blind, and in grey."""

_WAIT_SIZES_PX = (12.0, 16.0, 20.0, 24.0, 28.0)

CASING = Style("casing", Shape.LINE, _WHITE, size_px=8.0)
"""Drawn under every line of the chosen route so that it stands out; not in the legend."""

STYLES: tuple[Style, ...] = (
    Style("rail", Shape.LINE, "#3b6fa0", size_px=4.5),
    Style("road", Shape.LINE, "#c58a1a", size_px=4.5, dash="10 6"),
    Style("other_route", Shape.LINE, "#8e959e", size_px=2.0),
    Style("origin", Shape.CIRCLE, _INK, fill=_WHITE, size_px=18.0, stroke_px=5.0),
    Style("destination", Shape.CIRCLE, _INK, fill=_INK, size_px=18.0),
    Style("via", Shape.DIAMOND, _INK, fill=_WHITE, size_px=14.0),
    Style("transshipment", Shape.SQUARE, _WHITE, fill="#777777", size_px=17.0),
    *(
        Style(f"{_WAIT}{rank}", Shape.CIRCLE, _BORDER, fill=fill, size_px=size)
        for rank, (fill, size) in enumerate(zip(DELAY_RAMP, _WAIT_SIZES_PX, strict=True))
    ),
    Style("wait_unknown", Shape.CIRCLE, _BORDER, fill=_WHITE, size_px=14.0, dash="3 2"),
)


@dataclass(frozen=True, slots=True)
class Ground:
    """Colours of what lies under the routes."""

    land: str
    crossed_land: str
    water: str
    border: str


GROUND = Ground(land="#ebe9e3", crossed_land="#faf9f6", water="#cfe0ea", border="#b3aca0")
"""Countries that a route runs through are lighter than those around them."""


def wait_key(wait_h: float | None) -> str:
    """Key of the style of a crossing with this wait, hours; ``None`` when it is unknown.

    Examples
    --------
    >>> wait_key(5.3)
    'wait_class_1'
    """
    if wait_h is None:
        return "wait_unknown"
    return f"{_WAIT}{sum(wait_h >= bound for bound in WAIT_BOUNDS_H)}"


def symbol(style: Style) -> Html:
    """Draw a style as a small SVG: the same drawing serves the map, the legend and the tables."""
    draw = _draw_line if style.shape is Shape.LINE else _draw_point
    return Html(draw(style))


def _class_bounds(rank: int) -> tuple[float, float]:
    bounds = (0.0, *WAIT_BOUNDS_H, float("inf"))
    return bounds[rank], bounds[rank + 1]


def _draw_line(style: Style) -> str:
    dash = f' stroke-dasharray="{style.dash}"' if style.dash else ""
    return (
        '<svg class="symbol" viewBox="0 0 34 10" width="34" height="10" aria-hidden="true">'
        f'<path d="M1 5H33" stroke="{CASING.colour}" stroke-width="{CASING.size_px:g}"/>'
        f'<path d="M1 5H33" stroke="{style.colour}" stroke-width="{style.size_px:g}"{dash}/>'
        "</svg>"
    )


def _draw_point(style: Style) -> str:
    size = style.size_px
    half = size / 2
    inner = half - style.stroke_px / 2
    outline = f'fill="{style.fill}" stroke="{style.colour}" stroke-width="{style.stroke_px:g}"'
    if style.dash:
        outline += f' stroke-dasharray="{style.dash}"'
    match style.shape:
        case Shape.SQUARE:
            start = style.stroke_px / 2
            drawing = f'<rect x="{start:g}" y="{start:g}" width="{2 * inner:g}" ' + (
                f'height="{2 * inner:g}" rx="1.5" {outline}/>'
            )
        case Shape.DIAMOND:
            drawing = (
                f'<path d="M{half:g} {half - inner:g}L{half + inner:g} {half:g}'
                f'L{half:g} {half + inner:g}L{half - inner:g} {half:g}Z" {outline}/>'
            )
        case _:
            drawing = f'<circle cx="{half:g}" cy="{half:g}" r="{inner:g}" {outline}/>'
    return (
        f'<svg class="symbol" viewBox="0 0 {size:g} {size:g}" width="{size:g}" '
        f'height="{size:g}" aria-hidden="true">{drawing}</svg>'
    )
