"""Dated tariff rules: which hold for a haul, how they stack, what a haul then costs.

Sums are worked out by hand; each test first says which figures it was made with.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from corridors.model.route import Charge, Route
from corridors.model.shipment import Constraints, Mode, Shipment
from corridors.network.carriage import Scope, carriages_of
from corridors.network.graph import ShipmentGraph
from corridors.network.items import written_charge
from corridors.network.network import Network
from corridors.network.pricing import PriceBook
from corridors.network.rules_in_force import (
    holds_for_cargo,
    holds_for_km,
    holds_for_traffic,
    periods,
    stacked,
    traffic_of,
)
from corridors.network.tariff_rules import TariffRules, chf_per_usd
from corridors.solvers.find import certified, find_routes
from network_data import Facts
from network_data.records import TariffRule
from tests.instances import changed, row, toy_wheat

WHEAT = "c-1001-kz-tj"
DAY = date(2018, 6, 1)
KUDUKLI = Constraints(
    modes=frozenset({Mode.RAIL}), avoid=frozenset({"KG", "uz-tj-amuzang-khoshady"})
)
"""By rail to Dushanbe, by Kudukli alone."""


def rule(id: str, **cells: Any) -> TariffRule:
    """A rule on Uzbek exports of 2018 that prices routes."""
    given = {
        "railway": "UTI", "country": "UZ", "freight_year": "2018", "traffic": "export",
        "applies": "route",
    }  # fmt: skip
    return row(TariffRule, id, **{**given, **cells})


def with_rules(facts: Facts, *rules: TariffRule) -> Facts:
    """Facts with these tariff rules alone."""
    own = changed(facts)
    own.tariff_rules = {r.id: r for r in rules}
    return own


def priced(facts: Facts, day: date | None = DAY, tonnes: float = 100.0) -> dict[str, Charge]:
    """Charges by figure of the rail haul Andijan - Suvonobod of the toy, 180 km in hoppers."""
    book = PriceBook(Network(facts), toy_wheat(tonnes), tariff_day=day)
    carriages = book.tariffs.carriages(frozenset({Mode.RAIL}), frozenset())
    carriage = next(c for c in carriages if c.scope is Scope.INTERNATIONAL)
    start = facts.places["uz-andijan"]
    (way,) = book.network.ways(start.id, Mode.RAIL)["uz-suvonobod"]
    rate = book.haulage.rate(start, carriage)
    assert rate is not None
    step = book.haulage.step("UZ", carriage, rate, way)
    amounts = book.haulage.amounts("UZ", carriage, rate, way)
    assert amounts == pytest.approx((step.usd, step.hours), rel=1e-14)
    kept = [item for item in step.items if item.kind in ("haulage", "tariff rule")]
    return {item.figure.id: written_charge(item, facts) for item in kept}


def usd(charges: dict[str, Charge]) -> dict[str, float]:
    return {figure: charge.usd for figure, charge in charges.items()}


def dushanbe(facts: Facts, day: date | None) -> Route:
    """The cheapest route of 1340 t of wheat from Kostanay by Keles and Kudukli."""
    shipment = Shipment("kz-kostanay", "tj-dushanbe", WHEAT, 1340)
    answer = find_routes(
        Network(facts), shipment, limit=1, constraints=replace(KUDUKLI, tariff_day=day)
    )
    return answer.routes[0]


def uzbek(route: Route) -> dict[str, float]:
    """Dollars of haulage and of tariff rules on the Uzbek haul, by figure."""
    leg = next(leg for leg in route.legs if leg.country == "UZ" and leg.km)
    assert (leg.start, leg.end, round(leg.km, 1)) == ("uz-keles", "uz-kudukli", 883.3)
    return {c.figures[0]: c.usd for c in leg.charges if c.kind in ("haulage", "tariff rule")}


# -- shipped rules: wheat to Dushanbe in 2018 --------------------------------------------------

STANDING = 1340 * (5.5 + 0.035 * 883.3)
"""Uzbek grain tariff, 5.5 USD/t and 0.035 a km, from Keles to Kudukli: 48,796.77 USD."""


def test_the_standing_tariff_of_these_sums(facts: Facts) -> None:
    tariff = facts.tariffs["mdl-uz-rail-grain"]
    assert (tariff.fixed_usd, tariff.per_km_usd, tariff.unit) == (5.5, 0.035, "tonne")
    assert pytest.approx(48_796.77) == STANDING
    assert uzbek(dushanbe(facts, None)) == {"mdl-uz-rail-grain": pytest.approx(STANDING)}


def test_the_discount_of_january_2018_lowers_the_raised_rate_to_dushanbe(facts: Facts) -> None:
    assert facts.tariff_rules["uti-tj-2018-928-kel"].coefficient == 0.60
    assert facts.tariff_rules["uti-tj-2018-176-kel"].coefficient == 1.76
    # 48,796.77 x 0.60 = 29,278.062, and x 1.76 = 51,529.389
    assert uzbek(dushanbe(facts, date(2018, 2, 10))) == {
        "mdl-uz-rail-grain": pytest.approx(48_796.77),
        "uti-tj-2018-928-kel": pytest.approx(-19_518.708),
        "uti-tj-2018-176-kel": pytest.approx(22_251.32712),
    }


@pytest.mark.parametrize("day", [date(2018, 3, 10), date(2018, 3, 20)])
def test_the_cancellation_of_march_2018_leaves_the_raising_coefficient(
    facts: Facts, day: date
) -> None:
    # 48,796.77 x 0.76
    assert uzbek(dushanbe(facts, day)) == {
        "mdl-uz-rail-grain": pytest.approx(48_796.77),
        "uti-tj-2018-176-kel": pytest.approx(37_085.5452),
    }


def test_the_discount_holds_to_the_eve_of_its_cancellation_and_not_before_its_telegram(
    facts: Facts,
) -> None:
    assert "uti-tj-2018-928-kel" in uzbek(dushanbe(facts, date(2018, 3, 9)))
    assert "uti-tj-2018-928-kel" in uzbek(dushanbe(facts, date(2018, 1, 15)))
    assert "uti-tj-2018-928-kel" not in uzbek(dushanbe(facts, date(2018, 1, 14)))


def test_oil_to_the_south_pays_the_printed_70_usd_a_tonne_of_2018(facts: Facts) -> None:
    shipment = Shipment("kz-shymkent", "tj-dushanbe", "c-2710-kz-tj", 1200)
    answer = find_routes(
        Network(facts), shipment, limit=1, constraints=replace(KUDUKLI, tariff_day=DAY)
    )
    charges = uzbek(answer.routes[0])
    assert list(charges)[1:] == ["uti-tj-2018-oil-south"]
    assert sum(charges.values()) == pytest.approx(70 * 1200)


def test_the_answer_of_the_day_is_certified_by_or_tools(facts: Facts) -> None:
    shipment = Shipment("kz-kostanay", "tj-dushanbe", WHEAT, 1340)
    for day in (date(2018, 2, 10), date(2018, 3, 20)):
        network = Network(facts)
        answer = find_routes(network, shipment, constraints=Constraints(tariff_day=day))
        certificate = certified(network, answer).certificate
        assert certificate is not None
        assert certificate.agrees


# -- the day -----------------------------------------------------------------------------------


def test_a_question_without_a_day_is_answered_by_the_standing_tariffs(facts: Facts) -> None:
    shipment = Shipment("kz-kostanay", "tj-dushanbe", WHEAT, 1340)
    assert find_routes(Network(facts), shipment) == replace(
        find_routes(Network(with_rules(facts)), shipment), facts_version=facts.version
    )


def test_the_day_of_the_departure_is_that_of_its_own_zone(facts: Facts) -> None:
    ready = datetime.fromisoformat("2018-02-10T02:00+05:00")  # 9 February in UTC
    shipment = Shipment("kz-kostanay", "tj-dushanbe", WHEAT, 1340, ready=ready)
    assert PriceBook(Network(facts), shipment).rules.day == date(2018, 2, 10)


def test_a_day_of_tariffs_goes_before_the_day_of_departure(facts: Facts) -> None:
    ready = datetime.fromisoformat("2026-12-28T08:00+05:00")
    shipment = Shipment("kz-kostanay", "tj-dushanbe", WHEAT, 1340, ready=ready)
    book = PriceBook(Network(facts), shipment, tariff_day=DAY)
    assert book.rules.day == DAY


def test_a_rule_without_a_last_day_ends_with_its_freight_year_unless_it_stands() -> None:
    found = periods(
        {
            r.id: r
            for r in (
                rule("old", valid_from="2018-03-20"),
                rule("article", valid_from="2018-03-20", standing=True),
                rule("newest", freight_year="2024"),
                rule("dated", valid_to="2018-06-30"),
                rule("timeless", freight_year=""),
                rule("years", freight_year="2009-2011"),
            )
        }
    )
    assert found == {
        "old": ("2018-03-20", "2018-12-31"),
        "article": ("2018-03-20", "9999-12-31"),
        "newest": ("2024-01-01", "9999-12-31"),
        "dated": ("2018-01-01", "2018-06-30"),
    }


def test_a_cancelled_rule_ends_the_day_before() -> None:
    found = periods(
        {
            "a": rule("a"),
            "b": rule("b", valid_to="2018-01-31"),
            "c": rule("c", valid_from="2018-03-01", cancels=("a", "b", "gone")),
        }
    )
    assert found["a"] == ("2018-01-01", "2018-02-28")
    assert found["b"] == ("2018-01-01", "2018-01-31")


# -- traffic, cargo, distance -------------------------------------------------------------------


def test_traffic_is_what_a_shipment_is_to_the_railway_that_carries_it() -> None:
    ends = ("KZ", "TJ")
    assert [traffic_of(c, ends) for c in ("KZ", "UZ", "TJ")] == ["export", "transit", "import"]
    assert traffic_of("UZ", ("UZ", "UZ")) == "local"
    assert traffic_of("KZ", ("UZ", "UZ")) == "transit"


@pytest.mark.parametrize(
    ("cells", "ends", "holds"),
    [
        ({}, ("KZ", "TJ"), True),
        ({}, ("KZ", "UZ"), False),
        ({"partner": ("TJ",)}, ("KZ", "TJ"), True),
        ({"partner": ("TJ",)}, ("TJ", "KZ"), True),
        ({"partner": ("TJ", "AF")}, ("KZ", "KG"), False),
        ({"partner": ("TJ",), "heading": "to"}, ("KZ", "TJ"), True),
        ({"partner": ("TJ",), "heading": "to"}, ("TJ", "KZ"), False),
        ({"partner": ("TJ",), "heading": "from"}, ("TJ", "KZ"), True),
        ({"partner_except": ("TJ",)}, ("KZ", "TJ"), False),
        ({"partner_except": ("TJ",)}, ("KZ", "KG"), True),
    ],
)
def test_a_rule_holds_for_traffic_with_its_partners(
    cells: dict[str, Any], ends: tuple[str, str], holds: bool
) -> None:
    assert holds_for_traffic(rule("r", traffic="transit", **cells), ends) is holds


def test_the_discount_for_own_wagons_is_for_third_countries_alone(facts: Facts) -> None:
    own = facts.tariff_rules["gen-ett-own"]
    assert holds_for_traffic(own, ("RU", "AF"))
    assert not holds_for_traffic(own, ("KZ", "TJ"))
    assert not holds_for_traffic(own, ("KZ", "AF"))
    wagon, box = (
        carriages_of(facts.vehicles[name], 10)[0] for name in ("wag-hopper-19-4109", "cont-20")
    )
    rules = TariffRules(facts, date(2025, 5, 1), ("RU", "AF"), "1001", 700)
    assert rules.in_force("UZ", wagon) == [own]
    assert rules.in_force("UZ", box) == []
    before = TariffRules(facts, date(2023, 12, 31), ("RU", "AF"), "1001", 700)
    assert before.in_force("UZ", wagon) == []


@pytest.mark.parametrize(
    ("hs", "wheat", "petrol"),
    [
        ({}, True, True),
        ({"hs": ("10", "1101")}, True, False),
        ({"hs_except": ("2709", "2710")}, True, False),
        ({"hs": ("27",), "hs_except": ("2711",)}, False, True),
    ],
)
def test_a_rule_holds_for_cargo_by_the_first_digits_of_its_code(
    hs: dict[str, Any], wheat: bool, petrol: bool
) -> None:
    r = rule("r", **hs)
    assert (holds_for_cargo(r, "1001"), holds_for_cargo(r, "2710")) == (wheat, petrol)


def test_distance_bands_are_in_whole_kilometres() -> None:
    r = rule("r", km_from=101, km_to=200)
    assert [holds_for_km(r, km) for km in (100.4, 100.6, 200.4, 200.6)] == [
        False, True, True, False,
    ]  # fmt: skip


# -- stacking -----------------------------------------------------------------------------------


def test_of_several_discounts_the_largest_applies_and_all_raises_multiply(toy: Facts) -> None:
    facts = with_rules(
        toy,
        rule("a", coefficient=0.9),
        rule("b", coefficient=0.5),
        rule("c", coefficient=1.2),
        rule("d", coefficient=1.5),
        rule("e", coefficient=1.0),
    )
    # 100 t x (2 + 0.02 x 180) = 560; x 0.5 = 280; x 1.2 = 336; x 1.5 = 504
    charges = priced(facts)
    assert usd(charges) == {
        "t-uz-rail": pytest.approx(560), "b": pytest.approx(-280),
        "c": pytest.approx(56), "d": pytest.approx(168),
    }  # fmt: skip
    assert charges["b"].basis == "x 0.5 on 560 USD"
    assert charges["b"].sources == ("toy",)


def test_of_equal_discounts_one_applies() -> None:
    assert [r.id for r in stacked([rule("b", coefficient=0.5), rule("a", coefficient=0.5)])] == [
        "a"
    ]


def test_a_printed_rate_replaces_the_charge_and_no_coefficient_touches_it(toy: Facts) -> None:
    facts = with_rules(
        toy,
        rule("half", coefficient=0.5),
        rule("plain", rate_value=4.0, rate_unit="USD/t"),
        rule("grain", rate_value=3.0, rate_unit="USD/t", hs=("10",)),
    )
    charges = priced(facts)
    # the rule that names the cargo is the more specific: 3 USD x 100 t instead of 560
    assert usd(charges) == {"t-uz-rail": pytest.approx(560), "grain": pytest.approx(-260)}
    assert charges["grain"].basis == "3 USD/t = 300 USD instead of 560 USD"


def test_a_printed_rate_per_wagon_is_paid_for_each_wagon(toy: Facts) -> None:
    facts = with_rules(toy, rule("w", rate_value=100.0, rate_unit="USD/wagon"))
    assert sum(usd(priced(facts)).values()) == pytest.approx(200)  # 100 t in hoppers of 60 t


def test_a_rate_equal_to_the_standing_charge_is_named_all_the_same(toy: Facts) -> None:
    facts = with_rules(toy, rule("same", rate_value=5.6, rate_unit="USD/t"))
    answer = find_routes(
        Network(facts),
        toy_wheat(),
        limit=1,
        constraints=Constraints(modes=frozenset({Mode.RAIL}), tariff_day=DAY),
    )
    assert "same" in [f for leg in answer.routes[0].legs for c in leg.charges for f in c.figures]


# -- points and wagons --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "holds"),
    [
        ({"from_point": "uz-andijan"}, True),
        ({"to_point": "uz-andijan"}, True),
        ({"from_point": "uz-andijan", "to_point": "uz-suvonobod"}, True),
        ({"from_point": "uz-suvonobod", "to_point": "uz-andijan"}, True),
        ({"to_point": "tj-konibodom"}, True),  # the other post of the crossing at Suvonobod
        ({"from_point": "uz-kokand"}, False),  # passed on the way
        ({"from_point": "uz-andijan", "to_point": "uz-kokand"}, False),
        ({"from_point": "uz-andijan", "to_point": "uz-andijan"}, False),
    ],
)
def test_a_rule_between_points_is_for_hauls_that_begin_or_end_there(
    toy: Facts, points: dict[str, str], holds: bool
) -> None:
    charges = priced(with_rules(toy, rule("r", coefficient=0.5, **points)))
    assert ("r" in charges) is holds


@pytest.mark.parametrize(
    ("cells", "holds"),
    [
        ({"wagons": ("own",)}, True),
        ({"wagons": ("inventory",)}, False),
        ({"wagons": ("container20", "container40")}, False),
        ({"applies": "reference"}, False),
        ({"country": "TJ"}, False),
        ({"traffic": "import"}, False),
        ({"freight_year": "2017", "valid_to": "2017-12-31"}, False),
        ({"km_from": 181}, False),
    ],
)
def test_a_rule_for_others_leaves_a_haul_alone(
    toy: Facts, cells: dict[str, Any], holds: bool
) -> None:
    assert ("r" in priced(with_rules(toy, rule("r", coefficient=0.5, **cells)))) is holds


def test_without_a_day_no_rule_holds(toy: Facts) -> None:
    assert usd(priced(with_rules(toy, rule("r", coefficient=0.5)), day=None)) == {
        "t-uz-rail": pytest.approx(560)
    }


# -- the range ----------------------------------------------------------------------------------


def ends_of(charges: dict[str, Charge]) -> tuple[float, float]:
    assert all(c.low_usd <= c.usd <= c.high_usd for c in charges.values())
    found = charges.values()
    return sum(c.low_usd for c in found), sum(c.high_usd for c in found)


@pytest.mark.parametrize("word", ["historic", "reported"])
def test_a_rule_in_doubt_ranges_from_the_charge_with_it_to_the_one_without(
    toy: Facts, word: str
) -> None:
    charges = priced(with_rules(toy, rule("r", coefficient=0.5, confidence=word)))
    assert (charges["r"].low_usd, charges["r"].high_usd) == pytest.approx((-280, 0))
    # the standing row is published, 15 % either way: 0.85 x 280 to 1.15 x 560
    assert ends_of(charges) == pytest.approx((238, 644))


def test_a_raise_in_doubt_reaches_down_to_the_standing_charge(toy: Facts) -> None:
    charges = priced(with_rules(toy, rule("r", coefficient=2, confidence="historic")))
    assert (charges["r"].low_usd, charges["r"].high_usd) == pytest.approx((0, 560))
    assert ends_of(charges) == pytest.approx((0.85 * 560, 1.15 * 1120))


def test_a_discount_and_a_raise_in_doubt_may_each_have_held_alone(toy: Facts) -> None:
    low = rule("low", coefficient=0.5, confidence="historic")
    high = rule("high", coefficient=2, confidence="historic")
    assert ends_of(priced(with_rules(toy, low, high))) == pytest.approx((238, 1.15 * 1120))


def test_a_published_discount_is_as_sure_as_its_row(toy: Facts) -> None:
    charges = priced(with_rules(toy, rule("r", coefficient=0.5)))
    # half off, give or take 15 %: 0.425 to 0.575 off
    assert (charges["r"].low_usd, charges["r"].high_usd) == pytest.approx((-322, -238))
    assert ends_of(charges) == pytest.approx((0.85 * 0.425 * 560, 1.15 * 0.575 * 560))


def test_a_printed_rate_brings_its_own_range(toy: Facts) -> None:
    sure = with_rules(toy, rule("r", rate_value=3.0, rate_unit="USD/t"))
    assert ends_of(priced(sure)) == pytest.approx((0.85 * 300, 1.15 * 300))
    told = {"rate_value": 3.0, "rate_unit": "USD/t", "confidence": "reported"}
    assert ends_of(priced(with_rules(toy, rule("r", **told)))) == pytest.approx((300, 644))
    told["rate_value"] = 8.0
    assert ends_of(priced(with_rules(toy, rule("r", **told)))) == pytest.approx((476, 800))


# -- the search and what it writes out ----------------------------------------------------------


def test_every_haul_is_searched_at_the_price_that_is_written_out(facts: Facts) -> None:
    shipment = Shipment("kz-kostanay", "tj-dushanbe", WHEAT, 1340)
    graph = ShipmentGraph(Network(facts), shipment, replace(KUDUKLI, tariff_day=date(2018, 2, 10)))
    book, ruled = graph.book, 0
    for (place, index, *_), moves in graph.all_moves().items():
        for move in moves:
            if move.kind != "haul":
                continue
            carriage, start = graph.carriages[index], facts.places[place]
            rate = book.haulage.rate(start, carriage)
            assert rate is not None
            way: Any = move.detail
            step = book.haulage.step(start.country, carriage, rate, way)
            usd, _ = book.haulage.amounts(start.country, carriage, rate, way)
            assert usd == pytest.approx(step.usd, rel=1e-14)
            ruled += any(item.kind == "tariff rule" for item in step.items)
    assert ruled


# -- francs and empty runs ----------------------------------------------------------------------


def test_francs_are_converted_by_the_quarter_or_the_nearest_earlier_one(facts: Facts) -> None:
    days = {
        "2024-05-01": "chf-2024q2", "2025-01-01": "chf-2024q2", "2011-07-01": "chf-2011q3",
        "2011-06-30": "chf-2009q3",
    }  # fmt: skip
    for day, id in days.items():
        found = chf_per_usd(facts, date.fromisoformat(day))
        assert found is not None
        assert found.id == id
    assert chf_per_usd(facts, date(2002, 12, 31)) is None
