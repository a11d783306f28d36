"""Puts what visitor and kiosk said into a page of replayed dialogues, until the page is full."""

import base64
import io
from collections.abc import Callable
from functools import cached_property, lru_cache

import numpy as np
import soundfile

from audio.errors import AudioError
from audio.frames import SAMPLE_RATE, Frames
from kiosk.errors import ScenarioError
from kiosk.lab.replay.scenario import Scenario, Turn
from kiosk.lab.replay.visitors import RepeatableVoice
from kiosk.settings.service_sections import ClinicSettings
from kiosk.visit.content.loader import load_content
from kiosk.visit.content.model import Content
from kiosk.visit.dialogue.pace import Pace
from kiosk.visit.speech.synthesis import Pronunciations

LONGEST_SOUND = 60.0
"""Seconds of one recording that are embedded."""

LARGEST_SOUNDS = 20_000_000
"""Bytes of all sounds in a page, as they are embedded."""

MOST_SENTENCES = 300
"""Different sentences of the kiosk that are spoken for a page: each takes time."""

_LOSSLESS = ("FLAC", "PCM_16", "audio/flac")
_SMALL = ("MP3", "MPEG_LAYER_III", "audio/mpeg")


class KioskVoice:
    """Speaks the kiosk's sentences with the plain voice, which is fast and always there."""

    def __init__(self, clinic: ClinicSettings) -> None:
        """Speak the clinic's language; texts and voice are loaded with the first sentence."""
        self._clinic = clinic

    @cached_property
    def _content(self) -> Content:
        return load_content(self._clinic.language, values=self._clinic.spoken_values)

    @cached_property
    def _pronunciations(self) -> Pronunciations:
        return Pronunciations(self._content.pronunciations)

    @cached_property
    def _voice(self) -> RepeatableVoice:
        return RepeatableVoice(self._content.language)

    def speak(self, text: str) -> Frames:
        """Give a sentence as it sounds; raises AudioError, ContentError."""
        spoken = self._pronunciations.apply(text)
        return self._voice.speak(spoken, Pace().words_per_minute)


class EmbeddedSounds:
    """Gives sounds as data URIs until the page is full, and keeps what it left out."""

    def __init__(
        self,
        sound_of: Callable[[Scenario, Turn], Frames | None],
        speak: Callable[[str], Frames],
        largest: int = LARGEST_SOUNDS,
    ) -> None:
        """Begin with an empty page.

        Args:
            sound_of: gives what was said in a turn; None where there was no sound.
            speak: gives a sentence of the kiosk.
            largest: bytes that the page's sounds may take.
        """
        self._sound_of = sound_of
        self._left = largest
        self._spoken = lru_cache(None)(lambda text: _data_uri(speak(text), _SMALL))
        self.left_out: list[str] = []
        """What is not embedded or not to its end, and why; one line each."""
        self.sentences_left_out = 0

    def source(self, scenario: Scenario, turn: Turn, name: str) -> str | None:
        """Give what was said in a turn as a data URI; None where it is not embedded.

        Args:
            scenario: of the turn.
            turn: in which it was said.
            name: tells it from others where it is left out.
        """
        where = f"{scenario.place(turn)}: {name}"
        try:
            frames = self._sound_of(scenario, turn)
        except (AudioError, ScenarioError) as error:
            self.left_out.append(f"{where}: {error}")
            return None
        if frames is None:
            return None
        seconds = len(frames) / SAMPLE_RATE
        if seconds > LONGEST_SOUND:
            frames = frames[: round(LONGEST_SOUND * SAMPLE_RATE)]
            self.left_out.append(
                f"{where}: {seconds:.0f} s long, here are the first {LONGEST_SOUND:g} s"
            )
        encoded = _data_uri(frames, _LOSSLESS)
        if not self._has_room_for(encoded):
            self.left_out.append(f"{where}: the page would be too large")
            return None
        return encoded

    def sentence(self, text: str) -> str | None:
        """Give a sentence of the kiosk as a data URI; None where it is not embedded."""
        if self._left > 0 and self._spoken.cache_info().currsize < MOST_SENTENCES:
            try:
                encoded = self._spoken(text)
            except AudioError as error:
                if str(error) not in self.left_out:
                    self.left_out.append(str(error))
            else:
                if self._has_room_for(encoded):
                    return encoded
        self.sentences_left_out += 1
        return None

    def _has_room_for(self, encoded: str) -> bool:
        fits = len(encoded) <= self._left
        self._left -= len(encoded) if fits else 0
        return fits


def _data_uri(frames: Frames, form: tuple[str, str, str]) -> str:
    container, coding, kind = form
    written = io.BytesIO()
    clipped = np.clip(frames, -1.0, 1.0)
    soundfile.write(written, clipped, SAMPLE_RATE, format=container, subtype=coding)
    return f"data:{kind};base64,{base64.b64encode(written.getvalue()).decode()}"
