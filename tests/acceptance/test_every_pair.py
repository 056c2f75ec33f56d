"""Ten Kazakh and nine Tajik cities: freight gets from each to each, in both directions.

Flour goes south and cotton north; wagons and trucks carry both. Every pair is asked for by
rail alone and by road alone, and every seventh by both, where the search may change vehicles.
Panjakent has no railway since its valley has none, Khorog lies in the Pamirs: all other
cities are reached by rail alone.
"""

from itertools import product
from typing import NamedTuple

import pytest

from corridors.model.route import LegKind, Route, Routes, Status
from corridors.model.shipment import Constraints, Mode, Shipment
from corridors.network.network import Network
from corridors.solvers.find import find_routes
from network_data import Facts

KAZAKH = ("kostanay", "petropavl", "astana", "almaty", "shymkent", "aktobe", "pavlodar",
          "oskemen", "karaganda", "aktau")  # fmt: skip
TAJIK = ("khujand", "dushanbe", "bokhtar", "kulob", "tursunzoda", "konibodom", "isfara",
         "panjakent", "khorog")  # fmt: skip
WITHOUT_RAILWAY = ("panjakent", "khorog")
FLOUR, COTTON = "c-1101-kz-tj", "c-5201-tj-kz"
RAIL = Constraints(modes=frozenset({Mode.RAIL}))
ROAD = Constraints(modes=frozenset({Mode.ROAD}))


class Pair(NamedTuple):
    """A Kazakh and a Tajik city, and whether freight goes south."""

    kazakh: str
    tajik: str
    south: bool

    @property
    def shipment(self) -> Shipment:
        ends = (f"kz-{self.kazakh}", f"tj-{self.tajik}")
        origin, destination = ends if self.south else ends[::-1]
        return Shipment(origin, destination, FLOUR if self.south else COTTON, 60.0)


PAIRS = [Pair(*pair) for pair in product(KAZAKH, TAJIK, (True, False))]
Matrix = dict[Pair, Routes]


@pytest.fixture(scope="module")
def by_rail(network: Network) -> Matrix:
    return {
        pair: find_routes(network, pair.shipment, limit=1, constraints=RAIL)
        for pair in PAIRS
        if pair.tajik not in WITHOUT_RAILWAY
    }


@pytest.fixture(scope="module")
def by_road(network: Network) -> Matrix:
    return {pair: find_routes(network, pair.shipment, limit=1, constraints=ROAD) for pair in PAIRS}


@pytest.fixture(scope="module")
def by_both(network: Network) -> Matrix:
    return {pair: find_routes(network, pair.shipment, limit=1) for pair in PAIRS[::7]}


@pytest.fixture(scope="module")
def routes(by_rail: Matrix, by_road: Matrix, by_both: Matrix) -> list[tuple[Pair, Route]]:
    return [
        (pair, route)
        for matrix in (by_rail, by_road, by_both)
        for pair, answer in matrix.items()
        for route in answer.routes
    ]


def test_both_cargoes_go_by_rail_and_by_road(facts: Facts) -> None:
    for cargo in (FLOUR, COTTON):
        vehicles = facts.commodities[cargo].vehicle_ids
        assert {facts.vehicles[vehicle].mode for vehicle in vehicles} == {"rail", "road"}


def modes_between_borders(route: Route) -> set[Mode]:
    """Modes of the hauls and crossings, without the trucks between a station and its city."""
    return {
        leg.mode
        for leg in route.legs
        if leg.kind in (LegKind.HAUL, LegKind.CROSSING) and "truck access" not in leg.notes
    }


def test_every_pair_has_a_route_by_road_in_both_directions(by_road: Matrix) -> None:
    assert len(by_road) == 10 * 9 * 2
    without = [pair for pair, answer in by_road.items() if answer.status is not Status.OPTIMAL]
    assert not without
    for answer in by_road.values():
        assert answer.proven
        assert modes_between_borders(answer.routes[0]) == {Mode.ROAD}


def test_every_city_with_a_railway_is_reached_by_rail_alone(by_rail: Matrix) -> None:
    assert len(by_rail) == 10 * 7 * 2
    without = [pair for pair, answer in by_rail.items() if answer.status is not Status.OPTIMAL]
    assert not without
    for answer in by_rail.values():
        assert answer.proven
        assert modes_between_borders(answer.routes[0]) == {Mode.RAIL}


