"""Maps of studies say what the tables of the study say."""

import math
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from corridors.errors import RequestError
from corridors.studies.result import Study
from corridors.views import study_flows
from corridors.views.study_maps import before_after_map, bottleneck_map, closure_map, study_map
from corridors.views.study_names import Names
from corridors.views.study_pages import (
    write_before_after_map,
    write_bottleneck_map,
    write_closure_map,
    write_study_map,
    write_study_report,
)
from corridors.views.words import words_in
from maps.flow_map import FlowMap, FlowPoint
from network_data import Facts
from tests.unit.corridors.views import small_studies as small

LARGEST, MOST_FEATURES = 3_000_000, 5_000


def point(flow_map: FlowMap, key: str) -> FlowPoint:
    return next(one for one in flow_map.points if one.key == key)


def test_a_line_is_as_wide_as_its_tonnes_and_coloured_by_what_its_freight_loses(
    facts: Facts,
) -> None:
    drawn = bottleneck_map(small.barriers(), facts)
    line = next(one for one in drawn.lines if one.key == small.RAIL_LINK)
    tonnes, usd, usd_per_t = (m.value(line.cells.sums()) for m in drawn.line_scale.measures)
    assert (tonnes, usd, usd_per_t) == (1000, 6000, 6)
    assert drawn.line_scale.measures[drawn.line_scale.size].label == "Tonnes a year"
    assert not line.dashed
    road = next(one for one in drawn.lines if one.key == small.ROAD_LINK)
    assert road.dashed
    assert road.marks == {"mode": ("road",), "country": ("KZ",)}


def test_a_circle_is_as_large_as_the_hours_lost(facts: Facts) -> None:
    drawn = bottleneck_map(small.barriers(), facts)
    values = {
        one.key: drawn.point_scale.measures[drawn.point_scale.size].value(one.sums())
        for one in drawn.points
    }
    assert values == {small.SARYAGASH: 13_500, small.BEKABAD: 6_000, small.KAZYGURT: 500}
    wait = next(m for m in drawn.point_scale.measures if m.label == "Mean wait, h")
    assert wait.value(point(drawn, small.SARYAGASH).sums()) == pytest.approx(13.5)


def test_months_add_up_to_the_year_and_each_tonne_counts_once(facts: Facts) -> None:
    by_month = bottleneck_map(small.barriers(), facts)
    assert by_month.periods[0] == "January"
    assert len(by_month.periods) == 12
    whole = bottleneck_map(
        small.barriers()._replace(
            tables=small.barriers().tables | {"flows": small.flows(months=False)}
        ),
        facts,
    )
    assert whole.periods == ()
    assert by_month.totals.sums() == pytest.approx(whole.totals.sums())
    assert by_month.totals.sums() == (20_000, 6_250)
    (part,) = point(by_month, small.SARYAGASH).parts
    assert [part.cells.periods[at] for at in range(len(part.cells))] == [0, 5]


def test_a_reader_can_choose_goods_modes_and_countries(facts: Facts) -> None:
    drawn = bottleneck_map(small.barriers(), facts)
    assert drawn.categories == ("grain", "vegetables")
    assert [one.key for one in drawn.filters] == ["mode", "country"]
    assert dict(drawn.filters[1].choices) == {
        "KZ": "Kazakhstan", "UZ": "Uzbekistan", "TJ": "Tajikistan",
    }  # fmt: skip


def test_a_barrier_of_a_country_points_at_the_crossings_of_its_mode_there(facts: Facts) -> None:
    (ranking,) = bottleneck_map(small.barriers(), facts).rankings
    rail, road = ranking.rows
    assert rail.keys == (small.SARYAGASH,)  # Bekabad lies between Uzbekistan and Tajikistan
    assert road.keys == (small.KAZYGURT,)
    assert rail.cells == ("1,412,346", "1,300,000", "1,000")


def test_a_barrier_on_the_way_points_at_the_lines_of_its_country(facts: Facts) -> None:
    study = small.barriers()
    ledger = study.tables["barriers"].with_columns(
        kind=pl.lit("inspection"), crossings=pl.lit(""), mode=pl.lit("road")
    )
    drawn = bottleneck_map(study._replace(tables=study.tables | {"barriers": ledger}), facts)
    assert drawn.rankings[0].rows[0].keys == (small.ROAD_LINK,)


def test_the_popup_of_a_crossing_tells_its_waits_charges_barriers_and_sources(
    facts: Facts,
) -> None:
    detail = dict(point(bottleneck_map(small.barriers(), facts), small.SARYAGASH).detail)
    assert detail["KZ → UZ"] == "13.5 h, 317 USD"
    assert detail["Worst wait"] == "144.0 h"
    assert "cpmm22-kz" in detail["Sources"]
    assert detail["Barriers"]
    assert detail["Confidence"]


def test_corridors_stand_beside_the_map_with_the_indicators_of_cpmm(facts: Facts) -> None:
    (ranking,) = study_map(small.corridors(), facts).rankings
    (row,) = ranking.rows
    assert row.keys == (small.SARYAGASH, small.BEKABAD)
    assert row.cells == ("1,000", "10.6", "66", "343", "8.2")
    assert ranking.columns[-1] == "km/h with delays"


