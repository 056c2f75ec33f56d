"""What removing, scaling and adding barriers does to the facts.

=========  ==================================================================================
use        removed or scaled by a factor
=========  ==================================================================================
``base``   it is a part of waits and charges: they lose (1 - factor) of its hours and dollars,
           at its crossings or at all of its country, side and mode, never falling below 0
``now``    it is added by default: it is added no more, or times the factor
``peak``,  they are no part of the present: only a scenario adds them
``hist``
=========  ==================================================================================
"""

from typing import Any, Final

from corridors.model.scenario import Action
from corridors.network.scenario_draft import CLOSABLE, Draft, Ref, column_of, converted
from network_data.cells import CellError
from network_data.records import Barrier, Crossing

WAYS: Final = ("a_to_b", "b_to_a")
PARTS: Final = (("extra_h", "wait_h", "wait_h"), ("extra_usd", "cost_usd", "cost_usd"))
"""Column of a barrier, of crossings (before the way) and of border means."""


def remove_or_scale(draft: Draft, ref: Ref) -> None:
    """Apply an edit that removes barriers or scales them."""
    factor = 0.0
    if ref.edit.action is Action.SCALE:
        given = ref.edit.changes[0].value if ref.edit.changes else None
        if isinstance(given, bool) or not isinstance(given, (int, float)) or not 0 <= given < 1e6:
            draft.fault(ref, "factor", f"{given!r} is no factor; give a number from 0 on, as 0.5")
            return
        factor = float(given)
    for table, barrier in draft.named(ref, ("barriers",), "barriers"):
        if barrier.use == "base":
            _scale_parts(draft, ref, barrier, factor)
        elif not barrier.add or barrier.use != "now":
            why = barrier.add_note or "it is no part of the present state"
            draft.fault(ref, "barriers", f"{barrier.id} is not added by default ({why})")
            continue
        elif not (barrier.extra_h or barrier.extra_usd):
            draft.notes.append(f"{barrier.id} has neither hours nor dollars: nothing changes")
        row = barrier._replace(
            extra_h=_times(barrier.extra_h, factor), extra_usd=_times(barrier.extra_usd, factor),
            add=barrier.add and factor > 0,
        )  # fmt: skip
        draft.put(ref, table, row)


def add(draft: Draft, ref: Ref) -> None:
    """Apply an edit that adds a barrier of the facts."""
    edit = ref.edit
    for _, barrier in draft.named(ref, ("barriers",), "barrier"):
        if barrier.use == "base":
            draft.fault(ref, "barrier", f"{barrier.id} is in the waits of the crossings already")
            continue
        cells: dict[str, Any] = {"use": "now", "add": True}
        if edit.at:
            cells["crossing_ids"] = edit.at
        if edit.groups:
            cells["groups"] = edit.groups
        if edit.direction:
            cells["direction"] = edit.direction
        for change in edit.changes:
            cells[change.figure] = change.value
        before = len(draft.problems)
        row = barrier._replace(**_checked(draft, ref, cells))
        _check_added(draft, ref, row)
        if len(draft.problems) == before:
            draft.put(ref, "barriers", row, sets=("add",))


def _checked(draft: Draft, ref: Ref, cells: dict[str, Any]) -> dict[str, Any]:
    good = {}
    for name, value in cells.items():
        if name == "direction":
            good[name] = value
            continue
        try:
            good[name] = converted(column_of("barriers", name), value)
        except CellError as error:
            draft.fault(ref, _KEYS.get(name, name), str(error))
    return good


