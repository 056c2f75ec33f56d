"""What rules of the request and of the countries forbid: waits, days, gross mass, goods.

Everything here is a yes or no about one step, a note about it, or the hours that a route
may take; how the rest is searched is no matter of this file.
"""

from datetime import date
from typing import NamedTuple

from corridors.model.phrase import Phrase, Series
from corridors.model.shipment import Constraints, Mode
from corridors.network.barriers import Barriers
from corridors.network.passages import Passage
from corridors.units import HOURS_PER_DAY, hour_units
from network_data import Facts
from network_data.records import Commodity, Vehicle, WeightLimit

ROUNDING_T = 1e-9
"""Tonnes over a limit that are rounding of a load, not mass."""


class Overweight(NamedTuple):
    """A loaded vehicle that is over what a country always allows.

    Attributes
    ----------
    country, row
        The country and its row of the facts.
    gross_t, most_t
        Gross mass of the vehicle, and the most that the row allows, tonnes.
    load_t
        The load with which the vehicle would be allowed, tonnes; 0 if with none.
    """

    country: str
    row: WeightLimit
    gross_t: float
    most_t: float
    load_t: float


def known_wait_h(passage: Passage, barriers: Barriers) -> float | None:
    """Mean hours of waiting at a passage as far as they are known; ``None`` if none are.

    The crossing's own mean, else the sum of the one-sided means that are known, with the
    hours of the barriers that are added there.
    """
    if passage.wait_h is not None:
        wait_h = passage.wait_h
    else:
        sides = [mean.wait_h for mean in passage.means if mean.wait_h is not None]
        if not sides:
            return None
        wait_h = sum(sides)
    return wait_h + sum(barrier.extra_h or 0.0 for barrier in barriers.at(passage))


def admits_wait(rules: Constraints, passage: Passage, barriers: Barriers) -> bool:
    """Whether the mean wait of a passage keeps the rule; an unknown one does not."""
    if rules.max_border_wait_h is None:
        return True
    wait_h = known_wait_h(passage, barriers)
    return wait_h is not None and hour_units(wait_h) <= hour_units(rules.max_border_wait_h)


def wait_note(rules: Constraints, passage: Passage) -> str:
    """What to say of a passage whose wait keeps the rule only as far as it is known."""
    if rules.max_border_wait_h is None or not passage.unknown_sides:
        return ""
    return Phrase(
        "waits at most {most:g} h as far as is known: the {sides} side may add to it",
        most=rules.max_border_wait_h, sides=Series(passage.unknown_sides, " and "),
    )  # fmt: skip


def fresh_hours(commodity: Commodity) -> float | None:
    """Hours that a perishable cargo keeps; ``None`` for any other."""
    days = commodity.max_transit_days
    return days * HOURS_PER_DAY if commodity.perishable and days is not None else None


def most_hours(commodity: Commodity, rules: Constraints) -> float | None:
    """Hours that a route may take: the rule's, or those that the cargo keeps if it must."""
    fresh = fresh_hours(commodity) if rules.keep_fresh else None
    limits = [hours for hours in (rules.max_hours, fresh) if hours is not None]
    return min(limits, default=None)


def overweight(facts: Facts, country: str, vehicle: Vehicle, load_t: float) -> Overweight | None:
    """What a country's standing limits say of a truck with a load; ``None`` if it may drive.

    Of the limits that hold for its axles the lowest counts. A truck of unknown tare is never
    refused, nor is one of unknown axles by a limit for some number of axles. Limits on
    single axles are compared with the mean over all axles: what is above it is certainly too
    heavy, what is below it may still be.
    """
    if vehicle.mode != Mode.ROAD or vehicle.tare_t is None:
        return None
    gross_t = vehicle.tare_t + load_t
    lowest: tuple[float, str, WeightLimit] | None = None
    for row in facts.weight_limits.values():
        if row.country != country or row.use != "base" or not _speaks_of(row, vehicle):
            continue
        most_t = _most_t(row, vehicle, gross_t)
        if most_t is not None and (lowest is None or (most_t, row.id) < lowest[:2]):
            lowest = (most_t, row.id, row)
    if lowest is None or gross_t <= lowest[0] + ROUNDING_T:
        return None
    return Overweight(country, lowest[2], gross_t, lowest[0], max(0.0, lowest[0] - vehicle.tare_t))


