"""Each kind of charge and hour on the toy of the Ferghana valley, worked out by hand.

100 t of wheat: 2 hoppers of 60 t (2 USD of hire an hour together), 5 trucks of 20 t.
"""

from typing import Any

import pytest

from corridors.model.shipment import Mode, Shipment
from corridors.network.carriage import Carriage, Scope
from corridors.network.hauls import Way
from corridors.network.items import Item, Step, written_charge
from corridors.network.network import Network
from corridors.network.passages import Passage
from corridors.network.pricing import PriceBook
from network_data import Facts
from network_data.records import Barrier, Vehicle
from tests.instances import changed, parameters, row, tariff, toy_wheat


def money(step: Step | None) -> dict[str, float]:
    assert step is not None
    sums: dict[str, float] = {}
    for item in step.items:
        if item.usd:
            sums[item.kind] = sums.get(item.kind, 0.0) + item.usd
    return sums


def hours(step: Step | None) -> dict[str, float]:
    assert step is not None
    return {span.kind: span.hours for span in step.spans if span.hours}


def book_of(facts: Facts, tonnes: float = 100.0) -> PriceBook:
    return PriceBook(Network(facts), toy_wheat(tonnes))


def carriage_of(book: PriceBook, vehicle: str, scope: Scope) -> Carriage:
    carriages = book.tariffs.carriages(frozenset(Mode), frozenset({vehicle}))
    return next(c for c in carriages if c.scope is scope)


def passage_of(book: PriceBook, crossing: str, start_country: str = "UZ") -> Passage:
    return next(
        p
        for found in book.network.passages.values()
        for p in found
        if p.id == crossing and p.start_country == start_country
    )


def haul(book: PriceBook, country: str, carriage: Carriage, way: Way) -> Step:
    place = next(p for p in book.facts.places.values() if p.country == country)
    rate = book.haulage.rate(place, carriage)
    assert rate is not None
    step = book.haulage.step(country, carriage, rate, way)
    # what the search adds up is what the route writes out
    amounts = book.haulage.amounts(country, carriage, rate, way)
    assert amounts == pytest.approx((step.usd, step.hours))
    return step


# -- hauls ----------------------------------------------------------------------------------


def test_a_rail_haul_costs_haulage_and_hire_and_takes_its_running_time(toy: Facts) -> None:
    book = book_of(toy)
    step = haul(book, "UZ", carriage_of(book, "hopper", Scope.INTERNATIONAL), Way(180, 0, 0, None))
    # 100 t x (2 + 0.02 x 180); 180 km at 20 km/h; 2 USD an hour
    assert money(step) == {"haulage": pytest.approx(560), "hire": pytest.approx(18)}
    assert hours(step) == {"running": pytest.approx(9)}
    assert step.co2e_kg == pytest.approx(360)  # 20 g x 100 t x 180 km


def test_a_road_haul_costs_by_the_truck_and_takes_rests(toy: Facts) -> None:
    book = book_of(toy)
    step = haul(book, "TJ", carriage_of(book, "tipper-tj", Scope.OUTBOUND), Way(400, 10, 0, None))
    # 5 trucks x 1.5 x 400 km; 10 h at the wheel: a break after 4.5 h, a night after 9 h
    assert money(step) == {"haulage": pytest.approx(3_000)}
    assert hours(step) == {"driving": pytest.approx(10), "rest": pytest.approx(11.75)}
    assert step.co2e_kg == pytest.approx(3_200)  # 80 g x 100 t x 400 km


def test_a_toll_is_paid_by_each_truck_on_the_tolled_part_of_the_way(toy: Facts) -> None:
    facts = changed(
        toy,
        tariffs=[tariff("t-toll", "TJ", "road", "toll_per_km", "truck", per_km_usd=0.25)],
        links=[toy.links["road-patar-khujand"]._replace(toll="t-toll")],
    )
    book = book_of(facts)
    (way,) = book.network.ways("tj-patar", Mode.ROAD)["tj-khujand"]
    assert way.toll_usd == pytest.approx(20)  # 80 km x 0.25
    step = haul(book, "TJ", carriage_of(book, "tipper-tj", Scope.OUTBOUND), way)
    assert money(step) == {"haulage": pytest.approx(600), "toll": pytest.approx(100)}
    untolled = Way(80, 2, 0, None)
    assert "toll" not in money(
        haul(book, "TJ", carriage_of(book, "tipper-tj", Scope.OUTBOUND), untolled)
    )


