"""The recognizers by their roles: who hears phrases, who reads open words, who hears answers."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from audio.errors import ModelError
from audio.recognition.recognizer import LacksWords, Recognizer, Role
from audio.recognition.turn import Detector
from grammar.intents import Intent
from kiosk.visit.dialogue.actions import Listen

if TYPE_CHECKING:
    from grammar.understanding import Understanding


class OpenRecognizer(Recognizer, Protocol):
    """Reads whatever is said, and can hear phrases as well."""

    def with_role(self, role: Role) -> Recognizer:
        """Give the same recognizer in another role."""
        ...


@dataclass(frozen=True, slots=True)
class Recognizers:
    """The available recognizers, and which of them serve a window.

    Attributes:
        answers: hears yes and no; serves every window where one of them counts.
        phrases: hears every phrase of the grammar; serves every window. Some of these also read
            open words.
        open_words: reads whatever is said, beside one that only hears phrases; serves every window.
        detector: tells speech from other sound; None makes a new one for each window.
        understanding: says what words mean that are no phrase; None: the grammar alone.
    """

    answers: Recognizer | None = None
    phrases: Recognizer | None = None
    open_words: OpenRecognizer | None = None
    detector: Detector | None = None
    understanding: "Understanding | None" = None

    @property
    def every(self) -> tuple[Recognizer, ...]:
        """All that there are."""
        chosen = (self.answers, self.phrases, self.open_words)
        return tuple(recognizer for recognizer in chosen if recognizer is not None)

    @property
    def unheard(self) -> tuple[str, ...]:
        """Words that no recognizer knows: a phrase with one of them cannot be heard."""
        if self.open_words is None and isinstance(self.phrases, LacksWords):
            return self.phrases.lacking
        return ()

    def serving(self, window: Listen) -> tuple[Recognizer, ...]:
        """Give those that listen in `window`."""
        answers = window.answer or bool({Intent.YES, Intent.NO} & window.expects)
        return self.every if answers else replace(self, answers=None).every

    def forget(self) -> None:
        """Forget the speaker."""
        for recognizer in self.every:
            recognizer.forget()

    def working(self) -> "Recognizers":
        """Give those that can still recognize.

        Where the one that hears phrases cannot, the one that reads open words does that too.
        """
        answers = self.answers if _works(self.answers) else None
        phrases = self.phrases if _works(self.phrases) else None
        open_words = self.open_words if _works(self.open_words) else None
        if phrases is None and open_words is not None:
            phrases, open_words = open_words.with_role(Role.PHRASES), None
        return replace(self, answers=answers, phrases=phrases, open_words=open_words)


def _works(recognizer: Recognizer | None) -> bool:
    if recognizer is None:
        return False
    try:
        recognizer.reset()
    except ModelError:
        return False
    return True
