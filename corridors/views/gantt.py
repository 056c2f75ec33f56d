"""The Gantt chart of a route: what happens on each leg, and when."""

from typing import TYPE_CHECKING

from corridors.model.phrase import marked
from corridors.model.route import Leg, LegKind, Route, Spell
from corridors.model.shipment import Mode
from corridors.views import chart_style as look
from corridors.views.staircase import step_name
from corridors.views.words import ENGLISH, Words
from network_data import Facts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW_IN = 0.36
"""Height of a leg with its name, inches."""
HANDLING_KINDS = frozenset({"loading", "unloading", "transshipment"})
BORDER_KINDS = frozenset({"border", "barrier"})

LOOKS = {
    marked("by rail"): (look.RAIL, look.RAIL, ""),
    marked("by road"): ("#ffffff", look.ROAD, "//////"),
    marked("handling"): ("#ffffff", look.TRANSSHIPMENT, "||||"),
    marked("border"): ("#ffffff", look.BORDER, "xxxx"),
    marked("waiting, rest"): ("#ffffff", look.QUIET, "\\\\\\"),
    marked("closed, waits for opening"): ("#ffffff", look.BORDER, "----"),
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


def draw_gantt(axes: "Axes", route: Route, facts: Facts, words: Words = ENGLISH) -> None:
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
        _name_leg(axes, leg, row, last_h, facts, words)
    axes.set_ylim(len(route.legs) - 0.4, -0.55)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xlim(0, last_h * 1.01)
    axes.grid(axis="x")
    axes.set_axisbelow(True)
    if route.depart is None:
        axes.set_title(words("Legs over time, h"))
        axes.set_xlabel(words("hours from the start of loading"))
        axes.xaxis.set_major_formatter(lambda value, _: words.number(value))
    else:
        axes.set_title(words("Legs over time"))
        start = words.place(facts, route.legs[0].start)
        zone = look.offset_name(route.depart)
        axes.set_xlabel(look.plain(words("clock of {place} ({zone})", place=start, zone=zone), 60))
        look.clock_axis(axes, route.depart, last_h, words)
    keys = [
        Patch(facecolor=face, edgecolor=edge, hatch=hatch, label=words.say(name))
        for name, (face, edge, hatch) in LOOKS.items()
        if name in seen
    ]  # fmt: skip
    axes.legend(
        handles=keys, loc="upper center", bbox_to_anchor=(0.5, -0.62 / gantt_height_in(route)),
        ncols=3, handlelength=2.4, handleheight=1.1,
    )  # fmt: skip


def _name_leg(axes: "Axes", leg: Leg, row: int, last_h: float, facts: Facts, words: Words) -> None:
    """The name of a leg above its bar, from the side where there is room for it."""
    early = leg.start_h < 0.5 * last_h
    text = words(
        "{leg}: {hours:,.1f} h", leg=leg_name(leg, facts, words), hours=leg.wait_h + leg.moving_h
    )
    axes.text(
        leg.start_h if early else leg.end_h, row - 0.22, text,
        ha="left" if early else "right", va="center", fontsize=7.2,
    )  # fmt: skip


def leg_name(leg: Leg, facts: Facts, words: Words = ENGLISH) -> str:
    """Such as ``Rail Kostanay – Saryagash``, ``Crossing Saryagash – Keles``."""
    if leg.kind is LegKind.HAUL:
        ways = (look.plain(words.place(facts, name), 24) for name in (leg.start, leg.end))
        way = " – ".join(ways)
        return words("Rail {way}" if leg.mode is Mode.RAIL else "Road {way}", way=way)
    if leg.kind is LegKind.CROSSING:
        return words("Crossing {name}", name=step_name(leg, facts, words))
    return step_name(leg, facts, words)
