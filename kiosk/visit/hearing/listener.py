"""Listens for one utterance at a time, and finds what each recognizer's words mean."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import cache
from math import inf
from typing import TYPE_CHECKING

from audio.errors import ModelError
from audio.frames import SAMPLE_RATE, Frames
from audio.recognition.clearness import NOISE_NEARER, above_bystander
from audio.recognition.endpointing import Completeness, TurnRules
from audio.recognition.recognizer import Hypothesis
from audio.recognition.turn import Agreed, ListeningWindow, SpeechBegan, Utterance
from grammar.grammar import Grammar
from grammar.intents import Intent
from kiosk.visit.dialogue import events
from kiosk.visit.dialogue.actions import Listen
from kiosk.visit.hearing.own_words import OwnWords
from kiosk.visit.hearing.readings import SILENT, Reader, named
from kiosk.visit.hearing.recognizers import Recognizers

if TYPE_CHECKING:
    from grammar.understanding import Understanding


class Hearing:
    """Performs `Listen` and `StopListening`.

    Gives `SpeechBegan`, `Agreed`, `Heard` and `NamesLost`.
    """

    def __init__(
        self,
        recognizers: Recognizers | Future[Recognizers],
        grammar: Grammar | Future[Grammar],
        report: Callable[[str], None] = lambda _: None,
        overheard: Callable[[str, str], None] | None = None,
        meanwhile: Future[Recognizers] | None = None,
        *,
        watched: Callable[[Frames], None] = lambda _: None,
    ) -> None:
        """Listen with these recognizers.

        Args:
            recognizers: a future while they are still being loaded. The caller that loads them
                reports a failure.
            grammar: says what phrases mean; a future that is done before any recognizer is loaded.
            report: gets the reason why a recognizer has ended for good, and what to do.
            overheard: gets each recognizer's name and words as an utterance ends. The service sets
                none: words go no further than their meaning.
            meanwhile: those that listen until all are loaded; None: nothing is heard until then.
            watched: gets the frames of each open window.
        """
        self._watched = watched
        self._recognizers = recognizers
        self._meanwhile = meanwhile
        self._phrases = grammar
        self._report = report
        self._overheard = overheard
        self._window: Listen | None = None
        self._turn: ListeningWindow | None = None
        self._turn_began = 0.0
        self._speaking = False
        self._heard_seconds = 0.0
        self._own = OwnWords()
        self._voice_db: float | None = None

    @property
    def _grammar(self) -> Grammar:
        return self._phrases if isinstance(self._phrases, Grammar) else self._phrases.result()

    @property
    def open(self) -> bool:
        """Whether a window is open, and some recognizer is loaded that hears what is said in it."""
        return self._window is not None and self._loaded is not None

    @property
    def speaking(self) -> bool:
        """Whether somebody is speaking in it: its utterance has begun."""
        return self._speaking

    @property
    def ready(self) -> bool:
        """Whether the recognizers are loaded."""
        return isinstance(self._recognizers, Recognizers) or self._recognizers.done()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the recognizers that can listen now; any thread may ask."""
        loaded = self._loaded or Recognizers()
        return tuple(recognizer.name for recognizer in loaded.every)

    @property
    def _loaded(self) -> Recognizers | None:
        now = self._recognizers  # once: another thread may ask while they are being replaced
        if isinstance(now, Recognizers):
            return now
        return _result(now) or _result(self._meanwhile)

    def listen(self, window: Listen) -> None:
        """Open a window for one utterance; replaces an open one."""
        self._window = window
        self._end_turn()

    def stop(self) -> None:
        """Close the window and drop what was being said."""
        self._window = None
        self._end_turn()

    def forget(self) -> None:
        """Drop everything heard so far: the visit is over."""
        self.stop()
        self._own.forget()
        self._voice_db = None
        ready = self._ready()
        if ready is not None:
            ready.forget()

    def own_words(self, sentence: str) -> None:
        """The kiosk begins to say `sentence`: its words do not count in a window over speech."""
        self._own.say(self._heard_seconds, sentence)

    def accept(self, frames: Frames) -> list[events.Event]:
        """Take frames of the open window; give what they brought."""
        self._watched(frames)
        ready, window, began = self._ready(), self._window, self._heard_seconds
        self._heard_seconds += len(frames) / SAMPLE_RATE
        if ready is None or window is None:
            return []
        try:
            if self._turn is None:
                self._turn, self._turn_began = self._new_turn(ready, window), began
            heard = self._turn.accept(frames)
        except ModelError as error:
            return self._without_the_failed(ready, error)
        happened: list[events.Event] = []
        for event in heard:
            match event:
                case SpeechBegan():
                    self._speaking = True
                    happened.append(events.SpeechBegan())
                case Agreed():
                    happened.append(events.Agreed())
                case Utterance():
                    self.stop()
                    happened.append(self._heard(event, ready, window))
        return happened

    def _heard(self, utterance: Utterance, ready: Recognizers, window: Listen) -> events.Heard:
        began = self._turn_began
        sounding = (
            self._own.between(began + utterance.start, began + utterance.end, self._grammar)
            if window.over_speech
            else SILENT
        )
        reader = Reader(self._grammar, ready.understanding)
        readings: list[events.Reading] = []
        for hypothesis in utterance.hypotheses:
            readings += reader.read(hypothesis, window.expects, sounding, asked=window.answer)
            self._tell(hypothesis)
        near_db = above_bystander(utterance.loudness_db, self._voice_db)
        may_be_nearer = 0.0 if window.over_speech else NOISE_NEARER
        clear_db = min(utterance.clear_db + may_be_nearer, near_db)
        if _shows_voice(readings, window):
            heard_before = -inf if self._voice_db is None else self._voice_db
            self._voice_db = max(utterance.loudness_db, heard_before)
        return events.Heard(tuple(readings), clear_db, window.over_speech)

    def _tell(self, hypothesis: Hypothesis) -> None:
        if self._overheard is None:
            return
        for words, is_open in ((hypothesis.text, False), (hypothesis.free, True)):
            if words:
                self._overheard(named(hypothesis.recognizer, is_open=is_open), words)

    def _without_the_failed(self, ready: Recognizers, error: ModelError) -> list[events.Event]:
        """Go on with the others; the window stays open and is heard by them from here on.

        Raises:
            ModelError: there are no others, or none has failed for good.
        """
        left = ready.working()
        if not left.every or left.every == ready.every:
            raise error
        self._report(str(error))
        self._recognizers = left
        self._end_turn()
        lost = ready.phrases is not None and left.phrases is None
        return [events.NamesLost()] if lost else []

    def _end_turn(self) -> None:
        self._turn = None
        self._speaking = False

    def _ready(self) -> Recognizers | None:
        """Give the recognizers that listen now; a change waits until a person has finished."""
        if isinstance(self._recognizers, Recognizers):
            return self._recognizers
        loaded = _result(self._recognizers)
        if loaded is not None and not self._speaking:
            self._recognizers = loaded
            self._end_turn()
            return loaded
        return _result(self._meanwhile)

    def _new_turn(self, ready: Recognizers, window: Listen) -> ListeningWindow:
        return ListeningWindow(
            ready.serving(window),
            self._gauge(window, ready.understanding),
            TurnRules().slowed(window.patience),
            ready.detector,
            self._grammar.meaning,
        )

    def _gauge(
        self, window: Listen, understanding: "Understanding | None"
    ) -> Callable[[str], Completeness]:
        """Tell how complete words are; those that are understood without being a phrase may go on.

        A turn asks for the same words again and again.
        """

        @cache
        def gauge(words: str) -> Completeness:
            is_phrase, may_go_on = self._grammar.extent(words, window.expects)
            meaning = self._grammar.meaning(words)
            if understanding is not None and words and not (is_phrase or may_go_on):
                meaning = understanding.read(words).intent
                is_phrase = may_go_on = meaning in window.expects
            if window.careful and meaning == Intent.NO:
                return Completeness.CAREFUL
            if window.brisk and meaning in (Intent.YES, Intent.NO):
                return Completeness.COMPLETE
            return Completeness.of(is_phrase, may_go_on)

        return gauge


def _shows_voice(readings: Sequence[events.Reading], window: Listen) -> bool:
    """Tell whether an utterance shows how loud the visitor is: a phrase that counts where it is."""
    meant = {each.intent for each in readings if not each.open}
    return window.from_visitor and not window.over_speech and bool(meant & window.expects)


def _result(loading: Future[Recognizers] | None) -> Recognizers | None:
    if (
        loading is None
        or not loading.done()
        or loading.cancelled()
        or loading.exception() is not None
    ):
        return None
    return loading.result()
