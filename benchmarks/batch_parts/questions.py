"""Rows of a list as questions, and what the batch said of them."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from benchmarks.batch_parts.commands import Answered
from corridors.model.shipment import Constraints, Mode, Shipment
from corridors.network.names import Names

CENT_USD, MINUTE_H = 0.01, 1 / 60


class Question(NamedTuple):
    """A row of a list as a question for `find_routes`."""

    row_id: str
    shipment: Shipment
    rules: Constraints


def sample(source: Path, rows: int, count: int, seed: int, names: Names) -> list[Question]:
    """Some rows of a list as questions."""
    numbers = np.random.default_rng([seed, 7]).choice(rows, min(count, rows), replace=False)
    found = (
        pl.scan_csv(source, infer_schema=False)
        .with_row_index("number")
        .filter(pl.col("number").is_in(sorted(numbers.tolist())))
        .collect()
    )
    return [_question(row, names) for row in found.iter_rows(named=True)]


def _question(row: dict[str, str | None], names: Names) -> Question:
    """A row of a clean list as a question, read with the names of `corridors route`."""

    def number(column: str) -> float | None:
        cell = row.get(column)
        return float(cell) if cell else None

    def moment(column: str) -> datetime | None:
        cell = row.get(column)
        return datetime.fromisoformat(cell) if cell else None

    origin, destination = (names.place(str(row[end])).id for end in ("origin", "destination"))
    cargo = names.cargo(str(row["cargo"]), f"{origin[:2]}-{destination[:2]}").id
    mode, vehicle = row.get("mode"), row.get("vehicle")
    shipment = Shipment(
        origin, destination, cargo, float(str(row["tonnes"])), number("value_usd_per_t"),
        moment("ready"), moment("deadline"),
    )  # fmt: skip
    rules = Constraints(
        modes=frozenset({Mode(mode)}) if mode else frozenset(Mode),
        vehicles=frozenset({vehicle}) if vehicle else frozenset(),
        max_cost_usd=number("max_cost_usd"),
    )
    return Question(str(row["shipment_id"]), shipment, rules)


def said(done: Answered, questions: list[Question]) -> dict[str, tuple[float, float] | None]:
    """USD and hours of each question by its row, ``None`` where the batch found no route.

    Raises
    ------
    SystemExit
        If the batch gave neither an answer nor a reject, or both.
    """
    ids = [question.row_id for question in questions]
    routes = (
        pl.scan_parquet(done.result)
        .filter(pl.col("shipment_id").is_in(ids))
        .select("shipment_id", "cost_usd", "transit_h")
        .collect()
    )
    found: dict[str, tuple[float, float] | None] = {
        row_id: (usd, hours) for row_id, usd, hours in routes.iter_rows()
    }
    refused = rejected_ids(done.rejects)
    for row_id in ids:
        if (row_id in found) == (row_id in refused):
            raise SystemExit(f"{row_id}: answered and rejected, or neither")
        found.setdefault(row_id, None)
    return found


def rejected_ids(rejects: Path) -> set[str]:
    """The rows that were rejected; a run that rejects none may leave no file."""
    if not rejects.exists():
        return set()
    return set(pl.read_csv(rejects, infer_schema=False)["shipment_id"].to_list())


def check_none_lost(done: Answered, rows: int) -> None:
    """Fail unless every row of the list was answered or rejected."""
    answered = pl.scan_parquet(done.result).select(pl.len()).collect().item()
    refused = len(rejected_ids(done.rejects))
    if answered + refused != rows:
        raise SystemExit(f"lost rows: {rows:,} in, {answered:,} answered, {refused:,} rejected")
