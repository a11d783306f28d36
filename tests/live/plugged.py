"""Headphones that are plugged into a virtual sound server, and what sounds without a word."""

import numpy as np

from audio.recognizer import SAMPLE_RATE, Frames
from tests.benchmarks.tape import AUDIBLE
from tests.live.sound_server import SoundServer

STEP = round(0.05 * SAMPLE_RATE)
NEAR = 16
"""Steps of 5 Hz around a frequency that belong to its tone."""


def plug_in(server: SoundServer) -> str:
    return server.load("module-null-sink", "sink_name=headphones", "rate=48000", "norewinds=1")


def is_tonal(frames: Frames) -> bool:
    """Tell whether nothing but tones sounds: in each piece two frequencies have nearly all power.

    Two, for a piece may hold the end of one tone and the beginning of the next.
    """
    for piece in frames[: len(frames) // STEP * STEP].reshape(-1, STEP):
        if np.abs(piece).max() < AUDIBLE:
            continue
        power = np.abs(np.fft.rfft(piece * np.hanning(STEP), 4 * STEP)) ** 2
        left = power.copy()
        for _ in range(2):
            top = int(left.argmax())
            left[max(top - NEAR, 0) : top + NEAR] = 0.0
        if left.sum() > 0.1 * power.sum():
            return False
    return True
