"""Charts of routes and departures as SVG documents.

Each function gives back the text of one SVG. It fetches nothing, runs nothing, holds no date,
and the same routes give the same bytes. matplotlib is loaded when one of them is called.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from corridors.errors import RequestError
from corridors.model.route import Route, Routes
from corridors.views import chart_style as look
from corridors.views.departures import draw_departures
from corridors.views.gantt import draw_gantt, gantt_height_in
from corridors.views.staircase import draw_staircase
from corridors.views.words import ENGLISH, Words
from network_data import Facts

__all__ = ["Departure", "departures_svg", "gantt_svg", "route_charts_svg", "staircase_svg"]

PANEL_IN = 2.8
"""Height of one panel of the staircase and of the chart of departures, inches."""


class Departure(Protocol):
    """A departure with what it leads to."""

    @property
    def depart(self) -> datetime:
        """When loading starts, with its zone."""

    @property
    def arrive(self) -> datetime:
        """When unloading ends, with its zone."""

    @property
    def cost_usd(self) -> float:
        """What the shipper pays, USD."""


def staircase_svg(
    routes: Routes | Sequence[Route],
    facts: Facts,
    *,
    width_in: float = look.WIDTH_IN,
    words: Words = ENGLISH,
) -> str:
    """Time and cost against distance, one line for each of the first three routes.

    Vertical steps are borders and terminals (UNESCAP's time/cost-distance method); those of
    the first route are named.

    Parameters
    ----------
    routes
        Best first.
    facts
        Where the names come from.
    width_in
        Width of the chart, inches.
    words
        The language.

    Raises
    ------
    RequestError
        If there is no route.
    """
    some = _some(routes)
    with look.chart_style():
        figure = look.new_figure(width_in, 2 * PANEL_IN)
        time_axes, cost_axes = figure.subplots(2, 1)
        draw_staircase(time_axes, cost_axes, some, facts, words)
        return look.svg_text(figure)


def gantt_svg(
    route: Route, facts: Facts, *, width_in: float = look.WIDTH_IN, words: Words = ENGLISH
) -> str:
    """The legs of a route over time: moving, handling, at borders, resting, waiting to open.

    The axis shows clock times in the zone of the departure, or hours from the start where
    the shipment has no date.
    """
    with look.chart_style():
        figure = look.new_figure(width_in, gantt_height_in(route))
        draw_gantt(figure.subplots(), route, facts, words)
        return look.svg_text(figure)


def departures_svg(
    rows: Sequence[Departure], *, width_in: float = look.WIDTH_IN, words: Words = ENGLISH
) -> str:
    """Cost (steps) and hours under way (second axis) by departure.

    Parameters
    ----------
    rows
        Departures with their arrivals and costs, in any order.
    width_in
        Width of the chart, inches.
    words
        The language.

    Raises
    ------
    RequestError
        If there is no departure.
    """
    if not rows:
        raise RequestError("no departure to draw; widen the window")
    with look.chart_style():
        figure = look.new_figure(width_in, PANEL_IN)
        drawn = [(row.depart, row.arrive, row.cost_usd) for row in rows]
        draw_departures(figure.subplots(), drawn, words)
        return look.svg_text(figure)


def route_charts_svg(
    routes: Routes | Sequence[Route],
    facts: Facts,
    *,
    width_in: float = look.WIDTH_IN,
    words: Words = ENGLISH,
) -> str:
    """The staircase of the first routes above the Gantt chart of the best one.

    Raises
    ------
    RequestError
        If there is no route.
    """
    some = _some(routes)
    with look.chart_style():
        heights = (PANEL_IN, PANEL_IN, gantt_height_in(some[0]))
        figure = look.new_figure(width_in, sum(heights))
        time_axes, cost_axes, legs_axes = figure.subplots(
            3, 1, gridspec_kw={"height_ratios": heights}
        )
        draw_staircase(time_axes, cost_axes, some, facts, words)
        draw_gantt(legs_axes, some[0], facts, words)
        return look.svg_text(figure)


def _some(routes: Routes | Sequence[Route]) -> Sequence[Route]:
    found = routes.routes if isinstance(routes, Routes) else routes
    if not found:
        raise RequestError("no route to draw a chart of")
    return found
