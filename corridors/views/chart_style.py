"""How charts look and become SVG: one palette, plain text, the same bytes each time.

matplotlib is loaded when a chart is drawn, never before. Text stays text in the SVG, and a
name from the facts is shown as it stands: no mathematics in ``$...$``, no characters that
XML does not allow.
"""

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from corridors.views.words import ENGLISH, Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

RAIL = "#3b6fa0"
ROAD = "#c58a1a"
TRANSSHIPMENT = "#777777"
MOVE = "#3b6fa0"
BORDER = "#d1495b"
INK = "#1d2b3a"
QUIET = "#56626f"
GRID = "#d9dde2"

WIDTH_IN = 8.0
"""Width of a chart in a file, inches; the map page asks for a narrower one."""
SALT = "freight-corridors"
"""Seed of the ids inside an SVG."""
LONGEST_NAME = 30

_NO_XML = re.compile(r"[^\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STYLE: dict[str, object] = {
    "axes.edgecolor": GRID,
    "axes.labelcolor": QUIET,
    "axes.labelsize": 8,
    "axes.linewidth": 0.8,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.titlecolor": INK,
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 8,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.7,
    "legend.fontsize": 7.5,
    "legend.frameon": False,
    "svg.fonttype": "none",
    "svg.hashsalt": SALT,
    "text.color": INK,
    "text.parse_math": False,
    "text.usetex": False,
    "xtick.color": QUIET,
    "xtick.labelsize": 7.5,
    "ytick.color": QUIET,
    "ytick.labelsize": 7.5,
}


@contextmanager
def chart_style() -> Iterator[None]:
    """Draw within this: our look whatever the user's own settings of matplotlib are."""
    from matplotlib import style

    with warnings.catch_warnings():
        # A letter that the measuring font lacks: the reader's own font draws it all the same.
        warnings.filterwarnings("ignore", message=r"Glyph \d+", category=UserWarning)
        with style.context(["default", _STYLE]):
            yield


def new_figure(width_in: float, height_in: float) -> "Figure":
    """An empty figure that knows no window and no state of its own."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width_in, height_in), layout="constrained")


def svg_text(figure: "Figure") -> str:
    """The figure as an SVG document without dates, so that equal charts are equal bytes."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    FigureCanvasSVG(figure)
    buffer = io.StringIO()
    nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
    figure.savefig(buffer, format="svg", metadata=nothing)
    return buffer.getvalue()


def plain(text: str, longest: int = LONGEST_NAME) -> str:
    r"""A text from the facts that can stand in a chart: XML characters only, not too long.

    Examples
    --------
    >>> plain("Bekabad\n(rail)")
    'Bekabad (rail)'
    >>> plain("a" * 40, 6)
    'aaaaa…'
    """
    text = " ".join(_NO_XML.sub(" ", text).split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def spread(values: list[float], gap: float, top: float) -> list[float]:
    """Ascending values moved apart by a gap or more, none above the top if there is room.

    Examples
    --------
    >>> spread([1.0, 1.2, 5.0], 1.0, 5.0)
    [1.0, 2.0, 5.0]
    >>> spread([4.0, 4.5, 5.0], 1.0, 5.0)
    [3.0, 4.0, 5.0]
    """
    apart: list[float] = []
    for value in values:
        apart.append(max(value, apart[-1] + gap) if apart else value)
    limit = top
    for index in range(len(apart) - 1, -1, -1):
        apart[index] = min(apart[index], limit)
        limit = apart[index] - gap
    return apart


def offset_name(moment: datetime) -> str:
    """The offset of a moment: ``UTC+05:00``."""
    return f"UTC{moment.isoformat()[-6:]}" if moment.utcoffset() else "UTC"


def clock_axis(
    axes: "Axes", start: datetime, last_h: float, words: Words = ENGLISH, *, most: int = 8
) -> None:
    """Label an axis of hours after `start` with its clock: midnights, or hours of a short span."""
    local = start.tzinfo
    steps_h = (1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 672, 1344)
    step = next((step for step in steps_h if last_h / step <= most), steps_h[-1])
    moment = start.replace(hour=0, minute=0, second=0, microsecond=0)
    ticks: list[float] = []
    names: list[str] = []
    while (at := hours_between(start, moment)) <= last_h:
        if at >= 0:
            ticks.append(at)
            at_midnight = moment.hour == 0
            names.append(words.short_day(moment) if at_midnight else f"{moment:%H:%M}")
        moment = (moment.astimezone(UTC) + timedelta(hours=step)).astimezone(local)
    axes.set_xticks(ticks, names)


def hours_between(start: datetime, end: datetime) -> float:
    """Hours from one moment to another, whatever their zones."""
    return (end.astimezone(UTC) - start.astimezone(UTC)).total_seconds() / 3600
