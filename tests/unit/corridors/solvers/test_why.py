"""Why a route loses: break-evens of the Ferghana toy worked out by hand.

Rail costs 1928.4 USD and takes 59.2 h, rail to Kokand and Tajik trucks 2930.5 USD and 45.05 h,
trucks all the way 3922.5 USD and 16.05 h (tests/peer/test_toy_by_hand.py). Who names the road
crossing asks for the mixed route: it loses by 2930.5 - 1928.4 = 1002.1 USD.
"""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corridors.cli.why_text import why_text
from corridors.errors import NoRouteError
from corridors.io.why_json import why_document
from corridors.model.comparison import BreakEven, WhyNot
from corridors.model.shipment import Constraints, Mode, Objective, Shipment
from corridors.network.network import Network
from corridors.solvers.find import find_frontier, find_routes
from corridors.solvers.parametric import Line, Sample, nearest_level
from corridors.solvers.why import break_even, compare_routes
from network_data import Facts, load_facts
from tests.instances import Case, cases, changed, crossing, examples, toy_wheat

ROAD = ("uz-tj-andarkhon",)
MIXED = ("term-kokand", "uz-tj-andarkhon")
GAP = 1002.1


@pytest.fixture(scope="module")
def why(toy_network: Network) -> WhyNot:
    return break_even(toy_network, toy_wheat(), via=ROAD)


def figure(why: WhyNot, id: str, column: str) -> BreakEven:
    (found,) = [row for row in why.figures if (row.figure, row.column) == (id, column)]
    return found


def test_a_route_named_by_its_crossing_is_set_against_the_best_of_all(why: WhyNot) -> None:
    assert why.gap == pytest.approx(GAP)
    assert why.comparison.a.transshipments == ("term-kokand",)
    assert why.comparison.b.crossings == ("uz-tj-suvonobod",)


@pytest.mark.parametrize(
    ("id", "column", "needed", "through"),
    [
        # 2 wagons at the rail crossing, 2 with export documents.
        ("uz-tj-suvonobod", "cost_usd_a_to_b", 100 + GAP / 2, MIXED),
        ("t-doc-rail", "fixed_usd", 50 + GAP / 2, MIXED),
        # 2 hoppers at a dollar an hour wait at the border or to be unloaded.
        ("uz-tj-suvonobod", "wait_h_a_to_b", 20 + GAP / 2, MIXED),
        ("unload-rail-h", "value", 10 + GAP / 2, MIXED),
        # 100 t: the fixed part once; 80 km and half a hop of 4 km.
        ("t-tj-rail", "fixed_usd", 3 + GAP / 100, MIXED),
        ("t-tj-rail", "per_km_usd", 0.03 + GAP / (100 * 82), MIXED),
        # Uzbek rail per km is paid for 120 km by the mixed route too, by trucks not at all: they
        # come forward, and 182 km x 100 t make up 3922.5 - 1928.4.
        ("t-uz-rail", "per_km_usd", 0.02 + 1994.1 / 18200, ROAD),
        # 5 Uzbek trucks: over 41 km they save 615 USD at most, over 161 km 2415 of 1994.1.
        ("t-uz-road", "per_km_usd", 3 - 1994.1 / (5 * 161), ROAD),
        # Hoppers are paid for 59.2 h by rail, for 34 h by the mixed route, not by road.
        ("hopper", "usd_per_day_hire", 24 + 1994.1 / (2 * 59.2 / 24), ROAD),
    ],
)
def test_the_value_at_which_the_named_route_draws_level_is_exact(
    why: WhyNot, id: str, column: str, needed: float, through: tuple[str, ...]
) -> None:
    found = figure(why, id, column)
    assert found.needed == pytest.approx(needed, rel=1e-9)
    assert found.change == pytest.approx(needed - found.present, rel=1e-9)
    assert found.through == through
    assert not found.within_range


@pytest.mark.parametrize(
    ("id", "column"),
    [
        ("t-doc-road", "fixed_usd"),  # 5 x 60 USD
        ("uz-tj-andarkhon", "cost_usd_a_to_b"),  # 5 x 40 USD
        ("term-kokand", "handling_usd_per_t"),  # 100 x 3 USD
        ("term-kokand", "handling_h"),  # 12 h x 2 USD
        ("t-tj-road", "per_km_usd"),  # 5 trucks x 81 km x 1.5 USD
    ],
)
def test_what_is_less_than_the_gap_cannot_make_the_route_win(
    why: WhyNot, id: str, column: str
) -> None:
    assert figure(why, id, column).needed is None
    assert figure(why, id, column).searched == 0


