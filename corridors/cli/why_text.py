"""Why a route loses, as text: two routes side by side, and the figures that would decide."""

from corridors.cli.text import align
from corridors.model.comparison import BreakEven, Comparison, KindDifference, WhyNot
from corridors.model.phrase import Phrase
from corridors.model.route import LegKind
from corridors.model.shipment import Objective
from corridors.tables.differences import price_of_choice
from corridors.views.words import ENGLISH, Words
from network_data import Facts

BEST_OF_ALL = {
    Objective.COST: Phrase("the best of all (cheapest)"),
    Objective.TIME: Phrase("the best of all (fastest)"),
    Objective.GENERALISED: Phrase("the best of all (lowest generalised cost)"),
    Objective.CO2E: Phrase("the best of all (least CO2e)"),
}
THE_ROUTE = Phrase("the route")
THE_BEST = Phrase("the best route")


def why_text(
    answer: WhyNot | Comparison,
    facts: Facts,
    *,
    a: str = "",
    b: str = THE_BEST,
    words: Words = ENGLISH,
) -> str:
    """An answer of ``--why`` as text.

    ``a`` and ``b`` name the two routes, such as ``route 2`` and ``route 1``; the route of a
    `WhyNot` is named by its vias.
    """
    if isinstance(answer, Comparison):
        return _side_by_side(answer, facts, a or THE_ROUTE, b, words) + "\n"
    named = Phrase("the best route via {vias}", vias=", ".join(answer.via))
    parts = [_side_by_side(answer.comparison, facts, named, BEST_OF_ALL[answer.objective], words)]
    if answer.wins:
        parts.append(words("It does not lose: no route is better."))
        return "\n\n".join(parts) + "\n"
    lost = {"gap": answer.gap, "unit": answer.unit}
    found = [row for row in answer.figures if row.needed is not None]
    if found:
        line = words(
            "It loses by {gap:,.2f} {unit}. Each of these figures alone would make it draw level,"
            " and win beyond:",
            **lost,
        )
        parts.append(f"{line}\n{_figures(found, answer, words)}")
    else:
        parts.append(words("It loses by {gap:,.2f} {unit}. No figure alone would do.", **lost))
    never = [f"{row.figure} {row.column}" for row in answer.figures if row.needed is None]
    if never:
        parts.append(
            words("No value of these figures alone would do: {figures}", figures=", ".join(never))
        )
    if answer.left_out:
        parts.append(
            words(
                "Not looked into, since routes do not follow them in proportion or a rule limits"
                " what they change: {figures}",
                figures=", ".join(answer.left_out),
            )
        )
    return "\n\n".join(parts) + "\n"


def _side_by_side(comparison: Comparison, facts: Facts, a: str, b: str, words: Words) -> str:
    price = price_of_choice(comparison.a, comparison.b)
    number = words.number
    rows = [
        [
            words.say(row.kind.value),
            row.country,
            _places(row.a, facts, words),
            _places(row.b, facts, words),
            number(row.usd_a),
            number(row.usd_b),
            number(row.usd, "+,.0f"),
            number(row.hours_a, ",.1f"),
            number(row.hours_b, ",.1f"),
            number(row.hours, "+,.1f"),
        ]
        for row in comparison.legs
    ]
    rows.append(
        [
            words("total"), "", "", "",
            number(comparison.a.cost_usd), number(comparison.b.cost_usd),
            number(comparison.usd, "+,.0f"),
            number(comparison.a.transit_h, ",.1f"), number(comparison.b.transit_h, ",.1f"),
            number(comparison.hours, "+,.1f"),
        ]
    )  # fmt: skip
    headings = [
        words("leg"), words("country"), "a", "b", words("USD a"), words("USD b"), "a - b",
        words("h a"), words("h b"), "a - b",
    ]  # fmt: skip
    lines = [
        f"a: {words.say(a)}",
        f"b: {words.say(b)}",
        words("a instead of b: {price}", price=price.text(words.facilities(facts))),
        align(headings, rows, right={4, 5, 6, 7, 8, 9}),
        words("USD by kind, a - b: {kinds}", kinds=_kinds(comparison.kinds, words)),
    ]
    if any(round(row.usd) for row in comparison.time_kinds):
        lines.append(words("not paid, a - b: {kinds}", kinds=_kinds(comparison.time_kinds, words)))
    return "\n".join(lines)


def _places(where: tuple[str, ...], facts: Facts, words: Words) -> str:
    """Where legs lie: crossings and terminals by id, hauls by the names of their ends."""
    return (
        "; ".join(" - ".join(words.place(facts, end) for end in leg.split(" - ")) for leg in where)
        or "-"
    )


def _kinds(kinds: tuple[KindDifference, ...], words: Words) -> str:
    changed = [
        f"{words.say(row.kind)} {words.number(row.usd, '+,.0f')}" for row in kinds if round(row.usd)
    ]
    return ", ".join(changed) or words("none")


def _figures(found: list[BreakEven], answer: WhyNot, words: Words) -> str:
    rows = []
    kinds = (LegKind.CROSSING, LegKind.TRANSSHIPMENT)
    now = tuple(leg.facility for leg in answer.comparison.a.legs if leg.kind in kinds)
    for row in found:
        assert row.needed is not None
        assert row.change is not None
        other = ", ".join(row.through) if row.through != now else ""
        rows.append(
            [
                row.figure,
                row.column,
                words.say(row.unit),
                _number(row.present, words),
                _number(row.needed, words),
                words.number(row.change, "+,.6g"),
                f"{_number(row.low, words)}-{_number(row.high, words)}",
                words("yes") if row.within_range else words("no"),
                words.say(row.confidence),
                other,
            ]
        )
    headings = [
        words("figure"), words("column"), words("unit"), words("now"), words("needed"),
        words("change"), words("range"), words("within"), words("confidence"),
        words("then another way"),
    ]  # fmt: skip
    if not any(row[-1] for row in rows):
        headings, rows = headings[:-1], [row[:-1] for row in rows]
    return align(headings, rows, right={3, 4, 5, 6})


def _number(value: float, words: Words) -> str:
    return words.number(value, ",.6g")
