"""Windows of departures, worked by hand on the toy and asked one by one."""

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.errors import RequestError
from corridors.model.departures import DepartureRow, Standing, closings_of, mark_useful
from corridors.model.shipment import Constraints, Mode, Objective
from corridors.network.network import Network
from corridors.solvers import departures
from corridors.solvers.compiled import CompiledSearch
from corridors.solvers.dated import DatedGraph
from corridors.solvers.departures import find_departures, price_changes
from corridors.solvers.find import find_routes
from network_data import Facts, load_facts
from tests.instances import changed, examples, ferghana_toy, toy_wheat
from tests.unit.corridors.solvers.test_dated import RAIL_POST, night_toy

TASHKENT = ZoneInfo("Asia/Tashkent")
MONDAY = datetime(2026, 7, 6, tzinfo=TASHKENT)
DAY = timedelta(days=1)
RAIL = Constraints(modes=frozenset({Mode.RAIL}))
A_SECOND = timedelta(seconds=1.5)


def test_wagons_leave_so_that_they_reach_the_post_in_the_morning() -> None:
    """25 hours to a post that is open from 08:00 to 20:00 and where 20 hours are waited.

    Who gets there between 08:00 and noon stands one night, 12 hours, and pays 24 USD for two
    hoppers; who gets there later in the day stands two nights, 24 hours and 48 USD. So leave
    between 07:00 and 11:00, and best at 11:00.
    """
    found = find_departures(
        Network(night_toy()), toy_wheat(), start=MONDAY, end=MONDAY + 23 * DAY / 24,
        constraints=RAIL,
    )  # fmt: skip
    assert len(found.rows) == 24
    assert not found.without_route
    by_hour = {row.depart.hour: row for row in found.rows}
    for hour in range(7, 12):
        (night,) = by_hour[hour].standing
        assert night[:4] == ("crossing", RAIL_POST, RAIL_POST, "closed 20:00-08:00")
        assert night.hours == pytest.approx(12, abs=0.001)
        assert night.usd == pytest.approx(24, abs=0.01)
    assert by_hour[12].standing_h == pytest.approx(24, abs=0.001)
    assert by_hour[12].standing_usd == pytest.approx(48, abs=0.01)
    assert found.best is not None
    assert found.best.depart.hour == 11
    assert found.route is not None
    assert found.route.depart == found.best.depart
    assert found.never_closed is not None
    assert found.never_closed.cost_usd == pytest.approx(found.best.cost_usd - 24, abs=0.01)
    assert found.never_closed.transit_h == pytest.approx(59.2, abs=0.02)
    (closing,) = found.closings()
    assert closing.departures == 24
    # 24 hours of those who come between 13:00 and 20:00; at 21:00 to 07:00 the rest of the
    # night and one more: 23, 22, ... 13.
    assert closing.most_h == pytest.approx(24, abs=0.001)
    assert closing.mean_h == pytest.approx((5 * 12 + 8 * 24 + sum(range(13, 24))) / 24, abs=0.001)


@pytest.mark.parametrize("objective", list(Objective))
def test_each_departure_is_what_a_question_of_its_own_would_find(objective: Objective) -> None:
    network = Network(night_toy())
    found = find_departures(
        network, toy_wheat(), start=MONDAY, end=MONDAY + DAY, objective=objective, step_h=2.5
    )
    assert len(found.rows) == 10
    for row in found.rows:
        asked = replace(toy_wheat(), ready=row.depart)
        (route,) = find_routes(network, asked, objective=objective, limit=1).routes
        assert row.cost_usd == pytest.approx(route.cost_usd, abs=0.001)
        assert row.transit_h == pytest.approx(route.transit_h, abs=0.001)
        assert route.arrive is not None
        assert abs(row.arrive - route.arrive) <= A_SECOND
        assert row.crossings == route.crossings
        spells = [s for leg in route.legs for s in leg.spells if s.kind == "opening"]
        assert [part.hours for part in row.standing] == pytest.approx([s.hours for s in spells])
        assert [part.why for part in row.standing] == [s.basis for s in spells]
        assert [(part.figure,) for part in row.standing] == [s.figures for s in spells]


