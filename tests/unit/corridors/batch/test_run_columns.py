"""Names of columns: the list's own stay, ours step aside."""

import polars as pl

from corridors.batch.result_columns import ROUTE_SCHEMA, Layout
from corridors.tables.routes import LEG_COLUMNS, route_row
from tests.instances import ferghana_toy


def test_a_list_in_our_own_words_keeps_them() -> None:
    schema = {"row": pl.Int64(), "shipment_id": pl.String(), "origin": pl.String(),
              "destination": pl.String(), "cargo": pl.String(), "tonnes": pl.String()}  # fmt: skip
    layout = Layout.of(schema, list(schema))
    assert layout.asked == {
        "origin": "asked_origin", "destination": "asked_destination", "cargo": "asked_cargo",
        "tonnes": "asked_tonnes",
    }  # fmt: skip
    assert list(layout.route.values()) == list(ROUTE_SCHEMA)
    assert layout.result()[:6] == list(schema)


def test_only_what_a_list_asks_for_is_said_back() -> None:
    layout = Layout.of({"row": pl.Int64(), "from": pl.String()}, ["origin", "ready"])
    assert list(layout.asked) == [
        "shipment_id",
        "origin",
        "destination",
        "cargo",
        "tonnes",
        "ready",
    ]


def test_names_stay_distinct_whatever_the_list_is_called() -> None:
    names = ["cost_usd", "route_cost_usd", "asked_tonnes", "tonnes", "reason", "reject_reason"]
    layout = Layout.of(dict.fromkeys(["row", *names], pl.String()), [])
    for columns in (layout.result(), layout.rejected()):
        assert len(columns) == len(set(columns))
        assert set(names) < set(columns)
    assert layout.route["cost_usd"] == "route_route_cost_usd"


def test_an_empty_column_of_a_parquet_list_is_text() -> None:
    assert Layout.of({"row": pl.Int64(), "note": pl.Null()}, []).original == {"note": pl.String()}


def test_routes_of_a_list_and_of_a_question_share_their_words() -> None:
    from corridors.model.shipment import Shipment
    from corridors.network.network import Network
    from corridors.solvers.find import find_routes

    network = Network(ferghana_toy())
    places = sorted(network.facts.places)
    cargo = next(iter(network.facts.commodities))
    found = next(
        answer
        for start in places
        for end in places
        if start != end
        and (answer := find_routes(network, Shipment(start, end, cargo, 20.0), limit=1)).routes
    )
    assert set(ROUTE_SCHEMA) - set(route_row(1, found.routes[0])) == {"border_h", "path"}
    assert "rank" in LEG_COLUMNS
