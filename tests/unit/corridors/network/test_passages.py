"""A crossing in one direction: its wait, its charge and what it admits."""

from typing import Any

import pytest

from corridors.errors import RequestError
from corridors.model.shipment import Constraints, Mode, Shipment
from corridors.network.distance import shortest_distance
from corridors.network.network import Network
from corridors.network.passages import both_passages, is_usable
from corridors.network.pricing import PriceBook
from corridors.solvers.find import find_routes
from network_data import Facts
from network_data.records import BorderMean
from tests.instances import changed, crossing, row, toy_wheat

OUT = row(BorderMean, "uz-out", country="UZ", mode="road", direction="out", wait_h=4.9, cost_usd=49)
IN = row(BorderMean, "tj-in", country="TJ", mode="road", direction="in", wait_h=4.7, cost_usd=116)
MEANS = {mean.id: mean for mean in (OUT, IN)}
JARTEPA = crossing(
    "uz-tj-jartepa", "road", "uz-jartepa", "tj-sarazm", km=0.6,
    wait_h_a_to_b=9.6, wait_h_b_to_a=6.8, cost_usd_a_to_b=209, cost_usd_b_to_a=110,
    excludes_b_to_a=("1001",), unknown_sides_b_to_a=("TJ",),
)  # fmt: skip


def test_each_direction_has_its_own_queue_and_charge() -> None:
    there, back = both_passages(JARTEPA, MEANS)
    assert (there.start, there.end) == ("uz-jartepa", "tj-sarazm")
    assert (there.start_country, there.end_country) == ("UZ", "TJ")
    assert (there.wait_h, there.usd, there.unknown_sides) == (9.6, 209, ())
    assert (back.start, back.end) == ("tj-sarazm", "uz-jartepa")
    assert (back.start_country, back.end_country) == ("TJ", "UZ")
    assert (back.wait_h, back.usd, back.unknown_sides) == (6.8, 110, ("TJ",))
    assert there.id == back.id == "uz-tj-jartepa"
    assert there.mode is Mode.ROAD


def test_a_ban_on_wheat_holds_in_one_direction() -> None:
    there, back = both_passages(JARTEPA, MEANS)
    assert there.admits("1001", "TJ")
    assert not back.admits("1001", "TJ")
    assert not back.admits("100199", "")  # durum is wheat
    assert back.admits("1003", "TJ")  # barley is not
    assert back.admits("1101", "TJ")  # nor is flour


def test_a_post_for_two_countries_sends_trucks_of_others_away() -> None:
    there, _ = both_passages(JARTEPA._replace(admits_registration=("KG", "TJ")), MEANS)
    assert there.admits("1101", "KG")
    assert there.admits("1101", "TJ")
    assert not there.admits("1101", "KZ")
    assert there.admits("1101", "")  # a wagon has no registration


def test_where_nobody_measured_country_means_stand_in() -> None:
    there, back = both_passages(
        JARTEPA._replace(wait_h_a_to_b=None, wait_proxy_a_to_b=("uz-out", "tj-in")), MEANS
    )
    assert there.wait_h is None
    assert there.means == (OUT, IN)
    assert back.means == ()


@pytest.mark.parametrize(
    "cells",
    [
        {"status": "closed"},
        {"status": "passenger_only"},
        {"status": "construction"},
        {"scope": "out"},
        {"freight_allowed": "no"},
        {"closed_months": ("12", "1", "2")},
    ],
    ids=str,
)
def test_what_the_facts_forbid_is_not_used_even_when_asked(cells: dict[str, Any]) -> None:
    row = JARTEPA._replace(**cells)
    assert not is_usable(row, include_unconfirmed=False)
    assert not is_usable(row, include_unconfirmed=True)


@pytest.mark.parametrize("word", ["limited", "unconfirmed"])
def test_a_crossing_of_doubtful_freight_is_used_only_when_asked(word: str) -> None:
    row = JARTEPA._replace(freight_allowed=word)
    assert not is_usable(row, include_unconfirmed=False)
    assert is_usable(row, include_unconfirmed=True)
    assert is_usable(JARTEPA, include_unconfirmed=False)


