"""What many shipments add up to: on a toy by hand, on the shipped facts leg by leg."""

from collections import Counter, defaultdict
from typing import Any

import polars as pl
import pytest

from corridors.batch.run_tables import RunTables
from corridors.model.route import LegKind, Route
from corridors.model.shipment import Point, Shipment
from corridors.network.network import Network
from corridors.views.batch_flows import hire_usd_per_h, sum_by, sum_flows
from corridors.views.batch_segments import segment, split_paths
from corridors.views.words import ENGLISH
from network_data import Facts
from tests.unit.corridors.views.batch_runs import answered_run, run_of


def toy_leg(path: int, number: int, kind: str, start: str, end: str, **more: Any) -> dict[str, Any]:
    usual = {"mode": "rail", "country": "UZ", "facility": "", "vehicle": "hopper", "km": 0.0,
             "wait_h": 0.0, "moving_h": 0.0, "links": ""}  # fmt: skip
    ends = {"path": path, "leg": number, "kind": kind, "from": start, "to": end}
    return {**ends, **usual, **more}


RAIL = (
    toy_leg(1, 1, "loading", "uz-kokand", "uz-kokand", wait_h=10.0),
    toy_leg(1, 2, "haul", "uz-kokand", "uz-suvonobod", km=70.0, links="rail-kokand-suvonobod"),
    toy_leg(1, 3, "crossing", "uz-suvonobod", "tj-konibodom", km=10.0, wait_h=20.0, moving_h=0.5,
            facility="uz-tj-suvonobod", country="UZ>TJ"),
    toy_leg(1, 4, "haul", "tj-konibodom", "tj-khujand", km=80.0, country="TJ",
            links="rail-konibodom-khujand"),
    toy_leg(1, 5, "unloading", "tj-khujand", "tj-khujand", country="TJ"),
)  # fmt: skip


def toy_route(row: int, tonnes: float, vehicles: str, **more: Any) -> dict[str, Any]:
    """Capital of 2 USD an hour: 200 USD in 100 h."""
    usual = {"row": row, "cargo": "wheat", "tonnes": tonnes, "rank": 1, "cost_usd": 1000.0,
             "generalised_cost_usd": 1200.0, "transit_h": 100.0, "depart": "2027-03-05T08:00+05:00",
             "co2e_t": 1.5, "border_h": 20.5, "vehicles": vehicles, "path": 1}  # fmt: skip
    return {**usual, **more}


def test_a_wait_costs_the_hire_of_what_stands_and_the_capital_of_the_goods(toy: Facts) -> None:
    run = run_of(toy, [toy_route(1, 120, "2 hopper"), toy_route(2, 60, "1 hopper")], RAIL)
    flows = sum_flows(run.best, run.paths, toy)
    (crossed,) = flows.crossings.to_dicts()
    # 20 h x (2 wagons + 1 wagon) x 24 USD/day / 24 + 2 shipments x 20 h x 2 USD/h
    assert crossed["delay_usd"] == pytest.approx(20 * 3 * 1 + 2 * 20 * 2)
    assert crossed["tonne_wait_h"] == pytest.approx(20 * 180)
    assert (crossed["crossing"], crossed["direction"]) == ("uz-tj-suvonobod", "UZ>TJ")
    (group,) = flows.groups.to_dicts()
    assert (group["shipments"], group["tonnes"], group["month"]) == (2, 180, "2027-03")
    assert group["delay_usd"] == pytest.approx(140)
    (path,) = flows.paths.to_dicts()
    assert (path["family"], path["modes"], path["rail_km"]) == ("uz-tj-suvonobod", "rail", 160)


def test_the_hours_of_a_row_are_its_own_where_clocks_made_it_wait_longer(toy: Facts) -> None:
    run = run_of(toy, [toy_route(1, 60, "1 hopper", border_h=30.5)], RAIL)
    (crossed,) = sum_flows(run.best, run.paths, toy).crossings.to_dicts()
    assert crossed["tonne_wait_h"] == pytest.approx(30 * 60)
    assert crossed["delay_usd"] == pytest.approx(30 * (1 + 2))


