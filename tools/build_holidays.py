"""Write ``network_data/tables/public_holidays.csv`` from the package ``holidays``.

The command would spend more time on importing the package, which loads every country of the
world, than on the search. So the days of the years asked about most are a table of the facts;
years beyond it are looked up in the package (`corridors.network.clock.public_holidays`).

Usage: ``python tools/build_holidays.py`` after each update of the package; then look at the
difference.
"""

import csv
from pathlib import Path

import holidays

YEARS = range(2023, 2032)
COUNTRIES = ("KZ", "UZ", "KG", "TJ")
TABLE = Path(__file__).resolve().parents[1] / "network_data/tables/public_holidays.csv"
SOURCE = "holidays-py"
COLUMNS = ("id", "country", "day", "name", "source", "confidence")


def rows() -> list[tuple[str, ...]]:
    """One row for each day, in order of id."""
    found = []
    for country in COUNTRIES:
        for day, name in getattr(holidays, country)(years=YEARS, language="en_US").items():
            word = "estimate" if "estimated" in name else "published"
            id = f"{country.lower()}-{day.isoformat()}"
            found.append((id, country, day.isoformat(), name, SOURCE, word))
    return sorted(found)


if __name__ == "__main__":
    with TABLE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows())
