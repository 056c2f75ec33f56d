"""From moves to legs: times that follow on each other, and what a planner should know."""

import pytest

from corridors.model.route import Charge, Leg, LegKind, Route, Spell
from corridors.model.shipment import Constraints, Mode
from corridors.network.network import Network
from corridors.solvers.find import find_frontier, find_routes
from network_data import Facts
from tests.instances import changed, toy_wheat

RAIL = Constraints(modes=frozenset({Mode.RAIL}))
DRIVING = Constraints(modes=frozenset({Mode.ROAD}))


def only(facts: Facts, constraints: Constraints, tonnes: float = 100) -> Route:
    found = find_routes(Network(facts), toy_wheat(tonnes), limit=1, constraints=constraints)
    return found.require().routes[0]


def crossing_leg(route: Route) -> Leg:
    (leg,) = [leg for leg in route.legs if leg.kind is LegKind.CROSSING]
    return leg


def test_each_leg_begins_where_and_when_the_one_before_ended(toy_network: Network) -> None:
    for route in find_frontier(toy_network, toy_wheat()).routes:
        place, clock = "uz-andijan", 0.0
        for leg in route.legs:
            assert leg.start == place
            assert leg.start_h == pytest.approx(clock)
            place, clock = leg.end, leg.end_h
        assert place == "tj-khujand"
        assert clock == pytest.approx(route.transit_h)


def test_a_haul_names_its_links_and_a_crossing_its_countries(toy: Facts) -> None:
    route = only(toy, RAIL)
    assert route.legs[1].links == ("rail-andijan-kokand", "rail-kokand-suvonobod")
    assert route.legs[1].country == "UZ"
    assert crossing_leg(route).country == "UZ>TJ"
    assert route.legs[3].links == ("rail-konibodom-khujand",)


def test_nothing_is_charged_at_zero(toy: Facts) -> None:
    for rules in (RAIL, DRIVING):
        route = only(toy, rules)
        assert all(charge.usd for charge in route.charges)
        assert all(spell.hours for leg in route.legs for spell in leg.spells)


def test_every_charge_and_hour_says_where_it_comes_from(toy: Facts) -> None:
    for rules in (RAIL, DRIVING):
        for leg in only(toy, rules).legs:
            parts: list[Charge | Spell] = [*leg.charges, *leg.spells]
            for part in parts:
                assert part.basis
                assert part.figures
                assert part.sources == ("toy",)
                assert part.confidence in toy.confidences


def test_a_tight_crossing_is_marked(toy: Facts) -> None:
    row = toy.crossings["uz-tj-suvonobod"]._replace(
        capacity_per_day=99.0, capacity_unit="wagons", capacity_basis="2 pairs of trains"
    )
    tight = changed(toy, crossings=[row])
    assert crossing_leg(only(tight, RAIL)).notes == ("tight: 99 wagons a day (2 pairs of trains)",)


def test_a_crossing_that_passes_fewer_vehicles_a_day_than_the_shipment_has_is_marked(
    toy: Facts,
) -> None:
    row = toy.crossings["uz-tj-suvonobod"]._replace(capacity_per_day=120.0, capacity_unit="wagons")
    wide = changed(toy, crossings=[row])
    assert crossing_leg(only(wide, RAIL, 100)).notes == ()
    many = crossing_leg(only(wide, RAIL, 121 * 60)).notes
    assert many == ("121 vehicles, more than the 120 wagons a day that pass here",)


def test_an_unknown_side_and_a_worst_wait_are_told(toy: Facts) -> None:
    row = toy.crossings["uz-tj-suvonobod"]._replace(
        unknown_sides_a_to_b=("TJ",), wait_h_worst=144.0
    )
    notes = crossing_leg(only(changed(toy, crossings=[row]), RAIL)).notes
    unknown, worst = notes
    assert "TJ side" in unknown
    assert unknown.endswith("unknown and not counted")
    assert worst == "worst published wait 144 h"


def test_a_haul_beyond_the_fit_of_its_tariff_is_marked(toy: Facts) -> None:
    row = toy.tariffs["t-uz-rail"]._replace(fit_from_km=10, fit_to_km=100)
    route = only(changed(toy, tariffs=[row]), RAIL)
    assert route.legs[1].notes == ("180 km is outside the 10-100 km that t-uz-rail was fitted to",)
    assert route.legs[3].notes == ()


def test_goods_that_do_not_keep_so_long_carry_a_warning(toy: Facts) -> None:
    fresh = changed(
        toy,
        commodities=[
            toy.commodities["wheat"]._replace(name="tomatoes", perishable=True, max_transit_days=2)
        ],
        tariffs=[
            toy.tariffs[row]._replace(id=f"{row}-reefer", cargo_class="perishable")
            for row in ("t-uz-road", "t-tj-road")
        ],
    )
    # 59.2 h by rail are 2.5 days, 16 h by road less than one
    slow, fast = only(fresh, RAIL), only(fresh, DRIVING)
    assert slow.notes == ("takes 2.5 days, longer than the 2 days that tomatoes keeps",)
    assert fast.notes == ()
    spoilage = [c.usd for c in slow.time_charges if c.kind == "spoilage"]
    # a tenth of 100,000 USD in 2 days, over 59.2 h
    assert spoilage == [pytest.approx(10_000 * 59.2 / 48)]
