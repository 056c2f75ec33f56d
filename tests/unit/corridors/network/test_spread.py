"""How the hours of a route spread: cases by hand, and laws that hold for all."""

import math
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.network.spread import Family, Spread, Stage, reliability, spread
from tests.instances import examples

Q99 = 0.99
Z99 = NormalDist().inv_cdf(Q99)


def fixed(hours: float, *closed: tuple[float, float], gated: bool = False) -> Stage:
    return Stage(hours, Family.FIXED, None, 0.0, closed, gated)


def wait(hours: float, worst: float | None = None, *closed: tuple[float, float]) -> Stage:
    return Stage(hours, Family.LOGNORMAL, worst, 0.6, closed)


def haul(hours: float, *closed: tuple[float, float]) -> Stage:
    return Stage(hours, Family.LOGNORMAL, None, 0.2, closed, gated=bool(closed))


def law(*stages: Stage) -> Spread:
    return spread(stages, worst_quantile=Q99)


def nights(opens: float, hours: float, days: int = 40) -> tuple[tuple[float, float], ...]:
    """Closed for so many hours before an hour of each day."""
    return tuple((day * 24 + opens - hours, day * 24 + opens) for day in range(days))


def lognormal_quantile(mean: float, sigma: float, p: float) -> float:
    return mean * math.exp(sigma * NormalDist().inv_cdf(p) - sigma**2 / 2)


# -- by hand -----------------------------------------------------------------------------


def test_hours_that_do_not_spread_add_up_exactly() -> None:
    total = law(fixed(48.0), fixed(178.584), fixed(14.219))
    assert total.quantile(0.01) == total.quantile(0.9) == pytest.approx(240.803)
    assert (total.within(240.8), total.within(240.81)) == (0.0, 1.0)
    assert total.mean == pytest.approx(240.803)


def test_no_stages_take_no_time() -> None:
    assert law().quantile(0.9) == 0.0


def test_a_truck_that_comes_at_night_passes_when_the_post_opens() -> None:
    # It arrives after 10 h; the post is closed from 8 to 20 and takes 4 h.
    assert law(fixed(10), fixed(4, (8, 20))).quantile(0.5) == 24.0


def test_a_queue_stands_still_over_night_and_goes_on() -> None:
    # 3 of 5 hours run before the closing at 13, the other 2 from 23 on.
    assert law(fixed(10), fixed(5, (13, 23))).quantile(0.5) == 25.0
    # It just ends before the closing.
    assert law(fixed(10), fixed(3, (13, 23))).quantile(0.5) == 13.0
    # Two nights: 3 h, 14 h, and 3 h of the third day.
    assert law(fixed(10), fixed(20, (13, 23), (37, 47))).quantile(0.5) == 50.0


def test_a_haul_over_a_seasonal_road_does_not_set_out_before_it_can_end() -> None:
    pass_closed = ((12.0, 30.0), (34.0, 40.0))
    # From 10 h it cannot end by 12; from 30 it has 4 h, too few for 5.
    assert law(fixed(10), fixed(5, *pass_closed, gated=True)).quantile(0.5) == 45.0
    assert law(fixed(10), fixed(4, *pass_closed, gated=True)).quantile(0.5) == 34.0
    assert law(fixed(10), fixed(2, *pass_closed, gated=True)).quantile(0.5) == 12.0


def test_the_worst_published_wait_is_the_quantile_it_is_taken_for() -> None:
    # Kaplanbek: mean 8.3 h, worst 72 h; sigma = z - sqrt(z^2 - 2 ln(72 / 8.3)) = 1.28.
    total = law(wait(8.3, 72))
    assert total.quantile(0.99) == pytest.approx(72, rel=0.01)
    assert total.mean == pytest.approx(8.3, rel=1e-6)
    sigma = Z99 - math.sqrt(Z99**2 - 2 * math.log(72 / 8.3))
    for p in (0.25, 0.5, 0.9):
        assert total.quantile(p) == pytest.approx(lognormal_quantile(8.3, sigma, p), abs=0.05)


