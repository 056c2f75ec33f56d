"""A demand: who ships what where in a year."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

MONTHS: Final = 12
EVEN: Final = (1.0 / MONTHS,) * MONTHS
"""Shares of the months where nothing is known of a season."""


class DemandRow(NamedTuple):
    """What is shipped of one cargo from one place to another in a year.

    Attributes
    ----------
    id
        Of the row, or of the shipment in a list.
    cargo, origin, destination
        Ids of the commodity and the places (or ``lat,lon``).
    tonnes_per_year, value_usd
        Mass in tonnes and value in dollars of a whole year.
    confidence
        How far the figures can be trusted.
    month_shares
        Shares of the twelve months, January first; they add up to one.
    """

    id: str
    cargo: str
    origin: str
    destination: str
    tonnes_per_year: float
    value_usd: float
    confidence: str
    month_shares: tuple[float, ...] = EVEN

    @property
    def value_usd_per_t(self) -> float:
        """Value of a tonne, dollars."""
        return self.value_usd / self.tonnes_per_year if self.tonnes_per_year else 0.0

    def tonnes_in(self, month: int) -> float:
        """Tonnes of a month, 1 to 12."""
        return self.tonnes_per_year * self.month_shares[month - 1]


@dataclass(frozen=True, slots=True)
class Demand:
    """Rows of a demand in a year, and where they come from.

    Attributes
    ----------
    rows
        In the order of their table or file.
    year
        The year that they are of.
    about
        What they are and how they came about, in a sentence.
    """

    rows: tuple[DemandRow, ...]
    year: int
    about: str = ""

    def __iter__(self) -> Iterator[DemandRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def tonnes(self) -> float:
        """Tonnes of the year, all rows together."""
        return sum(row.tonnes_per_year for row in self.rows)

    @property
    def value_usd(self) -> float:
        """Dollars of the year, all rows together."""
        return sum(row.value_usd for row in self.rows)
