"""Reads one utterance both ways, and decides whether an allowed phrase was said."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from audio.frames import SAMPLE_RATE, Frames
from audio.moonshine.files import read_files
from audio.moonshine.free import Reading, read_freely
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

LEAST_RELATIVE = -1.0
"""Least log probability of a phrase relative to the free reading."""

LEAST_OWN = -4.0
"""Least log probability of a phrase."""

SHORTEST = 0.1
"""Seconds: less sound holds no word, and the encoder needs some."""

LONGEST = 13.0
"""Seconds: a turn is ended before (`audio.recognition.endpointing`), and longer sound holds no
phrase."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What was made of an utterance.

    Attributes:
        phrase: the allowed phrase that was said; "" for none.
        near: other allowed phrases that may have been said.
        free: what was said, whatever it was; "" for sound that is no speech.
        fits: allowed phrases, best first.
    """

    phrase: str = ""
    near: tuple[str, ...] = ()
    free: str = ""
    fits: tuple[Fit, ...] = ()


class Reader:
    """The model and the phrases; used by one thread at a time."""

    def __init__(self, phrases: Collection[str], folder: Path | None = None) -> None:
        """Load the model; takes half a second.

        Raises:
            ModelError: a file of the model is missing or damaged.
        """
        files = read_files(folder)
        self._pieces = Pieces(files.tokenizer)
        self._network = Network(files)
        self._held = HeldReader(self._network, self._pieces, phrases)

    def read(self, frames: Frames, abandoned: Callable[[], bool] = lambda: False) -> Understood:
        """Read one utterance with some silence around it, or give up once `abandoned()`."""
        seconds = len(frames) / SAMPLE_RATE
        if not SHORTEST <= seconds <= LONGEST or not frames.any():
            return Understood()
        sound = self._network.hear(frames)
        most = round(PIECES_A_SECOND * seconds) + MOST_MORE
        free = read_freely(self._network, sound, most, abandoned)
        held = self._held.read(sound, most + PHRASE_MORE, free.log_probability, abandoned)
        fits = tuple(
            Fit(each.phrase, each.log_probability - free.log_probability, each.log_probability)
            for each in held
        )
        phrase = next((fit.text for fit in fits if _was_said(fit)), "")
        return Understood(phrase, (), self._words(free), fits)

    def _words(self, free: Reading) -> str:
        return self._pieces.text(free.pieces)


def _was_said(fit: Fit) -> bool:
    return fit.relative >= LEAST_RELATIVE and fit.own >= LEAST_OWN