POLICE = row(
    Barrier, "b-police", name="stops", use="now", add=True, place_or_country=("UZ",),
    place_kind="country", mode="road", groups=("all",), direction="both", vehicle_reg="any",
    extra_h=10.0, extra_usd=40.0,
)  # fmt: skip


def test_police_stops_grow_with_the_kilometres_in_their_country(toy: Facts) -> None:
    book = book_of(changed(toy, barriers=[POLICE]))
    truck = carriage_of(book, "tipper-tj", Scope.OUTBOUND)
    step = haul(book, "UZ", truck, Way(160, 4, 0, None))
    # share 0.5 x 160 km / 2000 km = 0.04: 0.4 h and 1.6 USD for each of 5 trucks
    assert hours(step) == {"driving": pytest.approx(4), "barrier": pytest.approx(0.4)}
    assert money(step) == {"haulage": pytest.approx(2_400), "barrier": pytest.approx(8)}
    assert "barrier" not in hours(haul(book, "TJ", truck, Way(160, 4, 0, None)))
    hopper = carriage_of(book, "hopper", Scope.INTERNATIONAL)
    assert "barrier" not in hours(haul(book, "UZ", hopper, Way(160, 0, 0, None)))


@pytest.mark.parametrize(
    "cells",
    [
        {"use": "base"},  # a part of the wait, never added twice
        {"use": "peak"},
        {"use": "hist"},
        {"add": False},
        {"groups": ("fruit",)},
        {"extra_h": None, "extra_usd": None},
    ],
    ids=str,
)
def test_only_barriers_of_now_that_meet_the_cargo_are_added(
    toy: Facts, cells: dict[str, Any]
) -> None:
    book = book_of(changed(toy, barriers=[POLICE._replace(**cells)]))
    step = haul(book, "UZ", carriage_of(book, "tipper-tj", Scope.OUTBOUND), Way(160, 4, 0, None))
    assert hours(step) == {"driving": pytest.approx(4)}
    assert money(step) == {"haulage": pytest.approx(2_400)}


# -- ends -----------------------------------------------------------------------------------


def test_loading_wagons_costs_handling_documents_and_hire_while_they_stand(toy: Facts) -> None:
    book = book_of(toy)
    step = book.handling.loading("uz-andijan", carriage_of(book, "hopper", Scope.INTERNATIONAL))
    assert hours(step) == {"loading": 10, "marshalling": 6}
    # 100 t x 2, 2 wagons x 50, 16 h x 2 USD
    assert money(step) == {"handling": 200, "documents": 100, "hire": pytest.approx(32)}


def test_loading_trucks_needs_no_marshalling(toy: Facts) -> None:
    book = book_of(toy)
    step = book.handling.loading("uz-andijan", carriage_of(book, "tipper-uz", Scope.OUTBOUND))
    assert hours(step) == {"loading": 2}
    assert money(step) == {"handling": 200, "documents": 300}  # 5 trucks x 60


def test_unloading_needs_neither_documents_nor_marshalling(toy: Facts) -> None:
    book = book_of(toy)
    step = book.handling.unloading("tj-khujand", carriage_of(book, "hopper", Scope.INTERNATIONAL))
    assert hours(step) == {"unloading": 10}
    assert money(step) == {"handling": 200, "hire": pytest.approx(20)}


def test_a_station_with_a_terminal_has_its_price_and_its_dwell(toy: Facts) -> None:
    book = book_of(toy)
    step = book.handling.loading("uz-kokand", carriage_of(book, "hopper", Scope.DOMESTIC))
    assert hours(step) == {"loading": 12, "marshalling": 6}
    assert money(step) == {"handling": 300, "hire": pytest.approx(36)}
    truck = book.handling.loading("uz-kokand", carriage_of(book, "tipper-uz", Scope.DOMESTIC))
    assert (hours(truck), money(truck)) == ({"loading": 2}, {"handling": 200})


# -- borders --------------------------------------------------------------------------------


