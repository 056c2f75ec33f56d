"""On the shipped facts the dated search and CP-SAT agree, whatever is sent whenever.

``make check-exact`` asks 200 questions, ``make test`` the first few of them. Most shipped
crossings never close; half of the questions are asked of a network whose busiest do, at night
and on Sundays.
"""

import os
import random
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

import pytest

from corridors.model.shipment import Constraints, Objective, Shipment
from corridors.network.network import Network
from corridors.network.zones import zone
from corridors.solvers.dated import DatedGraph
from corridors.solvers.ortools_dated import DatedModel
from network_data import load_facts
from network_data.records import Calendar
from tests.instances import changed, row

ASKED = int(os.environ.get("EXACT_QUESTIONS", "4"))
SEED = 20260
BUSY = (
    "uz-tj-bekabad-nov", "kz-uz-saryagash-keles", "uz-tj-oybek-fotehobod",
    "kz-uz-konysbayev-yallama", "uz-tj-plotina-spitamen",
)  # fmt: skip
"""Crossings that close at night and on Sundays in half of the questions."""
TONNES = (20.0, 60.0, 340.0, 1340.0, 3000.0)


class Question(NamedTuple):
    """What is asked, and of which network."""

    number: int
    shipment: Shipment
    constraints: Constraints
    nights: bool
    frontier: bool


@cache
def network(nights: bool) -> Network:
    """The shipped facts, or those with crossings that close."""
    facts = load_facts()
    if not nights:
        return Network(facts)
    sundays = row(
        Calendar, "sundays", what="crossing", ids=BUSY, holidays="closed",
        weekdays=("mon", "tue", "wed", "thu", "fri", "sat"),
    )  # fmt: skip
    crossings = [facts.crossings[name]._replace(hours="08:00-20:00") for name in BUSY]
    return Network(changed(facts, crossings=crossings, calendars=[sundays]))


def questions(number: int) -> list[Question]:
    """The first questions of a fixed list."""
    facts, made = network(False).facts, []
    cities = {
        country: [p.id for p in facts.places.values() if p.kind == "city" and p.country == country]
        for country in ("KZ", "TJ")
    }
    for index in range(number):
        draw = random.Random(SEED + index)
        start, end = draw.choice([("KZ", "TJ"), ("KZ", "TJ"), ("TJ", "KZ")])
        direction = f"{start}-{end}".lower()
        cargo = draw.choice([c.id for c in facts.commodities.values() if c.direction == direction])
        minutes = draw.randrange(365 * 24 * 60)
        ready = datetime(2026, 1, 1, tzinfo=zone("Asia/Almaty")) + timedelta(minutes=minutes)
        deadline = ready + timedelta(hours=draw.randrange(72, 480))
        made.append(
            Question(
                index,
                Shipment(
                    draw.choice(cities[start]), draw.choice(cities[end]), cargo,
                    draw.choice(TONNES), ready=ready,
                    deadline=deadline if draw.random() < 0.3 else None,
                ),
                Constraints(max_transshipments=1 if draw.random() < 0.1 else None),
                nights=index % 2 == 1,
                frontier=index % 4 == 1,
            )
        )  # fmt: skip
    return made


@pytest.mark.parametrize("question", questions(ASKED), ids=lambda q: f"question {q.number}")
def test_the_search_and_cp_sat_give_the_same_answer_on_the_shipped_facts(
    question: Question,
) -> None:
    dated = DatedGraph(network(question.nights), question.shipment, question.constraints)
    model = DatedModel(dated.graph, dated.clock)
    for objective in (Objective.COST, Objective.TIME, Objective.GENERALISED):
        label, solved = dated.search.best(objective), model.best(objective)
        found = None if label is None else (label.usd, label.t)
        proven = None if solved is None else solved.point[:2]
        assert found == proven, (objective, question)
        assert solved is None or solved.bound == solved.value
    if question.frontier:
        front = [solved.point[:2] for solved in model.frontier()]
        assert [(label.usd, label.t) for label in dated.search.frontier()] == front, question
