"""Tariff rules: dated coefficients and charges of railways, laid on the standing tariffs.

A rule is a row of `tariff_rules` that ``applies`` to a ``route``. It holds for a haul by
rail if the day, the traffic, the shipment's ends, the cargo, the wagon, the haul's ends and
its kilometres fit (`docs/tariff-rules.md`). Of those that hold

- one printed rate replaces the charge, the most specific one, and no coefficient touches it;
- else of the lowering coefficients only the one with the largest discount applies (rule
  ``gen-tp-max-discount``), and then all raising ones.
"""

from collections.abc import Callable
from datetime import date

from corridors.network.carriage import Carriage
from corridors.network.hauls import Way
from corridors.network.items import Item, confidence_range
from corridors.network.rules_in_force import (
    holds_for_cargo,
    holds_for_km,
    holds_for_traffic,
    periods,
    stacked,
    wagon_kind,
)
from network_data import Facts
from network_data.records import Currency, TariffRule

ROUTE = "route"
IN_DOUBT = frozenset({"historic", "reported"})
"""Confidences of rules that may not have held: the range reaches to the charge without them."""
EMPTY_RUN_UNIT = "CHF/axle-km"
ONCE, PER_KM = False, True
UNITS: dict[str, tuple[Callable[[float, Carriage], float], bool]] = {
    "USD": (lambda tonnes, carriage: 1.0, ONCE),
    "USD/t": (lambda tonnes, carriage: tonnes, ONCE),
    "USD/wagon": (lambda tonnes, carriage: carriage.wagons, ONCE),
    "USD/container": (lambda tonnes, carriage: carriage.count, ONCE),
    "USD/km": (lambda tonnes, carriage: carriage.count, PER_KM),
    "USD/TEU-km": (lambda tonnes, carriage: carriage.count, PER_KM),
    "USD/FEU-km": (lambda tonnes, carriage: carriage.count, PER_KM),
}
"""How many units of a printed rate a shipment has, and whether each km is paid."""


def chf_per_usd(facts: Facts, day: date) -> Currency | None:
    """The row that converts Swiss francs on a day: its quarter's, else the nearest earlier."""
    earlier = [
        row
        for row in facts.currency.values()
        if row.valid_from <= day.isoformat() and row.chf_per_usd
    ]
    return max(earlier, key=lambda row: row.valid_from, default=None)


