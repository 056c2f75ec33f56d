"""A flow map as a picture: for paper, and for pages that run no script.

It is drawn from the same tables as the map on the screen, with the same widths, radii, classes
and colours, all periods and categories together.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from maps.escape import Html, escape
from maps.flow_map import FlowLine, FlowMap, FlowPoint, FlowSide, Measure, Position, Scale
from maps.labels import Labels
from maps.layers.flows import FLOW_STYLE
from maps.layers.outlines import read_outlines
from maps.styles import GROUND

__all__ = ["Frame", "Look", "frame_around", "look_of", "round_down", "still_map"]

STEPS = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
FONT_PX = 13.0
LETTER = {"crossing": 0.61, "town": 0.78, "country": 0.8}
"""Width of a letter of each kind of name, as a part of the size of the font.

Towns are bold; countries are written in capitals with gaps between them.
"""
ENDS = 0.35
"""What a name may be wider than its letters say, as a part of the size of the font."""


class Frame(NamedTuple):
    """A part of the world and the size of its picture, px."""

    south: float
    west: float
    north: float
    east: float
    width: float
    height: float

    def at(self, position: Position) -> tuple[float, float]:
        """Where a position lies in the picture: an equidistant projection of its middle."""
        lat, lon = position
        squeeze = math.cos(math.radians((self.south + self.north) / 2))
        scale = min(
            self.width / ((self.east - self.west) * squeeze),
            self.height / (self.north - self.south),
        )
        x = self.width / 2 + (lon - (self.west + self.east) / 2) * squeeze * scale
        y = self.height / 2 - (lat - (self.south + self.north) / 2) * scale
        return x, y

    def shows(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Whether a point of the picture lies in it."""
        inside = -margin <= x <= self.width + margin
        return inside and -margin <= y <= self.height + margin


class Look(NamedTuple):
    """How a scale shows its measures: the largest size, and the bounds of colours."""

    scale: Scale
    most: float
    bounds: tuple[float, ...]

    @property
    def colour(self) -> Measure:
        """What the colour stands for."""
        return self.scale.measures[self.scale.colours[0]]

    @property
    def size(self) -> Measure:
        """What width or size stands for."""
        return self.scale.measures[self.scale.size]

    def fill(self, sums: Sequence[float]) -> str:
        """The colour of these sums."""
        value = self.colour.value(sums)
        if value <= 0:
            return FLOW_STYLE.none
        return FLOW_STYLE.ramp[sum(value >= bound for bound in self.bounds)]

    def width_px(self, value: float) -> float:
        """The width of a line."""
        return max(FLOW_STYLE.thinnest_px, FLOW_STYLE.widest_px * value / (self.most or 1.0))

    def radius_px(self, value: float) -> float:
        """The radius of a circle."""
        share = math.sqrt(value / (self.most or 1.0))
        return max(FLOW_STYLE.smallest_px, FLOW_STYLE.largest_px * share)


class _Label(NamedTuple):
    x: float
    y: float
    text: str
    kind: str
    away: float


def round_down(value: float) -> float:
    """A number with one or two figures that is not above the value.

    Examples
    --------
    >>> round_down(274_000.0)
    250000.0
    """
    if value <= 0:
        return 0.0
    unit = 10.0 ** math.floor(math.log10(value))
    fitting = [step for step in STEPS if step * unit <= value * (1 + 1e-9)]
    return float(f"{(fitting or [1])[-1] * unit:.3g}")


def look_of(scale: Scale, sums: Iterable[Sequence[float]]) -> Look:
    """The look of features with these sums."""
    known = list(sums)
    size, colour = scale.measures[scale.size], scale.measures[scale.colours[0]]
    most = max((size.value(one) for one in known), default=0.0)
    bounds = colour.bounds
    if not bounds:
        top = max((colour.value(one) for one in known), default=0.0)
        bounds = tuple(round_down(top * share) for share in FLOW_STYLE.shares) if top > 0 else ()
    return Look(scale, most, bounds)


