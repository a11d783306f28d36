"""How often the loop comes round: at rest it lets frames gather, and a press cuts that short."""

import time
from collections.abc import Callable
from threading import Timer

import pytest

from kiosk.visit.dialogue.actions import BeginSession
from kiosk.visit.dialogue.events import KeyPressed, Started
from kiosk.visit.loop import live
from kiosk.watchdog.deadlines import REST_WAIT
from tests.kiosk.visit.loop.parts import Stage
from tests.kiosk.visit.sound.test_sound_devices import Room

pytestmark = pytest.mark.unit

ROUNDS = 5
ALL = ROUNDS * REST_WAIT


class Stopwatch:
    """A loop whose microphone always has frames, and the seconds that rounds of it take."""

    def __init__(self) -> None:
        room = Room()
        self.stage = Stage(lambda event: [BeginSession()] if event == KeyPressed("a") else [])
        self.driver = live.LiveDriver(self.stage.app, room.clock, room.devices)

    def seconds(self, before: Callable[[], None] = lambda: None) -> float:
        """Take ROUNDS rounds after the first, which brings frames; give how long they took."""
        at: list[float] = []

        def trouble() -> str:
            at.append(time.monotonic())
            if len(at) == 2:
                before()
            return "enough" if len(at) == ROUNDS + 2 else ""

        assert self.driver.run(Started(), trouble=trouble) == "hung"
        return at[-1] - at[1]


def test_at_rest_frames_gather() -> None:
    assert Stopwatch().seconds() >= ALL


def test_with_somebody_there_each_block_is_heard_at_once() -> None:
    loop = Stopwatch()
    loop.stage.app.post(KeyPressed("a"))
    assert loop.seconds() < ALL / 2


def test_while_somebody_speaks_at_rest_each_block_is_heard_at_once() -> None:
    loop = Stopwatch()
    loop.stage.hearing.speaking = True
    assert loop.seconds() < ALL / 2


def test_a_press_at_rest_is_taken_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    long = 30.0
    monkeypatch.setattr(live, "REST_WAIT", long)
    monkeypatch.setattr(live, "LONGEST_WAIT", long)
    loop = Stopwatch()
    press = Timer(0.01, loop.driver.press, "a")
    assert loop.seconds(press.start) < long / 2
