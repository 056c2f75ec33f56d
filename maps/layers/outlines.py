"""The ground of a map: countries, seas and borders, drawn under everything else."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from importlib import resources
from typing import Any

from branca.element import MacroElement
from folium.template import Template

from maps.labels import Labels
from maps.page import add_data, add_script
from maps.styles import GROUND

__all__ = ["OutlineLayer"]


class OutlineLayer(MacroElement):  # type: ignore[misc, unused-ignore]
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

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            drawOutlines({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, crossed: Iterable[str], labels: Labels, *, filled: bool = True) -> None:
        super().__init__()
        self._name = "OutlineLayer"
        outlines = read_outlines()
        self._data = {
            "outlines": outlines,
            "ground": asdict(GROUND),
            "crossed": sorted(set(crossed)),
            "filled": filled,
            "names": {
                feature["id"]: labels[f"country_{feature['id']}"]
                for feature in outlines["features"]
                if len(feature["id"]) == len("KZ")
            },
        }

    def render(self, **kwargs: Any) -> None:
        """Add the layer's parts to the page."""
        figure = self.get_root()
        add_script(figure, "outlines.js")
        add_data(figure, "outline-data", self._data)
        super().render(**kwargs)


def read_outlines() -> dict[str, Any]:
    """The shipped outlines: GeoJSON with a feature per country, ids are two-letter codes."""
    text = resources.files("maps").joinpath("data", "outlines.geojson").read_text("utf-8")
    outlines: dict[str, Any] = json.loads(text)
    return outlines