def season_notes(
    facts: Facts, country: str, vehicle: Vehicle, day: date, *, load_t: float | None = None
) -> tuple[str, ...]:
    """What a country's limits of the season may mean for a truck on a day, by id.

    They hold for some hours of hot days only, so they are told and refuse nothing. Without
    ``load_t`` the truck is taken to be full. Nothing is said where the truck is known to be
    light enough for certain.
    """
    if vehicle.mode != Mode.ROAD:
        return ()
    gross_t = None
    if vehicle.tare_t is not None:
        gross_t = vehicle.tare_t + (vehicle.payload_t if load_t is None else load_t)
    notes = []
    for row in facts.weight_limits.values():
        if row.country != country or row.use != "season" or not _speaks_of(row, vehicle):
            continue
        if not _in_season(row, day):
            continue
        if gross_t is not None and row.min_gross_t is not None and gross_t <= row.min_gross_t:
            continue
        notes.append(_season_note(row, vehicle, gross_t))
    return tuple(notes)


def _season_note(row: WeightLimit, vehicle: Vehicle, gross_t: float | None) -> Phrase:
    """What a limit of the season says, and how heavy the truck is if that is known."""
    rule = row.axle_rule or Phrase("{vehicle} may not drive", vehicle=row.vehicle)
    if gross_t is None:
        return Phrase(
            "{country}, {season}: {rule} ({row})",
            country=row.country, season=row.season, rule=rule, row=row.id,
        )  # fmt: skip
    if row.max_axle_t is None or not vehicle.axles:
        return Phrase(
            "{country}, {season}: {rule}; {truck} is {gross:g} t gross ({row})",
            country=row.country, season=row.season, rule=rule, truck=vehicle.name, gross=gross_t,
            row=row.id,
        )  # fmt: skip
    return Phrase(
        "{country}, {season}: {rule}; {truck} is {gross:g} t gross, {axle:.1f} t on an axle on"
        " average ({row})",
        country=row.country, season=row.season, rule=rule, truck=vehicle.name, gross=gross_t,
        axle=gross_t / vehicle.axles, row=row.id,
    )  # fmt: skip


def _speaks_of(row: WeightLimit, vehicle: Vehicle) -> bool:
    """Whether a row is for trucks of so many axles; of an unknown number only if for any."""
    if vehicle.axles is None:
        return row.axles_from is None and row.axles_to is None
    return (row.axles_from is None or vehicle.axles >= row.axles_from) and (
        row.axles_to is None or vehicle.axles <= row.axles_to
    )


def _most_t(row: WeightLimit, vehicle: Vehicle, gross_t: float) -> float | None:
    """The most gross mass of a vehicle under a row; ``None`` if the row sets none for it."""
    found = [] if row.gross_t is None else [row.gross_t]
    if row.max_axle_t is not None and vehicle.axles:
        found.append(row.max_axle_t * vehicle.axles)
    if row.min_gross_t is not None:
        if row.gross_t is None and row.max_axle_t is None:
            return row.min_gross_t  # alone: those above it may not drive
        if gross_t <= row.min_gross_t:
            return None
        # A truck as light as the row begins with is not under it.
        return max(row.min_gross_t, min(found)) if found else None
    return min(found, default=None)


def _in_season(row: WeightLimit, day: date) -> bool:
    """Whether a row holds on a day, over the new year too; without days it always does."""
    if not row.from_month_day or not row.to_month_day:
        return True
    today = f"{day:%m-%d}"
    if row.from_month_day <= row.to_month_day:
        return row.from_month_day <= today <= row.to_month_day
    return today >= row.from_month_day or today <= row.to_month_day


def hazmat_note(commodity: Commodity) -> str:
    """What to say of every route of dangerous goods; empty for other cargo."""
    if not commodity.hazmat_class:
        return ""
    return Phrase(
        "{cargo}: dangerous goods of class {hazmat_class}; which crossings, terminals and vehicles"
        " admit them is not in the facts and was not checked",
        cargo=commodity.name, hazmat_class=commodity.hazmat_class,
    )  # fmt: skip
