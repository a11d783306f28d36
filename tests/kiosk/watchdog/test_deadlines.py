"""One turn of the loop may wait much less than the time after which its parent restarts it."""

import re
from concurrent.futures import Future
from pathlib import Path

import pytest

from audio.moonshine.recognizer import LONGEST_WAIT as MOONSHINE_WAIT
from audio.voices.natural import NaturalVoice
from audio.voices.process import BUSY_FACTOR as VOICE_BUSY_FACTOR
from audio.vosk.supervised import Limits
from kiosk.service.control.systemd import write_units
from kiosk.visit.dialogue.actions import KeepEmergency
from kiosk.visit.dialogue.events import KeyPressed
from kiosk.visit.loop.live import LONGEST_WAIT
from kiosk.watchdog import deadlines
from kiosk.watchdog.disk import Disk, Job
from kiosk.watchdog.marks import Marks
from tests.kiosk.visit.loop.parts import Stage

pytestmark = pytest.mark.unit

ROOM = 1.0
"""Seconds that a turn has at least for its own work, when all that it may wait for is late."""


def test_the_wait_for_vosk_is_the_one_that_is_counted_with() -> None:
    assert Limits().finish == deadlines.VOSK_WAIT
    assert MOONSHINE_WAIT <= deadlines.VOSK_WAIT
    assert Limits().answer < deadlines.VOSK_WAIT, "one that takes over has time left"


def test_all_that_one_turn_may_wait_for_is_well_below_what_the_parent_allows() -> None:
    rounds = deadlines.REST_WAIT + 2 * deadlines.ROUND_WAIT
    waits = rounds + deadlines.DISK_WAIT + Limits().finish
    assert waits == pytest.approx(deadlines.ONE_TURN)
    assert deadlines.HUNG_AFTER - waits >= ROOM
    assert deadlines.HANGS_AFTER - waits >= ROOM
    assert deadlines.HUNG_AFTER % deadlines.LOOK_EVERY == 0


def test_a_loop_with_nothing_to_do_beats_often_enough() -> None:
    assert LONGEST_WAIT < deadlines.LOOK_EVERY


def test_one_that_hangs_is_back_within_ten_seconds() -> None:
    starts = 4.0
    assert deadlines.HUNG_AFTER + deadlines.LOOK_EVERY + starts <= 10.0


def test_a_voice_gives_up_before_it_counts_as_stuck_also_on_a_busy_machine() -> None:
    plain = deadlines.PLAIN_GIVEN_UP_AFTER
    assert plain < deadlines.PLAIN_SPEAKS_WITHIN
    timeout, _ = NaturalVoice.__init__.__defaults__ or ()
    assert timeout == deadlines.NATURAL_GIVEN_UP_AFTER
    assert deadlines.NATURAL_WAITED_FOR + plain < deadlines.NATURAL_SPEAKS_WITHIN
    longest = plain * VOICE_BUSY_FACTOR
    assert longest < deadlines.BUSY_FACTOR * deadlines.PLAIN_SPEAKS_WITHIN


def test_systemd_waits_longer_than_the_parent(tmp_path: Path) -> None:
    (unit,) = write_units(tmp_path, None, page=None, calls=False, opens=False)
    watchdog = re.search(r"^WatchdogSec=(\d+)$", unit.read_text(encoding="utf-8"), re.MULTILINE)
    assert watchdog is not None
    assert int(watchdog[1]) > 2 * deadlines.HUNG_AFTER


def test_the_marks_of_one_turn_wait_for_the_disk_no_longer_than_is_counted_with(
    tmp_path: Path,
) -> None:
    waited: list[float] = []

    class Slow(Marks):
        def settle(self, within: float) -> bool:
            waited.append(within)
            stage.clock.advance(stage.clock.now() + within)
            return super().settle(0.0)

    stage = Stage(
        lambda _: [KeepEmergency(latched=True), KeepEmergency(latched=False)],
        marks=Slow(tmp_path, disk=Never()),
    )
    stage.driver.post(KeyPressed("s"))
    stage.driver.post(KeyPressed("s"))
    assert sum(waited) <= deadlines.DISK_WAIT
    stage.app.tick()
    stage.driver.post(KeyPressed("s"))
    assert sum(waited) == 2 * deadlines.DISK_WAIT


class Never(Disk):
    """A disk that does nothing."""

    def do(self, job: Job) -> "Future[None]":
        return Future()
