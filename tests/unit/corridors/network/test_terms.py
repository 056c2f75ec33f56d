"""The terms of a cargo: all that its prices depend on, and nothing else."""

from typing import Any

import pytest

from corridors.network.terms import terms_of
from network_data import load_facts

FACTS = load_facts()
WHEAT, FLOUR, BRAN = (
    FACTS.commodities[name] for name in ("c-1001-kz-tj", "c-1101-kz-tj", "c-2302-kz-tj")
)


def test_a_name_a_value_and_a_direction_are_no_terms() -> None:
    other = WHEAT._replace(id="c-x", name="x", value_usd_per_t=9.0, direction="tj-kz", hs="100199")
    assert terms_of(FACTS, other) == terms_of(FACTS, WHEAT)


@pytest.mark.parametrize(
    "change",
    [
        {"vehicle_ids": WHEAT.vehicle_ids[1:]},
        {"tariff_class": "coal"},
        {"cargo_kind": "general"},
        {"perishable": True},
        {"group": "livestock"},
        {"density_t_per_m3": 0.1},
    ],
)
def test_what_prices_are_chosen_by_is(change: dict[str, Any]) -> None:
    assert terms_of(FACTS, WHEAT._replace(**change)) != terms_of(FACTS, WHEAT)


def test_a_crossing_that_keeps_a_cargo_out_sets_it_apart() -> None:
    first = next(iter(FACTS.crossings.values()))
    closed = first._replace(excludes_a_to_b=("1101",))
    facts = FACTS.overlaid(crossings=[closed])
    assert terms_of(FACTS, FLOUR) == terms_of(FACTS, BRAN)
    assert terms_of(facts, FLOUR) != terms_of(facts, BRAN)


def test_a_barrier_for_some_goods_sets_them_apart() -> None:
    barrier = next(b for b in FACTS.barriers.values() if b.use == "now" and b.add)
    only = barrier._replace(groups=("milling",), extra_h=5.0)
    facts = FACTS.overlaid(barriers=[only])
    assert terms_of(FACTS, FLOUR) == terms_of(FACTS, BRAN)
    assert terms_of(facts, FLOUR) != terms_of(facts, BRAN)
