"""What waits, days, gross mass and goods forbid, one rule at a time."""

from datetime import date
from typing import Any

import pytest

from corridors.model.route import Status
from corridors.model.shipment import Constraints, Mode, Objective, Shipment
from corridors.network.barriers import Barriers
from corridors.network.limits import (
    admits_wait,
    fresh_hours,
    hazmat_note,
    known_wait_h,
    most_hours,
    overweight,
    season_notes,
)
from corridors.network.network import Network
from corridors.network.passages import Passage
from corridors.solvers.find import certified, find_routes
from network_data import Facts, load_facts
from network_data.records import Barrier, BorderMean, Vehicle, WeightLimit
from tests.instances import changed, facts_with, row, toy_wheat

BY_ROAD = frozenset({Mode.ROAD})


# -- waits ----------------------------------------------------------------------------------


def road_passage(facts: Facts) -> tuple[Passage, Barriers]:
    """The toy's road crossing from Uzbekistan to Tajikistan, and what slows it."""
    (passage,) = Network(facts).passages["uz-andarkhon", Mode.ROAD]
    return passage, Barriers(facts, facts.commodities["wheat"], "uz-tj")


def by_means(facts: Facts, *hours: float | None) -> Facts:
    """The toy with means of the two sides instead of the road crossing's own wait."""
    means = [
        row(BorderMean, f"bm-{n}", country=land, mode="road", direction=way, wait_h=wait)
        for n, (wait, land, way) in enumerate(zip(hours, ("UZ", "TJ"), ("out", "in"), strict=True))
    ]
    unknown = tuple(mean.country for mean in means if mean.wait_h is None)
    own = facts.crossings["uz-tj-andarkhon"]._replace(
        wait_h_a_to_b=None, wait_proxy_a_to_b=("bm-0", "bm-1"), unknown_sides_a_to_b=unknown
    )
    return changed(facts, border_means=means, crossings=[own])


def delayed(facts: Facts, hours: float) -> Facts:
    barrier = row(
        Barrier, "b-scan", use="now", add=True, place_kind="crossing", mode="road",
        crossing_ids=("uz-tj-andarkhon",), direction="both", groups=("all",), vehicle_reg="any",
        extra_h=hours,
    )  # fmt: skip
    return changed(facts, barriers=[barrier])


def test_a_crossing_waits_as_long_as_it_says(toy: Facts) -> None:
    assert known_wait_h(*road_passage(toy)) == 6


def test_the_means_of_both_sides_add_up(toy: Facts) -> None:
    assert known_wait_h(*road_passage(by_means(toy, 4, 3))) == 7


def test_of_two_sides_the_one_that_is_known_counts(toy: Facts) -> None:
    assert known_wait_h(*road_passage(by_means(toy, None, 3))) == 3


def test_a_wait_that_nobody_knows_keeps_no_rule(toy: Facts) -> None:
    passage, barriers = road_passage(by_means(toy, None, None))
    assert known_wait_h(passage, barriers) is None
    assert not admits_wait(Constraints(max_border_wait_h=1e6), passage, barriers)
    assert admits_wait(Constraints(), passage, barriers)


def test_hours_of_a_barrier_at_the_crossing_are_waited_too(toy: Facts) -> None:
    passage, barriers = road_passage(delayed(toy, 2))
    assert known_wait_h(passage, barriers) == 8
    assert admits_wait(Constraints(max_border_wait_h=8), passage, barriers)
    assert not admits_wait(Constraints(max_border_wait_h=7.9), passage, barriers)


def test_a_route_says_where_the_wait_is_known_on_one_side_only(toy: Facts) -> None:
    facts = by_means(toy, None, 3)
    rules = Constraints(modes=BY_ROAD, max_border_wait_h=3)
    (route,) = find_routes(Network(facts), toy_wheat(), limit=1, constraints=rules).routes
    notes = [note for leg in route.legs for note in leg.notes]
    assert any("waits at most 3 h as far as is known: the UZ side" in note for note in notes)
    (free,) = find_routes(
        Network(facts), toy_wheat(), limit=1, constraints=Constraints(modes=BY_ROAD)
    ).routes
    assert not any("as far as is known" in note for leg in free.legs for note in leg.notes)


# -- days -----------------------------------------------------------------------------------


def test_what_perishes_has_as_many_hours_as_it_keeps_days(toy: Facts) -> None:
    wheat = toy.commodities["wheat"]
    lambs = wheat._replace(perishable=True, max_transit_days=3)
    assert fresh_hours(lambs) == 72
    assert fresh_hours(wheat._replace(max_transit_days=60)) is None
    assert fresh_hours(wheat._replace(perishable=True)) is None
    assert most_hours(lambs, Constraints()) is None
    assert most_hours(lambs, Constraints(keep_fresh=True)) == 72
    assert most_hours(lambs, Constraints(keep_fresh=True, max_hours=20)) == 20
    assert most_hours(lambs, Constraints(keep_fresh=True, max_hours=100)) == 72
    assert most_hours(wheat, Constraints(keep_fresh=True, max_hours=100)) == 100


