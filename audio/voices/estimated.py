"""A voice without sound: silence as long as the words would take, for runs that need only time."""

import numpy as np

from audio.frames import SAMPLE_RATE, Frames


class EstimatedVoice:
    """Gives silence that lasts as long as a voice would speak."""

    def speak(self, text: str, words_per_minute: int) -> Frames:
        """Give silence of the length that `text` has at this rate."""
        seconds = max(len(text.split()), 1) * 60 / words_per_minute
        return np.zeros(round(seconds * SAMPLE_RATE), dtype=np.float32)
