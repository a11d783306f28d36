"""Handles each key by state: as a digit of the staff code, one switch, an answer or a command."""

from dataclasses import dataclass

from grammar.intents import Intent
from kiosk.visit.dialogue.access.one_switch import OneSwitch
from kiosk.visit.dialogue.commands import UNIVERSAL
from kiosk.visit.dialogue.events import Chosen, KeyPressed, Press, SentenceTouched
from kiosk.visit.dialogue.heard_question import HeardQuestion
from kiosk.visit.dialogue.keys import ANSWER_KEYS, CHOICE_KEYS, KEYS, SWITCH, SWITCHES, KeyContext
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.questions import Questions
from kiosk.visit.dialogue.red_flags.interruption import ANSWERS
from kiosk.visit.dialogue.scenery import Scenery
from kiosk.visit.dialogue.staff_calls import StaffCalls
from kiosk.visit.dialogue.table import ANSWERING, ASKING, State
from kiosk.visit.dialogue.topics import Topics


@dataclass(eq=False, repr=False)
class KeyPresses(Part):
    """Handles keys, touches and presses of a switch."""

    switch: OneSwitch
    questions: Questions
    heard: HeardQuestion
    staff: StaffCalls
    topics: Topics
    scenery: Scenery

    def take(self, press: Press) -> None:
        """Handle a key or a touch."""
        match press:
            case KeyPressed(key):
                self.press(key)
            case Chosen(intent):
                self.choose(intent)
            case SentenceTouched(index):
                self.hear_from(index)

    def press(self, key: str) -> None:
        """Handle one key, given as its character in the key map."""
        if self.staff.took_code(key, digits_answer=self._digits_answer):
            return
        self.visit.by_hand = True
        if key == SWITCH or (self.visit.scanning and key in SWITCHES):
            self.switch.press()
            return
        bounced = self.visit.bounce.pressed(key, self.talk.now)
        answering = self.state in ANSWERING and not self.visit.chooses(self.state)
        numbers = ANSWER_KEYS if answering else CHOICE_KEYS
        intent = numbers.get(key) or KEYS.get(key)
        if bounced and self.state in (*ASKING, State.OFFER_STAFF) and intent in ANSWERS:
            return  # meant for the previous question: this one has only just begun
        if bounced and intent == Intent.STAFF and self.talk.call is not None:
            return  # a hammered or held key makes one call
        if intent in ANSWERS and not self.visit.muted and self.heard.comes_too_soon(intent):
            self.talk.earcon("not_heard")  # and the question goes on
            return
        self.talk.stop_offering()
        if self.visit.muted and (intent is None or intent in ANSWERS):
            intent = Intent.CONTINUE  # any key agrees to speech aloud
        if self.state == State.EMERGENCY:
            self._press_in_emergency(intent, bounced=bounced)
            return
        self._signal(intent)
        if intent is None:
            self._press_unknown()
        elif self.state in ASKING and intent in ANSWERS:
            self.questions.answered_by_hand(intent, key)
        else:
            self.switch.do(intent)

    def choose(self, intent: str) -> None:
        """Carry out a touched tile; one that is not shown any more only sounds "not heard"."""
        self.visit.by_hand = True
        bounced = self.visit.bounce.pressed("tile", self.talk.now)
        if bounced:
            return  # a shaking hand touches what has just appeared under it
        if intent not in {tile.intent for tile in self.scenery.tiles()}:
            self.talk.earcon("not_heard")
            return
        self.talk.stop_offering()
        self.talk.hush()
        self.talk.earcon("heard")
        self.switch.do(intent)

    def hear_from(self, index: int) -> None:
        """Read the topic on from a sentence that was touched; elsewhere nothing is read on."""
        if self.state not in (State.READING, State.AFTER_TOPIC) or self.visit.muted:
            return
        if index >= len(self.visit.text_read):
            return
        self.visit.by_hand = True
        self.talk.stop_offering()
        self.talk.hush()
        self.talk.earcon("heard")
        self.topics.read_from(index)

    def _signal(self, intent: Intent | None) -> None:
        self.talk.hush()
        self.talk.earcon("heard" if intent else "not_heard")

    def _press_in_emergency(self, intent: Intent | None, *, bounced: bool) -> None:
        """Repeat the emergency text; the staff key calls again, but a hammered key only once."""
        called = intent == Intent.STAFF and self.staff.just_called
        if intent not in UNIVERSAL or self.talk.must_be_heard or (called and bounced):
            return
        self._signal(intent)
        if called:
            self.staff.say_emergency()
        else:
            self.switch.do(intent)

    def _press_unknown(self) -> None:
        match self.state:
            case State.ATTRACT:
                self.go("wake")
            case State.STILL_THERE:
                self.position.end_aside()
            case State.GOODBYE:
                self.position.end_session()
            case State.OUT_OF_SERVICE:
                self.talk.say_again()
            case _:
                self.talk.say_again(before=self.talk.prompt("not_here"), continued=True)

    @property
    def _asks_for_staff(self) -> bool:
        """Whether the kiosk asks a question whose yes fetches staff."""
        in_question = self.state == State.QUESTION and self.questions.about_emergencies
        proposed = self.state == State.CONFIRM_CHOICE and Intent.STAFF in self.visit.proposals
        return in_question or proposed or self.state in (State.HELP, State.OFFER_STAFF)

    @property
    def _digits_answer(self) -> bool:
        return self.state in ASKING or self._asks_for_staff

    @property
    def context(self) -> KeyContext:
        """What keys mean at this moment."""
        pad_open = self.staff.pad.is_open(self.talk.now) and not self._digits_answer
        return KeyContext(
            asking=self.visit.askings if self._asks_for_staff else 0,
            scanning=self.visit.scanning,
            staff_code=pad_open or self.state == State.EMERGENCY,
        )
