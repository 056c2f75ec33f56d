"""What moves where: tonnes, delay and shipments of links, crossings and terminals."""

from collections.abc import Iterable, Sequence

import polars as pl

from corridors.model.route import LegKind
from corridors.studies.basis import ALL_YEAR, share_of
from corridors.studies.consignments import Consignment
from corridors.studies.ways import Leg, Way
from network_data import Facts

SCHEMA = {
    "kind": pl.String, "id": pl.String, "mode": pl.String, "direction": pl.String,
    "cargo": pl.String, "group": pl.String, "month": pl.Int32, "tonnes": pl.Float64,
    "delay_usd": pl.Float64, "delay_h": pl.Float64, "shipments": pl.Float64,
    "border_usd": pl.Float64,
}  # fmt: skip
KEYS = ["kind", "id", "mode", "direction", "cargo", "group", "month"]


def flow_frame(
    facts: Facts,
    shipments: Sequence[Consignment],
    ways: Sequence[Way | None],
    months: Iterable[int] = (ALL_YEAR,),
) -> pl.DataFrame:
    """The flows of some shipments on their ways, as the table ``flows``.

    Parameters
    ----------
    facts
        Whose cargoes they are.
    shipments, ways
        Each shipment and its way.
    months
        Months of which tonnes are given, each by itself; 0 is the whole year.
    """
    months = tuple(months)
    rows = []
    for shipment, way in zip(shipments, ways, strict=True):
        if way is None:
            continue
        group = facts.commodities[shipment.cargo].group
        shares = [(month, share_of(shipment, (month,))) for month in months]
        border_usd = shipment.number * sum(
            leg.standing_usd + leg.fees_usd for leg in way.legs if leg.kind is LegKind.CROSSING
        )
        for kind, id, mode, direction, standing_usd, standing_h in _uses(way.legs):
            rows += [
                (
                    kind, id, mode, direction, shipment.cargo, group, month,
                    shipment.tonnes_per_year * share, standing_usd * shipment.number * share,
                    standing_h * shipment.tonnes_per_year * share, shipment.number * share,
                    border_usd * share,
                )
                for month, share in shares
                if share > 0
            ]  # fmt: skip
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    return frame.group_by(KEYS).agg(pl.exclude(KEYS).sum()).sort(KEYS).select(*SCHEMA)


def _uses(legs: Sequence[Leg]) -> Iterable[tuple[str, str, str, str, float, float]]:
    """What legs use: kind, id, mode, direction, money and hours of delay."""
    for leg in legs:
        if leg.kind is LegKind.CROSSING:
            usd = leg.standing_usd + leg.fees_usd
            yield "crossing", leg.facility, leg.mode, leg.country, usd, leg.wait_h
        elif leg.kind is LegKind.TRANSSHIPMENT:
            yield "terminal", leg.facility, leg.mode, "", leg.standing_usd, leg.wait_h
        elif leg.kind is LegKind.HAUL and leg.links:
            # The facts know the stops of a haul as a whole: its links share them alike.
            part = 1 / len(leg.links)
            for link in leg.links:
                yield "link", link, leg.mode, "", leg.standing_usd * part, leg.wait_h * part


def undelivered_frame(
    shipments: Sequence[Consignment],
    ways: Sequence[Way | None],
    reasons: dict[int, str],
    months: Sequence[int] = (ALL_YEAR,),
) -> pl.DataFrame:
    """Rows of the demand that find no route in some months, as the table ``undelivered``."""
    rows = [
        (
            each.id, each.cargo, each.origin, each.destination,
            each.tonnes_per_year * share_of(each, months),
            reasons.get(number) or "no route that holds all year",
        )
        for number, (each, way) in enumerate(zip(shipments, ways, strict=True))
        if way is None and share_of(each, months) > 0
    ]  # fmt: skip
    schema = {
        "shipment": pl.String, "cargo": pl.String, "origin": pl.String,
        "destination": pl.String, "tonnes": pl.Float64, "reason": pl.String,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")
