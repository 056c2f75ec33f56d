"""Rows of a list into well-formed questions: every row is asked or refused, none is lost.

Columns are worked through whole. A spelling is resolved once for the list, a figure or a date
in the usual form is read with all the others, and only odd cells are looked at one by one.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.batch.asked_cells import (
    Cells,
    add_wrong,
    cells_of,
    looked_up,
    taken,
)
from corridors.batch.asked_faults import (
    DUPLICATE,
    OUT_OF_RANGE,
    REFUSED,
    UNREADABLE,
    Fault,
    Faults,
)
from corridors.batch.asked_moments import Moment
from corridors.batch.asked_names import KnownStop, Resolver, mode_of, priority_of
from corridors.batch.asked_numbers import numbers_of
from corridors.errors import shorten
from corridors.io.shipment_lists.raw import ROW, RawChunk
from corridors.model.shipment import MAX_TONNES
from corridors.network.names import Match, Names
from corridors.network.network import Network

ASKED = {
    ROW: pl.Int64, "shipment_id": pl.String, "origin": pl.String, "destination": pl.String,
    "cargo": pl.String, "tonnes": pl.Float64, "ready": pl.String, "deadline": pl.String,
    "value_usd_per_t": pl.Float64, "vehicle": pl.String, "mode": pl.String,
    "max_cost_usd": pl.Float64, "priority": pl.String,
}  # fmt: skip
"""Columns of the questions."""
MAX_VALUE_USD_PER_T = 1e9
"""As in `corridors.model.shipment.Shipment`."""
_DENSE = 1 << 22
"""Combinations of distinct cells up to which a table of all of them is kept."""


class Sorted(NamedTuple):
    """A chunk sorted into questions and refusals.

    Attributes
    ----------
    asked
        Rows to be answered (`ASKED`).
    refused
        Rows that cannot be asked so, one line each (`REFUSED`).
    notices
        How inexact spellings were read, each said once.
    """

    asked: pl.DataFrame
    refused: pl.DataFrame
    notices: tuple[str, ...]


def asked(chunk: RawChunk, names: Names, network: Network) -> Sorted:
    """Sort one chunk; for many of a list, `Questions` remembers the spellings."""
    return Questions(names, network).asked(chunk)


class Questions:
    """Sorts the chunks of a list, in any order and from several threads."""

    def __init__(self, names: Names, network: Network) -> None:
        self._resolver = Resolver(names, network)

    def asked(self, chunk: RawChunk) -> Sorted:
        """The questions and the refusals of a chunk."""
        found = _Chunk(self._resolver, chunk)
        frame = found.questions()
        refused = pl.concat([found.faults.frame(), _broken(chunk)]).sort(ROW)
        return Sorted(frame, refused, tuple(sorted(found.notices)))


class _Chunk:
    """One chunk at work."""

    def __init__(self, resolver: Resolver, chunk: RawChunk) -> None:
        self.resolver, self.chunk = resolver, chunk
        self.rows = chunk.frame[ROW]
        self.faults = Faults(self.rows)
        self.notices: set[str] = set()

    def questions(self) -> pl.DataFrame:
        """The rows that can be asked."""
        columns: dict[str, pl.Series] = {ROW: self.rows}
        columns["shipment_id"] = self._ids()
        origins = self._stops("origin")
        destinations = self._stops("destination")
        columns["origin"], columns["destination"] = origins.ids, destinations.ids
        self._not_the_same(origins, destinations)
        columns["cargo"] = self._cargo(origins, destinations)
        figures = self._figures()
        ready = self._moments("ready", origins, end_of_day=False)
        deadline = self._moments("deadline", destinations, end_of_day=True)
        self._in_order(ready, deadline)
        columns["ready"], columns["deadline"] = ready.texts, deadline.texts
        columns |= figures
        columns["vehicle"] = self._words("vehicle", self._vehicle)
        columns["mode"] = self._words("mode", mode_of)
        columns["priority"] = self._words("priority", priority_of)
        frame = pl.DataFrame({name: columns[name] for name in ASKED}, schema=ASKED)
        if self.faults.faulty.any():
            frame = frame.filter(pl.Series(~self.faults.faulty))
        return frame

    # -- names --------------------------------------------------------------------------

    def _ids(self) -> pl.Series:
        known = self.chunk.columns.found.get("shipment_id")
        numbers = self.rows.cast(pl.String)
        if known is None:
            return numbers
        from corridors.io.shipment_lists.parquet_list import as_text

        given = as_text(self.chunk.frame[known.heading])
        repeats = self.chunk.repeats
        if repeats.height:
            at = self.rows.search_sorted(repeats[ROW]).to_numpy().astype(np.int64)
            there = at < len(self.rows)
            there[there] = self.rows.gather(at[there]).to_numpy() == repeats[ROW].to_numpy()[there]
            at, first = at[there], repeats["first_row"].to_numpy()[there]
            texts = given.gather(at)
            told = [
                Fault(DUPLICATE, f"'{shorten(text)}' is the id of row {row:,} too, which stays",
                      "give every row an id of its own")
                for text, row in zip(texts.to_list(), first.tolist(), strict=True)
            ]  # fmt: skip
            self.faults.add(at, "shipment_id", texts, told)
        empty = given == ""
        return numbers.zip_with(empty, given) if empty.any() else given

    def _stops(self, column: str) -> "_Stops":
        cells = self._cells(column)
        found = looked_up(cells, column, self.resolver.stop, self.faults, self.chunk, required=True)
        self._notice(column, [stop.notice for stop in found if stop is not None])
        return _Stops.of(cells, found)

    def _cells(self, column: str) -> Cells:
        cells = cells_of(self.chunk, column)
        assert cells is not None  # the reader refuses lists without it
        return cells

    def _not_the_same(self, origins: "_Stops", destinations: "_Stops") -> None:
        same = (origins.ids == destinations.ids).fill_null(False)
        at = np.flatnonzero(same.to_numpy())
        told = [Fault(OUT_OF_RANGE, "it is the place of origin too", "give two places")] * len(at)
        self.faults.add(at, "destination", destinations.cells.series.gather(at), told)

    def _cargo(self, origins: "_Stops", destinations: "_Stops") -> pl.Series:
        """Cargoes by their names and the direction that they go."""
        cells = self._cells("cargo")
        looked_up(cells, "cargo", lambda text: text, self.faults, self.chunk, required=True)
        countries = sorted({*origins.countries, *destinations.countries})
        number = {country: at for at, country in enumerate(countries)}
        start = np.array([number[c] for c in origins.countries], dtype=np.int64)[
            origins.cells.codes
        ]
        end = np.array([number[c] for c in destinations.countries], dtype=np.int64)[
            destinations.cells.codes
        ]
        size = len(countries)
        groups = _grouped((cells.codes * size + start) * size + end, len(cells.texts) * size**2)
        found: list[str | None] = []
        wrong: dict[int, Fault] = {}
        said: list[str] = []
        for at, key in enumerate(groups.keys.tolist()):
            text = cells.texts[key // size**2]
            ends = countries[key // size % size], countries[key % size]
            match = self._cargo_of(text, *ends)
            found.append(match.id if isinstance(match, Match) else None)
            if isinstance(match, Fault):
                wrong[at] = match
            elif match is not None:
                said.append(match.notice)
        self._notice("cargo", said)
        texts = [cells.texts[key // size**2] for key in groups.keys.tolist()]
        add_wrong(Cells(groups.codes, texts), "cargo", wrong, self.faults, self.chunk)
        return taken(found, groups.codes)

    def _cargo_of(self, text: str, start: str, end: str) -> Match | Fault | None:
        """A cargo; of rows whose ends are not known, only whether there is such a cargo."""
        if not text:
            return None  # refused already
        if start and end:
            return self.resolver.cargo(text, f"{start}-{end}".lower())
        match = self.resolver.cargo(text, "")
        return match if isinstance(match, Fault) and match.code == "unknown-name" else None

    def _vehicle(self, text: str) -> str | Fault:
        match = self.resolver.vehicle(text)
        if isinstance(match, Fault):
            return match
        self._notice("vehicle", [match.notice])
        return match.id

    def _words(self, column: str, look: Callable[[str], str | Fault]) -> pl.Series:
        cells = cells_of(self.chunk, column)
        if cells is None:
            return pl.repeat(None, len(self.rows), dtype=pl.String, eager=True)
        found = looked_up(cells, column, look, self.faults, self.chunk, required=False)
        return taken([word or None for word in found], cells.codes)

    def _notice(self, column: str, said: Sequence[str]) -> None:
        self.notices.update(f"{column} {text}" for text in said if text)

    # -- figures ------------------------------------------------------------------------

    def _figures(self) -> dict[str, pl.Series]:
        tonnes = self._figure(
            "tonnes", lambda x: (x > 0) & (x <= MAX_TONNES),
            ("is not a shipment", f"give a mass above 0 and up to {MAX_TONNES:,.0f} t"),
            required=True,
        )  # fmt: skip
        value = self._figure(
            "value_usd_per_t", lambda x: (x >= 0) & (x <= MAX_VALUE_USD_PER_T),
            ("USD/t is not a price", f"give 0 to {MAX_VALUE_USD_PER_T:,.0f}, or nothing"),
        )  # fmt: skip
        budget = self._figure(
            "max_cost_usd", lambda x: (x > 0) & np.isfinite(x),
            ("USD is no budget", "give more than 0, or nothing"),
        )  # fmt: skip
        return {"tonnes": tonnes, "value_usd_per_t": value, "max_cost_usd": budget}

    def _figure(
        self, column: str, good: Callable[[NDArray[np.float64]], NDArray[np.bool_]],
        told: tuple[str, str], *, required: bool = False,
    ) -> pl.Series:  # fmt: skip
        """A column of figures within their limits."""
        values = numbers_of(self.chunk, column, self.faults, required=required)
        if values is None:
            return pl.repeat(None, len(self.rows), dtype=pl.Float64, eager=True)
        at = np.flatnonzero(~(good(values) | np.isnan(values)))
        if len(at):
            given = self.chunk.frame[self.chunk.columns.found[column].heading].gather(at)
            faults = [
                Fault(OUT_OF_RANGE, f"{value:g} {told[0]}", told[1])
                for value in values[at].tolist()
            ]
            self.faults.add(at, column, given, faults)
        return pl.Series(column, values).fill_nan(None)

    # -- times --------------------------------------------------------------------------

    def _moments(self, column: str, stops: "_Stops", *, end_of_day: bool) -> "_Moments":
        """Times, each in the zone of its own end where it names none."""
        cells = cells_of(self.chunk, column)
        if cells is None:
            nothing = pl.repeat(None, len(self.rows), dtype=pl.String, eager=True)
            return _Moments(nothing, None)
        count = max(len(self.resolver.zones), 1)
        zones = stops.zones[stops.cells.codes]
        groups = _grouped(cells.codes * count + zones, len(cells.texts) * count)
        found: list[Moment | None] = []
        wrong: dict[int, Fault] = {}
        texts: list[str] = []
        for at, key in enumerate(groups.keys.tolist()):
            text = cells.texts[key // count]
            texts.append(text)
            moment: Moment | Fault | None = None
            if text and self.resolver.zones:
                moment = self.resolver.moment(text, key % count, end_of_day=end_of_day)
            if isinstance(moment, Fault):
                wrong[at] = moment
                moment = None
            found.append(moment)
        add_wrong(Cells(groups.codes, texts), column, wrong, self.faults, self.chunk)
        seconds = np.array([np.nan if m is None else m.seconds for m in found], dtype=np.float64)
        return _Moments(
            taken([None if m is None else m.text for m in found], groups.codes),
            seconds[groups.codes] if len(seconds) else None,
        )

    def _in_order(self, ready: "_Moments", deadline: "_Moments") -> None:
        if ready.seconds is None or deadline.seconds is None:
            return
        at = np.flatnonzero(deadline.seconds <= ready.seconds)
        told = [
            Fault(OUT_OF_RANGE, f"the deadline is not after the departure {start}",
                  "give a later deadline or an earlier departure")
            for start in ready.texts.gather(at).to_list()
        ]  # fmt: skip
        self.faults.add(at, "deadline", deadline.texts.gather(at), told)


class _Stops(NamedTuple):
    """The ends of rows: ids a row; countries and zones by the code of the cell."""

    cells: Cells
    ids: pl.Series
    countries: list[str]
    zones: NDArray[np.int64]

    @classmethod
    def of(cls, cells: Cells, found: Sequence[KnownStop | None]) -> "_Stops":
        """Of the distinct cells; an end at fault has no country, and zone 0."""
        ids = taken([None if stop is None else stop.id for stop in found], cells.codes)
        countries = ["" if stop is None else stop.country for stop in found]
        zones = np.array([0 if stop is None else stop.zone for stop in found], dtype=np.int64)
        return cls(cells, ids, countries, zones)


class _Moments(NamedTuple):
    """Times of rows as text, and as seconds since 1970 (NaN: none)."""

    texts: pl.Series
    seconds: NDArray[np.float64] | None


class _Groups(NamedTuple):
    """Distinct keys, ascending, and which of them each row has."""

    keys: NDArray[np.int64]
    codes: NDArray[np.int64]


def _grouped(keys: NDArray[np.int64], most: int) -> _Groups:
    """Number the keys that occur; they lie from 0 up to ``most``."""
    if most > _DENSE:
        distinct, codes = np.unique(keys, return_inverse=True)
        return _Groups(distinct, codes.astype(np.int64))
    present = np.zeros(most, dtype=np.bool_)
    present[keys] = True
    distinct = np.flatnonzero(present)
    number = np.zeros(most, dtype=np.int64)
    number[distinct] = np.arange(len(distinct))
    return _Groups(distinct, number[keys])


def _broken(chunk: RawChunk) -> pl.DataFrame:
    """The rows that could not be divided into cells, as refusals."""
    return chunk.broken.select(
        pl.col(ROW),
        pl.lit("").alias("column"),
        pl.col("text").alias("value"),
        pl.lit(UNREADABLE).alias("code"),
        pl.col("reason", "suggestion"),
    ).select(pl.col(name).cast(dtype) for name, dtype in REFUSED.items())
