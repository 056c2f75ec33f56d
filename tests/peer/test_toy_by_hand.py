"""The toy of the Ferghana valley: every number worked out with pencil and paper.

100 t of wheat from Andijan to Khujand: 2 hoppers of 60 t, 5 trucks of 20 t, 1 USD of
capital an hour. Hire is 1 USD an hour for each hopper, so 2 USD an hour on rails.

All rail, 264 km::

    loading     200 handling + 100 documents + 32 hire              332.0 USD  10 + 6 h
    Uzbek haul  100 t x (2 + 0.02 x 180) + 18 hire                  578.0       9
    crossing    200 charge + 4 + 6 for 2 + 2 km + 40.4 hire         250.4      20 + 0.2
    Tajik haul  100 t x (3 + 0.03 x 80) + 8 hire                    548.0       4
    unloading   200 handling + 20 hire                              220.0      10
                                                                   ------      ----
                                                                   1928.4      59.2

All road in Tajik trucks, 242 km (Uzbek trucks pay 5 x 80 more on entry)::

    loading     200 handling + 300 documents                        500.0 USD   2 h
    Uzbek haul  5 trucks x 3 x 160                                 2400.0       4
    crossing    200 charge + 15 + 7.5 for 1 + 1 km                  222.5       6 + 0.05
    Tajik haul  5 trucks x 1.5 x 80                                 600.0       2
    unloading   200 handling                                        200.0       2
                                                                   ------      -----
                                                                   3922.5      16.05

Rail to Kokand, then Tajik trucks::

    loading     200 handling + 32 hire (no documents: at home)      232.0 USD  10 + 6 h
    rail haul   100 t x (2 + 0.02 x 120) + 12 hire                  452.0       6
    Kokand      300 handling + 300 documents + 24 hire              624.0      12
    road haul   5 trucks x 3 x 40                                   600.0       1
    crossing, Tajik haul, unloading as above                       1022.5      10.05
                                                                   ------      -----
                                                                   2930.5      45.05

Uzbek trucks to Kokand, then rail: 3780.4 USD and 60.2 h, worse than all rail in both.

From all rail to all road an hour saved costs 1994.1 / 43.15 = 46.21 USD; from all rail to
the mixed route 1002.1 / 14.15 = 70.82. So no price of time makes the mixed route the best:
it is on the frontier, but not on its convex hull.
"""

import pytest

from corridors.model.route import LegKind, Route, Routes, Status
from corridors.model.shipment import Constraints, Mode, Objective
from corridors.network.network import Network
from corridors.solvers.find import certified, find_frontier, find_routes
from tests.instances import READ, changed, facts_with, ferghana_toy, toy_wheat

RAIL = (1928.4, 59.2)
MIXED = (2930.5, 45.05)
ROAD = (3922.5, 16.05)


@pytest.fixture(scope="module")
def network() -> Network:
    return Network(ferghana_toy())


def avoiding(*names: str) -> Constraints:
    return Constraints(avoid=frozenset(names))


def cost_and_hours(routes: Routes) -> list[tuple[float, float]]:
    return [(round(r.cost_usd, 2), round(r.transit_h, 4)) for r in routes.routes]


def legs(route: Route) -> list[tuple[LegKind, float, float]]:
    return [
        (leg.kind, round(leg.cost_usd, 2), round(leg.wait_h + leg.moving_h, 4))
        for leg in route.legs
    ]


def test_rail_all_the_way_is_the_cheapest(network: Network) -> None:
    best = find_routes(network, toy_wheat(), limit=1)
    assert cost_and_hours(best) == [RAIL]
    assert legs(best.routes[0]) == [
        (LegKind.LOADING, 332.0, 16.0),
        (LegKind.HAUL, 578.0, 9.0),
        (LegKind.CROSSING, 250.4, 20.2),
        (LegKind.HAUL, 548.0, 4.0),
        (LegKind.UNLOADING, 220.0, 10.0),
    ]
    assert best.routes[0].crossings == ("uz-tj-suvonobod",)
    assert best.routes[0].rail_km == pytest.approx(264)


