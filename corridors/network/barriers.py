"""Barriers that the facts add to hauls and passages by default."""

from collections.abc import Sequence
from functools import cached_property

from corridors.network.passages import Passage
from network_data import Facts
from network_data.records import Barrier, Commodity


def meets(barrier: Barrier, registration: str) -> bool:
    """Whether trucks of a registration, or wagons, meet a barrier; some are for a few alone."""
    return barrier.vehicle_reg == "any" or registration in barrier.vehicle_reg.split(";")


def _is_added(barrier: Barrier) -> bool:
    """Whether the facts add a barrier by default."""
    return barrier.use == "now" and barrier.add and bool(barrier.extra_h or barrier.extra_usd)


def met_by_group(barrier: Barrier, group: str) -> bool:
    """Whether the facts add a barrier by default to the goods of a group."""
    return _is_added(barrier) and ("all" in barrier.groups or group in barrier.groups)


def own_directions(facts: Facts) -> frozenset[str]:
    """Directions (``kz-tj``, ``KZ>UZ``) in which barriers are added that others do not meet."""
    added = (barrier.direction for barrier in facts.barriers.values() if _is_added(barrier))
    return frozenset(added) - {"both"}


class Barriers:
    """The barriers that a cargo meets in one direction of trade (such as ``kz-tj``)."""

    def __init__(self, facts: Facts, commodity: Commodity, direction: str) -> None:
        self._facts = facts
        self._commodity = commodity
        self._direction = direction

    def in_country(self, country: str) -> Sequence[Barrier]:
        """Road barriers of a whole country: upper bounds, scaled by `share`."""
        return self._by_country.get(country, ())

    @cached_property
    def _by_country(self) -> dict[str, list[Barrier]]:
        """Road barriers of whole countries that apply by default."""
        found: dict[str, list[Barrier]] = {}
        for barrier in self._facts.barriers.values():
            if (
                barrier.place_kind == "country"
                and not barrier.crossing_ids
                and barrier.mode == "road"
                and barrier.vehicle_reg == "any"
                and met_by_group(barrier, self._commodity.group)
            ):
                for country in barrier.place_or_country:
                    found.setdefault(country, []).append(barrier)
        return found

    def hours_per_km(self, country: str) -> float:
        """Hours that country-wide barriers add to a road haul, per km."""
        barriers = self._by_country.get(country, ())
        return self._share_per_km * sum(barrier.extra_h or 0.0 for barrier in barriers)

    def share(self, km: float) -> float:
        """Share of a country-wide upper bound that a haul of some km meets."""
        return self._share_per_km * km

    @cached_property
    def _share_per_km(self) -> float:
        return (
            self._facts.parameters["police-share"].value
            / self._facts.parameters["police-reference-km"].value
        )

    def at(self, passage: Passage) -> list[Barrier]:
        """Barriers that the facts add to a passage by default."""
        border = f"{passage.start_country}>{passage.end_country}"
        return [
            barrier
            for barrier in self._by_crossing.get(passage.id, ())
            if barrier.mode == passage.mode
            and barrier.direction in ("both", border, self._direction)
        ]

    @cached_property
    def _by_crossing(self) -> dict[str, list[Barrier]]:
        found: dict[str, list[Barrier]] = {}
        for barrier in self._facts.barriers.values():
            if met_by_group(barrier, self._commodity.group):
                for crossing in barrier.crossing_ids:
                    found.setdefault(crossing, []).append(barrier)
        return found
