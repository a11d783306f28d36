"""Turns text into speech: the protocol, and the plain voice, which is espeak-ng through pyttsx3."""

import time
from io import BytesIO
from threading import Lock
from typing import Protocol

import numpy as np
import soundfile
import soxr

from audio.errors import VoiceError
from audio.frames import SAMPLE_RATE, Frames
from audio.voices.process import VoiceProcess

_VOICES = {"en": "gmw/en-us"}
"""The engine's voice for each language."""

_MEASURED_RATES = (
    (80, 111.2),
    (100, 130.9),
    (110, 143.6),
    (120, 155.7),
    (150, 192.8),
    (200, 251.7),
)
"""The engine's rate beside the words a minute it speaks, pauses left out, over the topics' texts.

The engine counts words of a standard length, which everyday words fall short of; 80 is its least.
"""

_AUDIBLE = 0.004
"""Amplitude below which the ends of a text are cut off, so that an answer begins at once."""

_TRIM_MARGIN = 0.05
"""Seconds kept before and after the audible part: with 0.02 a soft h or s was lost."""

_SILENT = 0.0001
"""Amplitude of no sound at all, -80 dBFS; none of it is kept before the first word."""

_FIRST_TRY = 0.6
"""Part of the time for a text that its first try may take."""


class Voice(Protocol):
    """Turns text into speech."""

    @property
    def name(self) -> str:
        """Which voice it is; a cache keeps the voices apart by it."""
        ...

    @property
    def worker_pid(self) -> int | None:
        """The process that speaks for it; None while there is none."""
        ...

    def speak(self, text: str, words_per_minute: int) -> Frames:
        """Give the text as frames; raises VoiceError."""
        ...

    def close(self) -> None:
        """Release what it holds."""
        ...


class Pyttsx3Voice:
    """eSpeak NG in a worker process that is killed when it is late.

    A late or dead worker is replaced and the text tried once more. One thread at a time.
    """

    def __init__(
        self,
        language: str = "en",
        voice: str | None = None,
        timeout: float = 5.0,
        within: float = float("inf"),
    ) -> None:
        """Choose the voice; the worker starts with the first text.

        Args:
            language: picks the voice where none is named.
            voice: an eSpeak NG voice, such as "gmw/en-gb-x-rp".
            timeout: seconds a text may take, or the worker's start.
            within: seconds that all of it may take, two workers together.

        Raises:
            VoiceError: there is no voice for the language.
        """
        if voice is None and language not in _VOICES:
            raise VoiceError(f"there is no voice for '{language}'; name one in the settings: voice")
        self.name = voice or _VOICES[language]
        self._worker = VoiceProcess("espeak", self.name, timeout)
        self._within = within
        self._lock = Lock()

    def speak(self, text: str, words_per_minute: int) -> Frames:
        """Give `text` as mono frames at 16,000 Hz without silence around it.

        Args:
            text: a sentence or several.
            words_per_minute: speaking rate, 110 to 200.

        Raises:
            VoiceError: two workers in a row failed.
        """
        rate = round(float(np.interp(words_per_minute, *_rate_table())))
        with self._lock:
            began = time.monotonic()
            self._worker.deadline = began + _FIRST_TRY * self._within
            try:
                return self._try(text, rate)
            except VoiceError:
                self._worker.kill()
                if time.monotonic() >= began + self._within:
                    raise  # it worked all that time: another worker would be no faster
                self._worker.deadline = began + self._within
                return self._try(text, rate)

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            self._worker.kill()

    @property
    def worker_pid(self) -> int | None:
        """The worker's process id, None while there is no worker."""
        return self._worker.pid

    def _try(self, text: str, rate: int) -> Frames:
        return read_speech(self._worker.speak(text, rate), text)


def _rate_table() -> tuple[tuple[float, ...], tuple[float, ...]]:
    engine, measured = zip(*_MEASURED_RATES, strict=True)
    return measured, engine


def read_speech(file: bytes, text: str) -> Frames:
    """Read the sound file that an engine wrote, cut its silent ends, and bring it to 16,000 Hz.

    Raises:
        VoiceError: it is no sound, or nothing is to be heard of `text` in it.
    """
    try:
        samples, rate = soundfile.read(BytesIO(file), dtype="float32")
    except (OSError, RuntimeError):
        raise VoiceError("the voice wrote no sound; start the kiosk again") from None
    audible = np.flatnonzero(np.abs(samples) > _AUDIBLE)
    if not len(audible):
        if any(character.isalnum() for character in text):
            raise VoiceError(f"the voice is silent for '{text[:40]}'; use other words")
        return np.zeros(0, dtype=np.float32)
    margin = round(_TRIM_MARGIN * rate)
    begins = max(int(np.argmax(np.abs(samples) > _SILENT)), audible[0] - margin)
    samples = samples[begins : audible[-1] + margin]
    frames: Frames = np.asarray(soxr.resample(samples, rate, SAMPLE_RATE), dtype=np.float32)
    return np.clip(frames, -1.0, 1.0)
