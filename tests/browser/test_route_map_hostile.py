"""Names that try to become programs stay names."""

from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from maps import (
    DrawnChart,
    DrawnLeg,
    DrawnLine,
    DrawnPoint,
    DrawnRoute,
    RouteMap,
    SourceLine,
    write_route_map,
)
from tests.browser.opened import OpenFile

pytestmark = pytest.mark.browser

PAYLOADS = {
    "script": "<script>window.__pwned = 1; alert(1)</script>",
    "script end": "</script><script>window.__pwned = 1</script>",
    "comment": "<!--<script>window.__pwned = 1",
    "image": '<img src="x" onerror="window.__pwned = 1">',
    "double quote": '"><svg onload="window.__pwned = 1">',
    "single quote": "' onmouseover='window.__pwned = 1",
    "template literal": "${window.__pwned = 1}${alert(1)}",
    "backtick": "`+(window.__pwned = 1)+`",
    "backslash": '\\";window.__pwned = 1;//\\',
    "braces": "{{7*7}}{{ cycler.__init__ }}",
    "block": "{% for x in [1] %}pwned{% endfor %}{# gone #}{% endraw %}",
    "address": "javascript:window.__pwned=1",
    "line ends": "a\nwindow.__pwned = 1\u2028window.__pwned = 1\u2029b",
    "entity": "&lt;b&gt;&#60;&amp;",
    "style end": "</style></title></textarea></template><b>",
    "one long word": "Қ" * 300,
}


def hostile_map(text: str) -> RouteMap:
    """A map with the text in every field that takes text."""
    drawing = f'<svg viewBox="0 0 100 20"><text y="9" fill="red">{escape(text)}</text></svg>'
    chart = DrawnChart(text, drawing)
    route = DrawnRoute(
        name=text,
        tags=(text, text),
        summary=((text, text),) * 5,
        lines=(
            DrawnLine("rail", ((53.2, 63.6), (44.8, 65.5)), text, leg=0),
            DrawnLine("road", ((44.8, 65.5), (40.3, 69.6)), text, leg=1),
        ),
        points=tuple(
            DrawnPoint(
                kind, 53.2 - 3 * i, 63.6 + 1.5 * i, text, (text, text), 5.0, ((text, text),), 0
            )
            for i, kind in enumerate(("origin", "crossing", "transshipment", "via", "destination"))
        ),
        legs=(
            DrawnLeg(
                "haul", "rail", text, text, text + " ", 1, 1, 1, 0, 2, 1, text, (text,), text, text
            ),
            DrawnLeg("crossing", "", text, text, text, 1, 1, 1, 2, 4, 1, text, (text, text)),
        ),
        indicators=((text, text),),
        indicators_note=text,
        charts=(chart,),
    )
    return RouteMap(text, text, (route, route), (SourceLine(*(text,) * 5),), text, (text, text))


TOUCH_EVERYTHING = """() => {
    const all = (selector) => [...document.querySelectorAll(selector)];
    all("details").forEach((fold) => { fold.open = true; });
    for (const line of all(".leaflet-chosen-pane path, .leaflet-others-pane path")) {
        for (const event of ["mouseover", "mousemove", "mouseout"]) {
            line.dispatchEvent(new MouseEvent(event, { bubbles: true }));
        }
    }
    all(".route-detail:not([hidden]) button").forEach((button) => button.click());
    for (const point of all(".point")) {
        point.focus();
        point.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
    }
}"""
"""Opens every tooltip, every fold and every leg."""

PLACES = [
    "h1",
    ".subtitle",
    ".route-name",
    ".tag",
    ".figure-value",
    ".summary dt",
    ".summary dd",
    ".leg-country",
    ".leg-clock span:last-child",
    ".indicators dd",
    ".indicators-note",
    ".chart text",
    ".leg-more p",
    ".leg-more li",
    ".notes li",
    ".sources cite",
    ".sources code",
    ".panel-foot code",
    ".map-label.label-origin",
    ".tip-name",
    ".tip-rows dd:last-child",
]
"""Where a text from the data stands alone."""

TEXTS = """(places) => places.map((place) => document.querySelector(place)?.textContent)"""

STRANGERS = """() => [...document.querySelectorAll("*")].filter((element) =>
    element.matches("img, iframe, object, embed, b, a[href^='javascript']") ||
    element.getAttributeNames().some((name) => name.startsWith("on"))
).map((element) => element.outerHTML)"""
"""Elements that the page has no use for, and any with an event handler in an attribute."""


@pytest.mark.parametrize("payload", list(PAYLOADS.values()), ids=list(PAYLOADS))
def test_hostile_names_are_shown_and_not_run(
    open_page: OpenFile, payload: str, tmp_path: Path
) -> None:
    path = tmp_path / "hostile.html"
    write_route_map(hostile_map(payload), path)
    opened = open_page(path)
    page = opened.page
    for route in page.locator('input[name="route"]').all():
        route.check()
        page.evaluate(TOUCH_EVERYTHING)
    page.wait_for_timeout(50)

    assert dict(zip(PLACES, page.evaluate(TEXTS, PLACES), strict=True)) == dict.fromkeys(
        PLACES, payload
    )
    assert page.title() == payload.replace("\n", " ")
    assert page.evaluate("typeof window.__pwned") == "undefined"
    assert page.evaluate(STRANGERS) == []
    assert (opened.requests, opened.errors, opened.dialogs) == ([], [], [])


@pytest.mark.parametrize("name", ["one long word", "line ends"])
def test_strange_names_do_not_widen_a_phone(open_page: OpenFile, name: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    write_route_map(hostile_map(PAYLOADS[name]), path)
    page = open_page(path, width=390, height=844).page
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize(
    "attempt",
    [
        "const s = document.createElement('script'); s.textContent = 'window.__pwned = 1';"
        "document.body.append(s)",
        "document.body.insertAdjacentHTML('beforeend', "
        '\'<img src="data:," onerror="window.__pwned = 1">\')',
        "document.body.insertAdjacentHTML('beforeend', "
        "'<iframe srcdoc=\"<script>parent.__pwned = 1</script>\"></iframe>')",
        "const s = document.createElement('script'); s.src = 'https://elsewhere.test/x.js';"
        "document.body.append(s)",
        "document.querySelector('h1').setAttribute('onclick', 'window.__pwned = 1');"
        "document.querySelector('h1').click()",
    ],
    ids=["inline script", "inline handler", "frame", "script from elsewhere", "click handler"],
)
def test_the_policy_stops_what_escaping_would_have_missed(
    open_page: OpenFile, kostanay_khujand_file: Path, attempt: str
) -> None:
    opened = open_page(kostanay_khujand_file)
    opened.page.evaluate(f"() => {{ {attempt} }}")
    opened.page.wait_for_timeout(100)
    assert opened.page.evaluate("typeof window.__pwned") == "undefined"
    assert opened.requests == []
    assert any("Content Security Policy" in error for error in opened.errors)
