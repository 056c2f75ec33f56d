"""From a folium map to one HTML file that needs nothing else.

Folium writes pages that fetch scripts and style sheets from other hosts.  `render_page`
replaces each of these links by the text that ``folium-offline`` carries and gives the page a
content security policy that lets no script run but those it was written with.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from importlib import resources
from typing import Any, ClassVar

from branca.element import Element, Figure, MacroElement
from folium.folium import Map
from offlinefolium import elements as offline_pack

from maps.errors import UnknownAddressError
from maps.escape import Html, escape, safe_json
from maps.tiles import Tiles

__all__ = ["PageLayer", "add_html", "empty_map", "render_page"]

_UNUSED = frozenset(
    {
        "bootstrap",
        "bootstrap_css",
        "awesome_markers",
        "awesome_markers_css",
        "awesome_markers_font_css",
        "awesome_rotate_css",
        "glyphicons_css",
    }
)
"""Folium's names for what its base page loads and no map of ours needs."""

_SCRIPT_LINK = re.compile(r'<script src="([^"]*)"></script>')
_STYLE_LINK = re.compile(r'<link rel="stylesheet" href="([^"]*)"\s*/>')
_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)
_VIEWPORT = re.compile(r'<meta name="viewport"[^>]*>')
_CHARSET = re.compile(r'<meta http-equiv="content-type"[^>]*>')
_JQUERY_USE = re.compile(r"\$[(.]|\bjQuery\b")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_CSS_ADDRESS = re.compile(r"url\(\s*(?!['\"]?data:)[^)]*\)")


_DEEPEST_ZOOM = 11
"""Closer up the outlines, good for about 1:1,000,000, would disagree with the lines."""


def empty_map() -> Map:
    """A map of Central Asia with nothing on it and no background from elsewhere."""
    return Map(
        location=(45.0, 68.0),
        zoom_start=5,
        tiles=None,
        zoom_control=False,
        font_size="13px",
        minZoom=3,
        maxZoom=_DEEPEST_ZOOM,
        zoomSnap=0.25,
    )


class Verbatim(Element):  # type: ignore[misc, unused-ignore]  # branca has no types
    """Text that enters a page as it stands; a plain element would read it as a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render(self, **_: Any) -> str:
        """The text."""
        return self._text


class PageLayer(MacroElement):  # type: ignore[misc, unused-ignore]  # branca has no types
    """A layer that brings its own scripts, style sheets and data to the page.

    A subclass declares the assets and a ``_template`` with a ``script`` macro that starts it.

    Attributes
    ----------
    scripts, styles
        Files of ``maps/templates``; a page holds each of them once.
    data
        Values by id: each becomes a JSON block that scripts find by this id.
    """

    scripts: ClassVar[tuple[str, ...]] = ()
    styles: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call, unused-ignore]  # branca has no types
        self._name = type(self).__name__
        self.data = data

    def render(self, **kwargs: Any) -> str:
        """Add the layer's parts to the page."""
        figure = _figure_of(self)
        for name in self.styles:
            sheet = f"<style>\n{_read_template(name)}</style>\n"
            figure.header.add_child(Verbatim(sheet), name=name)
        for name in self.scripts:
            figure.script.add_child(Verbatim(_read_template(name)), name=name)
        for name, value in self.data.items():
            block = f'<script type="application/json" id="{name}">{safe_json(value)}</script>\n'
            figure.html.add_child(Verbatim(block), name=name)
        # branca has no types
        super().render(**kwargs)  # type: ignore[no-untyped-call, unused-ignore]
        return ""


def add_html(canvas: Map, html: Html, *, name: str) -> None:
    """Add safe HTML to the page of a map, before the map itself."""
    _figure_of(canvas).html.add_child(Verbatim(html), name=name)


def render_page(canvas: Map, *, title: str, lang: str, tiles: Tiles | None = None) -> str:
    """Render a map to one self-contained HTML page.

    Parameters
    ----------
    canvas
        A folium map with its layers.
    title
        Title of the page, plain text.
    lang
        Language of the page's own words.
    tiles
        Online tiles that the map shows, if any: the only host that the page may turn to.

    Raises
    ------
    UnknownAddressError
        If the map needs a file that the offline pack lacks.
    """
    figure = _figure_of(canvas)
    _number_elements(figure)
    figure.title = escape(title)
    html = figure.render()
    html = _CHARSET.sub("", html)
    html = _VIEWPORT.sub(
        '<meta name="viewport" content="width=device-width, initial-scale=1" />', html
    )
    html = html.replace("<html>", f'<html lang="{escape(lang)}">', 1)
    html = _inline_links(html)
    html = html.replace("\r\n", "\n").replace("\r", "\n")
    policy = _content_security_policy(html, tiles)
    head = (
        '<head>\n<meta charset="utf-8" />\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}" />'
    )
    return html.replace("<head>", head, 1)


def _figure_of(element: Element) -> Figure:
    root = element.get_root()
    if not isinstance(root, Figure):
        raise TypeError(f"{element.get_name()} does not stand on a page")
    return root


def _read_template(name: str) -> str:
    return resources.files("maps").joinpath("templates", name).read_text("utf-8")


def _number_elements(figure: Figure) -> None:
    """Give elements running numbers for names, so that the same map is the same page."""
    pending: list[Element] = [figure]
    number = 0
    while pending:
        element = pending.pop()
        element._id = str(number)
        number += 1
        pending.extend(reversed(list(element._children.values())))


def _inline_links(html: str) -> str:
    left_out = {address for name, address in (*Map.default_js, *Map.default_css) if name in _UNUSED}
    own_scripts = "".join(match["text"] for match in _SCRIPT.finditer(html) if _runs(match))
    if not _JQUERY_USE.search(own_scripts):
        left_out |= {address for name, address in Map.default_js if name == "jquery"}

    def script(match: re.Match[str]) -> str:
        address = match[1]
        return "" if address in left_out else f"<script>{_script_text(address)}</script>"

    def style(match: re.Match[str]) -> str:
        address = match[1]
        return "" if address in left_out else f"<style>{_style_text(address)}</style>"

    return _STYLE_LINK.sub(style, _SCRIPT_LINK.sub(script, html))


def _script_text(address: str) -> str:
    text = _SOURCE_MAP.sub("", _packed(address))
    text = re.sub(r"</(?=script)", r"<\\/", text, flags=re.IGNORECASE)
    return text.replace("<!--", r"<\!--")


def _style_text(address: str) -> str:
    text = _CSS_ADDRESS.sub("none", _packed(address))
    return re.sub(r"</(?=style)", r"<\\/", text, flags=re.IGNORECASE)


def _packed(address: str) -> str:
    try:
        return str(offline_pack._res[address])
    except KeyError:
        raise UnknownAddressError(address) from None


def _runs(script: re.Match[str]) -> bool:
    return "application/json" not in script["attributes"]


def _content_security_policy(html: str, tiles: Tiles | None) -> str:
    scripts = [match["text"] for match in _SCRIPT.finditer(html) if _runs(match)]
    digests = (hashlib.sha256(text.encode()).digest() for text in scripts)
    hashes = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    images = " ".join(("data:", "blob:", *(tiles.origins if tiles else ())))
    return (
        f"default-src 'none'; img-src {images}; font-src data:; style-src 'unsafe-inline'; "
        f"script-src {hashes}; base-uri 'none'; form-action 'none'"
    )
