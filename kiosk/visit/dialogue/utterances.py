"""Decides what an utterance leads to: staff, an answer, a command, a question back, or a reprompt.

`kiosk.visit.dialogue.red_flags.evidence` decides which words become an answer, and
`kiosk.visit.dialogue.red_flags.interruption` which words count over the kiosk's own speech.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from grammar.intents import Intent
from kiosk.visit.dialogue.access.one_switch import OneSwitch
from kiosk.visit.dialogue.escalation import Escalation
from kiosk.visit.dialogue.events import Agreed, Heard, Reading
from kiosk.visit.dialogue.intents import Intents
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.preferences import CHANGING
from kiosk.visit.dialogue.proposals import Proposals
from kiosk.visit.dialogue.questions import Questions
from kiosk.visit.dialogue.red_flags.answers import Unsure, Yes
from kiosk.visit.dialogue.red_flags.evidence import (
    names_a_concern,
    names_a_lesser_concern,
    near_a_cry,
)
from kiosk.visit.dialogue.red_flags.interruption import (
    ANSWERS,
    FETCHING,
    Asked,
    Interruption,
    what_interrupts,
)
from kiosk.visit.dialogue.staff_offer import StaffOffer
from kiosk.visit.dialogue.table import ASKING, PROPOSED_IN, VISITED, State
from kiosk.visit.dialogue.visitor_call import VisitorCall
from kiosk.visit.dialogue.windows import Windows

_OVER_ANY_SPEECH = frozenset({*FETCHING, Intent.REPEAT, *CHANGING})
"""Commands that also count over a visit's first and last words: none begins or ends a visit."""

_WAKING = frozenset(
    {
        *(Intent.HELLO, Intent.HELP, Intent.QUESTIONS),
        *(Intent.MAIN_MENU, Intent.LOUDER, Intent.OUT_OF_SCOPE),
    }
)
"""Commands that wake a kiosk that reads open words: others are too common among people's talk."""

_AGAIN = (Intent.REPEAT, Intent.SIMPLER)
"""Commands by which the same is said again."""

_SAID_AGAIN = 3
"""Times that a question is asked for again before the kiosk says what else can be done."""

_REPEATED_IN = (State.MAIN_MENU, State.SECTION_MENU, State.PREAMBLE, State.CONFIRM_CHOICE)
"""States in which "again" brings nothing but the same question; elsewhere it reads a text again."""

_TOLD_AT_QUESTION: Mapping[str, str] = {
    Intent.OUT_OF_SCOPE: "out_of_scope",
    Intent.FOR_OTHERS: "answer_for_others",
}
"""Prompts for what only seems to be meant, in place of an answer."""


