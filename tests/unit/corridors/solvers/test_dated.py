"""Questions with a date, worked by hand on the toy, and what certifies them."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.errors import RequestError
from corridors.model.route import Routes, Status
from corridors.model.shipment import Constraints, Mode, Objective, Shipment
from corridors.network.clock import Clock, Closed, Opening
from corridors.network.graph import Move, ShipmentGraph
from corridors.network.hauls import Way
from corridors.network.network import Network
from corridors.solvers.arrivals import arrival, arrivals
from corridors.solvers.find import Solver, certified, find_frontier, find_routes
from corridors.solvers.ortools_dated import DatedModel
from network_data import Facts
from network_data.records import Crossing
from tests.instances import changed, ferghana_toy, row, toy_wheat

RAIL_POST, ROAD_POST = "uz-tj-suvonobod", "uz-tj-andarkhon"
TASHKENT = ZoneInfo("Asia/Tashkent")
MONDAY = datetime(2026, 7, 6, 8, tzinfo=TASHKENT)
MINUTE_H = 1 / 60
RAIL = Constraints(modes=frozenset({Mode.RAIL}))


def night_toy() -> Facts:
    """The toy with both posts open from 08:00 to 20:00."""
    toy = ferghana_toy()
    posts = [toy.crossings[name]._replace(hours="08:00-20:00") for name in (RAIL_POST, ROAD_POST)]
    return changed(toy, crossings=posts)


def sent(ready: datetime = MONDAY, deadline: datetime | None = None) -> Shipment:
    return replace(toy_wheat(), ready=ready, deadline=deadline)


def verdict(network: Network, answer: Routes) -> tuple[bool, tuple[str, ...]]:
    certificate = certified(network, answer).certificate
    assert certificate is not None
    assert certificate.solver == "CP-SAT"
    return certificate.agrees, certificate.differences


def test_wagons_that_stand_before_a_closed_post_are_paid_for() -> None:
    """Loading and marshalling take 16 h, 180 km 9 h: at the post on Tuesday at 09:00.

    Its 20 hours of waiting are 11 on Tuesday and 9 on Wednesday, 12 more than on a post that
    never closes, at 2 USD an hour for two hoppers.
    """
    open_, closed = (
        find_routes(Network(facts), sent(), constraints=RAIL, limit=1).routes[0]
        for facts in (ferghana_toy(), night_toy())
    )
    assert open_.transit_h == pytest.approx(59.2, abs=MINUTE_H)
    assert closed.transit_h == pytest.approx(71.2, abs=MINUTE_H)
    assert closed.cost_usd - open_.cost_usd == pytest.approx(24, abs=0.01)


def test_a_question_that_never_waits_is_answered_as_without_a_date() -> None:
    network = Network(ferghana_toy())
    dated, undated = find_frontier(network, sent()), find_frontier(network, toy_wheat())
    assert [(r.cost_usd, r.transit_h) for r in dated.routes] == [
        (r.cost_usd, r.transit_h) for r in undated.routes
    ]


@pytest.mark.parametrize("objective", list(Objective))
def test_the_best_by_each_objective_is_certified(objective: Objective) -> None:
    network = Network(night_toy())
    assert verdict(network, find_routes(network, sent(), objective=objective)) == (True, ())


def test_every_route_of_a_frontier_is_certified() -> None:
    network = Network(night_toy())
    answer = find_frontier(network, sent())
    assert len(answer.routes) > 1
    assert verdict(network, answer) == (True, ())


def test_a_wrong_answer_is_not_certified() -> None:
    network = Network(night_toy())
    fastest = find_routes(network, sent(), objective=Objective.TIME, limit=1)
    agrees, differences = verdict(network, replace(fastest, objective=Objective.COST))
    assert not agrees
    assert any("costs" in line for line in differences)
    missing = replace(find_frontier(network, sent()), routes=fastest.routes)
    assert not verdict(network, missing)[0]


def test_a_deadline_nobody_meets_is_certified() -> None:
    """16.05 h by road, and the border closes for the night 10 hours after the departure."""
    network = Network(night_toy())
    answer = find_routes(network, sent(deadline=MONDAY + timedelta(hours=16)))
    assert answer.status is Status.INFEASIBLE
    assert verdict(network, answer) == (True, ())
    found = replace(
        find_routes(network, sent()), shipment=sent(deadline=MONDAY + timedelta(hours=16))
    )
    assert verdict(network, found) == (False, ("the search finds a route, OR-Tools no route",))


def test_a_deadline_without_a_departure_is_certified_from_the_departures_found() -> None:
    network = Network(night_toy())
    shipment = replace(toy_wheat(), deadline=MONDAY + timedelta(hours=15))
    answer = find_routes(network, shipment)
    assert verdict(network, answer) == (True, ())
    # 16.05 h before 23:00 is 06:57.
    latest = max(route.depart for route in answer.routes if route.depart is not None)
    assert abs(latest - MONDAY + timedelta(minutes=63)) <= timedelta(minutes=1)
    # Its last departure is not the last any more if an hour more is given.
    later = replace(answer, shipment=replace(shipment, deadline=MONDAY + timedelta(hours=16)))
    assert not verdict(network, later)[0]


def test_a_deadline_alone_that_no_departure_meets_is_certified() -> None:
    network = Network(night_toy())
    shipment = replace(toy_wheat(), deadline=MONDAY)
    answer = find_routes(network, shipment, constraints=Constraints(max_hours=5))
    assert answer.status is Status.INFEASIBLE
    assert verdict(network, answer) == (True, ())


def test_a_budget_and_a_limit_of_changes_bind_both() -> None:
    network = Network(night_toy())
    cheapest = find_routes(network, sent(), limit=1).routes[0].cost_usd
    for rules in (
        Constraints(max_cost_usd=cheapest + 1),
        Constraints(max_cost_usd=cheapest - 1),
        Constraints(max_transshipments=0),
    ):
        answer = find_frontier(network, sent(), constraints=rules)
        assert verdict(network, answer) == (True, ())


def test_the_ortools_solver_leaves_dates_to_the_certificate() -> None:
    with pytest.raises(RequestError, match="--certify"):
        find_routes(Network(ferghana_toy()), sent(), solver=Solver.ORTOOLS)


def test_a_model_counts_from_a_later_departure_of_its_clock() -> None:
    network = Network(night_toy())
    graph = ShipmentGraph(network, sent(), Constraints())
    clock = Clock(graph.network, MONDAY, "grain")
    later = datetime(2026, 7, 6, 9, tzinfo=TASHKENT)
    solved = DatedModel(graph, clock, clock.units_until(later)).best(Objective.TIME)
    route = find_routes(network, sent(later), objective=Objective.TIME, limit=1).routes[0]
    assert solved is not None
    assert solved.point.hours / 10_000 == pytest.approx(route.transit_h, abs=MINUTE_H)


# -- arrival functions ----------------------------------------------------------------------


class Gates(Clock):
    """A clock with given closures for all that is asked."""

    def __init__(self, opening: Opening) -> None:
        self.only = opening

    def opening(self, key: tuple[str, str, str]) -> Opening | None:
        return self.only if self.only.closed else None

    def gate(self, bits: int) -> Opening:
        return self.only


spans = st.lists(st.tuples(st.integers(-5, 60), st.integers(1, 9)), max_size=6)


@given(spans, st.integers(0, 12), st.integers(0, 12), st.integers(-6, 50), st.integers(0, 30))
def test_pieces_of_an_arrival_function_say_what_openings_say(
    closed: list[tuple[int, int]], first: int, second: int, low: int, width: int
) -> None:
    why = row(Crossing, "post")
    opening = Opening([Closed(start, start + length, why, "") for start, length in closed])
    clock, keeps = Gates(opening), ("crossing", "post", "TJ")
    move = ShipmentGraph(Network(ferghana_toy()), toy_wheat(), Constraints()).moves(
        ("", -1, "", 0)
    )[0]
    waits = move._replace(hours=first + second, timing=((first, None), (second, keeps)))
    haul: Move = move._replace(hours=first, detail=Way(1.0, 0.0, 0.0, None, gates=1))
    for t in range(low, low + width + 1):
        assert arrival(waits, clock, t) == opening.end_of(t + first, second)
        assert arrival(haul, clock, t) == opening.start_for(t, first) + first
    for taken in (waits, haul):
        pieces = arrivals(taken, clock, low, low + width, last=1000)
        begun = [t for piece in pieces for t in range(piece.low, piece.high + 1)]
        assert begun == list(range(low, low + width + 1))
        assert [p.end(t) for p in pieces for t in range(p.low, p.high + 1)] == [
            arrival(taken, clock, t) for t in begun
        ]
        in_time = arrivals(taken, clock, low, low + width, last=low + 20)
        assert all(p.end(p.high) <= low + 20 for p in in_time)
