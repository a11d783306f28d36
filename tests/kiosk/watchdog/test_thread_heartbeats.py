"""A thread that hangs is reported by its name, and no other thread is."""

from concurrent.futures import Executor, Future, ThreadPoolExecutor
from threading import Event as Flag
from threading import Thread
from typing import Any

import pytest

from audio.frames import Frames
from kiosk.clock import VirtualClock
from kiosk.visit.dialogue.actions import PlayEarcon, Say
from kiosk.visit.dialogue.events import KeyPressed
from kiosk.visit.speech.mouth import Mouth
from kiosk.watchdog.deadlines import THREAD_LATE_AFTER
from kiosk.watchdog.health import MOST_WAITING, Health
from kiosk.watchdog.thread_heartbeats import BEAT_EVERY, Probe, ThreadHeartbeats
from tests.kiosk.visit.loop.parts import Stage
from tests.kiosk.watchdog.test_fresh_process import dialogue

pytestmark = pytest.mark.unit


def test_a_thread_is_late_only_after_it_should_have_come_round() -> None:
    clock = VirtualClock()
    heartbeats = ThreadHeartbeats(clock)
    heartbeats.beat("keys")
    heartbeats.beat("echo", waits=30.0)
    clock.advance(clock.now() + BEAT_EVERY + THREAD_LATE_AFTER)
    assert heartbeats.late() == []
    clock.advance(clock.now() + 0.1)
    assert heartbeats.late() == ["keys"]
    heartbeats.beat("keys")
    assert heartbeats.late() == []


def test_a_thread_that_has_ended_is_not_late() -> None:
    clock = VirtualClock()
    heartbeats = ThreadHeartbeats(clock)

    def work() -> None:
        with heartbeats.watched("page"):
            pass

    thread = Thread(target=work)
    thread.start()
    thread.join()
    clock.advance(clock.now() + 100)
    assert heartbeats.late() == []


def test_events_that_nobody_takes_and_recognizers_that_do_not_come_are_troubles() -> None:
    stage, waiting, ready = Stage(dialogue), [0], [False]
    health = Health(
        stage.clock,
        ThreadHeartbeats(stage.clock),
        late=lambda: stage.mouth.late,
        voice=lambda: 0.0,
        waiting=lambda: waiting[0],
        hears=lambda: ready[0],
    )
    assert health.trouble() == ""
    waiting[0] = MOST_WAITING + 1
    stage.clock.advance(stage.clock.now() + 1)
    assert health.trouble() == "keys and sounds are no longer handled"
    waiting[0] = 0
    stage.clock.advance(stage.clock.now() + 120)
    assert health.trouble() == "the recognizers are not loaded in time"
    ready[0] = True
    stage.clock.advance(stage.clock.now() + 1)
    assert health.trouble() == ""


def test_speech_is_late_only_when_it_should_have_sounded() -> None:
    stage = Stage(dialogue)
    stage.mouth.earcon(PlayEarcon("heard"))
    assert stage.mouth.late == 0.0
    stage.driver.wait(5)
    assert stage.mouth.late == 0.0
    stage.driver.post(KeyPressed("s"))
    stage.driver.wait(0.5)
    assert stage.app.speaking
    assert stage.mouth.late == 0.0


def test_a_voice_that_gives_nothing_is_told() -> None:
    clock = VirtualClock()
    stuck: Future[Frames] = Future()
    mouth = Mouth(NoVoice(), Nobody(), {}, clock, executor=Never(stuck))
    mouth.say(Say(1, ("One two three.",), words_per_minute=150, volume=1.0))
    mouth.progress()
    clock.advance(4.0)
    mouth.progress()
    assert mouth.late == 4.0
    health = Health(
        clock,
        ThreadHeartbeats(clock),
        late=lambda: mouth.late,
        voice=lambda: 0.0,
        waiting=lambda: 0,
        hears=lambda: True,
    )
    assert health.trouble() == ""
    clock.advance(7.0)
    assert health.trouble() == "the voice is stuck"


def test_a_voice_that_hangs_is_told_while_nothing_is_to_be_said() -> None:
    stage, goes_on = Stage(dialogue), Flag()
    with ThreadPoolExecutor(1) as speaks:
        health = Health(
            stage.clock,
            ThreadHeartbeats(stage.clock),
            late=lambda: stage.mouth.late,
            voice=Probe(speaks, stage.clock).silent_for,
            waiting=lambda: 0,
            hears=lambda: True,
        )

        def trouble_after(seconds: float) -> str:
            stage.clock.advance(stage.clock.now() + seconds)
            return health.trouble()

        assert trouble_after(1.0) == ""
        speaks.submit(lambda: None).result()
        hangs = speaks.submit(goes_on.wait, 60)
        assert trouble_after(1.0) == ""
        assert trouble_after(5.9) == ""
        assert trouble_after(0.6) == "the voice is stuck"
        goes_on.set()
        hangs.result()
        speaks.submit(lambda: None).result()
        assert trouble_after(1.0) == ""


class NoVoice:
    def speak(self, text: str, words_per_minute: int) -> Frames:
        raise AssertionError("nobody calls it")


class Nobody:
    playing = False

    def start(self, frames: Frames) -> None:
        """Play nothing."""

    def stop(self) -> None:
        """Be silent."""


class Never(Executor):
    """Runs nothing."""

    def __init__(self, future: "Future[Frames]") -> None:
        self._future = future

    def submit(self, *_: object, **__: object) -> "Future[Any]":
        return self._future
