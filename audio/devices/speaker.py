"""Plays frames on a sound device whose stream stays open, or on no device at all."""

from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Thread
from time import monotonic
from typing import Any

import numpy as np
import soxr

from audio.devices.portaudio import facts_of, find_device, is_active, sound_library, started
from audio.errors import DeviceError
from audio.frames import SAMPLE_RATE, Frames

_LATENCY = 0.06
"""Seconds of buffer asked for: short enough to stop within 100 ms, long enough not to stutter."""

_BLOCK = 0.02
"""Seconds of sound that PortAudio asks for at a time, also of silence: a third of that buffer, so
that two thirds are left to play when it asks. Its own choice is a quarter, for which the processor
wakes 67 times a second all day."""

_FADE = 0.005
"""Seconds in which a stopped clip fades, so that stopping does not click."""

_LOST_AFTER = 2.0
"""Seconds without a call from PortAudio after which the speaker counts as lost: it calls for
silence too, and a stream whose sound server hangs stays active."""

_STEADY_AFTER = 0.5
"""Seconds after opening from which a call tells that the device plays: the first ones only fill its
buffer, and a device that is suspended gets them too."""

_CLOSE_WITHIN = 2.0
"""Seconds given to a stream to close."""


class DeviceSpeaker:
    """A sounddevice output stream that is kept open: opening it anew clips first syllables.

    Use it from one thread; the stream's callback is PortAudio's own.
    """

    def __init__(self, device: str | None = None, clock: Callable[[], float] = monotonic) -> None:
        """Open a speaker.

        Args:
            device: part of its name; None or "": the system's default.
            clock: gives seconds; the age of PortAudio's last call is counted by it.

        Raises:
            DeviceError: PortAudio or the device is missing, or it is occupied.
        """
        library = sound_library()
        index = find_device(device, "output")
        self._lock = Lock()
        self._clip: Frames = np.zeros(0, dtype=np.float32)
        self._next = 0
        self._left_at = 0.0
        self._rate = SAMPLE_RATE
        self._clock = clock
        self._opened_at = self._filled_at = clock()
        self._stream = self._open(library, index)

    def start(self, frames: Frames) -> None:
        """Play mono `frames` at once in place of what is playing; raises DeviceError."""
        if self.lost:
            raise DeviceError("the speaker has stopped; plug it in again or name another one")
        if self._rate != SAMPLE_RATE:
            frames = soxr.resample(frames, SAMPLE_RATE, self._rate)
        frames = np.asarray(frames, dtype=np.float32)
        with self._lock:
            self._clip = frames
            self._next = 0
            self._left_at = float("inf") if len(frames) else 0.0

    def stop(self) -> None:
        """Fall silent within 100 ms."""
        with self._lock:
            fade = self._clip[self._next : self._next + round(_FADE * self._rate)]
            self._clip = fade * np.linspace(1.0, 0.0, len(fade), dtype=np.float32)
            self._next = 0

    @property
    def lost(self) -> bool:
        """Whether the device has stopped, or has asked for no samples for 2 seconds."""
        return not is_active(self._stream) or self._clock() - self._filled_at > _LOST_AFTER

    @property
    def steady(self) -> bool:
        """Whether it has played for half a second."""
        return not self.lost and self._filled_at - self._opened_at > _STEADY_AFTER

    @property
    def playing(self) -> bool:
        """Whether samples are still to leave the device."""
        with self._lock:
            left_at = self._left_at
        if not left_at:
            return False  # at rest, without asking for the stream's time, which takes long
        try:
            leaving = bool(self._stream.time < left_at)
        except Exception:  # PortAudio gives no time for a device that has just disappeared
            return False
        with self._lock:
            if not leaving and self._left_at == left_at:
                self._left_at = 0.0
        return leaving and not self.lost

    def close(self) -> None:
        """Close the stream; waits at most 2 seconds, for a lost device may hang in it."""
        closing = Thread(target=self._close, name="close speaker", daemon=True)
        closing.start()
        closing.join(_CLOSE_WITHIN)

    def _close(self) -> None:
        with suppress(Exception):  # a device that is gone has nothing left to close
            self._stream.abort()
        with suppress(Exception):
            self._stream.close()

    def _open(self, library: Any, index: int) -> Any:  # noqa: ANN401 - the library has no types
        own_rate = round(facts_of(index)["default_samplerate"])
        reason = ""
        for rate in dict.fromkeys((SAMPLE_RATE, own_rate)):
            try:
                stream = started(
                    library.RawOutputStream(
                        device=index,
                        samplerate=rate,
                        channels=1,
                        dtype="float32",
                        blocksize=round(_BLOCK * rate),
                        latency=_LATENCY,
                        callback=self._fill,
                    )
                )
            except library.PortAudioError as error:
                reason = str(error)
                continue
            self._rate = rate
            return stream
        raise DeviceError(
            f"the speaker cannot be opened ({reason}); close what uses it or name another one"
        )

    def _fill(self, out: Any, count: int, time: Any, status: object) -> None:  # noqa: ANN401
        """Give PortAudio its next block; runs on PortAudio's thread and must not wait for long."""
        del status
        self._filled_at = self._clock()
        with self._lock:
            piece = self._clip[self._next : self._next + count]
            self._next += len(piece)
            if self._left_at and self._next >= len(self._clip) and self._left_at == float("inf"):
                self._left_at = time.outputBufferDacTime + len(piece) / self._rate
        played = piece.tobytes()
        out[:] = played + bytes(len(out) - len(played))


class SilentSpeaker:
    """Plays nothing: a clip takes its time on the given clock, without sound."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Count time by `clock`, which gives seconds."""
        self._clock = clock
        self._ends = float("-inf")

    def start(self, frames: Frames) -> None:
        """Take as long as the frames last."""
        self._ends = self._clock() + len(frames) / SAMPLE_RATE

    def stop(self) -> None:
        """End at once."""
        self._ends = float("-inf")

    @property
    def playing(self) -> bool:
        """Whether the clip's time is not over yet."""
        return self._clock() < self._ends

    def close(self) -> None:
        """Nothing is held."""