@pytest.fixture(scope="module")
def shipped() -> Facts:
    return load_facts()


def test_a_window_over_new_year_is_what_single_questions_find(shipped: Facts) -> None:
    """The window runs over a change of the railways' tariffs on 1 January."""
    network = Network(shipped)
    wheat = replace(toy_wheat(), origin="kz-kostanay", destination="tj-khujand",
                    cargo="c-1001-kz-tj", tonnes=1340.0)  # fmt: skip
    start = datetime(2025, 12, 30, tzinfo=ZoneInfo("Asia/Almaty"))
    found = find_departures(network, wheat, start=start, end=start + 4 * DAY, step_h=16)
    assert len(found.rows) == 7
    for row in found.rows:
        (route,) = find_routes(network, replace(wheat, ready=row.depart), limit=1).routes
        assert row.cost_usd == pytest.approx(route.cost_usd, abs=0.001)
        assert row.arrive == route.arrive
        paid = sum(c.usd for c in route.charges if c.basis.endswith(", standing"))
        assert row.standing_usd == pytest.approx(paid, abs=0.001)


def test_tariffs_change_where_a_rule_begins_or_has_ended(shipped: Facts) -> None:
    changes = price_changes(shipped)
    assert changes == sorted(set(changes))
    rules = [rule for rule in shipped.tariff_rules.values() if rule.valid_to]
    assert rules
    for rule in rules:
        ended = datetime.fromisoformat(rule.valid_to).date() + DAY
        assert ended in changes or any(rule.id in r.cancels for r in shipped.tariff_rules.values())


def test_a_deadline_leaves_late_departures_without_a_route() -> None:
    """16.05 hours by road over a post that never closes."""
    shipment = replace(toy_wheat(), deadline=MONDAY + timedelta(hours=20))
    found = find_departures(
        Network(ferghana_toy()), shipment, start=MONDAY, end=MONDAY + DAY, objective=Objective.TIME
    )
    assert [row.depart.hour for row in found.rows] == [0, 1, 2, 3]
    assert [moment.hour for moment in found.without_route] == [*range(4, 24), 0]
    assert found.best == found.rows[-1]
    assert found.useful[-1] == found.best


def test_no_route_from_any_departure_says_why() -> None:
    found = find_departures(
        Network(night_toy()), toy_wheat(), start=MONDAY, end=MONDAY + DAY, step_h=6,
        constraints=Constraints(max_hours=5),
    )  # fmt: skip
    assert found.best is None
    assert found.route is None
    assert not found.rows
    assert len(found.without_route) == 5
    assert found.reasons
    assert found.closings() == ()


def test_an_hour_that_clocks_show_twice_is_two_departures() -> None:
    """Central Europe sets its clocks back at 03:00 on 25 October 2026."""
    start = datetime(2026, 10, 25, tzinfo=ZoneInfo("Europe/Berlin"))
    found = find_departures(
        Network(ferghana_toy()), toy_wheat(), start=start, end=start + DAY, step_h=1
    )
    hours = [row.depart.astimezone(UTC).hour for row in found.rows]
    assert hours == [22, 23, *range(24)]
    assert [row.depart.hour for row in found.rows][:5] == [0, 1, 2, 2, 3]
    assert found.best == found.rows[-1]


