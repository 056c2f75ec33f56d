"""How corridors do: families of routes through the same crossings, beside what is published.

A corridor goes by its sequence of crossings. The four indicators are those of CAREC's CPMM
(`corridors.tables.indicators`), of all tonnes of the family together: sums by sums.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import polars as pl

from corridors.model.route import LegKind
from corridors.studies.basis import Basis
from corridors.studies.consignments import Consignment
from corridors.studies.flows import flow_frame, undelivered_frame
from corridors.studies.measure import measure
from corridors.studies.result import Study
from corridors.studies.ways import Leg, Way
from corridors.tables.indicators import CPMM_LOAD_T, CPMM_SECTION_KM
from network_data import Facts
from network_data.records import ObservedTariff, Speed

SURVEY: Final = "obs-cpmm-"
"""How the ids of the survey's costs of a kilometre begin."""
NO_CROSSING: Final = "no crossing"
SCHEMA = {
    "corridor": pl.String, "crossings": pl.String, "tonnes": pl.Float64,
    "shipments": pl.Float64, "usd_per_t": pl.Float64, "transit_h": pl.Float64,
    "border_h": pl.Float64, "h_per_crossing": pl.Float64, "usd_per_crossing_20t": pl.Float64,
    "usd_per_500km_20t": pl.Float64, "kmh_moving": pl.Float64, "kmh_with_delay": pl.Float64,
    "km": pl.Float64, "published_usd_per_500km_20t": pl.Float64,
    "published_kmh_moving": pl.Float64, "published_kmh_with_delay": pl.Float64,
    "published_source": pl.String,
}  # fmt: skip
STAIRS = {
    "corridor": pl.String, "step": pl.Int32, "km": pl.Float64, "hours": pl.Float64,
    "usd": pl.Float64, "place": pl.String, "what": pl.String,
}  # fmt: skip


class Member(NamedTuple):
    """A shipment of a corridor and its way."""

    shipment: Consignment
    way: Way


class Published(NamedTuple):
    """What surveys say of the countries of a corridor, mean by kilometres; ``None`` if nothing."""

    usd_per_500km_20t: float | None
    kmh_moving: float | None
    kmh_with_delay: float | None
    sources: tuple[str, ...]


def study_corridors(basis: Basis, *, top: int | None = None) -> Study:
    """The corridors that a demand takes.

    Parameters
    ----------
    basis
        The demand on the facts.
    top
        How many are listed, by tonnes; ``None`` lists all.

    Returns
    -------
    Study
        Tables ``corridors``, ``staircase`` (of the row of the demand with most tonnes in each
        corridor), ``flows``, ``undelivered``.
    """
    shipments = basis.shipments
    measured = measure(basis.network, shipments, basis.objective)
    families: dict[tuple[str, ...], list[Member]] = {}
    for shipment, way in zip(shipments, measured.ways, strict=True):
        if way is not None:
            families.setdefault(way.crossings, []).append(Member(shipment, way))
    order = sorted(families, key=lambda key: (-_tonnes(families[key]), key))[:top]
    survey = _Survey(basis.facts)
    names = {key: corridor_name(basis.facts, key, families[key]) for key in order}
    tables = {
        "corridors": pl.DataFrame(
            [_row(names[key], key, families[key], survey) for key in order],
            schema=SCHEMA, orient="row",
        ),
        "staircase": pl.DataFrame(
            [stair for key in order for stair in _stairs(names[key], families[key])],
            schema=STAIRS, orient="row",
        ),
        "flows": flow_frame(basis.facts, shipments, measured.ways),
        "undelivered": undelivered_frame(shipments, measured.ways, measured.reasons),
    }  # fmt: skip
    return Study("corridors", tables, basis.about(), basis.facts.scenarios)


def corridor_name(facts: Facts, crossings: Sequence[str], members: Sequence[Member]) -> str:
    """A corridor by its countries and crossings: ``KZ-UZ-TJ: Saryagash - Keles (rail), ...``."""
    legs = [leg for leg in members[0].way.legs if leg.kind is LegKind.CROSSING]
    if not legs:
        return f"{members[0].way.legs[0].country}: {NO_CROSSING}"
    countries = [legs[0].country.partition(">")[0]]
    countries += [leg.country.partition(">")[2] for leg in legs]
    parts = []
    for leg in legs:
        row = facts.crossings[leg.facility]
        sides = (row.name_a, row.name_b) if leg.start == row.a else (row.name_b, row.name_a)
        parts.append(f"{' - '.join(sides)} ({leg.mode})")
    return f"{'-'.join(countries)}: {', '.join(parts)}"


def _tonnes(members: Sequence[Member]) -> float:
    return sum(member.shipment.tonnes_per_year for member in members)


