"""The compiled search and the one in Python say the same, to the unit and the last move."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.model.shipment import Constraints, Mode, Objective, Shipment
from corridors.network.graph import Move
from corridors.network.network import Network
from corridors.solvers import kernel
from corridors.solvers.compiled import CompiledSearch, Found
from corridors.solvers.compiling import NONE
from corridors.solvers.dated import DatedGraph
from corridors.solvers.timed import TimedSearch
from corridors.units import HOUR_SCALE
from network_data import load_facts
from tests.dated_instances import corridor_cases, dated_cases
from tests.instances import Case, changed, examples, toy_wheat
from tests.unit.corridors.solvers.test_dated import MONDAY, night_toy

Answer = tuple[int, int, int, tuple[Move, ...]]
DEPARTURES_H = (0.0, 3.0, 7.75, 26.5, 100.25, 1000.0)
ALMATY = ZoneInfo("Asia/Almaty")
NIGHT = "09:00-18:00"


def told(found: Found) -> Answer:
    return found.usd, found.t, found.co2, found.moves()


def answers(search: TimedSearch | CompiledSearch, at: int) -> list[list[Answer]]:
    """The best by each objective, and the frontier."""
    best = [search.best(objective, at) for objective in Objective]
    return [
        *([] if found is None else [told(found)] for found in best),
        [told(found) for found in search.frontier(at)],
    ]


def assert_the_same(dated: DatedGraph, departures_h: tuple[float, ...] = DEPARTURES_H) -> None:
    compiled = CompiledSearch(dated)
    assert compiled.fits
    for hours in departures_h:
        at = round(hours * HOUR_SCALE)
        assert answers(compiled, at) == answers(dated.search, at)


@examples(60)
@given(dated_cases() | corridor_cases())
def test_both_find_the_same_in_random_networks_with_hours(case: Case) -> None:
    assert_the_same(DatedGraph(Network(case.facts), case.shipment, Constraints()))


@examples(40)
@given(dated_cases() | corridor_cases(), st.data())
def test_both_keep_the_same_limits(case: Case, data: st.DataObject) -> None:
    free = DatedGraph(Network(case.facts), case.shipment, Constraints()).search.frontier()
    some = data.draw(st.sampled_from(free)) if free else None
    usd = some.usd / 1e8 if some else 100.0
    hours = max(some.t / HOUR_SCALE, 1.0) if some else 100.0
    rules = Constraints(
        max_hours=data.draw(st.sampled_from([None, hours, hours * 0.9, hours * 1.2])),
        max_cost_usd=data.draw(st.sampled_from([None, max(usd, 1.0), usd * 1.1 + 1, 1e15])),
        max_transshipments=data.draw(st.sampled_from([None, 0, 1])),
    )
    assert_the_same(DatedGraph(Network(case.facts), case.shipment, rules))


@pytest.mark.parametrize(
    "shipment",
    [
        Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 1340),
        Shipment("kz-petropavl", "tj-bokhtar", "c-1101-kz-tj", 600),
        Shipment("kz-aktobe", "tj-khorog", "c-1806-kz-tj", 40),
        Shipment("tj-dushanbe", "kz-almaty", "c-0813-tj-kz", 60),
    ],
    ids=lambda shipment: f"{shipment.origin} {shipment.destination}",
)
def test_both_find_the_same_on_the_shipped_facts_with_every_crossing_closed_at_night(
    shipment: Shipment,
) -> None:
    facts = load_facts()
    facts = changed(facts, crossings=[c._replace(hours=NIGHT) for c in facts.crossings.values()])
    ready = datetime(2026, 12, 18, 8, tzinfo=ALMATY)
    rules = Constraints(include_unconfirmed=True)
    dated = DatedGraph(Network(facts), replace(shipment, ready=ready), rules)
    assert_the_same(dated, (0.0, 13.5, 300.0))
    parts = CompiledSearch(dated).arrays.parts
    assert bool(np.any(parts[:, 1] != NONE))


def test_numbers_that_64_bits_do_not_hold_are_left_to_python() -> None:
    """Goods of ten thousand billion dollars: an hour of their capital is too much."""
    dear = replace(toy_wheat(), ready=MONDAY, tonnes=1e7, value_usd_per_t=1e9)
    dated = DatedGraph(Network(night_toy()), dear, Constraints(modes=frozenset({Mode.RAIL})))
    compiled = CompiledSearch(dated)
    assert not compiled.fits
    assert answers(compiled, 0) == answers(dated.search, 0)
    assert compiled.frontier()


def test_a_label_too_heavy_on_the_way_is_left_to_python() -> None:
    rich = Constraints(max_cost_usd=1e15)
    dated = DatedGraph(Network(night_toy()), replace(toy_wheat(), ready=MONDAY), rich)
    compiled = CompiledSearch(dated)
    # Moves that weigh nearly all that a label may: the second one is too much.
    compiled.arrays.moves[:, kernel.USD] = kernel.MOST - 1
    compiled.arrays.moves[:, kernel.USD_LEFT] = 0
    assert answers(compiled, 0) == answers(dated.search, 0)


def test_no_route_in_either_search() -> None:
    shipment = replace(toy_wheat(), ready=MONDAY)
    dated = DatedGraph(Network(night_toy()), shipment, Constraints(max_hours=1))
    compiled = CompiledSearch(dated)
    assert compiled.best(Objective.COST) is None
    assert compiled.frontier() == []
    nowhere = DatedGraph(
        Network(night_toy()), shipment, Constraints(vehicles=frozenset({"no-such-vehicle"}))
    )
    assert CompiledSearch(nowhere).best(Objective.TIME) is None