@pytest.mark.parametrize("objective", list(Objective))
def test_long_windows_go_on_compiled_and_find_the_same(
    objective: Objective, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = Network(night_toy())
    ask = partial(
        find_departures, network, toy_wheat(), start=MONDAY, end=MONDAY + 3 * DAY, step_h=0.5,
        objective=objective,
    )  # fmt: skip
    in_python = ask()
    made: list[CompiledSearch] = []

    def compiled(dated: DatedGraph) -> CompiledSearch:
        made.append(CompiledSearch(dated))
        return made[-1]

    monkeypatch.setattr(departures, "COMPILED_AFTER_S", -1.0)
    monkeypatch.setattr(departures, "_compiled", compiled)
    assert ask() == in_python
    assert len(made) == 1


def test_without_numba_long_windows_stay_in_python(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network(night_toy())
    ask = partial(
        find_departures, network, toy_wheat(), start=MONDAY, end=MONDAY + 3 * DAY, step_h=0.5
    )
    in_python = ask()
    monkeypatch.setattr(departures, "COMPILED_AFTER_S", -1.0)
    monkeypatch.setitem(sys.modules, "corridors.solvers.compiled", None)
    assert ask() == in_python


def test_limits_of_a_window_say_what_would_do() -> None:
    network = Network(ferghana_toy())

    def refusal(start: datetime, end: datetime, step_h: float = 1.0, **rules: float) -> str:
        with pytest.raises(RequestError) as error:
            find_departures(
                network, toy_wheat(), start=start, end=end, step_h=step_h,
                constraints=Constraints(**rules),  # type: ignore[arg-type]  # any rule by name
            )  # fmt: skip
        return str(error.value)

    assert "give a later end" in refusal(MONDAY, MONDAY)
    assert "at most 366 days" in refusal(MONDAY, MONDAY + 367 * DAY)
    assert "step of 0.98 h or more" in refusal(MONDAY, MONDAY + 366 * DAY, step_h=0.5)
    assert "a minute" in refusal(MONDAY, MONDAY + DAY, step_h=0.0)
    assert "a minute" in refusal(MONDAY, MONDAY + DAY, step_h=float("nan"))
    assert "no zone" in refusal(MONDAY.replace(tzinfo=None), MONDAY)
    assert "--on-time" in refusal(MONDAY, MONDAY + DAY, on_time=0.9)
    early = replace(toy_wheat(), deadline=MONDAY)
    with pytest.raises(RequestError, match="not after the departure"):
        find_departures(network, early, start=MONDAY, end=MONDAY + DAY)


def test_a_closure_is_counted_once_for_a_departure_that_waits_for_it_twice() -> None:
    night = ("crossing", "post", "post", "closed 20:00-08:00")
    rows = [_row(0, 60, 100.0)._replace(standing=_parts(night, 12.0, 10.0)), _row(1, 60, 100.0)]
    (closing,) = closings_of(rows)
    assert closing[4:] == (1, 22.0, 22.0, 44.0, 44.0)


def _parts(cause: tuple[str, str, str, str], *hours: float) -> tuple[Standing, ...]:
    return tuple(Standing(*cause, h, 2 * h) for h in hours)


def _row(depart_h: int, hours: int, usd: float) -> DepartureRow:
    depart = MONDAY + timedelta(hours=depart_h)
    arrive = depart + timedelta(hours=hours)
    return DepartureRow(depart, arrive, usd, float(hours), usd, (), (), ())


@examples(100)
@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 4)), max_size=12))
def test_useful_departures_are_those_that_no_later_one_beats(
    pairs: list[tuple[int, int]],
) -> None:
    rows = [_row(number, hours, 10.0 * usd) for number, (hours, usd) in enumerate(pairs)]
    for number, row in enumerate(mark_useful(rows)):
        beaten = any(
            later.arrive <= row.arrive and later.cost_usd <= row.cost_usd
            for later in rows[number + 1 :]
        )
        assert row.useful is not beaten


def test_seasons_and_closures_are_part_of_what_is_never_closed() -> None:
    toy = ferghana_toy()
    shut = changed(toy, crossings=[toy.crossings[RAIL_POST]._replace(closed_months=("7",))])
    found = find_departures(
        Network(shut), toy_wheat(), start=MONDAY, end=MONDAY + DAY, step_h=12, constraints=RAIL
    )
    open_ = find_departures(
        Network(toy), toy_wheat(), start=MONDAY, end=MONDAY + DAY, step_h=12, constraints=RAIL
    )
    assert found.never_closed == open_.never_closed
    assert open_.best is not None
    assert open_.never_closed is not None
    assert open_.best.cost_usd == pytest.approx(open_.never_closed.cost_usd)
    assert found.best is not None
    assert found.best.arrive.month == 8
