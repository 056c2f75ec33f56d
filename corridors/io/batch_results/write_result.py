"""The result of a run in the form that its suffix names."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from corridors.errors import RequestError
from corridors.io.batch_results.addresses import shown, suffix_of, written_by_name, written_whole
from corridors.io.batch_results.parts import Kind, Parts
from corridors.io.batch_results.workbook import MANY_ROWS, SHEET_ROWS
from network_data import Facts


class Form(StrEnum):
    """Forms of a result, by suffix."""

    PARQUET = ".parquet"
    CSV = ".csv"
    WORKBOOK = ".xlsx"
    GEOPARQUET = ".geoparquet"
    GEOPACKAGE = ".gpkg"


SLOW_FORMS: Final = frozenset({Form.WORKBOOK, Form.GEOPARQUET})
"""Forms that are a burden to whoever opens a long list in them."""


def form_of(address: str) -> Form:
    """The form that a suffix names.

    Raises
    ------
    RequestError
        If it names none.
    """
    suffix = suffix_of(address)
    try:
        return Form(suffix)
    except ValueError:
        known = ", ".join(Form)
        raise RequestError(
            f"'{shown(address)}' does not say what is to be written; end it in {known}"
        ) from None


def check_length(form: Form, rows: int, routes: int) -> str:
    """Whether a list fits: what the user should be told, if anything.

    Parameters
    ----------
    form
        What is to be written.
    rows
        Rows of the list.
    routes
        Routes that a row may get.

    Raises
    ------
    RequestError
        If it cannot fit.
    """
    most = rows * routes
    if form is Form.WORKBOOK and most >= SHEET_ROWS:
        fewer = " or one route a row" if routes > 1 and rows < SHEET_ROWS else ""
        raise RequestError(
            f"a sheet holds {SHEET_ROWS - 1:,} rows and the list may give {most:,}; write a"
            f" .parquet, .csv or .gpkg file{fewer}"
        )
    if form in SLOW_FORMS and most > MANY_ROWS:
        return (
            f"{most:,} rows in a {form} file are slow to write and to open; .parquet or .csv is"
            " lighter"
        )
    return ""


def write_result(
    parts: Parts,
    address: str,
    *,
    names: Mapping[str, str],
    facts: Facts,
    about: Mapping[str, str],
    summary: Sequence[tuple[str, str | int | float]],
) -> int:
    """Write the routes of a run, whole or not at all.

    Parameters
    ----------
    parts
        The partitions; for a workbook with legs.
    address
        Where; the suffix says in which form.
    names
        What our columns are called in the result.
    facts
        For lines and sources.
    about
        Keys and values for the metadata of the file, where its form has some.
    summary
        Lines of the first sheet of a workbook.

    Returns
    -------
    int
        Rows written: one a route.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    form = form_of(address)
    if form is Form.WORKBOOK:
        from corridors.io.batch_results.workbook import write_workbook

        with written_by_name(address) as path:
            return write_workbook(parts, path, names=names, facts=facts, summary=summary)
    if form is Form.GEOPACKAGE:
        from corridors.io.batch_results.geo_results import write_geopackage

        with written_by_name(address) as path:
            return write_geopackage(parts, path, names=names, facts=facts)
    with written_whole(address) as out:
        if form is Form.PARQUET:
            from corridors.io.batch_results.parquet_splice import splice

            return splice(parts.files(Kind.ROUTES), out, about=about)
        if form is Form.CSV:
            from corridors.io.batch_results.csv_result import write_csv

            return write_csv(parts.frames(Kind.ROUTES), out)
        from corridors.io.batch_results.geo_results import write_geoparquet

        return write_geoparquet(parts, out, names=names, facts=facts, about=about)


def write_rejects(parts: Parts, address: str) -> int:
    """Write the rejected rows, as Parquet where the suffix says so, else as CSV."""
    with written_whole(address) as out:
        if suffix_of(address) in (".parquet", ".pq"):
            from corridors.io.batch_results.parquet_splice import splice

            return splice(parts.files(Kind.REJECTS), out, about={})
        from corridors.io.batch_results.csv_result import write_csv

        return write_csv(parts.frames(Kind.REJECTS), out)
