"""How far an utterance stands out of everything else that is heard around it."""

import numpy as np

from audio.recognizer import SAMPLE_RATE, Frames

WORD = 0.6
"""Seconds that a word said alone lasts at most; what lies outside its loudest stretch is noise."""

_STEP = round(0.03 * SAMPLE_RATE)
_WORD_STEPS = round(WORD * SAMPLE_RATE / _STEP)
_FLOOR = 1e-10
"""Power below which nothing is heard: -100 dBFS."""


def clearness(frames: Frames) -> float:
    """Give the power of the loudest WORD seconds over that of the rest, in dB.

    Args:
        frames: the utterance with the silence before and after it, shape (n,).

    Returns:
        High where a short word was said in a quiet room; low in noise, in running talk, and for a
        word of which nothing but itself was heard (0).
    """
    count = len(frames) // _STEP
    if count <= _WORD_STEPS:
        return 0.0
    steps = frames[: count * _STEP].reshape(count, _STEP).astype(np.float64)
    power = np.mean(steps**2, axis=1) + _FLOOR
    loud = np.convolve(power, np.ones(_WORD_STEPS), "valid")
    most = float(loud.max())
    rest = (float(power.sum()) - most) / (count - _WORD_STEPS)
    return float(10 * np.log10(most / _WORD_STEPS / rest))
