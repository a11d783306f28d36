"""A kiosk that hears with its own listener, in virtual time."""

from collections.abc import Callable
from functools import cache

import numpy as np

from audio.frames import SAMPLE_RATE, Frames
from audio.recognition.speech_detector import SpeechDetector
from audio.signals.recording import read_recording
from audio.yes_no import YesNoListener
from kiosk.lab.replay.runner import stage_of
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.actions import Action, PlayEarcon, Show
from kiosk.visit.dialogue.events import Event, Started
from kiosk.visit.dialogue.machine import Dialogue
from kiosk.visit.hearing.listener import Hearing
from kiosk.visit.hearing.recognizers import Recognizers
from tests import OWN_RECORDINGS
from tests.audio.sounds import silence
from tests.shipped import CONTENT, GRAMMAR

FIRST_QUESTION = " k21"
"""Keys that lead to the first question where choices are offered one at a time."""


@cache
def recording(word: str) -> Frames:
    """The project's own recording, without the silence around it."""
    frames = read_recording(OWN_RECORDINGS / f"{word}.flac")
    loud = np.flatnonzero(np.abs(frames) > 0.02)
    return frames[max(loud[0] - 800, 0) : loud[-1] + 800]


class Ear:
    """A visitor who is heard; keeps what the kiosk did, and when."""

    def __init__(self, keys: str = FIRST_QUESTION, recognizers: Recognizers | None = None) -> None:
        heard_by = recognizers or Recognizers(YesNoListener(), detector=SpeechDetector())
        self.dialogue = Dialogue(CONTENT, Abilities(), staff_code="")
        self.stage = stage_of(self.dialogue, Hearing(heard_by, GRAMMAR), [self])
        self.earcons: list[tuple[float, str]] = []
        self.spoke: list[float] = []
        self.stage.driver.post(Started())
        for key in keys:
            self.stage.driver.press(key)

    def on_event(self, now: float, event: Event) -> None:
        """See nothing in events."""

    def on_action(self, now: float, action: Action) -> None:
        """Keep earcons."""
        if isinstance(action, PlayEarcon):
            self.earcons.append((now, action.name))

    def on_sentence(self, now: float, say_id: int, index: int, text: str) -> None:
        """Keep when it spoke."""
        self.spoke.append(now)

    def hears(self, *parts: Frames) -> float:
        """Once it listens, let a person be heard; gives when their last sound ended."""
        assert self.stage.driver.run_until(lambda: self.stage.app.listening, 60.0)
        self.stage.transcript.begin(self.stage.clock.now())
        began = self.stage.clock.now()
        self.stage.driver.play(np.concatenate([silence(0.4), *parts]))
        self.stage.driver.play_silence(3.0, lambda: bool(self.stage.transcript.heard))
        self.stage.driver.wait(2.0)
        return began + 0.4 + sum(map(len, parts)) / SAMPLE_RATE


def watched(ear: Ear, changed: Callable[[], None]) -> None:
    """Be told whenever the picture changes."""

    def on_action(now: float, action: Action) -> None:
        Ear.on_action(ear, now, action)
        if isinstance(action, Show):
            changed()

    def on_sentence(now: float, say_id: int, index: int, text: str) -> None:
        Ear.on_sentence(ear, now, say_id, index, text)
        changed()

    ear.on_action = on_action  # type: ignore[method-assign]
    ear.on_sentence = on_sentence  # type: ignore[method-assign]
