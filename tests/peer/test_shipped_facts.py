"""On the shipped facts OR-Tools certifies what the label search answers."""

from dataclasses import replace
from functools import cache

import pytest

from corridors.model.route import Certificate, Routes, Status
from corridors.model.shipment import Constraints, Mode, Objective, Point, Shipment
from corridors.network.network import Network
from corridors.solvers.certify import CENT_USD, MINUTE_H, TENTH_KG
from corridors.solvers.find import Solver, certified, find_frontier, find_routes
from network_data import load_facts

WHEAT = Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 1340)
SHIPMENTS = {
    "wheat, Kostanay to Khujand": WHEAT,
    "wheat, Petropavl to Dushanbe": Shipment("kz-petropavl", "tj-dushanbe", "c-1001-kz-tj", 68),
    "wheat, Astana to Khorog": Shipment("kz-astana", "tj-khorog", "c-1001-kz-tj", 40),
    "fuel, Aktau to Bokhtar": Shipment("kz-aktau", "tj-bokhtar", "c-2710-kz-tj", 600),
    "grapes, Isfara to Almaty": Shipment("tj-isfara", "kz-almaty", "c-0806-tj-kz", 18),
    "cotton, Kulob to Aktobe": Shipment("tj-kulob", "kz-aktobe", "c-5201-tj-kz", 500),
    "wheat from a field": Shipment(Point(53.2, 63.7), "tj-panjakent", "c-1001-kz-tj", 50_000),
}


@cache
def network() -> Network:
    return Network(load_facts())


def certificate(routes: Routes) -> Certificate:
    found = certified(network(), routes).certificate
    assert found is not None
    return found


@pytest.mark.parametrize("objective", Objective)
@pytest.mark.parametrize("name", SHIPMENTS)
def test_or_tools_certifies_the_best_route(name: str, objective: Objective) -> None:
    best = find_routes(network(), SHIPMENTS[name], objective=objective, limit=1)
    assert best.status is Status.OPTIMAL
    proof = certificate(best)
    assert proof.differences == ()
    assert proof.agrees
    (route,) = best.routes
    reached = {
        Objective.COST: (route.cost_usd, CENT_USD),
        Objective.TIME: (route.transit_h, MINUTE_H),
        # An hour of much cargo is dear, and its moves are rounded up to 0.0001 h.
        Objective.GENERALISED: (route.generalised_cost_usd, route.cost_usd * 1e-5),
        Objective.CO2E: (route.co2e_t * 1000, TENTH_KG),
    }
    value, rounding = reached[objective]
    assert proof.bound == pytest.approx(value, abs=rounding)


@pytest.mark.parametrize("name", ["wheat, Kostanay to Khujand", "fuel, Aktau to Bokhtar"])
def test_or_tools_certifies_every_route_of_the_frontier(name: str) -> None:
    front = find_frontier(network(), SHIPMENTS[name])
    assert len(front.routes) > 2
    proof = certificate(front)
    assert proof.differences == ()
    assert (proof.agrees, proof.solved) == (True, len(front.routes) + 1)


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param(Constraints(max_hours=200), id="within 200 h"),
        pytest.param(Constraints(max_cost_usd=120_000), id="for 120,000 USD"),
        pytest.param(Constraints(max_hours=260, max_cost_usd=130_000), id="both"),
        pytest.param(Constraints(max_hours=90), id="faster than any"),
        pytest.param(Constraints(avoid=frozenset({"UZ"})), id="not through Uzbekistan"),
        pytest.param(Constraints(via=("KG",)), id="through Kyrgyzstan"),
        pytest.param(Constraints(via=("uz-tj-bekabad-nov",)), id="over Bekabad"),
        pytest.param(Constraints(modes=frozenset({Mode.RAIL})), id="by rail alone"),
        pytest.param(Constraints(vehicles=frozenset({"trk-grain-kz"})), id="in Kazakh trucks"),
    ],
)
@pytest.mark.parametrize("objective", [Objective.COST, Objective.TIME])
def test_or_tools_certifies_answers_under_rules(objective: Objective, rules: Constraints) -> None:
    best = find_routes(network(), WHEAT, objective=objective, limit=1, constraints=rules)
    proof = certificate(best)
    assert proof.differences == ()
    assert proof.agrees
    limited = rules.max_hours is not None or rules.max_cost_usd is not None
    assert proof.solver == ("CP-SAT" if limited else "min-cost flow")


def test_or_tools_itself_answers_with_the_same_routes() -> None:
    ours = find_routes(network(), WHEAT, limit=1)
    theirs = find_routes(network(), WHEAT, limit=1, solver=Solver.ORTOOLS)
    assert theirs.routes == ours.routes
    ours = find_frontier(network(), WHEAT)
    theirs = find_frontier(network(), WHEAT, solver=Solver.ORTOOLS)
    assert [(r.cost_usd, r.transit_h) for r in theirs.routes] == [
        (r.cost_usd, r.transit_h) for r in ours.routes
    ]


def test_a_certificate_tells_a_wrong_answer() -> None:
    front = find_frontier(network(), WHEAT)
    short = certificate(replace(front, routes=front.routes[:-1]))
    assert not short.agrees
    assert f"{len(front.routes) - 1} routes, OR-Tools {len(front.routes)}" in short.differences[0]

    dearer = certificate(replace(front, frontier=False, routes=front.routes[1:]))
    assert not dearer.agrees
    assert "costs" in dearer.differences[0]
    assert "takes" in dearer.differences[1]

    none = certificate(replace(front, frontier=False, routes=(), status=Status.INFEASIBLE))
    assert none.differences == ("the search finds no route, OR-Tools a route",)

    (route,) = front.routes[:1]
    legs = tuple(replace(leg, count=leg.count - 1) for leg in route.legs)
    lighter = certificate(replace(front, frontier=False, routes=(replace(route, legs=legs),)))
    assert "carry" in lighter.differences[0]