def toy_without(toy: Facts, **cells: Any) -> Facts:
    """The toy with its rail crossing changed."""
    return changed(toy, crossings=[toy.crossings["uz-tj-suvonobod"]._replace(**cells)])


@pytest.mark.parametrize(
    "cells",
    [
        {"status": "closed"},
        {"status": "passenger_only"},
        {"freight_allowed": "no"},
        {"freight_allowed": "unconfirmed"},
        {"closed_months": ("1",)},
        {"excludes_a_to_b": ("1001",)},
        {"excludes_a_to_b": ("10",)},
    ],
    ids=str,
)
def test_wheat_takes_the_road_where_its_railway_crossing_is_shut(
    toy: Facts, cells: dict[str, Any]
) -> None:
    facts = toy_without(toy, **cells)
    routes = find_routes(Network(facts), toy_wheat()).require()
    assert {route.crossings for route in routes.routes} == {("uz-tj-andarkhon",)}
    only_rail = Constraints(modes=frozenset({Mode.RAIL}))
    assert not find_routes(Network(facts), toy_wheat(), constraints=only_rail).routes


def test_an_unconfirmed_crossing_is_used_when_the_planner_asks_for_it(toy: Facts) -> None:
    facts = toy_without(toy, freight_allowed="unconfirmed")
    asked = Constraints(include_unconfirmed=True)
    best = find_routes(Network(facts), toy_wheat(), limit=1, constraints=asked).routes[0]
    assert best.crossings == ("uz-tj-suvonobod",)
    (leg,) = [leg for leg in best.legs if leg.facility == "uz-tj-suvonobod"]
    assert "freight here is unconfirmed" in leg.notes


def test_a_ban_out_of_tajikistan_does_not_stop_wheat_into_it(toy: Facts) -> None:
    facts = toy_without(toy, excludes_b_to_a=("1001",))
    best = find_routes(Network(facts), toy_wheat(), limit=1).routes[0]
    assert best.crossings == ("uz-tj-suvonobod",)
    back = Shipment("tj-khujand", "uz-andijan", "wheat", 100)
    rail = Constraints(modes=frozenset({Mode.RAIL}))
    assert not find_routes(Network(facts), back, constraints=rail).routes


def test_a_truck_not_admitted_finds_no_price_for_the_crossing(toy: Facts) -> None:
    row = toy.crossings["uz-tj-andarkhon"]._replace(admits_registration=("TJ",))
    facts = changed(toy, crossings=[row])
    network = Network(facts)
    book = PriceBook(network, toy_wheat())
    there, _ = both_passages(row, facts.border_means)
    trucks = [c for c in book.tariffs.carriages(frozenset({Mode.ROAD}), frozenset()) if c.crosses]
    admitted = {c.id for c in trucks if book.border.crossing(there, c) is not None}
    assert admitted == {"tipper-tj"}
    uzbek = Constraints(vehicles=frozenset({"tipper-uz"}))
    assert not find_routes(network, toy_wheat(), constraints=uzbek).routes


def test_no_shipped_network_holds_a_shut_crossing(facts: Facts, network: Network) -> None:
    used = {p.id for passages in network.passages.values() for p in passages}
    shut = {
        c.id
        for c in facts.crossings.values()
        if c.status != "open" or c.freight_allowed != "yes" or c.scope != "in" or c.closed_months
    }
    assert "uz-tj-suvonobod-istiklol" in shut  # closed to freight
    assert "uz-tj-khovosobod-khashtyak" in shut  # passengers only
    assert "uz-tj-ravot" in shut  # nobody has confirmed freight there
    assert "kg-tj-bordobo-kyzylart" in shut  # snow half the year
    assert used == facts.crossings.keys() - shut
    with pytest.raises(RequestError, match="no open way by rail"):
        shortest_distance(network, "kz-maktaaral", "uz-syrdarya", Mode.RAIL)
