"""A microphone that falls silent or vanishes is noticed, told once, and tried again."""

import numpy as np
import pytest

from audio.errors import DeviceError
from audio.recognizer import Frames
from kiosk.clock import VirtualClock
from kiosk.microphone_watch import MicrophoneWatch

BLOCK = np.zeros(320, dtype=np.float32)


class FakeMicrophone:
    """Gives what it is told to, and lets the clock's time pass while it waits."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self.frames: Frames | None = BLOCK
        self.error: DeviceError | None = None
        self.closed = False

    def read(self, timeout: float) -> Frames | None:
        if self.error is not None:
            raise self.error
        self._clock.advance(self._clock.now() + timeout)
        return self.frames

    def close(self) -> None:
        self.closed = True


class Room:
    """A watched microphone, and a socket where another can be plugged in."""

    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.first = FakeMicrophone(self.clock)
        self.plugged: FakeMicrophone | None = None
        self.told: list[str] = []
        self.watch = MicrophoneWatch(
            self.first,
            self._open,
            self.clock,
            lambda reason: self.told.append(f"lost: {reason}"),
            lambda: self.told.append("back"),
        )

    def _open(self) -> FakeMicrophone:
        if self.plugged is None:
            raise DeviceError("no microphone was found")
        return self.plugged

    def pass_time(self, seconds: float) -> None:
        end = self.clock.now() + seconds
        while self.clock.now() < end:
            before = self.clock.now()
            self.watch.read(0.02)
            if self.clock.now() == before:
                self.clock.advance(before + 0.02)


@pytest.fixture
def room() -> Room:
    return Room()


def test_frames_are_handed_on(room: Room) -> None:
    assert room.watch.read(0.02) is BLOCK
    assert room.told == []


def test_silence_of_the_stream_is_told_after_three_seconds(room: Room) -> None:
    room.first.frames = None
    room.pass_time(2.9)
    assert room.told == []
    room.pass_time(0.2)
    assert room.told == ["lost: no sound has come from it for 3 seconds"]
    assert room.first.closed


def test_a_device_error_is_told_at_once_and_only_once(room: Room) -> None:
    room.first.error = DeviceError("the microphone was unplugged")
    room.pass_time(60)
    assert room.told == ["lost: the microphone was unplugged"]


def test_a_microphone_that_is_plugged_in_again_is_used_again(room: Room) -> None:
    room.first.error = DeviceError("the microphone was unplugged")
    room.pass_time(20)
    room.plugged = FakeMicrophone(room.clock)
    room.pass_time(6)
    assert room.told == ["lost: the microphone was unplugged", "back"]
    assert room.watch.read(0.02) is BLOCK
