"""What the facts say can be used: open links, speeds, terminals, and what is avoided."""

from typing import Any

import pytest

from corridors.model.shipment import Constraints, Mode
from corridors.network.network import Network
from network_data import Facts
from network_data.records import Connector
from tests.instances import changed, link, place, row, speed, tariff, terminal


def links_of(network: Network, mode: Mode) -> set[str]:
    return {s.link for sections in network.sections[mode].values() for s in sections}


def test_a_link_is_used_both_ways(toy_network: Network) -> None:
    road = toy_network.sections[Mode.ROAD]
    assert [(s.to, s.km, s.driving_h, s.link) for s in road["tj-patar"]] == [
        ("tj-khujand", 80, 2, "road-patar-khujand")
    ]
    assert [s.to for s in road["tj-khujand"]] == ["tj-patar"]


@pytest.mark.parametrize(
    "cells",
    [
        {"status": "closed"},
        {"status": "construction"},
        {"status": "planned"},
        {"closed_months": ("12", "1")},
    ],
    ids=str,
)
def test_a_link_that_does_not_hold_all_year_is_left_out(toy: Facts, cells: dict[str, Any]) -> None:
    network = Network(changed(toy, links=[toy.links["road-patar-khujand"]._replace(**cells)]))
    assert "road-patar-khujand" not in links_of(network, Mode.ROAD)
    assert "tj-khujand" not in network.ways("tj-patar", Mode.ROAD)


@pytest.mark.parametrize("avoided", ["road-patar-khujand", "tj-patar", "tj-khujand", "TJ"])
def test_a_link_is_avoided_by_its_id_its_ends_or_its_country(toy: Facts, avoided: str) -> None:
    network = Network(toy, avoid=frozenset({avoided}))
    assert "road-patar-khujand" not in links_of(network, Mode.ROAD)
    assert "road-andijan-kokand" in links_of(network, Mode.ROAD)


@pytest.mark.parametrize("avoided", ["uz-tj-suvonobod", "uz-suvonobod", "tj-konibodom", "UZ", "TJ"])
def test_a_crossing_is_avoided_by_its_id_its_posts_or_its_countries(
    toy: Facts, avoided: str
) -> None:
    network = Network(toy, avoid=frozenset({avoided}))
    used = {p.id for passages in network.passages.values() for p in passages}
    assert "uz-tj-suvonobod" not in used


@pytest.mark.parametrize("avoided", ["term-kokand", "uz-kokand", "UZ"])
def test_a_terminal_is_avoided_by_its_id_its_place_or_its_country(toy: Facts, avoided: str) -> None:
    assert Network(toy).transfers
    assert not Network(toy, avoid=frozenset({avoided})).transfers


def test_a_network_restricted_by_nothing_is_itself_and_else_is_kept(toy: Facts) -> None:
    network = Network(toy)
    assert network.restricted(Constraints()) is network
    assert network.restricted(Constraints(max_hours=5)) is network
    rule = Constraints(avoid=frozenset({"UZ"}))
    small = network.restricted(rule)
    assert small is not network
    assert network.restricted(rule) is small
    assert small.restricted(rule) is small
    assert network.restricted(Constraints(include_unconfirmed=True)).include_unconfirmed


# -- speeds ---------------------------------------------------------------------------------


def test_roads_differ_as_their_links_say_and_trucks_drive_as_was_measured(toy: Facts) -> None:
    # 60 km good for 60 km/h and 60 km good for 30: 3 h for 120 km, a mean of 40.
    # Trucks were measured at 20 km/h, half of it: so they drive 30 and 15, 2 h and 4 h.
    facts = changed(
        toy,
        links=[
            link("road-andijan-kokand", "uz-andijan", "uz-kokand", 60, max_speed_kmh=60),
            link("road-kokand-andarkhon", "uz-kokand", "uz-andarkhon", 60, max_speed_kmh=30),
        ],
        speeds=[speed("s-uz-road", "UZ", "road", 20)],
    )
    network = Network(facts)
    assert network.road_speed_factors["UZ"] == pytest.approx(0.5)
    (way,) = network.ways("uz-andijan", Mode.ROAD)["uz-andarkhon"]
    assert way.driving_h == pytest.approx(2 + 4)
    assert way.km / way.driving_h == pytest.approx(20)  # the measured mean


def test_a_link_without_a_speed_is_driven_at_the_measured_mean(toy: Facts) -> None:
    facts = changed(
        toy,
        links=[toy.links["road-patar-khujand"]._replace(max_speed_kmh=None),
               link("road-khujand-nov", "tj-khujand", "tj-konibodom", 40, max_speed_kmh=80)],
        speeds=[speed("s-tj-road", "TJ", "road", 32)],
    )  # fmt: skip
    sections = Network(facts).sections[Mode.ROAD]
    assert [s.driving_h for s in sections["tj-patar"]] == [pytest.approx(80 / 32)]


def test_a_country_without_a_measured_speed_has_no_roads(toy: Facts) -> None:
    facts = changed(toy, speeds=[toy.speeds["s-tj-road"]._replace(use="check")])
    network = Network(facts)
    assert "TJ" not in network.road_speed_factors
    assert links_of(network, Mode.ROAD) == {"road-andijan-kokand", "road-kokand-andarkhon"}


