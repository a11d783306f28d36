"""Set up all tests: Hypothesis profiles, the environment, reruns after torn sound, and workers.

Every machine tries the same examples in property tests; `selftest --hypothesis-profile nightly`
tries more examples, and others each time.
"""

import atexit
import gc
import os
import signal
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests import SPEECH, people
from tests.dealing import WAY, TwoQueues, computes
from tests.left_over import ended_with_this_run
from tests.system.live.torn import told_when_torn

# Modules and tests stay: each search of them for garbage takes a fifth of a second.
gc.set_threshold(50_000)

settings.register_profile("ci", max_examples=200, deadline=None, derandomize=True)
settings.register_profile("nightly", max_examples=10_000, deadline=None)
settings.load_profile("ci")

# Programs that the tests start inherit these. A model that was set up on this machine would change
# what the kiosk recognizes.
os.environ["KIOSK_FETCH_MODEL"] = "false"
# The natural voice takes seconds of each core; its own tests ask for it.
os.environ["KIOSK_VOICE"] = "plain"
os.environ["XDG_DATA_HOME"] = "/nowhere/data"
# Where it is set, what a program forgets to flush comes through a pipe all the same.
os.environ.pop("PYTHONUNBUFFERED", None)

# A shell makes background jobs ignore Ctrl-C, and their children inherit that. Without this, a
# command that a test interrupts would go on.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Each kiosk writes where it can be reached; commands in other tests must not find it.
_state = tempfile.TemporaryDirectory(prefix="kiosk-state-")
atexit.register(_state.cleanup)
os.environ["XDG_STATE_HOME"] = _state.name
ended_with_this_run(_state.name)

# The processes that run tests inherit this from the one that deals them out.
if SPEECH not in os.environ:
    _speech = tempfile.TemporaryDirectory(prefix="kiosk-speech-")
    atexit.register(_speech.cleanup)
    os.environ[SPEECH] = _speech.name


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Iterator[None]:
    """Rerun a test if its own sound was torn during its set-up."""
    with told_when_torn():
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """Rerun a test if its own sound was torn."""
    with told_when_torn():
        yield


LASTS_LONG = ("tests/system/live/", "tests/system/hazards/test_h20")
"""Files whose tests wait longest: begun last, one would go on after all other processes ended."""

RERUN = pytest.mark.flaky(reruns=3, only_rerun=["TornSoundError"])
"""Reruns a test whose own sound was torn.

Only live tests get it: the plugin asks its controller about each test that has it, which takes
longer than most other tests do.
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what lasts long; skip the tests that need recordings which are not here."""
    items.sort(
        key=lambda item: (
            item.get_closest_marker("slow") is None,
            not item.nodeid.startswith(LASTS_LONG),
        )
    )
    for item in items:
        if item.get_closest_marker("live"):
            item.add_marker(RERUN)
    people.mark_left_out(items)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Leave what was loaded to collect the tests out of all searches for garbage."""
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests were not run because recordings of people are missing."""
    told = people.told(terminalreporter.stats.get("skipped", []))
    if told:
        terminalreporter.write_line(told)


def pytest_configure(config: pytest.Config) -> None:
    """Lower the priority of a process that computes, in favour of kiosks that run in real time."""
    told = getattr(config, "workerinput", None)
    if told is not None and computes(told["workerid"], told["workercount"]):
        os.nice(WAY)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Give the scheduler that deals the tests out to processes."""
    return TwoQueues(config, log)
