"""Results as flat rows: one vocabulary for every output.

`route_row` and `leg_row` fix the names and units of the columns; CSV, GeoJSON, spreadsheets
and data frames all take them from here.
"""
