"""Decides what an utterance leads to: staff, an answer, a command, a question back, or a reprompt.

`kiosk.visit.dialogue.red_flags.evidence` decides which words become an answer, and
`kiosk.visit.dialogue.red_flags.interruption` which words count over the kiosk's own speech.
"""

from dataclasses import dataclass

from grammar.intents import Intent
from kiosk.visit.dialogue.access.one_switch import OneSwitch
from kiosk.visit.dialogue.escalation import Escalation
from kiosk.visit.dialogue.events import Heard, Reading
from kiosk.visit.dialogue.intents import Intents
from kiosk.visit.dialogue.pace import PACE
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.questions import Questions
from kiosk.visit.dialogue.red_flags.answers import Unsure, Yes
from kiosk.visit.dialogue.red_flags.evidence import names_a_concern
from kiosk.visit.dialogue.red_flags.interruption import (
    ANSWERS,
    FETCHING,
    Asked,
    Interruption,
    what_interrupts,
)
from kiosk.visit.dialogue.table import ASKING, PROPOSED_IN, VISITED, State
from kiosk.visit.dialogue.windows import Windows

_PROPOSED_COMMANDS = frozenset({Intent.QUESTIONS, Intent.STAFF, Intent.MAIN_MENU, Intent.GOODBYE})
"""Commands that the kiosk may ask back: they mean the same in every state."""

_OVER_ANY_SPEECH = frozenset({*FETCHING, Intent.REPEAT, *PACE})
"""Commands that also count over a visit's first and last words: none begins or ends a visit."""


@dataclass(eq=False, repr=False)
class Utterances(Part):
    """Handles utterances."""

    windows: Windows
    questions: Questions
    escalation: Escalation
    intents: Intents
    switch: OneSwitch

    def hear(self, heard: Heard) -> None:
        """Handle one utterance, if the kiosk is listening."""
        if not self.talk.listening:
            return
        self.talk.window_used()
        readings = tuple(r for r in heard.readings if not r.proposed)
        if heard.over_speech:
            self._hear_over_speech(readings, heard.clear_db)
        elif self.switch.is_talk_beside(readings):
            self.switch.go_on_offering()
        else:
            self.talk.stop_offering()
            self._hear_readings(readings, heard)

    def _hear_readings(self, readings: tuple[Reading, ...], heard: Heard) -> None:
        meanings = {r.intent for r in readings if r.intent}
        commands = meanings - ANSWERS
        proposed = self._proposed(heard.readings)
        cries = any(Intent.DISTRESS in reading.mentions for reading in readings)
        if not meanings.isdisjoint(FETCHING):
            self.talk.earcon("heard")
            self.go("latch")
        elif cries and not self.questions.about_emergencies:
            self._offer_staff()
        elif self.state in ASKING and (
            meanings & ANSWERS or not commands or names_a_concern(readings)
        ):
            self.questions.answered(readings, heard.clear_db)
        elif len(commands) == 1 or len(meanings) == 1:
            self.talk.earcon("heard")
            self.switch.do((commands or meanings).pop())
        elif not meanings and proposed and self.state in PROPOSED_IN:
            self.talk.earcon("heard")
            self.visit.proposal = proposed[0]
            self.position.begin_aside("propose")
        else:
            self.escalation.not_understood()

    def _hear_over_speech(self, readings: tuple[Reading, ...], clear_db: float) -> None:
        """Act on words that count over the kiosk's own speech; ignore other words silently."""
        visited = self.state in VISITED
        counts = what_interrupts(readings, self._asked, clear_db)
        if isinstance(counts, Yes | Unsure):
            self.talk.earcon("heard")
            self.questions.record(counts)
        elif counts is Interruption.HELP_WANTED and visited:
            self.talk.earcon("heard")
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

    def _proposed(self, readings: tuple[Reading, ...]) -> list[str]:
        """Give the intents to ask back, best first: never an answer, never a cry for help."""
        return [
            intent
            for reading in readings
            for intent in ((reading.intent,) if reading.proposed else reading.alternatives)
            if intent is not None
            and (
                intent in _PROPOSED_COMMANDS
                or intent.startswith("section.")
                or intent.removeprefix("topic.") in self.talk.content.topics
            )
        ]

    def _offer_staff(self) -> None:
        """Offer staff at once: a cry for help among other words may be talk in the room."""
        match self.state:
            case State.ATTRACT:
                self.switch.do(Intent.HELP)
            case State.EMERGENCY | State.OUT_OF_SERVICE:
                self.escalation.not_understood()
            case _:
                self.talk.earcon("heard")
                self.position.begin_aside("ask_help")