def _check_added(draft: Draft, ref: Ref, row: Barrier) -> None:
    if not (row.extra_h or row.extra_usd):
        draft.fault(ref, "barrier", f"{row.id} has neither hours nor dollars; give hours or usd")
    if not row.crossing_ids:
        draft.fault(ref, "at", f"{row.id} acts on {' and '.join(row.place_or_country)} as a whole;"
                               " name the crossings at which it is met")  # fmt: skip
    registrations = row.vehicle_reg.split(";")
    if row.vehicle_reg != "any" and not all(len(code) == 2 for code in registrations):
        draft.fault(ref, "registrations", f"{row.id} is for trucks that are '{row.vehicle_reg}';"
                                          " name their registrations")  # fmt: skip
    borders = set()
    for id in row.crossing_ids:
        crossing = draft.table("crossings").get(id)
        if crossing is None:
            table = next((t for t in CLOSABLE if id in draft.table(t)), "")
            what = f"is in {table}.csv" if table else "is nowhere"
            draft.fault(ref, "at", f"no crossing '{id}' ({what})")
            continue
        if crossing.mode != row.mode:
            draft.fault(
                ref, "at", f"{id} is a {crossing.mode} crossing, {row.id} is met by {row.mode}"
            )
        borders |= {f"{start}>{end}" for start, end in _ways(crossing)}
    known = {"both", "kz-tj", "tj-kz"} | borders
    if row.direction not in known and borders:
        draft.fault(ref, "direction", f"'{row.direction}' is no direction here; use "
                                      f"{', '.join(sorted(known))}")  # fmt: skip


def _scale_parts(draft: Draft, ref: Ref, barrier: Barrier, factor: float) -> None:
    """Take a part of waits and charges away, or make it larger."""
    countries = {
        draft.facts.places[item].country if barrier.place_kind == "place" else item
        for item in barrier.place_or_country
    }
    means: set[str] = set()
    for crossing in list(draft.table("crossings").values()):
        if crossing.mode != barrier.mode or crossing.scope != "in":
            continue
        if barrier.crossing_ids and crossing.id not in barrier.crossing_ids:
            continue
        cells: dict[str, float] = {}
        for way, (start, end) in zip(WAYS, _ways(crossing), strict=True):
            country = start if barrier.side == "out" else end
            if country not in countries:
                continue
            for extra, own, of_mean in PARTS:
                part = getattr(barrier, extra)
                if not part:
                    continue
                value = getattr(crossing, f"{own}_{way}")
                unknown = country in getattr(crossing, f"unknown_sides_{way}")
                if value is None and not barrier.crossing_ids:
                    proxies = getattr(crossing, f"wait_proxy_{way}")
                    means |= {m for m in proxies if _of(draft, m, country)}
                elif value is None:
                    value = sum_of_means(draft, crossing, way, of_mean)
                if value is not None and not unknown:
                    cells[f"{own}_{way}"] = max(0.0, round(value + (factor - 1) * part, 9))
        if cells:
            draft.put(ref, "crossings", without_stale_worst(crossing._replace(**cells)))
    for id in sorted(means):
        mean = draft.table("border_means")[id]
        cells = {}
        for extra, _, of_mean in PARTS:
            value, part = getattr(mean, of_mean), getattr(barrier, extra)
            if value is not None and part:
                cells[of_mean] = max(0.0, round(value + (factor - 1) * part, 9))
        draft.put(ref, "border_means", mean._replace(**cells))


def sum_of_means(draft: Draft, crossing: Crossing, way: str, column: str) -> float | None:
    """What the one-sided means give for a way through a crossing; ``None`` if nothing."""
    means = draft.table("border_means")
    values = [getattr(means[id], column) for id in getattr(crossing, f"wait_proxy_{way}")]
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def without_stale_worst(crossing: Crossing) -> Crossing:
    """The crossing without a worst case that its mean wait has passed."""
    waits = [w for w in (crossing.wait_h_a_to_b, crossing.wait_h_b_to_a) if w is not None]
    stale: dict[str, Any] = {
        name: None
        for name in ("wait_h_worst", "wait_h_p95")
        if waits and (worst := getattr(crossing, name)) is not None and worst < max(waits)
    }
    return crossing._replace(**stale)


def _ways(crossing: Crossing) -> tuple[tuple[str, str], tuple[str, str]]:
    a, b = crossing.country_a, crossing.country_b
    return (a, b), (b, a)


def _of(draft: Draft, mean: str, country: str) -> bool:
    return bool(draft.table("border_means")[mean].country == country)


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else value * factor


_KEYS: Final = {
    "extra_h": "hours", "extra_usd": "usd", "crossing_ids": "at", "vehicle_reg": "registrations",
}  # fmt: skip
"""Keys of an edit by the column that they fill."""
