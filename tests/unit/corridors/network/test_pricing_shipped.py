"""Charges of the shipped tariff rows, worked out by hand.

Each test first says which figures its sum was made with: when a row of the facts changes,
it is the sum that has to be made again.
"""

import pytest

from corridors.model.shipment import Shipment
from corridors.network.carriage import Carriage, Scope, carriages_of, vehicles_needed
from corridors.network.hauls import Way
from corridors.network.items import Step
from corridors.network.network import Network
from corridors.network.passages import Passage
from corridors.network.pricing import PriceBook
from network_data import Facts
from network_data.records import Tariff

WHEAT = "c-1001-kz-tj"
FLOUR = "c-1101-kz-tj"
TOMATOES = "c-0702-tj-kz"
CATTLE = "c-0102-kz-tj"
HOPPER = "wag-hopper-19-4109"
"""A hopper of 70 t at 26.95 USD a day: 20 of them carry 1340 t."""


def book_of(network: Network, cargo: str = WHEAT, tonnes: float = 1340.0) -> PriceBook:
    return PriceBook(network, Shipment("kz-kostanay", "tj-khujand", cargo, tonnes))


def carriage_of(
    book: PriceBook, vehicle: str, registration: str = "", scope: Scope | None = None
) -> Carriage:
    """The vehicles of a shipment; across borders, unless a scope is given."""
    row = book.facts.vehicles[vehicle]
    count = vehicles_needed(book.shipment.tonnes, row, book.commodity)
    scope = scope or (Scope.OUTBOUND if registration else Scope.INTERNATIONAL)
    return next(
        c for c in carriages_of(row, count) if c.registration == registration and c.scope is scope
    )


def haul(book: PriceBook, place: str, carriage: Carriage, km: float) -> Step:
    """A haul of some km that begins at a place; by road at 50 km/h, without tolls."""
    origin = book.facts.places[place]
    rate = book.haulage.rate(origin, carriage)
    assert rate is not None
    driving_h = 0.0 if rate.speed_kmh else km / 50
    return book.haulage.step(origin.country, carriage, rate, Way(km, driving_h, 0.0, None))


def money(step: Step | None) -> dict[str, float]:
    assert step is not None
    sums: dict[str, float] = {}
    for item in step.items:
        if item.usd:
            sums[item.kind] = sums.get(item.kind, 0.0) + item.usd
    return sums


def line(row: Tariff) -> tuple[float | None, float | None, str]:
    return row.fixed_usd, row.per_km_usd, row.unit


def passage_of(network: Network, crossing: str, start_country: str) -> Passage:
    return next(
        p
        for found in network.passages.values()
        for p in found
        if p.id == crossing and p.start_country == start_country
    )


# -- haulage --------------------------------------------------------------------------------


def test_the_kazakh_railway_carries_grain_for_a_fixed_part_and_so_much_a_km(
    network: Network, facts: Facts
) -> None:
    assert line(facts.tariffs["mdl-kz-rail-grain"]) == (2, 0.0105, "tonne")
    book = book_of(network)
    step = haul(book, "kz-kostanay", carriage_of(book, HOPPER), 1000)
    # 1340 t x (2 + 0.0105 x 1000) = 1340 x 12.5
    assert money(step)["haulage"] == pytest.approx(16_750)


def test_the_uzbek_railway_carries_grain_for_a_fixed_part_and_so_much_a_km(
    network: Network, facts: Facts
) -> None:
    assert line(facts.tariffs["mdl-uz-rail-grain"]) == (5.5, 0.035, "tonne")
    book = book_of(network)
    step = haul(book, "uz-keles", carriage_of(book, HOPPER), 214)
    # 1340 t x (5.5 + 0.035 x 214) = 1340 x 12.99
    assert money(step)["haulage"] == pytest.approx(17_406.6)


@pytest.mark.parametrize("km", [1.0, 33.0, 109.0])
def test_the_tajik_north_takes_the_same_for_any_distance(
    network: Network, facts: Facts, km: float
) -> None:
    assert line(facts.tariffs["mdl-tj-rail-north"]) == (17, 0, "tonne")
    book = book_of(network)
    step = haul(book, "tj-nov", carriage_of(book, HOPPER), km)
    assert money(step)["haulage"] == pytest.approx(22_780)  # 17 x 1340


