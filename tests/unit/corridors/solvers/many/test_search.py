"""The search of two states that has the kernels compiled."""

from typing import Any

import polars as pl

from corridors.network.network import Network
from corridors.solvers.many import kernel
from corridors.solvers.many.engine import Engine
from corridors.solvers.many.rows import Wishes
from corridors.solvers.many.search import compile_search
from network_data import load_facts

KERNELS: tuple[Any, ...] = (
    kernel.inside, kernel.on_a_way, kernel.graph_of, kernel.ends_of, kernel.candidates,
)  # fmt: skip


def kinds() -> list[int]:
    """For how many kinds of arguments each kernel is compiled in this process."""
    return [len(each.signatures) for each in KERNELS]


def test_a_real_question_needs_no_kernel_that_the_search_of_two_states_has_not_compiled() -> None:
    compile_search()
    before = kinds()
    assert all(before)
    rows = 8  # more than are asked one by one
    asked = pl.DataFrame({
        "row": range(rows), "origin": "kz-kostanay", "destination": "tj-khujand",
        "cargo": "c-1001-kz-tj", "tonnes": [10.0 + row for row in range(rows)], "ready": None,
        "deadline": None, "value_usd_per_t": None, "vehicle": None, "mode": None,
        "max_cost_usd": None,
    }, schema_overrides=dict.fromkeys(
        ("ready", "deadline", "vehicle", "mode"), pl.String
    ))  # fmt: skip
    engine = Engine(Network(load_facts()), Wishes())
    answers = engine.answer(asked)
    assert answers.routes.height == rows
    assert kinds() == before
