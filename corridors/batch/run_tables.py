"""What a finished run is drawn and summed up from: tables that are read only as far as needed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import polars as pl

    from network_data import Facts


class Counts(NamedTuple):
    """Rows of a list: all of them, those with a route, those rejected with a reason."""

    rows: int
    answered: int
    rejected: int


@dataclass(frozen=True, slots=True)
class RunTables:
    """The tables of a finished run.

    Attributes
    ----------
    routes
        A scan of one row a route, sorted by (``row``, ``rank``), under these names whatever
        the list itself calls its columns: ``row``; the question as it was understood:
        ``shipment_id``, ``origin``, ``destination``, ``cargo`` (ids), ``tonnes``, ``ready``
        and ``deadline`` (ISO 8601 or null), ``value_usd_per_t``, ``vehicle``, ``mode``,
        ``max_cost_usd``, ``priority`` (null where the list has no such column); then the
        columns of a route (``rank``, ``cost_usd``, ..., ``path``). A shipment with several
        routes has several rows: sums count the best alone (`best`). Collect it with the
        streaming engine: it may have ten million rows.
    paths
        The distinct paths of the routes, one row a leg: ``path``, ``leg``, ``kind``, ``mode``,
        ``country``, ``from``, ``to``, ``facility``, ``vehicle``, ``km``, ``wait_h``,
        ``moving_h``, ``links``.
    rejects
        A scan of one row a rejected row: ``row``, ``column``, ``value``, ``code``, ``reason``,
        ``suggestion``; several faults of a row stand in one cell, joined by ``; ``.
    counts
        Rows in, answered, rejected.
    facts
        The facts that the run was answered from, a scenario's edits among them.
    about
        What the run was asked, in words for a page: objective, list, version of the facts, ...
    """

    routes: "pl.LazyFrame"
    paths: "pl.DataFrame"
    rejects: "pl.LazyFrame"
    counts: Counts
    facts: "Facts"
    about: Mapping[str, str]

    @property
    def best(self) -> "pl.LazyFrame":
        """The best route of each answered row."""
        import polars as pl

        return self.routes.filter(pl.col("rank") == 1)
