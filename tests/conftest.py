"""How hypothesis looks for counterexamples, what comes first, and a cache that is no user's.

The counterexamples are the same on every run, however slow the machine;
``HYPOTHESIS_PROFILE=wide make test`` looks further, and elsewhere each time.
"""

import os

import pytest
from hypothesis import settings

settings.register_profile("repeatable", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("wide", deadline=None, max_examples=1_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


FIRST = ("tests/batch/test_candidates.py", "tests/acceptance/", "tests/browser/")
"""The file that has the kernels of many shipments compiled, then folders that need no kernel."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker compiles while the other does what waits for nothing.

    numba takes a minute for kernels that it has not kept yet: two who need them at once would
    both compile them.
    """

    def turn(item: pytest.Item) -> int:
        begins = (n for n, name in enumerate(FIRST) if item.nodeid.startswith(name))
        return next(begins, len(FIRST))

    items.sort(key=turn)


@pytest.fixture(scope="session", autouse=True)
def cache_of_candidates(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What runs keep from one to the next lies in a folder of the tests, also in processes."""
    os.environ["CORRIDORS_CACHE_DIR"] = str(tmp_path_factory.mktemp("candidates"))
