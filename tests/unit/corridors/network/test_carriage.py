"""Whole vehicles, and where a truck of which registration may load and unload."""

import pytest

from corridors.model.shipment import Constraints, Mode, Objective, Shipment
from corridors.network.carriage import (
    Carriage,
    Scope,
    carriages_of,
    payload_t,
    vehicle_id,
    vehicles_needed,
)
from corridors.network.network import Network
from corridors.network.pricing import PriceBook
from corridors.network.tariffs import Tariffs
from corridors.solvers.find import find_routes
from network_data import Facts
from network_data.records import Commodity, Vehicle
from tests.instances import changed, row, toy_wheat

HOPPER = row(Vehicle, "hopper-70", mode="rail", payload_t=70)
TILT = row(Vehicle, "trk-tilt", mode="road", payload_t=20, volume_m3=86, registrations=("KZ", "TJ"))
WHEAT = row(Commodity, "wheat", name="wheat")
WOOL = row(Commodity, "wool", name="wool", density_t_per_m3=0.2)
STEEL = row(Commodity, "steel", name="steel", density_t_per_m3=7.8)


@pytest.mark.parametrize(
    ("tonnes", "wagons"),
    [
        (1340, 20),  # 19 carry 1330 t
        (1330, 19),
        (0.5, 1),
        (1e-6, 1),
        (70, 1),
        (70.001, 2),
        (140, 2),
        (50_000, 715),  # 714 carry 49,980 t
    ],
)
def test_a_part_of_a_hopper_is_a_whole_hopper(tonnes: float, wagons: int) -> None:
    assert vehicles_needed(tonnes, HOPPER, WHEAT) == wagons


def test_the_noise_of_floats_is_not_another_wagon() -> None:
    small = HOPPER._replace(payload_t=0.7)
    assert 2.1 / 0.7 > 3
    assert vehicles_needed(2.1, small, WHEAT) == 3


def test_light_goods_fill_a_truck_before_they_weigh_it_down() -> None:
    assert payload_t(TILT, WOOL) == pytest.approx(17.2)  # 86 m3 x 0.2 t/m3
    assert payload_t(TILT, STEEL) == 20
    assert payload_t(TILT, WHEAT) == 20  # density unknown: mass binds
    assert payload_t(HOPPER, WOOL) == 70  # volume unknown: mass binds
    assert vehicles_needed(20, TILT, WOOL) == 2


def test_boxes_take_up_whole_platforms_and_trucks_themselves() -> None:
    box = row(Vehicle, "box", mode="rail", payload_t=20, rides_on="platform", rides_share=0.25)
    on_platforms = {n: carriages_of(box, n)[0].wagons for n in (1, 4, 5, 8, 400)}
    assert on_platforms == {1: 1, 4: 1, 5: 2, 8: 2, 400: 100}
    assert carriages_of(HOPPER, 20)[0].wagons == 20
    assert carriages_of(TILT, 7)[0].wagons == 7


def test_a_truck_is_named_with_its_registration_and_a_wagon_without() -> None:
    assert vehicle_id(TILT, "TJ") == "trk-tilt-tj"
    assert vehicle_id(HOPPER, "") == "hopper-70"


def carriage(registration: str, scope: Scope) -> Carriage:
    return next(
        c for c in carriages_of(TILT, 3) if (c.registration, c.scope) == (registration, scope)
    )


def test_a_truck_of_each_registration_goes_at_home_outbound_or_homebound() -> None:
    carriages = carriages_of(TILT, 3)
    assert len({(c.registration, c.scope) for c in carriages}) == len(carriages) == 6
    assert {c.id for c in carriages} == {"trk-tilt-kz", "trk-tilt-tj"}
    assert {c.count for c in carriages} == {3}
    assert {c.mode for c in carriages} == {Mode.ROAD}


