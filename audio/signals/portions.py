"""Where a long sentence can be taken up again after a pause: at quiet places within it."""

from math import ceil

import numpy as np

from audio.frames import SAMPLE_RATE, Frames

LONGEST = 5.0
"""Seconds that a portion lasts at most (accessibility.md A4)."""

_SHIFT = 0.3
"""Seconds around an even cut in which the quietest place is looked for."""

_STEP = 0.02
"""Seconds over which loudness is compared."""


def portion_starts(frames: Frames) -> list[int]:
    """Give the places (in frames, the first is 0) at which a sentence's portions begin."""
    count = ceil(len(frames) / ((LONGEST - 2 * _SHIFT) * SAMPLE_RATE))
    even = [round(len(frames) * number / count) for number in range(1, count)]
    return [0, *(_quietest_near(frames, place) for place in even)]


def portion_at(frames: Frames, place: int) -> int:
    """Give the beginning of the portion in which `place` lies."""
    return max(start for start in portion_starts(frames) if start <= max(place, 0))


def _quietest_near(frames: Frames, place: int) -> int:
    step, shift = round(_STEP * SAMPLE_RATE), round(_SHIFT * SAMPLE_RATE)
    starts = range(place - shift, place + shift - step, step)
    return min(starts, key=lambda start: float(np.abs(frames[start : start + step]).sum()))