def test_tajik_trucks_are_the_fastest_as_uzbek_ones_pay_to_enter(network: Network) -> None:
    best = find_routes(network, toy_wheat(), objective=Objective.TIME, limit=1)
    assert cost_and_hours(best) == [ROAD]
    assert legs(best.routes[0]) == [
        (LegKind.LOADING, 500.0, 2.0),
        (LegKind.HAUL, 2400.0, 4.0),
        (LegKind.CROSSING, 222.5, 6.05),
        (LegKind.HAUL, 600.0, 2.0),
        (LegKind.UNLOADING, 200.0, 2.0),
    ]
    assert [(v.vehicle, v.count) for v in best.routes[0].vehicles] == [("tipper-tj", 5)]
    uzbek = Constraints(vehicles=frozenset({"tipper-uz"}))
    dearer = find_routes(network, toy_wheat(), limit=1, constraints=uzbek)
    assert cost_and_hours(dearer) == [(ROAD[0] + 5 * 80, ROAD[1])]


def test_the_frontier_holds_a_mixed_route_that_no_price_of_time_would_choose(
    network: Network,
) -> None:
    front = find_frontier(network, toy_wheat())
    assert cost_and_hours(front) == [RAIL, MIXED, ROAD]
    mixed = front.routes[1]
    assert legs(mixed)[:4] == [
        (LegKind.LOADING, 232.0, 16.0),
        (LegKind.HAUL, 452.0, 6.0),
        (LegKind.TRANSSHIPMENT, 624.0, 12.0),
        (LegKind.HAUL, 600.0, 1.0),
    ]
    assert mixed.transshipments == ("term-kokand",)


def test_rail_emits_least(network: Network) -> None:
    # 20 g x 100 t x 264 km by rail; 80 g x 100 t x 242 km by road
    best = find_routes(network, toy_wheat(), objective=Objective.CO2E, limit=1)
    assert best.routes[0].co2e_t == pytest.approx(0.528)
    fastest = find_routes(network, toy_wheat(), objective=Objective.TIME, limit=1)
    assert fastest.routes[0].co2e_t == pytest.approx(1.936)


@pytest.mark.parametrize(
    ("value_usd_per_t", "expected", "generalised_usd"),
    [
        (1_000, RAIL, 1928.4 + 59.2),
        (40_000, RAIL, 1928.4 + 40 * 59.2),
        (50_000, ROAD, 3922.5 + 50 * 16.05),  # an hour costs 50 USD, more than 46.21
        (100_000, ROAD, 3922.5 + 100 * 16.05),
    ],
)
def test_goods_of_high_value_go_by_road(
    network: Network,
    value_usd_per_t: float,
    expected: tuple[float, float],
    generalised_usd: float,
) -> None:
    wheat = toy_wheat(value_usd_per_t=value_usd_per_t)
    best = find_routes(network, wheat, objective=Objective.GENERALISED, limit=1)
    assert cost_and_hours(best) == [expected]
    assert best.routes[0].generalised_cost_usd == pytest.approx(generalised_usd)


