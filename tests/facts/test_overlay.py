"""Rows laid over the facts in memory."""

import pickle

import pytest

from network_data import load_facts


def test_a_row_of_a_known_id_takes_its_place_and_a_new_one_comes_last() -> None:
    facts = load_facts()
    tanker = facts.vehicles["trk-tanker"]
    other = facts.overlaid(
        vehicles=[tanker._replace(id="own-tanker"), tanker._replace(payload_t=30.0)]
    )
    assert other.vehicles["trk-tanker"].payload_t == 30
    assert list(other.vehicles) == [*facts.vehicles, "own-tanker"]
    assert facts.vehicles["trk-tanker"] is tanker
    assert other.places is facts.places or other.places == facts.places


def test_the_version_follows_from_the_rows_whatever_their_order() -> None:
    facts = load_facts()
    a = facts.vehicles["trk-tanker"]._replace(id="own-a")
    b = a._replace(id="own-b")
    version = facts.overlaid(vehicles=[a, b]).version
    assert load_facts().overlaid(vehicles=[b, a]).version == version
    assert facts.overlaid(vehicles=[a]).version != version
    assert facts.overlaid(vehicles=[a, b._replace(payload_t=1.0)]).version != version
    assert version != facts.version == load_facts().version


def test_overlays_lie_over_each_other_and_can_be_pickled() -> None:
    facts = load_facts()
    a = facts.vehicles["trk-tanker"]._replace(id="own-a")
    twice = facts.overlaid(vehicles=[a]).overlaid(vehicles=[a._replace(id="own-b")])
    assert list(twice.vehicles)[-2:] == ["own-a", "own-b"]
    copy = pickle.loads(pickle.dumps(twice))
    assert (copy.version, copy.vehicles) == (twice.version, twice.vehicles)


def test_a_table_of_another_name_is_refused() -> None:
    with pytest.raises(KeyError, match="did you mean vehicles"):
        load_facts().overlaid(vehicle=[])