@pytest.mark.parametrize(
    ("scope", "loads_in", "unloads_in", "crosses"),
    [
        (Scope.DOMESTIC, {"TJ"}, {"TJ", "KZ", "UZ"}, False),
        (Scope.OUTBOUND, {"TJ"}, {"TJ", "KZ", "UZ"}, True),
        (Scope.HOMEBOUND, {"KZ", "UZ"}, {"TJ"}, True),
    ],
)
def test_a_tajik_truck_loads_or_unloads_in_tajikistan(
    scope: Scope, loads_in: set[str], unloads_in: set[str], crosses: bool
) -> None:
    truck = carriage("TJ", scope)
    countries = ("TJ", "KZ", "UZ")
    assert {c for c in countries if truck.may_load(c)} == loads_in
    assert {c for c in countries if truck.may_unload(c)} == unloads_in
    assert truck.crosses is crosses


def test_a_wagon_loads_and_unloads_anywhere() -> None:
    domestic, international = carriages_of(HOPPER, 20)
    assert [domestic.scope, international.scope] == [Scope.DOMESTIC, Scope.INTERNATIONAL]
    assert (domestic.crosses, international.crosses) == (False, True)
    for wagon in (domestic, international):
        assert wagon.registration == ""
        assert all(wagon.may_load(c) and wagon.may_unload(c) for c in ("KZ", "UZ", "TJ"))


def test_no_kazakh_truck_carries_from_uzbekistan_to_tajikistan(toy: Facts) -> None:
    # between two foreign countries a truck needs a permit that only the future may bring
    tipper = toy.vehicles["tipper"]._replace(registrations=("KZ",))
    facts = changed(toy, vehicles=[tipper])
    only_road = Constraints(modes=frozenset({Mode.ROAD}))
    assert not find_routes(Network(facts), toy_wheat(), constraints=only_road).routes


# -- wagons that are never better -----------------------------------------------------------


def hopper(toy: Facts, id: str, payload: float, hire: float, co2: float = 20) -> Vehicle:
    return toy.vehicles["hopper"]._replace(
        id=id, payload_t=payload, usd_per_day_hire=hire, co2_g_per_tkm=co2
    )


def wagons_kept(toy: Facts, *others: Vehicle) -> set[str]:
    """Wagon types left in question for 100 t, beside hoppers of 60 t at 24 USD a day."""
    wheat = toy.commodities["wheat"]
    wheat = wheat._replace(vehicle_ids=(*wheat.vehicle_ids, *(v.id for v in others)))
    facts = changed(toy, vehicles=others, commodities=[wheat])
    book = PriceBook(Network(facts), toy_wheat())
    return {c.id for c in book.tariffs.carriages(frozenset({Mode.RAIL}), frozenset())}


def test_a_wagon_of_equal_count_and_dearer_hire_is_left_out(toy: Facts) -> None:
    assert wagons_kept(toy, hopper(toy, "hopper-dear", 60, 30)) == {"hopper"}


def test_a_larger_wagon_at_the_same_hire_takes_the_place_of_a_smaller_one(toy: Facts) -> None:
    # 100 t: 1 large wagon instead of 2 small ones
    assert wagons_kept(toy, hopper(toy, "hopper-large", 110, 24)) == {"hopper-large"}


def test_a_larger_wagon_at_a_dearer_hire_stays_in_question(toy: Facts) -> None:
    # 1 x 60 USD a day against 2 x 24: fewer border charges, more hire
    assert wagons_kept(toy, hopper(toy, "hopper-large", 110, 60)) == {"hopper", "hopper-large"}


def test_a_cleaner_wagon_at_a_dearer_hire_stays_in_question(toy: Facts) -> None:
    assert wagons_kept(toy, hopper(toy, "hopper-clean", 60, 30, 10)) == {"hopper", "hopper-clean"}


def test_of_two_equal_wagons_the_first_by_id_is_kept(toy: Facts) -> None:
    assert wagons_kept(toy, hopper(toy, "a-hopper", 60, 24)) == {"a-hopper"}


