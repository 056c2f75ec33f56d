"""The shipped facts and the toy of the Ferghana valley, read once for all tests here."""

import pytest

from corridors.network.names import Names
from corridors.network.network import Network
from network_data import Facts, load_facts
from tests.instances import ferghana_toy


@pytest.fixture(scope="session")
def facts() -> Facts:
    return load_facts()


@pytest.fixture(scope="session")
def network(facts: Facts) -> Network:
    return Network(facts)


@pytest.fixture(scope="session")
def names(facts: Facts) -> Names:
    return Names(facts)


@pytest.fixture(scope="session")
def toy() -> Facts:
    return ferghana_toy()


@pytest.fixture(scope="session")
def toy_network(toy: Facts) -> Network:
    return Network(toy)