def frame_around(positions: Iterable[Position], width: float, height: float, *, pad: float = 0.06,
                 least: float = 1.0) -> Frame:  # fmt: skip
    """A frame around some positions, with a margin and no smaller than so many degrees."""
    known = list(positions) or [(45.0, 68.0)]
    lats, lons = [lat for lat, _ in known], [lon for _, lon in known]
    half_lat = max(max(lats) - min(lats), least) * (0.5 + pad)
    half_lon = max(max(lons) - min(lons), least) * (0.5 + pad)
    lat, lon = (max(lats) + min(lats)) / 2, (max(lons) + min(lons)) / 2
    return Frame(lat - half_lat, lon - half_lon, lat + half_lat, lon + half_lon, width, height)


def still_map(
    flow_map: FlowMap,
    frame: Frame,
    labels: Labels,
    *,
    lines: Look,
    points: Look,
    side: FlowSide | None = None,
    title: str = "",
    named: bool = True,
) -> Html:
    """Draw a map, or one of its other sides, as SVG.

    Parameters
    ----------
    flow_map
        What is drawn.
    frame
        Which part of it.
    labels
        Names of countries.
    lines, points
        Their looks, shared by pictures that are compared.
    side
        Another side of the map instead of itself.
    title
        What the picture shows, for those who cannot see it.
    named
        Whether crossings are named.
    """
    shown_lines = side.lines if side else flow_map.lines
    shown_points = side.points if side else flow_map.points
    parts = [
        f'<svg class="still" role="img" aria-label="{escape(title or flow_map.title)}" '
        f'viewBox="0 0 {frame.width:g} {frame.height:g}">',
        f'<rect width="{frame.width:g}" height="{frame.height:g}" fill="{GROUND.land}"/>',
        *_ground(frame, flow_map.crossed),
        *_lines(shown_lines, frame, lines),
    ]
    circles = _circles(shown_points, frame, points)
    taken = []
    for x, y, radius, look, _ in circles:
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {look}/>')
        taken.append((x - radius, y - radius, x + radius, y + radius))
    wanted = []
    for place in flow_map.places:
        x, y = frame.at(place.position)
        if frame.shows(x, y):
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{FLOW_STYLE.outline}" '
                         'stroke="#fff" stroke-width="1.2"/>')  # fmt: skip
            wanted.append(_Label(x, y, place.name, "town", 4.0))
    if named:
        wanted[:0] = [
            _Label(x, y, point.name, "crossing", radius + 2) for x, y, radius, _, point in circles
        ]
    parts += _names([*wanted, *_countries(frame, labels)], frame, taken)
    parts.append("</svg>")
    return Html("".join(parts))


def _ground(frame: Frame, crossed: Sequence[str]) -> list[str]:
    drawn = []
    for area in read_outlines()["features"]:
        path = "".join(_ring(ring, frame) for ring in _rings(area))
        if path:
            fill = GROUND.water if area["id"] == "water" else GROUND.land
            fill = GROUND.crossed_land if area["id"] in crossed else fill
            drawn.append(
                f'<path d="{path}" fill="{fill}" fill-rule="evenodd" stroke="{GROUND.border}" '
                'stroke-width="0.8"/>'
            )
    return drawn


def _rings(area: dict[str, Any]) -> list[list[list[float]]]:
    return [ring for polygon in area["geometry"]["coordinates"] for ring in polygon]


def _ring(ring: list[list[float]], frame: Frame) -> str:
    """A ring as far as it is seen: points far away are drawn at the edge of what is far."""
    far = max(frame.width, frame.height)
    points = [frame.at((lat, lon)) for lon, lat in ring]
    if not any(frame.shows(x, y, far) for x, y in points):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if max(xs) < 0 or min(xs) > frame.width or max(ys) < 0 or min(ys) > frame.height:
            return ""
    kept: list[str] = []
    for x, y in points:
        near_x = min(max(x, -far), frame.width + far)
        near_y = min(max(y, -far), frame.height + far)
        text = f"{near_x:.1f} {near_y:.1f}"
        if not kept or kept[-1] != text:
            kept.append(text)
    return f"M{'L'.join(kept)}Z" if len(kept) > 2 else ""