def test_a_train_waits_and_pays_at_the_border(toy: Facts) -> None:
    book = book_of(toy)
    wagons = carriage_of(book, "hopper", Scope.INTERNATIONAL)
    step = book.border.crossing(passage_of(book, "uz-tj-suvonobod"), wagons)
    assert step is not None
    # 2 x 100 USD; 2 km at 0.02 and 2 km at 0.03 USD/t-km; 20 h + 4 km at 20 km/h, hire 2 USD/h
    assert money(step) == {
        "border": 200, "haulage": pytest.approx(4 + 6), "hire": pytest.approx(40.4),
    }  # fmt: skip
    assert step.hours == pytest.approx(20.2)
    assert step.co2e_kg == pytest.approx(8)


def test_an_uzbek_truck_pays_to_enter_and_a_tajik_one_does_not(toy: Facts) -> None:
    book = book_of(toy)
    there = passage_of(book, "uz-tj-andarkhon")
    uzbek = book.border.crossing(there, carriage_of(book, "tipper-uz", Scope.OUTBOUND))
    tajik = book.border.crossing(there, carriage_of(book, "tipper-tj", Scope.HOMEBOUND))
    hop = pytest.approx(5 * 3 + 5 * 1.5)
    assert money(uzbek) == {"border": 200, "haulage": hop, "entry fee": 400}
    assert money(tajik) == {"border": 200, "haulage": hop}
    assert hours(tajik)["border"] == 6


@pytest.mark.parametrize(
    ("payload_from", "payload_to", "pays"),
    [(None, None, True), (None, 20, True), (20, None, False), (19.9, 20, True), (None, 19, False)],
)
def test_a_fee_by_payload_holds_above_its_lower_and_up_to_its_upper_bound(
    toy: Facts, payload_from: float | None, payload_to: float | None, pays: bool
) -> None:
    fee = toy.tariffs["t-tj-entry"]._replace(min_payload_t=payload_from, max_payload_t=payload_to)
    book = book_of(changed(toy, tariffs=[fee]))
    uzbek = carriage_of(book, "tipper-uz", Scope.OUTBOUND)  # 20 t of payload
    step = book.border.crossing(passage_of(book, "uz-tj-andarkhon"), uzbek)
    assert ("entry fee" in money(step)) is pays


def test_a_queue_slot_is_sold_by_either_country_of_the_border(toy: Facts) -> None:
    slot = tariff("t-tj-queue", "TJ", "road", "queue_per_crossing", "truck", fixed_usd=7)
    book = book_of(changed(toy, tariffs=[slot]))
    for start, scope in (("UZ", Scope.OUTBOUND), ("TJ", Scope.HOMEBOUND)):
        truck = carriage_of(book, "tipper-uz", scope)
        step = book.border.crossing(passage_of(book, "uz-tj-andarkhon", start), truck)
        assert money(step)["queue fee"] == 35


def test_a_domestic_carriage_crosses_no_border(toy: Facts) -> None:
    book = book_of(toy)
    for vehicle, crossing in (("hopper", "uz-tj-suvonobod"), ("tipper-uz", "uz-tj-andarkhon")):
        at_home = carriage_of(book, vehicle, Scope.DOMESTIC)
        assert book.border.crossing(passage_of(book, crossing), at_home) is None


@pytest.mark.parametrize(
    ("direction", "meets"),
    [("both", True), ("UZ>TJ", True), ("uz-tj", True), ("TJ>UZ", False), ("tj-uz", False)],
)
def test_a_barrier_at_a_crossing_bites_in_its_direction(
    toy: Facts, direction: str, meets: bool
) -> None:
    inspection = POLICE._replace(
        id="b-inspection", mode="rail", place_or_country=("uz-suvonobod",), place_kind="place",
        crossing_ids=("uz-tj-suvonobod",), direction=direction,
    )  # fmt: skip
    book = book_of(changed(toy, barriers=[inspection]))
    wagons = carriage_of(book, "hopper", Scope.INTERNATIONAL)
    step = book.border.crossing(passage_of(book, "uz-tj-suvonobod"), wagons)
    assert step is not None
    if meets:
        assert hours(step)["barrier"] == 10
        assert money(step)["barrier"] == 80  # 40 USD x 2 wagons
        assert money(step)["hire"] == pytest.approx(2 * 30.2)  # wagons stand 10 h longer
    else:
        assert "barrier" not in hours(step)
        assert "barrier" not in money(step)