def test_waits_of_a_row_are_shared_out_as_those_of_its_path(toy: Facts) -> None:
    """20 h at the first crossing, 5 h at the second by truck; the row waited 50 h."""
    second = (
        toy_leg(1, 5, "transshipment", "tj-khujand", "tj-khujand", vehicle="tipper-tj"),
        toy_leg(1, 6, "crossing", "tj-khujand", "uz-andarkhon", facility="uz-tj-andarkhon",
                country="TJ>UZ", mode="road", vehicle="tipper-tj", wait_h=5.0),
    )  # fmt: skip
    run = run_of(
        toy, [toy_route(1, 60, "1 hopper; 3 tipper-tj", border_h=50.5)], (*RAIL[:4], *second)
    )
    flows = sum_flows(run.best, run.paths, toy)
    hours = {row["crossing"]: row["tonne_wait_h"] / 60 for row in flows.crossings.to_dicts()}
    assert hours == pytest.approx({"uz-tj-suvonobod": 40, "uz-tj-andarkhon": 10})
    costs = {row["crossing"]: row["delay_usd"] for row in flows.crossings.to_dicts()}
    # a tipper has no hire by the day, the hopper has not come along
    assert costs == pytest.approx({"uz-tj-suvonobod": 40 * (1 + 2), "uz-tj-andarkhon": 10 * 2})
    assert flows.paths["modes"].to_list() == ["rail_road"]
    assert flows.groups["delay_usd"].sum() == pytest.approx(sum(costs.values()))


def test_a_shipment_with_several_routes_counts_once_on_its_best(toy: Facts) -> None:
    routes = [toy_route(1, 60, "1 hopper"), toy_route(1, 60, "1 hopper", rank=2)]
    run = run_of(toy, routes, RAIL)
    assert sum_flows(run.best, run.paths, toy).groups["tonnes"].to_list() == [60]


def test_rows_without_a_date_stand_in_a_month_of_their_own(toy: Facts) -> None:
    routes = [
        toy_route(1, 60, "1 hopper", depart=""),
        toy_route(2, 50, "1 hopper", depart=None),
        toy_route(3, 40, "1 hopper", depart="2026-12-31T23:00+05:00"),
    ]
    groups = sum_flows((run := run_of(toy, routes, RAIL)).best, run.paths, toy).groups
    assert dict(groups.select("month", "tonnes").iter_rows()) == {"": 110, "2026-12": 40}


def test_domestic_freight_has_no_delay_and_no_family(toy: Facts) -> None:
    legs = [{**leg, "path": 7} for leg in RAIL[:2]]
    run = run_of(toy, [toy_route(1, 60, "1 hopper", path=7, border_h=0.0)], legs)
    flows = sum_flows(run.best, run.paths, toy)
    assert flows.crossings.height == 0
    assert flows.groups["delay_usd"].to_list() == [0]
    assert flows.paths["family"].to_list() == [""]


def test_a_run_without_an_answer_has_no_flows(toy: Facts) -> None:
    run = run_of(toy, [], [])
    flows = sum_flows(run.best, run.paths, toy)
    assert (flows.groups.height, flows.crossings.height, flows.paths.height) == (0, 0, 0)


def test_a_container_stands_with_its_share_of_the_wagon_below_it(facts: Facts, toy: Facts) -> None:
    box, wagon = facts.vehicles["cont-20"], facts.vehicles["wag-fitting-13-9744"]
    assert box.usd_per_day_hire
    assert wagon.usd_per_day_hire
    expected = (box.usd_per_day_hire + 0.25 * wagon.usd_per_day_hire) / 24
    assert hire_usd_per_h(facts, "cont-20") == pytest.approx(expected)
    assert hire_usd_per_h(toy, "hopper-uz") == 1.0
    assert hire_usd_per_h(toy, "tipper") == 0.0


