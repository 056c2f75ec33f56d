"""Any list by its address: what it is, is told by its first bytes and its suffix."""

from corridors.errors import RequestError, shorten
from corridors.io.shipment_lists import CHUNK_ROWS
from corridors.io.shipment_lists.raw import ShipmentList
from corridors.io.shipment_lists.sources import Source

TEXTS = (".csv", ".tsv", ".txt")
PARQUETS = (".parquet", ".pq", ".geoparquet")
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_ZIP, _OLE, _PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"


def open_list(
    address: str,
    *,
    query: str | None = None,
    chunk_rows: int = CHUNK_ROWS,
    spool_dir: str | None = None,
) -> ShipmentList:
    """Open a list of shipments.

    Parameters
    ----------
    address
        Path or fsspec address of a CSV, Parquet or workbook file, or the address of a database.
    query
        For a database: one SELECT whose answer is the list.
    chunk_rows
        Rows that are read at once, blank ones among them.
    spool_dir
        Where copies of workbooks, query results and texts in old encodings are put; ``None``
        takes a directory that is removed with the list. Workers on other machines must see it.

    Raises
    ------
    RequestError
        If there is no list, or its headings cannot be understood.
    """
    if chunk_rows < 1:
        raise RequestError(f"chunks of {chunk_rows} rows; give 1 or more")
    from corridors.io.shipment_lists.database import is_database, open_database

    if is_database(address):
        return open_database(address, query, chunk_rows=chunk_rows, spool_dir=spool_dir)
    if query is not None:
        raise RequestError("--query is for databases; leave it out for a file")
    source = Source(address)
    kind = _kind(source)
    if kind == "parquet":
        from corridors.io.shipment_lists.parquet_list import Origin, ParquetList

        return ParquetList(
            address, source, chunk_rows=chunk_rows, origin=Origin(), name=source.name
        )
    if kind == "workbook":
        from corridors.io.shipment_lists.workbook import open_workbook

        return open_workbook(address, source, chunk_rows=chunk_rows, spool_dir=spool_dir)
    from corridors.io.shipment_lists.csv_list import open_csv

    return open_csv(address, source, chunk_rows=chunk_rows, spool_dir=spool_dir)


def _kind(source: Source) -> str:
    """What a file is: its first bytes say it, and a suffix that promises another thing is wrong."""
    start = source.read(0, 8)
    name = source.address.lower()
    if not start:
        raise RequestError(f"{source.name} is empty; begin it with a line of headings")
    if start.startswith(_PARQUET):
        return "parquet"
    if start.startswith((_ZIP, _OLE)):
        return "workbook"
    if name.endswith(PARQUETS):
        raise RequestError(f"{source.name} is damaged: no Parquet; save it again")
    if name.endswith(WORKBOOKS):
        raise RequestError(f"{source.name} is damaged: no workbook; save it again")
    if not name.endswith(TEXTS):
        known = ", ".join((*TEXTS, *PARQUETS[:1], *WORKBOOKS))
        raise RequestError(
            f"'{shorten(source.name)}' has no suffix of a list; known are {known},"
            " and databases such as postgresql://"
        )
    return "text"
