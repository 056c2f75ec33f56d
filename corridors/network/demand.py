"""The demand of the facts: its seasons, and its growth towards the announced targets.

Growth is told by group of goods and year in `demand_targets`, kind ``path_2bn_group``: the
way to two billion dollars of turnover in 2027, with the 200 million of 85 goods in it. A row
grows in proportion to its group, an assumption of this project: no source says which place
or good will grow. `docs/demand.md` tells it in words.
"""

from collections.abc import Mapping
from typing import Final

from corridors.errors import RequestError
from corridors.model.demand import EVEN, MONTHS, Demand, DemandRow
from network_data import Facts
from network_data.records import Commodity

PATH: Final = "path_2bn_group"
BASE: Final = "base"


def facts_demand(facts: Facts, year: int | None = None) -> Demand:
    """The demand of the facts in a year.

    Parameters
    ----------
    facts
        Shipped, own, or under a scenario.
    year
        The base year, or one on the way to the targets; ``None`` takes the base year.

    Raises
    ------
    RequestError
        If the facts know nothing of the year.

    Examples
    --------
    >>> from network_data import load_facts
    >>> demand = facts_demand(load_facts())
    >>> demand.year, round(demand.value_usd / 1e6)
    (2024, 1200)
    """
    bases = sorted({int(row.year) for row in facts.demand.values()}) or [0]
    base = bases[-1]
    wanted = base if year is None else year
    growth: Mapping[tuple[str, str], tuple[float, float]] = {}
    about = f"demand of the facts, base year {base}"
    if wanted != base:
        growth = growth_by_group(facts, wanted)
        about += f", grown to {wanted} on the way to the announced targets"
        if not growth:
            known = sorted({int(r.year) for r in facts.demand_targets.values() if r.kind == PATH})
            raise RequestError(
                f"no demand for {wanted}; the facts have {', '.join(map(str, [base, *known]))}"
            )
    seasons = Seasons(facts)
    rows = []
    for row in facts.demand.values():
        cargo = facts.commodities[row.cargo]
        tonnes_factor, usd_factor = growth.get((cargo.group, cargo.direction), (1.0, 1.0))
        rows.append(
            DemandRow(
                row.id, row.cargo, row.origin, row.destination,
                row.tonnes_per_year * tonnes_factor, row.value_usd * usd_factor,
                row.confidence if wanted == base else "estimate", seasons.of(cargo),
            )
        )  # fmt: skip
    return Demand(tuple(rows), wanted, about)


def growth_by_group(facts: Facts, year: int) -> dict[tuple[str, str], tuple[float, float]]:
    """Factors of tonnes and dollars from the base year to another, by group and direction."""
    base: dict[tuple[str, str], list[float]] = {}
    path: dict[tuple[str, str], tuple[float, float]] = {}
    for row in facts.demand_targets.values():
        key = (row.group, f"{row.exporter}-{row.importer}".lower())
        if row.kind == BASE:
            total = base.setdefault(key, [0.0, 0.0])
            total[0] += row.tonnes or 0.0
            total[1] += row.usd or 0.0
        elif row.kind == PATH and row.year == str(year):
            path[key] = (row.tonnes or 0.0, row.usd or 0.0)
    return {
        key: (tonnes / base[key][0], usd / base[key][1])
        for key, (tonnes, usd) in path.items()
        if key in base and all(base[key])
    }


class Seasons:
    """Shares of the months by cargo: those of its heading, else of its group, else even."""

    def __init__(self, facts: Facts) -> None:
        self._shares: dict[tuple[str, str, str], list[float]] = {}
        for row in facts.demand_season.values():
            key = (row.group, row.hs, row.direction)
            self._shares.setdefault(key, [0.0] * MONTHS)[int(row.month) - 1] = row.share

    def of(self, cargo: Commodity) -> tuple[float, ...]:
        """Shares of the twelve months, which add up to one."""
        for hs in (cargo.hs, ""):
            shares = self._shares.get((cargo.group, hs, cargo.direction))
            if shares and sum(shares) > 0:
                total = sum(shares)
                return tuple(share / total for share in shares)
        return EVEN
