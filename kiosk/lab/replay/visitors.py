"""The visitors of a replay: some give words only, others give sound."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np

from audio.frames import SAMPLE_RATE, Frames
from audio.voices.plain import Pyttsx3Voice
from audio.yes_no.activity import islands
from kiosk.lab.replay.play import Stage
from kiosk.lab.replay.scenario import Scenario, Turn
from kiosk.visit.dialogue.events import SpeechBegan
from kiosk.visit.hearing.text_listener import TextHearing

WORDS_PER_MINUTE = 150
"""How fast people speak who are not recorded."""

REACTION = 0.3
"""Seconds between the kiosk's listening and a person's first sound."""


_MOST_KEPT = 256
"""Texts whose sound is kept."""
_PATIENCE = 30.0
"""Seconds that a text may take: no visitor waits, and other replays may keep the machine busy."""


class Voice(Protocol):
    """Speaks words that were not recorded."""

    def speak(self, text: str, words_per_minute: int) -> Frames:
        """Give `text` as frames."""
        ...


class RepeatableVoice:
    """The plain voice, saying the same words with the same sound whatever it has said before.

    Its engine keeps some state from text to text, which moves words by a few samples: so each text
    is spoken by a fresh engine, once.
    """

    def __init__(self, language: str) -> None:
        """Choose a language; raises VoiceError where there is no voice for it."""
        self._voice = Pyttsx3Voice(language, timeout=_PATIENCE)
        self._spoken = lru_cache(_MOST_KEPT)(self._speak_afresh)

    def speak(self, text: str, words_per_minute: int) -> Frames:
        """Give `text` as frames; raises VoiceError."""
        return self._spoken(text, words_per_minute)

    def _speak_afresh(self, text: str, words_per_minute: int) -> Frames:
        try:
            return self._voice.speak(text, words_per_minute)
        finally:
            self._voice.close()


class TextPerson:
    """Says words that reach the grammar as they are; a recording, by the words given with it."""

    def __init__(self, hearing: TextHearing) -> None:
        self._hearing = hearing

    def say(self, stage: Stage, scenario: Scenario, turn: Turn) -> float:
        """Say it now; gives when it was said."""
        words = turn.words if turn.is_recording else turn.say
        assert words is not None, scenario.place(turn)  # `ScenarioRunner.stage` has seen to it
        if stage.app.listening:
            stage.driver.post(SpeechBegan())
            stage.driver.wait(len(words.split()) * 60 / WORDS_PER_MINUTE)
            stage.driver.post(self._hearing.hear(words))
        return stage.clock.now()


class AudiblePerson:
    """Plays recordings, and speaks words with a voice, into the kiosk's microphone."""

    def __init__(
        self,
        voice: Voice,
        read: Callable[[Path], Frames],
        in_noise: Callable[[Frames, str], Frames] = lambda frames, _: frames,
    ) -> None:
        """Give the person a voice.

        Args:
            voice: speaks what is not recorded.
            read: gives a recording's frames; raises RecordingError.
            in_noise: gives what the person says as it sounds in the room, of the same length; takes
                its words, or its recording's path, to tell one saying from another.
        """
        self._voice = voice
        self._read = read
        self._in_noise = in_noise

    def say(self, stage: Stage, scenario: Scenario, turn: Turn) -> float:
        """Say it now; gives when the last sound of speech was over."""
        frames = self._spoken(scenario, turn)
        # Where the words end is told by the words alone: noise has no end.
        end = speech_end(frames)
        frames = self._in_noise(frames, str(turn.say))
        stage.driver.play(np.zeros(round(REACTION * SAMPLE_RATE), dtype=np.float32))
        stage.driver.play(frames[:end])
        ended = stage.clock.now()
        stage.driver.play(frames[end:])
        return ended

    def sound(self, scenario: Scenario, turn: Turn) -> Frames:
        """Give what is said as it sounds in the room; raises as `say`."""
        return self._in_noise(self._spoken(scenario, turn), str(turn.say))

    def _spoken(self, scenario: Scenario, turn: Turn) -> Frames:
        if not turn.is_recording:
            return self._voice.speak(str(turn.say), WORDS_PER_MINUTE)
        return self._read(scenario.recording(turn))


def speech_end(frames: Frames) -> int:
    """Give the number of frames of a recording up to the last sound of speech."""
    found = islands(frames)
    return found[-1].end if found else len(frames)
