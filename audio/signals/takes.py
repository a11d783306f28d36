"""Judges, trims and levels one utterance that was recorded for tests.

The level is the one that RFC 7874 (section 4) recommends for an average speaker: an RMS of 2600 in
samples of 16 bits, which is -22 dBFS, of active speech alone, as
`audio.signals.loudness.speech_level` is.
"""

from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from audio.frames import SAMPLE_RATE, Frames
from audio.signals.loudness import speech_level

PAD = 0.25
"""Seconds kept before and after the speech: the detector misses weak first and last sounds."""

LEVEL = -22.0
"""dBFS (RMS) of the speech that a recording is brought to."""

HIGHEST_PEAK = -1.0
"""dBFS that no sample passes, as EBU R 128 has it; where it would, the recording stays quieter."""

QUIETEST = -55.0
"""dBFS (RMS): speech below it would come with its microphone's own noise made loud."""

LATEST_START = 0.1
"""Seconds of silence there must be before the speech: with less, its beginning may be missing."""

_FULL_SCALE = 0.99
_CLIPPED_SAMPLES = 3
"""In a row at full scale: a loud vowel may touch it once, a clipped one stays there."""


class Flaw(Enum):
    """Why an utterance cannot be used as a recording."""

    SILENT = auto()
    """The microphone gave nothing but zeros: it is muted."""
    NO_SPEECH = auto()
    """Nobody spoke."""
    EARLY = auto()
    """The speech began before the recording."""
    LONG = auto()
    """The speech did not end."""
    CLIPPED = auto()
    """It was too loud for the microphone."""
    QUIET = auto()
    """It was too quiet."""


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """What a microphone gave while a person was to speak.

    Attributes:
        frames: all of it.
        speech: first and last sound of speech, in seconds from the first frame; None: there is
            none.
        longest: seconds at which speech is cut.
    """

    frames: Frames
    speech: tuple[float, float] | None
    longest: float = float("inf")

    @property
    def flaw(self) -> Flaw | None:
        """Why it cannot be used; None if it can."""
        if not self.frames.any():
            return Flaw.SILENT
        if self.speech is None:
            return Flaw.NO_SPEECH
        start, end = self.speech
        found = {
            Flaw.EARLY: start < LATEST_START,
            Flaw.LONG: end - start >= self.longest - PAD,
            Flaw.CLIPPED: is_clipped(self.frames),
            Flaw.QUIET: speech_level(self.trimmed()) < QUIETEST,
        }
        return next((flaw for flaw, there in found.items() if there), None)

    def trimmed(self) -> Frames:
        """Give the speech with at most PAD seconds before and after it."""
        start, end = self.speech or (0.0, 0.0)
        first = max(round((start - PAD) * SAMPLE_RATE), 0)
        return self.frames[first : round((end + PAD) * SAMPLE_RATE)]


def is_clipped(frames: Frames) -> bool:
    """Tell whether the microphone was too weak for what it heard."""
    full = (np.abs(frames) >= _FULL_SCALE).astype(np.int8)
    in_a_row = np.convolve(full, np.ones(_CLIPPED_SAMPLES, np.int8), "valid")
    return len(frames) >= _CLIPPED_SAMPLES and bool((in_a_row == _CLIPPED_SAMPLES).any())


def levelled(frames: Frames) -> Frames:
    """Bring speech to LEVEL, or as near to it as HIGHEST_PEAK allows; silence stays as it is."""
    level = speech_level(frames)
    peak = float(np.abs(frames).max(initial=0.0))
    if level == float("-inf") or peak == 0.0:
        return frames
    gain = min(10 ** ((LEVEL - level) / 20), 10 ** (HIGHEST_PEAK / 20) / peak)
    return np.asarray(frames * gain, np.float32)
