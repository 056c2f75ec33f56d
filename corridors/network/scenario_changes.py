"""What changing figures does to the facts: waits, charges, tariffs, speeds, demand."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from corridors.model.scenario import Change, How
from corridors.network.scenario_barriers import WAYS, sum_of_means, without_stale_worst
from corridors.network.scenario_draft import CONDITIONS, Draft, Ref, column_of, converted
from network_data.cells import CellError
from network_data.reading import close_names
from network_data.records import Tariff


class Figure(NamedTuple):
    """A figure by the columns that hold it; ``by_way`` where each way has its own."""

    columns: tuple[str, ...]
    by_way: bool = False


def _same(*names: str) -> dict[str, Figure]:
    return {name: Figure((name,)) for name in names}


FIGURES: Final[dict[str, dict[str, Figure]]] = {
    "crossings": {
        "wait_h": Figure(("wait_h",), by_way=True),
        "charge_usd": Figure(("cost_usd",), by_way=True),
        "excludes": Figure(("excludes",), by_way=True),
        **_same("hours", "capacity_per_day", "closed_months", "wait_h_worst", "km"),
    },
    "links": _same("max_speed_kmh", "closed_months", "toll", "km"),
    "terminals": _same("handling_usd_per_t", "handling_h", "capacity_t_per_day", "cargo"),
    "tariffs": {"price": Figure(("fixed_usd", "per_km_usd")), **_same("fixed_usd", "per_km_usd")},
    "speeds": _same("kmh_moving"),
    "border_means": {"wait_h": Figure(("wait_h",)), "charge_usd": Figure(("cost_usd",))},
    "vehicles": _same("usd_per_day_hire", "co2_g_per_tkm"),
    "parameters": _same("value"),
    "demand": {
        "trade": Figure(("tonnes_per_year", "value_usd")),
        **_same("tonnes_per_year", "value_usd"),
    },
}
"""What an edit may change, by table."""

ABOVE_ZERO: Final = frozenset({"kmh_moving", "max_speed_kmh", "km"})


def change(draft: Draft, ref: Ref) -> None:
    """Apply an edit that changes figures of rows."""
    edit = ref.edit
    rows = draft.named(ref, tuple(FIGURES), "ids")
    if not edit.changes:
        draft.fault(ref, "", "changes nothing; give set, scale or plus")
    if edit.changes and all(change.how is How.SPREAD for change in edit.changes):
        _spread(draft, ref, rows)
        return
    for table, row in rows:
        _change_row(draft, ref, table, row)


def _change_row(draft: Draft, ref: Ref, table: str, row: Any) -> None:
    before = len(draft.problems)
    cells: dict[str, Any] = {}
    sets: list[str] = []
    for item in ref.edit.changes:
        figure = _figure(draft, ref, table, item)
        if figure is None:
            return
        for column, way in _columns(draft, ref, table, row, figure):
            value = _new_value(draft, ref, table, row._replace(**cells), item, column, way)
            if value is not _NOTHING:
                cells[column] = value
                sets += [column] if item.how is How.SET else []
    if len(draft.problems) > before or not cells:
        return
    if table == "tariffs":
        _put_tariff(draft, ref, row, cells, tuple(sets))
        return
    changed = row._replace(**cells)
    if table == "crossings":
        changed = without_stale_worst(changed)
    draft.put(ref, table, changed, sets=tuple(sets))


def _figure(draft: Draft, ref: Ref, table: str, item: Change) -> Figure | None:
    known = FIGURES[table]
    if item.figure not in known:
        hint = close_names(item.figure, list(known), otherwise=f"; use {', '.join(known)}")
        draft.fault(ref, item.how.value, f"rows of {table} have no figure '{item.figure}'{hint}")
        return None
    if item.how is How.SPREAD:
        draft.fault(ref, "spread", "goes with where, table demand, and no other change")
        return None
    columns = known[item.figure].columns
    if item.how is How.SET and len(columns) > 1:
        message = f"{item.figure} is {' and '.join(columns)}; set each, or scale both"
        draft.fault(ref, "set", message)
        return None
    return known[item.figure]


def _columns(draft: Draft, ref: Ref, table: str, row: Any, figure: Figure) -> list[tuple[str, str]]:
    """Columns of a figure in a row, each with its way."""
    if not figure.by_way:
        return [(column, "") for column in figure.columns]
    ways = dict(zip(WAYS, ((row.country_a, row.country_b), (row.country_b, row.country_a)),
                    strict=True))  # fmt: skip
    wanted = ref.edit.direction
    chosen = [way for way, ends in ways.items() if not wanted or wanted == ">".join(ends)]
    if not chosen and ref.edit.ids:
        names = " or ".join(">".join(ends) for ends in ways.values())
        draft.fault(ref, "direction", f"'{wanted}' is no way through {row.id}; use {names}")
    return [(f"{column}_{way}", way) for way in chosen for column in figure.columns]


_NOTHING: Final = object()


def _new_value(
    draft: Draft, ref: Ref, table: str, row: Any, item: Change, column: str, way: str
) -> Any:
    of = column_of(table, column)
    if item.how is How.SET:
        try:
            value = converted(of, item.value)
        except CellError as error:
            draft.fault(ref, "set", f"{item.figure}: {error}")
            return _NOTHING
        return _above_zero(draft, ref, item, column, value)
    if of.type == "list" and item.how is How.PLUS and isinstance(item.value, tuple):
        return tuple(dict.fromkeys((*getattr(row, column), *item.value)))
    if of.type != "float" or isinstance(item.value, (bool, str, tuple)):
        what = "a list" if of.type == "list" and item.how is How.PLUS else "a number"
        draft.fault(ref, item.how.value, f"{item.figure}: {item.value!r} will not do; give {what}")
        return _NOTHING
    present = _present(draft, row, column, way)
    if present is None:
        if ref.edit.ids and not (way and not ref.edit.direction):
            draft.fault(ref, item.how.value, f"{column} of {row.id} is unknown; set it instead")
        return _NOTHING
    amount = float(item.value)
    value = present * amount if item.how is How.SCALE else present + amount
    if not 0 <= value < 1e12:
        draft.fault(ref, item.how.value, f"{item.figure} of {row.id} would be {value:g}")
        return _NOTHING
    return _above_zero(draft, ref, item, column, round(value, 9))


def _above_zero(draft: Draft, ref: Ref, item: Change, column: str, value: Any) -> Any:
    if column in ABOVE_ZERO and value is not None and value <= 0:
        draft.fault(ref, item.how.value, f"{item.figure} would be 0; close the row instead")
        return _NOTHING
    return value


def _present(draft: Draft, row: Any, column: str, way: str) -> float | None:
    """The figure as it is; where a crossing has none, what its border means give."""
    value: float | None = getattr(row, column)
    if value is None and way:
        return sum_of_means(draft, row, way, column.removesuffix(f"_{way}"))
    return value


def _put_tariff(
    draft: Draft, ref: Ref, row: Tariff, cells: dict[str, Any], sets: tuple[str, ...]
) -> None:
    """Change a tariff row, or the part of it that an edit is for.

    A row may cover more than the cargo or vehicle that is meant: then it is parted, the
    new row taking what is meant with it.
    """
    conditions = dict(ref.edit.selection.conditions) if ref.edit.selection else {}
    every = CONDITIONS["tariffs"]["vehicle"](draft, row)
    classes = _part(row.tariff_class, conditions.get("cargo"))
    vehicles = _part(every, conditions.get("vehicle"))
    if vehicles != every and row.basis != "linehaul":
        draft.fault(ref, "where", f"{row.id} is paid by every vehicle; leave out vehicle")
        return
    if (classes, vehicles) == (row.tariff_class, every):
        draft.put(ref, "tariffs", row._replace(**cells), sets=sets)
        return
    mine = row._replace(tariff_class=classes)
    if classes != row.tariff_class:
        mine = mine._replace(id=f"{row.id}-{'-'.join(classes)}", note=f"part of {row.id}")
        rest = tuple(name for name in row.tariff_class if name not in classes)
        draft.put(ref, "tariffs", row._replace(tariff_class=rest))
    if vehicles != every:
        rest = tuple(name for name in every if name not in vehicles)
        draft.put(ref, "tariffs", mine._replace(vehicle_ids=rest))
        mine = mine._replace(id=f"{mine.id}-{'-'.join(vehicles)}", vehicle_ids=vehicles,
                             note=f"part of {row.id}")  # fmt: skip
    draft.put(ref, "tariffs", mine._replace(**cells), sets=sets)


def _part(whole: tuple[str, ...], wanted: tuple[str, ...] | None) -> tuple[str, ...]:
    return whole if wanted is None else tuple(item for item in whole if item in wanted)


def _spread(draft: Draft, ref: Ref, rows: Iterable[tuple[str, Any]]) -> None:
    """Share amounts over rows of the demand, in proportion to what they have."""
    chosen = [row for table, row in rows if table == "demand"]
    if not chosen:
        draft.fault(ref, "spread", "only a demand is spread; give table demand, and where")
        return
    for item in ref.edit.changes:
        if item.figure not in ("tonnes_per_year", "value_usd"):
            draft.fault(ref, "spread", f"no '{item.figure}'; use tonnes_per_year or value_usd")
            return
        if isinstance(item.value, (bool, str, tuple)):
            draft.fault(ref, "spread", f"{item.figure}: {item.value!r} is no number")
            return
    totals = {
        item.figure: sum(getattr(row, item.figure) for row in chosen)
        for item in ref.edit.changes
    }  # fmt: skip
    for row in chosen:
        cells = {
            item.figure: getattr(row, item.figure) * (1 + float(item.value) / totals[item.figure])
            for item in ref.edit.changes
            if not isinstance(item.value, (str, tuple)) and totals[item.figure]
        }
        if any(value < 0 for value in cells.values()):
            draft.fault(ref, "spread", "more is taken away than there is")
            return
        draft.put(ref, "demand", row._replace(**cells))
