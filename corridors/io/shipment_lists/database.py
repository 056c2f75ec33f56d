"""Lists out of a database: one SELECT in a transaction that can only read.

An address such as ``postgresql://host/db`` or ``sqlite:///lists.db`` goes through SQLAlchemy,
``adbc+postgresql://host/db`` through ADBC. The rows are copied into Parquet as they come, so
that the memory stays small and every chunk can be read again.
"""

import re
from collections.abc import Iterator
from typing import Any

import polars as pl

from corridors.errors import RequestError, shorten
from corridors.io.shipment_lists.parquet_list import Origin, ParquetList
from corridors.io.shipment_lists.sources import Source, Spool

FETCHED = 50_000
"""Rows that are taken from the database at once."""
_COMMENTS = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_TEXTS = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\$(\w*)\$.*?\$\1\$", re.DOTALL)
_PASSWORD = re.compile(r"(://[^:/@\s]*):[^@\s]*@")
READ_ONLY = {
    "postgresql": ("SET TRANSACTION READ ONLY",),
    "mysql": ("SET SESSION TRANSACTION READ ONLY",),
    "mariadb": ("SET SESSION TRANSACTION READ ONLY",),
    "oracle": ("SET TRANSACTION READ ONLY",),
    "sqlite": ("PRAGMA query_only = ON",),
}
"""What makes the transaction one that can only read."""


def is_database(address: str) -> bool:
    """Whether an address names a database that can be asked."""
    scheme = address.partition("://")[0].partition("+")[0].lower()
    return "://" in address and scheme in (*READ_ONLY, "adbc")


def without_password(address: str) -> str:
    """An address that may be shown."""
    return _PASSWORD.sub(r"\1:***@", address)


def checked_query(query: str | None) -> str:
    """A query that is one SELECT.

    Raises
    ------
    RequestError
        If there is none, several statements, or another statement.
    """
    if query is None or not query.strip():
        raise RequestError('a database needs --query, such as "SELECT * FROM shipments"')
    bare = _COMMENTS.sub(" ", _TEXTS.sub(" '' ", query)).strip().rstrip(";").strip()
    if ";" in bare:
        raise RequestError("--query holds several statements; give one SELECT")
    if not re.match(r"\(*\s*(select|with|values|table)\b", bare, re.IGNORECASE):
        raise RequestError(f"--query begins with '{shorten(bare[:20])}'; give one SELECT")
    return query.strip().rstrip(";")


def open_database(
    address: str, query: str | None, *, chunk_rows: int, spool_dir: str | None
) -> ParquetList:
    """Copy the result of a query, and open the copy.

    Raises
    ------
    RequestError
        If the query is not one SELECT, or the database does not answer it.
    """
    asked = checked_query(query)
    spool = Spool(spool_dir)
    path = spool.file("list.parquet")
    shown = without_password(address)
    ask = _adbc_frames if address.lower().startswith("adbc+") else _sqlalchemy_frames
    _write(path, ask(address, asked), chunk_rows)
    origin = Origin(first_row=1, spool=spool)
    return ParquetList(
        shown, Source(path), chunk_rows=chunk_rows, origin=origin, name="the answer of the query"
    )


def _write(path: str, frames: Iterator[pl.DataFrame], chunk_rows: int) -> None:
    """Write frames of one shape into a file as they come."""
    import pyarrow.parquet as pq

    writer = None
    try:
        for frame in frames:
            table = frame.to_arrow()
            if writer is None:
                writer = pq.ParquetWriter(path, table.schema, compression="lz4")
            writer.write_table(table.cast(writer.schema), row_group_size=chunk_rows)
    finally:
        if writer is not None:
            writer.close()


