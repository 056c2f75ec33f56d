"""Shipped scenarios: each can be applied, and no row meant for them is forgotten."""

import re
from pathlib import Path

import pytest

from corridors.io.scenario_toml import find_scenario, scenario_facts, scenario_names
from corridors.model.route import Route
from corridors.model.shipment import Constraints, Mode, Objective, Shipment
from corridors.network.network import Network
from corridors.network.scenario_diff import facts_diff
from corridors.network.scenarios import applied
from corridors.solvers.find import find_routes
from network_data import load_facts

FACTS = load_facts()
DOCUMENT = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")
WHEAT = Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 1340)
FLOUR = Shipment("kz-almaty", "tj-dushanbe", "c-1101-kz-tj", 20)


def best(shipment: Shipment, *names: str, objective: Objective = Objective.COST,
         mode: Mode | None = None) -> Route:  # fmt: skip
    rules = Constraints(modes=frozenset({mode})) if mode else None
    network = Network(scenario_facts(FACTS, names))
    return find_routes(
        network, shipment, objective=objective, limit=1, constraints=rules
    ).routes[0]  # fmt: skip


@pytest.mark.parametrize("name", scenario_names())
def test_a_shipped_scenario_changes_the_facts_and_says_why(name: str) -> None:
    found = find_scenario(name)
    assert found.name == name
    under, notes = applied(FACTS, [found])
    assert facts_diff(FACTS, under)
    assert notes == []
    for part in found.parts():
        for edit in part.edits:
            assert edit.note or edit.source or part.note or part.source, f"{name}: {edit.ids}"


def test_every_row_for_scenarios_is_in_one_or_its_absence_is_explained() -> None:
    rows = [b.id for b in FACTS.barriers.values() if b.use in ("peak", "hist")]
    rows += list(FACTS.projects)
    assert len(rows) == 45 + 25
    missing = [id for id in rows if f"`{id}`" not in DOCUMENT]
    assert missing == []


def test_what_the_document_says_of_scenarios_exists() -> None:
    assert [name for name in scenario_names() if f"`{name}`" not in DOCUMENT] == []
    known = {*FACTS.barriers, *FACTS.projects}
    named = re.findall(r"`((?:b-base|b-now|b-peak|b-hist|prj)-[a-z0-9-]+)`", DOCUMENT)
    assert [id for id in named if id not in known] == []


def test_barriers_that_the_document_gives_a_scenario_are_in_it() -> None:
    """A line of the table that names a barrier which the scenario adds must be true."""
    added = {
        id: name
        for name in scenario_names()
        for part in find_scenario(name).parts()
        for edit in part.edits
        if edit.action.value == "add"
        for id in edit.ids
    }
    assert len(added) == 12
    for id, name in added.items():
        lines = [line for line in DOCUMENT.splitlines() if f"`{id}`" in line]
        assert any(f"`{name}`" in line for line in lines), (id, name)


# -- worked by hand -------------------------------------------------------------------------


def test_the_queue_at_saryagash_adds_the_hours_of_its_row_and_the_hire_of_the_wagons() -> None:
    """132 h more; 20 hoppers x 26.95 USD a day x 132 / 24 days = 2,964.50 USD."""
    before, after = best(WHEAT), best(WHEAT, "saryagash-queue-2025")
    assert before.crossings == after.crossings == ("kz-uz-saryagash-keles", "uz-tj-bekabad-nov")
    assert after.transit_h - before.transit_h == pytest.approx(132.0)
    assert after.cost_usd - before.cost_usd == pytest.approx(20 * 26.95 * 132 / 24)


def test_grain_is_let_through_when_other_goods_are_not() -> None:
    cement = Shipment("kz-shymkent", "tj-khujand", "c-2523-kz-tj", 600)
    name = "ktz-limit-2025-11"
    assert best(WHEAT, name).transit_h == best(WHEAT).transit_h
    before, after = (best(cement, *n, mode=Mode.RAIL) for n in ((), (name,)))
    if after.crossings == before.crossings:
        assert after.transit_h == pytest.approx(before.transit_h + 216)
    else:
        assert after.cost_usd > before.cost_usd


def test_the_line_by_maktaaral_passes_saryagash_by() -> None:
    before, after = best(WHEAT), best(WHEAT, "darbaza-maktaaral-open")
    assert after.crossings == ("kz-uz-maktaaral-syrdarya", "uz-tj-bekabad-nov")
    assert after.cost_usd < before.cost_usd


def test_winter_makes_the_mountain_road_four_hours_longer_at_the_wheel() -> None:
    """Khujand to Dushanbe over the passes: 5.9 h become 9.8; rests come on top."""
    roads = (
        "road-tj-shahriston--tj-shahriston-tunnel", "road-tj-shahriston-tunnel--tj-ayni",
        "road-tj-ayni--tj-istiqlol-tunnel", "road-tj-istiqlol-tunnel--tj-varzob",
    )  # fmt: skip
    hours = []
    for facts in (FACTS, scenario_facts(FACTS, ["winter"])):
        network = Network(facts)
        hours.append(
            sum(facts.links[id].km / (network.road_speed(facts.links[id]) or 0) for id in roads)
        )
    assert hours[0] == pytest.approx(5.9, abs=0.05)
    assert hours[1] - hours[0] == pytest.approx(4.0, abs=0.1)


def test_trucks_stand_three_days_in_the_queue_of_the_peak() -> None:
    before, after = (
        best(FLOUR, *n, objective=Objective.TIME) for n in ((), ("truck-queue-kz-uz",))
    )
    assert after.transit_h <= before.transit_h + 72
    assert after.transit_h > before.transit_h


def test_a_ban_of_grain_exports_leaves_no_way_for_wheat() -> None:
    network = Network(scenario_facts(FACTS, ["export-ban-grain"]))
    assert find_routes(network, WHEAT, limit=1).routes == ()
    potatoes = Shipment("kz-kostanay", "tj-khujand", "c-0701-kz-tj", 60)
    assert find_routes(network, potatoes, limit=1).routes


def test_a_discount_of_40_percent_is_paid_on_every_uzbek_haul_by_rail() -> None:
    """Keles - Bekabad and half of each hop: (5.5 + 0.035 x 224.5) x 1,340 t at 60 %."""
    before, after = best(WHEAT), best(WHEAT, "uty-discount-tj")
    haul = [
        sum(c.usd for leg in r.legs if leg.country == "UZ" for c in leg.charges
            if c.kind == "haulage")
        for r in (before, after)
    ]  # fmt: skip
    assert haul[1] == pytest.approx(0.6 * haul[0])


def test_scenarios_can_be_laid_one_over_another() -> None:
    both = best(WHEAT, "saryagash-queue-2025", "uty-discount-tj")
    plain, queue, cheap = (
        best(WHEAT),
        best(WHEAT, "saryagash-queue-2025"),
        best(WHEAT, "uty-discount-tj"),
    )
    assert both.cost_usd - plain.cost_usd == pytest.approx(
        (queue.cost_usd - plain.cost_usd) + (cheap.cost_usd - plain.cost_usd)
    )
