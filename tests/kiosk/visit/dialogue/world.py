"""A world without sound for the dialogue: speech takes a second a sentence, time is a number."""

from collections.abc import Sequence
from math import inf

from kiosk.visit.content.model import Content
from kiosk.visit.dialogue.abilities import Abilities
from kiosk.visit.dialogue.access.access import Access
from kiosk.visit.dialogue.actions import (
    Action,
    AlertStaff,
    BeginSession,
    ClearAlert,
    EndSession,
    KeepCall,
    KeepEmergency,
    Listen,
    Say,
    Show,
    StopListening,
    StopSpeaking,
)
from kiosk.visit.dialogue.bounce import BOUNCE
from kiosk.visit.dialogue.events import (
    Event,
    Heard,
    KeyPressed,
    Reading,
    SentenceBegan,
    SpeechEnded,
    Started,
    TimePassed,
)
from kiosk.visit.dialogue.machine import Dialogue
from kiosk.visit.dialogue.red_flags.heard import LEAST
from kiosk.visit.dialogue.red_flags.question_set import QuestionSet
from kiosk.visit.dialogue.table import ASIDES, ASKING, State
from kiosk.visit.loop.ports import Observer
from tests import shipped

SENTENCE = 1.0
STAFF_CODE = "471108"
CONTENT: Content = shipped.CONTENT
WITH_NAMES = Abilities(voice=True, names=True)
YES_NO_ONLY = Abilities(voice=True, names=False)
SPOKEN_OVER = Abilities(voice=True, names=True, barge_in=True)
KEYS_ONLY = Abilities(voice=False)
STAFF_ANSWER = Abilities(voice=True, names=True, staff_answer=True)


class World:
    """What the app does, on a clock that only moves when told."""

    def __init__(
        self,
        abilities: Abilities = WITH_NAMES,
        started: Started | None = None,
        watched_by: Observer | None = None,
        access: Access = Access(),  # noqa: B008 - frozen
        staff_code: str = STAFF_CODE,
    ) -> None:
        self._observer = watched_by
        self.abilities = abilities
        self.dialogue = Dialogue(CONTENT, abilities, staff_code=staff_code, access=access)
        self.now = 0.0
        self.said: list[str] = []
        self.window: Listen | None = None
        self.alerts: list[str] = []
        self.latched = False
        self.call = KeepCall(None)
        self.call_made_at = 0.0
        self.visiting = False
        self.sessions_ended = 0
        self.screen: Show | None = None
        self.last_actions: list[Action] = []
        self.last_say = Say(0, (), 0, 0.0)
        self._speech: Say | None = None
        self._index = 0
        self._last_key = ""
        self._last_key_at = -inf
        self.latched = started is not None and started.emergency
        self.post(started or Started())

    @property
    def state(self) -> str:
        return self.dialogue.state

    @property
    def questions(self) -> QuestionSet:
        """The health questions, which were begun."""
        assert self.dialogue.questions is not None
        return self.dialogue.questions

    @property
    def within(self) -> str:
        """The state that the visit is in, looking through an aside."""
        return self.dialogue.visit.origin if self.state in ASIDES else self.state

    @property
    def speaking(self) -> bool:
        return self._speech is not None

    def post(self, event: Event) -> list[Action]:
        self.last_actions = self.dialogue.handle(event, self.now)
        for action in self.last_actions:
            if self._observer is not None:
                self._observer.on_action(self.now, action)
            self._apply(action)
        return self.last_actions

    def _apply(self, action: Action) -> None:
        match action:
            case Say():
                self.last_say = action
                self._speech, self._index = action, -1
            case StopSpeaking():
                self._speech = None
            case Listen():
                self.window = action
            case StopListening():
                self.window = None
            case AlertStaff(urgency):
                self.alerts.append(urgency)
            case ClearAlert():
                self.alerts.clear()
            case KeepEmergency(latched):
                self.latched = latched
            case KeepCall(age):
                self.call = action
                self.call_made_at = self.now - (age or 0.0)
            case BeginSession():
                self.visiting = True
            case EndSession():
                self.visiting = False
                self.sessions_ended += 1
            case Show():
                self.screen = action
            case _:
                pass

    def sentence(self) -> None:
        """Let the next sentence sound, or the speech end."""
        assert self._speech is not None
        say = self._speech
        self._index += 1
        if self._index < len(say.sentences):
            self.said.append(say.sentences[self._index])
            self.post(SentenceBegan(say.id, self._index))
            self.now += SENTENCE
        else:
            self._speech = None
            self.post(SpeechEnded(say.id))

    def listen(self) -> "World":
        """Let it speak until it is the visitor's turn."""
        while self.speaking:
            self.sentence()
        return self

    def reads(self, *readings: Reading) -> "World":
        """Be heard, once it listens, as these recognizers read it."""
        self.listen()
        assert self.window is not None, f"the kiosk does not listen in {self.state}"
        self.window = None
        self.post(Heard(readings))
        return self

    def interrupts(self, *readings: Reading) -> "World":
        """Be heard while it speaks, as these recognizers read it."""
        assert self.speaking
        assert self.window is not None
        assert self.window.over_speech, f"the kiosk cannot be spoken over in {self.state}"
        self.window = None
        self.post(Heard(readings, over_speech=True))
        return self

    def says(self, intent: str | None) -> "World":
        """Say something that all recognizers there are take for the same."""
        names = ("moonshine", "yes-no") if self.abilities.names else ("yes-no",)
        return self.reads(*(Reading(name, intent) for name in names))

    def presses(self, keys: str) -> "World":
        """Press keys, one at once after the other; each is meant, so the same not too soon.

        A question is heard before it is answered no.
        """
        for key in keys:
            if self.state in ASKING and key in "12ny":
                self.hears_the_question()
            if key == self._last_key:
                self.now = max(self.now, self._last_key_at + BOUNCE)
            self._last_key, self._last_key_at = key, self.now
            self.post(KeyPressed(key))
        return self

    def answers_no(self, times: int) -> "World":
        """Answer questions no by key, and agree where the noes are read back."""
        for _ in range(times):
            self.presses("2")
            if self.state == State.READ_BACK:
                self.presses("1")
        return self

    def hears_the_question(self) -> None:
        """Let a question sound for so long that a key may answer it no."""
        while self.speaking and not self.dialogue.visit.heard.is_enough(self.now):
            self.sentence()
        if not self.dialogue.visit.heard.is_enough(self.now):
            self.now += LEAST

    def waits(self, seconds: float) -> "World":
        """Let time pass; what comes due on the way happens at its time."""
        self.listen()
        end = self.now + seconds
        while (deadline := self.dialogue.deadline) is not None and deadline <= end:
            self.now = deadline
            self.post(TimePassed())
            self.listen()
        self.now = max(self.now, end)
        return self

    def go(self, steps: Sequence[str]) -> "World":
        """Take steps as written: "key:1", "say:no", "wait:10", "noise"."""
        for step in steps:
            verb, _, what = step.partition(":")
            match verb:
                case "key":
                    self.presses(what)
                case "say":
                    self.says(what)
                case "wait":
                    self.waits(float(what))
                case "noise":
                    self.says(None)
                case _:
                    raise AssertionError(step)
        return self
