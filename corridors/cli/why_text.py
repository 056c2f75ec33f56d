"""Why a route loses, as text: two routes side by side, and the figures that would decide."""

from corridors.cli.text import align
from corridors.model.comparison import BreakEven, Comparison, KindDifference, WhyNot
from corridors.model.route import LegKind
from corridors.model.shipment import Objective
from corridors.tables.differences import facility_names, price_of_choice
from network_data import Facts

JUDGED = {
    Objective.COST: "cheapest",
    Objective.TIME: "fastest",
    Objective.GENERALISED: "lowest generalised cost",
    Objective.CO2E: "least CO2e",
}


def why_text(
    answer: WhyNot | Comparison, facts: Facts, *, a: str = "", b: str = "the best route"
) -> str:
    """An answer of ``--why`` as text.

    ``a`` and ``b`` name the two routes, such as ``route 2`` and ``route 1``; the route of a
    `WhyNot` is named by its vias.
    """
    if isinstance(answer, Comparison):
        return _side_by_side(answer, facts, a or "the route", b) + "\n"
    named = f"the best route via {', '.join(answer.via)}"
    best = f"the best of all ({JUDGED[answer.objective]})"
    parts = [_side_by_side(answer.comparison, facts, named, best)]
    if answer.wins:
        parts.append("It does not lose: no route is better.")
        return "\n\n".join(parts) + "\n"
    found = [row for row in answer.figures if row.needed is not None]
    if found:
        parts.append(
            f"It loses by {answer.gap:,.2f} {answer.unit}. Each of these figures alone would make"
            f" it draw level, and win beyond:\n{_figures(found, answer)}"
        )
    else:
        parts.append(f"It loses by {answer.gap:,.2f} {answer.unit}. No figure alone would do.")
    never = [f"{row.figure} {row.column}" for row in answer.figures if row.needed is None]
    if never:
        parts.append(f"No value of these figures alone would do: {', '.join(never)}")
    if answer.left_out:
        parts.append(
            "Not looked into, since routes do not follow them in proportion or a rule limits what"
            f" they change: {', '.join(answer.left_out)}"
        )
    return "\n\n".join(parts) + "\n"


def _side_by_side(comparison: Comparison, facts: Facts, a: str, b: str) -> str:
    names = facility_names(facts)
    price = price_of_choice(comparison.a, comparison.b)
    rows = [
        [
            row.kind.value,
            row.country,
            _places(row.a, facts),
            _places(row.b, facts),
            f"{row.usd_a:,.0f}",
            f"{row.usd_b:,.0f}",
            f"{row.usd:+,.0f}",
            f"{row.hours_a:,.1f}",
            f"{row.hours_b:,.1f}",
            f"{row.hours:+,.1f}",
        ]
        for row in comparison.legs
    ]
    rows.append(
        [
            "total", "", "", "",
            f"{comparison.a.cost_usd:,.0f}", f"{comparison.b.cost_usd:,.0f}",
            f"{comparison.usd:+,.0f}",
            f"{comparison.a.transit_h:,.1f}", f"{comparison.b.transit_h:,.1f}",
            f"{comparison.hours:+,.1f}",
        ]
    )  # fmt: skip
    headings = ["leg", "country", "a", "b", "USD a", "USD b", "a - b", "h a", "h b", "a - b"]
    lines = [
        f"a: {a}",
        f"b: {b}",
        f"a instead of b: {price.text(names)}",
        align(headings, rows, right={4, 5, 6, 7, 8, 9}),
        f"USD by kind, a - b: {_kinds(comparison.kinds)}",
    ]
    if any(round(row.usd) for row in comparison.time_kinds):
        lines.append(f"not paid, a - b: {_kinds(comparison.time_kinds)}")
    return "\n".join(lines)


def _places(where: tuple[str, ...], facts: Facts) -> str:
    """Where legs lie: crossings and terminals by id, hauls by the names of their ends."""

    def named(id: str) -> str:
        place = facts.places.get(id)
        return place.name_en if place is not None else id

    return "; ".join(" - ".join(named(end) for end in leg.split(" - ")) for leg in where) or "-"


def _kinds(kinds: tuple[KindDifference, ...]) -> str:
    changed = [f"{row.kind} {row.usd:+,.0f}" for row in kinds if round(row.usd)]
    return ", ".join(changed) or "none"


def _figures(found: list[BreakEven], answer: WhyNot) -> str:
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
                row.unit,
                _number(row.present),
                _number(row.needed),
                f"{row.change:+,.6g}",
                f"{_number(row.low)}-{_number(row.high)}",
                "yes" if row.within_range else "no",
                row.confidence,
                other,
            ]
        )
    headings = ["figure", "column", "unit", "now", "needed", "change", "range", "within",
                "confidence", "then another way"]  # fmt: skip
    if not any(row[-1] for row in rows):
        headings, rows = headings[:-1], [row[:-1] for row in rows]
    return align(headings, rows, right={3, 4, 5, 6})


def _number(value: float) -> str:
    return f"{value:,.6g}"
