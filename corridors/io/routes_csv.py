"""Routes as CSV: one row a leg, with what a spreadsheet must not run made harmless."""

import csv
import io

from corridors.model.route import Routes
from corridors.tables.routes import LEG_COLUMNS, Cell, leg_rows

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
DECIMALS = 4


def routes_csv(routes: Routes) -> str:
    """The legs of every route as CSV text; columns as in `corridors.tables.routes.leg_row`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(LEG_COLUMNS)
    for row in leg_rows(routes):
        writer.writerow([harmless(cell) for cell in row.values()])
    return text.getvalue()


def harmless(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula; numbers are rounded, not quoted."""
    if isinstance(cell, float):
        return round(cell, DECIMALS)
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return "'" + cell
    return cell
