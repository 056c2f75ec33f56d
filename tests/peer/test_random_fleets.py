"""On random networks an own fleet with its empty returns changes nothing of what is proven."""

from hypothesis import assume, given
from hypothesis import strategies as st

from corridors.model.fleet import Fleet, OwnVehicle
from corridors.model.shipment import Constraints, Objective
from corridors.network.fleet import with_fleet
from corridors.network.graph import ShipmentGraph
from corridors.network.network import Network
from tests.instances import Case, cases, examples
from tests.peer.rivals import best_of, every_way, front_of, searched, searched_front, solved

MOST_WAYS = 1000


@st.composite
def fleets(draw: st.DrawFn, case: Case) -> Fleet:
    """Own hoppers and tippers at small round costs, so that ties with hired ones are common."""
    kinds = [name for name in ("hopper", "tipper") if name in case.facts.vehicles]
    return Fleet(
        tuple(
            OwnVehicle(
                f"own-{kind}", kind,
                payload_t=draw(st.sampled_from([None, 20.0, 30.0])),
                rate_usd_per_km=draw(st.sampled_from([0.0, 0.5, 1.5])),
                hire_usd_per_day=draw(st.sampled_from([None, 24.0])),
                empty_return=draw(st.booleans()),
                count=draw(st.sampled_from([None, 2, 50])),
            )
            for kind in kinds
        )
    )  # fmt: skip


@examples(40)
@given(st.data(), cases(countries=3, per_country=2, cargo=2))
def test_three_ways_to_the_best_route_of_a_fleet_agree(data: st.DataObject, case: Case) -> None:
    facts = with_fleet(case.facts, data.draw(fleets(case)))
    graph = ShipmentGraph(Network(facts), case.shipment, Constraints())
    ways = every_way(graph, most=MOST_WAYS)
    assume(ways is not None)
    assert ways is not None
    for objective in Objective:
        best = best_of(graph, objective, ways)
        assert searched(graph, objective) == best
        assert solved(graph, objective) == best
    assert searched_front(graph) == front_of(ways)
