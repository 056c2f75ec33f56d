"""The graph leaves out detours and wagons that cannot matter: putting them in changes nothing."""

from collections.abc import Iterator
from unittest.mock import patch

from hypothesis import given

from corridors.model.shipment import Constraints, Mode, Objective
from corridors.network.graph import ShipmentGraph
from corridors.network.hauls import Chain, Way, Ways
from corridors.network.network import Network
from corridors.network.tariffs import Tariffs
from tests.instances import Case, cases, examples
from tests.peer.rivals import searched, searched_front, solved, solved_front


class WindingNetwork(Network):
    """A network whose hauls follow every way that meets no place twice, however long."""

    def ways(self, place: str, mode: Mode) -> Ways:
        """Every simple way from a place."""
        found: dict[str, list[Way]] = {}
        for way, to in self._further(Way(0.0, 0.0, 0.0, None), place, mode, {place}):
            found.setdefault(to, []).append(way)
        return {to: tuple(ways) for to, ways in found.items()}

    def _further(
        self, way: Way, place: str, mode: Mode, seen: set[str]
    ) -> Iterator[tuple[Way, str]]:
        yield way, place
        for to, km, hours, toll, link, _ in self.sections[mode].get(place, ()):
            if to not in seen:
                longer = Way(
                    way.km + km,
                    way.driving_h + hours,
                    way.toll_usd + toll,
                    Chain(link, to, way.chain),
                )
                yield from self._further(longer, to, mode, seen | {to})


@examples(60)
@given(cases(countries=2, per_country=3, cargo=4))
def test_detours_and_dominated_wagons_change_no_answer(case: Case) -> None:
    lean = ShipmentGraph(Network(case.facts), case.shipment, Constraints())
    with patch.object(Tariffs, "_replaces", return_value=False):
        full = ShipmentGraph(WindingNetwork(case.facts), case.shipment, Constraints())
    assert len(full.carriages) >= len(lean.carriages)
    for objective in (Objective.COST, Objective.TIME, Objective.GENERALISED):
        assert searched(lean, objective) == solved(full, objective)
    assert searched_front(lean) == solved_front(full)
