"""An own fleet on the toy of the Ferghana valley, every number with pencil and paper.

100 t of wheat by own Tajik trucks of 25 t at 1 USD/km, 4 of them, 242 km::

    loading     200 handling + 4 x 60 documents      440 USD   2 h
    Uzbek haul  4 trucks x 1 x 160                   640       4
    crossing    4 x 40 charge + 4 x 1 x 2 km         168       6 + 0.05
    Tajik haul  4 trucks x 1 x 80                    320       2
    unloading   200 handling                         200       2
                                                    ----      -----
                                                    1768      16.05

Their way back, empty, is 4 x 1 x 242 km = 968 USD more: 2736.

By own hoppers at 0.50 USD/km, 2 of them, 264 km, the railways' tariffs and no hire::

    loading     200 handling + 100 documents             300.0 USD
    Uzbek haul  100 t x (2 + 0.02 x 180) + 2 x 90 own    740.0
    crossing    200 charge + 4 + 6 + 2 x 2 own           214.0
    Tajik haul  100 t x (3 + 0.03 x 80) + 2 x 40 own     620.0
    unloading   200 handling                             200.0
                                                        ------
                                                        2074.0

Their empty run: 4 axles x 0.10 CHF / 0.87 CHF per USD = 0.45977 USD a wagon and km, times 2 x
264 km = 242.76 USD.

Hired, the cheapest route is all rail at 1928.40 USD (`test_toy_by_hand`).
"""

from datetime import date

import pytest

from corridors.errors import RequestError
from corridors.model.fleet import Fleet, OwnVehicle
from corridors.model.route import Route, Status
from corridors.model.shipment import Constraints, Mode, Shipment
from corridors.network.carriage import Carriage, Scope
from corridors.network.fleet import empty_run, fleet_faults, left_out, with_fleet
from corridors.network.hauls import Way
from corridors.network.network import Network
from corridors.network.pricing import PriceBook
from corridors.network.tariffs import Tariffs
from corridors.solvers.find import Solver, certified, find_frontier, find_routes
from network_data import Facts, load_facts
from network_data.records import Vehicle
from tests.instances import changed, ferghana_toy, row, toy_wheat

TRUCKS = OwnVehicle("own-tipper", "tipper", ("TJ",), payload_t=25, rate_usd_per_km=1)
HOPPERS = OwnVehicle("own-hopper", "hopper", rate_usd_per_km=0.5)
HIRED_USD = 1928.4


def back(own: OwnVehicle) -> OwnVehicle:
    """The same vehicles, whose way back empty is paid."""
    return OwnVehicle(
        own.id, own.vehicle, own.registrations, own.payload_t, own.rate_usd_per_km,
        empty_return=True,
    )  # fmt: skip


def best(*own: OwnVehicle, only: str = "", tonnes: float = 100.0) -> Route:
    network = Network(with_fleet(ferghana_toy(), Fleet(own)))
    rules = Constraints(vehicles=frozenset({only} if only else ()))
    answer = find_routes(network, toy_wheat(tonnes), limit=1, constraints=rules)
    checked = certified(network, answer)
    assert checked.certificate is not None
    assert checked.certificate.agrees, checked.certificate.differences
    return answer.require().routes[0]


def carriage(facts: Facts, cargo: str, vehicle: str, tonnes: float) -> tuple[Tariffs, Carriage]:
    shipment = Shipment("tj-dushanbe", "kz-almaty", cargo, tonnes)
    tariffs = Tariffs(Network(facts), shipment, frozenset({vehicle}))
    found = tariffs.carriages(frozenset(Mode), frozenset({vehicle}))
    return tariffs, next(c for c in found if c.scope is not Scope.DOMESTIC)


# -- what they cost -------------------------------------------------------------------------


def test_own_trucks_are_paid_by_their_own_rate_and_payload() -> None:
    route = best(TRUCKS)
    assert route.cost_usd == pytest.approx(1768)
    assert route.transit_h == pytest.approx(16.05)
    assert [(use.vehicle, use.count) for use in route.vehicles] == [("own-tipper-tj", 4)]
    assert route.cost_by_kind == pytest.approx(
        {"haulage": 968, "handling": 400, "documents": 240, "border": 160}
    )