# -- change of vehicle ----------------------------------------------------------------------


def test_from_wagon_to_truck_both_are_paid_while_the_cargo_is_moved(toy: Facts) -> None:
    book = book_of(toy)
    (transfer,) = book.network.transfers["uz-kokand", Mode.RAIL]
    step = book.handling.transshipment(
        transfer,
        carriage_of(book, "hopper", Scope.DOMESTIC),
        carriage_of(book, "tipper-uz", Scope.OUTBOUND),
    )
    assert hours(step) == {"transshipment": 12}
    # 100 t x 3; wagons stand 12 h x 2 USD; 5 export documents x 60
    assert money(step) == {"handling": 300, "hire": pytest.approx(24), "documents": 300}


def test_from_truck_to_wagon_the_train_is_made_up_too(toy: Facts) -> None:
    book = book_of(toy)
    (transfer,) = book.network.transfers["uz-kokand", Mode.ROAD]
    step = book.handling.transshipment(
        transfer,
        carriage_of(book, "tipper-uz", Scope.DOMESTIC),
        carriage_of(book, "hopper", Scope.INTERNATIONAL),
    )
    assert hours(step) == {"transshipment": 12, "marshalling": 6}
    assert money(step) == {"handling": 300, "hire": pytest.approx(36), "documents": 100}


def test_a_terminal_that_does_not_handle_the_cargo_is_no_place_to_change(toy: Facts) -> None:
    facts = changed(toy, terminals=[toy.terminals["term-kokand"]._replace(cargo=("oil",))])
    book = book_of(facts)
    (transfer,) = book.network.transfers["uz-kokand", Mode.RAIL]
    hopper = carriage_of(book, "hopper", Scope.DOMESTIC)
    tipper = carriage_of(book, "tipper-uz", Scope.OUTBOUND)
    assert book.handling.transshipment(transfer, hopper, tipper) is None


def box_facts(toy: Facts) -> Facts:
    """The toy with 20 ft boxes that go on by truck without being opened."""
    boxes = [
        row(Vehicle, "box", mode="rail", payload_t=20, container="box20", co2_g_per_tkm=20,
            usd_per_day_hire=2.4, rides_on="platform", rides_share=0.25),
        row(Vehicle, "platform", mode="rail", payload_t=80, co2_g_per_tkm=20,
            usd_per_day_hire=24),
        row(Vehicle, "box-truck", mode="road", payload_t=20, container="box20",
            co2_g_per_tkm=80, registrations=("UZ",)),
    ]  # fmt: skip
    wheat = toy.commodities["wheat"]
    cls = {"tariff_class": ("container",)}
    return changed(
        toy,
        vehicles=boxes,
        commodities=[
            wheat._replace(vehicle_ids=(*wheat.vehicle_ids, "box", "box-truck"))
        ],
        tariffs=[
            tariff("t-lift", "ALL", "terminal", "handling_per_unit", "box20", fixed_usd=30, **cls),
            tariff("t-uz-box", "UZ", "rail", "linehaul", "box20", fixed_usd=50, per_km_usd=0.5,
                   **cls),
        ],
        terminals=[toy.terminals["term-kokand"]._replace(cargo=("grain", "container"))],
    )  # fmt: skip


def test_a_box_changes_vehicle_at_the_price_of_a_lift(toy: Facts) -> None:
    book = book_of(box_facts(toy))
    (transfer,) = book.network.transfers["uz-kokand", Mode.RAIL]
    boxes = carriage_of(book, "box", Scope.DOMESTIC)
    trucks = carriage_of(book, "box-truck-uz", Scope.DOMESTIC)
    step = book.handling.transshipment(transfer, boxes, trucks)
    # 5 boxes x 30 USD; hire of 5 boxes and 2 platforms of 4 places: 12 + 48 USD a day, 12 h
    assert money(step) == {"handling": 150, "hire": pytest.approx(30)}


