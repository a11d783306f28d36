"""Short sounds that say what the kiosk does, made by formula: tones with soft edges, no clicks."""

from typing import Literal, TypeAlias

import numpy as np

from audio.frames import SAMPLE_RATE, Frames

EarconName: TypeAlias = Literal[
    "listening",
    "heard",
    "not_heard",
    "paused",
    "resumed",
    "unplugged",
    "warning",
    "attention",
    "doorbell",
    "alert",
]

_LOUDNESS = 0.25
"""Peak amplitude, -12 dBFS: below speech."""

_EDGE = 0.012
"""Seconds in which a tone swells and fades (raised cosine)."""

_TONES: dict[EarconName, tuple[tuple[float, float], ...]] = {
    "listening": ((660.0, 0.07), (880.0, 0.09)),
    "heard": ((880.0, 0.06),),
    "not_heard": ((330.0, 0.09), (262.0, 0.12)),
    "paused": ((523.0, 0.09), (392.0, 0.12)),
    "resumed": ((392.0, 0.09), (523.0, 0.12)),
    "unplugged": ((523.0, 0.07), (392.0, 0.07), (262.0, 0.07), (0.0, 0.05), (660.0, 0.1)),
    "warning": ((740.0, 0.1), (0.0, 0.06), (740.0, 0.1)),
    "attention": ((784.0, 0.12), (0.0, 0.08), (784.0, 0.12)),
    "doorbell": ((659.0, 0.35), (523.0, 0.45)),
    "alert": ((988.0, 0.3), (659.0, 0.3)) * 3,
}
"""Frequency (Hz; 0 is a rest) and length (s) of each tone: rising asks, falling declines."""


def earcon(name: EarconName) -> Frames:
    """Give an earcon as mono frames at 16,000 Hz; under 0.4 s, but doorbell and alert under 2 s."""
    return np.concatenate([_tone(frequency, length) for frequency, length in _TONES[name]])


def names() -> tuple[EarconName, ...]:
    """Every earcon there is."""
    return tuple(_TONES)


def every_earcon() -> dict[str, Frames]:
    """Give all of them by name."""
    return {name: earcon(name) for name in _TONES}


def _tone(frequency: float, length: float) -> Frames:
    count = round(length * SAMPLE_RATE)
    edge = round(_EDGE * SAMPLE_RATE)
    swell = 0.5 - 0.5 * np.cos(np.pi * np.arange(edge) / edge)
    shape = np.ones(count)
    shape[:edge] *= swell
    shape[-edge:] *= swell[::-1]
    wave = np.sin(2 * np.pi * frequency * np.arange(count) / SAMPLE_RATE)
    return (_LOUDNESS * shape * wave).astype(np.float32)
