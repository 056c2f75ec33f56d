"""The ground of a map: countries, seas and borders, drawn under everything else."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from importlib import resources
from typing import Any

from folium.template import Template

from maps.labels import Labels
from maps.page import PageLayer
from maps.styles import GROUND

__all__ = ["OutlineLayer"]

_NAMELESS = frozenset({"blank", "water"})
"""Areas of the outlines that are no country."""


class OutlineLayer(PageLayer):
    """Country outlines and names.

    Parameters
    ----------
    crossed
        Two-letter codes of the countries to draw lighter.
    labels
        Names of the countries.
    filled
        Whether countries hide what is below; lines only, where tiles are shown.
    """

    scripts = ("outlines.js",)
    _template = Template(
        """
        {% macro script(this, kwargs) %}
            drawOutlines({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, crossed: Iterable[str], labels: Labels, *, filled: bool = True) -> None:
        outlines = read_outlines()
        codes = [feature["id"] for feature in outlines["features"]]
        data = {
            "outlines": outlines,
            "ground": asdict(GROUND),
            "crossed": sorted(set(crossed)),
            "filled": filled,
            "names": {code: labels[f"country_{code}"] for code in codes if code not in _NAMELESS},
        }
        super().__init__({"outline-data": data})


def read_outlines() -> dict[str, Any]:
    """The shipped outlines: GeoJSON with a feature per country, ids are two-letter codes."""
    text = resources.files("maps").joinpath("data", "outlines.geojson").read_text("utf-8")
    outlines: dict[str, Any] = json.loads(text)
    return outlines