def test_a_mean_alone_spreads_by_its_coefficient_of_variation() -> None:
    sigma = math.sqrt(math.log(1 + 0.6**2))
    total = law(wait(6))
    for p in (0.1, 0.5, 0.9, 0.99):
        assert total.quantile(p) == pytest.approx(lognormal_quantile(6, sigma, p), abs=0.02)
        assert total.within(lognormal_quantile(6, sigma, p)) == pytest.approx(p, abs=0.002)


def test_a_worst_case_that_no_law_reaches_gives_the_widest() -> None:
    # The 99 % quantile of a lognormal of mean 5 is at most 5 exp(z^2 / 2) = 74.8.
    assert law(wait(5, 720)).quantile(0.99) == pytest.approx(5 * math.exp(Z99**2 / 2), rel=0.01)
    assert law(wait(5, 720)).quantile(0.9) == pytest.approx(law(wait(5, 75)).quantile(0.9))


def test_a_worst_case_below_the_mean_is_not_taken() -> None:
    assert law(wait(6, 5)) == law(wait(6))


def test_a_wait_that_begins_at_the_opening_spreads_from_there() -> None:
    sigma = math.sqrt(math.log(1 + 0.6**2))
    total = law(fixed(10), wait(2, None, (8, 20)))
    assert total.within(20.0) == pytest.approx(0.0, abs=0.01)
    assert total.quantile(0.5) == pytest.approx(20 + lognormal_quantile(2, sigma, 0.5), abs=0.01)


def test_a_season_that_all_wait_for_leaves_only_what_comes_after_it() -> None:
    over_pass = haul(9, (-1000.0, 900.0))
    late = law(haul(100), wait(8, 72), over_pass)
    alone = law(fixed(900), haul(9))
    for p in (0.1, 0.5, 0.9):
        assert late.quantile(p) == pytest.approx(alone.quantile(p), abs=0.02)


def test_a_road_closed_for_good_is_never_passed() -> None:
    for at in (fixed(20), haul(20)):
        total = law(at, fixed(5, (0.0, 1e14)))
        assert total.quantile(0.5) == math.inf
        assert total.mean == math.inf
        assert total.within(5000) == 0.0


def test_a_closure_after_most_trips_holds_the_late_ones_only() -> None:
    # Half of the hauls take longer than the median of 100 exp(-sigma^2 / 2) h; those that come
    # in the last hour before it (0.399 / 0.198 / 98.06 = 2.05 % of them) are held up midway.
    median = 100 / math.sqrt(1 + 0.2**2)
    total = law(haul(100), fixed(1, (median, 400.0)))
    assert total.within(median + 0.5) == pytest.approx(0.5 - 0.0205, abs=0.002)
    assert total.within(399.0) == pytest.approx(0.5 - 0.0205, abs=0.002)
    assert total.quantile(0.9) == pytest.approx(401.0, abs=1.0)


# -- reliability -------------------------------------------------------------------------


def test_reliability_names_each_family_once() -> None:
    answer = reliability(
        [fixed(24), wait(8.3, 72), wait(7.1, 39.5), wait(6), haul(40), wait(5, 720)],
        worst_quantile=Q99,
        deadline_h=150,
        basis=("drivers rest",),
    )
    assert answer.basis == (
        "lognormal: mean and worst published case (at 99 %)",
        "lognormal with a mean alone, spread 60 % (estimate)",
        "lognormal with a mean alone, spread 20 % (estimate)",
        "lognormal: mean and worst published case (at 99 %), which is beyond the widest law",
        "drivers rest",
    )
    assert answer.transit_h_p50 < answer.transit_h_p90
    assert answer.on_time_probability is not None
    assert 0.9 < answer.on_time_probability < 1.0


