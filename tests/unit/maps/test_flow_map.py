"""A flow map says what it was given, once, and what cannot be drawn is refused."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from maps.draw_flow_map import render_flow_map, write_flow_map
from maps.errors import MapDataError
from maps.flow_map import Cells, FlowLine, FlowMap, FlowPart, FlowPlace, FlowPoint, Measure
from maps.flow_words import FLOW_WORDS, flow_labels, period_name
from maps.labels import ENGLISH
from maps.layers.flows import FLOW_STYLE
from maps.styles import DELAY_RAMP
from tests.unit.maps.flow_maps import small_flow_map

SHOWN = re.compile(r"<t[dh][^>]*>(.*?)</t[dh]>", re.DOTALL)


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="flow-data">(.*?)</script>', page)
    assert found
    return dict(json.loads(found[1]))


def test_the_data_classes_need_nothing_that_draws() -> None:
    code = "import sys, maps.flow_map; print([m for m in ('folium', 'jinja2') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_ratio_is_that_of_the_sums_and_nothing_where_nothing_moves() -> None:
    wait = Measure("Mean wait, h", 1, over=0)
    assert wait.value((400, 5600)) == 14
    assert wait.value((0, 0)) == 0


def test_the_table_without_scripts_shows_the_whole_the_busiest_crossing_first() -> None:
    page = render_flow_map(small_flow_map())
    table = page[page.index('id="ranking"') : page.index("</table>")]
    body = table[table.index("<tbody>") :]
    # 5700 h x t over 450 t; 1200 over 40
    assert SHOWN.findall(body) == [
        "Saryagash – Keles", "450", "12.7", "Kazygurt – Najimov", "40", "30.0",
    ]  # fmt: skip
    figures = page[page.index('id="figures"') :]
    assert re.findall(r"<dd>(.*?)</dd>", figures)[:2] == ["490", "1.65"]


def test_cells_reach_the_page_as_they_are() -> None:
    data = data_of(render_flow_map(small_flow_map()))
    assert data["lines"][0]["cells"] == [[0, 0, 1], [0, -1, 1], [300, 100, 50], [600, 200, 10]]
    assert [part["label"] for part in data["points"][0]["parts"]] == ["KZ → UZ", "UZ → KZ"]
    assert data["periods"] == ["March 2027", "April 2027"]


def test_the_legend_is_made_of_the_table_that_the_lines_are_drawn_from() -> None:
    assert data_of(render_flow_map(small_flow_map()))["style"]["ramp"] == list(DELAY_RAMP)
    assert len(FLOW_STYLE.shares) == len(DELAY_RAMP) - 1


def test_the_same_flows_are_the_same_page(tmp_path: Path) -> None:
    first = render_flow_map(small_flow_map())
    assert render_flow_map(small_flow_map()) == first
    assert write_flow_map(small_flow_map(), tmp_path / "map.html") == len(first.encode())


def test_choices_with_one_answer_are_not_offered() -> None:
    flows = small_flow_map()
    one = replace(
        flows,
        lines=(), points=(), categories=("wheat",), periods=(), filters=flows.filters[:0],
        totals=Cells((0,), (-1,), ((5.0,), (1.0,))),
    )  # fmt: skip
    page = render_flow_map(one)
    for mark in ('id="category"', 'data-mark="', 'id="period"', 'id="ranking"'):
        assert mark in render_flow_map(flows)
        assert mark not in page[page.index('<main class="panel') : page.index("</main>")]


def test_names_are_escaped_in_the_table_and_in_the_data() -> None:
    name = "</script><script>x()</script>${x}`{{7*7}}{% raw %}"
    page = render_flow_map(small_flow_map(name))
    assert name not in page
    assert "49" not in SHOWN.findall(page[page.index("<tbody>") :])[0]
    assert data_of(page)["points"][0]["name"] == name


def test_every_word_has_its_translation_table_and_keys_keep_apart() -> None:
    assert not FLOW_WORDS.keys() & ENGLISH.texts.keys()
    assert flow_labels()["flow_title"] == FLOW_WORDS["flow_title"]
    assert flow_labels()["legend"] == ENGLISH["legend"]


@pytest.mark.parametrize(
    ("period", "name"),
    [("2027-12", "December 2027"), ("2027-Q4", "Q4 2027"), ("2027", "2027")],
)
def test_a_period_is_named_in_words(period: str, name: str) -> None:
    assert period_name(period, flow_labels()) == name


def test_the_legend_names_what_width_colour_and_size_stand_for() -> None:
    for key in ("width", "colour", "size", "fill"):
        assert "{measure}" in FLOW_WORDS[f"flow_legend_{key}"]


def many_lines(flows: FlowMap) -> FlowMap:
    return replace(flows, lines=flows.lines[:1] * 4_999)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda f: many_lines(f), "5,001 features are more than 5,000"),
        (lambda f: replace(f, categories=("wheat",)), "line 'Arys – Keles'.*of no category"),
        (lambda f: replace(f, periods=("March",)), "line 'Arys – Keles'.*of no period"),
        (lambda f: replace(f, totals=Cells((), (), ())), "totals: a measure asks for value 1"),
        (lambda f: Cells((0,), (), ((1.0,),)), "differ in number"),
        (lambda f: Cells((0,), (0,), ((float("nan"),),)), "not finite"),
        (lambda f: FlowLine(name="stub", points=((1, 2),), cells=Cells((), (), ())), "two points"),
        (lambda f: FlowPoint(name="Nau", position=(91, 2), parts=()), "'Nau'.*no latitude"),
        (lambda f: FlowPoint(name="Nau", position=(1, 2), parts=()), "'Nau': it has no part"),
        (lambda f: FlowPlace("Oz", (float("nan"), 1)), "'Oz'.*no latitude"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_its_place(
    make: Callable[[FlowMap], object], message: str
) -> None:
    with pytest.raises(MapDataError, match=message):
        make(small_flow_map())


def test_a_circle_is_the_sum_of_its_directions() -> None:
    cells = Cells((0,), (0,), ((1.0,), (2.0,)))
    point = FlowPoint(name="x", position=(1, 2), parts=(FlowPart("a", cells), FlowPart("b", cells)))
    assert point.sums() == (2, 4)
