"""What edits do to the facts, on the toy of the Ferghana valley and worked by hand."""

import pickle
from dataclasses import replace
from typing import Any

import pytest

from corridors.errors import RequestError
from corridors.model.scenario import Action, Change, Edit, How, Scenario, Selection
from corridors.model.shipment import Mode, Objective
from corridors.network.network import Network
from corridors.network.scenario_diff import facts_diff
from corridors.network.scenarios import applied, with_scenario
from corridors.solvers.find import find_routes
from network_data import Facts, FactsError
from network_data.records import Barrier, BorderMean
from tests.instances import changed, row, toy_wheat

RAIL, ROAD = "uz-tj-suvonobod", "uz-tj-andarkhon"
S = Scenario("test", title="A test", confidence="measured")


def barrier(id: str, use: str, **cells: Any) -> Barrier:
    given: dict[str, Any] = {
        "name": id, "type": "border_wait", "use": use, "place_or_country": ("UZ",),
        "place_kind": "country", "mode": "rail", "groups": ("all",), "direction": "both",
        "vehicle_reg": "any",
    }  # fmt: skip
    return row(Barrier, id, **{**given, **cells})


def toy_with(toy: Facts, *barriers: Barrier, **tables: Any) -> Facts:
    return changed(toy, barriers=barriers, **tables)


def faults(facts: Facts, *scenarios: Scenario) -> list[str]:
    with pytest.raises(FactsError) as error:
        with_scenario(facts, *scenarios)
    return [str(problem) for problem in error.value.problems]


def best(facts: Facts, objective: Objective = Objective.COST) -> tuple[float, float]:
    (route,) = find_routes(Network(facts), toy_wheat(), objective=objective, limit=1).routes
    return route.cost_usd, route.transit_h


# -- closing and opening --------------------------------------------------------------------


def test_a_closed_crossing_leaves_the_other_way(toy: Facts) -> None:
    shut = with_scenario(toy, S.close(RAIL))
    (route,) = find_routes(Network(shut), toy_wheat(), limit=1).routes
    assert route.crossings == (ROAD,)
    assert toy.crossings[RAIL].status == "open"


def test_what_is_closed_is_opened_again(toy: Facts) -> None:
    shut = with_scenario(toy, S.close(RAIL, "road-patar-khujand", "term-kokand"))
    again = with_scenario(shut, Scenario("again").open(RAIL, "road-patar-khujand", "term-kokand"))
    assert facts_diff(toy, again) == ()
    assert best(again) == best(toy)


def test_opening_a_pass_for_all_year_clears_its_months(toy: Facts) -> None:
    crossing = toy.crossings[ROAD]._replace(closed_months=("1",), status="closed")
    facts = toy_with(toy, crossings=[crossing])
    edit = Edit(Action.OPEN, (ROAD,), changes=(Change("all_year", How.SET, True),))
    assert with_scenario(facts, S.with_edit(edit)).crossings[ROAD].closed_months == ()
    assert with_scenario(facts, S.open(ROAD)).crossings[ROAD].closed_months == ("1",)


def test_months_of_a_closing_join_those_of_the_row(toy: Facts) -> None:
    facts = toy_with(toy, crossings=[toy.crossings[ROAD]._replace(closed_months=("11", "1"))])
    edit = Edit(Action.CLOSE, (ROAD,), months=("2", "10"))
    months = with_scenario(facts, S.with_edit(edit)).crossings[ROAD].closed_months
    assert months == ("1", "2", "10", "11")


def test_a_way_can_be_closed_alone(toy: Facts) -> None:
    """Into Tajikistan nothing passes by rail, out of it everything does."""
    shut = with_scenario(toy, S.with_edit(Edit(Action.CLOSE, (RAIL,), enters=("TJ",))))
    there, back = Network(shut).passages["uz-suvonobod", Mode.RAIL], shut.crossings[RAIL]
    assert not there[0].admits("1001", "")
    assert back.excludes_b_to_a == ()


def test_a_ban_of_some_goods_lets_the_others_pass(toy: Facts) -> None:
    edit = Edit(Action.CLOSE, (RAIL,), enters=("TJ",), groups=("grain",))
    (passage,) = Network(with_scenario(toy, S.with_edit(edit))).passages["uz-suvonobod", Mode.RAIL]
    assert not passage.admits("1001", "")
    assert passage.admits("2711", "")


