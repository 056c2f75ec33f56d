"""Charts as SVG: what they draw, worked out by hand, and what they never do.

The route of these tests takes 100 t in two wagons over one crossing to a terminal, where five
trucks take over::

    loading            Kostanay                 16 h standing             50 USD
    rail haul 180 km   Kostanay - Saryagash      9 h moving              578 USD
    crossing    4 km   Saryagash - Keles        20 h + 0.2 h moving      150 + 30 USD
    transshipment      Keles                    12 h standing            300 USD
    road haul  80 km   Keles - Khujand           2 h + 0.75 h of rest    600 USD
    unloading          Khujand                   2 h standing            200 USD
"""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from xml.etree import ElementTree

import pytest

from corridors.errors import RequestError
from corridors.model.route import Charge, Leg, LegKind, Route, Spell
from corridors.model.shipment import Mode
from corridors.views.chart_style import clock_axis, hours_between, offset_name, plain, spread
from corridors.views.charts import departures_svg, gantt_svg, route_charts_svg, staircase_svg
from corridors.views.gantt import LOOKS, spell_class
from corridors.views.staircase import stairs
from network_data import Facts
from tests.instances import changed

TASHKENT = timezone(timedelta(hours=5))
NEW_YEAR = datetime(2026, 12, 28, 8, tzinfo=TASHKENT)
SVG = "{http://www.w3.org/2000/svg}"


def leg(
    kind: LegKind, start: str, end: str, start_h: float, km: float,
    spells: Sequence[tuple[str, float, bool]], *, road: bool = False, **usd: float,
) -> Leg:  # fmt: skip
    return Leg(
        kind, Mode.ROAD if road else Mode.RAIL, "KZ", start, end, km,
        "trk-grain-tj" if road else "wag-hopper-19-4109", 5 if road else 2, start_h,
        tuple(Charge(name, amount, amount, amount, "", (), (), "") for name, amount in usd.items()),
        tuple(Spell(name, hours, moves, "", (), (), "") for name, hours, moves in spells),
        facility="kz-uz-saryagash-keles" if kind is LegKind.CROSSING else "",
    )  # fmt: skip


LEGS = (
    leg(LegKind.LOADING, "kz-kostanay", "kz-kostanay", 0, 0, [("loading", 16, False)], handling=50),
    leg(LegKind.HAUL, "kz-kostanay", "kz-saryagash", 16, 180, [("running", 9, True)], haulage=578),
    leg(
        LegKind.CROSSING, "kz-saryagash", "uz-keles", 25, 4,
        [("border", 20, False), ("running", 0.2, True)], border=150, haulage=30,
    ),
    leg(
        LegKind.TRANSSHIPMENT, "uz-keles", "uz-keles", 45.2, 0, [("transshipment", 12, False)],
        road=True, handling=300,
    ),
    leg(
        LegKind.HAUL, "uz-keles", "tj-khujand", 57.2, 80,
        [("driving", 2, True), ("rest", 0.75, False)], road=True, haulage=600,
    ),
    leg(
        LegKind.UNLOADING, "tj-khujand", "tj-khujand", 59.95, 0, [("unloading", 2, False)],
        road=True, handling=200,
    ),
)  # fmt: skip
BY_BOTH = Route(LEGS, 100.0)


@dataclass
class Sailing:
    """A departure as a test needs it."""

    depart: datetime
    arrive: datetime
    cost_usd: float


def texts(svg: str) -> list[str]:
    """Every text of a chart; the document must be well-formed for it."""
    root = ElementTree.fromstring(svg)
    return ["".join(node.itertext()) for node in root.iter(f"{SVG}text")]


def test_movement_is_a_slope_and_what_waits_is_a_step() -> None:
    drawn = [(s.step, s.km, s.hours, s.usd) for s in stairs(BY_BOTH)]
    assert drawn == [
        (True, 0, 16, 50),
        (False, 180, 9, 578),
        (True, 0, 20, 150),
        (False, 4, pytest.approx(0.2), 30),
        (True, 0, 12, 300),
        (False, 80, 2.75, 600),  # the driver's rest is part of the way
        (True, 0, 2, 200),
    ]


def test_the_staircase_ends_at_the_totals_of_the_route() -> None:
    assert sum(s.hours for s in stairs(BY_BOTH)) == pytest.approx(BY_BOTH.transit_h)
    assert sum(s.usd for s in stairs(BY_BOTH)) == pytest.approx(BY_BOTH.cost_usd)
    assert sum(s.km for s in stairs(BY_BOTH)) == 264


