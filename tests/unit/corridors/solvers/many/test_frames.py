"""Frames of answers: the same paths give the same frame in whatever order they come."""

from dataclasses import replace

from corridors.model.route import Leg
from corridors.model.shipment import Shipment
from corridors.network.network import Network
from corridors.solvers.find import find_routes
from corridors.solvers.many.frames import PathBook, leg_digest, path_of
from network_data import load_facts


def with_hours(leg: Leg, more_h: float) -> Leg:
    """The leg with its first spell so much longer."""
    first, *others = leg.spells
    return replace(leg, spells=(first._replace(hours=first.hours + more_h), *others))


def test_of_like_paths_the_quickest_stands_for_all_in_whatever_order_they_come() -> None:
    shipment = Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 60.0)
    route = find_routes(Network(load_facts()), shipment, limit=1).routes[0]
    at = next(number for number, leg in enumerate(route.legs) if leg.spells)
    slower = list(route.legs)
    slower[at] = with_hours(slower[at], 1e-9)
    frames = []
    for order in ([list(route.legs), slower], [slower, list(route.legs)]):
        book = PathBook()
        for legs in order:
            book.add(path_of(legs))
        frames.append(book.tables().written())
    assert frames[0].equals(frames[1])
    assert frames[0].height == len(route.legs)
    assert frames[0]["wait_h"].to_list() == [leg.wait_h for leg in route.legs]
    assert frames[0]["moving_h"].to_list() == [leg.moving_h for leg in route.legs]
    assert frames[0]["leg"].to_list() == list(range(1, len(route.legs) + 1))
    assert frames[0]["path"].n_unique() == 1
    assert frames[0]["links"].to_list() == ["; ".join(leg.links) for leg in route.legs]


def test_a_train_is_another_path_than_its_wagons() -> None:
    shipment = Shipment("kz-kostanay", "tj-khujand", "c-1001-kz-tj", 60.0)
    route = find_routes(Network(load_facts()), shipment, limit=1).routes[0]
    haul = next(leg for leg in route.legs if leg.spells and leg.spells[0].moving)
    assert leg_digest(with_hours(haul, -haul.spells[0].hours / 2)) != leg_digest(haul)
    assert leg_digest(with_hours(haul, 1e-9)) == leg_digest(haul)
