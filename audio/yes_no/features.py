"""Log-mel features of one window of sound, the same in training and at run time.

The mel scale is that of O'Shaughnessy (1987), 2595 log10(1 + f / 700), with triangular bands.
"""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audio.frames import SAMPLE_RATE, Frames

Matrix = NDArray[np.floating[Any]]

WINDOW = int(1.6 * SAMPLE_RATE)
"""Samples the network looks at: an answer of up to 1.5 s and a little silence."""
HOP = SAMPLE_RATE // 100
"""10 ms between frames and 25 ms a frame are the customary speech analysis."""
FRAME = 400
FFT = 512
_BEFORE = (FRAME - HOP) // 2
_AFTER = FRAME - HOP - _BEFORE
"""Samples by which a frame is longer than a hop, on each side."""
FRAMES = WINDOW // HOP
MELS = 40
LOWEST, HIGHEST = 60.0, 7600.0
"""Hz: above mains hum, below the slope of the anti-alias filter."""

LOUDEST_FRAMES = 10
"""0.1 s of the loudest sound sets the reference level, so a click alone cannot."""
FLOOR, CEILING = -65.0, 10.0
"""dB around that level: quieter than -65 dB is room or converter noise, never speech."""
CENTRE, SPREAD = -30.0, 20.0
"""dB: bring features to about zero mean and unit variance for the network."""
SILENCE = 1e-10
"""Added to power before the logarithm: -100 dB, below the noise of 16-bit sound."""


@cache
def _bank() -> NDArray[np.float32]:
    def mel(hz: Matrix | float) -> Matrix:
        return np.asarray(2595 * np.log10(1 + np.asarray(hz) / 700))

    edges = np.linspace(float(mel(LOWEST)), float(mel(HIGHEST)), MELS + 2)
    bins = mel(np.fft.rfftfreq(FFT, 1 / SAMPLE_RATE))[:, None]
    rise = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    fall = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    return np.clip(np.minimum(rise, fall), 0, None).astype(np.float32)


@cache
def _taper() -> NDArray[np.float32]:
    return np.hanning(FRAME).astype(np.float32)


def mel_levels(windows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give mel band levels in dB, shape (batch, FRAMES, MELS), of windows (batch, WINDOW)."""
    padded = np.pad(windows, ((0, 0), (_BEFORE, _AFTER)))
    return _levels(np.lib.stride_tricks.sliding_window_view(padded, FRAME, axis=1)[:, ::HOP])


def sliding_levels(sound: Frames, hops: int) -> NDArray[np.float32]:
    """Give `mel_levels` of all windows of a sound, each begun `hops` frames after the one before.

    Windows share most of their frames, which are transformed once. Only the first and the last
    frame of a window reach beyond it, where it is silent.
    """
    view = np.lib.stride_tricks.sliding_window_view
    shared = mel_levels(sound[None, :])[0]
    levels = view(shared, FRAMES, axis=0)[::hops].swapaxes(1, 2).copy()
    windows = view(sound, WINDOW)[:: hops * HOP]
    levels[:, 0] = _levels(np.pad(windows[:, : FRAME - _BEFORE], ((0, 0), (_BEFORE, 0))))
    levels[:, -1] = _levels(np.pad(windows[:, _AFTER - FRAME :], ((0, 0), (0, _AFTER))))
    return levels


def _levels(frames: NDArray[np.float32]) -> NDArray[np.float32]:
    spectrum = np.fft.rfft(frames * _taper(), FFT)
    power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
    levels: NDArray[np.float32] = 10 * np.log10(power @ _bank() / FRAME + SILENCE)
    return levels


def normalised(levels: NDArray[np.float32]) -> NDArray[np.float32]:
    """Make levels (batch, FRAMES, MELS) independent of loudness and fit for the network."""
    loudness = np.sort(levels.max(axis=2), axis=1)[:, -LOUDEST_FRAMES:].mean(axis=1)
    relative = np.clip(levels - loudness[:, None, None], FLOOR, CEILING)
    return np.asarray((relative - CENTRE) / SPREAD, np.float32)


def features(window: Frames) -> NDArray[np.float32]:
    """Give the network's input, shape (1, FRAMES, MELS), of one window of WINDOW samples."""
    return normalised(mel_levels(window[None, :]))