def test_the_tajik_south_has_a_tariff_of_its_own(network: Network, facts: Facts) -> None:
    assert line(facts.tariffs["mdl-tj-rail-south"]) == (3, 0.05, "tonne")
    book = book_of(network)
    step = haul(book, "tj-pakhtaobod", carriage_of(book, HOPPER), 80)
    assert money(step)["haulage"] == pytest.approx(9_380)  # 1340 x (3 + 0.05 x 80)


@pytest.mark.parametrize(
    ("place", "row", "per_km", "usd"),
    [
        # 56 tippers of 24 t carry 1340 t (55 carry 1320)
        ("kz-kostanay", "mdl-kz-road", 1.2, 56 * 1.2 * 300),
        ("uz-gishtkuprik", "mdl-uz-road", 1.23, 56 * 1.23 * 300),
        ("kg-osh", "mdl-kg-road", 2.2, 56 * 2.2 * 300),
        ("tj-khujand", "mdl-tj-road", 0.99, 56 * 0.99 * 300),
    ],
)
def test_a_truck_is_paid_by_the_km_in_each_country(
    network: Network, facts: Facts, place: str, row: str, per_km: float, usd: float
) -> None:
    assert line(facts.tariffs[row]) == (0, per_km, "truck")
    book = book_of(network)
    step = haul(book, place, carriage_of(book, "trk-grain", "KZ"), 300)
    assert money(step) == {"haulage": pytest.approx(usd)}  # trucks have no hire beside it


def test_cold_goods_are_paid_at_the_rate_of_reefers(network: Network, facts: Facts) -> None:
    assert line(facts.tariffs["mdl-kz-road-reefer"]) == (0, 1.5, "truck")
    book = book_of(network, TOMATOES, 40)
    step = haul(book, "kz-almaty", carriage_of(book, "trk-reefer", "KZ"), 1000)
    assert money(step) == {"haulage": pytest.approx(3_000)}  # 2 trucks x 1.5 x 1000


def test_live_cattle_are_perishable_but_ride_in_no_reefer(network: Network, facts: Facts) -> None:
    assert facts.commodities[CATTLE].perishable
    assert line(facts.tariffs["mdl-kz-road"]) == (0, 1.2, "truck")
    book = book_of(network, CATTLE, 36)
    step = haul(book, "kz-almaty", carriage_of(book, "trk-livestock", "KZ"), 1000)
    assert money(step) == {"haulage": pytest.approx(2_400)}  # 2 trucks x 1.2 x 1000


def test_a_container_is_priced_by_its_length(network: Network, facts: Facts) -> None:
    assert line(facts.tariffs["mdl-kz-rail-c40"]) == (80, 0.79, "container40")
    assert line(facts.tariffs["mdl-kz-rail-c20"]) == (60, 0.47, "container20")
    book = book_of(network, FLOUR, 48)
    step = haul(book, "kz-almaty-1", carriage_of(book, "cont-40"), 1000)
    assert money(step)["haulage"] == pytest.approx(2 * (80 + 790))
    wheat = book_of(network, WHEAT, 42)
    step = haul(wheat, "kz-almaty-1", carriage_of(wheat, "cont-20"), 1000)
    assert money(step)["haulage"] == pytest.approx(2 * (60 + 470))


def test_a_container_that_a_country_has_no_tariff_for_does_not_go_there(
    network: Network, facts: Facts
) -> None:
    boxes = [r for r in facts.tariffs.values() if r.country == "TJ" and r.unit == "container20"]
    assert boxes == []
    book = book_of(network, WHEAT, 42)
    assert book.haulage.rate(facts.places["tj-nov"], carriage_of(book, "cont-20")) is None


def test_a_haul_longer_than_its_tariff_was_fitted_to_is_an_estimate(
    network: Network, facts: Facts
) -> None:
    row = facts.tariffs["mdl-uz-rail-grain"]
    assert (row.fit_from_km, row.fit_to_km, row.confidence) == (100, 1000, "derived")
    book = book_of(network)
    within = haul(book, "uz-keles", carriage_of(book, HOPPER), 1000).items[0]
    beyond = haul(book, "uz-keles", carriage_of(book, HOPPER), 1001).items[0]
    assert (within.confidence, beyond.confidence) == ("", "estimate")


