"""Figures as people type them: most by one cast, the odd ones apart."""

import math
import re

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.batch.asked_faults import BAD_CELL, EMPTY, Fault, Faults
from corridors.errors import shorten
from corridors.io.shipment_lists.columns import unit_key
from corridors.io.shipment_lists.headings import UNITS
from corridors.io.shipment_lists.raw import RawChunk

_MARKS = " \u00a0\u2007\u2009\u202f'’`"
"""Signs that may stand between thousands."""
_WITH_UNIT = re.compile(r"(.*\d[.,]?)\s*([^\W\d_][^\d]*|[$€%].*)")
_GROUPED = rf"^[-+]?\d{{1,3}}(?:[{_MARKS}]\d{{3}})+(?:[.,]\d+)?$"
_COMMA = r"^[-+]?\d+,\d+$"
_UNSURE = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}")
LONGEST_FIGURE = 100
MANY = 64
"""From so many odd cells on they are first tried all at once."""


def numbers_of(
    chunk: RawChunk, column: str, faults: Faults, *, required: bool
) -> NDArray[np.float64] | None:
    """The figures of a column in the unit of its name, NaN where there is none.

    Nothing if the list has no such column. Cells that are no number are added to the faults.
    """
    known = chunk.columns.found.get(column)
    if known is None:
        return None
    series = chunk.frame[known.heading]
    wrong_at: list[int] = []
    wrong: list[Fault] = []
    if series.dtype.is_numeric():
        values = series.cast(pl.Float64).fill_null(math.nan).to_numpy().copy()
        empty = series.is_null().to_numpy()
    else:
        text = series.cast(pl.String, strict=False).fill_null("")
        cast = text.cast(pl.Float64, strict=False)
        values = cast.fill_null(math.nan).to_numpy().copy()
        empty = np.zeros(len(values), dtype=np.bool_)
        odd = np.flatnonzero(np.isnan(values))
        if len(odd):
            stripped = text.gather(odd).str.strip_chars()
            empty[odd] = (stripped == "").to_numpy()
            keep = ~empty[odd]
            odd, stripped = odd[keep], stripped.filter(pl.Series(keep))
            odd, stripped = _all_at_once(values, odd, stripped, chunk.columns.decimal_comma)
            answers = {
                cell: number_of(cell, column, decimal_comma=chunk.columns.decimal_comma)
                for cell in stripped.unique().to_list()
            }
            for at, cell in zip(odd.tolist(), stripped.to_list(), strict=True):
                answer = answers[cell]
                if isinstance(answer, Fault):
                    wrong_at.append(at)
                    wrong.append(answer)
                else:
                    values[at] = answer
    if known.divisor != 1:
        values /= known.divisor
    if required and empty.any():
        lacking = np.flatnonzero(empty)
        told = [Fault(EMPTY, "the cell is empty", "every row needs it")] * len(lacking)
        faults.add(lacking, column, series.gather(lacking).cast(pl.String).fill_null(""), told)
    if wrong_at:
        places = np.array(wrong_at, dtype=np.int64)
        faults.add(places, column, series.gather(places).cast(pl.String), wrong)
    return values


def _all_at_once(
    values: NDArray[np.float64], odd: NDArray[np.int64], texts: pl.Series, decimal_comma: bool
) -> tuple[NDArray[np.int64], pl.Series]:
    """Read the odd cells of a common form together; those that are left."""
    if len(odd) < MANY:
        return odd, texts
    form = texts.str.contains(_GROUPED) | texts.str.contains(_COMMA)
    if not decimal_comma:
        form &= ~texts.str.contains(f"^{_UNSURE.pattern}$")
    plain = texts.str.replace_all(f"[{_MARKS}]", "").str.replace(",", ".", literal=True)
    read = plain.cast(pl.Float64, strict=False)
    good = (form & read.is_not_null()).to_numpy()
    values[odd[good]] = read.to_numpy()[good]
    return odd[~good], texts.filter(pl.Series(~good))


def number_of(text: str, column: str, *, decimal_comma: bool) -> float | Fault:
    """A figure out of an odd cell, or why it is none.

    Examples
    --------
    >>> number_of("1 340,5", "tonnes", decimal_comma=False)
    1340.5
    >>> number_of("12 t", "tonnes", decimal_comma=False)
    12.0
    """
    said = shorten(text)
    if len(text) > LONGEST_FIGURE:
        return Fault(BAD_CELL, f"'{said}' is no number", "write digits, as in 12.5")
    unit = _WITH_UNIT.fullmatch(text) if text[:1] in "+-.0123456789" else None
    if unit:
        return _with_unit(said, unit[1].strip(), unit[2], column, decimal_comma=decimal_comma)
    plain = text.translate({ord(mark): None for mark in _MARKS})
    if not decimal_comma and _UNSURE.fullmatch(plain):
        whole = plain.replace(",", "")
        return Fault(
            BAD_CELL,
            f"'{said}' may be {plain.replace(',', '.')} or {whole}",
            f"write {whole}, or {plain.replace(',', '.')}",
        )
    if plain.count(",") > 1 or (plain.count(",") == 1 and plain.rfind(".") > plain.rfind(",")):
        plain = plain.replace(",", "")  # commas between thousands
    elif "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    elif plain.count(".") > 1:
        plain = plain.replace(".", "")
    if not plain.isascii() or set(plain) - set("+-.0123456789eE"):
        return Fault(BAD_CELL, f"'{said}' is no number", "write digits, as in 12.5")
    try:
        return float(plain)
    except ValueError:
        return Fault(BAD_CELL, f"'{said}' is no number", "write digits, as in 12.5")


def _with_unit(
    said: str, digits: str, unit: str, column: str, *, decimal_comma: bool
) -> float | Fault:
    """A figure with its unit behind it: the unit of the column is good, another is not."""
    figure = number_of(digits, column, decimal_comma=decimal_comma)
    divisor = UNITS.get(column, {}).get(unit_key(unit))
    if isinstance(figure, Fault) or divisor is None:
        return Fault(BAD_CELL, f"'{said}' is no number", "write digits alone, as in 12.5")
    if divisor != 1:
        return Fault(
            BAD_CELL, f"'{said}' is in another unit than its column", f"write {figure / divisor:g}"
        )
    return figure
