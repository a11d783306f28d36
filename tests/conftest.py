"""How long the property tests look, and that no test touches the network or this machine's models.

`selftest --hypothesis-profile nightly` looks longer.
"""

import os

import pytest
from hypothesis import settings

settings.register_profile("ci", max_examples=500, deadline=None)
settings.register_profile("nightly", max_examples=10_000, deadline=None)
settings.load_profile("ci")

# For what the tests start as well. A model that was set up on this machine would change what the
# kiosk hears.
os.environ["KIOSK_FETCH_MODEL"] = "false"
os.environ["XDG_DATA_HOME"] = "/nowhere/data"

_EACH_BY_ITSELF = ("tests/live/", "tests/fuzz/", "tests/hazards/test_h20")
"""Where each test goes to whichever process is free: they share nothing, and last long."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of every other file in one process: they share what takes seconds to load."""
    for item in items:
        if not item.nodeid.startswith(_EACH_BY_ITSELF):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
