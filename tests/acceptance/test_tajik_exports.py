"""Tajik goods go north as readily as Kazakh goods go south: by name, certified, at their prices.

40 t of apricots from Khujand to Shymkent in two Tajik reefers, by hand from the tables::

    loading      40 t x 6 handling + 2 x 120 documents                     480.00 USD   4.00 h
    TJ haul      2 x 52.1 km x (1.238 + 0.1475 toll)                       144.37       1.07
    Fotehobod    2 x (110 charge + 150 Uzbek entry) + 0.6 km of hop        521.67       6.80 + 0.01
    UZ haul      2 x 137.4 km x 1.538                                      422.64       3.03
    Kazygurt     2 x (49 charge + 7.55 Kazakh queue slot) + 0.6 km of hop  114.92       9.50 + 0.01
    KZ haul      2 x 94.3 km x 1.5 + 2 x 69.3 km x 0.0804 toll             294.04       1.74 + 0.24
    unloading    40 t x 6 handling                                         240.00       4.00
                                                                         --------      -----
                                                                         2,217.64      30.40
"""

from typing import NamedTuple

import pytest

from corridors.model.fleet import Fleet, OwnVehicle
from corridors.model.route import LegKind, Route, Status
from corridors.model.shipment import Constraints, Mode, Shipment
from corridors.network.fleet import with_fleet
from corridors.network.names import Names
from corridors.network.network import Network
from corridors.solvers.find import certified, find_routes
from network_data import Facts


class Export(NamedTuple):
    """A question as it is asked, the good it means and the border that it first passes."""

    origin: str
    destination: str
    cargo: str
    tonnes: float
    commodity: str
    first: str


EXPORTS = (
    # From Dushanbe trucks go over the passes to the railway at Nov.
    Export("dushanbe", "almaty", "dried fruit", 40, "c-0813-tj-kz", "uz-tj-bekabad-nov"),
    Export("tursunzoda", "kostanay", "aluminium", 1000, "c-7601-tj-kz", "uz-tj-bekabad-nov"),
    Export("Душанбе", "Алматы", "свинцовая руда и концентрат", 600, "c-2607-tj-kz",
           "uz-tj-bekabad-nov"),
    Export("khujand", "almaty", "onions", 200, "c-0703-tj-kz", "uz-tj-bekabad-nov"),
    Export("khujand", "shymkent", "cement", 1000, "c-2523-tj-kz", "uz-tj-bekabad-nov"),
    # Over a short way trucks go through, by the posts nearest to them.
    Export("khujand", "shymkent", "apricots", 40, "c-0809-tj-kz", "uz-tj-oybek-fotehobod"),
    Export("dushanbe", "shymkent", "хлопок", 120, "c-5201-tj-kz", "uz-tj-plotina-spitamen"),
    Export("Хуҷанд", "Астана", "помидоры", 20, "c-0702-tj-kz", "uz-tj-oybek-fotehobod"),
)  # fmt: skip


def asked(names: Names, export: Export) -> Shipment:
    (start, _), (end, _) = names.stop(export.origin), names.stop(export.destination)
    cargo = names.cargo(export.cargo, "tj-kz")
    assert (cargo.id, cargo.notice) == (export.commodity, "")
    return Shipment(start, end, cargo.id, export.tonnes)


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: f"{export.cargo}-{export.origin}")
def test_an_export_is_answered_by_name_and_certified(
    network: Network, facts: Facts, export: Export
) -> None:
    shipment = asked(Names(facts), export)
    answer = certified(network, find_routes(network, shipment, limit=1))
    assert answer.status is Status.OPTIMAL
    assert answer.certificate is not None
    assert answer.certificate.agrees, answer.certificate.differences
    (route,) = answer.routes
    assert route.crossings[0] == export.first
    assert route.crossings[-1].startswith("kz-uz-")
    assert_goes_north(facts, route)


def assert_goes_north(facts: Facts, route: Route) -> None:
    """Tajikistan, Uzbekistan, Kazakhstan, each once; trucks load or unload at home."""
    crossings = [leg for leg in route.legs if leg.kind is LegKind.CROSSING]
    lands = [facts.places[leg.start].country for leg in crossings]
    assert [*lands, facts.places[crossings[-1].end].country] == ["TJ", "UZ", "KZ"]
    for use in route.vehicles:
        assert use.vehicle not in facts.vehicles or facts.vehicles[use.vehicle].mode == "rail"
        if use.vehicle.startswith("trk-"):
            assert use.vehicle.endswith(("-tj", "-kz"))