def test_a_box_that_is_emptied_into_a_tipper_is_handled_by_the_tonne(toy: Facts) -> None:
    book = book_of(box_facts(toy))
    (transfer,) = book.network.transfers["uz-kokand", Mode.RAIL]
    boxes = carriage_of(book, "box", Scope.DOMESTIC)
    tippers = carriage_of(book, "tipper-uz", Scope.DOMESTIC)
    assert money(book.handling.transshipment(transfer, boxes, tippers))["handling"] == 300


def test_loading_boxes_is_handling_and_lifting(toy: Facts) -> None:
    book = book_of(box_facts(toy))
    step = book.handling.loading("uz-andijan", carriage_of(book, "box", Scope.DOMESTIC))
    assert money(step)["handling"] == 200 + 150
    haul_step = haul(book, "UZ", carriage_of(book, "box", Scope.DOMESTIC), Way(120, 0, 0, None))
    assert money(haul_step)["haulage"] == pytest.approx(5 * (50 + 60))


def test_boxes_pay_at_the_border_by_the_wagon_they_ride_on(toy: Facts) -> None:
    book = book_of(
        changed(
            box_facts(toy),
            tariffs=[
                toy.tariffs["t-tj-rail"]._replace(
                    id="t-tj-box", unit="box20", fixed_usd=50, per_km_usd=0.5,
                    tariff_class=("container",),
                )
            ],
        )
    )  # fmt: skip
    boxes = carriage_of(book, "box", Scope.INTERNATIONAL)
    step = book.border.crossing(passage_of(book, "uz-tj-suvonobod"), boxes)
    # 5 boxes on 2 platforms: 2 x 100 USD; 4 km at 0.5 USD a box
    assert money(step)["border"] == 200
    assert money(step)["haulage"] == pytest.approx(5 * 4 * 0.5)
    assert money(book.handling.loading("uz-andijan", boxes))["documents"] == 100  # 50 USD a wagon


# -- drayage --------------------------------------------------------------------------------


def test_drayage_is_paid_by_the_truck_and_kilometre_without_a_fixed_part(toy: Facts) -> None:
    fixed = toy.tariffs["t-tj-road"]._replace(fixed_usd=500.0)
    book = book_of(changed(toy, tariffs=[fixed]))
    truck = book.handling.drayage_truck("TJ")
    assert truck is not None
    assert (truck.id, truck.scope) == ("tipper-tj", Scope.DOMESTIC)
    step = book.handling.drayage("TJ", truck, 10, None)
    assert money(step) == {"drayage": pytest.approx(75)}  # 5 x 1.5 x 10
    assert hours(step) == {"drayage": pytest.approx(0.25)}


def test_no_foreign_truck_does_drayage(toy: Facts) -> None:
    book = book_of(toy)
    assert book.handling.drayage_truck("KZ") is None


# -- time money -----------------------------------------------------------------------------


def test_capital_is_the_interest_on_the_goods_under_way(toy: Facts) -> None:
    book = book_of(toy)
    # 100 t x 1000 USD x 8.76 % a year / 8760 h = 1 USD an hour
    assert book.time_usd_per_h == pytest.approx(1)
    (capital,) = book.time_items(59.2)
    assert capital.kind == "capital"
    assert capital.usd == pytest.approx(59.2)


def test_the_value_of_the_shipment_goes_before_that_of_the_facts(toy: Facts) -> None:
    dear = PriceBook(Network(toy), toy_wheat(value_usd_per_t=5_000))
    worthless = PriceBook(Network(toy), toy_wheat(value_usd_per_t=0))
    assert dear.time_usd_per_h == pytest.approx(5)
    assert worthless.time_usd_per_h == 0
    unknown = toy.commodities["wheat"]._replace(value_usd_per_t=None)
    assert book_of(changed(toy, commodities=[unknown])).time_usd_per_h == 0


def test_fresh_goods_spoil_in_proportion_to_the_days_they_keep(toy: Facts) -> None:
    fresh = toy.commodities["wheat"]._replace(perishable=True, max_transit_days=10)
    book = book_of(changed(toy, commodities=[fresh]))
    capital, spoilage = book.time_items(48)
    assert capital.usd == pytest.approx(48)
    # a tenth of 100,000 USD is lost in 10 days: 2,000 USD in 2 days
    assert spoilage.kind == "spoilage"
    assert spoilage.usd == pytest.approx(2_000)


