"""How loud speech is while it sounds, and how loud a room is while nobody speaks; in dBFS (RMS)."""

from collections import deque

import numpy as np

from audio.frames import SAMPLE_RATE, Frames

_STEP = round(0.02 * SAMPLE_RATE)
_PAUSE_DB = 20.0
"""Decibels below the loudest step from which a step is a pause and not speech."""

_BLOCK = round(0.125 * SAMPLE_RATE)
"""Samples of one look at the room, as a sound level meter's "fast"."""

_WINDOW = 30.0
"""Seconds of the room that count."""

_ENOUGH = 5.0
"""Seconds of the room that are needed to tell its level."""

_SILENCE = 10**-12.0


def speech_level(frames: Frames) -> float:
    """Give the level of the speech in `frames`, pauses left out, in dBFS: a full sine is -3.

    Args:
        frames: shape (n,).

    Returns:
        Minus infinity where nothing sounds.
    """
    power = _powers(frames, _STEP)
    loudest = float(power.max(initial=0.0))
    if loudest <= _SILENCE:
        return float("-inf")
    speech = power[power > loudest * 10 ** (-_PAUSE_DB / 10)]
    return float(10 * np.log10(speech.mean()))


class RoomLevel:
    """Tells how loud the room is, from frames in which the kiosk is silent; it keeps no sound.

    The median over the last half minute: what is short, such as a word or a door, does not count.
    It is not weighted, so a room that hums reads louder than on a meter for dBA: on the safe side.
    """

    def __init__(self) -> None:
        self._rest: Frames = np.zeros(0, np.float32)
        self._blocks: deque[float] = deque(maxlen=round(_WINDOW * SAMPLE_RATE / _BLOCK))

    def take(self, frames: Frames) -> None:
        """Take what the microphone gives, in any lengths."""
        frames = np.concatenate([self._rest, frames])
        self._blocks.extend(_powers(frames, _BLOCK).tolist())
        self._rest = frames[len(frames) // _BLOCK * _BLOCK :]

    @property
    def dbfs(self) -> float | None:
        """The room's level; None before five seconds of it, and for a microphone that is muted."""
        if len(self._blocks) * _BLOCK < _ENOUGH * SAMPLE_RATE:
            return None
        power = float(np.median(self._blocks))
        return 10 * float(np.log10(power)) if power > _SILENCE else None


class LevelMeter:
    """Tells how loud the last second of a microphone was; it keeps no sound."""

    def __init__(self) -> None:
        self._parts: deque[tuple[int, int]] = deque()
        self._length = 0
        # Whole numbers, so that nothing of what has left the sum stays in it.
        self._energy = 0
        # Read on other threads than the one that takes frames.
        self._dbfs: float | None = None

    def take(self, frames: Frames) -> None:
        """Take what the microphone gives, in any lengths."""
        # At most full scale, which is also what counts for a driver that gives no numbers.
        energy = round(min(float(len(frames)), float(np.dot(frames, frames))) / _SILENCE)
        self._parts.append((energy, len(frames)))
        self._length += len(frames)
        self._energy += energy
        while self._length - self._parts[0][1] >= SAMPLE_RATE:
            energy, length = self._parts.popleft()
            self._length -= length
            self._energy -= energy
        if self._length:
            power = self._energy * _SILENCE / self._length
            self._dbfs = 10 * float(np.log10(max(power, _SILENCE)))

    @property
    def dbfs(self) -> float | None:
        """The level, -120 at least; None before the first frames."""
        return self._dbfs


def _powers(frames: Frames, length: int) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Give the mean square of each whole step of `length` samples."""
    steps = frames[: len(frames) // length * length].reshape(-1, length).astype(np.float64)
    return np.asarray(np.mean(steps**2, axis=1))
