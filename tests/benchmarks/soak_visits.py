"""People of many kinds who visit one kiosk, one after the other, until each has left it."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from audio.frames import SAMPLE_RATE, Frames
from kiosk.lab.replay.play import PATIENCE, UTTERANCE_ENDS, Stage
from kiosk.lab.replay.visitors import REACTION
from kiosk.visit.dialogue.table import State
from kiosk.visit.loop.virtual import BLOCK
from tests.benchmarks.ledger import Ledger

STAFF_CODE = "471108"
LONGEST_STAY = 900.0
"""Seconds after which a kiosk that nobody touches must be back in its attract state."""

LONGEST_GOODBYE = 120.0
"""Seconds in which a kiosk that was told goodbye must be back there."""

_TO_QUESTIONS = (" ", "m", "2", "1")
_LAST = (State.ATTRACT, State.EMERGENCY)
_MOST_TURNS = 60


@dataclass(slots=True)
class Visitor:
    """Whoever stands before the kiosk.

    Attributes:
        stage: the kiosk.
        ledger: told what does not add up.
        clips: recordings by what they say: "yes", "no" and "other".
        rng: chooses.
        said: utterances said into an open window.
        pressed: keys pressed.
        speech_seconds: how long the utterances were.
    """

    stage: Stage
    ledger: Ledger
    clips: Mapping[str, Sequence[Frames]]
    rng: random.Random
    said: int = 0
    pressed: int = 0
    speech_seconds: float = 0.0

    @property
    def state(self) -> str:
        return self.stage.transcript.state()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.stage.driver.press(key)
            self.pressed += 1

    def say(self, words: str) -> None:
        """Say one recording once the kiosk listens: it must be heard, and once."""
        stage, heard = self.stage, self.ledger.counts["Heard"]
        if not stage.pass_until(lambda: stage.app.listening, PATIENCE):
            self._complain(f"did not listen in state {self.state}")
            return
        frames = self.rng.choice(self.clips[words])
        pause = np.zeros(round(REACTION * SAMPLE_RATE), dtype=np.float32)
        block = round(BLOCK * SAMPLE_RATE)
        said = np.concatenate([pause, frames])
        for start in range(0, len(said), block):
            if self.ledger.counts["Heard"] > heard:
                break  # the kiosk answers a clear word before its recording's silent end
            stage.driver.play(said[start : start + block])
        stage.pass_until(lambda: self.ledger.counts["Heard"] > heard, UTTERANCE_ENDS)
        self.said += 1
        self.speech_seconds += len(frames) / SAMPLE_RATE
        if (times := self.ledger.counts["Heard"] - heard) != 1:
            self._complain(f'"{words}" in state {self.state} was heard {times} times')

    def wait(self, seconds: float) -> None:
        self.stage.pass_until(lambda: False, seconds)

    def leave(self) -> None:
        """Go, or be fetched: the kiosk must come back to its attract state."""
        self.stage.transcript.begin(self.stage.clock.now())
        for _ in range(4):
            if self.state == State.EMERGENCY:
                self.press(*STAFF_CODE, "#")
            elif self.state != State.ATTRACT:
                self.press("q")
            self.stage.pass_until(lambda: self.state in _LAST, LONGEST_GOODBYE)
            if self.state == State.ATTRACT:
                return
        self._complain(f"did not come back from state {self.state}")

    def _complain(self, problem: str) -> None:
        self.ledger.problems.append(f"{self.stage.clock.now():.2f} s: the kiosk {problem}")


def says_yes_to_an_emergency(visitor: Visitor) -> None:
    visitor.press(*_TO_QUESTIONS)
    visitor.say("yes")


def says_no_to_everything(visitor: Visitor) -> None:
    visitor.press(*_TO_QUESTIONS)
    asking = (State.QUESTION, State.CONFIRM_NO, State.READ_BACK)
    for _ in range(_MOST_TURNS):
        if visitor.state not in asking:
            return
        visitor.say("no" if visitor.state == State.QUESTION else "yes")


def begins_with_yes_and_takes_what_is_offered(visitor: Visitor) -> None:
    visitor.press(" ")
    for _ in range(6):
        if visitor.state in _LAST:
            return
        visitor.say(visitor.rng.choice(("yes", "yes", "no")))


def talks_of_something_else(visitor: Visitor) -> None:
    visitor.press(" ", "k")
    for _ in range(3):
        if visitor.state in _LAST:
            return
        visitor.say("other")


def reads_by_keys(visitor: Visitor) -> None:
    visitor.press(" ", "k", "1", "k", "1")
    visitor.wait(visitor.rng.uniform(0, 20))
    visitor.press("p")
    visitor.wait(5)
    visitor.press("c", "r")
    visitor.wait(visitor.rng.uniform(0, 20))
    visitor.press("e", "m", "b")


def asks_for_help(visitor: Visitor) -> None:
    visitor.press(" ", "h")
    if visitor.rng.random() < 0.5:
        visitor.say("yes")


def presses_the_staff_key(visitor: Visitor) -> None:
    visitor.press(visitor.rng.choice("s*"))
    visitor.wait(45)


def wakes_it_and_walks_away(visitor: Visitor) -> None:
    visitor.press(" ")
    stage = visitor.stage
    stage.pass_until(lambda: visitor.state in _LAST, LONGEST_STAY)


def presses_at_random(visitor: Visitor) -> None:
    for _ in range(30):
        visitor.press(visitor.rng.choice("ynurkpcbmeth123x "))
        visitor.wait(visitor.rng.choice((0.0, 0.1, 3.0)))


KINDS: tuple[Callable[[Visitor], None], ...] = (
    says_yes_to_an_emergency,
    says_no_to_everything,
    begins_with_yes_and_takes_what_is_offered,
    talks_of_something_else,
    reads_by_keys,
    asks_for_help,
    presses_the_staff_key,
    wakes_it_and_walks_away,
    presses_at_random,
)
"""Every kind of visit, each as often as the others."""


def visit(visitor: Visitor, kind: Callable[[Visitor], None]) -> None:
    """Let one person come and go, and close the books on the visit."""
    visitor.stage.transcript.begin(visitor.stage.clock.now())
    kind(visitor)
    visitor.leave()
    visitor.ledger.close_visit(visitor.stage.clock.now())
    if visitor.ledger.counts["KeyPressed"] != visitor.pressed:
        visitor.ledger.problems.append(f"{kind.__name__}: a key was lost")
        visitor.pressed = visitor.ledger.counts["KeyPressed"]