def _lines(lines: Iterable[FlowLine], frame: Frame, look: Look) -> list[str]:
    known = [(line, line.cells.sums()) for line in lines]
    sized = [(line, sums, look.size.value(sums)) for line, sums in known]
    drawn = []
    for dashed in (False, True):
        kind = sorted(
            (one for one in sized if one[0].dashed == dashed and one[2] > 0),
            key=lambda one: (-one[2], one[0].name),
        )
        for line, _, size in kind:
            width = look.width_px(size)
            path = _path(line, frame)
            if line.flagged:
                wide = width + 2 * FLOW_STYLE.flag_px
                drawn.append(_stroke(path, FLOW_STYLE.flag, wide))
            drawn.append(_stroke(path, FLOW_STYLE.edge, width + 1.2))
            if dashed:
                drawn.append(_stroke(path, FLOW_STYLE.casing, width))
        for line, sums, size in kind:
            width = look.width_px(size)
            dash = ""
            if dashed:
                gaps = " ".join(f"{max(3.0, times * width):.1f}" for times in FLOW_STYLE.dash)
                dash = f' stroke-dasharray="{gaps}"'
            drawn.append(_stroke(_path(line, frame), look.fill(sums), width, dash))
    return drawn


def _path(line: FlowLine, frame: Frame) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in map(frame.at, line.points))


def _stroke(path: str, colour: str, width: float, more: str = "") -> str:
    cap = "butt" if more else "round"
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width:.1f}" '
        f'stroke-linejoin="round" stroke-linecap="{cap}"{more}/>'
    )


def _circles(
    points: Iterable[FlowPoint], frame: Frame, look: Look
) -> list[tuple[float, float, float, str, FlowPoint]]:
    drawn = []
    for point in points:
        sums = point.sums()
        size = look.size.value(sums)
        x, y = frame.at(point.position)
        if size > 0 and frame.shows(x, y):
            edge = FLOW_STYLE.flag if point.flagged else FLOW_STYLE.outline
            thick = FLOW_STYLE.flag_px if point.flagged else 1.4
            attributes = (
                f'fill="{look.fill(sums)}" fill-opacity="0.92" stroke="{edge}" '
                f'stroke-width="{thick:g}"'
            )
            drawn.append((x, y, look.radius_px(size), attributes, point))
    return sorted(drawn, key=lambda one: (-one[2], one[4].name))


def _countries(frame: Frame, labels: Labels) -> list[_Label]:
    found = []
    for area in read_outlines()["features"]:
        name = labels.texts.get(f"country_{area['id']}")
        centre = area["properties"].get("label")
        if name and centre:
            x, y = frame.at((centre[0], centre[1]))
            if frame.shows(x, y, -40):
                found.append(_Label(x, y, name.upper(), "country", 0.0))
    return found


Box = tuple[float, float, float, float]


def _names(wanted: Sequence[_Label], frame: Frame, circles: Sequence[Box]) -> list[str]:
    """Names where they hide no circle and no other name; one without room is left out."""
    drawn = []
    names: list[Box] = []
    for label in wanted:
        width = FONT_PX * (LETTER[label.kind] * len(label.text) + ENDS)
        height = FONT_PX * 1.1
        foreign = [box for box in circles if not _holds(box, label)]
        for left, top in _spots(label, width, height):
            box = (left, top, left + width, top + height)
            inside = left >= 2 and top >= 2 and box[2] <= frame.width and box[3] <= frame.height
            if inside and not any(_overlap(box, other) for other in (*foreign, *names)):
                names.append(box)
                drawn.append(
                    f'<text class="{label.kind}" x="{left:.1f}" y="{top + 0.82 * height:.1f}">'
                    f"{escape(label.text)}</text>"
                )
                break
    return drawn


def _spots(label: _Label, width: float, height: float) -> list[tuple[float, float]]:
    """Where a name may stand, the best first: beside its circle, or over its country."""
    x, y, away = label.x, label.y, label.away
    middle = y - height / 2
    if label.kind == "country":
        return [(x - width / 2, middle)]
    near = away * 0.8
    return [
        (x + away, middle),
        (x - away - width, middle),
        (x - width / 2, y - away - height),
        (x - width / 2, y + away),
        (x + near, y + near),
        (x + near, y - near - height),
        (x - near - width, y + near),
        (x - near - width, y - near - height),
    ]


def _holds(box: Box, label: _Label) -> bool:
    return box[0] <= label.x <= box[2] and box[1] <= label.y <= box[3]


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
