"""Escalates no-input and no-match step by step, from another wording to staff."""

from dataclasses import dataclass

from kiosk.visit.dialogue.menu_prompts import MenuPrompts
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.proposals import Proposals
from kiosk.visit.dialogue.questions import Questions
from kiosk.visit.dialogue.speech import Sentences
from kiosk.visit.dialogue.staff_calls import StaffCalls
from kiosk.visit.dialogue.staff_offer import StaffOffer
from kiosk.visit.dialogue.table import ASKING, MENUS, State
from kiosk.visit.dialogue.visit import FAILURES_BEFORE_KEYS
from kiosk.visit.dialogue.windows import Windows


@dataclass(eq=False, repr=False)
class Escalation(Part):
    """Asks again in other words, then one choice at a time, then by keys, then calls staff."""

    menus: MenuPrompts
    questions: Questions
    staff: StaffCalls
    windows: Windows
    proposals: Proposals
    offer: StaffOffer

    def not_understood(self) -> None:
        """Handle a no-match: an utterance that means nothing here."""
        if self.state in (State.ATTRACT, State.EMERGENCY, State.OFFER_STAFF):
            self.windows.listen()
        elif self.state == State.STILL_THERE:
            self.position.end_aside()
        elif self.state in ASKING:
            self.questions.no_answer()
        else:
            self.ask_again("no_match")

    def nothing_came(self) -> None:
        """Handle a no-input: silence that has lasted too long."""
        if self.state == State.EMERGENCY:
            self.talk.earcon("alert")
            self.staff.say_emergency()
        elif self.state == State.OFFER_STAFF:
            self.offer.nothing_came()
        elif self.visit.tentative:
            self.position.end_session()  # what woke the kiosk may have been talk in the room
        elif self.state == State.STILL_THERE:
            if self.visit.wants_help:
                self.staff.tell("help")
            self.visit.timed_out = self.visit.leaving = True
            self.questions.leave("leave")
        elif self.state in ASKING:
            self.questions.no_answer()
        elif self.state == State.PAUSED or self.visit.failures >= FAILURES_BEFORE_KEYS:
            self.position.begin_aside("warn")
        else:
            self.ask_again("no_input")

    def ask_again(self, reason: str) -> None:
        """Go one step further: other words, one choice at a time, keys, staff; never the end."""
        visit = self.visit
        if visit.scanning and reason == "no_input":
            reason = "no_press"
        before = self.talk.prompt(reason, visit.failures)
        if self.state == State.HELP:
            self.staff.tell("help")
        elif reason == "no_match" and visit.failures >= FAILURES_BEFORE_KEYS:
            self.staff.tell("not_understood")
        visit.failures += 1
        self.talk.earcon("not_heard")
        if self.state == State.CONFIRM_CHOICE and visit.failures > 1:
            if visit.tentative:
                self.position.end_session()
            else:
                self.position.end_aside()
                self.ask_again(reason)
        elif self.state in MENUS:
            if visit.failures >= 2 and self.talk.abilities.voice:
                visit.one_at_a_time = True
            self.menus.ask(visit.failures, before)
        elif self.state in (State.PREAMBLE, State.HELP, State.PAUSED, State.CONFIRM_CHOICE):
            self.talk.say(self._reworded(), before=before)
        else:
            self.talk.say_again(before=before)

    def _reworded(self) -> Sentences:
        if self.state == State.CONFIRM_CHOICE:
            return self.proposals.words(self.visit.failures)
        return self.talk.prompt(self.state, self.visit.failures)
