"""How clearly an utterance stands out from all other sound around it, and from bystanders."""

import numpy as np

from audio.frames import SAMPLE_RATE, Frames

WORD = 0.6
"""Seconds that a word said alone lasts at most; what lies outside its loudest stretch is noise."""

LOUD_SHARE = 0.1
"""Share of the rest that may be louder than what counts as its loudness: bursts are not averaged
away by the silence between them."""

BYSTANDER = 10**-3.6
"""Power, as a mean square, that counts as the least loudness of the rest: -36 dBFS. Somebody who is
20 dB quieter than a person at the kiosk, across a room (peaks at a tenth of full scale), has -38 to
-28 dBFS, people at the microphone -35 to -5 and half of them more than -24. In a quiet room nothing
else tells one from the other."""

_STEP = round(0.03 * SAMPLE_RATE)
_WORD_STEPS = round(WORD * SAMPLE_RATE / _STEP)
_SILENT = 10**-9.5
"""Power of -95 dBFS: no microphone in a room is that silent, so what is below tells nothing."""


def clearness(frames: Frames) -> float:
    """Give the power of the loudest WORD seconds over that of the rest's loud parts, in dB.

    The rest counts as at least as loud as a BYSTANDER, so that a quiet no from afar is not clear.

    Args:
        frames: the utterance with the silence before and after it, shape (n,).

    Returns:
        High where a short word was said in a quiet room; low in noise and in running talk. 0 for
        a word of which nothing but itself was heard, digital silence left out.
    """
    count = len(frames) // _STEP
    steps = frames[: count * _STEP].reshape(count, _STEP).astype(np.float64)
    power = np.mean(steps**2, axis=1)
    power = power[power > _SILENT]
    if power.size <= _WORD_STEPS:
        return 0.0
    sums = np.convolve(power, np.ones(_WORD_STEPS), "valid")
    start = int(sums.argmax())
    rest = np.delete(power, np.arange(start, start + _WORD_STEPS))
    loud = max(float(np.quantile(rest, 1 - LOUD_SHARE)), BYSTANDER)
    return float(10 * np.log10(float(sums[start]) / _WORD_STEPS / loud))