def test_a_closing_of_some_days_is_a_dated_closure(toy: Facts) -> None:
    edit = Edit(Action.CLOSE, (RAIL,), from_day="2026-11-22", to_day="2026-11-24", note="a ban")
    (closure,) = with_scenario(toy, S.with_edit(edit)).closures.values()
    assert (closure.ids, closure.from_day, closure.to_day) == ((RAIL,), "2026-11-22", "2026-11-24")
    assert closure.name == "a ban"
    assert best(with_scenario(toy, S.with_edit(edit))) == best(toy)


# -- barriers -------------------------------------------------------------------------------

OUT = barrier("b-out", "base", side="out", extra_h=8.0, extra_usd=30.0)


def test_removing_a_part_of_a_wait_takes_its_hours_and_dollars_away(toy: Facts) -> None:
    """20 h and 100 USD at Suvonobod, of which Uzbek exit is 8 h and 30 USD."""
    facts = with_scenario(toy_with(toy, OUT), S.remove("b-out"))
    crossing = facts.crossings[RAIL]
    assert (crossing.wait_h_a_to_b, crossing.cost_usd_a_to_b) == (12.0, 70.0)
    assert (crossing.wait_h_b_to_a, crossing.cost_usd_b_to_a) == (20.0, 100.0)
    assert facts.crossings[ROAD] == toy.crossings[ROAD]


def test_entering_is_the_other_side_of_the_same_crossing(toy: Facts) -> None:
    part = OUT._replace(side="in")
    crossing = with_scenario(toy_with(toy, part), S.remove("b-out")).crossings[RAIL]
    assert (crossing.wait_h_a_to_b, crossing.wait_h_b_to_a) == (20.0, 12.0)


def test_a_wait_never_falls_below_nothing(toy: Facts) -> None:
    facts = toy_with(toy, OUT._replace(extra_h=25.0))
    assert with_scenario(facts, S.remove("b-out")).crossings[RAIL].wait_h_a_to_b == 0.0


def test_half_a_part_is_half_its_hours(toy: Facts) -> None:
    facts = with_scenario(toy_with(toy, OUT), S.scale("b-out", factor=0.5))
    assert facts.crossings[RAIL].wait_h_a_to_b == 16.0
    assert facts.barriers["b-out"].extra_h == 4.0


def test_a_side_that_is_not_in_the_wait_is_not_taken_from_it(toy: Facts) -> None:
    crossing = toy.crossings[RAIL]._replace(unknown_sides_a_to_b=("UZ",))
    facts = with_scenario(toy_with(toy, OUT, crossings=[crossing]), S.remove("b-out"))
    assert facts.crossings[RAIL] == crossing


def test_a_part_of_a_mean_is_taken_from_the_mean(toy: Facts) -> None:
    mean = row(BorderMean, "bm", country="UZ", mode="rail", direction="out", wait_h=10.0,
               cost_usd=40.0)  # fmt: skip
    crossing = toy.crossings[RAIL]._replace(
        wait_h_a_to_b=None, cost_usd_a_to_b=None, wait_proxy_a_to_b=("bm",)
    )
    facts = with_scenario(
        toy_with(toy, OUT, crossings=[crossing], border_means=[mean]), S.remove("b-out")
    )
    assert (facts.border_means["bm"].wait_h, facts.border_means["bm"].cost_usd) == (2.0, 10.0)
    assert facts.crossings[RAIL].wait_h_a_to_b is None


def test_a_part_at_one_crossing_alone_makes_its_wait_known(toy: Facts) -> None:
    mean = row(BorderMean, "bm", country="UZ", mode="rail", direction="out", wait_h=10.0)
    crossing = toy.crossings[RAIL]._replace(wait_h_a_to_b=None, wait_proxy_a_to_b=("bm",))
    part = OUT._replace(crossing_ids=(RAIL,))
    facts = with_scenario(
        toy_with(toy, part, crossings=[crossing], border_means=[mean]), S.remove("b-out")
    )
    assert facts.crossings[RAIL].wait_h_a_to_b == 2.0
    assert facts.border_means["bm"].wait_h == 10.0


def test_removing_twice_removes_once(toy: Facts) -> None:
    facts = toy_with(toy, OUT)
    twice = with_scenario(facts, S.remove("b-out"), Scenario("again").remove("b-out"))
    assert twice.crossings[RAIL].wait_h_a_to_b == 12.0


