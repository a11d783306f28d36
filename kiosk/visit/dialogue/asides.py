"""Asides: states that come over another one and end where it was; and the end of a visit."""

from dataclasses import dataclass

from kiosk.visit.dialogue.access.switch_choices import Offers
from kiosk.visit.dialogue.actions import EndSession
from kiosk.visit.dialogue.part import Part
from kiosk.visit.dialogue.table import ASIDES, State


@dataclass(eq=False, repr=False)
class Asides(Part):
    """Begins asides and ends them."""

    offers: Offers

    def begin(self, trigger: str) -> None:
        """Come over the state; an aside over an aside still ends where the first began."""
        if trigger == "ask_help":
            self.visit.muted = False  # who cries for help is asked aloud whether they need it
        self.offers.stop()
        if self.state not in ASIDES:
            self.visit.origin = self.state
            self.visit.interrupted = self.visit.speech
        self.go(trigger)

    def resume(self) -> None:
        """End the aside where it was called from."""
        if self.state == State.PAUSED:
            self.talk.earcon("resumed")
        self.visit.wants_help = False
        self.visit.speech = self.visit.interrupted
        self.visit.resuming = True
        self.go("resume")

    def end_visit(self) -> None:
        """The visit is over: nothing of it is kept."""
        self.talk.act(EndSession())
        self.go("left")
