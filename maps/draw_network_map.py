"""Draw a map of the network as one HTML file."""

from pathlib import Path

from maps.escape import Html, escape
from maps.html import fill_template, write_page
from maps.labels import ENGLISH, Labels
from maps.layers.network import NetworkLayer
from maps.layers.outlines import OutlineLayer
from maps.network_map import Confidence, NetworkMap
from maps.network_styles import CONFIDENCE_STYLES, NETWORK_STYLES
from maps.network_words import network_labels
from maps.page import add_html, empty_map, render_page
from maps.styles import Shape, symbol

__all__ = ["render_network_map", "write_network_map"]


def render_network_map(network_map: NetworkMap, *, labels: Labels = ENGLISH) -> str:
    """Draw the network as the text of one self-contained HTML page.

    The page opens without a network, fetches nothing and runs no script but its own. The
    same map gives the same text.

    Parameters
    ----------
    network_map
        What to draw.
    labels
        The page's own words; English stands in for those that a language lacks.
    """
    words = network_labels(labels)
    canvas = empty_map()
    canvas.add_child(OutlineLayer(network_map.countries, words))
    canvas.add_child(NetworkLayer(network_map, words))
    add_html(canvas, _panel_html(network_map, words), name="panel")
    add_html(canvas, _legend_html(words), name="legend")
    add_html(canvas, _symbols_html(), name="symbols")
    return render_page(canvas, title=network_map.title, lang=words.lang)


def write_network_map(
    network_map: NetworkMap, path: str | Path, *, labels: Labels = ENGLISH
) -> int:
    """Write a map of the network to a file, whole or not at all.

    Returns
    -------
    int
        Size of the file, bytes.
    """
    return write_page(render_network_map(network_map, labels=labels), path)


def _panel_html(network_map: NetworkMap, labels: Labels) -> Html:
    crossings = network_map.ranked_crossings()
    return fill_template(
        "network_panel.html",
        network_map=network_map,
        labels=labels,
        confidences=[(word.value, labels[f"network_{word}"]) for word in Confidence],
        crossings=[
            (
                network_map.points.index(point),
                point.name,
                labels[point.mode] if point.mode else "",
                labels["wait_unknown"] if point.wait_h is None else labels.number(point.wait_h, 1),
            )
            for point in crossings
        ],
    )


def _legend_html(labels: Labels) -> Html:
    """The legend: one entry per row of the styling tables, in their order."""
    plain = [style for style in NETWORK_STYLES if not style.is_wait_class]
    return fill_template(
        "network_legend.html",
        labels=labels,
        symbol=symbol,
        modes=[style for style in plain if style.key in ("rail", "road")],
        confidences=CONFIDENCE_STYLES,
        others=[style for style in plain if style.key not in ("rail", "road", "wait_unknown")],
        waits=[s for s in NETWORK_STYLES if s.is_wait_class or s.key == "wait_unknown"],
    )


def _symbols_html() -> Html:
    """The symbols that scripts put on the map, one template element per style of a point."""
    points = [style for style in NETWORK_STYLES if style.shape is not Shape.LINE]
    return Html(
        "".join(
            f'<template id="symbol-{escape(style.key)}">{symbol(style)}</template>\n'
            for style in points
        )
    )