def test_a_queue_is_added_where_it_stands(toy: Facts) -> None:
    """A wait of 10 h more on the way by rail, with 2 hoppers at 24 USD a day: 20 USD."""
    queue = barrier("b-queue", "peak", crossing_ids=(RAIL,), extra_h=10.0)
    facts = toy_with(toy, queue, crossings=[toy.crossings[ROAD]._replace(status="closed")])
    before, after = best(facts), best(with_scenario(facts, S.add("b-queue")))
    assert after == pytest.approx((before[0] + 20.0, before[1] + 10.0))


def test_a_queue_may_be_longer_and_elsewhere(toy: Facts) -> None:
    queue = barrier("b-queue", "hist", extra_h=10.0)
    facts = with_scenario(toy_with(toy, queue), S.add("b-queue", at=(RAIL,), hours=30, usd=5))
    added = facts.barriers["b-queue"]
    assert (added.use, added.add, added.crossing_ids) == ("now", True, (RAIL,))
    assert (added.extra_h, added.extra_usd) == (30, 5)


def test_a_fee_of_some_registrations_is_not_paid_by_others(toy: Facts) -> None:
    """The tippers of the toy are Uzbek or Tajik; a fee on both is paid, one on Kazakh not."""
    fee = barrier("b-fee", "hist", mode="road", crossing_ids=(ROAD,), extra_usd=100.0,
                  vehicle_reg="foreign (no treaty)")  # fmt: skip
    facts = toy_with(toy, fee, crossings=[toy.crossings[RAIL]._replace(status="closed")])

    def paying(registrations: str) -> float:
        edit = Edit(Action.ADD, ("b-fee",),
                    changes=(Change("vehicle_reg", How.SET, registrations),))  # fmt: skip
        return best(with_scenario(facts, S.with_edit(edit)))[0] - best(facts)[0]

    assert paying("KZ") == 0.0
    assert paying("UZ;TJ") == pytest.approx(500.0)  # five tippers of 20 t
    assert any("name their registrations" in fault for fault in faults(facts, S.add("b-fee")))


# -- figures --------------------------------------------------------------------------------


def test_a_wait_changes_one_way_or_both(toy: Facts) -> None:
    one = with_scenario(toy, S.change(RAIL, scale={"wait_h": 1.5}, direction="UZ>TJ"))
    both = with_scenario(toy, S.change(RAIL, plus={"wait_h": 5}, set={"charge_usd": 0.0}))
    assert (one.crossings[RAIL].wait_h_a_to_b, one.crossings[RAIL].wait_h_b_to_a) == (30.0, 20.0)
    assert (both.crossings[RAIL].wait_h_a_to_b, both.crossings[RAIL].wait_h_b_to_a) == (25.0, 25.0)
    assert both.crossings[RAIL].cost_usd_a_to_b == 0.0


def test_a_worst_case_that_the_mean_has_passed_is_unknown_then(toy: Facts) -> None:
    facts = toy_with(toy, crossings=[toy.crossings[RAIL]._replace(wait_h_worst=24.0)])
    longer = with_scenario(facts, S.change(RAIL, plus={"wait_h": 10}))
    assert longer.crossings[RAIL].wait_h_worst is None
    shorter = with_scenario(facts, S.change(RAIL, plus={"wait_h": 2}))
    assert shorter.crossings[RAIL].wait_h_worst == 24.0


def test_hours_of_a_crossing_and_its_capacity_can_be_set(toy: Facts) -> None:
    facts = with_scenario(
        toy, S.change(RAIL, set={"hours": "08:00-20:00", "capacity_per_day": 96.0})
    )
    assert facts.crossings[RAIL].hours == "08:00-20:00"
    assert facts.crossings[RAIL].capacity_per_day == 96.0


def tariffs_of(scale: float, **conditions: str | tuple[str, ...]) -> Edit:
    where = tuple(
        (name, value if isinstance(value, tuple) else (value,))
        for name, value in conditions.items()
    )
    return Edit(Action.CHANGE, selection=Selection("tariffs", where),
                changes=(Change("price", How.SCALE, scale),))  # fmt: skip