def test_figures_of_ones_own_have_no_range() -> None:
    charges = [
        charge for leg in best(TRUCKS).legs for charge in leg.charges if charge.kind == "haulage"
    ]
    assert charges
    for charge in charges:
        assert charge.figures == ("fleet-own-tipper",)
        assert charge.sources == ("own-fleet",)
        assert (charge.low_usd, charge.high_usd) == (charge.usd, charge.usd)


def test_the_way_back_can_make_hired_wagons_the_better_choice() -> None:
    route = best(back(TRUCKS))
    assert route.cost_usd == pytest.approx(HIRED_USD)
    assert [use.vehicle for use in route.vehicles] == ["hopper"]


def test_the_way_back_of_own_trucks_costs_the_rate_again() -> None:
    route = best(back(TRUCKS), only="own-tipper")
    assert route.cost_usd == pytest.approx(2736)
    assert route.cost_by_kind["empty return"] == pytest.approx(968)


def test_own_wagons_pay_the_railways_and_their_rate_but_no_hire() -> None:
    route = best(HOPPERS, only="own-hopper")
    assert route.cost_usd == pytest.approx(2074)
    assert "hire" not in route.cost_by_kind
    assert route.cost_by_kind["own vehicles"] == pytest.approx(264)
    assert route.cost_by_kind["haulage"] == pytest.approx(560 + 10 + 540)


def test_own_wagons_run_back_empty_at_the_charge_of_the_railways() -> None:
    route = best(back(HOPPERS), only="own-hopper")
    assert route.cost_by_kind["empty return"] == pytest.approx(2 * 264 * 0.4 / 0.87)
    assert route.cost_usd == pytest.approx(2074 + 242.7586, abs=1e-3)
    charge = next(c for leg in route.legs for c in leg.charges if c.kind == "empty return")
    assert charge.confidence == "derived"
    assert charge.sources == ("cntd-902123714-7EE0KG", "railagent-3115")


def test_dear_own_wagons_do_not_push_out_cheaper_hired_ones() -> None:
    assert best(HOPPERS).cost_usd == pytest.approx(HIRED_USD)
    assert (
        best(back(OwnVehicle("own-hopper", "hopper", rate_usd_per_km=0.05))).vehicles[0].vehicle
        == "hopper"
    )


def test_own_wagons_without_cost_save_the_hire() -> None:
    # 1928.4 less 118.4 of hire (32 + 18 + 40.4 + 8 + 20)
    free = OwnVehicle("own-hopper", "hopper", rate_usd_per_km=0)
    assert best(free).cost_usd == pytest.approx(1810)


def test_hire_of_ones_own_takes_the_place_of_the_types() -> None:
    # 118.4 USD of hire at 24 USD a day are 59.2 at 12
    own = OwnVehicle("own-hopper", "hopper", hire_usd_per_day=12)
    assert best(own).cost_usd == pytest.approx(1810 + 59.2)


def test_a_payload_alone_leaves_price_and_hire_of_the_type() -> None:
    # one wagon of 100 t: half of hire, documents and border charge of two
    own = OwnVehicle("own-hopper", "hopper", payload_t=100)
    route = best(own)
    assert route.cost_usd == pytest.approx(HIRED_USD - 59.2 - 50 - 100)
    assert [(use.vehicle, use.count) for use in route.vehicles] == [("own-hopper", 1)]


def test_own_trucks_also_do_the_last_stretch_after_hired_wagons() -> None:
    """Rail to Kokand 232 + 452; there 300 + 4 x 60 + 24; road 160 + 168 + 320 + 200."""
    network = Network(with_fleet(ferghana_toy(), Fleet((TRUCKS,))))
    rules = Constraints(via=("term-kokand",), vehicles=frozenset({"hopper", "own-tipper"}))
    answer = find_frontier(network, toy_wheat(), constraints=rules)
    assert min(route.cost_usd for route in answer.routes) == pytest.approx(2096)


