"""The schema ``corridors.routes/2``: every key that programs may count on, with its type."""

import json
import math
from typing import Any

import pytest

from corridors.io.routes_json import routes_document, routes_json
from corridors.model.route import Routes
from corridors.model.shipment import Constraints, Mode, Point, Shipment
from corridors.network.network import Network
from corridors.solvers.find import certified, find_frontier, find_routes
from tests.instances import toy_wheat

ANSWER = {
    "schema": str, "request": dict, "facts_version": str, "scenario": str, "status": str,
    "proven": bool, "reasons": list, "routes": list,
}  # fmt: skip
ROUTE = {
    "rank": int, "tags": list, "cost_usd": float, "cost_usd_per_t": float, "cost_low_usd": float,
    "cost_high_usd": float, "generalised_cost_usd": float, "transit_h": float, "co2e_t": float,
    "rail_km": float, "road_km": float, "crossings": list, "vehicles": list,
    "cost_by_kind": dict, "legs": list,
}  # fmt: skip
VEHICLE = {"vehicle": str, "count": int, "from": str, "to": str}
LEG = {
    "kind": str, "mode": str, "country": str, "from": str, "to": str, "km": float,
    "wait_h": float, "moving_h": float, "start_h": float, "end_h": float, "cost_usd": float,
    "charges": list,
}  # fmt: skip
CHARGE = {"kind": str, "usd": float, "basis": str, "sources": list, "confidence": str}
KINDS = {"loading", "haul", "crossing", "transshipment", "unloading"}


def holds(value: dict[str, Any], shape: dict[str, type]) -> None:
    """Every promised key with a value of its type; a float may be a whole number."""
    for key, kind in shape.items():
        assert key in value, key
        allowed = (float, int) if kind is float else (kind,)
        assert type(value[key]) in allowed, (key, value[key])
        if kind is float:
            assert math.isfinite(value[key]), key


@pytest.fixture(scope="module")
def front(toy_network: Network) -> Routes:
    return find_frontier(toy_network, toy_wheat())


def test_every_promised_key_is_there_with_its_type(toy_network: Network, front: Routes) -> None:
    answer = json.loads(routes_json(front, toy_network.facts))
    holds(answer, ANSWER)
    assert answer["schema"] == "corridors.routes/2"
    assert answer["status"] == "optimal"
    assert answer["scenario"] == "baseline"
    assert answer["proven"] is True
    assert [route["rank"] for route in answer["routes"]] == [1, 2, 3]
    for route in answer["routes"]:
        holds(route, ROUTE)
        assert all(isinstance(crossing, str) for crossing in route["crossings"])
        for vehicle in route["vehicles"]:
            holds(vehicle, VEHICLE)
        for leg in route["legs"]:
            holds(leg, LEG)
            assert leg["kind"] in KINDS
            assert leg["mode"] in {"rail", "road"}
            for charge in leg["charges"]:
                holds(charge, CHARGE)
                assert charge["sources"]


def test_totals_of_the_document_are_sums_of_its_legs(toy_network: Network, front: Routes) -> None:
    for route in routes_document(front, toy_network.facts)["routes"]:
        legs = route["legs"]
        assert sum(leg["cost_usd"] for leg in legs) == pytest.approx(route["cost_usd"], abs=1e-4)
        hours = sum(leg["wait_h"] + leg["moving_h"] for leg in legs)
        assert hours == pytest.approx(route["transit_h"], abs=1e-4)
        assert sum(route["cost_by_kind"].values()) == pytest.approx(route["cost_usd"], abs=1e-4)
        assert route["cost_usd_per_t"] * 100 == pytest.approx(route["cost_usd"], abs=1e-3)
        assert route["cost_low_usd"] <= route["cost_usd"] <= route["cost_high_usd"]
        for leg in legs:
            charged = sum(charge["usd"] for charge in leg["charges"])
            assert charged == pytest.approx(leg["cost_usd"], abs=1e-4)


def test_the_request_is_told_back(toy_network: Network) -> None:
    rules = Constraints(
        modes=frozenset({Mode.ROAD}), vehicles=frozenset({"tipper-tj", "hopper"}),
        avoid=frozenset({"KG"}), via=("uz-kokand",), max_hours=100.0, max_cost_usd=9e4,
    )  # fmt: skip
    found = find_routes(toy_network, toy_wheat(value_usd_per_t=500), constraints=rules)
    request = routes_document(found, toy_network.facts)["request"]
    told = {
        "origin": "uz-andijan", "destination": "tj-khujand", "cargo": "wheat", "tonnes": 100.0,
        "value_usd_per_t": 500, "objective": "cost", "frontier": False, "modes": ["road"],
        "vehicles": ["hopper", "tipper-tj"], "avoid": ["KG"], "via": ["uz-kokand"],
        "max_hours": 100.0, "max_cost_usd": 9e4, "include_unconfirmed": False,
    }  # fmt: skip
    assert {key: request[key] for key in told} == told


def test_a_point_is_told_back_as_coordinates(network: Network) -> None:
    shipment = Shipment(Point(53.21, 63.63), "tj-khujand", "c-1001-kz-tj", 70)
    document = routes_document(find_routes(network, shipment, limit=1), network.facts)
    assert document["request"]["origin"] == "53.21,63.63"
    assert document["routes"][0]["legs"][0]["from"] == "53.21,63.63"


def test_a_no_has_its_reasons_and_no_routes(toy_network: Network) -> None:
    none = find_routes(toy_network, toy_wheat(), constraints=Constraints(max_hours=1))
    document = json.loads(routes_json(none, toy_network.facts))
    assert (document["status"], document["proven"]) == ("infeasible", True)
    assert document["routes"] == []
    (reason,) = document["reasons"]
    assert reason["rule"] == "max-hours"
    assert reason["transit_h"] == pytest.approx(16.05)
    assert "message" in reason


def test_a_certificate_stands_in_the_document_only_when_asked_for(
    toy_network: Network, front: Routes
) -> None:
    assert "certificate" not in routes_document(front, toy_network.facts)
    one = certified(toy_network, find_routes(toy_network, toy_wheat(), limit=1))
    told = routes_document(one, toy_network.facts)["certificate"]
    assert told["agrees"] is True
    assert told["bound"] == pytest.approx(1928.4)
    assert told["unit"] == "USD"


def test_letters_of_all_languages_stay_letters(network: Network) -> None:
    shipment = Shipment("kz-aktau", "tj-khorog", "c-1101-kz-tj", 20)
    text = routes_json(find_routes(network, shipment, limit=1), network.facts)
    assert "\\u" not in text
    assert text.endswith("}\n")