def test_sums_do_not_depend_on_the_order_of_rows() -> None:
    values = [0.1, 0.2, 0.3, 1e9, 0.7] * 50
    forth = pl.DataFrame({"k": ["a"] * 250, "t": values})
    assert sum_by(forth, ["k"], ["t"]).equals(sum_by(forth.reverse(), ["k"], ["t"]))
    assert sum_by(forth, ["k"], ["t"])["t"].item() == pytest.approx(50 * (1e9 + 1.3))


# -- on the shipped facts, beside the legs of the routes ------------------------------------

QUESTIONS = (
    (Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 1340), "2027-01-10T08:00:00+05:00"),
    (Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 60), "2027-02-10T08:00:00+05:00"),
    (Shipment("kz-astana", "tj-dushanbe", "c-1001-kz-tj", 300), ""),
    (Shipment("kz-almaty", "tj-dushanbe", "c-0201-kz-tj", 40), "2027-02-11T08:00:00+05:00"),
    (Shipment("tj-khujand", "kz-almaty", "c-1001-kz-tj", 25), "2027-02-12T08:00:00+05:00"),
    (Shipment(Point(53.0, 63.5), "tj-khujand", "c-1001-kz-tj", 70), ""),
)


@pytest.fixture(scope="module")
def asked(network: Network) -> tuple[RunTables, list[Route]]:
    return answered_run(network, QUESTIONS)


def test_delay_cost_is_the_hire_and_the_time_money_that_the_routes_were_charged(
    asked: tuple[RunTables, list[Route]], facts: Facts
) -> None:
    """The hire of a crossing leg covers its moving hours too: the wait has its share of it."""
    run, routes = asked
    expected: dict[str, float] = defaultdict(float)
    waited: dict[str, float] = defaultdict(float)
    for route in routes:
        time_usd = sum(charge.usd for charge in route.time_charges)
        for leg in route.legs:
            if leg.kind is LegKind.CROSSING:
                hours = leg.wait_h + leg.moving_h
                hire = sum(charge.usd for charge in leg.charges if charge.kind == "hire")
                expected[leg.facility] += hire * leg.wait_h / hours
                expected[leg.facility] += time_usd * leg.wait_h / route.transit_h
                waited[leg.facility] += leg.wait_h * route.tonnes
    flows = sum_flows(run.best, run.paths, facts)
    found = sum_by(flows.crossings, ["crossing"], ["delay_usd", "tonne_wait_h"])
    assert dict(zip(found["crossing"], found["delay_usd"], strict=True)) == pytest.approx(
        expected, abs=0.01
    )
    assert dict(zip(found["crossing"], found["tonne_wait_h"], strict=True)) == pytest.approx(
        waited, abs=0.01
    )
    assert sum(expected.values()) > 100


def test_every_link_and_hop_carries_the_tonnes_of_the_routes_over_it(
    asked: tuple[RunTables, list[Route]], facts: Facts
) -> None:
    run, routes = asked
    expected: Counter[str] = Counter()
    for route in routes:
        for leg in route.legs:
            expected.update({f"link {link}": round(route.tonnes) for link in leg.links})
            if leg.kind is LegKind.CROSSING:
                expected[f"crossing {leg.facility}"] += round(route.tonnes)
    flows, segments = sum_flows(run.best, run.paths, facts), split_paths(run.paths, facts)
    over = flows.groups.join(segments.path_hauls, on="path").join(segments.haul_segments, on="haul")
    sums = sum_by(over, ["segment"], ["tonnes"])
    found = dict(zip(sums["segment"], sums["tonnes"], strict=True))
    assert {key: t for key, t in found.items() if not key.startswith("access ")} == expected
    (first_km,) = [key for key in found if "53" in key]
    assert found[first_km] == 70


def test_the_way_to_a_farm_off_the_network_is_a_straight_line(
    asked: tuple[RunTables, list[Route]], facts: Facts
) -> None:
    segments = split_paths(asked[0].paths, facts).haul_segments["segment"].unique().to_list()
    (key,) = [key for key in segments if "53" in key]
    drawn = segment(facts, key, ENGLISH, access_name="{start} to {end}")
    assert (53.0, 63.5) in drawn.line
    assert (len(drawn.line), drawn.mode, drawn.countries) == (2, "road", ())
    assert "to" in drawn.name.split()