def test_a_wagon_with_a_tariff_of_its_own_stays_in_question(toy: Facts) -> None:
    cheap = toy.tariffs["t-tj-rail"]._replace(
        id="t-tj-dear", vehicle_ids=("hopper-dear",), fixed_usd=1.0
    )
    facts = changed(toy, tariffs=[cheap])
    assert wagons_kept(facts, hopper(toy, "hopper-dear", 60, 30)) == {"hopper", "hopper-dear"}


def test_a_wagon_that_nobody_has_admitted_goes_only_where_it_is_asked_for(toy: Facts) -> None:
    # a hopper of 100 t would carry all at half the border charge, but may be too heavy
    heavy = hopper(toy, "hopper-heavy", 100, 24)._replace(unverified_in=("TJ",))
    wheat = toy.commodities["wheat"]._replace(vehicle_ids=("hopper", "hopper-heavy"))
    network = Network(changed(toy, vehicles=[heavy], commodities=[wheat]))

    def best(constraints: Constraints) -> tuple[str, list[str]]:
        route = find_routes(network, toy_wheat(), limit=1, constraints=constraints).routes[0]
        return route.vehicles[0].vehicle, [note for leg in route.legs for note in leg.notes]

    assert best(Constraints()) == ("hopper", [])
    warning = "whether TJ admits hopper-heavy is not verified"
    for asked in (
        Constraints(vehicles=frozenset({"hopper-heavy"})),
        Constraints(include_unconfirmed=True),
    ):
        vehicle, notes = best(asked)
        assert vehicle == "hopper-heavy"
        assert warning in notes


@pytest.mark.parametrize("tonnes", [60.0, 1340.0, 4000.0])
@pytest.mark.parametrize("cargo", ["c-1001-kz-tj", "c-1101-kz-tj"])
def test_leaving_out_wagons_that_are_never_better_changes_no_best_route(
    facts: Facts, cargo: str, tonnes: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipment = Shipment("kz-kostanay", "tj-khujand", cargo, tonnes)
    rail = Constraints(modes=frozenset({Mode.RAIL}))

    def best(objective: Objective) -> tuple[float, float, float]:
        network = Network(facts)
        answer = find_routes(network, shipment, objective=objective, limit=1, constraints=rail)
        route = answer.require().routes[0]
        return {
            Objective.COST: (route.cost_usd, route.transit_h, 0.0),
            Objective.TIME: (route.transit_h, route.cost_usd, 0.0),
            Objective.GENERALISED: (route.generalised_cost_usd, 0.0, 0.0),
            Objective.CO2E: (route.co2e_t, 0.0, 0.0),
        }[objective]

    kept = {o: best(o) for o in Objective}
    count = len(PriceBook(Network(facts), shipment).tariffs.carriages(rail.modes, frozenset()))
    monkeypatch.setattr(Tariffs, "_replaces", lambda *_: False)
    everything = PriceBook(Network(facts), shipment).tariffs.carriages(rail.modes, frozenset())
    assert len(everything) > count
    for objective, values in kept.items():
        assert best(objective) == pytest.approx(values, abs=1e-3)


def test_only_the_vehicles_asked_for_are_in_question(toy: Facts) -> None:
    book = PriceBook(Network(toy), toy_wheat())
    modes = frozenset(Mode)
    assert {c.id for c in book.tariffs.carriages(modes, frozenset({"tipper-tj"}))} == {"tipper-tj"}
    assert {c.id for c in book.tariffs.carriages(modes, frozenset({"tipper"}))} == {
        "tipper-uz", "tipper-tj",
    }  # fmt: skip
    assert {c.id for c in book.tariffs.carriages(frozenset({Mode.RAIL}), frozenset())} == {"hopper"}
    assert not book.tariffs.carriages(frozenset({Mode.RAIL}), frozenset({"tipper"}))
