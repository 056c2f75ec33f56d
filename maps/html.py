"""From a template and values to HTML, and from HTML to a file: nobody can forget to escape."""

import os
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from maps.escape import Html, escape

__all__ = ["fill_template", "write_page"]


def fill_template(template: str, **values: Any) -> Html:
    """Fill a template of ``maps/templates``; every value is escaped unless it is `Html`."""
    return Html(_ENVIRONMENT.get_template(template).render(**values))


def write_page(page: str, path: str | Path) -> int:
    """Write a page to a file, whole or not at all; the size in bytes comes back."""
    content = page.encode()
    target = Path(path)
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(content)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return len(content)


def _escape_unless_html(value: object) -> Html:
    """Every value that a template writes comes through here: nobody can forget to escape."""
    return value if isinstance(value, Html) else escape(str(value))


_ENVIRONMENT = Environment(
    loader=PackageLoader("maps", "templates"),
    finalize=_escape_unless_html,
    undefined=StrictUndefined,
    autoescape=False,  # finalize does it, and more thoroughly
    trim_blocks=True,
    lstrip_blocks=True,
)
