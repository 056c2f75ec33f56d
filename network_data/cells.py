"""Text cells to values, a column at a time.

Whole columns are converted without a look at single cells; only if something is odd is
each cell examined, to name the row. So a good table costs little and a bad one says why.
"""

from collections.abc import Sequence
from typing import Any

from network_data.schema import Column

_DIGITS = str.maketrans("", "", "0123456789.-")
_POINT_MARKS = str.maketrans("", "", "0123456789.- ;")


class CellError(ValueError):
    """A cell cannot be understood; the text says what it holds and what would do."""


def convert_column(column: Column, cells: Sequence[str]) -> Sequence[Any] | None:
    """Convert the cells of a column, or return None if any of them is at fault."""
    values = None if column.required and "" in cells else _at_once(column, cells)
    if values is not None:
        return values
    try:
        return [convert_cell(column, cell) for cell in cells]
    except CellError:
        return None


def _at_once(column: Column, cells: Sequence[str]) -> Sequence[Any] | None:
    """Convert a column in which nothing is odd; None stands for "look at each cell"."""
    kind = column.type
    closed = column.allowed and not column.references
    try:
        if kind == "float":
            if "".join(cells).translate(_DIGITS):
                return None
            return [float(cell) if cell else None for cell in cells]
        if kind == "list":
            values = {cell: tuple(cell.split(";")) if cell else () for cell in set(cells)}
            known = set(column.allowed)
            for items in values.values():
                if "" in items or (closed and not known.issuperset(items)):
                    return None
            return [values[cell] for cell in cells]
        if kind == "points":
            return [_points(cell) if cell else () for cell in cells]
    except ValueError:
        return None
    if kind == "bool" and _BOOLS.keys() >= set(cells):
        return [_BOOLS[cell] for cell in cells]
    if kind in ("text", "id") and not (closed and set(cells).difference(column.allowed, ("",))):
        return cells
    return None


def convert_cell(column: Column, cell: str) -> Any:
    """Convert one cell, or raise `CellError` saying what is wrong and what would do."""
    if not cell:
        if column.required:
            raise CellError("is empty, but every row needs it")
        return EMPTY[column.type]
    return _CONVERT[column.type](column, cell)


def _float(column: Column, cell: str) -> float:
    hint = "a point, not a comma" if "," in cell else "digits, as in 12.5"
    try:
        value = float(cell)
    except ValueError:
        raise CellError(f"{cell!r} is not a number; write {hint}") from None
    if not cell.isascii() or "_" in cell or cell != cell.strip():
        raise CellError(f"{cell!r} is not a plain number; write {hint}")
    if value != value or value in (float("inf"), float("-inf")):
        raise CellError(f"{cell!r} is not a finite number; leave the cell empty if unknown")
    return value


def _int(column: Column, cell: str) -> int:
    value = _float(column, cell)
    if value != int(value):
        raise CellError(f"{cell!r} is not a whole number")
    return int(value)


def _bool(column: Column, cell: str) -> bool:
    if cell not in _BOOLS:
        raise CellError(f"{cell!r} is neither 1 (yes) nor 0 (no)")
    return cell == "1"


def _text(column: Column, cell: str) -> str:
    if cell != cell.strip():
        raise CellError(f"{cell!r} has blanks around it; remove them")
    if column.allowed and not column.references and cell not in column.allowed:
        raise CellError(_not_allowed(column, cell))
    return cell


def _id(column: Column, cell: str) -> str:
    if not (cell.isascii() and cell.replace("-", "").replace("_", "").isalnum()):
        raise CellError(f"{cell!r} is no id; use Latin letters, digits and hyphens")
    return _text(column, cell)


def _date(column: Column, cell: str) -> str:
    from datetime import date

    try:
        date.fromisoformat(cell)
        if len(cell) != 10:
            raise ValueError
    except ValueError:
        raise CellError(f"{cell!r} is not a day; write YYYY-MM-DD") from None
    return cell


def _list(column: Column, cell: str) -> tuple[str, ...]:
    items = tuple(cell.split(";"))
    for item in items:
        if not item:
            raise CellError(f"{cell!r} has an empty item; join items with single semicolons")
        _text(column, item)
    return items


def _point_list(column: Column, cell: str) -> tuple[tuple[float, float], ...]:
    try:
        return _points(cell)
    except ValueError:
        raise CellError(
            f"{cell[:60]!r} is no line of points; write 'lat lon;lat lon' in degrees"
        ) from None


def _points(cell: str) -> tuple[tuple[float, float], ...]:
    if cell.translate(_POINT_MARKS):
        raise ValueError
    points = []
    for point in cell.split(";"):
        lat, lon = point.split(" ")
        points.append((float(lat), float(lon)))
    return tuple(points)


def _not_allowed(column: Column, cell: str) -> str:
    from network_data.reading import close_names

    if len(column.allowed) <= 8:
        return f"{cell!r} is not allowed; use {', '.join(column.allowed)}"
    otherwise = f"; use one of the {len(column.allowed)} words that the data dictionary lists"
    return f"{cell!r} is not allowed{close_names(cell, list(column.allowed), otherwise=otherwise)}"


_BOOLS: dict[str, bool | None] = {"1": True, "0": False, "": None}
EMPTY: dict[str, Any] = {
    "text": "",
    "id": "",
    "date": "",
    "float": None,
    "int": None,
    "bool": None,
    "list": (),
    "points": (),
}
_CONVERT = {
    "text": _text,
    "id": _id,
    "date": _date,
    "float": _float,
    "int": _int,
    "bool": _bool,
    "list": _list,
    "points": _point_list,
}
