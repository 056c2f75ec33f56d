"""The price of choosing another route: the toy's three, by the numbers of test_toy_by_hand."""

import pytest

from corridors.network.network import Network
from corridors.solvers.find import find_frontier
from corridors.tables.differences import facility_names, price_of_choice
from network_data import Facts
from tests.instances import toy_wheat

NAMES = {"uz-tj-suvonobod": "Suvonobod", "uz-tj-andarkhon": "Andarkhon"}


def test_trucks_cost_1994_dollars_more_than_rail_and_are_43_hours_sooner(
    toy_network: Network,
) -> None:
    rail, _, road = find_frontier(toy_network, toy_wheat()).routes
    price = price_of_choice(road, rail)
    assert price.usd == pytest.approx(3922.5 - 1928.4)
    assert price.usd_per_t == pytest.approx(19.941)
    assert price.hours == pytest.approx(16.05 - 59.2)
    # 100 t: 242 km by road at 80 g/t-km less 264 km by rail at 20 g/t-km.
    assert price.co2e_t == pytest.approx((242 * 80 - 264 * 20) * 100 / 1e6)
    assert price.avoids == ("uz-tj-suvonobod",)
    assert price.uses == ("uz-tj-andarkhon",)
    assert price.text(NAMES) == (
        "+$19.94/t, 43.2 h sooner, +1.4 t CO2e, by road, avoids Suvonobod, uses Andarkhon"
    )


def test_a_terminal_is_among_what_an_alternative_uses(toy_network: Network) -> None:
    rail, mixed, road = find_frontier(toy_network, toy_wheat()).routes
    price = price_of_choice(mixed, rail)
    assert price.uses == ("term-kokand", "uz-tj-andarkhon")
    assert price.modes == ("rail", "road")
    assert price.best_modes == ("rail",)
    cheaper = price_of_choice(mixed, road)
    # 120 km of the way on rails at 20 instead of on roads at 80 g/t-km: 0.72 t.
    assert cheaper.text() == (
        "-$9.92/t, 29.0 h later, -0.7 t CO2e, by rail and road, uses term-kokand"
    )


def test_the_best_route_has_no_price(toy_network: Network) -> None:
    rail = find_frontier(toy_network, toy_wheat()).routes[0]
    price = price_of_choice(rail, rail)
    assert (price.usd, price.hours, price.avoids, price.uses) == (0, 0, (), ())
    assert price.text() == "same cost"


def test_crossings_are_called_by_their_posts_and_terminals_by_their_place(facts: Facts) -> None:
    names = facility_names(facts)
    assert names["kz-uz-saryagash-keles"] == "Saryagash - Keles"
    assert names["term-est-tj-nov"] == "terminal Nov"
