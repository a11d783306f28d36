"""Reads one utterance both ways, and decides whether an allowed phrase was said."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from audio.frames import SAMPLE_RATE, Frames
from audio.moonshine.files import installed_folder, read_files
from audio.moonshine.free import read_freely
from audio.moonshine.gates import (
    OPPOSITES,
    Look,
    Meaning,
    is_speech,
    is_vague,
    phrase_said,
    phrases_near,
    with_opposites,
)
from audio.moonshine.held import HeldReader
from audio.moonshine.network import Network
from audio.moonshine.pieces import Pieces
from audio.recognition.recognizer import Fit

PIECES_A_SECOND = 6.5
"""Pieces of words that are said in a second at most; with more it repeats itself in noise."""

MOST_MORE = 2
"""Pieces besides: the full stop, and a short word said fast."""

PHRASE_MORE = 6
"""Pieces that a phrase may have besides: nothing can be repeated without end there."""

SHORTEST = 0.1
"""Seconds: less sound holds no word, and the encoder needs some."""

LONGEST = 13.0
"""Seconds: a turn is ended before (`audio.recognition.endpointing`), and longer sound holds no
phrase."""

LOOK_TWICE = 2.0
"""Seconds: shorter sound is read twice where no phrase is clear, and three times where a vague one
fits best: short words lack context."""

_SECOND = (0.2, 0.35)
_THIRD = (0.3, 0.1)
"""Seconds of silence before and after the sound at other looks: the same word further from the
sound's ends."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What was made of an utterance.

    Attributes:
        phrase: the allowed phrase that was said; "" for none.
        near: phrases that may have been said, best first, where none was.
        free: what was said, whatever it was; "" for sound that is no speech.
        fits: allowed phrases, best first.
    """

    phrase: str = ""
    near: tuple[str, ...] = ()
    free: str = ""
    fits: tuple[Fit, ...] = ()


class Reader:
    """The model and the phrases; used by one thread at a time."""

    def __init__(
        self, phrases: Collection[str], meaning: Meaning, folder: Path | None = None
    ) -> None:
        """Load the model; takes half a second.

        Args:
            phrases: those that are allowed.
            meaning: gives what a phrase means: two that mean the same do not contradict each other.
            folder: holds the model's files; None for those that pip installed.

        Raises:
            ModelError: a file of the model is missing or damaged.
        """
        self._pieces, self._network = _model(folder or installed_folder())
        self._meaning = meaning
        self._held = HeldReader(self._network, self._pieces, phrases)
        opposites = set(OPPOSITES).intersection(phrases)
        self._opposite = HeldReader(self._network, self._pieces, opposites)

    def read(self, frames: Frames, abandoned: Callable[[], bool] = lambda: False) -> Understood:
        """Read one utterance with some silence around it, or give up once `abandoned()`."""
        seconds = len(frames) / SAMPLE_RATE
        if not SHORTEST <= seconds <= LONGEST or not frames.any():
            return Understood()
        looks = [self._look(frames, abandoned)]
        if seconds <= LOOK_TWICE and not (looks[0].clear or abandoned()):
            looks.append(self._look(_with_silence(frames, *_SECOND), abandoned))
            if any(is_vague(look.held) for look in looks) and not abandoned():
                looks.append(self._look(_with_silence(frames, *_THIRD), abandoned))
        first, said = looks[0], phrase_said(looks, self._meaning)
        near = () if said else phrases_near(looks)
        fits = tuple(Fit(h.phrase, first.relative(h), h.log_probability) for h in first.held)
        return Understood(said, near, first.text if is_speech(first, said) else "", fits)

    def _look(self, frames: Frames, abandoned: Callable[[], bool]) -> Look:
        sound = self._network.hear(frames)
        most = round(PIECES_A_SECOND * len(frames) / SAMPLE_RATE) + MOST_MORE
        free = read_freely(self._network, sound, most, abandoned)
        most += PHRASE_MORE
        held = self._held.read(sound, most, free.log_probability, abandoned)
        if is_vague(held):
            held = with_opposites(
                held, self._opposite.read(sound, most, free.log_probability, abandoned)
            )
        return Look(free, held, self._pieces.text(free.pieces))


def _with_silence(frames: Frames, before: float, after: float) -> Frames:
    """Give the frames with so many seconds of silence around them."""
    return np.pad(frames, (round(before * SAMPLE_RATE), round(after * SAMPLE_RATE)))


@lru_cache(1)
def _model(folder: Path | None) -> tuple[Pieces, Network]:
    """Load the model once a process: it keeps nothing of what it reads."""
    files = read_files(folder)
    return Pieces(files.tokenizer), Network(files)
