"""The free reading: what was said, whatever it was."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from audio.moonshine.network import Network, Sound
from audio.moonshine.pieces import END


@dataclass(frozen=True, slots=True)
class Reading:
    """Pieces of words, and how likely they are after the sound.

    Attributes:
        pieces: their numbers, without the end.
        log_probability: of all of them and the end together.
        ended: the network ended it; else it was cut at the limit.
    """

    pieces: tuple[int, ...]
    log_probability: float
    ended: bool

    @property
    def mean(self) -> float:
        """Log probability a piece, the end counted."""
        return self.log_probability / (len(self.pieces) + 1)


def read_freely(
    network: Network, sound: Sound, most: int, abandoned: Callable[[], bool] = lambda: False
) -> Reading:
    """Take the likeliest piece at each step, at most `most` of them, or until `abandoned()`."""
    pieces: list[int] = []
    total = 0.0
    step = sound.first
    while True:
        piece = int(step.log_probabilities[0].argmax())
        if piece != END and (len(pieces) == most or abandoned()):
            return Reading(tuple(pieces), total, ended=False)
        total += float(step.log_probabilities[0, piece])
        if piece == END:
            return Reading(tuple(pieces), total, ended=True)
        pieces.append(piece)
        step = network.go_on(sound, step.past, np.array([piece], np.int64))
