"""Calls staff: quietly, once for each reason, or in an emergency until they have come.

Staff end an emergency with their code on the kiosk's keys, or from elsewhere.
"""

from dataclasses import dataclass

from kiosk.visit.dialogue import actions
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.speech import Sentences
from kiosk.visit.dialogue.staff_pad import OPENS, Entry, StaffPad
from kiosk.visit.dialogue.table import State
from kiosk.visit.dialogue.visit import Reason
from kiosk.visit.dialogue.visitor_call import VisitorCall

MUST_BE_HEARD = 2
"""Sentences of the emergency text that keys do not cut short: under ten seconds at any rate
(accessibility.md A6)."""

CALLED_ONCE_FOR = 10.0
"""Seconds in which the staff key, pressed again, makes no new call: calls repeat by themselves."""


@dataclass(eq=False, repr=False)
class StaffCalls(Part):
    """Calls staff, says whether the call has been acknowledged, and ends it."""

    pad: StaffPad
    call: VisitorCall

    def tell(self, reason: Reason) -> None:
        """Raise the quiet alert once for each reason: staff may have left since the last one."""
        if reason not in self.visit.staff_told:
            self.visit.staff_told.add(reason)
            self.talk.act(actions.AlertStaff("attention"))

    def enter_emergency(self) -> None:
        """Call staff, and say so on the loudspeaker until they have come."""
        self.visit.muted = False
        self.talk.play_on("speaker")
        self.talk.act(actions.KeepEmergency(latched=True))
        self.call.forget()
        self.visit.called_at = self.talk.now
        self.visit.acknowledged = False
        self.talk.act(actions.AlertStaff("emergency"))
        self.talk.act(actions.WipeCaptions())  # people who come to help must not read the questions
        self.talk.earcon("alert")
        self.visit.emergency_said_at = self.talk.now
        must = self._words()[:MUST_BE_HEARD]
        self.talk.say(must, then=self._say_rest, interruptible=False)

    def say_emergency(self) -> None:
        """Say what happens and where to stay; say "called" only after an acknowledgement."""
        self.visit.emergency_said_at = self.talk.now
        self.talk.say(self._words())

    def _say_rest(self) -> None:
        self.talk.say(self._words()[MUST_BE_HEARD:])

    def _words(self) -> Sentences:
        return self.talk.prompt(
            "emergency_called" if self.visit.acknowledged else "emergency_uncalled"
        )

    def acknowledged(self) -> None:
        """Say that staff are called, once an alert channel has confirmed the alert."""
        if self.state == State.EMERGENCY and not self.visit.acknowledged:
            self.visit.acknowledged = True
            self.say_emergency()

    @property
    def just_called(self) -> bool:
        """Whether staff were called a moment ago: a hammered or held key calls them only once."""
        return self.talk.now < self.visit.called_at + CALLED_ONCE_FOR

    def took_code(self, key: str, *, digits_answer: bool) -> bool:
        """Pass a key to the pad; tell whether it means nothing else.

        In an emergency digits have no other meaning. During a visitor's call they belong to the pad
        once it was opened, but never where they answer a question whose yes fetches staff.
        """
        emergency, now = self.state == State.EMERGENCY, self.talk.now
        if not emergency and (self.talk.call is None or digits_answer):
            self.pad.forget_entry()
            return False
        if not emergency and not self.pad.is_open(now):
            return key == OPENS and self._open_pad()
        entry = self.pad.press(key, now)
        if entry is Entry.NONE:
            return not emergency and self.pad.is_open(now)
        if entry is not Entry.LOCKED:
            self.talk.act(actions.KeepStaffPad(self.pad.state(self.talk.now)))
        if entry is not Entry.RIGHT:
            self.talk.earcon("not_heard")
        else:
            if not emergency:
                self.talk.earcon("heard")
            self.clear()
        return True

    def _open_pad(self) -> bool:
        opened = self.pad.open(self.talk.now)
        if opened:
            self.talk.earcon("heard")
        return opened

    def clear(self) -> None:
        """Stop the alert and forget the emergency or the call, since staff have come."""
        if self.state != State.EMERGENCY:
            self.call.clear()
            return
        self.talk.act(actions.ClearAlert())
        self.talk.act(actions.KeepEmergency(latched=False))
        self.talk.act(actions.EndSession())
        self.pad.forget_entry()
        self.go("clear")
        if self.talk.out_of_service:
            self.go("fail")
