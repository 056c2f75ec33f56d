"""What studies have in common: the facts, the shipments of a demand, the measure, the months."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from corridors.errors import RequestError
from corridors.model.demand import MONTHS, Demand
from corridors.model.shipment import Objective
from corridors.network.network import Network
from corridors.studies.consignments import Consignment, consignments, rule_of
from corridors.studies.market import OBJECTIVES
from network_data import Facts

ALL_YEAR = 0
MEANINGS = {
    Objective.GENERALISED: "generalised cost: what shippers pay and the time of their goods",
    Objective.COST: "cost: what shippers pay",
}


@dataclass(frozen=True, slots=True)
class Basis:
    """A demand on some facts, as shipments.

    Attributes
    ----------
    facts
        As they are, or under scenarios.
    demand
        Who ships what where.
    objective
        What is best and what is measured, generalised cost or cost.
    lot_t
        Tonnes of one shipment; ``None`` takes the usual load of each row.

    Raises
    ------
    RequestError
        If the objective is another, or the lot cannot be.
    """

    facts: Facts
    demand: Demand
    objective: Objective = Objective.GENERALISED
    lot_t: float | None = None

    def __post_init__(self) -> None:
        if self.objective not in OBJECTIVES:
            raise RequestError(
                f"a study measures dollars; give {' or '.join(OBJECTIVES)}, not {self.objective}"
            )
        consignments(self.demand, self.lot_t)

    @property
    def shipments(self) -> tuple[Consignment, ...]:
        """One shipment of each row of the demand."""
        return consignments(self.demand, self.lot_t)

    @property
    def network(self) -> Network:
        """The network that holds all year."""
        return Network(self.facts)

    def about(self) -> dict[str, str]:
        """What the study is of, in words."""
        return {
            "facts_version": self.facts.version,
            "scenario": self.facts.scenario,
            "demand": self.demand.about,
            "year": str(self.demand.year),
            "objective": self.objective.value,
            "measure": MEANINGS[self.objective],
            "shipments": rule_of(self.lot_t),
            "tonnes": f"{self.demand.tonnes:.1f}",
        }


def networks_by_month(facts: Facts) -> Iterator[tuple[Network, tuple[int, ...]]]:
    """Networks of the months: months in which the same things are open share one."""
    groups: dict[frozenset[tuple[str, str]], list[int]] = {}
    tables = ("links", "crossings")
    for month in range(1, MONTHS + 1):
        shut = frozenset(
            (table, row.id)
            for table in tables
            for row in facts.table(table).values()
            if str(month) in row.closed_months
        )
        groups.setdefault(shut, []).append(month)
    for shut, months in groups.items():
        changed: dict[str, list[Any]] = {
            table: [
                row._replace(
                    closed_months=(), status="closed" if (table, row.id) in shut else row.status
                )
                for row in facts.table(table).values()
                if row.closed_months
            ]
            for table in tables
        }
        yield Network(facts.overlaid(**changed)), tuple(months)


def share_of(shipment: Consignment, months: Sequence[int]) -> float:
    """The share of a year's shipments in some months; 0 stands for the whole year."""
    if ALL_YEAR in months:
        return 1.0
    return sum(shipment.month_shares[month - 1] for month in months)
