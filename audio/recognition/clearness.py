"""How clearly an utterance stands out from all other sound around it, and from bystanders."""

import numpy as np
from numpy.typing import NDArray

from audio.frames import SAMPLE_RATE, Frames

WORD = 0.6
"""Seconds that a word said alone lasts at most; what lies outside its loudest stretch is noise."""

VOWEL = 0.3
"""Seconds of a word that are loud: its soft beginning and end tell nothing about noise."""

LEAST_REST = 0.1
"""Seconds that are always left to be noise: a recording may be as short as a word."""

LOUD_SHARE = 0.1
"""Share of the rest that may be louder than what counts as its loudness: bursts are not averaged
away by the silence between them."""

NOISE_NEARER = 3.0
"""dB by which noise may be nearer to a word than a bystander is. Two models make the same mistake
in hardly any noise; a bystander's no is a true one."""

BYSTANDER = -36.0
"""dBFS of a bystander, while nothing is known of the visitor's voice. Somebody who is 20 dB quieter
than a person at the kiosk, across a room (peaks at a tenth of full scale), has -38 to -28 dBFS,
people at the microphone -35 to -5 and half of them more than -24."""

BELOW_VOICE = 18.0
"""dB from the visitor's voice down to a bystander, once that voice was heard. Somebody who is 20 dB
quieter stands out by -2 dB, the visitor by 18 and by 8 with half the loudness. It holds however
loud the microphone is, which a fixed number does not."""

FAINTEST_VOICE = -40.0
"""dBFS of the quietest voice that can be the visitor's: four of 400 people are quieter."""

_STEP = round(0.03 * SAMPLE_RATE)
_WORD_STEPS = round(WORD * SAMPLE_RATE / _STEP)
_VOWEL_STEPS = round(VOWEL * SAMPLE_RATE / _STEP)
_LEAST_REST_STEPS = round(LEAST_REST * SAMPLE_RATE / _STEP)
_SILENT = 10**-9.5
"""Power of -95 dBFS: no microphone in a room is that silent, so what is below tells nothing."""


def clearness(frames: Frames) -> float:
    """Give the power of the loudest VOWEL seconds over that of the loud parts of the rest, in dB.

    Args:
        frames: the utterance with the silence before and after it, shape (n,).

    Returns:
        High where a short word was said in a quiet room; low in noise and in running talk. The rest
        is what lies outside the loudest WORD seconds, digital silence left out. 0 for sound that
        has hardly any rest.
    """
    power = _power(frames)
    power = power[power > _SILENT]
    word = min(_WORD_STEPS, power.size - _LEAST_REST_STEPS)
    if word < _VOWEL_STEPS:
        return 0.0
    start = int(np.convolve(power, np.ones(word), "valid").argmax())
    rest = np.delete(power, np.arange(start, start + word))
    vowel = float(np.convolve(power, np.ones(_VOWEL_STEPS), "valid").max()) / _VOWEL_STEPS
    return _in_db(vowel / float(np.quantile(rest, 1 - LOUD_SHARE)))


def loudness(frames: Frames) -> float:
    """Give the mean power of the loudest WORD seconds, in dBFS; -95 for silence."""
    sums = np.convolve(_power(frames), np.ones(_WORD_STEPS))
    return _in_db(max(float(sums.max()) / _WORD_STEPS, _SILENT))


def above_bystander(loudness_db: float, voice_db: float | None) -> float:
    """Give how far words stand out from how loud a bystander would be, in dB.

    Args:
        loudness_db: of the words, in dBFS.
        voice_db: of the visitor's voice in this visit; None before it was heard.
    """
    if voice_db is None or voice_db < FAINTEST_VOICE:
        return loudness_db - BYSTANDER
    return loudness_db - (voice_db - BELOW_VOICE)


def _power(frames: Frames) -> NDArray[np.float64]:
    """Give the mean square of each step; of one silent step for sound that is shorter."""
    count = len(frames) // _STEP
    steps = frames[: count * _STEP].reshape(count, _STEP).astype(np.float64)
    return np.mean(steps**2, axis=1) if count else np.zeros(1)


def _in_db(power: float) -> float:
    return float(10 * np.log10(power))
