"""Plays a recording as the answer to an emergency question, through all parts of the service.

The dialogue asks its first question in virtual time and opens its own listening windows. The
listener cuts and recognizes what is said. `kiosk.visit.dialogue.red_flags.evidence` decides. This
module has no rule of its own.
"""

from enum import StrEnum

import numpy as np

from audio.frames import SAMPLE_RATE, Frames
from grammar.grammar import Grammar
from kiosk.errors import ContentError
from kiosk.lab.replay.play import PATIENCE
from kiosk.lab.replay.runner import stage_of
from kiosk.lab.replay.visitors import REACTION
from kiosk.visit.content.model import Content
from kiosk.visit.content.tier import Tier
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.events import Started
from kiosk.visit.dialogue.machine import Dialogue
from kiosk.visit.dialogue.red_flags.answers import No, Unsure, Yes
from kiosk.visit.dialogue.table import State
from kiosk.visit.hearing.listener import Hearing
from kiosk.visit.hearing.recognizers import Recognizers
from kiosk.visit.loop.virtual import BLOCK

KEYS_TO_PREAMBLE = (" ", "m", "2")
"""Wakes the kiosk, cuts the greeting short, and chooses the questions."""

KEY_READY = "1"
"""Begins the questions after the preamble."""

SILENCE = 2.0
"""Seconds of silence after a recording: the ear ends an utterance after 1.5 at most
(`audio.recognition.endpointing`), and the detector takes a moment to notice that speech is over."""

_BLOCK_FRAMES = round(BLOCK * SAMPLE_RATE)


class Outcome(StrEnum):
    """The result of an utterance at an emergency question."""

    YES = "YES"
    NO = "NO"
    UNSURE = "UNSURE"
    """Not sure, a symptom, or a cry for help: each fetches staff."""
    ASK_BACK = "ASK_BACK"
    """One recognizer alone heard no, so "I heard no" is asked."""
    UNCLEAR = "UNCLEAR"
    """No answer: nothing was heard, or nothing that answers."""


class AnswerPath:
    """One set of recognizers with everything between a microphone and an answer."""

    def __init__(
        self, recognizers: Recognizers, abilities: Abilities, content: Content, grammar: Grammar
    ) -> None:
        """Take the parts of a kiosk.

        Raises:
            ContentError: the first question is not an emergency question.
        """
        if content.questions[0].tier is not Tier.EMERGENCY:
            raise ContentError(
                f"question {content.questions[0].id} comes first and is no emergency question: "
                "put the emergency questions first"
            )
        self._recognizers = recognizers
        self._abilities = abilities
        self._content = content
        self._grammar = grammar

    @property
    def names(self) -> tuple[str, ...]:
        """The recognizers whose readings count as answers."""
        counting = (self._recognizers.answers, self._recognizers.phrases)
        return tuple(recognizer.name for recognizer in counting if recognizer is not None)

    def visit(self, begins: Frames | None = None) -> "AtFirstQuestion":
        """Bring a visitor to the first question, as if nobody had been there before.

        Args:
            begins: the visitor's yes to the questions, by which the kiosk knows how loud the
                visitor is; None, or one that is not understood: they are begun by key.
        """
        self._recognizers.forget()
        dialogue = Dialogue(self._content, self._abilities, staff_code="")
        return AtFirstQuestion(dialogue, Hearing(self._recognizers, self._grammar), begins)


class AtFirstQuestion:
    """A visitor whom the kiosk has asked its first question."""

    def __init__(self, dialogue: Dialogue, hearing: Hearing, begins: Frames | None = None) -> None:
        self._dialogue = dialogue
        self._hearing = hearing
        self._stage = stage_of(dialogue, hearing)
        self._stage.driver.post(Started())
        self._press(*KEYS_TO_PREAMBLE)
        if begins is not None:
            self._speak(begins)
            if dialogue.state != State.QUESTION:
                self._press(*KEYS_TO_PREAMBLE[1:])
        if dialogue.state != State.QUESTION:
            self._press(KEY_READY)
        assert dialogue.state == State.QUESTION, dialogue.state
        self._question = dialogue.content.questions[0].id

    def says(self, frames: Frames) -> Outcome:
        """Say a recording once the kiosk listens, then be silent until it has understood.

        What of the recording comes after the utterance's end is not said; nor is what comes after
        the kiosk has given up waiting for one.
        """
        asked = self._dialogue.state
        self._speak(frames)
        return self._outcome(asked)

    def _press(self, *keys: str) -> None:
        for key in keys:
            self._stage.driver.press(key)

    def _speak(self, frames: Frames) -> None:
        stage = self._stage
        stage.driver.run_until(lambda: stage.app.listening, PATIENCE)
        pause = np.zeros(round(REACTION * SAMPLE_RATE), dtype=np.float32)
        said = np.concatenate([pause, frames])
        for start in range(0, len(said), _BLOCK_FRAMES):
            if not self._hearing.open:
                break
            stage.driver.play(said[start : start + _BLOCK_FRAMES])
        stage.driver.play_silence(SILENCE, lambda: not self._hearing.open)

    def _outcome(self, asked: str) -> Outcome:
        questions = self._dialogue.questions  # None once a command has left them
        match questions.answers.get(self._question) if questions is not None else None:
            case Yes():
                return Outcome.YES
            case No():
                return Outcome.NO
            case Unsure():
                return Outcome.UNSURE
        if self._dialogue.state == State.EMERGENCY:
            return Outcome.UNSURE
        asks_back = asked == State.QUESTION and self._dialogue.state == State.CONFIRM_NO
        return Outcome.ASK_BACK if asks_back else Outcome.UNCLEAR
