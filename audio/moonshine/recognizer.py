"""Moonshine as a recognizer: reads an utterance at each pause, on a thread of its own if live."""

import time
from collections.abc import Collection
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotInTimeError
from copy import copy
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from threading import Event

import numpy as np

from audio.errors import ModelError
from audio.frames import SAMPLE_RATE, Frames
from audio.moonshine.gates import Meaning
from audio.moonshine.reader import Reader, Understood
from audio.recognition.recognizer import Hypothesis, Role, Word

NAME = "moonshine"

LONGEST_WAIT = 1.5
"""Seconds that a live kiosk waits for a reading, from its beginning. It takes 0.05 to 0.4 s; an
utterance that takes longer has no words, which is never an answer."""


LATE_IN_A_ROW = 3
"""Readings in a row that come too late before it counts as failed: it hangs, or the machine is too
slow for it, and each of them makes the visitor wait for nothing."""


@dataclass(frozen=True, slots=True)
class _Job:
    """A reading under way or done."""

    result: Future[Understood]
    begun: float = field(default_factory=time.monotonic)
    abandoned: Event = field(default_factory=Event)


class MoonshineRecognizer:
    """Hears one utterance at a time; see `audio.recognition.recognizer.Recognizer`.

    It reads what was heard at each pause, and again when more was said. It adapts to nobody.
    """

    name = NAME

    def __init__(
        self,
        phrases: Collection[str],
        *,
        meaning: Meaning = str,
        role: Role = Role.PHRASES,
        model_folder: Path | None = None,
        live: bool = False,
        longest_wait: float = LONGEST_WAIT,
    ) -> None:
        """Load the model.

        Args:
            phrases: those that it may take for whole phrases; lower-case words parted by spaces.
            meaning: gives what a phrase means; by default each means something else.
            role: PHRASES, or OPEN beside a recognizer of phrases.
            model_folder: holds the model's files; None for those that pip installed.
            live: read on a thread of its own, so that the caller need not wait; `close` ends it.
                Otherwise the caller waits, and the same frames always give the same words.
            longest_wait: seconds that the caller waits for a reading at an utterance's end.

        Raises:
            ModelError: a file of the model is missing or damaged.
        """
        self._reader = Reader(phrases, meaning, model_folder)
        self.role = role
        self._worker = ThreadPoolExecutor(1, thread_name_prefix=NAME) if live else None
        self._heard: list[Frames] = []
        self._job: _Job | None = None
        self._longest_wait = longest_wait
        self._late = 0
        self._error: ModelError | None = None

    def with_role(self, role: Role) -> "MoonshineRecognizer":
        """Give the same model and thread in another role; this one is not used any more."""
        other = copy(self)
        other.role = role
        other._heard, other._job = [], None
        return other

    def accept(self, frames: Frames) -> str:
        """Take the next frames; gives "", for words come at a pause."""
        self._heard.append(np.asarray(frames, np.float32))
        return ""

    def pause(self) -> None:
        """Begin to read what was heard so far."""
        self._abandon()
        self._job = self._begin()

    def go_on(self) -> None:
        """Give up what was read: more is being said."""
        self._abandon()

    def reading(self) -> str | None:
        """Give the phrase, else the free words, read since the last pause; None until then.

        Raises:
            ModelError: the model fails.
        """
        if self._job is None or not self._job.result.done():
            return None
        understood = self._result(self._job, 0.0)
        return understood.phrase or understood.free

    def finish(self) -> Hypothesis:
        """End the utterance; give the reading of its last pause, or of all of it without one.

        Raises:
            ModelError: the model fails.
        """
        job = self._job or self._begin()
        seconds = sum(map(len, self._heard)) / SAMPLE_RATE
        try:
            waited = time.monotonic() - job.begun
            understood = self._result(job, max(self._longest_wait - waited, 0.0))
        finally:
            self.forget()
        words = tuple(Word(word, 0.0, seconds) for word in understood.phrase.split())
        return Hypothesis(NAME, words, understood.near, understood.free, understood.fits)

    def reset(self) -> None:
        """Forget the utterance so far.

        Raises:
            ModelError: it has failed, or was too late again and again.
        """
        self.forget()
        if self._error is not None:
            raise self._error

    def forget(self) -> None:
        """Forget the utterance; it adapts to nobody."""
        self._abandon()
        self._heard = []

    def close(self) -> None:
        """End its thread; it cannot be used any more."""
        self._abandon()
        if self._worker is not None:
            self._worker.shutdown()

    def _begin(self) -> _Job:
        frames = np.concatenate([np.zeros(0, np.float32), *self._heard])
        abandoned = Event()
        if self._worker is not None:
            result = self._worker.submit(self._reader.read, frames, abandoned.is_set)
        else:
            result = Future()
            try:
                result.set_result(self._reader.read(frames))
            except Exception as error:  # kept for whoever asks, as by a thread
                result.set_exception(error)
        return _Job(result, abandoned=abandoned)

    def _abandon(self) -> None:
        if self._job is not None:
            self._job.abandoned.set()
            self._job.result.cancel()
        self._job = None

    def _result(self, job: _Job, longest_wait: float) -> Understood:
        try:
            understood = job.result.result(None if longest_wait == inf else longest_wait)
        except NotInTimeError:
            job.abandoned.set()
            self._late += 1
            if self._late >= LATE_IN_A_ROW:
                self._error = ModelError(
                    f"Moonshine was too late {LATE_IN_A_ROW} times in a row: leave it out of "
                    "recognizers in the settings if this machine is too slow, or start the kiosk "
                    "again"
                )
            return Understood()
        except Exception as error:  # onnxruntime's exceptions share no base class
            self._error = ModelError(
                "Moonshine has failed: see that memory is free, and start the kiosk again"
            )
            raise self._error from error
        self._late = 0
        return understood
