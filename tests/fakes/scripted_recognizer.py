"""A recognizer for tests and written scenarios: it hears what it was told, in audio time."""

from collections.abc import Sequence
from dataclasses import dataclass

from audio.frames import SAMPLE_RATE, Frames
from audio.recognition.recognizer import Hypothesis, Role, Word


@dataclass(frozen=True, slots=True)
class Line:
    """What an utterance is heard as: words, each known to the recognizer from its end on."""

    words: tuple[Word, ...] = ()
    alternatives: tuple[str, ...] = ()

    @classmethod
    def said(cls, text: str, start: float = 0.3, seconds_a_word: float = 0.4) -> "Line":
        """Give a line whose words follow one another without a gap."""
        return cls(
            tuple(
                Word(word, start + i * seconds_a_word, start + (i + 1) * seconds_a_word)
                for i, word in enumerate(text.split())
            )
        )


class ScriptedRecognizer:
    """Hears the script's lines, one an utterance, and nothing after the last.

    An utterance that was given no frames, or was reset, uses up no line.
    """

    role = Role.PHRASES

    def __init__(self, script: Sequence[Line | str], name: str = "vosk") -> None:
        """Take the script; plain text is spoken by `Line.said`."""
        self._lines = [Line.said(line) if isinstance(line, str) else line for line in script]
        self.name = name
        self._frames = 0

    @property
    def seconds(self) -> float:
        """How much of the utterance under way it was given."""
        return self._frames / SAMPLE_RATE

    def accept(self, frames: Frames) -> str:
        """Give the words that have ended by now."""
        self._frames += len(frames)
        if not self._lines:
            return ""
        return " ".join(word.text for word in self._lines[0].words if word.end <= self.seconds)

    def finish(self) -> Hypothesis:
        """Give the line, whatever was given of its sound."""
        heard = self._frames > 0
        self.reset()
        if not heard or not self._lines:
            return Hypothesis(self.name)
        line = self._lines.pop(0)
        return Hypothesis(self.name, line.words, line.alternatives)

    def reset(self) -> None:
        """Begin the utterance again."""
        self._frames = 0

    def forget(self) -> None:
        """Forget the utterance; it adapts to nobody."""
        self.reset()
