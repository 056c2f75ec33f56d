"""What a planner pays to choose an alternative: its difference from the best route."""

from collections.abc import Mapping
from dataclasses import dataclass

from corridors.model.phrase import Phrase, Series
from corridors.model.route import LegKind, Route
from network_data import Facts

SAME_USD_PER_T = 0.005
"""Half a cent a tonne: less is printed as no difference."""
SAME_H = 0.05
SAME_T = 0.05


@dataclass(frozen=True, slots=True)
class ChoicePrice:
    """An alternative less the best route.

    Attributes
    ----------
    usd, usd_per_t, hours, co2e_t
        Positive where the alternative is dearer, slower or dirtier.
    avoids, uses
        Crossings and terminals of the best route that the alternative does without, and
        those that it uses instead, in order of travel.
    modes, best_modes
        Modes of the hauls of either, in order: ``("rail", "road")``.
    """

    usd: float
    usd_per_t: float
    hours: float
    co2e_t: float
    avoids: tuple[str, ...]
    uses: tuple[str, ...]
    modes: tuple[str, ...]
    best_modes: tuple[str, ...]

    def text(self, names: Mapping[str, str] | None = None) -> Series:
        """One line such as ``+$4.10/t, 31.0 h sooner, avoids Saryagash - Keles``.

        ``names`` says what the ids of crossings and terminals are called (`facility_names`).
        """
        called = names or {}
        usd_per_t, hours = abs(self.usd_per_t), abs(self.hours)
        parts = [Phrase("same cost")]
        if usd_per_t >= SAME_USD_PER_T and self.usd_per_t > 0:
            parts = [Phrase("+${usd:,.2f}/t", usd=usd_per_t)]
        elif usd_per_t >= SAME_USD_PER_T:
            parts = [Phrase("-${usd:,.2f}/t", usd=usd_per_t)]
        if hours >= SAME_H and self.hours > 0:
            parts.append(Phrase("{hours:,.1f} h later", hours=hours))
        elif hours >= SAME_H:
            parts.append(Phrase("{hours:,.1f} h sooner", hours=hours))
        if abs(self.co2e_t) >= SAME_T:
            parts.append(Phrase("{tonnes:+,.1f} t CO2e", tonnes=self.co2e_t))
        if self.modes != self.best_modes:
            parts.append(Phrase("by {modes}", modes=Series(self.modes, " and ")))
        if self.avoids:
            gone = Series(called.get(id, id) for id in self.avoids)
            parts.append(Phrase("avoids {facilities}", facilities=gone))
        if self.uses:
            new = Series(called.get(id, id) for id in self.uses)
            parts.append(Phrase("uses {facilities}", facilities=new))
        return Series(parts)


def price_of_choice(route: Route, best: Route) -> ChoicePrice:
    """What it costs to choose a route instead of the best one of the same shipment."""
    taken, given_up = _facilities(route), _facilities(best)
    return ChoicePrice(
        usd=route.cost_usd - best.cost_usd,
        usd_per_t=route.cost_usd_per_t - best.cost_usd_per_t,
        hours=route.transit_h - best.transit_h,
        co2e_t=route.co2e_t - best.co2e_t,
        avoids=tuple(id for id in given_up if id not in taken),
        uses=tuple(id for id in taken if id not in given_up),
        modes=_modes(route),
        best_modes=_modes(best),
    )


def facility_names(facts: Facts) -> dict[str, str]:
    """What people call each crossing (its two posts) and terminal (its place)."""
    names = {
        row.id: f"{_plain(row.name_a)} - {_plain(row.name_b)}" for row in facts.crossings.values()
    }
    for row in facts.terminals.values():
        place = facts.places.get(row.place)
        names[row.id] = f"terminal {_plain(place.name_en) if place else row.place}"
    return {id: name for id, name in names.items() if name.strip(" -")}


def _plain(name: str) -> str:
    """A name without the other names in brackets after it."""
    return name.partition(" (")[0]


def _facilities(route: Route) -> tuple[str, ...]:
    kinds = (LegKind.CROSSING, LegKind.TRANSSHIPMENT)
    return tuple(dict.fromkeys(leg.facility for leg in route.legs if leg.kind in kinds))


def _modes(route: Route) -> tuple[str, ...]:
    hauls = [leg.mode.value for leg in route.legs if leg.kind is LegKind.HAUL]
    return tuple(dict.fromkeys(hauls or [leg.mode.value for leg in route.legs]))