def test_a_tariff_of_a_country_is_scaled(toy: Facts) -> None:
    edit = tariffs_of(0.6, country="UZ", mode="rail", basis="linehaul")
    facts = with_scenario(toy, S.with_edit(edit))
    assert facts.tariffs["t-uz-rail"].fixed_usd == pytest.approx(1.2)
    assert facts.tariffs["t-uz-rail"].per_km_usd == pytest.approx(0.012)
    assert facts.tariffs["t-tj-rail"] == toy.tariffs["t-tj-rail"]


def test_a_row_of_several_cargoes_is_parted(toy: Facts) -> None:
    wide = toy.tariffs["t-uz-rail"]._replace(tariff_class=("grain", "coal", "ore"))
    facts = toy_with(toy, tariffs=[wide])
    edit = tariffs_of(2.0, country="UZ", mode="rail", basis="linehaul", cargo=("coal", "ore"))
    parted = with_scenario(facts, S.with_edit(edit)).tariffs
    assert parted["t-uz-rail"].tariff_class == ("grain",)
    assert parted["t-uz-rail"].per_km_usd == 0.02
    assert parted["t-uz-rail-coal-ore"].tariff_class == ("coal", "ore")
    assert parted["t-uz-rail-coal-ore"].per_km_usd == 0.04
    assert best(with_scenario(facts, S.with_edit(edit))) == best(facts)  # wheat is grain


def test_a_vehicle_gets_a_price_of_its_own(toy: Facts) -> None:
    """The tipper alone pays half in Uzbekistan; a second truck type goes on as before."""
    dumper = toy.vehicles["tipper"]._replace(id="dumper")
    shut = toy.crossings[RAIL]._replace(status="closed")
    facts = toy_with(toy, vehicles=[dumper], crossings=[shut])
    edit = tariffs_of(0.5, country="UZ", mode="road", basis="linehaul", vehicle="tipper")
    parted = with_scenario(facts, S.with_edit(edit))
    assert parted.tariffs["t-uz-road-tipper"].per_km_usd == 1.5
    assert parted.tariffs["t-uz-road"].per_km_usd == 3.0
    assert parted.tariffs["t-uz-road"].vehicle_ids == ("dumper",)
    whole = with_scenario(facts, S.change("t-uz-road", scale={"per_km_usd": 0.5}))
    assert best(parted) == best(whole) < best(facts)


def test_slower_roads_leave_the_others_as_fast_as_they_are(toy: Facts) -> None:
    """A mean speed is of the present network: one slow road makes no other faster."""
    facts = with_scenario(toy, S.change("road-andijan-kokand", scale={"max_speed_kmh": 0.5}))
    before, after = Network(toy), Network(facts)
    other = "road-kokand-andarkhon"
    assert after.road_speed(facts.links[other]) == before.road_speed(toy.links[other])
    assert after.road_speed(facts.links["road-andijan-kokand"]) == pytest.approx(20.0)


def test_closing_a_slow_road_does_not_slow_the_others(toy: Facts) -> None:
    slow = toy.links["road-andijan-kokand"]._replace(max_speed_kmh=10.0)
    facts = toy_with(toy, links=[slow])
    shut = with_scenario(facts, S.close("road-andijan-kokand"))
    other = "road-kokand-andarkhon"
    assert Network(shut).road_speed(shut.links[other]) == Network(facts).road_speed(
        facts.links[other]
    )


def test_a_line_can_be_built(toy: Facts) -> None:
    """Andijan to Suvonobod direct, 150 km for 180 by Kokand: 30 km less at 0.02 USD x 100 t."""
    only_rail = toy_with(toy, crossings=[toy.crossings[ROAD]._replace(status="closed")])
    places = [
        place._replace(lat=40.0, lon=70.0 + number * 0.6)
        for number, place in enumerate(toy.places.values())
    ]
    facts = changed(only_rail, places=places)
    built = with_scenario(
        facts,
        S.build("links", "rail-direct", like="rail-andijan-kokand", a="uz-andijan",
                b="uz-suvonobod", km=150.0, road_class="main"),
    )  # fmt: skip
    assert best(built)[0] < best(facts)[0] - 59.0
    assert best(built)[1] == pytest.approx(best(facts)[1] - 1.5)  # 30 km at 20 km/h


# -- provenance, versions, composition ------------------------------------------------------


