"""The words that a map of the network says by itself, in the shape of those of `maps.labels`."""

from collections.abc import Mapping

from maps.labels import ENGLISH, Labels

__all__ = ["NETWORK_WORDS", "network_labels"]

NETWORK_WORDS: Mapping[str, str] = {
    "network_map": "Map of the network",
    "network_fit": "Fit the map to the network",
    "network_search": "Find a place",
    "network_search_hint": "Type a name in any language; Enter shows the first one found.",
    "network_nothing_found": "No such place on the map",
    "network_colour": "Colour of lines",
    "network_by_mode": "by mode",
    "network_by_confidence": "by confidence",
    "network_shown": "What is shown",
    "network_show_rail": "Railways",
    "network_show_road": "Roads",
    "network_show_crossing": "Border crossings",
    "network_show_terminal": "Terminals",
    "network_show_project": "Projects",
    "network_show_unbuilt": "Not open: closed, under construction, planned",
    "network_confidence": "Confidence of the figures",
    "network_measured": "Measured",
    "network_published": "Published",
    "network_derived": "Derived",
    "network_estimate": "Estimate",
    "network_ranking": "Border crossings by wait",
    "network_ranking_hint": "Mean hours in the slower direction. A name shows the crossing.",
    "network_crossing": "Crossing",
    "network_by": "By",
    "network_wait_h": "Wait, h",
    "network_unbuilt": "Line that is not open",
    "network_shut": "Border crossing closed to freight",
    "network_terminal": "Terminal",
    "network_project": "Project",
    "network_line": "Line",
    "network_close": "Close",
}


def network_labels(labels: Labels = ENGLISH) -> Labels:
    """The words of a language with those of this module, in English where it has none."""
    return Labels(labels.lang, {**NETWORK_WORDS, **labels.texts})
