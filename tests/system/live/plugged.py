"""Headphones that are plugged into a virtual sound server, and what sounds without a word."""

import numpy as np

from audio.frames import SAMPLE_RATE, Frames
from tests.benchmarks.tape import AUDIBLE
from tests.system.live.sound_server import SoundServer

STEP = round(0.05 * SAMPLE_RATE)
ABOVE = round(1300 * STEP / SAMPLE_RATE)
HIGH_SHARE = 0.003
"""Least share of a word's power above 1.3 kHz, in nearly every piece of it."""
WORD = 4
"""Pieces running that make a word: 0.2 s; a gap torn by a busy machine spoils a piece or two."""


def plug_in(server: SoundServer) -> str:
    return server.load("module-null-sink", "sink_name=headphones", "rate=48000", "norewinds=1")


def is_tonal(frames: Frames) -> bool:
    """Tell whether nothing but the earcons' tones sounds, which are all below 1 kHz."""
    running = 0
    for piece in frames[: len(frames) // STEP * STEP].reshape(-1, STEP):
        power = np.abs(np.fft.rfft(piece * np.hanning(STEP))) ** 2
        high = np.abs(piece).max() > AUDIBLE and power[ABOVE:].sum() > HIGH_SHARE * power.sum()
        running = running + 1 if high else 0
        if running == WORD:
            return False
    return True
