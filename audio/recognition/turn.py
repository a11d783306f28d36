"""One listening window: from the first frame to the end of the first utterance.

Time is counted in samples, so a recording played at full speed and a live microphone give the same
utterances, however their frames are cut into blocks.
"""

from collections import deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np

from audio.frames import Frames
from audio.recognition.clearness import clearness, loudness
from audio.recognition.endpointing import Completeness, Endpointer, Gauge, TurnRules
from audio.recognition.recognizer import Hypothesis, ReadsAtPauses, Recognizer, Role
from audio.recognition.speech_detector import STEP_SECONDS, SpeechDetector, Step

BEFORE_SPEECH = 0.3
"""Seconds given to the recognizers from before the detector's onset: it misses weak first sounds,
and the yes/no listener wants silence before a word."""

AROUND = 1.2
"""Seconds before those in which noise is listened to, to tell how clear the words are of it."""

PAUSE = 0.12
"""Seconds of silence after which a recognizer that reads at pauses begins: longer than the closures
within words, and early enough for the reading to be there when a turn may end."""

LONGEST_READING = 1.0
"""Seconds for which the end of a turn is put off while a pause is still being read."""


@dataclass(frozen=True, slots=True)
class SpeechBegan:
    """A person is speaking since `at`; an `Utterance` follows."""

    at: float


@dataclass(frozen=True, slots=True)
class Utterance:
    """What was heard in a window.

    Attributes:
        hypotheses: one from each recognizer, in their order; without words when it heard none, and
            when the speech was cut for never ending. Their words' times count from up to
            BEFORE_SPEECH before `start`.
        start: first speech, in seconds from the window's first frame.
        end: last speech, likewise.
        clear_db: how far it stands out of what else was heard, in dB.
        loudness_db: how loud it was, in dBFS; for both see `audio.recognition.clearness`.
    """

    hypotheses: tuple[Hypothesis, ...]
    start: float
    end: float
    clear_db: float
    loudness_db: float


@dataclass(frozen=True, slots=True)
class Agreed:
    """Two recognizers have understood the same; the turn may still wait for more words."""

    at: float


Event: TypeAlias = SpeechBegan | Agreed | Utterance

Meaning: TypeAlias = Callable[[str], Hashable | None]
"""Tells what words mean, so that two recognizers can agree on it; None for nothing."""


class Detector(Protocol):
    """Cuts frames into steps of STEP_SECONDS and judges them; see `SpeechDetector`."""

    def accept(self, frames: Frames) -> list[Step]:
        """Give the steps that `frames` complete."""
        ...

    def take_rest(self) -> Frames:
        """Give the frames after the last whole step and forget them."""
        ...

    def reset(self) -> None:
        """Forget everything heard so far."""
        ...


