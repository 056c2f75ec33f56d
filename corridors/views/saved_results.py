"""Maps of what was saved: a study's directory or the result of a batch, drawn without solving."""

import os
from typing import TYPE_CHECKING

from corridors.errors import RequestError, shorten

if TYPE_CHECKING:
    import polars as pl

    from corridors.batch.run_tables import RunTables
    from network_data import Facts

PATHS_SUFFIX = ".paths.parquet"
REJECTS_SUFFIX = ".rejects.csv"


def write_saved_map(result: str, facts: "Facts", path: str, *, lang: str = "en") -> int:
    """Draw the map of a saved result.

    Parameters
    ----------
    result
        A directory of a study, or the Parquet file of a batch (its paths lie beside it).
    facts
        The facts that it was answered from.
    path
        The file, HTML.
    lang
        Language of the page.

    Returns
    -------
    int
        Bytes written.

    Raises
    ------
    RequestError
        If there is no such result, it cannot be read, or the map cannot be written.
    """
    if os.path.isdir(result):
        from corridors.studies.result import read_study
        from corridors.views.study_pages import write_study_map

        return write_study_map(read_study(result), facts, path, lang)
    from corridors.views.batch_pages import write_flow_map
    from maps.labels import labels_in

    return write_flow_map(saved_run(result, facts), facts, path, labels=labels_in(lang))


def saved_run(result: str, facts: "Facts") -> "RunTables":
    """The tables of a batch from its Parquet result and the paths beside it.

    Raises
    ------
    RequestError
        If either is missing or is no result of a batch.
    """
    import polars as pl

    from corridors.batch.result_columns import REJECT_SCHEMA
    from corridors.batch.run_tables import Counts, RunTables

    stem, suffix = os.path.splitext(result)
    if suffix.lower() != ".parquet":
        raise RequestError(
            f"cannot draw {shorten(result, 200)}: give the directory of a study (--out of"
            " `corridors study` or `compare`) or the .parquet result of `corridors batch`"
        )
    try:
        routes = _own_columns(pl.scan_parquet(result))
        paths = pl.read_parquet(stem + PATHS_SUFFIX)
        answered = routes.filter(pl.col("rank") == 1).select(pl.len()).collect().item()
    except (OSError, pl.exceptions.PolarsError, ValueError) as error:
        raise RequestError(
            f"cannot read {shorten(result, 200)} and {shorten(stem, 200)}{PATHS_SUFFIX} as the"
            f" result of a batch: {shorten(str(error), 200)}"
        ) from error
    rejects = pl.LazyFrame(schema={"row": pl.Int64, **REJECT_SCHEMA})
    return RunTables(routes, paths, rejects, Counts(answered, answered, 0), facts, {})


def _own_columns(routes: "pl.LazyFrame") -> "pl.LazyFrame":
    """The question and the route under our own names, whatever the list called its columns.

    A result ends with the columns of the route, before them stand those of the question: from
    the end, the first of a name is ours.
    """
    import polars as pl

    from corridors.batch.result_columns import ASKED_SCHEMA, ROUTE_SCHEMA

    names = routes.collect_schema().names()
    if len(names) <= len(ROUTE_SCHEMA):
        raise ValueError("it has too few columns")
    asked, route = names[: -len(ROUTE_SCHEMA)], names[-len(ROUTE_SCHEMA) :]
    own = {"row": "row"}
    for ours, named in zip(ROUTE_SCHEMA, route, strict=True):
        if named.removesuffix(ours).replace("route_", ""):
            raise ValueError(f"column '{named}' stands where '{ours}' is expected")
        own[ours] = named
    for ours in ASKED_SCHEMA:
        for named in reversed(asked):
            if named.endswith(ours) and not named.removesuffix(ours).replace("asked_", ""):
                own[ours] = named
                break
    return routes.select(pl.col(named).alias(ours) for ours, named in own.items())
