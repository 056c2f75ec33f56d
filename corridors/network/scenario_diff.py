"""What differs between two sets of facts, cell by cell."""

from typing import Any, NamedTuple

from network_data import TABLES, Facts

PROVENANCE = ("source", "confidence")


class Difference(NamedTuple):
    """A cell that differs.

    A row that one side lacks is one difference with an empty column; its side is ``None``.
    """

    table: str
    id: str
    column: str
    before: Any
    after: Any


def facts_diff(before: Facts, after: Facts) -> tuple[Difference, ...]:
    """Differences of two sets of facts, by table and id.

    Where the figures come from and how sure they are is left out, and so is the bibliography.

    Examples
    --------
    >>> from corridors.model.scenario import Scenario
    >>> from corridors.network.scenarios import with_scenario
    >>> from network_data import load_facts
    >>> facts = load_facts()
    >>> shut = with_scenario(facts, Scenario("no-bekabad").close("uz-tj-bekabad-nov"))
    >>> [(d.id, d.column, d.before, d.after) for d in facts_diff(facts, shut)]
    [('uz-tj-bekabad-nov', 'status', 'open', 'closed')]
    """
    found: list[Difference] = []
    for table in TABLES:
        one, other = before.table(table), after.table(table)
        if table == "sources" or one is other:
            continue
        for id in sorted({*one, *other}):
            a, b = one.get(id), other.get(id)
            if a is None or b is None:
                found.append(Difference(table, id, "", a, b))
            elif a != b:
                found += [
                    Difference(table, id, column, x, y)
                    for column, x, y in zip(a._fields, a, b, strict=True)
                    if x != y and column not in PROVENANCE
                ]
    return tuple(found)
