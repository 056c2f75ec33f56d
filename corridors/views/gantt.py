"""The Gantt chart of a route: what happens on each leg, and when."""

from typing import TYPE_CHECKING

from corridors.model.route import Leg, LegKind, Route, Spell
from corridors.model.shipment import Mode
from corridors.views import chart_style as look
from corridors.views.staircase import place_name, step_name
from network_data import Facts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW_IN = 0.36
"""Height of a leg with its name, inches."""
HANDLING_KINDS = frozenset({"loading", "unloading", "transshipment"})
BORDER_KINDS = frozenset({"border", "barrier"})

LOOKS = {
    "by rail": (look.RAIL, look.RAIL, ""),
    "by road": ("#ffffff", look.ROAD, "//////"),
    "handling": ("#ffffff", look.TRANSSHIPMENT, "||||"),
    "border": ("#ffffff", look.BORDER, "xxxx"),
    "waiting, rest": ("#ffffff", look.QUIET, "\\\\\\"),
    "closed, waits for opening": ("#ffffff", look.BORDER, "----"),
}
"""Face, edge and hatch of each kind of time: they differ in pattern as well as in colour."""


def spell_class(leg: Leg, spell: Spell) -> str:
    """The kind of time that a spell is drawn as, a key of `LOOKS`."""
    if spell.moving:
        by_rail = leg.mode is Mode.RAIL and spell.kind != "drayage"
        return "by rail" if by_rail else "by road"
    if spell.kind == "opening":
        return "closed, waits for opening"
    if leg.kind is LegKind.CROSSING and spell.kind in BORDER_KINDS:
        return "border"
    return "handling" if spell.kind in HANDLING_KINDS else "waiting, rest"


def gantt_height_in(route: Route) -> float:
    """Height that the legs of a route need, inches."""
    return ROW_IN * len(route.legs) + 0.95


def draw_gantt(axes: "Axes", route: Route, facts: Facts) -> None:
    """Draw the legs from top to bottom, each as its spells after one another.

    The axis shows clock times in the zone of the departure if the route has one, else hours
    from the start.
    """
    from matplotlib.patches import Patch

    last_h = max(leg.end_h for leg in route.legs) or 1.0
    seen: set[str] = set()
    for row, leg in enumerate(route.legs):
        at = leg.start_h
        for spell in leg.spells:
            kind = spell_class(leg, spell)
            face, edge, hatch = LOOKS[kind]
            axes.barh(
                row + 0.24, spell.hours, left=at, height=0.4, facecolor=face, edgecolor=edge,
                hatch=hatch, linewidth=0.7,
            )  # fmt: skip
            seen.add(kind)
            at += spell.hours
        _name_leg(axes, leg, row, last_h, facts)
    axes.set_ylim(len(route.legs) - 0.4, -0.55)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xlim(0, last_h * 1.01)
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    if route.depart is None:
        axes.set_title("Legs over time, h")
        axes.set_xlabel("hours from the start of loading")
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    else:
        axes.set_title("Legs over time")
        start = place_name(facts, route.legs[0].start)
        axes.set_xlabel(look.plain(f"clock of {start} ({look.offset_name(route.depart)})", 60))
        look.clock_axis(axes, route.depart, last_h)
    keys = [
        Patch(facecolor=face, edgecolor=edge, hatch=hatch, label=name)
        for name, (face, edge, hatch) in LOOKS.items()
        if name in seen
    ]  # fmt: skip
    axes.legend(
        handles=keys, loc="upper center", bbox_to_anchor=(0.5, -0.62 / gantt_height_in(route)),
        ncols=3, handlelength=2.4, handleheight=1.1,
    )  # fmt: skip


def _name_leg(axes: "Axes", leg: Leg, row: int, last_h: float, facts: Facts) -> None:
    """The name of a leg above its bar, from the side where there is room for it."""
    early = leg.start_h < 0.5 * last_h
    hours = leg.wait_h + leg.moving_h
    axes.text(
        leg.start_h if early else leg.end_h, row - 0.22, f"{leg_name(leg, facts)}: {hours:,.1f} h",
        ha="left" if early else "right", va="center", fontsize=7.2,
    )  # fmt: skip


def leg_name(leg: Leg, facts: Facts) -> str:
    """Such as ``Rail Kostanay – Saryagash``, ``Crossing Saryagash – Keles``."""
    if leg.kind is LegKind.HAUL:
        ways = (look.plain(place_name(facts, name), 24) for name in (leg.start, leg.end))
        return f"{leg.mode.value.capitalize()} {' – '.join(ways)}"
    if leg.kind is LegKind.CROSSING:
        return f"Crossing {step_name(leg, facts)}"
    return step_name(leg, facts)
