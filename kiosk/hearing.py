"""Listens for one utterance at a time, and says what each recognizer's words mean."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from audio.endpointing import Completeness, TurnRules
from audio.recognizer import SAMPLE_RATE, Frames, Hypothesis, Recognizer
from audio.turn import Detector, SpeechBegan, Turn, Utterance
from grammar.grammar import Grammar
from grammar.intents import Intent
from kiosk import events
from kiosk.actions import Listen
from kiosk.own_words import OwnWords


@dataclass(frozen=True, slots=True)
class Recognizers:
    """The recognizers there are, and which of them serve a window.

    Attributes:
        yes_no: hears yes and no; serves every window where one of them counts.
        vosk: hears every phrase of the grammar; serves every window.
        sphinx: proposes topics and sections where they count; left out beside Vosk.
        detector: tells speech from other sound; None makes a new one for each window.
    """

    yes_no: Recognizer | None = None
    vosk: Recognizer | None = None
    sphinx: Recognizer | None = None
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


class Hearing:
    """Does `Listen` and `StopListening`; gives `SpeechBegan` and `Heard`."""

    def __init__(self, recognizers: Recognizers | Future[Recognizers], grammar: Grammar) -> None:
        """Listen with these recognizers.

        Args:
            recognizers: a future while they are still being loaded; until then nothing is heard,
                and an error of the loading is raised by the first `accept` after it.
            grammar: says what words mean.
        """
        self._recognizers = recognizers
        self._grammar = grammar
        self._window: Listen | None = None
        self._turn: Turn | None = None
        self._turn_began = 0.0
        self._heard_seconds = 0.0
        self._own = OwnWords(grammar)

    @property
    def open(self) -> bool:
        """A window is open."""
        return self._window is not None

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
            for recognizer in (ready.yes_no, ready.vosk, ready.sphinx):
                if recognizer is not None:
                    recognizer.forget()

    def own_words(self, sentence: str) -> None:
        """The kiosk begins to say `sentence`: its words do not count in a window over speech."""
        self._own.say(self._heard_seconds, sentence)

    def accept(self, frames: Frames) -> list[events.Event]:
        """Take frames of the open window; give what they brought."""
        turn = self._turn or self._open_turn()
        self._heard_seconds += len(frames) / SAMPLE_RATE
        happened: list[events.Event] = []
        for event in turn.accept(frames) if turn is not None else ():
            match event:
                case SpeechBegan():
                    happened.append(events.SpeechBegan())
                case Utterance():
                    over_speech = self._window is not None and self._window.over_speech
                    self.stop()
                    own = self._own_intents(event) if over_speech else frozenset()
                    readings = tuple(self._read(h, own) for h in event.hypotheses)
                    happened.append(events.Heard(readings, event.clear_db, over_speech))
        return happened

    def _ready(self) -> Recognizers | None:
        if isinstance(self._recognizers, Recognizers):
            return self._recognizers
        if not self._recognizers.done():
            return None
        self._recognizers = self._recognizers.result()
        return self._recognizers

    def _open_turn(self) -> Turn | None:
        ready = self._ready()
        if self._window is None or ready is None:
            return None
        self._turn_began = self._heard_seconds
        self._turn = Turn(
            ready.serving(self._window),
            self._gauge(self._window),
            TurnRules().slowed(self._window.patience),
            ready.detector,
        )
        return self._turn

    def _gauge(self, window: Listen) -> Callable[[str], Completeness]:
        def gauge(words: str) -> Completeness:
            if window.careful and self._grammar.meaning(words) == Intent.NO:
                return Completeness.CAREFUL
            return Completeness[self._grammar.completeness(words, window.expects).name]

        return gauge

    def _own_intents(self, utterance: Utterance) -> frozenset[str]:
        began = self._turn_began
        return self._own.between(began + utterance.start, began + utterance.end)

    def _read(self, hypothesis: Hypothesis, own: frozenset[str]) -> events.Reading:
        intent = self._grammar.meaning(hypothesis.text) if hypothesis.words else None
        mentions = self._grammar.mentions(hypothesis.text) if hypothesis.words else frozenset()
        return events.Reading(
            hypothesis.recognizer, None if intent in own else intent, mentions - own
        )
