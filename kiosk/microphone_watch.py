"""Keeps a microphone at hand: notices by the age of its frames that it is lost, and tries again.

A lost device often raises nothing at all, so silence of the stream itself is the only sure sign.
"""

from collections.abc import Callable
from typing import Protocol

from audio.errors import AudioError
from audio.recognizer import Frames
from kiosk.clock import Clock

LOST_AFTER = 3.0
"""Seconds without a frame after which a microphone counts as lost."""

RETRY_EVERY = 5.0
"""Seconds between two tries to open it again."""


class Microphone(Protocol):
    """An open microphone (see `audio.microphone`)."""

    def read(self, timeout: float) -> Frames | None:
        """Give the next frames, or None when none came within `timeout` seconds."""
        ...

    def close(self) -> None:
        """Let go of the device."""
        ...


class MicrophoneWatch:
    """Reads a microphone, and opens it again after it was lost."""

    def __init__(
        self,
        microphone: Microphone,
        reopen: Callable[[], Microphone],
        clock: Clock,
        on_lost: Callable[[str], None],
        on_back: Callable[[], None],
    ) -> None:
        """Watch an open microphone.

        Args:
            microphone: the microphone as it was opened at the start.
            reopen: opens it again; raises AudioError while it is missing.
            clock: tells the age of frames.
            on_lost: told once, with the reason, when frames stop coming.
            on_back: told once when they come again.
        """
        self._microphone: Microphone | None = microphone
        self._reopen = reopen
        self._clock = clock
        self._on_lost = on_lost
        self._on_back = on_back
        self._last_frame = clock.now()
        self._next_try = 0.0
        self._lost = False

    @property
    def open(self) -> bool:
        """A device is open, whether or not it gives frames."""
        return self._microphone is not None

    def read(self, timeout: float) -> Frames | None:
        """Give the next frames, or None: none came within `timeout`, or no device is open."""
        if self._microphone is None and not self._try_again():
            return None
        assert self._microphone is not None
        try:
            frames = self._microphone.read(timeout)
        except AudioError as error:
            self._lose(str(error))
            return None
        now = self._clock.now()
        if frames is not None:
            self._last_frame = now
            if self._lost:
                self._lost = False
                self._on_back()
        elif now - self._last_frame > LOST_AFTER:
            self._lose(f"no sound has come from it for {LOST_AFTER:.0f} seconds")
        return frames

    def close(self) -> None:
        """Let go of the device."""
        microphone, self._microphone = self._microphone, None
        if microphone is not None:
            microphone.close()

    def _lose(self, reason: str) -> None:
        self.close()
        self._next_try = self._clock.now() + RETRY_EVERY
        if not self._lost:
            self._lost = True
            self._on_lost(reason)

    def _try_again(self) -> bool:
        now = self._clock.now()
        if now < self._next_try:
            return False
        try:
            self._microphone = self._reopen()
        except AudioError:
            self._next_try = self._clock.now() + RETRY_EVERY
            return False
        self._last_frame = self._clock.now()
        return True
