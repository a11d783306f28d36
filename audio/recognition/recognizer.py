"""The protocol of every recognizer: it takes frames of one utterance and returns their words.

Audio is mono float32 in [-1, 1] at 16,000 Hz. Times are seconds from the utterance's first frame.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from audio.frames import Frames


@dataclass(frozen=True, slots=True)
class Word:
    """One recognized word with its place in the utterance, in seconds."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What one recognizer makes of one utterance.

    Attributes:
        recognizer: name of the recognizer that says so.
        words: best reading, empty when it heard no words it knows.
        alternatives: other readings as plain text, best first.
    """

    recognizer: str
    words: tuple[Word, ...] = ()
    alternatives: tuple[str, ...] = ()
    free: str = ""

    @property
    def text(self) -> str:
        """The words joined by single spaces."""
        return " ".join(word.text for word in self.words)


class Role(Enum):
    """What a recognizer's words are good for."""

    PHRASES = auto()
    """They come while they are spoken, and tell how complete the utterance is."""
    ANSWERS = auto()
    """They come only after the silence behind them, and are final."""
    OPEN = auto()
    """They are read freely beside another recognizer's phrases, and do not tell how complete the
    utterance is."""


class Recognizer(Protocol):
    """Hears one utterance at a time."""

    @property
    def name(self) -> str:
        """Short name: "vosk", "yes-no", "moonshine"."""
        ...

    @property
    def role(self) -> Role:
        """What its words are good for."""
        ...

    def accept(self, frames: Frames) -> str:
        """Take the next frames of the utterance; give the words so far (may be empty)."""
        ...

    def finish(self) -> Hypothesis:
        """End the utterance and return its hypothesis; then the recognizer is ready again."""
        ...

    def reset(self) -> None:
        """Forget the utterance so far; raises ModelError if it can no longer recognize."""
        ...

    def forget(self) -> None:
        """Forget the speaker too: one visitor must not influence how the next one is heard."""
        ...