def test_the_latest_year_with_a_moving_speed_counts(toy: Facts) -> None:
    old = toy.speeds["s-uz-road"]
    facts = changed(
        toy,
        speeds=[
            old._replace(id="s-2027", year="2027", kmh_moving=44),
            old._replace(id="s-2028", year="2028", kmh_moving=None),
            old._replace(id="s-2029", year="2029", use="check", kmh_moving=99),
        ],
    )
    found = Network(facts).speed("UZ", Mode.ROAD)
    assert found is not None
    assert (found.id, found.kmh_moving) == ("s-2027", 44)
    assert Network(facts).speed("UZ", Mode.RAIL, "train") is None
    assert Network(facts).speed("KZ", Mode.ROAD) is None


def test_a_toll_is_counted_for_one_truck_on_each_link(toy: Facts) -> None:
    facts = changed(
        toy,
        tariffs=[tariff("t-toll", "TJ", "road", "toll_per_km", "truck", per_km_usd=0.25)],
        links=[toy.links["road-patar-khujand"]._replace(toll="t-toll")],
    )
    (section,) = Network(facts).sections[Mode.ROAD]["tj-patar"]
    assert section.toll_usd == pytest.approx(20)


# -- terminals ------------------------------------------------------------------------------


def test_a_terminal_is_used_from_rail_to_road_and_back(toy: Facts) -> None:
    facts = changed(
        toy,
        terminals=[terminal("term-suvonobod", "uz-suvonobod", "uz-andarkhon", "grain")],
        connectors=[row(Connector, "con", place_a="uz-andarkhon", place_b="uz-suvonobod", km=17)],
    )
    network = Network(facts)
    (down,) = network.transfers["uz-suvonobod", Mode.RAIL]
    (up,) = network.transfers["uz-andarkhon", Mode.ROAD]
    assert (down.start, down.end, down.km) == ("uz-suvonobod", "uz-andarkhon", 17)
    assert (up.start, up.end, up.km) == ("uz-andarkhon", "uz-suvonobod", 17)
    (kokand,) = network.transfers["uz-kokand", Mode.RAIL]
    assert kokand.km == 0


@pytest.mark.parametrize(
    "cells",
    [{"status": "planned"}, {"transfers": ("rail-rail",)}, {"rail_place": ""}, {"road_place": ""}],
    ids=str,
)
def test_a_terminal_that_joins_no_rail_and_road_is_left_out(
    toy: Facts, cells: dict[str, Any]
) -> None:
    facts = changed(toy, terminals=[toy.terminals["term-kokand"]._replace(**cells)])
    assert not Network(facts).transfers


def test_near_places_without_a_connector_are_a_straight_line_and_a_detour_apart(
    toy: Facts,
) -> None:
    # a degree of latitude is 111.195 km; x 1.3
    facts = changed(toy, places=[place("tj-a", lat=39.0), place("tj-b", lat=40.0)])
    km, connector = Network(facts).drayage("tj-a", "tj-b")
    assert km == pytest.approx(144.55, abs=0.01)
    assert connector is None
    assert Network(facts).drayage("tj-a", "tj-a") == (0.0, None)


# -- networkx -------------------------------------------------------------------------------


def test_the_toy_as_a_networkx_graph(toy_network: Network) -> None:
    graph = toy_network.to_networkx()
    rail = [("uz-andijan", "rail"), ("uz-suvonobod", "rail")]
    assert graph.nodes[rail[0]]["country"] == "UZ"
    assert ("uz-suvonobod", "road") not in graph
    kinds = sorted({d["kind"] for *_, d in graph.edges(data=True)})
    assert kinds == ["crossing", "link", "transfer"]
    # 6 links, 2 crossings, 1 terminal, each both ways
    assert graph.number_of_edges() == 2 * (6 + 2 + 1)
    hop = graph.get_edge_data(("uz-suvonobod", "rail"), ("tj-konibodom", "rail"))
    assert hop["uz-tj-suvonobod"]["km"] == 4
    assert hop["uz-tj-suvonobod"]["wait_h"] == 20
    import networkx

    km = networkx.shortest_path_length(
        graph, ("uz-andijan", "rail"), ("tj-khujand", "rail"), weight="km"
    )
    assert km == pytest.approx(264)
    assert graph.graph["facts_version"] == "in memory"


def test_what_is_reached_needs_ways_crossings_and_terminals_for_the_cargo(
    toy_network: Network,
) -> None:
    every = frozenset(Mode)
    grain = toy_network.reached("uz-andijan", Mode.RAIL, every, frozenset({"grain"}))
    assert ("tj-khujand", Mode.ROAD) in grain
    nothing = toy_network.reached("uz-andijan", Mode.RAIL, every, frozenset())
    assert ("tj-khujand", Mode.ROAD) not in nothing
    assert nothing < grain
    by_rail = toy_network.reached(
        "uz-andijan", Mode.RAIL, frozenset({Mode.RAIL}), frozenset({"grain"})
    )
    assert {mode for _, mode in by_rail} == {Mode.RAIL}
