"""The plain voice speaks in the natural one's stead, at once and only as long as it must."""

from threading import Event

import numpy as np
import pytest

from audio.frames import SAMPLE_RATE, Frames
from audio.voices.cache import CachedVoice
from audio.voices.natural import VoiceGivenUpError
from kiosk.service.assembly.voices import INSTEAD, VoiceWithStandIn

pytestmark = pytest.mark.unit

PATIENT = 120.0
"""Seconds for a machine that does much else meanwhile."""


class Failing:
    """A voice that is given up at once."""

    name = "failing"
    worker_pid: int | None = None

    def speak(self, text: str, words_per_minute: int) -> Frames:
        del text, words_per_minute
        raise VoiceGivenUpError("it is gone")

    def close(self) -> None:
        """Nothing is held."""


class Hindered(Failing):
    """A voice that gives a silent second once it is let go."""

    name = "hindered"

    def __init__(self) -> None:
        self.let_go = Event()
        self.begun: list[str] = []

    def speak(self, text: str, words_per_minute: int) -> Frames:
        self.begun.append(text)
        assert self.let_go.wait(PATIENT)
        return np.zeros(SAMPLE_RATE, np.float32)


class Tone(Failing):
    """Gives a tone for each text."""

    name = "tone"

    def __init__(self) -> None:
        self.spoken: list[str] = []

    def speak(self, text: str, words_per_minute: int) -> Frames:
        self.spoken.append(text)
        return np.full(SAMPLE_RATE, 0.1, np.float32)


def test_nobody_waits_long_for_a_voice_that_a_busy_machine_hinders_and_it_comes_back() -> None:
    slow, tone = Hindered(), Tone()
    kept, told = CachedVoice(slow, None), list[str]()
    kept._keep(kept._key("Hello.", 150), np.zeros(3, np.float32))
    voice = VoiceWithStandIn(kept, CachedVoice(tone, None), told.append, waited_for=0.05)
    assert voice.speak("One.", 150).any()
    assert voice.speak("Two.", 150).any()
    assert len(voice.speak("Hello.", 150)) == 3, "what it has prepared needs no work"
    assert (slow.begun, tone.spoken) == (["One."], ["One.", "Two."])
    slow.let_go.set()
    assert voice._asked is not None
    voice._asked.result(PATIENT)
    voice._waited_for = PATIENT
    assert not voice.speak("Three.", 150).any()
    assert told == []
    voice.close()


def test_a_voice_that_was_given_up_speaks_again_once_it_has_spoken_for_nobody() -> None:
    told: list[str] = []
    voice = VoiceWithStandIn(CachedVoice(Failing(), None), CachedVoice(Tone(), None), told.append)
    assert voice.speak("One.", 150).any()
    mended = Hindered()
    mended.let_go.set()
    voice._voice = CachedVoice(mended, None)
    assert voice.speak("Two.", 150).any(), "it is tried meanwhile"
    assert voice._asked is not None
    voice._asked.result(PATIENT)
    assert not voice.speak("Three.", 150).any()
    assert mended.begun == ["Ready.", "Three."]
    assert told == [INSTEAD.format("it is gone"), ""]
    voice.close()


def test_once_it_is_given_up_one_voice_says_all_also_what_it_had_prepared() -> None:
    gone, tone = CachedVoice(Failing(), None), Tone()
    gone._keep(gone._key("Hello.", 150), np.zeros(1, np.float32))
    told: list[str] = []
    voice = VoiceWithStandIn(gone, CachedVoice(tone, None), told.append)
    assert len(voice.speak("Hello.", 150)) == 1
    voice.prepare(["Hello.", "One.", "Two.", "Three."], 150)
    assert tone.spoken == ["Two.", "Three."], "the stand-in prepares the rest"
    assert len(voice.speak("Hello.", 150)) == SAMPLE_RATE
    assert told == [INSTEAD.format("it is gone")]
