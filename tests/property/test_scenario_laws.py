"""Laws that scenarios keep, whatever the facts."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.io.scenario_toml import find_scenario, scenario_names
from corridors.model.scenario import Scenario
from corridors.model.shipment import Objective, Shipment
from corridors.network.network import Network
from corridors.network.scenario_diff import facts_diff
from corridors.network.scenarios import with_scenario
from corridors.solvers.find import find_routes
from network_data import Facts, FactsError, load_facts
from network_data.records import Barrier
from tests.instances import Case, cases, changed, examples, row

CENT = 0.01
MINUTE = 1 / 60
WHEAT = Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 1340)
BY = pytest.mark.parametrize("objective", [Objective.COST, Objective.TIME])


@pytest.fixture(scope="module")
def shipped() -> Facts:
    return load_facts()


def best(facts: Facts, shipment: Shipment, objective: Objective) -> float:
    """Dollars or hours of the best route; infinite if there is none."""
    routes = find_routes(Network(facts), shipment, objective=objective, limit=1).routes
    if not routes:
        return math.inf
    return routes[0].cost_usd if objective is Objective.COST else routes[0].transit_h


def with_barriers(draw: Callable[..., Any], facts: Facts) -> Facts:
    """The facts with parts of waits, and an inspection, drawn at random."""
    parts = [
        row(
            Barrier, f"b-part-{number}", name="part", type="border_wait", use="base",
            place_or_country=(draw(st.sampled_from(["KZ", "UZ", "TJ"])),), place_kind="country",
            mode=draw(st.sampled_from(["rail", "road"])), groups=("all",), direction="both",
            side=draw(st.sampled_from(["in", "out"])), vehicle_reg="any",
            extra_h=draw(st.sampled_from([None, 2.0, 30.0])),
            extra_usd=draw(st.sampled_from([None, 10.0, 300.0])),
        )
        for number in range(3)
    ]  # fmt: skip
    met = row(
        Barrier, "b-met", name="met", type="inspection", use="now", add=True,
        place_or_country=("KZ",), place_kind="country", crossing_ids=tuple(facts.crossings),
        mode=draw(st.sampled_from(["rail", "road"])), groups=("all",), direction="both",
        vehicle_reg="any", extra_h=4.0, extra_usd=25.0,
    )  # fmt: skip
    return changed(facts, barriers=[*parts, met])


@st.composite
def barred(draw: st.DrawFn) -> Case:
    case = draw(cases(countries=3, per_country=2, cargo=3))
    return case._replace(facts=with_barriers(draw, case.facts))


BARRIERS = ("b-part-0", "b-part-1", "b-part-2", "b-met", "b-police")


@BY
@examples(25)
@given(case=barred())
def test_removing_a_barrier_never_costs_money_or_time(objective: Objective, case: Case) -> None:
    before = best(case.facts, case.shipment, objective)
    for name in BARRIERS:
        gone = with_scenario(case.facts, Scenario("gone").remove(name))
        after = best(gone, case.shipment, objective)
        assert after <= before + CENT or after == before, f"without {name}"


@BY
@examples(15)
@given(case=barred(), factor=st.sampled_from([0.0, 0.25, 1.0, 3.0]))
def test_a_barrier_that_is_worse_never_helps(
    objective: Objective, case: Case, factor: float
) -> None:
    """Half of it lies between none of it and the whole, three times beyond."""
    for name in ("b-part-0", "b-met"):
        scaled = with_scenario(case.facts, Scenario("s").scale(name, factor=factor))
        double = with_scenario(case.facts, Scenario("s").scale(name, factor=factor + 1))
        assert (
            best(scaled, case.shipment, objective) <= best(double, case.shipment, objective) + CENT
        )


@BY
@examples(12)
@given(case=cases(countries=3, per_country=2, cargo=3))
def test_closing_anything_never_gains(objective: Objective, case: Case) -> None:
    """Not even a slow road: the speeds of the others are those of the present."""
    before = best(case.facts, case.shipment, objective)
    facts = case.facts
    for name in [*facts.links, *facts.crossings, *facts.terminals]:
        after = best(with_scenario(facts, Scenario("shut").close(name)), case.shipment, objective)
        assert after >= before - CENT, f"without {name} {after} instead of {before}"


@BY
@pytest.mark.parametrize(
    "name",
    ["kz-uz-saryagash-keles", "uz-tj-bekabad-nov", "kz-uz-konysbayev-yallama",
     "rail-kz-darbaza--kz-saryagash", "term-est-tj-nov"],
)  # fmt: skip
def test_closing_a_shipped_facility_never_gains(
    shipped: Facts, name: str, objective: Objective
) -> None:
    shut = with_scenario(shipped, Scenario("shut").close(name))
    assert best(shut, WHEAT, objective) >= best(shipped, WHEAT, objective) - CENT


@BY
def test_removing_a_shipped_barrier_never_costs(shipped: Facts, objective: Objective) -> None:
    """Every part of a wait, for wheat by whatever mode is best."""
    before = best(shipped, WHEAT, objective)
    parts = [b.id for b in shipped.barriers.values() if b.use == "base"]
    assert len(parts) == 13
    gone = with_scenario(shipped, Scenario("gone").remove(*parts, "b-now-police-stops"))
    assert best(gone, WHEAT, objective) < before
    for name in ("b-base-rail-kz-exit", "b-base-rail-uz-entry", "b-base-rail-uz-exit"):
        less = with_scenario(shipped, Scenario("less").remove(name))
        after = best(less, WHEAT, objective)
        # The cheapest way is by rail, the fastest by road, where these parts are not met.
        assert after < before if objective is Objective.COST else after == before


def test_the_parts_of_every_shipped_wait_are_within_it(shipped: Facts) -> None:
    """A part that is more than the whole would lose hours when it is taken away."""
    for barrier in shipped.barriers.values():
        if barrier.use != "base":
            continue
        without = with_scenario(shipped, Scenario("without").remove(barrier.id))
        cells = [d for d in facts_diff(shipped, without) if d.table != "barriers"]
        assert cells, f"{barrier.id} is part of no wait"
        for cell in cells:
            hours = cell.column.startswith("wait")
            part = barrier.extra_h if hours else barrier.extra_usd
            assert cell.before - cell.after == pytest.approx(part), (barrier.id, cell)


# -- order, determinism, difference ---------------------------------------------------------

SEPARATE = (
    Scenario("one").close("uz-tj-bekabad-nov"),
    Scenario("two").add("b-peak-rail-saryagash-jam"),
    Scenario("three").remove("b-now-police-stops"),
    Scenario("four").change("kz-uz-konysbayev-yallama", plus={"wait_h": 3}, direction="KZ>UZ"),
    Scenario("five").change("kz-uz-konysbayev-yallama", scale={"charge_usd": 2}),
    Scenario("six").open("kz-uz-maktaaral-syrdarya", "rail-kz-darbaza--kz-maktaaral"),
    Scenario("seven").change("mdl-uz-rail-grain", scale={"price": 0.6}),
)
"""Scenarios of which no two touch the same cell, though two touch the same row."""


@examples(20)
@given(order=st.permutations(SEPARATE))
def test_the_order_does_not_matter_where_no_cell_is_shared(order: list[Scenario]) -> None:
    facts = load_facts()
    straight, shuffled = with_scenario(facts, *SEPARATE), with_scenario(facts, *order)
    assert facts_diff(straight, shuffled) == ()
    assert straight.version == shuffled.version
    at_once = with_scenario(
        with_scenario(facts, *order[:3]), *order[3:]
    )  # in two steps: the same rows
    assert facts_diff(straight, at_once) == ()


@pytest.mark.parametrize("name", scenario_names())
def test_a_scenario_does_not_differ_from_itself(shipped: Facts, name: str) -> None:
    once, again = (with_scenario(shipped, find_scenario(name)) for _ in range(2))
    assert facts_diff(once, again) == ()
    assert once.version == again.version
    assert facts_diff(shipped, once) != ()
    assert once.version != shipped.version


@examples(60)
@given(data=st.data())
def test_no_edit_of_any_kind_ends_in_anything_but_facts_or_faults(data: st.DataObject) -> None:
    """Whatever ids, figures and values are drawn, the answer is facts or a list of faults."""
    facts = load_facts()
    ids = st.sampled_from(
        ["uz-tj-bekabad-nov", "kz-kg-merke-kaindy", "term-est-tj-nov", "mdl-kz-rail-grain",
         "b-now-police-stops", "b-base-road-kz-out", "b-peak-kamchik", "road-uz-kamchik--uz-pap",
         "bm-uz-rail-out", "sp-kz-rail-train", "d-kt-1001-kostanay-khujand", "nothing", ""]
    )  # fmt: skip
    figure = st.sampled_from(
        ["wait_h", "charge_usd", "hours", "closed_months", "excludes", "price", "kmh_moving",
         "trade", "km", "nothing"]
    )  # fmt: skip
    number = st.floats(allow_nan=True, allow_infinity=True) | st.sampled_from([0.0, 1.0, -1.0])
    value = number | st.text(max_size=8) | st.booleans() | st.just(("1", "x"))
    made = Scenario("drawn")
    for _ in range(data.draw(st.integers(1, 4))):
        made = data.draw(
            st.sampled_from(
                [
                    made.close(data.draw(ids)),
                    made.open(data.draw(ids)),
                    made.remove(data.draw(ids)),
                    made.scale(data.draw(ids), factor=data.draw(number)),
                    made.add(data.draw(ids), at=(data.draw(ids),), hours=data.draw(number)),
                    made.change(data.draw(ids), set={data.draw(figure): data.draw(value)}),
                    made.change(data.draw(ids), scale={data.draw(figure): data.draw(number)}),
                    made.change(data.draw(ids), plus={data.draw(figure): data.draw(number)}),
                    made.build("links", data.draw(ids), like="road-uz-kamchik--uz-pap"),
                ]
            )
        )
    try:
        under = with_scenario(facts, made)
    except FactsError:
        return
    assert math.isfinite(best(under, WHEAT, Objective.COST)) or facts_diff(facts, under)
