"""A speech detector that judges no sound twice: sets of recognizers hear the same people."""

from hashlib import blake2b

import numpy as np

from audio.recognizer import Frames
from audio.speech_detector import STEP, SpeechDetector, Step


class RememberingDetector:
    """Gives what a `SpeechDetector` gives; see `audio.turn.Detector`.

    The network is a function of all frames since its reset, so their digest names its decision.
    """

    def __init__(self) -> None:
        self._detector = SpeechDetector()
        self._known: dict[bytes, bool] = {}
        self._rest: Frames = np.zeros(0, np.float32)
        self._heard = b""
        self._skipped: list[Frames] = []

    def accept(self, frames: Frames) -> list[Step]:
        """Give the steps that `frames` complete."""
        frames = np.concatenate([self._rest, frames.astype(np.float32, copy=False)])
        count = len(frames) // STEP
        self._rest = frames[count * STEP :]
        return [self._judged(frames[i * STEP : (i + 1) * STEP]) for i in range(count)]

    def take_rest(self) -> Frames:
        """Give the frames after the last whole step and forget them."""
        rest, self._rest = self._rest, np.zeros(0, np.float32)
        return rest

    def reset(self) -> None:
        """Forget everything heard so far, but not what it was judged to be."""
        self._detector.reset()
        self._rest = np.zeros(0, np.float32)
        self._heard = b""
        self._skipped = []

    def forget(self) -> None:
        """Forget the judgements too."""
        self.reset()
        self._known = {}

    def _judged(self, frames: Frames) -> Step:
        self._heard = blake2b(self._heard + frames.tobytes(), digest_size=16).digest()
        if self._heard not in self._known:
            for skipped in self._skipped:
                self._detector.accept(skipped)
            self._skipped = []
            (step,) = self._detector.accept(frames)
            self._known[self._heard] = step.speech
        else:
            self._skipped.append(frames)
        return Step(frames, self._known[self._heard])
