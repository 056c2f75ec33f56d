"""The toy of the Ferghana valley: 5,200 t of wheat a year, 52 shipments of 100 t.

All rail costs 1928.4 USD and 59.2 h, in which an hour of the goods is 1 USD: 1987.6 USD. An
hour of the two hoppers' hire is 2 USD. Rail to Kokand and on by Tajik truck costs 2930.5 USD
and 45.05 h, so 2975.55 USD; by Uzbek truck to Kokand and on by rail 3780.4 USD and 60.2 h, so
3840.6 USD (worked out in ``tests/peer/test_toy_by_hand.py``).
"""

import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from corridors.errors import RequestError
from corridors.model.demand import Demand, DemandRow
from corridors.model.scenario import Scenario
from corridors.model.shipment import Objective
from corridors.network.scenarios import with_scenario
from corridors.studies.basis import Basis
from corridors.studies.closures import study_closures
from corridors.studies.compare import compare_scenarios
from corridors.studies.ledger import study_barriers
from corridors.studies.performance import study_corridors
from corridors.studies.result import read_study, write_study
from network_data.records import Barrier
from tests.instances import changed, ferghana_toy, row

SPRING = (0.0, 0.0, 0.5, 0.25, 0.25, *(0.0,) * 7)
WHEAT = Demand(
    (DemandRow("d", "wheat", "uz-andijan", "tj-khujand", 5200.0, 5.2e6, "estimate", SPRING),),
    2026, "wheat",
)  # fmt: skip
QUEUE = row(
    Barrier, "b-queue", name="queue of wagons", type="border_wait", use="base",
    place_or_country=("UZ",), place_kind="country", mode="rail", groups=("all",),
    direction="both", side="out", vehicle_reg="any", extra_h=15.0, extra_usd=70.0,
    reform="one inspection",
)  # fmt: skip
CHECK = row(
    Barrier, "b-check", name="inspection", type="inspection", use="now", add=True,
    place_or_country=("UZ",), place_kind="country", crossing_ids=("uz-tj-suvonobod",),
    mode="rail", groups=("grain",), direction="UZ>TJ", vehicle_reg="any", extra_h=4.0,
)  # fmt: skip


def basis(*barriers: Barrier, objective: Objective = Objective.GENERALISED) -> Basis:
    facts = changed(ferghana_toy(), barriers=barriers) if barriers else ferghana_toy()
    return Basis(facts, WHEAT, objective, lot_t=100.0)


def only(table: pl.DataFrame, **cells: object) -> dict[str, object]:
    """The one row of a table that has these cells."""
    return table.row(by_predicate=pl.all_horizontal(
        pl.col(name) == value for name, value in cells.items()), named=True)  # fmt: skip


def test_a_queue_of_wagons_costs_hire_time_and_charges() -> None:
    # 15 h x (2 USD hire + 1 USD of the goods) + 70 USD x 2 wagons = 185 USD a shipment
    study = study_barriers(basis(QUEUE))
    found = only(study.tables["barriers"], barrier="b-queue")
    assert found["static_loss_usd"] == pytest.approx(52 * 185)
    assert found["gain_usd"] == pytest.approx(52 * 185)
    assert found["exposure_t"] == pytest.approx(5200)
    assert found["exposure_usd"] == pytest.approx(5.2e6)
    assert found["hours_saved_h"] == pytest.approx(52 * 15)
    assert found["reform"] == "one inspection"
    # published figures may be 15 % less or more
    assert found["gain_low_usd"] == pytest.approx(52 * 185 * 0.85)
    assert found["gain_high_usd"] == pytest.approx(52 * 185 * 1.15)
    assert found["top5_share"] is None


def test_measured_by_cost_the_time_of_the_goods_is_left_out() -> None:
    study = study_barriers(basis(QUEUE, objective=Objective.COST))
    gain = only(study.tables["barriers"], barrier="b-queue")["gain_usd"]
    assert gain == pytest.approx(52 * (15 * 2 + 70 * 2))


