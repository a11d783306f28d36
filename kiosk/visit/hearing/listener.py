"""Listens for one utterance at a time, and finds what each recognizer's words mean."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Protocol

from audio.errors import ModelError
from audio.frames import SAMPLE_RATE, Frames
from audio.recognition.endpointing import Completeness, TurnRules
from audio.recognition.recognizer import Hypothesis, Recognizer, Role
from audio.recognition.turn import Detector, ListeningWindow, SpeechBegan, Utterance
from grammar.grammar import Grammar
from grammar.intents import Intent
from kiosk.visit.dialogue import events
from kiosk.visit.dialogue.actions import Listen
from kiosk.visit.hearing.own_words import OwnWords


class AdaptiveRecognizer(Recognizer, Protocol):
    """Adapts to its microphone, from one visitor to the next."""

    def unlearn(self) -> None:
        """Return to the state after loading."""
        ...


@dataclass(frozen=True, slots=True)
class Recognizers:
    """The available recognizers, and which of them serve a window.

    Attributes:
        yes_no: hears yes and no; serves every window where one of them counts.
        vosk: hears every phrase of the grammar; serves every window.
        sphinx: proposes topics and sections where they count; left out beside Vosk.
        detector: tells speech from other sound; None makes a new one for each window.
    """

    yes_no: Recognizer | None = None
    vosk: Recognizer | None = None
    sphinx: AdaptiveRecognizer | None = None
    detector: Detector | None = None

    def serving(self, window: Listen) -> tuple[Recognizer, ...]:
        """Give those that listen in `window`."""
        answers = window.answer or bool({Intent.YES, Intent.NO} & window.expects)
        names = any(intent.startswith(("topic.", "section.")) for intent in window.expects)
        chosen = (
            self.yes_no if answers else None,
            self.vosk,
            self.sphinx if names and self.vosk is None else None,
        )
        return tuple(recognizer for recognizer in chosen if recognizer is not None)

    def forget(self) -> None:
        """Forget the speaker."""
        for recognizer in (self.yes_no, self.vosk, self.sphinx):
            if recognizer is not None:
                recognizer.forget()

    def unlearn(self) -> None:
        """Return to the state after loading: forget the microphone too."""
        self.forget()
        if self.sphinx is not None:
            self.sphinx.unlearn()


class Hearing:
    """Performs `Listen` and `StopListening`; gives `SpeechBegan`, `Heard` and `NamesLost`."""

    def __init__(
        self,
        recognizers: Recognizers | Future[Recognizers],
        grammar: Grammar,
        report: Callable[[str], None] = lambda _: None,
        overheard: Callable[[str, str], None] | None = None,
    ) -> None:
        """Listen with these recognizers.

        Args:
            recognizers: a future while they are still being loaded; until then, or if that fails,
                nothing is heard. The caller that loads them reports a failure.
            grammar: says what words mean.
            report: gets the reason why Vosk has ended for good, and what to do.
            overheard: gets each recognizer's name and words as an utterance ends. The service sets
                none: words go no further than their meaning.
        """
        self._recognizers = recognizers
        self._grammar = grammar
        self._report = report
        self._overheard = overheard
        self._window: Listen | None = None
        self._turn: ListeningWindow | None = None
        self._turn_began = 0.0
        self._heard_seconds = 0.0
        self._own = OwnWords(grammar)

    @property
    def open(self) -> bool:
        """Whether a window is open."""
        return self._window is not None

    @property
    def ready(self) -> bool:
        """Whether the recognizers are loaded."""
        return isinstance(self._recognizers, Recognizers) or self._recognizers.done()

    def listen(self, window: Listen) -> None:
        """Open a window for one utterance; replaces an open one."""
        self._window = window
        self._turn = None

    def stop(self) -> None:
        """Close the window and drop what was being said."""
        self._window = None
        self._turn = None

    def forget(self) -> None:
        """Drop everything heard so far: the visit is over."""
        self.stop()
        self._own.forget()
        ready = self._ready()
        if ready is not None:
            ready.forget()

    def own_words(self, sentence: str) -> None:
        """The kiosk begins to say `sentence`: its words do not count in a window over speech."""
        self._own.say(self._heard_seconds, sentence)

    def accept(self, frames: Frames) -> list[events.Event]:
        """Take frames of the open window; give what they brought."""
        ready, window, began = self._ready(), self._window, self._heard_seconds
        self._heard_seconds += len(frames) / SAMPLE_RATE
        if ready is None or window is None:
            return []
        try:
            if self._turn is None:
                self._turn, self._turn_began = self._new_turn(ready, window), began
            heard = self._turn.accept(frames)
        except ModelError as error:
            return self._without_vosk(ready, error)
        happened: list[events.Event] = []
        for event in heard:
            match event:
                case SpeechBegan():
                    happened.append(events.SpeechBegan())
                case Utterance():
                    self.stop()
                    own = self._own_intents(event) if window.over_speech else frozenset()
                    readings = tuple(
                        self._read(hypothesis, recognizer.role, window, own)
                        for hypothesis, recognizer in zip(
                            event.hypotheses, ready.serving(window), strict=True
                        )
                    )
                    happened.append(events.Heard(readings, event.clear_db, window.over_speech))
        return happened

    def _without_vosk(self, ready: Recognizers, error: ModelError) -> list[events.Event]:
        """Go on with the others; the window stays open and is heard by them from here on."""
        if ready.vosk is None or ready.yes_no is None:
            raise error
        self._report(str(error))
        self._recognizers = replace(ready, vosk=None)
        self._turn = None
        return [events.NamesLost()]

    def _ready(self) -> Recognizers | None:
        if isinstance(self._recognizers, Recognizers):
            return self._recognizers
        if not self._recognizers.done() or self._recognizers.exception() is not None:
            return None
        self._recognizers = self._recognizers.result()
        return self._recognizers

    def _new_turn(self, ready: Recognizers, window: Listen) -> ListeningWindow:
        return ListeningWindow(
            ready.serving(window),
            self._gauge(window),
            TurnRules().slowed(window.patience),
            ready.detector,
        )

    def _gauge(self, window: Listen) -> Callable[[str], Completeness]:
        def gauge(words: str) -> Completeness:
            if window.careful and self._grammar.meaning(words) == Intent.NO:
                return Completeness.CAREFUL
            return Completeness.of(*self._grammar.extent(words, window.expects))

        return gauge

    def _own_intents(self, utterance: Utterance) -> frozenset[str]:
        began = self._turn_began
        return self._own.between(began + utterance.start, began + utterance.end)

    def _read(
        self, hypothesis: Hypothesis, role: Role, window: Listen, own: frozenset[str]
    ) -> events.Reading:
        proposed = role is Role.PROPOSALS
        if not hypothesis.words:
            return events.Reading(hypothesis.recognizer, None)
        if self._overheard is not None:
            self._overheard(hypothesis.recognizer, hypothesis.text)
        intent = self._grammar.meaning(hypothesis.text)
        mentions = self._grammar.mentions(hypothesis.text)
        meanings = map(self._grammar.meaning, hypothesis.alternatives if intent is None else ())
        others = tuple(dict.fromkeys(m for m in meanings if m in window.expects and m not in own))
        intent = None if intent in own else intent
        if proposed:
            meant = () if intent is None else (intent,)
            return events.Reading(hypothesis.recognizer, None, alternatives=meant)
        return events.Reading(hypothesis.recognizer, intent, mentions - own, others)
