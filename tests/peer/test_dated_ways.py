"""Ways over links that close at times: none that could be best is left out."""

from collections.abc import Iterator

from hypothesis import given

from corridors.model.shipment import Mode
from corridors.network.hauls import Section
from corridors.network.network import Network
from tests.dated_instances import corridor_cases, dated_cases
from tests.instances import Case, examples


def every_path(network: Network, mode: Mode, start: str) -> Iterator[tuple[str, list[Section]]]:
    """Every way that meets no place twice, by plain enumeration."""
    sections = network.sections[mode]

    def further(
        place: str, so_far: list[Section], seen: frozenset[str]
    ) -> Iterator[tuple[str, list[Section]]]:
        yield place, so_far
        for section in sections.get(place, ()):
            if section.to not in seen:
                yield from further(section.to, [*so_far, section], seen | {section.to})

    return further(start, [], frozenset({start}))


@examples(40)
@given(dated_cases(per_country=3) | corridor_cases())
def test_every_way_is_matched_by_one_that_is_open_whenever_it_is(case: Case) -> None:
    network = Network(case.facts, dated=True)
    for mode in Mode:
        for start in network.sections[mode]:
            for place, path in every_path(network, mode, start):
                gates = 0
                for section in path:
                    gates |= section.gate
                assert any(
                    way.km <= sum(s.km for s in path) + 1e-9
                    and way.driving_h <= sum(s.driving_h for s in path) + 1e-9
                    and way.toll_usd <= sum(s.toll_usd for s in path) + 1e-9
                    and not way.gates & ~gates
                    for way in network.ways(start, mode)[place]
                ), (start, place, [section.link for section in path])


@examples(40)
@given(dated_cases(per_country=3) | corridor_cases())
def test_ways_have_the_gates_of_their_links_and_no_other(case: Case) -> None:
    network = Network(case.facts, dated=True)
    for mode in Mode:
        by_link = {s.link: s for onward in network.sections[mode].values() for s in onward}
        for start in network.sections[mode]:
            for ways in network.ways(start, mode).values():
                for way in ways:
                    links = [by_link[name] for name in way.links()]
                    gates = 0
                    for section in links:
                        gates |= section.gate
                    assert way.gates == gates
                    assert abs(way.km - sum(s.km for s in links)) < 1e-9