# -- hire and hours -------------------------------------------------------------------------


def test_wagons_are_hired_by_the_day(network: Network, facts: Facts) -> None:
    hopper = facts.vehicles[HOPPER]
    assert (hopper.payload_t, hopper.usd_per_day_hire) == (70, 26.95)
    speed = network.speed("KZ", carriage_of(book_of(network), HOPPER).mode, "wagonload")
    assert speed is not None
    assert speed.kmh_moving == 12.5
    book = book_of(network)
    step = haul(book, "kz-kostanay", carriage_of(book, HOPPER), 1000)
    # 1000 km at 12.5 km/h are 80 h; 20 wagons x 26.95 USD x 80/24 days
    assert step.hours == pytest.approx(80)
    assert money(step)["hire"] == pytest.approx(1_796.67, abs=0.005)


def test_a_shipment_that_fills_a_train_runs_as_a_train(network: Network) -> None:
    train = network.speed("KZ", carriage_of(book_of(network), HOPPER).mode, "train")
    assert train is not None
    assert (train.kmh_moving, book_of(network).tariffs.parameter("train-wagons").value) == (
        39.2,
        50,
    )
    for tonnes, hours in ((49 * 70, 1000 / 12.5), (50 * 70, 1000 / 39.2)):
        book = book_of(network, tonnes=tonnes)
        step = haul(book, "kz-kostanay", carriage_of(book, HOPPER), 1000)
        assert step.hours == pytest.approx(hours)


def test_two_long_containers_share_the_hire_of_a_platform(network: Network, facts: Facts) -> None:
    box, platform = facts.vehicles["cont-40"], facts.vehicles["wag-fitting-13-9744"]
    assert (box.usd_per_day_hire, box.rides_share, platform.usd_per_day_hire) == (6, 0.5, 25)
    book = book_of(network, FLOUR, 48)
    boxes = carriage_of(book, "cont-40")
    # 2 boxes x 6 USD + 1 platform x 25 USD a day
    assert sum(item.usd for item in book.tariffs.hire_items(boxes, 24)) == pytest.approx(37)
    assert not book.tariffs.fills_a_train(boxes)
    hundred = book_of(network, FLOUR, 2400)
    assert hundred.tariffs.fills_a_train(carriage_of(hundred, "cont-40"))  # on 50 platforms


def test_a_trucker_meets_the_police_in_proportion_to_his_kazakh_kilometres(
    network: Network, facts: Facts
) -> None:
    barrier = facts.barriers["b-now-police-stops"]
    book = book_of(network)
    assert (barrier.place_or_country, barrier.extra_h) == (("KZ",), 10)
    assert book.tariffs.parameter("police-share").value == 0.5
    assert book.tariffs.parameter("police-reference-km").value == 2000
    truck = carriage_of(book, "trk-grain", "KZ")
    kazakh = {s.kind: s.hours for s in haul(book, "kz-kostanay", truck, 800).spans}
    assert kazakh["barrier"] == pytest.approx(2)  # 10 h x 0.5 x 800/2000
    assert "barrier" not in {s.kind for s in haul(book, "uz-gishtkuprik", truck, 800).spans}


# -- ends -----------------------------------------------------------------------------------


def test_documents_are_paid_for_each_vehicle_that_crosses_a_border(
    network: Network, facts: Facts
) -> None:
    assert line(facts.tariffs["mdl-broker-rail"])[::2] == (100, "wagon")
    assert line(facts.tariffs["mdl-broker-road"])[::2] == (120, "truck")
    book = book_of(network)
    rail = book.handling.loading("kz-kostanay", carriage_of(book, HOPPER))
    assert money(rail)["documents"] == pytest.approx(2_000)  # 20 x 100
    road = book.handling.loading("kz-kostanay", carriage_of(book, "trk-grain", "KZ"))
    assert money(road)["documents"] == pytest.approx(6_720)  # 56 x 120
    for vehicle, registration in ((HOPPER, ""), ("trk-grain", "KZ")):
        at_home = carriage_of(book, vehicle, registration, Scope.DOMESTIC)
        assert "documents" not in money(book.handling.loading("kz-kostanay", at_home))
    assert "documents" not in money(
        book.handling.unloading("tj-ghafurov", carriage_of(book, HOPPER))
    )


