"""Priced steps before they are written out: numbers now, words only when asked for.

The search adds up thousands of steps; only the few that end in a route are turned into
`Charge` and `Spell` with their basis, sources and ranges.
"""

from typing import NamedTuple, Protocol

from corridors.model.phrase import Phrase
from corridors.model.route import Charge, Spell
from network_data import Facts


class Figure(Protocol):
    """A row of the facts that a number comes from."""

    @property
    def id(self) -> str:
        """Id of the row."""

    @property
    def source(self) -> tuple[str, ...]:
        """Ids of its sources."""

    @property
    def confidence(self) -> str:
        """Its confidence word."""


class Item(NamedTuple):
    """An amount: kind, dollars, the row it comes from and how (template and its values).

    ``range_usd`` is its low and high end where they are not those of the row's confidence.
    """

    kind: str
    usd: float
    figure: Figure
    template: str
    values: tuple[object, ...] = ()
    confidence: str = ""
    range_usd: tuple[float, float] | None = None


class Span(NamedTuple):
    """Hours: kind, moving or not, the row they come from and how.

    ``keeps`` names whose opening hours they keep to (what, id, mode), if any.
    """

    kind: str
    hours: float
    moving: bool
    figure: Figure
    template: str
    values: tuple[object, ...] = ()
    confidence: str = ""
    keeps: tuple[str, str, str] | None = None


class Step(NamedTuple):
    """A priced step: its amounts, hours, kilometres by its mode and kg of CO2e."""

    items: tuple[Item, ...]
    spans: tuple[Span, ...]
    co2e_kg: float = 0.0

    @property
    def usd(self) -> float:
        """Sum of the amounts."""
        return sum((item.usd for item in self.items), 0.0)

    @property
    def hours(self) -> float:
        """Sum of the hours."""
        return sum((span.hours for span in self.spans), 0.0)


def confidence_range(facts: Facts, figure: Figure, confidence: str = "") -> tuple[float, float]:
    """Low and high factor of a figure: its own where the row gives them, else its word's."""
    low = getattr(figure, "low_factor", None)
    high = getattr(figure, "high_factor", None)
    word = facts.confidences[confidence or figure.confidence]
    return (
        word.low_factor if low is None else low,
        word.high_factor if high is None else high,
    )


def written_charge(item: Item, facts: Facts) -> Charge:
    """The charge that an item stands for."""
    low, high = item.range_usd or (
        item.usd * factor for factor in confidence_range(facts, item.figure, item.confidence)
    )
    return Charge(
        kind=item.kind,
        usd=item.usd,
        low_usd=low,
        high_usd=high,
        basis=Phrase(item.template, *item.values),
        figures=(item.figure.id,),
        sources=item.figure.source,
        confidence=item.confidence or item.figure.confidence,
    )


def written_spell(span: Span) -> Spell:
    """The spell that a span stands for."""
    return Spell(
        kind=span.kind,
        hours=span.hours,
        moving=span.moving,
        basis=Phrase(span.template, *span.values),
        figures=(span.figure.id,),
        sources=span.figure.source,
        confidence=span.confidence or span.figure.confidence,
    )