# -- dangerous goods --------------------------------------------------------------------------


def test_every_route_of_dangerous_goods_says_that_nobody_checked_who_admits_them(
    toy: Facts,
) -> None:
    fuel = toy.commodities["wheat"]._replace(name="fuel", hazmat_class="3")
    routes = find_routes(Network(changed(toy, commodities=[fuel])), toy_wheat()).routes
    assert len(routes) > 1
    for route in routes:
        assert hazmat_note(fuel) in route.notes
    assert "dangerous goods of class 3" in hazmat_note(fuel)
    assert hazmat_note(toy.commodities["wheat"]) == ""


# -- gross mass -----------------------------------------------------------------------------


def limit(id: str, **cells: Any) -> WeightLimit:
    return row(WeightLimit, id, **{"country": "TJ", "use": "base", "vehicle": "trucks", **cells})


def tipper(**cells: Any) -> Vehicle:
    """The toy's truck of 20 t payload with a tare of 15 t on 5 axles: 35 t when full."""
    return row(
        Vehicle, "tipper", mode="road", name="tipper", payload_t=20, tare_t=15, axles=5,
        co2_g_per_tkm=80, registrations=("UZ", "TJ"), **cells,
    )  # fmt: skip


def weighed(*limits: WeightLimit) -> Facts:
    return facts_with(weight_limits=limits)


@pytest.mark.parametrize(
    ("limits", "most_t"),
    [
        pytest.param([limit("a", gross_t=35)], None, id="just allowed"),
        pytest.param([limit("a", gross_t=34.9)], 34.9, id="just too heavy"),
        pytest.param([limit("a", gross_t=30), limit("b", gross_t=25)], 25, id="the lowest counts"),
        pytest.param([limit("a", gross_t=30, axles_from=6)], None, id="for more axles"),
        pytest.param([limit("a", gross_t=30, axles_to=4)], None, id="for fewer axles"),
        pytest.param([limit("a", gross_t=30, axles_from=5, axles_to=5)], 30, id="for its axles"),
        pytest.param([limit("a", gross_t=30, use="season")], None, id="in heat only"),
        pytest.param([limit("a", gross_t=30, use="other")], None, id="another kind of vehicle"),
        pytest.param([limit("a", gross_t=30, country="UZ")], None, id="another country"),
        pytest.param([limit("a", max_axle_t=7)], None, id="7 t on an axle is the mean"),
        pytest.param([limit("a", max_axle_t=6.9)], 34.5, id="over the mean of an axle"),
        pytest.param([limit("a", min_gross_t=30)], 30, id="none over 30 t may drive"),
        pytest.param([limit("a", min_gross_t=35)], None, id="those over 35 t may not"),
        pytest.param([limit("a", min_gross_t=40, max_axle_t=5)], None, id="for heavier trucks"),
        pytest.param([limit("a", min_gross_t=30, max_axle_t=5)], 30, id="30 t are not under it"),
        pytest.param([], None, id="no limit"),
    ],
)
def test_a_truck_of_35_t_under_a_limit(limits: list[WeightLimit], most_t: float | None) -> None:
    over = overweight(weighed(*limits), "TJ", tipper(), 20)
    assert (over.most_t if over else None) == (pytest.approx(most_t) if most_t else None)
    if over and most_t:
        assert over.gross_t == 35
        assert over.load_t == pytest.approx(most_t - 15)
        assert overweight(weighed(*limits), "TJ", tipper(), over.load_t) is None


def test_a_truck_of_unknown_tare_or_a_wagon_is_never_refused() -> None:
    facts = weighed(limit("a", gross_t=1))
    assert overweight(facts, "TJ", tipper()._replace(tare_t=None), 20) is None
    assert overweight(facts, "TJ", tipper()._replace(mode="rail"), 20) is None
    assert overweight(facts, "TJ", tipper(), 20) is not None


def test_of_unknown_axles_only_limits_for_any_number_hold() -> None:
    truck = tipper()._replace(axles=None)
    assert overweight(weighed(limit("a", gross_t=30, axles_from=5)), "TJ", truck, 20) is None
    assert overweight(weighed(limit("a", max_axle_t=1)), "TJ", truck, 20) is None
    assert overweight(weighed(limit("a", gross_t=30)), "TJ", truck, 20) is not None


def heavy_toy(toy: Facts, *limits: WeightLimit) -> Facts:
    facts = changed(toy, vehicles=[tipper()])
    facts.weight_limits = {row.id: row for row in limits}
    return facts


def road(facts: Facts, **rules: Any) -> list[float]:
    answer = find_routes(
        Network(facts), toy_wheat(), objective=Objective.TIME, limit=1,
        constraints=Constraints(modes=BY_ROAD, **rules),
    )  # fmt: skip
    proof = certified(Network(facts), answer).certificate
    assert proof is not None
    assert proof.agrees
    assert bool(answer.reasons) is (answer.status is Status.INFEASIBLE)
    return [round(route.cost_usd, 2) for route in answer.routes]