def _sqlalchemy_frames(address: str, query: str) -> Iterator[pl.DataFrame]:
    try:
        import sqlalchemy as sql
        from sqlalchemy.exc import SQLAlchemyError
    except ImportError:
        raise RequestError(
            "databases need the extra: pip install freight-corridors[database]"
        ) from None
    engine = None
    try:
        wanted = re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", address)
        engine = sql.create_engine(wanted)
        with engine.connect() as connection:
            for statement in READ_ONLY[engine.dialect.name]:
                connection.exec_driver_sql(statement)
            options = {"stream_results": True, "yield_per": FETCHED}
            result = connection.execution_options(**options).exec_driver_sql(
                query.replace("%", "%%")
                if engine.dialect.paramstyle in ("format", "pyformat")
                else query
            )
            names = list(result.keys())
            schema: dict[str, Any] | None = None
            for part in result.partitions(FETCHED):
                frame = _frame(names, [tuple(row) for row in part], schema)
                schema = schema or dict(frame.schema)
                yield frame
            if schema is None:
                yield pl.DataFrame(schema=dict.fromkeys(names, pl.String()))
            connection.rollback()
    except (SQLAlchemyError, ImportError, pl.exceptions.PolarsError) as error:
        raise _refused(address, error) from error
    finally:
        if engine is not None:
            engine.dispose()


def _frame(names: list[str], rows: list[tuple[Any, ...]], schema: dict[str, Any] | None) -> Any:
    """Rows as a frame; a column that changes its type between parts stays what it was first."""
    if schema is None:
        frame = pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None,
                             strict=False)  # fmt: skip
        # Later parts may fill what is empty so far, with whatever the column holds.
        return frame.with_columns(
            [pl.col(n).cast(pl.String) for n, t in frame.schema.items() if t == pl.Null]
        ).with_columns(
            [pl.col(n).cast(pl.Float64) for n, t in frame.schema.items()
             if t.is_decimal() or t.is_integer()]
        )  # fmt: skip
    columns = list(zip(*rows, strict=True))
    made: list[pl.Series] = []
    for (name, dtype), cells in zip(schema.items(), columns, strict=True):
        if dtype == pl.String:
            texts = [None if cell is None else str(cell) for cell in cells]
            made.append(pl.Series(name, texts, dtype=pl.String))
        else:
            made.append(pl.Series(name, cells, strict=False).cast(dtype))
    return pl.DataFrame(made)


def _adbc_frames(address: str, query: str) -> Iterator[pl.DataFrame]:
    from importlib import import_module

    import pyarrow as pa

    url = address[len("adbc+") :]
    driver = url.partition("://")[0].lower()
    if driver not in ("postgresql", "sqlite"):
        raise RequestError(f"no ADBC driver for '{shorten(driver)}'; known: postgresql, sqlite")
    try:
        dbapi = import_module(f"adbc_driver_{driver}.dbapi")
        from adbc_driver_manager.dbapi import Error
    except ImportError:
        raise RequestError(
            f"ADBC needs adbc-driver-{driver}: pip install freight-corridors[database]"
        ) from None
    try:
        with dbapi.connect(url) as connection, connection.cursor() as cursor:
            for statement in READ_ONLY[driver]:
                cursor.execute(statement)
            cursor.execute(query)
            reader = cursor.fetch_record_batch()
            for batch in reader:
                yield pl.DataFrame(
                    {name: _plain(batch.column(at)) for at, name in enumerate(batch.schema.names)}
                )
            if not reader.schema.names:
                raise RequestError("the query answers without columns; give one SELECT")
            connection.rollback()
    except (Error, pa.ArrowException, pl.exceptions.PolarsError) as error:
        # An error in the midst of the rows comes from Arrow, not from the driver.
        raise _refused(address, error) from error


def _plain(cells: Any) -> Any:
    """The cells of an Arrow column as they are stored: NUMERIC of PostgreSQL comes as text."""
    return pl.from_arrow(getattr(cells, "storage", cells))


def _refused(address: str, error: Exception) -> RequestError:
    why = without_password(str(getattr(error, "orig", None) or error).strip().splitlines()[0])
    return RequestError(
        f"the database {shorten(without_password(address), 120)} gives no list: {shorten(why, 200)}"
    )