def test_grain_is_handled_at_the_price_of_the_elevator_or_else_of_bulk(
    network: Network, facts: Facts
) -> None:
    elevator = facts.terminals["term-est-tj-khujand"]
    assert (elevator.rail_place, elevator.handling_usd_per_t) == ("tj-ghafurov", 5)
    assert line(facts.tariffs["mdl-handling-bulk"])[::2] == (4, "tonne")
    book = book_of(network)
    hopper = carriage_of(book, HOPPER)
    assert money(book.handling.unloading("tj-ghafurov", hopper))["handling"] == pytest.approx(6_700)
    assert money(book.handling.unloading("uz-keles", hopper))["handling"] == pytest.approx(5_360)
    truck = carriage_of(book, "trk-grain", "KZ")
    # a truck unloads at the mill, not at the elevator of the railway
    assert money(book.handling.unloading("tj-ghafurov", truck))["handling"] == pytest.approx(5_360)


def test_bags_are_dearer_to_handle_than_bulk(network: Network, facts: Facts) -> None:
    assert line(facts.tariffs["mdl-handling-bag"])[::2] == (6, "tonne")
    book = book_of(network, FLOUR, 60)
    truck = carriage_of(book, "trk-tilt-20", "KZ")
    assert money(book.handling.unloading("tj-khujand", truck)) == {"handling": pytest.approx(360)}


def test_a_container_is_stuffed_and_lifted(network: Network, facts: Facts) -> None:
    assert line(facts.tariffs["mdl-handling-c40"])[::2] == (86.18, "container40")
    book = book_of(network, FLOUR, 48)
    step = book.handling.loading("uz-keles", carriage_of(book, "cont-40", scope=Scope.DOMESTIC))
    # 48 t x 6 USD of bagged goods, 2 lifts x 86.18 USD
    assert money(step)["handling"] == pytest.approx(288 + 172.36)


# -- drayage --------------------------------------------------------------------------------


def test_trucks_fetch_grain_from_the_station_of_khujand(network: Network, facts: Facts) -> None:
    connector = facts.connectors["con-tj-ghafurov--tj-khujand"]
    assert connector.km == 13.3
    book = book_of(network)
    truck = book.handling.drayage_truck("TJ")
    assert truck is not None
    assert (truck.id, truck.count, truck.scope) == ("trk-grain-tj", 56, Scope.DOMESTIC)
    step = book.handling.drayage("TJ", truck, connector.km, connector)
    assert step is not None
    assert money(step) == {"drayage": pytest.approx(737.352)}  # 56 x 0.99 x 13.3
    assert step.hours == pytest.approx(0.3325)  # at 40 km/h
    assert {item.confidence for item in step.items} == {"estimate"}


# -- borders --------------------------------------------------------------------------------


def test_each_wagon_pays_at_saryagash_on_its_way_south(network: Network, facts: Facts) -> None:
    row = facts.crossings["kz-uz-saryagash-keles"]
    assert (row.cost_usd_a_to_b, row.wait_h_a_to_b, row.km) == (317, 13.5, 9.2)
    book = book_of(network)
    step = book.border.crossing(passage_of(network, row.id, "KZ"), carriage_of(book, HOPPER))
    assert step is not None
    assert money(step)["border"] == pytest.approx(6_340)  # 20 x 317
    # half of the hop at either railway's rate a km, no fixed part: 1340 x 4.6 x (0.0105 + 0.035)
    assert money(step)["haulage"] == pytest.approx(280.462)
    # 13.5 h queue, 4.6 km at 12.5 and at 13.1 km/h
    assert step.hours == pytest.approx(13.5 + 0.368 + 0.35115, abs=1e-4)
    # 20 wagons x 26.95 USD a day over these hours
    assert money(step)["hire"] == pytest.approx(20 * 26.95 * 14.21915 / 24, abs=0.01)


