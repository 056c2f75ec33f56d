"""A report as one HTML page without scripts: a first page that stands alone, then the details."""

from dataclasses import dataclass
from pathlib import Path

from maps.errors import MapDataError
from maps.escape import Html
from maps.flow_map import FlowMap, FlowSide, Position
from maps.html import fill_template, write_page
from maps.labels import Labels
from maps.layers.flows import FLOW_STYLE
from maps.report_words import report_labels
from maps.still_map import Frame, Look, frame_around, look_of, round_down, still_map
from maps.svg import inline_svg

__all__ = [
    "Finding",
    "ReportChart",
    "ReportPage",
    "ReportSource",
    "ReportTable",
    "render_report_page",
    "write_report_page",
]

WIDE, HIGH, INSET = 560.0, 375.0, 380.0
"""Size of the pictures, px: the whole, and the part around its circles beside it."""
LEAST_BOX_PX = 46
KEY_LETTER_PX, KEY_GAP_PX = 6.4, 5
"""Width of a letter below a ramp of colours, and of the gap to the next number."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence that stands alone, and the figure that it is about."""

    figure: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table.

    Attributes
    ----------
    title, hint
        Above it.
    columns
        Headings: of the names, then of each cell.
    rows
        The name and the cells of each row, ready to be read.
    texts
        Numbers of the cells that are words.
    source
        Where the whole table is, and what is left out here.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    hint: str = ""
    texts: frozenset[int] = frozenset()
    source: str = ""
    name: str = ""

    def __post_init__(self) -> None:
        for name, cells in self.rows:
            if len(cells) != len(self.columns) - 1:
                raise MapDataError(
                    f"table '{self.title}': row '{name}' has {len(cells)} cells "
                    f"for {len(self.columns) - 1} columns"
                )


@dataclass(frozen=True, slots=True)
class ReportSource:
    """A source: what was taken from it, and how far that can be trusted."""

    id: str
    title: str
    publisher: str
    used_for: str
    confidence: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ReportChart:
    """A chart as an SVG document."""

    title: str
    svg: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """A report.

    Attributes
    ----------
    title, subtitle
        What it is of.
    findings
        What a reader should take away.
    flow_map
        Drawn on the first page; with another side, both beside each other.
    head
        The table of the first page.
    method
        How the figures came about, in sentences.
    tables, charts, sources
        The details.
    """

    title: str
    subtitle: str
    findings: tuple[Finding, ...]
    flow_map: FlowMap
    head: ReportTable
    method: tuple[str, ...]
    tables: tuple[ReportTable, ...]
    charts: tuple[ReportChart, ...] = ()
    sources: tuple[ReportSource, ...] = ()
    facts_version: str = ""


def render_report_page(page: ReportPage, labels: Labels) -> str:
    """Write a report as the text of one self-contained HTML page that runs no script."""
    words = report_labels(labels)
    sides: tuple[FlowMap | FlowSide, ...] = (page.flow_map, *page.flow_map.sides[:1])
    lines = look_of(
        page.flow_map.line_scale, (line.cells.sums() for side in sides for line in side.lines)
    )
    points = look_of(
        page.flow_map.point_scale, (point.sums() for side in sides for point in side.points)
    )
    return fill_template(
        "report.html",
        page=page,
        labels=words,
        pictures=_pictures(page.flow_map, lines, points, words),
        legend=_legend(page.flow_map, lines, points, words),
        charts=[
            (chart.title, inline_svg(chart.svg, prefix=f"chart{at}-", label=chart.title))
            for at, chart in enumerate(page.charts)
        ],
        is_web_address=lambda url: url.startswith(("https://", "http://")),
    )


def write_report_page(page: ReportPage, path: str | Path, labels: Labels) -> int:
    """Write a report to a file, whole or not at all; the size in bytes comes back."""
    return write_page(render_report_page(page, labels), path)


