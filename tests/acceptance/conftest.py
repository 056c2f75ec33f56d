"""The shipped facts and their network, built once."""

import pytest

from corridors.network.network import Network
from network_data import Facts, load_facts


@pytest.fixture(scope="session")
def facts() -> Facts:
    return load_facts()


@pytest.fixture(scope="session")
def network(facts: Facts) -> Network:
    return Network(facts)
