"""What rules of the request and of the countries forbid: waits, days, gross mass, goods.

Everything here is a yes or no about one step, a note about it, or the hours that a route
may take; how the rest is searched is no matter of this file.
"""

from corridors.model.shipment import Constraints
from corridors.network.barriers import Barriers
from corridors.network.passages import Passage
from corridors.units import HOURS_PER_DAY, hour_units
from network_data.records import Commodity


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
    sides = " and ".join(passage.unknown_sides)
    return (
        f"waits at most {rules.max_border_wait_h:g} h as far as is known: the {sides} side may"
        " add to it"
    )


def fresh_hours(commodity: Commodity) -> float | None:
    """Hours that a perishable cargo keeps; ``None`` for any other."""
    days = commodity.max_transit_days
    return days * HOURS_PER_DAY if commodity.perishable and days is not None else None


def most_hours(commodity: Commodity, rules: Constraints) -> float | None:
    """Hours that a route may take: the rule's, or those that the cargo keeps if it must."""
    fresh = fresh_hours(commodity) if rules.keep_fresh else None
    limits = [hours for hours in (rules.max_hours, fresh) if hours is not None]
    return min(limits, default=None)


def hazmat_note(commodity: Commodity) -> str:
    """What to say of every route of dangerous goods; empty for other cargo."""
    if not commodity.hazmat_class:
        return ""
    return (
        f"{commodity.name}: dangerous goods of class {commodity.hazmat_class}; which crossings,"
        " terminals and vehicles admit them is not in the facts and was not checked"
    )