def test_who_gains_and_which_barriers_add_up() -> None:
    # the inspection adds 4 h x 3 USD; it is met beside the queue, so the two add up
    study = study_barriers(basis(QUEUE, CHECK))
    assert study.tables["barriers"]["barrier"].to_list() == ["b-queue", "b-check"]
    check = only(study.tables["barriers"], barrier="b-check")
    assert check["gain_usd"] == pytest.approx(52 * 12)
    # its 4 h may be 3.4 or 4.6 h
    assert check["gain_low_usd"] == pytest.approx(52 * 12 * 0.85)
    assert check["gain_high_usd"] == pytest.approx(52 * 12 * 1.15)
    (pair,) = study.tables["pairs"].rows(named=True)
    assert pair["gain_both_usd"] == pytest.approx(52 * (185 + 12))
    assert pair["interaction_usd"] == pytest.approx(0, abs=1e-6)
    gains = study.tables["beneficiaries"].filter(pl.col("barrier") == "b-queue")
    names = {row["dimension"]: row["name"] for row in gains.rows(named=True)}
    assert names == {
        "origin_country": "UZ", "destination_country": "TJ", "group": "grain",
        "region": "uz-andijan",
    }  # fmt: skip
    assert gains["gain_usd"].to_list() == pytest.approx([52 * 185] * 4)


def test_freight_that_comes_to_a_crossing_gains_more_than_it_loses_today() -> None:
    """With 400 h of inspection rail is left; without it freight comes back to rail."""
    long = CHECK._replace(extra_h=400.0)
    found = only(study_barriers(basis(long)).tables["barriers"], barrier="b-check")
    assert found["exposure_t"] == 0
    assert found["static_loss_usd"] == 0
    assert found["gain_usd"] == pytest.approx(52 * (2975.55 - 1987.6))


def test_closing_the_railway_sends_freight_over_the_road_crossing() -> None:
    closures = study_closures(basis()).tables["closures"]
    crossing = only(closures, id="uz-tj-suvonobod")
    assert crossing["cost_usd_per_day"] == pytest.approx(52 * (2975.55 - 1987.6) / 365)
    assert crossing["rerouted_t_per_day"] == pytest.approx(5200 / 365)
    assert crossing["undeliverable_t_per_day"] == 0
    assert crossing["new_crossings"] == "uz-tj-andarkhon"
    assert crossing["single_point"] is False
    first_line = only(closures, id="rail-andijan-kokand")
    assert first_line["cost_usd_per_day"] == pytest.approx(52 * (3840.6 - 1987.6) / 365)
    assert first_line["new_crossings"] == ""
    terminal = only(closures, id="term-kokand")
    assert terminal["tonnes_affected"] == 0
    assert terminal["cost_usd_per_day"] == 0


def test_without_another_way_freight_is_left_behind() -> None:
    facts = with_scenario(ferghana_toy(), Scenario("no-road").close("uz-tj-andarkhon"))
    study = study_closures(Basis(facts, WHEAT, lot_t=100.0))
    crossing = only(study.tables["closures"], id="uz-tj-suvonobod")
    assert crossing["rank"] == 1
    assert crossing["undeliverable_t_per_day"] == pytest.approx(5200 / 365)
    assert crossing["cost_usd_per_day"] == 0
    assert crossing["single_point"] is True


def test_a_scenario_beside_the_baseline() -> None:
    shut = with_scenario(ferghana_toy(), Scenario("no-rail").close("uz-tj-suvonobod"))
    study = compare_scenarios(basis(), [Basis(shut, WHEAT, lot_t=100.0)])
    assert study.scenarios == ("no-rail",)
    now, then = study.tables["compare"].rows(named=True)
    assert (now["scenario"], then["scenario"]) == ("baseline", "no-rail")
    assert now["total_usd"] == pytest.approx(52 * 1928.4)
    assert now["generalised_usd"] == pytest.approx(52 * 1987.6)
    assert then["hours"] == pytest.approx(52 * 45.05)
    assert then["common_change_usd"] == pytest.approx(52 * (2975.55 - 1987.6))
    rows = study.tables["compare_crossings"].rows(named=True)
    shift = {row["crossing"]: row["change_t"] for row in rows if row["scenario"] == "no-rail"}
    assert shift == {"uz-tj-andarkhon": pytest.approx(5200), "uz-tj-suvonobod": -5200}
    group = only(study.tables["compare_groups"], scenario="no-rail")
    assert (group["direction"], group["group"]) == ("uz-tj", "grain")
    assert group["change_usd"] == pytest.approx(52 * (2975.55 - 1987.6))
    assert "flows_no-rail" in study.tables


