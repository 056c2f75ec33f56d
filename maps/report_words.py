"""The words that a report says by itself, in the shape of those of `maps.labels`."""

from collections.abc import Mapping

from maps.flow_words import flow_labels
from maps.labels import ENGLISH, Labels

__all__ = ["REPORT_WORDS", "report_labels"]

REPORT_WORDS: Mapping[str, str] = {
    "report_findings": "Findings",
    "report_map": "On the map",
    "report_whole": "The whole network",
    "report_near": "Around the border crossings",
    "report_method": "How it was worked out",
    "report_sources": "Sources",
    "report_source": "Source",
    "report_publisher": "Published by",
    "report_used_for": "Used for",
    "report_confidence": "Confidence",
}


def report_labels(labels: Labels = ENGLISH) -> Labels:
    """The words of a language with those of this module, in English where it has none."""
    return Labels(labels.lang, {**REPORT_WORDS, **flow_labels(labels).texts})