def _row(
    name: str, crossings: tuple[str, ...], members: Sequence[Member], survey: "_Survey"
) -> tuple[object, ...]:
    """A row of the table ``corridors``; hours and kilometres are means by tonnes."""
    tonnes = _tonnes(members)
    usd = border_usd = hours = border_h = moving_h = km = shipments = 0.0
    for shipment, way in members:
        year_t, number = shipment.tonnes_per_year, shipment.number
        shipments += number
        usd += way.usd * number
        hours += way.hours * year_t
        for leg in way.legs:
            km += leg.km * year_t
            moving_h += leg.moving_h * year_t
            if leg.kind is LegKind.CROSSING:
                border_usd += leg.fees_usd * number
                border_h += (leg.wait_h + leg.moving_h) * year_t
    count = len(crossings)
    published = survey.of(members)
    return (
        name, "; ".join(crossings), tonnes, shipments, usd / tonnes, hours / tonnes,
        border_h / tonnes,
        border_h / tonnes / count if count else None,
        border_usd * CPMM_LOAD_T / tonnes / count if count else None,
        usd * CPMM_LOAD_T * CPMM_SECTION_KM / km if km else None,
        km / moving_h if moving_h else None,
        km / hours if hours else None,
        km / tonnes, published.usd_per_500km_20t, published.kmh_moving,
        published.kmh_with_delay, "; ".join(published.sources),
    )  # fmt: skip


class _Survey:
    """Published costs and speeds by country and mode, the latest of each."""

    def __init__(self, facts: Facts) -> None:
        self._costs: dict[tuple[str, str], ObservedTariff] = {}
        for row in facts.observed_tariffs.values():
            key = (row.country, row.mode)
            if not row.id.startswith(SURVEY) or row.per_km_usd is None:
                continue
            if key not in self._costs or row.year > self._costs[key].year:
                self._costs[key] = row
        self._speeds: dict[tuple[str, str], Speed] = {}
        for speed in facts.speeds.values():
            key = (speed.country, speed.mode)
            if speed.kmh_with_delay is None or speed.kmh_moving is None:
                continue
            if key not in self._speeds or speed.year > self._speeds[key].year:
                self._speeds[key] = speed

    def of(self, members: Sequence[Member]) -> Published:
        """What the surveys say of the countries that some ways lead through.

        Means by tonne-kilometres of hauls; nothing where less than half of them lie in
        countries and modes that a survey speaks of.
        """
        by_key: dict[tuple[str, str], float] = {}
        for shipment, way in members:
            for leg in way.legs:
                if leg.kind is LegKind.HAUL:
                    key = (leg.country, leg.mode)
                    by_key[key] = by_key.get(key, 0.0) + leg.km * shipment.tonnes_per_year
        total = sum(by_key.values())
        cost_km = {key: km for key, km in by_key.items() if key in self._costs}
        speed_km = {key: km for key, km in by_key.items() if key in self._speeds}
        sources: set[str] = set()
        usd = moving = delayed = None
        if total and sum(cost_km.values()) >= total / 2:
            known = sum(cost_km.values())
            usd = sum(
                (self._costs[key].per_km_usd or 0.0) * km for key, km in cost_km.items()
            ) * CPMM_SECTION_KM / known  # fmt: skip
            sources |= {source for key in cost_km for source in self._costs[key].source}
        if total and sum(speed_km.values()) >= total / 2:
            known = sum(speed_km.values())
            moving, delayed = (
                known / sum(km / getattr(self._speeds[key], name) for key, km in speed_km.items())
                for name in ("kmh_moving", "kmh_with_delay")
            )
            sources |= {source for key in speed_km for source in self._speeds[key].source}
        return Published(usd, moving, delayed, tuple(sorted(sources)))


def _stairs(name: str, members: Sequence[Member]) -> list[tuple[object, ...]]:
    """The staircase of the row with most tonnes: kilometres, hours, dollars a tonne so far."""
    shipment, way = max(members, key=lambda m: (m.shipment.tonnes_per_year, m.shipment.id))
    km = hours = usd = 0.0
    rows: list[tuple[object, ...]] = [(name, 0, 0.0, 0.0, 0.0, way.legs[0].start, "start")]
    for leg in way.legs:
        for more_km, more_h, more_usd, place in _parts(leg):
            km, hours, usd = km + more_km, hours + more_h, usd + more_usd
            rows.append((name, len(rows), km, hours, usd / shipment.tonnes, place, leg.kind.value))
    return rows


def _parts(leg: Leg) -> list[tuple[float, float, float, str]]:
    """A leg as steps and slopes: at a crossing the wait and the fees, then the hop."""
    if leg.kind is LegKind.CROSSING:
        return [
            (0.0, leg.wait_h, leg.fees_usd, leg.start),
            (leg.km, leg.moving_h, leg.usd - leg.fees_usd, leg.end),
        ]
    return [(leg.km, leg.wait_h + leg.moving_h, leg.usd, leg.end)]
