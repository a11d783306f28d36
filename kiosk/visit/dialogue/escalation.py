"""What happens when the kiosk does not hear or understand: it climbs, rung by rung, to staff."""

from kiosk.visit.dialogue.conversation import Sentences
from kiosk.visit.dialogue.table import ASKING, MENUS, State
from kiosk.visit.dialogue.windows import Attention

FAILURES_BEFORE_KEYS = 3
"""Prompts without an understood answer before the last rungs: staff, or the end of the visit."""


class Escalation(Attention):
    """Reprompts in other words, offers one thing at a time, then keys, then staff."""

    def not_understood(self) -> None:
        """Answer an utterance that means nothing here."""
        if self.state in (State.ATTRACT, State.EMERGENCY):
            self.listen()
        elif self.state == State.STILL_THERE:
            self.resume_origin()
        elif self.state in ASKING:
            self.no_answer()
        else:
            self.ask_again("no_match")

    def ask_again(self, reason: str) -> None:
        """Climb one rung: other words, one at a time, keys, staff; nobody is thrown out."""
        before = self.prompt(reason, self.failures)
        if self.state == State.HELP:
            self.tell_staff("help")
        elif reason == "no_match" and self.failures >= FAILURES_BEFORE_KEYS:
            self.tell_staff("not_understood")
        self.failures += 1
        self.earcon("not_heard")
        if self.state == State.CONFIRM_CHOICE and self.failures > 1:
            self.resume_origin()
            self.ask_again(reason)
        elif self.state in MENUS:
            if self.failures >= 2 and self.abilities.voice:
                self.one_at_a_time = True
            self.ask_menu(self.failures, before)
        elif self.state in (State.PREAMBLE, State.HELP, State.PAUSED, State.CONFIRM_CHOICE):
            self.say(self._reworded(), before=before)
        else:
            self.say_again(before=before)

    def _reworded(self) -> Sentences:
        if self.state == State.CONFIRM_CHOICE:
            return self.prompt("did_you_say", self.failures, name=self.name_of(self.proposal))
        return self.prompt(self.state, self.failures)
