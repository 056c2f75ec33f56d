"""Shipment lists in: CSV, workbooks, Parquet and databases, with every kind of dirt.

`corridors.io.shipment_lists.open_list` opens any of them.
"""

from typing import Final

CHUNK_ROWS: Final = 32_000
"""Rows of a list that are read, and by default worked out, at once: two processes that answer
such partitions stay below 800 MB."""
