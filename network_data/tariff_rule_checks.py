"""Rules that the dated tariff rules of railways must keep, each a short function.

`TARIFF_RULE_CHECKS` lists them; `network_data.rules` runs them with its own.
"""

from collections.abc import Callable

from network_data.findings import Findings
from network_data.records import TariffRule

COUNTRIES = {"KZH": "KZ", "UTI": "UZ", "TDJ": "TJ", "KRG": "KG", "TRK": "TM"}
"""Country of each railway."""
PRICED = ("USD", "USD/t", "USD/wagon", "USD/container", "USD/km", "USD/TEU-km", "USD/FEU-km")
"""Units of printed rates that the charge of a haul can be made of."""


def railways_stand_in_their_country(found: Findings) -> None:
    """The country of a rule is that of its railway."""
    for rule in found.rows("tariff_rules"):
        country = COUNTRIES.get(rule.railway, rule.country)
        if rule.country != country:
            message = f"{rule.railway} is the railway of {country}; write {country}"
            found.report("tariff_rules", rule.id, "country", message)


def rules_can_be_read_by_a_machine(found: Findings) -> None:
    """HS codes are digits, years are four, and partners are not left out again."""
    for rule in found.rows("tariff_rules"):
        for column, codes in (("hs", rule.hs), ("hs_except", rule.hs_except)):
            for code in codes:
                if not (code.isascii() and code.isdecimal() and 2 <= len(code) <= 10):
                    message = f"{code!r} is no beginning of an HS code; write 2 to 10 digits"
                    found.report("tariff_rules", rule.id, column, message)
        for country in rule.partner:
            if country in rule.partner_except:
                message = f"{country} is a partner as well; strike it out in one of the two"
                found.report("tariff_rules", rule.id, "partner_except", message)
        if rule.heading and not rule.partner:
            message = f"{rule.heading} whom? name the partner, or leave the cell empty"
            found.report("tariff_rules", rule.id, "heading", message)
        if rule.id in rule.cancels:
            message = "a rule cannot cancel itself; give valid_to instead"
            found.report("tariff_rules", rule.id, "cancels", message)


def rules_for_routes_price_something(found: Findings) -> None:
    """A rule that applies to routes has a time and one figure, or cancels others."""
    for rule in found.rows("tariff_rules"):
        if rule.applies != "route":
            continue
        year = rule.freight_year
        if not rule.valid_from and not (year.isdecimal() and len(year) == 4):
            message = "neither a day nor a freight year; give one, or write applies reference"
            found.report("tariff_rules", rule.id, "valid_from", message)
        _check_figure(found, rule)


def _check_figure(found: Findings, rule: TariffRule) -> None:
    if rule.coefficient is None and rule.rate_value is None:
        if not rule.cancels:
            message = "neither coefficient nor rate; give one, or write applies reference"
            found.report("tariff_rules", rule.id, "coefficient", message)
    elif rule.coefficient is not None and rule.rate_value is not None:
        message = "a coefficient and a rate; a rate replaces the charge, so give one of them"
        found.report("tariff_rules", rule.id, "coefficient", message)
    elif rule.coefficient == 0:
        message = "0 would carry freight for nothing; write the coefficient"
        found.report("tariff_rules", rule.id, "coefficient", message)
    elif rule.rate_value is not None and rule.rate_unit not in PRICED:
        message = f"{rule.rate_unit or 'no unit'} prices no haul; use {', '.join(PRICED)}"
        found.report("tariff_rules", rule.id, "rate_unit", message)


TARIFF_RULE_CHECKS: tuple[Callable[[Findings], None], ...] = (
    railways_stand_in_their_country,
    rules_can_be_read_by_a_machine,
    rules_for_routes_price_something,
)
