"""Demand as shipments of usual loads."""

import pytest

from corridors.errors import RequestError
from corridors.model.demand import Demand, DemandRow
from corridors.studies.consignments import consignments


def rows(*tonnes: float) -> Demand:
    return Demand(
        tuple(DemandRow(f"{t:g}", "wheat", "a", "b", t, 1000.4567 * t, "estimate") for t in tonnes),
        2026,
    )


@pytest.mark.parametrize(
    ("year_t", "load_t"),
    [(12.0, 12.0), (20.0, 20.0), (1039.0, 20.0), (3119.0, 20.0), (3120.0, 60.0),
     (15_600.0, 300.0), (62_400.0, 1200.0), (500_000.0, 1200.0)],
)  # fmt: skip
def test_a_row_ships_in_the_greatest_load_that_a_week_fills(year_t: float, load_t: float) -> None:
    (each,) = consignments(rows(year_t))
    assert each.tonnes == load_t
    assert each.tonnes * each.number == pytest.approx(year_t)
    assert each.value_usd_per_t == 1000.0


def test_a_given_load_holds_for_every_row_that_fills_it() -> None:
    small, great = consignments(rows(50.0, 500.0), 100.0)
    assert (small.tonnes, small.number) == (50.0, 1.0)
    assert (great.tonnes, great.number) == (100.0, 5.0)


def test_a_demand_of_nothing_is_refused() -> None:
    with pytest.raises(RequestError, match="ships nothing"):
        consignments(rows(0.0))