class TariffRules:
    """The rules that may price one shipment on one day.

    Parameters
    ----------
    facts
        The tables.
    day
        The day of the tariffs; ``None`` prices by the standing tariffs alone.
    ends
        Countries where the shipment begins and ends.
    hs, tonnes
        HS code of the cargo and its mass.
    """

    def __init__(
        self, facts: Facts, day: date | None, ends: tuple[str, str], hs: str, tonnes: float
    ) -> None:
        self.facts = facts
        self.day = day
        self.ends = ends
        self.tonnes = tonnes
        self._of: dict[str, list[TariffRule]] = {}
        if day is None:
            return
        iso = day.isoformat()
        for id, period in periods(facts.tariff_rules).items():
            rule = facts.tariff_rules[id]
            if not period.first <= iso <= period.last:
                continue
            prices = rule.coefficient is not None or rule.rate_value is not None
            mine = holds_for_traffic(rule, ends) and holds_for_cargo(rule, hs)
            if rule.applies == ROUTE and prices and mine:
                self._of.setdefault(rule.country, []).append(rule)
        self._points = {
            point: self._places_at(point)
            for rules in self._of.values()
            for rule in rules
            for point in (rule.from_point, rule.to_point)
            if point
        }

    @property
    def are_any(self) -> bool:
        """Whether any rule may price some haul of the shipment."""
        return any(self._of.values())

    def _places_at(self, point: str) -> frozenset[str]:
        """Where a haul touches a point: itself, its stations, the other post of its crossings."""
        facts = self.facts
        stations = {place.id for place in facts.places.values() if place.station_of == point}
        here = stations | {point}
        pairs = [(c.a, c.b) for c in facts.crossings.values() if {c.a, c.b} & here]
        return frozenset(here.union(*pairs))

    def in_force(self, country: str, carriage: Carriage) -> list[TariffRule]:
        """Rules that some haul of a carriage in a country might be priced by."""
        rules = self._of.get(country)
        if not rules:
            return []
        kind = wagon_kind(carriage)
        return [rule for rule in rules if not rule.wagons or kind in rule.wagons]

    def of_haul(self, country: str, carriage: Carriage, way: Way) -> tuple[TariffRule, ...]:
        """The rules that apply to a haul, in the order in which they do."""
        rules = self.in_force(country, carriage)
        if not rules:
            return ()
        ends = self._ends(way)
        return stacked(r for r in rules if holds_for_km(r, way.km) and self._touches(r, ends))

    def _ends(self, way: Way) -> tuple[str, str]:
        if way.chain is None:
            return ("", "")
        step = way.chain
        while step.before is not None:
            step = step.before
        link = self.facts.links[step.link]
        return (link.b if link.a == step.place else link.a, way.chain.place)

    def _touches(self, rule: TariffRule, ends: tuple[str, str]) -> bool:
        """Whether a haul begins and ends at the points of a rule, in either direction."""
        points = [self._points[p] for p in (rule.from_point, rule.to_point) if p]
        if len(points) == 2:
            a, b = points
            return (ends[0] in a and ends[1] in b) or (ends[0] in b and ends[1] in a)
        return all(set(ends) & point for point in points)

    def printed_usd(self, rule: TariffRule, carriage: Carriage, km: float) -> float:
        """What a printed rate comes to for the whole shipment."""
        units, per_km = UNITS[rule.rate_unit]
        usd = (rule.rate_value or 0.0) * units(self.tonnes, carriage)
        return usd * km if per_km else usd

    def change_usd(self, country: str, carriage: Carriage, way: Way, usd: float) -> float:
        """What the rules add to the charge of a haul by the standing tariff."""
        change, now = 0.0, usd
        for rule in self.of_haul(country, carriage, way):
            then = self._after(rule, carriage, way, now)
            change += then - now
            now = then
        return change

    def _after(self, rule: TariffRule, carriage: Carriage, way: Way, usd: float) -> float:
        if rule.coefficient is not None and rule.rate_value is None:
            return usd * rule.coefficient
        return self.printed_usd(rule, carriage, way.km)

    def items(self, country: str, carriage: Carriage, way: Way, base: Item) -> list[Item]:
        """The charge by the standing tariff and, one by one, what each rule makes of it.

        The ends of the ranges add up to the least and the most that the charge may be with
        and without the rules in doubt (`IN_DOUBT`), by the spread of the standing row.
        """
        rules = self.of_haul(country, carriage, way)
        if not rules:
            return [base]
        spread = confidence_range(self.facts, base.figure, base.confidence)
        if rules[0].rate_value is not None:
            return self._replaced(base, rules[0], carriage, way, spread)
        low = now = high = base.usd
        items = []
        for rule in rules:
            factor = rule.coefficient or 0.0
            least, most = self._factors(rule, factor)
            items.append(
                Item("tariff rule", now * factor - now, rule, "x {0:g} on {1:,.0f} USD",
                     (factor, now), "", (low * least - low, high * most - high))
            )  # fmt: skip
            low, now, high = low * least, now * factor, high * most
        ends = (base.usd - (1 - spread[0]) * low, base.usd + (spread[1] - 1) * high)
        return [base._replace(range_usd=ends), *items]

    def _factors(self, rule: TariffRule, factor: float) -> tuple[float, float]:
        """The least and the most that a coefficient may be."""
        if rule.confidence in IN_DOUBT:
            return min(factor, 1.0), max(factor, 1.0)
        ends = [1 + (factor - 1) * f for f in confidence_range(self.facts, rule)]
        return max(min(ends), 0.0), max(ends)

    def _replaced(
        self, base: Item, rule: TariffRule, carriage: Carriage, way: Way,
        spread: tuple[float, float],
    ) -> list[Item]:  # fmt: skip
        usd = self.printed_usd(rule, carriage, way.km)
        change = usd - base.usd
        own = (base.usd, base.usd)
        if rule.confidence in IN_DOUBT:
            own = (
                base.usd * (spread[0] if change >= 0 else 1.0),
                base.usd * (spread[1] if change <= 0 else 1.0),
            )
            ends = (min(change, 0.0), max(change, 0.0))
        else:
            least, most = confidence_range(self.facts, rule)
            ends = (usd * least - base.usd, usd * most - base.usd)
        item = Item("tariff rule", change, rule, "{0:g} {1} = {2:,.0f} USD instead of {3:,.0f} USD",
                    (rule.rate_value, rule.rate_unit, usd, base.usd), "", ends)  # fmt: skip
        return [base._replace(range_usd=own), item]

    def least(
        self, country: str, carriage: Carriage, fixed_usd: float, per_km_usd: float
    ) -> tuple[float, float]:
        """A fixed part and a rate per km below the charge of every haul under the rules."""
        for rule in self.in_force(country, carriage):
            if rule.rate_value is not None:
                fixed_usd = min(fixed_usd, self.printed_usd(rule, carriage, 0.0))
                per_km_usd = 0.0
        lowest = min(
            (r.coefficient for r in self.in_force(country, carriage) if r.coefficient is not None),
            default=1.0,
        )
        return fixed_usd * min(lowest, 1.0), per_km_usd * min(lowest, 1.0)