def _pictures(
    flow_map: FlowMap, lines: Look, points: Look, labels: Labels
) -> list[tuple[str, Html]]:
    """The whole and the part around the circles; or two sides of that part."""
    near = list(flow_map.focus) or [
        point.position for point in flow_map.points if points.size.value(point.sums()) > 0
    ]
    if flow_map.sides:
        side = flow_map.sides[0]
        frame = frame_around(near, (WIDE + INSET) / 2, HIGH, pad=0.25)
        return [
            (flow_map.side_name, still_map(flow_map, frame, labels, lines=lines, points=points,
                                           title=flow_map.side_name)),
            (side.name, still_map(flow_map, frame, labels, lines=lines, points=points, side=side,
                                  title=side.name)),
        ]  # fmt: skip
    whole: list[Position] = [at for line in flow_map.lines for at in line.points]
    frames: tuple[tuple[str, Frame, bool], ...] = (
        (labels["report_whole"], frame_around(whole + near, WIDE, HIGH, pad=0.04), False),
        (labels["report_near"], frame_around(near, INSET, HIGH, pad=0.2), True),
    )
    return [
        (title, still_map(flow_map, frame, labels, lines=lines, points=points, named=named,
                          title=title))
        for title, frame, named in frames
    ]  # fmt: skip


def _legend(flow_map: FlowMap, lines: Look, points: Look, labels: Labels) -> list[tuple[str, Html]]:
    """What widths, sizes and colours mean: titles with drawings, of the table of styles."""
    entries = [
        (labels["flow_legend_width"].format(measure=lines.size.label), _widths(lines, labels)),
        (labels["flow_legend_colour"].format(measure=lines.colour.label), _ramp(lines, labels)),
        (labels["flow_legend_size"].format(measure=points.size.label), _radii(points, labels)),
        (labels["flow_legend_fill"].format(measure=points.colour.label), _ramp(points, labels)),
    ]
    if flow_map.flag_label:
        swatch = f'<rect y="2" width="34" height="12" fill="{FLOW_STYLE.flag}"/>'
        swatch += f'<rect y="5" width="34" height="6" fill="{FLOW_STYLE.edge}"/>'
        entries.append((flow_map.flag_label, _drawing(36, 16, swatch)))
    return entries


def _steps(most: float) -> list[float]:
    return sorted({round_down(most / part) for part in (10, 3, 1)} - {0.0})


def _short(value: float, labels: Labels) -> str:
    """A number in few letters."""
    for unit, key in ((1e6, "flow_millions"), (1e3, "flow_thousands")):
        if value >= unit:
            part = value / unit
            return labels[key].format(number=labels.number(part, 0 if part == int(part) else 1))
    return labels.number(value, 0 if value == int(value) else 1)


def _drawing(width: float, height: float, inside: str) -> Html:
    return Html(
        f'<svg class="key" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" aria-hidden="true">{inside}</svg>'
    )


def _text(x: float, y: float, text: str) -> str:
    from maps.escape import escape

    return f'<text x="{x:g}" y="{y:g}" text-anchor="middle">{escape(text)}</text>'


def _widths(look: Look, labels: Labels) -> Html:
    parts, x = [], 4.0
    for value in _steps(look.most):
        width = look.width_px(value)
        parts.append(
            f'<rect x="{x:g}" y="{9 - width / 2:g}" width="44" height="{width:g}" '
            f'fill="{FLOW_STYLE.edge}"/>' + _text(x + 22, 30, _short(value, labels))
        )
        x += 58
    return _drawing(x, 34, "".join(parts))


def _radii(look: Look, labels: Labels) -> Html:
    parts, x = [], 4.0
    for value in _steps(look.most):
        radius = look.radius_px(value)
        parts.append(
            f'<circle cx="{x + 24:g}" cy="{19:g}" r="{radius:g}" fill="#fff" '
            f'stroke="{FLOW_STYLE.outline}" stroke-width="1.4"/>'
            + _text(x + 24, 50, _short(value, labels))
        )
        x += 58
    return _drawing(x, 54, "".join(parts))


def _ramp(look: Look, labels: Labels) -> Html:
    height = 11
    bounds = [_short(bound, labels) for bound in look.bounds]
    longest = max(map(len, bounds), default=0)
    box = max(LEAST_BOX_PX, round(longest * KEY_LETTER_PX) + KEY_GAP_PX)
    colours = FLOW_STYLE.ramp[: len(look.bounds) + 1]
    frame = f'stroke="{FLOW_STYLE.edge}" stroke-width="0.8"'
    parts = [f'<rect x="1" y="1" width="14" height="{height}" fill="{FLOW_STYLE.none}" {frame}/>',
             _text(8, height + 14, "0")]  # fmt: skip
    for at, colour in enumerate(colours):
        x = 24 + at * box
        parts.append(
            f'<rect x="{x}" y="1" width="{box}" height="{height}" fill="{colour}" {frame}/>'
        )
        if at < len(look.bounds):
            parts.append(_text(x + box, height + 14, bounds[at]))
    return _drawing(26 + len(colours) * box, height + 18, "".join(parts))
