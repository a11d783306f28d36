"""The echo canceller may appear and disappear while the kiosk serves."""

from queue import SimpleQueue

import pytest

from kiosk.clock import LiveClock
from kiosk.visit.dialogue.events import EchoCancelled
from kiosk.visit.sound.echo_watch import watched_canceller
from kiosk.watchdog.thread_heartbeats import ThreadHeartbeats

pytestmark = pytest.mark.unit


def test_each_change_is_told_once() -> None:
    told: SimpleQueue[EchoCancelled] = SimpleQueue()
    looks = iter([True, False, False, True, True, False])
    with watched_canceller(
        told.put, ThreadHeartbeats(LiveClock()), lambda: next(looks, False), every=0.001
    ):
        changes = [told.get(timeout=10) for _ in range(3)]
    assert changes == [EchoCancelled(False), EchoCancelled(True), EchoCancelled(False)]
    assert told.empty()
