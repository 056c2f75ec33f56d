"""The data dictionary and empty tables to fill in, both made from `schema.csv`.

``python -m network_data.dictionary`` prints the dictionary.
"""

import os
import sys

from network_data.schema import Column, read_schema

TITLES = {
    "places": "Points where freight can start, end, stop or change. One id for all modes.",
    "links": "Sections of rail and road inside one country, used both ways.",
    "connectors": "Truck access between a place of rail and a place of road.",
    "crossings": "Border posts in pairs, one row for each border and mode, with both directions.",
    "calendars": "Hours and days on which crossings, terminals and loading places work.",
    "closures": "Closures with a date: of crossings, terminals and links.",
    "public_holidays": "Days on which a country does not work.",
    "border_means": "Mean wait and cost of one side of a border, by country, mode and direction.",
    "terminals": "Places where cargo changes vehicle.",
    "tariffs": "Rows that price a route: fixed_usd + per_km_usd x km per unit.",
    "observed_tariffs": "Single prices, coefficients and proposals; for checks and scenarios.",
    "tariff_rules": "Dated coefficients and charges of the railways.",
    "tariff_base": "Printed rates of railway tariff tables by distance.",
    "currency": "Swiss francs of the railway tariffs, by quarter.",
    "speeds": "Mean speeds of freight by country and mode.",
    "vehicles": "Types of wagons, containers and trucks.",
    "weight_limits": "Limits of mass and size on the roads.",
    "commodities": "Goods that are traded or could be, one row for each direction.",
    "barriers": "Located causes of extra hours or dollars that a reform could remove.",
    "trade": "Published trade. Rows overlap, so never sum them.",
    "demand": "What is shipped in a year, by cargo, origin and destination.",
    "demand_origins": "Shares of places in the exports of a cargo.",
    "demand_destinations": "Shares of places in the imports of a cargo.",
    "demand_season": "Shares of the months in a year's shipments.",
    "demand_targets": "Totals behind the demand, figures to check it by, targets of its growth.",
    "projects": "Works planned or recent.",
    "sources": "The bibliography.",
    "parameters": "Single figures of the model.",
    "confidences": "What a confidence word means for the range of a figure.",
    "distances": "Published distances of whole routes, to check the network with.",
}

_HEAD = """# Data dictionary

Made from `network_data/schema.csv` by `python -m network_data.dictionary`; edit that file, not
this one. Tables are UTF-8 CSV in `network_data/tables/`, one row per fact, divided by commas. An
empty cell means unknown, never zero. How to read the figures: `network_data/DATA.md`.

Types: `text`; `id`, a text of Latin letters, digits and hyphens; `float` and `int`, with a decimal
point; `bool`, 1 or 0; `date`, YYYY-MM-DD; `list`, texts joined with `;`; `points`, pairs
"latitude longitude" joined with `;`. A column marked with an asterisk must be filled in every row.
"""


def data_dictionary() -> str:
    """Describe every table and column in Markdown."""
    parts = [_HEAD]
    for table, columns in read_schema().items():
        parts.append(f"\n## {table}\n\n{TITLES[table]}\n")
        parts.append("| column | type | unit | values | meaning |\n|---|---|---|---|---|")
        parts.extend(_line(column) for column in columns)
    return "\n".join(parts) + "\n"


def write_templates(dir: "str | os.PathLike[str]", tables: "tuple[str, ...]" = ()) -> list[str]:
    """Write one CSV per table that holds the header row only.

    A file that is there already is left as it is.

    Parameters
    ----------
    dir
        Directory to write to; made if it is missing.
    tables
        Names of the tables; every table if empty.

    Returns
    -------
    list of str
        Paths of the files written.
    """
    folder = os.fspath(dir)
    os.makedirs(folder, exist_ok=True)
    written = []
    for table, columns in read_schema().items():
        if tables and table not in tables:
            continue
        path = os.path.join(folder, f"{table}.csv")
        try:
            with open(path, "x", encoding="utf-8", newline="\n") as file:
                file.write(",".join(column.name for column in columns) + "\n")
        except FileExistsError:
            continue
        written.append(path)
    return written


def _line(column: Column) -> str:
    name = f"`{column.name}`" + (" *" if column.required else "")
    values = [", ".join(column.allowed)] if column.allowed else []
    if column.references:
        values.append(f"id of {column.references}")
    cells = (name, column.type, column.unit, " or ".join(values), column.description)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    sys.stdout.write(data_dictionary())