def test_a_changed_row_names_the_scenario_first_and_is_no_surer_than_it(toy: Facts) -> None:
    edit = Scenario("guess", title="A guess").change(RAIL, plus={"wait_h": 5})
    facts = with_scenario(toy, edit)
    assert facts.crossings[RAIL].source[0] == "scenario-guess"
    assert facts.crossings[RAIL].confidence == "estimate"
    assert facts.crossings[ROAD].confidence == "published"
    assert facts.sources["scenario-guess"].title == "A guess"
    (route,) = find_routes(Network(facts), toy_wheat(), limit=1).routes
    waits = [s for leg in route.legs for s in leg.spells if s.kind == "border"]
    assert all("scenario-guess" in spell.sources for spell in waits)
    assert facts.scenarios == ("guess",)


def test_an_edit_that_is_surer_does_not_make_the_rest_of_its_row_so(toy: Facts) -> None:
    facts = with_scenario(toy, S.change(RAIL, plus={"wait_h": 5}))
    assert facts.crossings[RAIL].confidence == "published"


def test_versions_follow_from_the_rows_and_not_from_the_order(toy: Facts) -> None:
    one = Scenario("one").change(RAIL, plus={"wait_h": 5})
    two = Scenario("two").close(ROAD).change(RAIL, plus={"charge_usd": 5})
    there, back = with_scenario(toy, one, two), with_scenario(toy, two, one)
    assert there.version == back.version != toy.version
    assert facts_diff(there, back) == ()
    assert there.crossings[RAIL].source == back.crossings[RAIL].source


def test_a_scenario_that_changes_nothing_leaves_the_version(toy: Facts) -> None:
    facts = with_scenario(toy, S.change(RAIL, set={"wait_h": 20.0}))
    assert facts.version == toy.version
    assert facts.crossings[RAIL] == toy.crossings[RAIL]


def test_order_matters_where_two_touch_one_cell(toy: Facts) -> None:
    double = Scenario("double").change(RAIL, scale={"wait_h": 2.0})
    more = Scenario("more").change(RAIL, plus={"wait_h": 5.0})
    assert with_scenario(toy, double, more).crossings[RAIL].wait_h_a_to_b == 45.0
    assert with_scenario(toy, more, double).crossings[RAIL].wait_h_a_to_b == 50.0


def test_two_scenarios_of_one_name_are_refused(toy: Facts) -> None:
    with pytest.raises(RequestError, match="two scenarios go by the name test"):
        with_scenario(toy, S.close(RAIL), S.close(ROAD))


# -- what cannot be -------------------------------------------------------------------------

