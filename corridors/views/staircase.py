"""The staircase: cumulative time and cost against distance.

This is the time/cost-distance method of UNESCAP [1]_: distance runs along the x-axis, hours
(or dollars) add up on the y-axis, movement is a slope and whatever costs time or money on the
spot, a border or a terminal, is a vertical step. So the eye finds what holds a route up.

References
----------
.. [1] UNESCAP, *Time/Cost-Distance Methodology*,
   https://www.unescap.org/resources/timecost-distance-methodology
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from corridors.model.phrase import marked
from corridors.model.route import Leg, LegKind, Route
from corridors.model.shipment import Mode
from corridors.views import chart_style as look
from corridors.views.words import ENGLISH, Words
from network_data import Facts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_ROUTES = 3
DASHES: tuple[tuple[float, Sequence[float]] | Literal["-"], ...] = (
    "-", (0, (5, 1.6)), (0, (1.4, 1.4)),
)  # fmt: skip
"""Offset and dashes of the lines of the first, second and third route."""
SLOPE_KINDS = frozenset({"haulage", "tariff rule", "drayage", "toll"})
"""Charges that grow with the way; the others of a leg with a stop fall due on the spot."""


class Stair(NamedTuple):
    """A part of the staircase: flat in km (a step) or not (a slope).

    Attributes
    ----------
    leg
        The leg that it belongs to.
    step
        Whether it is a vertical step.
    km, hours, usd
        How far it goes along and up.
    """

    leg: Leg
    step: bool
    km: float
    hours: float
    usd: float


def stairs(route: Route) -> list[Stair]:
    """The steps and slopes of a route, in order; their sums are the route's totals.

    A haul is a slope, the rests of its driver within it, but for waits for an opening.
    Loading, unloading, the wait at a crossing and the dwell at a terminal are steps; the way
    between two posts or two sides of a terminal is a slope after them.
    """
    found: list[Stair] = []
    for leg in route.legs:
        if leg.kind is LegKind.HAUL:
            step_h = sum(spell.hours for spell in leg.spells if spell.kind == "opening")
            step_usd = 0.0
        else:
            step_h = leg.wait_h
            step_usd = sum(c.usd for c in leg.charges if c.kind not in SLOPE_KINDS)
        if not leg.km:
            step_h, step_usd = leg.wait_h + leg.moving_h, leg.cost_usd
        if step_h or step_usd:
            found.append(Stair(leg, True, 0.0, step_h, step_usd))
        if leg.km:
            slope_h = leg.wait_h + leg.moving_h - step_h
            found.append(Stair(leg, False, leg.km, slope_h, leg.cost_usd - step_usd))
    return found


def draw_staircase(
    time_axes: "Axes",
    cost_axes: "Axes",
    routes: Sequence[Route],
    facts: Facts,
    words: Words = ENGLISH,
) -> None:
    """Draw up to three routes; the steps of the first one are named."""
    from matplotlib.lines import Line2D

    shown = list(routes[:MOST_ROUTES])
    last_km = max(sum(leg.km for leg in route.legs) for route in shown) or 1.0
    panels = (
        (time_axes, "hours", words("Time against distance, h")),
        (cost_axes, "usd", words("Cost against distance, USD")),
    )
    for axes, of, title in panels:
        axes.set_title(title)
        axes.grid(axis="y")
        axes.set_axisbelow(True)
        axes.set_xlim(-0.01 * last_km, 1.04 * last_km)
        axes.set_xlabel(words("km"))
        axes.xaxis.set_major_formatter(lambda value, _: words.number(value))
        axes.yaxis.set_major_formatter(lambda value, _: words.number(value))
        ends = []
        for number, route in reversed(list(enumerate(shown, 1))):
            ends.append((*_draw_line(axes, route, of, number), number))
        top = max(end for _, end, _ in ends) * 1.16 or 1.0
        axes.set_ylim(0, top)
        if len(shown) > 1:
            _number_ends(axes, ends, top)
        _name_steps(axes, shown[0], of, facts, last_km, top, words)
    colours = (
        (look.RAIL, words("rail")), (look.ROAD, words("road")), (look.BORDER, words("border")),
        (look.TRANSSHIPMENT, words("loading, terminal")),
    )  # fmt: skip
    keys = [Line2D([], [], color=colour, linewidth=2.2, label=name) for colour, name in colours]
    if len(shown) > 1:
        keys += [
            Line2D([], [], color=look.INK, linestyle=DASHES[n - 1],
                   label=words("route {rank}", rank=n))
            for n in range(1, len(shown) + 1)
        ]  # fmt: skip
    cost_axes.legend(handles=keys, loc="upper left", ncols=1)


def _draw_line(axes: "Axes", route: Route, of: str, number: int) -> tuple[float, float]:
    """One route; gives back where its line ends."""
    km = up = 0.0
    for stair in stairs(route):
        rise = float(getattr(stair, of))
        axes.plot(
            [km, km + stair.km],
            [up, up + rise],
            color=_colour(stair),
            linewidth=2.2 if number == 1 else 1.4,
            linestyle=DASHES[number - 1],
            solid_capstyle="round",
            zorder=3 - 0.1 * number,
        )
        km, up = km + stair.km, up + rise
    return km, up


def _colour(stair: Stair) -> str:
    if stair.step and stair.leg.kind is LegKind.CROSSING:
        return look.BORDER
    if stair.step:
        return look.TRANSSHIPMENT
    return look.RAIL if stair.leg.mode is Mode.RAIL else look.ROAD


def _number_ends(axes: "Axes", ends: list[tuple[float, float, int]], top: float) -> None:
    """The number of each route at the end of its line."""
    ends = sorted(ends, key=lambda end: (end[1], end[2]))
    heights = spread_ends([up for _, up, _ in ends], top)
    for (km, _, number), height in zip(ends, heights, strict=True):
        axes.annotate(
            str(number), (km, height), xytext=(5, 0), textcoords="offset points", va="center",
            fontweight="bold", fontsize=8,
        )  # fmt: skip


def spread_ends(heights: list[float], top: float) -> list[float]:
    """Heights of the numbers at the ends of the lines, apart enough to be read."""
    return look.spread(heights, 0.065 * top, top)


def _name_steps(
    axes: "Axes", route: Route, of: str, facts: Facts, last_km: float, top: float, words: Words
) -> None:
    """Names to the left of the steps, where a rising line leaves room, each with its amount."""
    labels: list[tuple[float, float, str]] = []
    km = up = 0.0
    for stair in stairs(route):
        rise = float(getattr(stair, of))
        if stair.step and rise > 0:
            text = words(
                "{step}: {amount:,.0f} USD" if of == "usd" else "{step}: {amount:,.1f} h",
                step=step_name(stair.leg, facts, words), amount=rise,
            )  # fmt: skip
            labels.append((km, up + rise / 2, text))
        km, up = km + stair.km, up + rise
    half = 0.5 * last_km
    near = [label for label in labels if label[0] < half]
    far = [label for label in labels if label[0] >= half]
    for group, side in ((near, 1), (far, -1)):
        heights = look.spread([height for _, height, _ in group], 0.078 * top, 0.97 * top)
        column = min((at for at, _, _ in group), default=0.0) + side * 0.04 * last_km
        for (at, middle, text), height in zip(group, heights, strict=True):
            axes.annotate(
                text,
                (at, middle),
                xytext=(at + 0.035 * last_km if side > 0 else column, height),
                ha="left" if side > 0 else "right",
                va="center",
                fontsize=7,
                arrowprops={"arrowstyle": "-", "color": look.QUIET, "linewidth": 0.5,
                            "shrinkA": 1, "shrinkB": 1},
                bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.6},
            )  # fmt: skip


STEP_NAMES = {
    LegKind.LOADING: marked("Loading {place}"),
    LegKind.TRANSSHIPMENT: marked("Transshipment {place}"),
    LegKind.UNLOADING: marked("Unloading {place}"),
}


def step_name(leg: Leg, facts: Facts, words: Words = ENGLISH) -> str:
    """What happens at a step, where: ``Saryagash – Keles``, ``Loading Kostanay``."""
    if leg.kind is LegKind.CROSSING:
        row = facts.crossings.get(leg.facility)
        if row is not None:
            a, b = words.sides(facts, row)
            return look.plain(f"{a} – {b}" if row.a == leg.start else f"{b} – {a}")
        return look.plain(leg.facility)
    if leg.kind is LegKind.HAUL:
        return look.plain(words("Opening {place}", place=words.place(facts, leg.start)))
    return look.plain(words(STEP_NAMES[leg.kind], place=words.place(facts, leg.end)))
