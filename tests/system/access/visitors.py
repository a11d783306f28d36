"""People who visit by voice, by keys, and by one switch: each knows only their own way."""

from collections.abc import Callable, Iterable
from typing import Protocol

import numpy as np

from audio.frames import SAMPLE_RATE, Frames
from audio.signals.recording import read_recording
from audio.yes_no import YesNoListener
from grammar.grammar import Grammar
from grammar.intents import Intent
from kiosk.lab.replay.play import Stage
from kiosk.lab.replay.runner import stage_of
from kiosk.visit.content.model import Content
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.access.access import Access
from kiosk.visit.dialogue.actions import Show
from kiosk.visit.dialogue.events import SpeechBegan, Started
from kiosk.visit.dialogue.keys import KEYS, SWITCH, key_for
from kiosk.visit.dialogue.machine import Dialogue
from kiosk.visit.dialogue.table import State
from kiosk.visit.hearing.listener import Hearing
from kiosk.visit.hearing.recognizers import Recognizers
from kiosk.visit.hearing.text_listener import TextHearing
from kiosk.visit.screen.screens import OneScreen
from tests import OWN_RECORDINGS
from tests.kiosk.visit.dialogue.world import STAFF_CODE
from tests.system.access.itinerary import Account, Answer, Step

PATIENCE = 600.0
"""Seconds of the kiosk's time within which what a visitor waits for must come."""

TRIES = 40
"""Offers and pages after which a choice should have come."""


class Way(Protocol):
    """Makes one step."""

    def begin(self) -> None:
        """Wake the kiosk and come to the main menu."""
        ...

    def make(self, step: Step) -> None:
        """Choose or answer."""
        ...


class Kiosk:
    """A kiosk in virtual time, with what it says and asks written down."""

    def __init__(
        self,
        content: Content,
        hearing: Hearing | TextHearing,
        can: Abilities,
        access: Access,
        shown_on: OneScreen | None = None,
    ) -> None:
        self.dialogue = Dialogue(content, can, staff_code=STAFF_CODE, access=access)
        self.account = Account(content, self.dialogue)
        self.stage: Stage = stage_of(self.dialogue, hearing, [self.account], also_shown_on=shown_on)
        self.stage.driver.post(Started())

    @property
    def state(self) -> str:
        return self.dialogue.state

    @property
    def asks_for_agreement(self) -> bool:
        """Whether it asks what only people are asked who said no: people with keys are not."""
        questions = self.dialogue.questions
        read_back = self.state == State.READ_BACK and questions is not None
        at_last = read_back and questions is not None and not questions.emergency
        return self.state == State.CONFIRM_NO or at_last

    def wait(self, reached: Callable[[], bool]) -> None:
        assert self.stage.pass_until(reached, PATIENCE), (self.state, self.account.last)

    def wait_for_turn(self) -> None:
        """Wait until it has said what it had to say."""
        self.wait(lambda: not self.stage.app.speaking)

    def press(self, key: str) -> None:
        self.stage.driver.press(key)

    def make(self, way: Way, steps: Iterable[Step]) -> Account:
        """Make a visit and give its account."""
        way.begin()
        for step in steps:
            way.make(step)
        self.wait_for_turn()
        return self.account


class ByKeys:
    """Has a keypad; the recognizer is off."""

    def __init__(self, content: Content, grammar: Grammar) -> None:
        self.kiosk = Kiosk(content, TextHearing(grammar), Abilities(voice=False), Access())

    def begin(self) -> None:
        self.kiosk.press("1")
        self.kiosk.wait(lambda: self.kiosk.state == State.MAIN_MENU)

    def make(self, step: Step) -> None:
        kiosk = self.kiosk
        kiosk.wait_for_turn()
        if isinstance(step, Answer):
            kiosk.press({"yes": "1", "no": "2", "not_sure": "3"}[step.intent])
            return
        for _ in range(TRIES):
            assert isinstance(kiosk.account.shown, Show)
            numbers = {c.label: c.key for c in kiosk.account.shown.choices if c.key.isdigit()}
            if step.name in numbers:
                kiosk.press(numbers[step.name])
                return
            kiosk.press(key_for(step.intent) if step.intent in KEYS.values() else "k")
            if step.intent in KEYS.values():
                return
        raise AssertionError(f"{step} was on no page")


