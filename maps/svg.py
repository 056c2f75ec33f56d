"""Charts that were drawn elsewhere, made fit to stand in a page.

Charts come as SVG text. `inline_svg` lets through shapes and text and nothing else: no
script, no style sheet, no link, no picture, no handler, no address outside the chart. It also
renames what the chart refers to, so that several charts on a page keep apart.
"""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from maps.errors import MapDataError
from maps.escape import Html, escape

__all__ = ["inline_svg"]

_ELEMENTS = frozenset(
    {
        "circle", "clipPath", "defs", "ellipse", "g", "line", "path", "pattern", "polygon",
        "polyline", "rect", "svg", "text", "tspan", "use",
    }
)  # fmt: skip
_ATTRIBUTES = frozenset(
    {
        "clip-path", "cx", "cy", "d", "dx", "dy", "fill", "fill-opacity", "height", "id",
        "opacity", "patternUnits", "points", "r", "rx", "ry", "stroke", "stroke-dasharray",
        "stroke-width", "style", "text-anchor", "transform", "viewBox", "width", "x", "x1", "x2",
        "y", "y1", "y2",
    }
)  # fmt: skip
_PROPERTIES = frozenset(
    {
        "clip-path", "fill", "fill-opacity", "fill-rule", "font", "font-family", "font-size",
        "font-style", "font-weight", "opacity", "stroke", "stroke-dasharray",
        "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit",
        "stroke-opacity", "stroke-width", "text-anchor",
    }
)  # fmt: skip
_SIZES = frozenset({"width", "height"})
"""Of the chart itself: the page decides how wide it is, its view box how high then."""

_REFERENCE = re.compile(r"url\(#([\w.:-]+)\)")
_TAME = re.compile(r"[\w\s.,#%()'\"+-]*")
"""What a value may consist of once its references are taken out."""


def inline_svg(text: str, *, prefix: str, label: str) -> Html:
    """Make a chart fit to stand in a page.

    Parameters
    ----------
    text
        An SVG document.
    prefix
        What every id in it begins with afterwards: letters, digits and hyphens.
    label
        What the picture shows, for those who cannot see it.

    Raises
    ------
    MapDataError
        If the text is not an SVG document.

    Examples
    --------
    >>> inline_svg('<svg viewBox="0 0 1 1"><script>x</script></svg>', prefix="a-", label="A")
    '<svg role="img" aria-label="A" viewBox="0 0 1 1"></svg>'
    """
    start = text.find("<svg")
    try:
        root = ElementTree.fromstring(text[max(start, 0) :])
    except ElementTree.ParseError as error:
        raise MapDataError(f"chart '{label}': not an SVG drawing ({error})") from None
    if _name(root.tag) != "svg":
        raise MapDataError(f"chart '{label}': not an SVG drawing but <{_name(root.tag)}>")
    for size in _SIZES:
        root.attrib.pop(size, None)
    used = {match for value in _values(root) for match in _REFERENCE.findall(value)}
    used |= {value[1:] for value in _links(root) if value.startswith("#")}
    parts = list(_written(root, prefix, used))
    parts[0] = f'<svg role="img" aria-label="{escape(label)}"' + parts[0].removeprefix("<svg")
    return Html("".join(parts))


def _name(tag: object) -> str:
    """The name of an element or attribute without its namespace; comments have none."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _values(root: ElementTree.Element) -> Iterator[str]:
    return (value for element in root.iter() for value in element.attrib.values())


def _links(root: ElementTree.Element) -> Iterator[str]:
    return (
        value
        for element in root.iter()
        for key, value in element.attrib.items()
        if _name(key) == "href"
    )


def _written(element: ElementTree.Element, prefix: str, used: set[str]) -> Iterator[str]:
    name = _name(element.tag)
    if name not in _ELEMENTS:
        return
    attributes = []
    for key, value in element.attrib.items():
        kept = _kept(_name(key), value, name, prefix, used)
        if kept is not None:
            attributes.append(f' {_name(key)}="{escape(kept)}"')
    yield f"<{name}{''.join(attributes)}>"
    if name in ("text", "tspan"):
        yield escape(element.text or "")
    for child in element:
        yield from _written(child, prefix, used)
        if name in ("text", "tspan"):
            yield escape(child.tail or "")
    yield f"</{name}>"


def _kept(key: str, value: str, element: str, prefix: str, used: set[str]) -> str | None:
    """The value of an attribute as it may stand, or ``None``."""
    if key == "href":
        inside = element == "use" and re.fullmatch(r"#[\w.:-]+", value)
        return f"#{prefix}{value[1:]}" if inside else None
    if key not in _ATTRIBUTES:
        return None
    if key == "id":
        return prefix + value if value in used else None
    if key == "style":
        pairs = (part.partition(":") for part in value.split(";"))
        kept = [
            f"{name.strip()}:{tame}"
            for name, _, text in pairs
            if name.strip() in _PROPERTIES and (tame := _tame(text.strip(), prefix)) is not None
        ]
        return ";".join(kept) or None
    return _tame(value, prefix)


def _tame(value: str, prefix: str) -> str | None:
    """A value whose references lie within the chart, under their new names."""
    rest = _REFERENCE.sub("", value)
    if not _TAME.fullmatch(rest) or "url" in rest.lower():
        return None
    return _REFERENCE.sub(rf"url(#{prefix}\1)", value)