@pytest.mark.parametrize("solver", list(Solver))
def test_both_solvers_find_the_frontier_of_a_fleet_that_runs_back_empty(solver: Solver) -> None:
    # hired wagons; hired wagons and own trucks, 2096 + 4 x (40 + 2 + 80); own trucks
    network = Network(with_fleet(ferghana_toy(), Fleet((back(TRUCKS), back(HOPPERS)))))
    routes = find_frontier(network, toy_wheat(), solver=solver).routes
    assert [route.cost_usd for route in routes] == pytest.approx([HIRED_USD, 2584, 2736])
    assert [route.transit_h for route in routes] == pytest.approx([59.2, 45.05, 16.05])


def test_an_own_reefer_is_not_priced_as_a_hired_one() -> None:
    own = OwnVehicle("own-reefer", "trk-reefer", ("TJ",), rate_usd_per_km=0.8)
    facts = with_fleet(load_facts(), Fleet((own,)))
    tariffs, trucks = carriage(facts, "c-0806-tj-kz", "own-reefer", 40)
    mine = tariffs.linehaul_row("KZ", "", trucks)
    assert mine is not None
    assert (mine.id, mine.per_km_usd) == ("fleet-own-reefer", 0.8)
    tariffs, trucks = carriage(facts, "c-0806-tj-kz", "trk-reefer", 40)
    hired = tariffs.linehaul_row("KZ", "", trucks)
    assert hired is not None
    assert hired.id == "mdl-kz-road-reefer"


@pytest.mark.parametrize("own", [back(TRUCKS), back(HOPPERS)], ids=lambda own: str(own.id))
def test_what_the_search_adds_up_is_what_is_written_out(own: OwnVehicle) -> None:
    facts = with_fleet(ferghana_toy(), Fleet((own,)))
    book = PriceBook(Network(facts), toy_wheat())
    way = Way(120.5, 0.0 if own is HOPPERS else 3.1, 0.0, None)
    for vehicles in book.tariffs.carriages(frozenset(Mode), frozenset({own.id})):
        rate = book.haulage.rate(facts.places["uz-kokand"], vehicles)
        assert rate is not None
        step = book.haulage.step("UZ", vehicles, rate, way)
        amounts = book.haulage.amounts("UZ", vehicles, rate, way)
        assert amounts == pytest.approx((step.usd, step.hours), rel=1e-12)
        assert "empty return" in {item.kind for item in step.items}


def test_own_containers_are_paid_by_the_container_beside_the_tariff() -> None:
    own = OwnVehicle("own-box", "cont-40", rate_usd_per_km=0.1)
    facts = with_fleet(load_facts(), Fleet((own,)))
    tariffs, boxes = carriage(facts, "c-0813-tj-kz", "own-box", 72)  # 3 of 24 t
    assert boxes.count == 3
    assert tariffs.beside_usd_per_km("KZ", boxes) == pytest.approx(0.3)
    row = tariffs.linehaul_row("KZ", "", boxes)
    assert row is not None
    assert row.id == "mdl-kz-rail-c40"
    # the containers are one's own, the 80 ft platforms are not: 2 of them at 25 USD a day
    assert tariffs.hire_usd_per_h(boxes) == pytest.approx(50 / 24)


# -- how many there are ---------------------------------------------------------------------


def test_a_shipment_that_takes_more_trucks_than_there_are_leaves_them_out() -> None:
    three = OwnVehicle("own-tipper", "tipper", ("TJ",), 25, 1, count=3)
    facts = with_fleet(ferghana_toy(), Fleet((three,)))
    assert left_out(facts, toy_wheat(75)) == ()
    assert left_out(facts, toy_wheat(100)) == (
        ("own-tipper", "100 t take 4 of them, and there are 3"),
    )
    assert best(three, tonnes=75).vehicles[0].vehicle == "own-tipper-tj"
    assert best(three).vehicles[0].vehicle == "hopper"
    rules = Constraints(vehicles=frozenset({"own-tipper"}))
    answer = find_routes(Network(facts), toy_wheat(), constraints=rules)
    assert answer.status is Status.INFEASIBLE
    assert [(r.rule, r.where) for r in answer.reasons] == [
        ("vehicle", "own-tipper"),
        ("fleet", "own-tipper"),
    ]