class ByWords:
    """Says names and answers, which reach the grammar as words."""

    def __init__(self, content: Content, grammar: Grammar) -> None:
        self._grammar = grammar
        self._hearing = TextHearing(grammar)
        self.kiosk = Kiosk(content, self._hearing, Abilities(names=True), Access())

    def begin(self) -> None:
        self._say("hello")
        self.kiosk.wait(lambda: self.kiosk.state == State.MAIN_MENU)

    def make(self, step: Step) -> None:
        self._say(self._grammar.spoken_forms(step.intent)[0])
        if self.kiosk.asks_for_agreement:
            self._say("yes")

    def _say(self, words: str) -> None:
        kiosk = self.kiosk
        kiosk.wait(lambda: kiosk.stage.app.listening)
        kiosk.stage.driver.post(SpeechBegan())
        kiosk.stage.driver.post(self._hearing.hear(words))


class ByYesAndNo:
    """Says yes and no only, into the real listener."""

    def __init__(self, content: Content, grammar: Grammar) -> None:
        hearing = Hearing(Recognizers(answers=YesNoListener()), grammar)
        self.kiosk = Kiosk(content, hearing, Abilities(names=False), Access())
        silence = np.zeros(round(0.3 * SAMPLE_RATE), np.float32)
        self._spoken: dict[str, Frames] = {
            word: np.concatenate([silence, read_recording(OWN_RECORDINGS / f"{word}.flac")])
            for word in ("yes", "no")
        }

    def begin(self) -> None:
        self._say("yes")
        self.kiosk.wait(lambda: self.kiosk.state == State.MAIN_MENU)

    def make(self, step: Step) -> None:
        kiosk = self.kiosk
        if isinstance(step, Answer):
            self._say(step.intent)
            if kiosk.asks_for_agreement:
                self._say("yes")
            return
        for _ in range(TRIES):
            kiosk.wait(lambda: kiosk.stage.app.listening)
            wanted = kiosk.dialogue.visit.menu.offered.intent == step.intent
            self._say("yes" if wanted else "no")
            if wanted:
                return
        raise AssertionError(f"{step} was not offered")

    def _say(self, word: str) -> None:
        kiosk, transcript = self.kiosk, self.kiosk.stage.transcript
        kiosk.wait(lambda: kiosk.stage.app.listening)
        transcript.begin(kiosk.stage.clock.now())
        kiosk.stage.driver.play(self._spoken[word])
        kiosk.wait(lambda: bool(transcript.heard))
        assert transcript.heard[-1].what == f"yes-no: {word}"


class BySwitch:
    """Presses one switch; the recognizer is off."""

    def __init__(self, content: Content, grammar: Grammar) -> None:
        access = Access(one_switch=True)
        self.kiosk = Kiosk(content, TextHearing(grammar), Abilities(voice=False), access)

    def begin(self) -> None:
        self.kiosk.press(" ")
        self.kiosk.wait(lambda: self.kiosk.state == State.MAIN_MENU)

    def make(self, step: Step) -> None:
        self.take(self.kiosk, step)

    @staticmethod
    def take(kiosk: Kiosk, step: Step) -> None:
        """Press the switch's own key once to be offered choices, then when it is the one."""
        if not kiosk.dialogue.visit.scanning:
            kiosk.press(SWITCH)

        def offered() -> bool:
            scan = kiosk.dialogue.visit.scan
            return (
                scan is not None
                and scan.offer.intent == step.intent
                and kiosk.account.last == f"For {scan.offer.name}, press now."
            )

        kiosk.wait(offered)
        began = kiosk.account.last_at
        kiosk.wait(lambda: kiosk.stage.clock.now() > began + 1.0)
        kiosk.press(SWITCH)


WAYS: dict[str, Callable[[Content, Grammar], ByKeys | ByWords | ByYesAndNo | BySwitch]] = {
    "keys": ByKeys,
    "words": ByWords,
    "yes and no": ByYesAndNo,
    "one switch": BySwitch,
}
"""How a visit can be made."""

YES, NO = Intent.YES, Intent.NO
EVERY_ANSWER = (YES, *(NO,) * 8, YES, YES, NO, YES, NO, NO)
"""Ready; no to each emergency question, agreed to; then cancer yes, and worsening pain yes."""