# -- ranges ---------------------------------------------------------------------------------


def test_the_range_of_a_charge_is_that_of_its_figure_or_else_of_its_confidence(
    toy: Facts,
) -> None:
    words = toy.confidences
    assert (words["published"].low_factor, words["published"].high_factor) == (0.85, 1.15)
    assert (words["estimate"].low_factor, words["estimate"].high_factor) == (0.6, 1.4)
    plain = toy.tariffs["t-uz-rail"]  # published
    own = plain._replace(low_factor=0.66, high_factor=1.0)
    for figure, confidence, low, high in (
        (plain, "", 850, 1_150), (plain, "estimate", 600, 1_400), (own, "", 660, 1_000),
    ):  # fmt: skip
        item = Item("haulage", 1_000, figure, "{0:g} x {1}", (10, "wagons"), confidence)
        charge = written_charge(item, toy)
        assert (charge.low_usd, charge.high_usd) == pytest.approx((low, high))
        assert charge.basis == "10 x wagons"
        assert charge.figures == ("t-uz-rail",)
        assert charge.sources == ("toy",)
        assert charge.confidence == (confidence or "published")


# -- which row prices -----------------------------------------------------------------------


def test_the_row_that_names_the_vehicle_goes_before_that_of_the_region_and_the_country(
    toy: Facts,
) -> None:
    base = toy.tariffs["t-uz-rail"]
    rows = [
        base._replace(id="a-east", region="east"),
        base._replace(id="b-hopper", vehicle_ids=("hopper",)),
        base._replace(id="c-other-vehicle", vehicle_ids=("gondola",)),
        base._replace(id="0-later", use="scenario"),
        base._replace(id="0-coal", tariff_class=("coal",)),
        base._replace(id="0-kazakh", country="KZ"),
    ]

    def chosen(*added: int, region: str = "east") -> str:
        book = book_of(changed(toy, tariffs=[rows[i] for i in added]))
        wagons = carriage_of(book, "hopper", Scope.INTERNATIONAL)
        found = book.tariffs.linehaul_row("UZ", region, wagons)
        assert found is not None
        return found.id

    assert chosen(0, 1, 2, 3, 4, 5) == "b-hopper"
    assert chosen(0, 2, 3, 4, 5) == "a-east"
    assert chosen(0, 2, region="") == "t-uz-rail"
    assert chosen(2, 3, 4, 5) == "t-uz-rail"


def test_a_country_without_a_tariff_for_the_cargo_cannot_be_crossed(toy: Facts) -> None:
    coal = [toy.tariffs[id]._replace(tariff_class=("coal",)) for id in ("t-uz-rail", "t-uz-road")]
    book = book_of(changed(toy, tariffs=coal))
    place = toy.places["uz-andijan"]
    for vehicle in ("hopper", "tipper"):
        carriages = book.tariffs.carriages(frozenset(Mode), frozenset({vehicle}))
        assert all(book.haulage.rate(place, carriage) is None for carriage in carriages)


def test_a_long_enough_train_runs_at_the_speed_of_trains(toy: Facts) -> None:
    fast = toy.speeds["s-uz-rail"]._replace(id="s-uz-train", service="train", kmh_moving=40)
    facts = changed(toy, speeds=[fast], parameters=parameters(train_wagons=3))
    for tonnes, running in ((120, 9), (180, 4.5)):
        book = book_of(facts, tonnes)
        wagons = carriage_of(book, "hopper", Scope.INTERNATIONAL)
        step = haul(book, "UZ", wagons, Way(180, 0, 0, None))
        assert hours(step) == {"running": pytest.approx(running)}
    # Tajikistan gives no speed of trains: its wagons run as ever
    book = book_of(facts, 180)
    wagons = carriage_of(book, "hopper", Scope.INTERNATIONAL)
    assert hours(haul(book, "TJ", wagons, Way(80, 0, 0, None))) == {"running": pytest.approx(4)}


def test_direction_of_trade_is_told_by_the_ends(toy: Facts) -> None:
    book = PriceBook(Network(toy), Shipment("tj-khujand", "uz-andijan", "wheat", 1))
    assert book.direction == "tj-uz"