def test_vehicles_that_do_not_carry_the_cargo_are_named() -> None:
    reefer = OwnVehicle("own-reefer", "trk-reefer", ("KZ",), rate_usd_per_km=1)
    facts = with_fleet(load_facts(), Fleet((reefer,)))
    wheat = Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 100)
    assert left_out(facts, wheat) == (("own-reefer", "such vehicles do not carry wheat"),)
    assert left_out(load_facts(), wheat) == ()


# -- as facts -------------------------------------------------------------------------------


def test_the_facts_beneath_stay_and_the_version_follows_the_fleet() -> None:
    facts = load_facts()
    before = facts.version
    one, again, other = (
        with_fleet(load_facts(), Fleet((own,)))
        for own in (
            OwnVehicle("own-1", "trk-grain", rate_usd_per_km=1),
            OwnVehicle("own-1", "trk-grain", rate_usd_per_km=1),
            OwnVehicle("own-1", "trk-grain", rate_usd_per_km=1.01),
        )
    )
    assert len({before, one.version, other.version}) == 3
    assert one.version == again.version
    assert "own-1" in one.vehicles
    assert "own-1" not in facts.vehicles
    assert load_facts().version == before
    assert with_fleet(facts, Fleet()) is facts


def test_two_fleets_may_lie_over_each_other() -> None:
    facts = with_fleet(with_fleet(ferghana_toy(), Fleet((TRUCKS,))), Fleet((HOPPERS,)))
    assert {"own-tipper", "own-hopper", "tipper", "hopper"} == set(facts.vehicles)


def test_the_empty_run_is_the_latest_rule_at_the_latest_rate() -> None:
    run = empty_run(load_facts())
    assert run is not None
    assert run.usd_per_km == pytest.approx(0.45977, abs=1e-5)
    assert "gen-ett-empty" in run.note
    assert "chf-2024q2" in run.note


def test_francs_of_the_day_convert_the_empty_run() -> None:
    run = empty_run(load_facts(), date(2011, 8, 1))
    assert run is not None
    assert run.usd_per_km == pytest.approx(4 * 0.10 / 0.90)
    assert "chf-2011q3" in run.note
    assert empty_run(load_facts(), date(2002, 1, 1)) is None


# -- what cannot be -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "column", "says"),
    [
        (OwnVehicle("a", "trk-grian"), "vehicle", "did you mean trk-grain"),
        (OwnVehicle("trk-flat", "trk-grain"), "id", "of the facts already; choose another"),
        (OwnVehicle("a", "trk-grain", ("RU",)), "registration", "give one of KZ, KG, UZ, TJ"),
        (OwnVehicle("a", "wag-reefer", ("KZ",)), "registration", "have no registration"),
        (
            OwnVehicle("a", "trk-grain", empty_return=True),
            "empty_return",
            "rate_usd_per_km, or 0 here",
        ),
        (OwnVehicle("a", "cont-40", empty_return=True), "empty_return", "run of a container"),
    ],
)
def test_what_does_not_go_with_the_facts_is_said(own: OwnVehicle, column: str, says: str) -> None:
    (fault,) = fleet_faults(load_facts(), [own])
    assert fault.column == column
    assert says in fault.message
    with pytest.raises(RequestError, match=f"own vehicle {own.id}: "):
        with_fleet(load_facts(), Fleet((own,)))


def test_an_id_with_its_registration_may_not_be_another_vehicle() -> None:
    pair = [OwnVehicle("a", "trk-grain", ("KZ",)), OwnVehicle("a-kz", "trk-grain", ("TJ",))]
    (fault,) = fleet_faults(load_facts(), pair)
    assert fault.position == 1
    assert fault.message == "'a-kz' is a vehicle of own vehicle 'a' already; choose another id"


def test_facts_without_the_rule_have_no_empty_run() -> None:
    facts = ferghana_toy()
    facts.tariff_rules = {}
    (fault,) = fleet_faults(facts, [back(HOPPERS)])
    assert fault.column == "empty_return"


def test_a_limited_number_may_also_stand_in_the_facts() -> None:
    few = row(Vehicle, "hopper", mode="rail", payload_t=60, usd_per_day_hire=24, number=1)
    facts = changed(ferghana_toy(), vehicles=[few])
    answer = find_routes(Network(facts), toy_wheat(), limit=1)
    assert [use.vehicle for use in answer.routes[0].vehicles] == ["tipper-tj"]
