"""``corridors scenario``: list, show, check and compare scenarios."""

from typing import Any

import click

from corridors.cli.options import deliver, say
from corridors.cli.text import align
from corridors.errors import printable
from corridors.io.scenario_toml import find_scenario, scenario_facts, scenario_names
from corridors.model.scenario import Action, Edit, How, Scenario
from corridors.network.scenario_diff import Difference, facts_diff
from corridors.network.scenarios import applied
from network_data import Facts, load_facts

SCHEMA = "corridors.scenario.diff/1"
_FACTS = click.option("--facts", "facts_dir", metavar="DIR",
                      help="Directory of your own fact tables.")  # fmt: skip
BASELINE = "baseline"


@click.group()
def scenario() -> None:
    """List, show, check and compare scenarios: what would be different.

    A scenario goes by the name of a shipped one or by the path of a TOML file.
    """


@scenario.command("list")
def list_() -> None:
    """Name the shipped scenarios."""
    rows = []
    for name in scenario_names():
        found = find_scenario(name)
        rows.append([name, str(_count(found)), found.confidence, found.title])
    say(align(["scenario", "edits", "confidence", "what would be different"], rows, right={1}))


@scenario.command()
@click.argument("name", metavar="NAME|FILE")
@_FACTS
def show(name: str, facts_dir: str | None) -> None:
    """Print the edits of a scenario, why each is there and where it comes from."""
    facts = load_facts(facts_dir)
    found = find_scenario(name)
    say(f"{found.name}: {found.title}")
    for part in found.parts():
        if part is not found:
            say(f"includes {part.name}: {part.title}")
        if part.note:
            say(f"note: {part.note}")
        for number, edit in enumerate(part.edits, 1):
            say(f"{number}. {edit_text(edit)} [{edit.confidence or part.confidence}]")
            if edit.note:
                say(f"   {edit.note}")
    cited = {
        id: None
        for part in found.parts()
        for id in (*part.source, *(id for edit in part.edits for id in edit.source))
    }
    for id in cited:
        row = facts.sources.get(id)
        if row is not None:
            where = f" {row.url}" if row.url else ""
            say(f"source {row.id}: {row.title}, {row.publisher}, {row.year}{where}")


@scenario.command()
@click.argument("name", metavar="NAME|FILE")
@_FACTS
def check(name: str, facts_dir: str | None) -> None:
    """Every problem of a scenario, gathered, with its line; exit code 2 if there is any."""
    facts = load_facts(facts_dir)
    found = find_scenario(name)
    under, notes = applied(facts, [found])
    changed = {(cell.table, cell.id) for cell in facts_diff(facts, under)}
    for note in notes:
        say(f"note: {note}")
    tables = sorted({table for table, _ in changed})
    rows = ", ".join(f"{sum(t == table for t, _ in changed)} in {table}" for table in tables)
    edits = _count(found)
    say(
        f"no problems: {edits} {'edit' if edits == 1 else 'edits'}, "
        f"{len(changed)} {'row' if len(changed) == 1 else 'rows'} changed"
        + (f" ({rows})" if rows else "")
        + f"; facts {facts.version} become {under.version}"
    )


@scenario.command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="[B]", required=False)
@click.option("--format", "format_", type=click.Choice(["table", "json"]), default="table")
@click.option("--out", metavar="FILE", help="Write there instead of the screen.")
@_FACTS
def diff(a: str, b: str | None, format_: str, out: str | None, facts_dir: str | None) -> None:
    """Cells of the facts that differ under scenario A and under B (without B: as they are).

    \b
    corridors scenario diff winter
    corridors scenario diff ktz-ban-2025-11 ktz-limit-2025-11
    """
    facts = load_facts(facts_dir)
    before = facts if b is None else scenario_facts(facts, [a])
    after = scenario_facts(facts, [a if b is None else b])
    found = facts_diff(before, after)
    names = (BASELINE, a) if b is None else (a, b)
    text = _json(names, (before, after), found) if format_ == "json" else _table(names, found)
    deliver(text, out)


def _table(names: tuple[str, str], found: tuple[Difference, ...]) -> str:
    if not found:
        return f"no difference between {names[0]} and {names[1]}\n"
    rows = []
    for cell in found:
        if cell.column:
            values = [_cell(cell.before), _cell(cell.after)]
        else:
            values = ["-" if side is None else "new row" for side in (cell.before, cell.after)]
        rows.append([cell.table, cell.id, cell.column, *values])
    return printable(align(["table", "row", "column", *names], rows)) + "\n"


def _json(names: tuple[str, str], sides: tuple[Facts, Facts], found: tuple[Difference, ...]) -> str:
    import json

    document = {
        "schema": SCHEMA,
        "before": {"scenario": names[0], "facts_version": sides[0].version},
        "after": {"scenario": names[1], "facts_version": sides[1].version},
        "differences": [
            {
                "table": cell.table, "id": cell.id, "column": cell.column,
                "before": _plain(cell.before), "after": _plain(cell.after),
            }
            for cell in found
        ],
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _plain(value: Any) -> Any:
    """A cell, or a whole row, as JSON has it."""
    return value._asdict() if hasattr(value, "_asdict") else value


def _cell(value: Any) -> str:
    if value is None or value == "" or value == ():
        return "-"
    if isinstance(value, tuple):
        text = "; ".join(map(str, value))
        return text if len(text) <= 60 else text[:59] + "…"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _count(found: Scenario) -> int:
    return sum(len(part.edits) for part in found.parts())


def edit_text(edit: Edit) -> str:
    """An edit in words."""
    what = ", ".join(edit.ids)
    if edit.selection is not None and edit.action is not Action.BUILD:
        conditions = ", ".join(f"{k} {' or '.join(v)}" for k, v in edit.selection.conditions)
        what = f"{edit.selection.table} with {conditions}"
    if edit.action is Action.BUILD and edit.selection is not None:
        what = f"{what} in {edit.selection.table}" + (f", like {edit.like}" if edit.like else "")
    parts = [f"{edit.action.value} {what}"]
    if edit.at:
        parts.append(f"at {', '.join(edit.at)}")
    if edit.direction:
        parts.append(f"direction {edit.direction}")
    if edit.months:
        parts.append(f"in months {', '.join(edit.months)}")
    if edit.from_day:
        parts.append(f"from {edit.from_day}" + (f" to {edit.to_day}" if edit.to_day else " on"))
    if edit.enters:
        parts.append(f"to those who enter {', '.join(edit.enters)}")
    if edit.groups:
        parts.append(f"for {', '.join(edit.groups)}")
    if edit.exempt_groups:
        parts.append(f"but not for {', '.join(edit.exempt_groups)}")
    parts += [_change_text(item.figure, item.how, item.value) for item in edit.changes]
    return "; ".join(parts)


def _change_text(figure: str, how: How, value: Any) -> str:
    shown = _cell(value)
    match how:
        case How.SET:
            return f"{figure} = {shown}"
        case How.SCALE:
            return f"{figure} x {shown}"
        case How.PLUS:
            return f"{figure} + {shown}"
        case How.SPREAD:
            return f"{value:,.0f} {figure} shared over them in proportion"