@pytest.mark.parametrize("country", ["UZ", "TJ"])
def test_a_truck_that_is_too_heavy_for_one_country_does_not_go_there(
    toy: Facts, country: str
) -> None:
    assert road(heavy_toy(toy, limit("wl", country=country, gross_t=35))) == [3922.5]
    over = heavy_toy(toy, limit("wl", country=country, gross_t=30))
    assert road(over) == []
    assert road(over, allow_overweight=True) == [3922.5]
    # Uzbek trucks to Kokand and rail from there: 3780.40 USD by hand.
    past_kokand = Constraints(via=("term-kokand",))
    routes = find_routes(Network(over), toy_wheat(), constraints=past_kokand, limit=1).routes
    found = [(route.crossings, round(route.cost_usd, 2)) for route in routes]
    assert found == ([(("uz-tj-suvonobod",), 3780.4)] if country == "TJ" else [])


def test_a_lighter_load_is_let_through(toy: Facts) -> None:
    """15 t in each of 7 trucks are 30 t gross; 100 t in 7 trucks are 14.3 t in each."""
    seven = tipper()._replace(payload_t=15.0)
    facts = heavy_toy(toy, limit("wl", gross_t=30))
    facts.vehicles = {**facts.vehicles, "tipper": seven}
    # As by hand for five trucks: all but the handling is by the truck.
    assert road(facts) == [round(400 + (3922.5 - 400) * 7 / 5, 2)]


def test_no_shipped_truck_is_too_heavy_for_any_country() -> None:
    facts = load_facts()
    trucks = [vehicle for vehicle in facts.vehicles.values() if vehicle.mode == "road"]
    assert trucks
    for truck in trucks:
        for country in ("KZ", "UZ", "KG", "TJ"):
            assert overweight(facts, country, truck, truck.payload_t) is None


def test_a_shipped_grain_truck_of_28_t_is_too_heavy_for_kazakhstan_alone() -> None:
    """15.5 t of tare and 28 t are 43.5 t on 6 axles: 40 t in Kazakhstan, 44 t elsewhere."""
    facts = load_facts()
    truck = facts.vehicles["trk-grain"]
    over = {land: overweight(facts, land, truck, 28) for land in ("KZ", "UZ", "KG", "TJ")}
    assert [land for land, found in over.items() if found] == ["KZ"]
    assert over["KZ"] is not None
    assert (over["KZ"].most_t, over["KZ"].load_t) == (40, 24.5)


# -- seasons --------------------------------------------------------------------------------


def in_heat(**cells: Any) -> WeightLimit:
    return limit(
        "wl-heat", use="season", season="1 May-31 Aug", from_month_day="05-01",
        to_month_day="08-31", vehicle="heavy vehicles", **cells,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 4, 30), False),
        (date(2026, 5, 1), True),
        (date(2026, 8, 31), True),
        (date(2026, 9, 1), False),
    ],
)
def test_a_limit_in_summer_heat_is_told_in_summer(day: date, told: bool) -> None:
    facts = weighed(in_heat(max_axle_t=6, axle_rule="6 t per axle"))
    notes = season_notes(facts, "TJ", tipper(), day)
    assert bool(notes) is told
    if told:
        assert notes == (
            "TJ, 1 May-31 Aug: 6 t per axle; tipper is 35 t gross, 7.0 t on an axle on average"
            " (wl-heat)",
        )


@pytest.mark.parametrize(
    ("day", "told"),
    [(date(2026, 12, 31), True), (date(2027, 2, 15), True), (date(2026, 7, 1), False)],
)
def test_a_season_may_lie_over_the_new_year(day: date, told: bool) -> None:
    thaw = in_heat(max_axle_t=6)._replace(from_month_day="12-15", to_month_day="02-15")
    assert bool(season_notes(weighed(thaw), "TJ", tipper(), day)) is told


def test_a_light_truck_is_not_told_of_a_ban_on_heavy_ones() -> None:
    day = date(2026, 7, 1)
    facts = weighed(in_heat(min_gross_t=18))
    assert season_notes(facts, "TJ", tipper(), day) == (
        "TJ, 1 May-31 Aug: heavy vehicles may not drive; tipper is 35 t gross (wl-heat)",
    )
    assert season_notes(facts, "TJ", tipper(), day, load_t=3) == ()
    assert season_notes(facts, "UZ", tipper(), day) == ()
    assert season_notes(facts, "TJ", tipper()._replace(mode="rail"), day) == ()


def test_wheat_that_crosses_tajikistan_in_july_meets_the_heat_of_the_shipped_facts() -> None:
    facts = load_facts()
    truck = facts.vehicles["trk-grain"]
    assert season_notes(facts, "TJ", truck, date(2026, 7, 10))
    assert season_notes(facts, "TJ", truck, date(2026, 12, 10)) == ()


def test_shipped_fuel_goes_with_a_note_and_wheat_without() -> None:
    network = Network(load_facts())
    for cargo, told in (("c-2710-kz-tj", True), ("c-1001-kz-tj", False)):
        shipment = Shipment("kz-aktau", "tj-khujand", cargo, 600)
        (route,) = find_routes(network, shipment, limit=1).require().routes
        assert any("dangerous goods of class" in note for note in route.notes) is told
