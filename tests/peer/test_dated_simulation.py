"""With a clock, the label search, CP-SAT and a simulation of every way say the same."""

from datetime import timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from corridors.model.shipment import Constraints, Objective
from corridors.network.graph import ShipmentGraph
from corridors.network.network import Network
from corridors.solvers.dated import DatedGraph
from corridors.solvers.find import certified, find_frontier, find_routes
from corridors.solvers.ortools_dated import DatedModel
from corridors.units import HOUR_SCALE, USD_SCALE
from tests.dated_instances import corridor_cases, dated_cases
from tests.instances import Case, examples
from tests.peer.dated_rival import FINE, Simulation, Walk, best_of, front_of

MOST_STEPS = 4000
CENT, MINUTE_H = 0.01, 1 / 60


def simulated(case: Case) -> tuple[ShipmentGraph, list[Walk]]:
    graph = ShipmentGraph(Network(case.facts), case.shipment, Constraints())
    walks = Simulation(graph).walks(MOST_STEPS)
    assume(walks is not None)
    assert walks is not None
    return graph, walks


@examples(30)
@given(dated_cases() | corridor_cases())
def test_search_and_cp_sat_find_the_best_of_all_ways_walked(case: Case) -> None:
    graph, walks = simulated(case)
    dated = DatedGraph(Network(case.facts), case.shipment, Constraints())
    model = DatedModel(dated.graph, dated.clock)
    for objective in Objective:
        walk = best_of(graph, objective, walks)
        label, solved = dated.search.best(objective), model.best(objective)
        if walk is None:
            assert label is None
            assert solved is None
            continue
        assert label is not None
        assert solved is not None
        assert (label.usd, label.t) == solved.point[:2] == (walk.usd, walk.hours)
        assert solved.bound == solved.value
        assert objective is not Objective.CO2E or label.co2 == solved.point.co2 == walk.co2
    front = front_of(walks)
    assert [(label.usd, label.t) for label in dated.search.frontier()] == front
    assert [solved.point[:2] for solved in model.frontier()] == front


@examples(15)
@given(dated_cases() | corridor_cases(), st.data())
def test_all_agree_under_limits_of_hours_money_and_changes(case: Case, data: st.DataObject) -> None:
    _, walks = simulated(case)
    assume(walks)
    some = data.draw(st.sampled_from(walks))
    rules = Constraints(
        max_hours=some.hours / HOUR_SCALE if data.draw(st.booleans()) else None,
        max_cost_usd=some.usd / FINE / USD_SCALE if data.draw(st.booleans()) else None,
        max_transshipments=data.draw(st.sampled_from([None, 0, 1])),
    )
    kept = [walk for walk in walks if keeps(walk, some, rules)]
    dated = DatedGraph(Network(case.facts), case.shipment, rules)
    model = DatedModel(dated.graph, dated.clock)
    for objective in (Objective.COST, Objective.TIME):
        walk = best_of(dated.graph, objective, kept)
        label, solved = dated.search.best(objective), model.best(objective)
        expected = None if walk is None else (walk.usd, walk.hours)
        assert expected == (None if label is None else (label.usd, label.t))
        assert expected == (None if solved is None else solved.point[:2])
    front = front_of(kept)
    assert [(label.usd, label.t) for label in dated.search.frontier()] == front
    assert [solved.point[:2] for solved in model.frontier()] == front


def keeps(walk: Walk, some: Walk, rules: Constraints) -> bool:
    """Whether a walk keeps rules whose limits are those of another walk."""
    most = rules.max_transshipments
    return (
        (rules.max_hours is None or walk.hours <= some.hours)
        and (rules.max_cost_usd is None or walk.usd <= most_usd(some))
        and (most is None or sum(move.transshipments for move in walk.moves) <= most)
    )


def most_usd(walk: Walk) -> int:
    """A budget in dollars covers the solver unit that it falls into."""
    return (-(-walk.usd // FINE) + 1) * FINE - 1


@examples(10)
@given(dated_cases() | corridor_cases())
def test_written_routes_cost_and_take_what_was_walked(case: Case) -> None:
    _, walks = simulated(case)
    network, front = Network(case.facts), front_of(walks)
    answer = find_frontier(network, case.shipment)
    assert len(answer.routes) == len(front)
    for route, (usd, hours) in zip(answer.routes, front, strict=True):
        assert abs(route.cost_usd - usd / FINE / USD_SCALE) < CENT
        assert abs(route.transit_h - hours / HOUR_SCALE) < MINUTE_H
        assert route.depart == case.shipment.ready
        assert route.arrive is not None
        assert route.depart is not None
        taken = (route.arrive - route.depart) / timedelta(hours=1)
        assert abs(taken - hours / HOUR_SCALE) < MINUTE_H
    for asked in (answer, find_routes(network, case.shipment, limit=1)):
        certificate = certified(network, asked).certificate
        assert certificate is not None
        assert certificate.agrees, certificate.differences
