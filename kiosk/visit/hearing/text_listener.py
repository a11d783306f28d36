"""The listener of a kiosk without sound: it takes an utterance as words, as if recognized."""

from collections.abc import Callable

from audio.frames import Frames
from grammar.grammar import Grammar
from kiosk.visit.dialogue.actions import Listen
from kiosk.visit.dialogue.events import Event, Heard, Reading

NAME = "text"
"""Recognizer named in the readings."""


class TextHearing:
    """Hears words only."""

    def __init__(
        self, grammar: Grammar, overheard: Callable[[str, str], None] | None = None
    ) -> None:
        """Take the grammar that says what words mean; `overheard` as in `Hearing`."""
        self._grammar = grammar
        self._overheard = overheard
        self._open = False

    @property
    def open(self) -> bool:
        """A window is open."""
        return self._open

    def listen(self, window: Listen) -> None:
        """Open a window."""
        del window
        self._open = True

    def stop(self) -> None:
        """Close the window."""
        self._open = False

    def own_words(self, sentence: str) -> None:
        """Hear nothing of the kiosk's own."""
        del sentence

    def accept(self, frames: Frames) -> list[Event]:
        """Hear nothing in frames."""
        del frames
        return []

    def forget(self) -> None:
        """Close the window; nothing is kept."""
        self._open = False

    def hear(self, words: str) -> Heard:
        """End an utterance that was these words; it was the window's only one."""
        self._open = False
        if self._overheard is not None:
            self._overheard(NAME, words)
        return Heard((Reading(NAME, self._grammar.meaning(words), self._grammar.mentions(words)),))
