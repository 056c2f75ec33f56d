"""Build the country outlines of the maps from Natural Earth; run once, by hand.

The input is the file ``countries-10m.json`` (TopoJSON) of the npm package ``world-atlas`` 2.0.2,
which redistributes the 1:10m countries of Natural Earth 4.1 (public domain)::

    npm pack world-atlas@2.0.2
    tar -xf world-atlas-2.0.2.tgz
    python tools/build_outlines.py package/countries-10m.json maps/data/outlines.geojson

Shared borders stay shared: the countries are simplified as one coverage.  Needs shapely >= 2.1.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

WEST, SOUTH, EAST, NORTH = 44.0, 30.0, 92.0, 58.0
TOLERANCE_DEG = 0.03
SMALLEST_PART_SQ_DEG = 0.004
"""Islands and holes below this size (about 35 km2) only cost bytes; enclaves are larger."""
DECIMALS = 3
SHORTEST_RING = 4
"""Positions of a triangle, the first repeated; quantisation collapses some islands below it."""

COUNTRIES = {
    "004": "AF",
    "031": "AZ",
    "051": "AM",
    "156": "CN",
    "268": "GE",
    "356": "IN",
    "364": "IR",
    "368": "IQ",
    "398": "KZ",
    "414": "KW",
    "417": "KG",
    "496": "MN",
    "524": "NP",
    "586": "PK",
    "643": "RU",
    "682": "SA",
    "762": "TJ",
    "792": "TR",
    "795": "TM",
    "860": "UZ",
}
"""ISO 3166-1: numeric code to two letters, for the countries inside the clip."""

MERGED = {"Baikonur": "KZ"}
"""Areas that the 1:10m scale draws apart and the maps do not."""

BLANK = "blank"
"""Code of the areas that more than one country claims: they keep their line and get no name."""

WATER = "water"
"""Code of the seas inside the clip (the Caspian is the largest)."""

Position = tuple[float, float]
Arcs = list[list[Position]]


def decode_arcs(topology: dict[str, Any]) -> Arcs:
    """Undo the delta coding and the quantisation of a topology's arcs."""
    scale_x, scale_y = topology["transform"]["scale"]
    shift_x, shift_y = topology["transform"]["translate"]
    decoded = []
    for arc in topology["arcs"]:
        x = y = 0
        positions = []
        for step_x, step_y in arc:
            x += step_x
            y += step_y
            positions.append((x * scale_x + shift_x, y * scale_y + shift_y))
        decoded.append(positions)
    return decoded


def join_ring(indices: list[int], arcs: Arcs) -> list[Position]:
    """Chain arcs into a ring; a negative index runs an arc backwards."""
    ring: list[Position] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring


def read_geometry(geometry: dict[str, Any], arcs: Arcs) -> BaseGeometry:
    """Turn one geometry object of the topology into a shapely geometry."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    parts = []
    for indices in polygons:
        shell, *holes = (join_ring(ring, arcs) for ring in indices)
        if len(shell) >= SHORTEST_RING:
            parts.append(Polygon(shell, [hole for hole in holes if len(hole) >= SHORTEST_RING]))
    return MultiPolygon(parts)


def read_areas(topology: dict[str, Any]) -> dict[str, BaseGeometry]:
    """Areas inside the clip by code: countries with what is merged, blank areas, water."""
    arcs = decode_arcs(topology)
    clip = shapely.box(WEST, SOUTH, EAST, NORTH)
    parts: dict[str, list[BaseGeometry]] = {}
    for item in topology["objects"]["countries"]["geometries"]:
        name = item["properties"]["name"]
        code = COUNTRIES.get(item.get("id") or "") or MERGED.get(name, BLANK)
        geometry = shapely.make_valid(read_geometry(item, arcs))
        clipped = polygons_of(shapely.intersection(geometry, clip))
        if clipped.is_empty:
            continue
        if code == BLANK and "id" in item:
            raise SystemExit(f"{name} reaches into the clip but has no code in this script")
        parts.setdefault(code, []).append(clipped)
    areas = {code: polygons_of(shapely.union_all(parts[code])) for code in sorted(parts)}
    areas[WATER] = polygons_of(shapely.difference(clip, shapely.union_all(list(areas.values()))))
    return areas


def polygons_of(geometry: BaseGeometry) -> MultiPolygon:
    """Keep the areas of a geometry; drop the points and lines that clipping leaves."""
    parts = shapely.get_parts(geometry)
    return MultiPolygon([part for part in parts if isinstance(part, Polygon) and part.area > 0])


def drop_specks(geometry: BaseGeometry) -> Iterator[Polygon]:
    """Polygons of a geometry without tiny islands and tiny holes."""
    for polygon in shapely.get_parts(geometry):
        if polygon.area < SMALLEST_PART_SQ_DEG:
            continue
        holes = [
            hole.coords for hole in polygon.interiors if Polygon(hole).area >= SMALLEST_PART_SQ_DEG
        ]
        yield Polygon(polygon.exterior.coords, holes)


def as_feature(code: str, geometry: BaseGeometry) -> dict[str, Any]:
    """GeoJSON feature of an area, with the point where a name is written."""
    polygons = list(drop_specks(geometry))
    largest = max(polygons, key=lambda polygon: polygon.area)
    label = shapely.maximum_inscribed_circle(largest, tolerance=0.05).coords[0]
    coordinates = [
        [round_ring(ring.coords) for ring in (polygon.exterior, *polygon.interiors)]
        for polygon in polygons
    ]
    return {
        "type": "Feature",
        "id": code,
        "properties": {"label": [round(label[1], 2), round(label[0], 2)]},
        "geometry": {"type": "MultiPolygon", "coordinates": coordinates},
    }


def round_ring(coordinates: Any) -> list[list[float]]:
    """Ring rounded to about 100 m, without points that fall together."""
    ring: list[list[float]] = []
    for x, y in coordinates:
        position = [round(x, DECIMALS), round(y, DECIMALS)]
        if not ring or ring[-1] != position:
            ring.append(position)
    return ring


def build_outlines(topology: dict[str, Any]) -> dict[str, Any]:
    """Feature collection of the outlines, sorted by code."""
    areas = read_areas(topology)
    simplified = shapely.coverage_simplify(list(areas.values()), TOLERANCE_DEG)
    return {
        "type": "FeatureCollection",
        "bbox": [WEST, SOUTH, EAST, NORTH],
        "features": [
            as_feature(code, geometry) for code, geometry in zip(areas, simplified, strict=True)
        ],
    }


def main() -> None:
    """Read the topology, write the outlines."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("topology", type=Path, help="countries-10m.json of world-atlas 2.0.2")
    parser.add_argument("outlines", type=Path, help="GeoJSON file to write")
    arguments = parser.parse_args()
    outlines = build_outlines(json.loads(arguments.topology.read_text("utf-8")))
    text = json.dumps(outlines, separators=(",", ":"), ensure_ascii=False)
    arguments.outlines.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
