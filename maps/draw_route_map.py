"""Draw a route map as one HTML file."""

from pathlib import Path

from folium.raster_layers import TileLayer

from maps.escape import escape
from maps.html import write_page
from maps.labels import ENGLISH, Labels
from maps.layers.outlines import OutlineLayer
from maps.layers.routes import RouteLayer, crossed_countries
from maps.page import add_html, empty_map, render_page
from maps.panel import legend_html, panel_html, symbols_html
from maps.route_map import RouteMap
from maps.tiles import Tiles

__all__ = ["render_route_map", "write_route_map"]


def render_route_map(
    route_map: RouteMap, *, tiles: Tiles | None = None, labels: Labels = ENGLISH
) -> str:
    """Draw a route map as the text of one self-contained HTML page.

    The page opens without a network, fetches nothing (but `tiles`, if given) and runs no
    script but its own. The same map gives the same text.

    Parameters
    ----------
    route_map
        What to draw.
    tiles
        Online background tiles; by default there are none and outlines are drawn.
    labels
        The page's own words.
    """
    canvas = empty_map()
    if tiles:
        canvas.add_child(_tile_layer(tiles))
    canvas.add_child(OutlineLayer(crossed_countries(route_map), labels, filled=tiles is None))
    canvas.add_child(RouteLayer(route_map, labels))

    add_html(canvas, panel_html(route_map, labels), name="panel")
    add_html(canvas, legend_html(labels), name="legend")
    add_html(canvas, symbols_html(), name="symbols")
    return render_page(canvas, title=route_map.title, lang=labels.lang, tiles=tiles)


def write_route_map(
    route_map: RouteMap,
    path: str | Path,
    *,
    tiles: Tiles | None = None,
    labels: Labels = ENGLISH,
) -> int:
    """Write a route map to a file, whole or not at all.

    Returns
    -------
    int
        Size of the file, bytes.
    """
    return write_page(render_route_map(route_map, tiles=tiles, labels=labels), path)


def _tile_layer(tiles: Tiles) -> TileLayer:
    return TileLayer(
        tiles=tiles.address,
        attr=escape(tiles.attribution),
        subdomains=tiles.subdomains,
        max_native_zoom=tiles.max_zoom,
        control=False,
    )
