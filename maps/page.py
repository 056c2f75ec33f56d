"""From a folium map to one HTML file that needs nothing else.

Folium writes pages that fetch scripts and style sheets from other hosts.  `render_page`
replaces each of these links by the text that ``folium-offline`` carries and gives the page a
content security policy that lets no script run but those it was written with.
"""

import base64
import hashlib
import re
from importlib import resources
from typing import Any

from branca.element import Element, Figure
from folium.folium import Map
from offlinefolium.elements import _res as _OFFLINE_PACK

from maps.errors import UnknownAddressError
from maps.escape import Html, escape, safe_json
from maps.tiles import Tiles

__all__ = [
    "Verbatim",
    "add_data",
    "add_html",
    "add_script",
    "add_style",
    "read_template",
    "render_page",
]

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


class Verbatim(Element):  # type: ignore[misc, unused-ignore]
    """Text that enters a page as it stands; a plain element would read it as a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render(self, **kwargs: Any) -> str:
        """The text."""
        return self._text


def read_template(name: str) -> str:
    """Text of a file of ``maps/templates``."""
    return resources.files("maps").joinpath("templates", name).read_text("utf-8")


def add_script(figure: Figure, name: str) -> None:
    """Add a file of ``maps/templates`` to the scripts of a page, once."""
    figure.script.add_child(Verbatim(read_template(name)), name=name)


def add_style(figure: Figure, name: str) -> None:
    """Add a file of ``maps/templates`` to the style sheets of a page, once."""
    figure.header.add_child(Verbatim(f"<style>\n{read_template(name)}</style>\n"), name=name)


def add_html(figure: Figure, html: Html, *, name: str) -> None:
    """Add safe HTML to the body of a page."""
    figure.html.add_child(Verbatim(html), name=name)


def add_data(figure: Figure, name: str, value: Any) -> None:
    """Add a value as a JSON block with the id ``name``, for scripts to read."""
    block = f'<script type="application/json" id="{name}">{safe_json(value)}</script>\n'
    figure.html.add_child(Verbatim(block), name=name)


def render_page(figure: Figure, *, title: str, lang: str, tiles: Tiles | None = None) -> str:
    """Render a figure to one self-contained HTML page.

    Parameters
    ----------
    figure
        Root of a folium map.
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
    left_out = {
        address for name, address in (*Map.default_js, *Map.default_css) if name in _UNUSED
    }
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
        return str(_OFFLINE_PACK[address])
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
