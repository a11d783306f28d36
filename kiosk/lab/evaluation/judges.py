"""Recognizers as judges of whole recordings: each gives "yes", "no" or "reject"."""

from collections.abc import Callable

from audio.frames import Frames
from audio.recognition.recognizer import Recognizer
from audio.yes_no import YesNoListener
from grammar.intents import Intent

_VERDICTS = {Intent.YES: "yes", Intent.NO: "no"}


class YesNoJudge:
    """The yes/no listener: one decision on the whole clip."""

    name = "yes-no"

    def __init__(self, listener: YesNoListener) -> None:
        self._listener = listener

    def decide(self, frames: Frames) -> str:
        """Give what the clip holds."""
        return self._listener.decide(frames).word or "reject"


class GrammarJudge:
    """A recognizer of words whose hypothesis counts if the grammar takes it for an answer."""

    def __init__(self, recognizer: Recognizer, meaning: Callable[[str], str | None]) -> None:
        self._recognizer = recognizer
        self._meaning = meaning

    @property
    def name(self) -> str:
        """The recognizer's name."""
        return self._recognizer.name

    def decide(self, frames: Frames) -> str:
        """Give what the clip's words mean."""
        self._recognizer.accept(frames)
        intent = self._meaning(self._recognizer.finish().text)
        return next((said for meant, said in _VERDICTS.items() if meant == intent), "reject")