CANNOT = [
    ("a misspelt crossing", S.close("uz-tj-suvonobat"), "did you mean uz-tj-suvonobod"),
    ("an edit of the wrong table", S.close("t-uz-rail"), "it is in tariffs.csv"),
    ("a misspelt figure", S.change(RAIL, set={"wait": 3.0}), "did you mean wait_h"),
    ("a figure of another table", S.change("t-uz-rail", set={"wait_h": 3.0}), "no figure 'wait_h'"),
    ("a text for a number", S.change(RAIL, set={"wait_h": "long"}), "'long' is not a number"),
    ("a wait below nothing", S.change(RAIL, plus={"wait_h": -21.0}), "would be -1"),
    ("a negative figure", S.change(RAIL, set={"wait_h": -1.0}), "below zero"),
    ("no number", S.change(RAIL, scale={"wait_h": float("nan")}), "would be nan"),
    ("hours of no form", S.change(RAIL, scale={"hours": 2.0}), "will not do; give a number"),
    ("no way through", S.change(RAIL, plus={"wait_h": 1.0}, direction="UZ>KZ"), "UZ>TJ or TJ>UZ"),
    ("a link without length", S.change("road-patar-khujand", set={"km": 0.0}), "would be 0"),
    ("nothing to change", S.change(RAIL), "changes nothing"),
    ("both figures set at once", S.change("t-uz-rail", set={"price": 1.0}), "set each"),
    ("a factor below zero", S.scale("b-out", factor=-1.0), "is no factor"),
    ("a barrier of the past", S.remove("b-past"), "not added by default"),
    ("a part added again", S.add("b-out"), "in the waits of the crossings already"),
    ("a barrier without figures", S.add("b-past", at=(RAIL,)), "neither hours nor dollars"),
    ("a barrier nowhere", S.add("b-past", hours=3), "name the crossings"),
    ("a truck barrier on a train", S.add("b-past", hours=3, at=(ROAD,)), "is a road crossing"),
    ("a direction unheard of", S.add("b-past", hours=3, at=(RAIL,), direction="up"),
     "no direction here"),
    ("a source unheard of", S.close(RAIL, source=("hearsay",)), "no source 'hearsay'"),
    ("a row built twice", S.build("links", "rail-andijan-kokand"), "in the facts already"),
    ("a table that is not built", S.build("sources", "mine"), "cannot be built"),
    ("a cell unheard of", S.build("links", "rail-x", like="rail-andijan-kokand", length=3.0),
     "no cell 'length'"),
    ("a row that lacks cells", S.build("links", "rail-x"), "a is missing"),
    ("a line to nowhere", S.build("links", "rail-x", like="rail-andijan-kokand", road_class="main",
                                       b="uz-kokan"),
     "no 'uz-kokan' in places.csv; did you mean uz-kokand"),
    ("a line across a border", S.build("links", "rail-x", like="rail-andijan-kokand",
                                       road_class="main", b="tj-khujand"),
     "end the link at the border"),
    ("a pass that closes a terminal", S.with_edit(Edit(Action.CLOSE, ("term-kokand",),
                                                       months=("1",))), "give it days"),
    ("a ban on a road", S.with_edit(Edit(Action.CLOSE, ("road-patar-khujand",),
                                         groups=("grain",))), "is no crossing"),
    ("goods unheard of", S.with_edit(Edit(Action.CLOSE, (RAIL,), groups=("grains",))),
     "did you mean grain"),
    ("an end before its start", S.with_edit(Edit(Action.CLOSE, (RAIL,), from_day="2026-02-01",
                                                 to_day="2026-01-01")), "comes before the first"),
    ("a choice by what is not there", S.with_edit(tariffs_of(2.0, land="UZ")), "not chosen by"),
    ("a choice that fits nothing", S.with_edit(tariffs_of(2.0, country="XX")),
     "country may be ALL, TJ, UZ"),
    ("one cell set twice", S.change(RAIL, set={"wait_h": 1.0}).change(RAIL, set={"wait_h": 2.0}),
     "set in line 1 already"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("scenario", "message"), [pytest.param(*case[1:], id=case[0]) for case in CANNOT]
)
def test_what_cannot_be_is_told(toy: Facts, scenario: Scenario, message: str) -> None:
    facts = toy_with(toy, OUT, barrier("b-past", "hist"))
    said = faults(facts, scenario)
    assert any(message in fault for fault in said), said
    assert all(fault.startswith("scenario test:") for fault in said)


def test_a_source_of_a_whole_scenario_is_told_once(toy: Facts) -> None:
    heard = replace(S.close(RAIL).close(ROAD), source=("hearsay",), confidence="sure")
    said = [fault.partition(";")[0] for fault in faults(toy, heard)]
    assert said == [
        "scenario test source: no source 'hearsay'",
        "scenario test confidence: 'sure' is no confidence",
    ]


def test_all_faults_are_told_together(toy: Facts) -> None:
    said = faults(toy, S.close("a").open("b"), Scenario("other").remove("c"))
    assert len(said) == 3


def test_a_barrier_without_figures_can_go_but_it_is_said_that_nothing_changes(toy: Facts) -> None:
    facts = toy_with(toy, barrier("b-words", "now", add=True))
    _, notes = applied(facts, [S.remove("b-words")])
    assert notes == ["b-words has neither hours nor dollars: nothing changes"]


def test_facts_under_a_scenario_can_be_sent_to_another_process(toy: Facts) -> None:
    slow = with_scenario(toy, S.change("road-andijan-kokand", scale={"max_speed_kmh": 0.5}))
    there = pickle.loads(pickle.dumps(slow))
    assert (there.version, there.scenarios) == (slow.version, ("test",))
    assert facts_diff(slow, there) == ()
    assert Network(there).road_speed_factors == Network(toy).road_speed_factors


def test_closing_one_of_many_leaves_what_is_not_open_as_it_is(toy: Facts) -> None:
    built = toy.crossings[ROAD]._replace(status="construction")
    facts = toy_with(toy, crossings=[built])
    every = Edit(Action.CLOSE, selection=Selection("crossings", (("country", ("UZ",)),)))
    shut = with_scenario(facts, S.with_edit(every))
    assert shut.crossings[RAIL].status == "closed"
    assert shut.crossings[ROAD] == built
