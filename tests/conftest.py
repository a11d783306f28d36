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

_WAITING = (
    "tests/live/",
    "tests/service/",
    "tests/record/",
    "tests/fleet/",
    "tests/hazards/test_h20",
    "tests/hazards/test_h18",
    "tests/hazards/test_h09",
    "tests/setup/test_real_model",
)
"""Where tests wait while a kiosk speaks; they come first, and so no long one comes last."""

_EACH_BY_ITSELF = (
    "tests/live/",
    "tests/hazards/test_h20",
    "tests/fleet/test_desk.py",
    "tests/service/test_commands",
    "tests/fuzz/test_files",
)
"""Where each test goes to whichever process is free: they share nothing, and last long."""


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of every other file in one process: they share what takes seconds to load."""
    for item in items:
        if not item.nodeid.startswith(_EACH_BY_ITSELF):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
    items.sort(key=lambda item: not item.nodeid.startswith(_WAITING))