def test_northbound_wagons_at_saryagash_pay_nothing_that_anyone_has_published(
    network: Network, facts: Facts
) -> None:
    row = facts.crossings["kz-uz-saryagash-keles"]
    assert row.cost_usd_b_to_a is None
    book = book_of(network)
    step = book.border.crossing(passage_of(network, row.id, "UZ"), carriage_of(book, HOPPER))
    assert "border" not in money(step)


def test_where_a_crossing_was_not_measured_the_means_of_both_countries_add_up(
    network: Network, facts: Facts
) -> None:
    row = facts.crossings["uz-tj-jartepa-sarazm"]
    assert row.wait_h_a_to_b is None
    assert row.wait_proxy_a_to_b == ("bm-uz-road-out", "bm-tj-road-in")
    means = [facts.border_means[m] for m in row.wait_proxy_a_to_b]
    assert [(m.wait_h, m.cost_usd) for m in means] == [(4.9, 49), (4.7, 116)]
    book = book_of(network)
    truck = carriage_of(book, "trk-grain", "UZ")
    step = book.border.crossing(passage_of(network, row.id, "UZ"), truck)
    assert step is not None
    waits = sum(span.hours for span in step.spans if span.kind == "border")
    assert waits == pytest.approx(9.6)
    assert money(step)["border"] == pytest.approx(56 * (49 + 116))
    assert {i.confidence for i in step.items if i.kind == "border"} == {"derived"}


@pytest.mark.parametrize(
    ("cargo", "vehicle", "registration", "fee"),
    [
        (WHEAT, "trk-grain", "KZ", 300),
        (WHEAT, "trk-grain", "KG", 300),
        (FLOUR, "trk-tilt-20", "TJ", 150),  # 20 t of payload: up to 20
        (WHEAT, "trk-grain", "TJ", 200),  # 24 t
        (WHEAT, "trk-grain", "UZ", 0),  # at home
    ],
)
def test_uzbekistan_lets_foreign_trucks_in_at_a_fee_by_registration_and_payload(
    network: Network, cargo: str, vehicle: str, registration: str, fee: float
) -> None:
    book = book_of(network, cargo, 100)
    truck = carriage_of(book, vehicle, registration)
    into = book.border.crossing(passage_of(network, "kz-uz-konysbayev-yallama", "KZ"), truck)
    assert into is not None
    fees = sum(item.usd for item in into.items if item.kind == "entry fee")
    assert fees == pytest.approx(fee * truck.count)


def test_who_leaves_uzbekistan_pays_no_entry(network: Network) -> None:
    book = book_of(network)
    truck = carriage_of(book, "trk-grain", "KZ")
    out = book.border.crossing(passage_of(network, "uz-tj-oybek-fotehobod", "UZ"), truck)
    assert "entry fee" not in money(out)
    assert "queue fee" not in money(out)


def test_a_slot_in_the_kazakh_queue_is_paid_on_the_kazakh_border_either_way(
    network: Network, facts: Facts
) -> None:
    assert line(facts.tariffs["fee-kz-queue"])[::2] == (7.55, "truck")
    book = book_of(network, FLOUR, 100)  # wheat may not come into Kazakhstan by truck
    truck = carriage_of(book, "trk-tilt-20", "KZ")
    for start in ("KZ", "UZ"):
        step = book.border.crossing(passage_of(network, "kz-uz-konysbayev-yallama", start), truck)
        assert money(step)["queue fee"] == pytest.approx(5 * 7.55)


def test_wagons_pay_no_fees_of_trucks(network: Network) -> None:
    book = book_of(network)
    step = book.border.crossing(passage_of(network, "kz-uz-saryagash-keles", "KZ"),
                         carriage_of(book, HOPPER))  # fmt: skip
    assert set(money(step)) == {"border", "haulage", "hire"}


def test_oazis_is_the_tight_crossing_of_the_railway(network: Network, facts: Facts) -> None:
    book = book_of(network)
    tight = {
        p.id for found in network.passages.values() for p in found if book.border.is_tight(p)
    }  # fmt: skip
    assert "kz-uz-oazis-karakalpakiya" in tight
    assert "kz-uz-saryagash-keles" not in tight
