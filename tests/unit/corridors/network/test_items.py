"""Steps add up, and a span is written with its confidence."""

from corridors.network.items import Item, Span, Step, written_spell
from network_data import Facts


def test_a_step_is_the_sum_of_its_items_and_spans(toy: Facts) -> None:
    row = toy.tariffs["t-uz-rail"]
    step = Step(
        (Item("haulage", 560, row, ""), Item("hire", 18, row, "")),
        (Span("running", 9, True, row, ""), Span("border", 20, False, row, "")),
    )
    assert (step.usd, step.hours) == (578, 29)


def test_hours_are_written_with_their_basis_and_sources(toy: Facts) -> None:
    row = toy.speeds["s-uz-rail"]
    spell = written_spell(Span("running", 9, True, row, "{0:.1f} km at {1:g} km/h", (180, 20)))
    assert spell.basis == "180.0 km at 20 km/h"
    assert (spell.figures, spell.sources) == (("s-uz-rail",), ("toy",))
    assert spell.confidence == "published"