def test_a_corridor_has_the_indicators_of_its_routes() -> None:
    study = study_corridors(basis())
    (corridor,) = study.tables["corridors"].rows(named=True)
    assert corridor["crossings"] == "uz-tj-suvonobod"
    assert corridor["usd_per_t"] == pytest.approx(19.284)
    assert corridor["transit_h"] == pytest.approx(59.2)
    assert corridor["h_per_crossing"] == pytest.approx(20.2)
    assert corridor["usd_per_crossing_20t"] == pytest.approx(200 * 20 / 100)
    assert corridor["usd_per_500km_20t"] == pytest.approx(1928.4 / 5 / 264 * 500)
    assert corridor["kmh_moving"] == pytest.approx(20)
    assert corridor["kmh_with_delay"] == pytest.approx(264 / 59.2)
    stairs = study.tables["staircase"]
    assert stairs["km"].to_list() == pytest.approx([0, 0, 180, 180, 184, 264, 264])
    assert stairs["hours"].to_list() == pytest.approx([0, 16, 25, 45, 45.2, 49.2, 59.2])
    assert stairs["usd"][-1] == pytest.approx(19.284)


def test_flows_hold_the_tonnes_and_the_delay_of_what_is_used() -> None:
    flows = study_barriers(basis(QUEUE)).tables["flows"]
    assert flows["tonnes"].to_list() == pytest.approx([5200] * 4)
    crossing = only(flows, kind="crossing")
    assert (crossing["id"], crossing["direction"]) == ("uz-tj-suvonobod", "UZ>TJ")
    assert crossing["delay_h"] == pytest.approx(5200 * 20)
    # 20 h x (2 USD hire + 1 USD of the goods) + 100 USD x 2 wagons
    assert crossing["delay_usd"] == pytest.approx(52 * (60 + 200))
    assert crossing["shipments"] == pytest.approx(52)
    # Each line tells what its freight loses at borders.
    assert flows["border_usd"].to_list() == pytest.approx([52 * 260] * 4)


def test_months_share_out_the_year_and_closures_of_a_month_count_in_it() -> None:
    """Half of the wheat goes in March, in which the railway crossing is closed."""
    facts = changed(ferghana_toy(), barriers=[QUEUE])
    shut = facts.crossings["uz-tj-suvonobod"]._replace(closed_months=("3",))
    facts = changed(facts, crossings=[shut])
    study = study_barriers(Basis(facts, WHEAT, lot_t=100.0), by_month=True)
    months = study.tables["barriers_by_month"]
    gains = {row["month"]: row["gain_usd"] for row in months.rows(named=True)}
    assert gains[3] == 0
    assert gains[4] == gains[5] == pytest.approx(13 * 185)
    assert sum(gains.values()) == pytest.approx(26 * 185)
    total = only(study.tables["barriers"], barrier="b-queue")
    assert total["gain_usd"] == pytest.approx(26 * 185)
    flows = study.tables["flows"].filter(pl.col("kind") == "crossing")
    tonnes = {(r["month"], r["id"]): r["tonnes"] for r in flows.rows(named=True)}
    assert tonnes[3, "uz-tj-andarkhon"] == pytest.approx(2600)
    assert tonnes[4, "uz-tj-suvonobod"] == pytest.approx(1300)
    assert tonnes[0, "uz-tj-suvonobod"] == pytest.approx(2600)


def test_draws_keep_to_the_ranges_and_to_their_seed() -> None:
    one, same, other = (
        study_barriers(basis(QUEUE, CHECK), draws=5000, seed=seed).tables["barriers"]
        for seed in (1, 1, 2)
    )
    assert one.equals(same)
    assert not one.equals(other)
    queue = only(one, barrier="b-queue")
    # Nine tenths of a triangle between 0.85 and 1.15 lie within 0.88 and 1.12.
    for end, factor in ((queue["draws_low_usd"], 0.897), (queue["draws_high_usd"], 1.103)):
        assert end == pytest.approx(52 * 185 * factor, rel=0.015)
    assert queue["top5_share"] == 1
    assert (queue["rank_low"], queue["rank_high"]) == (1, 1)
    assert only(one, barrier="b-check")["rank_low"] == 2


