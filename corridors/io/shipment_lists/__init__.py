"""Shipment lists in: CSV, workbooks, Parquet and databases, with every kind of dirt.

`corridors.io.shipment_lists.open_list` opens any of them.
"""
