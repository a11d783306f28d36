"""How long property tests look, which tests run side by side, and what none of them touches.

`selftest --hypothesis-profile nightly` looks longer.
"""

import atexit
import os
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests import people
from tests.system.live.torn import told_when_torn

settings.register_profile("ci", max_examples=500, deadline=None)
settings.register_profile("nightly", max_examples=10_000, deadline=None)
settings.load_profile("ci")

# For what the tests start as well. A model that was set up on this machine would change what the
# kiosk hears.
os.environ["KIOSK_FETCH_MODEL"] = "false"
os.environ["XDG_DATA_HOME"] = "/nowhere/data"

# Kiosks leave word of where they are, which commands of other tests must not find.
_state = tempfile.TemporaryDirectory(prefix="kiosk-state-")
atexit.register(_state.cleanup)
os.environ["XDG_STATE_HOME"] = _state.name

_WAITING = (
    "tests/system/live/",
    "tests/kiosk/service/control/",
    "tests/kiosk/lab/recorder/",
    "tests/kiosk/service/fleet/",
    "tests/system/hazards/test_h20",
    "tests/system/hazards/test_h18",
    "tests/system/hazards/test_h09",
    "tests/audio/vosk/models/test_real_model",
)
"""Where tests wait while a kiosk speaks; they come first, and so no long one comes last."""

_EACH_BY_ITSELF = (
    "tests/system/live/",
    "tests/system/hazards/test_h20",
    "tests/kiosk/service/fleet/test_desk.py",
    "tests/kiosk/service/control/test_commands",
    "tests/system/fuzz/test_files",
)
"""Where each test goes to whichever process is free: they share nothing, and last long."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Iterator[None]:
    """Play a test again whose own sound was torn while it was prepared."""
    with told_when_torn():
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """Play a test again whose own sound was torn."""
    with told_when_torn():
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that wait; leave out those that need what is not here."""
    items.sort(key=lambda item: not item.nodeid.startswith(_WAITING))
    if not people.RECORDINGS.is_dir():
        for item in items:
            if item.get_closest_marker("people"):
                item.add_marker(people.NOT_HERE)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were not run because recordings of people are missing."""
    skipped = terminalreporter.stats.get("skipped", [])
    count = sum("people" in report.keywords for report in skipped)
    if count and not people.RECORDINGS.is_dir():
        terminalreporter.write_line(
            f"{count} tests with people's recordings were not run: the recordings are not here"
        )


class _ByFile(LoadScopeScheduling):
    """Keeps the tests of a file in one process: they share what takes seconds to load."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if nodeid.startswith(_EACH_BY_ITSELF) else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Give what deals the tests out to processes."""
    return _ByFile(config, log)
