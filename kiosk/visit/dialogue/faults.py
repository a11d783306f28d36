"""Handles changes while the kiosk runs: parts that fail or recover, questions that are refused."""

from dataclasses import dataclass, replace

from kiosk.visit.dialogue import events
from kiosk.visit.dialogue.actions import AlertStaff, EndSession
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.questions import Questions, refusal_words
from kiosk.visit.dialogue.table import ASKING, MENUS, VISITED, State
from kiosk.visit.dialogue.visitor_call import VisitorCall


@dataclass(eq=False, repr=False)
class Faults(Part):
    """Continues with the parts that still work, and tells the visitor and staff."""

    questions: Questions
    call: VisitorCall

    def take(self, event: events.Event) -> None:
        """Handle an event about the kiosk itself."""
        match event:
            case events.HearingLost():
                self._hearing_lost()
            case events.HearingBack():
                self._hearing_back()
            case events.SpeakerLost():
                self._speaker_lost()
            case events.SpeakerBack():
                self.talk.abilities = replace(self.talk.abilities, speaker=True)
                self._say_again()
            case events.StaffReachable(works):
                self._staff_reachable(works)
            case events.EchoCancelled(works):
                self._echo_cancelled(works)
            case events.NamesLost():
                self._names_lost()
            case events.QuestionsRefused(reason):
                self._questions_refused(reason)
            case events.QuestionsOffered():
                self.talk.abilities = replace(self.talk.abilities, refusal=None)
            case events.Stopping():
                self._stopping()
            case events.WentOutOfService(reason):
                self._went_out_of_service(reason)
            case events.CameBack():
                self._came_back()

    def started(self, started: events.Started) -> None:
        """Resume a latched emergency or a call, or say that a visit was interrupted."""
        if started.call_age is not None:
            self.call.resume(started.call_age, taken=started.call_taken)
        if started.emergency:
            self.go("latch")
        elif started.interrupted:
            self.talk.act(AlertStaff("attention"))
            self.talk.act(EndSession())
            self.talk.say(self.talk.prompt("restarted"))

    def _staff_reachable(self, works: bool) -> None:
        self.talk.abilities = replace(self.talk.abilities, staff_answer=works)
        if not works:
            self.call.unreachable()

    def _hearing_lost(self) -> None:
        """Continue by keys, say so at once, and call staff for visitors who cannot press keys."""
        if not self.talk.abilities.voice:
            return
        self.talk.abilities = replace(self.talk.abilities, voice=False)
        self.talk.close_ear()
        self.talk.act(AlertStaff("attention"))
        self._say_again("cannot_hear")

    def _speaker_lost(self) -> None:
        """Continue by captions, and call staff for visitors who cannot see them."""
        self.talk.abilities = replace(self.talk.abilities, speaker=False)
        if not self.talk.abilities.reach(muted=self.visit.muted):
            self.visit.heard.stop(self.talk.now)
        self.talk.act(AlertStaff("attention"))

    def _hearing_back(self) -> None:
        if self.talk.abilities.voice:
            return
        self.talk.abilities = replace(self.talk.abilities, voice=True)
        if not self.talk.abilities.names:
            if not self.visit.one_at_a_time and self.state in MENUS:
                self.visit.announcement = self.talk.prompt("hear_again")
                self._offer_by_yes_and_no()
                return
            self._offer_by_yes_and_no()
        self._say_again("hear_again")

    def _say_again(self, told: str = "") -> None:
        """Repeat the last text; with a prompt `told`, say that first and continue the text."""
        if self.state in VISITED:
            self.talk.hush()
            before = self.talk.prompt(told) if told else ()
            self.talk.say_again(before=before, continued=bool(told))

    def _offer_by_yes_and_no(self) -> None:
        """Ask menus by yes and no from now on, including one that is open or interrupted."""
        if self.visit.one_at_a_time:
            return
        self.visit.one_at_a_time = True
        if self.state in MENUS:
            self.position.enter()
        elif self.within in MENUS:
            self.visit.interrupted = None

    def _echo_cancelled(self, works: bool) -> None:
        self.talk.abilities = replace(self.talk.abilities, barge_in=works)
        if self.talk.speaking and not works:
            self.talk.close_ear()

    def _names_lost(self) -> None:
        self.talk.abilities = replace(self.talk.abilities, names=False)
        if self.talk.abilities.voice:
            self._offer_by_yes_and_no()

    def _questions_refused(self, reason: events.Refusal) -> None:
        self.talk.abilities = replace(self.talk.abilities, refusal=reason)
        if self.within not in (State.PREAMBLE, *ASKING):
            return
        if self.state == State.OFFER_STAFF:  # the offer goes on; the questions do not
            self.visit.origin, self.visit.interrupted = State.MAIN_MENU, None
            self.visit.announcement = refusal_words(self.talk)
        else:
            self.talk.hush()
            self.questions.refuse()

    def _stopping(self) -> None:
        """Tell a visitor who is there; an emergency only falls silent until the kiosk is back."""
        self.talk.hush()
        if self.state in VISITED:
            self.talk.say(self.talk.prompt("stopping"), then=lambda: None)

    def _went_out_of_service(self, reason: str) -> None:
        self.talk.out_of_service = reason
        if self.state not in (State.EMERGENCY, State.OUT_OF_SERVICE):
            self.go("fail")

    def _came_back(self) -> None:
        self.talk.out_of_service = ""
        if self.state == State.OUT_OF_SERVICE:
            self.go("mend")
