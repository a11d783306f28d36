"""A room without devices: time passes as sound is heard."""

from collections.abc import Callable, Iterable
from queue import SimpleQueue

import numpy as np

from audio.frames import SAMPLE_RATE, Frames
from audio.recognition.speech_detector import SpeechDetector
from audio.signals.earcons import earcon
from audio.signals.recording import read_recording
from audio.voices.estimated import EstimatedVoice
from kiosk.clock import VirtualClock
from kiosk.lab.recorder.booth import Booth, Keys
from kiosk.visit.speech.synthesis import Pronunciations
from tests import OWN_RECORDINGS


class Room:
    """A speaker that plays at once, and a person who speaks after each tone, in no time."""

    def __init__(self, said: Iterable[str]) -> None:
        self.clock = VirtualClock()
        self._said = [read_recording(OWN_RECORDINGS / f"{name}.flac") for name in said]
        self._sound: Frames = np.zeros(0, np.float32)

    @property
    def playing(self) -> bool:
        return False

    def start(self, frames: Frames) -> None:
        if np.array_equal(frames, earcon("listening")) and self._said:
            self._sound = np.concatenate([np.zeros(SAMPLE_RATE, np.float32), self._said.pop(0)])

    def stop(self) -> None:
        pass

    def read(self, timeout: float) -> Frames:
        self.clock.advance(self.clock.now() + timeout)
        count = round(timeout * SAMPLE_RATE)
        block, self._sound = self._sound[:count], self._sound[count:]
        return np.pad(block, (0, count - len(block)))


def booth(
    said: Iterable[str], shown: Callable[[str], str] = lambda _: "", *, keys: bool = True
) -> Booth:
    """Give a booth with a person in it.

    Args:
        said: names of recordings, one after each tone.
        shown: told of each line; gives the keys that the person presses then.
        keys: whether there are any.
    """
    room = Room(said)
    pressed: SimpleQueue[str] = SimpleQueue()

    def tell(line: str) -> None:
        for key in shown(line):
            pressed.put(key)

    return Booth(
        room,
        room,
        voice=EstimatedVoice(),
        pronunciations=Pronunciations({}),
        keys=Keys(pressed, lambda: not keys),
        detector=SpeechDetector(),
        clock=room.clock,
        tell=tell,
    )
