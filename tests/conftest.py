"""How long property tests look, what becomes of a torn test, and what none of them touches.

Each machine tries the same sample; `selftest --hypothesis-profile nightly` looks longer, each time
elsewhere.
"""

import atexit
import os
import signal
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests import people
from tests.dealing import WAY, TwoQueues, computes
from tests.system.live.torn import told_when_torn

settings.register_profile("ci", max_examples=200, deadline=None, derandomize=True)
settings.register_profile("nightly", max_examples=10_000, deadline=None)
settings.load_profile("ci")

# For what the tests start as well. A model that was set up on this machine would change what the
# kiosk hears.
os.environ["KIOSK_FETCH_MODEL"] = "false"
os.environ["XDG_DATA_HOME"] = "/nowhere/data"

# A shell lets what it runs in the background ignore Ctrl-C, and all that this starts inherits that:
# a command that a test interrupts would go on.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Kiosks leave word of where they are, which commands of other tests must not find.
_state = tempfile.TemporaryDirectory(prefix="kiosk-state-")
atexit.register(_state.cleanup)
os.environ["XDG_STATE_HOME"] = _state.name


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
    """Begin with what lasts longest; leave out the tests that need what is not here."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
    people.mark_left_out(items)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were not run because recordings of people are missing."""
    told = people.told(terminalreporter.stats.get("skipped", []))
    if told:
        terminalreporter.write_line(told)


def pytest_configure(config: pytest.Config) -> None:
    """Let a process that computes give way to kiosks that run in real time."""
    told = getattr(config, "workerinput", None)
    if told is not None and computes(told["workerid"], told["workercount"]):
        os.nice(WAY)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Give what deals the tests out to processes."""
    return TwoQueues(config, log)