def test_tables_come_back_from_their_directory_with_units(tmp_path: Path) -> None:
    study = study_barriers(basis(QUEUE))
    names = write_study(study, tmp_path / "ledger")
    again = read_study(tmp_path / "ledger")
    assert again.kind == "barriers"
    assert again.about == study.about
    assert all(again.tables[name].equals(table) for name, table in study.tables.items())
    assert sorted(names) == sorted(p.name for p in (tmp_path / "ledger").iterdir())
    for name, table in study.tables.items():
        read = pl.read_csv(tmp_path / "ledger" / f"{name}.csv", encoding="utf8-lossy")
        assert read.height == table.height
        assert [column.lstrip("\ufeff") for column in read.columns] == table.columns


def test_what_is_no_study_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="no study in"):
        read_study(tmp_path)
    document = {
        "schema": "corridors.study/1", "kind": "barriers", "tables": ["../up"], "about": {},
        "scenarios": [],
    }  # fmt: skip
    (tmp_path / "study.json").write_text(json.dumps(document))
    with pytest.raises(RequestError, match="no usable name"):
        read_study(tmp_path)


def test_barriers_that_cannot_be_removed_are_all_named() -> None:
    idle = CHECK._replace(id="b-idle", extra_h=None)
    past = CHECK._replace(id="b-past", use="hist", add=False)
    with pytest.raises(RequestError) as refused:
        study_barriers(basis(QUEUE, idle, past), barriers=["b-queu", "b-idle", "b-past"])
    said = str(refused.value)
    assert "did you mean b-queue" in said
    assert "b-idle has neither hours nor dollars" in said
    assert "b-past is not met now" in said


@pytest.mark.parametrize("lot_t", [0.0, -5.0, float("nan"), 1e9])
def test_a_shipment_has_a_size(lot_t: float) -> None:
    with pytest.raises(RequestError, match="is no shipment"):
        replace(basis(), lot_t=lot_t)


def test_what_nothing_leads_to_is_left_behind_with_its_reason() -> None:
    far = WHEAT.rows[0]._replace(id="far", destination="60,10")
    demand = Demand((*WHEAT.rows, far), 2026, "two")
    facts = changed(ferghana_toy(), barriers=[QUEUE])
    for study in (study_closures, study_barriers):
        found = study(Basis(facts, demand, lot_t=100.0))
        (lost,) = found.tables["undelivered"].rows(named=True)
        assert lost["shipment"] == "far"
        assert lost["tonnes"] == pytest.approx(5200)
        assert lost["reason"]
    gain = only(found.tables["barriers"], barrier="b-queue")["gain_usd"]
    assert gain == pytest.approx(52 * 185)


def test_what_has_no_route_in_one_month_is_lost_in_that_month_alone() -> None:
    facts = changed(ferghana_toy(), barriers=[QUEUE])
    shut = [row._replace(closed_months=("3",)) for row in facts.crossings.values()]
    found = study_barriers(Basis(changed(facts, crossings=shut), WHEAT, lot_t=100.0), by_month=True)
    (lost,) = found.tables["undelivered"].rows(named=True)
    assert lost["tonnes"] == pytest.approx(2600)


def test_many_sizes_of_shipments_are_measured_a_part_at_a_time() -> None:
    """A hundred rows of as many tonnages gain what each of them gains by itself."""
    rows = [
        WHEAT.rows[0]._replace(id=f"d{t}", tonnes_per_year=float(t), value_usd=1000.0 * t)
        for t in range(50, 150)
    ]
    facts = changed(ferghana_toy(), barriers=[QUEUE])
    study = study_barriers(Basis(facts, Demand(tuple(rows), 2026, "many"), lot_t=1e6))
    # 15 h: hire of 1 USD a wagon, the goods 0.01 USD a tonne; 70 USD a wagon; 60 t a wagon
    gain = sum(
        15 * (wagons + tonnes / 100) + 70 * wagons
        for tonnes in (row.tonnes_per_year for row in rows)
        for wagons in [-(-tonnes // 60)]
    )
    assert only(study.tables["barriers"], barrier="b-queue")["gain_usd"] == pytest.approx(gain)