def test_figures_that_both_routes_pay_alike_are_left_out(why: WhyNot) -> None:
    shared = {"t-bulk", "load-rail-h", "rail-marshalling-h"}  # both load hoppers, both unload
    assert not shared & {row.figure for row in why.figures}


def test_a_change_within_the_range_of_its_figure_is_said_to_be_so(toy: Facts) -> None:
    # Rail at 590 USD a wagon costs 2908.4 USD: 22.1 less than the mixed route.
    row = toy.crossings["uz-tj-suvonobod"]._replace(cost_usd_a_to_b=590.0)
    network = Network(changed(toy, crossings=[row]))
    why = break_even(network, toy_wheat(), via=ROAD)
    assert why.gap == pytest.approx(22.1)
    charge = figure(why, "uz-tj-suvonobod", "cost_usd_a_to_b")
    assert charge.needed == pytest.approx(601.05)
    assert (charge.low, charge.high) == pytest.approx((590 * 0.85, 590 * 1.15))
    assert charge.within_range
    assert why.figures[0].within_range


def test_slightly_beyond_the_break_even_the_route_wins_and_slightly_before_it_loses(
    toy: Facts, why: WhyNot
) -> None:
    needed = figure(why, "uz-tj-suvonobod", "cost_usd_a_to_b").needed
    assert needed is not None
    for charge, winner in ((needed - 0.01, "uz-tj-suvonobod"), (needed + 0.01, "uz-tj-andarkhon")):
        row = toy.crossings["uz-tj-suvonobod"]._replace(cost_usd_a_to_b=charge)
        best = find_routes(Network(changed(toy, crossings=[row])), toy_wheat(), limit=1).routes[0]
        assert best.crossings == (winner,)


def test_by_time_a_wait_decides_and_money_does_not(toy_network: Network) -> None:
    why = break_even(toy_network, toy_wheat(), via=("uz-tj-suvonobod",), objective=Objective.TIME)
    assert why.gap == pytest.approx(59.2 - 16.05)
    assert why.unit == "h"
    wait = figure(why, "uz-tj-andarkhon", "wait_h_a_to_b")
    assert wait.needed == pytest.approx(6 + 43.15)
    assert figure(why, "uz-tj-suvonobod", "wait_h_a_to_b").needed is None  # 20 h of 43.15
    assert not [row for row in why.figures if "usd" in row.column]
    # The trucks' speed decides too, but their rests come in steps.
    assert {"s-uz-road", "s-tj-road"} <= set(why.left_out)


def test_the_capital_rate_decides_by_generalised_cost(toy_network: Network) -> None:
    # Rail costs 1928.4 + 59.2 USD, the mixed route 2930.5 + 45.05, the trucks 3922.5 + 16.05.
    # At r times the rate: rail and trucks level at r = 1994.1 / 43.15, where the mixed route
    # costs 2930.5 + 45.05 r, more than either.
    why = break_even(toy_network, toy_wheat(), via=ROAD, objective=Objective.GENERALISED)
    assert why.gap == pytest.approx(2930.5 + 45.05 - 1928.4 - 59.2)
    rate = figure(why, "capital-rate-per-year", "value")
    assert rate.needed == pytest.approx(0.0876 * 1994.1 / 43.15)
    assert rate.through == ROAD


def test_by_co2e_the_grams_of_the_wagon_decide(toy_network: Network) -> None:
    # Rail 264 km x 20 g; mixed 120 x 20 + 122 x 80; road 242 x 80. At g grams a wagon-tonne-km
    # rail and road are level at g = 242 x 80 / 264, where the mixed route emits less than either
    # (120 g + 9760): rail and mixed are level first, at 264 g = 120 g + 9760.
    why = break_even(toy_network, toy_wheat(), via=ROAD, objective=Objective.CO2E)
    assert why.gap == pytest.approx((120 * 20 + 122 * 80 - 264 * 20) * 100 / 1000)
    grams = figure(why, "hopper", "co2_g_per_tkm")
    assert grams.needed == pytest.approx(9760 / 144)


