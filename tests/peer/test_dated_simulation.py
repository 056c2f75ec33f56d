"""With a clock, the label search, CP-SAT and a simulation of every way say the same."""

from datetime import timedelta

from hypothesis import assume, given

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
