"""The tables of a finished run, for pages, read from its partitions only as far as needed."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import polars as pl

from corridors.batch.result_columns import (
    ASKED_SCHEMA,
    REJECT_SCHEMA,
    ROUTE_SCHEMA,
    ROW,
    Layout,
)
from corridors.batch.run_tables import Counts, RunTables
from corridors.io.batch_results.parts import Kind, Parts
from network_data import Facts


@contextmanager
def run_tables(
    parts: Parts, layout: Layout, *, counts: Counts, facts: Facts, about: Mapping[str, str]
) -> Iterator[RunTables]:
    """The tables of a run, under our own names; they can be read until the block ends."""
    with _local_files(parts) as (routes, rejects):
        yield RunTables(
            pl.scan_parquet(routes).select(ROW, *_asked(layout), *_route(layout)),
            parts.paths(),
            pl.scan_parquet(rejects).select(
                ROW, *(pl.col(layout.rejects[name]).alias(name) for name in REJECT_SCHEMA)
            ),
            counts,
            facts,
            about,
        )


def _asked(layout: Layout) -> Iterator[pl.Expr]:
    for name, dtype in ASKED_SCHEMA.items():
        if name in layout.asked:
            yield pl.col(layout.asked[name]).alias(name)
        elif name == "shipment_id":
            yield pl.col(name).cast(dtype)  # the list's own column
        else:
            yield pl.lit(None, dtype=dtype).alias(name)


def _route(layout: Layout) -> Iterator[pl.Expr]:
    return (pl.col(layout.route[name]).alias(name) for name in ROUTE_SCHEMA)


@contextmanager
def _local_files(parts: Parts) -> Iterator[tuple[list[str], list[str]]]:
    """Paths of the routes and of the rejects; of another filesystem's, copies."""
    import shutil
    import tempfile

    with tempfile.TemporaryDirectory(prefix="corridors-") as copies:
        found: dict[Kind, list[str]] = {Kind.ROUTES: [], Kind.REJECTS: []}
        for kind, paths in found.items():
            for name in parts.names(kind):
                path = parts.folder.local(name)
                if path is None:
                    path = os.path.join(copies, name)
                    with parts.folder.open(name) as source, open(path, "wb") as copy:
                        shutil.copyfileobj(source, copy)
                paths.append(path)
        yield found[Kind.ROUTES], found[Kind.REJECTS]
