"""How hypothesis looks for counterexamples, and a cache of candidates that is no user's.

The counterexamples are the same on every run, however slow the machine;
``HYPOTHESIS_PROFILE=wide make test`` looks further, and elsewhere each time.
"""

import os

import pytest
from hypothesis import settings

settings.register_profile("repeatable", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("wide", deadline=None, max_examples=1_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


@pytest.fixture(scope="session", autouse=True)
def cache_of_candidates(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What runs keep from one to the next lies in a folder of the tests, also in processes."""
    os.environ["CORRIDORS_CACHE_DIR"] = str(tmp_path_factory.mktemp("candidates"))