def test_without_a_deadline_there_is_no_share_on_time() -> None:
    answer = reliability([fixed(24)], worst_quantile=Q99, deadline_h=None)
    assert answer == (24.0, 24.0, None, ())


@pytest.mark.parametrize("quantile", [0.5, 1.0, math.nan])
def test_a_worst_case_lies_above_the_middle(quantile: float) -> None:
    with pytest.raises(ValueError, match=r"above 0\.5 and below 1"):
        spread([wait(6, 70)], worst_quantile=quantile)


@pytest.mark.parametrize("stage", [wait(-1), wait(math.nan), wait(math.inf)])
def test_hours_that_cannot_be_are_refused(stage: Stage) -> None:
    with pytest.raises(ValueError, match="a stage of"):
        law(stage)


def test_a_quantile_is_of_a_share() -> None:
    with pytest.raises(ValueError, match="no share of trips"):
        law(wait(6)).quantile(1.5)


# -- laws --------------------------------------------------------------------------------

hours = st.floats(0.05, 200.0)
windows = st.sampled_from([(), nights(6, 8), nights(20, 14), ((30.0, 200.0),), ((-5.0, 40.0),)])


@st.composite
def stages(draw: st.DrawFn, *, closing: bool = True) -> Stage:
    mean = draw(hours)
    family = draw(st.sampled_from(Family))
    worst = draw(st.sampled_from([None, 0.5, 2.0, 6.0, 40.0]))
    closed = draw(windows) if closing else ()
    return Stage(
        mean,
        family,
        None if worst is None else worst * mean,
        draw(st.sampled_from([0.0, 0.05, 0.2, 0.6, 1.0])),
        closed,
        gated=draw(st.booleans()) and mean < 9,
    )


@examples(60)
@given(st.lists(stages(), max_size=8))
def test_quantiles_rise_and_shares_are_theirs(route: list[Stage]) -> None:
    total = law(*route)
    shares = [0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.995]
    quantiles = [total.quantile(p) for p in shares]
    assert quantiles == sorted(quantiles)
    assert quantiles[0] >= 0.0
    if total.step:
        for p, quantile in zip(shares, quantiles, strict=True):
            assert total.within(quantile) == pytest.approx(p, abs=1e-6) or quantile == 0.0
        assert 0.995 < total.cumulative[-1] <= 1.0
    assert total.within(total.late_at) == 1.0


@examples(60)
@given(st.lists(stages(closing=False), min_size=1, max_size=12))
def test_means_add_up_where_nothing_closes(route: list[Stage]) -> None:
    assert law(*route).mean == pytest.approx(sum(stage.hours for stage in route), rel=1e-4)


@examples(40)
@given(st.lists(stages(closing=False), min_size=1, max_size=6), st.data())
def test_more_closure_never_arrives_earlier(route: list[Stage], data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(route) - 1))
    closed = data.draw(windows)
    if route[number].hours >= 9:
        route[number] = route[number]._replace(gated=False)
    shut = [*route]
    shut[number] = route[number]._replace(closed=closed)
    before, after = law(*route), law(*shut)
    width = 2 * max(before.step, after.step) + 1e-6
    for p in (0.1, 0.5, 0.9, 0.95):
        assert after.quantile(p) >= before.quantile(p) - width
    assert after.mean >= before.mean - width


@examples(30)
@given(st.lists(stages(closing=False), min_size=2, max_size=6))
def test_the_order_of_stages_does_not_matter_where_nothing_closes(route: list[Stage]) -> None:
    there, back = law(*route), law(*reversed(route))
    assert back.quantile(0.9) == pytest.approx(there.quantile(0.9), abs=1e-3)


def test_the_same_route_gives_the_same_figures() -> None:
    route = [haul(40), wait(8.3, 72, *nights(6, 8)), haul(9, (50.0, 60.0)), wait(6)]
    assert law(*route) == law(*route)