def test_before_and_after_have_one_scale_and_a_table_of_differences(facts: Facts) -> None:
    drawn = before_after_map(small.compared(), (small.QUEUE,), facts)
    (side,) = drawn.sides
    assert side.name == "Saryagash with the queue of November and December 2025"
    assert drawn.side_name == "as things are"
    there = next(one for one in side.points if one.key == small.SARYAGASH)
    assert there.sums()[0] == 600
    assert point(drawn, small.SARYAGASH).sums()[0] == 1000
    differences = next(one for one in drawn.rankings if one.side == 0)
    first = {row.name: row.cells for row in differences.rows}["Saryagash – Keles"]
    assert first == ("KZ → UZ", "-400", "1,000", "600")


def test_a_scenario_that_was_not_compared_is_refused(facts: Facts, tmp_path: object) -> None:
    with pytest.raises(RequestError, match=r"no scenario winter .* saryagash-queue-2025"):
        write_before_after_map(small.compared(), "winter", facts, f"{tmp_path}/map.html")


def test_what_freight_cannot_do_without_stands_out_on_the_map_of_closures(facts: Facts) -> None:
    drawn = closure_map(small.closures(), facts)
    flagged = [one.key for one in (*drawn.points, *drawn.lines) if one.flagged]
    assert flagged == [small.BEKABAD]
    (line,) = drawn.lines  # nothing uses the other one
    assert line.cells.sums() == (1000, 81_443.4, 0, 50)
    assert {one.key for one in drawn.points} == {small.BEKABAD, "term-est-tj-nov"}
    assert drawn.rankings[0].rows[0].cells[:2] == ("40", "500")


def test_flows_saved_before_lines_knew_of_borders_are_drawn_by_their_own_delay(
    facts: Facts,
) -> None:
    study = small.closures()
    old = study._replace(
        kind="barriers",
        tables=small.barriers().tables | {"flows": small.flows().drop("border_usd")},
    )
    drawn = bottleneck_map(old, facts)
    assert sum(drawn.totals.sums()) > 0


def test_many_small_groups_are_put_together_before_months_are(
    facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(study_flows, "MOST_CELLS", 8)  # five flows, three in two months
    monkeypatch.setattr(study_flows, "FOLDS", ((1, True), (0, False)))
    fold = study_flows.folding([small.flows()])
    assert fold.groups == ("grain",)
    assert fold.others
    assert fold.months
    names = Names(facts, words_in("en"))
    assert study_flows.group_names(fold, names) == ("grain", "other goods")
    monkeypatch.setattr(study_flows, "MOST_CELLS", 7)
    fold = study_flows.folding([small.flows()])
    assert fold.months == ()
    drawn = study_flows.drawn_flows(small.flows(), fold, names)
    assert drawn.totals.sums() == (20_000, 6_250)


def test_what_the_facts_do_not_know_is_left_out_and_breaks_nothing(facts: Facts) -> None:
    study = small.barriers()
    strange = pl.concat([
        small.flows(), small.flows().with_columns(id=pl.lit("nowhere"), tonnes=pl.lit(9.0)),
    ])  # fmt: skip
    drawn = bottleneck_map(study._replace(tables=study.tables | {"flows": strange}), facts)
    assert all(one.key != "nowhere" for one in (*drawn.lines, *drawn.points))
    assert drawn.totals.sums() == (20_000, 6_250)


@pytest.mark.parametrize("lang", ["en", "ru", "kk", "tg"])
@pytest.mark.parametrize("kind", small.EVERY)
def test_every_page_is_small_and_written_in_the_language(
    facts: Facts, tmp_path: object, kind: str, lang: str
) -> None:
    study = small.EVERY[kind]()
    for number, write in enumerate((write_study_map, write_study_report)):
        path = f"{tmp_path}/{number}.html"
        size = write(study, facts, path, lang)
        assert 10_000 < size < LARGEST
        with open(path, encoding="utf-8") as file:
            page = file.read()
        assert f'<html lang="{lang}">' in page
        assert "Content-Security-Policy" in page
    drawn = study_map(study, facts, lang)
    assert len(drawn.lines) + len(drawn.points) < MOST_FEATURES


def test_the_same_study_gives_the_same_page(facts: Facts, tmp_path: Path) -> None:
    pages = []
    for number in range(2):
        paths = (tmp_path / f"m{number}.html", tmp_path / f"r{number}.html")
        write_bottleneck_map(small.barriers(), facts, paths[0])
        write_study_report(small.corridors(), facts, paths[1])
        pages.append([path.read_bytes() for path in paths])
    assert pages[0] == pages[1]


def test_a_page_that_cannot_be_written_is_told_in_a_sentence(
    facts: Facts, tmp_path: object
) -> None:
    with pytest.raises(RequestError, match="cannot write"):
        write_closure_map(small.closures(), facts, f"{tmp_path}/no/such/map.html")


def test_an_unknown_language_is_told_with_those_that_there_are(
    facts: Facts, tmp_path: object
) -> None:
    with pytest.raises(RequestError, match="no language 'xx'"):
        write_study_map(small.barriers(), facts, f"{tmp_path}/map.html", "xx")


def test_a_study_of_nothing_is_drawn_as_nothing(facts: Facts) -> None:
    study = small.barriers()
    empty = Study("barriers", {name: t.clear() for name, t in study.tables.items()}, small.ABOUT)
    drawn = bottleneck_map(empty, facts)
    assert (drawn.lines, drawn.points) == ((), ())
    assert all(math.isclose(value, 0) for value in drawn.totals.sums())
    assert replace(drawn).rankings[0].rows == ()