def test_who_may_use_both_modes_pays_no_more_than_by_either(
    by_rail: Matrix, by_road: Matrix, by_both: Matrix
) -> None:
    assert {pair.tajik for pair in by_both} == set(TAJIK)
    assert {pair.south for pair in by_both} == {True, False}
    mixed = 0
    for pair, answer in by_both.items():
        (route,) = answer.routes
        for matrix in (by_rail, by_road):
            if pair in matrix:
                assert route.cost_usd <= matrix[pair].routes[0].cost_usd + 0.01, pair
        mixed += len(modes_between_borders(route)) == 2
    assert mixed  # some change from wagon to truck on the way


@pytest.mark.parametrize("city", WITHOUT_RAILWAY)
@pytest.mark.parametrize("south", [True, False])
def test_a_city_without_a_railway_says_so_when_rail_alone_is_asked_for(
    network: Network, city: str, south: bool
) -> None:
    shipment = Pair("shymkent", city, south).shipment
    answer = find_routes(network, shipment, limit=1, constraints=RAIL)
    assert answer.status is Status.INFEASIBLE
    rules = {reason.rule: reason for reason in answer.reasons}
    assert rules["access"].where == f"tj-{city}"
    assert rules["mode"].cost_usd is not None  # with trucks there is a way


def test_the_last_haul_to_khorog_and_the_first_from_it_are_by_road(by_both: Matrix) -> None:
    pairs = [pair for pair in by_both if pair.tajik == "khorog"]
    assert {pair.south for pair in pairs} == {True, False}
    for pair, answer in by_both.items():
        if pair in pairs:
            hauls = [leg for leg in answer.routes[0].legs if leg.kind is LegKind.HAUL]
            haul = hauls[-1] if pair.south else hauls[0]
            assert haul.mode is Mode.ROAD
            assert "tj-khorog" in (haul.start, haul.end)
            assert haul.km > 300  # the Pamir highway, not a drayage


def test_each_leg_begins_where_and_when_the_one_before_ended(
    routes: list[tuple[Pair, Route]],
) -> None:
    for pair, route in routes:
        place, clock = str(pair.shipment.origin), 0.0
        for leg in route.legs:
            # a city's cargo is loaded at its station where no truck access is shown
            assert leg.start == place or leg is route.legs[0], pair
            assert leg.start_h == pytest.approx(clock, abs=1e-9), pair
            assert leg.wait_h >= 0, pair
            assert leg.moving_h >= 0, pair
            place, clock = leg.end, leg.end_h
        assert clock == pytest.approx(route.transit_h), pair
        assert place == pair.shipment.destination, pair
        assert route.legs[0].start == pair.shipment.origin, pair


def test_a_route_is_loading_hauls_and_hops_and_unloading(
    routes: list[tuple[Pair, Route]],
) -> None:
    for pair, route in routes:
        kinds = [leg.kind for leg in route.legs if "truck access" not in leg.notes]
        assert kinds[0] is LegKind.LOADING, pair
        assert kinds[-1] is LegKind.UNLOADING, pair
        assert kinds.count(LegKind.LOADING) == kinds.count(LegKind.UNLOADING) == 1, pair
        for leg in route.legs:
            moves = leg.kind in (LegKind.HAUL, LegKind.CROSSING)
            assert (leg.km > 0) is moves or leg.kind is LegKind.TRANSSHIPMENT, pair
            assert bool(leg.facility) is (leg.kind in (LegKind.CROSSING, LegKind.TRANSSHIPMENT))


def test_totals_are_sums_of_legs_and_lie_within_their_range(
    routes: list[tuple[Pair, Route]],
) -> None:
    for pair, route in routes:
        charged = sum(charge.usd for leg in route.legs for charge in leg.charges)
        assert charged == pytest.approx(route.cost_usd), pair
        assert sum(route.cost_by_kind.values()) == pytest.approx(route.cost_usd), pair
        assert route.cost_low_usd <= route.cost_usd <= route.cost_high_usd, pair
        assert route.generalised_cost_usd > route.cost_usd, pair
        assert sum(leg.km for leg in route.legs) == pytest.approx(route.rail_km + route.road_km)
        assert route.co2e_t > 0, pair


