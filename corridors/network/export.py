"""The network for everything that is not hot: networkx graph, geometry, GeoPackage.

networkx, geopandas and shapely are loaded here and nowhere on the way to an answer.
"""

import os
from typing import TYPE_CHECKING, Any

import networkx as nx

from corridors.errors import RequestError
from corridors.model.shipment import Mode
from corridors.network.lines import crossing_line, link_line
from corridors.network.network import Network

if TYPE_CHECKING:
    import geopandas as gpd

CRS = "EPSG:4326"
MOST_DETOUR = 3.0
"""A link longer than this many times its drawn line is not that link."""
LEAST_DETOUR = 0.98
"""A link shorter than its drawn line, but for rounding, is drawn or measured wrongly."""
COORDINATE_KM = 1.0
"""How vague the coordinates of stations are (DATA.md)."""


def infrastructure_graph(network: Network) -> "nx.MultiDiGraph":
    """The usable infrastructure as a networkx graph (see `Network.to_networkx`)."""
    graph = nx.MultiDiGraph(facts_version=network.facts.version)
    for place in network.facts.places.values():
        for mode in Mode:
            if mode in place.modes:
                graph.add_node(
                    (place.id, mode), country=place.country, lat=place.lat, lon=place.lon
                )
    for mode, starts in network.sections.items():
        for start, sections in starts.items():
            for section in sections:
                graph.add_edge(
                    (start, mode), (section.to, mode), key=section.link, kind="link", mode=mode,
                    km=section.km, driving_h=section.driving_h,
                )  # fmt: skip
    for (start, mode), passages in network.passages.items():
        for passage in passages:
            graph.add_edge(
                (start, mode), (passage.end, mode), key=passage.id, kind="crossing", mode=mode,
                km=passage.crossing.km, wait_h=passage.wait_h,
            )  # fmt: skip
    for (start, mode), transfers in network.transfers.items():
        other = Mode.ROAD if mode is Mode.RAIL else Mode.RAIL
        for transfer in transfers:
            graph.add_edge(
                (start, mode), (transfer.end, other), key=transfer.terminal.id, kind="transfer",
                mode=Mode.ROAD, km=transfer.km,
            )  # fmt: skip
    return graph


def isolated_places(network: Network) -> list[str]:
    """Places (with their mode) that no open link, crossing or terminal joins to the rest.

    The rest is the largest weakly connected part of the infrastructure graph; places of
    countries without prices are left out.
    """
    graph = infrastructure_graph(network)
    parts = sorted(nx.weakly_connected_components(graph), key=len)
    return sorted(
        f"{place} ({mode})"
        for part in parts[:-1]
        for place, mode in part
        if network.facts.places[place].country in network.countries
    )


def to_geodataframes(network: Network) -> "dict[str, gpd.GeoDataFrame]":
    """Places, links, crossings and terminals with their geometry, every row of the facts.

    Returns
    -------
    dict of GeoDataFrame
        ``places`` and ``terminals`` as points, ``links`` and ``crossings`` as lines, in
        WGS84; columns as in the tables, lists joined with ``;``, and ``usable`` (whether
        freight may use the row now).
    """
    import geopandas as gpd
    from shapely.geometry import Point

    facts = network.facts
    places = facts.places
    crossings = {p.id for passages in network.passages.values() for p in passages}
    terminals = {t.terminal.id for found in network.transfers.values() for t in found}
    layers: dict[str, list[tuple[Any, Any, bool]]] = {
        "places": [
            (row, Point(row.lon, row.lat), row.id not in network.avoid) for row in places.values()
        ],
        "links": [
            (row, _line(link_line(facts, row.id, row.a)), network.is_open(row))
            for row in facts.links.values()
        ],
        "crossings": [
            (row, _line(crossing_line(facts, row.id, row.a)), row.id in crossings)
            for row in facts.crossings.values()
        ],
        "terminals": [
            (row, Point(places[row.place].lon, places[row.place].lat), row.id in terminals)
            for row in facts.terminals.values()
        ],
    }
    return {
        name: gpd.GeoDataFrame(
            [
                {
                    column: ";".join(map(str, value)) if isinstance(value, tuple) else value
                    for column, value in zip(row._fields, row, strict=True)
                    if column != "waypoints"
                }
                | {"usable": usable}
                for row, _, usable in rows
            ],
            geometry=[geometry for _, geometry, _ in rows],
            crs=CRS,
        )
        for name, rows in layers.items()
    }


def _line(points: tuple[tuple[float, float], ...]) -> Any:
    from shapely.geometry import LineString

    return LineString([(lon, lat) for lat, lon in points])


def geometry_problems(network: Network) -> list[str]:
    """Links whose km does not fit the line they are drawn along.

    The line's length is geodesic (WGS84 ellipsoid). A published or derived km may exceed
    it, since lines are drawn with few points, but not fall below it by more than rounding.
    """
    from pyproj import Geod

    geod = Geod(ellps="WGS84")
    frames = to_geodataframes(network)
    problems = []
    for row in frames["links"].itertuples():
        drawn = geod.geometry_length(row.geometry) / 1000
        if row.km < drawn * LEAST_DETOUR - COORDINATE_KM:
            what = f"{row.km:g} km is shorter than its drawn line of {drawn:.1f} km"
        elif drawn > 0 and row.km > drawn * MOST_DETOUR:
            what = f"{row.km:g} km is over {MOST_DETOUR:g} times its drawn line of {drawn:.1f} km"
        else:
            continue
        problems.append(f"links.csv {row.id} km: {what}; correct the km or the waypoints")
    return problems


def write_geopackage(network: Network, path: str) -> dict[str, int]:
    """Write `to_geodataframes` as layers of one GeoPackage; returns rows by layer.

    Raises
    ------
    RequestError
        If the file cannot be written there.
    """
    if not path.lower().endswith(".gpkg"):
        raise RequestError(f"'{path}' does not end in .gpkg; only GeoPackage is written")
    folder = os.path.dirname(path) or "."
    if not os.path.isdir(folder) or not os.access(folder, os.W_OK) or os.path.isdir(path):
        raise RequestError(f"cannot write {path}: no such folder, or it may not be written")
    temporary = f"{path}.{os.getpid()}.tmp.gpkg"
    counts = {}
    try:
        for name, frame in to_geodataframes(network).items():
            frame.to_file(temporary, layer=name, driver="GPKG", engine="pyogrio")
            counts[name] = len(frame)
        os.replace(temporary, path)
    finally:
        if os.path.exists(temporary):
            os.unlink(temporary)
    return counts