def test_a_wait_for_an_opening_is_a_step_even_on_the_road() -> None:
    waits = replace(LEGS[4], spells=(Spell("opening", 7, False, "", (), (), ""), *LEGS[4].spells))
    steps = [(s.step, s.hours) for s in stairs(Route((waits,), 100.0))]
    assert steps == [(True, 7), (False, 2.75)]


def test_the_staircase_names_its_steps_with_their_hours_and_dollars(facts: Facts) -> None:
    shown = texts(staircase_svg([BY_BOTH], facts))
    for words in (
        "Loading Kostanay: 16.0 h", "Saryagash – Keles: 20.0 h", "Transshipment Keles: 12.0 h",
        "Unloading Khujand: 2.0 h", "Saryagash – Keles: 150 USD", "Unloading Khujand: 200 USD",
        "km", "border",
    ):  # fmt: skip
        assert words in shown
    assert "route 1" not in shown  # one route needs no number


def test_up_to_three_routes_are_compared(facts: Facts) -> None:
    shown = texts(staircase_svg([BY_BOTH] * 5, facts))
    assert [name for name in shown if name.startswith("route ")] == [
        "route 1",
        "route 2",
        "route 3",
    ]
    assert (shown.count("1"), shown.count("3")) == (2, 2)  # at the ends of the lines, both panels


def test_every_kind_of_time_has_its_own_pattern() -> None:
    rail, border, change, road = LEGS[1], LEGS[2], LEGS[3], LEGS[4]
    opening = Spell("opening", 5, False, "", (), (), "")
    marshalling = Spell("marshalling", 24, False, "", (), (), "")
    assert spell_class(rail, rail.spells[0]) == "by rail"
    assert spell_class(rail, marshalling) == "waiting, rest"
    assert spell_class(border, border.spells[0]) == "border"
    assert spell_class(border, opening) == "closed, waits for opening"
    assert spell_class(change, change.spells[0]) == "handling"
    assert spell_class(road, road.spells[0]) == "by road"
    assert spell_class(road, road.spells[1]) == "waiting, rest"
    assert len({hatch for _, _, hatch in LOOKS.values()}) == len(LOOKS)
    assert len(set(LOOKS.values())) == len(LOOKS)


def test_the_gantt_names_the_legs_and_counts_hours_without_a_date(facts: Facts) -> None:
    shown = texts(gantt_svg(BY_BOTH, facts))
    for words in (
        "Loading Kostanay: 16.0 h", "Rail Kostanay – Saryagash: 9.0 h",
        "Crossing Saryagash – Keles: 20.2 h", "Road Keles – Khujand: 2.8 h",
        "hours from the start of loading", "handling", "border", "by rail", "by road",
    ):  # fmt: skip
        assert words in shown
    assert "closed, waits for opening" not in shown  # what does not occur is not in the legend


def test_the_gantt_of_a_dated_route_shows_the_clock_of_its_departure(facts: Facts) -> None:
    """Loading at 08:00 on 28 December in UTC+5; 61.95 h later it is the evening of the 30th."""
    dated = replace(
        BY_BOTH,
        legs=tuple(
            replace(
                each,
                start_at=NEW_YEAR + timedelta(hours=each.start_h),
                end_at=NEW_YEAR + timedelta(hours=each.end_h),
            )
            for each in LEGS
        ),
    )
    shown = texts(gantt_svg(dated, facts))
    assert "clock of Kostanay (UTC+05:00)" in shown
    for clock in ("12:00", "29 Dec", "30 Dec"):
        assert clock in shown
    assert "28 Dec" not in shown  # its midnight was before the departure


def test_ticks_of_a_clock_stand_at_midnights_of_its_zone() -> None:
    """From 08:00 the first midnight is 16 h away, the next ones every 24 h."""
    from matplotlib.figure import Figure

    axes = Figure().subplots()
    clock_axis(axes, NEW_YEAR, 120.0)
    assert list(axes.get_xticks()) == [16, 40, 64, 88, 112]
    names = [label.get_text() for label in axes.get_xticklabels()]
    assert names == ["29 Dec", "30 Dec", "31 Dec", "1 Jan", "2 Jan"]