@dataclass(eq=False, repr=False)
class Utterances(Part):
    """Handles utterances."""

    windows: Windows
    questions: Questions
    escalation: Escalation
    intents: Intents
    switch: OneSwitch
    proposals: Proposals
    offer: StaffOffer
    call: VisitorCall

    def take(self, event: Agreed | Heard) -> None:
        """Acknowledge an answer as soon as it is agreed on, and act when it has ended."""
        if isinstance(event, Heard):
            self.hear(event)
        elif self.visit.asks_yes_or_no(self.state):
            self.talk.acknowledge()

    def hear(self, heard: Heard) -> None:
        """Handle one utterance, if the kiosk is listening."""
        if not self.talk.listening:
            return
        self.talk.window_used()
        if heard.over_speech:
            self._hear_over_speech(heard.readings, heard.clear_db)
        elif self.switch.is_talk_beside(heard.readings):
            self.switch.go_on_offering()
        else:
            self.talk.stop_offering()
            self._hear_readings(heard.readings, heard.clear_db)

    def _hear_readings(self, readings: tuple[Reading, ...], clear_db: float) -> None:
        meanings = {r.intent for r in readings if r.intent}
        self.visit.by_hand &= not meanings
        if Intent.DISTRESS in meanings:
            self.talk.earcon("heard")
            self.go("latch")
        elif Intent.STAFF in meanings:
            self.talk.earcon("heard")
            self._fetch(readings, meanings)
        elif self.state == State.OFFER_STAFF:
            self._hear_about_staff(readings, clear_db)
        elif self.state in ASKING and Intent.SAID_YES in meanings:
            self.talk.earcon("heard")
            self.questions.said_yes()
        elif self.state in ASKING:
            self._hear_at_question(readings, clear_db, meanings)
        elif near_a_cry(readings):
            self._offer_staff()
        else:
            self._hear_wish(readings, meanings)

    def _fetch(self, readings: tuple[Reading, ...], meanings: AbstractSet[str]) -> None:
        """Call a person; an alarm if another recognizer took the words for more than that."""
        answers = self.state in ASKING and bool(meanings & {Intent.YES, Intent.NOT_SURE})
        if answers or near_a_cry(readings) or names_a_concern(readings):
            self.go("latch")
        else:
            self.call.ask()
            self.visit.understood()

    def _hear_about_staff(self, readings: tuple[Reading, ...], clear_db: float) -> None:
        """Take the answer to the offer of staff, or a command about how it is said."""
        if self.offer.hear(readings, clear_db):
            return
        commands = {r.intent for r in readings if r.intent} - ANSWERS
        if len(commands) == 1:
            self.talk.earcon("heard")
            self.intents.do(commands.pop())
        else:
            self.windows.listen()

    def _hear_at_question(
        self, readings: tuple[Reading, ...], clear_db: float, meanings: AbstractSet[str]
    ) -> None:
        commands = meanings - ANSWERS
        answers = (
            bool(meanings & ANSWERS)
            or near_a_cry(readings)
            or names_a_concern(readings)
            or names_a_lesser_concern(readings)
            or any(reading.asks_about_question for reading in readings)
        )
        if answers or not commands:
            self._take_answer(readings, clear_db)
        elif len(commands) > 1:
            self.escalation.not_understood()
        elif _names_something(command := next(iter(commands))):
            self.talk.earcon("heard")
            self.talk.say_again(before=self.talk.prompt("after_questions"))
        else:
            self.talk.earcon("heard")
            if command not in _AGAIN or not self._offered_to_skip():
                self.switch.do(command)

    def _offered_to_skip(self) -> bool:
        """Offer to skip the question, or staff, each third time that it is asked for again.

        "What?" may mean that it was not understood. Tells whether that was offered.
        """
        self.visit.said_again += 1
        offers = self.visit.said_again % _SAID_AGAIN == 0
        if offers:
            self.talk.say_again(before=self.talk.prompt("explain_again"))
        return offers

    def _take_answer(self, readings: tuple[Reading, ...], clear_db: float) -> None:
        meant = [i for reading in readings if reading.open for i in reading.alternatives]
        plain = not any(r.intent or r.mentions or r.asks_about_question for r in readings)
        if plain and not near_a_cry(readings) and meant and _is_about_something(meant[0]):
            self.questions.answered_beside(_TOLD_AT_QUESTION.get(meant[0], "after_questions"))
        elif not self.questions.answered(readings, clear_db):
            self._offer_staff()

    def _hear_wish(self, readings: tuple[Reading, ...], meanings: set[str]) -> None:
        """Carry out a whole phrase, ask about what may have been meant, or ask again."""
        proposed = self.proposals.among(readings)
        if proposed and not self.visit.asks_yes_or_no(self.state):
            meanings -= ANSWERS  # what sounds like an answer is a piece of a wish
        if self.state == State.ATTRACT and self.talk.abilities.open_words:
            meanings = {meant for meant in meanings if meant in _WAKING or _names_something(meant)}
        commands = meanings - ANSWERS
        asks = self.state in PROPOSED_IN or self.state in (State.ATTRACT, State.CONFIRM_CHOICE)
        if len(commands) > 1:
            meanings, proposed = set(), self.proposals.between(readings)
        if meanings and (len(commands) == 1 or len(meanings) == 1):
            self._do_wish((commands or meanings).pop())
        elif not meanings and asks and self.proposals.may_be_asked(proposed):
            self.talk.earcon("heard")
            self.proposals.propose(proposed)
        elif not meanings and self.state in VISITED and (told := self.proposals.told(readings)):
            self.talk.earcon("heard")
            self.switch.do(told)
        else:
            self.escalation.not_understood()

    def _do_wish(self, intent: str) -> None:
        """Carry it out; the same text is not said again and again."""
        again = intent in _AGAIN and self.state in _REPEATED_IN
        if again and self.escalation.said_again():
            return
        if not again:
            self.visit.repeats = 0
        self.talk.earcon("heard")
        self.switch.do(intent)

    def _hear_over_speech(self, readings: tuple[Reading, ...], clear_db: float) -> None:
        """Act on words that count over the kiosk's own speech; ignore other words silently."""
        if self.state == State.OFFER_STAFF and self.offer.hear_over_speech(readings):
            return
        visited = self.state in VISITED
        counts = what_interrupts(readings, self._asked, clear_db)
        if self.state == State.OFFER_STAFF and counts not in _OVER_ANY_SPEECH:
            counts = None  # how it is said may be changed, but no other words count over it
        if isinstance(counts, Yes | Unsure):
            self.talk.earcon("heard")
            self.questions.record(counts)
        elif counts is Interruption.EXPLANATION:
            self.questions.answered(readings, clear_db)
        elif counts is Interruption.HELP_WANTED and visited:
            self._offer_staff()
        elif (
            isinstance(counts, str)
            and (visited or counts in _OVER_ANY_SPEECH)
            and self.intents.done(counts)
        ):
            self.visit.understood()
            self.talk.earcon("heard")
        elif not self.talk.speaking:
            self.windows.listen()

    @property
    def _asked(self) -> Asked:
        """What the kiosk was asking when it was interrupted."""
        if self.state == State.QUESTION and self.visit.questions is not None:
            return Asked.EMERGENCY if self.visit.questions.emergency else Asked.QUESTION
        if self.state in ASKING:
            return Asked.TO_CONFIRM
        return Asked.YES_OR_NO if self.visit.asks_yes_or_no(self.state) else Asked.NOTHING

    def _offer_staff(self) -> None:
        """Offer staff at once: words that are near a cry for help may be talk in the room."""
        if self.state in (State.EMERGENCY, State.OUT_OF_SERVICE):
            self.escalation.not_understood()
        else:
            self.offer.begin()


def _names_something(intent: str) -> bool:
    """Whether it names a topic or a section."""
    return intent.startswith(("topic.", "section."))


def _is_about_something(intent: str) -> bool:
    """Whether it names a topic or a section, or what is told a sentence."""
    return intent in _TOLD_AT_QUESTION or _names_something(intent)