def test_a_rail_speed_is_followed_as_hours_per_km(toy: Facts) -> None:
    rail = Constraints(modes=frozenset({Mode.RAIL}))
    row = toy.crossings["uz-tj-suvonobod"]
    far = crossing("uz-tj-far", "rail", "uz-suvonobod", "tj-konibodom", km=24)
    network = Network(changed(toy, crossings=[row._replace(wait_h_a_to_b=2.0), far]))
    why = break_even(
        network, toy_wheat(), via=("uz-tj-far",), objective=Objective.TIME, constraints=rail
    )
    # Neither waits at far; its hop is 20 km longer, half of it on either side at 20 km/h: 1 h.
    # So far wins already: 24 km take 1.2 h, 4 km and the wait 2.2 h.
    assert why.wins
    other = break_even(
        network, toy_wheat(), via=("uz-tj-suvonobod",), objective=Objective.TIME, constraints=rail
    )
    assert other.gap == pytest.approx(1.0)
    # 10 km more in either country: at v in one and 20 in the other 10/v + 0.5 = 2.
    assert figure(other, "s-tj-rail", "kmh_moving").needed == pytest.approx(10 / 1.5)
    assert figure(other, "uz-tj-suvonobod", "wait_h_a_to_b").needed == pytest.approx(1.0)


def test_a_route_that_is_the_best_anyway_needs_nothing(toy_network: Network) -> None:
    why = break_even(toy_network, toy_wheat(), via=("uz-tj-suvonobod",))
    assert why.wins
    assert why.figures == ()


def test_a_route_that_does_not_exist_is_an_error_with_its_reason(toy_network: Network) -> None:
    with pytest.raises(NoRouteError, match="no route passes uz-tj-andarkhon"):
        break_even(
            toy_network,
            toy_wheat(),
            via=ROAD,
            constraints=Constraints(modes=frozenset({Mode.RAIL})),
        )


def test_a_figure_that_a_deadline_depends_on_is_not_looked_into(toy_network: Network) -> None:
    rules = Constraints(max_hours=60)
    why = break_even(toy_network, toy_wheat(), via=ROAD, constraints=rules)
    assert "unload-rail-h" in why.left_out
    charge = figure(why, "uz-tj-suvonobod", "cost_usd_a_to_b")
    assert charge.needed == pytest.approx(601.05)
    assert not [row for row in why.figures if row.column == "wait_h_a_to_b"]


def test_two_routes_leg_by_leg_add_up_to_their_difference(toy_network: Network) -> None:
    rail, mixed, _ = find_frontier(toy_network, toy_wheat()).routes
    comparison = compare_routes(mixed, rail)
    rows = {(row.kind.value, row.country): row for row in comparison.legs}
    assert [(kind, country) for kind, country in rows] == [
        ("loading", "UZ"), ("haul", "UZ"), ("transshipment", "UZ"), ("crossing", "UZ>TJ"),
        ("haul", "TJ"), ("unloading", "TJ"),
    ]  # fmt: skip
    assert rows["haul", "UZ"].usd == pytest.approx(452 + 600 - 578)
    assert rows["haul", "UZ"].hours == pytest.approx(6 + 1 - 9)
    assert rows["transshipment", "UZ"].a == ("term-kokand",)
    assert rows["transshipment", "UZ"].b == ()
    assert rows["crossing", "UZ>TJ"].usd == pytest.approx(222.5 - 250.4)
    assert comparison.usd == pytest.approx(GAP)
    assert comparison.hours == pytest.approx(45.05 - 59.2)
    assert sum(row.usd for row in comparison.kinds) == pytest.approx(GAP)
    kinds = {row.kind: row.usd for row in comparison.kinds}
    assert kinds["documents"] == pytest.approx(300 - 100)
    assert kinds["hire"] == pytest.approx(68 - 118.4)
    assert {row.kind: row.usd for row in comparison.time_kinds} == {
        "capital": pytest.approx(45.05 - 59.2)
    }