def test_hours_between_two_zones_are_those_that_pass() -> None:
    assert hours_between(NEW_YEAR, datetime(2026, 12, 28, 5, tzinfo=UTC)) == 2
    assert offset_name(NEW_YEAR) == "UTC+05:00"
    assert offset_name(datetime(2026, 1, 1, tzinfo=UTC)) == "UTC"


def test_departures_show_cost_and_hours_in_the_zone_of_the_first(facts: Facts) -> None:
    rows = [
        Sailing(NEW_YEAR + timedelta(days=day), NEW_YEAR + timedelta(days=day + 12), 87_000 + usd)
        for day, usd in ((2, 0), (0, 500), (1, 900))
    ]
    svg = departures_svg(rows)
    shown = texts(svg)
    for words in ("departure (UTC+05:00)", "cost, USD", "hours from loading to unloading"):
        assert words in shown
    assert svg == departures_svg(rows[::-1])
    assert "29 Dec" in shown


def test_one_departure_is_a_chart_too() -> None:
    assert texts(departures_svg([Sailing(NEW_YEAR, NEW_YEAR + timedelta(days=12), 87_000.0)]))


def test_nothing_to_draw_says_so(facts: Facts) -> None:
    with pytest.raises(RequestError, match="no route"):
        staircase_svg([], facts)
    with pytest.raises(RequestError, match="no route"):
        route_charts_svg((), facts)
    with pytest.raises(RequestError, match="no departure"):
        departures_svg([])


def test_the_same_route_is_the_same_bytes_without_a_date_of_drawing(facts: Facts) -> None:
    first = route_charts_svg([BY_BOTH, BY_BOTH], facts)
    assert first == route_charts_svg([BY_BOTH, BY_BOTH], facts)
    assert "<dc:date>" not in first
    assert "Matplotlib" not in first
    shown = texts(first)
    assert "Time against distance, h" in shown
    assert "Legs over time, h" in shown


def test_a_users_own_look_of_matplotlib_changes_nothing(facts: Facts) -> None:
    import matplotlib

    plain_look = gantt_svg(BY_BOTH, facts)
    with matplotlib.rc_context({"font.size": 30, "svg.fonttype": "path", "text.parse_math": True}):
        assert gantt_svg(BY_BOTH, facts) == plain_look


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>", "$x_1^2$ & co", r"$\frac{1}{2}$", "a]]>b", '"quoted\'',
     "{{7*7}}", "${x}`", "\\alpha"],
)  # fmt: skip
def test_hostile_names_are_text_of_the_chart(facts: Facts, name: str) -> None:
    hostile = changed(
        facts, places=[facts.places["kz-kostanay"]._replace(name_en=name)],
        crossings=[
            facts.crossings["kz-uz-saryagash-keles"]._replace(name_a=name, name_b=""),
        ],
    )  # fmt: skip
    svg = route_charts_svg([BY_BOTH], hostile)
    shown = texts(svg)
    assert f"Loading {plain(name, 22)}: 16.0 h" in shown
    assert any(plain(name, 28) in text for text in shown if text.startswith("Crossing"))
    root = ElementTree.fromstring(svg)
    assert not [node for node in root.iter() if str(node.tag).endswith(("script", "image"))]


@pytest.mark.parametrize(
    "name", ["a\x00b\x1f\ufffe", "line\nend\u2028b", "\ud800", "鉄道 🚂 ঢ", ""]
)
def test_strange_letters_do_not_stop_a_chart(facts: Facts, name: str) -> None:
    strange = changed(facts, places=[facts.places["kz-kostanay"]._replace(name_en=name)])
    assert texts(route_charts_svg([BY_BOTH], strange))


def test_a_point_of_the_shipment_goes_by_its_coordinates(facts: Facts) -> None:
    start = replace(LEGS[0], start="53.2,63.6", end="53.2,63.6")
    assert "Loading 53.2,63.6: 16.0 h" in texts(gantt_svg(Route((start,), 100.0), facts))


def test_labels_are_spread_and_stay_under_the_top() -> None:
    assert spread([1, 1, 1], 2, 10) == [1, 3, 5]
    assert spread([9, 9, 9], 2, 10) == [6, 8, 10]
    assert spread([], 2, 10) == []


def test_matplotlib_is_not_loaded_before_a_chart_is_drawn() -> None:
    code = (
        "import sys, corridors.views.charts, corridors.views.route_map;"
        "sys.exit('matplotlib' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
