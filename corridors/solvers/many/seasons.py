"""Whether a route found without regard to closures meets one."""

from collections.abc import Sequence
from datetime import datetime

from corridors.model.route import LegKind
from corridors.network.clock import Clock
from corridors.network.network import Network
from corridors.solvers.compiling import Bools
from corridors.solvers.many.described import Described
from corridors.solvers.many.gateways import Ints
from corridors.solvers.many.steps import LegForm
from corridors.units import hour_units


class Seasons:
    """Seasons and dated closures of a network that has all of its roads.

    A route that is best of all, closures left aside, and meets none of them at the hours it
    is expected to pass, is best with them too.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self._clocks: dict[tuple[datetime, str], Clock] = {}
        facts = network.facts
        closed = {name for row in facts.closures.values() for name in row.ids}
        self._links = closed | {link.id for link in facts.links.values() if link.closed_months}
        self._crossings = closed | {c.id for c in facts.crossings.values() if c.closed_months}

    def suspects(self, described: Described, rows: Ints) -> Bools:
        """Which described ways lead over anything that is ever closed."""
        return described.having(rows, self._is_suspect)

    def _is_suspect(self, leg: LegForm) -> bool:
        return leg.facility in self._crossings or not self._links.isdisjoint(leg.links)

    def are_met(self, legs: Sequence[LegForm], ready: datetime, group: str) -> bool:
        """Whether anything on the way is closed when the cargo is there."""
        key = (ready, group)
        if key not in self._clocks:
            self._clocks[key] = Clock(self._network, ready, group)
        clock = self._clocks[key]
        hours = 0.0
        for leg in legs:
            begun, hours = hours, hours + leg.wait_h + leg.moving_h
            if self._is_suspect(leg):
                start, end = hour_units(begun), hour_units(hours)
                if leg.kind is LegKind.CROSSING:
                    closed = clock.season_of_crossing(leg.facility, leg.country[-2:])
                else:
                    closed = clock.season_of_links(leg.links)
                if closed.within(start, end):
                    return True
        return False
