"""The ways through one country, on a road network that can be drawn on a napkin.

::

                    motorway 110 km, 1.5 h, toll 9
            /------------------------------------------\\
    samarkand --60 km, 1 h-- jizzakh --50 km, 1 h-- tashkent
            \\---- direct 100 km, 4 h --------------------/
             \\--- old    120 km, 4 h --- (never better) -/
"""

import pytest

from corridors.network.hauls import Section, Way, non_dominated_ways, prune_ways, shortest_ways

SECTIONS = {
    "samarkand": [
        Section("tashkent", 110, 1.5, 9, "motorway"),
        Section("jizzakh", 60, 1, 0, "west"),
        Section("tashkent", 100, 4, 0, "direct"),
        Section("tashkent", 120, 4, 0, "old"),
    ],
    "jizzakh": [Section("tashkent", 50, 1, 0, "east"), Section("samarkand", 60, 1, 0, "west")],
    "tashkent": [
        Section("jizzakh", 50, 1, 0, "east"),
        Section("samarkand", 110, 1.5, 9, "motorway"),
        Section("samarkand", 100, 4, 0, "direct"),
        Section("samarkand", 120, 4, 0, "old"),
    ],
    "termez": [Section("denau", 120, 2, 0, "south")],
}


def told(ways: tuple[Way, ...]) -> list[tuple[float, float, float, tuple[str, ...]]]:
    return [(way.km, way.driving_h, way.toll_usd, way.links()) for way in ways]


def test_the_road_keeps_every_way_that_is_shortest_fastest_or_free_of_toll() -> None:
    ways = non_dominated_ways(SECTIONS, "samarkand")
    assert told(ways["tashkent"]) == [
        (100, 4, 0, ("direct",)),
        (110, 1.5, 9, ("motorway",)),
        (110, 2, 0, ("west", "east")),
    ]


def test_a_way_that_another_beats_in_everything_is_not_kept() -> None:
    ways = non_dominated_ways(SECTIONS, "samarkand")
    assert all("old" not in way.links() for found in ways.values() for way in found)


def test_a_toll_road_that_saves_nothing_is_not_kept() -> None:
    dear = {**SECTIONS, "samarkand": [Section("tashkent", 110, 3, 9, "motorway"),
                                      *SECTIONS["samarkand"][1:]]}  # fmt: skip
    ways = non_dominated_ways(dear, "samarkand")
    assert [way.links() for way in ways["tashkent"]] == [("direct",), ("west", "east")]


def test_the_railway_has_one_way_and_it_is_the_shortest() -> None:
    ways = shortest_ways(SECTIONS, "samarkand")
    # rail hours depend on the train, tolls on trucks: neither belongs to a rail way
    assert told(ways["tashkent"]) == [(100, 0, 0, ("direct",))]
    assert told(ways["jizzakh"]) == [(60, 0, 0, ("west",))]


def test_staying_where_one_is_takes_nothing() -> None:
    assert told(shortest_ways(SECTIONS, "samarkand")["samarkand"]) == [(0, 0, 0, ())]
    assert told(non_dominated_ways(SECTIONS, "samarkand")["samarkand"]) == [(0, 0, 0, ())]


def test_a_place_that_no_link_leads_to_has_no_way() -> None:
    assert "denau" not in non_dominated_ways(SECTIONS, "samarkand")
    assert "denau" not in shortest_ways(SECTIONS, "samarkand")
    assert set(shortest_ways(SECTIONS, "termez")) == {"termez", "denau"}
    assert set(shortest_ways({}, "khorog")) == {"khorog"}


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
@pytest.mark.parametrize("find", [shortest_ways, non_dominated_ways])
def test_of_two_equal_tracks_the_one_first_by_id_is_taken(
    find: object, order: tuple[str, str]
) -> None:
    sections = {"x": [Section("y", 40, 1, 0, link) for link in order]}
    assert callable(find)
    (way,) = find(sections, "x")["y"]
    assert way.links() == ("a",)


def test_a_way_tells_its_links_and_places_in_order_of_travel() -> None:
    (*_, way) = non_dominated_ways(SECTIONS, "samarkand")["tashkent"]
    assert way.links() == ("west", "east")
    assert way.places() == ("jizzakh", "tashkent")


def test_one_way_after_another_adds_up() -> None:
    first = non_dominated_ways(SECTIONS, "samarkand")["jizzakh"][0]
    second = non_dominated_ways(SECTIONS, "jizzakh")["tashkent"][0]
    both = first.then(second)
    assert told((both,)) == [(110, 2, 0, ("west", "east"))]
    assert both.places() == ("jizzakh", "tashkent")
    assert first.links() == ("west",)  # the first way is not changed


def test_pruned_ways_are_those_that_nothing_beats() -> None:
    free = Way(110, 2, 0, None)
    toll = Way(110, 1.5, 9, None)
    short = Way(100, 4, 0, None)
    worse = Way(120, 4, 0, None)
    assert prune_ways([worse, free, toll, short, free]) == (short, toll, free)
    assert prune_ways([]) == ()
