"""The words beside the map: alternatives, legs, notes, sources and the legend, as HTML."""

from maps.escape import Html, escape
from maps.html import fill_template
from maps.labels import Labels
from maps.route_map import (
    DrawnChart,
    DrawnLeg,
    DrawnLine,
    DrawnPoint,
    DrawnRoute,
    LegKind,
    RouteMap,
)
from maps.styles import STYLES, symbol, wait_key
from maps.svg import inline_svg

__all__ = ["legend_html", "panel_html", "symbols_html"]

_SHOWN_IN_LIST = 4
"""Pairs of a route's summary that its entry in the list of alternatives shows."""


def panel_html(route_map: RouteMap, labels: Labels) -> Html:
    """The panel of a route map; the legs of the first route are open."""
    return fill_template(
        "panel.html",
        labels=labels,
        route_map=route_map,
        shown=_SHOWN_IN_LIST,
        shared_figures=_shared_figures(route_map),
        figure_columns=_figure_columns(route_map),
        pinned=[_pinned_legs(route) for route in route_map.routes],
        leg_title=lambda leg: _leg_title(leg, labels),
        leg_symbol=_leg_symbol,
        drawing=_drawing,
        number=lambda value, decimals=0: _number(value, decimals, labels),
        is_web_address=lambda url: url.startswith(("https://", "http://")),
    )


def legend_html(labels: Labels) -> Html:
    """The legend: one entry per row of the styling table, in its order."""
    return fill_template("legend.html", labels=labels, styles=STYLES, symbol=symbol)


def symbols_html() -> Html:
    """The symbols that scripts put on the map, one template element per style."""
    return Html(
        "".join(
            f'<template id="symbol-{escape(style.key)}">{symbol(style)}</template>\n'
            for style in STYLES
        )
    )


def _shared_figures(route_map: RouteMap) -> tuple[str, ...]:
    """Headings of the list of alternatives, if its entries have the same figures."""
    headings = {
        tuple(name for name, _ in route.summary[:_SHOWN_IN_LIST]) for route in route_map.routes
    }
    return headings.pop() if len(headings) == 1 else ()


def _figure_columns(route_map: RouteMap) -> str:
    """Style that makes columns of the list as wide as their longest text asks for."""
    columns = zip(*(route.summary[:_SHOWN_IN_LIST] for route in route_map.routes), strict=False)
    lengths = [max(len(text) for pair in column for text in pair) for column in columns]
    widths = " ".join(f"minmax(0, {min(length, 24) + 1}fr)" for length in lengths)
    return f"--figure-columns: {widths}" if _shared_figures(route_map) else ""


def _pinned_legs(route: DrawnRoute) -> set[int]:
    """Legs that the map can point at."""
    parts: tuple[DrawnLine | DrawnPoint, ...] = (*route.lines, *route.points)
    return {part.leg for part in parts if part.leg is not None}


def _leg_title(leg: DrawnLeg, labels: Labels) -> str:
    if leg.kind == LegKind.HAUL and leg.mode:
        return labels[f"{leg.mode}_haul"]
    return labels[leg.kind]


def _leg_symbol(leg: DrawnLeg) -> Html:
    keys = {
        LegKind.LOADING: "origin",
        LegKind.HAUL: leg.mode,
        LegKind.CROSSING: wait_key(leg.wait_h),
        LegKind.TRANSSHIPMENT: "transshipment",
        LegKind.UNLOADING: "destination",
    }
    drawings = {style.key: symbol(style) for style in STYLES}
    return drawings.get(keys[LegKind(leg.kind)], Html())


def _drawing(chart: DrawnChart, prefix: str) -> Html:
    """A chart as it may stand in the page; the prefix keeps its ids from those of others."""
    return inline_svg(chart.svg, prefix=f"{prefix}-", label=chart.title)


def _number(value: float, decimals: int, labels: Labels) -> str:
    """A number, or a dash where nothing happens; the two must not look alike."""
    if not value:
        return "–"
    rounds_to_nothing = value < 0.5 * 10**-decimals
    return labels.number(value, decimals + 1 if rounds_to_nothing else decimals)
