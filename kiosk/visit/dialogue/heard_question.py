"""Keeps for how long what is asked has been heard, and refuses keys that come too soon for a NO."""

from grammar.intents import Intent
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.table import ASKING, State


class HeardQuestion(Part):
    """Measures each health question and read-back from its own first word on."""

    def sentence_began(self, say: int) -> None:
        """Let the time run in which what is asked is heard, from its own first word on."""
        speech, heard = self.visit.speech, self.visit.heard
        if self.state not in ASKING or speech is None or speech.id != say or self.visit.scan:
            return
        if speech.index >= len(speech.lead) and self.talk.abilities.reach(muted=self.visit.muted):
            heard.begin(self.talk.now)
        else:
            heard.stop(self.talk.now)

    def comes_too_soon(self, intent: str | None) -> bool:
        """Whether a key would answer what was not heard for long enough to make a NO of it."""
        makes_no = {
            State.QUESTION: (Intent.NO,),
            State.CONFIRM_NO: (Intent.YES,),
            State.READ_BACK: (Intent.YES, Intent.NO, Intent.NOT_SURE),
        }
        questions = self.visit.questions
        emergency = questions is not None and self.state in ASKING and questions.emergency
        guarded = emergency and intent in makes_no[self.state]
        return guarded and not self.visit.heard.is_enough(self.talk.now)
