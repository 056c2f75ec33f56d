"""Cartography: interactive maps as single HTML files that need no network.

Draws tables of plain values; what worked them out is none of its business.
Names load when they are first used, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from maps.draw_route_map import render_route_map, write_route_map
    from maps.errors import MapDataError, MapError, UnknownAddressError
    from maps.labels import ENGLISH, Labels, labels_in
    from maps.route_map import (
        DrawnChart,
        DrawnLeg,
        DrawnLine,
        DrawnPoint,
        DrawnRoute,
        RouteMap,
        SourceLine,
    )
    from maps.tiles import Tiles

__all__ = [
    "ENGLISH",
    "DrawnChart",
    "DrawnLeg",
    "DrawnLine",
    "DrawnPoint",
    "DrawnRoute",
    "Labels",
    "MapDataError",
    "MapError",
    "RouteMap",
    "SourceLine",
    "Tiles",
    "UnknownAddressError",
    "labels_in",
    "render_route_map",
    "write_route_map",
]

_HOMES = {
    "ENGLISH": "maps.labels",
    "DrawnChart": "maps.route_map",
    "DrawnLeg": "maps.route_map",
    "DrawnLine": "maps.route_map",
    "DrawnPoint": "maps.route_map",
    "DrawnRoute": "maps.route_map",
    "Labels": "maps.labels",
    "MapDataError": "maps.errors",
    "MapError": "maps.errors",
    "RouteMap": "maps.route_map",
    "SourceLine": "maps.route_map",
    "Tiles": "maps.tiles",
    "UnknownAddressError": "maps.errors",
    "labels_in": "maps.labels",
    "render_route_map": "maps.draw_route_map",
    "write_route_map": "maps.draw_route_map",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'maps' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
