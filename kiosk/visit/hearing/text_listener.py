"""The listener of a kiosk without sound: it takes an utterance as words, as if recognized."""

from collections.abc import Callable

from audio.frames import Frames
from audio.recognition.recognizer import Hypothesis, Word
from grammar.grammar import Grammar
from grammar.understanding import Understanding
from kiosk.visit.dialogue.actions import Listen
from kiosk.visit.dialogue.events import Event, Heard
from kiosk.visit.hearing.readings import Reader, named

NAME = "text"
"""Recognizer named in the readings."""


class TextHearing:
    """Hears words only, a whole phrase as a phrase and any others as open words."""

    def __init__(
        self,
        grammar: Grammar,
        overheard: Callable[[str, str], None] | None = None,
        understanding: Understanding | None = None,
    ) -> None:
        """Say what words mean by these; `overheard` as in `Hearing`."""
        self._grammar = grammar
        self._reader = Reader(grammar, understanding or Understanding(grammar))
        self._overheard = overheard
        self._open = False

    @property
    def open(self) -> bool:
        """A window is open."""
        return self._open

    @property
    def speaking(self) -> bool:
        """Words come whole."""
        return False

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
        is_phrase = self._grammar.meaning(words) is not None
        if self._overheard is not None:
            self._overheard(named(NAME, is_open=not is_phrase), words)
        heard = tuple(Word(word, 0.0, 0.0) for word in words.split()) if is_phrase else ()
        return Heard(self._reader.read(Hypothesis(NAME, heard, free=words), ()))
