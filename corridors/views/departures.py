"""The chart of departures: what leaving earlier or later costs, and how long it takes."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from corridors.views import chart_style as look
from corridors.views.words import ENGLISH, Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_departures(
    axes: "Axes", rows: Sequence[tuple[datetime, datetime, float]], words: Words = ENGLISH
) -> None:
    """Draw rows of departure, arrival and dollars.

    The cost of a departure holds until the next one (a step); hours under way stand on the
    second axis. Clock times are those of the zone of the first departure.
    """
    rows = sorted(rows, key=lambda row: row[0])
    start = rows[0][0]
    at = [look.hours_between(start, depart) for depart, _, _ in rows]
    usd = [cost for _, _, cost in rows]
    hours = [look.hours_between(depart, arrive) for depart, arrive, _ in rows]
    last_h = at[-1] or 1.0

    axes.step(at, usd, where="post", color=look.MOVE, linewidth=1.8, label=words("cost, USD"))
    axes.plot(at, usd, linestyle="none", marker="o", markersize=3, color=look.MOVE)
    axes.set_title(words("Cost and hours by departure"))
    axes.set_ylabel(words("USD"), color=look.MOVE)
    axes.yaxis.set_major_formatter(lambda value, _: words.number(value))
    axes.grid(axis="y")
    axes.set_axisbelow(True)

    other = axes.twinx()
    other.plot(
        at, hours, color=look.BORDER, linewidth=1.2, linestyle=(0, (4, 2)), marker="s",
        markersize=3, label=words("hours from loading to unloading"),
    )  # fmt: skip
    other.set_ylabel(words("h"), color=look.BORDER)
    other.spines["right"].set_visible(True)
    other.yaxis.set_major_formatter(lambda value, _: words.number(value))
    for each, values in ((axes, usd), (other, hours)):
        low, high = min(values), max(values)
        room = 0.12 * (high - low) or 0.02 * abs(high) or 1.0
        each.set_ylim(low - room, high + 3 * room)

    axes.set_xlim(-0.02 * last_h, 1.02 * last_h)
    axes.set_xlabel(words("departure ({zone})", zone=look.offset_name(start)))
    look.clock_axis(axes, start, last_h, words)
    lines = [axes.lines[0], other.lines[0]]
    axes.legend(handles=lines, loc="upper left", ncols=2)
