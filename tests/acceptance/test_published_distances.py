"""Rail and road distances against 91 that railways, ministries and road lists have published.

Rows with a reason in ``outlier`` may differ (``network_data/DATA.md`` lists them); every
other lies within 8 %. Published lengths are those of the open road, so the roads that are
shut in winter count here, which an undated answer never uses.
"""

import pytest

from corridors.model.shipment import Mode
from corridors.network.distance import shortest_distance
from corridors.network.network import Network
from network_data import Facts, load_facts
from network_data.records import Distance

WITHIN = 0.08
ROWS = list(load_facts().distances.values())


@pytest.fixture(scope="module")
def summer(facts: Facts) -> Network:
    """The network with its passes open and its doubtful crossings used."""
    return Network(facts, include_unconfirmed=True, include_seasonal=True)


@pytest.mark.parametrize("row", [r for r in ROWS if not r.outlier], ids=lambda row: str(row.id))
def test_a_published_distance_is_met_within_eight_per_cent(summer: Network, row: Distance) -> None:
    found = shortest_distance(summer, row.from_place, row.to_place, Mode(row.mode), row.via)
    assert found.km == pytest.approx(row.km, rel=WITHIN)
    assert found.mode == row.mode


def test_an_outlier_names_its_reason() -> None:
    for row in ROWS:
        if row.outlier:
            assert len(row.outlier.split()) >= 5, row.id


def test_most_published_distances_are_no_outliers_of_either_mode() -> None:
    for mode in Mode:
        rows = [row for row in ROWS if row.mode == mode]
        assert len(rows) >= 30
        assert sum(not row.outlier for row in rows) >= 0.6 * len(rows)


def test_every_published_distance_can_be_looked_up(facts: Facts) -> None:
    for row in ROWS:
        assert row.source, row.id
        assert set(row.source) <= facts.sources.keys(), row.id
        for place in (row.from_place, *row.via, row.to_place):
            assert place in facts.places, row.id
