"""What stands between the data and the pages: every string passes through here exactly once.

`escape` serves HTML, `safe_json` serves ``<script type="application/json">`` blocks.  Folium
escapes nothing, runs much text through a template engine twice and puts some of it into
JavaScript template literals; so braces, backticks and dollar signs are escaped too.
"""

import json
import re
from typing import Any

__all__ = ["Html", "escape", "safe_json"]

_MARKUP = "&<>\"'`$\\{}"
_NO_CHARACTER = "&#65533;"
"""U+FFFD, for code points that HTML knows no reference for: NUL, C1 controls, surrogates."""

_ENTITIES: dict[int, str] = {
    **dict.fromkeys((0x00, *range(0x7F, 0xA0), *range(0xD800, 0xE000)), _NO_CHARACTER),
    **{code: f"&#{code};" for code in (*range(0x01, 0x20), 0x2028, 0x2029)},
    **{ord(character): f"&#{ord(character)};" for character in _MARKUP},
}

_JSON_ESCAPES: dict[int, str] = {
    code: f"\\u{code:04x}"
    for code in (
        *(ord(character) for character in _MARKUP if character not in '"\\'),
        *range(0x7F, 0xA0),
        0x2028,
        0x2029,
        *range(0xD800, 0xE000),
    )
}
_JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


class Html(str):
    """Text that is HTML already and must not be escaped again."""

    __slots__ = ()


def escape(text: str) -> Html:
    r"""Turn text into HTML that shows it and can do nothing else.

    Each of ``& < > " ' ` $ \ { }`` and each control character or line separator becomes its
    numeric entity, so the result is inert in element content, in quoted attributes and in
    templates that are rendered again.

    Examples
    --------
    >>> escape("<b>${x}")
    '&#60;b&#62;&#36;&#123;x&#125;'
    """
    return Html(text.translate(_ENTITIES))


def safe_json(value: Any) -> Html:
    r"""Write a value as JSON that can stand inside a script element.

    Characters that could end the element or start a template are written as ``\uXXXX``
    within the strings; the value read back is the same.

    Raises
    ------
    ValueError
        If a number is not finite.

    Examples
    --------
    >>> safe_json({"name": "</script>"})
    '{"name":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Html(_JSON_STRING.sub(lambda match: match.group().translate(_JSON_ESCAPES), text))
