"""How hypothesis looks for counterexamples: the same ones on every run, however slow the machine.

``HYPOTHESIS_PROFILE=wide make test`` looks further, and elsewhere each time.
"""

import os

from hypothesis import settings

settings.register_profile("repeatable", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("wide", deadline=None, max_examples=1_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))
