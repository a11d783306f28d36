"""A test sound that can be found in what a microphone hears, however loud the room is.

Three sweeps, up, down and up: a single tone may fall in a dead spot of the room, and microphones
remove tones as noise. Speech, bangs and hums do not go up and down in this way.
"""

import numpy as np
from numpy.typing import NDArray

from audio.frames import SAMPLE_RATE, Frames

_LOW, _HIGH = 500.0, 2000.0
"""Hz from which and to which it sweeps: small speakers play all of it."""

_LENGTH = 0.3
"""Seconds of one sweep."""

_EDGE = 0.015
"""Seconds in which each swells and fades, so that nothing clicks."""

_PEAK = 0.25
"""Amplitude, -12 dBFS: as the earcons."""

_FAINTEST = 1e-6
"""Root mean square of sound in which nothing is looked for: below the last of 16 bits."""

HEARD = 0.25
"""Likeness from which the sound counts as heard. Of 1,900 stretches of speech and noise of the
shared recordings none has more than 0.19; in eight rooms and noise three times as strong as it the
sound has 0.24 and more."""


def sweep() -> Frames:
    """Give the sound as mono frames at 16,000 Hz, 0.9 s."""
    time = np.arange(round(_LENGTH * SAMPLE_RATE)) / SAMPLE_RATE
    up = np.sin(2 * np.pi * (_LOW * time + (_HIGH - _LOW) / (2 * _LENGTH) * time**2))
    edge = round(_EDGE * SAMPLE_RATE)
    swell = 0.5 - 0.5 * np.cos(np.pi * np.arange(edge) / edge)
    up[:edge] *= swell
    up[-edge:] *= swell[::-1]
    return (_PEAK * np.concatenate([up, up[::-1], up])).astype(np.float32)


def likeness(frames: Frames) -> float:
    """Tell how much of what a microphone heard is the test sound, wherever in it that may be.

    It is the greatest normalized correlation with the sound, in the sound's own band: how loud
    either is does not count.

    Args:
        frames: shape (n,).

    Returns:
        0 to 1; 0 where there is silence, or less than the sound takes.
    """
    wanted = sweep().astype(np.float64)
    if len(frames) < len(wanted):
        return 0.0
    length = len(frames) + len(wanted)
    spectrum = np.fft.rfft(frames.astype(np.float64), length)
    frequency = np.fft.rfftfreq(length, 1 / SAMPLE_RATE)
    spectrum[(frequency < _LOW) | (frequency > _HIGH)] = 0.0
    places = len(frames) - len(wanted) + 1
    match = np.fft.irfft(spectrum * np.conj(np.fft.rfft(wanted, length)), length)[:places]
    energy = _running_sums(np.fft.irfft(spectrum, length)[: len(frames)] ** 2, len(wanted))
    faintest = _FAINTEST**2 * len(wanted)
    norm = np.sqrt(np.maximum(energy, faintest) * float(wanted @ wanted))
    return float(np.max(np.abs(match) / norm))


def _running_sums(values: NDArray[np.float64], length: int) -> NDArray[np.float64]:
    sums = np.concatenate([[0.0], np.cumsum(values)])
    return np.asarray(sums[length:] - sums[:-length])
