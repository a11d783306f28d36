"""The protocol of every recognizer: it takes frames of one utterance and returns their words.

Audio is mono float32 in [-1, 1] at 16,000 Hz. Times are seconds from the utterance's first frame.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol, runtime_checkable

from audio.frames import Frames


@dataclass(frozen=True, slots=True)
class Word:
    """One recognized word with its place in the utterance, in seconds."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an allowed phrase fits what was said; never a measure of safety.

    Attributes:
        text: the phrase.
        relative: its log probability minus that of the free reading: about 0 for what was said.
        own: its log probability: low in noise, whatever it is compared with.
    """

    text: str
    relative: float
    own: float


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What one recognizer makes of one utterance.

    Attributes:
        recognizer: name of the recognizer that says so.
        words: best reading, empty when it heard no words it knows. Of a recognizer held to phrases,
            a whole phrase that passed its gates, or nothing.
        alternatives: other readings as plain text, best first.
        free: what was said, read freely, in lower case; empty from one that cannot, and for sound
            that is no speech. May be nonsense.
        fits: the allowed phrases that fit best, best first, whether they passed the gates or not.
    """

    recognizer: str
    words: tuple[Word, ...] = ()
    alternatives: tuple[str, ...] = ()
    free: str = ""
    fits: tuple[Fit, ...] = ()

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
    """They come at a pause, beside another's PHRASES; only a complete phrase among them counts."""


class Recognizer(Protocol):
    """Hears one utterance at a time."""

    @property
    def name(self) -> str:
        """Short name: "vosk", "moonshine", "yes-no"."""
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


@runtime_checkable
class ReadsAtPauses(Protocol):
    """What a recognizer has besides that reads the utterance at each pause, not while it comes."""

    def pause(self) -> None:
        """The speaker pauses: begin to read what was heard so far."""
        ...

    def go_on(self) -> None:
        """The speaker goes on: what was read does not hold any more."""
        ...

    def reading(self) -> str | None:
        """Give the words read since the last pause; None while they are being read.

        Raises:
            ModelError: it can no longer recognize.
        """
        ...


@runtime_checkable
class LacksWords(Protocol):
    """A recognizer whose model may lack words; it hears no phrase with one of them."""

    @property
    def lacking(self) -> tuple[str, ...]:
        """The words of the phrases that it does not know."""
        ...
