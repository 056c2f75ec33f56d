"""Draw a flow map as one HTML file."""

from pathlib import Path

from maps.flow_map import FlowMap
from maps.flow_panel import flow_panel_html
from maps.flow_words import flow_labels
from maps.html import write_page
from maps.labels import ENGLISH, Labels
from maps.layers.flows import FlowLayer
from maps.layers.outlines import OutlineLayer
from maps.page import add_html, empty_map, render_page

__all__ = ["render_flow_map", "write_flow_map"]


def render_flow_map(flow_map: FlowMap, *, labels: Labels = ENGLISH) -> str:
    """Draw a flow map as the text of one self-contained HTML page.

    The page opens without a network, fetches nothing and runs no script but its own. The
    same map gives the same text.

    Parameters
    ----------
    flow_map
        What to draw.
    labels
        The page's own words; English stands in for those of flow maps that a language lacks.
    """
    words = flow_labels(labels)
    canvas = empty_map()
    canvas.add_child(OutlineLayer(flow_map.crossed, words))
    canvas.add_child(FlowLayer(flow_map, words))
    add_html(canvas, flow_panel_html(flow_map, words), name="panel")
    return render_page(canvas, title=flow_map.title, lang=words.lang)


def write_flow_map(flow_map: FlowMap, path: str | Path, *, labels: Labels = ENGLISH) -> int:
    """Write a flow map to a file, whole or not at all.

    Returns
    -------
    int
        Size of the file, bytes.
    """
    return write_page(render_flow_map(flow_map, labels=labels), path)