def test_apricots_cost_what_pencil_and_paper_say(network: Network) -> None:
    rules = Constraints(vehicles=frozenset({"trk-reefer-tj"}))
    shipment = Shipment("tj-khujand", "kz-shymkent", "c-0809-tj-kz", 40.0)
    route = find_routes(network, shipment, limit=1, constraints=rules).require().routes[0]
    assert route.crossings == ("uz-tj-oybek-fotehobod", "kz-uz-kazygurt-najimov")
    by_hand = [(480.00, 4), (144.37, 1.07), (521.67, 6.81), (422.64, 3.03), (114.92, 9.51),
               (294.04, 1.98), (240.00, 4)]  # fmt: skip
    for leg, (usd, hours) in zip(route.legs, by_hand, strict=True):
        assert leg.cost_usd == pytest.approx(usd, rel=0.005), leg.end
        assert leg.wait_h + leg.moving_h == pytest.approx(hours, abs=0.02), leg.end
    assert route.cost_usd == pytest.approx(2_217.64, rel=0.005)
    assert route.transit_h == pytest.approx(30.40, rel=0.005)


def test_kazakh_trucks_fetch_tajik_goods_home(network: Network) -> None:
    rules = Constraints(vehicles=frozenset({"trk-reefer-kz"}))
    shipment = Shipment("tj-khujand", "kz-shymkent", "c-0809-tj-kz", 40.0)
    route = find_routes(network, shipment, limit=1, constraints=rules).require().routes[0]
    assert [use.vehicle for use in route.vehicles] == ["trk-reefer-kz"]


def test_trucks_of_a_third_country_do_not_carry_between_the_two(network: Network) -> None:
    rules = Constraints(modes=frozenset({Mode.ROAD}), vehicles=frozenset({"trk-reefer-uz"}))
    shipment = Shipment("tj-khujand", "kz-shymkent", "c-0809-tj-kz", 40.0)
    answer = find_routes(network, shipment, constraints=rules)
    assert answer.status is Status.INFEASIBLE


def test_fees_and_waits_are_those_of_the_way_north(network: Network) -> None:
    """Out of Uzbekistan at Kazygurt 9.5 h and 49 USD; the other way 8.3 h and 72 USD."""
    crossing = "kz-uz-kazygurt-najimov"
    seen = {}
    for start, end in (("tj-khujand", "kz-shymkent"), ("kz-shymkent", "tj-khujand")):
        shipment = Shipment(start, end, "c-5201-tj-kz", 10.0)
        via = Constraints(vehicles=frozenset({"trk-tilt-20-tj"}), via=(crossing,))
        route = find_routes(network, shipment, limit=1, constraints=via).require().routes[0]
        leg = next(leg for leg in route.legs if leg.facility == crossing)
        border = sum(charge.usd for charge in leg.charges if charge.kind == "border")
        seen[start] = (leg.wait_h, border)
    assert seen["tj-khujand"] == pytest.approx((9.5, 49))
    assert seen["kz-shymkent"] == pytest.approx((8.3, 72))


def test_wheat_does_not_enter_kazakhstan_by_road(network: Network) -> None:
    shipment = Shipment("tj-khujand", "kz-shymkent", "c-1001-kz-tj", 40.0)
    by_road = Constraints(modes=frozenset({Mode.ROAD}))
    assert find_routes(network, shipment, constraints=by_road).status is Status.INFEASIBLE
    by_rail = find_routes(network, shipment, limit=1).require().routes[0]
    assert by_rail.crossings[-1] == "kz-uz-saryagash-keles"


def test_goods_known_in_the_other_direction_only_are_taken_from_there_and_said(
    facts: Facts,
) -> None:
    match = Names(facts).cargo("coal", "tj-kz")
    assert match.id == "c-2701-kz-tj"
    assert "coal is known from KZ to TJ only" in match.notice
    assert Names(facts).cargo("coal", "kz-tj").notice == ""
    assert Names(facts).cargo("coal", "kz-kz").notice == ""
    assert Names(facts).cargo("c-2701-kz-tj", "tj-kz").notice == ""


def test_own_reefers_drive_further_for_a_cheaper_border_unless_they_return_empty(
    network: Network, facts: Facts
) -> None:
    """At 0.80 USD/km the way above is 2 x 0.80 x 285.1 = 456.2 USD of haulage, not 837.9."""
    shipment = Shipment("tj-khujand", "kz-shymkent", "c-0809-tj-kz", 40.0)
    hired_usd, hired_haulage = 2_217.64, 837.90
    own_haulage = 2 * 0.80 * 285.1
    seen = {}
    for returns in (False, True):
        own = OwnVehicle(
            "own-reefer", "trk-reefer", ("TJ",), rate_usd_per_km=0.8, empty_return=returns
        )
        rules = Constraints(vehicles=frozenset({"own-reefer"}))
        mine = Network(with_fleet(facts, Fleet((own,))))
        answer = certified(mine, find_routes(mine, shipment, limit=3, constraints=rules))
        assert answer.certificate is not None
        assert answer.certificate.agrees, answer.certificate.differences
        seen[returns] = answer.routes
    one_way = hired_usd - hired_haulage + own_haulage
    assert seen[False][0].crossings[0] == "uz-tj-plotina-spitamen"
    assert seen[False][0].cost_usd < one_way
    assert seen[True][0].crossings[0] == "uz-tj-oybek-fotehobod"
    assert seen[True][0].cost_usd == pytest.approx(one_way + own_haulage, rel=0.001)
    assert seen[True][0].cost_by_kind["empty return"] == pytest.approx(own_haulage, rel=0.001)