def test_countries_follow_each_other_over_the_crossings(
    routes: list[tuple[Pair, Route]], facts: Facts
) -> None:
    for pair, route in routes:
        country = "KZ" if pair.south else "TJ"
        for leg in route.legs:
            if leg.kind is LegKind.CROSSING:
                assert leg.country.startswith(f"{country}>"), pair
                country = leg.country.split(">")[1]
                row = facts.crossings[leg.facility]
                assert {leg.start, leg.end} == {row.a, row.b}, pair
            else:
                assert leg.country == country, pair
        assert country == ("TJ" if pair.south else "KZ"), pair


def test_vehicles_are_whole_and_carry_the_cargo(
    routes: list[tuple[Pair, Route]], facts: Facts
) -> None:
    for pair, route in routes:
        for use in route.vehicles:
            vehicle = facts.vehicles.get(use.vehicle) or facts.vehicles[use.vehicle[:-3]]
            assert vehicle.id in facts.commodities[pair.shipment.cargo].vehicle_ids, pair
            assert use.count * vehicle.payload_t >= pair.shipment.tonnes, pair


def test_nothing_that_is_shut_is_ever_used(routes: list[tuple[Pair, Route]], facts: Facts) -> None:
    for pair, route in routes:
        for crossing in route.crossings:
            row = facts.crossings[crossing]
            assert (row.status, row.freight_allowed, row.scope) == ("open", "yes", "in"), pair
            assert not row.closed_months, pair
        for leg in route.legs:
            for link in leg.links:
                assert facts.links[link].status == "open", pair
                assert not facts.links[link].closed_months, pair
        for terminal in route.transshipments:
            assert facts.terminals[terminal].status == "open", pair


def test_hauls_run_on_links_of_their_mode_from_end_to_end(
    routes: list[tuple[Pair, Route]], facts: Facts
) -> None:
    for pair, route in routes:
        for leg in route.legs:
            if leg.kind is not LegKind.HAUL or "truck access" in leg.notes:
                continue
            place = leg.start
            for id in leg.links:
                link = facts.links[id]
                assert link.mode == leg.mode, pair
                assert place in (link.a, link.b), pair
                place = link.b if place == link.a else link.a
            assert place == leg.end, pair
            assert sum(facts.links[id].km for id in leg.links) == pytest.approx(leg.km)


def test_every_charge_and_hour_has_a_source_of_the_bibliography(
    routes: list[tuple[Pair, Route]], facts: Facts
) -> None:
    used = {source for _, route in routes for leg in route.legs for source in leg.sources}
    assert used
    assert used <= facts.sources.keys()
    for _, route in routes:
        assert all(charge.sources for charge in route.charges)
        assert all(spell.sources for leg in route.legs for spell in leg.spells)


def test_a_border_that_nobody_has_measured_says_so(routes: list[tuple[Pair, Route]]) -> None:
    for pair, route in routes:
        for leg in route.legs:
            if leg.kind is LegKind.CROSSING:
                notes = " ".join(leg.notes)
                waits = [spell for spell in leg.spells if spell.kind == "border"]
                charges = [charge for charge in leg.charges if charge.kind == "border"]
                assert waits or "unknown" in notes, pair
                assert charges or "border charge is unknown" in notes, pair


def test_wherever_oazis_is_used_it_is_marked_tight(
    routes: list[tuple[Pair, Route]], network: Network
) -> None:
    # the railway from Aktau has no other way where Saryagash is avoided
    avoiding = Constraints(modes=frozenset({Mode.RAIL}), avoid=frozenset({"kz-uz-saryagash-keles"}))
    aktau = Pair("aktau", "dushanbe", True)
    answer = find_routes(network, aktau.shipment, limit=1, constraints=avoiding)
    legs = [
        leg
        for _, route in [*routes, (aktau, answer.routes[0])]
        for leg in route.legs
        if leg.facility == "kz-uz-oazis-karakalpakiya"
    ]
    assert legs
    for leg in legs:
        assert any(note.startswith("tight: 100 wagons a day") for note in leg.notes)


def test_from_the_north_rail_crosses_at_saryagash_then_at_bekabad(by_rail: Matrix) -> None:
    for city in ("kostanay", "petropavl", "astana", "karaganda", "pavlodar"):
        for end in ("khujand", "konibodom", "isfara"):
            (route,) = by_rail[Pair(city, end, True)].routes
            assert route.crossings == ("kz-uz-saryagash-keles", "uz-tj-bekabad-nov")
            (back,) = by_rail[Pair(city, end, False)].routes
            assert back.crossings == ("uz-tj-bekabad-nov", "kz-uz-saryagash-keles")
