"""A visitor with one switch: time passes sentence by sentence, and the switch is pressed in it."""

from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.access.access import Access
from kiosk.visit.dialogue.actions import Action, Say, StopSpeaking
from kiosk.visit.dialogue.events import KeyPressed, SentenceBegan, SpeechEnded, TimePassed
from tests.kiosk.visit.dialogue.world import KEYS_ONLY, SENTENCE, World

ONE_SWITCH = Access(one_switch=True)
SETTLED = 0.8
"""Seconds after an offer's first sound in which nobody presses who means the one before."""


class SwitchWorld(World):
    """A world whose clock can be stopped in the middle of a sentence."""

    def __init__(self, abilities: Abilities = KEYS_ONLY, access: Access = ONE_SWITCH) -> None:
        self._due: float | None = None
        self.sounding = ""
        self.sounding_since = 0.0
        super().__init__(abilities, access=access)

    def _apply(self, action: Action) -> None:
        super()._apply(action)
        if isinstance(action, Say):
            self._due = self.now
        elif isinstance(action, StopSpeaking):
            self._due = None

    def wakes(self) -> "SwitchWorld":
        """Press once in front of an idle kiosk."""
        self.presses(" ")
        return self

    def passes(self, seconds: float) -> "SwitchWorld":
        """Let time pass: sentences begin and end in it, and what is due happens."""
        end = self.now + seconds
        while (due := self._next_due()) <= end:
            self.now = max(self.now, due)
            self._happens()
        self.now = end
        return self

    def presses(self, keys: str) -> "SwitchWorld":
        """Press keys, one after the other at once, as a hand that shakes does."""
        for key in keys:
            self.post(KeyPressed(key))
        return self

    def hears(self, words: str, limit: float = 400.0) -> "SwitchWorld":
        """Let time pass until a sentence with these words begins to sound."""
        end = self.now + limit
        while words not in self.sounding or self.sounding_since < self._asked_at:
            due = self._next_due()
            assert due <= end, f"{words!r} was not said in {self.state}: {self.said[-12:]}"
            self.now = max(self.now, due)
            self._happens()
        self._asked_at = self.now + 1e-6
        return self

    def takes(self, *names: str) -> "SwitchWorld":
        """Press when these are offered, one after the other."""
        for name in names:
            self.hears(f"For {name}, press now.").passes(SETTLED)
            self.presses(" ")
            self.passes(0)
        return self

    def stops_and_takes(self, *names: str) -> "SwitchWorld":
        """Press while the kiosk reads, or take "other choices", and take one of its commands."""
        self.passes(1)
        assert self.screen is not None
        if self.screen.choices[0].label == "stop and choose":
            self.presses(" ")
            self.passes(0)
        else:
            self.takes("other choices")
        return self.takes(*names)

    _asked_at = -1.0

    def _next_due(self) -> float:
        deadline = self.dialogue.deadline
        times = (self._due if self.speaking else None, deadline)
        return min((time for time in times if time is not None), default=float("inf"))

    def _happens(self) -> None:
        if self.speaking and self._due is not None and self._due <= self.now:
            assert self._speech is not None
            say = self._speech
            self._index += 1
            if self._index < len(say.sentences):
                self.sounding = say.sentences[self._index]
                self.sounding_since = self.now
                self.said.append(self.sounding)
                self._due = self.now + SENTENCE
                self.post(SentenceBegan(say.id, self._index))
            else:
                self._speech = self._due = None
                self.post(SpeechEnded(say.id))
        else:
            self.post(TimePassed())
