"""Which tariff rules hold for a haul, and which of those apply.

Rules are rows of `tariff_rules` (`docs/tariff-rules.md` tells them in words).
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from corridors.network.carriage import Carriage
from network_data.records import TariffRule

UNTIL_FURTHER_NOTICE = "9999-12-31"


class Period(NamedTuple):
    """First and last day on which a rule is in force, as ISO dates."""

    first: str
    last: str


def periods(rules: Mapping[str, TariffRule]) -> dict[str, Period]:
    """When each rule of a table is in force; rules without any year are left out.

    A rule without a first day begins with its freight year. One without a last day holds
    until further notice if it is ``standing`` or of the newest freight year of the table;
    any other ends with its freight year. A rule that another cancels ends the day before.
    """
    newest = max((r.freight_year for r in rules.values() if r.freight_year.isdecimal()), default="")
    found: dict[str, Period] = {}
    for rule in rules.values():
        year = rule.freight_year
        if not rule.valid_from and not year.isdecimal():
            continue
        first = rule.valid_from or f"{year}-01-01"
        last = rule.valid_to or UNTIL_FURTHER_NOTICE
        if not (rule.valid_to or rule.standing or year == newest):
            last = f"{year if year.isdecimal() else first[:4]}-12-31"
        found[rule.id] = Period(first, last)
    for rule in rules.values():
        if rule.id in found:
            eve = (date.fromisoformat(found[rule.id].first) - timedelta(days=1)).isoformat()
            for name in rule.cancels:
                if name in found:
                    found[name] = Period(found[name].first, min(found[name].last, eve))
    return found


def traffic_of(country: str, ends: tuple[str, str]) -> str:
    """What a shipment from one country to another is to a railway."""
    origin, destination = ends
    if origin == destination == country:
        return "local"
    if country == origin:
        return "export"
    return "import" if country == destination else "transit"


def holds_for_traffic(rule: TariffRule, ends: tuple[str, str]) -> bool:
    """Whether a rule is for traffic between two countries, by its kind and its partners."""
    if rule.traffic != traffic_of(rule.country, ends) or set(ends) & set(rule.partner_except):
        return False
    of_partner = {"from": ends[:1], "to": ends[1:]}.get(rule.heading, ends)
    return not rule.partner or bool(set(of_partner) & set(rule.partner))


def holds_for_cargo(rule: TariffRule, hs: str) -> bool:
    """Whether a rule is for a cargo, by the first digits of its HS code."""
    return (not rule.hs or hs.startswith(rule.hs)) and not (
        rule.hs_except and hs.startswith(rule.hs_except)
    )


def wagon_kind(carriage: Carriage) -> str:
    """The kind of wagon in the words of the rules.

    Wagons of the model are hired, so they are never the railway's own inventory.
    """
    return carriage.vehicle.container or "own"


def holds_for_km(rule: TariffRule, km: float) -> bool:
    """Whether a distance lies in a rule's band, in whole kilometres as tariffs count."""
    whole = round(km)
    return (rule.km_from is None or whole >= rule.km_from) and (
        rule.km_to is None or whole <= rule.km_to
    )


def stacked(rules: Iterable[TariffRule]) -> tuple[TariffRule, ...]:
    """The rules that apply of those that hold: a printed rate, or the coefficients in order."""
    found = sorted(rules, key=lambda rule: rule.id)
    printed = [rule for rule in found if rule.rate_value is not None]
    if printed:
        latest = sorted(printed, key=lambda rule: rule.valid_from, reverse=True)
        return (max(latest, key=_conditions),)
    factors = [(rule.coefficient, rule) for rule in found if rule.coefficient is not None]
    lowering = [(factor, rule.id, rule) for factor, rule in factors if factor < 1]
    raising = tuple(rule for factor, rule in factors if factor > 1)
    return (*([min(lowering)[2]] if lowering else ()), *raising)


def _conditions(rule: TariffRule) -> int:
    """How many conditions a rule names: the more, the more specific it is."""
    named = (
        rule.from_point, rule.to_point, rule.partner, rule.heading, rule.hs, rule.hs_except,
        rule.wagons, rule.km_from is not None, rule.km_to is not None,
    )  # fmt: skip
    return sum(map(bool, named))