class ListeningWindow:
    """Waits for one utterance and has it recognized."""

    def __init__(
        self,
        recognizers: Sequence[Recognizer],
        gauge: Gauge,
        rules: TurnRules | None = None,
        detector: Detector | None = None,
        meaning: Meaning = lambda words: words or None,
    ) -> None:
        """Open a window; recognizers and detector are reset and serve this turn alone.

        Args:
            recognizers: each hears the utterance.
            gauge: how complete the words so far are.
            rules: silences that end the utterance.
            detector: tells speech; keep one for all windows, it loads a network.
            meaning: tells when two recognizers agree.
        """
        self._recognizers = tuple(recognizers)
        self._readers = tuple(each for each in recognizers if isinstance(each, ReadsAtPauses))
        self._gauge = gauge
        self._rules = rules or TurnRules()
        self._detector = SpeechDetector() if detector is None else detector
        self._detector.reset()
        self._endpointer = Endpointer(gauge, self._rules)
        self._before: deque[Frames] = deque(maxlen=round(BEFORE_SPEECH / STEP_SECONDS))
        self._meaning = meaning
        self._around: deque[Frames] = deque(maxlen=round(AROUND / STEP_SECONDS))
        self._steps = 0
        self._announced = False
        self._agreed = False
        self._paused = False
        self._finished = False
        self._listen_afresh()

    @property
    def finished(self) -> bool:
        """The utterance was given, or the window closed; further frames are ignored."""
        return self._finished

    def accept(self, frames: Frames) -> list[Event]:
        """Take the window's next frames; give what they brought, at most one `Utterance`.

        Raises:
            ModelError: a recognizer can no longer recognize.
        """
        happened: list[Event] = []
        if self._finished:
            return happened
        for step in self._detector.accept(frames):
            happened += self._take(step)
            if self._finished:
                break
        return happened

    def close(self) -> Utterance | None:
        """End the window: the source ended, or time is up.

        Returns:
            The utterance under way, or None when there is none.
        """
        if self._finished:
            return None
        if self._endpointer.began is not None:
            rest = self._detector.take_rest()
            if rest.size:
                self._hear(rest)
        self._finished = True
        return self._utterance()

    def _take(self, step: Step) -> list[Event]:
        self._steps += 1
        now = self._steps * STEP_SECONDS
        final = False
        if self._endpointer.began is None and not step.speech:
            if len(self._before) == self._before.maxlen:
                self._around.append(self._before[0])
            self._before.append(step.frames)
        else:
            for frames in self._before:
                self._hear(frames)
            self._before.clear()
            if step.speech:
                self._speech_goes_on()
            self._hear(step.frames)
            final = self._heard_final_words(now)
        ended = self._endpointer.update(now, step.speech, self._words())
        if not (final or (ended and not self._still_reading(now))):
            self._read_at_pause(now)
            return [*self._announcement(), *self._agreement(now)]
        utterance = self._utterance()
        if utterance is None:
            self._endpointer.forget()
            self._listen_afresh()
            return []
        self._finished = True
        return [*self._announcement(sure=True), utterance]

    def _hear(self, frames: Frames) -> None:
        self._heard.append(frames)
        for recognizer in self._recognizers:
            words = recognizer.accept(frames)
            if recognizer.role is Role.ANSWERS:
                words = words or self._said.get(recognizer.name, "")
            if recognizer not in self._readers:
                self._said[recognizer.name] = words

    def _speech_goes_on(self) -> None:
        """Words that were final, or were read at a pause, go on after all."""
        for recognizer in self._recognizers:
            if recognizer.role is Role.ANSWERS:
                self._said[recognizer.name] = ""
        if self._paused:
            for reader in self._readers:
                reader.go_on()
                self._said[reader.name] = ""
        self._paused = False

    def _read_at_pause(self, now: float) -> None:
        """Have a pause read, and take the words once they are there."""
        ear = self._endpointer
        if ear.began is None or now - ear.last_speech < PAUSE:
            return
        for reader in self._readers:
            if not self._paused:
                reader.pause()
            words = reader.reading()
            self._said[reader.name] = words or ""
            self._reading[reader.name] = words is None
        self._paused = True

    def _still_reading(self, now: float) -> bool:
        waiting = self._paused and any(self._reading.values()) and not self._endpointer.cut
        longest = self._rules.nothing + LONGEST_READING
        return waiting and now - self._endpointer.last_speech < longest

    def _said_as(self, role: Role) -> str:
        """Give the words of the first recognizer in a role that has any."""
        of_role = (self._said.get(each.name, "") for each in self._recognizers if each.role is role)
        return next((words for words in of_role if words), "")

    def _words(self) -> str:
        open_words = self._said_as(Role.OPEN)
        return (
            self._said_as(Role.PHRASES)
            or (open_words if self._gauge(open_words) in _PHRASE else "")
            or self._said_as(Role.ANSWERS)
        )

    def _heard_final_words(self, now: float) -> bool:
        """Tell whether the words are final and nobody hears others that could go on."""
        final_words = self._said_as(Role.ANSWERS)
        return (
            self._alone
            and self._endpointer.silent_for(self._rules.complete, now)
            and final_words != ""
            and self._gauge(final_words) in (Completeness.COMPLETE, Completeness.EXTENDABLE)
        )

    def _agreement(self, now: float) -> list[Event]:
        """Tell once that two recognizers understand the same."""
        meanings = [self._meaning(words) for words in self._said.values() if words]
        known = [meaning for meaning in meanings if meaning is not None]
        if self._agreed or len(set(known)) == len(known):
            return []
        self._agreed = True
        return [Agreed(now)]

    def _announcement(self, *, sure: bool = False) -> list[Event]:
        """Tell once that speech began, when it is sure that an utterance will follow."""
        began = self._endpointer.began
        sure = sure or self._endpointer.speech_seconds >= self._rules.click
        if began is None or self._announced or not sure:
            return []
        self._announced = True
        return [SpeechBegan(began)]

    def _utterance(self) -> Utterance | None:
        """End the recognizers' utterance; give it, unless it was a click."""
        ear = self._endpointer
        if ear.began is None:
            return None
        if ear.cut:
            for recognizer in self._recognizers:
                recognizer.reset()
            hypotheses = tuple(Hypothesis(recognizer.name) for recognizer in self._recognizers)
        else:
            hypotheses = tuple(recognizer.finish() for recognizer in self._recognizers)
        heard_words = any(hypothesis.words for hypothesis in hypotheses)
        if not heard_words and ear.speech_seconds < self._rules.click:
            return None
        heard, times = np.concatenate([*self._around, *self._heard]), (ear.began, ear.last_speech)
        return Utterance(hypotheses, *times, clearness(heard), loudness(heard))

    def _listen_afresh(self) -> None:
        for recognizer in self._recognizers:
            recognizer.reset()
        self._heard: list[Frames] = []
        self._said: dict[str, str] = {}
        self._reading: dict[str, bool] = {}
        self._paused = False
        self._alone = all(r.role is not Role.PHRASES for r in self._recognizers)


_PHRASE = (Completeness.COMPLETE, Completeness.EXTENDABLE, Completeness.CAREFUL)
"""Of whole phrases."""
