"""The barrier ledger: what each barrier costs now, and what is gained without it.

Removing a barrier never costs: every shipment may still go as it does. What is gained is at
least the static loss, since shipments may come to it from elsewhere.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from corridors.errors import RequestError, shorten
from corridors.model.demand import MONTHS
from corridors.network.access import country_of
from corridors.network.network import Network
from corridors.solvers.many.quantities import Floats
from corridors.solvers.many.rows import stop_of
from corridors.studies.basis import ALL_YEAR, Basis, networks_by_month, share_of
from corridors.studies.changes import removable
from corridors.studies.consignments import Consignment
from corridors.studies.draws import Draws
from corridors.studies.flows import flow_frame, undelivered_frame
from corridors.studies.measure import Measured, measure
from corridors.studies.result import Study
from network_data import Facts
from network_data.reading import close_names
from network_data.records import Barrier

SCHEMA = {
    "rank": pl.Int32, "barrier": pl.String, "name": pl.String, "kind": pl.String,
    "place": pl.String, "crossings": pl.String, "mode": pl.String, "exposure_t": pl.Float64,
    "exposure_usd": pl.Float64, "static_loss_usd": pl.Float64, "gain_usd": pl.Float64,
    "gain_low_usd": pl.Float64, "gain_high_usd": pl.Float64, "hours_saved_h": pl.Float64,
    "reform": pl.String, "sources": pl.String, "confidence": pl.String, "top5_share": pl.Float64,
    "rank_low": pl.Int32, "rank_high": pl.Int32, "draws_low_usd": pl.Float64,
    "draws_high_usd": pl.Float64,
}  # fmt: skip


class Period(NamedTuple):
    """What was measured of a part of the year, and the months that it is of (0: all year)."""

    measured: Measured
    months: tuple[int, ...]


def study_barriers(
    basis: Basis,
    *,
    barriers: Sequence[str] = (),
    top: int | None = None,
    by_month: bool = False,
    pairs: bool = True,
    draws: int = 0,
    seed: int = 1,
) -> Study:
    """What each barrier costs, who gains without it, and which barriers belong together.

    Parameters
    ----------
    basis
        The demand on the facts.
    barriers
        Only these; none takes all that cost hours or dollars now.
    top
        How many are listed, by gain; ``None`` lists all.
    by_month
        Whether each month has the network that is open in it; else that of the whole year.
    pairs
        Whether every two are removed together too.
    draws, seed
        How often figures are drawn within their ranges, to tell how sure the ranking is.

    Returns
    -------
    Study
        Tables ``barriers``, ``beneficiaries``, ``pairs``, ``flows``, ``undelivered``, and
        with ``by_month`` ``barriers_by_month``.

    Raises
    ------
    RequestError
        If there is no barrier of a name, or it costs nothing now; all of them are named.
    """
    chosen = chosen_barriers(basis.facts, barriers)
    shipments = basis.shipments
    periods: list[tuple[Network, tuple[int, ...]]] = [(basis.network, (ALL_YEAR,))]
    if by_month:
        periods = list(networks_by_month(basis.facts))
    dice = Draws(basis.facts, chosen, draws, seed) if draws else None
    measured = []
    for network, months in periods:
        numbers = [each.number * share_of(each, months) for each in shipments]
        found = measure(
            network, shipments, basis.objective, barriers=chosen, pairs=pairs,
            draws=None if dice is None else (dice, numbers),
        )  # fmt: skip
        measured.append(Period(found, months))
    ledger = _Ledger(basis, shipments, chosen, measured, dice)
    ranked = ledger.ranked()[:top]
    tables = {
        "barriers": ledger.barriers(ranked),
        "beneficiaries": ledger.beneficiaries(ranked),
        "flows": pl.concat(
            flow_frame(basis.facts, shipments, period.measured.ways, period.months)
            for period in measured
        ),
        "undelivered": _undelivered(shipments, measured),
    }
    if pairs:
        tables["pairs"] = ledger.pairs(ranked)
    if by_month:
        tables["barriers_by_month"] = ledger.by_month(ranked)
        year = tables["flows"].with_columns(month=pl.lit(ALL_YEAR, pl.Int32))
        keys = ["kind", "id", "mode", "direction", "cargo", "group", "month"]
        year = year.group_by(keys).agg(pl.exclude(keys).sum()).sort(keys)
        tables["flows"] = pl.concat([year.select(tables["flows"].columns), tables["flows"]])
    about = basis.about() | {"by_month": "yes" if by_month else "no"}
    if draws:
        about |= {"draws": str(draws), "seed": str(seed)}
    return Study("barriers", tables, about, basis.facts.scenarios)


def _undelivered(shipments: Sequence[Consignment], periods: Sequence[Period]) -> pl.DataFrame:
    """What finds no route, of all periods together."""
    parts = [
        undelivered_frame(shipments, found.ways, found.reasons, months) for found, months in periods
    ]
    if len(parts) == 1:
        return parts[0]
    keys = ["shipment", "cargo", "origin", "destination"]
    lost = pl.concat(parts).group_by(keys, maintain_order=True)
    return lost.agg(pl.col("tonnes").sum(), reason=pl.lit("no route in some months"))


def chosen_barriers(facts: Facts, names: Sequence[str] = ()) -> tuple[Barrier, ...]:
    """The barriers of some names that can be removed, all of them if none is named."""
    known = {barrier.id: barrier for barrier in removable(facts)}
    if not names:
        return tuple(known.values())
    faults = []
    for name in names:
        if name in known:
            continue
        row = facts.barriers.get(name)
        if row is None:
            hint = close_names(name, list(known), otherwise=f"; use {', '.join(known)}")
            faults.append(f"no barrier '{shorten(name)}'{hint}")
        elif row.use in ("base", "now") and not (row.extra_h or row.extra_usd):
            faults.append(f"{name} has neither hours nor dollars: nothing is gained without it")
        else:
            why = row.add_note or "it is no part of the present state"
            faults.append(f"{name} is not met now ({why}); add it by a scenario first")
    if faults:
        raise RequestError("; ".join(faults))
    return tuple(known[name] for name in dict.fromkeys(names))


def _country(network: Network, name: str) -> str:
    """The country of an end; empty where no place is near it, which then gains nothing."""
    try:
        return country_of(network, stop_of(name))
    except RequestError:
        return ""


class _Ledger:
    """Sums of what was measured, weighted by shipments a year."""

    def __init__(
        self,
        basis: Basis,
        shipments: Sequence[Consignment],
        barriers: Sequence[Barrier],
        periods: Sequence[Period],
        draws: Draws | None = None,
    ) -> None:
        self._sureness = draws.sureness() if draws is not None else {}
        self.basis = basis
        self.shipments = shipments
        self._barriers = {barrier.id: barrier for barrier in barriers}
        self._periods = periods
        self._number = np.array([shipment.number for shipment in shipments])
        self._weights = [self._shipments_in(period.months) for period in periods]
        self._gain = {id: self._sum(id, "usd") for id in self._barriers}

    def _shipments_in(self, months: Sequence[int]) -> Floats:
        shares = np.array([share_of(each, months) for each in self.shipments], np.float64)
        weights: Floats = shares * self._number
        return weights

    def _sum(self, barrier: str, name: str, by: Floats | float = 1.0) -> float:
        """The sum over all shipments of a year of something that a barrier does to one."""
        return sum(
            float((getattr(period.measured.gains[barrier], name) * weights * by).sum())
            for period, weights in zip(self._periods, self._weights, strict=True)
        )

    def _by_shipment(self, barrier: str) -> Floats:
        """Gains of a year by row of the demand."""
        gains: Floats = sum(
            (
                period.measured.gains[barrier].usd * weights
                for period, weights in zip(self._periods, self._weights, strict=True)
            ),
            np.zeros(len(self.shipments)),
        )
        return gains

    def ranked(self) -> list[str]:
        """Barriers by gain, then by static loss, then by id."""
        loss = {id: self._sum(id, "static_usd") for id in self._barriers}
        return sorted(self._barriers, key=lambda id: (-self._gain[id], -loss[id], id))

    def barriers(self, ranked: Sequence[str]) -> pl.DataFrame:
        """The table ``barriers``."""
        tonnes = np.array([each.tonnes for each in self.shipments])
        value = tonnes * np.array([each.value_usd_per_t for each in self.shipments])
        rows = []
        for rank, id in enumerate(ranked, 1):
            row = self._barriers[id]
            rows.append((
                rank, id, row.name, row.type, "; ".join(row.place_or_country),
                "; ".join(row.crossing_ids), row.mode, self._sum(id, "met", tonnes),
                self._sum(id, "met", value), self._sum(id, "static_usd"), self._gain[id],
                self._sum(id, "low_usd"), self._sum(id, "high_usd"), self._sum(id, "hours"),
                row.reform, "; ".join(row.source), row.confidence,
                *(self._sureness.get(id) or (None,) * 5),
            ))  # fmt: skip
        return pl.DataFrame(rows, schema=SCHEMA, orient="row")

    def beneficiaries(self, ranked: Sequence[str]) -> pl.DataFrame:
        """The table ``beneficiaries``: the gains of each dimension add up to the total."""
        network, commodities = self.basis.network, self.basis.facts.commodities
        ends = {name for each in self.shipments for name in (each.origin, each.destination)}
        country = {name: _country(network, name) for name in ends}
        of = {
            "origin_country": [country[each.origin] for each in self.shipments],
            "destination_country": [country[each.destination] for each in self.shipments],
            "group": [commodities[each.cargo].group for each in self.shipments],
            "region": [each.origin for each in self.shipments],
        }
        rows = []
        for id in ranked:
            gains = self._by_shipment(id).tolist()
            for dimension, names in of.items():
                sums: dict[str, float] = {}
                for name, gain in zip(names, gains, strict=True):
                    if gain:
                        sums[name] = sums.get(name, 0.0) + gain
                order = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
                rows += [(id, dimension, name, gain) for name, gain in order]
        schema = {
            "barrier": pl.String, "dimension": pl.String, "name": pl.String,
            "gain_usd": pl.Float64,
        }  # fmt: skip
        return pl.DataFrame(rows, schema=schema, orient="row")

    def pairs(self, ranked: Sequence[str]) -> pl.DataFrame:
        """The table ``pairs``, those first whose gains overlap or reinforce most."""
        rows = []
        for a, b in self._periods[0].measured.together:
            if a not in ranked or b not in ranked:
                continue
            both = sum(
                float((period.measured.together[a, b] * weights).sum())
                for period, weights in zip(self._periods, self._weights, strict=True)
            )
            one, two = self._gain[a], self._gain[b]
            rows.append((a, b, one, two, both, both - one - two))
        rows.sort(key=lambda row: (-abs(row[5]), row[0], row[1]))
        schema = {
            "a": pl.String, "b": pl.String, "gain_a_usd": pl.Float64, "gain_b_usd": pl.Float64,
            "gain_both_usd": pl.Float64, "interaction_usd": pl.Float64,
        }  # fmt: skip
        return pl.DataFrame(rows, schema=schema, orient="row")

    def by_month(self, ranked: Sequence[str]) -> pl.DataFrame:
        """The table ``barriers_by_month``."""
        tonnes = np.array([each.tonnes for each in self.shipments])
        of_month = {month: p.measured for p in self._periods for month in p.months}
        rows = []
        for month in range(1, MONTHS + 1):
            weights = self._shipments_in((month,))
            for id in ranked:
                gains = of_month[month].gains[id]
                sums = [
                    float((amount * weights).sum())
                    for amount in (gains.met * tonnes, gains.static_usd, gains.usd)
                ]
                rows.append((month, id, *sums))
        schema = {
            "month": pl.Int32, "barrier": pl.String, "exposure_t": pl.Float64,
            "static_loss_usd": pl.Float64, "gain_usd": pl.Float64,
        }  # fmt: skip
        return pl.DataFrame(rows, schema=schema, orient="row")
