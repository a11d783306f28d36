"""Vosk for a kiosk in service: in a process of its own that is replaced when it dies or hangs.

Vosk can crash its process, and its memory grows. The frames of the current utterance are kept on
this side, so that a new process hears all of it: the visitor waits, but is not asked again.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Thread

import numpy as np

from audio.child_process import ChildDiedError, ChildLostError
from audio.errors import AudioError, ModelError, reason_of
from audio.frames import Frames
from audio.recognition.recognizer import Hypothesis, Role
from audio.vosk.messages import FINISH, FORGET, RESET, hypothesis_of
from audio.vosk.process import PhrasesFile, VoskProcess
from audio.vosk.utterance import Utterance

NAME = "vosk"

MEMORY_GROWTH = 150_000_000
"""Bytes of memory that a process may take on top of what it had after loading. Half an hour of
speech adds 4 MB (the Korean model that the tests use); users report 300 MB an hour. What has added
this much is ill, and with a small English model the kiosk is then at half a gigabyte."""

_GLANCE = 0.01
"""Seconds that `accept` waits for the words of the frames just given. Most come in time; the
others come with the next frames."""

_LOOK = 0.5
"""Seconds between two looks at whether an idle process is still alive."""

_DEATHS = 3
"""Deaths in a row after which no other process is started."""

_SHORT_LIFE = 60.0
"""Seconds: the death of a process that lived longer is not in a row with the one before."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a process may take; times in seconds.

    Attributes:
        load: for starting and loading the model; a large one on a small machine takes ten.
        answer: for one answer, beyond the time of the frames it is about. Later it hangs.
        finish: that the end of an utterance may wait for its hypothesis: for a process that is
            found to hang and for the one that takes over. Longer, and the app loop, which waits,
            would itself be taken for hung.
        growth: bytes of memory on top of what it had after loading.
    """

    load: float = 30.0
    answer: float = 1.5
    finish: float = 2.5
    growth: int = MEMORY_GROWTH


class SupervisedVosk:
    """Hears one utterance at a time; see `audio.recognition.recognizer.Recognizer`.

    An utterance that cannot be recognized in time is given as one without words: no match, which
    is never an answer and agrees with nobody. A thread of its own talks to the process, so that
    the caller, who reads the microphone, waits for `finish` alone.

    Attributes:
        lacking: words of the phrases that the model does not know, in order of the alphabet.
    """

    name = NAME
    role = Role.PHRASES

    def __init__(
        self, model_folder: Path, phrases: Collection[str], limits: Limits | None = None
    ) -> None:
        """Start a process and wait until it has loaded the model.

        Args:
            model_folder: as for `audio.vosk.recognizer.VoskRecognizer`.
            phrases: likewise.
            limits: what a process may take.

        Raises:
            ModelError: the model is missing, damaged or of the wrong kind, or crashes every time.
            VocabularyError: likewise.
        """
        self._model_folder = model_folder
        self._limits = limits or Limits()
        self._phrases = PhrasesFile(phrases)
        self._changed = Condition()
        self._utterance = Utterance()
        self._forgetting = False
        self._process: VoskProcess | None = None
        self._loaded = False
        self._deaths = 0
        self._error: AudioError | None = None
        self.lacking: tuple[str, ...] = ()
        self._closed = False
        self._thread = Thread(target=self._serve, name="vosk", daemon=True)
        self._thread.start()
        with self._changed:
            self._changed.wait_for(lambda: self._loaded or self._error is not None)
            error = self._error
        if error is not None:
            self.close()
            raise error

    @property
    def worker_pid(self) -> int | None:
        """The process's id; None while there is none."""
        with self._changed:
            return self._process.pid if self._process is not None else None

    def accept(self, frames: Frames) -> str:
        """Take the next frames; give the words so far, which may lack those of these frames."""
        with self._changed:
            utterance = self._utterance
            if len(frames):
                utterance.frames.append(np.array(frames, dtype=np.float32))
                self._changed.notify_all()
                if self._loaded:
                    self._changed.wait_for(lambda: not utterance.waits, _GLANCE)
            return utterance.text

    def finish(self) -> Hypothesis:
        """End the utterance and say what it was; without words when that takes too long."""
        with self._changed:
            utterance = self._utterance
            utterance.ended = True
            self._changed.notify_all()
            self._changed.wait_for(
                lambda: not utterance.waits or self._error is not None, self._limits.finish
            )
            self._utterance = Utterance()
            return utterance.hypothesis or Hypothesis(NAME)

    def reset(self) -> None:
        """Forget the utterance so far.

        Raises:
            ModelError: processes died again and again, and no other is started.
        """
        with self._changed:
            if self._error is not None:
                raise ModelError(str(self._error))
            self._utterance = Utterance()

    def forget(self) -> None:
        """Forget the speaker; a process that has grown too large is replaced."""
        with self._changed:
            self._utterance = Utterance()
            self._forgetting = True
            self._changed.notify_all()

    def close(self) -> None:
        """End the process."""
        with self._changed:
            if self._closed:
                return
            self._closed = True
            if self._process is not None:
                self._process.stop()
            self._changed.notify_all()
        self._thread.join()
        self._phrases.close()

    def _serve(self) -> None:
        """Keep a process at work, one after another."""
        while (process := self._started()) is not None:
            began = time.monotonic()
            try:
                self._work(process)
            except ChildLostError:
                self._count_death(time.monotonic() - began)
            except AudioError as error:
                self._give_up(error)
            finally:
                with self._changed:
                    self._process = None
                    self._loaded = False
                    self._utterance.taken = 0
                process.close()

    def _started(self) -> VoskProcess | None:
        with self._changed:
            if self._closed or self._error is not None:
                return None
            try:
                self._process = VoskProcess(self._model_folder, self._phrases)
            except OSError as error:
                reason = reason_of(error)
                self._give_up(
                    ModelError(
                        f"Vosk cannot be started: {reason}; see that memory is free, and start the "
                        "kiosk again"
                    )
                )
                return None
            return self._process

    def _work(self, process: VoskProcess) -> None:
        """Have what is waiting done, until the process is to be replaced."""
        process.load(self._limits.load)
        ceiling = process.resident + self._limits.growth
        with self._changed:
            self._loaded = True
            self.lacking = process.lacking
            self._changed.notify_all()
        held: Utterance | None = None
        while True:
            with self._changed:
                self._changed.wait_for(self._has_work, _LOOK)
                if self._closed:
                    return
                forgetting, self._forgetting = self._forgetting, False
                utterance = self._utterance
                works = utterance.waits
                blocks, ended = utterance.frames[utterance.taken :], utterance.ended
            if not process.alive:
                raise ChildDiedError
            if forgetting:
                process.tell(FORGET, self._limits.answer)
                held = None
                if process.resident > ceiling:
                    return
            if works:
                if held is not None and held is not utterance:
                    process.tell(RESET, self._limits.answer)
                held = None if ended else utterance
                self._recognize(process, utterance, blocks, ended=ended)

    def _has_work(self) -> bool:
        return self._closed or self._forgetting or self._utterance.waits

    def _recognize(
        self, process: VoskProcess, utterance: Utterance, blocks: list[Frames], *, ended: bool
    ) -> None:
        """Have an utterance's next blocks heard, and say what it was if it has ended."""
        text, hypothesis = utterance.text, None
        if blocks:
            text = process.hear(np.concatenate(blocks), self._limits.answer)
        if ended:
            hypothesis = hypothesis_of(process.tell(FINISH, self._limits.answer))
        with self._changed:
            utterance.taken += len(blocks)
            utterance.text, utterance.hypothesis = text, hypothesis
            if ended:
                self._deaths = 0
            self._changed.notify_all()

    def _count_death(self, lived: float) -> None:
        with self._changed:
            self._deaths = self._deaths + 1 if lived < _SHORT_LIFE else 1
            if self._utterance.frames:
                self._utterance.deaths += 1
            too_often = self._deaths >= _DEATHS and not self._closed
            self._changed.notify_all()
        if too_often:
            self._give_up(
                ModelError(
                    f"Vosk has died {_DEATHS} times in a row with the model {self._model_folder}: "
                    "unpack it again from its archive, see that memory is free, and start the "
                    "kiosk again"
                )
            )

    def _give_up(self, error: AudioError) -> None:
        with self._changed:
            self._error = error
            self._changed.notify_all()
