"""Results with lines on the map: GeoParquet and GeoPackage.

A list of a million rows follows a few thousand paths. In GeoParquet every row carries its line,
stored once a partition and referred to; in a GeoPackage the lines are a layer of their own, one
feature a path with its sums, and the shipments a table that names the path of each.
"""

import json
import os
from collections.abc import Collection, Mapping
from typing import IO, Final

import polars as pl

from corridors.io.batch_results.cells import flat_table
from corridors.io.batch_results.parts import Kind, Parts
from corridors.io.batch_results.path_lines import path_shapes
from corridors.io.batch_results.totals import path_totals
from corridors.io.batch_results.workbook import best_routes
from network_data import Facts

GEOMETRY: Final = "geometry"
_WHOLE_DICTIONARY: Final = 2**31 - 1
"""Lines of a partition are stored once, however long they are together."""
_GDAL_DATE: Final = "OGR_CURRENT_DATE"
_FIXED_DATE: Final = "2000-01-01T00:00:00.000Z"
"""Stands where GeoPackage wants a date of change, so that the same run gives the same rows."""


def write_geoparquet(
    parts: Parts,
    out: IO[bytes],
    *,
    names: Mapping[str, str],
    facts: Facts,
    about: Mapping[str, str],
) -> int:
    """Write the routes with their lines; gives the number of rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    shapes = path_shapes(facts, parts.paths())
    keys = dict(about)
    writer: pq.ParquetWriter | None = None
    rows = 0
    try:
        for frame in parts.frames(Kind.ROUTES):
            table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
            column = frame[names["path"]]
            distinct = column.unique(maintain_order=True)
            place = {path: number for number, path in enumerate(distinct)}
            lines = pa.DictionaryArray.from_arrays(
                pa.array(
                    column.replace_strict(place, return_dtype=pl.Int32).to_numpy(), pa.int32()
                ),
                pa.array([shapes[path] for path in distinct], pa.binary()),
            )
            name = _free(GEOMETRY, table.column_names)
            table = table.append_column(name, lines)
            if writer is None:
                keys["geo"] = json.dumps(_geo(name))
                writer = pq.ParquetWriter(
                    out, table.schema.with_metadata(keys), compression="zstd",
                    compression_level=1, store_schema=False,
                    dictionary_pagesize_limit=_WHOLE_DICTIONARY,
                )  # fmt: skip
                writer.add_key_value_metadata(keys)
            writer.write_table(table.cast(writer.schema), row_group_size=max(len(table), 1))
            rows += len(table)
    finally:
        if writer is not None:
            writer.close()
    return rows


def _geo(column: str) -> dict[str, object]:
    """What GeoParquet wants to know; without a reference system it is WGS84, longitude first."""
    return {
        "version": "1.1.0",
        "primary_column": column,
        "columns": {column: {"encoding": "WKB", "geometry_types": ["LineString"]}},
    }


def write_geopackage(parts: Parts, path: str, *, names: Mapping[str, str], facts: Facts) -> int:
    """Write the paths as lines with their sums, the shipments and the rejects as tables.

    Returns
    -------
    int
        Rows of the table of shipments.
    """
    import geopandas as gpd
    import pyogrio
    import shapely

    paths = parts.paths()
    totals = path_totals(best_routes(parts, names))
    shapes = path_shapes(facts, paths)
    lines = (
        paths.group_by("path", maintain_order=True)
        .agg(
            crossings=pl.col("facility").filter(pl.col("kind") == "crossing").str.join("; "),
            vehicles=pl.col("vehicle").unique(maintain_order=True).str.join("; "),
            rail_km=pl.col("km").filter(pl.col("mode") == "rail").sum(),
            road_km=pl.col("km").filter(pl.col("mode") == "road").sum(),
        )
        .join(totals, on="path", how="left", maintain_order="left")
        .with_columns(pl.col("shipments").fill_null(0))
    )
    geometry = shapely.from_wkb([shapes[key] for key in lines["path"]])
    before = os.environ.get(_GDAL_DATE)
    pyogrio.set_gdal_config_options({_GDAL_DATE: _FIXED_DATE})
    try:
        layer = gpd.GeoDataFrame(
            _for_database(lines).to_pandas(), geometry=geometry, crs="EPSG:4326"
        )
        pyogrio.write_dataframe(layer, path, layer="paths", driver="GPKG")
        rows = _add_table(parts, Kind.ROUTES, path, "shipments")
        _add_table(parts, Kind.REJECTS, path, "rejects")
    finally:
        pyogrio.set_gdal_config_options({_GDAL_DATE: before})
    return rows


def _add_table(parts: Parts, kind: Kind, path: str, layer: str) -> int:
    """Write the tables of one kind below one another, without geometry."""
    import pyogrio

    rows = 0
    for frame in parts.frames(kind):
        table = _for_database(frame).to_pandas()
        pyogrio.write_dataframe(table, path, layer=layer, driver="GPKG", append=rows > 0 or None)
        rows += frame.height
    return rows


def _for_database(table: pl.DataFrame) -> pl.DataFrame:
    """Flat columns of kinds that SQLite has; whole numbers beyond its own are text."""
    flat = flat_table(table)
    wide = [name for name, dtype in flat.schema.items() if dtype in (pl.UInt64, pl.Decimal)]
    times = [name for name, dtype in flat.schema.items() if dtype.is_temporal()]
    return flat.with_columns(
        *(pl.col(name).cast(pl.String) for name in wide),
        *(pl.col(name).dt.to_string("iso") for name in times),
    )


def _free(name: str, taken: Collection[str]) -> str:
    """A name that no column of the list has."""
    while name in taken:
        name += "_line"
    return name
