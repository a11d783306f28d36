"""One listening window: from the first frame to the end of the first utterance.

Time is counted in samples, so a recording played at full speed and a live microphone give the same
utterances, however their frames are cut into blocks.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from audio.frames import Frames
from audio.recognition.clearness import clearness
from audio.recognition.endpointing import Completeness, Endpointer, Gauge, TurnRules
from audio.recognition.recognizer import Hypothesis, Recognizer, Role
from audio.recognition.speech_detector import STEP_SECONDS, SpeechDetector, Step

BEFORE_SPEECH = 0.3
"""Seconds given to the recognizers from before the detector's onset: it misses weak first sounds,
and the yes/no listener wants silence before a word."""


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
        clear_db: how far it stands out of what else was heard, in dB (see
            `audio.recognition.clearness`).
    """

    hypotheses: tuple[Hypothesis, ...]
    start: float
    end: float
    clear_db: float


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
    ) -> None:
        """Open a window; recognizers and detector are reset and serve this turn alone.

        Args:
            recognizers: each hears the utterance.
            gauge: how complete the words so far are.
            rules: silences that end the utterance.
            detector: tells speech; keep one for all windows, it loads a network.
        """
        self._recognizers = tuple(recognizers)
        self._gauge = gauge
        self._rules = rules or TurnRules()
        self._detector = SpeechDetector() if detector is None else detector
        self._detector.reset()
        self._endpointer = Endpointer(gauge, self._rules)
        self._before: deque[Frames] = deque(maxlen=round(BEFORE_SPEECH / STEP_SECONDS))
        self._steps = 0
        self._announced = False
        self._finished = False
        self._listen_afresh()

    @property
    def finished(self) -> bool:
        """The utterance was given, or the window closed; further frames are ignored."""
        return self._finished

    def accept(self, frames: Frames) -> list[SpeechBegan | Utterance]:
        """Take the window's next frames; give what they brought, at most one `Utterance`."""
        happened: list[SpeechBegan | Utterance] = []
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

    def _take(self, step: Step) -> list[SpeechBegan | Utterance]:
        self._steps += 1
        now = self._steps * STEP_SECONDS
        final = False
        if self._endpointer.began is None and not step.speech:
            self._before.append(step.frames)
        else:
            for frames in self._before:
                self._hear(frames)
            self._before.clear()
            if step.speech:
                self._final_words = ""  # the words that seemed final continue after all
            self._hear(step.frames)
            final = self._heard_final_words()
        ended = self._endpointer.update(now, step.speech, self._words())
        if not (ended or final):
            return self._announcement()
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
                self._final_words = words or self._final_words
            elif recognizer.role is Role.PHRASES:
                self._running_words = words

    def _words(self) -> str:
        return self._running_words or self._final_words

    def _heard_final_words(self) -> bool:
        """Tell whether the words are final and nobody hears others that could go on."""
        return (
            self._alone
            and self._final_words != ""
            and self._gauge(self._final_words) in (Completeness.COMPLETE, Completeness.EXTENDABLE)
        )

    def _announcement(self, *, sure: bool = False) -> list[SpeechBegan | Utterance]:
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
        hypotheses = tuple(recognizer.finish() for recognizer in self._recognizers)
        if ear.cut:
            hypotheses = tuple(Hypothesis(hypothesis.recognizer) for hypothesis in hypotheses)
        heard_words = any(hypothesis.words for hypothesis in hypotheses)
        if not heard_words and ear.speech_seconds < self._rules.click:
            return None
        clear_db = clearness(np.concatenate(self._heard))
        return Utterance(hypotheses, ear.began, ear.last_speech, clear_db)

    def _listen_afresh(self) -> None:
        for recognizer in self._recognizers:
            recognizer.reset()
        self._heard: list[Frames] = []
        self._final_words = ""
        self._running_words = ""
        self._alone = all(r.role is not Role.PHRASES for r in self._recognizers)
