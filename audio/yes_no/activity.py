"""Where in a clip something sounds: islands of sound above the clip's own background.

Energy alone is enough here: the network says what the sound is, this says only where to look.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audio.frames import SAMPLE_RATE, Frames

STEP = SAMPLE_RATE // 100
"""10 ms: finer than any speech sound that matters."""
QUIETEST = -60.0
"""dBFS: below this a microphone that works gives only its own noise."""
ABOVE_BACKGROUND = 6.0
"""dB: the least that speech must stand out of the background to be found at all."""
SHARE = 0.35
"""Threshold between background and loudest sound: a weak final "s" lies above, echo below."""
BELOW_PEAK = 35.0
"""dB: speech sounds of one word lie within this of its vowel; breath and echo lie below."""
BRIDGE = 0.25
"""Seconds: a closure inside a word ("stop") is shorter, a gap between two answers longer."""
CLICK = 0.05
"""Seconds: anything shorter is a click, not a sound of speech."""
SYLLABLE = 20
"""Steps over which loudness is averaged where noise fluctuates: 0.2 s, the length of a syllable."""
STANDS_OUT = 5.0
"""dB: by as much a word 10 dB above babble is louder than the babble's loudest syllables."""
NOISY_ENDS = 30.0
"""dB: closer than this to its loudest sound, the ends of a clip hold sound, not a quiet room."""
ENDS = 25
"""Steps at both ends that are looked at: babble has gaps that are shorter than 0.25 s."""


@dataclass(frozen=True, slots=True)
class Island:
    """A stretch of sound, in samples from the clip's start."""

    start: int
    end: int

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return (self.end - self.start) / SAMPLE_RATE


def levels(clip: Frames, steps: int = 3) -> NDArray[np.float32]:
    """Give the level in dBFS of each whole step of the clip, smoothed over so many `steps`."""
    count = len(clip) // STEP
    power = np.mean(clip[: count * STEP].reshape(count, STEP) ** 2, axis=1)
    if count >= steps:
        power = np.convolve(power, np.ones(steps) / steps, mode="same")
    return np.asarray(10 * np.log10(power + 1e-12), np.float32)


def islands(clip: Frames) -> tuple[Island, ...]:
    """Find stretches of sound, in order; none when the clip is silent or evenly loud."""
    level = levels(clip)
    if level.size == 0 or level.max() < QUIETEST:
        return ()
    background, peak = map(float, np.percentile(level, (10, 98)))
    threshold = max(
        background + max(ABOVE_BACKGROUND, SHARE * (peak - background)),
        peak - BELOW_PEAK,
        QUIETEST,
    )
    active = level > threshold
    edges = np.flatnonzero(np.diff(np.concatenate(([0], active.astype(np.int8), [0]))))
    found: list[list[int]] = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if found and (start - found[-1][1]) * STEP < BRIDGE * SAMPLE_RATE:
            found[-1][1] = int(end)
        else:
            found.append([int(start), int(end)])
    return tuple(
        Island(start * STEP, end * STEP)
        for start, end in found
        if (end - start) * STEP >= CLICK * SAMPLE_RATE
    )


def is_noisy(clip: Frames) -> bool:
    """Tell whether something sounds at the clip's beginning and at its end: the room is not quiet.

    Islands of such a clip are noise and speech together.
    """
    level = levels(clip)
    if level.size == 0:
        return False
    ends = min(level[:ENDS].max(), level[-ENDS:].max())
    return bool(ends > max(np.percentile(level, 98) - NOISY_ENDS, QUIETEST))


def loudest(clip: Frames) -> Island | None:
    """Find what stands out of all other sound of a noisy clip, first to last; None in silence."""
    level = levels(clip, SYLLABLE)
    if level.size == 0 or level.max() < QUIETEST:
        return None
    (loud,) = np.nonzero(level > level.max() - STANDS_OUT)
    return Island(int(loud[0]) * STEP, (int(loud[-1]) + 1) * STEP)
