"""Headphones that are plugged into a virtual sound server, and what sounds without a word."""

import numpy as np

from audio.recognizer import SAMPLE_RATE, Frames
from tests.benchmarks.tape import AUDIBLE
from tests.live.sound_server import SoundServer

STEP = round(0.05 * SAMPLE_RATE)


def plug_in(server: SoundServer) -> str:
    return server.load("module-null-sink", "sink_name=headphones", "rate=48000", "norewinds=1")


def is_tonal(frames: Frames) -> bool:
    """Tell whether nothing but tones sounds: in each piece one frequency has nearly all power."""
    for piece in frames[: len(frames) // STEP * STEP].reshape(-1, STEP):
        if np.abs(piece).max() < AUDIBLE:
            continue
        power = np.abs(np.fft.rfft(piece * np.hanning(STEP), 4 * STEP)) ** 2
        top = int(power.argmax())
        if power[max(top - 30, 0) : top + 30].sum() < 0.9 * power.sum():
            return False
    return True
