"""The public entry points: what comes back, in which order, under which name."""

from dataclasses import replace

import pytest

from corridors.errors import RequestError
from corridors.io.routes_json import routes_json
from corridors.model.route import Status
from corridors.model.shipment import Constraints, Mode, Objective
from corridors.network.network import Network
from corridors.solvers.find import MAX_ROUTES, Solver, certified, find_frontier, find_routes
from tests.instances import ferghana_toy, toy_wheat


@pytest.mark.parametrize("limit", [0, -1, MAX_ROUTES + 1])
def test_no_routes_and_too_many_routes_cannot_be_asked_for(
    toy_network: Network, limit: int
) -> None:
    with pytest.raises(RequestError, match=f"limit: {limit} .* give 1 to {MAX_ROUTES}"):
        find_routes(toy_network, toy_wheat(), limit=limit)


@pytest.mark.parametrize("objective", Objective)
def test_alternatives_stand_best_first_and_differ_in_modes_or_crossings(
    toy_network: Network, objective: Objective
) -> None:
    found = find_routes(toy_network, toy_wheat(), objective=objective, limit=10)
    assert found.status is Status.OPTIMAL
    assert found.proven
    assert found.objective is objective
    values = {
        Objective.COST: [r.cost_usd for r in found.routes],
        Objective.TIME: [r.transit_h for r in found.routes],
        Objective.GENERALISED: [r.generalised_cost_usd for r in found.routes],
        Objective.CO2E: [r.co2e_t for r in found.routes],
    }[objective]
    assert len(values) > 1
    assert values == sorted(values)
    seen = {
        (r.crossings, tuple(leg.mode for leg in r.legs if leg.kind == "haul")) for r in found.routes
    }
    assert len(seen) == len(found.routes)


def test_a_route_is_called_the_best_only_where_no_route_beats_it(toy_network: Network) -> None:
    # rail is cheapest and greenest, cheapest with its capital too; Tajik trucks are fastest
    front = find_frontier(toy_network, toy_wheat()).routes
    assert [r.tags for r in front] == [
        ("cheapest", "lowest generalised cost", "greenest"),
        (),
        ("fastest",),
    ]
    by_road = Constraints(modes=frozenset({Mode.ROAD}))
    (best,) = find_routes(toy_network, toy_wheat(), limit=1, constraints=by_road).routes
    assert set(best.tags) >= {"cheapest", "fastest"}  # of those that may be used


def test_a_frontier_falls_in_hours_as_it_rises_in_cost(toy_network: Network) -> None:
    front = find_frontier(toy_network, toy_wheat())
    assert front.frontier
    costs = [r.cost_usd for r in front.routes]
    hours = [r.transit_h for r in front.routes]
    assert costs == sorted(set(costs))
    assert hours == sorted(set(hours), reverse=True)


def test_the_same_question_has_the_same_answer_to_the_last_byte() -> None:
    answers = {
        routes_json(find_frontier(Network(ferghana_toy()), toy_wheat()), ferghana_toy())
        for _ in range(3)
    }
    assert len(answers) == 1


def test_ortools_answers_as_the_label_search_does(toy_network: Network) -> None:
    for objective in Objective:
        mine = find_routes(toy_network, toy_wheat(), objective=objective, limit=1)
        theirs = find_routes(
            toy_network, toy_wheat(), objective=objective, limit=1, solver=Solver.ORTOOLS
        )
        assert theirs.routes[0].cost_usd == pytest.approx(mine.routes[0].cost_usd, abs=0.01)
        assert theirs.routes[0].transit_h == pytest.approx(mine.routes[0].transit_h, abs=1 / 60)
    front = find_frontier(toy_network, toy_wheat(), solver=Solver.ORTOOLS)
    assert [r.cost_usd for r in front.routes] == pytest.approx([1928.4, 2930.5, 3922.5], abs=0.01)


def test_a_certificate_says_that_both_agree_and_what_is_proven(toy_network: Network) -> None:
    answer = certified(toy_network, find_routes(toy_network, toy_wheat(), limit=1))
    assert answer.certificate is not None
    assert answer.certificate.agrees
    assert answer.certificate.differences == ()
    assert answer.certificate.unit == "USD"
    assert answer.certificate.bound == pytest.approx(1928.4)


def test_a_certificate_finds_the_difference_where_there_is_one(toy_network: Network) -> None:
    # the answer to another question: 60 t
    other = find_routes(toy_network, toy_wheat(60), limit=1)
    claimed = replace(find_routes(toy_network, toy_wheat(), limit=1), routes=other.routes)
    certificate = certified(toy_network, claimed).certificate
    assert certificate is not None
    assert not certificate.agrees
    assert any("OR-Tools" in line for line in certificate.differences)
