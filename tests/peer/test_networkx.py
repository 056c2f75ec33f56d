"""networkx finds the same best routes, and what the search's lower bounds must stay below."""

import networkx as nx
import pytest
from hypothesis import given

from corridors.model.shipment import Constraints, Mode, Objective, Shipment
from corridors.network.graph import END, START, ShipmentGraph
from corridors.network.network import Network
from corridors.solvers.bounds import Bounds
from network_data import load_facts
from tests.instances import (
    Case,
    cases,
    changed,
    examples,
    ferghana_toy,
    link,
    toy_wheat,
)
from tests.peer.rivals import digraph, searched, solved


def check_against_networkx(graph: ShipmentGraph) -> None:
    bounds = Bounds(graph)
    for objective in Objective:
        rival = digraph(graph, objective)
        left = nx.single_source_dijkstra_path_length(rival.reverse(copy=False), END)
        found, flow = searched(graph, objective), solved(graph, objective)
        assert (found.value if found else None) == left.get(START)
        assert (flow.value if flow else None) == left.get(START)
        # A bound that is too high would hide the best route on another network.
        at = bounds.left(objective)
        for state, least in left.items():
            if state not in (START, END):
                bound = bounds.of(state, at)
                assert bound is not None, f"{state} counts as a dead end"
                assert bound <= least, f"{objective} from {state}"


@examples(60)
@given(cases(countries=3, per_country=3, cargo=3))
def test_networkx_agrees_on_random_networks(case: Case) -> None:
    check_against_networkx(ShipmentGraph(Network(case.facts), case.shipment, Constraints()))


@pytest.mark.parametrize("tonnes", [0.5, 100, 6000])
def test_networkx_agrees_on_the_toy(tonnes: float) -> None:
    graph = ShipmentGraph(Network(ferghana_toy()), toy_wheat(tonnes), Constraints())
    check_against_networkx(graph)


@pytest.mark.parametrize(
    ("origin", "destination", "cargo", "tonnes", "modes"),
    [
        ("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 1340, set(Mode)),
        ("kz-aktau", "tj-dushanbe", "c-2710-kz-tj", 60, set(Mode)),
        ("tj-khujand", "kz-almaty", "c-0806-tj-kz", 20, {Mode.ROAD}),
    ],
)
def test_networkx_agrees_on_the_shipped_facts(
    origin: str, destination: str, cargo: str, tonnes: float, modes: set[Mode]
) -> None:
    shipment = Shipment(origin, destination, cargo, tonnes)
    rules = Constraints(modes=frozenset(modes))
    check_against_networkx(ShipmentGraph(Network(load_facts()), shipment, rules))


def test_bounds_hold_for_hired_trucks_that_rest_on_the_way() -> None:
    """900 km are 18 h at the wheel and 11 h 45 of rest: hire runs on while the driver sleeps."""
    toy = ferghana_toy()
    facts = changed(
        toy,
        links=[link("road-andijan-kokand", "uz-andijan", "uz-kokand", 900, max_speed_kmh=50)],
        vehicles=[toy.vehicles["tipper"]._replace(usd_per_day_hire=2400.0)],
        commodities=[toy.commodities["wheat"]._replace(vehicle_ids=("tipper",))],
    )
    shipment = Shipment("uz-andijan", "uz-kokand", "wheat", 20)
    check_against_networkx(ShipmentGraph(Network(facts), shipment, Constraints()))
