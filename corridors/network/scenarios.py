"""Scenarios applied: facts in, facts out, as rows laid over the tables.

Nothing downstream knows of scenarios. A closed crossing is a row whose status is closed, a
queue is a barrier that is added, a reform a shorter wait; search, certificate, ranges and
maps treat such rows as they treat the rest. A changed row names the scenario first among its
sources, and is no surer than the edit is.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from corridors.errors import RequestError, shorten
from corridors.model.scenario import Action, Scenario
from corridors.network.scenario_barriers import add, remove_or_scale
from corridors.network.scenario_builds import build, check_built
from corridors.network.scenario_changes import change
from corridors.network.scenario_draft import CLOSABLE, SOURCE_PREFIX, Draft, Ref
from network_data import Facts, FactsError
from network_data.reading import close_names
from network_data.records import Closure, Crossing

EVERY_GOOD: Final = tuple("0123456789")
"""Beginnings of every HS code: what a way closed to all goods excludes."""


def with_scenario(facts: Facts, *scenarios: Scenario) -> Facts:
    """Facts as they would be under some scenarios, one applied after another.

    Parameters
    ----------
    facts
        Shipped or own; they stay as they are.
    *scenarios
        Applied in this order. Where no two touch the same cell the order does not matter,
        and neither does it to the version of the result.

    Raises
    ------
    FactsError
        If an edit names nothing, or a figure cannot be; every fault is listed with its line.

    Examples
    --------
    >>> from network_data import load_facts
    >>> shut = Scenario("no-bekabad").close("uz-tj-bekabad-nov")
    >>> with_scenario(load_facts(), shut).crossings["uz-tj-bekabad-nov"].status
    'closed'
    """
    facts, _ = applied(facts, scenarios)
    return facts


def applied(facts: Facts, scenarios: Iterable[Scenario]) -> tuple[Facts, list[str]]:
    """The same, and notes on edits that change nothing."""
    draft = Draft(facts)
    parts: dict[str, Scenario] = {}
    for scenario in scenarios:
        for part in scenario.parts():
            if parts.setdefault(part.name, part) != part:
                raise RequestError(f"two scenarios go by the name {part.name}; rename one of them")
    for part in parts.values():
        _check_sources(draft, part)
        for number, edit in enumerate(part.edits, 1):
            _APPLY[edit.action](draft, Ref(part, edit, number))
    if not draft.problems:
        check_built(draft)
    if draft.problems:
        raise FactsError(draft.problems)
    return draft.finished(parts.values()), draft.notes


def _check_sources(draft: Draft, scenario: Scenario) -> None:
    """Note what the head or an edit rests on and is not known: each where it is said."""
    for key, message in _unknown(draft.facts, scenario.source, [scenario.confidence]):
        draft.fault_of_head(scenario, key, message)
    for position, edit in enumerate(scenario.edits, 1):
        own = [edit.confidence] if edit.confidence else []
        for key, message in _unknown(draft.facts, edit.source, own):
            draft.fault(Ref(scenario, edit, position), key, message)


def _unknown(
    facts: Facts, sources: Iterable[str], confidences: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """The key and what is wrong, of each source and confidence that the facts do not know."""
    for id in sources:
        if id not in facts.sources:
            hint = close_names(id, list(facts.sources), otherwise="; say it in note instead")
            yield "source", f"no source '{shorten(id)}'{hint}"
    for word in confidences:
        if word not in facts.confidences:
            words = ", ".join(facts.confidences)
            yield "confidence", f"'{shorten(word)}' is no confidence; use {words}"


def _close(draft: Draft, ref: Ref) -> None:
    edit = ref.edit
    rows = draft.named(ref, CLOSABLE, "ids")
    groups = _known_groups(draft, ref)
    if edit.from_day or edit.to_day:
        _close_on_days(draft, ref, rows, groups)
        return
    for table, row in rows:
        if not edit.ids and row.status != "open":
            continue  # what is chosen as one of many and is not open stays as it is
        if edit.months:
            if table == "terminals":
                draft.fault(ref, "months", f"{row.id} is a terminal; give it days, from and to")
                continue
            months = sorted({*row.closed_months, *edit.months}, key=int)
            draft.put(
                ref, table, row._replace(closed_months=tuple(months)), sets=("closed_months",)
            )
        elif edit.enters or edit.groups or edit.exempt_groups:
            if table != "crossings":
                key = "enters" if edit.enters else "groups"
                draft.fault(ref, key, f"{row.id} is no crossing; only those close to some")
                continue
            _close_to_some(draft, ref, row, groups)
        else:
            draft.put(ref, table, row._replace(status="closed"), sets=("status",))


def _close_to_some(draft: Draft, ref: Ref, row: Crossing, groups: tuple[str, ...]) -> None:
    """Close one way, or to some goods: what is kept out goes into what the row excludes."""
    enters = ref.edit.enters or (row.country_a, row.country_b)
    if not {row.country_a, row.country_b} & set(enters):
        if ref.edit.ids:
            draft.fault(ref, "enters", f"{row.id} leads into none of them")
        return
    kept_out = EVERY_GOOD
    if ref.edit.groups or ref.edit.exempt_groups:
        goods = draft.facts.commodities.values()
        kept_out = tuple(sorted({good.hs for good in goods if good.group in groups}))
    cells: dict[str, Any] = {
        f"excludes_{way}": tuple(dict.fromkeys((*getattr(row, f"excludes_{way}"), *kept_out)))
        for way, end in (("a_to_b", row.country_b), ("b_to_a", row.country_a))
        if end in enters
    }
    draft.put(ref, "crossings", row._replace(**cells))


def _close_on_days(
    draft: Draft, ref: Ref, rows: list[tuple[str, Any]], groups: tuple[str, ...]
) -> None:
    edit = ref.edit
    if not edit.from_day or (edit.to_day and edit.to_day < edit.from_day):
        draft.fault(ref, "from", "the last day comes before the first; give from and to")
        return
    if edit.enters and any(table != "crossings" for table, _ in rows):
        draft.fault(ref, "enters", "only crossings close one way")
        return
    if not rows:
        return
    every = {good.group for good in draft.facts.commodities.values()}
    ids = tuple(row.id for _, row in rows)
    row = Closure(
        id=f"{SOURCE_PREFIX}{ref.scenario.name}-{edit.from_day}-{min(ids)}",
        name=edit.note or ref.scenario.title or ref.scenario.name, ids=ids,
        from_day=edit.from_day, to_day=edit.to_day, enters=edit.enters,
        exempt_groups=tuple(sorted(every - set(groups))), note=edit.note, source=(),
        confidence=ref.confidence,
    )  # fmt: skip
    draft.put(ref, "closures", row, sets=("id",))


def _known_groups(draft: Draft, ref: Ref) -> tuple[str, ...]:
    """Groups of goods that a closing is for."""
    edit = ref.edit
    every = sorted({good.group for good in draft.facts.commodities.values()})
    if edit.groups and edit.exempt_groups:
        draft.fault(ref, "groups", "give groups or exempt_groups, not both")
    for key, names in (("groups", edit.groups), ("exempt_groups", edit.exempt_groups)):
        for name in names:
            if name not in every:
                hint = close_names(name, every, otherwise="; see `corridors cargoes`")
                draft.fault(ref, key, f"no group of goods '{shorten(name)}'{hint}")
    if edit.groups:
        return edit.groups
    return tuple(name for name in every if name not in edit.exempt_groups)


def _open(draft: Draft, ref: Ref) -> None:
    for table, row in draft.named(ref, CLOSABLE, "ids"):
        cells: dict[str, Any] = {"status": "open"}
        if table == "crossings":
            cells["freight_allowed"] = "yes"
        if (
            table != "terminals"
            and row.closed_months
            and any(item.figure == "all_year" for item in ref.edit.changes)
        ):
            cells["closed_months"] = ()
        draft.put(ref, table, row._replace(**cells), sets=("status",))


_APPLY: Final[dict[Action, Callable[[Draft, Ref], None]]] = {
    Action.CLOSE: _close,
    Action.OPEN: _open,
    Action.REMOVE: remove_or_scale,
    Action.SCALE: remove_or_scale,
    Action.ADD: add,
    Action.CHANGE: change,
    Action.BUILD: build,
}