@pytest.mark.parametrize(
    ("constraints", "expected"),
    [
        pytest.param(Constraints(max_hours=59.2), RAIL, id="just in time by rail"),
        pytest.param(Constraints(max_hours=59.1), MIXED, id="too late by rail"),
        pytest.param(Constraints(max_hours=45), ROAD, id="too late by rail and road"),
        pytest.param(Constraints(max_hours=16), None, id="too late by road"),
        pytest.param(Constraints(max_cost_usd=1928.4), RAIL, id="just enough for rail"),
        pytest.param(Constraints(max_cost_usd=1928), None, id="too little for rail"),
        pytest.param(Constraints(max_hours=50, max_cost_usd=2930.5), MIXED, id="both just kept"),
        pytest.param(Constraints(max_hours=50, max_cost_usd=2930), None, id="not both"),
        pytest.param(avoiding("uz-tj-suvonobod"), MIXED, id="rail crossing closed"),
        pytest.param(avoiding("uz-tj-suvonobod", "term-kokand"), ROAD, id="no terminal either"),
        pytest.param(avoiding("uz-tj-suvonobod", "uz-tj-andarkhon"), None, id="border closed"),
        pytest.param(avoiding("rail-kokand-suvonobod"), MIXED, id="railway cut near the border"),
        pytest.param(Constraints(modes=frozenset({Mode.ROAD})), ROAD, id="by road"),
        pytest.param(Constraints(via=("uz-tj-andarkhon",)), MIXED, id="via the road crossing"),
        pytest.param(Constraints(via=("tj-konibodom",)), RAIL, id="via the rail post"),
    ],
)
def test_the_cheapest_under_a_rule_is_the_one_found_by_hand(
    network: Network, constraints: Constraints, expected: tuple[float, float] | None
) -> None:
    best = find_routes(network, toy_wheat(), limit=1, constraints=constraints)
    assert cost_and_hours(best) == ([expected] if expected else [])
    assert best.status is (Status.OPTIMAL if expected else Status.INFEASIBLE)
    assert bool(best.reasons) is (expected is None)
    assert certified(network, best).certificate.agrees  # type: ignore[union-attr]  # None fails too


def test_the_fastest_within_a_budget_is_the_mixed_route(network: Network) -> None:
    budget = Constraints(max_cost_usd=3000)
    best = find_routes(network, toy_wheat(), objective=Objective.TIME, limit=1, constraints=budget)
    assert cost_and_hours(best) == [MIXED]
    assert cost_and_hours(find_frontier(network, toy_wheat(), constraints=budget)) == [RAIL, MIXED]


@pytest.mark.parametrize(("tonnes", "hoppers", "trucks"), [(0.5, 1, 1), (60, 1, 3), (60.5, 2, 4)])
def test_a_part_of_a_vehicle_is_a_whole_one(
    network: Network, tonnes: float, hoppers: int, trucks: int
) -> None:
    for mode, name, count in ((Mode.RAIL, "hopper", hoppers), (Mode.ROAD, "tipper-tj", trucks)):
        only = Constraints(modes=frozenset({mode}))
        (route,) = find_routes(network, toy_wheat(tonnes), limit=1, constraints=only).routes
        assert [(v.vehicle, v.count) for v in route.vehicles] == [(name, count)]


def test_rail_needs_no_road_in_a_country() -> None:
    toy = ferghana_toy()
    rails = [link for link in toy.links.values() if link.mode == "rail"]
    tables = {name: list(toy.table(name).values()) for name in READ}
    best = find_routes(Network(facts_with(**{**tables, "links": rails})), toy_wheat(), limit=1)
    assert cost_and_hours(best) == [RAIL]


def test_a_road_without_a_speed_of_its_own_is_driven_at_the_mean_of_the_country() -> None:
    toy = ferghana_toy()
    tables = {name: list(toy.table(name).values()) for name in READ}
    links = [link._replace(max_speed_kmh=None) for link in toy.links.values()]
    facts = facts_with(**{**tables, "links": links})
    best = find_routes(Network(facts), toy_wheat(), objective=Objective.TIME, limit=1)
    assert cost_and_hours(best) == [ROAD]


def test_a_haul_keeps_the_rate_of_the_region_that_it_begins_in() -> None:
    """Andijan has a cheap rate of its own; the wagons keep it beyond Kokand.

    100 t x (0 + 0.001 x 180) + 18 hire = 36 USD instead of 578.
    """
    toy = ferghana_toy()
    facts = changed(
        toy,
        places=[toy.places["uz-andijan"]._replace(tariff_region="east")],
        tariffs=[
            toy.tariffs["t-uz-rail"]._replace(
                id="t-uz-rail-east", region="east", fixed_usd=0.0, per_km_usd=0.001
            )
        ],
    )
    best = find_routes(Network(facts), toy_wheat(), limit=1)
    assert cost_and_hours(best) == [(round(RAIL[0] - 578 + 36, 2), RAIL[1])]
