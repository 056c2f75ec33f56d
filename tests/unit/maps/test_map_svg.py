"""Charts that stand in a page bring shapes and text and nothing else."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from maps import DrawnChart, DrawnRoute, MapDataError, RouteMap, render_route_map
from maps.svg import inline_svg

HEAD = (
    '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
    '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="5cm" height="2cm" viewBox="0 0 10 4">'
)


def drawn(inside: str, *, prefix: str = "c-") -> str:
    """What comes through of a chart with this inside, without its own element."""
    text = inline_svg(f"{HEAD}{inside}</svg>", prefix=prefix, label="A chart")
    start = '<svg role="img" aria-label="A chart" viewBox="0 0 10 4">'
    assert text.startswith(start)
    return text.removeprefix(start).removesuffix("</svg>")


def test_shapes_and_text_pass_and_the_page_decides_the_size() -> None:
    shape = '<path d="M 0 0 L 10 4" style="fill:none;stroke:#3b6fa0;stroke-width:2"></path>'
    assert drawn(shape) == shape
    assert drawn('<text x="1" y="2">Қостанай &amp; Co</text>') == (
        '<text x="1" y="2">Қостанай &#38; Co</text>'
    )


@pytest.mark.parametrize(
    "stranger",
    [
        "<script>window.x = 1</script>",
        "<style>* { display: none }</style>",
        '<image xlink:href="https://elsewhere.test/a.png"/>',
        '<a href="https://elsewhere.test"><text>click</text></a>',
        "<foreignObject><p>text</p></foreignObject>",
        '<animate attributeName="href" to="javascript:x"/>',
        "<metadata>about</metadata>",
        "<title>tip</title>",
        "<!-- a remark -->",
    ],
)
def test_what_is_no_shape_is_left_out(stranger: str) -> None:
    assert drawn(f'<g>{stranger}<path d="M 0 0"></path></g>') == '<g><path d="M 0 0"></path></g>'


@pytest.mark.parametrize(
    "attribute",
    [
        'onload="x()"',
        'onclick="x()"',
        'class="panel"',
        'fill="url(https://elsewhere.test/#a)"',
        'style="background:url(https://elsewhere.test/)"',
        'style="fill:url( https://elsewhere.test/#a )"',
        r'style="fill:u\72l(https://elsewhere.test/)"',
        'style="position:fixed"',
        'd="M 0 0&quot;&gt;&lt;script&gt;"',
    ],
)
def test_an_attribute_that_could_do_more_than_draw_is_left_out(attribute: str) -> None:
    assert drawn(f"<path {attribute}/>") == "<path></path>"


@pytest.mark.parametrize("address", ["https://elsewhere.test/a.svg#b", "javascript:x", "data:,x"])
def test_a_chart_uses_its_own_parts_only(address: str) -> None:
    assert drawn(f'<use xlink:href="{address}"/>') == "<use></use>"


def test_parts_that_are_referred_to_get_names_of_their_own() -> None:
    """Two charts of a page may have the same names inside."""
    marker = (
        '<defs><path id="m1" d="M 0 0"/><clipPath id="p1"><rect width="1" height="1"/></clipPath>'
        '</defs><g id="axes_1" clip-path="url(#p1)"><use xlink:href="#m1" x="3"/></g>'
    )
    first, second = drawn(marker, prefix="a-"), drawn(marker, prefix="b-")
    for name in ("m1", "p1"):
        assert f'id="a-{name}"' in first
        assert f'id="b-{name}"' in second
    assert 'href="#a-m1"' in first
    assert 'clip-path="url(#a-p1)"' in first
    assert "axes_1" not in first  # nothing refers to it


def test_hostile_text_is_shown_as_it_stands() -> None:
    hostile = "&lt;script&gt;${x}`{{7*7}}"
    assert drawn(f"<text>{hostile}</text>") == (
        "<text>&#60;script&#62;&#36;&#123;x&#125;&#96;&#123;&#123;7*7&#125;&#125;</text>"
    )


@pytest.mark.parametrize(
    "text", ["", "no drawing", "<svg><g></svg>", "<p>text</p>", "<svg>&unknown;</svg>"]
)
def test_what_is_no_drawing_is_refused_with_its_name(text: str) -> None:
    with pytest.raises(MapDataError, match="chart 'Legs': not an SVG drawing"):
        inline_svg(text, prefix="c-", label="Legs")


def test_a_bomb_of_entities_is_refused() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg><text>&b;</text></svg>'
    with pytest.raises(MapDataError):
        inline_svg(bomb, prefix="c-", label="Legs")
    with pytest.raises(MapDataError):
        inline_svg(f"<svg>{bomb}</svg>", prefix="c-", label="Legs")


def test_charts_indicators_and_clock_times_stand_in_the_panel(
    two_towns: RouteMap, short_haul: Callable[..., DrawnRoute]
) -> None:
    chart = DrawnChart("Legs over time", f'{HEAD}<text id="t">a bar</text></svg>')
    route = short_haul()
    dated = replace(route.legs[1], start_at="Mon 28 Dec 10:00", end_at="Mon 28 Dec 15:30 +05:00")
    route = replace(
        route,
        legs=(route.legs[0], dated, route.legs[2]),
        indicators=(("TFI1 hours per crossing", "4.5 h"),),
        indicators_note="Too low: something is unknown.",
        charts=(chart,),
    )
    plain = render_route_map(two_towns)
    page = render_route_map(replace(two_towns, routes=(route,), charts=(chart,)))
    assert page.count("a bar</text>") == 2
    assert page.count('aria-label="Legs over time"') == 2
    assert "<dt>TFI1 hours per crossing</dt><dd>4.5 h</dd>" in page
    assert "Too low: something is unknown." in page
    assert "<span>Mon 28 Dec 10:00 –</span> <span>Mon 28 Dec 15:30 +05:00</span>" in page
    for mark in ('class="chart"', 'leg-clock">', "CAREC CPMM"):
        assert mark not in plain