def test_the_text_says_what_would_do_and_what_would_not(toy: Facts, why: WhyNot) -> None:
    text = why_text(why, toy)
    assert "a: the best route via uz-tj-andarkhon" in text
    assert "It loses by 1,002.10 USD." in text
    line = next(line for line in text.splitlines() if line.startswith("uz-tj-suvonobod  cost_usd"))
    assert line.split()[3:7] == ["100", "601.05", "+501.05", "85-115"]
    assert "No value of these figures alone would do: " in text
    assert "t-doc-road fixed_usd" in text
    compared = why_text(why.comparison, toy, a="route 2", b="route 1")
    assert compared.startswith("a: route 2\nb: route 1\na instead of b: +$10.02/t")
    assert "total" in compared


def test_the_document_holds_what_the_text_says(why: WhyNot) -> None:
    document = why_document(why, facts_version="abc")
    assert document["gap"] == pytest.approx(GAP)
    charge = next(row for row in document["figures"] if row["column"] == "cost_usd_a_to_b")
    assert charge["figure"] == "uz-tj-suvonobod"
    assert charge["needed"] == pytest.approx(601.05)
    assert charge["sources"] == ["toy"]
    assert document["comparison"]["usd"] == pytest.approx(GAP)
    assert "figures" not in why_document(why.comparison)


# -- the search itself ----------------------------------------------------------------------

lines = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), min_size=1, max_size=6).map(
    lambda pairs: [Line(float(a), float(b)) for a, b in pairs]
)


@given(named=lines, others=lines, start=st.integers(0, 20), end=st.integers(0, 20))
@examples(300)
def test_the_nearest_level_is_the_one_that_all_crossings_of_lines_show(
    named: list[Line], others: list[Line], start: int, end: int
) -> None:
    assume(start != end)
    everything = [*named, *others]

    def ask(at: float, known: Line | None = None) -> Sample:
        return Sample(
            at,
            known or min(named, key=lambda line: line.at(at)),
            min(everything, key=lambda line: line.at(at)),
        )

    assume(ask(start).gap > 0)
    found = nearest_level(ask, ask(start), ask(end), 1e-9)
    low, high = sorted((start, end))
    crossings = {
        (b.at_zero - a.at_zero) / (a.slope - b.slope)
        for a in named
        for b in everything
        if a.slope != b.slope
    }
    level = [x for x in [*crossings, end] if low <= x <= high and ask(x).gap <= 1e-9]
    if not level:
        assert found is None
    else:
        assert found is not None
        assert found.value == pytest.approx(min(level, key=lambda x: abs(x - start)))


@given(case=cases(), data=st.data())
@examples(25)
def test_at_a_break_even_the_named_route_is_as_good_as_any_and_nowhere_before(
    case: Case, data: st.DataObject
) -> None:
    network = Network(case.facts)
    assume(case.shipment.origin != case.shipment.destination)
    answer = find_routes(network, case.shipment, limit=5)
    other = [
        id
        for route in answer.routes[1:]
        for id in route.crossings + route.transshipments
        if id not in answer.routes[0].crossings + answer.routes[0].transshipments
    ]
    assume(other)
    via = (data.draw(st.sampled_from(other)),)
    why = break_even(network, case.shipment, via=via)
    for row in why.figures:
        reached = row.searched if row.needed is None else row.needed
        inner = [row.present + share * (reached - row.present) for share in (0.3, 0.7, 0.99)]
        for value in inner:
            assert gap_at(case, row, value, via) > 0.001 or math.isclose(value, reached)
        if row.needed is not None:
            assert gap_at(case, row, row.needed, via) <= 0.005


def gap_at(case: Case, row: BreakEven, value: float, via: tuple[str, ...]) -> float:
    """By how much the named route loses where one cell of the facts is another."""
    facts = case.facts
    other = facts.table(row.table)[row.figure]._replace(**{row.column: value})
    network = Network(facts.overlaid(**{row.table: [other]}))
    best = find_routes(network, case.shipment, limit=1).routes[0]
    named = find_routes(network, case.shipment, limit=1, constraints=Constraints(via=via))
    return named.routes[0].cost_usd - best.cost_usd


def test_on_the_shipped_facts_the_price_at_nov_would_have_to_make_up_the_whole_gap() -> None:
    network = Network(load_facts())
    wheat = Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 1340)
    why = break_even(network, wheat, via=("uz-tj-plotina-spitamen",))
    price = figure(why, "term-est-tj-nov", "handling_usd_per_t")
    assert price.needed == pytest.approx(price.present + why.gap / 1340)
